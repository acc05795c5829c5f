using CsCheck;
using Graph.Engine.Time;
using Graph.Engine.Views;
using Graph.Tests.Reference;

namespace Graph.Tests.Engine;

/// <summary>What ends, what falls due and what samples are drawn from, by the engine and by plain loops, on random graphs.</summary>
public sealed class TimeAgainstReferenceTests
{
    private static readonly int Iterations = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) ? n : 500;

    [Fact]
    public void The_same_proof_ends_and_the_same_cells_fall_with_it()
    {
        var (ended, fell) = (0, 0);
        Sample((question, view, dice) =>
        {
            var days = dice % 500;
            var ending = EndingProof.Within(view, days);
            Assert.Equal(NaiveTime.Ending(question.View, days), ending.Select(e => (e.On, e.Document.Key)));
            Assert.Equal(
                ending.Select(e => (e.On, e.Document.Key)),
                DueDates.Between(view, view.On, view.On.AddDays(days), what: [CalendarEvent.Expiry, CalendarEvent.Review]).Select(i => (i.On, i.Document.Key)).OrderBy(i => i.On).ThenBy(i => i.Key, StringComparer.Ordinal));
            foreach (var one in ending)
            {
                var falling = NaiveTime.Falling(question.View, one.Document.Key).Select(c => c.ToString()).ToList();
                Assert.Equal(falling, FallingCells.With(view, one).Select(c => new NaiveConsequence(
                    c.Requirement.Key, c.System?.Key, Word(c.Before!.Verdict), Word(c.Before.State), Word(c.Before.CreditState),
                    Word(c.After!.Verdict), Word(c.After.State), Word(c.After.CreditState)).ToString()));
                Assert.Equal(one.On.DayNumber - view.On.DayNumber, one.DaysLeft);
                (ended, fell) = (ended + 1, fell + falling.Count);
            }
        });
        Assert.True(ended > 20 && fell > 20, $"{ended} pieces of proof ended and {fell} cells fell");
    }

    [Fact]
    public void The_same_falls_due_on_the_same_days()
    {
        var seen = new Dictionary<CalendarEvent, int>();
        Sample((question, view, dice) =>
        {
            var (from, to) = (RandomDice.Days[dice % 4], RandomDice.Days[4 + (dice / 4 % 4)].AddDays(dice % 300));
            var systems = question.Systems?.Select(s => view.Snapshot.Document(s)!).ToList();
            var items = DueDates.Between(view, from, to, systems);
            Assert.Equal(NaiveTime.Calendar(question.View, from, to, question.Systems), items.Select(Line));
            foreach (var one in Enum.GetValues<CalendarEvent>())
            {
                Assert.Equal(items.Where(i => i.What == one).Select(Line), DueDates.Between(view, from, to, systems, [one]).Select(Line));
                seen[one] = seen.GetValueOrDefault(one) + items.Count(i => i.What == one);
            }
        });

        // A shield that ends is rare among what is drawn; TimeTests and the cases have it.
        Assert.All(Enum.GetValues<CalendarEvent>().Where(e => e != CalendarEvent.ShieldEnds), e => Assert.True(seen[e] > 0, $"no {e} in any graph"));
    }

    [Fact]
    public void Samples_are_drawn_from_the_same_evidence_and_cells() => Sample((question, view, _) =>
    {
        var systems = question.Systems?.Select(s => view.Snapshot.Document(s)!).ToList();
        var of = question.Of is null ? null : view.Snapshot.Document(question.Of);
        Assert.Equal(
            NaiveReference.Cells(question.View, question.Systems, question.Of).Where(c => NaiveVerdictWords.IsOwed(c.Verdict)).Select(c => $"{c.Requirement}|{c.Subject ?? "organisation"}"),
            Graph.Engine.Time.Sample.OwedCells(view, of, systems).Select(c => c.Key));
        Assert.Equal(
            of is null && systems is null
                ? view.Snapshot.Keys(Graph.Engine.Model.Organisation.EvidenceKind.Kind)
                : NaiveTime.EvidenceUsed(question.View, question.Of, question.Systems),
            Graph.Engine.Time.Sample.Evidence(view, of, systems).Select(d => d.Key));
    });

    private static string Line(CalendarItem item) =>
        NaiveTime.Line(item.On, EngineGraph.Word(item.What), item.Document.Key, item.System?.Key, item.Requirements.Select(r => r.Key));

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } given ? EngineGraph.Word(given) : null;

    private static string Word<T>(T value)
        where T : struct, Enum => EngineGraph.Word(value);

    // A failing sample prints its seed, with which CsCheck runs it again.
    private static void Sample(Action<RandomQuestion, View, int> assert) => Gen.Select(RandomGraphs.Questions, Gen.Int[0, 1_000_000]).Sample(
        (question, dice) =>
        {
            var engine = EngineGraph.OpenAsync(question.View.Graph, question.View.Today).GetAwaiter().GetResult();
            assert(question, EngineGraph.View(engine.Current, question.View), dice);
            engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        },
        iter: Iterations,
        threads: 1,
        print: t => $"{t.Item2}\n{RandomGraphs.Print(t.Item1)}");
}
