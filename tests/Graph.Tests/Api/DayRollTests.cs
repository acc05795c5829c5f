using System.Globalization;
using System.Text.Json.Nodes;
using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>
/// Cells depend on the day. It ends at midnight of the configured zone, without a write: what was true of the last instant of a day need not be
/// true a tick later, and no tag that was given out before may say otherwise.
/// </summary>
public sealed class DayRollTests
{
    private const string Asked =
        "{ server { today } view { revision on today kind coverage(of: \"law\") { owed met states { state count } } cells { nodes { state defects { code } } } controls { nodes { status } } } }";

    [Theory]
    [InlineData("UTC", "2026-08-31", "2026-09-01T00:00:00Z")]
    [InlineData("America/New_York", "2026-08-31", "2026-09-01T04:00:00Z")]
    [InlineData("Pacific/Auckland", "2026-08-31", "2026-08-31T12:00:00Z")]
    [InlineData("America/Havana", "2027-03-13", "2027-03-14T05:00:00Z")]
    [InlineData("America/Havana", "2026-10-31", "2026-11-01T04:00:00Z")]
    [InlineData("Asia/Beirut", "2027-03-27", "2027-03-27T22:00:00Z")]
    [InlineData("Asia/Beirut", "2026-10-24", "2026-10-24T22:00:00Z")]
    public async Task At_midnight_of_the_zone_proof_is_over_and_every_tag_is_another_without_a_write(string zone, string lastDay, string midnight)
    {
        var (day, end) = (DateOnly.ParseExact(lastDay, "yyyy-MM-dd"), DateTimeOffset.Parse(midnight, CultureInfo.InvariantCulture));
        await using var api = await WithProofUntilAsync(zone, day);
        string[] questions = ["/graphql?query=" + Uri.EscapeDataString(Asked), "/exports/coverage.csv?of=law", "/exports/gaps?system=ai-system:a"];
        var past = "/exports/coverage.csv?of=law&asOf=1";

        api.Clock.SetUtcNow(end.AddTicks(-1));
        var before = await api.AskAsync(Asked);
        var answersBefore = await AllAsync(null);
        var pastBefore = await GetAsync(api, past, null);
        Assert.Equal([304, 304, 304], (await AllAsync(answersBefore)).Select(a => a.Status));

        api.Clock.SetUtcNow(end);
        var after = await api.AskAsync(Asked);
        var answersAfter = await AllAsync(answersBefore);
        Assert.Equal([200, 200, 200], answersAfter.Select(a => a.Status));
        Assert.All(questions.Index(), q => Assert.NotEqual((answersBefore[q.Index].Tag, answersBefore[q.Index].Body), (answersAfter[q.Index].Tag, answersAfter[q.Index].Body)));
        Assert.Equal([304, 304, 304], (await AllAsync(answersAfter)).Select(a => a.Status));

        var next = day.AddDays(1).ToString("O", CultureInfo.InvariantCulture);
        Assert.Equal($"{lastDay} 1 {lastDay} {lastDay} CURRENT 1/1 COVERED=1 COVERED PLANNED", Line(before));
        Assert.Equal($"{next} 1 {next} {next} CURRENT 0/1 EXPIRED=1 EXPIRED(PROOF_EXPIRED) IMPLEMENTED", Line(after));

        // What was asked about a moment stays what it was.
        var pastAfter = await GetAsync(api, past, null);
        Assert.Equal((pastBefore.Tag, pastBefore.Body), (pastAfter.Tag, pastAfter.Body));
        Assert.Equal(before["view"]!["coverage"]!.ToJsonString(), (await api.AskAsync($$"""{ view(at: { on: "{{lastDay}}" }) { coverage(of: "law") { owed met states { state count } } } }"""))["view"]!["coverage"]!.ToJsonString());

        async Task<(int Status, string? Tag, string Body)[]> AllAsync((int Status, string? Tag, string Body)[]? known)
        {
            var answers = new (int, string?, string)[questions.Length];
            for (var i = 0; i < questions.Length; i++)
            {
                answers[i] = await GetAsync(api, questions[i], known?[i].Tag);
            }

            return answers;
        }
    }

    [Fact]
    public async Task A_change_in_the_hour_that_comes_twice_is_of_its_day_in_the_history_of_a_cell()
    {
        await using var api = await WithProofUntilAsync("America/Havana", new(2026, 12, 31));
        api.Clock.SetUtcNow(new(2026, 11, 1, 4, 30, 0, TimeSpan.Zero));      // 00:30 for the first time.
        await api.WriteAsync(new UnlinkDocuments("evidence:e", "DEMONSTRATES", "law:1"));
        api.Clock.SetUtcNow(new(2026, 11, 1, 5, 30, 0, TimeSpan.Zero));      // 00:30 again.

        var intervals = (await api.AskAsync("""{ view { on cellHistory(requirement: "law:1", system: "ai-system:a", from: "2026-10-31", to: "2026-11-01") { from to on state causedBy } } }"""))["view"]!;

        Assert.Equal("2026-11-01", (string)intervals["on"]!);
        Assert.Equal(
            ["2026-10-31T04:00:00Z 2026-10-31 COVERED START", "2026-11-01T04:30:00Z 2026-11-01 MISSING CHANGE"],
            intervals["cellHistory"]!.AsArray().Select(i => $"{i!["from"]} {i["on"]} {i["state"]} {i["causedBy"]}"));
    }

    private static string Line(JsonNode answer)
    {
        var (view, coverage) = (answer["view"]!, answer["view"]!["coverage"]!);
        var states = coverage["states"]!.AsArray().Where(s => (int)s!["count"]! > 0).Select(s => $"{s!["state"]}={s["count"]}");
        var cell = view["cells"]!["nodes"]!.AsArray().Single()!;
        var defects = string.Join(", ", cell["defects"]!.AsArray().Select(d => (string)d!["code"]!));
        return $"{answer["server"]!["today"]} {view["revision"]} {view["on"]} {view["today"]} {view["kind"]} {coverage["met"]}/{coverage["owed"]} {string.Join(' ', states)} "
            + $"{cell["state"]}{(defects.Length == 0 ? "" : $"({defects})")} {view["controls"]!["nodes"]![0]!["status"]}";
    }

    private static async Task<(int Status, string? Tag, string Body)> GetAsync(ApiHost api, string uri, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        using var response = await api.Client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsStringAsync());
    }

    // One row, met by evidence up to a day; a control that operates from the next day on.
    private static async Task<ApiHost> WithProofUntilAsync(string zone, DateOnly day)
    {
        var api = await StartAsync(configureEngine: o => o.TimeZone = zone);
        await api.WriteAsync(
            ChangeOrigin.Seed,
            Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")), Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
            Put("Requirement", "law:1", ("ref", "1"), ("title", "Row"), ("assessable", true), ("scope", "SYSTEM")), Link("law:1", "PART_OF", "law"),
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("expiresOn", day.ToString("O", CultureInfo.InvariantCulture)), ("status", "APPROVED"), ("approvedOn", "2026-01-01"), ("approvedBy", "App Rover")),
            Link("evidence:e", "DEMONSTRATES", "law:1"),
            Put("Control", "control:c", ("title", "C"), ("implementedOn", day.AddDays(1).ToString("O", CultureInfo.InvariantCulture))));
        return api;
    }
}
