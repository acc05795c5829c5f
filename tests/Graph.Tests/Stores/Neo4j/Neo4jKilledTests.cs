using Graph.Engine.Log;
using Graph.Engine.Writing;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>
/// Goal: a Neo4j that is killed while it writes loses nothing that was acknowledged and keeps nothing by halves. Method: kill -9 at a
/// moment of chance, ten times over one database, alternately under one writer and under 32 that share their batches; after each
/// start the log is verified, asked for every change that was acknowledged, and compared with the graph beside it.
/// </summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jKilledTests(Neo4jServer server) : IAsyncLifetime
{
    private const int RoundCount = 10;

    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [OwnNeo4jFact]
    public async Task Killing_it_ten_times_in_the_middle_of_batches_loses_nothing_acknowledged_and_leaves_nothing_half_applied()
    {
        var acknowledged = new List<(string Id, LogHead Head)>();
        for (var round = 0; round < RoundCount; round++)
        {
            var before = acknowledged.Count;
            acknowledged.AddRange(await WriteUntilKilledAsync(round, writerCount: round % 2 == 0 ? 1 : 32));
            Assert.True(acknowledged.Count > before, $"In round {round} nothing was acknowledged before the kill.");

            await server.Process!.StartAsync();
            await using var engine = await OpenAsync(await server.OpenAsync());
            Assert.All(acknowledged.Skip(before), a => Assert.True(engine.Knows(a.Id), $"{a.Id} was acknowledged in round {round} and is lost."));
            await server.AssertGraphIsOfAsync(engine.Current);
        }

        await using var store = await server.OpenAsync();
        var heads = (await store.ReadAllAsync()).ToDictionary(r => r.Head.Revision, r => r.Head);
        Assert.All(acknowledged, a => Assert.Equal(a.Head, heads[a.Head.Revision]));
    }

    private async Task<List<(string Id, LogHead Head)>> WriteUntilKilledAsync(int round, int writerCount)
    {
        var options = server.Options;
        (options.RetryCountMax, options.RetryDelay) = (1, TimeSpan.FromMilliseconds(1));
        await using var engine = await OpenAsync(await server.OpenAsync(options: options));
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
