using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.Api;

/// <summary>The Cypher behind an answer: given what was asked and nothing else, or not given and why.</summary>
public sealed class CypherTests
{
    private const string Cypher = "cypher { statement parameters browser reason credit { statement parameters reason } }";

    [Fact]
    public async Task Parameters_are_what_was_asked_and_nothing_of_the_answer()
    {
        await using var engine = await OpenAsync();
        await using var api = await ApiOver.StartAsync(engine);

        var view = (await api.AskAsync(
            $$"""
            { view(at: { on: "2027-12-02", renewals: ASSUMED, mappingSets: ["set:s"] }) {
              cells(filter: { of: "law", systems: ["ai-system:a"], verdicts: [APPLICABLE, NOT_YET], states: [NOT_OPERATING], owed: true, shallow: false, scope: SYSTEM, defects: [NO_LINK] }) { {{Cypher}} }
              gaps(system: "ai-system:a", of: "law:1") { {{Cypher}} }
              coverage(of: "law", systems: ["ai-system:a"]) { {{Cypher}} cells { {{Cypher}} } }
              loss: impact(of: "law:1", event: LOSS, limits: { depthMax: 3, nodeCountMax: 50 }) { {{Cypher}} }
              change: impact(of: "law:1", event: CHANGE) { {{Cypher}} }
              trace(from: "ai-system:a", to: "law", via: [USES], limits: { depthMax: 5, pathCountMax: 7 }) { {{Cypher}} } } }
            """))["view"]!;

        const string moment = """ "day":"2027-12-02","today":"2026-11-24","renewals":"ASSUMED" """;
        const string filter = """ "verdicts":["APPLICABLE","NOT_YET"],"states":["NOT_OPERATING"],"owed":true,"shallow":false,"scope":"SYSTEM","defects":["NO_LINK"] """;
        const string none = """ "verdicts":null,"states":null,"owed":null,"shallow":null,"scope":null,"defects":null """;
        const string rest = """ "rowCountMax":100000,"of":"law" """;
        Same($"{{{moment},\"systems\":[\"ai-system:a\"],{filter},{rest}}}", view["cells"]);
        Same($"{{{moment},\"system\":\"ai-system:a\",\"rowCountMax\":100000,\"of\":\"law:1\"}}", view["gaps"]);
        Same($"{{{moment},\"systems\":[\"ai-system:a\"],{rest}}}", view["coverage"]);
        Same($"{{{moment},\"systems\":[\"ai-system:a\"],{none},{rest}}}", view["coverage"]!["cells"]);
        Same("""{"of":"law:1","depthMax":3,"nodeCountMax":50,"mappingSets":["set:s"]}""", view["loss"]);
        Same("""{"of":"law:1","depthMax":16,"nodeCountMax":100000}""", view["change"]);
        Same("""{"from":"ai-system:a","to":"law","via":["USES"],"depthMax":5,"pathCountMax":7}""", view["trace"]);
        Assert.Equal(
            Plain($"{{{moment},\"systems\":[\"ai-system:a\"],\"mappingSets\":[\"set:s\"],{rest}}}"), view["coverage"]!["cypher"]!["credit"]!["parameters"]!.ToJsonString());
        var browser = (string)view["gaps"]!["cypher"]!["browser"]!;
        Assert.StartsWith("// Gaps of a system", browser);
        Assert.Contains("date('2027-12-02')", browser);
        Assert.DoesNotContain("$", browser);
        Assert.Null(view["trace"]!["cypher"]!["credit"]);
    }

    [Theory]
    [InlineData("""{ on: "2026-11-23" }""")]
    [InlineData("{ asOf: 1 }")]
    [InlineData("""{ asOf: 1, on: "2027-12-02" }""")]
    public async Task What_was_known_before_is_not_in_Neo4j_and_the_reason_says_so(string at)
    {
        await using var engine = await OpenAsync();
        var clock = engine.Calendar.Today;
        await engine.ApplyAsync(new ChangeRequest("later", "tester", "one more", [new PutDocument("Vendor", "vendor:late", null, new Dictionary<string, object?> { ["title"] = "Late" })]), default);
        await using var api = await ApiOver.StartAsync(engine);

        // Before the first change there is nothing to ask about.
        var asked = at.Contains("23", StringComparison.Ordinal) ? $"cells {{ {Cypher} }}" : $"cells {{ {Cypher} }} gaps(system: \"ai-system:a\") {{ {Cypher} }} coverage(of: \"law\") {{ {Cypher} }} impact(of: \"law:1\", event: LOSS) {{ {Cypher} }} trace(from: \"ai-system:a\", to: \"law\") {{ {Cypher} }}";
        var view = (await api.AskAsync($"{{ view(at: {at}) {{ {asked} }} }}"))["view"]!.AsObject();

        Assert.Equal(new DateOnly(2026, 11, 24), clock);
        Assert.All(view, field =>
        {
            var cypher = field.Value!["cypher"]!;
            Assert.Null(cypher["statement"]);
            Assert.Null(cypher["parameters"]);
            Assert.Null(cypher["browser"]);
            Assert.StartsWith("Neo4j holds the graph at head", (string)cypher["reason"]!);
            Assert.All(cypher["credit"] is { } credit ? [credit] : Array.Empty<JsonNode>(), credit => Assert.StartsWith("Neo4j holds", (string)credit["reason"]!));
        });
    }

    [Fact]
    public async Task A_day_before_today_judged_by_what_is_known_now_has_its_Cypher_and_a_filter_by_fields_has_none()
    {
        await using var engine = await OpenAsync();
        await using var api = await ApiOver.StartAsync(engine);

        var view = (await api.AskAsync(
            $$"""
            { view(at: { asOf: HEAD, on: "2026-11-01" }) { cells { {{Cypher}} } filtered: cells(filter: { requirement: { ref: { eq: "1" } } }) { {{Cypher}} } } }
            """))["view"]!;

        Assert.Equal("2026-11-01", (string)view["cells"]!["cypher"]!["parameters"]!["day"]!);
        Assert.Null(view["cells"]!["cypher"]!["reason"]);
        Assert.Null(view["filtered"]!["cypher"]!["statement"]);
        Assert.StartsWith("Filters by fields", (string)view["filtered"]!["cypher"]!["reason"]!);
    }

    private static Task<GraphEngine> OpenAsync() => EngineGraph.OpenAsync(
        new NaiveGraphBuilder()
            .Document("Framework", "law", ("title", "law"), ("kind", "REGULATION"))
            .Document("Requirement", "law:1", ("title", "1"), ("ref", "1"), ("assessable", true)).Edge("law:1", "PART_OF", "law")
            .Document("MappingSet", "set:s", ("title", "s"))
            .Document("AiSystem", "ai-system:a", ("title", "A"))
            .Build(),
        new(2026, 11, 24));

    private static void Same(string parameters, JsonNode? answer)
    {
        var cypher = answer!["cypher"]!;
        Assert.Equal(Plain(parameters), cypher["parameters"]!.ToJsonString());
        Assert.StartsWith("// ", (string)cypher["statement"]!);
        Assert.Null(cypher["reason"]);
    }

    private static string Plain(string json) => JsonNode.Parse(json)!.ToJsonString();
}
