using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores;

/// <summary>What the one writer promises, over every store.</summary>
public abstract class WritingContract
{
    protected abstract ILogStore Open();

    [ContractFact]
    public async Task Replaying_the_log_gives_the_same_snapshot()
    {
        string before;
        await using (var engine = await OpenAsync(Open()))
        {
            await WriteAStoryAsync(engine);
            before = Describe(engine.Current);
        }

        await using var again = await OpenAsync(Open());
        Assert.Equal(before, Describe(again.Current));
        Assert.Contains("risk:drift", before);
    }

    [ContractFact]
    public async Task Replaying_up_to_any_revision_gives_the_snapshot_of_that_revision()
    {
        await using var engine = await OpenAsync(Open(), new() { RecentSnapshotCountMax = 1 });
        var texts = new List<string> { Describe(engine.Current) };
        await WriteAStoryAsync(engine, afterEach: () => texts.Add(Describe(engine.Current)));

        for (var revision = 1; revision < texts.Count; revision++)
        {
            Assert.Equal(texts[revision], Describe(await engine.AsOfAsync(revision, CancellationToken.None)));
        }
    }

    [ContractFact]
    public async Task Revisions_of_concurrent_writers_have_no_gap_and_each_write_is_visible_when_it_is_answered()
    {
        await using var engine = await OpenAsync(Open());

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            var heads = new List<LogHead>();
            for (var i = 0; i < 5; i++)
            {
                var result = await engine.ApplyAsync($"{writer}-{i}", Vendor($"{writer}-{i}"));
                Assert.True(result.Accepted);
                Assert.NotNull(engine.Current.Document($"vendor:{writer}-{i}"));
                heads.Add(result.Head);
            }

            return heads;
        })));

        var revisions = results.SelectMany(r => r).Select(h => h.Revision).Order().ToList();
        Assert.Equal(Enumerable.Range(1, 320).Select(i => (long)i), revisions);
        Assert.All(results, heads => Assert.Equal(heads.OrderBy(h => h.Revision), heads));
    }

    [ContractFact]
    public async Task The_same_request_gets_the_same_answer_and_another_under_its_id_is_a_conflict_also_after_reopening()
    {
        ChangeResult first;
        await using (var engine = await OpenAsync(Open()))
        {
            first = await engine.ApplyAsync("one", Vendor("a", "A"));
            await engine.ApplyAsync("two", Vendor("a", "changed since"));
            await CheckAsync(engine);
        }

        await using var again = await OpenAsync(Open());
        await CheckAsync(again);
        Assert.Equal(2, again.Current.Head.Revision);

        async Task CheckAsync(GraphEngine engine)
        {
            var repeated = await engine.ApplyAsync("one", Vendor("a", "A"));
            Assert.True(repeated.Replayed);
            Assert.Equal((first.Head, first.Counts), (repeated.Head, repeated.Counts));
            Assert.Equal(first.Keys, repeated.Keys);

            var other = await engine.ApplyAsync("one", Vendor("a", "B"));
            var violation = Assert.Single(other.Violations);
            Assert.Equal((ViolationCode.Conflict, "changeId"), (violation.Code, violation.Path));
        }
    }

    [ContractFact]
    public async Task A_request_sent_many_times_at_once_is_made_once()
    {
        await using var engine = await OpenAsync(Open());

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => engine.ApplyAsync("one", Vendor("a")))));

        Assert.All(results, r => Assert.True(r.Accepted));
        Assert.Single(results, r => !r.Replayed);
        Assert.Equal(1, engine.Current.Head.Revision);
    }

    [ContractFact]
    public async Task A_dry_run_with_three_faults_gives_three_paths_and_leaves_the_head()
    {
        await using var engine = await OpenAsync(Open());
        await engine.ApplyAsync("one", Vendor("a"));
        var before = Describe(engine.Current);
        var request = Change(
            "two",
            Put("Risk", "risk:x", ("title", "X"), ("kind", "THREAT"), ("inherentImpact", 9)),
            Put("Vendor", "vendor:b", ("title", "B"), ("colour", "red")),
            Link("vendor:a", "HAS_RISK", "risk:nowhere"));

        var result = engine.DryRun(request);

        Assert.Equal(["changes[0].put.risk.inherentImpact", "changes[1].put.vendor.colour", "changes[2].link.to"], result.Violations.Select(v => v.Path));
        Assert.Equal(before, Describe(engine.Current));
        Assert.Equal(result.Violations, (await engine.ApplyAsync(request, CancellationToken.None)).Violations);
        Assert.Equal(before, Describe(engine.Current));
    }

    [ContractFact]
    public async Task A_dry_run_says_what_would_be_done_and_does_it_not()
    {
        await using var engine = await OpenAsync(Open());

        var result = engine.DryRun(Change("one", Vendor("a"), Vendor("b")));

        Assert.Equal((true, 2, LogHead.Empty), (result.Accepted, result.Counts.Created, result.Head));
        Assert.Equal(0, engine.Current.DocumentCount);
        Assert.Equal(2, (await engine.ApplyAsync("one", Vendor("a"), Vendor("b"))).Counts.Created);
    }

    [ContractFact]
    public async Task A_refused_change_takes_no_other_of_its_batch_along()
    {
        await using var engine = await OpenAsync(Open());

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            i % 3 == 0 ? engine.ApplyAsync($"bad-{i}", Link($"vendor:{i - 1}", "HAS_RISK", "risk:none")) : engine.ApplyAsync($"good-{i}", Vendor($"{i}"))));

        Assert.Equal(34, results.Count(r => !r.Accepted));
        Assert.Equal(66, engine.Current.Head.Revision);
        Assert.Equal(66, engine.Current.DocumentCount);
    }

    [ContractFact]
    public async Task A_group_is_kept_whole()
    {
        await using var engine = await OpenAsync(Open());

        var results = await engine.ApplyAllAsync([Change("one", Vendor("a")), Change("two", Put("Component", "component:m", ("title", "M"), ("type", "MODEL")), Link("component:m", "SUPPLIED_BY", "vendor:a"))], CancellationToken.None);

        Assert.Equal([1, 2], results.Select(r => r.Head.Revision));
        Assert.Equal((2, 1), (engine.Current.DocumentCount, engine.Current.EdgeCount));
    }

    [ContractFact]
    public async Task A_group_of_which_one_is_refused_leaves_nothing()
    {
        await using var engine = await OpenAsync(Open());
        await engine.ApplyAsync("zero", Vendor("z"));
        var before = Describe(engine.Current);

        var results = await engine.ApplyAllAsync([Change("one", Vendor("a")), Change("two", Vendor("b", "")), Change("three", Vendor("a", "again"))], CancellationToken.None);

        Assert.Equal([true, false, true], results.Select(r => r.Accepted));
        Assert.Equal(before, Describe(engine.Current));
        Assert.True((await engine.ApplyAsync("one", Vendor("a", "free again"))).Accepted);
    }

    [ContractFact]
    public async Task A_group_names_each_change_once()
    {
        await using var engine = await OpenAsync(Open());

        var results = await engine.ApplyAllAsync([Change("one", Vendor("a")), Change("one", Vendor("b"))], CancellationToken.None);

        Assert.Equal(ViolationCode.Conflict, Assert.Single(results[1].Violations).Code);
        Assert.Equal(0, engine.Current.Head.Revision);
    }

    [ContractFact]
    public async Task Groups_are_tried_one_after_the_other_without_being_made()
    {
        await using var engine = await OpenAsync(Open());

        var results = engine.DryRunAll(
        [
            [Change("one", Vendor("a"))],
            [Change("two", Vendor("b")), Change("three", Vendor("c", ""))],
            [Change("four", Put("Component", "component:m", ("title", "M"), ("type", "MODEL")), Link("component:m", "SUPPLIED_BY", "vendor:a"))],
            [Change("five", Put("Component", "component:n", ("title", "N"), ("type", "MODEL")), Link("component:n", "SUPPLIED_BY", "vendor:b"))],
        ]);

        Assert.Equal([true, false, true, false], results.Select(g => g.All(r => r.Accepted)));
        Assert.Equal(LogHead.Empty, engine.Current.Head);
        Assert.All(results.SelectMany(g => g), r => Assert.Equal(LogHead.Empty, r.Head));
    }

    [ContractFact]
    public async Task Names_are_not_in_the_log_and_come_back_after_reopening()
    {
        await using (var engine = await OpenAsync(Open()))
        {
            await engine.ApplyAsync("one", Put("Person", "person:g", ("name", "Grace Hopper"), ("email", "grace@example.org")));
        }

        await using var again = await OpenAsync(Open());
        var person = again.Current.Document("person:g")!;
        Assert.Equal("Grace Hopper", again.Personal.Resolve(person.Text(person.Kind.Title)));
        await foreach (var (_, change) in again.ReadLogAsync(0, CancellationToken.None))
        {
            Assert.Equal("Ada", again.Personal.Resolve(change.Actor));
            Assert.DoesNotContain("Grace", change.ToString());
        }
    }

    private static async Task WriteAStoryAsync(GraphEngine engine, Action? afterEach = null)
    {
        Operation[][] story =
        [
            [Put("Fact", "fact:scoresPersons", ("title", "scoresPersons")), Put("Framework", "f", ("title", "F"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-27"))],
            [Put("Requirement", "f:1", ("ref", "1"), ("title", "One"), ("facts", new[] { "scoresPersons" }), ("proof", Array.Empty<string>())), Link("f:1", "PART_OF", "f")],
            [Put("AiSystem", "ai-system:s", ("title", "S"), ("roles", new[] { "PROVIDER" }), ("facts", new Dictionary<string, object?> { ["scoresPersons"] = true }))],
            [Put("Risk", "risk:drift", ("title", "Drift"), ("kind", "THREAT"), ("inherentImpact", 4)), Link("ai-system:s", "HAS_RISK", "risk:drift")],
            [Put("Control", "control:c", ("title", "C"), ("implementedOn", "2026-01-01")), Link("risk:drift", "MITIGATED_BY", "control:c"), Link("control:c", "SATISFIES", "f:1", ("extent", "PARTIAL"), ("rationale", "because"))],
            [Put("Person", "person:p", ("name", "Ada")), new PutDocument("Vendor", null, new("crm", "42"), new Dictionary<string, object?> { ["title"] = "V" })],
            [Link("control:c", "SATISFIES", "f:1", ("extent", null)), Put("AiSystem", "ai-system:s", ("facts", null), ("purpose", "to score"))],
            [new UnlinkDocuments("risk:drift", "MITIGATED_BY", "control:c")],
            [new DeleteDocument("control:c", WithEdges: true), Put("Vendor", "vendor:crm-42", ("title", "V2"))],
        ];
        for (var i = 0; i < story.Length; i++)
        {
            var result = await engine.ApplyAsync($"story-{i}", story[i]);
            Assert.Empty(result.Violations);
            afterEach?.Invoke();
        }
    }
}

/// <summary>The writer over memory.</summary>
public sealed class MemoryWritingTests : WritingContract, IDisposable
{
    private readonly MemoryLogStore store = new();

    public void Dispose() => store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    protected override ILogStore Open() => store;
}

/// <summary>The writer over SQLite.</summary>
public sealed class SqliteWritingTests : WritingContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override ILogStore Open() => SqliteLogStore.Open(folder.File("graph.db"));
}
