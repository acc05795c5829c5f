using System.Globalization;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Stores.Memory;

namespace Graph.Tests.Stores;

/// <summary>Engines and small changes for tests.</summary>
internal static class Engines
{
    public static Task<GraphEngine> OpenAsync(ILogStore? store = null, EngineOptions? options = null) =>
        GraphEngine.OpenAsync(GraphModel.Default, store ?? new MemoryLogStore(), options ?? new(), TimeProvider.System, null, CancellationToken.None);

    public static ChangeRequest Change(string id, params Operation[] operations) => new(id, "Ada", "a test", operations);

    public static PutDocument Put(string kind, string key, params (string Name, object? Value)[] fields) =>
        new(kind, key, null, fields.ToDictionary(f => f.Name, f => f.Value));

    public static PutDocument Vendor(string name, string title = "A vendor") => Put("Vendor", "vendor:" + name, ("title", title));

    public static LinkDocuments Link(string from, string kind, string to, params (string Name, object? Value)[] fields) =>
        new(from, kind, to, fields.ToDictionary(f => f.Name, f => f.Value));

    public static Task<ChangeResult> ApplyAsync(this GraphEngine engine, string id, params Operation[] operations) =>
        engine.ApplyAsync(Change(id, operations), CancellationToken.None);

    /// <summary>Everything that is in a snapshot, as text: two snapshots are the same when their texts are.</summary>
    public static string Describe(Snapshot snapshot)
    {
        var text = new StringBuilder($"{snapshot.Head.Revision} {snapshot.Head.Hash} {snapshot.At:O} {snapshot.DocumentCount} {snapshot.EdgeCount} {snapshot.OrdinalCount}\n");
        foreach (var document in snapshot.Model.Kinds.SelectMany(snapshot.Documents))
        {
            text.Append(CultureInfo.InvariantCulture, $"{document.Kind} {document.Key} #{document.Ordinal} {document.CreatedIn} {document.Revision} {document.EditedBy} {document.External}");
            Fields(text, document.Kind.Fields, f => document[f]);
            foreach (var edge in snapshot.Model.Edges)
            {
                foreach (var (node, data) in snapshot.Out(document, edge))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  {edge} {snapshot.Document(node)!.Key}");
                    Fields(text, edge.Fields, f => data?[f]);
                }

                foreach (var (node, _) in snapshot.In(document, edge))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  {edge} from {snapshot.Document(node)!.Key}\n");
                }
            }
        }

        return text.ToString();
    }

    private static void Fields(StringBuilder text, IReadOnlyList<Field> fields, Func<Field, object?> value)
    {
        foreach (var field in fields)
        {
            text.Append(value(field) switch
            {
                null => "",
                string[] list => $" {field.Name}=[{string.Join(",", list)}]",
                IEnumerable<KeyValuePair<string, bool>> flags => $" {field.Name}={{{string.Join(",", flags)}}}",
                var one => string.Create(CultureInfo.InvariantCulture, $" {field.Name}={one}"),
            });
        }

        text.Append('\n');
    }
}
