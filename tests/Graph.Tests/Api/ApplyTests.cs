using Graph.Engine.Log;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class ApplyTests
{
    private const string Apply =
        """
        mutation($id: String!, $reason: String! = "A test.", $expected: Revision, $dry: Boolean! = false, $changes: [ChangeInput!]!) {
          apply(changeId: $id, reason: $reason, expectedRevision: $expected, dryRun: $dry, changes: $changes) {
            accepted dryRun revision hash replayed keys counts { created updated unchanged deleted linked unlinked } userErrors { code path message } view { revision aiSystems { nodes { title } } } } }
        """;

    [Fact]
    public async Task Makes_documents_and_edges_and_shows_the_graph_after_it()
    {
        await using var api = await StartAsync();

        var data = await api.AskAsync(Apply, new { id = "1", changes = new object[] { System("a", "Assistant"), Risk("r"), new { link = new { from = "ai-system:a", kind = "HAS_RISK", to = "risk:r" } } } }, actor: "Ada");

        var payload = data["apply"]!;
        Assert.Equal(api.Engine.Current.Head.Hash, (string)payload["hash"]!);
        payload["hash"] = null;
        Assert.Equal(
            """{"accepted":true,"dryRun":false,"revision":1,"hash":null,"replayed":false,"keys":["ai-system:a","risk:r"],"counts":{"created":2,"updated":0,"unchanged":0,"deleted":0,"linked":1,"unlinked":0},"userErrors":[],"view":{"revision":1,"aiSystems":{"nodes":[{"title":"Assistant"}]}}}""",
            payload.ToJsonString());
        Assert.Equal("Ada", (string)(await api.AskAsync("{ log { nodes { actor changeId reason } } }"))["log"]!["nodes"]![0]!["actor"]!);
    }

    [Fact]
    public async Task Absent_is_unchanged_and_null_clears()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A"), ("description", "Text"), ("roles", new[] { "PROVIDER" })));

        await api.AskAsync(Apply, new { id = "1", changes = new[] { new { put = new { aiSystem = new Dictionary<string, object?> { ["key"] = "ai-system:a", ["description"] = null, ["purpose"] = "To help" } } } } });

        var system = (await api.AskAsync("{ view { aiSystems { nodes { title description purpose roles } } } }"))["view"]!["aiSystems"]!["nodes"]![0]!;
        Assert.Equal("""{"title":"A","description":null,"purpose":"To help","roles":["PROVIDER"]}""", system.ToJsonString());
    }

    [Fact]
    public async Task An_upsert_by_external_id_finds_its_document_again()
    {
        await using var api = await StartAsync();
        object Changes(string title) => new[] { new { put = new { aiSystem = new { external = new { source = "cmdb", id = "7" }, title } } } };

        var first = (await api.AskAsync(Apply, new { id = "1", changes = Changes("One") }))["apply"]!;
        var second = (await api.AskAsync(Apply, new { id = "2", changes = Changes("Two") }))["apply"]!;

        Assert.Equal("ai-system:cmdb-7", (string)first["keys"]![0]!);
        Assert.Equal("""{"created":0,"updated":1,"unchanged":0,"deleted":0,"linked":0,"unlinked":0}""", second["counts"]!.ToJsonString());
        Assert.Equal("""{"source":"cmdb","id":"7"}""", (await api.AskAsync("{ view { aiSystems { nodes { external { source id } } } } }"))["view"]!["aiSystems"]!["nodes"]![0]!["external"]!.ToJsonString());
    }

    [Fact]
    public async Task One_external_id_in_two_changes_is_refused_as_one_key_is()
    {
        await using var api = await StartAsync();
        static object Named(string title) => new { put = new { risk = new { external = new { source = "crm", id = "1" }, title, kind = "THREAT" } } };

        var payload = (await api.AskAsync(Apply, new { id = "1", changes = new[] { Named("First"), Named("Second") } }))["apply"]!;

        Assert.Equal("changes[1].put.risk.external", (string?)Assert.Single(payload["userErrors"]!.AsArray())!["path"]);
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_dry_run_with_three_errors_gives_three_paths_and_leaves_the_head()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A")));
        var head = api.Engine.Current.Head;

        var payload = (await api.AskAsync(Apply, new
        {
            id = "1",
            dry = true,
            changes = new object[]
            {
                new { put = new { risk = new { key = "risk:r", title = "R", kind = "THREAT", inherentImpact = 9 } } },
                new { link = new { from = "ai-system:a", kind = "SATISFIES", to = "ai-system:a" } },
                new { delete = new { key = "ai-system:none" } },
            },
        }))["apply"]!;

        Assert.Equal(
            ["VALIDATION changes[0].put.risk.inherentImpact", "VALIDATION changes[1].link.kind", "NOT_FOUND changes[2].delete.key"],
            payload["userErrors"]!.AsArray().Select(e => $"{e!["code"]} {e["path"]}"));
        Assert.Equal(head, api.Engine.Current.Head);
        Assert.Equal(head.Hash, (string)payload["hash"]!);
        Assert.Null(payload["view"]);
    }

    [Fact]
    public async Task A_dry_run_that_would_succeed_writes_nothing()
    {
        await using var api = await StartAsync();

        var payload = (await api.AskAsync(Apply, new { id = "1", dry = true, changes = new[] { System("a", "A") } }))["apply"]!;

        Assert.True((bool)payload["accepted"]!);
        Assert.Equal(1, (int)payload["counts"]!["created"]!);
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_stale_revision_is_a_conflict()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A")));

        var payload = (await api.AskAsync(Apply, new { id = "1", expected = 0, changes = new[] { System("b", "B") } }))["apply"]!;

        Assert.Equal("""[{"code":"CONFLICT","path":"expectedRevision","message":"expected the revision of the graph, which is 1, found 0"}]""", payload["userErrors"]!.ToJsonString());
        Assert.True((bool)(await api.AskAsync(Apply, new { id = "1", expected = 1, changes = new[] { System("b", "B") } }))["apply"]!["accepted"]!);
    }

    [Fact]
    public async Task The_same_change_again_gets_the_same_answer_and_other_content_is_a_conflict()
    {
        await using var api = await StartAsync();
        var first = (await api.AskAsync(Apply, new { id = "1", changes = new[] { System("a", "A") } }))["apply"]!;
        await api.WriteAsync(Put("AiSystem", "ai-system:b", ("title", "B")));

        var again = (await api.AskAsync(Apply, new { id = "1", changes = new[] { System("a", "A") } }))["apply"]!;
        var other = (await api.AskAsync(Apply, new { id = "1", changes = new[] { System("a", "Other") } }))["apply"]!;

        Assert.True((bool)again["replayed"]!);
        Assert.Equal(1, (int)again["revision"]!);
        Assert.Equal((string)first["hash"]!, (string)again["hash"]!);
        Assert.Equal(first["counts"]!.ToJsonString(), again["counts"]!.ToJsonString());
        Assert.Equal("CONFLICT changeId", Assert.Single(other["userErrors"]!.AsArray().Select(e => $"{e!["code"]} {e["path"]}")));
        Assert.Equal(2, api.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task The_shape_is_refused_whole_together_with_what_the_graph_refuses()
    {
        await using var api = await StartAsync();

        var payload = (await api.AskAsync(Apply, new
        {
            id = " ",
            reason = "",
            changes = new object[]
            {
                System("a", "A"),
                System("a", "B"),
                new { put = new { risk = new { key = new string('k', 201), title = "R", kind = "THREAT", external = new { source = "", id = "1" } } } },
                new { unlink = new { from = "", kind = "USES", to = "ai-system:none" } },
            },
        }))["apply"]!;

        Assert.Equal(
            [
                "changeId", "changes[1].put.aiSystem.key", "changes[2].put.risk.external", "changes[2].put.risk.external.source", "changes[2].put.risk.key",
                "changes[3].unlink.from", "changes[3].unlink.to", "reason",
            ],
            payload["userErrors"]!.AsArray().Select(e => (string)e!["path"]!).Order(StringComparer.Ordinal));
        Assert.All(payload["userErrors"]!.AsArray(), e => Assert.StartsWith("expected", (string)e!["message"]!));
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task No_change_and_too_many_changes_are_refused()
    {
        await using var api = await StartAsync(configureEngine: e => e.OperationCountMax = 2);

        var none = (await api.AskAsync(Apply, new { id = "1", changes = Array.Empty<object>() }))["apply"]!;
        var limit = (await api.AskAsync(Apply, new { id = "1", changes = new[] { System("a", "A"), System("b", "B") } }))["apply"]!;
        var (code, _, message, error) = await api.FailAsync(Apply, new { id = "2", changes = new[] { System("c", "A"), System("d", "B"), System("e", "B") } });

        Assert.Equal("VALIDATION", (string)none["userErrors"]![0]!["code"]!);
        Assert.True((bool)limit["accepted"]!);
        Assert.Equal(("LIMIT_EXCEEDED", "expected at most 2 entries in 'changes', found 3", "operationCountMax"), (code, message, (string?)error["extensions"]!["limit"]));
    }

    [Theory]
    [InlineData("put: { evidence: { key: \"e\", title: \"E\", type: POLICY, status: APPROVED } }", "status")]
    [InlineData("put: { evidence: { key: \"e\", title: \"E\", type: POLICY, approvedBy: \"me\" } }", "approvedBy")]
    [InlineData("put: { assessment: { key: \"e\", title: \"E\", kind: AIIA, signedOn: \"2026-01-01\" } }", "signedOn")]
    [InlineData("link: { from: \"a\", kind: SATISFIES, to: \"b\", reviewedOn: \"2026-01-01\" }", "reviewedOn")]
    [InlineData("put: { risk: { key: \"r\", nonsense: 1 } }", "nonsense")]
    public async Task Fields_of_approval_and_unknown_fields_are_no_part_of_apply(string change, string field)
    {
        await using var api = await StartAsync();

        var (status, _, body) = await api.PostAsync($"mutation {{ apply(changeId: \"1\", reason: \"r\", changes: [{{ {change} }}]) {{ revision }} }}");

        Assert.Equal(400, status);
        Assert.Null(body["data"]);
        Assert.Equal("BAD_REQUEST", (string)body["errors"]![0]!["extensions"]!["code"]!);
        Assert.Contains(field, (string)body["errors"]![0]!["message"]!);
    }

    [Theory]
    [InlineData("{ put: { risk: { title: \"R\" } }, delete: { key: \"x\" } }")]
    [InlineData("{ }")]
    [InlineData("{ put: { risk: { title: \"R\" }, control: { title: \"C\" } } }")]
    [InlineData("{ put: null }")]
    [InlineData("{ put: { risk: { title: 7 } } }")]
    [InlineData("{ put: { risk: { kind: NONSENSE } } }")]
    [InlineData("{ put: { evidence: { expiresOn: \"2026-02-30\" } } }")]
    public async Task Exactly_one_change_of_the_right_types_is_a_change(string change)
    {
        await using var api = await StartAsync();

        var (status, _, body) = await api.PostAsync($"mutation {{ apply(changeId: \"1\", reason: \"r\", changes: [{change}]) {{ revision }} }}");

        Assert.Equal(400, status);
        Assert.Equal("BAD_REQUEST", (string)body["errors"]![0]!["extensions"]!["code"]!);
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task Deleting_asks_about_edges()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "A")), Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")), Link("ai-system:a", "HAS_RISK", "risk:r"));

        var refused = (await api.AskAsync(Apply, new { id = "1", changes = new[] { new { delete = new { key = "risk:r" } } } }))["apply"]!;
        var done = (await api.AskAsync(Apply, new { id = "2", changes = new[] { new { delete = new { key = "risk:r", edges = true } } } }))["apply"]!;

        Assert.Equal("changes[0].delete.edges", (string)refused["userErrors"]![0]!["path"]!);
        Assert.Equal("""{"created":0,"updated":0,"unchanged":0,"deleted":1,"linked":0,"unlinked":1}""", done["counts"]!.ToJsonString());
    }

    [Fact]
    public async Task A_store_that_fails_is_unavailable_and_reading_goes_on()
    {
        await using var api = await StartAsync(store: new BrokenStore());

        var (status, _, body) = await api.PostAsync(Apply, new { id = "1", changes = new[] { System("a", "A") } });

        Assert.Equal(200, status);
        Assert.Equal("""{"code":"UNAVAILABLE"}""", body["errors"]![0]!["extensions"]!.ToJsonString());
        Assert.DoesNotContain("disk", body.ToJsonString());
        Assert.Equal(0, (int)(await api.AskAsync("{ view { revision } }"))["view"]!["revision"]!);
    }

    internal static object System(string name, string title) => new { put = new { aiSystem = new { key = "ai-system:" + name, title } } };

    private static object Risk(string name) => new { put = new { risk = new { key = "risk:" + name, title = name, kind = "THREAT" } } };

    private sealed class BrokenStore : ILogStore
    {
        private readonly Graph.Stores.Memory.MemoryLogStore inner = new();

        public string Name => "broken";

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => inner.HeadAsync(cancellationToken);

        public IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken) => inner.ReadAsync(after, cancellationToken);

        public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken) =>
            throw new StoreException("The disk is gone at /var/secret.", isTransient: false);

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => inner.ReadPersonalAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
