using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>The whole seed in the Neo4j of the tests, imported once for a class of them: that takes longer than most questions.</summary>
public sealed class SeedInNeo4j(Neo4jServer server) : IAsyncLifetime
{
    public GraphEngine Engine { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Neo4jSource.Missing is not null)
        {
            return;     // Its tests are skipped.
        }

        await server.EmptyAsync();
        await server.NameAllAsync();
        Engine = await GraphEngine.OpenAsync(GraphModel.Default, await server.OpenAsync(), new EngineOptions(), SeedStory.Noon, null, default);
        var seeded = await new Importer(Engine, new ImportOptions { IsSeed = true }).RunAsync(ImportFile.Find([Path.Combine(SeedStory.Root, "seed")], new ImportLimits()), null, default);
        Assert.True(seeded.Succeeded);

        // What was planned for the small graphs of other tests is slow on this one, and the tests' Neo4j would keep it.
        await server.CypherAsync("CALL db.clearQueryCaches()");
    }

    public async Task DisposeAsync()
    {
        if (Engine is not null)
        {
            await Engine.DisposeAsync();
        }
    }
}
