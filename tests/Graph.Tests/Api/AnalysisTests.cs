using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>That the answers of the engine arrive whole and under the right names; whether they are right is tested at the engine.</summary>
public sealed class AnalysisTests
{
    [Fact]
    public async Task A_cell_says_what_decided_it_its_chains_its_defects_and_what_would_close_them()
    {
        await using var api = await ChainAsync();

        var cell = (await api.AskAsync(
            """
            { view { cells(filter: { of: "law:1", systems: ["ai-system:a"] }) { totalCount nodes { id requirement { key } system { key } inherited owed verdict state stateWithCredit shallow
              verdictBecause { meaning falseCondition missing classesBacked }
              defects { code node { key __typename } edge name closes } credit { state }
              chains { totalCount nodes { key state edges documents { key } proof { key } defects { code } } } } } } }
            """))["view"]!["cells"]!;

        Assert.Equal(1, (int)cell["totalCount"]!);
        var node = cell["nodes"]![0]!;
        Assert.Equal("law:1|ai-system:a", (string)node["id"]!);
        Assert.Equal("APPLICABLE", (string)node["verdict"]!);
        Assert.Equal("UNAPPROVED", (string)node["state"]!);
        Assert.True((bool)node["shallow"]!);
        Assert.Null(node["credit"]);
        Assert.StartsWith("Owed", (string)node["verdictBecause"]!["meaning"]!);
        Assert.Equal("""[{"code":"PROOF_UNAPPROVED","node":{"key":"evidence:e","__typename":"Evidence"},"edge":null,"name":null,"closes":"Have evidence:e approved by somebody else than its author."}]""", node["defects"]!.ToJsonString());
        Assert.Equal(
            """[{"key":"control:c|SATISFIES|law:1\u003Econtrol:c|EVIDENCED_BY|evidence:e","state":"UNAPPROVED","edges":["control:c|SATISFIES|law:1","control:c|EVIDENCED_BY|evidence:e"],"documents":[{"key":"law:1"},{"key":"control:c"},{"key":"evidence:e"}],"proof":[{"key":"evidence:e"}],"defects":[{"code":"PROOF_UNAPPROVED"}]}]""",
            node["chains"]!["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task Cells_are_nodes_whichever_systems_are_in_question()
    {
        await using var api = await ChainAsync();
        var data = await api.AskAsync(
            """
            { view { all: cells { nodes { id } } over: cells(filter: { systems: ["ai-system:b", "ai-system:a"], scope: ORGANISATION }) { nodes { id } }
              gaps(system: "ai-system:a") { nodes { id inherited } } }
              then: view(at: { on: "2027-12-02" }) { gaps(system: "ai-system:a", of: "law:2") { nodes { id } } } }
            """);
        string[] ids =
        [
            .. data["view"]!["all"]!["nodes"]!.AsArray().Select(n => (string)n!["id"]!), .. data["view"]!["over"]!["nodes"]!.AsArray().Select(n => (string)n!["id"]!),
            .. data["view"]!["gaps"]!["nodes"]!.AsArray().Select(n => (string)n!["id"]!), .. data["then"]!["gaps"]!["nodes"]!.AsArray().Select(n => (string)n!["id"]!),
        ];

        Assert.Equal(
            [
                "law:1|ai-system:a", "law:1|ai-system:b", "law:2|organisation", "law:2|organisation|=ai-system:a,ai-system:b", "law:1|ai-system:a", "law:2|organisation|ai-system:a",
                "law:2|organisation|ai-system:a@1.2027-12-02.2026-08-06.FORECAST.AS_RECORDED",
            ],
            ids);
        var nodes = (await api.AskAsync("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", new { ids }))["nodes"]!.AsArray();
        Assert.All(nodes.Zip(ids), pair => Assert.Equal($"Cell {pair.Second}", $"{pair.First!["__typename"]} {pair.First["id"]}"));
        Assert.Equal("[null,null]", (await api.AskAsync("{ nodes(ids: [\"law:1|organisation\", \"law:2|organisation|ai-system:none\"]) { id } }"))["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task Cells_are_filtered_and_ordered()
    {
        await using var api = await ChainAsync();

        Assert.Equal("law:1|ai-system:b", await Ids("filter: { states: [MISSING], scope: SYSTEM }"));
        Assert.Equal("law:1|ai-system:a", await Ids("filter: { defects: [PROOF_UNAPPROVED] }"));
        Assert.Equal("law:1|ai-system:b law:2|organisation law:1|ai-system:a", await Ids("order: { by: STATE }"));
        Assert.Equal("law:1|ai-system:b law:1|ai-system:a law:2|organisation", await Ids("order: { by: SYSTEM, direction: DESC }"));
        Assert.Equal("", await Ids("filter: { owed: false }"));
        Assert.Equal("law:1|ai-system:b", await Ids("filter: { shallow: false, system: { title: { contains: \"second\" } } }"));
        Assert.Equal("law:2|organisation", await Ids("filter: { requirement: { ref: { eq: \"2\" } }, verdicts: [APPLICABLE] }"));

        async Task<string> Ids(string arguments) => string.Join(
            ' ', (await api.AskAsync($"{{ view {{ cells({arguments}) {{ nodes {{ id }} }} }} }}"))["view"]!["cells"]!["nodes"]!.AsArray().Select(n => (string)n!["id"]!));
    }

    [Fact]
    public async Task Coverage_travels_with_its_denominator_day_revision_and_method()
    {
        await using var api = await ChainAsync();

        var coverage = (await api.AskAsync(
            """
            { view { coverage(of: "law") { of { key } systems { key } owed met metWithCredit shallow ratio worst undetermined method revision on notOwed { verdict count } states { state count }
              bySystem { system { key } owed met ratio } children { of { key } owed cells { totalCount } } cells(filter: { of: "law:2" }) { totalCount } } } }
            """))["view"]!["coverage"]!;

        Assert.Equal(3, (int)coverage["owed"]!);
        Assert.Equal(0, (int)coverage["met"]!);
        Assert.Equal(1, (int)coverage["shallow"]!);
        Assert.Equal("MISSING", (string)coverage["worst"]!);
        Assert.Equal("7 1 2026-08-06", $"{coverage["method"]} {coverage["revision"]} {coverage["on"]}");
        Assert.Equal(0, (double)coverage["ratio"]!);
        Assert.Contains("""{"state":"UNAPPROVED","count":1}""", coverage["states"]!.ToJsonString());
        Assert.Equal("UNRESOLVED NOT_YET LEGACY EXCLUDED NOT_APPLICABLE", string.Join(' ', coverage["notOwed"]!.AsArray().Select(v => (string)v!["verdict"]!)));
        Assert.Equal("""[{"system":{"key":"ai-system:a"},"owed":2,"met":0,"ratio":0},{"system":{"key":"ai-system:b"},"owed":2,"met":0,"ratio":0}]""", coverage["bySystem"]!.ToJsonString());
        Assert.Equal("""[{"of":{"key":"law:1"},"owed":2,"cells":{"totalCount":2}},{"of":{"key":"law:2"},"owed":1,"cells":{"totalCount":1}}]""", coverage["children"]!.ToJsonString());
        Assert.Equal(1, (int)coverage["cells"]!["totalCount"]!);
    }

    [Fact]
    public async Task Impact_gives_what_is_reached_by_which_path_and_which_cells_change()
    {
        await using var api = await ChainAsync();

        var impact = (await api.AskAsync(
            """
            { view { impact(of: "control:c", event: LOSS) { start { key } event count truncatedBy nodes(first: 1) { totalCount nodes { node { key } distance path { edge node { key } } } }
              consequences { totalCount nodes { requirement { key } system { key } before { state verdict } after { state defects { code node { key } } } path { edge node { key } } } } } } }
            """))["view"]!["impact"]!;

        Assert.Null(impact["truncatedBy"]);
        Assert.Equal((int)impact["count"]!, (int)impact["nodes"]!["totalCount"]!);
        Assert.Equal("""{"node":{"key":"law:1"},"distance":1,"path":[{"edge":"control:c|SATISFIES|law:1","node":{"key":"law:1"}}]}""", impact["nodes"]!["nodes"]![0]!.ToJsonString());
        Assert.Equal(
            """[{"requirement":{"key":"law:1"},"system":{"key":"ai-system:a"},"before":{"state":"UNAPPROVED","verdict":"APPLICABLE"},"after":{"state":"MISSING","defects":[{"code":"NO_LINK","node":{"key":"law:1"}}]},"path":[{"edge":"control:c|SATISFIES|law:1","node":{"key":"law:1"}}]}]""",
            impact["consequences"]!["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task A_limit_of_a_traversal_is_part_of_the_answer_and_a_consequence_beyond_it_has_no_path()
    {
        await using var api = await ChainAsync();

        var impact = (await api.AskAsync("{ view { impact(of: \"evidence:e\", event: LOSS, limits: { nodeCountMax: 1 }) { truncatedBy consequences { nodes { requirement { key } path { edge } } } } } }"))["view"]!["impact"]!;

        Assert.Equal("""{"truncatedBy":"NODES","consequences":{"nodes":[{"requirement":{"key":"law:1"},"path":null}]}}""", impact.ToJsonString());
    }

    [Fact]
    public async Task Credit_shows_the_paths_from_one_framework_and_its_state_over_all()
    {
        await using var api = await ChainAsync();
        var more = new List<Operation> { Put("MappingSet", "set", ("title", "Set")) };
        foreach (var (framework, fields) in new[] { ("one", Array.Empty<(string, object?)>()), ("two", [("implementedOn", "2026-01-01")]) })
        {
            more.AddRange(
            [
                Put("Framework", framework, ("title", "Another law"), ("kind", "REGULATION")),
                Put("Requirement", framework + ":1", ("ref", "1"), ("title", "R"), ("assessable", true), ("needsControl", true), ("scope", "SYSTEM")), Link(framework + ":1", "PART_OF", framework),
                Put("Control", "control:" + framework, [("title", "C"), ("scope", "ORGANISATION"), .. fields]), Link("control:" + framework, "SATISFIES", framework + ":1"),
                Put("Mapping", "mapping:" + framework, ("relation", "INTERSECTS")), Link("mapping:" + framework, "IN_SET", "set"), Link("mapping:" + framework, "FROM", framework + ":1"), Link("mapping:" + framework, "TO", "law:1"),
            ]);
        }

        await api.WriteAsync([.. more]);

        var credit = (await api.AskAsync(
            """
            { view { cells(filter: {of: "law:1", systems: ["ai-system:b"], scope: SYSTEM}) { nodes { credit { state
              all: paths { ...P } framework: paths(of: "one") { ...P } row: paths(of: "two:1") { ...P } own: paths(of: "law") { ...P } } } } } }
            fragment P on CreditPath { state source { key } }
            """))["view"]!["cells"]!["nodes"]![0]!["credit"]!;

        const string one = """{"state":"PLANNED","source":{"key":"one:1"}}""", two = """{"state":"UNPROVEN","source":{"key":"two:1"}}""";
        Assert.Equal($$"""{"state":"UNPROVEN","all":[{{two}},{{one}}],"framework":[{{one}}],"row":[{{two}}],"own":[]}""", credit.ToJsonString());
    }

    [Fact]
    public async Task Trace_and_the_chain_matrix_show_the_chain()
    {
        await using var api = await ChainAsync();

        var data = (await api.AskAsync(
            """
            { view { trace(from: "risk:r", to: "law:1") { truncatedBy paths { steps { edge node { key } } } }
              none: trace(from: "law:1", to: "risk:r") { paths { steps { edge } } }
              via: trace(from: "risk:r", to: "law:1", via: [HAS_RISK]) { paths { steps { edge } } }
              chainMatrix(system: "ai-system:a") { totalCount nodes { risk { key } control { key } proof { key } requirement { key } } } } }
            """))["view"]!;

        Assert.Equal(
            """[{"steps":[{"edge":null,"node":{"key":"risk:r"}},{"edge":"risk:r|MITIGATED_BY|control:c","node":{"key":"control:c"}},{"edge":"control:c|SATISFIES|law:1","node":{"key":"law:1"}}]}]""",
            data["trace"]!["paths"]!.ToJsonString());
        Assert.Equal("[]", data["none"]!["paths"]!.ToJsonString());
        Assert.Equal("[]", data["via"]!["paths"]!.ToJsonString());
        Assert.Equal("""[{"risk":{"key":"risk:r"},"control":{"key":"control:c"},"proof":{"key":"evidence:e"},"requirement":{"key":"law:1"}}]""", data["chainMatrix"]!["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task Cells_are_paged_from_the_snapshot_of_the_first_page()
    {
        await using var api = await ChainAsync();
        const string query = "query($c: String) { view { gaps(system: \"ai-system:a\", first: 1, after: $c) { nodes { id } totalCount pageInfo { endCursor hasNextPage } } } }";
        var first = (await api.AskAsync(query))["view"]!["gaps"]!;
        await api.WriteAsync(Put("Requirement", "law:0", ("ref", "0"), ("title", "Nought"), ("assessable", true)), Link("law:0", "PART_OF", "law"));

        var second = (await api.AskAsync(query, new { c = (string)first["pageInfo"]!["endCursor"]! }))["view"]!["gaps"]!;

        Assert.Equal("law:1|ai-system:a", (string)first["nodes"]![0]!["id"]!);
        Assert.Equal("law:2|organisation|ai-system:a@1.2026-08-06.2026-08-06.CURRENT.AS_RECORDED", (string)second["nodes"]![0]!["id"]!);
        Assert.False((bool)second["pageInfo"]!["hasNextPage"]!);
    }

    // One law with a system row and an organisation row; system a has the chain risk, control, evidence, requirement; system b has nothing.
    private static async Task<ApiHost> ChainAsync()
    {
        var api = await StartAsync();
        await api.WriteAsync(
            Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")),
            Row("1", ("scope", "SYSTEM")), Link("law:1", "PART_OF", "law"), Row("2", ("scope", "ORGANISATION")), Link("law:2", "PART_OF", "law"),
            Put("AiSystem", "ai-system:a", ("title", "The first")), Put("AiSystem", "ai-system:b", ("title", "The second")),
            Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")), Link("ai-system:a", "HAS_RISK", "risk:r"),
            Put("Control", "control:c", ("title", "C"), ("implementedOn", "2026-01-01")), Link("risk:r", "MITIGATED_BY", "control:c"),
            Link("control:c", "SATISFIES", "law:1"), Link("control:c", "APPLIES_TO", "ai-system:a"),
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY")), Link("evidence:e", "CONCERNS", "ai-system:a"), Link("control:c", "EVIDENCED_BY", "evidence:e"));
        return api;
    }

    private static PutDocument Row(string reference, params (string Name, object? Value)[] fields) =>
        Put("Requirement", "law:" + reference, [("ref", reference), ("title", "Row " + reference), ("assessable", true), ("needsControl", true), .. fields]);
}
