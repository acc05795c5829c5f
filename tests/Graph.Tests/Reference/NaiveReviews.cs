namespace Graph.Tests.Reference;

/// <summary>
/// Whether the meaning of an end of a link has changed since its review. An edge holds <c>reviewedOn</c>, for a requirement
/// <c>reviewedAgainst</c> (a day; absent = its framework is not consolidated), and <c>then</c>: what fields of its ends said
/// at the review, as <c>from.description=old words</c>. An edge without a review is not suspect.
/// </summary>
internal static class NaiveReviews
{
    /// <summary>The kinds of edges that remember a review.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["SATISFIES", "DEMONSTRATES", "EVIDENCED_BY", "MITIGATED_BY", "FROM", "TO"];

    /// <summary>The texts and words that carry meaning. Titles, owners and days do not.</summary>
    private static readonly Dictionary<string, string[]> Meaning = new()
    {
        ["Control"] = ["scope", "description", "procedure"],
        ["Evidence"] = ["type", "scope", "description", "sha256"],
        ["Assessment"] = ["kind", "conclusion"],
        ["Risk"] = ["kind", "description"],
        ["Mapping"] = ["relation", "strength", "direction"],
        ["Framework"] = [],
    };

    /// <summary>Whether a link is suspect for a row at or below its end; null = for its ends alone.</summary>
    public static bool IsSuspect(NaiveWorld world, NaiveEdge edge, NaiveDocument? row)
    {
        if (edge.Fields.GetValueOrDefault("reviewedOn") is not DateOnly reviewed)
        {
            return false;
        }

        NaiveDocument to = world.Find(edge.To)!;
        if (HasChanged(edge, "from", world.Find(edge.From)!) || HasChanged(edge, "to", to))
        {
            return true;
        }

        DateOnly seen = edge.Fields.GetValueOrDefault("reviewedAgainst") as DateOnly? ?? reviewed;
        return to.Kind == "Requirement" && row?.Date("textVersion") > seen;
    }

    /// <summary>The keys of all suspect links, in ordinal order: those of a heading for any row below it.</summary>
    public static IReadOnlyList<string> Suspects(NaiveWorld world) =>
        [.. world.View.Graph.Edges
            .Where(edge => IsSuspect(world, edge, null) || RowsOf(world, edge).Any(row => IsSuspect(world, edge, row)))
            .Select(edge => edge.Key).Order(StringComparer.Ordinal)];

    /// <summary>What can be met or failed at or below the end of an edge, be it repealed.</summary>
    private static IEnumerable<NaiveDocument> RowsOf(NaiveWorld world, NaiveEdge edge) =>
        world.All("Requirement")
            .Where(row => row.IsTrue("assessable") && world.SelfAndAbove(row).Any(at => at.Key == edge.To));

    private static bool HasChanged(NaiveEdge edge, string end, NaiveDocument document) =>
        edge.List("then") is { } then && document.Kind != "Requirement"
        && then.Select(item => item.Split('=', 2)).Any(said =>
            Meaning[document.Kind].Any(field => said[0] == $"{end}.{field}" && said[1] != (document.Text(field) ?? "")));
}
