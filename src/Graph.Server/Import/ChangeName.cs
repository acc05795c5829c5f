using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Server.Import;

/// <summary>
/// Makes the id of an imported change from its content, so that importing it again is known for what it is. Personal values do
/// not take part: an unsalted hash of a name would survive its erasure.
/// </summary>
internal static class ChangeName
{
    public static string Of(ImportOptions options, DateTimeOffset? at, string reason, IReadOnlyList<ImportEntry> entries, GraphModel model)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sha, at?.ToString("O", CultureInfo.InvariantCulture));
        Add(sha, reason);
        foreach (var entry in entries)
        {
            Add(sha, entry.Operation, model);
        }

        return $"{(options.IsSeed ? "seed" : "import")}-{Convert.ToHexStringLower(sha.GetHashAndReset())[..32]}";
    }

    private static void Add(IncrementalHash sha, Operation operation, GraphModel model)
    {
        switch (operation)
        {
            case PutDocument put:
                Add(sha, "put", put.Kind, put.Key, put.External?.Source, put.External?.Id);
                var kind = model.TryGetKind(put.Kind, out var k) ? k : null;
                Add(sha, put.Fields, name => kind is not null && kind.TryGetField(name, out var f) && f.Type == FieldType.Personal);
                break;
            case LinkDocuments link:
                Add(sha, "link", link.From, link.Kind, link.To);
                var edge = model.TryGetEdge(link.Kind, out var e) ? e : null;
                Add(sha, link.Fields, name => edge is not null && edge.TryGetField(name, out var f) && f.Type == FieldType.Personal);
                break;
            case UnlinkDocuments unlink:
                Add(sha, "unlink", unlink.From, unlink.Kind, unlink.To);
                break;
            case DeleteDocument delete:
                Add(sha, "delete", delete.Key, delete.WithEdges ? "edges" : null);
                break;
        }
    }

    private static void Add(IncrementalHash sha, IReadOnlyDictionary<string, object?> fields, Func<string, bool> isPersonal)
    {
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(sha, name);
            Value(sha, isPersonal(name) && value is not null ? "personal" : value);
        }
    }

    private static void Value(IncrementalHash sha, object? value)
    {
        switch (value)
        {
            case IDictionary<string, object?> map:
                Add(sha, "{");
                foreach (var (name, item) in map.OrderBy(f => f.Key, StringComparer.Ordinal))
                {
                    Add(sha, name);
                    Value(sha, item);
                }

                Add(sha, "}");
                break;
            case IEnumerable items and not string:
                Add(sha, "[");
                foreach (var item in items)
                {
                    Value(sha, item);
                }

                Add(sha, "]");
                break;
            default:
                Add(sha, value as string);
                break;
        }
    }

    // Each text with its length before it, so that no two contents give the same bytes.
    private static void Add(IncrementalHash sha, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            var bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
            sha.AppendData(BitConverter.GetBytes(bytes?.Length ?? -1));
            sha.AppendData(bytes ?? []);
        }
    }
}
