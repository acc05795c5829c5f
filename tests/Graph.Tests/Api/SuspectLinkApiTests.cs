using System.Text.Json.Nodes;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Suspect links over the API: listed with what changed, previewed, accepted, and refused with codes.</summary>
public sealed class SuspectLinkApiTests
{
    private const string Accept = """
        mutation($id: String!, $links: [String!]!, $reason: String = "Looked at.", $dryRun: Boolean = false, $seen: Revision) {
          acceptLinks(changeId: $id, reason: $reason, links: $links, dryRun: $dryRun, expectedRevision: $seen) {
            accepted dryRun revision counts { linked } newlySuspect userErrors { code path message }
            view { suspectLinks { totalCount } }
          }
        }
        """;

    [Fact]
    public async Task A_suspect_link_is_listed_with_what_was_reviewed_and_what_is_now()
    {
        await using var api = await WithLinksAsync();
        await Amend(api);

        var links = (await api.AskAsync("{ view { suspectLinks { totalCount nodes { key kind from { key } to { key } reviewedOn reviewedBy changes { end document { key } reviewed now } } } } }"))["view"]!["suspectLinks"]!;

        Assert.Equal(3, (int)links["totalCount"]!);
        Assert.Equal(
            """{"key":"control:c|SATISFIES|law:9","kind":"SATISFIES","from":{"key":"control:c"},"to":{"key":"law:9"},"reviewedOn":"2026-08-06","reviewedBy":"test","changes":[{"end":"TO","document":{"key":"law:9(1)"},"reviewed":"2026-07-27","now":"2026-12-01"}]}""",
            links["nodes"]![0]!.ToJsonString());
        Assert.Equal(["control:c|SATISFIES|law:9", "evidence:e|DEMONSTRATES|law:9(1)", "risk:r|MITIGATED_BY|control:c"], links["nodes"]!.AsArray().Select(n => (string)n!["key"]!));
        var changed = links["nodes"]![2]!["changes"]![0]!;
        Assert.Equal(("FROM", "risk:r", true), ((string)changed["end"]!, (string)changed["document"]!["key"]!, (string)changed["reviewed"]! != (string)changed["now"]!));
    }

    [Theory]
    [InlineData("""{ kinds: [SATISFIES, FROM] }""", "control:c|SATISFIES|law:9")]
    [InlineData("""{ from: "risk:r" }""", "risk:r|MITIGATED_BY|control:c")]
    [InlineData("""{ to: "law" }""", "control:c|SATISFIES|law:9 evidence:e|DEMONSTRATES|law:9(1)")]
    [InlineData("""{ to: "law:9" }""", "control:c|SATISFIES|law:9 evidence:e|DEMONSTRATES|law:9(1)")]
    [InlineData("""{ to: "law:9(1)", kinds: [SATISFIES] }""", "")]
    public async Task They_are_filtered_by_kind_start_and_end(string filter, string expected)
    {
        await using var api = await WithLinksAsync();
        await Amend(api);
        Assert.Equal(expected, await Keys(api, $"suspectLinks(filter: {filter})"));
    }

    [Fact]
    public async Task They_come_in_pages_and_an_unknown_key_is_not_found()
    {
        await using var api = await WithLinksAsync();
        await Amend(api);
        var page = (await api.AskAsync("{ view { suspectLinks(first: 2) { pageInfo { hasNextPage endCursor } } } }"))["view"]!["suspectLinks"]!["pageInfo"]!;
        Assert.True((bool)page["hasNextPage"]!);
        Assert.Equal("risk:r|MITIGATED_BY|control:c", await Keys(api, $"suspectLinks(after: \"{page["endCursor"]}\")"));
        Assert.Equal("NOT_FOUND", (await api.FailAsync("{ view { suspectLinks(filter: { to: \"nothing\" }) { totalCount } } }")).Code);
    }

    [Fact]
    public async Task A_document_and_an_edge_say_whether_they_are_suspect_and_the_past_does_not_know_it()
    {
        await using var api = await WithLinksAsync();
        var before = api.Engine.Current.Head.Revision;
        await Amend(api);

        var data = await api.AskAsync("query($before: AsOf!) { now: view { ...V } past: view(at: { asOf: $before }) { ...V } } fragment V on View { suspectLinks { totalCount } document(key: \"law:9\") { suspect ... on Requirement { satisfiedBy { edges { suspect } } } } evidence { nodes { suspect evidences { edges { suspect } } } } }", new { before });

        Assert.Equal("""{"suspectLinks":{"totalCount":3},"document":{"suspect":true,"satisfiedBy":{"edges":[{"suspect":true}]}},"evidence":{"nodes":[{"suspect":true,"evidences":{"edges":[{"suspect":false}]}}]}}""", data["now"]!.ToJsonString());
        Assert.Equal("""{"suspectLinks":{"totalCount":0},"document":{"suspect":false,"satisfiedBy":{"edges":[{"suspect":false}]}},"evidence":{"nodes":[{"suspect":false,"evidences":{"edges":[{"suspect":false}]}}]}}""", data["past"]!.ToJsonString());
    }

    [Fact]
    public async Task A_cell_is_SUSPECT_until_its_links_are_accepted_and_the_log_says_by_whom()
    {
        await using var api = await WithLinksAsync();
        Assert.Equal("COVERED", await State(api));
        await Amend(api);
        Assert.Equal("SUSPECT", await State(api));

        var accepted = (await api.AskAsync(Accept, new { id = "1", links = new[] { "control:c|SATISFIES|law:9", "evidence:e|DEMONSTRATES|law:9(1)" } }, "Boss"))["acceptLinks"]!;

        Assert.Equal($$$$"""{"accepted":true,"dryRun":false,"revision":{{{{api.Engine.Current.Head.Revision}}}},"counts":{"linked":2},"newlySuspect":null,"userErrors":[],"view":{"suspectLinks":{"totalCount":1}}}""", accepted.ToJsonString());
        Assert.Equal("COVERED", await State(api));
        var change = (await api.AskAsync("query($after: Revision) { log(after: $after) { nodes { actor origin reason steps { verb key values { field value } } } } }", new { after = api.Engine.Current.Head.Revision - 1 }))["log"]!["nodes"]![0]!;
        Assert.Equal(("Boss", "AUTHORITY", "Looked at.", "LINK", "control:c|SATISFIES|law:9"), ((string)change["actor"]!, (string)change["origin"]!, (string)change["reason"]!, (string)change["steps"]![0]!["verb"]!, (string)change["steps"]![0]!["key"]!));
        Assert.Contains(change["steps"]![0]!["values"]!.AsArray(), v => (string)v!["field"]! == "reviewedBy" && (string)v["value"]! == "\"Boss\"");
    }

    [Fact]
    public async Task A_link_that_is_not_suspect_not_there_or_named_twice_is_a_coded_refusal_at_its_place()
    {
        await using var api = await WithLinksAsync();
        await Amend(api);
        var head = api.Engine.Current.Head;

        var refused = (await api.AskAsync(Accept, new { id = "1", links = new[] { "control:c|SATISFIES|law:9", "control:c|EVIDENCED_BY|evidence:e", "control:c|SATISFIES|law:8", "control:c|SATISFIES|law:9" } }, "Boss"))["acceptLinks"]!;

        Assert.False((bool)refused["accepted"]!);
        Assert.Equal(["CONFLICT links[1]", "NOT_FOUND links[2]", "VALIDATION links[3]"], Errors(refused));
        Assert.Equal(head, api.Engine.Current.Head);
    }

    [Fact]
    public async Task Bad_shapes_are_user_errors_all_at_once_and_a_graph_that_moved_on_is_a_conflict()
    {
        await using var api = await WithLinksAsync();
        Assert.Equal(["VALIDATION changeId", "VALIDATION reason", "VALIDATION links"], Errors((await api.AskAsync(Accept, new { id = "", reason = " ", links = Array.Empty<string>() }, "Boss"))["acceptLinks"]!));
        await Amend(api);
        Assert.Equal(["CONFLICT expectedRevision"], Errors((await api.AskAsync(Accept, new { id = "1", links = new[] { "control:c|SATISFIES|law:9" }, seen = 1 }, "Boss"))["acceptLinks"]!));
    }

    [Fact]
    public async Task As_many_links_as_the_limit_and_one_above()
    {
        await using var api = await StartAsync(configureEngine: o => o.OperationCountMax = 2);
        string[] links = ["a|SATISFIES|b", "a|SATISFIES|c"];
        Assert.Equal(["NOT_FOUND links[0]", "NOT_FOUND links[1]"], Errors((await api.AskAsync(Accept, new { id = "1", links }))["acceptLinks"]!));
        Assert.Equal("operationCountMax", (string?)(await api.FailAsync(Accept, new { id = "1", links = links.Append("x") })).Error["extensions"]!["limit"]);
    }

    [Fact]
    public async Task A_dry_run_says_which_links_would_turn_suspect_and_writes_nothing()
    {
        await using var api = await WithLinksAsync();
        var head = api.Engine.Current.Head;
        const string mutation = """
            mutation($id: String!, $dryRun: Boolean!) { apply(changeId: $id, reason: "r", dryRun: $dryRun, changes: [
              { put: { control: { key: "control:c", procedure: "Otherwise." } } }, { put: { requirement: { key: "law:9(1)", summary: "Better words." } } }
            ]) { newlySuspect(first: 2) rest: newlySuspect(skip: 2) newlySuspectCount userErrors { code } } }
            """;

        var dry = (await api.AskAsync(mutation, new { id = "1", dryRun = true }))["apply"]!;

        Assert.Equal("""{"newlySuspect":["control:c|EVIDENCED_BY|evidence:e","control:c|SATISFIES|law:9"],"rest":["risk:r|MITIGATED_BY|control:c"],"newlySuspectCount":3,"userErrors":[]}""", dry.ToJsonString());
        Assert.Equal(head, api.Engine.Current.Head);
        Assert.Equal("""{"newlySuspect":null,"rest":null,"newlySuspectCount":null,"userErrors":[]}""", (await api.AskAsync(mutation, new { id = "2", dryRun = false }))["apply"]!.ToJsonString());
        Assert.Equal("control:c|EVIDENCED_BY|evidence:e control:c|SATISFIES|law:9 risk:r|MITIGATED_BY|control:c", await Keys(api, "suspectLinks"));
        Assert.Equal("""{"accepted":true,"dryRun":true}""", Only((await api.AskAsync(Accept, new { id = "3", links = new[] { "control:c|SATISFIES|law:9" }, dryRun = true }, "Boss"))["acceptLinks"]!, "accepted", "dryRun"));
    }

    [Fact]
    public async Task A_reviewer_who_was_erased_is_shown_as_erased()
    {
        await using var api = await WithLinksAsync();
        await Amend(api);
        await api.AskAsync(Accept, new { id = "1", links = new[] { "control:c|SATISFIES|law:9" } }, "Lea Linker");
        await api.WriteAsync(Put("Control", "control:c", ("procedure", "Otherwise.")));
        var token = api.Engine.Personal.TokenOf("Lea Linker", []);
        var erased = await api.Engine.ApplyAsync(new("erase", "Officer", "Asked for it", []) { Origin = Graph.Engine.Log.ChangeOrigin.Authority, Erasures = [token] }, default);
        Assert.True(erased.Accepted);
        Assert.Equal("(erased)", (string)(await api.AskAsync("{ view { suspectLinks(filter: { kinds: [SATISFIES] }) { nodes { reviewedBy } } } }"))["view"]!["suspectLinks"]!["nodes"]![0]!["reviewedBy"]!);
    }

    private static async Task<ApiHost> WithLinksAsync()
    {
        var api = await StartAsync();
        await api.WriteAsync(
            Graph.Engine.Log.ChangeOrigin.Seed,
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-27")),
            Put("Requirement", "law:9", ("ref", "9"), ("title", "Nine"), ("assessable", false)), Link("law:9", "PART_OF", "law"),
            Put("Requirement", "law:9(1)", ("ref", "9(1)"), ("title", "Nine, one"), ("assessable", true), ("textVersion", "2024-07-12")), Link("law:9(1)", "PART_OF", "law:9"),
            Put("AiSystem", "ai-system:s", ("title", "S")),
            Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")),
            Put("Control", "control:c", ("title", "C"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")),
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("status", "APPROVED"), ("approvedOn", "2026-02-01"), ("approvedBy", "Boss")),
            Link("risk:r", "MITIGATED_BY", "control:c"), Link("control:c", "EVIDENCED_BY", "evidence:e"), Link("control:c", "SATISFIES", "law:9"), Link("evidence:e", "DEMONSTRATES", "law:9(1)"));
        return api;
    }

    private static Task Amend(ApiHost api) =>
        api.WriteAsync(Put("Requirement", "law:9(1)", ("textVersion", "2026-12-01")), Put("Risk", "risk:r", ("description", "Something else.")));

    private static async Task<string> State(ApiHost api) =>
        (string)(await api.AskAsync("{ view { cells { nodes { state } } } }"))["view"]!["cells"]!["nodes"]![0]!["state"]!;

    private static async Task<string> Keys(ApiHost api, string field) =>
        string.Join(' ', (await api.AskAsync($"{{ view {{ {field} {{ nodes {{ key }} }} }} }}"))["view"]!["suspectLinks"]!["nodes"]!.AsArray().Select(n => (string)n!["key"]!));

    private static IEnumerable<string> Errors(JsonNode payload) => payload["userErrors"]!.AsArray().Select(e => $"{e!["code"]} {e["path"]}");

    private static string Only(JsonNode node, params string[] names) =>
        new JsonObject(names.Select(n => KeyValuePair.Create(n, node[n]?.DeepClone()))).ToJsonString();
}
