using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>A log that somebody altered in Neo4j refuses to open and names the first bad revision.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jTamperingTests(Neo4jServer server) : IAsyncLifetime
{
    private const int RevisionCount = 12;

    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Neo4jTheory]
    [InlineData(1, "MATCH (c:Change {revision: 1}) SET c.payload = replace(c.payload, 'vendor:1\"', 'vendor:x\"')")]
    [InlineData(7, "MATCH (c:Change {revision: 7}) SET c.payload = replace(c.payload, 'vendor:7\"', 'vendor:x\"')")]
    [InlineData(12, "MATCH (c:Change {revision: 12}) SET c.payload = c.payload + ' '")]
    [InlineData(1, "MATCH (c:Change {revision: 1}) DELETE c")]
    [InlineData(5, "MATCH (c:Change {revision: 5}) DELETE c")]
    [InlineData(5, "MATCH (c:Change {revision: 5}) DELETE c WITH * MATCH (d:Change) WHERE d.revision > 5 WITH d ORDER BY d.revision SET d.revision = d.revision - 1")]
    [InlineData(4, "MATCH (c:Change {revision: 4}), (d:Change {revision: 9}) SET c.revision = -1 SET d.revision = 4 SET c.revision = 9")]
    [InlineData(9, "MATCH (c:Change) WHERE c.revision > 8 DELETE c")]
    [InlineData(3, "MATCH (c:Change {revision: 3}) SET c.hash = replace(c.hash, left(c.hash, 1), 'x')")]
    [InlineData(6, "MATCH (c:Change {revision: 6}) REMOVE c.payload")]
    [InlineData(12, "MATCH (h:Head) SET h.hash = left(h.hash, 63) + 'x'")]
    [InlineData(13, "MATCH (h:Head) SET h.revision = 13")]
    [InlineData(12, "MATCH (h:Head) SET h.revision = 11")]
    public async Task What_was_altered_by_hand_is_found_at_its_revision(long revision, string cypher)
    {
        await using (var engine = await OpenAsync(await server.OpenAsync()))
        {
            await engine.ApplyAllAsync([.. Enumerable.Range(1, RevisionCount).Select(i => Change($"{i}", Vendor($"{i}")))], CancellationToken.None);
        }

        await server.CypherAsync(cypher);

        Assert.Equal(revision, (await Assert.ThrowsAsync<BrokenLogException>(VerifyAsync)).Revision);
    }

    [Neo4jFact]
    public async Task A_personal_value_that_was_altered_is_found()
    {
        await using (var engine = await OpenAsync(await server.OpenAsync()))
        {
            await engine.ApplyAsync("1", Put("Person", "p", ("name", "Quilla")));
        }

        await server.CypherAsync("MATCH (p:PersonalValue {value: 'Quilla'}) SET p.value = 'Quentin'");

        Assert.Contains("is not the one that was written", (await Assert.ThrowsAsync<StoreException>(VerifyAsync)).Message);
    }

    private async Task VerifyAsync()
    {
        await using var store = await server.OpenAsync();
        await GraphEngine.VerifyAsync(GraphModel.Default, store, null, CancellationToken.None);
    }
}
