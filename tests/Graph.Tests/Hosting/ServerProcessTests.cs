using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Graph.Server.Cli;
using Graph.Server.Identity;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace Graph.Tests.Hosting;

/// <summary>What the server tells its operator on the standard output, run as the program that it is.</summary>
public sealed class ServerProcessTests : IDisposable
{
    // A request that took long is a line, and a busy machine takes long for any.
    private static readonly (string Name, string Value) NoneIsSlow = ("Graph__Telemetry__SlowRequestMin", "01:00:00");

    private readonly TemporaryFolder folder = new();

    private Process? server;

    public void Dispose()
    {
        server?.Kill();
        server?.WaitForExit();
        server?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_failed_write_that_stops_the_writer_is_logged_and_reads_go_on()
    {
        Start("--seed", "none");
        var address = (await LineAsync(3)).GetProperty("Addresses").GetString()!;
        using var client = new HttpClient { BaseAddress = new(address) };
        Sql("UPDATE head SET revision = 7");

        var refused = await AskAsync(client, "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:v\", title: \"V\"}}}]) { userErrors { code } } }");

        Assert.Equal("UNAVAILABLE", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        var line = await LineAsync(7);
        Assert.Equal(("Error", 0), (line.GetProperty("@l").GetString(), line.GetProperty("Revision").GetInt32()));
        Assert.Contains("it is at 7", line.GetProperty("@x").GetString());
        Assert.Equal(0, (await AskAsync(client, "{ view { revision } }")).GetProperty("data").GetProperty("view").GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Loading_the_seed_tells_how_far_it_is_and_counts_the_graph_as_the_next_start_does()
    {
        folder.Write("seed/1.yaml", "documents: {Vendor: [{key: vendor:v, title: V}], Component: [{key: component:m, title: M, type: MODEL, suppliedBy: vendor:v}]}");
        folder.Write("seed/2.yaml", "changes: [{at: 2026-01-01T00:00:00Z, documents: {Vendor: [{key: vendor:v, title: W}]}}, {at: 2026-01-02T00:00:00Z, documents: {Vendor: [{key: vendor:w, title: W}]}}]");
        Start("--seed", folder.File("seed"));

        Assert.Equal("seed: 1.yaml (1 of 3)", (await LineAsync(8)).GetProperty("Step").GetString());
        var seeded = await LineAsync(2);
        await LineAsync(3);
        server!.Kill();
        await server.WaitForExitAsync();
        Start("--seed", folder.File("seed"));
        var opened = await LineAsync(1);

        Assert.Equal((3, 3, 1), Counts(seeded));
        Assert.Equal(Counts(seeded), Counts(opened));

        static (int, int, int) Counts(JsonElement line) =>
            (line.GetProperty("Revision").GetInt32(), line.GetProperty("DocumentCount").GetInt32(), line.GetProperty("EdgeCount").GetInt32());
    }

    [Fact]
    public async Task Refusals_are_logged_with_client_and_place_and_without_tokens_and_names()
    {
        var file = new TokenFile(folder.File("graph.db"));
        string Make(string name, Role role) => Identity.IdentifiedServer.Make(file, DateTimeOffset.UtcNow, name, role);
        var (reader, editor, approver) = (Make("Rita Reader", Role.Reader), Make("Eve Editor", Role.Editor), Make("eve editor", Role.Approver));
        Start("--seed", "none");
        using var client = new HttpClient { BaseAddress = new((await LineAsync(3)).GetProperty("Addresses").GetString()!) };
        async Task<JsonElement> AskAsAsync(string token, string query)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return await AskAsync(client, query);
        }

        await AskAsAsync("graph_00000000_notatoken", "{ view { revision } }");
        await AskAsAsync(reader, "{ secretName: log { totalCount } }");
        await AskAsAsync(editor, "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { evidence: { key: \"evidence:e\", title: \"E\", type: POLICY } } }]) { accepted } }");
        await AskAsAsync(editor, "mutation { submit(changeId: \"2\", reason: \"r\", key: \"evidence:e\") { accepted } }");
        await AskAsAsync(approver, "mutation { reject(changeId: \"3\", reason: \"r\", key: \"evidence:e\") { accepted } }");

        var (nobody, fields, eyes) = (await LineAsync(9), await LineAsync(11), await LineAsync(12));
        Assert.Equal("token", nobody.GetProperty("Cause").GetString());
        Assert.Equal(("Query.log", "token:" + reader.Split('_')[1]), (fields.GetProperty("Field").GetString(), fields.GetProperty("Client").GetString()));
        Assert.Equal(("reject", "key", "token:" + approver.Split('_')[1]), (eyes.GetProperty("Field").GetString(), eyes.GetProperty("Path").GetString(), eyes.GetProperty("Client").GetString()));
        foreach (var line in (JsonElement[])[nobody, fields, eyes])
        {
            Assert.DoesNotMatch("notatoken|secretName|(?i)rita|eve editor|graph_", line.GetRawText());
        }
    }

    [Fact]
    public async Task Each_request_is_a_line_at_debug_that_has_its_id_and_nothing_of_what_the_caller_wrote()
    {
        Start(["--seed", "none"], ("Graph__Telemetry__LogLevel", "debug"));
        using var client = new HttpClient { BaseAddress = new((await LineAsync(3)).GetProperty("Addresses").GetString()!) };
        using var response = await client.GetAsync(new Uri("/exports/jane-doe.csv?system=ann@example.org", UriKind.Relative));

        var line = await LineAsync(l => l.TryGetProperty("Endpoint", out _));

        Assert.Equal(
            ("GET", "/exports/{**name}", 404, Assert.Single(response.Headers.GetValues("Graph-Request-Id"))),
            (line.GetProperty("RequestMethod").GetString(), line.GetProperty("Endpoint").GetString(), line.GetProperty("StatusCode").GetInt32(), line.GetProperty("@tr").GetString()));
        Assert.DoesNotMatch("jane|ann", line.GetRawText());
    }

    [Fact]
    public async Task Of_tokens_of_an_issuer_the_log_has_a_line_for_each_refusal_and_nothing_that_the_caller_wrote()
    {
        await using var issuer = await Identity.TestIssuer.StartAsync();
        Start(["--seed", "none"], ("Graph__Identity__Oidc__Authority", issuer.Authority), ("Graph__Identity__Oidc__Audience", "graph"), NoneIsSlow);
        using var client = new HttpClient { BaseAddress = new((await LineAsync(3)).GetProperty("Addresses").GetString()!) };
        async Task<int> StatusAsync(string token)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return (int)(await client.GetAsync(new Uri("/graphql?query={__typename}", UriKind.Relative))).StatusCode;
        }

        var kid = JsonSerializer.Serialize("x\n19:15:10 INF Opened data/graph.db by Ada Lovelace" + new string('A', 8_000));
        var forged = Identity.TestIssuer.Resign(issuer.Token(), $$"""{"alg":"RS256","typ":"JWT","kid":{{kid}}}""", _ => new byte[256]);
        Assert.Equal((200, 401, 401, 200), (await StatusAsync(issuer.Token()), await StatusAsync(forged), await StatusAsync("ey.AAAAAAAA.x"), await StatusAsync(issuer.Token())));
        var lines = await StopAsync();

        Assert.Equal([9, 9, 4, 5], lines.Select(l => l.GetProperty("EventId").GetProperty("Id").GetInt32()));
        Assert.All(lines, l => Assert.DoesNotMatch("Lovelace|AAAA|IDX", l.GetRawText()));
    }

    [Fact]
    public async Task An_issuer_whose_keys_cannot_be_read_is_a_line()
    {
        await using var issuer = await Identity.TestIssuer.StartAsync();
        issuer.IsIll = true;
        Start(["--seed", "none"], ("Graph__Identity__Oidc__Authority", issuer.Authority), ("Graph__Identity__Oidc__Audience", "graph"));
        using var client = new HttpClient { BaseAddress = new((await LineAsync(3)).GetProperty("Addresses").GetString()!) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Token());

        Assert.Equal(503, (int)(await client.GetAsync(new Uri("/graphql?query={__typename}", UriKind.Relative))).StatusCode);
        Assert.Equal("Error", (await LineAsync(14)).GetProperty("@l").GetString());
    }

    [Theory]
    [InlineData("/graphql", "application/json", "Graph__Api__TimeMax")]
    [InlineData("/imports", "application/yaml", "Graph__Import__UploadTimeMax")]
    public async Task A_body_that_does_not_come_to_its_end_is_no_fault_of_the_server_in_its_log(string path, string type, string limit)
    {
        Start(["--seed", "none"], (limit, "00:00:00.300"), NoneIsSlow);
        var address = new Uri((await LineAsync(3)).GetProperty("Addresses").GetString()!);
        using (var client = new System.Net.Sockets.TcpClient("127.0.0.1", address.Port))
        {
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n{{\"query\""));
            using var reader = new StreamReader(client.GetStream());
            Assert.StartsWith("HTTP/1.1 408 Request Timeout", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.Equal([4, 5], (await StopAsync()).Select(l => l.GetProperty("EventId").GetProperty("Id").GetInt32()));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_writes_answers_what_it_has_written_and_writes_what_it_has_answered()
    {
        Start("--seed", "none");
        var address = new Uri((await LineAsync(3)).GetProperty("Addresses").GetString()!);
        var acknowledged = new ConcurrentBag<string>();
        var writing = new TaskCompletionSource();
        var clients = Enumerable.Range(0, 8).Select(async c =>
        {
            using var client = new HttpClient { BaseAddress = address };
            for (var i = 0; ; i++)
            {
                var id = $"{c}-{i}";
                try
                {
                    var answer = await AskAsync(client, $"mutation {{ apply(changeId: \"{id}\", reason: \"r\", changes: [{{put: {{vendor: {{key: \"vendor:v{id}\", title: \"V\"}}}}}}]) {{ accepted }} }}");
                    Assert.True(answer.GetProperty("data").GetProperty("apply").GetProperty("accepted").GetBoolean());
                    acknowledged.Add(id);
                }
                catch (HttpRequestException)
                {
                    return;     // The server takes no more requests.
                }

                if (acknowledged.Count > 100)
                {
                    writing.TrySetResult();
                }
            }
        }).ToArray();
        await writing.Task.WaitAsync(TimeSpan.FromMinutes(1));

        using var terminate = Process.Start("kill", ["-TERM", server!.Id.ToString(CultureInfo.InvariantCulture)]);
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(1));
        var stopped = await LineAsync(5);
        await server.WaitForExitAsync();

        Assert.Equal(0, server.ExitCode);
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(folder.File("graph.db")));
        var kept = new List<string>();
        await foreach (var (_, change) in engine.ReadLogAsync(0, default))
        {
            kept.Add(change.ChangeId);
        }

        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.Equal(kept.Count, stopped.GetProperty("Revision").GetInt32());
    }

    private void Start(params string[] arguments) => Start(arguments, []);

    private void Start(string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(GraphCommand).Assembly.Location, "--database", folder.File("graph.db"), "--urls", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            Environment = { ["Graph__LogFormat"] = "json" },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        server = Process.Start(start);
    }

    /// <summary>Stops the server as an operator does; gives what it has logged since the line read last.</summary>
    private async Task<List<JsonElement>> StopAsync()
    {
        using var terminate = Process.Start("kill", ["-TERM", server!.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var lines = new List<JsonElement>();
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith('{'))
            {
                lines.Add(JsonSerializer.Deserialize<JsonElement>(line));
            }
        }

        return lines;
    }

    /// <summary>Reads on to the line with an event id.</summary>
    private Task<JsonElement> LineAsync(int eventId) => LineAsync(logged => logged.TryGetProperty("EventId", out var id) && id.GetProperty("Id").GetInt32() == eventId);

    private async Task<JsonElement> LineAsync(Func<JsonElement, bool> isSought)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await server!.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith('{') && JsonSerializer.Deserialize<JsonElement>(line) is var logged && isSought(logged))
            {
                return logged;
            }
        }

        throw new InvalidOperationException("The server ended before it logged what is sought.");
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string query) =>
        await (await client.PostAsJsonAsync("/graphql", new { query })).Content.ReadFromJsonAsync<JsonElement>();

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("graph.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
