using Graph.Bench.Measuring;
using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Proof = Graph.Bench.Generation.Proof;

namespace Graph.Bench.Questions;

/// <summary>What does one system still lack, over every framework?</summary>
internal static class GapsOfSystem
{
    public const string Name = "gaps-system";
    private const string Raw = "best chains only, plain loops";
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        var snapshot = engine.Current;
        var dense = new DenseCells(snapshot);
        List<Document> systems = [.. HighRiskSystems(snapshot).Take(40)];
        var first = systems[0];
        await bench.CompareAsync(Name, "rows, cold view", () => Rows(Workbench.ColdView(snapshot), first), Raw, () => (ulong)dense.CountNotMet(first), Floor);
        await bench.CompareAsync(Name, "rows with defects and credit, cold view", () => Explained(Workbench.ColdView(snapshot), first), Raw, () => (ulong)dense.CountNotMet(first), Floor);
        await bench.CompareAsync(
            Name, $"rows of each of {systems.Count} systems, cold view", () => systems.Aggregate(0UL, (sum, s) => sum + Rows(Workbench.ColdView(snapshot), s)),
            Raw, () => systems.Aggregate(0UL, (sum, s) => sum + (ulong)dense.CountNotMet(s)), Floor, systems.Count);
        await bench.CompareAsync(Name, "rows, first view after a write", () => Rows(Workbench.ColdView(Publish.Next(engine)), first), Raw, () => (ulong)dense.CountNotMet(first));
        var warm = Workbench.ColdView(snapshot);
        await bench.CompareAsync(Name, "rows again, same view", () => Rows(warm, first), Raw, () => (ulong)dense.CountNotMet(first));
    }

    /// <summary>The systems that owe most.</summary>
    public static IEnumerable<Document> HighRiskSystems(Snapshot snapshot) => snapshot.Documents(AiSystemKind.Kind)
        .Where(s => CellReader.IsSubject(s, Proof.Today) && s.List(AiSystemKind.Classes) is ["HIGH_RISK"]);

    private static ulong Rows(View view, Document system)
    {
        var sum = new Checksum();
        foreach (var cell in view.Cells.Gaps(system))
        {
            sum.Add(((int)cell.Verdict << 16) | ((int)cell.State << 8) | (int)(cell.CreditState ?? 0));
        }

        return sum.Value;
    }

    private static ulong Explained(View view, Document system)
    {
        var sum = new Checksum();
        foreach (var cell in view.Cells.Gaps(system))
        {
            sum.Add(cell.Requirement.Key);
            sum.Add(cell.Credit?.Paths.Count ?? 0);
            foreach (var defect in cell.Defects)
            {
                sum.Add((int)defect.Code);
                sum.Add(defect.Node.Key);
            }
        }

        return sum.Value;
    }
}
