using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Neo4j;
using Graph.Tests.Engine.Shared;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>
/// Goal: a Neo4j that is killed while it writes loses nothing that was acknowledged and keeps nothing by halves. Method: kill -9 at a
/// moment of chance, ten times over one database, alternately under one writer and under 32 that share their batches; after each
/// start the log is verified, asked for every change that was acknowledged, and compared with the graph beside it. And twice while the
/// graph is made anew: as it is deleted, and as it is made.
/// </summary>
[Collection(Neo4jKillingTests.Name)]
public sealed class Neo4jKilledTests(Neo4jServer server) : IAsyncLifetime
{
    private const int RoundCount = 10;

    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [OwnNeo4jFact]
    public async Task Killing_it_ten_times_in_the_middle_of_batches_loses_nothing_acknowledged_and_leaves_nothing_half_applied()
    {
        var acknowledged = new List<(string Id, LogHead Head)>();
        var engine = await OpenHastyAsync();
        for (var round = 0; round < RoundCount; round++)
        {
            var before = acknowledged.Count;
            acknowledged.AddRange(await WriteUntilKilledAsync(engine, round, writerCount: round % 2 == 0 ? 1 : 32));
            await engine.DisposeAsync();
            Assert.True(acknowledged.Count > before, $"In round {round} nothing was acknowledged before the kill.");

            await server.Process!.StartAsync();
            await server.CypherAsync("RETURN 1");       // Its web server answers before its database does; this waits for both.
            engine = await OpenHastyAsync();
            Assert.All(acknowledged.Skip(before), a => Assert.True(engine.Knows(a.Id), $"{a.Id} was acknowledged in round {round} and is lost."));
            await server.AssertGraphIsOfAsync(engine.Current);
        }

        await engine.DisposeAsync();
        await using var store = await server.OpenAsync();
        var heads = (await store.ReadAllAsync()).ToDictionary(r => r.Head.Revision, r => r.Head);
        Assert.All(acknowledged, a => Assert.Equal(a.Head, heads[a.Head.Revision]));
    }

    [OwnNeo4jFact]
    public async Task Killing_it_in_the_middle_of_a_rebuild_lets_nobody_write_on_half_a_graph_and_a_second_rebuild_makes_it_whole()
    {
        await using var engine = await OpenAsync(await server.OpenAsync());
        await engine.ApplyAsync("one", [.. Enumerable.Range(0, 100).SelectMany(i => (Operation[])[
            Put("Risk", $"risk:{i}", ("title", "R"), ("kind", "THREAT")), Put("Control", $"control:{i}", ("title", "C")), Link($"risk:{i}", "MITIGATED_BY", $"control:{i}")])]);
        using var connection = new FaultyConnection(server.Address.Server);
        await using var log = await OpenToReadAsync(connection.Address, retryCountMax: 1);
        foreach (var step in (string[])["DETACH DELETE n", "CREATE (a)-[r:$(row.type)]->(b)"])
        {
            var killing = Task.CompletedTask;
            connection.Watch(step, count: 4, () => killing = Task.Run(server.Process!.Kill));
            var killed = await Assert.ThrowsAsync<StoreException>(() => Neo4jGraph.RebuildAsync(log, new() { CountMax = 15 }, null, null, CancellationToken.None));
            await killing;
            await server.Process!.StartAsync();

            var found = (await server.CypherAsync("MATCH (n:Entity) RETURN count(n), COUNT { (:Risk)-[:MITIGATED_BY]->(:Control) }"))[0];
            Assert.True(killed.IsTransient && (found[0], found[1]) is (long and < 200, _) or (200L, long and > 0 and < 100), $"It was killed at {step} and has {found[0]} nodes and {found[1]} relationships.");
            await Assert.ThrowsAsync<StoreException>(() => engine.ApplyAsync("two", Vendor("a")));
            await Assert.ThrowsAsync<StoreException>(() => server.OpenAsync());
        }

        await using var again = await OpenToReadAsync(server.Address.Server, retryCountMax: 5);
        await Assert.ThrowsAsync<StoreException>(() => Neo4jGraph.VerifyAsync(again, null, null, CancellationToken.None));
        await Neo4jGraph.RebuildAsync(again, new(), null, null, CancellationToken.None);
        await server.AssertGraphIsOfAsync(engine.Current);
        await Until.HoldsAsync(() => engine.StoreLost is null);
        await engine.ApplyAsync("three", Vendor("a"));
        Assert.Equal(2, engine.Current.Head.Revision);
        await server.AssertGraphIsOfAsync(engine.Current);
    }

    private async Task<Neo4jLogStore> OpenToReadAsync(Uri over, int retryCountMax)
    {
        var options = server.Options;
        (options.RetryCountMax, options.RetryDelay) = (retryCountMax, TimeSpan.FromMilliseconds(20));
        return await Neo4jLogStore.OpenToReadAsync(server.Address with { Server = over }, options, GraphModel.Default, CancellationToken.None);
    }

    // It gives up soon on a server that is gone.
    private async Task<GraphEngine> OpenHastyAsync()
    {
        var options = server.Options;
        (options.RetryCountMax, options.RetryDelay) = (1, TimeSpan.FromMilliseconds(1));
        return await OpenAsync(await server.OpenAsync(options: options));
    }

    private async Task<List<(string Id, LogHead Head)>> WriteUntilKilledAsync(GraphEngine engine, int round, int writerCount)
    {
        var acknowledged = new List<(string, LogHead)>();
        var killAt = new Random(round).Next(3, 12) * writerCount;
        var killing = Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, writerCount).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; await TryWriteAsync(engine, $"{round}-{writer}-{i}") is { } written; i++)
            {
                lock (acknowledged)
                {
                    acknowledged.Add(written);
                    if (acknowledged.Count == killAt)
                    {
                        killing = Task.Run(server.Process!.Kill);
                    }
                }
            }
        })));
        await killing;
        return acknowledged;
    }

    private static async Task<(string Id, LogHead Head)?> TryWriteAsync(GraphEngine engine, string id)
    {
        try
        {
            var result = await engine.ApplyAsync(
                id, Put("Risk", "risk:" + id, ("title", id), ("kind", "THREAT")), Put("Control", "control:" + id, ("title", id)), Link("risk:" + id, "MITIGATED_BY", "control:" + id));
            return (id, result.Head);
        }
        catch (StoreException)
        {
            return null;
        }
    }
}
