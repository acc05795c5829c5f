using Graph.Bench;

namespace Graph.Tests.Stores.Neo4j;

[Collection(Neo4jTests.Name)]
public sealed class Neo4jBenchTests(Neo4jServer server)
{
    /// <summary>A benchmark that nobody runs rots: that of Neo4j runs once, on the server of the tests.</summary>
    [Neo4jFact]
    public async Task The_benchmark_of_Neo4j_runs_once()
    {
        using var report = new StringWriter();

        Assert.True(await BenchRun.RunAsync(["neo4j", "--smoke"], report, new(server.Place["neo4j:".Length..], server.Password)) == 0, report.ToString());
    }
}
