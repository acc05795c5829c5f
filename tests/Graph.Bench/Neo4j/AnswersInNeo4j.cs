using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Bench.Questions;
using Graph.Engine.Writing;
using Graph.Stores.Neo4j;

namespace Graph.Bench.Neo4j;

/// <summary>What does an answer cost by the API, and what by the Cypher that the API gives for it? Each round asks about another day, so that nothing is known yet.</summary>
internal static class AnswersInNeo4j
{
    private const string Question = "neo4j-answers";

    private const string Gaps = """
        query($on: Date!, $system: String!) { view(at: {on: $on}) { gaps(system: $system, first: 500) { totalCount
          nodes { requirement { key } verdict state defects { code node { key } } } cypher { statement parameters } } } }
        """;

    private const string Impact = """
        query($on: Date!, $of: String!) { view(at: {on: $on}) { impact(of: $of, event: LOSS) { count cypher { statement parameters } } } }
        """;

    private const string Coverage = """
        query($on: Date!, $of: String!, $systems: [String!]) { view(at: {on: $on}) { coverage(of: $of, systems: $systems) {
          owed met shallow states { state count } cypher { statement parameters } } } }
        """;

    private static int day;

    public static async Task RunAsync(Workbench bench, BenchServer server, GraphEngine engine)
    {
        await using var app = await ApiAnswer.HostAsync(engine);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        var system = GapsOfSystem.HighRiskSystems(engine.Current).First().Key;
        await CompareAsync("gaps of one system", Gaps, new { system }, "gaps");
        await CompareAsync("impact of a control of the organisation", Impact, new { of = "control:0" }, "impact");
        await CompareAsync("impact of a control of some systems", Impact, new { of = "control:1" }, "impact");
        await CompareAsync("coverage of a framework for one system", Coverage, new { of = "regulation-1", systems = (string[])[system] }, "coverage");
        if (!bench.Once)     // Its Cypher judges every system anew: minutes, whatever the size.
        {
            await CompareAsync("coverage of a framework for all systems", Coverage, new { of = "regulation-1", systems = (string[]?)null }, "coverage", once: true);
        }

        async Task CompareAsync(string what, string query, object asked, string field, bool once = false)
        {
            var body = ReadOnlyMemory<byte>.Empty;
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await bench.CompareAsync(
                    Question, what,
                    async () =>
                    {
                        var answer = await AskAsync(client, query, asked);
                        var (size, cypher) = ((ulong)answer.GetRawText().Length, answer.GetProperty("data").GetProperty("view").GetProperty(field).GetProperty("cypher"));
                        body = QueryRequest.Write(cypher.GetProperty("statement").GetString()!, Parameters(cypher.GetProperty("parameters")));
                        return size;
                    },
                    "its Cypher in Neo4j", () => server.SendAsync(body), once: once);
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
            {
                // Its time or its memory was not enough: that is a figure as well.
                bench.Tell($"{Question,-20} {what,-44} its Cypher did not end, given up after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s: {e.Message}");
            }
        }
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string query, object asked)
    {
        var variables = JsonSerializer.SerializeToNode(asked)!;
        variables["on"] = Proof.Today.AddDays(++day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var response = await client.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode && !answer.TryGetProperty("errors", out _) ? answer : throw new InvalidOperationException(answer.GetRawText());
    }

    private static Dictionary<string, object?> Parameters(JsonElement given) => given.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value));

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Null => null,
        _ => throw new InvalidOperationException($"A parameter is {value.ValueKind}."),
    };
}
