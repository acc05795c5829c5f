using Graph.Bench.Measuring;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;

namespace Graph.Bench.Questions;

/// <summary>What depends on the control on which most depends?</summary>
internal static class ImpactOfHub
{
    public const string Name = "impact-hub";
    private const string Raw = "breadth first over flat arrays";
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(20);
    private static readonly TraversalLimits Limits = new() { NodeCountMax = int.MaxValue };

    public static async Task RunAsync(Workbench bench)
    {
        var snapshot = (await bench.EngineAsync()).Current;
        var compact = new CompactGraph(snapshot);
        foreach (var (key, what) in new[] { ("control:0", "a control of the organisation"), ("control:1", "a control of some systems") })
        {
            var hub = snapshot.Document(key)!;
            var reached = Run(snapshot, hub).Count;
            await bench.CompareAsync(Name, $"{what}, {reached} reached", () => (ulong)Run(snapshot, hub).Count, Raw, () => (ulong)compact.Reach(hub.Ordinal), Floor);
            await bench.CompareAsync(Name, $"{what}, with every path", () => Listed(Run(snapshot, hub)), Raw, () => (ulong)compact.Reach(hub.Ordinal));
        }
    }

    public static ImpactResult Run(Snapshot snapshot, Document start) => ImpactQuery.Run(Workbench.ColdView(snapshot), start, ImpactEvent.Loss, Limits, default);

    private static ulong Listed(ImpactResult result)
    {
        var sum = new Checksum();
        foreach (var reached in result.Nodes.Value)
        {
            sum.Add(reached.Node.Ordinal);
            sum.Add(reached.Path.Count);
        }

        return sum.Value;
    }
}
