using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Tests.Api;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>The management system as it arrives over GraphQL and in registers. The day is 2026-08-06.</summary>
public sealed class ManagementApiTests
{
    private static readonly Operation[] Some =
    [
        Put("Person", "person:p", ("name", "Pia")),
        Put("Metric", "metric:a", ("title", "=Accuracy"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("limit", 90.5)), Link("metric:a", "OWNED_BY", "person:p"),
        Put("Measurement", "measurement:1", ("on", "2026-07-31"), ("value", 90.5)), Link("measurement:1", "MEASUREMENT_OF", "metric:a"),
        Put("Metric", "metric:b", ("title", "Visits"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("startsOn", "2026-08-01")),
        Put("Task", "task:late", ("title", "Late"), ("dueOn", "2026-08-05")), Put("Task", "task:far", ("title", "Far"), ("dueOn", "2026-10-01")),
    ];

    [Fact]
    public async Task A_standing_comes_with_what_keeps_it_from_better()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var data = await api.AskAsync("{ view { metrics { nodes { key status lastValue lastMeasuredOn trend shortfalls { code meaning node { key __typename } closes } } } } }");
        Assert.Equal(
            """[{"key":"metric:a","status":"BREACH","lastValue":90.5,"lastMeasuredOn":"2026-07-31","trend":"UNKNOWN","shortfalls":[{"code":"LIMIT_REACHED","meaning":"A value is beyond its limit.","node":{"key":"measurement:1","__typename":"Measurement"},"closes":"Bring metric:a back within its limit and record a finding about the breach."}]},{"key":"metric:b","status":"UNKNOWN","lastValue":null,"lastMeasuredOn":null,"trend":"UNKNOWN","shortfalls":[{"code":"NO_DATA","meaning":"Nothing is recorded to judge by; unknown is never a pass.","node":{"key":"metric:b","__typename":"Metric"},"closes":"Measure metric:b and record the value."}]}]""",
            data["view"]!["metrics"]!["nodes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("within: 0", "2026-08-01 MEASURE metric:b OVERDUE -5, 2026-08-05 COMPLETE task:late OVERDUE -1")]
    [InlineData("within: 60", "2026-08-01 MEASURE metric:b OVERDUE -5, 2026-08-05 COMPLETE task:late OVERDUE -1, 2026-08-31 MEASURE metric:a DUE 25, 2026-10-01 COMPLETE task:far UPCOMING 56")]
    [InlineData("within: 60, kinds: [\"Task\"]", "2026-08-05 COMPLETE task:late OVERDUE -1, 2026-10-01 COMPLETE task:far UPCOMING 56")]
    [InlineData("within: 60, owner: \"person:p\"", "2026-08-31 MEASURE metric:a DUE 25")]
    [InlineData("within: 60, states: [UPCOMING]", "2026-10-01 COMPLETE task:far UPCOMING 56")]
    public async Task What_is_due_is_told_with_its_day_and_how_that_lies(string arguments, string expected)
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var nodes = (await api.AskAsync($"{{ view {{ due({arguments}) {{ nodes {{ on what state daysLeft document {{ key }} }} }} }} }}"))["view"]!["due"]!["nodes"]!.AsArray();
        Assert.Equal(expected, string.Join(", ", nodes.Select(n => $"{n!["on"]} {n["what"]} {n["document"]!["key"]} {n["state"]} {n["daysLeft"]}")));
    }

    [Fact]
    public async Task What_is_due_says_on_what_it_rests_to_whom_it_belongs_and_what_falls_with_proof()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed,
            [.. Some, Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("expiresOn", "2026-08-20"), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann"))]);
        var nodes = (await api.AskAsync("{ view { due(within: 30, kinds: [\"Metric\", \"Evidence\"]) { nodes { document { key } basis owners { key } proof { on cells { totalCount } } } } } }"))["view"]!["due"]!["nodes"]!;
        Assert.Equal(
            """[{"document":{"key":"metric:b"},"basis":"The frequency of the metric (ISO/IEC 42001 9.1).","owners":[],"proof":null},{"document":{"key":"evidence:e"},"basis":"The last day on which it counts.","owners":[],"proof":{"on":"2026-08-20","cells":{"totalCount":0}}},{"document":{"key":"metric:a"},"basis":"The frequency of the metric (ISO/IEC 42001 9.1).","owners":[{"key":"person:p"}],"proof":null}]""",
            nodes.ToJsonString());
    }

    [Fact]
    public async Task A_kind_of_which_nothing_falls_due_is_refused()
    {
        await using var api = await ApiHost.StartAsync();
        var (_, _, body) = await api.PostAsync("{ view { due(within: 1, kinds: [\"Unit\"]) { totalCount } } }");
        Assert.Equal("expected the name of a kind of which something falls due in 'kinds', found 'Unit'", (string)body["errors"]![0]!["message"]!);
    }

    [Fact]
    public async Task The_days_ahead_have_a_limit_at_which_they_are_answered_and_above_which_they_are_not()
    {
        await using var api = await ApiHost.StartAsync(configure: o => o.CalendarDaysMax = 10);
        Assert.NotNull((await api.AskAsync("{ view { due(within: 10) { totalCount } } }"))["view"]);
        var (_, _, body) = await api.PostAsync("{ view { due(within: 11) { totalCount } } }");
        Assert.Equal("LIMIT_EXCEEDED", (string)body["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task A_register_has_every_field_whatever_is_worked_out_and_every_edge()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var csv = await api.Client.GetStringAsync("/exports/registers/metrics.csv");
        Assert.Equal(
            "key,title,description,unit,betterWhen,target,warning,limit,frequency,startsOn,endsOn,status,trend,alert,alertSince,lastValue,lastMeasuredOn,shortfalls,ownedBy,measurements,measures,findings,revision\r\n"
            + "metric:a,\"'=Accuracy\",,,HIGHER,,,90.5,MONTHLY,,,BREACH,UNKNOWN,BREACH,2026-07-31,90.5,2026-07-31,LIMIT_REACHED measurement:1,person:p,measurement:1,,,1\r\n"
            + "metric:b,Visits,,,HIGHER,,,,MONTHLY,2026-08-01,,UNKNOWN,UNKNOWN,,,,,NO_DATA metric:b,,,,,1\r\n",
            csv);
    }

    [Theory]
    [InlineData("status=BREACH", "metric:a")]
    [InlineData("status=UNKNOWN,BREACH", "metric:a metric:b")]
    [InlineData("startsOnFrom=2026-08-01", "metric:b")]
    [InlineData("startsOnTo=2026-07-31", "")]
    [InlineData("lastMeasuredOnFrom=2026-07-01", "metric:a")]
    [InlineData("keys=metric:b", "metric:b")]
    [InlineData("search=visit", "metric:b")]
    [InlineData("filter={\"limit\":{\"from\":90,\"known\":true}}", "metric:a")]
    [InlineData("filter={\"ownedBy\":{\"exists\":false}}", "metric:b")]
    [InlineData("filter={\"ownedBy\":{\"exists\":false}}&status=BREACH", "")]
    [InlineData("assume=[{\"put\":{\"metric\":{\"key\":\"metric:c\",\"title\":\"C\",\"betterWhen\":\"LOWER\",\"frequency\":\"DAILY\",\"startsOn\":\"2026-08-01\"}}}]&startsOnFrom=2026-08-01", "metric:b metric:c")]
    [InlineData("on=2026-07-30&status=UNKNOWN", "metric:a metric:b")]
    public async Task A_register_is_filtered_as_the_list_in_GraphQL_is(string query, string keys)
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var rows = JsonNode.Parse(await api.Client.GetStringAsync($"/exports/registers/metrics.json?asOf=HEAD&{query}"))!.AsArray();
        Assert.Equal(keys, string.Join(' ', rows.Select(r => (string)r!["key"]!)));
    }

    [Fact]
    public async Task A_register_says_what_is_wrong_with_its_parameters()
    {
        await using var api = await ApiHost.StartAsync();
        using var wrong = await api.Client.GetAsync("/exports/registers/metrics.json?status=GOOD&colour=red");
        var errors = JsonNode.Parse(await wrong.Content.ReadAsStringAsync())!["errors"]!.AsArray();
        Assert.Equal((400, "colour status"), ((int)wrong.StatusCode, string.Join(' ', errors.Select(e => (string)e!["extensions"]!["path"]!))));
        using var unknown = await api.Client.GetAsync("/exports/registers/ghosts.json");
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Contains("registers/ and the list of a kind, such as registers/ai-systems", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter={\"colour\":1}", "filter.colour")]
    [InlineData("filter={", "filter")]
    [InlineData("filter={\"status\":{\"eq\":\"GOOD\"}}", "filter.status.eq")]
    [InlineData("assume=[{\"put\":{\"ghost\":{}}}]", "assume[0].put.ghost")]
    [InlineData("assume=[{\"put\":{\"metric\":{\"key\":\"metric:c\"}}}]", "assume[0].put.metric.title")]
    public async Task What_is_wrong_in_JSON_of_a_parameter_is_told_with_its_place(string query, string path)
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        using var wrong = await api.Client.GetAsync($"/exports/registers/metrics.json?{query}");
        var body = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(400, (int)wrong.StatusCode);
        Assert.Contains(path, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_are_exported_of_a_view_with_assumed_changes_as_GraphQL_answers()
    {
        await using var api = await ApiHost.StartAsync(configure: o => o.AssumeCountMax = 1);
        await api.WriteAsync(
            Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")),
            Requirement("law:1", ("assessable", true), ("scope", "SYSTEM"), ("effectiveOther", "2026-01-01"), ("needsControl", false)), Link("law:1", "PART_OF", "law"));
        const string One = """[{"put":{"aiSystem":{"key":"ai-system:new","title":"New"}}}]""";
        Assert.Equal("[\n]\n", (await api.Client.GetStringAsync("/exports/gaps.json")).Replace("\r", "", StringComparison.Ordinal));
        var rows = JsonNode.Parse(await api.Client.GetStringAsync($"/exports/gaps.json?assume={Uri.EscapeDataString(One)}"))!.AsArray();
        Assert.Equal("ai-system:new law:1", $"{rows[0]!["system"]} {rows[0]!["requirement"]}");
        using var many = await api.Client.GetAsync("/exports/gaps.json?assume=" + Uri.EscapeDataString("""[{"delete":{"key":"law:1"}},{"delete":{"key":"law"}}]"""));
        Assert.Contains("LIMIT_EXCEEDED", await many.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_has_a_register_and_each_is_answered()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        foreach (var kind in Graph.Engine.Model.GraphModel.Default.Kinds)
        {
            using var response = await api.Client.GetAsync($"/exports/registers/{Graph.Server.Export.Registers.Kebab(kind.Plural)}.ndjson");
            Assert.True(response.IsSuccessStatusCode, kind.Name);
        }
    }

    [Fact]
    public async Task The_agenda_of_a_review_tells_what_is_new_since_the_last_one()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        await api.WriteAsync(Put("ManagementReview", "review:1", ("title", "First"), ("heldOn", "2026-08-06"), ("minutes", "All was seen.")));
        await api.ApproveAsync("review:1");
        await api.WriteAsync(Put("Metric", "metric:c", ("title", "C"), ("betterWhen", "LOWER"), ("frequency", "DAILY")), Put("Metric", "metric:b", ("title", "Visitors")));
        var agenda = (await api.AskAsync("{ view { reviewAgenda { last { key } since inputs { id source total added changed figures { word count } rows { nodes { document { key } word isNew hasChanged } } } } } }"))["view"]!["reviewAgenda"]!;
        Assert.Equal(("review:1", 1), ((string)agenda["last"]!["key"]!, (int)agenda["since"]!));
        var measurements = agenda["inputs"]!.AsArray().Single(i => (string)i!["id"]! == "measurements")!;
        Assert.Equal(
            """{"id":"measurements","source":"STANDARD","total":3,"added":1,"changed":1,"figures":[{"word":"BREACH","count":1},{"word":"UNKNOWN","count":2}],"rows":{"nodes":[{"document":{"key":"metric:a"},"word":"BREACH","isNew":false,"hasChanged":false},{"document":{"key":"metric:b"},"word":"UNKNOWN","isNew":false,"hasChanged":true},{"document":{"key":"metric:c"},"word":"UNKNOWN","isNew":true,"hasChanged":false}]}}""",
            measurements.ToJsonString());
        Assert.Equal(["actions", "issues", "parties", "nonconformities", "measurements", "trends", "alerts", "audits", "improvement", "objectives", "incidents", "feedback", "risks"], agenda["inputs"]!.AsArray().Select(i => (string)i!["id"]!));
    }

    [Fact]
    public async Task The_agenda_of_a_review_tells_what_is_gone_since_the_last_one()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Put("ContextIssue", "issue:a", ("title", "A law"), ("side", "EXTERNAL"), ("topic", "LEGAL")), Put("ContextIssue", "issue:b", ("title", "Few people"), ("side", "INTERNAL"), ("topic", "CAPABILITY")), Put("Metric", "metric:a", ("title", "M"), ("betterWhen", "LOWER"), ("frequency", "DAILY")));
        Assert.Equal("[]", await Removed());
        await api.WriteAsync(Put("ManagementReview", "review:1", ("title", "First"), ("heldOn", "2026-08-06"), ("minutes", "All was seen.")));
        await api.ApproveAsync("review:1");
        await api.WriteAsync(Put("ContextIssue", "issue:c", ("title", "Too late"), ("side", "EXTERNAL"), ("topic", "LEGAL")));
        await api.WriteAsync(Delete("issue:a"), Delete("issue:c"), Delete("metric:a"));
        Assert.Equal(
            """[{"input":"issues","document":{"key":"issue:a","title":"A law"}},{"input":"measurements","document":{"key":"metric:a","title":"M"}},{"input":"trends","document":{"key":"metric:a","title":"M"}}]""",
            await Removed());

        async Task<string> Removed() => (await api.AskAsync("{ view { reviewAgenda { removed { input document { key title } } } } }"))["view"]!["reviewAgenda"]!["removed"]!.ToJsonString();
    }

    [Fact]
    public async Task Readiness_of_nothing_is_unknown_and_never_a_pass()
    {
        await using var api = await ApiHost.StartAsync();
        var readiness = (await api.AskAsync("{ view { readiness { met total phases { phase met total } items { number met total criteria { id state judged missing rows { nodes { code node { key } closes } } } } } } }"))["view"]!["readiness"]!;
        var criteria = readiness["items"]!.AsArray().SelectMany(i => i!["criteria"]!.AsArray()).ToList();
        Assert.Equal(0, (int)readiness["met"]!);
        Assert.Equal(criteria.Count, (int)readiness["total"]!);
        Assert.All(criteria, c => Assert.Equal(("UNKNOWN", 0, 1), ((string)c!["state"]!, (int)c["judged"]!, (int)c["missing"]!)));
        Assert.All(criteria, c => Assert.Equal("NO_DATA", (string)c!["rows"]!["nodes"]![0]!["code"]!));
        Assert.Equal(Enumerable.Range(1, 12), readiness["items"]!.AsArray().Select(i => (int)i!["number"]!));
        Assert.Equal(criteria.Count, criteria.Select(c => (string)c!["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task Rows_of_a_criterion_are_paged_in_their_own_revision()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Put("Risk", "risk:1", ("title", "1"), ("kind", "THREAT")), Put("Risk", "risk:2", ("title", "2"), ("kind", "THREAT")));
        const string Query = "query($c: String) { view { readiness { items { criteria { id rows(first: 1, after: $c) { nodes { node { key } } pageInfo { endCursor } } } } } } }";
        JsonNode Row(JsonNode data) => data["view"]!["readiness"]!["items"]!.AsArray().SelectMany(i => i!["criteria"]!.AsArray()).Single(c => (string)c!["id"]! == "3.e")!["rows"]!;
        var first = Row(await api.AskAsync(Query));
        Assert.Equal("risk:1", (string)first["nodes"]![0]!["node"]!["key"]!);
    }

    [Fact]
    public async Task The_assessments_that_a_system_needs_follow_from_what_is_owed_and_say_how_they_stand()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Framework", "iso-42001", ("title", "ISO/IEC 42001"), ("kind", "STANDARD"), ("voluntary", true)), Put("Requirement", "iso-42001:8.4", ("ref", "8.4"), ("title", "Impact"), ("assessable", true), ("scope", "SYSTEM"), ("effectiveOther", "2024-01-01")), Link("iso-42001:8.4", "PART_OF", "iso-42001"),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("designChangedOn", "2026-08-01")), Link("ai-system:a", "SUBJECT_TO", "iso-42001"),
            Put("Assessment", "assessment:old", ("title", "Old"), ("kind", "AIIA"), ("status", "SIGNED"), ("signedOn", "2026-07-01"), ("signedBy", "Ann")), Link("assessment:old", "ASSESSES", "ai-system:a"),
            Put("Assessment", "assessment:draft", ("title", "Draft"), ("kind", "DPIA")), Link("assessment:draft", "ASSESSES", "ai-system:a"));
        var rows = (await api.AskAsync("{ view { assessmentsRequired(system: \"ai-system:a\") { kind verdict standing requirement { key } assessments { key } } } }"))["view"]!["assessmentsRequired"]!;
        Assert.Equal(
            """[{"kind":"AIIA","verdict":"APPLICABLE","standing":"STALE","requirement":{"key":"iso-42001:8.4"},"assessments":[{"key":"assessment:old"}]},{"kind":"DPIA","verdict":"UNDETERMINED","standing":"UNSIGNED","requirement":null,"assessments":[{"key":"assessment:draft"}]},{"kind":"FRIA","verdict":"UNDETERMINED","standing":"MISSING","requirement":null,"assessments":[]}]""",
            rows.ToJsonString());
    }

    [Fact]
    public async Task Each_record_that_the_standard_asks_for_names_what_fulfils_it()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var rows = (await api.AskAsync("{ view { documentedInformation { clause record fulfilledBy { totalCount nodes { key } } } } }"))["view"]!["documentedInformation"]!.AsArray();
        Assert.Equal(["4.3", "5.2", "6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.2", "7.2", "7.5", "8.1", "8.2", "8.3", "8.4", "9.1", "9.2.2", "9.3.3", "10.2"], rows.Select(r => (string)r!["clause"]!).TakeWhile(c => c[0] != 'A'));
        Assert.Equal(("A.2.2", "A.9.3", 24), ((string)rows[17]!["clause"]!, (string)rows[^1]!["clause"]!, rows.Count - 17));
        Assert.Equal("9.1 metric:a", string.Join(' ', rows.Where(r => (int)r!["fulfilledBy"]!["totalCount"]! > 0).Select(r => $"{r!["clause"]} {r["fulfilledBy"]!["nodes"]![0]!["key"]}")));
    }

    [Fact]
    public async Task A_month_is_told_as_it_was_known_at_its_end()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        await api.WriteAsync(Put("Incident", "incident:i", ("title", "<b>Leak</b>"), ("severity", "MAJOR"), ("awareOn", "2026-08-03")));
        var august = await api.Client.GetStringAsync("/exports/monthly-report/2026-08.html");
        Assert.Contains("AI governance, August 2026", august, StringComparison.Ordinal);
        Assert.Contains("<td>&lt;b&gt;Leak&lt;/b&gt; (incident:i)</td><td>OPEN</td><td>MAJOR</td><td class=\"d\">2026-08-03</td>", august, StringComparison.Ordinal);
        Assert.Contains("<td>=Accuracy (metric:a)</td><td>BREACH</td><td>90.5 (limit 90.5)</td>", august, StringComparison.Ordinal);
        api.Clock.Advance(TimeSpan.FromDays(40));
        await api.WriteAsync(Put("Incident", "incident:later", ("title", "Later"), ("severity", "MINOR"), ("awareOn", "2026-08-04")));
        var then = await api.Client.GetStringAsync("/exports/monthly-report/2026-08.html");
        Assert.Contains("incident:i", then, StringComparison.Ordinal);
        Assert.DoesNotContain("incident:later", then, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_tells_what_is_still_open_of_earlier_ones_and_to_whom_what_is_overdue_belongs()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            Put("Incident", "incident:old", ("title", "Leak"), ("severity", "MAJOR"), ("types", new[] { "DATA_BREACH" }), ("awareOn", "2026-05-04")),
            Put("Incident", "incident:done", ("title", "Over"), ("severity", "MINOR"), ("types", new[] { "AI" }), ("awareOn", "2026-05-04"), ("containedOn", "2026-05-05"), ("cause", "Known.")),
            Put("Finding", "finding:done", ("title", "Answered"), ("grade", "OBSERVATION"), ("foundOn", "2026-05-06"), ("cause", "Known."), ("answeredOn", "2026-05-07")), Link("finding:done", "FOUND_IN", "incident:done"),
            Put("Incident", "incident:late", ("title", "Told late"), ("severity", "MINOR"), ("types", new[] { "DATA_BREACH" }), ("riskToPersons", true), ("awareOn", "2026-05-04"), ("containedOn", "2026-05-05"), ("cause", "Known.")),
            Put("IncidentNotice", "notice:late", ("to", "An authority"), ("duty", "GDPR_33"), ("givenOn", "2026-05-20"), ("givenAfterHours", 380)), Link("notice:late", "NOTICE_OF", "incident:late"), Link("finding:done", "FOUND_IN", "incident:late"),
            Put("Person", "person:pia", ("name", "Pia <i>")),
            Put("Task", "task:owned", ("title", "Clean up"), ("dueOn", "2026-07-20")), Link("task:owned", "OWNED_BY", "person:pia"),
            Put("Task", "task:free", ("title", "Look"), ("dueOn", "2026-07-21")));
        var report = await api.Client.GetStringAsync("/exports/monthly-report/2026-08.html");
        Assert.Contains("<td>Leak (incident:old)</td><td>OPEN</td>", report, StringComparison.Ordinal);
        Assert.DoesNotContain("incident:done", report, StringComparison.Ordinal);
        Assert.DoesNotContain("incident:late", report, StringComparison.Ordinal);     // Nobody can be told in time any more.
        Assert.Contains("incident:late", await api.Client.GetStringAsync("/exports/registers/incidents.csv?status=NOTICE_LATE"), StringComparison.Ordinal);
        Assert.Contains("<td class=\"d\">2026-07-20</td><td>OVERDUE</td><td>COMPLETE</td><td>Clean up (task:owned)</td><td>Pia &lt;i&gt;</td>", report, StringComparison.Ordinal);
        Assert.Contains("<td>Look (task:free)</td><td>nobody</td>", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_tells_of_an_alert_that_no_finding_has_answered_though_the_value_came_back()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
            Put("Metric", "metric:drift", ("title", "Drift"), ("betterWhen", "LOWER"), ("frequency", "MONTHLY"), ("target", 0.1), ("warning", 0.2), ("limit", 0.3), ("unit", "points")),
            Put("Measurement", "measurement:1", ("on", "2026-07-01"), ("value", 0.25)), Link("measurement:1", "MEASUREMENT_OF", "metric:drift"),
            Put("Measurement", "measurement:2", ("on", "2026-08-01"), ("value", 0.05)), Link("measurement:2", "MEASUREMENT_OF", "metric:drift"));
        var report = await api.Client.GetStringAsync("/exports/monthly-report/2026-08.html");
        Assert.Contains("<th>last value</th><th>trend</th><th>alert</th><th>alert since</th>", report, StringComparison.Ordinal);
        Assert.Contains("<td>Drift (metric:drift)</td><td>OK</td><td>0.05 points (target 0.1, warning 0.2, limit 0.3)</td><td>BETTER</td><td>WARNING</td><td class=\"d\">2026-07-01</td><td>Record a finding that was found in metric:drift: its alert stays open", report, StringComparison.Ordinal);
        await api.WriteAsync(Put("Finding", "finding:drift", ("title", "Drift"), ("grade", "MINOR"), ("foundOn", "2026-07-02")), Link("finding:drift", "FOUND_IN", "metric:drift"));
        Assert.Contains("<td>BETTER</td><td></td><td></td><td></td>", await api.Client.GetStringAsync("/exports/monthly-report/2026-08.html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-09.html", 400)]
    [InlineData("2026-13.html", 404)]
    [InlineData("2026-08.pdf", 404)]
    [InlineData("2026-08.html?on=2026-08-01", 400)]
    public async Task A_month_that_is_none_or_has_not_begun_is_refused(string name, int status)
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        using var response = await api.Client.GetAsync("/exports/monthly-report/" + name);
        Assert.Equal(status, (int)response.StatusCode);
        if (name.Contains('?', StringComparison.Ordinal))
        {
            Assert.Contains("expected no parameters, found 'on'", (await response.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_assessment_is_signed_with_the_impacts_that_it_found()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Assessment", "assessment:a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine.")),
            Put("AssessedImpact", "impact:i", ("title", "Longer calls"), ("affects", "GROUP"), ("effect", "BAD"), ("likelihood", 3), ("severity", 2)), Link("impact:i", "IMPACT_OF", "assessment:a"));
        Kept(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "assessment:a"));
        Kept(await live.Decide("Sid Signer", Graph.Engine.Writing.DecisionVerb.Sign, "assessment:a"));
        await live.Refuses(
            Graph.Engine.Validation.ViolationCode.Validation, "changes[0].put.assessedImpact.rationale", "expected a rationale", Put("AssessedImpact", "impact:i", ("residualLikelihood", 4)));
        await live.Keep(Put("AssessedImpact", "impact:i", ("residualLikelihood", 1)));
        Assert.Null(live.Value("assessment:a", "status"));
    }
}
