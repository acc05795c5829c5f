using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Tests.Engine;
using Graph.Tests.Reference;
using Xunit.Abstractions;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>Hundreds of small, nasty graphs: every question in Cypher gives the rows of the engine, which was written by itself.</summary>
[Collection(Neo4jQuestionsTests.Name)]
public sealed class CypherOnRandomGraphsTests(Neo4jServer server, ITestOutputHelper output)
{
    private static readonly int GraphCount = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) ? n : 100;

    private static readonly int First = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_FIRST"), out var n) ? n : 0;

    [Neo4jFact]
    public async Task Every_question_gives_the_rows_of_the_engine()
    {
        using var analyst = new Analyst(server);
        await server.NameAllAsync();
        var rows = new QuestionRows(analyst);
        for (var number = First; number < First + GraphCount; number++)
        {
            var question = RandomGraphs.QuestionOf(number);
            await server.EmptyAsync();
            await using var engine = await EngineGraph.OpenAsync(question.View.Graph, question.View.Today, await server.OpenAsync());
            try
            {
                await AskAsync(rows, EngineGraph.View(engine.Current, question.View), question);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Random graph {number} (GRAPH_FIRST={number} asks about it first): {e.Message}\n{RandomGraphs.Print(question)}", e);
            }
        }

        output.WriteLine($"{GraphCount} graphs from {First}: {string.Join(", ", rows.Counts.Select(asked => $"{asked.Key} {asked.Value} rows"))}");
        Assert.Equal(7, rows.Counts.Count);
        Assert.All(rows.Counts, asked => Assert.True(asked.Value >= GraphCount / 5, $"Only {asked.Value} rows of {asked.Key} were compared."));
    }

    private static async Task AskAsync(QuestionRows rows, View view, RandomQuestion question)
    {
        var of = Find(view, question.Of);
        var heading = of?.Kind == FrameworkKind.Kind || of?.Kind == RequirementKind.Kind ? of : null;

        // Neo4j plans anew for lists of one and of several, and planning takes longer than answering.
        var systems = question.Systems is { Count: > 1 } several ? several.Select(s => view.Snapshot.Document(s)!).ToList() : null;
        await rows.CellsAsync(view, heading, systems);
        await rows.CreditAsync(view, null, null);
        foreach (var system in view.Snapshot.Documents(AiSystemKind.Kind).Take(2))
        {
            await rows.GapsAsync(view, system, null);
        }

        await rows.CoverageAsync(view, heading ?? view.Snapshot.Documents(FrameworkKind.Kind)[0], systems);
        await rows.CoverageCreditAsync(view, heading ?? view.Snapshot.Documents(FrameworkKind.Kind)[0], systems);
        await rows.ImpactAsync(view, Find(view, question.Key)!, EngineGraph.Event(question.Happening), question.DepthMax);
        await rows.TraceAsync(view, Find(view, question.From)!, Find(view, question.To)!);
    }

    private static Document? Find(View view, string? key) => key is null ? null : view.Snapshot.Document(key);
}
