using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Graph.Server.Cli;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>The program over Neo4j, run as the program that it is, with its store and password from the environment.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jServeTests(Neo4jServer server) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    [Neo4jFact]
    public async Task It_seeds_an_empty_database_serves_it_and_goes_on_after_a_restart_and_no_line_has_the_password()
    {
        folder.Write("seed/a.yaml", "documents: {AiSystem: [{key: ai-system:s, title: S}]}");

        for (var start = 1; start <= 2; start++)
        {
            using var graph = Start("--urls", "http://127.0.0.1:0", "--seed", folder.File("seed"));
            var (address, lines) = await AddressAsync(graph);
            using var client = new HttpClient { BaseAddress = new(address) };
            var ready = await client.GetFromJsonAsync<JsonElement>("/health/ready");
            var answer = await (await client.PostAsJsonAsync("/graphql", new { query = $"mutation {{ apply(changeId: \"{start}\", reason: \"r\", changes: [{{put: {{vendor: {{key: \"vendor:{start}\", title: \"V\"}}}}}}]) {{ revision }} }}" })).Content.ReadFromJsonAsync<JsonElement>();
            graph.Kill();
            await graph.WaitForExitAsync();

            Assert.Equal(("neo4j", start), (ready.GetProperty("store").GetString(), ready.GetProperty("revision").GetInt32()));
            Assert.Equal(start + 1, answer.GetProperty("data").GetProperty("apply").GetProperty("revision").GetInt32());
            Assert.Contains(server.Address.ToString(), lines, StringComparison.Ordinal);
            Assert.DoesNotContain(server.Password!, lines + await graph.StandardOutput.ReadToEndAsync() + await graph.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(["S", 3L], Assert.Single(await server.CypherAsync("MATCH (s:AiSystem), (h:Head) RETURN s.title, h.revision")));
    }

    [Neo4jFact]
    public async Task Two_started_at_once_on_an_empty_database_seed_it_once_and_then_serve_the_same_each_with_a_checkpoint()
    {
        folder.Write("seed/a.yaml", "documents: {Person: [{key: person:q, name: Quilla}], AiSystem: [{key: ai-system:s, title: S, ownedBy: [person:q]}]}");
        Process[] servers = [Start("--urls", "http://127.0.0.1:0", "--seed", folder.File("seed"), "--database", folder.File("one/graph.db")), Start("--urls", "http://127.0.0.1:0", "--seed", folder.File("seed"), "--database", folder.File("two/graph.db"))];
        try
        {
            var addresses = await Task.WhenAll(servers.Select(AddressAsync));
            using var one = new HttpClient { BaseAddress = new(addresses[0].Address) };
            using var two = new HttpClient { BaseAddress = new(addresses[1].Address) };
            two.DefaultRequestHeaders.Add("Graph-Seen", "2");

            var written = await (await one.PostAsJsonAsync("/graphql", new { query = "mutation { apply(changeId: \"x\", reason: \"r\", changes: [{put: {aiSystem: {key: \"ai-system:s\", title: \"T\"}}}]) { revision } }" })).Content.ReadAsStringAsync();
            var read = await (await two.PostAsJsonAsync("/graphql", new { query = "{ view { revision aiSystems { nodes { title ownedBy { nodes { name } } } } } }" })).Content.ReadAsStringAsync();

            Assert.Equal("""{"data":{"apply":{"revision":2}}}""", written);
            Assert.Equal("""{"data":{"view":{"revision":2,"aiSystems":{"nodes":[{"title":"T","ownedBy":{"nodes":[{"name":"Quilla"}]}}]}}}}""", read);
            Assert.Equal([1L], Assert.Single(await server.CypherAsync("MATCH (c:Change {origin: 'SEED'}) RETURN count(c)")));
        }
        finally
        {
            foreach (var graph in servers)
            {
                graph.Kill();
                await graph.WaitForExitAsync();
                graph.Dispose();
            }
        }

        Assert.True(File.Exists(folder.File("one/graph.db.checkpoint")) && File.Exists(folder.File("two/graph.db.checkpoint")));
    }

    [Neo4jFact]
    public async Task Import_and_erase_person_work_on_it_and_backup_says_what_to_use()
    {
        var file = folder.Write("people.yaml", "documents: {Person: [{key: person:q, name: Quilla, email: q@example.org}]}");

        Assert.Equal((0, ""), await RunAsync("import", file));
        Assert.Equal((0, ""), await RunAsync("erase-person", "person:q", "--reason", "Art. 17"));
        Assert.Equal(["(erased)", "(erased)"], Assert.Single(await server.CypherAsync("MATCH (p:Person) RETURN p.name, p.email")));
        var (exit, error) = await RunAsync("backup", folder.File("copy.db"));
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("neo4j-admin database dump", error);
    }

    [Neo4jFact]
    public async Task A_wrong_password_ends_the_start_with_the_code_of_the_store()
    {
        using var graph = Start(["--urls", "http://127.0.0.1:0"], password: "not-the-password");
        var error = await graph.StandardError.ReadToEndAsync();
        await graph.WaitForExitAsync();

        Assert.Equal(ExitCodes.Store, graph.ExitCode);
        Assert.StartsWith("STORE: Neo4j at " + server.Address, error);
        Assert.DoesNotContain("not-the-password", error + await graph.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [OwnNeo4jFact]
    public async Task A_start_on_a_Neo4j_that_is_not_up_yet_says_so_and_waits_for_it()
    {
        server.Process!.Kill();
        using var graph = Start("--urls", "http://127.0.0.1:0", "--seed", "none");
        var said = await graph.StandardOutput.ReadLineAsync();
        await server.Process.StartAsync();

        var (address, _) = await AddressAsync(graph);

        using var client = new HttpClient { BaseAddress = new(address) };
        Assert.Equal("neo4j", (await client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("store").GetString());
        Assert.Contains($"Neo4j at {server.Address} does not answer yet (Connection refused", said);
        Assert.Contains("120 seconds at most (Graph:Neo4j:StartWaitMax)", said);
        graph.Kill();
        await graph.WaitForExitAsync();
    }

    [Fact]
    public async Task A_start_waits_no_longer_than_the_limit_and_ends_with_the_code_of_the_store()
    {
        var (exit, output, error) = await server.CommandAsync(
            ["--urls", "http://127.0.0.1:0", "--seed", "none", "--database", folder.File("graph.db")],
            ("Graph__Store", "neo4j:http://127.0.0.1:1/neo4j"), ("Graph__Neo4j__StartWaitMax", "00:00:00.1"), ("Graph__Neo4j__RetryCountMax", "1"), ("Graph__Neo4j__RetryDelay", "00:00:00.01"));

        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains("does not answer yet", output);
        Assert.StartsWith("STORE: Neo4j at http://127.0.0.1:1/neo4j gave no answer, 2 times", error);
    }

    private async Task<(int Exit, string Error)> RunAsync(params string[] arguments)
    {
        using var graph = Start(arguments);
        var output = graph.StandardOutput.ReadToEndAsync();
        var error = await graph.StandardError.ReadToEndAsync();
        await graph.WaitForExitAsync();
        await output;
        return (graph.ExitCode, error);
    }

    private Process Start(params string[] arguments) => Start(arguments, server.Password!);

    private Process Start(string[] arguments, string password) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(GraphCommand).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = folder.Path,
        Environment =
        {
            ["Graph__Store"] = server.Place,
            ["Graph__Neo4j__Password"] = password,
            ["Graph__LogFormat"] = "json",
        },
    })!;

    private static async Task<(string Address, string Lines)> AddressAsync(Process graph)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var lines = "";
        while (await graph.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            lines += line + "\n";
            if (line.StartsWith('{') && JsonSerializer.Deserialize<JsonElement>(line) is var logged && logged.TryGetProperty("Addresses", out var address))
            {
                return (address.GetString()!, lines);
            }
        }

        throw new InvalidOperationException("The server ended before it listened: " + await graph.StandardError.ReadToEndAsync(patience.Token));
    }
}
