using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Server.Import;
using Graph.Tests.Api;

namespace Graph.Tests.SeedStories;

/// <summary>What the documents show is what the product does.</summary>
[Collection(SeedStoryTests.Name)]
public sealed partial class ReadmeTests(SeedStory seed)
{
    [Theory]
    [InlineData("README.md", 3)]
    [InlineData("seed/README.md", 2)]
    [InlineData("schema/README.md", 3)]
    public async Task The_queries_of_a_document_give_the_answers_of_the_document(string document, int count)
    {
        var blocks = Block().Matches(await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, document)));
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var asked = 0;
        for (var i = 0; i + 1 < blocks.Count; i++)
        {
            if (blocks[i].Groups[1].Value == "graphql" && blocks[i + 1].Groups[1].Value == "json")
            {
                var expected = JsonNode.Parse(blocks[i + 1].Groups[2].Value)!;
                var actual = await api.PostAsync(blocks[i].Groups[2].Value);
                actual.AsObject().Remove("extensions");
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{blocks[i].Groups[2].Value}\n{actual.ToJsonString()}");
                asked++;
            }
        }

        Assert.Equal(count, asked);
    }

    [Fact]
    public async Task The_export_of_the_README_begins_with_the_rows_of_the_README()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "README.md"));
        var rows = Block().Matches(text).First(b => b.Groups[1].Value == "csv").Groups[2].Value;
        await using var api = await ApiOver.StartAsync(seed.Engine);

        var body = await api.Client.GetStringAsync(new Uri(Curl().Match(text).Groups[1].Value, UriKind.Relative));

        Assert.StartsWith(rows, body.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filters_of_registers_that_the_README_shows_give_rows()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "README.md"));
        var shown = Register().Matches(text).Select(m => m.Groups[1].Value)
            .Concat(Encoding().Matches(text).Select(m => $"{m.Groups[1].Value}?{m.Groups[2].Value}={Uri.EscapeDataString(m.Groups[3].Value)}")).ToList();
        await using var api = await ApiOver.StartAsync(seed.Engine);
        Assert.Equal(2, shown.Count);
        foreach (var address in shown)
        {
            var rows = (await api.Client.GetStringAsync(new Uri(address, UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.True(rows.Length > 1, address);
        }
    }

    [Fact]
    public async Task The_upload_of_the_README_gives_the_answer_of_the_README()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "README.md"));
        var blocks = Block().Matches(text);
        var csv = blocks.Last(b => b.Groups[1].Value == "csv");
        var (type, address) = Upload().Match(text).Groups is [_, var t, var a] ? (t.Value, a.Value) : default;
        await using var api = await ApiOver.StartAsync(seed.Engine);
        using var content = new StringContent(csv.Groups[2].Value, new MediaTypeHeaderValue(type));

        using var response = await api.Client.PostAsync(new Uri(address, UriKind.Relative), content);

        var actual = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(422, (int)response.StatusCode);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(blocks.First(b => b.Groups[1].Value == "json" && b.Index > csv.Index).Groups[2].Value), actual), actual!.ToJsonString());
    }

    [Fact]
    public async Task The_query_of_the_seeds_README_shows_a_line_of_its_table()
    {
        var query = Block().Matches(await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "seed", "README.md"))).First(b => b.Groups[1].Value == "graphql").Groups[2].Value;
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var answer = await api.AskAsync(query, new { system = new[] { "ai-system:credit-scoring" }, requirement = "eu-ai-act:4a(1)(d)", on = "2026-11-24" });
        var cell = Assert.Single(answer["view"]!["cells"]!["nodes"]!.AsArray())!;
        Assert.Equal("PARTIAL", (string)cell["state"]!);
        Assert.Equal("EXTENT_PARTIAL", (string)cell["defects"]![0]!["code"]!);
    }

    [Fact]
    public async Task The_CSV_of_the_seeds_README_is_accepted_beside_the_seed()
    {
        var csv = Block().Matches(await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "seed", "README.md"))).Single(b => b.Groups[1].Value == "csv").Groups[2].Value;
        var report = await new Importer(seed.Engine, new() { IsDryRun = true }).RunAsync([new("", "risks.csv") { Bytes = System.Text.Encoding.UTF8.GetBytes(csv) }], null, default);
        Assert.Empty(report.Rejects);
        Assert.Equal((1, 2), (report.Files[0].Documents.Accepted, report.Files[0].Links.Accepted));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/README.md")]
    [InlineData("seed/README.md")]
    [InlineData("seed/guide.md")]
    [InlineData("schema/README.md")]
    [InlineData("schema/questions.md")]
    [InlineData("tests/README.md")]
    public void The_paths_that_a_document_names_exist(string document)
    {
        var text = File.ReadAllText(Path.Combine(SeedStory.Root, document));
        var paths = NamedPath().Matches(text).Select(m => m.Groups[1].Value).Distinct();
        Assert.DoesNotContain(paths, p => !Path.Exists(Path.Combine(SeedStory.Root, p)));
    }

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^    curl 'http://127.0.0.1:5080(/exports/[^']+)'$", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex("`(/exports/registers/[^`?]+[?][^`]+)`")]
    private static partial Regex Register();

    [GeneratedRegex("^    curl -G 'http://127.0.0.1:5080(/exports/registers/[^']+)' --data-urlencode '([^=']+)=([^']+)'$", RegexOptions.Multiline)]
    private static partial Regex Encoding();

    [GeneratedRegex("^    curl -H 'Content-Type: ([^']+)' --data-binary @risks.csv 'http://127.0.0.1:5080(/imports[^']+)'$", RegexOptions.Multiline)]
    private static partial Regex Upload();

    [GeneratedRegex(@"[`(]((?:src|tests|schema|seed)/[A-Za-z0-9_./-]+)[`)]")]
    private static partial Regex NamedPath();
}
