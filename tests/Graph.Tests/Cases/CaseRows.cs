using System.Globalization;
using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>
/// Answers as row text, so that engine, reference and GraphQL are compared with a case and with each other as text.
/// Rows of cells, gaps, consequences and coverage keep the order of the answer; lists inside a row are sorted.
/// </summary>
internal static class CaseRows
{
    private const string Nothing = "-";

    /// <summary>A cell: requirement | subject | verdict | state | defects | credit.</summary>
    public static CaseRow Cell(NaiveCell cell) => new(
        string.Join(" | ",
            cell.Requirement, Subject(cell), cell.Verdict, cell.State,
            List(cell.Defects.Select(Defect)), cell.Credit ?? Nothing),
        new Dictionary<string, string>
        {
            ["falseCondition"] = cell.FalseCondition ?? Nothing,
            ["missing"] = List(cell.Missing, ","),
            ["formal"] = Day(cell.FormalDate),
            ["effective"] = Day(cell.EffectiveDate),
            ["legacyRule"] = cell.LegacyRule ?? Nothing,
            ["statement"] = cell.Statement ?? Nothing,
            ["shallow"] = cell.Shallow ? "true" : "false",
            ["chain"] = cell.BestChain ?? Nothing,
        });

    /// <summary>Coverage: of | met/owed | shallow | met with credit | owed by state | others by verdict.</summary>
    public static CaseRow Coverage(string of, NaiveCoverage coverage) => new(
        string.Join(" | ",
            of, $"{coverage.Met}/{coverage.Owed}",
            coverage.Shallow.ToString(CultureInfo.InvariantCulture),
            coverage.MetWithCredit.ToString(CultureInfo.InvariantCulture),
            Counts(coverage.States), Counts(coverage.NotOwed)),
        new Dictionary<string, string> { ["withCredit"] = Counts(coverage.StatesWithCredit) });

    /// <summary>A consequence: requirement | subject | verdict, state and credit before | and after.</summary>
    public static CaseRow Consequence(string requirement, string? subject, string before, string after) =>
        CaseRow.Plain(string.Join(" | ", requirement, subject ?? Nothing, before, after));

    /// <summary>One side of a consequence; 'none' where there is no cell.</summary>
    public static string Answer(string? verdict, string? state, string? credit) =>
        verdict is null ? "none" : $"{verdict} {state} {credit ?? Nothing}";

    /// <summary>Impact: node | distance, nearest first.</summary>
    public static IReadOnlyList<CaseRow> Impact(IEnumerable<NaiveReached> reached) =>
        [.. reached.OrderBy(row => row.Distance).ThenBy(row => row.Node, StringComparer.Ordinal)
            .Select(row => CaseRow.Plain($"{row.Node} | {row.Distance}"))];

    /// <summary>Trace: one path a row, its nodes joined by arrows, in the order of the text.</summary>
    public static IReadOnlyList<CaseRow> Trace(IEnumerable<IReadOnlyList<string>> paths) =>
        [.. paths.Select(path => string.Join(" > ", path)).Order(StringComparer.Ordinal).Select(CaseRow.Plain)];

    /// <summary>The expected rows as text.</summary>
    public static string Expected(CaseAsk ask) =>
        Lines(ask.Expected.Select(row => row.With(row.Because.Keys)));

    /// <summary>The actual rows as text, each with the facts that the expected row in its place names.</summary>
    public static string Compared(CaseAsk ask, IReadOnlyList<CaseRow> actual) =>
        Lines(actual.Select((row, index) =>
            row.With(index < ask.Expected.Count ? ask.Expected[index].Because.Keys : [])));

    /// <summary>A list inside a row: sorted, joined, or a dash.</summary>
    public static string List(IEnumerable<string> items, string separator = ", ")
    {
        var text = string.Join(separator, items.Order(StringComparer.Ordinal));
        return text.Length == 0 ? Nothing : text;
    }

    private static string Defect(NaiveDefect defect) => defect switch
    {
        { Name: not null } => $"{defect.Code}({defect.Node} {defect.Name})",
        { Edge: not null, Code: "EXTENT_PARTIAL" or "LINK_SUSPECT" } => $"{defect.Code}({Arrow(defect.Edge)})",
        _ => $"{defect.Code}({defect.Node})",
    };

    private static string Arrow(string edgeKey)
    {
        var parts = edgeKey.Split('|');
        return $"{parts[0]} -{parts[1]}-> {parts[2]}";
    }

    private static string Subject(NaiveCell cell) => cell.Inherited ? "inherited" : cell.Subject ?? Nothing;

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        List(counts.Where(count => count.Value > 0).Select(count => $"{count.Key}:{count.Value}"), " ");

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Nothing;

    private static string Lines(IEnumerable<string> rows) => string.Join('\n', rows.DefaultIfEmpty("nothing"));
}
