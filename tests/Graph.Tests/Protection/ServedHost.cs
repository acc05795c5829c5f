using System.Net.Sockets;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Server.Hosting;
using Graph.Tests.Stores;
using Microsoft.AspNetCore.Builder;

namespace Graph.Tests.Protection;

/// <summary>The whole server as it is started, listening on a port of this machine.</summary>
public sealed class ServedHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ServedHost(WebApplication app, GraphEngine engine)
    {
        this.app = app;
        Engine = engine;
        Client = new() { BaseAddress = new(app.Urls.First()) };
    }

    public GraphEngine Engine { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<ServedHost> StartAsync(Action<ServerOptions>? configure = null, ILogStore? store = null)
    {
        var options = new ServerOptions { Urls = "http://127.0.0.1:0" };
        configure?.Invoke(options);
        var engine = await Engines.OpenAsync(store);
        var app = GraphHost.Build(options, engine);
        await app.StartAsync();
        return new(app, engine);
    }

    /// <summary>Posts a query.</summary>
    public Task<HttpResponseMessage> PostAsync(string query) =>
        Client.PostAsync(new Uri("/graphql", UriKind.Relative), new StringContent(System.Text.Json.JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"));

    /// <summary>Sends bytes as they are.</summary>
    public async Task<TcpClient> ConnectAsync(string text)
    {
        var client = new TcpClient("127.0.0.1", Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return client;
    }

    /// <summary>Everything that comes until the server closes.</summary>
    public static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Stops the server as a signal does.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await Engine.DisposeAsync();
    }
}
