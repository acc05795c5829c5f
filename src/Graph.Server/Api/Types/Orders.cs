using Graph.Engine.Model;
using Graph.Server.Api.Reading;
using GraphQL.Types;
using FieldShape = Graph.Engine.Model.FieldType;

namespace Graph.Server.Api.Types;

/// <summary>Makes the order of each kind: by key, title, revision, and by every day, number and word; equal ones follow by key.</summary>
internal sealed class Orders(TypeTable types)
{
    private readonly Dictionary<(Kind Kind, string Name), Func<NodeRef, IComparable?>> reads = [];

    public InputObjectGraphType Type(Kind kind)
    {
        var by = new EnumerationGraphType { Name = kind.Name + "OrderField", Description = $"By what documents of the kind {kind.Name} are ordered." };
        foreach (var (name, description, read) in FieldsOf(kind))
        {
            reads.Add((kind, name), read);
            by.Add(new EnumValueDefinition(name, name) { Description = description });
        }

        return new InputObjectGraphType { Name = kind.Name + "Order", Description = $"How documents of the kind {kind.Name} are ordered; equal ones follow by key." }.Add(
            Make.Bare("by", Make.Must(by), "By what."),
            new GraphQL.Types.FieldType { Name = "direction", Description = "In which direction.", ResolvedType = types.Enum<Direction>(), DefaultValue = Direction.Asc });
    }

    /// <summary>The documents in the order asked for; null = as they are.</summary>
    public IEnumerable<NodeRef> Apply(Kind kind, IEnumerable<NodeRef> nodes, IDictionary<string, object?>? order)
    {
        if (order is null)
        {
            return nodes;
        }

        var read = reads[(kind, (string)order["by"]!)];
        var keyed = nodes.Select(n => (Node: n, Value: read(n)));
        var known = keyed.OrderBy(k => k.Value is null);
        return (order.TryGetValue("direction", out var direction) && direction is Direction.Desc ? known.ThenByDescending(k => k.Value, Values.Instance) : known.ThenBy(k => k.Value, Values.Instance))
            .ThenBy(k => k.Node.Document.Key, StringComparer.Ordinal).Select(k => k.Node);
    }

    private static IEnumerable<(string Name, string Description, Func<NodeRef, IComparable?> Read)> FieldsOf(Kind kind)
    {
        yield return ("KEY", "By key.", n => n.Document.Key);
        yield return ("TITLE", "By title.", n => (string?)DocumentTypes.Shown(n, kind.Title));
        yield return ("REVISION", "By the revision that last changed it.", n => n.Document.Revision);
        foreach (var field in kind.Fields.Where(f => f != kind.Title && Comparer(f.Type, f.Words) is not null))
        {
            var value = Comparer(field.Type, field.Words)!;
            yield return (EnumWords.Constant(field.Name), field.Description, n => value(n.Document[field] ?? field.Absent));
        }

        foreach (var derived in kind.Derived.Where(d => Comparer(d.Type, d.Words) is not null))
        {
            var value = Comparer(derived.Type, derived.Words)!;
            yield return (EnumWords.Constant(derived.Name), derived.Description, n => value(derived.Read(n.Scope.View, n.Document)));
        }
    }

    private static Func<object?, IComparable?>? Comparer(FieldShape shape, WordList? words)
    {
        switch (shape)
        {
            case FieldShape.Date or FieldShape.Integer or FieldShape.Number or FieldShape.Boolean:
                return v => (IComparable?)v;
            case FieldShape.Word:
                var places = words!.Words.Select((w, i) => (w.Word, i)).ToDictionary(w => w.Word, w => w.i, StringComparer.Ordinal);
                return v => v is string word ? places[word] : null;
            default:
                return null;
        }
    }

    // Texts by ordinal comparison whatever the case, then exactly: the same on every machine.
    private sealed class Values : IComparer<IComparable?>
    {
        public static readonly Values Instance = new();

        public int Compare(IComparable? x, IComparable? y) =>
            x is string one && y is string other
                ? StringComparer.OrdinalIgnoreCase.Compare(one, other) is var loose and not 0 ? loose : string.CompareOrdinal(one, other)
                : Comparer<IComparable?>.Default.Compare(x, y);
    }
}
