using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graph.Server.Identity;
using Graph.Tests.Identity;

namespace Graph.Tests.ManagementSystem;

/// <summary>People with roles of their own who work with a server over GraphQL alone, on days that the test chooses.</summary>
internal sealed class Walker : IAsyncDisposable
{
    private readonly IdentifiedServer server;
    private readonly Dictionary<string, string> tokens = [];
    private int changes;

    private Walker(IdentifiedServer server) => this.server = server;

    public DateOnly Today => DateOnly.FromDateTime(server.Clock.GetUtcNow().UtcDateTime);

    /// <summary>An empty store, and people with their roles.</summary>
    public static async Task<Walker> StartAsync(params (string Name, Role[] Roles)[] people)
    {
        var walker = new Walker(await IdentifiedServer.StartAsync());
        foreach (var (name, roles) in people)
        {
            var (kept, token) = ApiToken.Create(name, roles, walker.server.Clock.GetUtcNow(), walker.server.Clock.GetUtcNow().AddYears(5));
            walker.server.Tokens.Change(all => [.. all, kept]);
            walker.tokens.Add(name, token);
        }

        return walker;
    }

    /// <summary>Puts the clock to the morning of a day, which is never an earlier one.</summary>
    public void GoTo(string day)
    {
        var morning = new DateTimeOffset(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToDateTime(new(9, 0)), TimeSpan.Zero);
        if (morning > server.Clock.GetUtcNow())
        {
            server.Clock.SetUtcNow(morning);
        }

        Assert.Equal(day, Today.ToString("O", CultureInfo.InvariantCulture));
    }

    public static JsonObject Put(string kind, string key, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var document = new JsonObject { ["key"] = key };
        foreach (var (name, value) in fields)
        {
            document[name] = JsonSerializer.SerializeToNode(value);
        }

        return new() { ["put"] = new JsonObject { [kind] = document } };
    }

    public static JsonObject Link(string from, string kind, string to) => new() { ["link"] = new JsonObject { ["from"] = from, ["kind"] = kind, ["to"] = to } };

    /// <summary>Makes changes as somebody, all or nothing, and expects that they are accepted.</summary>
    public async Task ApplyAsync(string who, string why, params JsonObject[] made)
    {
        var errors = await TryAsync(who, why, made);
        Assert.True(errors.Count == 0, $"{Today}: {errors.ToJsonString()}");
    }

    /// <summary>Makes changes as somebody; gives why they were refused, or nothing.</summary>
    public async Task<JsonArray> TryAsync(string who, string why, params JsonObject[] made) => (await AskAsync(
        who, "mutation($id: String!, $why: String!, $changes: [ChangeInput!]!) { apply(changeId: $id, reason: $why, changes: $changes) { userErrors { code path message } } }",
        new { id = NextId(), why, changes = made }))["apply"]!["userErrors"]!.AsArray();

    /// <summary>Has one person hand a document in and another one approve or sign what stands there.</summary>
    public async Task FourEyesAsync(string submitter, string decider, string key, string verb = "approve")
    {
        await SubmitAsync(submitter, key);
        var errors = await DecideAsync(decider, key, verb);
        Assert.True(errors.Count == 0, $"{Today} {key}: {errors.ToJsonString()}");
    }

    public async Task SubmitAsync(string who, string key)
    {
        var errors = (await AskAsync(who, "mutation($id: String!, $key: String!) { submit(changeId: $id, reason: \"For a decision.\", key: $key) { userErrors { code path message } } }", new { id = NextId(), key }))["submit"]!["userErrors"]!.AsArray();
        Assert.True(errors.Count == 0, $"{Today} {key}: {errors.ToJsonString()}");
    }

    public async Task<JsonArray> DecideAsync(string who, string key, string verb)
    {
        var hash = (string)(await AskAsync(who, "query($key: String!) { view { document(key: $key) { ...Seen } } } " + SeenFragment, new { key }))["view"]!["document"]!["contentHashNow"]!;
        return (await AskAsync(
            who, $"mutation($id: String!, $key: String!, $hash: Hash!) {{ {verb}(changeId: $id, reason: \"Seen and decided.\", key: $key, contentHash: $hash) {{ userErrors {{ code path message }} }} }}",
            new { id = NextId(), key, hash }))[verb]!["userErrors"]!.AsArray();
    }

    /// <summary>Has somebody hand in or approve the Statement of Applicability as a whole; gives why it was refused, or nothing.</summary>
    public async Task<JsonArray> DecideApplicabilityAsync(string who, string verb)
    {
        var hash = (string)(await AskAsync(who, "{ view { applicability(framework: \"iso-42001\") { contentHash } } }"))["view"]!["applicability"]!["contentHash"]!;
        return (await AskAsync(
            who, $"mutation($id: String!, $hash: Hash!) {{ {verb}Applicability(changeId: $id, reason: \"Seen and decided.\", framework: \"iso-42001\", contentHash: $hash) {{ userErrors {{ code path message }} }} }}",
            new { id = NextId(), hash }))[verb + "Applicability"]!["userErrors"]!.AsArray();
    }

    /// <summary>Asks as somebody, and expects an answer without errors.</summary>
    public async Task<JsonNode> AskAsync(string who, string query, object? variables = null)
    {
        var (status, body) = await PostAsync(who, query, variables);
        Assert.True(status == 200 && body["errors"] is null, $"{Today}: {body.ToJsonString()}");
        return body["data"]!;
    }

    /// <summary>Asks as somebody; gives status and body.</summary>
    public async Task<(int Status, JsonNode Body)> PostAsync(string who, string query, object? variables = null)
    {
        using var response = await server.SendAsync("/graphql", tokens[who], HttpMethod.Post, new { query, variables }, h => h.Accept.ParseAdd("application/graphql-response+json"));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private const string SeenFragment =
        "fragment Seen on Document { ... on Evidence { contentHashNow } ... on Assessment { contentHashNow } ... on Statement { contentHashNow } ... on ScopeStatement { contentHashNow } "
        + "... on ManagedDocument { contentHashNow } ... on RiskMethod { contentHashNow } ... on RiskAcceptance { contentHashNow } ... on CorrectiveAction { contentHashNow } ... on ManagementReview { contentHashNow } }";

    private string NextId() => $"walk-{++changes}";
}
