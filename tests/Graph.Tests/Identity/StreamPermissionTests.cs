using System.Net;
using Graph.Server.Identity;
using Graph.Server.Protection;
using Graph.Tests.Api.Subscriptions;
using Graph.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Graph.Tests.Identity;

/// <summary>Who may have a stream, and that it ends when they may no longer: over event streams and WebSockets.</summary>
public sealed class StreamPermissionTests
{
    private const string Changes = "subscription { changes(since: 0) { revision actor } }";
    private const string Coverage = "subscription { coverageChanged(of: \"f\") { revision } }";

    [Theory]
    [InlineData("Reader", false)]
    [InlineData("Editor", true)]
    [InlineData("Approver", true)]
    [InlineData("Auditor", true)]
    [InlineData("Administrator", true)]
    public async Task Changes_are_for_whoever_may_read_the_log_and_coverage_is_for_every_reader(string role, bool allowed)
    {
        await using var server = await FilledAsync();
        var token = server.Make("ann", Enum.Parse<Role>(role));
        using var changes = await EventReader.OpenAsync(server.Client, Changes, token);
        using var coverage = await EventReader.OpenAsync(server.Client, Coverage, token);
        using var socket = await SocketClient.InitAsync(server.Client.BaseAddress!, new { Authorization = "Bearer " + token });
        await socket.SubscribeAsync("a", Changes);
        var first = await socket.ReceiveAsync();

        if (allowed)
        {
            Assert.Equal(1, (long)(await changes.DataAsync())["changes"]!["revision"]!);
            Assert.Equal("next", (string)first["type"]!);
        }
        else
        {
            const string refusal = """{"code":"FORBIDDEN","needs":["EDITOR","APPROVER","AUDITOR"],"held":["READER"],"path":"changes"}""";
            Assert.Equal(refusal, (await changes.EndAsync())["extensions"]!.ToJsonString());
            Assert.Equal(("error", refusal), ((string)first["type"]!, first["payload"]![0]!["extensions"]!.ToJsonString()));
        }

        Assert.Equal(1, (long)(await coverage.DataAsync())["coverageChanged"]!["revision"]!);
    }

    [Theory]
    [InlineData("revoked", "expected an API token that is good, found one that was revoked")]
    [InlineData("expired", "expected an API token that is good, found one that has expired")]
    [InlineData("gone", "expected an API token of this server, found another")]
    public async Task A_token_that_is_no_longer_good_ends_what_runs_with_it_also_while_nothing_happens(string how, string message)
    {
        await using var server = await FilledAsync();
        var token = server.Make("ann", Role.Auditor);
        using var stream = await EventReader.OpenAsync(server.Client, Changes, token);
        Assert.Equal(1, (long)(await stream.DataAsync())["changes"]!["revision"]!);
        using var socket = await SocketClient.InitAsync(server.Client.BaseAddress!, new { authorization = "Bearer " + token });
        await socket.SubscribeAsync("a", Changes);
        Assert.Equal("next", (string)(await socket.ReceiveAsync())["type"]!);

        switch (how)
        {
            case "revoked":
                server.Revoke("ann");
                break;
            case "expired":
                server.Clock.Advance(TimeSpan.FromDays(30));
                break;
            default:
                server.Tokens.Change(tokens => [.. tokens.Where(t => t.Name != "ann")]);
                break;
        }

        var ended = await stream.EndAsync();
        Assert.Equal(("UNAUTHENTICATED", message), ((string)ended["extensions"]!["code"]!, (string)ended["message"]!));
        var error = await socket.ReceiveAsync();
        Assert.Equal(("error", "a", message), ((string)error["type"]!, (string)error["id"]!, (string)error["payload"]![0]!["message"]!));
        Assert.Equal((4403, message), await socket.CloseAsync());
        await Eventually.TrueAsync(() => server.App.Services.GetRequiredService<SubscriberLimiter>() is { SubscriptionCount: 0, SocketCount: 0 }, "the places");
    }

    [Fact]
    public async Task A_token_of_an_issuer_that_expires_ends_what_runs_with_it()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await IdentifiedServer.StartAsync(
            identity =>
            {
                identity.Oidc = new() { Authority = issuer.Authority, Audience = "graph" };
                identity.ClockSkewMax = TimeSpan.FromMilliseconds(1);
            },
            open: true, configureApi: o => o.StreamCheckPeriod = TimeSpan.FromMilliseconds(50));
        await server.Engine.ApplyAsync("1", Engines.Vendor("v"));
        var token = issuer.Token(t => t.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(3), ("roles", (string[])["Auditor"]));
        using var stream = await EventReader.OpenAsync(server.Client, Changes, token);
        using var socket = await SocketClient.InitAsync(server.Client.BaseAddress!, new { Authorization = "Bearer " + token });

        Assert.Equal(1, (long)(await stream.DataAsync())["changes"]!["revision"]!);
        var ended = await stream.EndAsync();
        Assert.Equal(("UNAUTHENTICATED", "expected a token that is good, found one that has expired"), ((string)ended["extensions"]!["code"]!, (string)ended["message"]!));
        Assert.Equal((4403, "expected a token that is good, found one that has expired"), await socket.CloseAsync());
    }

    [Fact]
    public async Task No_event_is_told_with_a_token_that_was_revoked_before_it()
    {
        await using var server = await FilledAsync(TimeSpan.FromHours(1));
        var token = server.Make("ann", Role.Auditor);
        using var stream = await EventReader.OpenAsync(server.Client, Changes, token);
        Assert.Equal(1, (long)(await stream.DataAsync())["changes"]!["revision"]!);
        server.Revoke("ann");
        await server.Engine.ApplyAsync("2", Engines.Vendor("v"));

        Assert.Equal("UNAUTHENTICATED", (string)(await stream.EndAsync())["extensions"]!["code"]!);
    }

    [Fact]
    public async Task A_socket_says_who_asks_in_its_header_or_in_its_first_message_and_nobody_else_is_let_in()
    {
        await using var server = await FilledAsync();
        var token = server.Make("ann", Role.Reader);
        var address = server.Client.BaseAddress!;
        using var byHeader = await SocketClient.ConnectAsync(address, headers: ("Authorization", "Bearer " + token));
        await byHeader.SendAsync("""{"type":"connection_init"}""");
        Assert.Equal("connection_ack", (string)(await byHeader.ReceiveAsync())["type"]!);
        await byHeader.SubscribeAsync("a", "{ server { actor } }");
        Assert.Equal("ann", (string)(await byHeader.ReceiveAsync())["payload"]!["data"]!["server"]!["actor"]!);

        using var nobody = await SocketClient.ConnectAsync(address);
        await nobody.SendAsync("""{"type":"connection_init"}""");
        using var wrong = await SocketClient.ConnectAsync(address);
        await wrong.SendAsync(new { type = "connection_init", payload = new { Authorization = "Bearer graph_0123456789abcdef_x" } });
        using var both = await SocketClient.ConnectAsync(address, headers: ("Authorization", "Bearer " + token));
        await both.SendAsync(new { type = "connection_init", payload = new { Authorization = "Bearer another" } });
        using var actor = await SocketClient.ConnectAsync(address, headers: ("Authorization", "Bearer " + token));
        await actor.SendAsync(new { type = "connection_init", payload = new Dictionary<string, string> { ["Graph-Actor"] = "eve" } });
        using var stream = await EventReader.OpenAsync(server.Client, Coverage);

        Assert.Equal(4403, (await nobody.CloseAsync()).Code);
        Assert.Equal((4403, "expected an API token of this server, found another"), await wrong.CloseAsync());
        Assert.Equal((4400, "expected Authorization in the header or in connection_init, found different ones in both"), await both.CloseAsync());
        Assert.Equal(4400, (await actor.CloseAsync()).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, stream.Response.StatusCode);
    }

    [Fact]
    public async Task A_client_has_as_many_subscriptions_as_the_limit_says_and_another_has_its_own()
    {
        await using var server = await FilledAsync(configure: o => o.ClientSubscriptionCountMax = 2);
        var (ann, ben) = (server.Make("ann", Role.Auditor), server.Make("ben", Role.Auditor));
        using var one = await EventReader.OpenAsync(server.Client, Changes, ann);
        await one.DataAsync();
        using var socket = await SocketClient.InitAsync(server.Client.BaseAddress!, new { Authorization = "Bearer " + ann });
        await socket.SubscribeAsync("a", Changes);
        Assert.Equal("next", (string)(await socket.ReceiveAsync())["type"]!);
        using var refused = await EventReader.OpenAsync(server.Client, Changes, ann);
        using var other = await EventReader.OpenAsync(server.Client, Changes, ben);

        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"clientSubscriptionCountMax","maximum":2,"found":3}""", (await refused.EndAsync())["extensions"]!.ToJsonString());
        await other.DataAsync();
    }

    [Fact]
    public async Task A_client_has_as_many_sockets_as_the_limit_says_and_another_has_its_own()
    {
        await using var server = await FilledAsync(configure: o => o.ClientSocketCountMax = 1);
        var (ann, ben) = (server.Make("ann", Role.Reader), server.Make("ben", Role.Reader));
        var address = server.Client.BaseAddress!;
        using var one = await SocketClient.ConnectAsync(address, headers: ("Authorization", "Bearer " + ann));
        using var refused = await SocketClient.ConnectAsync(address, headers: ("Authorization", "Bearer " + ann));
        using var other = await SocketClient.ConnectAsync(address, headers: ("Authorization", "Bearer " + ben));

        Assert.Equal(
            (HttpStatusCode.SwitchingProtocols, HttpStatusCode.TooManyRequests, HttpStatusCode.SwitchingProtocols),
            (one.Socket.HttpStatusCode, refused.Socket.HttpStatusCode, other.Socket.HttpStatusCode));
    }

    [Fact]
    public async Task Where_callers_are_not_identified_a_socket_names_its_actor_and_ends_once_they_are()
    {
        await using var server = await IdentifiedServer.StartAsync(open: true, configureApi: o => o.StreamCheckPeriod = TimeSpan.FromMilliseconds(50));
        using var socket = await SocketClient.InitAsync(server.Client.BaseAddress!, new Dictionary<string, string> { ["Graph-Actor"] = "Zoë" });
        await socket.SubscribeAsync("a", "{ server { actor } }");
        Assert.Equal("Zoë", (string)(await socket.ReceiveAsync())["payload"]!["data"]!["server"]!["actor"]!);
        server.Make("root", Role.Administrator);

        Assert.Equal(4403, (await socket.CloseAsync()).Code);
    }

    private static async Task<IdentifiedServer> FilledAsync(TimeSpan? period = null, Action<Graph.Server.Api.ApiOptions>? configure = null)
    {
        var server = await IdentifiedServer.StartAsync(configureApi: o =>
        {
            o.StreamCheckPeriod = period ?? TimeSpan.FromMilliseconds(50);
            configure?.Invoke(o);
        });
        await server.Engine.ApplyAsync("1", Engines.Put("Framework", "f", ("title", "F"), ("kind", "STANDARD")));
        return server;
    }
}
