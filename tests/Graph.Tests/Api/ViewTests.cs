using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class ViewTests
{
    [Fact]
    public async Task Answers_a_view_with_its_revision_and_systems()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "Assistant"), ("roles", new[] { "PROVIDER" })));

        var (status, contentType, body) = await api.PostAsync("{ view { revision on kind aiSystems { nodes { id title roles } totalCount } } }");

        Assert.Equal(200, status);
        Assert.Equal("application/graphql-response+json; charset=utf-8", contentType);
        Assert.Equal(
            """{"data":{"view":{"revision":1,"on":"2026-08-06","kind":"CURRENT","aiSystems":{"nodes":[{"id":"ai-system:a","title":"Assistant","roles":["PROVIDER"]}],"totalCount":1}}}}""",
            body.ToJsonString());
    }

    [Fact]
    public async Task An_id_is_the_key_at_head_today_and_carries_the_view_elsewhere()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "Old name")), Put("MappingSet", "set:x", ("title", "Set")));
        api.Clock.Advance(TimeSpan.FromDays(3));
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "New name")));

        var data = await api.AskAsync(
            """
            { now: view { ...A } named: view(at: {asOf: "HEAD"}) { ...A } past: view(at: {on: "2026-08-07"}) { ...A } asOf: view(at: {asOf: 1}) { ...A }
              instant: view(at: {asOf: "2026-08-07T00:00:00Z"}) { ...A } hindsight: view(at: {asOf: HEAD_TEXT, on: "2026-08-07"}) { ...A }
              forecast: view(at: {on: "2027-12-02", renewals: ASSUMED, mappingSets: ["set:x"]}) { ...A } }
            fragment A on View { kind aiSystems { nodes { id title } } }
            """.Replace("HEAD_TEXT", "\"HEAD\"", StringComparison.Ordinal));

        Check("now", "CURRENT", "ai-system:a", "New name");
        Check("named", "CURRENT", "ai-system:a", "New name");
        Check("past", "PAST", "ai-system:a@1.2026-08-07.2026-08-09.PAST.AS_RECORDED", "Old name");
        Check("asOf", "PAST", "ai-system:a@1.2026-08-06.2026-08-06.PAST.AS_RECORDED", "Old name");
        Check("instant", "PAST", "ai-system:a@1.2026-08-07.2026-08-07.PAST.AS_RECORDED", "Old name");
        Check("hindsight", "HINDSIGHT", "ai-system:a@2.2026-08-07.2026-08-09.HINDSIGHT.AS_RECORDED", "New name");
        Check("forecast", "FORECAST", "ai-system:a@2.2027-12-02.2026-08-09.FORECAST.ASSUMED.set:x", "New name");

        void Check(string alias, string kind, string id, string title) => Assert.Equal(
            $$$"""{"kind":"{{{kind}}}","aiSystems":{"nodes":[{"id":"{{{id}}}","title":"{{{title}}}"}]}}""", data[alias]!.ToJsonString());
    }

    [Fact]
    public async Task Node_understands_ids_of_every_view_and_gives_null_for_others()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "Old name")));
        api.Clock.Advance(TimeSpan.FromDays(3));
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "New name")));

        var data = await api.AskAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on AiSystem { title } } }",
            new
            {
                ids = new[]
                {
                    "ai-system:a", "ai-system:a@1.2026-08-07.2026-08-09.PAST.AS_RECORDED", "ai-system:none", "ai-system:a@99.2026-08-07.2026-08-09.PAST.AS_RECORDED",
                    "ai-system:a@nonsense", "x|y", "a|b|c|d", "", "@",
                },
            });

        Assert.Equal(
            """[{"__typename":"AiSystem","id":"ai-system:a","title":"New name"},{"__typename":"AiSystem","id":"ai-system:a@1.2026-08-07.2026-08-09.PAST.AS_RECORDED","title":"Old name"},null,null,null,null,null,null,null]""",
            data["nodes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("asOf: 99", "expected a revision from 1 to 1, found 99")]
    [InlineData("asOf: \"2030-01-01T00:00:00Z\"", "expected an instant not after now")]
    [InlineData("asOf: \"2020-01-01T00:00:00Z\"", "expected an instant not before the first change")]
    public async Task A_moment_that_there_is_not_is_a_bad_request(string at, string message)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A")));

        var (code, path, found, _) = await api.FailAsync($"{{ view(at: {{ {at} }}) {{ revision }} }}");

        Assert.Equal(("BAD_REQUEST", """["view"]"""), (code, path));
        Assert.StartsWith(message, found);
    }

    [Theory]
    [InlineData("gaps(system: \"nope\") { totalCount }", "gaps", "expected a key of kind AiSystem in 'system', found 'nope'")]
    [InlineData("gaps(system: \"risk:r\") { totalCount }", "gaps", "expected a key of kind AiSystem in 'system', found Risk 'risk:r'")]
    [InlineData("coverage(of: \"nope\") { met }", "coverage", "expected a key of kind Framework or Requirement in 'of', found 'nope'")]
    [InlineData("cells(filter: { systems: [\"nope\"] }) { totalCount }", "cells", "expected a key of kind AiSystem in 'filter.systems', found 'nope'")]
    [InlineData("impact(of: \"nope\", event: LOSS) { count }", "impact", "expected the key of a document in 'of', found 'nope'")]
    [InlineData("trace(from: \"risk:r\", to: \"nope\") { truncatedBy }", "trace", "expected the key of a document in 'to', found 'nope'")]
    [InlineData("chainMatrix(system: \"nope\") { totalCount }", "chainMatrix", "expected a key of kind AiSystem in 'system', found 'nope'")]
    public async Task An_unknown_key_in_an_argument_is_not_found_and_says_where(string field, string name, string message)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")));

        Assert.Equal(("NOT_FOUND", $"""["view","{name}"]""", message), await api.FailAsync($"{{ view {{ {field} }} }}") is var (code, path, text, _) ? (code, path, text) : default);
    }

    [Fact]
    public async Task Filters_search_and_order_work_together()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            Put("Risk", "risk:a", ("title", "Drift"), ("kind", "THREAT"), ("inherentImpact", 5), ("status", "OPEN")),
            Put("Risk", "risk:b", ("title", "bias"), ("kind", "THREAT"), ("inherentImpact", 3), ("status", "TREATED"), ("description", "Model DRIFT of a kind")),
            Put("Risk", "risk:c", ("title", "Reach"), ("kind", "OPPORTUNITY")),
            Put("Control", "control:x", ("title", "X")), Link("risk:b", "MITIGATED_BY", "control:x"));

        Assert.Equal("ba", await Keys("search: \"drift\", order: { by: INHERENT_IMPACT }"));
        Assert.Equal("abc", await Keys("order: { by: INHERENT_IMPACT, direction: DESC }"));
        Assert.Equal("bac", await Keys("order: { by: TITLE }"));
        Assert.Equal("abc", await Keys("order: { by: STATUS }"));
        Assert.Equal("c", await Keys("filter: { kind: { eq: OPPORTUNITY } }"));
        Assert.Equal("a", await Keys("filter: { inherentImpact: { from: 4 } }"));
        Assert.Equal("c", await Keys("filter: { inherentImpact: { known: false } }"));
        Assert.Equal("ac", await Keys("filter: { mitigatedBy: { exists: false } }"));
        Assert.Equal("b", await Keys("filter: { mitigatedBy: { some: { evidencedBy: { exists: false } } } }"));
        Assert.Equal("ac", await Keys("filter: { keys: [\"risk:a\", \"risk:c\", \"nope\"] }"));
        Assert.Equal("", await Keys("filter: { mitigatedBy: { countMin: 2 } }"));

        async Task<string> Keys(string arguments) => string.Concat(
            (await api.AskAsync($"{{ view {{ risks({arguments}) {{ nodes {{ key }} }} }} }}"))["view"]!["risks"]!["nodes"]!.AsArray().Select(n => ((string)n!["key"]!)[^1]));
    }

    [Fact]
    public async Task Controls_are_found_by_the_number_of_frameworks_that_they_serve_and_not_of_requirements()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            Put("Framework", "one", ("title", "One"), ("kind", "REGULATION")), Put("Framework", "two", ("title", "Two"), ("kind", "REGULATION")),
            Put("Requirement", "one:1", ("ref", "1"), ("title", "A")), Link("one:1", "PART_OF", "one"), Put("Requirement", "one:1a", ("ref", "1a"), ("title", "B")), Link("one:1a", "PART_OF", "one:1"),
            Put("Requirement", "two:1", ("ref", "1"), ("title", "C")), Link("two:1", "PART_OF", "two"),
            Put("Control", "control:a", ("title", "A")), Link("control:a", "SATISFIES", "one:1"), Link("control:a", "SATISFIES", "one:1a"),
            Put("Control", "control:b", ("title", "B")), Link("control:b", "SATISFIES", "one:1a"), Link("control:b", "SATISFIES", "two:1"),
            Put("Control", "control:c", ("title", "C")));

        Assert.Equal("abc", await Keys(0));
        Assert.Equal("ab", await Keys(1));
        Assert.Equal("b", await Keys(2));
        Assert.Equal("", await Keys(3));

        async Task<string> Keys(int least) => string.Concat(
            (await api.AskAsync($"{{ view {{ controls(filter: {{ satisfies: {{ frameworkCountMin: {least} }} }}) {{ nodes {{ key }} }} }} }}"))["view"]!["controls"]!["nodes"]!.AsArray().Select(n => ((string)n!["key"]!)[^1]));
    }

    [Fact]
    public async Task Personal_values_are_shown_and_facts_are_lists_of_names_and_answers()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            Put("Person", "person:ada", ("name", "Ada"), ("email", "ada@example.org")), Put("Fact", "fact:x", ("title", "x")),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("facts", new Dictionary<string, object?> { ["x"] = true }), ("classes", Array.Empty<string>())), Link("ai-system:a", "OWNED_BY", "person:ada"));

        var data = await api.AskAsync("{ view { aiSystems { nodes { facts { name value } classes annexIIIPoints ownedBy { nodes { name email title owns { nodes { key __typename } } } } } } } }");

        Assert.Equal(
            """[{"facts":[{"name":"x","value":true}],"classes":[],"annexIIIPoints":null,"ownedBy":{"nodes":[{"name":"Ada","email":"ada@example.org","title":"Ada","owns":{"nodes":[{"key":"ai-system:a","__typename":"AiSystem"}]}}]}}]""",
            data["view"]!["aiSystems"]!["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task Server_and_statistics_say_what_there_is()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Risk", "risk:a", ("title", "A"), ("kind", "THREAT")), Put("AiSystem", "ai-system:a", ("title", "A")), Link("ai-system:a", "HAS_RISK", "risk:a"));

        var data = await api.AskAsync("{ server { revision hash at zone today method store actor lag limits { name maximum } } view { hash statistics { documentCount edgeCount edges { kind count } documents { kind count } at } } }", actor: "Ada");

        Assert.Equal((string)data["server"]!["hash"]!, (string)data["view"]!["hash"]!);
        Assert.Equal("2026-08-06T12:00:00Z", (string)data["server"]!["at"]!);
        Assert.Equal("UTC", (string)data["server"]!["zone"]!);
        Assert.Equal("7", (string)data["server"]!["method"]!);
        Assert.Equal("memory", (string)data["server"]!["store"]!);
        Assert.Equal("Ada", (string)data["server"]!["actor"]!);
        Assert.Contains("""{"name":"pageSizeMax","maximum":500}""", data["server"]!["limits"]!.ToJsonString());
        Assert.Equal(2, (int)data["view"]!["statistics"]!["documentCount"]!);
        Assert.Contains("""{"kind":"HAS_RISK","count":1}""", data["view"]!["statistics"]!["edges"]!.ToJsonString());
        Assert.Contains("""{"kind":"Risk","count":1}""", data["view"]!["statistics"]!["documents"]!.ToJsonString());
    }

    [Fact]
    public async Task The_empty_graph_answers()
    {
        await using var api = await StartAsync();

        var data = await api.AskAsync("{ view { revision hash cells { totalCount nodes { id } } aiSystems { nodes { id } pageInfo { startCursor } } statistics { at documentCount } } log { nodes { revision } } node(id: \"x\") { id } }");

        Assert.Equal(0, (int)data["view"]!["revision"]!);
        Assert.Equal("[]", data["log"]!["nodes"]!.ToJsonString());
        Assert.Null(data["node"]);
    }
}
