using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Bench.Measuring;

/// <summary>The baseline of impact: one direction of edges in two flat arrays, and breadth first over them without any rule.</summary>
internal sealed class CompactGraph
{
    private readonly int[] first;
    private readonly int[] ends;
    private readonly bool[] seen;
    private readonly int[] queue;

    public CompactGraph(Snapshot snapshot)
    {
        var pairs = new List<(int From, int To)>();
        for (var node = 0; node < snapshot.OrdinalCount; node++)
        {
            if (snapshot.Document(node) is { } document)
            {
                foreach (var kind in snapshot.Model.Edges)
                {
                    Add(pairs, node, snapshot.Out(document, kind), kind.Loss == Along.With);
                    Add(pairs, node, snapshot.In(document, kind), kind.Loss == Along.Against || kind == EdgeKinds.PartOf);
                }
            }
        }

        first = new int[snapshot.OrdinalCount + 1];
        ends = [.. pairs.Select(p => p.To)];
        pairs.ForEach(p => first[p.From + 1]++);
        for (var node = 0; node < snapshot.OrdinalCount; node++)
        {
            first[node + 1] += first[node];
        }

        seen = new bool[snapshot.OrdinalCount];
        queue = new int[snapshot.OrdinalCount];
    }

    /// <summary>The number of documents reached from a start.</summary>
    public int Reach(int start)
    {
        Array.Clear(seen);
        var count = 1;
        queue[0] = start;
        seen[start] = true;
        for (var head = 0; head < count; head++)
        {
            for (var e = first[queue[head]]; e < first[queue[head] + 1]; e++)
            {
                if (!seen[ends[e]])
                {
                    seen[ends[e]] = true;
                    queue[count++] = ends[e];
                }
            }
        }

        return count - 1;
    }

    private static void Add(List<(int From, int To)> pairs, int node, Edges edges, bool isCarried)
    {
        if (isCarried)
        {
            foreach (var (far, _) in edges)
            {
                pairs.Add((node, far));
            }
        }
    }
}
