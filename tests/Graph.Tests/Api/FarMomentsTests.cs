using System.Text.Json.Nodes;
using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Moments that there are not yet, that were before everything, and the first and last days of all: refused with a code, or answered rightly.</summary>
public sealed class FarMomentsTests
{
    private const string First = "0001-01-01";
    private const string Last = "9999-12-31";

    private const string Everything =
        """
        revision on kind cells { nodes { verdict state defects { code } } } coverage(of: "law") { owed met }
        expiring(within: 10) { nodes { on cells { totalCount } } } calendar(from: "2026-08-01", to: "2026-08-31") { nodes { what on } }
        remedies { nodes { action } } sample(of: CELLS, size: 1, seed: "s") { population } suspectLinks { totalCount } statistics { documentCount }
        """;

    [Theory]
    [InlineData("asOf: 3", "BAD_REQUEST", "expected a revision from 1 to 2, found 3")]
    [InlineData("asOf: 9007199254740993", "BAD_REQUEST", "expected a revision from 1 to 2, found 9007199254740993")]
    [InlineData("asOf: 0", "BAD_REQUEST", "expected a revision from 1 to 2, found 0")]
    [InlineData("asOf: \"2026-08-06T11:59:59.9999999Z\"", "BAD_REQUEST", "expected an instant not before the first change")]
    [InlineData("asOf: \"0001-01-01T00:00:00Z\"", "BAD_REQUEST", "expected an instant not before the first change")]
    [InlineData("asOf: \"2026-08-08T12:00:00.0000001Z\"", "BAD_REQUEST", "expected an instant not after now")]
    [InlineData("asOf: \"9999-12-31T23:59:59.9999999Z\"", "BAD_REQUEST", "expected an instant not after now")]
    [InlineData("asOf: \"9999-12-31T23:59:59-14:00\"", "BAD_REQUEST", "expected ")]
    [InlineData("on: \"10000-01-01\"", "BAD_REQUEST", "expected a day such as 2027-12-02")]
    [InlineData("on: \"0000-12-31\"", "BAD_REQUEST", "expected a day such as 2027-12-02")]
    public async Task A_moment_that_there_is_not_is_refused_in_a_view_and_in_a_comparison(string moment, string code, string message)
    {
        await using var api = await WithChangesAsync();
        foreach (var query in (string[])[$"{{ view(at: {{ {moment} }}) {{ revision }} }}", $"{{ view {{ compare(to: {{ {moment} }}) {{ isEmpty }} }} }}"])
        {
            var refused = await api.FailAsync(query);
            Assert.Equal(code, refused.Code);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Pacific/Auckland")]
    [InlineData("America/New_York")]
    public async Task The_first_and_the_last_day_of_all_are_days_like_others(string zone)
    {
        await using var api = await WithChangesAsync(zone);

        var first = (await api.AskAsync($$"""{ view(at: { on: "{{First}}" }) { revision on kind cells { totalCount } statistics { documentCount } } }"""))["view"]!;
        Assert.Equal("""{"revision":0,"on":"0001-01-01","kind":"PAST","cells":{"totalCount":0},"statistics":{"documentCount":0}}""", first.ToJsonString());
        Assert.Equal("HINDSIGHT NOT_YET", Cell(await ViewAsync("asOf: HEAD, on: \"0001-01-01\"")));
        Assert.Equal("HINDSIGHT NOT_YET", Cell(await ViewAsync("asOf: 1, on: \"0001-01-01\"")));
        Assert.Equal("FORECAST APPLICABLE", Cell(await ViewAsync("on: \"9999-12-31\"")));
        Assert.Equal("FORECAST APPLICABLE", Cell(await ViewAsync("on: \"9999-12-31\", renewals: ASSUMED")));
        Assert.Equal("FORECAST APPLICABLE", Cell(await ViewAsync("asOf: 1, on: \"9999-12-31\"")));
        Assert.Equal("WHAT_IF APPLICABLE", Cell(await ViewAsync("on: \"9999-12-31\", assume: [{ put: { aiSystem: { key: \"ai-system:a\", title: \"B\" } } }]")));

        async Task<JsonNode> ViewAsync(string moment) => (await api.AskAsync($"{{ view(at: {{ {moment} }}) {{ {Everything} }} }}"))["view"]!;

        static string Cell(JsonNode view) => $"{view["kind"]} {view["cells"]!["nodes"]!.AsArray().Single()!["verdict"]}";
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Pacific/Auckland")]
    [InlineData("America/New_York")]
    public async Task Comparisons_timelines_and_histories_reach_from_the_first_day_to_the_last(string zone)
    {
        await using var api = await WithChangesAsync(zone);
        const string Compared = "compare(to: { on: \"9999-12-31\", asOf: HEAD }) { isEmpty documents { totalCount } edges { totalCount } cells { nodes { before { verdict state } after { verdict state } } } }";
        Assert.Equal(
            """{"isEmpty":false,"documents":{"totalCount":0},"edges":{"totalCount":0},"cells":{"nodes":[{"before":{"verdict":"APPLICABLE","state":"COVERED"},"after":{"verdict":"APPLICABLE","state":"EXPIRED"}}]}}""",
            (await api.AskAsync($"{{ view {{ {Compared} }} }}"))["view"]!["compare"]!.ToJsonString());
        Assert.Equal(
            """{"documents":{"totalCount":4},"cells":{"nodes":[{"before":null,"after":{"verdict":"APPLICABLE"}}]}}""",
            (await api.AskAsync($$"""{ view(at: { on: "{{First}}" }) { compare(to: {}) { documents { totalCount } cells { nodes { before { verdict } after { verdict } } } } } }"""))["view"]!["compare"]!.ToJsonString());

        foreach (var (from, to) in ((string, string)[])[(First, "0001-01-03"), ("9999-12-29", Last)])
        {
            var asked = (await api.AskAsync(
                $$"""
                { view { coverageTimeline(of: "law", from: "{{from}}", to: "{{to}}", interval: DAY) { on coverage { owed } }
                  weeks: coverageTimeline(of: "law", from: "{{from}}", to: "{{to}}", interval: WEEK) { on } years: coverageTimeline(of: "law", from: "{{from}}", to: "{{to}}", interval: YEAR) { on }
                  cellHistory(requirement: "law:1", system: "ai-system:a", from: "{{from}}", to: "{{to}}") { from to on verdict causedBy }
                  calendar(from: "{{from}}", to: "{{to}}") { totalCount } } }
                """))["view"]!;
            Assert.Equal(3, asked["coverageTimeline"]!.AsArray().Count);
            Assert.Equal(from, (string)asked["cellHistory"]![0]!["on"]!);
            Assert.Equal(from == First ? null : "APPLICABLE", (string?)asked["cellHistory"]!.AsArray().Single()!["verdict"]);
            Assert.Equal(0, (int)asked["calendar"]!["totalCount"]!);
        }
    }

    [Theory]
    [InlineData("coverageTimeline(of: \"law\", from: \"0001-01-01\", to: \"9999-12-31\", interval: YEAR) { on }")]
    [InlineData("cellHistory(requirement: \"law:1\", system: \"ai-system:a\", from: \"0001-01-01\", to: \"9999-12-31\") { on }")]
    [InlineData("calendar(from: \"0001-01-01\", to: \"9999-12-31\") { totalCount }")]
    [InlineData("expiring(within: 2147483647) { totalCount }")]
    public async Task More_days_than_are_looked_at_are_refused(string field)
    {
        await using var api = await WithChangesAsync();
        Assert.Equal("LIMIT_EXCEEDED", (await api.FailAsync($"{{ view {{ {field} }} }}")).Code);
    }

    // One row that binds from 2026-08-02 on, met until 2026-12-31; two changes, of 6 and 7 August, and it is the 8th.
    private static async Task<ApiHost> WithChangesAsync(string zone = "UTC")
    {
        var api = await StartAsync(configureEngine: o => o.TimeZone = zone);
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")), Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
            Put("Requirement", "law:1", ("ref", "1"), ("title", "Row"), ("assessable", true), ("scope", "SYSTEM"), ("effectiveOther", "2026-08-02")), Link("law:1", "PART_OF", "law"),
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("expiresOn", "2026-12-31"), ("status", "APPROVED"), ("approvedOn", "2026-01-01"), ("approvedBy", "App Rover")),
            Link("evidence:e", "DEMONSTRATES", "law:1"));
        api.Clock.Advance(TimeSpan.FromDays(1));
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "The first")));
        api.Clock.Advance(TimeSpan.FromDays(1));
        return api;
    }
}
