using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Hosting;
using Graph.Server.Identity;
using Graph.Stores.Memory;
using Graph.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Identity;

/// <summary>The server as it is hosted, on a port of loopback, with a graph in memory, a clock that the test moves, and tokens in a folder of its own.</summary>
internal sealed class IdentifiedServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder;

    private IdentifiedServer(TemporaryFolder folder, WebApplication app, GraphEngine engine, FakeTimeProvider clock)
    {
        this.folder = folder;
        App = app;
        Engine = engine;
        Clock = clock;
        Client = new() { BaseAddress = new(app.Urls.First()) };
        Tokens = new(Path.Combine(folder.Path, "graph.db"));
    }

    public WebApplication App { get; }

    public GraphEngine Engine { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public TokenFile Tokens { get; }

    /// <summary>Starts one with a token of an administrator, unless it is to start open.</summary>
    public static async Task<IdentifiedServer> StartAsync(Action<IdentityOptions>? configure = null, bool open = false, Action<TokenFile, DateTimeOffset>? prepare = null, Action<ApiOptions>? configureApi = null)
    {
        var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        var engine = await GraphEngine.OpenAsync(GraphModel.Default, new MemoryLogStore(), new(), clock, null, default);
        var options = new ServerOptions { Urls = "http://127.0.0.1:0", Database = folder.File("graph.db") };
        configure?.Invoke(options.Identity);
        configureApi?.Invoke(options.Api);
        var file = new TokenFile(options.Database);
        if (prepare is not null)
        {
            prepare(file, clock.GetUtcNow());
        }
        else if (!open)
        {
            Make(file, clock.GetUtcNow(), "root", Role.Administrator);
        }

        var app = GraphHost.Build(options, engine);
        await app.StartAsync();
        return new(folder, app, engine, clock);
    }

    /// <summary>Makes a token as graph token create does, good for 30 days; gives it.</summary>
    public string Make(string name, params Role[] roles) => Make(Tokens, Clock.GetUtcNow(), name, roles);

    public static string Make(TokenFile file, DateTimeOffset now, string name, params Role[] roles)
    {
        var (kept, token) = ApiToken.Create(name, roles, now, now.AddDays(30));
        file.Change(tokens => [.. tokens, kept]);
        return token;
    }

    public void Revoke(string name) => Tokens.Change(tokens => [.. tokens.Select(t => t.Name == name ? t with { RevokedAt = Clock.GetUtcNow() } : t)]);

    /// <summary>Sends a request with a bearer token, or with none.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, string? token = null, HttpMethod? method = null, object? body = null, Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        headers?.Invoke(request.Headers);
        return await Client.SendAsync(request);
    }

    /// <summary>Asks by POST; gives status and body.</summary>
    public async Task<(int Status, JsonNode Body)> AskAsync(string query, string? token = null)
    {
        using var response = await SendAsync("/graphql", token, HttpMethod.Post, new { query }, h => h.Accept.ParseAdd("application/graphql-response+json"));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Asks and expects an answer without errors.</summary>
    public async Task<JsonNode> AnswerAsync(string query, string? token = null)
    {
        var (status, body) = await AskAsync(query, token);
        Assert.True(status == 200 && body["errors"] is null, body.ToJsonString());
        return body["data"]!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        await Engine.DisposeAsync();
        folder.Dispose();
    }
}
