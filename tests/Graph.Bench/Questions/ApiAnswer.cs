using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using Graph.Bench.Measuring;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Graph.Bench.Questions;

/// <summary>What does GraphQL cost over a bare endpoint that answers the very same bytes?</summary>
internal static class ApiAnswer
{
    public const string Name = "api";
    private const string List = "{ view { aiSystems(first: 100) { nodes { key title classes } } } }";
    private const string Nested = "{ view { aiSystems(first: 20) { nodes { key title hasRisk(first: 20) { nodes { key title mitigatedBy(first: 20) { nodes { key title } } } } } } } }";

    public static async Task RunAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        await using var app = await HostAsync(engine);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        await MeasureAsync(bench, client, "list of 100 systems", List, "/list");
        await MeasureAsync(bench, client, "20 systems, their risks, their controls", Nested, "/nested");
    }

    private static async Task MeasureAsync(Workbench bench, HttpClient client, string what, string query, string bare)
    {
        var (one, other) = (await AskAsync(client, query), await client.GetByteArrayAsync(bare));
        if (!one.AsSpan().SequenceEqual(other))
        {
            throw new InvalidOperationException($"The two endpoints differ:\n{System.Text.Encoding.UTF8.GetString(one)[..400]}\n{System.Text.Encoding.UTF8.GetString(other)[..400]}");
        }

        await bench.CompareAsync(
            Name, $"{what}, {one.Length / 1_000} KB", async () => Sum(await AskAsync(client, query)),
            "the same JSON by a bare endpoint", async () => Sum(await client.GetByteArrayAsync(bare)));
    }

    private static async Task<byte[]> AskAsync(HttpClient client, string query)
    {
        using var response = await client.PostAsJsonAsync("/graphql", new { query });
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private static ulong Sum(byte[] bytes)
    {
        var sum = new Checksum();
        sum.Add(bytes);
        return sum.Value;
    }

    internal static async Task<WebApplication> HostAsync(GraphEngine engine)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine).AddGraphApi(new()).AddGraphIdentity(new(), null);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGraphApi();
        app.MapGet("/list", (HttpContext http) => Write(http, json =>
        {
            foreach (var system in engine.Current.Documents(AiSystemKind.Kind).Take(100))
            {
                Start(json, system);
                if (system.List(AiSystemKind.Classes) is { } classes)
                {
                    json.WriteStartArray("classes");
                    Array.ForEach(classes, json.WriteStringValue);
                    json.WriteEndArray();
                }
                else
                {
                    json.WriteNull("classes");
                }

                json.WriteEndObject();
            }
        })).AllowAnonymous();
        app.MapGet("/nested", (HttpContext http) => Write(http, json =>
        {
            var snapshot = engine.Current;
            foreach (var system in snapshot.Documents(AiSystemKind.Kind).Take(20))
            {
                Start(json, system);
                Far(json, snapshot, system, EdgeKinds.HasRisk, risk => Far(json, snapshot, risk, EdgeKinds.MitigatedBy, _ => { }));
                json.WriteEndObject();
            }
        })).AllowAnonymous();
        await app.StartAsync();
        return app;
    }

    private static async Task Write(HttpContext http, Action<Utf8JsonWriter> nodes)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (var name in new[] { "data", "view", "aiSystems" })
        {
            json.WriteStartObject();
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteStartArray("nodes");
        nodes(json);
        json.WriteEndArray();
        for (var depth = 0; depth < 4; depth++)
        {
            json.WriteEndObject();
        }
    }

    private static void Start(Utf8JsonWriter json, Document document)
    {
        json.WriteStartObject();
        json.WriteString("key", document.Key);
        json.WriteString("title", document.Text(document.Kind.Title));
    }

    private static void Far(Utf8JsonWriter json, Snapshot snapshot, Document from, EdgeKind kind, Action<Document> below)
    {
        var far = new List<Document>();
        foreach (var (node, _) in snapshot.Out(from, kind))
        {
            far.Add(snapshot.Document(node)!);
        }

        json.WriteStartObject(kind.CamelName);
        json.WriteStartArray("nodes");
        foreach (var document in far.Take(20))
        {
            Start(json, document);
            below(document);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
