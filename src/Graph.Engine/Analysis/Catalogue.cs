using System.Runtime.CompilerServices;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Analysis;

/// <summary>One requirement with its place and its conditions, read once from its document.</summary>
internal sealed class Row
{
    private static readonly Dictionary<string, int> ProofBits = Words.ProofType.Words.Select((w, i) => (w.Word, i)).ToDictionary();

    public Row(Document document)
    {
        Document = document;
        IsOrganisation = document.Text(RequirementKind.Scope) == "ORGANISATION";
        NeedsControl = document.Boolean(RequirementKind.NeedsControl) == true;
        Excludable = document.Boolean(RequirementKind.Excludable) == true;
        ProofMask = document.List(RequirementKind.Proof) is { Length: > 0 } proof ? proof.Aggregate(0UL, (m, w) => m | ProofBit(w)) : ulong.MaxValue;
        Roles = Restriction(document.List(RequirementKind.Roles));
        Classes = Restriction(document.List(RequirementKind.Classes));
        Routes = Restriction(document.List(RequirementKind.Routes));
        AnnexIIIIn = Restriction(document.List(RequirementKind.AnnexIIIIn));
        AnnexIIIOut = Restriction(document.List(RequirementKind.AnnexIIIOut));
        Facts = Parse(document.List(RequirementKind.Facts));
        IsUnresolved = document.Text(RequirementKind.DateStatus) == "UNRESOLVED";
        Formal = document.Date(RequirementKind.FormalDate);
        EffectiveAnnexIII = document.Date(RequirementKind.EffectiveAnnexIII);
        EffectiveAnnexI = document.Date(RequirementKind.EffectiveAnnexI);
        EffectiveOther = document.Date(RequirementKind.EffectiveOther);
    }

    public Document Document { get; }

    public Document? Framework { get; set; }

    public Row? Parent { get; set; }

    public List<Row> Children { get; } = [];

    /// <summary>The row and every requirement above it: where a link or statement speaks for it.</summary>
    public Row[] SelfAndAbove { get; set; } = [];

    public List<Document> LegacyRules { get; } = [];

    public bool IsOrganisation { get; }

    public bool NeedsControl { get; }

    public bool Excludable { get; }

    /// <summary>The types of proof taken, as bits; all bits where any type is taken.</summary>
    public ulong ProofMask { get; }

    public string[]? Roles { get; }

    public string[]? Classes { get; }

    public string[]? Routes { get; }

    public string[]? AnnexIIIIn { get; }

    public string[]? AnnexIIIOut { get; }

    public Term[][] Facts { get; }

    public bool IsUnresolved { get; }

    public DateOnly? Formal { get; }

    public DateOnly? EffectiveAnnexIII { get; }

    public DateOnly? EffectiveAnnexI { get; }

    public DateOnly? EffectiveOther { get; }

    public bool IsStandard => Framework?.Text(FrameworkKind.Type) == "STANDARD";

    public bool IsVoluntary => Framework?.Boolean(FrameworkKind.Voluntary) == true;

    /// <summary>Whether it has cells on a day: it can be met or failed, and is not repealed.</summary>
    public bool HasCells(DateOnly day) =>
        Framework is not null && Document.Boolean(RequirementKind.Assessable) == true && !(Document.Date(RequirementKind.RepealedOn) <= day);

    public static ulong ProofBit(string word) => 1UL << ProofBits[word];

    public static Term[][] Parse(string[]? items) =>
        [.. (items ?? []).Select(item => Conditions.TryParse(item, out var terms) is null ? terms : [])];

    // None listed, or ANY among them, restricts nothing.
    private static string[]? Restriction(string[]? words) => words is null or [] || words.Contains("ANY") ? null : words;
}

/// <summary>The requirements of a snapshot as trees, read once for each snapshot.</summary>
internal sealed class Catalogue
{
    private static readonly ConditionalWeakTable<Snapshot, Catalogue> Known = [];

    private readonly Dictionary<int, Row> byOrdinal = [];
    private readonly Dictionary<int, List<Row>> topRows = [];

    private Catalogue(Snapshot snapshot)
    {
        Snapshot = snapshot;
        foreach (var document in snapshot.Documents(RequirementKind.Kind))
        {
            byOrdinal.Add(document.Ordinal, new(document));
        }

        Frameworks = [.. snapshot.Documents(FrameworkKind.Kind)];
        foreach (var row in byOrdinal.Values)
        {
            Place(row);
        }

        foreach (var row in byOrdinal.Values)
        {
            row.Children.Sort(ByKey);
            row.Framework = row.SelfAndAbove[^1].Framework;
        }

        foreach (var rows in topRows.Values)
        {
            rows.Sort(ByKey);
        }

        Rows = [.. Frameworks.SelectMany(f => RowsBelow(f))];
    }

    public Snapshot Snapshot { get; }

    /// <summary>The frameworks in the order of their keys.</summary>
    public IReadOnlyList<Document> Frameworks { get; }

    /// <summary>Every row of every framework, in the order of cells: framework, then natural order of keys.</summary>
    public IReadOnlyList<Row> Rows { get; }

    public static Catalogue Of(Snapshot snapshot) => Known.GetValue(snapshot, s => new(s));

    public Row? Row(int ordinal) => byOrdinal.GetValueOrDefault(ordinal);

    public Row Row(Document requirement) => byOrdinal[requirement.Ordinal];

    /// <summary>The rows directly below a framework or requirement, in natural order.</summary>
    public IReadOnlyList<Row> ChildrenOf(Document of) =>
        byOrdinal.TryGetValue(of.Ordinal, out var row) ? row.Children
        : topRows.TryGetValue(of.Ordinal, out var rows) ? rows
        : [];

    /// <summary>A requirement and all below it, or all rows of a framework, in natural order; null = every row.</summary>
    public IReadOnlyList<Row> RowsBelow(Document? of)
    {
        if (of is null)
        {
            return Rows;
        }

        var rows = new List<Row>();
        var stack = new Stack<Row>(byOrdinal.TryGetValue(of.Ordinal, out var self) ? [self] : ChildrenOf(of));
        while (stack.TryPop(out var row))
        {
            rows.Add(row);
            row.Children.ForEach(stack.Push);
        }

        rows.Sort(ByKey);
        return rows;
    }

    private static int ByKey(Row a, Row b) => NaturalOrder.Instance.Compare(a.Document.Key, b.Document.Key);

    private void Place(Row row)
    {
        foreach (var (node, _) in Snapshot.Out(row.Document, EdgeKinds.PartOf))
        {
            if (byOrdinal.TryGetValue(node, out var parent))
            {
                row.Parent = parent;
                parent.Children.Add(row);
            }
            else if (Snapshot.Document(node) is { } framework)
            {
                row.Framework = framework;
                if (!topRows.TryGetValue(node, out var rows))
                {
                    topRows.Add(node, rows = []);
                }

                rows.Add(row);
            }
        }

        foreach (var (node, _) in Snapshot.Out(row.Document, EdgeKinds.ShieldedBy))
        {
            row.LegacyRules.Add(Snapshot.Document(node)!);
        }

        row.LegacyRules.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        row.SelfAndAbove = [.. Above(row)];
    }

    // The writer refuses circles, so this walk ends.
    private IEnumerable<Row> Above(Row row)
    {
        for (var above = row; above is not null;)
        {
            yield return above;
            var parent = Snapshot.Out(above.Document, EdgeKinds.PartOf).FirstOrNone();
            above = parent < 0 ? null : byOrdinal.GetValueOrDefault(parent);
        }
    }
}
