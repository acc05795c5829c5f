using Graph.Engine.Log;

namespace Graph.Stores.Neo4j;

/// <summary>What a comparison of the graph in Neo4j with its log came to.</summary>
/// <param name="Head">The revision of both at which they were compared.</param>
/// <param name="NodeCount">The number of documents.</param>
/// <param name="EdgeCount">The number of edges.</param>
/// <param name="Counts">How many differences there are of each kind that occurs.</param>
/// <param name="Drift">The first ones of them.</param>
/// <param name="OtherCount">The number of nodes without a label of ours; nobody but their owner knows whether they are right.</param>
public sealed record GraphVerification(
    LogHead Head, int NodeCount, int EdgeCount, IReadOnlyDictionary<DriftKind, long> Counts, IReadOnlyList<GraphDrift> Drift, long OtherCount)
{
    /// <summary>The number of differences.</summary>
    public long DriftCount => Counts.Values.Sum();
}
