using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Export;
using Graph.Server.Identity;
using Graph.Server.Import;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Graph.Tests.Api;

/// <summary>The API over an engine that a test has filled itself.</summary>
public sealed class ApiOver : IAsyncDisposable
{
    private readonly IHost host;
    private ApiOver(IHost host)
    {
        this.host = host;
        Client = host.GetTestClient();
    }

    public HttpClient Client { get; }

    public static async Task<ApiOver> StartAsync(GraphEngine engine) => new(await new HostBuilder().ConfigureWebHost(web => web
        .UseTestServer()
        .ConfigureServices(services => services.AddRouting().AddSingleton(engine).AddGraphApi(new()).AddGraphExports().AddGraphImports(new()).AddGraphIdentity(new(), null))
        .Configure(app => app.UseRouting().UseAuthentication().UseAuthorization().UseEndpoints(e =>
        {
            e.MapGraphApi();
            e.MapGraphExports();
            e.MapGraphImports();
        })))
        .StartAsync());

    /// <summary>Sends a query and gives the body as it came.</summary>
    public async Task<JsonNode> PostAsync(string query, object? variables = null)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri("/graphql", UriKind.Relative), content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Asks and expects an answer without errors.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null)
    {
        var body = await PostAsync(query, variables);
        Assert.True(body["errors"] is null, body.ToJsonString());
        return body["data"]!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.StopAsync();
        host.Dispose();
    }
}
