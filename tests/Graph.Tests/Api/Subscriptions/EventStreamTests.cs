using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Graph.Server.Protection;
using Graph.Tests.Protection;
using Graph.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>Subscriptions and other operations over event streams (graphql-sse, distinct connections).</summary>
public sealed class EventStreamTests
{
    private const string Changes = "subscription { changes(since: 0) { revision } }";

    [Fact]
    public async Task Changes_are_told_as_the_log_has_them_first_those_since_a_revision_and_then_each_that_is_made()
    {
        await using var api = await StartAsync();
        for (var i = 1; i <= 40; i++)
        {
            await api.WriteAsync(Put("Vendor", $"vendor:{i}", ("title", $"Vendor {i}")));
        }

        const string fields = "revision hash changeId actor at reason origin claimed counts { created } steps { verb kind key values { field value } }";
        using var reader = await EventReader.OpenAsync(api.Client, $"subscription {{ changes(since: 3) {{ {fields} }} }}");
        var told = new List<JsonNode>();
        for (var i = 4; i <= 60; i++)
        {
            if (i > 40)
            {
                await api.WriteAsync(Put("Vendor", $"vendor:{i}", ("title", $"Vendor {i}")));
            }

            told.Add((await reader.DataAsync())["changes"]!);
        }

        var log = (await api.AskAsync($"{{ log(after: 3, first: 100) {{ nodes {{ {fields} }} }} }}"))["log"]!["nodes"]!.AsArray();
        Assert.Equal(log.Select(c => c!.ToJsonString()), told.Select(c => c.ToJsonString()));
    }

    [Fact]
    public async Task Without_a_revision_it_begins_after_the_head()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Vendor", "vendor:1", ("title", "V")));
        using var reader = await EventReader.OpenAsync(api.Client, "subscription { changes { revision } }");
        await Eventually.TrueAsync(() => api.Services.GetRequiredService<SubscriberLimiter>().SubscriptionCount == 1, "the subscription");

        // It may still be opening, and then begins later: what is told is never before its beginning, and never leaves one out.
        var next = reader.DataAsync();
        for (var i = 2; !next.IsCompleted; i++)
        {
            await api.WriteAsync(Put("Vendor", $"vendor:{i}", ("title", "V")));
        }

        var first = (long)(await next)["changes"]!["revision"]!;
        await api.WriteAsync(Put("Vendor", "vendor:last", ("title", "V")));
        Assert.True(first > 1);
        Assert.Equal(first + 1, (long)(await reader.DataAsync())["changes"]!["revision"]!);
    }

    [Fact]
    public async Task A_kind_selects_the_changes_that_touched_its_documents_and_all_that_deleted_any()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Vendor", "vendor:1", ("title", "V")));
        await api.WriteAsync(Put("Risk", "risk:1", ("title", "R"), ("kind", "THREAT")));
        await api.WriteAsync(Put("Component", "component:1", ("title", "C"), ("type", "MODEL")));
        await api.WriteAsync(new Graph.Engine.Log.DeleteDocument("component:1", false));
        await api.WriteAsync(Put("AiSystem", "ai-system:1", ("title", "S")));

        using var reader = await EventReader.OpenAsync(api.Client, "subscription { changes(since: 0, kinds: [\"AiSystem\", \"Vendor\"]) { revision } }");

        Assert.Equal((1L, 4L, 5L), (await RevisionAsync(reader), await RevisionAsync(reader), await RevisionAsync(reader)));
    }

    [Fact]
    public async Task A_query_is_one_result_and_the_stream_has_exactly_the_form_of_the_protocol()
    {
        await using var api = await StartAsync();
        using var reader = await EventReader.OpenAsync(api.Client, "{ __typename }");

        Assert.Equal((HttpStatusCode.OK, "text/event-stream; charset=utf-8"), (reader.Response.StatusCode, reader.Response.Content.Headers.ContentType?.ToString()));
        Assert.True(reader.Response.Headers.CacheControl!.NoStore);
        Assert.Equal("no", Assert.Single(reader.Response.Headers.GetValues("X-Accel-Buffering")));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}") { Headers = { { "Accept", "text/event-stream" } } };
        using var whole = await api.Client.SendAsync(request);
        Assert.Equal(":\n\nevent: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n\nevent: complete\ndata:\n\n", await whole.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_mutation_goes_by_POST_and_not_by_GET()
    {
        await using var api = await StartAsync();
        const string mutation = "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { vendor: { key: \"vendor:v\", title: \"V\" } } }]) { accepted } }";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(mutation)) { Headers = { { "Accept", "text/event-stream" } } };
        using var refused = await api.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, 0), (refused.StatusCode, api.Engine.Current.Head.Revision));
        using var reader = await EventReader.OpenAsync(api.Client, mutation);
        Assert.True((bool)(await reader.DataAsync())["apply"]!["accepted"]!);
        Assert.Equal(("complete", null), await reader.NextAsync());
    }

    [Theory]
    [InlineData("subscription { changes(since: 8) { revision } }", "NOT_FOUND", "expected a revision from 0 to 1 in 'since', found 8")]
    [InlineData("subscription { changes(kinds: [\"AiSistem\"]) { revision } }", "BAD_REQUEST", "expected the name of a kind in 'kinds' (near to it: AiSystem), found 'AiSistem'")]
    [InlineData("subscription { coverageChanged(of: \"no-law\") { revision } }", "NOT_FOUND", "expected a key of kind Framework or Requirement in 'of', found 'no-law'")]
    [InlineData("subscription { coverageChanged(of: \"law\", systems: [\"s\"]) { revision } }", "NOT_FOUND", "expected a key of kind AiSystem in 'systems', found 's'")]
    [InlineData("subscription { coverageChanged(of: \"law\", since: 2) { revision } }", "NOT_FOUND", "expected a revision from 1 to 1 in 'since', found 2")]
    [InlineData("subscription { coverageChanged(of: \"law\", since: 0) { revision } }", "NOT_FOUND", "expected a revision from 1 to 1 in 'since', found 0")]
    [InlineData("subscription { coverageChanged(of: \"law\", sinceOn: \"2026-08-01\") { revision } }", "BAD_REQUEST", "expected 'since' beside 'sinceOn', found none")]
    [InlineData("subscription { coverageChanged(of: \"law\", since: 1, sinceOn: \"2026-08-07\") { revision } }", "BAD_REQUEST", "expected a day not after today, 2026-08-06, in 'sinceOn', found 2026-08-07")]
    [InlineData("subscription { changes @skip(if: true) { revision } }", "BAD_REQUEST", "expected one field of the type Subscription, found none that is not left out")]
    [InlineData("subscription { changes { nothing } }", "BAD_REQUEST", null)]
    [InlineData("subscription { a: changes { revision } b: changes { revision } }", "BAD_REQUEST", null)]
    [InlineData("subscription {", "BAD_REQUEST", null)]
    public async Task What_is_wrong_with_an_operation_is_a_result_with_a_code_and_the_end(string query, string code, string? message)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")));
        using var reader = await EventReader.OpenAsync(api.Client, query);
        var error = await reader.EndAsync();

        Assert.Equal(code, (string)error["extensions"]!["code"]!);
        Assert.Equal(message ?? (string)error["message"]!, (string)error["message"]!);
        Assert.Equal(0, api.Services.GetRequiredService<SubscriberLimiter>().SubscriptionCount);
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_is_400_as_JSON_and_HEAD_is_405()
    {
        await using var api = await StartAsync();
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new[] { 1 }), Headers = { { "Accept", "text/event-stream" } } };
        using var answer = await api.Client.SendAsync(broken);
        using var head = await api.Client.SendAsync(new(HttpMethod.Head, "/graphql?query={__typename}") { Headers = { { "Accept", "text/event-stream" } } });

        Assert.Equal((HttpStatusCode.BadRequest, "application/json; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/graphql-response+json", 400)]
    [InlineData("*/*", 200)]
    public async Task A_subscription_without_a_stream_is_refused_and_told_how_to_ask(string accept, int status)
    {
        await using var api = await StartAsync();
        var (found, _, body) = await api.PostAsync(Changes, accept: accept);

        Assert.Equal(status, found);
        Assert.Equal(
            """{"errors":[{"message":"expected a query or a mutation; a subscription needs a stream: ask with Accept: text/event-stream, or over a WebSocket with the subprotocol graphql-transport-ws","extensions":{"code":"BAD_REQUEST"}}]}""",
            body.ToJsonString());
    }

    [Theory]
    [InlineData("{ __typename }", "application/graphql-response+json")]
    [InlineData(Changes, "text/event-stream")]
    public async Task A_client_that_takes_everything_gets_a_stream_for_a_subscription_alone(string query, string mediaType)
    {
        await using var api = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query }),
            Headers = { { "Accept", "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed" } },
        };
        using var response = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task As_many_subscriptions_run_as_the_limit_says_and_one_that_leaves_makes_room()
    {
        await using var api = await StartAsync(configure: o => o.SubscriptionCountMax = 2);
        await api.WriteAsync(Put("Vendor", "vendor:1", ("title", "V")));
        var limiter = api.Services.GetRequiredService<SubscriberLimiter>();
        using var one = await EventReader.OpenAsync(api.Client, Changes);
        using (var two = await EventReader.OpenAsync(api.Client, Changes))
        {
            Assert.Equal((1, 1), (await RevisionAsync(one), await RevisionAsync(two)));
            using var refused = await EventReader.OpenAsync(api.Client, Changes);
            Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"subscriptionCountMax","maximum":2,"found":3}""", (await refused.EndAsync())["extensions"]!.ToJsonString());
        }

        await Eventually.TrueAsync(() => limiter.SubscriptionCount == 1, "the place of who has left");
        using var next = await EventReader.OpenAsync(api.Client, Changes);
        Assert.Equal(1, await RevisionAsync(next));
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, "subscriberLagMax")]
    public async Task A_subscriber_that_falls_too_far_behind_is_cut_off_with_a_code(int behind, string? limit)
    {
        await using var api = await StartAsync(configure: o => o.SubscriberLagMax = 3);
        using var reader = await EventReader.OpenAsync(api.Client, "subscription { changes(since: 0) { revision reason steps { values { value } } } }");

        // One event is longer than what fits between server and client, so that it is being sent until it is read.
        var texts = Enumerable.Range(0, 200).Select(i => Put("Vendor", $"vendor:{i}", ("title", "V"), ("description", new string('x', 2_000)))).ToArray();
        await api.WriteAsync(texts);
        await reader.BeginAsync();
        for (var i = 1; i < behind; i++)
        {
            await api.WriteAsync(Put("Vendor", $"vendor:more{i}", ("title", "V")));
        }

        Assert.Equal(1, await RevisionAsync(reader));
        if (limit is null)
        {
            Assert.Equal(2, await RevisionAsync(reader));
        }
        else
        {
            Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"subscriberLagMax","maximum":3,"found":4}""", (await reader.EndAsync())["extensions"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_subscriber_that_stops_reading_is_cut_off_and_nobody_else_notices()
    {
        await using var api = await StartAsync(configure: o => (o.SubscriberSendTimeMax, o.StreamCheckPeriod) = (TimeSpan.FromSeconds(2), TimeSpan.FromHours(1)));
        var limiter = api.Services.GetRequiredService<SubscriberLimiter>();
        using var slow = await EventReader.OpenAsync(api.Client, "subscription { changes(since: 0) { revision reason } }");
        using var other = await EventReader.OpenAsync(api.Client, Changes);
        var writing = Task.WhenAll(Enumerable.Range(0, 4_000).Select(i => api.WriteAsync(Put("Vendor", $"vendor:{i}", ("title", "V")))));
        for (var i = 1; i <= 4_000; i++)
        {
            Assert.Equal(i, await RevisionAsync(other));
        }

        await writing;

        await Eventually.TrueAsync(() => limiter.SubscriptionCount == 1, "the end of the one that does not read");
        await Eventually.TrueAsync(() => IsLogged(api, "subscriberSendTimeMax"), "the line in the log");

        // Should it read after all, it finds whole events, and at their end why there are no more.
        var last = 0L;
        while (await slow.NextAsync() is { Data: { } data })
        {
            if (data["errors"] is null)
            {
                Assert.Equal(++last, (long)data["data"]!["changes"]!["revision"]!);
            }
            else
            {
                Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"subscriberSendTimeMax","maximum":2000}""", data["errors"]![0]!["extensions"]!.ToJsonString());
                Assert.Equal(("complete", null), await slow.NextAsync());
                Assert.InRange(last, 100, 3_900);
                return;
            }
        }

        Assert.Fail("It was not told why it was cut off.");
    }

    [Theory]
    [InlineData("subscription { coverageChanged(of: \"law\") { after { children { children { children { owed } } } } } }", "depthMax")]
    [InlineData("subscription { coverageChanged(of: \"law\") { before { owed } after { owed } } }", "complexityMax")]
    public async Task A_subscription_is_measured_before_it_starts(string query, string limit)
    {
        await using var api = await StartAsync(configure: o => (o.DepthMax, o.ComplexityMax) = (5, 2_000));
        using var reader = await EventReader.OpenAsync(api.Client, query);

        Assert.Equal(("LIMIT_EXCEEDED", limit), ((string)(await reader.EndAsync() is var error ? error["extensions"]!["code"]! : null)!, (string)error["extensions"]!["limit"]!));
    }

    [Fact]
    public async Task A_page_of_another_site_opens_no_stream_unless_it_is_named()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.Origins.Add("https://grc.example.org"));
        await server.Engine.ApplyAsync("1", Engines.Vendor("v"));
        using var refused = await EventReader.OpenAsync(server.Client, Changes, origin: "https://evil.example");
        using var allowed = await EventReader.OpenAsync(server.Client, Changes, origin: "https://grc.example.org");

        Assert.Equal((HttpStatusCode.Forbidden, "application/json; charset=utf-8"), (refused.Response.StatusCode, refused.Response.Content.Headers.ContentType?.ToString()));
        Assert.Equal(1, await RevisionAsync(allowed));
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams_and_says_where_to_go_on()
    {
        await using var server = await ServedHost.StartAsync();
        await server.Engine.ApplyAsync("1", Engines.Vendor("v"));
        using var reader = await EventReader.OpenAsync(server.Client, Changes);
        Assert.Equal(1, await RevisionAsync(reader));
        var stopping = server.StopAsync();

        Assert.Equal("""{"code":"UNAVAILABLE","since":1}""", (await reader.EndAsync())["extensions"]!.ToJsonString());
        await stopping;
    }

    [Fact]
    public async Task An_idle_stream_shows_that_it_is_alive()
    {
        await using var api = await StartAsync(configure: o => o.StreamCheckPeriod = TimeSpan.FromMilliseconds(20));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Changes }), Headers = { { "Accept", "text/event-stream" } } };
        using var response = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((":", ""), (await lines.ReadLineAsync(), await lines.ReadLineAsync()));
        }
    }

    [Fact]
    public async Task Only_registered_subscriptions_run_where_only_those_are_answered()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("changes.graphql"), Changes);
        await using var api = await StartAsync(configure: o => (o.PersistedOperations, o.OnlyPersisted) = (folder.Path, true));
        await api.WriteAsync(Put("Vendor", "vendor:1", ("title", "V")));
        using var known = await EventReader.OpenAsync(api.Client, Changes);
        using var unknown = await EventReader.OpenAsync(api.Client, "subscription { changes { hash } }");

        Assert.Equal(1, await RevisionAsync(known));
        Assert.Equal(HttpStatusCode.Forbidden, unknown.Response.StatusCode);
    }

    private static bool IsLogged(ApiHost api, string text)
    {
        lock (api.Logs.Lines)
        {
            return api.Logs.Lines.Exists(l => l.Contains(text, StringComparison.Ordinal));
        }
    }

    private static async Task<long> RevisionAsync(EventReader reader) => (long)(await reader.DataAsync())["changes"]!["revision"]!;
}
