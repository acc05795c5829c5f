using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Writing;
using Graph.Server.Analysts;
using Graph.Server.Import;
using Graph.Tests.Protection;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>The queries that ship for analysts: each is titled, bounded and alive.</summary>
[Collection(Neo4jTests.Name)]
public sealed partial class AnalystQueryTests(Neo4jServer server)
{
    private const string Day = "day";

    [Fact]
    public void There_are_at_least_twenty_and_each_has_a_title_of_its_own_a_description_and_a_limit()
    {
        Assert.True(AnalystQuery.All.Count >= 20);
        Assert.Equal(AnalystQuery.All.Count, AnalystQuery.All.Select(q => q.Title).Distinct().Count());
        Assert.All(AnalystQuery.All, query =>
        {
            Assert.Matches("^[A-Z].{10,80}[^.]$", query.Title);
            Assert.Matches("^[A-Z].*[.]$", query.Description);
            Assert.Contains("LIMIT $limit", query.Statement, StringComparison.Ordinal);
            Assert.DoesNotMatch(Unbounded(), query.Statement);
            Assert.Equal(query.Parameters.Keys.Order(), Parameter().Matches(query.Statement).Select(m => m.Groups[1].Value).Distinct().Order());
        });
    }

    [Neo4jFact]
    public async Task Each_answers_with_rows_on_the_seed_and_only_reads()
    {
        await server.EmptyAsync();
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, await server.OpenAsync(), new EngineOptions(), SeedStory.Noon, null, default);
        var seeded = await new Importer(engine, new ImportOptions { IsSeed = true }).RunAsync(ImportFile.Find([Path.Combine(SeedStory.Root, "seed")], new ImportLimits()), null, default);
        Assert.True(seeded.Succeeded);

        foreach (var query in AnalystQuery.All)
        {
            var parameters = new Dictionary<string, object?>();
            foreach (var (name, expression) in query.Parameters)
            {
                parameters[name] = name == Day ? SeedStory.Today.ToString("yyyy-MM-dd") : Assert.Single(await server.CypherAsync("RETURN " + expression))[0];
            }

            var answer = await ReadAsync(query.Statement, parameters);

            Assert.True(answer["errors"] is null, $"{query.Name}: {answer["errors"]}");
            Assert.True(answer["data"]!["values"]!.AsArray().Count > 0, $"{query.Name} has no rows.");

            // The guide has the same with the values of the file written into it, as Neo4j Browser shows rows for it.
            var inlined = await ReadAsync(query.Inlined, []);
            Assert.True(inlined["errors"] is null, $"{query.Name}: {inlined["errors"]}");
            Assert.Equal(answer["data"]!["fields"]!.ToJsonString(), inlined["data"]!["fields"]!.ToJsonString());
        }

        // Where the engine judges by what is recorded, the rows are those that it finds.
        var view = new Graph.Engine.Views.View(engine.Current, SeedStory.Today, SeedStory.Today, Graph.Engine.Views.ViewKind.Current);
        Assert.Equal(
            engine.Current.Documents(FindingKind.Kind).Where(f => f.Text(FindingKind.Grade) == "MAJOR" && FindingKind.IsOpen(view, f)).Select(f => f.Key).Order(StringComparer.Ordinal),
            await KeysAsync("open-major-findings"));
        Assert.Equal(
            engine.Current.Documents(MetricKind.Kind).Where(m => m.Kind.Standing!.Judge(view, m).Word == "BREACH").Select(m => m.Key).Order(StringComparer.Ordinal),
            await KeysAsync("metrics-beyond-their-limit"));
        var overdue = engine.Current.Documents(AssessmentKind.Kind).Where(a => AssessmentKind.Approval.IsDoneOn(a, SeedStory.Today) && AssessmentKind.NextReviewOn(a) < SeedStory.Today).Select(a => a.Key).ToList();
        Assert.Equal(overdue.Order(StringComparer.Ordinal), await KeysAsync("overdue-assessments"));

        // What was withdrawn keeps the day of its signature, and nobody waits for its review.
        var withdrawn = await engine.ApplyAsync(
            new ChangeRequest("withdrawn", "Wilma Withdrawer", "a test", []) { Origin = ChangeOrigin.Authority, Decisions = [new(DecisionVerb.Withdraw, overdue[0], null)] }, default);
        Assert.True(withdrawn.Accepted, string.Join('\n', withdrawn.Violations));
        Assert.Equal(overdue.Skip(1).Order(StringComparer.Ordinal), await KeysAsync("overdue-assessments"));

        async Task<IEnumerable<string>> KeysAsync(string name) =>
            (await ReadAsync(AnalystQuery.All.Single(q => q.Name == name).Statement, new() { [Day] = SeedStory.Today.ToString("yyyy-MM-dd"), ["limit"] = 50 }))["data"]!["values"]!.AsArray().Select(r => (string)r![1]!).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_guide_holds_every_query_and_the_style_every_kind_and_a_browser_of_another_origin_may_load_them()
    {
        await using var graph = await ServedHost.StartAsync();
        using var guide = await graph.Client.GetAsync(new Uri("/neo4j/guide.html", UriKind.Relative));
        using var asking = new HttpRequestMessage(HttpMethod.Options, "/neo4j/guide.html") { Headers = { { "Origin", "http://localhost:7474" }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "cache-control" } } };
        using var allowed = await graph.Client.SendAsync(asking);
        using var style = await graph.Client.GetAsync(new Uri("/neo4j/style.grass", UriKind.Relative));

        Assert.Equal((System.Net.HttpStatusCode.NoContent, "*", "*"), (allowed.StatusCode, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single(), allowed.Headers.GetValues("Access-Control-Allow-Headers").Single()));
        Assert.Equal(("text/html", "*"), (guide.Content.Headers.ContentType!.MediaType, guide.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal(("text/plain", "*"), (style.Content.Headers.ContentType!.MediaType, style.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        var slides = await guide.Content.ReadAsStringAsync();
        Assert.All(AnalystQuery.All, query => Assert.Contains(System.Net.WebUtility.HtmlEncode(query.Inlined), slides, StringComparison.Ordinal));
        var colours = await style.Content.ReadAsStringAsync();
        Assert.All(GraphModel.Default.Kinds, kind => Assert.Contains($"node.{kind.Name} {{", colours, StringComparison.Ordinal));
    }

    // In access mode Read the server itself refuses whatever writes.
    private async Task<JsonNode> ReadAsync(string statement, Dictionary<string, object?> parameters)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address.Server, $"db/{server.Address.Database}/query/v2"))
        {
            Content = JsonContent.Create(new { statement, parameters, accessMode = "Read" }),
        };
        await request.Content.LoadIntoBufferAsync();
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Address.User}:{server.Password}")));
        using var response = await client.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    [GeneratedRegex(@"\{\d*,\}|\*\]|\*\.\.|-\[[^]]*\*\]|\)[*+]|>[*+]")]
    private static partial Regex Unbounded();

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Parameter();
}
