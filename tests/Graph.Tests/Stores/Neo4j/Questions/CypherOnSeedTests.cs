using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Neo4j.Questions;
using Graph.Tests.SeedStories;
using Xunit.Abstractions;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>The whole seed: every question in Cypher gives the rows of the engine.</summary>
[Collection(Neo4jTests.Name)]
public sealed class CypherOnSeedTests(Neo4jServer server, ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private GraphEngine engine = null!;
    private Analyst analyst = null!;

    public async Task InitializeAsync()
    {
        if (Neo4jSource.Missing is not null)
        {
            return;
        }

        await server.EmptyAsync();
        engine = await GraphEngine.OpenAsync(GraphModel.Default, await server.OpenAsync(), new EngineOptions(), SeedStory.Noon, null, default);
        var seeded = await new Importer(engine, new ImportOptions { IsSeed = true }).RunAsync(ImportFile.Find([Path.Combine(SeedStory.Root, "seed")], new ImportLimits()), null, default);
        Assert.True(seeded.Succeeded);
        analyst = new(server);
    }

    public async Task DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }
    }

    public void Dispose() => analyst?.Dispose();

    [Neo4jFact]
    public async Task Gaps_of_every_system()
    {
        var view = await new ViewRequest().OpenAsync(engine, default);
        foreach (var system in engine.Current.Documents(AiSystemKind.Kind))
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var rows = await analyst.AskAsync(CypherQuestions.Gaps(view, system.Key, null));
            output.WriteLine($"{system.Key} {rows.Count} rows {watch.ElapsedMilliseconds} ms");
            QuestionRows.Same(view.Cells.Gaps(system).Select(QuestionRows.Of), rows.Select(QuestionRows.Of), $"gaps of {system.Key}");
        }
    }
}
