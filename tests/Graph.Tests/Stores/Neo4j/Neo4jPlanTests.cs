using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Graph.Stores.Neo4j;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>What Neo4j plans for the statements of the store, on an empty database, where any plan seems cheap: it is kept when the database is full.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jPlanTests(Neo4jServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Neo4jFact]
    public async Task An_append_looks_through_nothing_and_locks_the_head_before_it_compares()
    {
        var plan = await ExplainAsync(AppendStatement.Text);

        Assert.DoesNotContain(plan, step => step.Contains("Scan", StringComparison.Ordinal));
        var compare = plan.FindIndex(step => step.StartsWith("Filter", StringComparison.Ordinal) && step.Contains("expectedHash", StringComparison.Ordinal));
        Assert.Contains("h._rebuild", plan[compare + 1], StringComparison.Ordinal);
        Assert.StartsWith("SetProperty", plan[compare + 2]);
        Assert.Contains("h._lock = true", plan[compare + 2], StringComparison.Ordinal);
        Assert.StartsWith("NodeUniqueIndexSeek(Locking)", plan[compare + 3]);
    }

    [Neo4jFact]
    public async Task A_read_of_the_log_looks_through_nothing() =>
        Assert.DoesNotContain(await ExplainAsync(Neo4jLogStore.PageText), step => step.Contains("Scan", StringComparison.Ordinal));

    // The operators from the answer down to what is read first; the plan of a subquery comes after what it is applied to.
    private async Task<List<string>> ExplainAsync(string statement)
    {
        await using (await server.OpenAsync())
        {
        }

        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Address.User}:{server.Password}")));
        var parameters = new Dictionary<string, object> { ["after"] = 0, ["count"] = 1, ["bytes"] = 1, ["batch"] = new Dictionary<string, object>() };
        using var content = new StringContent(JsonSerializer.Serialize(new { statement = "EXPLAIN " + statement, parameters }), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(server.Address.Server, $"db/{server.Address.Database}/query/v2"), content);
        var steps = new List<string>();
        Add((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("queryPlan"));
        return steps;

        void Add(JsonElement step)
        {
            steps.Add($"{step.GetProperty("operatorType").GetString()} {(step.GetProperty("arguments").TryGetProperty("Details", out var details) ? details.GetString() : "")}");
            foreach (var child in step.GetProperty("children").EnumerateArray())
            {
                Add(child);
            }
        }
    }
}
