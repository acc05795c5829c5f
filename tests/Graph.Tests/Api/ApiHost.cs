using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Export;
using Graph.Server.Identity;
using Graph.Server.Import;
using Graph.Stores.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Api;

/// <summary>A host of the API alone, over a graph in memory, at noon of 2026-08-06 until the clock is moved.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly IHost host;

    private ApiHost(IHost host, GraphEngine engine, FakeTimeProvider clock)
    {
        this.host = host;
        Engine = engine;
        Clock = clock;
        Client = host.GetTestClient();
    }

    public GraphEngine Engine { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public LogCollector Logs { get; private init; } = new();

    public IServiceProvider Services => host.Services;

    public ApiSchema Schema => host.Services.GetRequiredService<ApiSchema>();

    public static async Task<ApiHost> StartAsync(GraphModel? model = null, Action<ApiOptions>? configure = null, ILogStore? store = null, Action<EngineOptions>? configureEngine = null, Action<IServiceCollection>? replace = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        var options = new EngineOptions();
        configureEngine?.Invoke(options);
        var api = new ApiOptions();
        configure?.Invoke(api);
        var engine = await GraphEngine.OpenAsync(model ?? GraphModel.Default, store ?? new MemoryLogStore(), options, clock, null, default);
        var logs = new LogCollector();
        var host = await new HostBuilder().ConfigureWebHost(web => web
            .UseTestServer()
            .ConfigureLogging(l => l.ClearProviders().AddProvider(logs))
            .ConfigureServices(services => services.AddRouting().AddSingleton(engine).AddGraphApi(api).AddGraphExports().AddGraphImports(new()).AddGraphIdentity(new(), null))
            .ConfigureServices(services => replace?.Invoke(services))
            .Configure(app => app.UseRouting().UseAuthentication().UseAuthorization().UseEndpoints(e =>
            {
                e.MapGraphApi();
                e.MapGraphExports();
                e.MapGraphImports();
            })))
            .StartAsync();
        return new(host, engine, clock) { Logs = logs };
    }

    /// <summary>Sends a request as a client would and gives status, content type and body.</summary>
    public async Task<(int Status, string? ContentType, JsonNode Body)> PostAsync(
        string query, object? variables = null, string? actor = null, string accept = "application/graphql-response+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json"),
        };
        if (actor is not null)
        {
            request.Headers.Add("Graph-Actor", actor);
        }

        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), JsonNode.Parse(text)!);
    }

    /// <summary>Asks and expects an answer without errors.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null, string? actor = null)
    {
        var (status, _, body) = await PostAsync(query, variables, actor);
        Assert.True(body["errors"] is null, body.ToJsonString());
        Assert.Equal(200, status);
        return body["data"]!;
    }

    /// <summary>Asks and expects exactly one error; gives its code, path and message.</summary>
    public async Task<(string Code, string? Path, string Message, JsonNode Error)> FailAsync(string query, object? variables = null, string? actor = null)
    {
        var (_, _, body) = await PostAsync(query, variables, actor);
        var error = Assert.Single(body["errors"]?.AsArray() ?? throw new Xunit.Sdk.XunitException(body.ToJsonString()))!;
        return ((string)error["extensions"]!["code"]!, error["path"]?.ToJsonString(), (string)error["message"]!, error);
    }

    /// <summary>Writes to the graph without the API.</summary>
    public async Task WriteAsync(params Operation[] operations) => await WriteAsync(ChangeOrigin.Edit, operations);

    public async Task WriteAsync(ChangeOrigin origin, params Operation[] operations)
    {
        var result = await Engine.ApplyAsync(new ChangeRequest(Guid.CreateVersion7().ToString(), "test", "Written by a test.", operations) { Origin = origin }, default);
        Assert.True(result.Accepted, string.Join("\n", result.Violations));
    }

    /// <summary>Has somebody submit a document and somebody else approve it, without the API.</summary>
    public async Task ApproveAsync(string key)
    {
        foreach (var (verb, actor) in new[] { (DecisionVerb.Submit, "Sue Submitter"), (DecisionVerb.Approve, "Ann Approver") })
        {
            var result = await Engine.ApplyAsync(new ChangeRequest(Guid.CreateVersion7().ToString(), actor, "Decided by a test.", []) { Origin = ChangeOrigin.Authority, Decisions = [new(verb, key, null)] }, default);
            Assert.True(result.Accepted, string.Join("\n", result.Violations));
        }
    }

    public static PutDocument Put(string kind, string key, params (string Name, object? Value)[] fields) =>
        new(kind, key, null, fields.ToDictionary(f => f.Name, f => f.Value));

    public static LinkDocuments Link(string from, string kind, string to, params (string Name, object? Value)[] fields) =>
        new(from, kind, to, fields.ToDictionary(f => f.Name, f => f.Value));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.StopAsync();
        host.Dispose();
        await Engine.DisposeAsync();
    }

    /// <summary>Keeps what was logged.</summary>
    public sealed class LogCollector : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception?.Message}");
            }
        }

        public void Dispose()
        {
        }
    }
}
