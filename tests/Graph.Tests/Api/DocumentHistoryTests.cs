using System.Text.Json.Nodes;
using CsCheck;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Tests.Engine;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>The history of a document: who changed what of it, when and why, field by field.</summary>
public sealed class DocumentHistoryTests
{
    private const string Asked = "nodes { change { revision actor at reason origin } difference fields { field before after } edges { key kind difference fields { field before after } } edgeCount }";

    private static readonly int Iterations = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) ? n / 20 : 40;

    [Fact]
    public async Task Each_change_says_who_made_it_when_why_and_what_it_did_to_this_document_alone()
    {
        await using var api = await StartAsync();
        await WriteAsync(api, "1", "Ada", "Found in a workshop",
            Put("Risk", "risk:r", ("title", "Drift"), ("kind", "THREAT"), ("inherentImpact", 5)), Put("Risk", "risk:other", ("title", "Other"), ("kind", "THREAT")));
        api.Clock.Advance(TimeSpan.FromHours(1));
        await WriteAsync(api, "2", "Bob", "Rated anew", Put("Risk", "risk:r", ("title", "Model drift"), ("inherentImpact", null)), Put("Risk", "risk:other", ("title", "Something else")));
        await WriteAsync(api, "3", "Bob", "About another", Put("Risk", "risk:other", ("title", "Other")));
        await WriteAsync(api, "4", "Bob", "Came from a tool", Put("Risk", "risk:r") with { External = new("crm", "7") });

        Assert.Equal(
            [
                """1 Ada 2026-08-06T12:00:00Z Found in a workshop EDIT ADDED inherentImpact:-/5 kind:-/"THREAT" title:-/"Drift" """,
                """2 Bob 2026-08-06T13:00:00Z Rated anew EDIT CHANGED inherentImpact:5/- title:"Drift"/"Model drift" """,
                """4 Bob 2026-08-06T13:00:00Z Came from a tool EDIT CHANGED external:-/{"source":"crm","id":"7"} """,
            ],
            (await HistoryAsync(api, "risk:r")).Select(Line));
    }

    [Fact]
    public async Task A_decision_and_the_edit_that_takes_it_away_show_what_the_server_set()
    {
        await using var api = await StartAsync();
        await WriteAsync(api, "1", "Ada", "r", Put("Evidence", "evidence:e", ("title", "Report"), ("type", "POLICY")));
        await DecideAsync(api, "2", "Ada", DecisionVerb.Submit);
        await DecideAsync(api, "3", "Boss", DecisionVerb.Approve);
        await WriteAsync(api, "4", "Ada", "r", Put("Evidence", "evidence:e", ("title", "Other report")));

        var history = await HistoryAsync(api, "evidence:e");
        Assert.Equal(["EDIT", "AUTHORITY", "AUTHORITY", "EDIT"], history.Select(h => (string)h["change"]!["origin"]!));
        var approved = Fields(history[2]);
        Assert.Equal("\"SUBMITTED\"/\"APPROVED\"", approved["status"]);
        Assert.Equal("-/\"Boss\"", approved["approvedBy"]);
        Assert.Equal("-/\"2026-08-06\"", approved["approvedOn"]);
        var edited = Fields(history[3]);
        Assert.Equal("\"APPROVED\"/\"DRAFT\"", edited["status"]);
        Assert.Equal("\"Boss\"/-", edited["approvedBy"]);
        Assert.Equal("\"Report\"/\"Other report\"", edited["title"]);
    }

    [Fact]
    public async Task Edges_are_shown_at_both_ends_and_what_they_carry_before_and_after()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")), Put("Requirement", "law:1", ("ref", "1"), ("title", "Row")), Link("law:1", "PART_OF", "law"),
            Put("Control", "control:c", ("title", "Control")), Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")));
        await api.WriteAsync(Link("control:c", "SATISFIES", "law:1", ("extent", "PARTIAL")), Link("risk:r", "MITIGATED_BY", "control:c"));
        await api.WriteAsync(Link("control:c", "SATISFIES", "law:1", ("extent", "FULL"), ("rationale", "All of it.")));
        await api.WriteAsync(new UnlinkDocuments("control:c", "SATISFIES", "law:1"));
        await api.WriteAsync(new DeleteDocument("risk:r", WithEdges: true));
        await api.WriteAsync(Link("control:c", "SATISFIES", "law:1"), new UnlinkDocuments("control:c", "SATISFIES", "law:1"), Put("Control", "control:c", ("title", "Same")));

        var history = await HistoryAsync(api, "control:c");
        Assert.Equal(
            [
                "1 ADDED",
                "2 - ADDED control:c|SATISFIES|law:1 extent:-/\"PARTIAL\"; ADDED risk:r|MITIGATED_BY|control:c",
                "3 - CHANGED control:c|SATISFIES|law:1 extent:\"PARTIAL\"/\"FULL\" rationale:-/\"All of it.\"",
                "4 - REMOVED control:c|SATISFIES|law:1 extent:\"FULL\"/- rationale:\"All of it.\"/-",
                "5 - REMOVED risk:r|MITIGATED_BY|control:c",
                "6 CHANGED",
            ],
            history.Select(Edges));
        Assert.Equal(["1 ADDED ADDED law:1|PART_OF|law", "2 - ADDED control:c|SATISFIES|law:1 extent:-/\"PARTIAL\""], (await HistoryAsync(api, "law:1")).Take(2).Select(Edges));
        Assert.Equal([0, 2, 1, 1, 1, 0], history.Select(h => (int)h["edgeCount"]!));

        // Who reviewed a link and against what is remembered by it; here only what was given counts.
        static string Edges(JsonNode h) => $"{h["change"]!["revision"]} {h["difference"]?.ToString() ?? "-"} {string.Join("; ", h["edges"]!.AsArray().Select(e => $"{e!["difference"]} {e["key"]} {string.Join(' ', e["fields"]!.AsArray().Where(f => (string)f!["field"]! is "extent" or "rationale").Select(Field))}".TrimEnd()))}".TrimEnd();
    }

    [Fact]
    public async Task The_edges_of_a_change_are_cut_like_its_steps()
    {
        await using var api = await StartAsync(configure: o => o.PageSizeMax = 3);
        await api.WriteAsync([
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")),
            .. Enumerable.Range(1, 5).SelectMany(i => new Operation[] { Put("Requirement", $"law:{i}", ("ref", $"{i}"), ("title", $"R{i}")), Link($"law:{i}", "PART_OF", "law") })]);

        var one = (await api.AskAsync("""{ view { document(key: "law") { history { nodes { edgeCount first: edges(first: 2) { key } rest: edges(skip: 2) { key } none: edges(skip: 9) { key } } } } } }"""))["view"]!["document"]!["history"]!["nodes"]![0]!;

        Assert.Equal("""{"edgeCount":5,"first":[{"key":"law:1|PART_OF|law"},{"key":"law:2|PART_OF|law"}],"rest":[{"key":"law:3|PART_OF|law"},{"key":"law:4|PART_OF|law"},{"key":"law:5|PART_OF|law"}],"none":[]}""", one.ToJsonString());
        Assert.Equal("pageSizeMax", (string)(await api.FailAsync("""{ view { document(key: "law") { history { nodes { edges(first: 4) { key } } } } } }""")).Error["extensions"]!["limit"]!);
    }

    [Fact]
    public async Task A_person_whose_name_was_erased_is_shown_as_erased_and_stays_another_than_the_next()
    {
        await using var api = await StartAsync();
        await WriteAsync(api, "1", "Ada", "r", Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("collectedBy", "Zoe Zimmer")));
        await WriteAsync(api, "2", "Ada", "r", Put("Evidence", "evidence:e", ("collectedBy", "Yan Young")));
        Assert.Equal("\"Zoe Zimmer\"/\"Yan Young\"", Fields((await HistoryAsync(api, "evidence:e"))[1])["collectedBy"]);
        string[] tokens = [];
        await foreach (var (_, change) in api.Engine.ReadLogAsync(0, default))
        {
            tokens = [.. tokens, .. change.Steps.OfType<DocumentPut>().SelectMany(p => p.Fields).Where(f => f.Key == "collectedBy").Select(f => (string)f.Value!)];
        }

        Assert.True((await api.Engine.ApplyAsync(new("erase", "Officer", "Asked for it", []) { Origin = ChangeOrigin.Authority, Erasures = tokens }, default)).Accepted);

        var history = await HistoryAsync(api, "evidence:e");
        Assert.Equal(["-/\"(erased)\"", "\"(erased)\"/\"(erased)\""], history.Select(h => Fields(h)["collectedBy"]));
    }

    // Either side of the number of changes from which a page begins with a graph of the past.
    [Theory]
    [InlineData(DocumentTurns.EarlierCountMax)]
    [InlineData(DocumentTurns.EarlierCountMax + 1)]
    public async Task Pages_show_what_the_whole_shows_and_a_view_of_the_past_ends_there(int earlier)
    {
        await using var api = await StartAsync(configureEngine: o => (o.RecentSnapshotCountMax, o.CheckpointSpacingMin) = (1, 5));
        await api.WriteAsync(Put("Control", "control:c", ("title", "C")), Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")));
        for (var i = 2; i <= earlier + 3; i++)
        {
            await api.WriteAsync(
                i % 3 == 0 ? Put("Control", "control:c", ("title", $"C{i}"), ("procedure", i % 2 == 0 ? $"P{i}" : null))
                : i % 3 == 1 ? Link("risk:r", "MITIGATED_BY", "control:c") : new UnlinkDocuments("risk:r", "MITIGATED_BY", "control:c"),
                Put("Risk", "risk:r", ("title", $"R{i}")));
            if (i % 3 == 2)
            {
                await api.WriteAsync(Put("Control", "control:c", ("title", $"between {i}")));
            }
        }

        var whole = await HistoryAsync(api, "control:c", "first: 500");
        Assert.True(whole.Length > earlier);
        Assert.Equal(Text(whole[^3..]), Text(await HistoryAsync(api, "control:c", "last: 3")));
        var cursor = (int)whole[earlier - 1]["change"]!["revision"]!;
        Assert.Equal(Text(whole[earlier..]), Text(await HistoryAsync(api, "control:c", $"first: 500, after: {cursor}")));
        Assert.Equal(Text(whole[(earlier - 3)..(earlier - 1)]), Text(await HistoryAsync(api, "control:c", $"last: 2, before: {cursor}")));
        var past = (await api.AskAsync($$"""{ view(at: { asOf: {{cursor}} }) { document(key: "control:c") { history(last: 4) { {{Asked}} } } } }"""))["view"]!["document"]!["history"]!["nodes"]!;
        Assert.Equal(Text(whole[(earlier - 4)..earlier]), past.ToJsonString());
    }

    /// <summary>What all histories say, taken together from nothing, is the graph as it is.</summary>
    [Fact]
    public void Taking_all_differences_together_from_nothing_gives_each_document_and_its_edges_as_they_are() => RandomRequests.Sequences.Sample(
        requests => TogetherAsync(requests).GetAwaiter().GetResult(), iter: Iterations, threads: 1);

    private static async Task TogetherAsync(ChangeRequest[] requests)
    {
        await using var api = await StartAsync();
        await api.WriteAsync([.. RandomRequests.Start]);
        foreach (var request in requests)
        {
            await api.Engine.ApplyAsync(request, default);
        }

        var snapshot = api.Engine.Current;
        foreach (var document in snapshot.Model.Kinds.SelectMany(snapshot.Documents))
        {
            Dictionary<string, string?> fields = [];
            Dictionary<string, Dictionary<string, string?>> edges = [];
            var there = false;
            foreach (var node in await HistoryAsync(api, document.Key, "first: 500"))
            {
                Assert.True(node["difference"] is not null || node["fields"]!.AsArray().Count == 0);
                if (node["difference"] is { } difference)
                {
                    Assert.Equal(there ? "CHANGED" : "ADDED", (string)difference!);
                    there = true;
                    Assert.NotEmpty(node["fields"]!.AsArray());
                    Turn(fields, node["fields"]!);
                }

                foreach (var edge in node["edges"]!.AsArray())
                {
                    var (key, how) = ((string)edge!["key"]!, (string)edge["difference"]!);
                    Assert.Equal(how != "ADDED", edges.ContainsKey(key));
                    Turn(edges.TryGetValue(key, out var carried) ? carried : edges[key] = [], edge["fields"]!);
                    if (how == "REMOVED")
                    {
                        Assert.All(edges[key].Values, Assert.Null);
                        edges.Remove(key);
                    }
                }
            }

            Assert.Equal(Values(api, document.Kind.Fields, f => document[f] ?? f.Absent, document.External is { } e ? ValueRef.Write(new { source = e.Source, id = e.Id }) : null), Known(fields));
            var expected = new Dictionary<string, SortedDictionary<string, string?>>();
            foreach (var kind in snapshot.Model.Edges)
            {
                foreach (var (far, data) in snapshot.Out(document, kind))
                {
                    expected[$"{document.Key}|{kind.Name}|{snapshot.Document(far)!.Key}"] = Values(api, kind.Fields, f => data?[f], null);
                }

                foreach (var (far, data) in snapshot.In(document, kind))
                {
                    expected[$"{snapshot.Document(far)!.Key}|{kind.Name}|{document.Key}"] = Values(api, kind.Fields, f => data?[f], null);
                }
            }

            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), edges.Keys.Order(StringComparer.Ordinal));
            Assert.All(expected, e => Assert.Equal(e.Value, Known(edges[e.Key])));
        }

        static void Turn(Dictionary<string, string?> values, JsonNode differences)
        {
            foreach (var difference in differences.AsArray())
            {
                var field = (string)difference!["field"]!;
                Assert.Equal(values.GetValueOrDefault(field), (string?)difference["before"]);
                values[field] = (string?)difference["after"];
            }
        }

        static SortedDictionary<string, string?> Known(Dictionary<string, string?> values) => new(values.Where(v => v.Value is not null).ToDictionary(), StringComparer.Ordinal);

        static SortedDictionary<string, string?> Values(ApiHost api, IEnumerable<Field> fields, Func<Field, object?> value, string? external)
        {
            var known = new SortedDictionary<string, string?>(StringComparer.Ordinal);
            foreach (var field in fields.Where(f => value(f) is not null))
            {
                known[field.Name] = ValueRef.Write(field.Type == FieldType.Personal ? api.Engine.Personal.Resolve((string)value(field)!) : value(field));
            }

            if (external is not null)
            {
                known["external"] = external;
            }

            return known;
        }
    }

    private static async Task<JsonNode[]> HistoryAsync(ApiHost api, string key, string? arguments = null) =>
        [.. (await api.AskAsync($$"""query($key: String!) { view { document(key: $key) { history{{(arguments is null ? "" : $"({arguments})")}} { {{Asked}} } } } }""", new { key }))
            ["view"]!["document"]!["history"]!["nodes"]!.AsArray().Select(n => n!)];

    private static string Text(IEnumerable<JsonNode> nodes) => $"[{string.Join(',', nodes.Select(n => n.ToJsonString()))}]";

    private static string Line(JsonNode node)
    {
        var change = node["change"]!;
        Assert.Empty(node["edges"]!.AsArray());
        return $"{change["revision"]} {change["actor"]} {change["at"]} {change["reason"]} {change["origin"]} {node["difference"]} "
            + string.Concat(node["fields"]!.AsArray().Select(f => Field(f) + " ").Order(StringComparer.Ordinal).Where(f => !f.StartsWith("status", StringComparison.Ordinal)));
    }

    private static string Field(JsonNode? field) => $"{field!["field"]}:{field["before"]?.ToString() ?? "-"}/{field["after"]?.ToString() ?? "-"}";

    private static Dictionary<string, string> Fields(JsonNode node) =>
        node["fields"]!.AsArray().ToDictionary(f => (string)f!["field"]!, f => $"{f!["before"]?.ToString() ?? "-"}/{f["after"]?.ToString() ?? "-"}");

    private static async Task WriteAsync(ApiHost api, string id, string actor, string reason, params Operation[] operations)
    {
        var result = await api.Engine.ApplyAsync(new(id, actor, reason, operations), default);
        Assert.True(result.Accepted, string.Join('\n', result.Violations));
    }

    private static async Task DecideAsync(ApiHost api, string id, string actor, DecisionVerb verb) =>
        LiveEngine.Kept(await api.Engine.ApplyAsync(new(id, actor, "r", []) { Origin = ChangeOrigin.Authority, Decisions = [new(verb, "evidence:e", null)] }, default));
}
