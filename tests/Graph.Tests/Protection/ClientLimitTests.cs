using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Graph.Server.Api;
using Graph.Server.Protection;
using Microsoft.AspNetCore.Http;

namespace Graph.Tests.Protection;

/// <summary>How many requests a client may make, and who counts as one.</summary>
public sealed class ClientLimitTests
{
    [Fact]
    public async Task As_many_requests_as_the_limit_are_answered_and_one_more_is_429_with_when_to_come_again()
    {
        await using var server = await ServedHost.StartAsync(o => (o.Api.LoopbackRequestCountMax, o.Api.RequestPeriod) = (3, TimeSpan.FromHours(1)));
        foreach (var path in (string[])["/graphql?query={__typename}", "/exports/coverage", "/nothing"])
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
        }

        foreach (var path in (string[])["/graphql?query={__typename}", "/exports/coverage", "/", "/nothing"])
        {
            using var refused = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

            Assert.Equal((HttpStatusCode.TooManyRequests, "application/json; charset=utf-8"), (refused.StatusCode, refused.Content.Headers.ContentType?.ToString()));
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
            Assert.Equal(
                """{"errors":[{"message":"expected at most 3 requests in 3600 seconds, found more","extensions":{"code":"LIMIT_EXCEEDED","limit":"loopbackRequestCountMax","maximum":3}}]}""",
                await refused.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Of_ten_thousand_requests_in_a_burst_exactly_the_limit_is_answered_and_each_other_is_coded()
    {
        await using var server = await ServedHost.StartAsync(o => (o.Api.LoopbackRequestCountMax, o.Api.RequestPeriod) = (6_000, TimeSpan.FromDays(20)));
        var (answered, refused, next) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= 10_000)
            {
                using var response = await server.Client.GetAsync(new Uri("/graphql?query={__typename}", UriKind.Relative));
                var body = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.OK && body == """{"data":{"__typename":"Query"}}""")
                {
                    Interlocked.Increment(ref answered);
                }
                else if (response.StatusCode == HttpStatusCode.TooManyRequests && (string)JsonNode.Parse(body)!["errors"]![0]!["extensions"]!["code"]! == "LIMIT_EXCEEDED")
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));

        Assert.Equal((6_000, 4_000), (answered, refused));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", false)]
    [InlineData("127.0.0.1", "::1", true)]
    public async Task Who_is_not_identified_is_its_address_or_its_network(string one, string other, bool isSame)
    {
        using var clients = new ClientLimiter(new() { RequestCountMax = 1, LoopbackRequestCountMax = 1, RequestPeriod = TimeSpan.FromHours(1) });
        using var first = await clients.Buckets.AcquireAsync(From(one));
        using var second = await clients.Buckets.AcquireAsync(From(other));

        Assert.True(first.IsAcquired);
        Assert.Equal(!isSame, second.IsAcquired);
    }

    [Fact]
    public async Task Who_is_identified_counts_wherever_it_asks_from_and_has_the_limit_of_a_client()
    {
        using var clients = new ClientLimiter(new() { RequestCountMax = 2, LoopbackRequestCountMax = 1, RequestPeriod = TimeSpan.FromHours(1) });
        foreach (var (address, name, passes) in ((string, string?, bool)[])
            [("192.0.2.1", "ada", true), ("127.0.0.1", "ada", true), ("192.0.2.9", "ada", false), ("192.0.2.9", "bob", true), ("192.0.2.9", null, true), ("127.0.0.1", null, true), ("127.0.0.1", null, false)])
        {
            using var lease = await clients.Buckets.AcquireAsync(From(address, name));

            Assert.True(passes == lease.IsAcquired, $"{address} {name}");
        }
    }

    [Fact]
    public void The_use_and_the_refusal_name_the_limit_that_holds_for_the_client()
    {
        using var clients = new ClientLimiter(new() { RequestCountMax = 7, RequestPeriod = TimeSpan.FromHours(1) });
        var use = new LimitUse();
        clients.Buckets.AttemptAcquire(From("192.0.2.1")).Dispose();
        clients.Note(From("192.0.2.1"), use);

        Assert.Equal("""{"requestCountMax":{"used":1,"maximum":7}}""", System.Text.Json.JsonSerializer.Serialize(use.Show()));
        Assert.Contains(clients.Refusal(From("192.0.2.1"), TimeSpan.Zero).Facts, f => f.Value is "requestCountMax");
    }

    private static DefaultHttpContext From(string address, string? name = null)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (name is not null)
        {
            http.User = new(new ClaimsIdentity([new("sub", name)], "test"));
        }

        return http;
    }
}
