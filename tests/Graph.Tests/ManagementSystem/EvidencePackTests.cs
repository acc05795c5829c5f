using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Log;
using Graph.Server.Cli;
using Graph.Server.Export.Packs;
using Graph.Stores;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;
using Graph.Tests.Api;
using Graph.Tests.Cli;
using Graph.Tests.Stores;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What an auditor takes home: whole, the same each time, and harmless whatever texts say.</summary>
public sealed class EvidencePackTests
{
    private const string Place = "/exports/evidence-pack/";
    private const string Nasty = "<script>alert('x')</script>&\"=1+1";

    private static readonly Operation[] Some =
    [
        Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-24")),
        Requirement("law:1", ("assessable", true), ("scope", "SYSTEM"), ("roles", new[] { "ANY" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-01-01"), ("needsControl", false)), Link("law:1", "PART_OF", "law"),
        Put("AiSystem", "ai-system:a", ("title", Nasty), ("roles", new[] { "PROVIDER" }), ("classes", Array.Empty<string>())), Put("AiSystem", "ai-system:b", ("title", "B")),
        Put("Risk", "risk:a", ("title", "Of A"), ("kind", "THREAT")), Link("ai-system:a", "HAS_RISK", "risk:a"),
        Put("Risk", "risk:b", ("title", "Of B"), ("kind", "THREAT")), Link("ai-system:b", "HAS_RISK", "risk:b"),
        Put("Evidence", "evidence:e", ("title", "Test"), ("type", "TEST_REPORT"), ("sha256", new string('a', 64))), Link("evidence:e", "CONCERNS", "ai-system:a"), Link("evidence:e", "DEMONSTRATES", "law:1"),
    ];

    [Fact]
    public async Task A_pack_has_pages_tables_pictures_hashes_and_the_head_of_the_log()
    {
        await using var api = await WithSomeAsync();
        var files = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
        Assert.Superset(
            new HashSet<string> { "index.html", "not-shown.html", "head.json", "coverage.csv", "gaps.csv", "statement-of-applicability.csv", "evidence.csv", "registers/risks.csv", "registers/ai-systems.csv", "chains/law.svg", "SHA256SUMS" },
            files.Keys.ToHashSet());
        Assert.DoesNotContain("registers/persons.csv", files.Keys);
        Assert.Contains(api.Engine.Current.Head.Hash, Encoding.UTF8.GetString(files["head.json"]), StringComparison.Ordinal);
        Assert.Equal(
            ["assumed", "form", "hash", "kind", "law", "mappingSets", "method", "on", "renewals", "revision", "subject", "today"],
            System.Text.Json.Nodes.JsonNode.Parse(files["head.json"])!.AsObject().Select(p => p.Key));
        Assert.Contains(new string('a', 64), Encoding.UTF8.GetString(files["evidence.csv"]), StringComparison.Ordinal);
        Assert.Contains("Supporting evidence, not certification", Encoding.UTF8.GetString(files["index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_has_the_hash_that_the_list_says()
    {
        await using var api = await WithSomeAsync();
        var files = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
        var sums = Encoding.UTF8.GetString(files["SHA256SUMS"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l[66..], l => l[..64]);
        files.Remove("SHA256SUMS");
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), sums.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, f => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(f.Value)), sums[f.Key]));
    }

    [Theory]
    [InlineData("organisation.zip")]
    [InlineData("ai-system:a.zip")]
    public async Task Two_builds_of_one_graph_have_the_same_bytes_from_one_store_and_from_two_with_the_same_log(string name)
    {
        using var folder = new TemporaryFolder();
        await using var store = new MemoryLogStore();
        await using var one = await WithSomeAsync(store);
        var first = await one.Client.GetByteArrayAsync(Place + name);
        Assert.Equal(first, await one.Client.GetByteArrayAsync(Place + name));

        var copy = SqliteLogStore.Open(folder.File("graph.db"));
        await new LogCopy(store, copy, one.Engine.Current.Model, new()).RunAsync(null, default);
        await using var other = await ApiHost.StartAsync(store: copy);
        Assert.Equal(one.Engine.Current.Head, other.Engine.Current.Head);
        Assert.Equal(first, await other.Client.GetByteArrayAsync(Place + name));
    }

    [Fact]
    public async Task Graphs_of_one_revision_that_differ_in_one_title_have_packs_whose_tables_differ_where_it_stands_and_which_differ_in_the_hashes()
    {
        await using var one = await WithSomeAsync();
        await using var other = await WithSomeAsync(some: [.. Some.Select(o => o is PutDocument { Key: "risk:b" } ? Put("Risk", "risk:b", ("title", "Other"), ("kind", "THREAT")) : o)]);
        Assert.Equal(one.Engine.Current.Head.Revision, other.Engine.Current.Head.Revision);
        var first = Files(await one.Client.GetByteArrayAsync(Place + "organisation.zip"));
        var second = Files(await other.Client.GetByteArrayAsync(Place + "organisation.zip"));
        Assert.Equal(first.Keys, second.Keys);
        Assert.Equal(["SHA256SUMS", "head.json", "registers/risks.csv"], first.Where(f => !f.Key.EndsWith(".html", StringComparison.Ordinal) && !f.Value.SequenceEqual(second[f.Key])).Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    [Sha256sumFact]
    public async Task The_program_that_an_auditor_has_takes_a_pack_and_finds_a_flipped_byte_as_verify_pack_does()
    {
        using var folder = new TemporaryFolder();
        await using var api = await WithSomeAsync();
        var pack = await api.Client.GetByteArrayAsync(Place + "organisation.zip");
        var names = Files(pack).Keys.Where(n => n != "SHA256SUMS").ToList();
        await File.WriteAllBytesAsync(folder.File("pack.zip"), pack);
        var unpacked = folder.File("unpacked");
        await ZipFile.ExtractToDirectoryAsync(folder.File("pack.zip"), unpacked);
        var whole = await SumAsync(unpacked);
        Assert.Equal((0, ""), (whole.Exit, whole.Error));
        Assert.Equal(names.Select(n => n + ": OK").Order(StringComparer.Ordinal), whole.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await CommandRun.RunAsync("verify-pack", folder.File("pack.zip"))).Exit);

        foreach (var name in names)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(unpacked, name));
            var flipped = bytes.ToArray();
            flipped[flipped.Length / 2] ^= 0x10;
            await File.WriteAllBytesAsync(Path.Combine(unpacked, name), flipped);
            var broken = await SumAsync(unpacked);
            Assert.Equal((name, 1), (name, broken.Exit));
            Assert.Equal([name + ": FAILED"], broken.Lines.Where(l => !l.EndsWith(": OK", StringComparison.Ordinal)));
            await File.WriteAllBytesAsync(Path.Combine(unpacked, name), bytes);

            await File.WriteAllBytesAsync(folder.File("flipped.zip"), Altered(pack, z => Write(z, name, flipped)));
            var verified = await CommandRun.RunAsync("verify-pack", folder.File("flipped.zip"));
            Assert.Equal((name, ExitCodes.Pack), (name, verified.Exit));
            Assert.Contains($"PACK: {name}: is not what was written", verified.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await SumAsync(unpacked)).Exit);

        static async Task<(int Exit, string[] Lines, string Error)> SumAsync(string unpacked)
        {
            var start = new ProcessStartInfo("sha256sum", ["-c", "SHA256SUMS"]) { WorkingDirectory = unpacked, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["LC_ALL"] = "C";
            using var program = Process.Start(start)!;
            var (said, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
            await program.WaitForExitAsync();
            return (program.ExitCode, (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries), await error);
        }
    }

    [Fact]
    public async Task The_pack_of_a_system_holds_what_belongs_to_it()
    {
        await using var api = await WithSomeAsync();
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        var risks = Encoding.UTF8.GetString(files["registers/risks.csv"]);
        Assert.Contains("risk:a", risks, StringComparison.Ordinal);
        Assert.DoesNotContain("risk:b", risks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_texts_say_is_text_in_every_form()
    {
        await using var api = await WithSomeAsync();
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        foreach (var page in files.Where(f => f.Key.EndsWith(".html", StringComparison.Ordinal) || f.Key.EndsWith(".svg", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain("<script", Encoding.UTF8.GetString(page.Value), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("&lt;script&gt;", Encoding.UTF8.GetString(files["index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_is_well_formed_whatever_it_says()
    {
        await using var api = await WithSomeAsync();
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        Assert.NotNull(System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(files["chains/law.svg"])).Root);
    }

    [Fact]
    public async Task Names_that_are_made_of_keys_stay_in_the_folder_and_are_unlike_each_other_on_every_system()
    {
        string[] keys =
        [
            "../../evil", "../evil", "/etc/x", "framework:x", "framework-x", "framework/x", "framework_x", "framework-x_2", "LAW", "Law", "CON", "con", "nul.txt", "com1", "..", "-", ".hidden", "end.",
            "a>b", "(both)", new string('l', 200), new string('l', 199) + ":",
        ];
        await using var api = await WithSomeAsync();
        await api.WriteAsync([.. keys.SelectMany(k => (Operation[])
        [
            Put("Framework", k, ("title", "A law"), ("kind", "REGULATION")),
            Requirement($"row:{Array.IndexOf(keys, k)}", ("assessable", true), ("scope", "SYSTEM"), ("roles", new[] { "ANY" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-01-01"), ("needsControl", false)),
            Link($"row:{Array.IndexOf(keys, k)}", "PART_OF", k),
        ])]);
        var folder = Directory.CreateTempSubdirectory("graph-pack-");
        try
        {
            var pack = Path.Combine(folder.FullName, "pack.zip");
            await File.WriteAllBytesAsync(pack, await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
            using var said = new StringWriter();
            Assert.Equal(0, await GraphCommand.RunAsync(["verify-pack", pack], said, said, default));

            // Whatever unpacks it puts every file below one folder, where its hash is the one of the list.
            var unpacked = Path.Combine(folder.FullName, "unpacked");
            await ZipFile.ExtractToDirectoryAsync(pack, unpacked);
            var sums = (await File.ReadAllLinesAsync(Path.Combine(unpacked, "SHA256SUMS"))).ToDictionary(l => l[66..], l => l[..64]);
            Assert.All(sums, s => Assert.Equal(s.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(unpacked, s.Key))))));
            var pictures = sums.Keys.Where(n => n.StartsWith("chains/", StringComparison.Ordinal)).Select(n => n["chains/".Length..]).ToList();
            Assert.Equal(keys.Length + 1, pictures.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.All(pictures, p => Assert.Matches("^[a-z0-9_][a-z0-9._-]{0,120}[.]svg$", p));
            Assert.DoesNotContain(pictures, p => p.Split('.')[0] is "con" or "nul" or "com1");
            Assert.Superset(new HashSet<string> { "law.svg", "framework-x.svg", "framework-x_2.svg", "evil.svg", "etc-x.svg", "_con.svg", "_.svg" }, pictures.ToHashSet());
            var page = await File.ReadAllTextAsync(Path.Combine(unpacked, "index.html"));
            Assert.All(pictures, p => Assert.Contains($"<img src=\"chains/{p}\"", page, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_name_of_a_key_does_not_follow_from_the_order_of_the_keys_and_an_ordinary_key_keeps_its_own()
    {
        string[] keys = ["framework:x", "eu-ai-act", "EU-AI-ACT", "nist-ai-rmf-1.0", "framework-x"];
        var names = PackNames.Of(keys);
        Assert.Equal(["framework-x_2", "eu-ai-act", "eu-ai-act_2", "nist-ai-rmf-1.0", "framework-x"], keys.Select(k => names[k]));
        Assert.Equal(names.OrderBy(n => n.Key), PackNames.Of(keys.Reverse()).OrderBy(n => n.Key));
    }

    [Fact]
    public async Task A_picture_says_whose_a_cell_is_and_how_many_of_how_many_it_shows()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Requirement("law:2", ("assessable", true), ("scope", "ORGANISATION"), ("roles", new[] { "ANY" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-01-01"), ("needsControl", true)), Link("law:2", "PART_OF", "law"));
        var few = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
        Assert.Contains(">the organisation, all 3 owed cells of A law</text>", Text(few["chains/law.svg"]), StringComparison.Ordinal);
        Assert.Equal(["ai-system:a", "ai-system:b", "organisation"], Whose(few["chains/law.svg"]));
        Assert.Equal(["ai-system:a", "organisation"], Whose(Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"))["chains/law.svg"]));

        await api.WriteAsync(Rows("law", 100, EvidencePack.DrawnCountMax));
        var many = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
        Assert.Contains(">the organisation, the first 120 of 243 owed cells of A law</text>", Text(many["chains/law.svg"]), StringComparison.Ordinal);
        Assert.Equal(EvidencePack.DrawnCountMax, Whose(many["chains/law.svg"]).Count());
        Assert.Contains("<p>Best chains of the first 120 of 243 owed cells of A law.</p>", Text(many["index.html"]), StringComparison.Ordinal);
        Assert.Contains("alt=\"Best chains of the first 120 of 243 owed cells of A law.\"", Text(many["index.html"]), StringComparison.Ordinal);

        // Half a number is another, and a picture of nobody shows nothing: what is cut is the name of the law.
        await api.WriteAsync(Put("Framework", "law", ("title", $"A law {new string('x', 200)}")));
        Assert.Matches(">the organisation, the first 120 of 243 owed cells of A law x+…</text>", Text(Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"))["chains/law.svg"]));

        static IEnumerable<string> Whose(byte[] picture) => System.Xml.Linq.XDocument.Parse(Text(picture)).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).Where(t => t.StartsWith("ai-system:", StringComparison.Ordinal) || t == "organisation");
    }

    [Theory]
    [InlineData("It fits", 12, 254, "It fits")]
    [InlineData("", 12, 254, "")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", 12, 120, "WWWWWWWWW…")]
    [InlineData("iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", 12, 120, "iiiiiiiiiiiiiiiiiiiiiiiii…")]
    [InlineData("影響評価と人間による監督", 12, 120, "影響評価と人間に…")]
    [InlineData("ab 😀😀😀😀😀😀😀😀😀😀", 12, 60, "ab 😀😀…")]
    [InlineData("W", 12, 5, "…")]
    public void A_text_in_a_picture_is_cut_by_its_width_and_never_within_a_character(string text, int fontSize, int room, string shown) => Assert.Equal(shown, TextWidth.Fit(text, fontSize, room));

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        await using var api = await WithSomeAsync();
        foreach (var (name, status) in new[] { ("ai-system:ghost.zip", 404), ("risk:a.zip", 404), ("organisation.tar", 404), ("organisation.zip?colour=red", 400), ("organisation.zip?asOf=999", 400) })
        {
            using var response = await api.Client.GetAsync(Place + name);
            Assert.Equal((name, status), (name, (int)response.StatusCode));
        }
    }

    [Fact]
    public async Task A_caller_who_has_it_is_told_so()
    {
        await using var api = await WithSomeAsync();
        using var first = await api.Client.GetAsync(Place + "organisation.zip");
        using var again = new HttpRequestMessage(HttpMethod.Get, Place + "organisation.zip");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await api.Client.SendAsync(again);
        Assert.Equal(304, (int)second.StatusCode);
        Assert.StartsWith("attachment; filename=\"evidence-pack-organisation-2026-08-06-r1.zip\"", first.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pack_of_the_past_is_the_one_of_then()
    {
        await using var api = await WithSomeAsync();
        var then = await api.Client.GetByteArrayAsync(Place + "organisation.zip");
        await api.WriteAsync(Put("Risk", "risk:c", ("title", "Later"), ("kind", "THREAT")));
        var risks = Encoding.UTF8.GetString(Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip?asOf=1"))["registers/risks.csv"]);
        Assert.Equal(Encoding.UTF8.GetString(Files(then)["registers/risks.csv"]), risks);
    }

    [Fact]
    public async Task A_file_that_is_another_one_a_file_more_and_a_file_fewer_are_found()
    {
        await using var api = await WithSomeAsync();
        var pack = await api.Client.GetByteArrayAsync(Place + "organisation.zip");
        Assert.Empty((await CheckAsync(pack)).Faults);
        Assert.Equal((1, api.Engine.Current.Head.Hash), ((await CheckAsync(pack)).Head!.Revision, (await CheckAsync(pack)).Head!.Hash));
        Assert.Equal("gaps.csv: is not what was written", Assert.Single((await CheckAsync(Altered(pack, z => Write(z, "gaps.csv", "other")))).Faults));
        Assert.Equal("extra.txt: is not in SHA256SUMS", Assert.Single((await CheckAsync(Altered(pack, z => Write(z, "extra.txt", "more")))).Faults));
        Assert.Equal("gaps.csv: is missing", Assert.Single((await CheckAsync(Altered(pack, z => z.GetEntry("gaps.csv")!.Delete()))).Faults));
        Assert.Contains("SHA256SUMS: is missing", (await CheckAsync(Altered(pack, z => z.GetEntry("SHA256SUMS")!.Delete()))).Faults);
        await Assert.ThrowsAsync<InvalidDataException>(() => CheckAsync(pack[..(pack.Length / 2)]));
    }

    [Fact]
    public async Task A_flipped_byte_is_found_wherever_it_stands()
    {
        await using var api = await WithSomeAsync();
        var pack = await api.Client.GetByteArrayAsync(Place + "organisation.zip");
        foreach (var place in Enumerable.Range(0, 64).Concat(Enumerable.Range(0, pack.Length / 97).Select(n => n * 97)).Concat(Enumerable.Range(pack.Length - 100, 100)))
        {
            var flipped = pack.ToArray();
            flipped[place] ^= 0x10;
            Assert.True(await FailsAsync(flipped), $"the byte at {place} of {pack.Length} was flipped and nobody saw it");
        }

        static async Task<bool> FailsAsync(byte[] bytes)
        {
            try
            {
                return (await CheckAsync(bytes)).Faults.Count > 0;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }
    }

    [Fact]
    public async Task What_is_assumed_stands_on_the_first_page_in_the_head_and_in_the_name()
    {
        await using var api = await WithSomeAsync();
        using var response = await api.Client.GetAsync(Place + "organisation.zip?assume=" + Uri.EscapeDataString("""[{"delete": {"key": "risk:b", "edges": true}}]"""));
        var files = Files(await response.Content.ReadAsByteArrayAsync());
        Assert.Contains("-what-if.zip", response.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
        Assert.Contains("What if: 1 changes are assumed", Encoding.UTF8.GetString(files["index.html"]), StringComparison.Ordinal);
        Assert.Contains("delete risk:b", Encoding.UTF8.GetString(files["head.json"]), StringComparison.Ordinal);
        Assert.Single((await CheckAsync(await response.Content.ReadAsByteArrayAsync())).Head!.Assumed!);

        var forecast = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip?on=2028-01-01&renewals=ASSUMED"));
        Assert.Contains("taken as renewed", Encoding.UTF8.GetString(forecast["index.html"]), StringComparison.Ordinal);
        Assert.Contains("\"renewals\": \"ASSUMED\"", Encoding.UTF8.GetString(forecast["head.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("renewals=ASSUMED", "-renewals-assumed", "renewals assumed")]
    [InlineData("mappingSets=mapping-set:m", "-1-mapping-set", "1 mapping set")]
    [InlineData("mappingSets=", "-0-mapping-sets", "0 mapping sets")]
    [InlineData("renewals=ASSUMED&mappingSets=mapping-set:m", "-renewals-assumed-1-mapping-set", "renewals assumed, 1 mapping set")]
    public async Task What_a_view_takes_for_granted_of_today_stands_in_the_name_of_a_pack_and_on_its_first_page(string parameters, string name, string words)
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Put("MappingSet", "mapping-set:m", ("title", "M"), ("author", "Us"), ("method", "HUMAN")));
        using var response = await api.Client.GetAsync($"{Place}organisation.zip?{parameters}");
        Assert.Equal($"attachment; filename=\"evidence-pack-organisation-2026-08-06-r2{name}.zip\"", response.Content.Headers.GetValues("Content-Disposition").Single());
        var pack = await response.Content.ReadAsByteArrayAsync();
        Assert.Empty((await CheckAsync(pack)).Faults);
        var page = Text(Files(pack)["index.html"]);
        Assert.Contains($"<h1>Evidence pack: the organisation, {words}</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"Judged on 2026-08-06 (CURRENT, {words}) with what is known", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_of_a_system_has_every_row_however_many_there_are()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Put("Metric", "metric:m", ("title", "M"), ("betterWhen", "LOWER"), ("frequency", "DAILY"), ("limit", 1.0)), Link("ai-system:a", "MEASURED_BY", "metric:m"));
        for (var n = 0; n < 1_200; n += 200)
        {
            await api.WriteAsync([.. Enumerable.Range(n, 200).SelectMany(i => (Operation[])[Put("Measurement", $"measurement:{i:d4}", ("on", "2026-01-01"), ("value", -1.5)), Link($"measurement:{i:d4}", "MEASUREMENT_OF", "metric:m")])]);
        }

        var rows = Encoding.UTF8.GetString(Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"))["registers/measurements.csv"]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1_201, rows.Length);
        Assert.All(rows.Skip(1), r => Assert.Contains(",-1.5,", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_of_another_system_is_not_in_the_pack_of_one()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Put("Control", "control:shared", ("title", "Shared")), Link("control:shared", "APPLIES_TO", "ai-system:a"), Link("control:shared", "APPLIES_TO", "ai-system:b"),
            Put("Evidence", "evidence:b", ("title", "Of B"), ("type", "TEST_REPORT")), Link("evidence:b", "CONCERNS", "ai-system:b"), Link("control:shared", "EVIDENCED_BY", "evidence:b"));
        var evidence = Encoding.UTF8.GetString(Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"))["evidence.csv"]);
        Assert.Contains("evidence:e", evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("evidence:b", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shared_brings_nothing_that_is_only_of_another_system_into_the_pack_of_one()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Put("Vendor", "vendor:v", ("title", "V")), Put("Component", "component:c", ("title", "C"), ("type", "MODEL")), Link("component:c", "SUPPLIED_BY", "vendor:v"),
            Link("ai-system:a", "USES", "component:c"), Link("ai-system:b", "USES", "component:c"),
            Put("Component", "component:b", ("title", "Of B"), ("type", "MODEL")), Link("component:b", "SUPPLIED_BY", "vendor:v"), Link("ai-system:b", "USES", "component:b"),
            Put("Control", "control:shared", ("title", "Shared")), Link("control:shared", "APPLIES_TO", "ai-system:a"), Link("control:shared", "APPLIES_TO", "ai-system:b"),
            Put("Control", "control:b", ("title", "Of B")), Link("control:b", "APPLIES_TO", "ai-system:b"),
            Link("risk:b", "MITIGATED_BY", "control:shared"), Link("risk:a", "MITIGATED_BY", "control:shared"), Link("risk:a", "MITIGATED_BY", "control:b"),
            Put("Incident", "incident:both", ("title", "Both"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2026-08-01")), Link("incident:both", "AFFECTS", "ai-system:a"), Link("incident:both", "AFFECTS", "ai-system:b"),
            Put("Incident", "incident:b", ("title", "Of B"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2026-08-01")), Link("incident:b", "AFFECTS", "ai-system:b"), Link("incident:b", "AFFECTS", "component:c"),
            Put("Finding", "finding:a", ("title", "Of A"), ("grade", "MINOR"), ("foundOn", "2026-08-01")), Link("finding:a", "FOUND_IN", "incident:both"), Link("finding:a", "AGAINST", "control:shared"),
            Put("Finding", "finding:b", ("title", "Of B"), ("grade", "MINOR"), ("foundOn", "2026-08-01")), Link("finding:b", "FOUND_IN", "incident:both"), Link("finding:b", "AGAINST", "control:b"),
            Put("Task", "task:a", ("title", "Of A"), ("dueOn", "2026-08-20")), Link("task:a", "ARISES_FROM", "finding:a"),
            Put("Task", "task:b", ("title", "Of B"), ("dueOn", "2026-08-20")), Link("task:b", "ARISES_FROM", "finding:b"));
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        foreach (var (register, keys) in new[]
        {
            ("ai-systems", "ai-system:a"), ("risks", "risk:a"), ("components", "component:c"), ("vendors", "vendor:v"), ("controls", "control:shared"),
            ("incidents", "incident:both"), ("findings", "finding:a"), ("tasks", "task:a"),
        })
        {
            Assert.Equal((register, keys), (register, string.Join(' ', Keys(files[$"registers/{register}.csv"]))));
        }

        var page = Encoding.UTF8.GetString(files["index.html"]);
        Assert.Contains("task:a", page, StringComparison.Ordinal);
        Assert.DoesNotContain("task:b", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_stands_beside_the_answers_and_other_forms_do_not()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
        [
            Put("Template", "template:t", ("title", "T"), ("form", "AIIA")), Put("Template", "template:other", ("title", "Other"), ("form", "DPIA")),
            Put("Assessment", "assessment:of-a", ("title", "Of A"), ("kind", "AIIA")), Link("assessment:of-a", "ASSESSES", "ai-system:a"), Link("assessment:of-a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "assessment:of-a"),
        ]);
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        Assert.Equal(("template:t", "template-item:of-t"), (string.Join(' ', Keys(files["registers/templates.csv"])), string.Join(' ', Keys(files["registers/template-items.csv"]))));
        Assert.Contains("What for?", Text(files["registers/template-items.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_inherited_cell_waits_for_is_in_the_pack_and_what_is_due_of_another_systems_control_is_not()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Requirement("law:2", ("assessable", true), ("scope", "ORGANISATION"), ("roles", new[] { "ANY" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-01-01"), ("needsControl", true)), Link("law:2", "PART_OF", "law"),
            Put("Control", "control:b", ("title", "Of B"), ("plannedFor", "2026-09-01")), Link("control:b", "APPLIES_TO", "ai-system:b"), Link("control:b", "SATISFIES", "law:2", ("joint", "together")),
            Put("Control", "control:a", ("title", "Of A"), ("plannedFor", "2026-09-01")), Link("control:a", "APPLIES_TO", "ai-system:a"),
            Put("Task", "task:b", ("title", "Of B"), ("dueOn", "2026-08-20")), Link("task:b", "ARISES_FROM", "ai-system:b"));
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        Assert.Equal(["control:a", "control:b"], Keys(files["registers/controls.csv"]));
        var page = Encoding.UTF8.GetString(files["index.html"]);
        var due = page[page.IndexOf("and overdue</h2>", StringComparison.Ordinal)..];
        Assert.Contains("control:a", due, StringComparison.Ordinal);
        Assert.DoesNotContain("control:b", due, StringComparison.Ordinal);
        Assert.DoesNotContain("task:b", due, StringComparison.Ordinal);
        Assert.Contains("unless an owed cell of this one rests on it or has a defect that names it", Encoding.UTF8.GetString(files["not-shown.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_corrects_a_finding_stands_in_every_pack_that_has_the_finding_and_is_due_where_the_finding_belongs()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Requirement("law:2", ("assessable", true), ("scope", "ORGANISATION"), ("roles", new[] { "ANY" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-01-01"), ("needsControl", true)), Link("law:2", "PART_OF", "law"),
            Put("Control", "control:a", ("title", "Of A")), Link("control:a", "APPLIES_TO", "ai-system:a"),
            Put("Control", "control:b", ("title", "Of B")), Link("control:b", "APPLIES_TO", "ai-system:b"), Link("control:b", "SATISFIES", "law:2"),
            Put("Finding", "finding:a", ("title", "Against A"), ("grade", "MINOR"), ("foundOn", "2026-08-01")), Link("finding:a", "AGAINST", "control:a"),
            Put("CorrectiveAction", "action:a", ("title", "Mend A"), ("dueOn", "2026-08-20")), Link("action:a", "CORRECTS", "finding:a"),
            Put("Finding", "finding:both", ("title", "Against the row and B"), ("grade", "MAJOR"), ("foundOn", "2026-08-01")), Link("finding:both", "AGAINST", "law:2"), Link("finding:both", "AGAINST", "control:b"),
            Put("CorrectiveAction", "action:both", ("title", "Mend the row"), ("dueOn", "2026-08-20")), Link("action:both", "CORRECTS", "finding:both"),
            Put("Task", "task:both", ("title", "Tell B"), ("dueOn", "2026-08-20")), Link("task:both", "ARISES_FROM", "finding:both"),
            Put("Finding", "finding:b", ("title", "Against B"), ("grade", "MINOR"), ("foundOn", "2026-08-01")), Link("finding:b", "AGAINST", "control:b"), Link("finding:b", "AGAINST", "ai-system:b"),
            Put("CorrectiveAction", "action:b", ("title", "Mend B"), ("dueOn", "2026-08-20")), Link("action:b", "CORRECTS", "finding:b"));
        foreach (var (system, findings, actions, tasks, due) in new[]
        {
            ("ai-system:a", "finding:a finding:both", "action:a action:both", "", "action:a"),
            ("ai-system:b", "finding:b finding:both", "action:b action:both", "task:both", "action:b action:both task:both"),
        })
        {
            var files = Files(await api.Client.GetByteArrayAsync($"{Place}{system}.zip"));
            Assert.Equal((system, findings, actions, tasks), (system, Of("findings"), Of("corrective-actions"), Of("tasks")));
            Assert.Equal((system, due), (system, string.Join(' ', Text(files["due.csv"]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')[4]).Where(d => d.StartsWith("action:", StringComparison.Ordinal) || d.StartsWith("task:", StringComparison.Ordinal)).Order(StringComparer.Ordinal))));
            Assert.Contains("corrective actions (2 of 3)", Text(files["not-shown.html"]), StringComparison.Ordinal);

            string Of(string register) => files.TryGetValue($"registers/{register}.csv", out var rows) ? string.Join(' ', Keys(rows)) : "";
        }
    }

    [Fact]
    public async Task A_pack_says_of_how_much_evidence_hash_and_place_are_recorded()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Put("Evidence", "evidence:bare", ("title", "Bare"), ("type", "TEST_REPORT")));
        var page = Encoding.UTF8.GetString(Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"))["index.html"]);
        Assert.Contains("with its SHA-256 and where it is kept where these are recorded (1 and 0 of 2).", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_leads_to_its_parts_and_says_how_many_gaps_it_shows_and_where_all_are()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Rows("law", 100, EvidencePack.DrawnCountMax));
        var files = Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"));
        var page = Text(files["index.html"]);
        Assert.Equal(121, RowCount(files["gaps.csv"]));
        Assert.Contains("<p>121 owed cells are not covered, 121 of systems and 0 of the organisation; 120 are shown here, some of each framework.", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"gaps.csv\">gaps.csv</a>: All 121, with what is wrong.</li>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>A law: 121, of which the first 120 are shown here and 1 more stand in gaps.csv</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"d\">2026-02-03</td><td>law:100 ", page, StringComparison.Ordinal);
        Assert.Contains("<li><a href=\"#part-2\">Gaps</a></li>", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"part-2\">Gaps</h2>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_each_framework_some_gaps_stand_on_the_first_page_and_it_says_how_many_more_there_are()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Rows("law", 100, 200));
        await api.WriteAsync([Put("Framework", "other", ("title", "Another"), ("kind", "REGULATION")), .. Rows("other", 100, 10), Put("Framework", "z-last", ("title", "The last"), ("kind", "REGULATION")), .. Rows("z-last", 100, 100)]);
        var page = Text(Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip"))["index.html"]);
        Assert.Contains("<h3>A law: 201, of which the first 55 are shown here and 146 more stand in gaps.csv</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Another: 10</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>The last: 100, of which the first 55 are shown here and 45 more stand in gaps.csv</h3>", page, StringComparison.Ordinal);
        Assert.Equal((55, 10, 55), (Count(" law:"), Count(" other:"), Count(" z-last:")));

        int Count(string rows) => page.Split("</td><td>" + rows[1..]).Length - 1;
    }

    [Theory]
    [InlineData("", 10, "")]
    [InlineData("3 4", 10, "3 4")]
    [InlineData("100 2 100", 10, "4 2 4")]
    [InlineData("0 9 9 9", 10, "0 3 3 4")]
    [InlineData("5 5 5 5", 2, "1 1 1 1")]
    public void As_much_of_each_list_is_shown_and_something_of_every_one(string counts, int room, string expected) =>
        Assert.Equal(expected, string.Join(' ', EvidencePack.Shares([.. counts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)], room)));

    [Fact]
    public async Task The_first_page_of_the_organisation_says_how_many_cells_stand_in_how_many_rows_and_why()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Requirement("law:2", ("assessable", true), ("scope", "ORGANISATION"), ("roles", new[] { "ANY" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-01-01"), ("needsControl", true)), Link("law:2", "PART_OF", "law"));
        var files = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
        Assert.Equal(4, RowCount(files["gaps.csv"]));
        Assert.Contains("<p>3 owed cells are not covered, 2 of systems and 1 of the organisation. ", Text(files["index.html"]), StringComparison.Ordinal);
        Assert.Contains(
            "gaps.csv</a>: All 3, with what is wrong, in 4 rows: a cell of the organisation stands there once for each system that inherits it, with that system&#39;s own verdict.</li>", Text(files["index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_pack_does_not_show_is_what_is_not_in_it()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(Put("Person", "person:p", ("name", "Pia")), Put("MappingSet", "mapping-set:m", ("title", "M"), ("author", "Us"), ("method", "HUMAN")));
        var model = api.Engine.Current.Model;
        foreach (var of in new[] { "organisation", "ai-system:a" })
        {
            var files = Files(await api.Client.GetByteArrayAsync($"{Place}{of}.zip"));
            var told = Text(files["not-shown.html"]).Split('\n').Where(l => l.StartsWith("<p>", StringComparison.Ordinal) && l.Contains(" of: ", StringComparison.Ordinal)).ToDictionary(l => l[3..l.IndexOf(':', StringComparison.Ordinal)], l => l);
            Assert.Contains("frameworks (1), requirements (1)", told["No pack holds a register of"], StringComparison.Ordinal);
            Assert.Contains("mapping sets (1)", told["No pack holds a register of"], StringComparison.Ordinal);
            Assert.Contains("persons (1)", told["No pack holds a register of"], StringComparison.Ordinal);
            Assert.Contains("evidence (1)", told["Everything that the graph has stands here of"], StringComparison.Ordinal);

            // Each kind is in one of the lists, unless nothing could be there and nothing is.
            foreach (var kind in model.Kinds)
            {
                var name = Graph.Server.Export.Documents.PrintedPage.Words(kind.Plural);
                var places = told.Where(t => System.Text.RegularExpressions.Regex.IsMatch(t.Value, $"(: |, ){name}( [(]|,|[.])")).Select(t => t.Key).ToList();
                var isWritten = files.ContainsKey(kind.Name == "Evidence" ? "evidence.csv" : $"registers/{Graph.Server.Export.Registers.Kebab(kind.Plural)}.csv");
                Assert.True(places.Count <= 1, $"{name}: {string.Join(", ", places)}");
                Assert.Equal((name, isWritten), (name, places.Exists(p => p.Contains("stands here", StringComparison.Ordinal))));
                Assert.True(places.Count == 1 || api.Engine.Current.Documents(kind).Count == 0, name);
            }

            Assert.Equal(of == "organisation", !told.ContainsKey("A part stands here, and the whole in the pack of the organisation, of"));
            Assert.DoesNotContain("every register whole", Text(files["not-shown.html"]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_due_stands_in_a_pack_with_its_state_owner_and_basis_on_the_page_and_as_a_table()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync(
            Put("Person", "person:pia", ("name", "Pia <i>")),
            Put("Task", "task:over", ("title", "Clean, up"), ("dueOn", "2026-08-01")), Link("task:over", "ARISES_FROM", "ai-system:a"), Link("task:over", "OWNED_BY", "person:pia"),
            Put("Task", "task:soon", ("title", "Look"), ("dueOn", "2026-09-05")), Link("task:soon", "ARISES_FROM", "ai-system:a"),
            Put("Task", "task:later", ("title", "Wait"), ("dueOn", "2026-09-06")), Link("task:later", "ARISES_FROM", "ai-system:a"));
        foreach (var of in new[] { "organisation", "ai-system:a" })
        {
            var files = Files(await api.Client.GetByteArrayAsync($"{Place}{of}.zip"));
            var table = Text(files["due.csv"]);
            Assert.StartsWith("dueOn,daysLeft,state,what,document,title,owners,basis,revision,on\r\n", table, StringComparison.Ordinal);
            Assert.Contains("2026-08-01,-5,OVERDUE,COMPLETE,task:over,\"Clean, up\",Pia <i>,", table, StringComparison.Ordinal);
            Assert.Contains("2026-09-05,30,DUE,COMPLETE,task:soon,Look,,", table, StringComparison.Ordinal);
            Assert.Contains("2026-09-06,31,UPCOMING,COMPLETE,task:later,Wait,,", table, StringComparison.Ordinal);
            var page = Text(files["index.html"]);
            Assert.Contains("<td class=\"d\">2026-08-01</td><td>OVERDUE</td><td>COMPLETE</td><td>Clean, up (task:over)</td><td>Pia &lt;i&gt;</td><td>", page, StringComparison.Ordinal);
            Assert.Contains("<td>DUE</td><td>COMPLETE</td><td>Look (task:soon)</td><td>nobody</td><td>", page, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"due.csv\">due.csv</a>: All {RowCount(files["due.csv"])}.</li>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Readiness_is_told_criterion_by_criterion_with_what_each_misses()
    {
        await using var api = await WithSomeAsync();
        await api.WriteAsync([.. Enumerable.Range(100, 150).Select(n => Put("Risk", $"risk:{n}", ("title", "R"), ("kind", "THREAT")))]);
        var files = Files(await api.Client.GetByteArrayAsync(Place + "organisation.zip"));
        Assert.Equal(await api.Client.GetStringAsync("/exports/readiness.csv"), Text(files["readiness.csv"]));
        var (page, first) = (Text(files["readiness.html"]), Text(files["index.html"]));
        Assert.Contains("<a href=\"readiness.html\">readiness.html</a>: ", first, StringComparison.Ordinal);
        Assert.Contains("<a href=\"readiness.csv\">readiness.csv</a>: ", first, StringComparison.Ordinal);
        foreach (var result in Graph.Engine.Governance.Readiness.Of(new(api.Engine.Current, new(2026, 8, 6), new(2026, 8, 6), Graph.Engine.Views.ViewKind.Current)))
        {
            var word = Graph.Server.Api.Types.EnumWords.Of(result.State);
            Assert.Contains($"<h3>{result.Criterion.Id} {word} (", page, StringComparison.Ordinal);
            Assert.Equal(Math.Max(1, result.Missing), Text(files["readiness.csv"]).Split("\r\n").Count(l => l.StartsWith(result.Criterion.Id + ",", StringComparison.Ordinal)));
        }

        Assert.Contains("more stand in readiness.csv.</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("readiness.html", Files(await api.Client.GetByteArrayAsync(Place + "ai-system:a.zip")).Keys);
    }

    [Fact]
    public async Task The_command_line_makes_a_pack_and_finds_whether_it_is_of_a_log()
    {
        var folder = Directory.CreateTempSubdirectory("graph-pack-");
        try
        {
            var (database, pack) = (Path.Combine(folder.FullName, "graph.db"), Path.Combine(folder.FullName, "pack.zip"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "ai-systems.csv"), "key,title\nai-system:a,A\n");
            Assert.Equal(0, await GraphCommand.RunAsync(["import", Path.Combine(folder.FullName, "ai-systems.csv"), "--database", database], TextWriter.Null, TextWriter.Null, default));
            using var said = new StringWriter();
            Assert.Equal(0, await GraphCommand.RunAsync(["export", "evidence-pack", "ai-system:a", pack, "--database", database], said, said, default));
            Assert.Equal(0, await GraphCommand.RunAsync(["verify-pack", pack, "--database", database], said, said, default));
            Assert.Contains("and the log is the one that they are of", said.ToString(), StringComparison.Ordinal);
            using var twice = new StringWriter();
            Assert.Equal(2, await GraphCommand.RunAsync(["export", "evidence-pack", "ai-system:a", pack, "--database", database], twice, twice, default));
            Assert.StartsWith("CONFLICT: expected the name of a file that is not there yet", twice.ToString(), StringComparison.Ordinal);
            Assert.Equal(2, await GraphCommand.RunAsync(["export", "evidence-pack", "ai-system:ghost", Path.Combine(folder.FullName, "other.zip"), "--database", database], said, said, default));

            var bytes = await File.ReadAllBytesAsync(pack);
            await File.WriteAllBytesAsync(pack, Altered(bytes, z => Write(z, "gaps.csv", "other")));
            using var wrong = new StringWriter();
            Assert.Equal(ExitCodes.Pack, await GraphCommand.RunAsync(["verify-pack", pack], wrong, wrong, default));
            Assert.Contains("PACK: gaps.csv: is not what was written", wrong.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ApiHost> WithSomeAsync(ILogStore? store = null, Operation[]? some = null)
    {
        var api = await ApiHost.StartAsync(store: store);
        var result = await api.Engine.ApplyAsync(new Graph.Engine.Writing.ChangeRequest("some", "test", "A test.", some ?? Some), default);
        Assert.True(result.Accepted, string.Join('\n', result.Violations));
        return api;
    }

    private static string Text(byte[] file) => Encoding.UTF8.GetString(file);

    private static int RowCount(byte[] table) => Text(table).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;

    private static Operation[] Rows(string law, int first, int count) =>
    [
        .. Enumerable.Range(first, count).SelectMany(n => (Operation[])
        [
            Requirement($"{law}:{n}", ("assessable", true), ("scope", "SYSTEM"), ("roles", new[] { "PROVIDER" }), ("classes", new[] { "ANY" }), ("effectiveOther", "2026-02-03"), ("needsControl", false)), Link($"{law}:{n}", "PART_OF", law),
        ]),
    ];

    private static IEnumerable<string> Keys(byte[] register) => Encoding.UTF8.GetString(register).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')[0]);

    private static async Task<PackVerification> CheckAsync(byte[] pack) => await PackVerification.OfAsync(new MemoryStream(pack), default);

    private static Dictionary<string, byte[]> Files(byte[] pack)
    {
        using var archive = new ZipArchive(new MemoryStream(pack), ZipArchiveMode.Read);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var bytes = new MemoryStream();
            using var from = e.Open();
            from.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    private static byte[] Altered(byte[] pack, Action<ZipArchive> alter)
    {
        using var bytes = new MemoryStream();
        bytes.Write(pack);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            alter(archive);
        }

        return bytes.ToArray();
    }

    private static void Write(ZipArchive archive, string name, string text) => Write(archive, name, Encoding.UTF8.GetBytes(text));

    private static void Write(ZipArchive archive, string name, byte[] bytes)
    {
        archive.GetEntry(name)?.Delete();
        using var to = archive.CreateEntry(name).Open();
        to.Write(bytes);
    }
}
