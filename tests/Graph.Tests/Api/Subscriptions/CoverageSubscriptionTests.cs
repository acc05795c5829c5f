using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Server.Api;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>Coverage that is told when it changes: by what is written, and by the day.</summary>
public sealed class CoverageSubscriptionTests
{
    private const string Fields = "revision on previousRevision before { owed revision on states { state count } } after { owed revision on states { state count } }";

    [Fact]
    public async Task The_coverage_is_told_as_it_is_and_then_whenever_a_count_differs()
    {
        await using var api = await LawAsync();
        using var reader = await FollowAsync(api, "of: \"law\"");
        Assert.Equal((1, null, null, 1, "MISSING"), Told(await NextAsync(reader)));

        await api.WriteAsync(Put("Vendor", "vendor:v", ("title", "Changes no count")));
        await api.WriteAsync(Put("Control", "control:c", ("title", "C"), ("scope", "ORGANISATION"), ("plannedFor", "2026-09-01")), Link("control:c", "SATISFIES", "law:1"));
        var second = await NextAsync(reader);

        // How far it had looked before depends on when it looked; that the counts were as told then does not.
        Assert.Equal((3, "MISSING", 1, "PLANNED"), ((long)second["revision"]!, State(second["before"]), (int)second["after"]!["owed"]!, State(second["after"])));
        Assert.InRange((long)second["previousRevision"]!, 1, 2);
        Assert.Equal((long)second["previousRevision"]!, (long)second["before"]!["revision"]!);

        await api.WriteAsync(new UnlinkDocuments("control:c", "SATISFIES", "law:1"));
        Assert.Equal((4, 3, "PLANNED", 4, "MISSING"), Told(await NextAsync(reader)));
    }

    [Fact]
    public async Task At_midnight_it_is_told_without_a_write()
    {
        await using var api = await LawAsync();
        await api.WriteAsync(Put("Control", "control:c", ("title", "C"), ("scope", "ORGANISATION"), ("implementedOn", "2026-08-07")), Link("control:c", "SATISFIES", "law:1"));
        using var reader = await FollowAsync(api, "of: \"law\"");
        Assert.Equal((2, null, null, 2, "PLANNED"), Told(await NextAsync(reader)));

        api.Clock.SetUtcNow(new(2026, 8, 7, 0, 0, 1, TimeSpan.Zero));
        var rolled = await NextAsync(reader);

        Assert.Equal((2, 2, "PLANNED", 2, "UNPROVEN"), Told(rolled));
        Assert.Equal(("2026-08-07", "2026-08-06", "2026-08-07"), ((string)rolled["on"]!, (string)rolled["before"]!["on"]!, (string)rolled["after"]!["on"]!));
    }

    [Fact]
    public async Task Midnight_is_that_of_the_configured_zone()
    {
        await using var api = await LawAsync("Europe/Helsinki");
        using var reader = await FollowAsync(api, "of: \"law\"");
        await NextAsync(reader);
        api.Clock.SetUtcNow(new(2026, 8, 6, 20, 59, 59, TimeSpan.Zero));
        await api.WriteAsync(Put("Control", "control:c", ("title", "C"), ("scope", "ORGANISATION"), ("implementedOn", "2026-08-07")), Link("control:c", "SATISFIES", "law:1"));
        var before = await NextAsync(reader);
        api.Clock.SetUtcNow(new(2026, 8, 6, 21, 0, 1, TimeSpan.Zero));
        var after = await NextAsync(reader);

        Assert.Equal(("2026-08-06", "PLANNED"), ((string)before["on"]!, State(before["after"])));
        Assert.Equal(("2026-08-07", "UNPROVEN"), ((string)after["on"]!, State(after["after"])));
    }

    [Fact]
    public async Task Since_a_revision_it_is_told_only_where_the_counts_differ_from_those_known()
    {
        await using var api = await LawAsync();
        await api.WriteAsync(Put("Vendor", "vendor:v", ("title", "Changes no count")));
        using var same = await FollowAsync(api, "of: \"law\", systems: [\"ai-system:a\"], since: 1");
        await api.WriteAsync(Put("Control", "control:c", ("title", "C"), ("scope", "ORGANISATION"), ("implementedOn", "2026-08-07")), Link("control:c", "SATISFIES", "law:1"));
        using var other = await FollowAsync(api, "of: \"law\", since: 1");

        Assert.Equal((3, 1, "MISSING", 3, "PLANNED"), Told(await NextAsync(other)));
        var told = await NextAsync(same);
        Assert.Equal((3, "MISSING", "PLANNED"), ((long)told["revision"]!, State(told["before"]), State(told["after"])));

        // A day that was told already is not told again, and one that was not is.
        api.Clock.SetUtcNow(new(2026, 8, 8, 12, 0, 0, TimeSpan.Zero));
        using var missed = await FollowAsync(api, "of: \"law\", since: 3");
        var day = await NextAsync(missed);
        Assert.Equal((3, 3, "PLANNED", 3, "UNPROVEN"), Told(day));
        Assert.Equal("2026-08-06", (string)day["before"]!["on"]!);
        using var known = await FollowAsync(api, "of: \"law\", since: 3, sinceOn: \"2026-08-08\"");
        await api.WriteAsync(new UnlinkDocuments("control:c", "SATISFIES", "law:1"));
        Assert.Equal((4, "UNPROVEN", "MISSING"), (await NextAsync(known) is var last ? (long)last["revision"]! : 0, State(last["before"]), State(last["after"])));
    }

    [Fact]
    public async Task What_is_written_without_a_pause_is_told_together()
    {
        await using var api = await LawAsync(configure: o => o.CoveragePeriodMin = TimeSpan.FromSeconds(1));
        using var reader = await FollowAsync(api, "of: \"law\"");
        await NextAsync(reader);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => api.WriteAsync(Row($"more{i}"), Link($"law:more{i}", "PART_OF", "law"))));

        var (events, revision, owed) = (0, 1L, 1);
        while (owed < 201)
        {
            var next = await NextAsync(reader);
            Assert.True((long)next["revision"]! > revision && (long)next["previousRevision"]! >= revision);
            Assert.Equal(owed, (int)next["before"]!["owed"]!);
            (events, revision, owed) = (events + 1, (long)next["revision"]!, (int)next["after"]!["owed"]!);
        }

        Assert.InRange(events, 1, 20);
    }

    [Fact]
    public async Task It_ends_with_a_code_when_what_it_is_about_is_deleted()
    {
        await using var api = await LawAsync();
        using var reader = await FollowAsync(api, "of: \"law\"");
        await NextAsync(reader);
        await api.WriteAsync(new DeleteDocument("law:1", true), new DeleteDocument("law", true));

        Assert.Equal("NOT_FOUND", (string)(await reader.EndAsync())["extensions"]!["code"]!);
    }

    // One law with one row that one system owes.
    private static async Task<ApiHost> LawAsync(string zone = "UTC", Action<ApiOptions>? configure = null)
    {
        var api = await StartAsync(configure: o =>
        {
            o.CoveragePeriodMin = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(o);
        }, configureEngine: o => o.TimeZone = zone);
        await api.WriteAsync(Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")), Row("1"), Link("law:1", "PART_OF", "law"), Put("AiSystem", "ai-system:a", ("title", "The first")));
        return api;
    }

    private static PutDocument Row(string reference) =>
        Put("Requirement", "law:" + reference, ("ref", reference), ("title", "Row " + reference), ("assessable", true), ("needsControl", true), ("scope", "SYSTEM"));

    private static Task<EventReader> FollowAsync(ApiHost api, string arguments) => EventReader.OpenAsync(api.Client, $"subscription {{ coverageChanged({arguments}) {{ {Fields} }} }}");

    private static async Task<JsonNode> NextAsync(EventReader reader) => (await reader.DataAsync())["coverageChanged"]!;

    private static string? State(JsonNode? coverage) => coverage is null ? null : (string?)coverage["states"]!.AsArray().Single(s => (int)s!["count"]! > 0)!["state"];

    private static (long Revision, long? Previous, string? Before, long After, string? State) Told(JsonNode told) =>
        ((long)told["revision"]!, (long?)told["previousRevision"], State(told["before"]), (long)told["after"]!["revision"]!, State(told["after"]));
}
