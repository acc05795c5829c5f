using System.Text;
using Graph.Engine.Model;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Transport;
using FieldShape = Graph.Engine.Model.FieldType;

namespace Graph.Server.Export;

/// <summary>
/// The register of a kind: all its documents as flat rows, with every field, everything that is worked out, and the keys at the far ends of every edge.
/// Made from the kind's declaration, as lists in GraphQL are, and with the same filters.
/// </summary>
internal static class Registers
{
    /// <summary>What stands before the list of a kind in an address.</summary>
    public const string Place = "registers/";

    private static readonly string[] Always = ["keys", "search", "filter"];

    private const string Before = "To";
    private const string After = "From";

    /// <summary>The registers of a model, one a kind.</summary>
    public static IEnumerable<Export> Of(GraphModel model, Filters filters) => model.Kinds.Select(k => new Export(
        Place + Kebab(k.Plural), [.. Parameters(k)], Shape(model, k), (parameters, _) => Ask(k, filters, parameters)) { RowOf = n => n });

    private static IEnumerable<string> Parameters(Kind kind) => Always.Concat(Filterable(kind).SelectMany(
        f => f.Words is not null ? [f.Name] : (string[])[f.Name + After, f.Name + Before]));

    // Words and days, which a link in a report can name; whatever else there is goes into the filter of GraphQL, as JSON.
    private static IEnumerable<(string Name, WordList? Words)> Filterable(Kind kind) =>
        kind.Fields.Where(f => f.Type is FieldShape.Word or FieldShape.Date).Select(f => (f.Name, f.Words))
            .Concat(kind.Derived.Where(d => d.Type is FieldShape.Word or FieldShape.Date).Select(d => (d.Name, d.Words)));

    private static Func<ViewScope, CountedRows> Ask(Kind kind, Filters filters, QueryParameters parameters)
    {
        var filter = new Dictionary<string, object?>();
        if (parameters.Many("keys") is { } keys)
        {
            filter.Add("keys", keys);
        }

        foreach (var (name, words) in Filterable(kind))
        {
            Dictionary<string, object?> wanted = [];
            if (words is not null)
            {
                wanted["in"] = parameters.ManyOf(name, words);
            }
            else
            {
                wanted["from"] = parameters.Day(name + After);
                wanted["to"] = parameters.Day(name + Before);
            }

            if (wanted.Values.Any(v => v is not null))
            {
                filter.Add(name, wanted);
            }
        }

        var search = parameters.One("search");
        var given = (IDictionary<string, object?>?)parameters.Input("filter", filters.Of(kind));
        return scope =>
        {
            var (test, other) = (filters.Read(kind, filter, "filter"), filters.Read(kind, given, "filter"));
            var found = Search.Read(kind, search, scope.Request.Options);
            var nodes = scope.View.Snapshot.Documents(kind).Select(scope.Node).Where(n => test?.Invoke(n) != false && other?.Invoke(n) != false && found?.Invoke(n) != false).ToList();
            return new(nodes.Count, nodes);
        };
    }

    private static RowShape Shape(GraphModel model, Kind kind) => RowShape.Of(
    [
        ("key", n => ((NodeRef)n).Document.Key),
        .. kind.Fields.Select(f => Column(f.Name, n => Flat(DocumentTypes.Shown(n, f)))),
        .. kind.Derived.Select(d => Column(d.Name, n => Flat(DocumentTypes.Shown(n, d)))),
        .. kind.Standing is { } standing ? [Column("shortfalls", n => RowMaps.Join(standing.Judge(n.Scope.View, n.Document).Shortfalls.Select(s => s.Node is { } node ? $"{s.Code} {node.Key}" : s.Code)))] : Array.Empty<(string, Func<object, object?>)>(),
        .. DocumentTypes.EdgesOf(model, kind).Select(e => Column(e.Name, n => RowMaps.Linked(n, e.Edge, e.Outgoing))),
        ("revision", n => ((NodeRef)n).Document.Revision),
    ]);

    private static (string Name, Func<object, object?> Read) Column(string name, Func<NodeRef, object?> read) => (name, n => read((NodeRef)n));

    private static object? Flat(object? value) => value switch
    {
        string[] list => RowMaps.Join(list),
        object[] flags => RowMaps.Join(flags.Cast<KeyValuePair<string, bool>>().Select(f => $"{f.Key}={(f.Value ? "true" : "false")}")),
        _ => value,
    };

    /// <summary>The name of a list as it stands in an address: <c>aiSystems</c> is <c>ai-systems</c>.</summary>
    public static string Kebab(string camel)
    {
        var text = new StringBuilder();
        foreach (var letter in camel)
        {
            _ = char.IsUpper(letter) ? text.Append('-').Append(char.ToLowerInvariant(letter)) : text.Append(letter);
        }

        return text.ToString();
    }
}
