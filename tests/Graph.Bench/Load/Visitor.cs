using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Graph.Bench.Generation;

namespace Graph.Bench.Load;

/// <summary>One of those who ask at the same time, under a name of its own: what it asks by, and the dice that choose what it asks.</summary>
internal sealed class Visitor(int number, Uri address, string editorToken, string readerToken, GraphSize size, Random dice) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public int Number { get; } = number;

    public GraphSize Size { get; } = size;

    public Random Dice { get; } = dice;

    public string ReaderToken { get; } = readerToken;

    public string EditorToken { get; } = editorToken;

    /// <summary>How often it was told to come again later, and did.</summary>
    public int Returns { get; private set; }

    /// <summary>Sends under a token, or under none.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? token, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/graphql-response+json, application/json");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client.SendAsync(request, until);
    }

    /// <summary>Asks as a client of the API does, and waits once where it is told to come again.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, Func<HttpContent?> content)
    {
        var response = await SendAsync(method, path, content(), EditorToken);
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && response.Headers.RetryAfter?.Delta is { } wait)
        {
            Returns++;
            response.Dispose();
            await Task.Delay(wait);
            response = await SendAsync(method, path, content(), EditorToken);
        }

        return response;
    }

    /// <summary>Asks a query; gives its data, or what is wrong with the answer.</summary>
    public async Task<(JsonElement Data, string? Fault)> QueryAsync(string query, object? variables = null)
    {
        using var response = await AskAsync(HttpMethod.Post, "/graphql", () => JsonContent.Create(new { query, variables }));
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (default, $"{(int)response.StatusCode} {text}");
        }

        var answer = JsonSerializer.Deserialize<JsonElement>(text);
        return answer.TryGetProperty("errors", out _) ? (default, text) : (answer.GetProperty("data"), null);
    }

    /// <summary>Writes bytes as they are on a connection of its own, which it closes hard after so many bytes of the answer.</summary>
    public async Task<string> WriteAsync(string head, byte[]? body = null, int readBytes = 1_000, TimeSpan pause = default)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        connection.LingerState = new(true, 0);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        if (body is not null)
        {
            await stream.WriteAsync(body);
        }

        await Task.Delay(pause);
        if (readBytes == 0)
        {
            return "";
        }

        using var patience = new CancellationTokenSource(client.Timeout);
        var bytes = new byte[readBytes];
        return Encoding.Latin1.GetString(bytes, 0, await stream.ReadAsync(bytes, patience.Token));
    }

    public void Dispose() => client.Dispose();
}
