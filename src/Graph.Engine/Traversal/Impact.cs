using Graph.Engine.Snapshots;

namespace Graph.Engine.Traversal;

/// <summary>What happens to the start (design section 3).</summary>
public enum ImpactEvent
{
    /// <summary>It stops holding.</summary>
    Loss,

    /// <summary>It now means something else.</summary>
    Change,
}

/// <summary>The bounds of a traversal.</summary>
public sealed record TraversalLimits
{
    /// <summary>The greatest distance from the start. Default 16.</summary>
    public int DepthMax { get; init; } = 16;

    /// <summary>The greatest number of documents reached. Default 100,000.</summary>
    public int NodeCountMax { get; init; } = 100_000;

    /// <summary>The greatest number of paths listed by a trace. Default 100.</summary>
    public int PathCountMax { get; init; } = 100;

    /// <summary>The greatest time. Default 10 seconds.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Which limit cut an answer short.</summary>
public enum Truncation
{
    /// <summary>The greatest distance.</summary>
    Depth,

    /// <summary>The greatest number of documents.</summary>
    Nodes,

    /// <summary>The greatest number of paths.</summary>
    Paths,
}

/// <summary>The time of a traversal is over; nothing is answered.</summary>
public sealed class DeadlineExceededException(TimeSpan timeMax) : Exception($"The traversal took longer than {timeMax}.");

/// <summary>One edge of a path.</summary>
/// <param name="Edge">The key of the edge, from|KIND|to.</param>
/// <param name="Node">The document to which it leads.</param>
public sealed record PathStep(string Edge, Document Node);

/// <summary>A document reached, with one shortest path from the start.</summary>
/// <param name="Node">The document.</param>
/// <param name="Distance">The number of edges.</param>
/// <param name="Path">The steps of one shortest path.</param>
public sealed record Reached(Document Node, int Distance, IReadOnlyList<PathStep> Path);

/// <summary>Everything reached under an event, ordered by distance and key.</summary>
/// <param name="Start">The start, which is not in the answer.</param>
/// <param name="Event">The event.</param>
/// <param name="Count">The number of documents reached.</param>
/// <param name="TruncatedBy">The limit that cut the answer short; null = complete.</param>
/// <param name="Nodes">The documents reached, ordered by distance and key, made when asked for.</param>
public sealed record ImpactResult(Document Start, ImpactEvent Event, int Count, Truncation? TruncatedBy, Lazy<IReadOnlyList<Reached>> Nodes);

/// <summary>A path of a trace.</summary>
/// <param name="Steps">The documents in order; the edge of the first is empty.</param>
public sealed record TracePath(IReadOnlyList<PathStep> Steps);

/// <summary>All shortest paths along the chain.</summary>
/// <param name="Paths">The paths, ordered by their keys.</param>
/// <param name="TruncatedBy">The limit that cut the answer short; null = complete.</param>
public sealed record TraceResult(IReadOnlyList<TracePath> Paths, Truncation? TruncatedBy);

/// <summary>One row of the chain matrix of a system; a null says what is missing.</summary>
/// <param name="Risk">The risk.</param>
/// <param name="Control">What mitigates it; null = nothing does.</param>
/// <param name="Proof">What shows that the control operates; null = nothing does.</param>
/// <param name="Requirement">What the control satisfies; null = nothing.</param>
public sealed record ChainRow(Document? Risk, Document? Control, Document? Proof, Document? Requirement);
