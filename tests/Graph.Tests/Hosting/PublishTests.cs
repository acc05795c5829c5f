using System.Diagnostics;
using Graph.Tests.Pages;
using Graph.Tests.SeedStories;
using Graph.Tests.Stores;

namespace Graph.Tests.Hosting;

/// <summary>What is published is whole: the program, the pages and the seed.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [BrowserTheory]
    [InlineData("wwwroot/index.html", "wwwroot/graphiql.html", "wwwroot/assets", "seed/catalogue/30-eu-ai-act.yaml", "seed/demo")]
    public async Task A_published_server_runs_and_has_its_pages_and_its_seed(params string[] paths)
    {
        var (exit, said) = await PublishAsync();
        Assert.True(exit == 0, said);

        var (ran, schema) = await RunAsync([folder.File("app/graph.dll"), "schema"]);

        Assert.Equal(0, ran);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "schema", "schema.graphql")), schema);
        Assert.All(paths, path => Assert.True(Path.Exists(folder.File("app/" + path)), path));
    }

    [Fact]
    public async Task To_publish_without_pages_is_refused_unless_it_is_said()
    {
        var (exit, said) = await PublishAsync("-p:GraphWebDist=" + folder.File("nothing/"), "-p:GraphWebBuilds=false");
        var (allowed, _) = await PublishAsync("-p:WithoutWeb=true");

        Assert.NotEqual(0, exit);
        Assert.Contains("The browser pages are not built, and a published server contains them.", said);
        Assert.Equal(0, allowed);
    }

    // What was built for the tests is published as it is.
    private Task<(int Exit, string Said)> PublishAsync(params string[] properties) => RunAsync(
        ["publish", "src/Graph.Server", "--no-build", "-c", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "-o", folder.File("app"), "-nodeReuse:false", .. properties]);

    private static async Task<(int Exit, string Said)> RunAsync(string[] arguments)
    {
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = SeedStory.Root, RedirectStandardOutput = true })!;
        var said = await dotnet.StandardOutput.ReadToEndAsync();
        await dotnet.WaitForExitAsync();
        return (dotnet.ExitCode, said);
    }
}
