using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Graph.Stores.Neo4j;
using Graph.Tests.Stores.Neo4j;

namespace Graph.Bench.Neo4j;

/// <summary>The Neo4j of a run, and the barest way to send it a statement: one HttpClient, bytes to it and bytes back.</summary>
internal sealed class BenchServer : IDisposable
{
    private readonly DistributionProcess? process;
    private readonly HttpClient client = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20) });

    public BenchServer(Neo4jPlace place, DistributionProcess? process)
    {
        this.process = process;
        if (!Neo4jAddress.TryParse(place.Address, out var address, out var fault))
        {
            throw new InvalidOperationException(fault);
        }

        Address = address;
        Options = new() { Password = place.Password };
        client.BaseAddress = new(address.Server, $"db/{address.Database}/query/v2");
        client.Timeout = TimeSpan.FromMinutes(10);
        client.DefaultRequestHeaders.Accept.Add(new(QueryRequest.MediaType));
        if (address.User is { } user)
        {
            client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{place.Password}")));
        }
    }

    public Neo4jAddress Address { get; }

    public Neo4jOptions Options { get; }

    /// <summary>The server that GRAPH_TEST_NEO4J names, else a distribution that NEO4J_HOME names, started for the run. The tests find theirs in the same way.</summary>
    public static async Task<BenchServer> OfEnvironmentAsync()
    {
        if (Environment.GetEnvironmentVariable("GRAPH_TEST_NEO4J") is { Length: > 0 } address)
        {
            return new(new(address, Environment.GetEnvironmentVariable("GRAPH_TEST_NEO4J_PASSWORD")), null);
        }

        if (Environment.GetEnvironmentVariable("NEO4J_HOME") is { Length: > 0 } home)
        {
            var process = await DistributionProcess.StartNewAsync(home, javaOptions: "-Xmx4g");
            return new(new(process.Address, process.Password), process);
        }

        throw new InvalidOperationException("This benchmark needs a Neo4j: expected its address in GRAPH_TEST_NEO4J (its database is emptied) or a distribution in NEO4J_HOME, found neither.");
    }

    /// <summary>Takes everything out of the database but its constraints.</summary>
    public Task EmptyAsync() => SendAsync(QueryRequest.Write("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", new Dictionary<string, object?>()));

    /// <summary>Sends a statement that is written already; gives the size of the answer.</summary>
    public async Task<ulong> SendAsync(ReadOnlyMemory<byte> body)
    {
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(QueryRequest.MediaType);
        using var response = await client.PostAsync((Uri?)null, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        using var document = JsonDocument.Parse(answer);
        return response.IsSuccessStatusCode && !document.RootElement.TryGetProperty("errors", out _)
            ? (ulong)answer.Length
            : throw new InvalidOperationException($"Neo4j refused a statement: {Encoding.UTF8.GetString(answer)}");
    }

    public void Dispose()
    {
        client.Dispose();
        process?.Dispose();
    }
}
