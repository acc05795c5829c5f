namespace Graph.Engine.Model;

/// <summary>The way in which an impact profile follows an edge (design section 3).</summary>
public enum Along
{
    /// <summary>The edge does not carry it.</summary>
    Not,

    /// <summary>Along the arrow.</summary>
    With,

    /// <summary>Against the arrow.</summary>
    Against,
}

/// <summary>What of an end of an edge is another one once the edge is added or removed.</summary>
/// <param name="OfEnd">Whether it is the end of the edge that is moved; else its start.</param>
/// <param name="Aspects">What of it: words of <see cref="ManagementSystem.ManagementWords.ChangeAspect"/>, by the start and the end.</param>
public sealed record EdgeMove(bool OfEnd, Func<Snapshots.Document, Snapshots.Document, IReadOnlyList<string>> Aspects);

/// <summary>One kind of edge: the kinds it joins, how impact travels on it and what it remembers, declared once.</summary>
public sealed class EdgeKind
{
    private readonly Dictionary<string, Field> byName;

    /// <summary>Declares an edge kind.</summary>
    /// <param name="name">The name in CONSTANT_CASE, used as GraphQL enum value and Neo4j relationship type.</param>
    /// <param name="from">The names of the kinds it may start from; empty = any.</param>
    /// <param name="to">The names of the kinds it may lead to; empty = any.</param>
    /// <param name="inverse">The camelCase name of the list at its far end, such as <c>satisfiedBy</c>.</param>
    /// <param name="loss">How LOSS follows it: this stops holding.</param>
    /// <param name="change">How CHANGE follows it: this now means something else.</param>
    /// <param name="description">What the edge says.</param>
    /// <param name="fields">What the edge itself carries.</param>
    /// <param name="reviewed">Whether it remembers who last reviewed it and against what (design section 3).</param>
    public EdgeKind(
        string name,
        IReadOnlyList<string> from,
        IReadOnlyList<string> to,
        string inverse,
        Along loss,
        Along change,
        string description,
        IReadOnlyList<Field>? fields = null,
        bool reviewed = false)
    {
        Name = name;
        From = from;
        To = to;
        Inverse = inverse;
        Loss = loss;
        Change = change;
        Description = description;
        Fields = [.. fields ?? [], .. reviewed ? ReviewFields() : []];
        Reviewed = reviewed;
        byName = Fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        for (var i = 0; i < Fields.Count; i++)
        {
            Fields[i].Own(i);
        }

        (ReviewedOn, ReviewedAgainst) = reviewed ? (Fields[^3], Fields[^1]) : (null, null);
    }

    /// <summary>The name in CONSTANT_CASE.</summary>
    public string Name { get; }

    /// <summary>The name in camelCase, used for lists of edges in GraphQL and files.</summary>
    public string CamelName
    {
        get
        {
            var parts = Name.Split('_');
            return parts[0].ToLowerInvariant()
                + string.Concat(parts.Skip(1).Select(p => p[0] + p[1..].ToLowerInvariant()));
        }
    }

    /// <summary>The kinds it may start from; empty = any.</summary>
    public IReadOnlyList<string> From { get; }

    /// <summary>The kinds it may lead to; empty = any.</summary>
    public IReadOnlyList<string> To { get; }

    /// <summary>The name of the list at its far end.</summary>
    public string Inverse { get; }

    /// <summary>How LOSS follows it.</summary>
    public Along Loss { get; }

    /// <summary>How CHANGE follows it.</summary>
    public Along Change { get; }

    /// <summary>What the edge says.</summary>
    public string Description { get; }

    /// <summary>What the edge itself carries.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Whether it remembers its last review: the last three fields.</summary>
    public bool Reviewed { get; }

    /// <summary>The kinds it may start from, by what they declare; null = those of <see cref="From"/>. By name: <see cref="GraphModel.StartsOf"/>.</summary>
    public Func<Kind, bool>? FromWhere { get; init; }

    /// <summary>The kinds it may lead to, by what they declare; null = those of <see cref="To"/>. By name: <see cref="GraphModel.EndsOf"/>.</summary>
    public Func<Kind, bool>? ToWhere { get; init; }

    /// <summary>The least number of such edges that each document of a kind it may start from must have.</summary>
    public int CountMin { get; init; }

    /// <summary>The greatest number of such edges from one document.</summary>
    public int CountMax { get; init; } = int.MaxValue;

    /// <summary>Whether following it may never lead back to the start.</summary>
    public bool Acyclic { get; init; }

    /// <summary>
    /// Whether the edge belongs to what was approved: adding or removing it takes the approval of its start away. Of a part it says that the part
    /// belongs to what is approved at its end.
    /// </summary>
    public bool BindsContent { get; init; }

    /// <summary>Whether the content of a document without such an edge has the hash that it had before there was this kind: what was approved then stays what was approved.</summary>
    public bool IsOmittedWhenEmpty { get; init; }

    /// <summary>Whether the end and its parts keep their meaning while a start is submitted, approved or signed, or was until a newer version: that was decided on with them.</summary>
    public bool FixesEnd { get; init; }

    /// <summary>
    /// Whether the start is a part of the end, an entry of a list that the end holds: it has exactly one such edge and is deleted with the end.
    /// </summary>
    public bool IsPart { get; init; }

    /// <summary>
    /// Whether it is there as long as its start is, as that of a part always is: only the change that adds it may unlink it. What leads elsewhere is another document, whose editor is known.
    /// </summary>
    public bool Stays { get; init; }

    /// <summary>The field in which the server notes that whoever the edge leads to drew it themselves; null where that does not matter.</summary>
    public Field? OwnHand { get; init; }

    /// <summary>A rule about the two documents beyond their kinds; gives what was expected, or null where it holds.</summary>
    public Func<Snapshots.Document, Snapshots.Document, string?>? Rule { get; init; }

    /// <summary>What is another one once such an edge is added or removed, where somebody may watch that; null = nobody watches it.</summary>
    public EdgeMove? Moves { get; init; }

    /// <summary>The number of the edge kind in its model, from 0; part of the packed edge.</summary>
    public int Number { get; private set; } = -1;

    /// <summary>The number as a bit of a set of edge kinds.</summary>
    public ulong Bit => 1UL << Number;

    /// <summary>The date of the last review; null where the edge kind is not reviewed.</summary>
    public Field? ReviewedOn { get; }

    /// <summary>What the ends meant at the last review, as from/to; null where the edge kind is not reviewed.</summary>
    public Field? ReviewedAgainst { get; }

    /// <summary>Whether an edge may start from the kind.</summary>
    public bool MayStartFrom(Kind kind) => FromWhere?.Invoke(kind) ?? (From.Count == 0 || From.Contains(kind.Name));

    /// <summary>Whether an edge may lead to the kind.</summary>
    public bool MayLeadTo(Kind kind) => ToWhere?.Invoke(kind) ?? (To.Count == 0 || To.Contains(kind.Name));

    /// <summary>Finds a field by its name.</summary>
    public bool TryGetField(string name, out Field field) => byName.TryGetValue(name, out field!);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // The built-in edge kinds are shared by every model, always as the first ones, so their number is the same in each.
    internal void Take(int number)
    {
        if (Number >= 0 && Number != number)
        {
            throw new InvalidOperationException($"The edge kind {Name} already has the number {Number} in another model.");
        }

        Number = number;
    }

    private static Field[] ReviewFields() =>
    [
        Field.Date("reviewedOn", "The day of the last review of this link; creating it is its first review.", access: FieldAccess.Authority),
        Field.Personal("reviewedBy", "Who reviewed it last.", access: FieldAccess.Authority),
        Field.Text("reviewedAgainst", "What the two ends meant at that review, written from/to: the consolidation of a requirement's framework, or the hash of the meaning of any other document.", lengthMax: 200, access: FieldAccess.Authority),
    ];
}
