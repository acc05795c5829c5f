using System.Globalization;
using System.Security.Cryptography;
using Graph.Engine.Log;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Stores.Neo4j;

/// <summary>
/// Makes the graph in Neo4j anew from the log beside it, in bounded transactions: corrects what stands beside entries and personal
/// values, deletes the graph, makes it, and only then lets the head be used again. Stopped in between, it is begun again.
/// </summary>
internal sealed class GraphRebuild(Neo4jLogStore log, BatchLimits limits)
{
    private readonly QueryApi api = log.Api;
    private readonly GraphStatements statements = new(log.Model);
    private readonly string run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private int step;

    private string Mark => string.Create(CultureInfo.InvariantCulture, $"{run}:{step}");

    public async Task<LogHead> RunAsync(IProgress<ReplayProgress>? reading, IProgress<RebuildProgress>? writing, CancellationToken cancellationToken)
    {
        var (snapshot, people) = await BeginAsync(reading, cancellationToken);
        var comparison = new GraphComparison(log, snapshot, people);
        await CorrectAsync(RebuildStatements.CorrectEntries, comparison.EntriesAsync(cancellationToken), cancellationToken);
        await CorrectAsync(RebuildStatements.CorrectPersonal, comparison.PersonalAsync(cancellationToken), cancellationToken);
        foreach (var deletion in (Func<GraphStatements, string>[])[RebuildStatements.DeleteEdges, RebuildStatements.DeleteOtherRelationships, RebuildStatements.DeleteNodes, RebuildStatements.DeleteStrays])
        {
            await DeleteAsync(deletion(statements), snapshot.Head, cancellationToken);
        }

        await new Neo4jOpening(api, log.Address, log.Model).MakeRulesAsync(cancellationToken);
        await CreateAsync(snapshot, people, writing, cancellationToken);
        await RunStepAsync(RebuildStatements.End, ("head", RebuildStatements.HeadProperties(snapshot.Head, comparison.ByteCount)), cancellationToken);
        return snapshot.Head;
    }

    // The log is verified before anything is marked or deleted, and what is marked is the revision that was verified.
    private async Task<(Snapshot Snapshot, PersonalValues People)> BeginAsync(IProgress<ReplayProgress>? reading, CancellationToken cancellationToken)
    {
        for (var count = 0; count < log.Options.ReadingCountMax; count++)
        {
            var (snapshot, people) = await GraphEngine.ReadAsync(log.Model, log, reading, cancellationToken);
            var begun = await api.RunAsync(
                RebuildStatements.Begin, QueryRequest.Parameters(("revision", snapshot.Head.Revision), ("hash", snapshot.Head.Hash), ("mark", Mark)), cancellationToken);
            if (begun.Rows.Count > 0)
            {
                return (snapshot, people);
            }
        }

        throw Neo4jGraph.Busy(log);
    }

    private async Task CorrectAsync(string statement, IAsyncEnumerable<GraphComparison.FoundNode> nodes, CancellationToken cancellationToken)
    {
        var rows = new List<Dictionary<string, object?>>();
        await foreach (var node in nodes)
        {
            if (node.Corrections.Count > 0 || node.LabelsTooMany.Any())
            {
                rows.Add(new() { ["id"] = node.Id, ["properties"] = node.Corrections, ["labels"] = node.LabelsTooMany });
            }

            if (rows.Count == limits.CountMax)
            {
                await RunStepAsync(statement, ("rows", rows), cancellationToken);
                rows.Clear();
            }
        }

        if (rows.Count > 0)
        {
            await RunStepAsync(statement, ("rows", rows), cancellationToken);
        }
    }

    private async Task DeleteAsync(string statement, LogHead head, CancellationToken cancellationToken)
    {
        while (await RunStepAsync(statement, ("revision", head.Revision), cancellationToken) is null or > 0)
        {
        }
    }

    private async Task CreateAsync(Snapshot snapshot, PersonalValues people, IProgress<RebuildProgress>? writing, CancellationToken cancellationToken)
    {
        var nodes = GraphImage.DocumentsOf(snapshot)
            .Select(document => new Row(GraphImage.PropertiesOf(document, snapshot.Model, people), new() { ["kind"] = document.Kind.Name }));
        var edges = GraphImage.DocumentsOf(snapshot)
            .SelectMany(from => GraphImage.EdgesOf(snapshot, from).Select(edge => new Row(
                GraphImage.PropertiesOf(edge.Kind, edge.Data, people), new() { ["from"] = from.Key, ["type"] = edge.Kind.Name, ["to"] = edge.To.Key })));
        var (written, of) = (0L, snapshot.DocumentCount + (long)snapshot.EdgeCount);
        foreach (var (statement, rows) in ((string, IEnumerable<Row>)[])[(RebuildStatements.CreateNodes, nodes), (RebuildStatements.CreateEdges, edges)])
        {
            foreach (var batch in limits.Cut(rows, row => GraphImage.BytesOf(row.Properties)))
            {
                if (await RunStepAsync(statement, ("rows", batch.Select(row => row.Parameters)), cancellationToken) is { } made && made != batch.Count)
                {
                    throw new StoreException($"The graph in {log.Address} is being altered by somebody while it is rebuilt: expected {batch.Count} made, found {made}. Run graph neo4j rebuild again.", isTransient: true);
                }

                writing?.Report(new(written += batch.Count, of));
            }
        }
    }

    /// <summary>Runs a statement once; gives how much it did, or null where its answer was lost and it is known only that it happened.</summary>
    private async Task<long?> RunStepAsync(string statement, (string Name, object? Value) given, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mark = Mark;
        step++;
        var batch = QueryRequest.Parameters(("mark", mark), ("next", Mark), ("count", limits.CountMax), given);
        var result = await api.RunAsync(statement, QueryRequest.Parameters(("batch", batch)), CancellationToken.None);
        if (result.Rows is [[long done]])
        {
            return done;
        }

        var state = await api.RunAsync(GraphStatements.State, CancellationToken.None);
        return result.MayHaveHappenedBefore && state.Rows is [[_, _, var found]] && (found is null ? statement == RebuildStatements.End : found.Equals(Mark))
            ? null
            : throw new StoreException($"Another rebuild of the graph in {log.Address} has begun; this one stops.", isTransient: false);
    }

    private sealed record Row(Dictionary<string, object?> Properties, Dictionary<string, object?> Ends)
    {
        public Dictionary<string, object?> Parameters => new(Ends) { ["properties"] = Properties };
    }
}

/// <summary>How far a rebuild has come: of all nodes and relationships, how many are made.</summary>
public readonly record struct RebuildProgress(long Count, long Of);
