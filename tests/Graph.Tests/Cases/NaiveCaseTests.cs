using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>Puts every case to the naive reference: its rows were worked out by hand, so either may err.</summary>
public sealed class NaiveCaseTests
{
    private static readonly IReadOnlyDictionary<string, Case> Cases =
        CaseFile.ReadAll().ToDictionary(found => found.Title);

    public static TheoryData<string> Titles => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_naive_reference_answers_every_case(string title)
    {
        var found = Cases[title];
        foreach (var ask in found.Asks)
        {
            var expected = CaseRows.Expected(ask);
            var actual = CaseRows.Compared(ask, Answer(found.Graph, ask));
            Assert.True(expected == actual,
                $"{found.File}:{ask.Line} ask {ask.Text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    private static IReadOnlyList<CaseRow> Answer(NaiveGraph graph, CaseAsk ask)
    {
        var view = ask.View.Over(graph);
        return ask switch
        {
            CellsAsk cells => [.. NaiveReference.Cells(view, cells.Systems, cells.Of).Select(CaseRows.Cell)],
            GapsAsk gaps => [.. NaiveReference.Gaps(view, gaps.System, gaps.Of).Select(CaseRows.Cell)],
            CoverageAsk coverage => Coverage(view, coverage),
            ImpactAsk impact => CaseRows.Impact(NaiveReference.Impact(view, impact.Of, impact.Event)),
            ConsequencesAsk asked => [.. NaiveReference.Consequences(view, asked.Of, asked.Event)
                .Select(Consequence)],
            TraceAsk trace => CaseRows.Trace(NaiveReference.Trace(view, trace.From, trace.To)),
            _ => throw new ArgumentOutOfRangeException(nameof(ask)),
        };
    }

    private static CaseRow Consequence(NaiveConsequence row) => CaseRows.Consequence(
        row.Requirement, row.Subject,
        CaseRows.Answer(row.OldVerdict, row.OldState, row.OldCredit),
        CaseRows.Answer(row.NewVerdict, row.NewState, row.NewCredit));

    private static List<CaseRow> Coverage(NaiveView view, CoverageAsk ask)
    {
        List<CaseRow> rows = [CaseRows.Coverage(ask.Of, NaiveReference.Coverage(view, ask.Of, ask.Systems))];
        if (ask.By == "SYSTEM")
            rows.AddRange(NaiveReference.CoverageBySystem(view, ask.Of, ask.Systems)
                .Select(row => CaseRows.Coverage(row.System, row.Coverage)));
        if (ask.By == "CHILD")
            rows.AddRange(view.Graph.Edges.Where(edge => edge.Kind == "PART_OF" && edge.To == ask.Of)
                .Select(edge => edge.From)
                .Select(child => CaseRows.Coverage(child, NaiveReference.Coverage(view, child, ask.Systems))));
        return rows;
    }
}
