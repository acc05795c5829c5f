using System.Text.Json.Nodes;
using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Coverage over time, the history of a cell, and what would help most.</summary>
public sealed class TimelineTests
{
    [Fact]
    public async Task A_timeline_has_points_of_the_past_from_the_log_and_of_the_future_from_todays_graph()
    {
        await using var api = await WithHistoryAsync();
        var points = (await api.AskAsync(
            """{ view { coverageTimeline(of: "law", from: "2026-07-31", to: "2026-12-31", interval: MONTH) { on revision kind coverage { met owed states { state count } } } } }"""))["view"]!["coverageTimeline"]!;
        Assert.Equal(
            ["2026-07-31 0 PAST -", "2026-08-31 3 PAST 1/1", "2026-09-30 4 CURRENT 0/1", "2026-10-31 4 FORECAST 0/1", "2026-11-30 4 FORECAST 0/1", "2026-12-31 4 FORECAST 0/1"],
            points.AsArray().Select(p => $"{p!["on"]} {p["revision"]} {p["kind"]} {(p["coverage"] is { } c ? $"{c["met"]}/{c["owed"]}" : "-")}"));
    }

    [Theory]
    [InlineData("MONTH", "2026-08-06", "2026-10-31", "2026-08-31 2026-09-30 2026-10-31")]
    [InlineData("QUARTER", "2026-08-06", "2026-12-31", "2026-09-30 2026-12-31")]
    [InlineData("YEAR", "2026-08-06", "2028-01-01", "2026-12-31 2027-12-31")]
    [InlineData("WEEK", "2026-08-06", "2026-08-20", "2026-08-06 2026-08-13 2026-08-20")]
    [InlineData("DAY", "2028-02-28", "2028-03-01", "2028-02-28 2028-02-29 2028-03-01")]
    [InlineData("DAY", "9999-12-30", "9999-12-31", "9999-12-30 9999-12-31")]
    [InlineData("MONTH", "2026-08-01", "2026-08-30", "")]
    public async Task Points_lie_at_the_ends_of_intervals(string interval, string from, string to, string days)
    {
        await using var api = await WithHistoryAsync();
        var points = (await api.AskAsync($$"""{ view { coverageTimeline(of: "law", from: "{{from}}", to: "{{to}}", interval: {{interval}}) { on } } }"""))["view"]!["coverageTimeline"]!;
        Assert.Equal(days, string.Join(' ', points.AsArray().Select(p => p!["on"]!.GetValue<string>())));
    }

    [Fact]
    public async Task A_timeline_has_as_many_points_as_the_limit_says_and_its_days_are_in_order()
    {
        await using var api = await WithHistoryAsync(o => o.TimelinePointCountMax = 3);
        await api.AskAsync("""{ view { coverageTimeline(of: "law", from: "2026-08-01", to: "2026-08-03", interval: DAY) { on } } }""");
        var (code, _, _, error) = await api.FailAsync("""{ view { coverageTimeline(of: "law", from: "2026-08-01", to: "2026-08-04", interval: DAY) { on } } }""");
        Assert.Equal(("LIMIT_EXCEEDED", "timelinePointCountMax"), (code, error["extensions"]!["limit"]!.GetValue<string>()));
        Assert.Equal("LIMIT_EXCEEDED", (await api.FailAsync("""{ view { coverageTimeline(of: "law", from: "2000-01-01", to: "2027-05-19", interval: DAY) { on } } }""")).Code);
        Assert.Equal("BAD_REQUEST", (await api.FailAsync("""{ view { coverageTimeline(of: "law", from: "2026-08-02", to: "2026-08-01", interval: DAY) { on } } }""")).Code);
        Assert.Equal("NOT_FOUND", (await api.FailAsync("""{ view { coverageTimeline(of: "none", from: "2026-08-01", to: "2026-08-01", interval: DAY) { on } } }""")).Code);
    }

    [Fact]
    public async Task The_history_of_a_cell_says_from_when_to_when_it_was_met_and_what_changed_it()
    {
        await using var api = await WithHistoryAsync();
        var intervals = (await api.AskAsync(
            """{ view { cellHistory(requirement: "law:1", system: "ai-system:a", from: "2026-08-01", to: "2026-12-31") { from to on verdict state causedBy change { revision reason } cell { defects { code } } } } }"""))["view"]!["cellHistory"]!;
        Assert.Equal(
            [
                "2026-08-01T00:00:00Z - none START -",
                "2026-08-06T12:00:00Z 2026-08-06 UNPROVEN CHANGE 1",
                "2026-08-09T12:00:00Z 2026-08-09 COVERED CHANGE 3",
                "2026-09-16T00:00:00Z 2026-09-16 EXPIRED DAY -",
                "2026-09-30T12:00:00Z 2026-09-30 NOT_OPERATING CHANGE 4",
            ],
            intervals.AsArray().Select(Line));
        Assert.Null(intervals.AsArray()[^1]!["to"]);
        Assert.Equal(intervals[1]!["from"]!.GetValue<string>(), intervals[0]!["to"]!.GetValue<string>());
        Assert.Equal("""{"defects":[{"code":"PROOF_EXPIRED"}]}""", intervals[3]!["cell"]!.ToJsonString());

        static string Line(JsonNode? i) =>
            $"{i!["from"]} {(i["state"] is null ? "-" : i["on"])} {i["state"]?.ToString() ?? "none"} {i["causedBy"]} {i["change"]?["revision"]?.ToString() ?? "-"}";
    }

    [Fact]
    public async Task A_comparison_says_which_change_or_day_made_each_cell_what_it_is()
    {
        await using var api = await WithHistoryAsync();
        const string Asked = "{ cells { nodes { requirement { key } before { state } after { state } causedBy change { revision reason } } } }";
        var data = await api.AskAsync(
            $$$"""
            { change: view(at: {on: "2026-09-20"}) { compare(to: {}) {{{Asked}}} } day: view(at: {on: "2026-09-14"}) { compare(to: {on: "2026-09-20"}) {{{Asked}}} }
              back: view(at: {on: "2026-09-20"}) { compare(to: {on: "2026-09-14"}) {{{Asked}}} } forecast: view(at: {asOf: 3, on: "2026-09-14"}) { compare(to: {asOf: 3, on: "2026-09-16"}) {{{Asked}}} }
              assumed: view { compare(to: {assume: [{ put: { control: { key: "control:c", degradedOn: null } } }]}) {{{Asked}}} }
              forecasts: view(at: {asOf: 3, on: "2027-01-01"}) { compare(to: {on: "2027-01-01"}) {{{Asked}}} }
              readings: view(at: {on: "2026-09-14"}) { compare(to: {asOf: "HEAD", on: "2026-09-30"}) {{{Asked}}} }
              both: view(at: {asOf: 3, on: "2026-09-14", assume: [{ put: { control: { key: "control:other", title: "Else" } } }]}) {
                compare(to: {asOf: 3, on: "2026-09-16", assume: [{ put: { control: { key: "control:other", title: "Else" } } }]}) {{{Asked}}} } }
            """);
        Assert.Equal("EXPIRED NOT_OPERATING CHANGE 4", Line("change"));
        Assert.Equal("COVERED EXPIRED DAY ", Line("day"));
        Assert.Equal("EXPIRED COVERED DAY ", Line("back"));
        Assert.Equal("COVERED EXPIRED DAY ", Line("forecast"));
        Assert.Equal("NOT_OPERATING EXPIRED ASSUMPTION ", Line("assumed"));
        Assert.Equal("EXPIRED NOT_OPERATING CHANGE 4", Line("forecasts"));
        Assert.Equal("COVERED NOT_OPERATING CHANGE 4", Line("readings"));
        Assert.Equal("COVERED EXPIRED DAY ", Line("both"));

        string Line(string alias) => data[alias]!["compare"]!["cells"]!["nodes"]![0] is { } c ? $"{c["before"]!["state"]} {c["after"]!["state"]} {c["causedBy"]} {c["change"]?["revision"]}" : "none";
    }

    [Fact]
    public async Task In_a_view_of_what_if_the_history_of_a_cell_is_that_of_the_log_until_today_and_then_what_is_assumed()
    {
        await using var api = await WithHistoryAsync();
        var intervals = (await api.AskAsync(
            """
            { view(at: {assume: [{ put: { control: { key: "control:c", degradedOn: null } } }, { unlink: { from: "control:c", kind: EVIDENCED_BY, to: "evidence:e" } }]}) {
              cells { nodes { state } } cellHistory(requirement: "law:1", system: "ai-system:a", from: "2026-09-16", to: "2027-01-31") { on state causedBy } } }
            """))["view"]!;
        Assert.Equal(
            ["2026-09-16 EXPIRED START", "2026-09-30 UNPROVEN ASSUMPTION"],
            intervals["cellHistory"]!.AsArray().Select(i => $"{i!["on"]} {i["state"]} {i["causedBy"]}"));
        Assert.Equal("UNPROVEN", intervals["cells"]!["nodes"]![0]!["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""requirement: "law:1" """, "expected 'system' as well")]
    [InlineData("""requirement: "law:h", system: "ai-system:a" """, "found the heading 'law:h'")]
    public async Task The_history_of_a_cell_that_cannot_be_is_refused(string of, string message)
    {
        await using var api = await WithHistoryAsync();
        await api.WriteAsync(Put("Requirement", "law:h", ("ref", "h"), ("title", "Heading")), Link("law:h", "PART_OF", "law"));
        var (code, _, told, _) = await api.FailAsync($$"""{ view { cellHistory({{of}}, from: "2026-09-16", to: "2026-09-30") { state } } }""");
        Assert.Equal("BAD_REQUEST", code);
        Assert.Contains(message, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_is_as_long_as_the_limit_says()
    {
        await using var api = await WithHistoryAsync(o => o.HistoryDaysMax = 10);
        await api.AskAsync("""{ view { cellHistory(requirement: "law:1", system: "ai-system:a", from: "2026-08-01", to: "2026-08-10") { state } } }""");
        var (code, _, _, error) = await api.FailAsync("""{ view { cellHistory(requirement: "law:1", system: "ai-system:a", from: "2026-08-01", to: "2026-08-11") { state } } }""");
        Assert.Equal(("LIMIT_EXCEEDED", "historyDaysMax"), (code, error["extensions"]!["limit"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_remedy_that_closes_most_cells_comes_first_and_is_shown_by_what_it_does()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, [
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")),
            .. Enumerable.Range(1, 4).SelectMany(i => new Operation[]
            {
                Put("Requirement", $"law:{i}", ("ref", $"{i}"), ("title", $"R{i}"), ("assessable", true), ("needsControl", true)), Link($"law:{i}", "PART_OF", "law"),
            }),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
            Put("Control", "control:planned", ("title", "Planned"), ("scope", "ORGANISATION")),
            Put("Control", "control:bare", ("title", "Bare"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")),
            Put("Control", "control:half", ("title", "Half"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")),
            Put("Evidence", "evidence:good", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("status", "APPROVED"), ("approvedOn", "2026-01-02"), ("approvedBy", "Ada")),
            Link("control:planned", "EVIDENCED_BY", "evidence:good"), Link("control:half", "EVIDENCED_BY", "evidence:good"),
            Link("control:planned", "SATISFIES", "law:1"), Link("control:planned", "SATISFIES", "law:2"),
            Link("control:bare", "SATISFIES", "law:3"), Link("control:half", "SATISFIES", "law:4", ("extent", "PARTIAL"))]);
        var remedies = (await api.AskAsync(
            """{ view { remedies(of: "law") { totalCount nodes { action document { key } edge closes improves cells { nodes { requirement { key } before { state } after { state } } } } } } }"""))["view"]!["remedies"]!;
        Assert.Equal(
            ["IMPLEMENT control:planned 2 0", "ADD_PROOF control:bare 1 0", "EXTEND control:half 1 0"],
            remedies["nodes"]!.AsArray().Select(r => $"{r!["action"]} {r["document"]!["key"]} {r["closes"]} {r["improves"]}"));
        Assert.Equal(
            """[{"requirement":{"key":"law:1"},"before":{"state":"PLANNED"},"after":{"state":"COVERED"}},{"requirement":{"key":"law:2"},"before":{"state":"PLANNED"},"after":{"state":"COVERED"}}]""",
            remedies["nodes"]![0]!["cells"]!["nodes"]!.ToJsonString());
        Assert.Equal("""{"nodes":[]}""", (await api.AskAsync("""{ view { remedies(of: "law", systems: []) { nodes { action } } } }"""))["view"]!["remedies"]!.ToJsonString());
    }

    [Fact]
    public async Task No_more_remedies_are_tried_than_the_limit_says()
    {
        await using var api = await WithHistoryAsync(o => o.RemedyTrialCountMax = 0);
        Assert.Equal(0, (await api.AskAsync("""{ view { remedies { totalCount } } }"""))["view"]!["remedies"]!["totalCount"]!.GetValue<int>());
    }

    // A row that is met from 9 August to 15 September, when its proof expires; its control fails on 30 September, which is today.
    private static async Task<ApiHost> WithHistoryAsync(Action<Graph.Server.Api.ApiOptions>? configure = null)
    {
        var api = await StartAsync(configure: configure);
        await SeedAsync(
            api, "2026-08-06T12:00:00Z",
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")),
            Put("Requirement", "law:1", ("ref", "1"), ("title", "One"), ("assessable", true), ("needsControl", true)),
            Link("law:1", "PART_OF", "law"),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
            Put("Control", "control:c", ("title", "Control"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")),
            Link("control:c", "SATISFIES", "law:1"));
        await SeedAsync(api, "2026-08-07T12:00:00Z", Put("Control", "control:other", ("title", "Other")));
        await SeedAsync(
            api, "2026-08-09T12:00:00Z",
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("status", "APPROVED"), ("approvedOn", "2026-08-09"), ("approvedBy", "Ada"), ("expiresOn", "2026-09-15")),
            Link("control:c", "EVIDENCED_BY", "evidence:e"));
        await SeedAsync(api, "2026-09-30T12:00:00Z", Put("Control", "control:c", ("degradedOn", "2026-09-30")));
        api.Clock.SetUtcNow(new(2026, 9, 30, 13, 0, 0, TimeSpan.Zero));
        return api;
    }

    private static async Task SeedAsync(ApiHost api, string at, params Operation[] operations)
    {
        var result = await api.Engine.ApplyAsync(
            new(at, "tester", $"as of {at}", operations) { Origin = ChangeOrigin.Seed, At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) }, default);
        Assert.True(result.Accepted, string.Join('\n', result.Violations));
    }
}
