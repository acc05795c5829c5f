using System.Runtime.CompilerServices;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Analysis;

/// <summary>One requirement with its place and its conditions, read once from its document.</summary>
internal sealed class Row
{
    /// <summary>Before every consolidation, and after a review of which an end has changed (<see cref="Review"/>).</summary>
    public const int NoTextVersion = int.MinValue + 1;

    public static readonly uint AnnexIIIRoute = Bits(Words.Route, ["ANNEX_III"]);

    /// <summary>Every route.</summary>
    public static readonly uint AllRoutes = Bits(Words.Route, ["ANNEX_III", "ANNEX_I_A", "ANNEX_I_B"]);
    private static readonly Dictionary<string, int> ProofBits = Words.ProofType.Words.Select((w, i) => (w.Word, i)).ToDictionary();

    private readonly bool isAssessable;
    private readonly DateOnly? repealedOn;

    public Row(Document document, int number)
    {
        Document = document;
        Number = number;
        isAssessable = document.Boolean(RequirementKind.Assessable) == true;
        repealedOn = document.Date(RequirementKind.RepealedOn);
        IsOrganisation = document.Text(RequirementKind.Scope) == "ORGANISATION";
        NeedsControl = document.Boolean(RequirementKind.NeedsControl) == true;
        Excludable = document.Boolean(RequirementKind.Excludable) == true;
        ProofMask = document.List(RequirementKind.Proof) is { Length: > 0 } proof ? proof.Aggregate(0UL, (m, w) => m | ProofBit(w)) : ulong.MaxValue;
        Roles = Restriction(document.List(RequirementKind.Roles));
        Classes = Restriction(document.List(RequirementKind.Classes));
        Routes = Restriction(document.List(RequirementKind.Routes));
        RoleBits = Bits(Words.Role, Roles);
        ClassBits = Bits(Words.SystemClass, Classes);
        RouteBits = Routes is null ? AllRoutes : Bits(Words.Route, Routes);
        AnnexIIIIn = Restriction(document.List(RequirementKind.AnnexIIIIn));
        AnnexIIIOut = Restriction(document.List(RequirementKind.AnnexIIIOut));
        Facts = Parse(document.List(RequirementKind.Facts));
        IsUnresolved = document.Text(RequirementKind.DateStatus) == "UNRESOLVED";
        Formal = document.Date(RequirementKind.FormalDate);
        EffectiveAnnexIII = document.Date(RequirementKind.EffectiveAnnexIII);
        EffectiveAnnexI = document.Date(RequirementKind.EffectiveAnnexI);
        EffectiveOther = document.Date(RequirementKind.EffectiveOther);
        TextVersion = LatestTextVersion = VersionOf(document);
    }

    public Document Document { get; }

    /// <summary>Its number in its catalogue, from 0.</summary>
    public int Number { get; }

    public Document? Framework { get; set; }

    public Row? Parent { get; set; }

    public List<Row> Children { get; } = [];

    /// <summary>The row and all below it in natural order, once somebody has asked.</summary>
    public IReadOnlyList<Row>? Below { get; set; }

    /// <summary>The row and every requirement above it: where a link or statement speaks for it.</summary>
    public Row[] SelfAndAbove { get; set; } = [];

    public List<LegacyRule> LegacyRules { get; } = [];

    public bool IsOrganisation { get; }

    public bool NeedsControl { get; }

    public bool Excludable { get; }

    /// <summary>The types of proof taken, as bits; all bits where any type is taken.</summary>
    public ulong ProofMask { get; }

    public string[]? Roles { get; }

    public string[]? Classes { get; }

    public string[]? Routes { get; }

    public uint RoleBits { get; }

    public uint ClassBits { get; }

    /// <summary>The routes bound; every route where it does not restrict them.</summary>
    public uint RouteBits { get; }

    public string[]? AnnexIIIIn { get; }

    public string[]? AnnexIIIOut { get; }

    public Term[][] Facts { get; }

    public bool IsUnresolved { get; }

    public DateOnly? Formal { get; }

    public DateOnly? EffectiveAnnexIII { get; }

    public DateOnly? EffectiveAnnexI { get; }

    public DateOnly? EffectiveOther { get; }

    /// <summary>The consolidation in which its text last changed, as the number of a day; for what nobody can meet or fail, and where it is not known, <see cref="NoTextVersion"/>.</summary>
    public int TextVersion { get; }

    /// <summary>The latest of the text versions of itself and all below it.</summary>
    public int LatestTextVersion { get; set; }

    public bool IsStandard => Framework?.Text(FrameworkKind.Type) == "STANDARD";

    public bool IsVoluntary => Framework?.Boolean(FrameworkKind.Voluntary) == true;

    /// <summary>Whether it has cells on a day: it can be met or failed, and is not repealed.</summary>
    public bool HasCells(DateOnly day) =>
        Framework is not null && isAssessable && !(repealedOn <= day);

    /// <summary>Whether a date that decides a verdict lies after one day and not after another.</summary>
    public bool HasDateBetween(DateOnly first, DateOnly last)
    {
        return IsBetween(Formal) || IsBetween(EffectiveAnnexIII) || IsBetween(EffectiveAnnexI) || IsBetween(EffectiveOther)
            || LegacyRules.Exists(r => IsBetween(r.EndsOn) || IsBetween(r.PlacedBefore));

        bool IsBetween(DateOnly? day) => day > first && day <= last;
    }

    /// <summary>The text version of a requirement (<see cref="TextVersion"/>).</summary>
    public static int VersionOf(Document requirement) =>
        requirement.Boolean(RequirementKind.Assessable) == true && requirement.Date(RequirementKind.TextVersion) is { } day ? day.DayNumber : NoTextVersion;

    public static ulong ProofBit(string word) => 1UL << ProofBits[word];

    /// <summary>Words as bits by their places in their list.</summary>
    public static uint Bits(WordList list, string[]? words)
    {
        var bits = 0U;
        for (var i = 0; words is not null && i < list.Words.Count; i++)
        {
            bits |= words.Contains(list.Words[i].Word) ? 1U << i : 0;
        }

        return bits;
    }

    public static Term[][] Parse(string[]? items) =>
        [.. (items ?? []).Select(item => Conditions.TryParse(item, out var terms) is null ? terms : [])];

    // None listed, or ANY among them, restricts nothing.
    private static string[]? Restriction(string[]? words) => words is null or [] || words.Contains("ANY") ? null : words;
}

/// <summary>A transitional rule, read once from its document.</summary>
internal sealed class LegacyRule(Document document)
{
    public Document Document { get; } = document;

    public Term[][] OnlyIf { get; } = Row.Parse(document.List(LegacyRuleKind.OnlyIf));

    /// <summary>Whether the row's own effective day is the cut-off.</summary>
    public bool IsBeforeEffective { get; } = document.Text(LegacyRuleKind.PlacedBefore) is null or LegacyRuleKind.Effective;

    public DateOnly? PlacedBefore { get; } = FieldValue.Day(document.Text(LegacyRuleKind.PlacedBefore));

    public DateOnly? EndsOn { get; } = document.Date(LegacyRuleKind.EndsOn);

    public Term[]? EndsOnWhen { get; } = document.Text(LegacyRuleKind.EndsOnWhen) is { } when ? Row.Parse([when])[0] : null;

    /// <summary>The day before which a system was placed that it shields, by the effective day of a row.</summary>
    public DateOnly? CutOff(DateOnly? effective) => IsBeforeEffective ? effective : PlacedBefore;

    public bool EndedByChange { get; } = document.Boolean(LegacyRuleKind.EndedByChange) == true;
}

/// <summary>
/// The requirements of a snapshot as trees, and the mappings between them. It is read once and shared by all later snapshots, until a change
/// touches the catalogue.
/// </summary>
internal sealed class Catalogue
{
    private static readonly ConditionalWeakTable<object, Catalogue> Known = [];

    private readonly Dictionary<int, Row> byOrdinal = [];
    private readonly Dictionary<int, List<Row>> topRows = [];
    private readonly Dictionary<int, List<Row>> rowsOf = [];

    private Catalogue(Snapshot snapshot)
    {
        foreach (var document in snapshot.Documents(RequirementKind.Kind))
        {
            byOrdinal.Add(document.Ordinal, new(document, byOrdinal.Count));
        }

        Frameworks = [.. snapshot.Documents(FrameworkKind.Kind)];
        foreach (var row in byOrdinal.Values)
        {
            Place(snapshot, row);
        }

        foreach (var row in byOrdinal.Values)
        {
            row.Children.Sort(ByKey);
            row.Framework = row.SelfAndAbove[^1].Framework;
            foreach (var at in row.SelfAndAbove)
            {
                at.LatestTextVersion = Math.Max(at.LatestTextVersion, row.TextVersion);
            }
        }

        foreach (var rows in topRows.Values)
        {
            rows.Sort(ByKey);
        }

        foreach (var framework in Frameworks)
        {
            rowsOf.Add(framework.Ordinal, ReadRowsBelow(framework));
        }

        Rows = [.. Frameworks.SelectMany(f => rowsOf[f.Ordinal])];
        Mappings = new(snapshot, this, sets: null);
    }

    /// <summary>The number of rows, those included whose framework is gone.</summary>
    public int RowCount => byOrdinal.Count;

    /// <summary>The mappings of all sets.</summary>
    public MappingIndex Mappings { get; }

    /// <summary>The frameworks in the order of their keys.</summary>
    public IReadOnlyList<Document> Frameworks { get; }

    /// <summary>Every row of every framework, in the order of cells: framework, then natural order of keys.</summary>
    public IReadOnlyList<Row> Rows { get; }

    public static Catalogue Of(Snapshot snapshot) => Known.GetValue(snapshot.CatalogueVersion, _ => new(snapshot));

    public Row? Row(int ordinal) => byOrdinal.GetValueOrDefault(ordinal);

    public Row Row(Document requirement) => byOrdinal[requirement.Ordinal];

    /// <summary>Where a link or statement speaks for a document: itself and, for a requirement, every requirement above it, the nearest first.</summary>
    public IEnumerable<Document> PlacesOf(Document document) => Row(document.Ordinal) is { } row ? row.SelfAndAbove.Select(r => r.Document) : [document];

    /// <summary>The same, and at last the framework of a requirement.</summary>
    public IEnumerable<Document> PlacesUpToFramework(Document document) => Row(document.Ordinal)?.Framework is { } framework ? PlacesOf(document).Append(framework) : PlacesOf(document);

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

        return rowsOf.TryGetValue(of.Ordinal, out var known) ? known
            : byOrdinal.TryGetValue(of.Ordinal, out var row) ? row.Below ??= ReadRowsBelow(of)
            : ReadRowsBelow(of);
    }

    private List<Row> ReadRowsBelow(Document of)
    {
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

    private void Place(Snapshot snapshot, Row row)
    {
        foreach (var (node, _) in snapshot.Out(row.Document, EdgeKinds.PartOf))
        {
            if (byOrdinal.TryGetValue(node, out var parent))
            {
                row.Parent = parent;
                parent.Children.Add(row);
            }
            else if (snapshot.Document(node) is { } framework)
            {
                row.Framework = framework;
                if (!topRows.TryGetValue(node, out var rows))
                {
                    topRows.Add(node, rows = []);
                }

                rows.Add(row);
            }
        }

        foreach (var (node, _) in snapshot.Out(row.Document, EdgeKinds.ShieldedBy))
        {
            row.LegacyRules.Add(new(snapshot.Document(node)!));
        }

        row.LegacyRules.Sort((a, b) => string.CompareOrdinal(a.Document.Key, b.Document.Key));
        row.SelfAndAbove = [.. Above(snapshot, row)];
    }

    // The writer refuses circles, so this walk ends.
    private IEnumerable<Row> Above(Snapshot snapshot, Row row)
    {
        for (var above = row; above is not null;)
        {
            yield return above;
            var parent = snapshot.Out(above.Document, EdgeKinds.PartOf).FirstOrNone();
            above = parent < 0 ? null : byOrdinal.GetValueOrDefault(parent);
        }
    }
}
