using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Tests.SeedStories;
using Xunit.Abstractions;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>The whole seed in Neo4j: every question in Cypher gives the rows of the engine, in their order.</summary>
[Collection(Neo4jQuestionsTests.Name)]
public sealed class CypherOnSeedTests(Neo4jServer server, ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private GraphEngine engine = null!;
    private Analyst analyst = null!;
    private QuestionRows rows = null!;

    public async Task InitializeAsync()
    {
        if (Neo4jSource.Missing is not null)
        {
            return;
        }

        await server.EmptyAsync();
        await server.NameAllAsync();
        engine = await GraphEngine.OpenAsync(GraphModel.Default, await server.OpenAsync(), new EngineOptions(), SeedStory.Noon, null, default);
        var seeded = await new Importer(engine, new ImportOptions { IsSeed = true }).RunAsync(ImportFile.Find([Path.Combine(SeedStory.Root, "seed")], new ImportLimits()), null, default);
        Assert.True(seeded.Succeeded);

        // What was planned for the small graphs of other tests is slow on this one, and the tests' Neo4j would keep it.
        await server.CypherAsync("CALL db.clearQueryCaches()");
        analyst = new(server);
        rows = new(analyst);
    }

    public async Task DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }
    }

    public void Dispose() => analyst?.Dispose();

    // One import serves all questions: it takes longer than they do.
    [Neo4jFact]
    public async Task Every_question_gives_the_rows_of_the_engine()
    {
        var views = await ViewsAsync();
        foreach (var view in views)
        {
            await TimedAsync($"cells on {view.On}", () => rows.CellsAsync(view, null, null));
            foreach (var system in Documents(AiSystemKind.Kind))
            {
                await TimedAsync($"gaps of {system.Key} on {view.On}", () => rows.GapsAsync(view, system, null));
            }

            foreach (var framework in Documents(FrameworkKind.Kind))
            {
                await TimedAsync($"coverage of {framework.Key} on {view.On}", () => rows.CoverageAsync(view, framework, null));
            }
        }

        await TimedAsync("credit today", () => rows.CreditAsync(views[0], null, null));
        await TimedAsync("credit in a year", () => rows.CreditAsync(views[1], null, null));
        await TimedAsync("every level", () => LevelsAsync(views[0]));
        await PathsAsync(views[0]);
        Assert.Equal(6, rows.Counts.Count);
        Assert.All(rows.Counts, asked => Assert.True(asked.Value > 100, $"Only {asked.Value} rows of {asked.Key} were compared."));
    }

    // A heading of each level of each framework, for all systems and for two of them.
    private async Task LevelsAsync(View view)
    {
        var two = Documents(AiSystemKind.Kind).Take(2).ToList();
        foreach (var heading in Documents(RequirementKind.Kind).GroupBy(r => (r.Key.Split(':')[0], r.Text(RequirementKind.Level))).Select(level => level.First()))
        {
            await rows.CoverageAsync(view, heading, null);
            await rows.CellsAsync(view, heading, two);
        }
    }

    // Some documents of each kind.
    private async Task PathsAsync(View view)
    {
        foreach (var document in engine.Current.Model.Kinds.SelectMany(kind => Documents(kind).Take(3)))
        {
            await TimedAsync($"loss of {document.Key}", () => rows.ImpactAsync(view, document, ImpactEvent.Loss));
            await TimedAsync($"change of {document.Key}", () => rows.ImpactAsync(view, document, ImpactEvent.Change));
        }

        foreach (var system in Documents(AiSystemKind.Kind))
        {
            foreach (var to in Documents(RequirementKind.Kind).Where((_, i) => i % 97 == 0).Concat(Documents(FrameworkKind.Kind)).Concat(Documents(EvidenceKind.Kind).Take(3)))
            {
                await TimedAsync($"trace from {system.Key} to {to.Key}", () => rows.TraceAsync(view, system, to));
            }
        }
    }

    private async Task<List<View>> ViewsAsync()
    {
        ViewRequest[] requests =
        [
            new(),
            new(On: new(2027, 12, 2), Renewals: Renewals.Assumed),
            new(On: new(2026, 6, 30), AsOfHead: true),
        ];
        var views = new List<View>();
        foreach (var request in requests)
        {
            views.Add(await request.OpenAsync(engine, default));
        }

        return views;
    }

    private async Task TimedAsync(string asked, Func<Task> ask)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await ask();
        output.WriteLine($"{asked}: {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    private IEnumerable<Document> Documents(Kind kind) => engine.Current.Documents(kind);
}
