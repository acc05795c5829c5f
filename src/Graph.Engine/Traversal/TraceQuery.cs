using System.Diagnostics;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Traversal;

/// <summary>How two documents are connected along the chain, and the whole chain of one system.</summary>
public static class TraceQuery
{
    /// <summary>The edge kinds that belong to the chain, followed along their arrows; a mapping is passed from FROM to TO.</summary>
    public static IReadOnlyList<EdgeKind> ChainKinds { get; } =
    [
        EdgeKinds.HasRisk, EdgeKinds.MitigatedBy, EdgeKinds.Satisfies, EdgeKinds.EvidencedBy, EdgeKinds.Demonstrates,
        EdgeKinds.Uses, EdgeKinds.SuppliedBy, EdgeKinds.PartOf, EdgeKinds.From, EdgeKinds.To,
    ];

    /// <summary>All shortest paths from one document to another, by the edge kinds given; null = all that belong to the chain.</summary>
    /// <exception cref="DeadlineExceededException">It took too long.</exception>
    public static TraceResult Run(
        View view, Document from, Document to, IReadOnlyCollection<EdgeKind>? via, TraversalLimits limits, CancellationToken cancellationToken)
    {
        var kinds = ChainKinds.Where(k => via is null || via.Contains(k)).ToList();
        var snapshot = view.Snapshot;
        var deadline = Stopwatch.GetTimestamp() + (long)(limits.TimeMax.TotalSeconds * Stopwatch.Frequency);
        var depthOf = new Dictionary<int, int> { [from.Ordinal] = 0 };
        var before = new Dictionary<int, List<(int Node, string Edge)>>();
        var frontier = new List<int> { from.Ordinal };
        Truncation? truncatedBy = null;
        for (var depth = 1; frontier.Count > 0 && !depthOf.ContainsKey(to.Ordinal); depth++)
        {
            if (depth > limits.DepthMax)
            {
                return new([], Truncation.Depth);
            }

            var next = new List<int>();
            foreach (var node in frontier)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Stopwatch.GetTimestamp() > deadline)
                {
                    throw new DeadlineExceededException(limits.TimeMax);
                }

                // A framework is an end only: through it everything would lead to everything.
                var document = snapshot.Document(node)!;
                if (document.Kind == FrameworkKind.Kind && node != from.Ordinal)
                {
                    continue;
                }

                foreach (var (far, edge) in Steps(snapshot, document, kinds))
                {
                    if (!depthOf.TryGetValue(far, out var known))
                    {
                        if (depthOf.Count > limits.NodeCountMax)
                        {
                            return new([], Truncation.Nodes);
                        }

                        depthOf.Add(far, depth);
                        before.Add(far, []);
                        next.Add(far);
                        known = depth;
                    }

                    if (known == depth)
                    {
                        before[far].Add((node, edge));
                    }
                }
            }

            frontier = next;
        }

        var paths = new List<TracePath>();
        if (depthOf.ContainsKey(to.Ordinal))
        {
            truncatedBy = Collect(snapshot, from, to, before, limits.PathCountMax, paths);
        }

        return new(paths, truncatedBy);
    }

    /// <summary>
    /// The chain matrix of a system: each of its own risks with each control that mitigates it for this system, each proof of that control and
    /// each requirement it satisfies, as all combinations; controls that apply to it without such a risk come with no risk.
    /// </summary>
    public static IReadOnlyList<ChainRow> Matrix(View view, Document system)
    {
        var snapshot = view.Snapshot;
        var rows = new List<ChainRow>();
        var seen = new HashSet<int>();
        foreach (var risk in Far(snapshot, snapshot.Out(system, EdgeKinds.HasRisk)))
        {
            var controls = Far(snapshot, snapshot.Out(risk, EdgeKinds.MitigatedBy)).Where(c => Applies(snapshot, c, system)).ToList();
            if (controls.Count == 0)
            {
                rows.Add(new(risk, null, null, null));
            }

            foreach (var control in controls)
            {
                seen.Add(control.Ordinal);
                AddRows(risk, control);
            }
        }

        foreach (var control in Far(snapshot, snapshot.In(system, EdgeKinds.AppliesTo)).Where(c => !seen.Contains(c.Ordinal)))
        {
            AddRows(null, control);
        }

        return rows;

        void AddRows(Document? risk, Document control)
        {
            Document?[] proofs = [.. Far(snapshot, snapshot.Out(control, EdgeKinds.EvidencedBy))];
            Document?[] requirements = [.. Far(snapshot, snapshot.Out(control, EdgeKinds.Satisfies))];
            rows.AddRange(
                from proof in proofs.DefaultIfEmpty()
                from requirement in requirements.DefaultIfEmpty()
                select new ChainRow(risk, control, proof, requirement));
        }
    }

    private static bool Applies(Snapshot snapshot, Document control, Document system) =>
        control.Text(ControlKind.Scope) == "ORGANISATION"
        || !snapshot.Out(control, EdgeKinds.AppliesTo).Any()
        || snapshot.Edge(control, EdgeKinds.AppliesTo, system) is not null;

    private static IEnumerable<Document> Far(Snapshot snapshot, Edges edges)
    {
        var documents = new List<Document>();
        foreach (var (node, _) in edges)
        {
            documents.Add(snapshot.Document(node)!);
        }

        return documents.OrderBy(d => d.Key, StringComparer.Ordinal);
    }

    private static List<(int Far, string Edge)> Steps(Snapshot snapshot, Document document, List<EdgeKind> kinds)
    {
        var steps = new List<(int Far, string Edge)>();
        foreach (var kind in kinds)
        {
            // The chain enters a mapping from its source, against the FROM edge, and leaves it to its target.
            if (kind == EdgeKinds.From)
            {
                foreach (var (node, _) in snapshot.In(document, kind))
                {
                    steps.Add((node, $"{snapshot.Document(node)!.Key}|{kind.Name}|{document.Key}"));
                }

                continue;
            }

            foreach (var (node, _) in snapshot.Out(document, kind))
            {
                steps.Add((node, $"{document.Key}|{kind.Name}|{snapshot.Document(node)!.Key}"));
            }
        }

        return steps;
    }

    // Walks back from the end, level by level, with an own stack: the number of paths is bounded, not only their length.
    private static Truncation? Collect(
        Snapshot snapshot, Document from, Document to, Dictionary<int, List<(int Node, string Edge)>> before, int countMax, List<TracePath> paths)
    {
        var stack = new Stack<(int Node, List<PathStep> Tail)>();
        stack.Push((to.Ordinal, []));
        while (stack.TryPop(out var top))
        {
            if (top.Node == from.Ordinal)
            {
                if (paths.Count >= countMax)
                {
                    return Truncation.Paths;
                }

                paths.Add(new([new("", from), .. top.Tail]));
                continue;
            }

            foreach (var (node, edge) in before[top.Node].OrderByDescending(b => snapshot.Document(b.Node)!.Key, StringComparer.Ordinal))
            {
                stack.Push((node, [new(edge, snapshot.Document(top.Node)!), .. top.Tail]));
            }
        }

        paths.Sort(ByKeys);
        return null;
    }

    // All are of one length, so the first difference decides.
    private static int ByKeys(TracePath a, TracePath b) =>
        a.Steps.Zip(b.Steps, (x, y) => string.CompareOrdinal(x.Node.Key, y.Node.Key)).FirstOrDefault(order => order != 0);
}
