using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Graph.Server.Cli;
using Graph.Server.Export.Packs;
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

        // Other tests lay a password into the environment of this process.
        var exported = await CommandRun.ProcessAsync(["export", "evidence-pack", "organisation", pack, "--store", Nowhere], ("Graph__Neo4j__Password", null));
        Assert.Equal(0, (await CommandRun.RunAsync("export", "evidence-pack", "organisation", pack, "--database", Database)).Exit);
        var verified = await CommandRun.ProcessAsync(["verify-pack", pack, "--database", Nowhere], ("Graph__Neo4j__Password", null));
        foreach (var (exit, _, error) in new[] { exported, verified })
        {
            Assert.Equal(ExitCodes.Usage, exit);
            Assert.StartsWith("CONFIGURATION: Graph:Neo4j: expected the password of 'neo4j'", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pack_that_was_altered_and_given_new_hashes_and_a_new_seal_is_found_by_making_it_again()
    {
        var pack = await PackAsync();
        var whole = await VerifyAsync(pack, "--database", Database);
        Assert.Equal((0, ""), (whole.Exit, whole.Error));
        Assert.Matches("Made again, all [0-9]+ files are the same, and the log is the one that they are of[.]", whole.Output);

        var forged = await ForgedAsync(pack, f => f["gaps.csv"] = "system,requirement\r\n");
        var alone = await VerifyAsync(forged);
        Assert.Equal(0, alone.Exit);
        Assert.Contains("Anybody can make both anew: whether the files are what the graph gave is not known.", alone.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Pack, "PACK: gaps.csv: is not what the log gives\n"), await RefusedAsync(forged));
        Assert.Equal((ExitCodes.Pack, "PACK: more.html: is a file that the log does not give\n"), await RefusedAsync(await ForgedAsync(pack, f => f["more.html"] = "more")));
        Assert.Equal((ExitCodes.Pack, "PACK: not-shown.html: is missing; the log gives it\n"), await RefusedAsync(await ForgedAsync(pack, f => f.Remove("not-shown.html"))));
        Assert.Equal((ExitCodes.Pack, "PACK: head.json: is not what the log gives\n"), await RefusedAsync(await ForgedAsync(pack, f => f["head.json"] = f["head.json"].Replace("\"law\": {", "\"law\": {\"law:x\": null", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_pack_of_a_system_and_of_an_earlier_revision_is_made_again_as_it_was()
    {
        await FillAsync();
        var pack = folder.File("pack.zip");
        Assert.Equal(0, (await CommandRun.RunAsync("export", "evidence-pack", "ai-system:a", pack, "--database", Database)).Exit);
        folder.Write("ai-systems.csv", "key,title\nai-system:a,Renamed\n");
        Assert.Equal(0, (await CommandRun.RunAsync("import", folder.File("ai-systems.csv"), "--database", Database)).Exit);
        var verified = await VerifyAsync(pack, "--database", Database);
        Assert.Equal((0, ""), (verified.Exit, verified.Error));
        Assert.Equal(
            (ExitCodes.Pack, "PACK: head.json: the log has no AiSystem 'ai-system:b' at revision 1\n"),
            await RefusedAsync(await ForgedAsync(pack, f => f["head.json"] = f["head.json"].Replace("ai-system:a", "ai-system:b", StringComparison.Ordinal))));
        Assert.Equal(
            (ExitCodes.Pack, $"PACK: head.json: the log in {Database} ends at revision 2\n"),
            await RefusedAsync(await ForgedAsync(pack, f => f["head.json"] = f["head.json"].Replace("\"revision\": 1", "\"revision\": 3", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Of_a_pack_with_names_that_were_erased_since_nothing_but_these_may_differ()
    {
        folder.Write("evidence.csv", "key,title,type,collectedBy\nevidence:e,E,TEST_REPORT,\"Person, Quilla\"\nevidence:f,F,TEST_REPORT,Otto\n");
        var pack = await PackAsync("evidence.csv");
        Assert.Equal(0, (await CommandRun.RunAsync("erase-person", "Person, Quilla", "--reason", "Art. 17", "--database", Database)).Exit);
        var (exit, output, error) = await VerifyAsync(pack, "--database", Database);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("files are the same, erased names apart, and the log is the one that they are of.", output, StringComparison.Ordinal);
        Assert.Contains("evidence.csv: 1 value holds a name that was erased since; whether it is the one that stood there cannot be known.", output, StringComparison.Ordinal);
        foreach (var (here, there) in new[] { ("Otto", "Ottilie"), ("evidence:e,E,", "evidence:e,Other,"), ("evidence:f,", "evidence:more,,,\r\nevidence:f,") })
        {
            Assert.Equal(
                (ExitCodes.Pack, "PACK: evidence.csv: is not what the log gives\n"),
                await RefusedAsync(await ForgedAsync(pack, f => f["evidence.csv"] = f["evidence.csv"].Replace(here, there, StringComparison.Ordinal))));
        }
    }

    [Theory]
    [InlineData("\"form\": \"", "\"form\": \"0", "another version of the program made it")]
    [InlineData("\"assumed\": null", "\"assumed\": [\"delete ai-system:a\"]", "it assumes 1 changes, of which head.json names the keys and not the contents")]
    [InlineData("\"kind\": \"CURRENT\"", "\"kind\": \"TOMORROW\"", "head.json does not name its view whole")]
    public async Task What_cannot_be_made_again_is_no_pass(string here, string there, string why)
    {
        var other = await ForgedAsync(await PackAsync(), f => f["head.json"] = f["head.json"].Replace(here, there, StringComparison.Ordinal));
        var (exit, output, error) = await VerifyAsync(other, "--database", Database);
        Assert.Equal(ExitCodes.NotCompared, exit);
        Assert.Contains($"SHA256SUMS lists, and the seal fits; the log in {Database} has this hash at this revision.", output, StringComparison.Ordinal);
        Assert.StartsWith("NOT_COMPARED: whether the files are what that log gives was not checked: " + why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_pack_is_refused_in_plain_words()
    {
        var pack = await PackAsync();
        foreach (var (alter, fault) in new (Action<Dictionary<string, string>>, string)[]
        {
            (f => f.Remove("head.json"), "head.json: is missing"),
            (f => f["head.json"] = "{}", "head.json: expected subject, revision, hash and on, found no subject, no revision, no hash, no on"),
            (f => f["head.json"] = "[1", "head.json: expected a JSON object with the values that a pack has, found something else"),
            (f => f["head.json"] = f["head.json"].Replace("\"organisation\"", "\"\\u001b[2J\"", StringComparison.Ordinal), "head.json: expected a JSON object with the values that a pack has, found something else"),
            (f => f["../evil"] = "x", "../evil: expected the name of a file in the folder of the pack or below it"),
            (f => f["C:\\evil"] = "x", "C:\\evil: expected the name of a file in the folder of the pack or below it"),
            (f => f["/evil\u001b[2J"] = "x", "/evil\ufffd[2J: expected the name of a file in the folder of the pack or below it"),
        })
        {
            var (exit, output, error) = await VerifyAsync(await ForgedAsync(pack, alter));
            Assert.Equal((ExitCodes.Pack, "", $"PACK: {fault}\n"), (exit, output, error));
        }

        using (var archive = ZipFile.Open(pack, ZipArchiveMode.Update))
        {
            archive.CreateEntry("extra.html");
        }

        Assert.Equal((ExitCodes.Pack, "PACK: extra.html: is not in SHA256SUMS\n"), await RefusedAsync(pack));
    }

    private async Task<string> PackAsync(params string[] more)
    {
        await FillAsync();
        foreach (var file in more)
        {
            Assert.Equal(0, (await CommandRun.RunAsync("import", folder.File(file), "--database", Database)).Exit);
        }

        var pack = folder.File("pack.zip");
        Assert.Equal(0, (await CommandRun.RunAsync("export", "evidence-pack", "organisation", pack, "--database", Database)).Exit);
        return pack;
    }

    // As somebody would who means to be believed: everything fits, and nothing is as it was.
    private async Task<string> ForgedAsync(string pack, Action<Dictionary<string, string>> alter)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var archive = await ZipFile.OpenReadAsync(pack))
        {
            foreach (var entry in archive.Entries.Where(e => e.Name != PackWriter.Sums))
            {
                using var text = new StreamReader(await entry.OpenAsync());
                files.Add(entry.FullName, await text.ReadToEndAsync());
            }
        }

        alter(files);
        var forged = folder.File("forged.zip");
        await using var to = new FileStream(forged, FileMode.Create);
        await using var writer = new PackWriter(to);
        foreach (var (name, text) in files)
        {
            await writer.AddAsync(name, text, default);
        }

        await writer.EndAsync(default);
        return forged;
    }

    private static Task<(int Exit, string Output, string Error)> VerifyAsync(string pack, params string[] more) => CommandRun.RunAsync(["verify-pack", pack, .. more]);

    private async Task<(int, string)> RefusedAsync(string pack)
    {
        var (exit, _, error) = await VerifyAsync(pack, "--database", Database);
        return (exit, error);
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
