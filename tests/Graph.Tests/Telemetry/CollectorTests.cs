using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Graph.Tests.Protection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Graph.Tests.Telemetry;

/// <summary>Traces and metrics reach an OpenTelemetry collector, and hold nothing that they must not.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_the_collector_without_what_the_caller_wrote()
    {
        var got = new ConcurrentQueue<(string Path, string? Type, string? Key, string Body)>();
        await using var collector = await CollectorAsync(got);
        await using (var server = await ServedHost.StartAsync(o =>
        {
            o.Telemetry.OtlpEndpoint = collector.Urls.First();
            o.Telemetry.OtlpHeaders = "api-key=k1";
        }))
        {
            using var answer = await server.PostAsync("query Personal_Name { view { vendors(search: \"Jane Doe\") { totalCount } } }");
            using var health = await server.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        }

        foreach (var path in (string[])["/v1/traces", "/v1/metrics"])
        {
            Assert.All(got.Where(g => g.Path == path), g => Assert.Equal(("application/x-protobuf", "k1"), (g.Type, g.Key)));
        }

        var (traces, metrics) = (All(got, "/v1/traces"), All(got, "/v1/metrics"));
        Assert.Contains("query view.vendors", traces);
        Assert.DoesNotContain("/health/live", traces);
        Assert.All((string[])["graph.operation.duration", "graph.revision", "graph.write.queue", "http.server.request.duration", "view.vendors"], name => Assert.Contains(name, metrics));
        Assert.All((string[])[traces, metrics], text => Assert.DoesNotMatch("Jane|Personal_Name", text));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_costs_no_answer()
    {
        await using var server = await ServedHost.StartAsync(o => o.Telemetry.OtlpEndpoint = "http://127.0.0.1:9");

        using var answer = await server.PostAsync("{ server { zone } }");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string All(IEnumerable<(string Path, string? Type, string? Key, string Body)> got, string path) =>
        string.Concat(got.Where(g => g.Path == path).Select(g => g.Body)) is { Length: > 0 } text ? text : throw new InvalidOperationException($"Nothing came to {path}.");

    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<(string Path, string? Type, string? Key, string Body)> got)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
            got.Enqueue((http.Request.Path.Value!, http.Request.ContentType, http.Request.Headers["api-key"], await reader.ReadToEndAsync()));
        });
        await app.StartAsync();
        return app;
    }
}
