using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Cli;
using Graph.Stores;
using Graph.Stores.Memory;
using Graph.Stores.Neo4j;
using Graph.Stores.Sqlite;
using Graph.Tests.Cli;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>A log goes from a file to Neo4j and back and is the same log, with the graph beside it, and nobody reads a password.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jCopyTests(Neo4jServer server) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    [Neo4jFact]
    public async Task A_log_goes_there_and_back_with_the_same_hashes_names_and_answers()
    {
        var (file, back) = (folder.File("graph.db"), folder.File("back.db"));
        LogHead head;
        string graph;
        await using (var engine = await OpenAsync(SqliteLogStore.Open(file)))
        {
            await LogCopyTests.WriteAsync(engine);
            (head, graph) = (engine.Current.Head, Describe(engine.Current));
        }

        var there = await server.CommandAsync(["copy", file, server.Place], ("Graph__Batch__CountMax", "2"));
        var verified = await server.CommandAsync(["neo4j", "verify", "--store", server.Place]);
        var andBack = await server.CommandAsync(["copy", server.Place, back]);

        Assert.Equal((0, 0, 0), (there.Exit, verified.Exit, andBack.Exit));
        var (fromFile, fromNeo4j) = (folder.File("file.zip"), folder.File("neo4j.zip"));
        var ofFile = await server.CommandAsync(["export", "evidence-pack", "organisation", fromFile, "--database", file]);
        var ofNeo4j = await server.CommandAsync(["export", "evidence-pack", "organisation", fromNeo4j], ("Graph__Store", server.Place));
        var pack = await server.CommandAsync(["verify-pack", fromNeo4j, "--database", server.Place]);
        Assert.Equal((0, 0, 0), (ofFile.Exit, ofNeo4j.Exit, pack.Exit));
        Assert.Equal(await File.ReadAllBytesAsync(fromFile), await File.ReadAllBytesAsync(fromNeo4j));
        Assert.Contains("and the log is the one that they are of", pack.Output, StringComparison.Ordinal);
        foreach (var side in (string[])["source", "target"])
        {
            Assert.Contains($"{side}   revision {head.Revision}, hash {head.Hash}", there.Output);
            Assert.Contains($"{side}   revision {head.Revision}, hash {head.Hash}", andBack.Output);
        }

        Assert.Contains("The graph is the one of its log.", verified.Output);
        Assert.Contains("copying revision ", there.Error);
        Assert.DoesNotContain(server.Password!, string.Concat(there, verified, andBack), StringComparison.Ordinal);
        await using var first = SqliteLogStore.OpenToRead(file);
        await using var last = await OpenAsync(SqliteLogStore.Open(back));
        await using var between = await server.OpenAsync();
        await LogCopyTests.SameAsync(first, between);
        Assert.Equal(graph, Describe(last.Current));
        await server.AssertGraphIsOfAsync(last.Current);
    }

    [Neo4jFact]
    public async Task A_copy_to_Neo4j_that_was_stopped_goes_on_and_another_log_is_refused()
    {
        await using var source = await LogCopyTests.SourceAsync();
        var other = new MemoryLogStore();
        await (await OpenAsync(other)).ApplyAsync("other", Vendor("other"));
        await using var store = await server.OpenAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(source, store, new Stopping(3, stop), stop.Token));
        Assert.InRange((await store.HeadAsync(CancellationToken.None)).Revision, 2, 3);

        var result = await CopyAsync(source, store);
        var again = await CopyAsync(source, store);
        var refused = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(store, other));

        Assert.InRange(result.Begin.Revision, 2, 3);
        Assert.Equal(again.Head, again.Begin);
        Assert.StartsWith("The target holds another log: its entry of revision 1 has the hash ", refused.Message);
        await LogCopyTests.SameAsync(source, store);
        Assert.Equal(0, (await Neo4jGraph.VerifyAsync(store, null, null, CancellationToken.None)).DriftCount);
    }

    [Neo4jFact]
    public async Task A_source_that_was_altered_is_refused_and_its_first_bad_revision_named()
    {
        await using (var engine = await OpenAsync(await server.OpenAsync()))
        {
            await LogCopyTests.WriteAsync(engine);
        }

        await server.CypherAsync("MATCH (c:Change {revision: 4}) SET c.payload = c.payload + ' '");

        await using var store = await Neo4jLogStore.OpenToReadAsync(server.Address, server.Options, GraphModel.Default, CancellationToken.None);
        Assert.Equal(4, (await Assert.ThrowsAsync<BrokenLogException>(() => CopyAsync(store, new MemoryLogStore()))).Revision);
        Assert.Equal(4, (await Assert.ThrowsAsync<BrokenLogException>(() => Neo4jGraph.VerifyAsync(store, null, null, CancellationToken.None))).Revision);
        Assert.Equal(4, (await Assert.ThrowsAsync<BrokenLogException>(() => Neo4jGraph.RebuildAsync(store, new(), null, null, CancellationToken.None))).Revision);
        Assert.Equal([null], Assert.Single(await server.CypherAsync("MATCH (h:Head) RETURN h._rebuild")));
    }

    [Fact]
    public async Task From_one_Neo4j_to_another_the_one_password_is_not_sent()
    {
        var (exit, _, error) = await CommandRun.RunAsync("copy", "neo4j:http://neo4j@one:7474/neo4j", "neo4j:http://neo4j@two:7474/neo4j");

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("expected at least one SQLite file, found two addresses of Neo4j", error);
    }

    [Fact]
    public async Task A_copy_needs_a_password_and_a_source_and_makes_nothing_without()
    {
        var file = folder.File("graph.db");

        var noPassword = await CommandRun.RunAsync("copy", file, "neo4j:http://neo4j@127.0.0.1:1/neo4j");
        var noSource = await CommandRun.RunAsync("copy", file, folder.File("copy.db"));

        Assert.Equal((ExitCodes.Usage, ExitCodes.Store), (noPassword.Exit, noSource.Exit));
        Assert.Contains("expected the password of 'neo4j'", noPassword.Error);
        Assert.Contains("There is no database", noSource.Error);
        Assert.False(File.Exists(folder.File("copy.db")));
    }

    private static Task<CopyResult> CopyAsync(ILogStore source, ILogStore target, IProgress<ReplayProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new LogCopy(source, target, GraphModel.Default, new() { CountMax = 1 }).RunAsync(progress, cancellationToken);

    private sealed class Stopping(long revision, CancellationTokenSource stop) : IProgress<ReplayProgress>
    {
        public void Report(ReplayProgress value)
        {
            if (value.Revision == revision)
            {
                stop.Cancel();
            }
        }
    }
}
