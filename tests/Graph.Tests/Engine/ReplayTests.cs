using CsCheck;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Tests.Engine;

/// <summary>The snapshot is a pure function of the log, and what is refused leaves no trace.</summary>
public sealed class ReplayTests
{
    private static readonly int Iterations = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_ITERATIONS"), out var n) ? n / 10 : 60;

    [Fact]
    public void Replaying_any_prefix_of_the_log_gives_the_snapshot_of_that_revision() => Sample(async (live, requests) =>
    {
        var texts = new List<string> { SnapshotText.Of(live.Current) };
        var snapshots = new List<Snapshot> { live.Current };
        foreach (var request in requests)
        {
            live.Clock.Advance(TimeSpan.FromMinutes(7));
            var result = await live.Engine.ApplyAsync(request, default);
            if (result.Head.Revision > snapshots[^1].Head.Revision)
            {
                snapshots.Add(live.Current);
                texts.Add(SnapshotText.Of(live.Current));
            }
            else
            {
                Assert.Same(snapshots[^1], live.Current);
            }

            CheckCounts(live.Current);
        }

        for (var i = 0; i < snapshots.Count; i++)
        {
            var revision = snapshots[i].Head.Revision;
            Assert.Equal(texts[i], SnapshotText.Of(snapshots[i]));
            Assert.Equal(texts[i], SnapshotText.Of((await Replay.RunAsync(live.Store, Snapshot.Empty(GraphModel.Default), revision, null, null, null, default)).Snapshot));
        }

        await using var again = await LiveEngine.OpenAsync(store: live.Store);
        Assert.Equal(texts[^1], SnapshotText.Of(again.Current));
    });

    // Whatever is kept on the way and in whichever order one asks, the past is what it was.
    [Fact]
    public void As_of_any_revision_is_the_snapshot_of_that_revision_whatever_checkpoints_are_kept() => Gen.Select(
        RandomRequests.Sequences, Gen.Int[0, 4], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int).Sample(
        (requests, count, spacing, months, recent, past, order) => CheckpointsAsync(
            requests, new() { CheckpointCountMax = count, CheckpointSpacingMin = spacing, CheckpointMonthCountMax = months, RecentSnapshotCountMax = recent, PastSnapshotCountMax = past }, new(order)).GetAwaiter().GetResult(),
        iter: Iterations, threads: 1);

    [Fact]
    public void A_dry_run_says_what_the_change_then_does_and_leaves_everything_as_it_was() => Sample(async (live, requests) =>
    {
        foreach (var request in requests)
        {
            var before = live.Current;
            var said = live.Engine.DryRun(request);
            Assert.Same(before, live.Current);
            Assert.Equal(before.Head, await live.Store.HeadAsync(default));
            var done = await live.Engine.ApplyAsync(request, default);
            Assert.Equal((said.Counts, said.Accepted), (done.Counts, done.Accepted));
            Assert.Equal(said.Keys, done.Keys);
            Assert.Equal(said.Violations, done.Violations);
        }
    });

    // All requests wait in one queue, so that they share batches; one by one they give the same graph.
    [Fact]
    public void Requests_that_share_a_batch_give_the_graph_that_they_give_one_by_one() => Sample(async (live, requests) =>
    {
        var tasks = requests.Select(r => live.Engine.ApplyAsync(r, default)).ToList();
        var together = await Task.WhenAll(tasks);
        await using var other = await LiveEngine.OpenAsync();
        LiveEngine.Kept(await other.Engine.ApplyAsync(new("start", "Ada", "start", RandomRequests.Start), default));
        for (var i = 0; i < requests.Length; i++)
        {
            var alone = await other.Engine.ApplyAsync(requests[i], default);
            Assert.Equal((alone.Accepted, alone.Counts, alone.Head.Revision), (together[i].Accepted, together[i].Counts, together[i].Head.Revision));
        }

        Assert.Equal(WithoutTokens(other), WithoutTokens(live));
    });

    [Fact]
    public async Task Most_of_the_random_requests_are_accepted_and_many_are_not()
    {
        int accepted = 0, refused = 0, altered = 0;
        var codes = new HashSet<string>();
        await Task.Run(() => Sample(async (live, requests) =>
        {
            foreach (var request in requests)
            {
                var before = live.Current.Head;
                var result = await live.Engine.ApplyAsync(request, default);
                accepted += result.Accepted ? 1 : 0;
                refused += result.Accepted ? 0 : 1;
                altered += result.Head != before ? 1 : 0;
                codes.UnionWith(result.Violations.Select(v => v.Code.ToString()));
            }
        }));
        Assert.True(accepted > 200 && altered > 150 && refused > 200, $"{accepted} accepted, {altered} altered something, {refused} refused");
        Assert.Superset(new HashSet<string> { "Validation", "NotFound", "Conflict", "Forbidden" }, codes);
    }

    private static async Task CheckpointsAsync(ChangeRequest[] requests, EngineOptions options, Random random)
    {
        await using var live = await LiveEngine.OpenAsync(options);
        LiveEngine.Kept(await live.Engine.ApplyAsync(new("start", "Ada", "start", RandomRequests.Start), default));
        var texts = new Dictionary<long, string> { [0] = SnapshotText.Of(Snapshot.Empty(GraphModel.Default)), [1] = SnapshotText.Of(live.Current) };
        foreach (var request in requests)
        {
            live.Clock.Advance(TimeSpan.FromDays(random.Next(20)));
            await live.Engine.ApplyAsync(request, default);
            texts[live.Current.Head.Revision] = SnapshotText.Of(live.Current);
        }

        // The engine that wrote the log has kept snapshots as they came, one that opens it as it read them.
        await using var again = await LiveEngine.OpenAsync(options, store: live.Store, now: live.Clock.GetUtcNow());
        foreach (var engine in (GraphEngine[])[live.Engine, again.Engine])
        {
            var revisions = texts.Keys.ToArray();
            random.Shuffle(revisions);
            foreach (var revision in revisions)
            {
                Assert.Equal(texts[revision], SnapshotText.Of(await engine.AsOfAsync(revision, default)));
            }
        }
    }

    private static void Sample(Func<LiveEngine, ChangeRequest[], Task> check) => RandomRequests.Sequences.Sample(
        requests => CheckAsync(requests, check).GetAwaiter().GetResult(), iter: Iterations, threads: 1, print: Print);

    private static async Task CheckAsync(ChangeRequest[] requests, Func<LiveEngine, ChangeRequest[], Task> check)
    {
        await using var live = await LiveEngine.OpenAsync();
        LiveEngine.Kept(await live.Engine.ApplyAsync(new("start", "Ada", "start", RandomRequests.Start), default));
        await check(live, requests);
    }

    private static string Print(ChangeRequest[] requests) => string.Join('\n', requests.Select(r =>
        $"{r.Actor}: {string.Join(", ", r.Decisions)} {string.Join("; ", r.Operations.Select(Print))}"));

    private static string Print(Operation operation) => operation switch
    {
        PutDocument put => $"put {put.Kind} {put.Key} {put.External} {string.Join(' ', put.Fields.Select(f => $"{f.Key}={f.Value}"))}",
        LinkDocuments link => $"link {link.From} {link.Kind} {link.To} {string.Join(' ', link.Fields.Select(f => $"{f.Key}={f.Value}"))}",
        _ => operation.ToString()!,
    };

    // What the writer keeps by counting must be what one counts.
    private static void CheckCounts(Snapshot snapshot)
    {
        int outgoing = 0, incoming = 0, documents = 0;
        for (var i = 0; i < snapshot.OrdinalCount; i++)
        {
            if (snapshot.Document(i) is { } document)
            {
                documents++;
                Assert.Same(document, snapshot.Document(document.Key));
                outgoing += snapshot.Model.Edges.Sum(e => snapshot.Out(document, e).Count());
                incoming += snapshot.Model.Edges.Sum(e => snapshot.In(document, e).Count());
            }
        }

        Assert.Equal((snapshot.EdgeCount, snapshot.EdgeCount, snapshot.DocumentCount), (outgoing, incoming, documents));
    }

    // Tokens are salted, so they and the hashes over them differ between stores; names take the place of tokens.
    private static string WithoutTokens(LiveEngine live)
    {
        var text = SnapshotText.Of(live.Current);
        text = text[text.IndexOf('\n', StringComparison.Ordinal)..];
        text = System.Text.RegularExpressions.Regex.Replace(text, "\"contentHash\":\"[0-9a-f]{64}\"", "\"contentHash\":\"...\"");
        return System.Text.RegularExpressions.Regex.Replace(text, "~[0-9a-f]{64}", m => live.Engine.Personal.Resolve(m.Value)!);
    }
}
