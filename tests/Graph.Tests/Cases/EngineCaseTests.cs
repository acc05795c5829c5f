using Graph.Engine.Views;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>Puts every case to the engine.</summary>
public sealed class EngineCaseTests
{
    private static readonly IReadOnlyDictionary<string, Case> Cases = CaseFile.ReadAll().ToDictionary(found => found.Title);

    public static TheoryData<string> Titles => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task The_engine_answers_every_case(string title)
    {
        var found = Cases[title];
        await using var engine = await EngineGraph.OpenAsync(found.Graph, found.Today);
        foreach (var ask in found.Asks)
        {
            var expected = CaseRows.Expected(ask);
            var actual = CaseRows.Compared(ask, Answer(EngineGraph.View(engine.Current, ask.View.Over(found.Graph)), ask));
            Assert.True(expected == actual, $"{found.File}:{ask.Line} ask {ask.Text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    private static IReadOnlyList<CaseRow> Answer(View view, CaseAsk ask) => ask switch
    {
        CellsAsk cells => [.. view.Cells.Cells(Find(view, cells.Of), cells.Systems?.Select(s => Find(view, s)!).ToList()).Select(c => CaseRows.Cell(EngineGraph.Cell(c)))],
        GapsAsk gaps => [.. view.Cells.Gaps(view.Snapshot.Document(gaps.System)!, Find(view, gaps.Of)).Select(c => CaseRows.Cell(EngineGraph.Cell(c)))],
        CoverageAsk coverage => Coverage(view, coverage),
        ImpactAsk impact => CaseRows.Impact(EngineGraph.Impact(view, impact.Of, impact.Event, 16)),
        ConsequencesAsk asked => [.. EngineGraph.Consequences(view, asked.Of, asked.Event).Select(Consequence)],
        TraceAsk trace => CaseRows.Trace(EngineGraph.Trace(view, trace.From, trace.To)),
        _ => throw new ArgumentOutOfRangeException(nameof(ask)),
    };

    private static Graph.Engine.Snapshots.Document? Find(View view, string? key) => key is null ? null : view.Snapshot.Document(key);

    private static CaseRow Consequence(NaiveConsequence row) => CaseRows.Consequence(
        row.Requirement, row.Subject,
        CaseRows.Answer(row.OldVerdict, row.OldState, row.OldCredit),
        CaseRows.Answer(row.NewVerdict, row.NewState, row.NewCredit));

    private static List<CaseRow> Coverage(View view, CoverageAsk ask)
    {
        var coverage = view.Cells.Coverage(view.Snapshot.Document(ask.Of)!, ask.Systems?.Select(s => view.Snapshot.Document(s)!).ToList());
        return
        [
            CaseRows.Coverage(ask.Of, EngineGraph.Coverage(coverage.Counts)),
            .. ask.By == "SYSTEM" ? coverage.BySystem.Select(s => CaseRows.Coverage(s.System.Key, EngineGraph.Coverage(s.Counts))) : [],
            .. ask.By == "CHILD" ? coverage.Children.Select(c => CaseRows.Coverage(c.Of.Key, EngineGraph.Coverage(c.Counts))) : [],
        ];
    }
}
