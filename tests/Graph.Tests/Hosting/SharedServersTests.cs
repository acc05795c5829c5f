using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Graph.Stores.Memory;
using Graph.Tests.Api.Subscriptions;
using Graph.Tests.Engine;
using Graph.Tests.Engine.Shared;
using Graph.Tests.Protection;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Hosting;

/// <summary>Two servers over one log, each behind HTTP as it is started.</summary>
public sealed class SharedServersTests
{
    private const string Names = "/graphql?query={view{revision vendors{nodes{title}}}}";

    private readonly SharedLog log = new(new MemoryLogStore());

    [Fact]
    public async Task A_reader_who_says_what_was_seen_on_one_server_reads_no_less_on_another()
    {
        await using var one = await ServedHost.StartAsync(store: log.NewStore());
        await using var two = await ServedHost.StartAsync(store: log.NewStore());

        for (var revision = 1; revision <= 20; revision++)
        {
            using var written = await one.PostAsync($"mutation {{ apply(changeId: \"{revision}\", reason: \"r\", changes: [{{put: {{vendor: {{key: \"vendor:v\", title: \"Title {revision}\"}}}}}}]) {{ revision userErrors {{ message }} }} }}");
            Assert.Equal("{\"data\":{\"apply\":{\"revision\":" + revision + ",\"userErrors\":[]}}}", await written.Content.ReadAsStringAsync());

            using var read = await AskAsync(two, Names, $"{revision}");
            Assert.Equal("{\"data\":{\"view\":{\"revision\":" + revision + ",\"vendors\":{\"nodes\":[{\"title\":\"Title " + revision + "\"}]}}}}", await read.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/graphql?query={__typename}")]
    [InlineData("/exports/evidence")]
    public async Task A_revision_that_does_not_come_in_time_is_refused_with_a_code_and_what_is_served(string path)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.SeenWaitMax = TimeSpan.FromMilliseconds(80), log.NewStore());

        using var refused = await AskAsync(server, path, "7");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Equal(
            """{"errors":[{"message":"expected to serve revision 7 within 80 ms, and it is at 0; the same request may succeed later","extensions":{"code":"UNAVAILABLE","limit":"seenWaitMax","seen":7,"revision":0}}]}""",
            await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_subscriber_goes_on_at_another_server_from_where_the_first_has_told()
    {
        await using var one = await ServedHost.StartAsync(store: log.NewStore());
        await using var two = await ServedHost.StartAsync(store: log.NewStore());
        for (var revision = 1; revision <= 10; revision += 2)
        {
            var (writer, reader) = revision % 4 == 1 ? (one, two) : (two, one);
            Assert.Empty((await writer.Engine.ApplyAsync($"{revision}", Vendor("v", $"Title {revision}"))).Violations);

            // The other server may not have it yet, and waits for it before it says that there is no such revision.
            using var next = await EventReader.OpenAsync(reader.Client, $"subscription {{ changes(since: {revision}) {{ revision changeId }} }}");
            Assert.Empty((await writer.Engine.ApplyAsync($"{revision} again", Vendor("v", $"Title {revision} again"))).Violations);
            var told = (await next.DataAsync())["changes"]!;
            Assert.Equal((revision + 1, $"{revision} again"), ((long)told["revision"]!, (string)told["changeId"]!));
        }
    }

    [Fact]
    public async Task Where_nobody_else_writes_a_revision_that_is_not_there_is_refused_at_once()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.SeenWaitMax = TimeSpan.FromDays(1));

        using var refused = await AskAsync(server, Names, "1");
        using var read = await AskAsync(server, Names, "0");

        Assert.Equal("""{"errors":[{"message":"expected a revision that this log has, found 1: it is at 0, and nobody else writes to it","extensions":{"code":"UNAVAILABLE","seen":1,"revision":0}}]}""", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("last")]
    public async Task A_header_that_is_no_revision_is_refused(string header)
    {
        await using var server = await ServedHost.StartAsync();

        using var refused = await AskAsync(server, Names, header);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("expected one Graph-Seen header with a revision", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task While_the_store_is_away_a_server_answers_from_its_revision_says_so_and_refuses_changes_with_a_code()
    {
        await using var server = await ServedHost.StartAsync(store: log.NewStore());
        LiveEngine.Kept(await server.Engine.ApplyAsync("a", Vendor("a", "Kept")));
        log.GoAway();
        await server.Engine.WaitForAsync(2, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await Until.HoldsAsync(() => server.Engine.StoreLost is not null);

        using var read = await AskAsync(server, Names, "1");
        using var written = await server.PostAsync("mutation { apply(changeId: \"b\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:b\", title: \"B\"}}}]) { revision } }");
        var ready = await server.Client.GetFromJsonAsync<JsonElement>("/health/ready");
        using var told = await AskAsync(server, "/graphql?query={server{revision lag storeAnswers}}", "1");

        Assert.Equal("""{"data":{"view":{"revision":1,"vendors":{"nodes":[{"title":"Kept"}]}}}}""", await read.Content.ReadAsStringAsync());
        Assert.Contains("\"code\":\"UNAVAILABLE\"", await written.Content.ReadAsStringAsync());
        Assert.Equal((1, System.Text.Json.JsonValueKind.Null, false), (ready.GetProperty("revision").GetInt32(), ready.GetProperty("behind").ValueKind, ready.GetProperty("storeAnswers").GetBoolean()));
        Assert.Equal("""{"data":{"server":{"revision":1,"lag":0,"storeAnswers":false}}}""", await told.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);

        log.ComeBack();
        await Until.HoldsAsync(() => server.Engine.StoreLost is null);
        using var again = await server.PostAsync("mutation { apply(changeId: \"b\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:b\", title: \"B\"}}}]) { revision } }");
        Assert.Equal("""{"data":{"apply":{"revision":2}}}""", await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task While_the_store_is_closed_a_server_says_why_to_whoever_writes()
    {
        await using var server = await ServedHost.StartAsync(store: log.NewStore());
        log.Close("It is worked on.");

        foreach (var id in (string[])["a", "b"])
        {
            using var written = await server.PostAsync($"mutation {{ apply(changeId: \"{id}\", reason: \"r\", changes: [{{put: {{vendor: {{key: \"vendor:b\", title: \"B\"}}}}}}]) {{ revision }} }}");

            var answer = await written.Content.ReadAsStringAsync();
            Assert.Contains("\"message\":\"It is worked on. Until that is done nothing is written; the same request may succeed later.\"", answer);
            Assert.Contains("\"code\":\"UNAVAILABLE\"", answer);
        }
    }

    private static Task<HttpResponseMessage> AskAsync(ServedHost server, string path, string seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Graph-Seen", seen);
        return server.Client.SendAsync(request);
    }
}
