using System.Collections.Immutable;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Stores.Neo4j;

/// <summary>
/// What the graph in Neo4j has to be, worked out from a snapshot, with names as they are shown now. Batches come to the same from the
/// entries, on a way of their own: each shows whether the other is right.
/// </summary>
internal static class GraphImage
{
    /// <summary>The properties of the node of a document.</summary>
    public static Dictionary<string, object?> PropertiesOf(Document document, GraphModel model, PersonalValues people)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [GraphSchema.Key] = document.Key,
            [GraphSchema.CreatedIn] = document.CreatedIn,
            [GraphSchema.Revision] = document.Revision,
        };
        if (document.External is { } external)
        {
            properties[GraphSchema.ExternalSource] = external.Source;
            properties[GraphSchema.ExternalId] = external.Id;
        }

        if (model.IsMeaningReviewed(document.Kind))
        {
            properties[GraphSchema.Meaning] = document.Meaning;
        }

        Add(properties, document.Kind.Fields, field => document[field], people);
        return properties;
    }

    /// <summary>The properties of the relationship of an edge.</summary>
    public static Dictionary<string, object?> PropertiesOf(EdgeKind kind, EdgeData? data, PersonalValues people)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        Add(properties, kind.Fields, field => data?[field], people);
        return properties;
    }

    /// <summary>The edges that start from a document.</summary>
    public static IEnumerable<(EdgeKind Kind, Document To, EdgeData? Data)> EdgesOf(Snapshot snapshot, Document from)
    {
        foreach (var kind in snapshot.Model.Edges)
        {
            var ends = new List<(int Node, EdgeData? Data)>();
            foreach (var end in snapshot.Out(from, kind))
            {
                ends.Add(end);
            }

            foreach (var (node, data) in ends)
            {
                yield return (kind, snapshot.Document(node)!, data);
            }
        }
    }

    /// <summary>All documents, in the order of kinds and keys.</summary>
    public static IEnumerable<Document> DocumentsOf(Snapshot snapshot) => snapshot.Model.Kinds.SelectMany(snapshot.Documents);

    /// <summary>The size of what a statement carries, roughly: what its texts have.</summary>
    public static long BytesOf(Dictionary<string, object?> properties) => properties.Values.Sum(value => value switch
    {
        string text => text.Length,
        string[] list => list.Sum(text => (long)text.Length),
        _ => 8,
    });

    private static void Add(Dictionary<string, object?> properties, IReadOnlyList<Field> fields, Func<Field, object?> valueOf, PersonalValues people)
    {
        foreach (var field in fields)
        {
            switch (valueOf(field))
            {
                case null:
                    break;
                case ImmutableSortedDictionary<string, bool> facts:
                    properties[GraphSchema.FactsThatHold(field)] = facts.Where(fact => fact.Value).Select(fact => fact.Key).ToArray();
                    properties[GraphSchema.FactsThatDoNot(field)] = facts.Where(fact => !fact.Value).Select(fact => fact.Key).ToArray();
                    break;
                case string token when field.Type == FieldType.Personal:
                    properties[field.Name] = people.Resolve(token);
                    properties[GraphSchema.TokenOf(field)] = token;
                    break;
                case var value:
                    properties[field.Name] = value;
                    break;
            }
        }
    }
}
