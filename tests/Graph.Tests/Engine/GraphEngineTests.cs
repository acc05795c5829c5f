using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>The one writer: repeated requests, lost races, batches, groups, failures and limits.</summary>
public sealed class GraphEngineTests
{
    [Fact]
    public async Task What_alters_nothing_is_kept_without_a_step()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("c", "SATISFIES", "law:1", ("extent", "PARTIAL")), Link("s", "HAS_RISK", "r"));
        var before = live.Current;
        var result = await live.Keep(
            Put("Control", "c", ("title", "A control"), ("domain", null)), Put("Risk", "r"), Link("s", "HAS_RISK", "r"), Link("c", "SATISFIES", "law:1", ("extent", "PARTIAL")),
            Unlink("r", "MITIGATED_BY", "c"));
        Assert.Equal(new ChangeCounts(0, 0, 5, 0, 0, 0), result.Counts);
        Assert.Equal(before.Head.Revision + 1, live.Current.Head.Revision);
        Assert.Equal(WithoutHead(before), WithoutHead(live.Current));
        var kept = await live.Engine.ReadLogAsync(before.Head.Revision, default).SingleAsync();
        Assert.Empty(kept.Change.Steps);

        static string WithoutHead(Snapshot snapshot) => SnapshotText.Of(snapshot) is var text ? text[text.IndexOf('\n', StringComparison.Ordinal)..] : "";
    }

    [Fact]
    public async Task Who_follows_is_woken_by_each_revision_that_is_later_than_the_known_one()
    {
        await using var live = await WithSmallGraphAsync();
        var first = live.Current.Head.Revision;
        var following = Task.Run(async () =>
        {
            for (var known = first; known < first + 200; known = live.Current.Head.Revision)
            {
                await live.Engine.WaitForLaterAsync(known, default);
                Assert.True(live.Current.Head.Revision > known);
            }
        });
        for (var i = 0; i < 200; i++)
        {
            await live.Keep(Put("Risk", "r", ("title", $"Title {i}")));
        }

        await following.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(live.Engine.WaitForLaterAsync(first, default).IsCompleted);
        using var enough = new CancellationTokenSource();
        var waiting = live.Engine.WaitForLaterAsync(first + 200, enough.Token);
        Assert.False(waiting.IsCompleted);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task What_altered_nothing_does_not_undo_a_later_change_when_it_is_asked_again_after_a_restart()
    {
        await using var live = await WithSmallGraphAsync();
        var request = live.Request("Ada", Put("Risk", "r", ("title", "A risk")));
        var first = Kept(await live.Engine.ApplyAsync(request, default));
        Assert.Equal(1, first.Counts.Unchanged);
        await live.Keep(Put("Risk", "r", ("title", "A better title")));
        await using var restarted = await OpenAsync(store: live.Store);
        var again = Kept(await restarted.Engine.ApplyAsync(request, default));
        Assert.Equal((true, first.Head), (again.Replayed, again.Head));
        Assert.Equal("A better title", restarted.Value("r", "title"));
        Refused(
            await restarted.Engine.ApplyAsync(request with { Operations = [Put("Risk", "r", ("title", "Another"))] }, default),
            ViolationCode.Conflict, "changeId", "with other content");
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_is_done_once()
    {
        await using var live = await WithSmallGraphAsync();
        var request = live.Request("Ada", Put("Vendor", null, ("title", "V")), Put("Person", "p", ("name", "Pia")));
        var first = Kept(await live.Engine.ApplyAsync(request, default));
        await live.Keep(Put("Risk", "r", ("title", "Something else")));
        var again = Kept(await live.Engine.ApplyAsync(request, default));
        Assert.Equal((first.Head, first.Counts, true, false), (again.Head, again.Counts, again.Replayed, first.Replayed));
        Assert.Equal(first.Keys, again.Keys);
        Assert.Equal(3, live.Current.Head.Revision);
        await using var restarted = await OpenAsync(store: live.Store);
        Assert.True(Kept(await restarted.Engine.ApplyAsync(request, default)).Replayed);
        Assert.True(restarted.Engine.DryRun(request).Replayed);
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_a_conflict()
    {
        await using var live = await WithSmallGraphAsync();
        var request = live.Request("Ada", Put("Vendor", "v", ("title", "V")), Link("s", "HAS_RISK", "r"));
        Kept(await live.Engine.ApplyAsync(request, default));
        Operation[][] others =
        [
            [Put("Vendor", "v", ("title", "W")), Link("s", "HAS_RISK", "r")], [Put("Vendor", "v", ("title", "V"))], [Link("s", "HAS_RISK", "r"), Put("Vendor", "v", ("title", "V"))],
            [Put("Vendor", "v", ("title", "V")), Unlink("s", "HAS_RISK", "r")], [Put("Vendor", "v", ("title", "V")) with { External = new("a", "b") }, Link("s", "HAS_RISK", "r")],
            [Put("Vendor", "v", ("title", "V"), ("description", null)), Link("s", "HAS_RISK", "r")],
        ];
        foreach (var other in others)
        {
            Refused(await live.Engine.ApplyAsync(request with { Operations = other }, default), ViolationCode.Conflict, "changeId", "made revision 2 with other content");
        }

        Refused(await live.Engine.ApplyAsync(request with { Reason = "another" }, default), ViolationCode.Conflict, "changeId", "with other content");
        Assert.Equal(2, live.Current.Head.Revision);
    }

    [Fact]
    public async Task A_request_that_is_repeated_while_the_first_is_on_its_way_is_done_once()
    {
        var store = new GatedStore();
        await using var live = await OpenAsync(store: store);
        store.Close();
        var request = live.Request("Ada", Put("Vendor", "v", ("title", "V")));
        var tasks = Enumerable.Range(0, 5).Select(_ => live.Engine.ApplyAsync(request, default)).ToList();
        await store.Arrived.Task;
        store.Open();
        var results = await Task.WhenAll(tasks);
        Assert.Equal(1, results.Count(r => !r.Replayed));
        Assert.All(results, r => Assert.Equal(1, Kept(r).Head.Revision));
        Assert.Equal(1, live.Current.Head.Revision);
    }

    [Fact]
    public async Task A_change_for_another_revision_than_the_head_is_a_conflict()
    {
        await using var live = await WithSmallGraphAsync();
        var request = live.Request("Ada", Put("Vendor", "v", ("title", "V"))) with { ExpectedRevision = 0 };
        Refused(await live.Engine.ApplyAsync(request, default), ViolationCode.Conflict, "expectedRevision", "which is 1, found 0");
        Refused(live.Engine.DryRun(request with { ExpectedRevision = 2 }), ViolationCode.Conflict, "expectedRevision", "which is 1, found 2");
        Kept(await live.Engine.ApplyAsync(request with { ExpectedRevision = 1 }, default));
    }

    [Fact]
    public async Task A_group_is_kept_whole_or_not_at_all_and_each_change_sees_those_before_it()
    {
        await using var live = await WithSmallGraphAsync();
        var first = live.Request("Ada", Put("Vendor", "v", ("title", "V")));
        var second = live.Request("Ada", Link("v", "HAS_RISK", "r"));
        var wrong = live.Request("Ada", Link("v", "HAS_RISK", "nothing"));
        var refused = await live.Engine.ApplyAllAsync([first, second, wrong], default);
        Assert.Equal([true, true, false], refused.Select(r => r.Accepted));
        Assert.Equal((1, null), (live.Current.Head.Revision, live.Current.Document("v")));
        var kept = await live.Engine.ApplyAllAsync([first, second], default);
        Assert.Equal([2L, 3L], kept.Select(r => Kept(r).Head.Revision));
        var twice = await live.Engine.ApplyAllAsync([first, first], default);
        Refused(twice[1], ViolationCode.Conflict, "changeId", "expected each id once");
    }

    [Fact]
    public async Task A_dry_run_of_groups_leaves_nothing_of_a_refused_one_to_the_next()
    {
        await using var live = await WithSmallGraphAsync();
        var head = live.Current.Head;
        var results = live.Engine.DryRunAll(
        [
            [live.Request("Ada", Put("Vendor", "v", ("title", "V"))), live.Request("Ada", Delete("nothing"))],
            [live.Request("Ada", Link("v", "HAS_RISK", "r"))],
            [live.Request("Ada", Put("Vendor", "v", ("title", "V"))), live.Request("Ada", Link("v", "HAS_RISK", "r"))],
        ]);
        Assert.Equal([[true, false], [false], [true, true]], results.Select(g => g.Select(r => r.Accepted)));
        Assert.All(results.SelectMany(g => g), r => Assert.Equal(head, r.Head));
        Assert.Equal(head, await live.Store.HeadAsync(default));
    }

    [Fact]
    public async Task One_refused_change_leaves_the_others_of_its_batch()
    {
        var store = new GatedStore();
        await using var live = await OpenAsync(store: store);
        store.Close();
        var first = live.Ask(Put("Vendor", "v0", ("title", "V")));
        await store.Arrived.Task;
        var tasks = new[] { live.Ask(Put("Vendor", "v1", ("title", "V"))), live.Ask(Put("Vendor", "v2")), live.Ask(Put("Vendor", "v3", ("title", "V"))) };
        store.Open();
        Assert.Equal([true, false, true], (await Task.WhenAll(tasks)).Select(r => r.Accepted));
        Assert.Equal((3, 3), (live.Current.Head.Revision, live.Current.DocumentCount));
        Kept(await first);
    }

    [Fact]
    public async Task Nothing_is_visible_before_it_is_durable()
    {
        var store = new GatedStore();
        await using var live = await OpenAsync(store: store);
        var before = live.Current;
        store.Close();
        var task = live.Ask(Put("Vendor", "v", ("title", "V")));
        await store.Arrived.Task;
        Assert.Same(before, live.Current);
        Assert.False(task.IsCompleted);
        store.Open();
        Kept(await task);
        Assert.NotNull(live.Current.Document("v"));
    }

    [Fact]
    public async Task After_a_failed_append_reading_goes_on_and_writing_stops()
    {
        var store = new GatedStore();
        await using var live = await OpenAsync(store: store);
        await live.Keep(Put("Vendor", "v", ("title", "V")));
        var before = live.Current;
        store.Failure = new StoreException("the disk is full", isTransient: true);
        var failure = await Assert.ThrowsAsync<StoreException>(() => live.Ask(Put("Vendor", "v", ("title", "W"))));
        Assert.True(failure.IsTransient);
        store.Failure = null;
        await Assert.ThrowsAsync<StoreException>(() => live.Ask(Put("Vendor", "v", ("title", "W"))));
        Assert.Same(before, live.Current);
    }

    [Fact]
    public async Task Time_never_goes_backwards_in_the_log_even_where_the_clock_does()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(Start.AddHours(5), Put("Vendor", "v", ("title", "V"))));
        await live.Keep(Put("Vendor", "v", ("title", "W")));
        Assert.Equal(Start.AddHours(5), live.Engine.InstantOf(2));
    }

    [Fact]
    public async Task A_change_has_as_many_operations_as_the_limit_and_no_more()
    {
        await using var live = await WithSmallGraphAsync(new() { OperationCountMax = 12 });
        Operation[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Put("Vendor", $"v{i}", ("title", "V")))];
        await live.Keep(Many(12));
        await live.Refuses(ViolationCode.LimitExceeded, "changes", "expected at most 12 operations, found 13", Many(13));
    }

    [Fact]
    public async Task As_many_reasons_as_the_limit_are_told_and_then_that_there_are_more()
    {
        await using var live = await WithSmallGraphAsync(new() { ViolationCountMax = 3 });
        Assert.Equal(3, (await live.Ask(Delete("x"), Delete("y"), Delete("z"))).Violations.Count);
        var result = await live.Ask(Delete("w"), Delete("x"), Delete("y"), Delete("z"), Delete("zz"));
        Assert.Equal(4, result.Violations.Count);
        Assert.Equal(new(ViolationCode.LimitExceeded, "changes", "expected at most 3 reasons to be told; there are more"), result.Violations[^1]);
    }

    [Fact]
    public async Task A_group_has_as_many_changes_as_the_limit_and_no_more()
    {
        await using var live = await OpenAsync(new() { GroupCountMax = 2 });
        var requests = Enumerable.Range(0, 3).Select(i => live.Request("Ada", Put("Vendor", $"v{i}", ("title", "V")))).ToList();
        Assert.All(await live.Engine.ApplyAllAsync([.. requests.Take(2)], default), r => Kept(r));
        Assert.All(await live.Engine.ApplyAllAsync(requests, default), r => Refused(r, ViolationCode.LimitExceeded, "changes", "expected at most 2 changes at once, found 3"));
    }

    [Fact]
    public async Task A_durable_write_holds_as_many_changes_as_the_limit_and_no_more()
    {
        var store = new GatedStore();
        await using var live = await OpenAsync(new() { BatchCountMax = 4 }, store: store);
        store.Close();
        var first = live.Ask(Put("Vendor", "v", ("title", "V")));
        await store.Arrived.Task;
        var tasks = Enumerable.Range(0, 9).Select(i => live.Ask(Put("Vendor", $"v{i}", ("title", "V")))).ToList();
        store.Open();
        await Task.WhenAll(tasks);
        await first;
        Assert.Equal([1, 4, 4, 1], store.BatchSizes);
    }

    [Fact]
    public async Task As_many_requests_as_the_limit_wait_for_the_writer_and_the_next_waits_outside()
    {
        var store = new GatedStore();
        await using var live = await OpenAsync(new() { QueueCountMax = 2 }, store: store);
        store.Close();
        var first = live.Ask(Put("Vendor", "v", ("title", "V")));
        await store.Arrived.Task;
        var queued = new[] { live.Ask(Put("Vendor", "v1", ("title", "V"))), live.Ask(Put("Vendor", "v2", ("title", "V"))) };
        using var giveUp = new CancellationTokenSource();
        var outside = live.Engine.ApplyAsync(live.Request("Ada", Put("Vendor", "v3", ("title", "V"))), giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
        store.Open();
        await Task.WhenAll([first, .. queued]);
        Assert.Equal((3, null), (live.Current.DocumentCount, live.Current.Document("v3")));
    }

    [Fact]
    public async Task As_many_recent_snapshots_as_the_limit_are_kept_and_older_ones_are_rebuilt()
    {
        await using var live = await OpenAsync(new() { RecentSnapshotCountMax = 3, PastSnapshotCountMax = 1 });
        var published = new List<Graph.Engine.Snapshots.Snapshot> { live.Current };
        for (var i = 1; i <= 5; i++)
        {
            await live.Keep(Put("Vendor", "v", ("title", $"Name {i}")));
            published.Add(live.Current);
        }

        foreach (var revision in (int[])[3, 4, 5])
        {
            Assert.Same(published[revision], await live.Engine.AsOfAsync(revision, default));
        }

        var two = await live.Engine.AsOfAsync(2, default);
        Assert.NotSame(published[2], two);
        Assert.Equal(SnapshotText.Of(published[2]), SnapshotText.Of(two));
        Assert.Same(two, await live.Engine.AsOfAsync(2, default));
        await live.Engine.AsOfAsync(1, default);
        Assert.NotSame(two, await live.Engine.AsOfAsync(2, default));
    }

    [Fact]
    public async Task There_is_no_snapshot_of_a_revision_that_is_not_there_yet()
    {
        await using var live = await WithSmallGraphAsync();
        Assert.Equal(0, (await live.Engine.AsOfAsync(0, default)).DocumentCount);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => live.Engine.AsOfAsync(2, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => live.Engine.AsOfAsync(-1, default));
    }

    [Fact]
    public void A_model_has_as_many_kinds_of_edges_as_fit_beside_the_mark_of_a_hub()
    {
        EdgeKind[] More(int count) => [.. Enumerable.Range(0, count).Select(i => new EdgeKind($"MORE_{i}", [], [], $"more{i}", Along.Not, Along.Not, "One more."))];
        var free = GraphModel.EdgeKindCountMax - GraphModel.Default.Edges.Count;
        Assert.Equal(GraphModel.EdgeKindCountMax, GraphModel.Default.With([], More(free)).Edges.Count);
        Assert.Throws<InvalidOperationException>(() => GraphModel.Default.With([], More(free + 1)));
    }
}
