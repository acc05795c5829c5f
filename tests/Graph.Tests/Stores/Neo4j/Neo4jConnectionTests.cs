using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Stores.Neo4j;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>
/// Goal: a change that is written over a bad connection is kept once or not at all, and whoever wrote it is not told a guess. Method:
/// something between store and server spoils the request or its answer at each step of the way, once or for good.
/// </summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jConnectionTests(Neo4jServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Neo4jTheory]
    [MemberData(nameof(Faults))]
    public async Task A_change_that_meets_faults_is_kept_once_and_answered(Fault fault)
    {
        using var connection = new FaultyConnection(server.Address.Server);
        await using var engine = await OpenAsync(await OpenOverAsync(connection, retryCountMax: 5));
        await engine.ApplyAsync("one", Vendor("a"));

        connection.Spoil(fault, count: 1);
        var result = await engine.ApplyAsync("two", Vendor("b"));

        Assert.Equal(1, connection.SpoiltCount);
        Assert.Equal(2, result.Head.Revision);
        Assert.Equal(3, (await engine.ApplyAsync("three", Vendor("c"))).Head.Revision);
        await CheckAsync(engine.Current.Head);
    }

    [Neo4jTheory]
    [MemberData(nameof(Faults))]
    public async Task A_change_that_meets_faults_to_the_last_try_is_kept_whole_or_not_at_all(Fault fault)
    {
        using var connection = new FaultyConnection(server.Address.Server);
        await using var store = await OpenOverAsync(connection, retryCountMax: 1);
        var first = await store.AppendAsync("one");
        var batch = LogEntries.After(first, "two", "three");

        connection.Spoil(fault, count: int.MaxValue);
        var failure = await Record.ExceptionAsync(() => store.AppendAsync(first, batch, CancellationToken.None));

        connection.Spoil(fault, count: 0);
        var head = await store.HeadAsync(CancellationToken.None);
        Assert.Equal(fault == Fault.Slow ? null : true, (failure as StoreException)?.IsTransient);
        Assert.Contains(head, (LogHead[])[first, batch[^1].Head]);
        Assert.Equal(fault is not (Fault.CutBeforeTheRequest or Fault.CutWithinTheRequest or Fault.NoRequestInTime), head == batch[^1].Head);
        Assert.Equal(head.Revision, (await store.ReadAllAsync()).Count);
    }

    [Neo4jFact]
    public async Task A_lost_answer_is_told_apart_from_somebody_else_who_was_first()
    {
        using var connection = new FaultyConnection(server.Address.Server);
        await using var store = await OpenOverAsync(connection, retryCountMax: 5);
        await using var other = await server.OpenAsync();
        var first = await store.AppendAsync("one");

        connection.Spoil(Fault.CutWithinTheRequest, count: 1);
        await other.AppendAsync("somebody else");

        await Assert.ThrowsAsync<RevisionConflictException>(() => store.AppendAsync(first, LogEntries.After(first, "two"), CancellationToken.None));
        Assert.Equal(["one", "somebody else"], (await store.ReadAllAsync()).Select(LogEntries.Text));
    }

    [Neo4jTheory]
    [MemberData(nameof(Faults))]
    public async Task A_rebuild_that_meets_faults_at_each_of_its_steps_makes_the_graph_once_and_whole(Fault fault)
    {
        using var connection = new FaultyConnection(server.Address.Server);
        await using var engine = await OpenAsync(await server.OpenAsync());
        await LogCopyTests.WriteAsync(engine);
        await using var log = await OpenToReadOverAsync(connection, retryCountMax: 2);
        string[] steps = ["DELETE r", "DETACH DELETE n", "CREATE (n:Entity)", "CREATE (a)-[r:$(row.type)]->(b)", "REMOVE h:$("];

        foreach (var step in steps)
        {
            connection.Spoil(fault, count: 1, step);
            Assert.Equal(engine.Current.Head, await Neo4jGraph.RebuildAsync(log, new(), null, null, CancellationToken.None));
        }

        Assert.Equal(steps.Length, connection.SpoiltCount);
        await server.AssertGraphIsOfAsync(engine.Current);
    }

    [Neo4jTheory]
    [InlineData(Fault.CutWithinTheRequest)]
    [InlineData(Fault.CutBeforeTheAnswer)]
    public async Task A_rebuild_whose_connection_stays_cut_ends_and_a_second_one_makes_the_graph_whole(Fault fault)
    {
        using var connection = new FaultyConnection(server.Address.Server);
        await using var engine = await OpenAsync(await server.OpenAsync());
        await LogCopyTests.WriteAsync(engine);
        await using var log = await OpenToReadOverAsync(connection, retryCountMax: 2);

        connection.Spoil(fault, count: int.MaxValue, "CREATE (a)-[r:$(row.type)]->(b)");
        var failure = await Assert.ThrowsAsync<StoreException>(() => Neo4jGraph.RebuildAsync(log, new(), null, null, CancellationToken.None));

        Assert.True(failure.IsTransient);
        Assert.NotNull((await Assert.ThrowsAsync<StoreException>(() => engine.ApplyAsync("meanwhile", Vendor("b")))).WhyClosed);
        connection.Spoil(fault, count: 0);
        await Neo4jGraph.RebuildAsync(log, new(), null, null, CancellationToken.None);
        await server.AssertGraphIsOfAsync(engine.Current);
    }

    private async Task<Neo4jLogStore> OpenToReadOverAsync(FaultyConnection connection, int retryCountMax)
    {
        var options = server.Options;
        (options.RequestTimeMax, options.RetryCountMax, options.RetryDelay) = (TimeSpan.FromSeconds(1), retryCountMax, TimeSpan.FromMilliseconds(10));
        return await Neo4jLogStore.OpenToReadAsync(server.Address with { Server = connection.Address }, options, GraphModel.Default, CancellationToken.None);
    }

    private async Task<Neo4jLogStore> OpenOverAsync(FaultyConnection connection, int retryCountMax)
    {
        var options = server.Options;
        (options.RequestTimeMax, options.RetryCountMax, options.RetryDelay) = (TimeSpan.FromSeconds(3), retryCountMax, TimeSpan.FromMilliseconds(10));
        return await server.OpenAsync(options: options, address: server.Address with { Server = connection.Address });
    }

    private async Task CheckAsync(LogHead head)
    {
        await using var again = await OpenAsync(await server.OpenAsync());
        Assert.Equal(head, again.Current.Head);
        await server.AssertGraphIsOfAsync(again.Current);
    }
}
