using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>Hashes of what documents contain and mean.</summary>
public static class Content
{
    /// <summary>The hash to which an approval is bound: the fields that editors set, and the edges that belong to the content.</summary>
    public static string Hash(Document document, Snapshot snapshot) =>
        Hash(document, edge => [.. Far(document, edge, snapshot)], snapshot.Model);

    /// <summary>The hash of what a document means to those who link to it: its meaning-bearing fields.</summary>
    public static string MeaningHash(Document document) => Sha256(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", document.Kind.Name);
        WriteFields(json, document, f => f.Meaning);
        json.WriteEndObject();
    })[..32];

    internal static string Hash(Document document, Func<EdgeKind, IReadOnlyList<string>> targets, GraphModel model) => Sha256(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", document.Kind.Name);
        WriteFields(json, document, f => f.Access == FieldAccess.Editor);
        foreach (var edge in model.EdgesFrom(document.Kind).Where(e => e.BindsContent))
        {
            json.WriteStartArray(edge.Name);
            foreach (var key in targets(edge).Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    internal static string Sha256(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static List<string> Far(Document document, EdgeKind edge, Snapshot snapshot)
    {
        var keys = new List<string>();
        foreach (var (node, _) in snapshot.Out(document, edge))
        {
            keys.Add(snapshot.Document(node)!.Key);
        }

        return keys;
    }

    private static void WriteFields(Utf8JsonWriter json, Document document, Func<Field, bool> counts)
    {
        foreach (var field in document.Kind.Fields)
        {
            if (counts(field) && document[field] is { } value)
            {
                json.WritePropertyName(field.Name);
                ChangeCodec.WriteValue(json, value);
            }
        }
    }
}

/// <summary>What the ends of a link mean at the moment of its review.</summary>
internal sealed class ReviewBasis(SnapshotBuilder builder)
{
    private readonly Dictionary<int, string> known = [];

    public string Of(Document from, Document to) => $"{End(from)}/{End(to)}";

    private string End(Document document)
    {
        if (!known.TryGetValue(document.Ordinal, out var basis))
        {
            known.Add(document.Ordinal, basis = document.Kind == RequirementKind.Kind ? Consolidation(document) : Content.MeaningHash(document));
        }

        return basis;
    }

    // A requirement is reviewed against the consolidation of its framework (design section 3).
    private string Consolidation(Document requirement)
    {
        var above = requirement;
        for (var depth = 0; above is not null && above.Kind == RequirementKind.Kind && depth < 64; depth++)
        {
            above = builder.Targets(above, EdgeKinds.PartOf).FirstOrDefault();
        }

        return above?.Kind == FrameworkKind.Kind && above.Date(FrameworkKind.ConsolidatedOn) is { } day
            ? day.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            : "-";
    }
}
