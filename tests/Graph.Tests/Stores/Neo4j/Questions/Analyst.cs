using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Stores.Neo4j.Questions;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>
/// Somebody who pastes statements into Neo4j: with plain values, and in access mode Read, in which the server refuses whatever writes. All parameters
/// go in one map: Neo4j plans a statement anew for each combination of their types, absent ones and lengths of lists among them, and to plan
/// one takes it longer than to answer hundreds.
/// </summary>
internal sealed partial class Analyst : IDisposable
{
    // To plan a long statement takes a busy machine minutes.
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly Uri uri;

    public Analyst(Neo4jServer server)
    {
        uri = new(server.Address.Server, $"db/{server.Address.Database}/query/v2");
        client.DefaultRequestHeaders.Accept.Add(new("application/json"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Address.User}:{server.Password}")));
    }

    /// <summary>The rows of a statement, each by the names of its RETURN.</summary>
    public async Task<IReadOnlyList<JsonObject>> AskAsync(CypherStatement statement)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { statement = Parameter().Replace(statement.Text, "$$asked.$1"), parameters = new { asked = statement.Parameters }, accessMode = "Read" }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(uri, content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(answer["errors"] is null, $"{answer["errors"]}\n{statement.Text}");
        var fields = answer["data"]!["fields"]!.AsArray().Select(f => (string)f!).ToList();
        return [.. answer["data"]!["values"]!.AsArray().Select(row => new JsonObject(fields.Zip(row!.AsArray(), (name, value) => KeyValuePair.Create(name, value?.DeepClone()))))];
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Parameter();
}
