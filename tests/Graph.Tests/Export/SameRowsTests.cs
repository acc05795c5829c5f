using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Engine.Model.Organisation;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Export;

/// <summary>An export and GraphQL answer the same question with the same rows, field by field and in the same order.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class SameRowsTests(SeedStory seed)
{
    /// <summary>A view as the exports and as GraphQL take it: now, the past, hindsight, and two forecasts.</summary>
    public static TheoryData<string, string> Views => new()
    {
        { "", "" },
        { "on=2026-06-30", "(at: {on: \"2026-06-30\"})" },
        { "asOf=HEAD&on=2026-06-30", "(at: {asOf: \"HEAD\", on: \"2026-06-30\"})" },
        { "on=2027-12-02", "(at: {on: \"2027-12-02\"})" },
        {
            "on=2027-12-02&renewals=ASSUMED&mappingSets=mapping-set:harmonised-structure,mapping-set:guide-repointed",
            "(at: {on: \"2027-12-02\", renewals: ASSUMED, mappingSets: [\"mapping-set:guide-repointed\", \"mapping-set:harmonised-structure\"]})"
        },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Coverage_has_the_numbers_of_GraphQL_for_every_framework_together_and_by_system(string view, string at)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        const string counts = "owed met metWithCredit shallow ratio worst states { state count } undetermined notOwed { verdict count }";
        var expected = new List<JsonObject>();
        foreach (var framework in await KeysAsync(api, at, "frameworks"))
        {
            var coverage = (await ViewAsync(api, at, $"coverage(of: \"{framework}\") {{ of {{ key title }} method revision on {counts} bySystem {{ system {{ key }} {counts} }} }}"))["coverage"]!;
            expected.Add(Row(coverage, coverage, null));
            expected.AddRange(coverage["bySystem"]!.AsArray().Select(s => Row(coverage, s!, (string)s!["system"]!["key"]!)));
        }

        Same(expected, await RowsAsync(api, "coverage", view));

        static JsonObject Row(JsonNode coverage, JsonNode counts, string? system)
        {
            var row = new JsonObject { ["of"] = Copy(coverage["of"]!["key"]), ["title"] = Copy(coverage["of"]!["title"]), ["system"] = system };
            foreach (var name in (string[])["owed", "met", "metWithCredit", "shallow", "ratio", "worst"])
            {
                row[name] = Copy(counts[name]);
            }

            foreach (var state in counts["states"]!.AsArray())
            {
                row[Camel((string)state!["state"]!)] = Copy(state["count"]);
            }

            row["undetermined"] = Copy(counts["undetermined"]);
            foreach (var verdict in counts["notOwed"]!.AsArray())
            {
                row[Camel((string)verdict!["verdict"]!)] = Copy(verdict["count"]);
            }

            return Stamped(row, coverage["method"], coverage["revision"], coverage["on"]);
        }
    }

    [Fact]
    public async Task Coverage_of_a_heading_for_some_systems_has_the_numbers_of_GraphQL()
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var coverage = (await ViewAsync(api, "", "coverage(of: \"eu-ai-act:26\", systems: [\"ai-system:credit-scoring\", \"ai-system:letter-reader\"]) { owed met bySystem { system { key } owed met } }"))["coverage"]!;
        var rows = await RowsAsync(api, "coverage", "of=eu-ai-act:26&systems=ai-system:credit-scoring&systems=ai-system:letter-reader");

        Assert.Equal(
            coverage["bySystem"]!.AsArray().Select(s => $"{s!["system"]!["key"]} {s["met"]} of {s["owed"]}").Prepend($" {coverage["met"]} of {coverage["owed"]}"),
            rows.Select(r => $"{r["system"]} {r["met"]} of {r["owed"]}"));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Gaps_are_those_of_GraphQL_for_every_system(string view, string at)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var stamp = await StampAsync(api, at);
        var frameworks = await FrameworksAsync(api, at);
        var expected = new List<JsonObject>();
        foreach (var system in await KeysAsync(api, at, "aiSystems"))
        {
            var cells = await PagesAsync(
                api, at, "gaps", $"system: \"{system}\"", "requirement { key ref title } inherited verdict state shallow credit { state } defects { code node { key } closes }");
            expected.AddRange(cells.Select(c => Stamped(
                new()
                {
                    ["system"] = system,
                    ["requirement"] = Copy(c["requirement"]!["key"]),
                    ["ref"] = Copy(c["requirement"]!["ref"]),
                    ["title"] = Copy(c["requirement"]!["title"]),
                    ["framework"] = frameworks.Single(f => ((string)c["requirement"]!["key"]!).StartsWith(f + ":", StringComparison.Ordinal)),
                    ["inherited"] = Copy(c["inherited"]),
                    ["verdict"] = Copy(c["verdict"]),
                    ["state"] = Copy(c["state"]),
                    ["creditState"] = Copy(c["credit"]?["state"]),
                    ["shallow"] = Copy(c["shallow"]),
                    ["defects"] = string.Join("; ", c["defects"]!.AsArray().Select(d => $"{d!["code"]} {d["node"]!["key"]}")),
                    ["closes"] = string.Join("; ", c["defects"]!.AsArray().Select(d => (string)d!["closes"]!)),
                },
                stamp["server"]!["method"], stamp["view"]!["revision"], stamp["view"]!["on"])));
        }

        Same(expected, await RowsAsync(api, "gaps", view));
    }

    [Fact]
    public async Task Gaps_of_one_system_and_one_article_are_those_of_GraphQL()
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        const string at = "(at: {on: \"2027-12-02\"})";
        var expected = await PagesAsync(api, at, "gaps", "system: \"ai-system:credit-scoring\", of: \"eu-ai-act:43\"", "requirement { key }");
        var rows = await RowsAsync(api, "gaps", "system=ai-system:credit-scoring&of=eu-ai-act:43&on=2027-12-02");

        Assert.Equal(2, rows.Count);
        Assert.Equal(expected.Select(c => (string)c["requirement"]!["key"]!), rows.Select(r => (string)r["requirement"]!));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_Statement_of_Applicability_says_what_the_cells_of_GraphQL_say(string view, string at)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var stamp = await StampAsync(api, at);

        // What closes it names the row and the control.
        var reliedOn = (await api.AskAsync($"{{ view{at} {{ readiness {{ items {{ criteria {{ id rows(first: 500) {{ nodes {{ closes node {{ key }} }} }} }} }} }} }} }}"))["view"]!["readiness"]!["items"]!.AsArray()
            .SelectMany(i => i!["criteria"]!.AsArray()).Single(c => (string)c!["id"]! == "6.f")!["rows"]!["nodes"]!.AsArray()
            .Select(r => (Row: (string)r!["node"]!["key"]!, Control: Regex.Match((string)r["closes"]!, "rely on (.+) otherwise").Groups[1].Value)).ToList();
        var expected = new List<JsonObject>();
        foreach (var framework in (await PagesAsync(api, at, "frameworks", "filter: {kind: {eq: STANDARD}}", "key voluntary subjects { nodes { key inScope } }"))
            .Where(f => (bool?)f["voluntary"] == false || f["subjects"]!["nodes"]!.AsArray().Any(s => (bool?)s!["inScope"] != false)).Select(f => (string)f["key"]!))
        {
            var cells = await PagesAsync(
                api, at, "cells", $"filter: {{of: \"{framework}\", requirement: {{excludable: {{eq: true}}}}}}",
                "requirement { key ref title } verdict owed state verdictBecause { statement { key applicable justification approvedOn approvedBy } } chains(first: 100) { nodes { documents { __typename key } proof { key } } }");
            expected.AddRange(cells.GroupBy(c => (string)c["requirement"]!["key"]!).Select(g => Row(framework, [.. g])));
        }

        Assert.NotEmpty(expected);
        Same(expected, await RowsAsync(api, "statement-of-applicability", view));

        JsonObject Row(string framework, JsonNode[] cells)
        {
            var requirement = cells[0]["requirement"]!;
            var said = cells.Where(c => (string)c["verdict"]! != "NOT_APPLICABLE").Select(c => c["verdictBecause"]!["statement"]).ToList();
            var words = said.Select(s => s is null ? "NOT_STATED" : (bool)s["applicable"]! ? "YES" : "NO").Distinct().ToList();
            var statements = said.Where(s => s is not null).DistinctBy(s => (string)s!["key"]!).OrderBy(s => (string)s!["key"]!, StringComparer.Ordinal).ToList();
            var chains = cells.SelectMany(c => c["chains"]!["nodes"]!.AsArray()).ToList();
            var owed = cells.Where(c => (bool)c["owed"]!).Select(c => (string)c["state"]!).ToList();
            return Stamped(
                new()
                {
                    ["requirement"] = Copy(requirement["key"]),
                    ["ref"] = Copy(requirement["ref"]),
                    ["title"] = Copy(requirement["title"]),
                    ["framework"] = framework,
                    ["applicable"] = words.Count switch { 0 => "NOT_STATED", 1 => words[0], _ => "MIXED" },
                    ["justification"] = Joined(statements.Select(s => s!["justification"])),
                    ["approvedOn"] = Joined(statements.Select(s => s!["approvedOn"])),
                    ["approvedBy"] = Joined(statements.Select(s => s!["approvedBy"])),
                    ["statements"] = Joined(statements.Select(s => s!["key"])),
                    ["verdict"] = cells.Select(c => (string)c["verdict"]!).MinBy(v => Array.IndexOf(Verdicts, v)),
                    ["state"] = owed.MinBy(s => Array.IndexOf(States, s)),
                    ["owed"] = owed.Count,
                    ["met"] = owed.Count(s => s == "COVERED"),
                    ["controls"] = Sorted(chains.SelectMany(c => c!["documents"]!.AsArray()).Where(d => (string)d!["__typename"]! == "Control")),
                    ["evidence"] = Sorted(chains.SelectMany(c => c!["proof"]!.AsArray())),
                    ["reliedOnBy"] = string.Join("; ", reliedOn.Where(r => r.Row == (string)requirement["key"]!).Select(r => r.Control).Order(StringComparer.Ordinal)),
                },
                stamp["server"]!["method"], stamp["view"]!["revision"], stamp["view"]!["on"]);
        }

        static string Joined(IEnumerable<JsonNode?> texts) => string.Join("; ", texts.Where(t => t is not null).Select(t => (string)t!));
        static string Sorted(IEnumerable<JsonNode?> nodes) => string.Join("; ", nodes.Select(n => (string)n!["key"]!).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Evidence_has_every_field_that_GraphQL_shows(string view, string at)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);

        Same(await EvidenceAsync(api, at, null), await RowsAsync(api, "evidence", view));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Readiness_names_what_each_criterion_of_GraphQL_misses(string view, string at)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var stamp = await StampAsync(api, at);
        var items = (await ViewAsync(api, at, "readiness { items { number title clause criteria { id phase text state judged missing rows(first: 100) { nodes { code node { key } closes } } } } }"))["readiness"]!["items"]!.AsArray();
        var expected = new List<JsonObject>();
        foreach (var (item, criterion) in items.SelectMany(i => i!["criteria"]!.AsArray().Select(c => (i, c!))))
        {
            var missing = criterion["rows"]!["nodes"]!.AsArray();
            Assert.Equal((int)criterion["missing"]!, missing.Count);
            foreach (var row in missing.Count == 0 ? [null] : missing.ToList())
            {
                expected.Add(new()
                {
                    ["id"] = Copy(criterion["id"]),
                    ["item"] = Copy(item["number"]),
                    ["title"] = Copy(item["title"]),
                    ["clause"] = Copy(item["clause"]),
                    ["phase"] = Copy(criterion["phase"]),
                    ["text"] = Copy(criterion["text"]),
                    ["state"] = Copy(criterion["state"]),
                    ["judged"] = Copy(criterion["judged"]),
                    ["code"] = Copy(row?["code"]),
                    ["node"] = Copy(row?["node"]?["key"]),
                    ["closes"] = Copy(row?["closes"]),
                    ["revision"] = Copy(stamp["view"]!["revision"]),
                    ["on"] = Copy(stamp["view"]!["on"]),
                });
            }
        }

        Same(expected, await RowsAsync(api, "readiness", view));
    }

    [Theory]
    [InlineData("status=APPROVED", "status: {in: [APPROVED]}")]
    [InlineData("status=DRAFT,SUBMITTED&status=REJECTED", "status: {in: [DRAFT, SUBMITTED, REJECTED]}")]
    [InlineData("type=POLICY,LOG_RECORD", "type: {in: [POLICY, LOG_RECORD]}")]
    [InlineData("status=APPROVED&expiresBefore=2027-06-01", "status: {in: [APPROVED]}, expiresOn: {to: \"2027-05-31\"}")]
    public async Task Evidence_takes_the_filters_of_GraphQL(string parameters, string filter)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var rows = await RowsAsync(api, "evidence", parameters);

        Assert.NotEmpty(rows);
        Same(await EvidenceAsync(api, "", filter), rows);
    }

    [Theory]
    [InlineData("state=MISSING,PLANNED&state=UNPROVEN", "states: [MISSING, PLANNED, UNPROVEN]")]
    [InlineData("verdict=UNDETERMINED", "verdicts: [UNDETERMINED]")]
    [InlineData("defects=PROOF_UNAPPROVED,CONTROL_DEGRADED", "defects: [PROOF_UNAPPROVED, CONTROL_DEGRADED]")]
    [InlineData("verdict=APPLICABLE&state=UNAPPROVED&defects=PROOF_UNAPPROVED", "verdicts: [APPLICABLE], states: [UNAPPROVED], defects: [PROOF_UNAPPROVED]")]
    [InlineData("requirement=iso-42001:7.2,eu-ai-act:26(1)", "requirement: {keys: [\"iso-42001:7.2\", \"eu-ai-act:26(1)\"]}")]
    [InlineData("filter={\"scope\":\"ORGANISATION\",\"shallow\":true}", "scope: ORGANISATION, shallow: true")]
    [InlineData("of=iso-42001&filter={\"of\":\"iso-42001:7\",\"states\":[\"MISSING\",\"PARTIAL\"]}&state=PARTIAL", "of: \"iso-42001:7\", states: [PARTIAL]")]
    [InlineData("filter={\"requirement\":{\"excludable\":{\"eq\":true}},\"defects\":[\"NO_LINK\"]}", "requirement: {excludable: {eq: true}}, defects: [NO_LINK]")]
    [InlineData("filter={\"system\":{\"roles\":{\"has\":\"PROVIDER\"}}}", "system: {roles: {has: PROVIDER}}")]
    public async Task Gaps_take_the_filters_of_the_cells_of_GraphQL(string parameters, string filter)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var expected = new List<string>();
        foreach (var system in await KeysAsync(api, "", "aiSystems"))
        {
            var cells = await PagesAsync(api, "", "cells", $"filter: {{systems: [\"{system}\"], owed: true, {filter}}}", "requirement { key } state");
            expected.AddRange(cells.Where(c => (string)c["state"]! != "COVERED").Select(c => $"{system} {c["requirement"]!["key"]}"));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, (await RowsAsync(api, "gaps", Encoded(parameters))).Select(r => $"{r["system"]} {r["requirement"]}"));
    }

    [Fact]
    public async Task Gaps_of_the_systems_of_a_filter_are_theirs_in_the_order_of_all()
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        string[] systems = ["ai-system:letter-reader", "ai-system:credit-scoring"];
        var all = (await RowsAsync(api, "gaps", "")).Where(r => systems.Contains((string)r["system"]!)).Select(r => r.ToJsonString()).ToList();
        var filter = Encoded($"filter={{\"systems\":[\"{string.Join("\",\"", systems)}\"]}}");

        Assert.NotEmpty(all);
        Assert.Equal(all, (await RowsAsync(api, "gaps", filter)).Select(r => r.ToJsonString()));
        Assert.Equal(await RowTextsAsync(api, "gaps", "system=ai-system:letter-reader"), await RowTextsAsync(api, "gaps", filter + "&system=ai-system:letter-reader"));
        Assert.Empty(await RowsAsync(api, "gaps", filter + "&system=ai-system:clinic-scheduling"));
    }

    [Theory]
    [InlineData("coverage", "worst", "MISSING,PARTIAL")]
    [InlineData("gaps", "state", "MISSING,SUSPECT")]
    [InlineData("gaps", "verdict", "UNDETERMINED")]
    [InlineData("gaps", "creditState", "COVERED,PARTIAL")]
    [InlineData("gaps", "requirement", "iso-42001:7.2,eu-ai-act:26(1)")]
    [InlineData("statement-of-applicability", "applicable", "YES,NO")]
    [InlineData("statement-of-applicability", "applicable", "NOT_STATED")]
    [InlineData("statement-of-applicability", "verdict", "EXCLUDED")]
    [InlineData("statement-of-applicability", "state", "MISSING,UNPROVEN")]
    [InlineData("statement-of-applicability", "requirement", "iso-42001:A.2.2,iso-42001:A.6.2.4")]
    [InlineData("readiness", "state", "NOT_MET,UNKNOWN")]
    [InlineData("readiness", "phase", "CHECK")]
    public async Task An_export_with_a_filter_by_a_column_has_the_rows_of_the_whole_one_that_pass_in_every_form(string export, string column, string words)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var whole = await LinesAsync(".ndjson", "");
        var expected = whole.Where(l => words.Split(',').Contains((string?)JsonNode.Parse(l)![column])).ToList();

        Assert.InRange(expected.Count, 1, whole.Count - 1);
        Assert.Equal(expected, await LinesAsync(".ndjson", $"{column}={words}"));
        Assert.Equal(expected, await LinesAsync(".ndjson", string.Join('&', words.Split(',').Select(w => $"{column}={w}"))));
        Assert.Equal(expected, (await RowsAsync(api, export, $"{column}={words}")).Select(r => r.ToJsonString(Plain)));
        var table = await LinesAsync(".csv", "");
        Assert.Equal([table[0], .. table.Skip(1).Where((_, i) => expected.Contains(whole[i]))], await LinesAsync(".csv", $"{column}={words}"));

        async Task<List<string>> LinesAsync(string form, string parameters) =>
            [.. (await api.Client.GetStringAsync(new Uri($"/exports/{export}{form}?{parameters}", UriKind.Relative))).Split(form == ".csv" ? "\r\n" : "\n", StringSplitOptions.RemoveEmptyEntries)];
    }

    [Theory]
    [InlineData("2026-03-01", null)]
    [InlineData(null, "2026-03-31")]
    [InlineData("2026-03-01", "2026-06-30")]
    public async Task The_Statement_of_Applicability_is_filtered_by_the_days_on_which_statements_were_approved(string? from, string? to)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var whole = await RowsAsync(api, "statement-of-applicability", "");
        var expected = whole.Where(r => ((string)r["approvedOn"]!).Split("; ", StringSplitOptions.RemoveEmptyEntries).Any(d => string.CompareOrdinal(d, from ?? d) >= 0 && string.CompareOrdinal(d, to ?? d) <= 0)).ToList();

        Assert.InRange(expected.Count, 1, whole.Count - 1);
        Assert.Equal(
            expected.Select(r => r.ToJsonString()),
            await RowTextsAsync(api, "statement-of-applicability", string.Join('&', new[] { from is null ? null : "approvedOnFrom=" + from, to is null ? null : "approvedOnTo=" + to }.OfType<string>())));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Encoded(string parameters) => string.Join('&', parameters.Split('&').Select(p => p.Split('=', 2) is [var name, var value] ? $"{name}={Uri.EscapeDataString(value)}" : p));

    private static async Task<IEnumerable<string>> RowTextsAsync(ApiOver api, string export, string parameters) => (await RowsAsync(api, export, parameters)).Select(r => r.ToJsonString());

    private static readonly string[] Verdicts = ["APPLICABLE", "UNDETERMINED", "UNRESOLVED", "NOT_YET", "LEGACY", "EXCLUDED", "NOT_APPLICABLE"];
    private static readonly string[] States = ["MISSING", "PLANNED", "NOT_OPERATING", "UNPROVEN", "UNAPPROVED", "EXPIRED", "SUSPECT", "PARTIAL", "COVERED"];

    private static async Task<List<JsonObject>> EvidenceAsync(ApiOver api, string at, string? filter)
    {
        string[] fields = ["key", .. EvidenceKind.Kind.Fields.Select(f => f.Name)];
        string[] links = ["concerns", "evidences", "demonstrates"];
        var nodes = await PagesAsync(
            api, at, "evidence", filter is null ? "" : $"filter: {{{filter}}}", $"{string.Join(' ', fields)} {string.Join(' ', links.Select(l => l + "(first: 100) { nodes { key } }"))} revision");
        return [.. nodes.Select(n =>
        {
            var row = new JsonObject();
            foreach (var field in fields)
            {
                row[field] = Copy(n[field]);
            }

            foreach (var link in links)
            {
                row[link] = string.Join("; ", n[link]!["nodes"]!.AsArray().Select(d => (string)d!["key"]!));
            }

            row["revision"] = Copy(n["revision"]);
            return row;
        })];
    }

    private static async Task<List<JsonNode>> RowsAsync(ApiOver api, string export, string parameters)
    {
        using var response = await api.Client.GetAsync(new Uri($"/exports/{export}?{parameters}", UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return [.. JsonNode.Parse(body)!.AsArray().Select(r => r!)];
    }

    private static async Task<JsonNode> ViewAsync(ApiOver api, string at, string fields) => (await api.AskAsync($"{{ view{at} {{ {fields} }} }}"))["view"]!;

    private static async Task<JsonNode> StampAsync(ApiOver api, string at) => await api.AskAsync($"{{ server {{ method }} view{at} {{ revision on }} }}");

    private static async Task<List<string>> KeysAsync(ApiOver api, string at, string connection) =>
        [.. (await PagesAsync(api, at, connection, "", "key")).Select(n => (string)n["key"]!)];

    private static Task<List<string>> FrameworksAsync(ApiOver api, string at) => KeysAsync(api, at, "frameworks");

    private static async Task<List<JsonNode>> PagesAsync(ApiOver api, string at, string connection, string arguments, string fields)
    {
        var nodes = new List<JsonNode>();
        for (string? after = null; ;)
        {
            var page = (await ViewAsync(api, at, $"{connection}({arguments} first: 200{(after is null ? "" : $" after: \"{after}\"")}) {{ nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }}"))[connection]!;
            nodes.AddRange(page["nodes"]!.AsArray().Select(n => n!));
            if (!(bool)page["pageInfo"]!["hasNextPage"]!)
            {
                return nodes;
            }

            after = (string)page["pageInfo"]!["endCursor"]!;
        }
    }

    private static JsonObject Stamped(JsonObject row, JsonNode? method, JsonNode? revision, JsonNode? on)
    {
        row["method"] = Copy(method);
        row["revision"] = Copy(revision);
        row["on"] = Copy(on);
        return row;
    }

    // Values, names and order of the columns: all of it is one text.
    private static void Same(IEnumerable<JsonObject> expected, IEnumerable<JsonNode> actual) =>
        Assert.Equal(expected.Select(r => r.ToJsonString()), actual.Select(r => r.ToJsonString()));

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static string Camel(string constant)
    {
        var words = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(constant.ToLowerInvariant().Replace('_', ' ')).Replace(" ", "", StringComparison.Ordinal);
        return char.ToLowerInvariant(words[0]) + words[1..];
    }
}
