using Graph.Bench.Measuring;
using Graph.Engine.Model.Organisation;

namespace Graph.Bench.Questions;

/// <summary>What depends on a piece of evidence?</summary>
internal static class ImpactTypical
{
    public const string Name = "impact-typical";
    private const int StartCount = 20;

    public static async Task RunAsync(Workbench bench)
    {
        var snapshot = (await bench.EngineAsync()).Current;
        var compact = new CompactGraph(snapshot);
        var all = snapshot.Keys(EvidenceKind.Kind);
        List<Graph.Engine.Snapshots.Document> starts = [.. Enumerable.Range(0, StartCount).Select(i => snapshot.Document(all[i * all.Count / StartCount])!)];
        await bench.CompareAsync(
            Name, $"each of {StartCount} pieces of evidence",
            () => starts.Aggregate(0UL, (sum, s) => sum + (ulong)ImpactOfHub.Run(snapshot, s).Count),
            "breadth first over flat arrays", () => starts.Aggregate(0UL, (sum, s) => sum + (ulong)compact.Reach(s.Ordinal)), operations: StartCount);
    }
}
