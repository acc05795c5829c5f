using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Types;
using Graph.Server.Hosting;
using Graph.Server.Import;
using Graph.Stores.Memory;
using Graph.Tests.SeedStories;
using Microsoft.AspNetCore.Builder;
using Xunit.Abstractions;

namespace Graph.Tests.Fuzz;

/// <summary>
/// Whatever is sent to the endpoint over a socket, the answer is one of those promised, no fault is ours, and the log that results
/// verifies.
/// </summary>
public sealed class EndpointFuzzTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Iterations = 3_000;

    private static readonly HashSet<string> Codes = [.. Enum.GetValues<ErrorCode>().Where(c => c != ErrorCode.Internal).Select(EnumWords.Of)];

    private readonly MemoryLogStore store = new();     // The engine disposes of it.
    private readonly long memory = GC.GetTotalMemory(forceFullCollection: true);
    private GraphEngine engine = null!;
    private WebApplication app = null!;
    private HttpClient client = null!;
    private int executedCount, acceptedCount;

    public async Task InitializeAsync()
    {
        engine = await GraphEngine.OpenAsync(GraphModel.Default, store, new(), SeedStory.Noon, null, default);
        var seed = await new Importer(engine, new() { IsSeed = true }).RunAsync(ImportFile.Find([Path.Combine(SeedStory.Root, "seed")], new()), null, default);
        Assert.True(seed.Succeeded);
        var options = new ServerOptions { Urls = "http://127.0.0.1:0" };
        options.Api.RequestCountMax = options.Api.LoopbackRequestCountMax = int.MaxValue;
        app = GraphHost.Build(options, engine);
        await app.StartAsync();
        client = new() { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(1) };
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await engine.DisposeAsync();
    }

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Any_body_and_any_query_string_is_answered_as_promised_and_the_log_verifies()
    {
        var watch = Stopwatch.StartNew();
        var first = engine.Current.Head.Revision;

        var count = FuzzRun.Run(Requests(), Iterations, bytes => AskAsync(bytes).GetAwaiter().GetResult());

        output.WriteLine($"{count} requests in {watch.Elapsed.TotalSeconds:0} s: {executedCount} executed, {acceptedCount} changes accepted, {(GC.GetTotalMemory(forceFullCollection: true) - memory) >> 20} MB more than before the seed");
        Assert.True(executedCount > count / 100, $"{executedCount} of {count} requests were executed: the others say little about what lies behind the parser");
        Assert.True(engine.CanWrite);
        Assert.True(engine.Current.Head.Revision > first, "nothing was written");
        Assert.Equal(engine.Current.Head, await GraphEngine.VerifyAsync(GraphModel.Default, store, null, default));
    }

    // Each entry is a request: a line with method, path and media type, then the body.
    private static List<(string Name, byte[] Bytes)> Requests() =>
    [
        .. Corpus.Of("endpoint"),
        .. Directory.GetFiles(Path.Combine(SeedStory.Root, "src", "Graph.Web", "questions"), "*.graphql").Order(StringComparer.Ordinal).Select(question => (
            Path.GetFileName(question),
            Encoding.UTF8.GetBytes("POST /graphql application/json\n" + JsonSerializer.Serialize(new
            {
                query = File.ReadAllText(question),
                variables = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.ChangeExtension(question, "json"))),
            })))),
    ];

    private async Task AskAsync(byte[] bytes)
    {
        using var request = Read(bytes);
        using var response = await client.SendAsync(request);
        var status = (int)response.StatusCode;
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(status is 200 or 304 or (>= 400 and < 500) or 503, $"status {status}: {Encoding.UTF8.GetString(body)}");
        if (response.Content.Headers.ContentType is not { MediaType: "application/json" or "application/graphql-response+json" })
        {
            return;     // An export in another form, or a page.
        }

        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return;     // An export.
        }

        var isExecuted = json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object;
        var errors = json.RootElement.TryGetProperty("errors", out var listed) ? listed.EnumerateArray().ToArray() : [];
        Assert.True(isExecuted || errors.Length > 0 || request.RequestUri!.AbsolutePath != "/graphql", "neither data nor errors");
        Assert.All(errors, error =>
        {
            Assert.Contains(error.GetProperty("extensions").GetProperty("code").GetString()!, Codes);
            Assert.True(error.GetProperty("message").GetString()!.Length is > 0 and < 5_000);
        });
        if (isExecuted)
        {
            Interlocked.Increment(ref executedCount);
            if (data.TryGetProperty("apply", out var payload) && payload.ValueKind == JsonValueKind.Object
                && payload.TryGetProperty("accepted", out var accepted) && accepted.ValueKind == JsonValueKind.True && body.AsSpan().IndexOf("\"dryRun\":false"u8) >= 0)
            {
                Interlocked.Increment(ref acceptedCount);
            }
        }
    }

    private HttpRequestMessage Read(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n') is var at and >= 0 ? at : bytes.Length;
        var line = Encoding.Latin1.GetString(bytes, 0, end).Split(' ');
        var isGet = line[0] == "GET";
        var path = line.Length > 1 && line[1].StartsWith('/') && line[1].All(c => c is > ' ' and < '\x7f') ? line[1] : "/graphql";     // Else it would be no HTTP.
        var body = bytes[Math.Min(bytes.Length, end + 1)..];
        var asked = isGet && body.Length > 0 ? $"{path}?query={Uri.EscapeDataString(Encoding.UTF8.GetString(body))}" : path;
        var address = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + asked, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(isGet ? HttpMethod.Get : HttpMethod.Post, address);
        request.Headers.TryAddWithoutValidation("Accept", "application/graphql-response+json, */*;q=0.1");
        if (!isGet)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = line.Length > 2 && MediaTypeHeaderValue.TryParse(line[2], out var type) ? type : null;
        }

        return request;
    }
}
