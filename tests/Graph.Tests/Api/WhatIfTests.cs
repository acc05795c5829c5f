using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Changes that are assumed and not written, and two views side by side.</summary>
public sealed class WhatIfTests
{
    private const string EvidenceForRow = """[{ put: { evidence: { key: "evidence:new", title: "New", type: POLICY, scope: ORGANISATION, collectedBy: "Ada Assumed" } } }, { link: { from: "control:c", kind: EVIDENCED_BY, to: "evidence:new" } }]""";

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_view_with_assumed_changes_has_the_same_fields_and_nothing_is_written()
    {
        await using var api = await WithChainAsync();
        var (head, hash) = (api.Engine.Current.Head.Revision, api.Engine.Current.Head.Hash);
        var data = await api.AskAsync(
            $$"""
            { view(at: {assume: {{EvidenceForRow}}}) { revision kind evidence { nodes { key collectedBy } } cells(filter: {of: "law"}) { nodes { state cypher: __typename } cypher { statement reason } }
              gaps(system: "ai-system:a") { nodes { state defects { code } } } } }
            """);
        var view = data["view"]!;
        Assert.Equal((head, "WHAT_IF"), (view["revision"]!.GetValue<long>(), view["kind"]!.GetValue<string>()));
        Assert.Equal("""[{"key":"evidence:new","collectedBy":"Ada Assumed"}]""", view["evidence"]!["nodes"]!.ToJsonString());
        Assert.Equal("""[{"state":"UNAPPROVED","defects":[{"code":"PROOF_UNAPPROVED"}]}]""", view["gaps"]!["nodes"]!.ToJsonString());
        Assert.Null(view["cells"]!["cypher"]!["statement"]);
        Assert.Contains("what would be if changes were made", view["cells"]!["cypher"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((head, hash), (api.Engine.Current.Head.Revision, api.Engine.Current.Head.Hash));
        Assert.Equal(
            """{"nodes":[]}""", (await api.AskAsync("{ view { evidence { nodes { key } } } }"))["view"]!["evidence"]!.ToJsonString());
    }

    [Fact]
    public async Task Assumed_and_then_written_gives_the_same_view()
    {
        await using var api = await WithChainAsync();
        const string Asked = """{ on evidence { nodes { key title collectedBy } } cells { totalCount nodes { verdict state shallow chains { nodes { key state } } defects { code closes } } } coverage(of: "law") { owed met states { state count } } }""";
        var assumed = (await api.AskAsync($$"""{ view(at: {assume: {{EvidenceForRow}}}) {{Asked}} }"""))["view"]!.ToJsonString();
        var written = await api.AskAsync($$"""mutation { apply(changeId: "w", reason: "as assumed", changes: {{EvidenceForRow}}) { accepted } }""");
        Assert.True(written["apply"]!["accepted"]!.GetValue<bool>());
        Assert.Equal(assumed, (await api.AskAsync($$"""{ view {{Asked}} }"""))["view"]!.ToJsonString());
    }

    [Fact]
    public async Task Changes_that_could_not_be_made_are_refused_with_every_reason_and_place()
    {
        await using var api = await WithChainAsync();
        var (code, _, message, error) = await api.FailAsync(
            """{ view(at: {assume: [{ put: { evidence: { key: "evidence:x", title: "X", type: POLICY, effectiveFrom: "2026-05-02", expiresOn: "2026-05-01" } } }, { link: { from: "control:c", kind: EVIDENCED_BY, to: "evidence:none" } }, { delete: { key: "control:c" } }]}) { revision } }""");
        Assert.Equal("VALIDATION", code);
        Assert.StartsWith("The changes in 'assume' could not be made.", message, StringComparison.Ordinal);
        Assert.Equal(
            ["view.at.assume[0].put.evidence.expiresOn", "view.at.assume[1].link.to", "view.at.assume[2].delete.edges"],
            error["extensions"]!["userErrors"]!.AsArray().Select(u => u!["path"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{ then: view(at: {assume: [{ delete: { key: KEY } }]}) { revision } }", "then.at.assume[0].delete.key")]
    [InlineData("{ view { compare(to: {assume: [{ delete: { key: KEY } }]}) { isEmpty } } }", "view.compare.to.assume[0].delete.key")]
    [InlineData("query($at: At) { view(at: $at) { revision } }", "$at.assume[0].delete.key")]
    [InlineData("query($changes: [ChangeInput!]) { view(at: {assume: $changes}) { revision } }", "$changes[0].delete.key")]
    public async Task Faults_of_an_assumed_change_stand_at_one_place_whoever_finds_them(string query, string place)
    {
        await using var api = await WithChainAsync();
        foreach (var (key, isOfType) in new[] { ("true", true), ("\"control:none\"", false) })
        {
            var changes = $$"""[{ "delete": { "key": {{key}} } }]""";
            var (_, _, message, error) = await api.FailAsync(
                query.Replace("KEY", key, StringComparison.Ordinal),
                System.Text.Json.Nodes.JsonNode.Parse(query.Contains("$at", StringComparison.Ordinal) ? $$"""{ "at": { "assume": {{changes}} } }""" : query.Contains('$') ? $$"""{ "changes": {{changes}} }""" : "{}"));
            Assert.Equal(place, isOfType ? message.Split(':')[0] : error["extensions"]!["userErrors"]![0]!["path"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task As_many_changes_may_be_assumed_as_the_limit_says()
    {
        await using var api = await StartAsync(configure: o => o.AssumeCountMax = 2);
        await api.WriteAsync(Put("Control", "control:r", ("title", "R")));
        static string Puts(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $$"""{ put: { control: { key: "control:{{i}}", title: "T" } } }"""));
        Assert.Equal(3, (await api.AskAsync($$"""{ view(at: {assume: [{{Puts(2)}}]}) { controls { totalCount } } }"""))["view"]!["controls"]!["totalCount"]!.GetValue<int>());
        var (code, _, _, error) = await api.FailAsync($$"""{ view(at: {assume: [{{Puts(3)}}]}) { controls { totalCount } } }""");
        Assert.Equal(("LIMIT_EXCEEDED", "assumeCountMax"), (code, error["extensions"]!["limit"]!.GetValue<string>()));
    }

    [Fact]
    public async Task One_document_in_two_views_of_one_request_has_two_ids_and_one_key_and_both_are_found_again()
    {
        await using var api = await WithChainAsync();
        var data = await api.AskAsync(
            """{ now: view { document(key: "control:c") { id key title } } then: view(at: {assume: [{ put: { control: { key: "control:c", title: "Renamed" } } }]}) { document(key: "control:c") { id key title } } }""");
        var (now, then) = (data["now"]!["document"]!, data["then"]!["document"]!);
        Assert.Equal(("control:c", "control:c", "control:c"), (now["id"]!.GetValue<string>(), now["key"]!.GetValue<string>(), then["key"]!.GetValue<string>()));
        Assert.NotEqual("control:c", then["id"]!.GetValue<string>());
        var nodes = await api.AskAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Control { title } } }", new { ids = new[] { now["id"]!.GetValue<string>(), then["id"]!.GetValue<string>() } });
        Assert.Equal(
            $$"""[{"id":"control:c","title":"Control"},{"id":"{{then["id"]!.GetValue<string>()}}","title":"Renamed"}]""", nodes["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task An_id_of_an_assumption_that_is_not_kept_any_more_is_not_found()
    {
        await using var api = await StartAsync(configure: o => o.AssumptionCountMax = 1);
        await api.WriteAsync(Put("Control", "control:r", ("title", "R")));
        async Task<string> Id(string title) => (await api.AskAsync(
            $$"""{ view(at: {assume: [{ put: { control: { key: "control:r", title: "{{title}}" } } }]}) { document(key: "control:r") { id } } }"""))["view"]!["document"]!["id"]!.GetValue<string>();
        var (first, second) = (await Id("One"), await Id("Two"));
        Assert.NotNull((await api.AskAsync("query($id: ID!) { node(id: $id) { id } }", new { id = second }))["node"]);
        var (code, _, message, _) = await api.FailAsync("query($id: ID!) { node(id: $id) { id } }", new { id = first });
        Assert.Equal("NOT_FOUND", code);
        Assert.Contains("ask the view with 'assume' again", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_a_view_with_assumed_changes_stay_on_the_revision_they_began_on()
    {
        await using var api = await StartAsync();
        await api.WriteAsync([.. Enumerable.Range(0, 4).Select(i => Put("Control", $"control:{i}", ("title", $"R{i}")))]);
        const string Query = """query($after: String) { view(at: {assume: [{ put: { control: { key: "control:9", title: "R9" } } }]}) { controls(first: 2, after: $after) { nodes { key } pageInfo { endCursor hasNextPage } } } }""";
        var keys = new List<string>();
        string? after = null;
        do
        {
            var controls = (await api.AskAsync(Query, new { after }))["view"]!["controls"]!;
            keys.AddRange(controls["nodes"]!.AsArray().Select(n => n!["key"]!.GetValue<string>()));
            after = controls["pageInfo"]!["hasNextPage"]!.GetValue<bool>() ? controls["pageInfo"]!["endCursor"]!.GetValue<string>() : null;
            await api.WriteAsync(Put("Control", $"control:0-{keys.Count}", ("title", "Between")));
        }
        while (after is not null);

        Assert.Equal(["control:0", "control:1", "control:2", "control:3", "control:9"], keys);
    }

    [Fact]
    public async Task Two_views_are_compared_document_by_document_edge_by_edge_and_cell_by_cell()
    {
        await using var api = await WithChainAsync();
        var compared = (await api.AskAsync(
            $$"""
            { view { compare(to: {assume: {{EvidenceForRow}}}) { isEmpty before { kind } after { kind }
              documents { totalCount nodes { key kind difference before { key } after { key } fields { field before after } } }
              edges { nodes { key kind difference } }
              cells { nodes { requirement { key } system { key } before { id state credit { state } } after { state } } } owed: cells(owed: true) { totalCount } notOwed: cells(owed: false) { totalCount } } } }
            """))["view"]!["compare"]!;
        Assert.False(compared["isEmpty"]!.GetValue<bool>());
        Assert.Equal("""{"kind":"CURRENT"}""", compared["before"]!.ToJsonString());
        Assert.Equal("""{"kind":"WHAT_IF"}""", compared["after"]!.ToJsonString());
        Assert.Equal(
            """{"totalCount":1,"nodes":[{"key":"evidence:new","kind":"Evidence","difference":"ADDED","before":null,"after":{"key":"evidence:new"},"fields":[{"field":"title","before":null,"after":"\"New\""},{"field":"type","before":null,"after":"\"POLICY\""},{"field":"scope","before":null,"after":"\"ORGANISATION\""},{"field":"collectedBy","before":null,"after":"\"Ada Assumed\""},{"field":"status","before":null,"after":"\"DRAFT\""}]}]}""",
            compared["documents"]!.ToJsonString(Relaxed));
        Assert.Equal("""[{"key":"control:c|EVIDENCED_BY|evidence:new","kind":"EVIDENCED_BY","difference":"ADDED"}]""", compared["edges"]!["nodes"]!.ToJsonString());
        Assert.Equal(
            """[{"requirement":{"key":"law:1"},"system":{"key":"ai-system:a"},"before":{"id":"law:1|ai-system:a","state":"UNPROVEN","credit":null},"after":{"state":"UNAPPROVED"}}]""",
            compared["cells"]!["nodes"]!.ToJsonString());
        Assert.Equal((1, 0), ((int)compared["owed"]!["totalCount"]!, (int)compared["notOwed"]!["totalCount"]!));
    }

    [Fact]
    public async Task Equal_views_do_not_differ_and_a_comparison_turned_around_is_the_other_way_round()
    {
        await using var api = await WithChainAsync();
        await api.WriteAsync(Put("Control", "control:c", ("degradedOn", "2026-08-01"), ("title", "Renamed")));
        const string Parts = "{ isEmpty documents { nodes { key difference fields { field before after } } } cells { nodes { requirement { key } before { state } after { state } } } }";
        var data = await api.AskAsync(
            $$"""{ same: view { compare(to: {}) {{Parts}} } there: view(at: {asOf: 1}) { compare(to: {}) {{Parts}} } back: view { compare(to: {asOf: 1}) {{Parts}} } }""");
        Assert.Equal("""{"isEmpty":true,"documents":{"nodes":[]},"cells":{"nodes":[]}}""", data["same"]!["compare"]!.ToJsonString(Relaxed));
        Assert.Equal(
            """{"isEmpty":false,"documents":{"nodes":[{"key":"control:c","difference":"CHANGED","fields":[{"field":"title","before":"\"Control\"","after":"\"Renamed\""},{"field":"degradedOn","before":null,"after":"\"2026-08-01\""}]}]},"cells":{"nodes":[{"requirement":{"key":"law:1"},"before":{"state":"UNPROVEN"},"after":{"state":"NOT_OPERATING"}}]}}""",
            data["there"]!["compare"]!.ToJsonString(Relaxed));
        Assert.Equal(
            """{"isEmpty":false,"documents":{"nodes":[{"key":"control:c","difference":"CHANGED","fields":[{"field":"title","before":"\"Renamed\"","after":"\"Control\""},{"field":"degradedOn","before":"\"2026-08-01\"","after":null}]}]},"cells":{"nodes":[{"requirement":{"key":"law:1"},"before":{"state":"NOT_OPERATING"},"after":{"state":"UNPROVEN"}}]}}""",
            data["back"]!["compare"]!.ToJsonString(Relaxed));
    }

    private static async Task<ApiHost> WithChainAsync()
    {
        var api = await StartAsync();
        await api.WriteAsync(
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")),
            Put("Requirement", "law:1", ("ref", "1"), ("title", "One"), ("assessable", true), ("needsControl", true)),
            Link("law:1", "PART_OF", "law"),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
            Put("Control", "control:c", ("title", "Control"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")),
            Link("control:c", "SATISFIES", "law:1"));
        return api;
    }
}
