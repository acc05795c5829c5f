using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;

namespace Graph.Tests.SeedStories;

/// <summary>The page of the guide's sentences speaks of each of them once, and its answers are those of the demo in a file of SQLite.</summary>
public sealed class GuidePageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_sentence_of_each_section_stands_in_exactly_one_line()
    {
        var page = GuidePage.Read();
        Assert.Equal(Enumerable.Range(0, 9).Select(n => $"{n}"), page.Sections.Keys);
        Assert.All(page.Sections, section => Assert.Equal(
            Enumerable.Range(1, section.Value), page.Lines.Where(l => l.Section == section.Key).SelectMany(l => Enumerable.Range(l.First, l.Last - l.First + 1))));
    }

    [Fact]
    public void Each_line_has_a_query_with_an_answer_or_a_fact_that_replaces_it()
    {
        var page = GuidePage.Read();
        Assert.All(page.Lines, l => Assert.Equal(l.Asked.Length > 0, l.Answer.Length > 0));
        Assert.Empty(page.Lines.Where(l => l.Asked.Length == 0 && l.Fact.Length == 0).Select(l => l.Place));
    }

    [Fact]
    public void Each_place_where_the_guide_differs_from_the_law_or_the_standards_has_its_fact() =>
        Assert.Equal(Enumerable.Range(1, 28), GuidePage.Read().Lines.SelectMany(l => l.Places).Distinct().Order());

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
        if (Environment.GetEnvironmentVariable("GRAPH_APPROVE") == "1")
        {
            await GuidePage.ApproveAsync(opened);
        }

        await GuidePage.AssertAnsweredByAsync(opened);
    }

    private static Task<GraphEngine> OpenAsync(string path) =>
        GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.Open(path), new EngineOptions(), SeedStory.Noon, null, default);
}
