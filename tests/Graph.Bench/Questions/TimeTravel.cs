using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Questions;

/// <summary>What do the past, what if, a timeline and cells after a change cost?</summary>
internal static class TimeTravel
{
    public const string Name = "time";
    private const int PointCount = 24;
    private const int SystemCount = 1_000;
    private const double UpdateRatioMax = 0.03;

    public static async Task RunAsync(Workbench bench)
    {
        await PastAsync(bench);
        await WhatIfAsync(bench);
        await TimelineAsync(bench);
        await UpdateAsync(bench);
    }

    // Every moment is asked for once, with nothing kept but the checkpoints.
    private static async Task PastAsync(Workbench bench)
    {
        var options = new EngineOptions { PastSnapshotCountMax = 1, RecentSnapshotCountMax = 1 };
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.OpenToRead(bench.File), options, BenchClock.Instance, null, default);
        var dice = new Dice(11);
        var head = engine.Current.Head.Revision;
        await using var store = SqliteLogStore.OpenToRead(bench.File);
        await bench.CompareAsync(
            Name, "a revision that nobody has asked for",
            async () => (ulong)(await engine.AsOfAsync(1 + dice.Below((int)head - 1), default)).DocumentCount,
            "scan of the file and SHA-256", async () => await VerifiedReplay.HashAsync(store), TimeSpan.FromSeconds(2));

        var past = await engine.AsOfAsync(head - 1, default);
        var (was, now) = (Workbench.ColdView(past), Workbench.ColdView(engine.Current));
        var (lawWas, law) = (past.Document("regulation-1")!, engine.Current.Document("regulation-1")!);
        await bench.CompareAsync(
            Name, "coverage again, of the past", () => Task.FromResult(CoverageOfFramework.Count(was.Cells.Coverage(lawWas))),
            "the same, at head", () => Task.FromResult(CoverageOfFramework.Count(now.Cells.Coverage(law))));
    }

    private static async Task WhatIfAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        var view = Workbench.ColdView(engine.Current);
        CoverageOfFramework.Count(view.Cells.Coverage(engine.Current.Document("regulation-1")!));
        var dense = new DenseCells(engine.Current);
        foreach (var (what, draw) in new (string, Func<Snapshot, int, List<string>>)[] { ("one system", OfOneSystem), ("any controls", Any) })
        {
            var number = 0;
            await bench.CompareAsync(
                Name, $"what if of ten changes to {what}, compared",
                () =>
                {
                    var assumed = engine.Assume(view.Snapshot, Ten(view.Snapshot, draw(view.Snapshot, number), number++), Proof.Today);
                    var after = new View(assumed.Violations.Count == 0 ? assumed.Snapshot : throw new InvalidOperationException(string.Join('\n', assumed.Violations)), view.On, view.Today, ViewKind.WhatIf).BasedOn(view);
                    return (ulong)CellComparison.Between(view, after).Count;
                },
                "best chains only, plain loops", () => (ulong)dense.CountMet("regulation-1"), TimeSpan.FromMilliseconds(100));
        }
    }

    // Half of the controls no longer operate as they should, and the others get proof that another control has.
    private static Assumption Ten(Snapshot snapshot, List<string> controls, int number)
    {
        var operations = new List<Operation>();
        var evidence = snapshot.Keys(EvidenceKind.Kind);
        for (var i = 0; i < controls.Count; i++)
        {
            operations.Add(i % 2 == 0
                ? new PutDocument("Control", controls[i], null, new Dictionary<string, object?> { ["degradedOn"] = Proof.Today })
                : new LinkDocuments(controls[i], "EVIDENCED_BY", evidence[(number + i) % evidence.Count], new Dictionary<string, object?>()));
        }

        return new(operations, [.. operations.Select((_, i) => $"assume[{i}]")], snapshot.Model);
    }

    private static List<string> OfOneSystem(Snapshot snapshot, int number)
    {
        for (var skipped = number * 3; ; skipped++)
        {
            var system = snapshot.Document(snapshot.Keys(AiSystemKind.Kind)[skipped % snapshot.Keys(AiSystemKind.Kind).Count])!;
            var controls = new List<string>();
            foreach (var (control, _) in snapshot.In(system, EdgeKinds.AppliesTo))
            {
                if (Operates(snapshot.Document(control)!))
                {
                    controls.Add(snapshot.Document(control)!.Key);
                }
            }

            if (controls.Count > 0)
            {
                return [.. Enumerable.Range(0, 10).Select(i => controls[i % controls.Count]).Distinct()];
            }
        }
    }

    private static List<string> Any(Snapshot snapshot, int number)
    {
        var keys = snapshot.Keys(ControlKind.Kind);
        return [.. Enumerable.Range(0, keys.Count).Select(i => keys[((number * 10) + i) * 7 % keys.Count]).Where(k => Operates(snapshot.Document(k)!)).Distinct().Take(10)];
    }

    private static bool Operates(Document control) => control.Date(ControlKind.ImplementedOn) <= Proof.Today && control.Date(ControlKind.RetiredOn) is null;

    private static async Task TimelineAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        var law = engine.Current.Document("regulation-1")!;
        string[] systems = [.. engine.Current.Keys(AiSystemKind.Kind).Take(SystemCount)];
        var first = new DateOnly(2025, 9, 30);
        var days = CoverageTimeline.Days(first, first.AddMonths(PointCount - 1).AddDays(1), TimelineInterval.Month).Take(PointCount).ToList();
        var dense = new DenseCells(engine.Current);
        await bench.CompareAsync(
            Name, $"timeline of {PointCount} ends of months, {SystemCount} systems",
            async () =>
            {
                var sum = new Checksum();
                foreach (var point in await CoverageTimeline.PointsAsync(engine, Workbench.ColdView(engine.Current), days, law.Key, systems, () => { }, default))
                {
                    if (point.Coverage is { } coverage)
                    {
                        sum.Add((long)CoverageOfFramework.Count(coverage));
                    }
                }

                return sum.Value;
            },
            "best chains only, plain loops", () => Task.FromResult((ulong)dense.CountMet(law.Key)), TimeSpan.FromSeconds(5));
    }

    // Both sides count the cells of every framework of the same new graph.
    private static async Task UpdateAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        var view = Workbench.ColdView(engine.Current);
        All(view);
        var number = 0;
        await bench.CompareAsync(
            Name, "cells after one control changed",
            async () =>
            {
                var key = Any(engine.Current, number++)[0];
                await engine.ApplyAsync(
                    new($"time-{number}", "Mira Okafor", "No longer operated as it should.", [new PutDocument("Control", key, null, new Dictionary<string, object?> { ["degradedOn"] = new DateOnly(2026, 8, 1 + (number % 28)) })]), default);
                view = Workbench.ColdView(engine.Current).BasedOn(view);
                return All(view);
            },
            "all cells anew", () => Task.FromResult(All(Workbench.ColdView(engine.Current))), ratioMax: UpdateRatioMax);
    }

    private static ulong All(View view)
    {
        var sum = new Checksum();
        foreach (var framework in view.Snapshot.Documents(FrameworkKind.Kind))
        {
            sum.Add((long)CoverageOfFramework.Count(view.Cells.Coverage(framework)));
        }

        return sum.Value;
    }
}
