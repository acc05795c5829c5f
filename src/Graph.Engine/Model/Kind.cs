using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model;

/// <summary>Which half of the graph a kind belongs to.</summary>
public enum KindGroup
{
    /// <summary>What the law and the standards say.</summary>
    Catalogue,

    /// <summary>What the organisation has and does.</summary>
    Organisation,

    /// <summary>How the organisation governs what it has and does (ISO/IEC 42001 clauses 4 to 10).</summary>
    ManagementSystem,
}

/// <summary>A value that the engine works out from a document in a view and nobody types in.</summary>
/// <param name="Name">The name, in camelCase.</param>
/// <param name="Type">The shape of the value.</param>
/// <param name="Words">The closed list, where the type is a word.</param>
/// <param name="Description">What it says and from what it follows.</param>
/// <param name="Read">Works it out.</param>
public sealed record DerivedField(
    string Name, FieldType Type, WordList? Words, string Description, Func<View, Document, object?> Read);

/// <summary>Something that keeps a document from being as it should.</summary>
public sealed class Shortfall
{
    private readonly object closes;

    /// <summary>Tells of something.</summary>
    /// <param name="code">What it is: a word of <see cref="ManagementSystem.ManagementWords.Shortfall"/>.</param>
    /// <param name="node">The document concerned; null where what is missing is a document.</param>
    /// <param name="closes">What would close it, in plain words.</param>
    public Shortfall(string code, Document? node, string closes) => (Code, Node, this.closes) = (code, node, closes);

    /// <summary>Tells of one of very many, of which few are read.</summary>
    /// <param name="code">What it is.</param>
    /// <param name="node">The document concerned.</param>
    /// <param name="closes">Says of the document what would close it.</param>
    public Shortfall(string code, Document node, Func<Document, string> closes) => (Code, Node, this.closes) = (code, node, closes);

    /// <summary>What it is: a word of <see cref="ManagementSystem.ManagementWords.Shortfall"/>.</summary>
    public string Code { get; }

    /// <summary>The document concerned; null where what is missing is a document.</summary>
    public Document? Node { get; }

    /// <summary>What would close it, in plain words.</summary>
    public string Closes => closes as string ?? ((Func<Document, string>)closes)(Node!);
}

/// <summary>What the engine finds about a document in a view.</summary>
/// <param name="Word">A word of the rule's list.</param>
/// <param name="Shortfalls">What keeps it from being better; empty where nothing does.</param>
public sealed record Standing(string Word, IReadOnlyList<Shortfall> Shortfalls);

/// <summary>
/// How the engine judges documents of a kind: nobody types the word in, and where there is nothing to judge by it is UNKNOWN, which never
/// passes.
/// </summary>
/// <param name="Name">The name of the word, in camelCase, such as <c>status</c>.</param>
/// <param name="Words">The closed list of words.</param>
/// <param name="Description">What the word says and from what it follows.</param>
/// <param name="Judge">Judges a document in a view.</param>
public sealed record StandingRule(string Name, WordList Words, string Description, Func<View, Document, Standing> Judge);

/// <summary>A day by which something has to be done with a document.</summary>
/// <param name="What">What has to be done: a word of <see cref="ManagementSystem.ManagementWords.DueAct"/>.</param>
/// <param name="Basis">From what the day follows, with the article or clause where one sets it.</param>
/// <param name="On">Works the last day out that is in time; null where nothing is due.</param>
public sealed record DueRule(string What, string Basis, Func<View, Document, DateOnly?> On)
{
    /// <summary>
    /// The day before which <see cref="On"/> gives none for a document, whatever the view, by what stands in the document alone; null for a document of which
    /// nothing is ever due. Where a rule says nothing of that, every document is asked.
    /// </summary>
    public Func<Document, DateOnly?>? Earliest { get; init; }

    /// <summary>
    /// The day before which <see cref="On"/> gives none in a view, whatever the document; null where it gives none at all, as by a cadence that the organisation has
    /// not set. By default it may give any.
    /// </summary>
    public Func<View, DateOnly?> EarliestIn { get; init; } = _ => DateOnly.MinValue;
}

/// <summary>A document as a change leaves it, for rules that look beyond one field.</summary>
/// <param name="Before">The document before the change; null where the change creates it.</param>
/// <param name="After">The document after the change.</param>
/// <param name="Day">The day on which the change is made.</param>
/// <param name="Documents">The documents of a kind.</param>
/// <param name="Targets">Where the edges of a kind lead that start from a document.</param>
/// <param name="Sources">Where the edges of a kind start that lead to a document.</param>
/// <param name="IsNew">Whether the change creates it.</param>
/// <param name="IsSeed">Whether it comes with the seed of an empty store, which tells what has been.</param>
/// <param name="View">The graph as the change leaves it, on the day of the change; dear, and made once for a change.</param>
/// <param name="Revision">The revision that the change makes.</param>
/// <param name="Model">The kinds and edge kinds of the graph.</param>
public sealed record ChangedDocument(
    Document? Before, Document After, DateOnly Day, Func<Kind, IEnumerable<Document>> Documents,
    Func<Document, EdgeKind, IReadOnlyList<Document>> Targets, Func<Document, EdgeKind, IReadOnlyList<Document>> Sources,
    bool IsNew, bool IsSeed, Func<View> View, long Revision, GraphModel Model);

/// <summary>A rule that a document must meet after each change that puts it or an edge from it.</summary>
/// <param name="Field">The field that is named in the refusal.</param>
/// <param name="Expected">Gives what was expected, or null where the rule holds.</param>
public sealed record DocumentRule(Field Field, Func<ChangedDocument, string?> Expected)
{
    /// <summary>That a day on which something was done does not lie ahead.</summary>
    public static DocumentRule NotAhead(Field field) => new(field, c => c.After.Date(field) > c.Day ? $"a day up to {c.Day:yyyy-MM-dd}" : null);
}

/// <summary>A field that the engine itself writes when somebody puts a document, so that nobody can say otherwise; a seed that gives it is taken at its word.</summary>
/// <param name="Field">The field, which editors may not set.</param>
/// <param name="Value">Gives what it says after the put.</param>
public sealed record Stamp(Field Field, Func<StampedPut, object?> Value);

/// <summary>A put that a field is written for.</summary>
/// <param name="Before">The document before it; null where it creates one.</param>
/// <param name="After">The value of a field after it.</param>
/// <param name="Revision">The revision that the change makes.</param>
/// <param name="RevisionAtEndOf">The last revision, among those before it, that there was when a day was over.</param>
/// <param name="Actor">Who makes it, as personal fields name people.</param>
/// <param name="Day">The day on which it is made.</param>
/// <param name="Targets">Where edges of a kind lead that start from a document, before the put.</param>
/// <param name="Sources">Where the edges of a kind start that lead to a document, before the put.</param>
public sealed record StampedPut(
    Document? Before, Func<Field, object?> After, long Revision, Func<DateOnly, long> RevisionAtEndOf, string Actor, DateOnly Day,
    Func<Document, EdgeKind, IReadOnlyList<Document>> Targets, Func<Document, EdgeKind, IReadOnlyList<Document>> Sources);

/// <summary>What is kept of documents as a record: one that has such edges is not deleted, and they are not removed, for as long as there is a reason.</summary>
/// <param name="Edges">The kinds of edges, starting from it, that make it a record.</param>
/// <param name="Because">Gives why a document is kept and what to do instead, as what is expected; null where it need not be.</param>
public sealed record KeepRule(IReadOnlyList<EdgeKind> Edges, Func<Document, string?> Because)
{
    /// <summary>Gives whether a document is a record without any such edge as well.</summary>
    public Func<Document, bool> IsAlone { get; init; } = _ => false;
}

/// <summary>
/// Something that holds of a document and that a change to it, or to its parts, does not end by itself, whatever it changes of them at once. Assumptions and the seed of an empty
/// store are free of it.
/// </summary>
/// <param name="Read">Reads it as it is before the change; null where there is nothing to hold.</param>
/// <param name="Expected">Gives what was expected, of what was read and the document as the change leaves it, or null where it is deleted; null where all is well.</param>
public sealed record HoldRule(Func<ChangedDocument, object?> Read, Func<object, ChangedDocument?, string?> Expected);

/// <summary>An order between two days of a document: the first may not lie after the second. Where a text may hold a day or a word, only a day is compared.</summary>
public sealed record DateOrder(Field Earlier, Field Later);

/// <summary>
/// One kind of document: everything the product knows about it. GraphQL types and inputs, validation, the log, import, lists
/// and later the Neo4j schema derive from this declaration and nowhere else.
/// </summary>
public sealed class Kind
{
    private readonly Dictionary<string, Field> byName;
    private readonly IReadOnlyList<DerivedField> derived = [];
    private IReadOnlyList<DerivedField>? allDerived;
    private readonly bool? hasVersions;

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

    /// <summary>The values that the engine works out, the word of its standing first.</summary>
    public IReadOnlyList<DerivedField> Derived
    {
        get => allDerived ??=
        [
            .. Standing is { } rule ? [new(rule.Name, FieldType.Word, rule.Words, rule.Description, (v, d) => rule.Judge(v, d).Word)] : Array.Empty<DerivedField>(),
            .. derived, .. FollowsTemplates ? Governance.Forms.Derived : [],
        ];
        init => derived = value;
    }

    /// <summary>How the engine judges documents of this kind, or null.</summary>
    public StandingRule? Standing { get; init; }

    /// <summary>The days by which something has to be done with a document of this kind.</summary>
    public IReadOnlyList<DueRule> Due { get; init; } = [];

    /// <summary>The days that must be in order.</summary>
    public IReadOnlyList<DateOrder> DateOrders { get; init; } = [];

    /// <summary>The field with the day until which a document is kept: it cannot be deleted on that day or before; null = it can.</summary>
    public Field? RetainUntil { get; init; }

    /// <summary>The field that says as what law has a document kept; null = the kind has none.</summary>
    public Field? KeptAs { get; init; }

    /// <summary>What is kept of documents as a record; null = they may be deleted.</summary>
    public KeepRule? Keep { get; init; }

    /// <summary>What a change does not end by itself; null where there is nothing of that kind.</summary>
    public HoldRule? Holds { get; init; }

    /// <summary>The fields that the engine itself writes when a document is put.</summary>
    public IReadOnlyList<Stamp> Stamps { get; init; } = [];

    /// <summary>What must hold of a document beyond its single fields.</summary>
    public IReadOnlyList<DocumentRule> Rules { get; init; } = [];

    /// <summary>How documents of this kind become valid by someone else's word, or null.</summary>
    public ApprovalRule? Approval { get; init; }

    /// <summary>
    /// Whether one of its documents may take the place of another: by default of whatever is approved or signed; false of records of what was done, which was done once: they are
    /// withdrawn before they are edited.
    /// </summary>
    public bool HasVersions
    {
        get => hasVersions ?? Approval is not null;
        init => hasVersions = value;
    }

    /// <summary>Whether a management review looks at documents of this kind (ISO/IEC 42001 9.3.2), so that the last revision that changed their links is kept with them.</summary>
    public bool IsReviewed { get; init; }

    /// <summary>Whether its documents may follow templates: they have answers as parts, and are decided on once nothing is missing.</summary>
    public bool FollowsTemplates { get; init; }

    /// <summary>Finds a field by its name.</summary>
    public bool TryGetField(string name, out Field field) => byName.TryGetValue(name, out field!);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
