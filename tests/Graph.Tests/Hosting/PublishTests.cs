using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
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
    [InlineData("/", "/graphql")]
    public async Task A_published_server_runs_anywhere_and_serves_its_pages_and_its_seed(params string[] pages)
    {
        var (exit, said) = await PublishAsync();
        Assert.True(exit == 0, said);

        var (ran, schema) = await RunAsync([folder.File("app/graph.dll"), "schema"]);

        Assert.Equal(0, ran);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "schema", "schema.graphql")), schema);
        using var server = Process.Start(new ProcessStartInfo("dotnet", [folder.File("app/graph.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Directory.CreateDirectory(folder.File("elsewhere")).FullName,
            RedirectStandardOutput = true,
            Environment = { ["Graph__LogFormat"] = "json" },
        })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(server.StandardOutput) };
            Assert.True((await client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("revision").GetInt32() > 0);
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            foreach (var page in pages)
            {
                var script = Regex.Match(await client.GetStringAsync(page), "src=\"(/assets/[^\"]+[.]js)\"");
                Assert.True(script.Success, page);
                Assert.NotEmpty(await client.GetStringAsync(script.Groups[1].Value));
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
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

    private static async Task<Uri> AddressAsync(StreamReader said)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await said.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith('{') && JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty("Addresses", out var address))
            {
                return new(address.GetString()!);
            }
        }

        throw new InvalidOperationException("The published server ended before it listened.");
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
