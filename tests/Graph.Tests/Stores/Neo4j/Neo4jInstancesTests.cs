using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Stores.Neo4j;
using Graph.Tests.Engine;
using Graph.Tests.Engine.Shared;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>Two servers on one Neo4j, here two engines with connections of their own.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jInstancesTests(Neo4jServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private GraphEngine one = null!, two = null!;

    public async Task InitializeAsync()
    {
        if (Neo4jSource.Missing is null)
        {
            await server.EmptyAsync();
            (one, two) = (await NewAsync(), await NewAsync());
        }
    }

    public async Task DisposeAsync()
    {
        if (one is not null)
        {
            await one.DisposeAsync();
            await two.DisposeAsync();
        }
    }

    [Neo4jFact]
    public async Task Writers_on_both_at_once_lose_repeat_and_reorder_nothing()
    {
        const int WriterCount = 6, ChangeCount = 8;
        await Task.WhenAll(Enumerable.Range(0, WriterCount).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < ChangeCount; i++)
            {
                LiveEngine.Kept(await (writer % 2 == 0 ? one : two).ApplyAsync($"{writer}-{i}", Put("Vendor", $"vendor:{writer}", ("title", $"Title {i}")), Put("Person", $"person:{i}", ("name", $"Name {i}"))));
            }
        })));
        const int Last = WriterCount * ChangeCount;
        Assert.True(await one.WaitForAsync(Last, Patience, CancellationToken.None) && await two.WaitForAsync(Last, Patience, CancellationToken.None));

        var ids = new List<string>();
        await foreach (var (_, change) in one.ReadLogAsync(0, CancellationToken.None))
        {
            ids.Add(change.ChangeId);
        }

        Assert.Equal(Last, ids.Count);
        Assert.All(Enumerable.Range(0, WriterCount), writer => Assert.Equal(
            Enumerable.Range(0, ChangeCount).Select(i => $"{writer}-{i}"), ids.Where(id => id.StartsWith($"{writer}-", StringComparison.Ordinal))));
        Assert.Equal(Describe(one.Current), Describe(two.Current));
        Assert.Equal(one.Personal.All(), two.Personal.All());
        await server.AssertGraphIsOfAsync(two.Current);
    }

    [Neo4jFact]
    public async Task A_server_gets_its_turn_though_another_writes_without_a_pause()
    {
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                LiveEngine.Kept(await one.ApplyAsync($"{writer}-{i}", Vendor($"{writer}", $"Title {i}")));
            }
        })));
        await Until.HoldsAsync(() => one.Current.Head.Revision > 50);

        for (var i = 0; i < 5; i++)
        {
            LiveEngine.Kept(await two.ApplyAsync($"quiet-{i}", Vendor("quiet", $"Title {i}")));
        }

        await enough.CancelAsync();
        await writing;
        Assert.Null(Assert.Single(await server.CypherAsync("MATCH (h:Head) RETURN h.turn"))[0]);
    }

    [Neo4jFact]
    public async Task A_turn_that_nobody_uses_ends_by_itself()
    {
        LiveEngine.Kept(await one.ApplyAsync("a", Vendor("a")));
        await server.CypherAsync("MATCH (h:Head) SET h.turn = 'somebody who died', h.turnEnds = timestamp() + 300");

        LiveEngine.Kept(await two.ApplyAsync("b", Vendor("b")));

        Assert.Equal(2, two.Current.Head.Revision);
    }

    [OwnNeo4jFact]
    public async Task While_Neo4j_is_down_reads_go_on_changes_are_refused_and_all_comes_back_by_itself()
    {
        LiveEngine.Kept(await one.ApplyAsync("a", Vendor("a")));
        Assert.True(await two.WaitForAsync(1, Patience, CancellationToken.None));
        server.Process!.Kill();
        await Until.HoldsAsync(() => one.StoreLost is not null && two.StoreLost is not null);

        var refused = await Assert.ThrowsAsync<StoreException>(() => two.ApplyAsync("b", Vendor("b")));

        Assert.True(refused.IsTransient);
        Assert.NotNull(two.Current.Document("vendor:a"));
        await server.Process.StartAsync();
        await Until.HoldsAsync(() => one.StoreLost is null && two.StoreLost is null);
        LiveEngine.Kept(await two.ApplyAsync("b", Vendor("b")));
        Assert.True(await one.WaitForAsync(2, Patience, CancellationToken.None));
        Assert.Equal(Describe(one.Current), Describe(two.Current));
    }

    [Neo4jFact]
    public async Task While_the_graph_is_rebuilt_a_server_says_so_once_refuses_changes_and_takes_them_again_by_itself()
    {
        const string WhyClosed = "The graph in Neo4j is being rebuilt, or a rebuild of it was stopped before its end.";
        var told = new List<string?>();
        two.StoreLostChanged += cause => told.Add(cause?.WhyClosed ?? cause?.Message);
        LiveEngine.Kept(await one.ApplyAsync("a", Vendor("a")));
        await using var log = await Neo4jLogStore.OpenToReadAsync(server.Address, server.Options, two.Model, CancellationToken.None);
        var refusedCount = 0;
        var writing = new Reported<RebuildProgress>(() =>
        {
            Assert.Equal(WhyClosed, Assert.ThrowsAsync<StoreException>(() => two.ApplyAsync("b", Vendor("b"))).GetAwaiter().GetResult().WhyClosed);
            Assert.False(two.WaitForAsync(2, TimeSpan.FromMilliseconds(200), CancellationToken.None).GetAwaiter().GetResult());
            refusedCount++;
        });

        await Neo4jGraph.RebuildAsync(log, new(), null, writing, CancellationToken.None);

        Assert.Equal((1, 1), (refusedCount, two.Current.Head.Revision));
        await Until.HoldsAsync(() => two.StoreLost is null);
        LiveEngine.Kept(await two.ApplyAsync("b", Vendor("b")));
        Assert.Equal([WhyClosed, null], told);
        await server.AssertGraphIsOfAsync(two.Current);
    }

    private async Task<GraphEngine> NewAsync()
    {
        var options = new Neo4jOptions { Password = server.Password, RetryCountMax = 1, RetryDelay = TimeSpan.FromMilliseconds(20) };
        return await OpenAsync(await server.OpenAsync(options: options));
    }
}
