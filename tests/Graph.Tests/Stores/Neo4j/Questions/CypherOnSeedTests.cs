using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Tests.SeedStories;
using Xunit.Abstractions;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>The whole seed in Neo4j: every question in Cypher gives the rows of the engine, in their order, and the first questions have their answers.</summary>
[Collection(Neo4jQuestionsTests.Name)]
public sealed class CypherOnSeedTests(Neo4jServer server, SeedInNeo4j seed, ITestOutputHelper output) : IClassFixture<SeedInNeo4j>, IDisposable
{
    private readonly Analyst analyst = new(server);

    public void Dispose() => analyst.Dispose();

    [Neo4jFact]
    public async Task Each_of_the_first_questions_is_answered_as_their_page_says_by_a_server_that_opens_the_demo()
    {
        await using var opened = await GraphEngine.OpenAsync(GraphModel.Default, await server.OpenAsync(), new EngineOptions(), SeedStory.Noon, null, default);

        await QuestionPage.AssertAnsweredByAsync(opened);
    }

    [Neo4jFact]
    public async Task Each_sentence_of_the_guide_is_answered_as_its_page_says_by_a_server_that_opens_the_demo()
    {
        await using var opened = await GraphEngine.OpenAsync(GraphModel.Default, await server.OpenAsync(), new EngineOptions(), SeedStory.Noon, null, default);

        await GuidePage.AssertAnsweredByAsync(opened);
    }

    [Neo4jFact]
    public async Task Every_question_gives_the_rows_of_the_engine()
    {
        var rows = new QuestionRows(analyst);
        var views = await ViewsAsync();

        // Each system takes Neo4j its time: cells and credit of today are asked of all of them, and so are gaps; on other days, and for coverage with credit, a few will do.
        var systems = Documents(AiSystemKind.Kind).ToList();
        foreach (var view in views)
        {
            await TimedAsync($"cells on {view.On}", () => rows.CellsAsync(view, null, null));
            foreach (var system in view == views[0] ? systems : systems[..3])
            {
                await TimedAsync($"gaps of {system.Key} on {view.On}", () => rows.GapsAsync(view, system, null));
            }

            foreach (var framework in Documents(FrameworkKind.Kind))
            {
                await TimedAsync($"coverage of {framework.Key} on {view.On}", () => rows.CoverageAsync(view, framework, null));
            }
        }

        await TimedAsync("credit today", () => rows.CreditAsync(views[0], null, null));

        await TimedAsync("credit in a year", () => rows.CreditAsync(views[1], null, systems[..1]));
        foreach (var framework in Documents(FrameworkKind.Kind))
        {
            await TimedAsync($"coverage of {framework.Key} with credit", () => rows.CoverageCreditAsync(views[0], framework, systems[..3]));
        }

        await TimedAsync("every level", () => LevelsAsync(rows, views[0]));
        await PathsAsync(rows, views[0]);
        Assert.Equal(7, rows.Counts.Count);
        Assert.All(rows.Counts, asked => Assert.True(asked.Value > (asked.Key == nameof(QuestionRows.CoverageCreditAsync) ? 20 : 100), $"Only {asked.Value} rows of {asked.Key} were compared."));
    }

    // A heading of each level of each framework, for all systems and for two of them.
    private async Task LevelsAsync(QuestionRows rows, View view)
    {
        var two = Documents(AiSystemKind.Kind).Take(2).ToList();
        foreach (var heading in Documents(RequirementKind.Kind).GroupBy(r => (r.Key.Split(':')[0], r.Text(RequirementKind.Level))).Select(level => level.First()))
        {
            await rows.CoverageAsync(view, heading, null);
            await rows.CellsAsync(view, heading, two);
        }
    }

    // Some documents of each kind.
    private async Task PathsAsync(QuestionRows rows, View view)
    {
        foreach (var document in seed.Engine.Current.Model.Kinds.SelectMany(kind => Documents(kind).Take(3)))
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
            views.Add(await request.OpenAsync(seed.Engine, default));
        }

        return views;
    }

    private async Task TimedAsync(string asked, Func<Task> ask)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await ask();
        output.WriteLine($"{asked}: {System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    private IEnumerable<Document> Documents(Kind kind) => seed.Engine.Current.Documents(kind);
}
