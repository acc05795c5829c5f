using Graph.Server.Identity;

namespace Graph.Tests.Identity;

/// <summary>The actor of a change is the caller, and four eyes are four eyes.</summary>
public sealed class IdentifiedChangeTests
{
    [Fact]
    public async Task The_log_keeps_who_asked_through_what_and_why()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var token = server.Make("Ada Lovelace", Role.Editor);
        await PutAsync(server, token);

        var entry = (await server.AnswerAsync("{ log { nodes { actor subject client claimed reason } } }", token))["log"]!["nodes"]![0]!;

        Assert.Equal($$"""{"actor":"Ada Lovelace","subject":"token:ada lovelace","client":"token:{{token.Split('_')[1]}}","claimed":false,"reason":"r"}""", entry.ToJsonString());
        Assert.Equal("Ada Lovelace", (string)(await server.AnswerAsync("{ view { evidence { nodes { editedBy } } } }", token))["view"]!["evidence"]!["nodes"]![0]!["editedBy"]!);
    }

    [Fact]
    public async Task Without_identity_the_log_says_that_the_actor_was_claimed()
    {
        await using var server = await IdentifiedServer.StartAsync(open: true);
        await PutAsync(server, null);
        var entry = (await server.AnswerAsync("{ log { nodes { actor subject client claimed } } }"))["log"]!["nodes"]![0]!;
        Assert.Equal("""{"actor":"local","subject":null,"client":null,"claimed":true}""", entry.ToJsonString());
    }

    [Fact]
    public async Task Nobody_approves_what_they_submitted_not_even_with_another_token_of_theirs()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var (ada, adaToo, bea) = (server.Make("Ada", Role.Editor), server.Make("ADA", Role.Approver), server.Make("Bea", Role.Approver));
        await PutAsync(server, ada);
        var hash = (string)(await server.AnswerAsync("{ view { evidence { nodes { contentHashNow } } } }", ada))["view"]!["evidence"]!["nodes"]![0]!["contentHashNow"]!;
        Assert.Equal("[]", await DecideAsync(server, ada, "submit", "2", null));

        Assert.Equal("""[{"code":"FORBIDDEN","path":"key"}]""", await DecideAsync(server, adaToo, "approve", "3", hash));
        Assert.Equal("[]", await DecideAsync(server, bea, "approve", "4", hash));
    }

    [Fact]
    public async Task Nobody_rejects_what_they_last_edited()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var (both, submitter) = (server.Make("Both", Role.Editor, Role.Approver), server.Make("Sue", Role.Editor));
        await PutAsync(server, both);
        Assert.Equal("[]", await DecideAsync(server, submitter, "submit", "2", null));
        Assert.Equal("""[{"code":"FORBIDDEN","path":"key"}]""", await DecideAsync(server, both, "reject", "3", null));
    }

    private static async Task PutAsync(IdentifiedServer server, string? token) => await server.AnswerAsync(
        "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { evidence: { key: \"evidence:e\", title: \"E\", type: POLICY } } }]) { accepted } }", token);

    private static async Task<string> DecideAsync(IdentifiedServer server, string token, string verb, string id, string? hash)
    {
        var given = hash is null ? "" : $", contentHash: \"{hash}\"";
        var data = await server.AnswerAsync($"mutation {{ {verb}(changeId: \"{id}\", reason: \"r\", key: \"evidence:e\"{given}) {{ userErrors {{ code path }} }} }}", token);
        return data[verb]!["userErrors"]!.ToJsonString();
    }
}
