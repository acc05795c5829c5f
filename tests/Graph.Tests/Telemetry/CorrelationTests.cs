using System.Text.Json.Nodes;
using Graph.Server.Hosting;
using Graph.Tests.Protection;
using Graph.Tests.Stores;
using Microsoft.AspNetCore.Builder;

namespace Graph.Tests.Telemetry;

/// <summary>One id finds a request in its answer, in the log and in traces.</summary>
public sealed class CorrelationTests
{
    private const string Header = "Graph-Request-Id";

    [Theory]
    [InlineData("/graphql?query={__typename}")]
    [InlineData("/exports/nothing-of-that-name.csv")]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    public async Task Every_answer_has_an_id_and_two_answers_have_two(string path)
    {
        await using var server = await ServedHost.StartAsync();

        var (one, other) = (await IdAsync(server.Client, path), await IdAsync(server.Client, path));

        Assert.Matches("^[0-9a-f]{32}$", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task The_id_of_a_caller_that_traces_is_kept()
    {
        await using var server = await ServedHost.StartAsync();

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", await IdAsync(server.Client, "/graphql?query={__typename}", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    [Theory]
    [InlineData("ann@example.org")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 and more")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public async Task What_is_no_trace_is_not_taken_for_one(string traceparent)
    {
        await using var server = await ServedHost.StartAsync();

        var id = await IdAsync(server.Client, "/graphql?query={__typename}", traceparent);

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.DoesNotMatch("0af7651916cd43dd8448eb211c80319c|00000000000000000000000000000000", id);
    }

    [Fact]
    public async Task An_internal_error_has_the_id_of_its_request()
    {
        await using var engine = await Engines.OpenAsync();
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        app.MapGet("/fails", string () => throw new InvalidOperationException("secret"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        using var response = await client.GetAsync(new Uri("/fails", UriKind.Relative));

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(Assert.Single(response.Headers.GetValues(Header)), (string)body["errors"]![0]!["extensions"]!["correlationId"]!);
    }

    private static async Task<string> IdAsync(HttpClient client, string path, string? traceparent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("traceparent", traceparent);
        using var response = await client.SendAsync(request);
        return Assert.Single(response.Headers.GetValues(Header));
    }
}
