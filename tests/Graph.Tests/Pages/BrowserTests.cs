using Graph.Server.Hosting;
using Graph.Server.Identity;
using Graph.Stores.Memory;
using Graph.Tests.Clients;
using Graph.Tests.Identity;
using Graph.Tests.SeedStories;
using Graph.Tests.Stores;

namespace Graph.Tests.Pages;

/// <summary>
/// The pages in headless Chromium, against a server that listens. What each scenario does stands in src/Graph.Web/tests/pages.mjs;
/// each also fails on a request to another host and on anything that the browser's console reports.
/// </summary>
[Collection(SeedStoryTests.Name)]
public sealed class BrowserTests(SeedStory seed)
{
    private const string NothingBuilt = "/nothing-was-built-here";

    [BrowserTheory]
    [InlineData("start-table")]
    [InlineData("start-day")]
    [InlineData("cell-opens-its-gaps")]
    [InlineData("eight-tabs-answer")]
    [InlineData("link-opens-a-tab")]
    [InlineData("schema-explorer")]
    [InlineData("colours")]
    [InlineData("narrow")]
    [InlineData("printed-documents")]
    [InlineData("printed-offline")]
    [InlineData("server-does-not-answer")]
    public async Task The_pages_show_the_seed(string scenario) => await LookAsync(scenario, seed.Engine, new() { Urls = "http://127.0.0.1:0" });

    [BrowserTheory]
    [InlineData("small-page")]
    public async Task The_small_page_asks_where_nothing_was_built(string scenario) =>
        await LookAsync(scenario, seed.Engine, new() { Urls = "http://127.0.0.1:0", Pages = new() { Folder = NothingBuilt } });

    [BrowserTheory]
    [InlineData("empty-store")]
    public async Task An_empty_store_says_how_to_fill_it(string scenario)
    {
        await using var engine = await Engines.OpenAsync(new MemoryLogStore());
        await LookAsync(scenario, engine, new() { Urls = "http://127.0.0.1:0" });
    }

    [BrowserTheory]
    [InlineData("sign-in", true)]
    [InlineData("small-page-token", false)]
    public async Task Where_callers_are_identified_a_person_signs_in_with_a_token(string scenario, bool isBuilt)
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { Urls = "http://127.0.0.1:0", Database = folder.File("graph.db") };
        if (!isBuilt)
        {
            options.Pages.Folder = NothingBuilt;
        }

        var token = IdentifiedServer.Make(new(options.Database), DateTimeOffset.UtcNow, "ada", Role.Reader);
        await LookAsync(scenario, seed.Engine, options, token);
    }

    private static async Task LookAsync(string scenario, Graph.Engine.Writing.GraphEngine engine, ServerOptions options, string token = "")
    {
        await using var app = GraphHost.Build(options, engine);
        await app.StartAsync();
        await NodeProgram.RunAsync(
            BrowserTheoryAttribute.Web, new Dictionary<string, string> { ["CHROMIUM_PATH"] = BrowserTheoryAttribute.Chromium, ["GRAPH_TOKEN"] = token }, "tests/pages.mjs", scenario, app.Urls.First());
    }
}
