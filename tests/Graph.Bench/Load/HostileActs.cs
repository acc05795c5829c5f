using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Graph.Bench.Load;

/// <summary>What nobody should send. Each must get the refusal that is meant for it; any other answer is a fault.</summary>
internal static class HostileActs
{
    private const string Json = "application/json";
    private static readonly byte[] TenMegabytes = new byte[10_000_000];
    private static readonly byte[] Bomb = Packed(new byte[100_000_000]);
    private static readonly TimeSpan SlowPause = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Act> All { get; } =
    [
        new("broken JSON", 5, v => PostAsync(v, Text("{\"query\": \"{ view { revision } }"), HttpStatusCode.BadRequest)),
        new("not UTF-8", 5, v => PostAsync(v, Bytes([.. "{\"query\":\"{ a"u8, 0xff, 0xfe, .. "}\"}"u8], Json), HttpStatusCode.BadRequest)),
        new("200 levels", 5, v => PostAsync(v, Query(string.Concat(Enumerable.Repeat("{ view ", 200)) + "{ revision }" + new string('}', 200)), HttpStatusCode.BadRequest)),
        new("1,000 aliases in fragments", 5, v => PostAsync(v, Query(Aliases()), HttpStatusCode.BadRequest)),
        new("pages within pages within pages", 5, v => PostAsync(
            v, Query("{ view { aiSystems(first: 500) { nodes { hasRisk(first: 500) { nodes { mitigatedBy(first: 500) { nodes { evidencedBy(first: 500) { nodes { key } } } } } } } } } }"), HttpStatusCode.BadRequest)),
        new("variables of the wrong type", 5, v => PostAsync(
            v, JsonContent.Create(new { query = "query($n: Int!) { view { risks(first: $n) { totalCount } } }", variables = new { n = "many" } }), HttpStatusCode.BadRequest)),
        new("a forged cursor", 5, v => PostAsync(v, Query("{ view { risks(after: \"" + Convert.ToBase64String(Random.Shared.GetItems<byte>([.. "0123456789|:@"u8], 40)) + "\") { totalCount } } }"), HttpStatusCode.OK)),
        new("a change by a reader", 5, v => PostAsync(v, Query("mutation { apply(changeId: \"x\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:x\", title: \"X\"}}}]) { accepted } }"), HttpStatusCode.OK, HttpStatusCode.Forbidden)),
        new("a change that joins what may not be joined", 5, v => PostAsync(
            v, Query($"mutation {{ apply(changeId: \"{Guid.NewGuid()}\", reason: \"r\", changes: [{{link: {{mitigatedBy: {{from: \"vendor:1\", to: \"vendor:none\"}}}}}}]) {{ accepted }} }}"), v.EditorToken, HttpStatusCode.OK, HttpStatusCode.BadRequest)),
        new("no token", 5, v => PostAsync(v, Query("{ view { revision } }"), null, HttpStatusCode.Unauthorized)),
        new("a made-up token", 5, v => PostAsync(v, Query("{ view { revision } }"), "graph_00000000_" + new string('a', 43), HttpStatusCode.Unauthorized)),
        new("ten megabytes", 2, v => PostAsync(v, Bytes(TenMegabytes, Json), HttpStatusCode.RequestEntityTooLarge)),
        new("a zip bomb", 5, v => PostAsync(v, Bytes(Bomb, Json, "gzip"), HttpStatusCode.UnsupportedMediaType)),
        new("a path out of the folder", 5, async v => Judge(await v.WriteAsync("GET /..%2f..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), "HTTP/1.1 4")),
        new("what is no HTTP", 5, async v => Judge(await v.WriteAsync("\0\u0016\u0003\u0001 anything\r\n\r\n"), "HTTP/1.1 400", "")),
        new("a body that is not sent to its end", 5, async v =>
        {
            await v.WriteAsync(Head(v.EditorToken, Json, 500) + "{\"query\":\"mutation { apply(", readBytes: 0);
            return null;
        }),
        new("a body that comes slowly", 2, async v =>
        {
            await v.WriteAsync(Head(v.EditorToken, Json, 500) + "{", readBytes: 0, pause: SlowPause);
            return null;
        }),
        new("an export that is not read to its end", 2, async v => Judge(
            await v.WriteAsync($"GET /exports/evidence.csv HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {v.ReaderToken}\r\n\r\n", readBytes: 500, pause: SlowPause), "HTTP/1.1 200", "HTTP/1.1 503")),
        new("the dearest query that is let in", 1, async v => await JudgeAsync(
            await v.SendAsync(HttpMethod.Post, "/graphql", Query("{ view { " + string.Join(' ', Enumerable.Range(1, 8).Select(i => $"c{i}: cells(first: 500, filter: {{states: [MISSING]}}) {{ totalCount nodes {{ state verdict defects {{ code closes }} }} }}")) + " } }"), v.ReaderToken),
            [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], mayAnswer: true)),
        new("an upload of broken rows", 2, v => UploadAsync(
            v, "risks.csv", string.Concat(Enumerable.Repeat("risk:x,\"X\",,9,9\n", 2_000).Prepend("key,title,kind,inherentLikelihood,inherentImpact\n")), HttpStatusCode.UnprocessableEntity)),
        new("an upload of a YAML bomb", 2, v => UploadAsync(
            v, "bomb.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\ndocuments: *c\n", HttpStatusCode.UnprocessableEntity)),
        new("an upload by a reader", 2, v => UploadAsync(v, "risks.csv", "key,title\nrisk:x,X\n", v.ReaderToken, HttpStatusCode.Forbidden)),
        new("a burst of a hundred", 1, async v => (await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PostAsync(v, Text("[]"), HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests)))).FirstOrDefault(f => f is not null)),
    ];

    private static string Aliases()
    {
        var text = new StringBuilder("{ view { ...F0 } }");
        for (var fragment = 0; fragment < 10; fragment++)
        {
            text.Append($" fragment F{fragment} on View {{ ").AppendJoin(' ', Enumerable.Range(0, 100).Select(a => $"a{fragment}x{a}: revision"));
            text.Append(fragment < 9 ? $" ...F{fragment + 1} }}" : " }");
        }

        return text.ToString();
    }

    private static JsonContent Query(string query) => JsonContent.Create(new { query });

    private static StringContent Text(string body) => new(body, Encoding.UTF8, Json);

    private static ByteArrayContent Bytes(byte[] bytes, string type, string? encoding = null)
    {
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new(type) } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return content;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static string Head(string token, string type, int length) =>
        $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n";

    private static Task<string?> PostAsync(Visitor visitor, HttpContent content, params HttpStatusCode[] expected) => PostAsync(visitor, content, visitor.ReaderToken, expected);

    private static async Task<string?> PostAsync(Visitor visitor, HttpContent content, string? token, params HttpStatusCode[] expected)
    {
        try
        {
            return await JudgeAsync(await visitor.SendAsync(HttpMethod.Post, "/graphql", content, token), expected);
        }
        catch (HttpRequestException e) when (content is ByteArrayContent && e.InnerException is IOException && expected.Contains(HttpStatusCode.RequestEntityTooLarge))
        {
            return null;    // Refused while it was still sending.
        }
    }

    private static Task<string?> UploadAsync(Visitor visitor, string file, string text, params HttpStatusCode[] expected) => UploadAsync(visitor, file, text, visitor.EditorToken, expected);

    private static async Task<string?> UploadAsync(Visitor visitor, string file, string text, string token, params HttpStatusCode[] expected)
    {
        var type = new MediaTypeHeaderValue(file.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv" : "application/yaml");
        using var response = await visitor.SendAsync(HttpMethod.Post, $"/imports?mode=apply&file={file}", new StringContent(text, Encoding.UTF8, type), token);
        // Others upload as well; it may be told to come again.
        return await JudgeAsync(response, [.. expected, HttpStatusCode.ServiceUnavailable]);
    }

    private static async Task<string?> JudgeAsync(HttpResponseMessage response, HttpStatusCode[] expected, bool mayAnswer = false)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            var isExpected = expected.Contains(response.StatusCode) && !text.Contains("INTERNAL", StringComparison.Ordinal);
            // Where a refusal may come with status 200, it says so in the answer.
            var isRefused = response.StatusCode != HttpStatusCode.OK || mayAnswer || text.Contains("\"errors\":", StringComparison.Ordinal) || text.Contains("\"accepted\":false", StringComparison.Ordinal);
            return isExpected && isRefused ? null : $"{(int)response.StatusCode} {text}";
        }
    }

    private static string? Judge(string answer, params string[] expected) =>
        expected.Any(e => e.Length == 0 ? answer.Length == 0 : answer.StartsWith(e, StringComparison.Ordinal)) ? null : answer;
}
