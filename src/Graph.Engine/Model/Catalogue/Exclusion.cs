using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Catalogue;

/// <summary>
/// What may never be excluded: law, and the clauses of a standard (ISO/IEC 42001 6.1.3 lets controls of its Annex A be excluded, with a reason). Judged where a row, a
/// heading or a framework is written, so that no statement finds such a row to exclude; and of a statement that something does not apply when it is handed in and decided on.
/// </summary>
internal static class Exclusion
{
    /// <summary>What was expected of a row, or of the rows below a heading or framework; null where none that may be excluded is law or a clause.</summary>
    public static string? Expected(ChangedDocument changed)
    {
        if (WhyNever(changed) is not { } why)
        {
            return null;
        }

        var row = Below(changed.After, changed).FirstOrDefault(r => r.Boolean(RequirementKind.Excludable) == true);
        return row is null ? null : $"absent or false: {why} and is never excluded{(row.Ordinal == changed.After.Ordinal ? "" : $", and '{row.Key}' below it may be")}";
    }

    /// <summary>
    /// What was expected of a statement that something does not apply, for each that it speaks of and that is no row that may be excluded. A heading is none: one reason for all
    /// that stands below it is a reason for none of it.
    /// </summary>
    public static IEnumerable<string> ExpectedOfStatement(ChangedDocument changed) => changed.Targets(changed.After, EdgeKinds.States)
        .Select(stated => (Stated: stated, Rows: Below(stated, changed).Where(r => r.Boolean(RequirementKind.Excludable) == true).ToList()))
        .Where(s => s.Rows.Count == 0 || s.Rows.Exists(r => r.Ordinal != s.Stated.Ordinal))
        .Select(s => s.Rows.Count == 0
            ? $"a statement that something does not apply to be about rows that may be excluded; '{s.Stated.Key}' may not, nor may anything below it"
            : $"a statement that something does not apply to name each row with a reason of its own; '{s.Stated.Key}' is a heading above rows that may be excluded, such as '{s.Rows.First(r => r.Ordinal != s.Stated.Ordinal).Key}'");

    /// <summary>That a row, or a heading with what is below it, does not become one that may be excluded: neither in another place nor by another word.</summary>
    public static HoldRule Holds { get; } = new(WhyNever, (why, left) => left is null || WhyNever(left) is not null || SelfAndAbove(left).Last().Kind != FrameworkKind.Kind ? null
        : $"'{left.After.Key}' to stay what it is: {why}, which is never excluded");

    private static string? WhyNever(ChangedDocument changed) =>
        SelfAndAbove(changed).FirstOrDefault(at => at.Kind == FrameworkKind.Kind ? at.Text(FrameworkKind.Type) == FrameworkKind.Law : at.Text(RequirementKind.Level) == "CLAUSE") is { } at
            ? $"'{at.Key}' is {(at.Kind == FrameworkKind.Kind ? "law" : "a clause")}" : null;

    // A row without a heading, or in a circle of headings, is refused elsewhere, and must not keep this from ending.
    private static IEnumerable<Document> SelfAndAbove(ChangedDocument changed)
    {
        var seen = new HashSet<int>();
        for (var at = changed.After; at is not null && seen.Add(at.Ordinal); at = changed.Targets(at, EdgeKinds.PartOf) is { Count: > 0 } above ? above[0] : null)
        {
            yield return at;
        }
    }

    private static IEnumerable<Document> Below(Document top, ChangedDocument changed)
    {
        var seen = new HashSet<int> { top.Ordinal };
        for (var next = new Queue<Document>([top]); next.TryDequeue(out var at);)
        {
            if (at.Kind == RequirementKind.Kind)
            {
                yield return at;
            }

            foreach (var below in changed.Sources(at, EdgeKinds.PartOf).Where(b => seen.Add(b.Ordinal)))
            {
                next.Enqueue(below);
            }
        }
    }
}
