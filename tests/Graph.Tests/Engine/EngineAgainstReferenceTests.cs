using System.Text.Json;
using CsCheck;
using Graph.Engine.Analysis;
using Graph.Engine.Views;
using Graph.Tests.Reference;

namespace Graph.Tests.Engine;

/// <summary>The engine and the naive reference, which share no code, give the same answers on random graphs.</summary>
public sealed class EngineAgainstReferenceTests
{
    private static readonly int Iterations = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) ? n : 600;

    // A graph is opened once for all that is asked of it: that takes longer than most answers.
    [Fact]
    public void Cells_gaps_and_coverage_agree() => Sample((question, view) =>
    {
        Same(
            NaiveReference.Cells(question.View, question.Systems, question.Of).Select(Comparable),
            view.Cells.Cells(Document(view, question.Of), Documents(view, question.Systems)).Select(c => Comparable(EngineGraph.Cell(c))));

        var gaps = view.Snapshot.Documents(Graph.Engine.Model.Organisation.AiSystemKind.Kind).Select(s => (System: s, Expected: NaiveReference.Gaps(question.View, s.Key, question.Of).Select(Comparable).ToList())).ToList();
        Assert.All(gaps, g => Same(g.Expected, view.Cells.Gaps(g.System, Document(view, question.Of)).Select(c => Comparable(EngineGraph.Cell(c)))));
        Same(gaps.SelectMany(g => g.Expected), view.Cells.GapsBySystem(Document(view, question.Of)).SelectMany(g => g).Select(c => Comparable(EngineGraph.Cell(c))));

        foreach (var framework in view.Snapshot.Documents(Graph.Engine.Model.Catalogue.FrameworkKind.Kind))
        {
            var coverage = view.Cells.Coverage(framework, Documents(view, question.Systems));
            Same([Comparable(NaiveReference.Coverage(question.View, framework.Key, question.Systems))], [Comparable(EngineGraph.Coverage(coverage.Counts))]);
            Same(
                NaiveReference.CoverageBySystem(question.View, framework.Key, question.Systems).Select(s => s.System + Comparable(s.Coverage)),
                coverage.BySystem.Select(s => s.System.Key + Comparable(EngineGraph.Coverage(s.Counts))));
        }
    });

    [Fact]
    public void Suspect_links_and_cells_after_the_meaning_of_a_document_has_changed_agree() => Sample((question, view) =>
    {
        var expected = NaiveReviews.Suspects(new(question.View));
        var suspicion = Suspicion.Of(view.Snapshot);
        Same(expected, suspicion.Links().Select(l => l.Key));
        Same(expected, view.Snapshot.Model.Kinds.SelectMany(view.Snapshot.Documents).SelectMany(suspicion.LinksAt).Select(l => l.Key).Distinct().Order(StringComparer.Ordinal));
        Assert.All(suspicion.Links(), link => Assert.NotEmpty(suspicion.ChangesOf(link)));
        Same(
            NaiveReference.Cells(question.View with { MeaningChanged = question.Key }).Select(Comparable),
            view.WithMeaningChanged(view.Snapshot.Document(question.Key)!).Cells.Cells().Select(c => Comparable(EngineGraph.Cell(c))));
    });

    [Fact]
    public void Impact_consequences_and_traces_agree() => Sample((question, view) =>
    {
        Same(
            NaiveReference.Impact(question.View, question.Key, question.Happening, question.DepthMax).Select(r => r.ToString()),
            EngineGraph.Impact(view, question.Key, question.Happening, question.DepthMax).Select(r => r.ToString()));
        Same(
            NaiveReference.Consequences(question.View, question.Key, question.Happening).Select(c => c.ToString()),
            EngineGraph.Consequences(view, question.Key, question.Happening).Select(c => c.ToString()));
        Same(
            NaiveReference.Trace(question.View, question.From, question.To).Select(p => string.Join(" > ", p)),
            EngineGraph.Trace(view, question.From, question.To).Select(p => string.Join(" > ", p)));
    });

    // A failing sample prints its seed, with which CsCheck runs it again.
    private static void Sample(Action<RandomQuestion, View> assert) => RandomGraphs.Questions.Sample(
        question =>
        {
            var engine = EngineGraph.OpenAsync(question.View.Graph, question.View.Today).GetAwaiter().GetResult();
            assert(question, EngineGraph.View(engine.Current, question.View));
            engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        },
        iter: Iterations,
        threads: 1,
        print: RandomGraphs.Print);

    private static void Same(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        List<string> one = [.. expected], other = [.. actual];
        var onlyExpected = one.Except(other).ToList();
        var onlyActual = other.Except(one).ToList();
        Assert.True(
            one.SequenceEqual(other),
            $"only the reference:\n{string.Join('\n', onlyExpected.Take(5))}\nonly the engine:\n{string.Join('\n', onlyActual.Take(5))}\n{one.Count} and {other.Count} rows");
    }

    // Defects are a set; dates matter only where a verdict rests on them.
    private static string Comparable(NaiveCell cell) => JsonSerializer.Serialize(cell with
    {
        Missing = cell.Verdict == "UNDETERMINED" ? [.. cell.Missing.Order(StringComparer.Ordinal)] : [],
        FormalDate = cell.Verdict is "NOT_YET" or "UNRESOLVED" or "APPLICABLE" ? cell.FormalDate : null,
        EffectiveDate = cell.Verdict is "NOT_YET" or "UNRESOLVED" or "APPLICABLE" ? cell.EffectiveDate : null,
        Statement = cell.Verdict == "EXCLUDED" ? cell.Statement : null,
        LegacyRule = cell.Verdict == "LEGACY" ? cell.LegacyRule : null,
        Defects = [.. cell.Defects.OrderBy(d => d.ToString(), StringComparer.Ordinal)],
    });

    private static string Comparable(NaiveCoverage coverage) => JsonSerializer.Serialize(coverage with
    {
        States = new SortedDictionary<string, int>(coverage.States.ToDictionary()),
        StatesWithCredit = new SortedDictionary<string, int>(coverage.StatesWithCredit.ToDictionary()),
        NotOwed = new SortedDictionary<string, int>(coverage.NotOwed.ToDictionary()),
    });

    private static Graph.Engine.Snapshots.Document? Document(View view, string? key) => key is null ? null : view.Snapshot.Document(key);

    private static List<Graph.Engine.Snapshots.Document>? Documents(View view, IReadOnlyList<string>? keys) => keys?.Select(k => view.Snapshot.Document(k)!).ToList();
}
