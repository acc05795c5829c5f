using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Server.Api.Reading;
using GraphQL.Types;
using FieldShape = Graph.Engine.Model.FieldType;

namespace Graph.Server.Api.Types;

/// <summary>A test that a document of a view passes or not.</summary>
internal delegate bool DocumentTest(NodeRef node);

/// <summary>Makes the filter of each kind from its fields and edges, and turns what a caller gives into one test.</summary>
internal sealed class Filters
{
    private readonly TypeTable types;
    private readonly Dictionary<Kind, InputObjectGraphType> kinds = [];
    private readonly Dictionary<string, InputObjectGraphType> shapes = new(StringComparer.Ordinal);

    public Filters(TypeTable types)
    {
        this.types = types;
        foreach (var kind in types.Model.Kinds)
        {
            kinds.Add(kind, new() { Name = kind.Name + "Filter", Description = $"Documents of the kind {kind.Name} that meet all that is given." });
        }

        foreach (var kind in types.Model.Kinds)
        {
            Describe(kind);
        }
    }

    public InputObjectGraphType Of(Kind kind) => kinds[kind];

    /// <summary>The test of a filter, or null where nothing is given.</summary>
    public DocumentTest? Read(Kind kind, IDictionary<string, object?>? given, string path, int depth = 1)
    {
        if (given is null)
        {
            return null;
        }

        if (depth > types.Options.FilterDepthMax)
        {
            throw ApiError.Limit("filterDepthMax", types.Options.FilterDepthMax, depth, "filters within each other");
        }

        var tests = new List<DocumentTest>();
        foreach (var (name, value) in given)
        {
            if (value is null)
            {
                continue;
            }

            var here = $"{path}.{name}";
            if (name == "keys")
            {
                var keys = Make.Texts(value, here, types.Options)!.ToHashSet(StringComparer.Ordinal);
                tests.Add(n => keys.Contains(n.Document.Key));
            }
            else if (kind.TryGetField(name, out var field))
            {
                tests.Add(Value(field.Type, n => DocumentTypes.Shown(n, field), (IDictionary<string, object?>)value, here));
            }
            else if (kind.Derived.FirstOrDefault(d => d.Name == name) is { } derived)
            {
                tests.Add(Value(derived.Type, n => DocumentTypes.Shown(n, derived), (IDictionary<string, object?>)value, here));
            }
            else
            {
                var (edge, outgoing, _) = DocumentTypes.EdgesOf(types.Model, kind).First(e => e.Name == name);
                tests.Add(Link(edge, outgoing, (IDictionary<string, object?>)value, here, depth));
            }
        }

        return tests.Count == 0 ? null : n => tests.TrueForAll(t => t(n));
    }

    private void Describe(Kind kind)
    {
        var type = kinds[kind];
        type.AddField(Make.Bare("keys", Make.Some(types.String), "Documents with one of these keys."));
        foreach (var field in kind.Fields)
        {
            type.AddField(Make.Bare(field.Name, Shape(field.Type, field.Words), field.Description));
        }

        foreach (var derived in kind.Derived)
        {
            type.AddField(Make.Bare(derived.Name, Shape(derived.Type, derived.Words), derived.Description));
        }

        foreach (var (edge, outgoing, name) in DocumentTypes.EdgesOf(types.Model, kind))
        {
            type.AddField(Make.Bare(name, LinkShape(outgoing ? types.Model.EndsOf(edge) : types.Model.StartsOf(edge)), $"By its edges of the kind {edge.Name}, seen from {(outgoing ? "their start" : "their end")}."));
        }
    }

    private InputObjectGraphType LinkShape(IReadOnlyList<string> ends)
    {
        var kind = ends.Count == 1 && types.Model.TryGetKind(ends[0], out var only) ? only : null;
        return Shape((kind?.Name ?? "Document") + "LinkFilter", $"Edges that lead to {kind?.Name ?? "a document"}; all that is given must hold.", type =>
        {
            type.Add(
                Make.Bare("exists", types.Boolean, "Whether there is any such edge."),
                Make.Bare("keys", Make.Some(types.String), "Whether an edge leads to a document with one of these keys."),
                Make.Bare("countMin", types.Int, "The least number of such edges."),
                Make.Bare("countMax", types.Int, "The greatest number of such edges."));
            if (kind is not null)
            {
                type.Add(
                    Make.Bare("some", kinds[kind], "Whether an edge leads to a document that meets this."),
                    Make.Bare("none", kinds[kind], "Whether no edge leads to a document that meets this."));
            }

            if (kind == RequirementKind.Kind)
            {
                type.AddField(Make.Bare("frameworkCountMin", types.Int, "The least number of frameworks to whose requirements such edges lead."));
            }
        });
    }

    private InputObjectGraphType Shape(FieldShape shape, WordList? words) => shape switch
    {
        FieldShape.Text or FieldShape.Personal => Shape("TextFilter", "By a text.", t => t.Add(
            Make.Bare("eq", types.String, "Equal to this."),
            Make.Bare("in", Make.Some(types.String), "Equal to one of these."),
            Make.Bare("contains", types.String, "Has this in it, whatever the case."),
            Known())),
        FieldShape.Integer => Shape("IntFilter", "By a whole number.", t => t.Add(
            Make.Bare("eq", types.Int, "Equal to this."),
            Make.Bare("from", types.Int, "This or more."),
            Make.Bare("to", types.Int, "This or less."),
            Known())),
        FieldShape.Number => Shape("NumberFilter", "By a number.", t => t.Add(
            Make.Bare("eq", types.Float, "Equal to this."),
            Make.Bare("from", types.Float, "This or more."),
            Make.Bare("to", types.Float, "This or less."),
            Known())),
        FieldShape.Boolean => Shape("BooleanFilter", "By a true-or-false; what is unknown is neither.", t => t.Add(
            Make.Bare("eq", types.Boolean, "Equal to this."),
            Known())),
        FieldShape.Date => Shape("DateFilter", "By a day.", t => t.Add(
            Make.Bare("from", types.Date, "On this day or later."),
            Make.Bare("to", types.Date, "On this day or earlier."),
            Known())),
        FieldShape.Word => Shape(words!.Name + "Filter", $"By a word: {words.Description}", t => t.Add(
            Make.Bare("eq", types.Of(words), "Equal to this."),
            Make.Bare("in", Make.Some(types.Of(words)), "Equal to one of these."),
            Known())),
        FieldShape.WordList => Shape(words!.Name + "ListFilter", $"By a list of words: {words.Description}", t => t.Add(
            Make.Bare("has", types.Of(words), "Has this in it."),
            Make.Bare("hasAny", Make.Some(types.Of(words)), "Has one of these in it."),
            Known())),
        FieldShape.TextList => Shape("TextListFilter", "By a list of texts.", t => t.Add(
            Make.Bare("has", types.String, "Has exactly this in it."),
            Make.Bare("contains", types.String, "Has an entry that has this in it, whatever the case."),
            Known())),
        _ => Shape("FlagsFilter", "By named facts.", t => t.Add(
            Make.Bare("name", types.String, "The fact."),
            Make.Bare("value", types.Boolean, "The answer that it must have; absent = any answer."),
            Known())),
    };

    private GraphQL.Types.FieldType Known() =>
        Make.Bare("known", types.Boolean, "True: only where a value is recorded. False: only where none is, which is never the same as empty.");

    private InputObjectGraphType Shape(string name, string description, Action<InputObjectGraphType> fill)
    {
        if (!shapes.TryGetValue(name, out var type))
        {
            shapes.Add(name, type = new() { Name = name, Description = description });
            fill(type);
        }

        return type;
    }

    private DocumentTest Value(FieldShape shape, Func<NodeRef, object?> read, IDictionary<string, object?> given, string path)
    {
        var tests = new List<Func<object?, bool>>();
        foreach (var (name, wanted) in given)
        {
            if (wanted is not null)
            {
                tests.Add(Test(shape, name, wanted, given, path));
            }
        }

        return n =>
        {
            var value = read(n);
            return tests.TrueForAll(t => t(value));
        };
    }

    private Func<object?, bool> Test(FieldShape shape, string name, object wanted, IDictionary<string, object?> given, string path)
    {
        switch (name)
        {
            case "known":
                return v => v is not null == (bool)wanted;
            case "eq":
                return v => wanted.Equals(v);
            case "in" or "hasAny":
                var any = Make.Texts(wanted, $"{path}.{name}", types.Options)!.ToHashSet(StringComparer.Ordinal);
                return name == "in" ? v => v is string text && any.Contains(text) : v => v is string[] list && list.Any(any.Contains);
            case "has":
                return v => v is string[] list && list.Contains((string)wanted);
            case "contains":
                var part = Search.Checked((string)wanted, $"{path}.contains", types.Options);
                return v => v is string text ? Search.Has(text, part) : v is string[] list && Array.Exists(list, t => Search.Has(t, part));
            case "from":
                return v => v is IComparable value && value.CompareTo(wanted) >= 0;
            case "to":
                return v => v is IComparable value && value.CompareTo(wanted) <= 0;
            case "name":
                var answer = given.TryGetValue("value", out var a) ? (bool?)a : null;
                return v => v is object[] flags && flags.Cast<KeyValuePair<string, bool>>().Any(f => f.Key == (string)wanted && (answer is null || f.Value == answer));
            default:
                return given.TryGetValue("name", out var n) && n is not null
                    ? _ => true
                    : throw ApiError.BadRequest($"expected a name beside the value in '{path}' ({shape})");
        }
    }

    private DocumentTest Link(EdgeKind edge, bool outgoing, IDictionary<string, object?> given, string path, int depth)
    {
        var ends = outgoing ? types.Model.EndsOf(edge) : types.Model.StartsOf(edge);
        var tests = new List<Func<List<LinkRef>, bool>>();
        foreach (var (name, wanted) in given)
        {
            if (wanted is null)
            {
                continue;
            }

            switch (name)
            {
                case "exists":
                    tests.Add(l => l.Count > 0 == (bool)wanted);
                    break;
                case "countMin":
                    tests.Add(l => l.Count >= (int)wanted);
                    break;
                case "countMax":
                    tests.Add(l => l.Count <= (int)wanted);
                    break;
                case "frameworkCountMin":
                    tests.Add(l => l.Select(e => e.Node.Scope.View.Cells.FrameworkOf(e.Node.Document)?.Key).OfType<string>().Distinct().Count() >= (int)wanted);
                    break;
                case "keys":
                    var keys = Make.Texts(wanted, $"{path}.keys", types.Options)!.ToHashSet(StringComparer.Ordinal);
                    tests.Add(l => l.Exists(e => keys.Contains(e.Node.Document.Key)));
                    break;
                default:
                    types.Model.TryGetKind(ends[0], out var kind);
                    var test = Read(kind, (IDictionary<string, object?>)wanted, $"{path}.{name}", depth + 1) ?? (_ => true);
                    tests.Add(l => l.Exists(e => test(e.Node)) == (name == "some"));
                    break;
            }
        }

        return n =>
        {
            var links = DocumentTypes.Links(n, edge, outgoing);
            return tests.TrueForAll(t => t(links));
        };
    }
}

/// <summary>Search over the key, the title and every text of a document, whatever the case.</summary>
internal static class Search
{
    public static string Checked(string text, string argument, ApiOptions options) =>
        text.Length <= options.SearchCharsMax ? text : throw ApiError.Limit("searchCharsMax", options.SearchCharsMax, text.Length, $"characters in '{argument}'");

    public static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    public static DocumentTest? Read(Kind kind, string? part, ApiOptions options)
    {
        if (string.IsNullOrEmpty(part))
        {
            return null;
        }

        Checked(part, "search", options);
        Field[] fields = [.. kind.Fields.Where(f => f.Type is FieldShape.Text or FieldShape.Personal or FieldShape.TextList)];
        return n => Has(n.Document.Key, part) || Array.Exists(fields, f => DocumentTypes.Shown(n, f) switch
        {
            string text => Has(text, part),
            string[] list => Array.Exists(list, t => Has(t, part)),
            _ => false,
        });
    }
}
