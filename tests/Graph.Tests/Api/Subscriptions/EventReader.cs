using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>A client of one event stream, which reads one event at a time, as far as it is asked to.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;
    private string? begun;

    private EventReader(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        lines = new(body);
    }

    public HttpResponseMessage Response => response;

    public static async Task<EventReader> OpenAsync(HttpClient client, string query, string? token = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/event-stream"));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null where the stream ends. Comments are passed over.</summary>
    public async Task<(string Name, JsonNode? Data)?> NextAsync()
    {
        var (name, data) = (begun, (string?)null);
        begun = null;
        using var late = new CancellationTokenSource(Patience);      // Comments come all the time, so the patience is for all lines together.
        while (await lines.ReadLineAsync(late.Token) is { } line)
        {
            if (line.Length == 0 && name is not null)
            {
                return (name, data is null or "" ? null : JsonNode.Parse(data));
            }

            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data = line["data:".Length..].TrimStart();
            }
        }

        return null;
    }

    /// <summary>The data of the next event, which must be a result without errors.</summary>
    public async Task<JsonNode> DataAsync()
    {
        var (name, data) = await NextAsync() ?? throw new Xunit.Sdk.XunitException("The stream has ended.");
        Assert.True(name == "next" && data!["errors"] is null, $"{name} {data?.ToJsonString()}");
        return data!["data"]!;
    }

    /// <summary>The extensions of the one error of the next event, after which the stream is complete.</summary>
    public async Task<JsonNode> EndAsync()
    {
        var (name, data) = await NextAsync() ?? throw new Xunit.Sdk.XunitException("The stream has ended.");
        Assert.True(name == "next" && data!["data"] is null, $"{name} {data?.ToJsonString()}");
        Assert.Equal(("complete", null), await NextAsync());
        Assert.Null(await NextAsync());
        return Assert.Single(data!["errors"]!.AsArray())!;
    }

    /// <summary>Waits until the first line of the next event has come.</summary>
    public async Task BeginAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        while (begun is null && await lines.ReadLineAsync(late.Token) is { } line)
        {
            begun = line.StartsWith("event: ", StringComparison.Ordinal) ? line["event: ".Length..] : null;
        }
    }

    public void Dispose()
    {
        response.Dispose();     // First: it ends a read that still waits.
        lines.Dispose();
    }
}
