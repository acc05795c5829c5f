using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Graph.Server.Api;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Export;

/// <summary>Impact and trace as Mermaid and GraphML: the documents and edges of GraphQL, whatever their texts hold.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class DiagramTests(SeedStory seed)
{
    [Theory]
    [InlineData("control:sealed-bias-room", "LOSS", "on=2027-12-02", "(at: {on: \"2027-12-02\"})", 5)]
    [InlineData("vendor:harbour-cloud", "LOSS", "", "", 5)]
    [InlineData("control:central-logging", "LOSS", "", "", 100)]
    [InlineData("eu-ai-act:4(1)", "CHANGE", "on=2026-06-30", "(at: {on: \"2026-06-30\"})", 5)]
    [InlineData("mapping:evidence-crosswalk:iso-42001:A.4.6>eu-ai-act:4", "LOSS", "", "", 2)]
    [InlineData("person:leena-virtanen", "LOSS", "", "", 0)]
    public async Task Impact_has_the_documents_and_paths_of_GraphQL(string of, string happens, string view, string at, int countMin)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var impact = (await api.AskAsync($"{{ view{at} {{ impact(of: \"{of}\", event: {happens}) {{ start {{ __typename key title }} count truncatedBy nodes(first: 200) {{ totalCount nodes {{ node {{ __typename key title }} distance path {{ edge }} }} }} }} }} }}"))["view"]!["impact"]!;
        var reached = impact["nodes"]!["nodes"]!.AsArray();
        Assert.Equal((int)impact["count"]!, reached.Count);
        Assert.True(reached.Count >= countMin, $"{reached.Count} were reached");
        var nodes = reached.Select(n => Row(n!["node"]!, n["distance"]!)).Prepend(Row(impact["start"]!, JsonValue.Create(0)));
        var edges = reached.SelectMany(n => n!["path"]!.AsArray().Select(s => (string)s!["edge"]!)).Distinct();

        await AssertDrawnAsync(api, $"impact/{of}", $"event={happens}&{view}", nodes, edges);
    }

    [Theory]
    [InlineData("ai-system:credit-scoring", "eu-ai-act:15(1)", "", 1)]
    [InlineData("ai-system:clinic-scheduling", "iso-42001", "", 2)]
    [InlineData("ai-system:hotel-guest-assistant", "vendor:northlight", "", 1)]
    [InlineData("ai-system:credit-scoring", "eu-ai-act", "via=HAS_RISK,MITIGATED_BY,SATISFIES,PART_OF", 1)]
    [InlineData("vendor:northlight", "ai-system:credit-scoring", "", 0)]
    public async Task Trace_has_the_documents_and_edges_of_the_paths_of_GraphQL(string from, string to, string via, int pathsMin)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var kinds = via.Length == 0 ? "" : $", via: [{via["via=".Length..]}]";
        var paths = (await api.AskAsync($"{{ view {{ trace(from: \"{from}\", to: \"{to}\"{kinds}) {{ paths {{ steps {{ edge node {{ __typename key title }} }} }} }} }} }}"))["view"]!["trace"]!["paths"]!.AsArray();
        Assert.True(paths.Count >= pathsMin, $"{paths.Count} paths");
        var steps = paths.SelectMany(p => p!["steps"]!.AsArray().Select((step, distance) => (Step: step!, Distance: distance)))
            .OrderBy(s => s.Distance).ThenBy(s => (string)s.Step["node"]!["key"]!, StringComparer.Ordinal).ThenBy(s => (string?)s.Step["edge"], StringComparer.Ordinal).ToList();

        await AssertDrawnAsync(
            api, "trace", $"from={from}&to={to}&{via}",
            steps.Select(s => Row(s.Step["node"]!, JsonValue.Create(s.Distance))).Distinct(), steps.Select(s => (string?)s.Step["edge"]).OfType<string>().Distinct());
    }

    [Theory]
    [InlineData("Say \"no\" [to] (this) {and} that")]
    [InlineData("a --> b\n  n0 -->|HAS_RISK| n9\r\n%%{init: {\"securityLevel\": \"loose\"}}%%")]
    [InlineData("<img src=x onerror=alert(1)><script>alert(1)</script> &lt;b&gt; &amp; ]]>")]
    [InlineData("#quot; #35; ;;; style a:b \" classDef x:y \" fa:fa-ban `code` $$x$$ |pipe| ~~~")]
    [InlineData("\ufffe\u202e\u2028 ﬂ°°60¶ß é 漢字 \U0001F9EA")]
    [InlineData("end")]
    public async Task Whatever_a_title_holds_it_stays_a_title(string title)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            Put("AiSystem", "ai-system:a", ("title", title)), Put("Risk", "risk:style", ("title", title), ("kind", "THREAT")), Link("ai-system:a", "HAS_RISK", "risk:style"));
        var mermaid = DrawnDiagram.Mermaid(await api.Client.GetStringAsync("/exports/impact/risk:style.mmd?event=LOSS"));
        var graphml = DrawnDiagram.Graphml(await api.Client.GetStringAsync("/exports/impact/risk:style.graphml?event=LOSS"));

        // A label holds no end of a line, nor what turns the direction of text, and XML no U+FFFE.
        var (plain, held) = (string.Concat(title.Select(c => char.IsControl(c) ? ' ' : c)).Replace("\u202e", "[U+202E]", StringComparison.Ordinal), title.Replace('\ufffe', '\ufffd'));
        Assert.Equal(Both(plain), mermaid.Nodes);
        Assert.Equal(Both(held), graphml.Nodes);
        Assert.Equal(["ai-system:a|HAS_RISK|risk:style"], mermaid.Edges);
        Assert.Equal(mermaid.Edges, graphml.Edges);

        static string[] Both(string text) => [DrawnDiagram.Row("risk:style", "Risk", text, "0"), DrawnDiagram.Row("ai-system:a", "AiSystem", text, "1")];
    }

    [Fact]
    public async Task A_limit_that_cuts_the_answer_short_is_said_in_it()
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        const string cut = "?event=LOSS&depthMax=1";
        var mermaid = DrawnDiagram.Mermaid(await api.Client.GetStringAsync("/exports/impact/vendor:harbour-cloud.mmd" + cut));
        var graphml = DrawnDiagram.Graphml(await api.Client.GetStringAsync("/exports/impact/vendor:harbour-cloud.graphml" + cut));

        Assert.Equal(("DEPTH", "DEPTH"), (mermaid.CutBy, graphml.CutBy));
        Assert.Equal(mermaid.Nodes, graphml.Nodes);
        Assert.True(mermaid.Nodes.Count > 1);
    }

    [Theory]
    [InlineData("impact/ai-system:a.mmd", 400, "event", "expected one value for 'event', found none")]
    [InlineData("impact/ai-system:a.mmd?event=", 400, "event", "expected one value for 'event', found none")]
    [InlineData("impact/ai-system:a.graphml?event=GONE", 400, "event", "expected a known word in 'event' (LOSS, CHANGE), found 'GONE'")]
    [InlineData("impact/ai-system:z.mmd?event=LOSS", 404, "name", "expected the key of a document in 'name', found 'ai-system:z'")]
    [InlineData("impact/ai-system:a.mmd?event=LOSS&depthMax=x", 400, "depthMax", "expected a whole number in 'depthMax', found 'x'")]
    [InlineData("impact/ai-system:a.mmd?event=LOSS&depthMax=0", 400, "depthMax", "expected at most 64 and at least 1 in 'depthMax', found 0")]
    [InlineData("impact/ai-system:a.mmd?event=LOSS&from=x", 400, "from", "expected one of the parameters asOf, on, renewals, mappingSets, assume, event, depthMax, nodeCountMax, pathCountMax, timeMsMax, found 'from'")]
    [InlineData("trace.mmd?to=ai-system:a", 400, "from", "expected one value for 'from', found none")]
    [InlineData("trace.graphml?from=ai-system:a&to=risk:z", 404, "to", "expected the key of a document in 'to', found 'risk:z'")]
    [InlineData("trace.mmd?from=ai-system:a&to=ai-system:a&via=HAS_RISKS", 400, "via", "expected a known word in 'via' (near to it: HAS_RISK), found 'HAS_RISKS'")]
    public async Task A_wrong_parameter_is_named_with_what_was_expected_and_found(string path, int status, string parameter, string message)
    {
        await using var api = await FilledAsync();
        using var response = await api.Client.GetAsync("/exports/" + path);
        var error = Assert.Single(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray())!;

        Assert.Equal((status, parameter, message), ((int)response.StatusCode, (string)error["extensions"]!["path"]!, (string)error["message"]!));
    }

    [Theory]
    [InlineData("impact.mmd")]
    [InlineData("impact/.mmd")]
    [InlineData("impact/ai-system:a")]
    [InlineData("impact/ai-system:a.svg")]
    [InlineData("trace")]
    [InlineData("coverage.mmd")]
    public async Task A_diagram_that_there_is_not_is_404_and_says_what_there_is(string path)
    {
        await using var api = await FilledAsync();
        using var response = await api.Client.GetAsync($"/exports/{path}?event=LOSS");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("impact/ and the key of a document, or trace, and .mmd or .graphml after it", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("impact/risk:r.mmd?event=LOSS", "application/vnd.mermaid; charset=utf-8", "impact-risk-r-2026-08-06-r1.mmd")]
    [InlineData("trace.graphml?from=ai-system:a&to=risk:r", "application/xml; charset=utf-8", "trace-2026-08-06-r1.graphml")]
    public async Task It_has_a_tag_a_name_and_the_same_bytes_until_something_is_written(string path, string type, string file)
    {
        await using var api = await FilledAsync();
        using var first = await api.Client.GetAsync("/exports/" + path);
        using var head = await api.Client.SendAsync(new(HttpMethod.Head, "/exports/" + path));
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/exports/" + path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var known = await api.Client.SendAsync(asked);
        using var again = await api.Client.GetAsync("/exports/" + path);
        await api.WriteAsync(Put("Risk", "risk:s", ("title", "S"), ("kind", "THREAT")));
        using var written = await api.Client.GetAsync("/exports/" + path);

        Assert.Equal((type, file), (first.Content.Headers.ContentType!.ToString(), first.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
        Assert.Equal(first.Headers.ETag, head.Headers.ETag);
        Assert.Equal((HttpStatusCode.NotModified, ""), (known.StatusCode, await head.Content.ReadAsStringAsync()));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.NotEqual(first.Headers.ETag, written.Headers.ETag);
    }

    [Fact]
    public async Task As_many_documents_and_edges_as_the_limit_are_given_and_one_more_is_refused()
    {
        await using var at = await FilledAsync(o => o.ExportRowCountMax = 3);
        await using var above = await FilledAsync(o => o.ExportRowCountMax = 2);
        const string path = "/exports/impact/risk:r.mmd?event=LOSS";
        using var refused = await above.Client.GetAsync(path);

        Assert.Equal(2, DrawnDiagram.Mermaid(await at.Client.GetStringAsync(path)).Nodes.Count);
        Assert.Equal("LIMIT_EXCEEDED", (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task What_is_assumed_is_drawn()
    {
        await using var api = await FilledAsync();
        var assume = Uri.EscapeDataString("""[{"put":{"control":{"key":"control:c","title":"C"}}},{"link":{"from":"risk:r","kind":"MITIGATED_BY","to":"control:c"}}]""");
        var drawn = DrawnDiagram.Mermaid(await api.Client.GetStringAsync($"/exports/impact/control:c.mmd?event=LOSS&assume={assume}"));

        Assert.Equal(["control:c / Control / C / 0", "risk:r / Risk / R / 1", "ai-system:a / AiSystem / A / 2"], drawn.Nodes);
    }

    private static async Task AssertDrawnAsync(ApiOver api, string name, string parameters, IEnumerable<string> nodes, IEnumerable<string> edges)
    {
        var mermaid = DrawnDiagram.Mermaid(await api.Client.GetStringAsync($"/exports/{name}.mmd?{parameters}"));
        var graphml = DrawnDiagram.Graphml(await api.Client.GetStringAsync($"/exports/{name}.graphml?{parameters}"));

        Assert.Equal(nodes, graphml.Nodes);
        Assert.Equal(edges, graphml.Edges);
        Assert.Equal(graphml.Nodes, mermaid.Nodes);
        Assert.Equal(graphml.Edges, mermaid.Edges);
        Assert.Equal((null, null), (graphml.CutBy, mermaid.CutBy));
    }

    private static string Row(JsonNode document, JsonNode distance) =>
        DrawnDiagram.Row((string)document["key"]!, (string)document["__typename"]!, (string?)document["title"], distance.GetValue<int>().ToString(CultureInfo.InvariantCulture));

    private static async Task<ApiHost> FilledAsync(Action<ApiOptions>? configure = null)
    {
        var api = await StartAsync(configure: configure);
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A")), Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")), Link("ai-system:a", "HAS_RISK", "risk:r"));
        return api;
    }
}
