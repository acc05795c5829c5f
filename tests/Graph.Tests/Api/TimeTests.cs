using System.Globalization;
using System.Text.Json.Nodes;
using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>What ends, what falls due, and samples: that the answers arrive whole and under the right names. The day is 2026-08-06.</summary>
public sealed class TimeTests
{
    [Fact]
    public async Task Proof_that_ends_is_listed_by_day_with_the_cells_that_fall_with_each()
    {
        await using var api = await WithProofAsync();

        var nodes = await Nodes(api, "expiring(within: 60) { totalCount nodes { on what kind daysLeft document { key __typename } cells { totalCount nodes { requirement { key } system { key } before { state } after { state owed defects { code node { key } } } } } } }");

        Assert.Equal(
            [
                """{"on":"2026-08-06","what":"EXPIRY","kind":"POLICY","daysLeft":0,"document":{"key":"evidence:last-day","__typename":"Evidence"},"cells":{"totalCount":1,"nodes":[{"requirement":{"key":"law:1"},"system":{"key":"ai-system:a"},"before":{"state":"COVERED"},"after":{"state":"EXPIRED","owed":true,"defects":[{"code":"PROOF_EXPIRED","node":{"key":"evidence:last-day"}}]}}]}}""",
                """{"on":"2026-09-01","what":"EXPIRY","kind":"CERTIFICATE","daysLeft":26,"document":{"key":"evidence:spare-a","__typename":"Evidence"},"cells":{"totalCount":0,"nodes":[]}}""",
                """{"on":"2026-09-01","what":"EXPIRY","kind":"POLICY","daysLeft":26,"document":{"key":"evidence:spare-b","__typename":"Evidence"},"cells":{"totalCount":0,"nodes":[]}}""",
                """{"on":"2026-10-05","what":"REVIEW","kind":"DPIA","daysLeft":60,"document":{"key":"assessment:dpia","__typename":"Assessment"},"cells":{"totalCount":1,"nodes":[{"requirement":{"key":"law:3"},"system":{"key":"ai-system:a"},"before":{"state":"COVERED"},"after":{"state":"EXPIRED","owed":true,"defects":[{"code":"ASSESSMENT_OVERDUE","node":{"key":"assessment:dpia"}}]}}]}}""",
            ],
            nodes.Select(n => n!.ToJsonString()));
    }

    [Theory]
    [InlineData("within: 0", "evidence:last-day")]
    [InlineData("within: 59", "evidence:last-day evidence:spare-a evidence:spare-b")]
    [InlineData("within: 60, what: [REVIEW]", "assessment:dpia")]
    [InlineData("within: 60, kinds: [CERTIFICATE, DPIA]", "evidence:spare-a assessment:dpia")]
    [InlineData("within: 60, of: \"law\"", "evidence:last-day assessment:dpia")]
    [InlineData("within: 60, of: \"law:3\"", "assessment:dpia")]
    [InlineData("within: 60, systems: [\"ai-system:a\"]", "evidence:last-day assessment:dpia")]
    [InlineData("within: 60, systems: [\"ai-system:b\"]", "")]
    [InlineData("within: 60, what: []", "")]
    public async Task Proof_that_ends_is_narrowed_to_what_is_asked(string arguments, string keys)
    {
        await using var api = await WithProofAsync();

        Assert.Equal(keys, string.Join(' ', (await Nodes(api, $"expiring({arguments}) {{ nodes {{ document {{ key }} }} }}")).Select(n => (string)n!["document"]!["key"]!)));
    }

    [Fact]
    public async Task Proof_ends_in_forecasts_in_hindsight_and_in_what_if_by_the_day_that_is_judged()
    {
        await using var api = await WithProofAsync();
        const string Asked = "expiring(within: 30) { nodes { daysLeft document { key } cells { nodes { after { state defects { code } } } } } }";

        var data = await api.AskAsync(
            $$"""
            { forecast: view(at: {on: "2026-09-10"}) { {{Asked}} } renewed: view(at: {on: "2026-09-10", renewals: ASSUMED}) { {{Asked}} }
              hindsight: view(at: {asOf: HEAD, on: "2026-07-20"}) { expiring(within: 30) { nodes { daysLeft document { key } } } }
              assumed: view(at: {assume: [{ put: { evidence: { key: "evidence:spare-b", expiresOn: null } } }]}) { expiring(within: 30) { nodes { document { key } } } } }
            """);

        Assert.Equal("""{"expiring":{"nodes":[{"daysLeft":25,"document":{"key":"assessment:dpia"},"cells":{"nodes":[{"after":{"state":"EXPIRED","defects":[{"code":"EXPIRES_BEFORE"}]}}]}}]}}""", data["forecast"]!.ToJsonString());
        Assert.Equal("""{"expiring":{"nodes":[]}}""", data["renewed"]!.ToJsonString());
        Assert.Equal("""{"expiring":{"nodes":[{"daysLeft":16,"document":{"key":"evidence:over"}},{"daysLeft":17,"document":{"key":"evidence:last-day"}}]}}""", data["hindsight"]!.ToJsonString());
        // An edit that nobody has approved moves no day: what was approved still ends.
        Assert.Equal("""{"expiring":{"nodes":[{"document":{"key":"evidence:last-day"}},{"document":{"key":"evidence:spare-a"}},{"document":{"key":"evidence:spare-b-v1"}}]}}""", data["assumed"]!.ToJsonString());
    }

    [Fact]
    public async Task Cells_that_fall_are_paged_and_may_be_those_that_are_owed_alone()
    {
        await using var api = await WithProofAsync();
        await api.WriteAsync(Row("later", ("effectiveOther", "2027-01-01")), Link("law:later", "PART_OF", "law"), Link("evidence:last-day", "DEMONSTRATES", "law:later"));
        const string Query = "query($c: String) { view { expiring(within: 0) { nodes { cells(first: 1, after: $c) { nodes { requirement { key } after { verdict } } pageInfo { endCursor hasNextPage } } } } } }";

        var first = (await api.AskAsync(Query))["view"]!["expiring"]!["nodes"]![0]!["cells"]!;
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "Renamed")));
        var second = (await api.AskAsync(Query.Replace("view {", "view(at: {asOf: HEAD}) {", StringComparison.Ordinal)))["view"]!["expiring"]!["nodes"]![0]!["cells"]!;
        var next = (await api.AskAsync(Query, new { c = (string)first["pageInfo"]!["endCursor"]! }))["view"]!["expiring"]!["nodes"]![0]!["cells"]!;

        Assert.Equal("law:1", (string)first["nodes"]![0]!["requirement"]!["key"]!);
        Assert.True((bool)first["pageInfo"]!["hasNextPage"]!);
        Assert.Equal("law:1", (string)second["nodes"]![0]!["requirement"]!["key"]!);
        Assert.Equal("""[{"requirement":{"key":"law:later"},"after":{"verdict":"NOT_YET"}}]""", next["nodes"]!.ToJsonString());
        Assert.Equal(
            """[{"owed":{"totalCount":1},"other":{"totalCount":1},"all":{"totalCount":2}}]""",
            (await Nodes(api, "expiring(within: 0) { nodes { owed: cells(owed: true) { totalCount } other: cells(owed: false) { totalCount } all: cells { totalCount } } }")).ToJsonString());
    }

    [Fact]
    public async Task As_much_proof_is_tried_out_as_the_limit_says()
    {
        await using var api = await WithProofAsync(expiringCountMax: 3);

        Assert.Single(await Nodes(api, "expiring(within: 59, of: \"law\") { nodes { on } }"));
        Assert.Equal(4, (await Nodes(api, "expiring(within: 60) { nodes { on } }")).Count);
        var (code, _, _, error) = await api.FailAsync("{ view { expiring(within: 60, of: \"law\") { nodes { on } } } }");
        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"expiringCountMax","maximum":3,"found":4}""", error["extensions"]!.ToJsonString());
        Assert.Equal("LIMIT_EXCEEDED", code);
    }

    [Fact]
    public async Task A_calendar_lists_what_falls_due_in_order_and_announces_nothing_that_nobody_will_owe()
    {
        await using var api = await WithLawAsync();

        var nodes = await Nodes(api, "calendar(from: \"2026-08-07\", to: \"2028-01-01\") { totalCount nodes { on what document { key } system { key } count requirements { nodes { key } } text } }");

        Assert.Equal(
            [
                """{"on":"2026-12-02","what":"APPLICATION","document":{"key":"law"},"system":{"key":"ai-system:high"},"count":2,"requirements":{"nodes":[{"key":"law:2"},{"key":"law:10"}]},"text":"2 requirements begin to bind The high one: A law."}""",
                """{"on":"2026-12-02","what":"APPLICATION","document":{"key":"law"},"system":{"key":"ai-system:old"},"count":1,"requirements":{"nodes":[{"key":"law:10"}]},"text":"1 requirement begins to bind The old one: A law."}""",
                """{"on":"2026-12-02","what":"CONTROL_PLANNED","document":{"key":"control:planned"},"system":null,"count":0,"requirements":{"nodes":[]},"text":"To operate from this day on: A plan."}""",
                """{"on":"2026-12-31","what":"EXPIRY","document":{"key":"evidence:e"},"system":null,"count":0,"requirements":{"nodes":[]},"text":"Expires after this day: Report."}""",
                """{"on":"2027-02-01","what":"CONTROL_RETIRES","document":{"key":"control:old"},"system":null,"count":0,"requirements":{"nodes":[]},"text":"No longer operates from this day on: Old way."}""",
                """{"on":"2027-03-01","what":"PLACED","document":{"key":"ai-system:high"},"system":{"key":"ai-system:high"},"count":0,"requirements":{"nodes":[]},"text":"Placed on the market or put into service: The high one."}""",
                """{"on":"2027-05-01","what":"REPEAL","document":{"key":"law"},"system":null,"count":1,"requirements":{"nodes":[{"key":"law:2"}]},"text":"1 requirement no longer exists: A law."}""",
                """{"on":"2027-06-01","what":"SHIELD_ENDS","document":{"key":"law"},"system":{"key":"ai-system:old"},"count":1,"requirements":{"nodes":[{"key":"law:5"}]},"text":"No longer shielded from 1 requirement: The old one. A law."}""",
                """{"on":"2027-08-01","what":"REVIEW","document":{"key":"assessment:s"},"system":null,"count":0,"requirements":{"nodes":[]},"text":"To be reviewed and signed again by this day: Check."}""",
            ],
            nodes.Select(n => n!.ToJsonString()));
    }

    [Theory]
    [InlineData("from: \"2026-12-02\", to: \"2026-12-02\", systems: [\"ai-system:old\"]", "APPLICATION ai-system:old, CONTROL_PLANNED ")]
    [InlineData("from: \"2026-12-03\", to: \"2026-12-30\"", "")]
    [InlineData("from: \"2026-12-02\", to: \"2027-08-01\", what: [REVIEW, EXPIRY]", "EXPIRY , REVIEW ")]
    [InlineData("from: \"2026-12-02\", to: \"2027-08-01\", systems: [\"ai-system:old\"], what: [SHIELD_ENDS, REVIEW, CONTROL_PLANNED]", "CONTROL_PLANNED , SHIELD_ENDS ai-system:old")]
    public async Task A_calendar_is_narrowed_to_what_is_asked(string arguments, string expected)
    {
        await using var api = await WithLawAsync();

        Assert.Equal(expected, string.Join(", ", (await Nodes(api, $"calendar({arguments}) {{ nodes {{ what system {{ key }} }} }}")).Select(n => $"{n!["what"]} {n["system"]?["key"]}")));
    }

    [Fact]
    public async Task The_requirements_of_an_item_are_paged_from_the_calendar_of_the_first_page()
    {
        await using var api = await WithLawAsync();
        const string Query = "query($c: String) { view { calendar(from: \"2026-12-02\", to: \"2026-12-02\", systems: [\"ai-system:high\"], what: [APPLICATION]) { nodes { requirements(first: 1, after: $c) { nodes { key } pageInfo { endCursor hasNextPage } } } } } }";
        var first = (await api.AskAsync(Query))["view"]!["calendar"]!["nodes"]![0]!["requirements"]!;
        await api.WriteAsync(Row("1", ("effectiveOther", "2026-12-02")), Link("law:1", "PART_OF", "law"));

        var second = (await api.AskAsync(Query, new { c = (string)first["pageInfo"]!["endCursor"]! }))["view"]!["calendar"]!["nodes"]![0]!["requirements"]!;

        Assert.Equal(("law:2", "law:10", false), ((string)first["nodes"]![0]!["key"]!, (string)second["nodes"]![0]!["key"]!, (bool)second["pageInfo"]!["hasNextPage"]!));
    }

    [Fact]
    public async Task A_calendar_that_ends_before_it_begins_is_refused()
    {
        await using var api = await StartAsync();

        Assert.Equal(
            ("BAD_REQUEST", "expected a day in 'to' that is not before the one in 'from', found 2026-08-02 and 2026-08-01"),
            await api.FailAsync("{ view { calendar(from: \"2026-08-02\", to: \"2026-08-01\") { totalCount } } }") is var (code, _, message, _) ? (code, message) : default);
        Assert.Equal("LIMIT_EXCEEDED", (await api.FailAsync("{ view { expiring(within: -1) { totalCount } } }")).Code);
        Assert.Equal("LIMIT_EXCEEDED", (await api.FailAsync("{ view { sample(of: CELLS, size: 0, seed: \"s\") { size } } }")).Code);
    }

    [Fact]
    public async Task The_first_and_the_last_day_of_all_can_be_asked_for()
    {
        await using var api = await WithProofAsync(calendarDaysMax: 4_000_000);

        var data = await api.AskAsync(
            """
            { view { calendar(from: "0001-01-01", to: "9999-12-31") { totalCount } }
              first: view(at: {asOf: HEAD, on: "0001-01-01"}) { expiring(within: 4000000) { nodes { cells { totalCount } } } sample(of: CELLS, size: 1, seed: "s") { size } }
              last: view(at: {on: "9999-12-31"}) { expiring(within: 4000000) { nodes { cells { totalCount } } } } }
            """);

        Assert.Equal(5, (int)data["view"]!["calendar"]!["totalCount"]!);
    }

    [Fact]
    public async Task A_sample_comes_with_all_that_is_needed_to_draw_it_again()
    {
        await using var api = await WithProofAsync();
        const string Asked = "of population size seed method revision on evidence { key } cells { id }";

        var data = (await api.AskAsync(
            $$"""
            { view { all: sample(of: EVIDENCE, size: 9, seed: "2026-H2") { {{Asked}} } two: sample(of: EVIDENCE, size: 2, seed: "2026-H2") { evidence { key } }
              used: sample(of: EVIDENCE, size: 9, seed: "x", within: "law:1") { population evidence { key } }
              none: sample(of: EVIDENCE, size: 9, seed: "x", systems: ["ai-system:b"]) { population evidence { key } }
              cells: sample(of: CELLS, size: 9, seed: "2026-H2", systems: ["ai-system:a"]) { {{Asked}} } } }
            """))["view"]!;

        string[] drawn = [.. Keys("all", "evidence", "key")];
        Assert.Equal(drawn.OrderBy(k => Hash("2026-H2\n" + k), StringComparer.Ordinal), drawn);
        Assert.Equal(["evidence:draft", "evidence:last-day", "evidence:over", "evidence:spare-a", "evidence:spare-b"], drawn.Order(StringComparer.Ordinal));
        Assert.Equal(drawn.Take(2), Keys("two", "evidence", "key"));
        Assert.Equal(["evidence:last-day"], Keys("used", "evidence", "key"));
        Assert.Equal("""{"population":0,"evidence":[]}""", data["none"]!.ToJsonString());
        string[] cells = [.. Keys("cells", "cells", "id")];
        Assert.Equal(["law:1|ai-system:a", "law:2|ai-system:a", "law:3|ai-system:a"], cells.Order(StringComparer.Ordinal));
        Assert.Equal(cells.OrderBy(k => Hash("2026-H2\n" + k), StringComparer.Ordinal), cells);
        Assert.Null(data["cells"]!["evidence"]);
        Assert.Equal("EVIDENCE 5 5 2026-H2 1 2026-08-06", $"{data["all"]!["of"]} {data["all"]!["population"]} {data["all"]!["size"]} {data["all"]!["seed"]} {data["all"]!["revision"]} {data["all"]!["on"]}");
        Assert.Contains("SHA-256", (string)data["all"]!["method"]!, StringComparison.Ordinal);

        IEnumerable<string> Keys(string sample, string list, string key) => data[sample]![list]!.AsArray().Select(e => (string)e![key]!);
    }

    [Fact]
    public async Task One_more_document_changes_at_most_one_of_a_sample()
    {
        await using var api = await WithProofAsync();
        const string Query = "{ view { sample(of: EVIDENCE, size: 3, seed: \"s\") { evidence { key } } } }";
        for (var i = 0; i < 20; i++)
        {
            var before = await DrawnAsync();
            await api.WriteAsync(Put("Evidence", string.Create(CultureInfo.InvariantCulture, $"evidence:more-{i}"), ("title", "More"), ("type", "POLICY")));
            Assert.True((await DrawnAsync()).Except(before).Count() <= 1);
        }

        async Task<string[]> DrawnAsync() => [.. (await api.AskAsync(Query))["view"]!["sample"]!["evidence"]!.AsArray().Select(e => (string)e!["key"]!)];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static async Task<JsonArray> Nodes(ApiHost api, string field) =>
        (await api.AskAsync($"{{ view {{ {field} }} }}"))["view"]!.AsObject().First().Value!["nodes"]!.AsArray();

    // Three rows that system a meets: the first by one piece of evidence, the second by two, the third by an assessment. One piece is a draft and one is over.
    private static async Task<ApiHost> WithProofAsync(int expiringCountMax = 200, int calendarDaysMax = 3_660)
    {
        var api = await StartAsync(configure: o => (o.ExpiringCountMax, o.CalendarDaysMax) = (expiringCountMax, calendarDaysMax));
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")), Put("AiSystem", "ai-system:a", ("title", "The first")), Put("AiSystem", "ai-system:b", ("title", "The second"), ("inScope", false)),
            Row("1"), Link("law:1", "PART_OF", "law"), Row("2"), Link("law:2", "PART_OF", "law"), Row("3"), Link("law:3", "PART_OF", "law"),
            Evidence("last-day", "POLICY", "2026-08-06"), Link("evidence:last-day", "CONCERNS", "ai-system:a"), Link("evidence:last-day", "DEMONSTRATES", "law:1"),
            Evidence("spare-a", "CERTIFICATE", "2026-09-01"), Link("evidence:spare-a", "CONCERNS", "ai-system:a"), Link("evidence:spare-a", "DEMONSTRATES", "law:2"),
            Evidence("spare-b", "POLICY", "2026-09-01"), Link("evidence:spare-b", "CONCERNS", "ai-system:a"), Link("evidence:spare-b", "DEMONSTRATES", "law:2"),
            Evidence("over", "POLICY", "2026-08-05"), Put("Evidence", "evidence:draft", ("title", "Draft"), ("type", "POLICY"), ("expiresOn", "2026-08-10")),
            Put("Assessment", "assessment:dpia", ("title", "DPIA"), ("kind", "DPIA"), ("reviewEveryMonths", 6), ("status", "SIGNED"), ("signedOn", "2026-04-05"), ("signedBy", "Sig Ner")),
            Link("assessment:dpia", "ASSESSES", "ai-system:a"), Link("assessment:dpia", "DEMONSTRATES", "law:3"));
        return api;
    }

    // Days of a law for a system that is high-risk and one that was placed long ago; row 3 binds nobody.
    private static async Task<ApiHost> WithLawAsync()
    {
        var api = await StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")),
            Put("LegacyRule", "legacy:L", ("title", "Placed before"), ("placedBefore", "2026-08-02"), ("endsOn", "2027-06-01")),
            Row("2", ("classes", new[] { "HIGH_RISK" }), ("effectiveOther", "2026-12-02"), ("repealedOn", "2027-05-01")), Link("law:2", "PART_OF", "law"),
            Row("3", ("classes", new[] { "GPAI_MODEL" }), ("effectiveOther", "2026-12-02")), Link("law:3", "PART_OF", "law"),
            Row("5", ("effectiveOther", "2026-08-02")), Link("law:5", "PART_OF", "law"), Link("law:5", "SHIELDED_BY", "legacy:L"),
            Put("Requirement", "law:10", ("ref", "10"), ("title", "Row 10"), ("assessable", true), ("scope", "ORGANISATION"), ("effectiveOther", "2026-12-02")), Link("law:10", "PART_OF", "law"),
            Put("AiSystem", "ai-system:high", ("title", "The high one"), ("classes", new[] { "HIGH_RISK" }), ("placedOn", "2027-03-01")),
            Put("AiSystem", "ai-system:old", ("title", "The old one"), ("classes", Array.Empty<string>()), ("placedOn", "2020-01-01")),
            Put("AiSystem", "ai-system:out", ("title", "Out of scope"), ("classes", new[] { "HIGH_RISK" }), ("inScope", false), ("placedOn", "2027-03-02")),
            Put("Control", "control:planned", ("title", "A plan"), ("scope", "ORGANISATION"), ("plannedFor", "2026-12-02")),
            Put("Control", "control:old", ("title", "Old way"), ("implementedOn", "2025-01-01"), ("retiredOn", "2027-02-01")),
            Put("Evidence", "evidence:e", ("title", "Report"), ("type", "AUDIT_REPORT"), ("expiresOn", "2026-12-31"), ("status", "APPROVED"), ("approvedOn", "2026-01-01"), ("approvedBy", "App Rover")),
            Put("Assessment", "assessment:s", ("title", "Check"), ("kind", "DPIA"), ("reviewEveryMonths", 12), ("status", "SIGNED"), ("signedOn", "2026-08-01"), ("signedBy", "Sig Ner")),
            Link("assessment:s", "ASSESSES", "ai-system:high"));
        return api;
    }

    private static PutDocument Row(string reference, params (string Name, object? Value)[] fields) =>
        Put("Requirement", "law:" + reference, [("ref", reference), ("title", "Row " + reference), ("assessable", true), ("scope", "SYSTEM"), .. fields]);

    private static PutDocument Evidence(string name, string type, string expiresOn) =>
        Put("Evidence", "evidence:" + name, ("title", name), ("type", type), ("expiresOn", expiresOn), ("status", "APPROVED"), ("approvedOn", "2026-01-01"), ("approvedBy", "App Rover"));
}
