using System.Text.Json.Nodes;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class PagingTests
{
    private const string Page = "query($after: String) { view { risks(first: 2, after: $after) { nodes { key } pageInfo { hasNextPage endCursor } totalCount revision } } }";

    [Fact]
    public async Task Inserting_between_two_pages_skips_and_repeats_nothing()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Risk("b"), Risk("d"), Risk("f"), Risk("h"));
        var keys = new List<string>();
        string? after = null;
        for (var written = 0; ; written++)
        {
            var page = (await api.AskAsync(Page, new { after }))["view"]!["risks"]!;
            keys.AddRange(page["nodes"]!.AsArray().Select(n => (string)n!["key"]!));
            Assert.Equal(4, (int)page["totalCount"]!);
            Assert.Equal(1, (int)page["revision"]!);
            if (!(bool)page["pageInfo"]!["hasNextPage"]!)
            {
                break;
            }

            after = (string)page["pageInfo"]!["endCursor"]!;
            await api.WriteAsync(Risk("a" + written), Risk("c" + written), Risk("g" + written), new Graph.Engine.Log.DeleteDocument("risk:d", false));
            api.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["risk:b", "risk:d", "risk:f", "risk:h"], keys);
    }

    [Fact]
    public async Task A_page_of_an_older_revision_has_ids_that_say_so()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Risk("a"), Risk("b"));
        var first = (await api.AskAsync("{ view { risks(first: 1) { nodes { id } pageInfo { endCursor } } } }"))["view"]!["risks"]!;
        await api.WriteAsync(Put("Risk", "risk:b", ("title", "Renamed")));

        var second = (await api.AskAsync("query($c: String) { view { risks(first: 1, after: $c) { nodes { id title } } } }", new { c = (string)first["pageInfo"]!["endCursor"]! }))["view"]!["risks"]!["nodes"]![0]!;

        Assert.Equal("risk:a", (string)first["nodes"]![0]!["id"]!);
        Assert.Equal("risk:b@1.2026-08-06.2026-08-06.CURRENT.AS_RECORDED", (string)second["id"]!);
        Assert.Equal("Risk b", (string)second["title"]!);
        Assert.Equal("Risk b", (string)(await api.AskAsync("query($id: ID!) { node(id: $id) { ... on Risk { title } } }", new { id = (string)second["id"]! }))["node"]!["title"]!);
    }

    [Fact]
    public async Task Pages_go_backwards_and_have_bounds_on_both_sides()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Risk("a"), Risk("b"), Risk("c"), Risk("d"), Risk("e"));
        var edges = (await api.AskAsync("{ view { risks { edges { cursor node { key } } } } }"))["view"]!["risks"]!["edges"]!.AsArray();
        var (b, e) = ((string)edges[1]!["cursor"]!, (string)edges[4]!["cursor"]!);

        Assert.Equal("cd", await Keys("last: 2, before: $e", null, e));
        Assert.Equal("cd", await Keys("after: $b, before: $e", b, e));
        Assert.Equal("c", await Keys("first: 1, after: $b, before: $e", b, e));
        Assert.Equal("de", await Keys("last: 2", null, null));
        Assert.Equal("", await Keys("first: 0", null, null));

        var page = (await api.AskAsync("{ view { risks(last: 2) { pageInfo { hasNextPage hasPreviousPage } } } }"))["view"]!["risks"]!["pageInfo"]!;
        Assert.Equal("""{"hasNextPage":false,"hasPreviousPage":true}""", page.ToJsonString());

        async Task<string> Keys(string arguments, string? after, string? before)
        {
            var declared = string.Join(", ", new[] { arguments.Contains("$b", StringComparison.Ordinal) ? "$b: String" : null, arguments.Contains("$e", StringComparison.Ordinal) ? "$e: String" : null }.OfType<string>());
            var data = await api.AskAsync($"query{(declared.Length > 0 ? $"({declared})" : "")} {{ view {{ risks({arguments}) {{ nodes {{ key }} }} }} }}", new { b = after, e = before });
            return string.Concat(data["view"]!["risks"]!["nodes"]!.AsArray().Select(n => ((string)n!["key"]!)[^1]));
        }
    }

    [Theory]
    [InlineData("risks(after: \"nonsense\")")]
    [InlineData("risks(after: \"MXxhYmN8MHwx\")")]
    [InlineData("risks(first: 1, last: 1)")]
    public async Task A_bad_cursor_or_both_ends_is_a_bad_request(string field)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Risk("a"));

        var (code, path, _, _) = await api.FailAsync($"{{ view {{ {field} {{ totalCount }} }} }}");

        Assert.Equal("BAD_REQUEST", code);
        Assert.Equal("""["view","risks"]""", path);
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_list_filter_order_and_moment()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Risk("a"), Risk("b"));
        var cursor = (string)(await api.AskAsync("{ view { risks(first: 1) { pageInfo { endCursor } } } }"))["view"]!["risks"]!["pageInfo"]!["endCursor"]!;

        foreach (var query in (string[])
            [
                "query($c: String) { view { controls(after: $c) { totalCount } } }",
                "query($c: String) { view { risks(after: $c, search: \"b\") { totalCount } } }",
                "query($c: String) { view { risks(after: $c, order: {by: TITLE}) { totalCount } } }",
                "query($c: String) { view { risks(after: $c, filter: {kind: {eq: THREAT}}) { totalCount } } }",
                "query($c: String) { view(at: {on: \"2027-01-01\"}) { risks(after: $c) { totalCount } } }",
            ])
        {
            var (code, _, message, _) = await api.FailAsync(query, new { c = cursor });
            Assert.Equal("BAD_REQUEST", code);
            Assert.Contains("belongs to another field", message);
        }
    }

    [Fact]
    public async Task Orders_do_not_share_cursors_and_edges_are_paged_like_lists()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A")), Risk("a"), Risk("b"), Risk("c"), Link("ai-system:a", "HAS_RISK", "risk:a"), Link("ai-system:a", "HAS_RISK", "risk:b"), Link("ai-system:a", "HAS_RISK", "risk:c"));
        const string query = "query($c: String) { node(id: \"ai-system:a\") { ... on AiSystem { hasRisk(first: 2, after: $c) { nodes { key } totalCount pageInfo { endCursor } } } } }";
        var first = (await api.AskAsync(query))["node"]!["hasRisk"]!;
        await api.WriteAsync(new Graph.Engine.Log.UnlinkDocuments("ai-system:a", "HAS_RISK", "risk:a"), new Graph.Engine.Log.DeleteDocument("risk:c", true));

        var second = (await api.AskAsync(query, new { c = (string)first["pageInfo"]!["endCursor"]! }))["node"]!["hasRisk"]!;

        Assert.Equal("""[{"key":"risk:a"},{"key":"risk:b"}]""", first["nodes"]!.ToJsonString());
        Assert.Equal("""[{"key":"risk:c"}]""", second["nodes"]!.ToJsonString());
        Assert.Equal(3, (int)second["totalCount"]!);
    }

    [Fact]
    public async Task The_log_and_histories_are_paged_by_revision()
    {
        await using var api = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await api.WriteAsync(Put("Risk", $"risk:{i % 2}", ("title", $"Risk {i}"), ("kind", "THREAT")));
        }

        await api.WriteAsync(new Graph.Engine.Log.DeleteDocument("risk:1", false));
        var data = await api.AskAsync(
            """
            { log(after: 2, first: 2) { edges { cursor node { revision reason actor origin counts { updated } } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount }
              deletes: log(filter: { key: "risk:1" }) { nodes { revision steps { verb key } stepCount } totalCount }
              view { document(key: "risk:0") { history(last: 2) { nodes { change { revision } } pageInfo { hasPreviousPage hasNextPage } totalCount } } }
              past: view(at: { asOf: 2 }) { document(key: "risk:0") { history { totalCount } } } }
            """);

        Assert.Equal("""["3","4"]""", new JsonArray([.. data["log"]!["edges"]!.AsArray().Select(e => JsonValue.Create((string)e!["cursor"]!))]).ToJsonString());
        Assert.Equal("""{"hasNextPage":true,"hasPreviousPage":true,"endCursor":"4"}""", data["log"]!["pageInfo"]!.ToJsonString());
        Assert.Equal(6, (int)data["log"]!["totalCount"]!);
        Assert.Equal("""{"revision":3,"reason":"Written by a test.","actor":"test","origin":"EDIT","counts":{"updated":1}}""", data["log"]!["edges"]![0]!["node"]!.ToJsonString());
        Assert.Equal([2, 4, 6], data["deletes"]!["nodes"]!.AsArray().Select(n => (int)n!["revision"]!));
        Assert.Equal("""[{"verb":"DELETE","key":"risk:1"}]""", data["deletes"]!["nodes"]![2]!["steps"]!.ToJsonString());
        Assert.Equal("""{"nodes":[{"change":{"revision":3}},{"change":{"revision":5}}],"pageInfo":{"hasPreviousPage":true,"hasNextPage":false},"totalCount":3}""", data["view"]!["document"]!["history"]!.ToJsonString());
        Assert.Equal(1, (int)data["past"]!["document"]!["history"]!["totalCount"]!);
    }

    private static Graph.Engine.Log.PutDocument Risk(string name) => Put("Risk", "risk:" + name, ("title", "Risk " + name), ("kind", "THREAT"));
}
