using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Traversal;

/// <summary>What depends on a document.</summary>
public static class ImpactQuery
{
    /// <summary>Follows one impact profile from a start.</summary>
    /// <exception cref="DeadlineExceededException">It took too long.</exception>
    public static ImpactResult Run(View view, Document start, ImpactEvent @event, TraversalLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>How two documents are connected along the chain.</summary>
public static class TraceQuery
{
    /// <summary>All shortest paths from one document to another, by the edge kinds given; null = all that belong to the chain.</summary>
    public static TraceResult Run(View view, Document from, Document to, IReadOnlyCollection<EdgeKind>? via, TraversalLimits limits, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The chain matrix of a system: each of its risks with what mitigates it, what proves that, and what it satisfies, as all combinations.</summary>
    public static IReadOnlyList<ChainRow> Matrix(View view, Document system) => throw new NotImplementedException();
}
