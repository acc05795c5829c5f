using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Stores.Neo4j;

/// <summary>
/// Keeps the log in Neo4j, and in the same transaction the graph itself, for people who look at it there: documents as nodes, edges as
/// relationships, under the names of the model.
/// </summary>
/// <remarks>
/// Several processes may write to one database: the head is locked, compared and moved in the transaction that keeps a batch. A lost
/// answer is not guessed at: the same statement is sent again, which finds either the old head or its own entries.
/// An entry that is a change is refused before it is sent where the graph could not hold it; other bytes are kept as they are.
/// </remarks>
public sealed class Neo4jLogStore : ILogStore
{
    // What is read of the head is read behind its lock: a batch that is being committed is seen whole or not at all.
    private const string HeadText = $$"""
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        WITH h
        RETURN h.revision, h.hash, h.{{RebuildStatements.Mark}} IS NOT NULL
        """;

    // Whoever was beaten again and again asks for a turn: until it has written, or some time has passed, nobody else writes.
    private const string TurnText = """
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        WITH h, h.turn IS NULL OR h.turn = $writer OR h.turnEnds < timestamp() AS isFree
        SET h.turn = CASE WHEN isFree THEN $writer ELSE h.turn END,
            h.turnEnds = CASE WHEN isFree THEN timestamp() + $milliseconds ELSE h.turnEnds END
        RETURN h.revision, h.hash
        """;

    // A race may be lost by chance so often.
    private const int BeatenCountMax = 2;

    // Where each entry begins is counted in bytes, so that a page of large entries is as bounded as one of small ones.
    internal const string PageText = """
        MATCH (first:Change {revision: $after + 1}) USING INDEX first:Change(revision)
        MATCH (c:Change) USING INDEX c:Change(revision)
        WHERE c.revision > $after AND c.revision <= $after + $count AND coalesce(c.offset < first.offset + $bytes, true)
        RETURN c.revision, c.hash, c.payload ORDER BY c.revision
        """;

    private const string PersonalText = """
        MATCH (p:PersonalValue) USING INDEX p:PersonalValue(digest)
        WHERE p.digest > $after
        RETURN p.digest, p.salt, p.value ORDER BY p.digest LIMIT $count
        """;

    private readonly QueryApi api;
    private readonly Neo4jAddress address;
    private readonly Neo4jOptions options;
    private readonly GraphModel model;
    private readonly string writer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private int beatenCount;

    private Neo4jLogStore(QueryApi api, Neo4jAddress address, Neo4jOptions options, GraphModel model)
    {
        this.api = api;
        this.address = address;
        this.options = options;
        this.model = model;
    }

    /// <inheritdoc/>
    public string Name => "neo4j";

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <summary>
    /// Waits for a Neo4j that is being started as well, at most as long as <see cref="Neo4jOptions.StartWaitMax"/>, and says so once. What
    /// does not answer then is told by whoever opens it.
    /// </summary>
    public static async Task WaitAsync(Neo4jAddress address, Neo4jOptions options, Action<string> tell, CancellationToken cancellationToken)
    {
        using var api = new QueryApi(address, options);
        var pause = TimeSpan.Zero;

        // The time runs from the first look, which may itself take some: whoever waits at all says so.
        long? begun = null;
        while (await api.WhyNoAnswerAsync(cancellationToken) is { } cause && Stopwatch.GetElapsedTime(begun ??= Stopwatch.GetTimestamp()) < options.StartWaitMax)
        {
            if (pause == TimeSpan.Zero)
            {
                tell($"Neo4j at {address} does not answer yet ({cause}). It is waited for, {options.StartWaitMax.TotalSeconds:0.###} seconds at most (Graph:Neo4j:StartWaitMax).");
            }

            pause = pause == TimeSpan.Zero ? options.RetryDelay : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, options.RetryDelayMax.Ticks));
            await Task.Delay(pause, cancellationToken);
        }
    }

    /// <summary>Opens a database: checks what it is, makes the constraints that are missing, and begins a log in an empty one.</summary>
    /// <exception cref="StoreException">There is no Neo4j, it is too old, it does not let us in, or the database is somebody else's.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static async Task<Neo4jLogStore> OpenAsync(Neo4jAddress address, Neo4jOptions options, GraphModel model, CancellationToken cancellationToken)
    {
        var api = new QueryApi(address, options);
        try
        {
            await new Neo4jOpening(api, address, model).RunAsync(cancellationToken);
            return new(api, address, options, model);
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <summary>Opens a database that holds a log, for reading: nothing is made in it, and it may be in use or half rebuilt.</summary>
    /// <exception cref="StoreException">There is no Neo4j, it is too old, it does not let us in, or the database holds no log.</exception>
    public static async Task<Neo4jLogStore> OpenToReadAsync(Neo4jAddress address, Neo4jOptions options, GraphModel model, CancellationToken cancellationToken)
    {
        var api = new QueryApi(address, options);
        try
        {
            await new Neo4jOpening(api, address, model).CheckAsync(cancellationToken);
            return new(api, address, options, model);
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    internal QueryApi Api => api;

    internal Neo4jAddress Address => address;

    internal Neo4jOptions Options => options;

    internal GraphModel Model => model;

    /// <inheritdoc/>
    public async Task<LogHead> HeadAsync(CancellationToken cancellationToken) => Head(await api.RunAsync(HeadText, cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await api.RunAsync(PageText, QueryRequest.Parameters(("after", after), ("count", options.PageCountMax), ("bytes", options.PageBytesMax)), cancellationToken);
            var begin = after;
            foreach (var row in page.Rows)
            {
                // Of a batch that is just being committed the index may show a part. What comes after a gap is read once the gap is filled.
                if (row is not [long revision, string hash, var payload] || revision != after + 1)
                {
                    break;
                }

                cancellationToken.ThrowIfCancellationRequested();
                yield return new(new(revision, hash), QueryResult.Bytes(payload), []);
                after = revision;
            }

            if (after == begin)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public async Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0)
        {
            await CheckAsync(expected, cancellationToken);
            return;
        }

        // From here on the caller cannot stop it: to abandon a request does not stop the statement.
        var content = new BatchContent(model, options, batch);
        var result = await RunAsync(content, expected);
        if (result.Rows.Count == 0 && !(result.MayHaveHappenedBefore && await IsKeptAsync(content.Head)))
        {
            throw new RevisionConflictException(expected, ++beatenCount > BeatenCountMax ? await AskForTurnAsync() : await HeadAsync(CancellationToken.None));
        }

        beatenCount = 0;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken)
    {
        var values = new List<PersonalValue>();
        while (true)
        {
            var page = await api.RunAsync(PersonalText, QueryRequest.Parameters(("after", values.Count == 0 ? "" : values[^1].Digest), ("count", options.PageCountMax)), cancellationToken);
            values.AddRange(page.Rows.Select(row => new PersonalValue((string)row[0]!, Convert.FromBase64String((string?)row[1] ?? ""), (string?)row[2])));
            if (page.Rows.Count < options.PageCountMax)
            {
                return values;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task CheckAsync(LogHead expected, CancellationToken cancellationToken)
    {
        var found = await api.RunAsync(HeadText, cancellationToken);
        if (found.Rows is [[_, _, true]])
        {
            throw BeingRebuilt(null);
        }

        if (Head(found) is var head && head != expected)
        {
            throw new RevisionConflictException(expected, head);
        }
    }

    private async Task<QueryResult> RunAsync(BatchContent content, LogHead expected)
    {
        try
        {
            return await api.RunAsync(
                content.Erased.Count == 0 ? AppendStatement.Text : AppendStatement.ErasingText, AppendStatement.Parameters(content, expected, writer), CancellationToken.None);
        }
        catch (StoreException e) when (AppendStatement.FaultIn(e.InnerException) is AppendStatement.IsBeingRebuilt)
        {
            throw BeingRebuilt(e);
        }
        catch (StoreException e) when (AppendStatement.FaultIn(e.InnerException) is { } fault)
        {
            throw new StoreException($"The graph in {address} is not the one of its log at revision {expected.Revision}: {fault}. It was altered by hand; nothing was written. Where it differs, graph neo4j verify tells.", isTransient: true, e)
            {
                NothingWritten = true,
                WhyClosed = "The graph in Neo4j was altered by hand where this change belongs; whoever operates it runs graph neo4j verify, and graph neo4j rebuild.",
            };
        }
    }

    private StoreException BeingRebuilt(StoreException? cause) => new(RebuildStatements.Refusal(address) + " Nothing was written.", isTransient: true, cause)
    {
        WhyClosed = "The graph in Neo4j is being rebuilt, or a rebuild of it was stopped before its end.",
    };

    private async Task<LogHead> AskForTurnAsync() =>
        Head(await api.RunAsync(TurnText, QueryRequest.Parameters(("writer", writer), ("milliseconds", (long)options.TurnTimeMax.TotalMilliseconds)), CancellationToken.None));

    private LogHead Head(QueryResult result) => result.Rows is [[long revision, string hash, ..]]
        ? new(revision, hash)
        : throw NoHead(address);

    /// <summary>What is said of a database whose head somebody took away.</summary>
    internal static StoreException NoHead(Neo4jAddress address) => new($"The database {address} has no head: it was altered by hand.", isTransient: false);

    // The hash covers everything before it, so an entry of the same place and hash is ours.
    private async Task<bool> IsKeptAsync(LogHead head)
    {
        var result = await api.RunAsync(
            "MATCH (c:Change {revision: $revision}) RETURN c.hash", QueryRequest.Parameters(("revision", head.Revision)), CancellationToken.None);
        return result.Rows is [[string hash]] && hash == head.Hash;
    }
}
