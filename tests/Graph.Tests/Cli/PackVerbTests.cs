using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Graph.Server.Cli;
using Graph.Tests.Stores;

namespace Graph.Tests.Cli;

/// <summary>The command line makes the pack that a server of the same settings gives, wherever the settings stand.</summary>
public sealed class PackVerbTests : IDisposable
{
    // These two never have the same day.
    private const string FarWest = "Etc/GMT+12";
    private const string FarEast = "Pacific/Kiritimati";
    private const string Nowhere = "neo4j:http://neo4j@127.0.0.1:1/neo4j";

    private readonly TemporaryFolder folder = new();

    private string Database => folder.File("graph.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_server_and_the_command_line_with_the_same_settings_give_the_same_bytes()
    {
        await FillAsync();
        using var server = Start(FarEast, "serve", "--seed", "none", "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = new(await AddressAsync(server)) };
            var served = await client.GetByteArrayAsync(new Uri("/exports/evidence-pack/ai-system:a.zip", UriKind.Relative));
            Assert.Equal(served, await ExportAsync(FarEast, "same.zip"));
            Assert.NotEqual(OnDay(served), OnDay(await ExportAsync(FarWest, "other.zip")));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task The_folder_of_a_pack_is_made_and_a_place_that_cannot_be_one_is_refused()
    {
        await FillAsync();
        var made = await CommandRun.RunAsync("export", "evidence-pack", "organisation", folder.File("no/such/pack.zip"), "--database", Database);
        Assert.Equal((0, ""), (made.Exit, made.Error));
        Assert.Equal(["pack.zip"], Directory.EnumerateFiles(folder.File("no/such")).Select(Path.GetFileName));
        var within = await CommandRun.RunAsync("export", "evidence-pack", "organisation", Path.Combine(Database, "pack.zip"), "--database", Database);
        Assert.Equal(ExitCodes.Usage, within.Exit);
        Assert.StartsWith("BAD_REQUEST: expected a place where a file can be written, found ", within.Error, StringComparison.Ordinal);
        var nowhere = await CommandRun.RunAsync("verify-pack", folder.File("none/pack.zip"));
        Assert.Equal(ExitCodes.Usage, nowhere.Exit);
        Assert.StartsWith("NOT_FOUND: ", nowhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_in_Neo4j_is_asked_for_its_password_as_any_verb_asks()
    {
        await FillAsync();
        var pack = folder.File("pack.zip");
        var exported = await CommandRun.RunAsync("export", "evidence-pack", "organisation", pack, "--store", Nowhere);
        Assert.Equal(0, (await CommandRun.RunAsync("export", "evidence-pack", "organisation", pack, "--database", Database)).Exit);
        var verified = await CommandRun.RunAsync("verify-pack", pack, "--database", Nowhere);
        foreach (var (exit, _, error) in new[] { exported, verified })
        {
            Assert.Equal(ExitCodes.Usage, exit);
            Assert.StartsWith("CONFIGURATION: Graph:Neo4j: expected the password of 'neo4j'", error, StringComparison.Ordinal);
        }
    }

    private async Task FillAsync()
    {
        folder.Write("ai-systems.csv", "key,title\nai-system:a,A\n");
        Assert.Equal(0, (await CommandRun.RunAsync("import", folder.File("ai-systems.csv"), "--database", Database)).Exit);
    }

    private async Task<byte[]> ExportAsync(string zone, string name)
    {
        using var export = Start(zone, "export", "evidence-pack", "ai-system:a", folder.File(name));
        var error = await export.StandardError.ReadToEndAsync();
        await export.WaitForExitAsync();
        Assert.True(export.ExitCode == 0, error);
        return await File.ReadAllBytesAsync(folder.File(name));
    }

    private Process Start(string zone, params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(GraphCommand).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["Graph__Database"] = Database, ["Graph__Engine__TimeZone"] = zone, ["Graph__LogFormat"] = "json" },
    })!;

    private static async Task<string> AddressAsync(Process server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith('{') && JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty("Addresses", out var addresses))
            {
                return addresses.GetString()!;
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    private static string OnDay(byte[] pack)
    {
        using var archive = new ZipArchive(new MemoryStream(pack), ZipArchiveMode.Read);
        using var head = JsonDocument.Parse(archive.GetEntry("head.json")!.Open());
        return head.RootElement.GetProperty("on").GetString()!;
    }
}
