using Graph.Bench.Measuring;
using Graph.Engine.Model.Catalogue;

namespace Graph.Bench.Questions;

/// <summary>How much of every framework is met, over all systems?</summary>
internal static class CoverageOfAll
{
    public const string Name = "coverage-all";

    public static async Task RunAsync(Workbench bench)
    {
        var snapshot = (await bench.EngineAsync()).Current;
        var dense = new DenseCells(snapshot);
        await bench.CompareAsync(
            Name, "every framework, cold view",
            () =>
            {
                var sum = new Checksum();
                var view = Workbench.ColdView(snapshot);
                foreach (var framework in snapshot.Documents(FrameworkKind.Kind))
                {
                    sum.Add((long)CoverageOfFramework.Count(view.Cells.Coverage(framework)));
                }

                return sum.Value;
            },
            "best chains only, plain loops", () => (ulong)dense.CountMet(null));
    }
}
