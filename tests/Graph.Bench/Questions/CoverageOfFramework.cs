using Graph.Bench.Measuring;
using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Bench.Questions;

/// <summary>How much of one framework is met, over all systems?</summary>
internal static class CoverageOfFramework
{
    public const string Name = "coverage-framework";
    private const string Raw = "best chains only, plain loops";
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        var snapshot = engine.Current;
        var dense = new DenseCells(snapshot);
        foreach (var key in new[] { "regulation-1", "standard-3" })
        {
            var framework = snapshot.Document(key)!;
            await bench.CompareAsync(Name, $"{key}, cold view", () => Count(Workbench.ColdView(snapshot).Cells.Coverage(framework)), Raw, () => (ulong)dense.CountMet(key), Floor);
        }

        var law = snapshot.Document("regulation-1")!;
        await bench.CompareAsync(Name, "with children and systems, cold view", () => HeatMap(Workbench.ColdView(snapshot), law), Raw, () => (ulong)dense.CountMet(law.Key));
        await bench.CompareAsync(Name, "as a list of cells, cold view", () => Cells(Workbench.ColdView(snapshot), law), Raw, () => (ulong)dense.CountMet(law.Key));
        await bench.CompareAsync(Name, "first view after a write", () => Count(Workbench.ColdView(Publish.Next(engine)).Cells.Coverage(law)), Raw, () => (ulong)dense.CountMet(law.Key), Floor);
    }

    public static ulong Count(Coverage coverage)
    {
        var sum = new Checksum();
        Add(ref sum, coverage.Counts);
        return sum.Value;
    }

    private static ulong HeatMap(View view, Document framework)
    {
        var sum = new Checksum();
        var coverage = view.Cells.Coverage(framework);
        foreach (var child in coverage.Children)
        {
            Add(ref sum, child.Counts);
        }

        foreach (var (system, counts) in coverage.BySystem)
        {
            sum.Add(system.Key);
            Add(ref sum, counts);
        }

        return sum.Value;
    }

    private static ulong Cells(View view, Document framework)
    {
        var sum = new Checksum();
        foreach (var cell in view.Cells.Cells(framework))
        {
            sum.Add(((int)cell.Verdict << 16) | ((int)cell.State << 8) | (int)(cell.CreditState ?? 0));
        }

        return sum.Value;
    }

    private static void Add(ref Checksum sum, CoverageCounts counts)
    {
        sum.Add(counts.States);
        sum.Add(counts.StatesWithCredit);
        sum.Add(counts.Verdicts);
        sum.Add(counts.Shallow);
    }
}
