using System.Globalization;
using CsCheck;
using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Tests.Reference;

namespace Graph.Tests.Engine;

/// <summary>Cells that take over what a change did not touch are the cells that are worked out from nothing, and differ where those do.</summary>
public sealed class CellTakeOverTests
{
    private const int ChangeCount = 4;
    private static readonly int Iterations = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) ? n : 150;

    [Fact]
    public void Cells_after_changes_are_those_worked_out_from_nothing() => Sample((before, after, seed) =>
    {
        var (view, known) = (before, before);
        for (var i = 0; i < ChangeCount; i++)
        {
            var next = Mutate(view.Snapshot, after, seed + i, organisationOnly: (seed + i) % 4 != 0);
            var taking = known.Of(next);
            // Now and then nobody asks for all cells of a view, and the next takes over from the one before it.
            if ((seed >> i) % 3 != 0)
            {
                Same(Fresh(taking), taking);
            }
            else
            {
                _ = taking.Cells.Gaps(next.Documents(Graph.Engine.Model.Organisation.AiSystemKind.Kind)[0]);
            }

            (view, known) = (taking, taking);
        }

        Same(Fresh(view), view);
    });

    [Fact]
    public void Views_differ_in_the_cells_that_differ_when_each_is_worked_out_from_nothing() => Sample((before, after, seed) =>
    {
        var next = before.Of(Mutate(before.Snapshot, after, seed, organisationOnly: seed % 4 != 0));
        var (was, now) = (Values(Fresh(before)), Values(Fresh(next)));
        var expected = was.Keys.Union(now.Keys).Where(k => was.GetValueOrDefault(k) != now.GetValueOrDefault(k))
            .Order(StringComparer.Ordinal).Select(k => $"{k}: {was.GetValueOrDefault(k)} -> {now.GetValueOrDefault(k)}");
        var told = CellComparison.Between(before, next).Select(c => $"{(c.Before ?? c.After)!.Key}: {Value(c.Before)} -> {Value(c.After)}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, told);
        Assert.Empty(CellComparison.Between(next, Fresh(next)));
    });

    [Fact]
    public void Cells_of_other_days_are_those_worked_out_from_nothing() => Sample((before, after, seed) =>
    {
        var (view, dice) = (before, new Random(seed));
        for (var i = 0; i < ChangeCount; i++)
        {
            var next = dice.Next(2) == 0 ? view.Snapshot : Mutate(view.Snapshot, after, seed + i, organisationOnly: true);
            var (on, kept) = (view.On.AddDays(dice.Next(-400, 400)), dice.Next(3));
            view = new View(next, on, view.Today, view.Kind, view.Renewals, view.MappingSets).BasedOn(view);
            var some = next.Documents(Graph.Engine.Model.Organisation.AiSystemKind.Kind).Where((_, n) => n % 3 != kept).ToList();
            Assert.Equal(Fresh(view).Cells.Cells(null, some).Select(Told), view.Cells.Cells(null, some).Select(Told));
            if (kept > 0)
            {
                Same(Fresh(view), view);
            }
        }
    });

    [Fact]
    public void A_difference_turned_around_is_the_difference_of_views_turned_around() => Sample((before, after, seed) =>
    {
        var next = before.Of(Mutate(before.Snapshot, after, seed, organisationOnly: false));
        Assert.Equal(
            CellComparison.Between(before, next).Select(c => $"{(c.Before ?? c.After)!.Key}: {Value(c.Before)} -> {Value(c.After)}").Order(StringComparer.Ordinal),
            CellComparison.Between(next, before).Select(c => $"{(c.Before ?? c.After)!.Key}: {Value(c.After)} -> {Value(c.Before)}").Order(StringComparer.Ordinal));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_view_keeps_few_of_those_before_it(bool asksAll)
    {
        var snapshot = Snapshot(RandomGraphs.Graphs.Single(), new(2026, 11, 24));
        var first = new View(snapshot, new(2026, 11, 24), new(2026, 11, 24), ViewKind.Current);
        var old = new List<WeakReference>();
        var last = Chain(first, old, asksAll);
        GC.Collect();
        Assert.InRange(old.Count(o => o.IsAlive), 0, 5);
        GC.KeepAlive(last);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static View Chain(View view, List<WeakReference> old, bool asksAll)
    {
        for (var i = 0; i < 20; i++)
        {
            var control = view.Snapshot.Documents(Graph.Engine.Model.Organisation.ControlKind.Kind)[0];
            var builder = new SnapshotBuilder(view.Snapshot, revertible: false);
            builder.Put(control.Kind, control.Key, false, null, [new(Graph.Engine.Model.Organisation.ControlKind.DegradedOn, new DateOnly(2026, 1, 1 + i))], i, null);
            var next = view.Of(builder.Build(new(view.Snapshot.Head.Revision + 1, view.Snapshot.Head.Hash), view.Snapshot.At));
            _ = asksAll ? next.Cells.Cells().Count : next.Cells.Gaps(next.Snapshot.Documents(Graph.Engine.Model.Organisation.AiSystemKind.Kind)[0]).Count;
            old.Add(new(view.Snapshot));
            view = next;
        }

        return view;
    }

    private static void Sample(Action<View, Snapshot, int> assert) => Gen.Select(RandomGraphs.Questions, RandomGraphs.Graphs, Gen.Int[0, 1_000_000]).Sample(
        (question, other, seed) =>
        {
            var (one, two) = (Snapshot(question.View.Graph, question.View.Today), Snapshot(other, question.View.Today));
            var view = EngineGraph.View(one, question.View with { MeaningChanged = null });
            _ = view.Cells.Cells().Count;
            assert(view, two, seed);
        },
        iter: Iterations, threads: 1, print: t => $"{t.Item3.ToString(CultureInfo.InvariantCulture)}\n{RandomGraphs.Print(t.Item1)}");

    private static Snapshot Snapshot(NaiveGraph graph, DateOnly today)
    {
        var engine = EngineGraph.OpenAsync(graph, today).GetAwaiter().GetResult();
        var snapshot = engine.Current;
        engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return snapshot;
    }

    private static View Fresh(View view) => new(view.Snapshot, view.On, view.Today, view.Kind, view.Renewals, view.MappingSets);

    private static void Same(View expected, View actual)
    {
        Assert.Equal(expected.Cells.Cells().Select(Told), actual.Cells.Cells().Select(Told));
        foreach (var framework in expected.Snapshot.Documents(Graph.Engine.Model.Catalogue.FrameworkKind.Kind))
        {
            Assert.Equal(EngineGraph.Coverage(expected.Cells.Coverage(framework).Counts).ToString(), EngineGraph.Coverage(actual.Cells.Coverage(framework).Counts).ToString());
        }
    }

    private static string Told(Cell cell) => System.Text.Json.JsonSerializer.Serialize(EngineGraph.Cell(cell));

    private static Dictionary<string, string?> Values(View view) => view.Cells.Cells().ToDictionary(c => c.Key, Value);

    private static string? Value(Cell? cell) => cell is null ? null : $"{cell.Verdict} {cell.State} {cell.CreditState}";

    /// <summary>Takes some documents and edges over from another graph, and takes some edges away.</summary>
    private static Snapshot Mutate(Snapshot snapshot, Snapshot other, int seed, bool organisationOnly)
    {
        var dice = new Random(seed);
        var builder = new SnapshotBuilder(snapshot, revertible: true);
        var one = seed % 2 == 0 ? dice.Next(snapshot.Model.Kinds.Count + snapshot.Model.Edges.Count) : -1;     // Every other time one kind alone.
        bool Takes(int place) => one < 0 || place == one;
        foreach (var kind in snapshot.Model.Kinds.Where((k, i) => Takes(i) && (!organisationOnly || k.Group != KindGroup.Catalogue)))
        {
            foreach (var theirs in other.Documents(kind).Where(_ => dice.Next(8) == 0))
            {
                if (builder.Find(theirs.Key) is null ? !builder.WasUsed(theirs.Key) && kind.Group != KindGroup.Catalogue : builder.Find(theirs.Key)!.Kind == kind)
                {
                    builder.Put(kind, theirs.Key, false, null, [.. kind.Fields.Select(f => KeyValuePair.Create(f, theirs[f]))], snapshot.Head.Revision + 1, null);
                }
            }
        }

        foreach (var kind in snapshot.Model.Edges.Where((k, i) => Takes(snapshot.Model.Kinds.Count + i) && (!organisationOnly || !IsOfCatalogue(k))))
        {
            foreach (var (from, to, _) in EdgesOf(snapshot, kind).Where(_ => dice.Next(12) == 0).ToList())
            {
                if (IsFree(kind))
                {
                    builder.RemoveEdge(from, kind, to, 0, null);
                }
            }

            foreach (var (from, to, data) in EdgesOf(other, kind).Where(_ => dice.Next(8) == 0))
            {
                if (IsFree(kind) && builder.Find(from.Key) is { } start && builder.Find(to.Key) is { } end && kind.MayStartFrom(start.Kind) && kind.MayLeadTo(end.Kind))
                {
                    builder.PutEdge(start, kind, end, data, 0, null);
                }
            }
        }

        return builder.Build(new(snapshot.Head.Revision + 1, snapshot.Head.Hash), snapshot.At);
    }

    // A correction of nothing lowers nothing.
    private static bool IsFree(EdgeKind kind) => kind.CountMin == 0 || kind == Graph.Engine.Model.ManagementSystem.ManagementEdges.Corrects;

    private static bool IsOfCatalogue(EdgeKind kind) => kind.From.Any(f => f is "Requirement" or "Mapping");

    private static List<(Document From, Document To, EdgeData? Data)> EdgesOf(Snapshot snapshot, EdgeKind kind)
    {
        var all = new List<(Document, Document, EdgeData?)>();
        foreach (var from in snapshot.Model.Kinds.Where(kind.MayStartFrom).SelectMany(snapshot.Documents))
        {
            foreach (var (to, data) in snapshot.Out(from, kind))
            {
                all.Add((from, snapshot.Document(to)!, data));
            }
        }

        return all;
    }
}
