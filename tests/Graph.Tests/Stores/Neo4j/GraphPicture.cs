using System.Globalization;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>
/// A graph as lines of text, a line a node or relationship with all it carries: read from Neo4j, and worked out from a snapshot by what
/// analysts were promised, without a line of the store's own mapping.
/// </summary>
internal static class GraphPicture
{
    public static async Task<string> OfNeo4jAsync(Neo4jServer server)
    {
        var nodes = await server.CypherAsync("MATCH (n:Entity) RETURN labels(n), properties(n)");
        var edges = await server.CypherAsync("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.key, type(r), b.key, properties(r)");
        return Sorted(
            nodes.Select(row => $"({string.Join(':', ((object?[])row[0]!).Order())} {Properties((Dictionary<string, object?>)row[1]!)})")
                .Concat(edges.Select(row => $"({row[0]})-[{row[1]} {Properties((Dictionary<string, object?>)row[3]!)}]->({row[2]})")));
    }

    public static string Of(Snapshot snapshot, PersonalValues people)
    {
        var lines = new List<string>();
        foreach (var document in snapshot.Model.Kinds.SelectMany(snapshot.Documents))
        {
            var node = new Dictionary<string, object?>
            {
                ["key"] = document.Key,
                ["createdIn"] = document.CreatedIn,
                ["revision"] = document.Revision,
                ["externalSource"] = document.External?.Source,
                ["externalId"] = document.External?.Id,
            };
            Add(node, document.Kind.Fields, field => document[field], people);
            lines.Add($"({string.Join(':', ((string[])["Entity", document.Kind.Name]).Order())} {Properties(node)})");
            foreach (var kind in snapshot.Model.Edges)
            {
                foreach (var (end, data) in snapshot.Out(document, kind))
                {
                    var edge = new Dictionary<string, object?>();
                    Add(edge, kind.Fields, field => data?[field], people);
                    lines.Add($"({document.Key})-[{kind.Name} {Properties(edge)}]->({snapshot.Document(end)!.Key})");
                }
            }
        }

        return Sorted(lines);
    }

    private static void Add(Dictionary<string, object?> properties, IReadOnlyList<Field> fields, Func<Field, object?> value, PersonalValues people)
    {
        foreach (var field in fields)
        {
            switch (value(field))
            {
                case IReadOnlyDictionary<string, bool> facts:
                    properties[field.Name + "True"] = facts.Where(f => f.Value).Select(f => f.Key).ToArray();
                    properties[field.Name + "False"] = facts.Where(f => !f.Value).Select(f => f.Key).ToArray();
                    break;
                case string token when field.Type == FieldType.Personal:
                    properties[field.Name] = people.Resolve(token);
                    properties["_" + field.Name] = token;
                    break;
                case var other:
                    properties[field.Name] = other;
                    break;
            }
        }
    }

    private static string Properties(Dictionary<string, object?> properties) =>
        "{" + string.Join(", ", properties.Where(p => p.Value is not null).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {Text(p.Value)}")) + "}";

    // A day, a number and a text that look the same are told apart.
    private static string Text(object? value) => value switch
    {
        string text => $"'{text}'",
        object?[] list => $"[{string.Join(", ", list.Select(Text))}]",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        bool or int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        var other => $"{other?.GetType().Name} {other}",
    };

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
