using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Graph.Tests.Protection;

/// <summary>Clients that send too much, too slowly or not to the end: each gets a clear answer or none, nothing is half-written, and the next one is served.</summary>
public sealed class TroubleTests
{
    private const string Mutation = """{"query":"mutation { apply(changeId: \"1\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:v\", title: \"V\"}}}]) { accepted } }"}""";

    [Fact]
    public async Task A_body_of_ten_megabytes_is_413_whether_its_length_is_told_or_not()
    {
        await using var server = await ServedHost.StartAsync();
        foreach (var isChunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(new byte[10_000_000]) { Headers = { ContentType = new("application/json") } } };
            request.Headers.TransferEncodingChunked = isChunked;
            request.Headers.ExpectContinue = true;
            using var response = await server.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Equal(("LIMIT_EXCEEDED", "bodyBytesMax"), Error(await response.Content.ReadAsStringAsync()));
        }

        await ServesAsync(server);
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_408_and_nothing_of_it_is_done()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.TimeMax = TimeSpan.FromMilliseconds(200));
        using var client = await server.ConnectAsync($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Mutation.Length + 1}\r\n\r\n{Mutation}");
        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
        string? line;
        while ((line = await reader.ReadLineAsync()) is not null && !line.StartsWith('{'))
        {
        }

        Assert.Equal(("DEADLINE_EXCEEDED", "timeMax"), Error(line!));
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_given_up_before_its_time_is_over_and_the_answer_says_why()
    {
        await using var server = await ServedHost.StartAsync(o => (o.Api.BytesPerSecondMin, o.Api.TimeMax) = (1_000_000, TimeSpan.FromMinutes(5)));
        using var client = await server.ConnectAsync($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Mutation.Length + 1}\r\n\r\n{Mutation}");
        using var reader = new StreamReader(client.GetStream());

        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408 Request Timeout", answer, StringComparison.Ordinal);
        Assert.Contains("""{"message":"expected the body to arrive faster (bytesPerSecondMin)","extensions":{"code":"DEADLINE_EXCEEDED"}}""", answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_client_that_closes_in_the_middle_of_its_change_changes_nothing()
    {
        await using var server = await ServedHost.StartAsync();
        for (var sent = 0; sent < Mutation.Length; sent += 17)
        {
            using var client = await server.ConnectAsync($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Mutation.Length}\r\n\r\n{Mutation[..sent]}");
            client.Client.LingerState = new(true, 0);
        }

        await ServesAsync(server);
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task Clients_that_close_in_the_middle_of_a_long_answer_leave_the_server_serving()
    {
        await using var server = await ServedHost.StartAsync();
        await server.Engine.ApplyAsync(new("fill", "test", "Fill.", [.. Enumerable.Range(0, 500).Select(i => Api.ApiHost.Put("Risk", $"risk:{i}", ("title", new string('x', 100)), ("kind", "THREAT")))]), default);
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $"a{i}:risks(first:500){{nodes{{key,title}}}}"));
        var body = "{\"query\":\"{view{" + many + "}}\"}";
        for (var i = 0; i < 20; i++)
        {
            using var client = await server.ConnectAsync($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            Assert.True(await client.GetStream().ReadAsync(new byte[1_000]) > 0);
            client.Client.LingerState = new(true, 0);
        }

        await ServesAsync(server);
    }

    [Theory]
    [InlineData(0, "200 OK")]
    [InlineData(1, "414 URI Too Long")]
    public async Task A_request_line_above_its_size_is_refused(int above, string status)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.RequestLineBytesMax = 500);
        var line = "GET /graphql?query={__typename}&x=".PadRight(500 + above - " HTTP/1.1\r\n".Length, 'x') + " HTTP/1.1\r\n";
        using var client = await server.ConnectAsync(line + "Host: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await ServedHost.ReadToEndAsync(client), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "200 OK")]
    [InlineData(1, "431 Request Header Fields Too Large")]
    public async Task Headers_above_their_size_are_refused(int above, string status)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.HeaderBytesMax = 500);
        const string headers = "Host: localhost\r\nConnection: close\r\nX: ";
        using var client = await server.ConnectAsync("GET /health/live HTTP/1.1\r\n" + headers.PadRight(500 + above - 2, 'x') + "\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await ServedHost.ReadToEndAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_connection_above_their_number_is_closed_and_a_free_place_is_given_again()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.ConnectionCountMax = 2);
        const string ask = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        using var first = await server.ConnectAsync(ask);
        using var second = await server.ConnectAsync(ask);
        Assert.True(await first.GetStream().ReadAsync(new byte[100]) > 0);
        Assert.True(await second.GetStream().ReadAsync(new byte[100]) > 0);
        Assert.False(await IsServedAsync());
        first.Close();
        while (!await IsServedAsync())
        {
        }

        async Task<bool> IsServedAsync()
        {
            try
            {
                using var next = await server.ConnectAsync(ask);
                return await next.GetStream().ReadAsync(new byte[100]) > 0;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Connections_slower_than_the_least_rate_are_cut_by_the_server_below_us()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.BytesPerSecondMin = 1_234);
        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal((1_234, 1_234), (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinResponseDataRate!.BytesPerSecond));
    }

    [Fact]
    public async Task What_is_no_HTTP_is_refused_and_the_next_is_served()
    {
        await using var server = await ServedHost.StartAsync();
        foreach (var text in (string[])["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "\u0016\u0003\u0001\r\n\r\n", "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n"])
        {
            using var client = await server.ConnectAsync(text);
            var answer = await ServedHost.ReadToEndAsync(client);

            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        }

        await ServesAsync(server);
    }

    private static async Task ServesAsync(ServedHost server) =>
        Assert.Equal("""{"data":{"__typename":"Query"}}""", await (await server.PostAsync("{ __typename }")).Content.ReadAsStringAsync());

    private static (string Code, string Limit) Error(string body) =>
        JsonNode.Parse(body)!["errors"]![0]!["extensions"] is { } extensions ? ((string)extensions["code"]!, (string)extensions["limit"]!) : default;
}
