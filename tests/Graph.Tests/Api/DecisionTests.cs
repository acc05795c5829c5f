using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class DecisionTests
{
    [Fact]
    public async Task Evidence_is_submitted_and_approved_by_somebody_else()
    {
        await using var api = await StartAsync();
        await Write(api);
        var hash = await Hash(api);

        Assert.Equal("[]", await Decide(api, "submit", "1", "Ada", hash));
        Assert.Equal("FORBIDDEN key", await Decide(api, "approve", "2", "Ada", hash));
        Assert.Equal("[]", await Decide(api, "approve", "3", "Boss", hash));

        var evidence = (await api.AskAsync("{ view { evidence { nodes { status submittedBy submittedOn approvedBy approvedOn contentHash contentHashNow } } } }"))["view"]!["evidence"]!["nodes"]![0]!;
        Assert.Equal($$"""{"status":"APPROVED","submittedBy":"Ada","submittedOn":"2026-08-06","approvedBy":"Boss","approvedOn":"2026-08-06","contentHash":"{{hash}}","contentHashNow":"{{hash}}"}""", evidence.ToJsonString());
        Assert.Equal("AUTHORITY", (string)(await api.AskAsync("{ log(after: 2) { nodes { origin } } }"))["log"]!["nodes"]![0]!["origin"]!);
    }

    [Fact]
    public async Task Whoever_edited_last_does_not_decide()
    {
        await using var api = await StartAsync();
        await Write(api);
        await Decide(api, "submit", "1", "Boss", null);

        Assert.Equal("FORBIDDEN key", await Decide(api, "reject", "2", "Ada", null));
        Assert.Equal("[]", await Decide(api, "reject", "3", "Third", null));
    }

    [Fact]
    public async Task An_edit_takes_the_approval_away_and_changes_the_hash()
    {
        await using var api = await StartAsync();
        await Write(api);
        var hash = await Hash(api);
        await Decide(api, "submit", "1", "Ada", hash);
        await Decide(api, "approve", "2", "Boss", hash);
        await api.AskAsync("mutation { apply(changeId: \"3\", reason: \"r\", changes: [{ put: { evidence: { key: \"evidence:e\", title: \"Other\" } } }]) { accepted } }", actor: "Ada");

        Assert.Equal("DRAFT", (string?)(await api.AskAsync("{ view { evidence(filter: { status: { eq: DRAFT } }) { nodes { status } } } }"))["view"]!["evidence"]!["nodes"]![0]!["status"]);
        Assert.Equal("CONFLICT contentHash", await Decide(api, "submit", "4", "Ada", hash));
        Assert.NotEqual(hash, await Hash(api));
    }

    [Fact]
    public async Task Signing_is_for_assessments_and_needs_their_content()
    {
        await using var api = await StartAsync();
        await Write(api);
        await api.AskAsync("mutation { apply(changeId: \"a\", reason: \"r\", changes: [{ put: { assessment: { key: \"assessment:x\", title: \"X\", kind: CLASSIFICATION, reviewEveryMonths: 12 } } }]) { accepted } }", actor: "Ada");

        Assert.Equal("VALIDATION key", await Decide(api, "sign", "1", "Boss", await Hash(api)));
        Assert.Equal("VALIDATION key, VALIDATION key", await Decide(api, "submit", "2", "Ada", null, "assessment:x"));
        await api.AskAsync("mutation { apply(changeId: \"b\", reason: \"r\", changes: [{ put: { assessment: { key: \"assessment:x\", classes: [], conclusion: \"None.\" } } }]) { accepted } }", actor: "Ada");
        Assert.Equal("[]", await Decide(api, "submit", "3", "Ada", null, "assessment:x"));
        var hash = (string)(await api.AskAsync("{ view { assessments { nodes { contentHashNow } } } }"))["view"]!["assessments"]!["nodes"]![0]!["contentHashNow"]!;
        Assert.Equal("[]", await Decide(api, "sign", "4", "Boss", hash, "assessment:x"));
        Assert.Equal("""{"status":"SIGNED","nextReviewOn":"2027-08-06"}""", (await api.AskAsync("{ view { assessments { nodes { status nextReviewOn } } } }"))["view"]!["assessments"]!["nodes"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Bad_shapes_and_unknown_keys_are_user_errors()
    {
        await using var api = await StartAsync();

        Assert.Equal("VALIDATION contentHash, NOT_FOUND key", await Decide(api, "approve", "1", "Ada", "abc", "evidence:none"));
        Assert.Equal("VALIDATION changeId, VALIDATION key", await Decide(api, "submit", "", "Ada", null, " "));
    }

    [Fact]
    public async Task A_repeated_decision_gets_its_answer_again()
    {
        await using var api = await StartAsync();
        await Write(api);

        await Decide(api, "submit", "1", "Ada", null);

        Assert.True((bool)(await api.AskAsync("mutation { submit(changeId: \"1\", key: \"evidence:e\", reason: \"Decided.\") { replayed } }", actor: "Ada"))["submit"]!["replayed"]!);
    }

    [Fact]
    public async Task What_is_approved_is_withdrawn_and_nobody_but_who_may_decide_withdraws()
    {
        await using var api = await StartAsync();
        await Write(api);
        Assert.Equal("CONFLICT key", await Decide(api, "withdraw", "1", "Boss", null));
        await ApproveAsync(api);

        Assert.Equal("CONFLICT contentHash", await Decide(api, "withdraw", "4", "Boss", new string('a', 64)));
        Assert.Equal("[]", await Decide(api, "withdraw", "5", "Boss", null));
        var evidence = (await api.AskAsync("{ view { evidence { nodes { status approvedOn endedOn endedBy } } } }"))["view"]!["evidence"]!["nodes"]![0]!;
        Assert.Equal("""{"status":"WITHDRAWN","approvedOn":"2026-08-06","endedOn":"2026-08-06","endedBy":"Boss"}""", evidence.ToJsonString());
    }

    [Fact]
    public async Task A_new_version_is_begun_in_one_step_and_takes_the_place_of_the_one_before_when_it_is_approved()
    {
        await using var api = await StartAsync();
        await Write(api);
        Assert.Equal("CONFLICT key", await ReviseAsync(api, "0a"));
        await ApproveAsync(api);

        Assert.Equal("VALIDATION newKey", await ReviseAsync(api, "4", newKey: " "));
        Assert.Equal("1 1 0", await ReviseAsync(api, "4", dryRun: true));
        Assert.Equal("1 1 0", await ReviseAsync(api, "4"));
        await Decide(api, "submit", "5", "Ada", null, "evidence:e2");
        Assert.Equal("[]", await Decide(api, "approve", "6", "Boss", await Hash(api, "evidence:e2"), "evidence:e2"));
        Assert.Equal("1 1 0", await ReviseAsync(api, "4"));
        Assert.Equal("CONFLICT key", await ReviseAsync(api, "7", newKey: "evidence:e3"));
        var two = (await api.AskAsync("{ view { evidence { nodes { key title status supersedes { nodes { key } } } } } }"))["view"]!["evidence"]!["nodes"]!;
        Assert.Equal(
            """[{"key":"evidence:e","title":"E","status":"SUPERSEDED","supersedes":{"nodes":[]}},{"key":"evidence:e2","title":"E","status":"APPROVED","supersedes":{"nodes":[{"key":"evidence:e"}]}}]""",
            two.ToJsonString());
    }

    private static async Task ApproveAsync(ApiHost api)
    {
        await Decide(api, "submit", "2", "Ada", null);
        await Decide(api, "approve", "3", "Boss", await Hash(api));
    }

    private static async Task<string> ReviseAsync(ApiHost api, string id, string newKey = "evidence:e2", bool dryRun = false)
    {
        var answer = (await api.AskAsync($"mutation {{ revise(changeId: \"{id}\", key: \"evidence:e\", newKey: \"{newKey}\", reason: \"Next year.\", dryRun: {(dryRun ? "true" : "false")}) {{ counts {{ created linked updated }} userErrors {{ code path }} }} }}", actor: "Ada"))["revise"]!;
        var errors = answer["userErrors"]!.AsArray();
        return errors.Count == 0 ? $"{answer["counts"]!["created"]} {answer["counts"]!["linked"]} {answer["counts"]!["updated"]}" : string.Join(", ", errors.Select(e => $"{e!["code"]} {e["path"]}"));
    }

    private static async Task Write(ApiHost api) => await api.AskAsync("mutation { apply(changeId: \"0\", reason: \"r\", changes: [{ put: { evidence: { key: \"evidence:e\", title: \"E\", type: POLICY } } }]) { accepted } }", actor: "Ada");

    private static async Task<string> Hash(ApiHost api, string key = "evidence:e") => (string)(await api.AskAsync($"{{ view {{ document(key: \"{key}\") {{ ... on Evidence {{ contentHashNow }} }} }} }}"))["view"]!["document"]!["contentHashNow"]!;

    private static async Task<string> Decide(ApiHost api, string verb, string id, string actor, string? hash, string key = "evidence:e")
    {
        var argument = hash is null ? "" : $", contentHash: \"{hash}\"";
        var errors = (await api.AskAsync($"mutation {{ {verb}(changeId: \"{id}\", key: \"{key}\", reason: \"Decided.\"{argument}) {{ userErrors {{ code path }} }} }}", actor: actor))[verb]!["userErrors"]!.AsArray();
        return errors.Count == 0 ? "[]" : string.Join(", ", errors.Select(e => $"{e!["code"]} {e["path"]}"));
    }
}
