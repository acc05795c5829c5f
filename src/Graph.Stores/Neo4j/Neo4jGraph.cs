using Graph.Engine.Log;
using Graph.Engine.Writing;

namespace Graph.Stores.Neo4j;

/// <summary>The graph that lies in Neo4j beside its log, for who asks whether it is the right one and makes it anew.</summary>
public static class Neo4jGraph
{
    /// <summary>
    /// Verifies the log and compares all of the graph with it, also while servers write: both are read between two looks at the head,
    /// behind its lock, and where it has moved they are read again.
    /// </summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    /// <exception cref="StoreException">Neo4j failed, the graph is being rebuilt, or servers write all the time.</exception>
    public static async Task<GraphVerification> VerifyAsync(
        Neo4jLogStore log, IProgress<ReplayProgress>? reading, IProgress<ReplayProgress>? comparing, CancellationToken cancellationToken)
    {
        for (var count = 0; count < log.Options.ReadingCountMax; count++)
        {
            await CheckStateAsync(log, cancellationToken);
            var (snapshot, people) = await GraphEngine.ReadAsync(log.Model, log, reading, cancellationToken);
            if (await CheckStateAsync(log, cancellationToken) == snapshot.Head)
            {
                var found = await new GraphComparison(log, snapshot, people).RunAsync(comparing, cancellationToken);
                if (await CheckStateAsync(log, cancellationToken) == snapshot.Head)
                {
                    return found;
                }
            }
        }

        throw Busy(log);
    }

    /// <summary>
    /// Makes the graph anew from the log, in bounded transactions. Until it has come to its end nothing else is written to the database and no
    /// server starts on it; stopped in between, it is run again.
    /// </summary>
    /// <exception cref="BrokenLogException">The log is not what was written; nothing was altered.</exception>
    /// <exception cref="StoreException">Neo4j failed, or another rebuild has begun.</exception>
    public static Task<LogHead> RebuildAsync(
        Neo4jLogStore log, BatchLimits limits, IProgress<ReplayProgress>? reading, IProgress<RebuildProgress>? writing, CancellationToken cancellationToken) =>
        new GraphRebuild(log, limits).RunAsync(reading, writing, cancellationToken);

    internal static StoreException Busy(Neo4jLogStore log) => new(
        $"Servers wrote to {log.Address} whenever it was read, {log.Options.ReadingCountMax} times (Graph:Neo4j:ReadingCountMax): do it again when less is written.", isTransient: true);

    private static async Task<LogHead> CheckStateAsync(Neo4jLogStore log, CancellationToken cancellationToken)
    {
        var state = await log.Api.RunAsync(GraphStatements.State, cancellationToken);
        return state.Rows switch
        {
            [[long revision, string hash, null]] => new(revision, hash),
            [[long, string, _]] => throw new StoreException(RebuildStatements.Refusal(log.Address), isTransient: false),
            _ => throw Neo4jLogStore.NoHead(log.Address),
        };
    }
}
