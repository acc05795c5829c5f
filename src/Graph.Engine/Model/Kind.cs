namespace Graph.Engine.Model;

/// <summary>Which half of the graph a kind belongs to.</summary>
public enum KindGroup
{
    /// <summary>What the law and the standards say.</summary>
    Catalogue,

    /// <summary>What the organisation has and does.</summary>
    Organisation,
}

/// <summary>A value that the engine works out from a document on a day and nobody types in.</summary>
/// <param name="Name">The name, in camelCase.</param>
/// <param name="Type">The shape of the value.</param>
/// <param name="Words">The closed list, where the type is a word.</param>
/// <param name="Description">What it says and from what it follows.</param>
/// <param name="Read">Works it out.</param>
public sealed record DerivedField(
    string Name, FieldType Type, WordList? Words, string Description, Func<Snapshots.Document, DateOnly, object?> Read);

/// <summary>An order between two days of a document: the first may not lie after the second. Where a text may hold a day or a word, only a day is compared.</summary>
public sealed record DateOrder(Field Earlier, Field Later);

/// <summary>
/// One kind of document: everything the product knows about it. GraphQL types and inputs, validation, the log, import, lists
/// and later the Neo4j schema derive from this declaration and nowhere else.
/// </summary>
public sealed class Kind
{
    private readonly Dictionary<string, Field> byName;

    /// <summary>Declares a kind.</summary>
    /// <param name="name">The name in PascalCase, used as GraphQL type and Neo4j label.</param>
    /// <param name="plural">The name of the list in camelCase, such as <c>aiSystems</c>.</param>
    /// <param name="keyPrefix">How keys made by the server begin; no document of another kind may be created with such a key.</param>
    /// <param name="group">Catalogue or organisation.</param>
    /// <param name="description">What a document of this kind is.</param>
    /// <param name="title">The field by which people know a document.</param>
    /// <param name="fields">The fields in the order shown to people, the title among them.</param>
    public Kind(
        string name, string plural, string keyPrefix, KindGroup group, string description, Field title, IReadOnlyList<Field> fields)
    {
        Name = name;
        Plural = plural;
        KeyPrefix = keyPrefix;
        Group = group;
        Description = description;
        Title = title;
        Fields = fields;
        byName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            fields[i].Own(i);
        }

        if (title.Index < 0)
        {
            throw new InvalidOperationException($"The title of kind {name} is not among its fields.");
        }
    }

    /// <summary>The name in PascalCase.</summary>
    public string Name { get; }

    /// <summary>The name in camelCase, used for inputs.</summary>
    public string CamelName => char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>The name of the list.</summary>
    public string Plural { get; }

    /// <summary>How keys made by the server begin.</summary>
    public string KeyPrefix { get; }

    /// <summary>Catalogue or organisation.</summary>
    public KindGroup Group { get; }

    /// <summary>What a document of this kind is.</summary>
    public string Description { get; }

    /// <summary>The field by which people know a document.</summary>
    public Field Title { get; }

    /// <summary>The fields.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The values that the engine works out.</summary>
    public IReadOnlyList<DerivedField> Derived { get; init; } = [];

    /// <summary>The days that must be in order.</summary>
    public IReadOnlyList<DateOrder> DateOrders { get; init; } = [];

    /// <summary>How documents of this kind become valid by someone else's word, or null.</summary>
    public ApprovalRule? Approval { get; init; }

    /// <summary>Finds a field by its name.</summary>
    public bool TryGetField(string name, out Field field) => byName.TryGetValue(name, out field!);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
