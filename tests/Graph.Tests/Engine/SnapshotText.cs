using System.Text;
using System.Text.Json;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Tests.Engine;

/// <summary>Everything that a snapshot holds, as text: two snapshots are the same where their texts are.</summary>
internal static class SnapshotText
{
    public static string Of(Snapshot snapshot)
    {
        var text = new StringBuilder();
        text.AppendLine($"{snapshot.Head.Revision} {snapshot.Head.Hash} {snapshot.At:O} {snapshot.OrdinalCount} documents {snapshot.DocumentCount} edges {snapshot.EdgeCount}");
        foreach (var kind in snapshot.Model.Kinds)
        {
            foreach (var document in snapshot.Documents(kind))
            {
                Assert.Same(document, snapshot.Document(document.Ordinal));
                if (document.External is { } external)
                {
                    Assert.Same(document, snapshot.Document(external));
                }

                text.AppendLine($"{kind} {document.Key} #{document.Ordinal} {document.External} created {document.CreatedIn} changed {document.Revision} by {document.EditedBy}{(document.LinkedIn > 0 ? $" linked {document.LinkedIn}" : "")}: {Values(kind.Fields, f => document[f])}");
                foreach (var edge in snapshot.Model.Edges)
                {
                    foreach (var (far, data) in snapshot.Out(document, edge))
                    {
                        text.AppendLine($"  {edge} {snapshot.Document(far)!.Key} {Values(edge.Fields, f => data?[f])}");
                    }

                    foreach (var (far, data) in snapshot.In(document, edge))
                    {
                        text.AppendLine($"  {edge} from {snapshot.Document(far)!.Key} {Values(edge.Fields, f => data?[f])}");
                    }
                }
            }
        }

        return text.ToString();
    }

    private static string Values(IReadOnlyList<Field> fields, Func<Field, object?> value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var field in fields.Where(f => value(f) is not null))
            {
                json.WritePropertyName(field.Name);
                ChangeCodec.WriteValue(json, value(field));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
