using System.Text.Json.Nodes;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;

namespace Graph.Tests.SeedStories;

/// <summary>The page of the first questions asks what the tabs of GraphiQL ask, and its answers are those of the demo in a file of SQLite.</summary>
public sealed class QuestionPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_question_is_a_tab_with_the_same_text_and_variables_but_for_the_length_of_its_pages()
    {
        var tabs = Directory.GetFiles(Path.Combine(SeedStory.Root, "src", "Graph.Web", "questions"), "*.graphql").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(8, tabs.Length);
        Assert.Equal(tabs.Select(File.ReadAllText), QuestionPage.All.Select(q => q.Query));
        Assert.All(QuestionPage.All.Zip(tabs), both =>
        {
            Assert.StartsWith($"# {both.First.Title}\n", both.First.Query, StringComparison.Ordinal);
            Assert.Equal(WithoutLength(JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(both.Second, ".json")))!), WithoutLength(both.First.Variables));
        });
    }

    [Fact]
    public async Task Each_is_answered_as_the_page_says_by_a_server_that_opens_the_demo_from_a_file()
    {
        var path = folder.File("graph.db");
        await using (var engine = await OpenAsync(path))
        {
            var seeded = await new Importer(engine, new ImportOptions { IsSeed = true }).RunAsync(ImportFile.Find([Path.Combine(SeedStory.Root, "seed")], new ImportLimits()), null, default);
            Assert.True(seeded.Succeeded);
        }

        await using var opened = await OpenAsync(path);
        await QuestionPage.AssertAnsweredByAsync(opened);
    }

    private static Task<GraphEngine> OpenAsync(string path) =>
        GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.Open(path), new EngineOptions(), SeedStory.Noon, null, default);

    private static string WithoutLength(JsonNode variables)
    {
        var rest = variables.DeepClone().AsObject();
        Assert.True(rest.Remove("first"));
        return rest.ToJsonString();
    }
}
