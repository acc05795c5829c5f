using Graph.Engine.Model;
using FieldType = Graph.Engine.Model.FieldType;
using Graph.Server.Api.Changing;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Identity;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>
/// The named types of one schema, one instance each: an empty instance first, its fields later, so that types may refer to each
/// other in circles. Everything about kinds is made in loops over the model; nothing here knows the name of a kind.
/// </summary>
internal sealed class TypeTable
{
    private readonly Dictionary<Kind, ObjectGraphType> kinds = [];
    private readonly Dictionary<WordList, EnumerationGraphType> words = [];
    private readonly Dictionary<Type, EnumerationGraphType> enums = [];
    private readonly Dictionary<string, ObjectGraphType> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConnectionType> connections = new(StringComparer.Ordinal);
    private InputObjectGraphType? changeInput;
    private InputObjectGraphType? at;

    public TypeTable(GraphModel model, ApiOptions options)
    {
        Model = model;
        Options = options;
        EdgeKind = new() { Name = "EdgeKind", Description = "The kinds of edges; the key of an edge is from|KIND|to." };
        foreach (var edge in model.Edges)
        {
            EdgeKind.Add(new EnumValueDefinition(edge.Name, edge.Name)
            {
                Description = $"{edge.Description} From {Names(model.StartsOf(edge))} to {Names(model.EndsOf(edge))}.",
            });
        }

        foreach (var list in model.WordLists())
        {
            words.Add(list, new WordsType(list));
        }

        Node = new() { Name = "Node", Description = "Anything with an id that node(id) understands.", ResolveType = TypeOf };
        Node.Needs(Access.Read);
        Document = new() { Name = "Document", Description = "A document of any kind. Its own fields are on the type of its kind.", ResolveType = TypeOf };
        Document.Needs(Access.Read);
        foreach (var kind in model.Kinds)
        {
            kinds.Add(kind, new ObjectGraphType
            {
                Name = kind.Name,
                Description = kind.Description,
                IsTypeOf = o => o is NodeRef node && node.Document.Kind == kind,
                SkipTypeCheck = true,
            }.Needs(Access.Of(kind)));
        }
    }

    public GraphModel Model { get; }

    public ApiOptions Options { get; }

    public TextIdType Id { get; } = new();

    public StringGraphType String { get; } = new();

    public IntGraphType Int { get; } = new();

    public FloatGraphType Float { get; } = new();

    public BooleanGraphType Boolean { get; } = new();

    public DateScalar Date { get; } = new();

    public DateTimeScalar DateTime { get; } = new();

    public RevisionScalar Revision { get; } = new();

    public HashScalar Hash { get; } = new();

    public AsOfScalar AsOf { get; } = new();

    public EnumerationGraphType EdgeKind { get; }

    public InterfaceGraphType Node { get; }

    public InterfaceGraphType Document { get; }

    /// <summary>One change, as it is made and as it is assumed.</summary>
    public InputObjectGraphType ChangeInput => changeInput ??= ChangeInputs.Type(this);

    /// <summary>A moment.</summary>
    public InputObjectGraphType At => at ??= ViewTypes.MakeAt(this);

    public ObjectGraphType Of(Kind kind) => kinds[kind];

    public EnumerationGraphType Of(WordList list) => words[list];

    /// <summary>The enum of a CLR enum; every member must have a description.</summary>
    public EnumerationGraphType Enum<T>()
        where T : struct, Enum
    {
        if (!enums.TryGetValue(typeof(T), out var type))
        {
            enums.Add(typeof(T), type = new MembersType<T>());
        }

        return type;
    }

    /// <summary>The object type of a name; the fields are added where the type is described.</summary>
    public ObjectGraphType Object(string name)
    {
        if (!objects.TryGetValue(name, out var type))
        {
            objects.Add(name, type = new() { Name = name });
        }

        return type;
    }

    /// <summary>Describes an object type and says what its fields need that say nothing themselves.</summary>
    public ObjectGraphType Describe(string name, Role[] needs, string description)
    {
        var type = Object(name);
        type.Description = description;
        return type.Needs(needs);
    }

    /// <summary>The connection of a name, made at its first use.</summary>
    public ConnectionType Connection(string name, Func<ConnectionType> make)
    {
        if (!connections.TryGetValue(name, out var type))
        {
            connections.Add(name, type = make());
        }

        return type;
    }

    /// <summary>The type of a field's value in answers.</summary>
    public IGraphType Output(FieldType type, WordList? list) => type switch
    {
        FieldType.Text or FieldType.Personal => String,
        FieldType.Integer => Int,
        FieldType.Number => Float,
        FieldType.Boolean => Boolean,
        FieldType.Date => Date,
        FieldType.Word => Of(list!),
        FieldType.TextList => Make.Some(String),
        FieldType.WordList => Make.Some(Of(list!)),
        _ => Make.Some(Object("Flag")),
    };

    /// <summary>The type that all documents at one end of an edge have: the kind where there is one, else any document.</summary>
    public IGraphType End(IReadOnlyList<string> names) =>
        names.Count == 1 && Model.TryGetKind(names[0], out var kind) ? Of(kind) : Document;

    public static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "any document" : string.Join(", ", names);

    private ObjectGraphType? TypeOf(object source) => source switch
    {
        NodeRef node => kinds[node.Document.Kind],
        CellRef => objects["Cell"],
        _ => null,
    };
}

/// <summary>A closed list of words as an enum; documents hold the words as text.</summary>
internal sealed class WordsType : EnumerationGraphType
{
    public WordsType(WordList list)
    {
        Name = list.Name;
        Description = list.Description;
        foreach (var (word, description) in list.Words)
        {
            Add(new EnumValueDefinition(word, word) { Description = description });
        }
    }

    public override object? Serialize(object? value) => value;
}

/// <summary>The members of a CLR enum in CONSTANT_CASE.</summary>
internal sealed class MembersType<T> : EnumerationGraphType
    where T : struct, Enum
{
    public MembersType()
    {
        Name = typeof(T).Name;
        Description = Meanings.OfType(typeof(T));
        foreach (var member in System.Enum.GetValues<T>())
        {
            Add(new EnumValueDefinition(EnumWords.Of(member), member) { Description = Meanings.Of(member) });
        }
    }

    public override object? Serialize(object? value) => value is T member ? EnumWords.Of(member) : null;
}
