using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Catalogue;

/// <summary>
/// What may never be excluded: law, and the clauses of a standard (ISO/IEC 42001 6.1.3 lets controls of its Annex A be excluded, with a reason). Judged where a row, a
/// heading or a framework is written, so that no statement finds such a row.
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

        var row = Below(changed).FirstOrDefault(r => r.Boolean(RequirementKind.Excludable) == true);
        return row is null ? null : $"absent or false: {why} and is never excluded{(row.Ordinal == changed.After.Ordinal ? "" : $", and '{row.Key}' below it may be")}";
    }

    private static string? WhyNever(ChangedDocument changed)
    {
        // A circle of headings is refused elsewhere, and must not keep this from ending.
        var seen = new HashSet<int>();
        for (var at = changed.After; at is not null && seen.Add(at.Ordinal); at = changed.Targets(at, EdgeKinds.PartOf) is { Count: > 0 } above ? above[0] : null)
        {
            if (at.Kind == FrameworkKind.Kind ? at.Text(FrameworkKind.Type) == "REGULATION" : at.Text(RequirementKind.Level) == "CLAUSE")
            {
                return $"'{at.Key}' is {(at.Kind == FrameworkKind.Kind ? "law" : "a clause")}";
            }
        }

        return null;
    }

    private static IEnumerable<Document> Below(ChangedDocument changed)
    {
        var seen = new HashSet<int> { changed.After.Ordinal };
        for (var next = new Queue<Document>([changed.After]); next.TryDequeue(out var at);)
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
