using System.Net;
using System.Text.Json.Nodes;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Microsoft.Extensions.DependencyInjection;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Heavy queries are worked out a few at a time; the others wait for their turn, and not for long.</summary>
public sealed class HeavyTests
{
    // Costs 3 + 10, and one item more costs 3 + 11.
    private const string Light = "/graphql?query={view{risks(first:10){nodes{key}}}}";
    private const string Heavy = "/graphql?query={view{risks(first:11){nodes{key}}}}";

    [Theory]
    [InlineData(Heavy)]
    [InlineData("/exports/evidence")]
    public async Task What_is_heavy_waits_for_its_turn_and_then_is_answered(string path)
    {
        await using var api = await StartAsync(configure: o => (o.LightComplexityMax, o.HeavyCountMax, o.HeavyWaitMax) = (13, 2, TimeSpan.FromMinutes(5)));
        var heavy = api.Services.GetRequiredService<HeavyLimiter>();
        using var one = await heavy.EnterAsync(default);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, path)).StatusCode);

        var two = await heavy.EnterAsync(default);
        var waiting = GetAsync(api, path);
        await UntilAsync(() => heavy.WaitingCount == 1);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, Light)).StatusCode);
        Assert.False(waiting.IsCompleted);
        two.Dispose();

        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        Assert.Equal(1, heavy.RunningCount);
    }

    [Fact]
    public async Task Queries_that_are_neither_quick_nor_heavy_take_turns_of_their_own()
    {
        await using var api = await StartAsync(configure: o => (o.QuickComplexityMax, o.LightComplexityMax, o.WorkCountMax, o.WorkQueueCountMax, o.HeavyCountMax, o.HeavyWaitMax) = (13, 14, 1, 1, 1, TimeSpan.FromMinutes(5)));
        var limiter = api.Services.GetRequiredService<HeavyLimiter>();
        using var ending = new CancellationTokenSource();
        var first = new RequestContext(api.Engine, new(api.Engine), new(1, 1), new(), new("test", null, null, default), ending);
        await limiter.EnterAsync(first, 14);
        var waiting = GetAsync(api, Heavy);       // Its 14 are not heavy here.
        await UntilAsync(() => limiter.WorkWaitingCount == 1);

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, Light)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, Heavy.Replace("11", "12", StringComparison.Ordinal))).StatusCode);
        var refused = await GetAsync(api, Heavy);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromMinutes(5)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Equal("""{"code":"UNAVAILABLE","limit":"workCountMax","maximum":1}""", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!.ToJsonString());
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Theory]
    [InlineData("view(at:{on:\"2027-05-05\"}){revision}")]
    [InlineData("view{cells(first:1){totalCount}}")]
    [InlineData("view{due(within:1,first:1){totalCount}}")]
    [InlineData("view{vendors(search:\"a\",first:1){totalCount}}")]
    public async Task What_must_be_judged_takes_a_turn_however_little_of_it_is_asked_for(string query)
    {
        await using var api = await StartAsync(configure: o => (o.WorkCountMax, o.HeavyWaitMax) = (1, TimeSpan.FromMinutes(5)));
        var limiter = api.Services.GetRequiredService<HeavyLimiter>();
        using var ending = new CancellationTokenSource();
        var first = new RequestContext(api.Engine, new(api.Engine), new(1, 1), new(), new("test", null, null, default), ending) { WorksOut = true };
        await limiter.EnterAsync(first, 1);
        var waiting = GetAsync(api, "/graphql?query=" + Uri.EscapeDataString("{" + query + "}"));
        await UntilAsync(() => limiter.WorkWaitingCount == 1 || waiting.IsCompleted);

        Assert.False(waiting.IsCompleted);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, "/graphql?query={view{aiSystems(first:100){nodes{key}}}}")).StatusCode);
        first.Dispose();
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Theory]
    [InlineData("remedies(first:1){totalCount}")]
    [InlineData("coverageTimeline(of:\"law\",from:\"2026-01-01\",to:\"2026-12-31\",interval:DAY){on}")]
    [InlineData("cellHistory(requirement:\"law:1\",from:\"2026-01-01\",to:\"2029-12-31\"){on}")]
    [InlineData("expiring(within:100,of:\"law\"){totalCount}")]
    public async Task What_is_worked_out_many_times_is_heavy_however_little_of_it_is_asked_for(string field)
    {
        await using var api = await StartAsync(configure: o => (o.HeavyCountMax, o.HeavyWaitMax) = (1, TimeSpan.FromMinutes(5)));
        await api.WriteAsync(Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")), Put("Requirement", "law:1", ("ref", "1"), ("title", "One"), ("assessable", true), ("scope", "ORGANISATION")), Link("law:1", "PART_OF", "law"));
        var heavy = api.Services.GetRequiredService<HeavyLimiter>();
        var running = await heavy.EnterAsync(default);
        var waiting = GetAsync(api, "/graphql?query=" + Uri.EscapeDataString("{view{" + field + "}}"));
        await UntilAsync(() => heavy.WaitingCount == 1 || waiting.IsCompleted);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, "/graphql?query={view{revision}}")).StatusCode);
        running.Dispose();

        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Theory]
    [InlineData(Heavy)]
    [InlineData("/exports/evidence")]
    public async Task What_waits_too_long_or_behind_too_many_is_unavailable_and_told_when_to_come_again(string path)
    {
        await using var api = await StartAsync(configure: o => (o.LightComplexityMax, o.HeavyCountMax, o.HeavyQueueCountMax, o.HeavyWaitMax) = (13, 1, 1, TimeSpan.FromSeconds(2)));
        var heavy = api.Services.GetRequiredService<HeavyLimiter>();
        using var running = await heavy.EnterAsync(default);
        var waiting = GetAsync(api, path);
        await UntilAsync(() => heavy.WaitingCount == 1);

        foreach (var refused in (HttpResponseMessage[])[await GetAsync(api, path), await waiting])
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
            Assert.Equal("""{"code":"UNAVAILABLE","limit":"heavyCountMax","maximum":1}""", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task The_time_of_a_request_begins_with_its_turn()
    {
        await using var api = await StartAsync(configure: o => (o.LightComplexityMax, o.HeavyCountMax, o.TimeMax) = (13, 1, TimeSpan.FromMilliseconds(300)));
        var heavy = api.Services.GetRequiredService<HeavyLimiter>();
        var running = await heavy.EnterAsync(default);
        var waiting = GetAsync(api, Heavy);
        await UntilAsync(() => heavy.WaitingCount == 1);
        var started = TimeProvider.System.GetTimestamp();
        await UntilAsync(() => TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMilliseconds(400));
        running.Dispose();

        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task A_caller_that_leaves_while_it_waits_takes_no_turn()
    {
        await using var api = await StartAsync(configure: o => (o.LightComplexityMax, o.HeavyCountMax) = (13, 1));
        var heavy = api.Services.GetRequiredService<HeavyLimiter>();
        var running = await heavy.EnterAsync(default);
        using var leaving = new CancellationTokenSource();
        var waiting = api.Client.GetAsync(new Uri(Heavy, UriKind.Relative), leaving.Token);
        await UntilAsync(() => heavy.WaitingCount == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await UntilAsync(() => heavy.WaitingCount == 0);
        running.Dispose();

        Assert.Equal(0, heavy.RunningCount);
    }

    private static async Task UntilAsync(Func<bool> seen)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !seen(); await Task.Yield())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "What was waited for did not come.");
        }
    }

    private static Task<HttpResponseMessage> GetAsync(ApiHost api, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", path == "/exports/evidence" ? "*/*" : "application/graphql-response+json");
        return api.Client.SendAsync(request);
    }
}
