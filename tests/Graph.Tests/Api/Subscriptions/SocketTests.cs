using System.Net;
using System.Net.WebSockets;
using Graph.Server.Protection;
using Graph.Tests.Protection;
using Graph.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>The protocol graphql-transport-ws over real sockets: its messages, its close codes and its limits.</summary>
public sealed class SocketTests
{
    private const string Changes = "subscription { changes(since: 0) { revision } }";
    private const string Init = """{"type":"connection_init"}""";

    [Fact]
    public async Task Changes_are_told_until_the_client_completes_and_its_id_is_free_again()
    {
        await using var server = await ServedHost.StartAsync();
        using var client = await SocketClient.InitAsync(Address(server));
        Assert.Equal("graphql-transport-ws", client.Socket.SubProtocol);
        for (var round = 1; round <= 3; round++)
        {
            await client.SubscribeAsync("a", $"subscription {{ changes(since: {server.Engine.Current.Head.Revision}) {{ revision }} }}");
            await client.BarrierAsync();
            await server.Engine.ApplyAsync($"{round}", Engines.Vendor($"v{round}"));
            Assert.Equal("""{"type":"next","id":"a","payload":{"data":{"changes":{"revision":#}}}}""".Replace("#", $"{round}", StringComparison.Ordinal), (await client.ReceiveAsync()).ToJsonString());
            await client.SendAsync(new { type = "complete", id = "a" });
        }

        await client.SendAsync(new { type = "complete", id = "never there" });
        await client.BarrierAsync();
        await Eventually.TrueAsync(() => Limiter(server).SubscriptionCount == 0, "the ends of the subscriptions");
    }

    [Fact]
    public async Task Queries_and_mutations_are_one_result_and_the_end()
    {
        await using var server = await ServedHost.StartAsync();
        using var client = await SocketClient.InitAsync(Address(server));
        await client.SubscribeAsync("q", "{ __typename }");
        Assert.Equal("""{"type":"next","id":"q","payload":{"data":{"__typename":"Query"}}}""", (await client.ReceiveAsync()).ToJsonString());
        Assert.Equal("""{"type":"complete","id":"q"}""", (await client.ReceiveAsync()).ToJsonString());
        await client.SubscribeAsync("m", "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { vendor: { key: \"vendor:v\", title: \"V\" } } }]) { accepted } }");
        Assert.Equal("""{"type":"next","id":"m","payload":{"data":{"apply":{"accepted":true}}}}""", (await client.ReceiveAsync()).ToJsonString());
        Assert.Equal("""{"type":"complete","id":"m"}""", (await client.ReceiveAsync()).ToJsonString());

        Assert.Equal(1, server.Engine.Current.Head.Revision);
    }

    [Theory]
    [InlineData("{ nothing }", "BAD_REQUEST", null)]
    [InlineData("{", "BAD_REQUEST", null)]
    [InlineData("subscription { changes(since: 9) { revision } }", "NOT_FOUND", null)]
    [InlineData("subscription { coverageChanged(of: \"x\") { after { children { children { owed } } } } }", "LIMIT_EXCEEDED", "depthMax")]
    public async Task What_is_wrong_with_an_operation_is_an_error_without_a_complete(string query, string code, string? limit)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.DepthMax = 4);
        using var client = await SocketClient.InitAsync(Address(server));
        await client.SubscribeAsync("a", query);
        var error = await client.ReceiveAsync();
        Assert.True(error["payload"] is System.Text.Json.Nodes.JsonArray, error.ToJsonString());

        Assert.Equal(("error", "a", code, limit), ((string)error["type"]!, (string)error["id"]!, (string)error["payload"]![0]!["extensions"]!["code"]!, (string?)error["payload"]![0]!["extensions"]!["limit"]));
        await client.BarrierAsync();
    }

    [Fact]
    public async Task Pings_are_answered_with_their_payload_before_and_after_the_init()
    {
        await using var server = await ServedHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(Address(server));
        await client.SendAsync(new { type = "ping" });
        Assert.Equal("""{"type":"pong"}""", (await client.ReceiveAsync()).ToJsonString());
        await client.BarrierAsync();
        await client.SendAsync(new { type = "pong", payload = new { x = 1 } });
        await client.SendAsync(Init);
        Assert.Equal("""{"type":"connection_ack"}""", (await client.ReceiveAsync()).ToJsonString());
        await client.BarrierAsync();
    }

    [Theory]
    [InlineData(4400, false, "no JSON")]
    [InlineData(4400, true, "[]")]
    [InlineData(4400, true, "{}")]
    [InlineData(4400, true, """{"type":"start"}""")]
    [InlineData(4400, true, """{"type":7}""")]
    [InlineData(4400, true, """{"type":"subscribe","payload":{"query":"{ __typename }"}}""")]
    [InlineData(4400, true, """{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}""")]
    [InlineData(4400, true, """{"type":"subscribe","id":"a"}""")]
    [InlineData(4400, true, """{"type":"ping","type":"pong"}""")]
    [InlineData(4400, true, """{"type":"ping"} {}""")]
    [InlineData(4400, false, """{"type":"connection_init","payload":7}""")]
    [InlineData(4400, false, """{"type":"connection_init","payload":{"Graph-Actor":7}}""")]
    [InlineData(4401, false, """{"type":"subscribe","id":"a","payload":{"query":"{ __typename }"}}""")]
    [InlineData(4429, true, """{"type":"connection_init"}""")]
    public async Task What_breaks_the_protocol_closes_the_socket_with_its_code(int code, bool init, string message)
    {
        await using var server = await ServedHost.StartAsync();
        using var client = init ? await SocketClient.InitAsync(Address(server)) : await SocketClient.ConnectAsync(Address(server));
        await client.SendAsync(message);

        Assert.Equal(code, (await client.CloseAsync()).Code);
        await Eventually.TrueAsync(() => Limiter(server).SocketCount == 0, "the place of the socket");
    }

    [Fact]
    public async Task Bytes_are_no_message_and_an_id_in_use_is_not_used_again()
    {
        await using var server = await ServedHost.StartAsync();
        using var bytes = await SocketClient.InitAsync(Address(server));
        await bytes.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);
        using var twice = await SocketClient.InitAsync(Address(server));
        await twice.SubscribeAsync("a", Changes);
        await twice.SubscribeAsync("a", Changes);

        Assert.Equal(4400, (await bytes.CloseAsync()).Code);
        Assert.Equal((4409, "A subscriber of this id exists already"), await twice.CloseAsync());
    }

    [Fact]
    public async Task Without_the_subprotocol_or_an_init_in_time_it_is_closed()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.SocketInitTimeMax = TimeSpan.FromMilliseconds(100));
        using var none = await SocketClient.ConnectAsync(Address(server), protocol: null);
        using var old = await SocketClient.ConnectAsync(Address(server), protocol: "graphql-ws");
        using var silent = await SocketClient.ConnectAsync(Address(server));

        Assert.Equal((4406, "expected the subprotocol graphql-transport-ws"), await none.CloseAsync());
        Assert.Equal(4406, (await old.CloseAsync()).Code);
        Assert.Equal((4408, "Connection initialisation timeout"), await silent.CloseAsync());
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, 4400)]
    public async Task A_message_is_as_long_as_a_body_may_be(int bytes, int? code)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.BodyBytesMax = 200);
        using var client = await SocketClient.InitAsync(Address(server));
        const string ping = """{"type":"ping"}""";
        await client.SendAsync(ping + new string(' ', bytes - ping.Length));
        if (code is null)
        {
            Assert.Equal("""{"type":"pong"}""", (await client.ReceiveAsync()).ToJsonString());
        }
        else
        {
            Assert.Equal((4400, "expected a message of at most 200 bytes (bodyBytesMax)"), await client.CloseAsync());
        }
    }

    [Fact]
    public async Task A_socket_has_as_many_operations_as_the_limit_says()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.SocketOperationCountMax = 2);
        using var client = await SocketClient.InitAsync(Address(server));
        await client.SubscribeAsync("a", Changes);
        await client.SubscribeAsync("b", Changes);
        await client.SubscribeAsync("c", Changes);

        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"socketOperationCountMax","maximum":2,"found":3}""", (await client.ReceiveAsync())["payload"]![0]!["extensions"]!.ToJsonString());
    }

    [Fact]
    public async Task As_many_sockets_are_open_as_the_limit_says()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.SocketCountMax = 1);
        using (await SocketClient.InitAsync(Address(server)))
        {
            using var refused = await SocketClient.ConnectAsync(Address(server));
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.Socket.HttpStatusCode);
        }

        await Eventually.TrueAsync(() => Limiter(server).SocketCount == 0, "the place of who has left");
        using var next = await SocketClient.InitAsync(Address(server));
    }

    [Fact]
    public async Task Operations_count_as_requests_of_their_client()
    {
        // One was the handshake.
        await using var server = await ServedHost.StartAsync(o => (o.Api.LoopbackRequestCountMax, o.Api.RequestPeriod) = (2, TimeSpan.FromHours(1)));
        using var client = await SocketClient.InitAsync(Address(server));
        await client.SubscribeAsync("a", "{ __typename }");
        Assert.Equal("next", (string)(await client.ReceiveAsync())["type"]!);
        Assert.Equal("complete", (string)(await client.ReceiveAsync())["type"]!);
        await client.SubscribeAsync("b", "{ __typename }");

        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"loopbackRequestCountMax","maximum":2}""", (await client.ReceiveAsync())["payload"]![0]!["extensions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("https://grc.example.org", "cross-site", HttpStatusCode.SwitchingProtocols)]
    [InlineData(null, null, HttpStatusCode.SwitchingProtocols)]
    public async Task A_page_of_another_site_opens_no_socket_unless_it_is_named(string? origin, string? site, HttpStatusCode status)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.Origins.Add("https://grc.example.org"));
        (string, string)[] headers = [.. origin is null ? [] : new[] { ("Origin", origin) }, .. site is null ? [] : new[] { ("Sec-Fetch-Site", site) }];
        using var client = await SocketClient.ConnectAsync(Address(server), headers: headers);
        using var host = await SocketClient.ConnectAsync(Address(server), headers: ("Host", "evil.example"));

        Assert.Equal((status, HttpStatusCode.BadRequest), (client.Socket.HttpStatusCode, host.Socket.HttpStatusCode));
    }

    [Fact]
    public async Task A_server_that_stops_closes_its_sockets_with_1001()
    {
        await using var server = await ServedHost.StartAsync();
        using var client = await SocketClient.InitAsync(Address(server));
        await client.SubscribeAsync("a", Changes);
        await client.BarrierAsync();
        var stopping = server.StopAsync();

        Assert.Equal((1001, "The server stops; subscribe again, here or elsewhere."), await client.CloseAsync());
        await stopping;
    }

    [Fact]
    public async Task A_client_that_closes_leaves_nothing_behind()
    {
        await using var server = await ServedHost.StartAsync();
        using var closing = await SocketClient.InitAsync(Address(server));
        await closing.SubscribeAsync("a", Changes);
        var lost = await SocketClient.InitAsync(Address(server));
        await lost.SubscribeAsync("a", Changes);
        await Eventually.TrueAsync(() => (Limiter(server).SocketCount, Limiter(server).SubscriptionCount) == (2, 2), "the subscriptions");
        await closing.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        lost.Dispose();

        await Eventually.TrueAsync(() => (Limiter(server).SocketCount, Limiter(server).SubscriptionCount) == (0, 0), "the ends");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, closing.Socket.CloseStatus);
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off()
    {
        await using var server = await ServedHost.StartAsync(o => (o.Api.SubscriberSendTimeMax, o.Api.StreamCheckPeriod) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1)));
        using var client = await SocketClient.InitAsync(Address(server));

        // More than all buffers between them hold, over and over.
        var texts = Enumerable.Range(0, 400).Select(i => Engines.Put("Vendor", $"vendor:{i}", ("title", "V"), ("description", new string('x', 4_000)))).ToArray();
        Assert.Empty((await server.Engine.ApplyAsync("1", texts)).Violations);
        for (var i = 0; i < 20; i++)
        {
            await client.SubscribeAsync($"{i}", "subscription { changes(since: 0) { steps(first: 400) { values { value } } } }");
        }

        await Eventually.TrueAsync(() => (Limiter(server).SocketCount, Limiter(server).SubscriptionCount) == (0, 0), "the end of the client");
        using var next = await SocketClient.InitAsync(Address(server));
        await next.BarrierAsync();
    }

    private static Uri Address(ServedHost server) => server.Client.BaseAddress!;

    private static SubscriberLimiter Limiter(ServedHost server) => server.Services.GetRequiredService<SubscriberLimiter>();
}
