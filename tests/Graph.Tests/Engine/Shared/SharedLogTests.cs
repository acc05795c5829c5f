using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Engine.Shared;

/// <summary>Several engines over one log: each follows what the others write, and none loses, repeats or reorders a change.</summary>
public sealed class SharedLogTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SharedLog log = new(new MemoryLogStore());
    private GraphEngine one = null!, two = null!;

    // In memory a race takes microseconds, and whoever the machine lets wait loses many in a row.
    private static readonly EngineOptions Patient = new() { ConflictRetryCountMax = int.MaxValue };

    public async Task InitializeAsync() => (one, two) = (await log.OpenAsync(Patient), await log.OpenAsync(Patient));

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
    }

    [Fact]
    public async Task What_one_writes_the_other_serves_as_soon_as_it_is_asked_for_the_revision()
    {
        var written = await one.ApplyAsync("a", Vendor("a", "From one"));

        Assert.True(await two.WaitForAsync(written.Head.Revision, Patience, CancellationToken.None));
        Assert.Equal(Describe(one.Current), Describe(two.Current));
        Assert.Equal((0, one.InstantOf(1)), (two.Behind, two.InstantOf(1)));
    }

    [Fact]
    public async Task What_one_writes_the_other_serves_after_a_while_though_nobody_asks_for_it()
    {
        await one.ApplyAsync("a", Vendor("a"));

        await Until.HoldsAsync(() => two.Current.Head == one.Current.Head);
    }

    [Fact]
    public async Task Writers_on_both_at_once_lose_repeat_and_reorder_nothing()
    {
        const int WriterCount = 8, ChangeCount = 25;
        await Task.WhenAll(Enumerable.Range(0, WriterCount).Select(writer => Task.Run(async () =>
        {
            var engine = writer % 2 == 0 ? one : two;
            for (var i = 0; i < ChangeCount; i++)
            {
                LiveEngine.Kept(await engine.ApplyAsync($"{writer}-{i}", Vendor($"{writer}", $"Title {i}")));
            }
        })));
        var last = WriterCount * ChangeCount;
        Assert.True(await one.WaitForAsync(last, Patience, CancellationToken.None) && await two.WaitForAsync(last, Patience, CancellationToken.None));

        var ids = new List<string>();
        await foreach (var (_, change) in one.ReadLogAsync(0, CancellationToken.None))
        {
            ids.Add(change.ChangeId);
        }

        Assert.Equal(last, one.Current.Head.Revision);
        Assert.All(Enumerable.Range(0, WriterCount), writer => Assert.Equal(
            Enumerable.Range(0, ChangeCount).Select(i => $"{writer}-{i}"), ids.Where(id => id.StartsWith($"{writer}-", StringComparison.Ordinal))));
        await using var replayed = await OpenAsync(log.Records);
        Assert.Equal(Describe(replayed.Current), Describe(one.Current));
        Assert.Equal(Describe(replayed.Current), Describe(two.Current));
    }

    [Fact]
    public async Task A_change_that_came_second_is_judged_anew_on_what_came_first()
    {
        await BothSee(await one.ApplyAsync("first", Put("Risk", "r", ("title", "R"), ("kind", "THREAT")), Put("Control", "c", ("title", "C"))));
        FirstOfAll(() => one.ApplyAsync("away", new DeleteDocument("c", WithEdges: true)));

        var refused = await two.ApplyAsync("link", Link("r", "MITIGATED_BY", "c"));

        Assert.Equal(ViolationCode.NotFound, Assert.Single(refused.Violations).Code);
        Assert.Equal(2, two.Current.Head.Revision);
    }

    [Fact]
    public async Task A_revision_that_was_expected_and_came_second_is_a_conflict()
    {
        await BothSee(await one.ApplyAsync("a", Vendor("a")));
        FirstOfAll(() => one.ApplyAsync("b", Vendor("b")));

        var refused = await two.ApplyAsync(Change("c", Vendor("c")) with { ExpectedRevision = 1 }, CancellationToken.None);

        Assert.Equal((ViolationCode.Conflict, "expectedRevision"), (Assert.Single(refused.Violations).Code, refused.Violations[0].Path));
    }

    [Fact]
    public async Task The_same_change_sent_to_both_at_once_is_made_once_and_answered_alike()
    {
        ChangeResult? first = null;
        FirstOfAll(async () => first = await one.ApplyAsync("same", Vendor("a")));

        var second = await two.ApplyAsync("same", Vendor("a"));

        Assert.True(second.Replayed && !first!.Replayed);
        Assert.Equal((first!.Head, 1), (second.Head, (int)(await log.Records.HeadAsync(CancellationToken.None)).Revision));
    }

    [Fact]
    public async Task A_change_that_always_comes_second_is_refused_after_so_many_tries_as_the_limit_says()
    {
        const int TryCountMax = 3;
        await using var beaten = await log.OpenAsync(new() { ConflictRetryCountMax = TryCountMax });
        var tries = 0;
        log.BeforeAppend = async () =>
        {
            if (log.BeforeAppend is var ambush && Interlocked.Increment(ref tries) is var number)
            {
                log.BeforeAppend = () => Task.CompletedTask;
                await one.ApplyAsync("ambush-" + number, Vendor("ambush" + number));
                log.BeforeAppend = ambush;
            }
        };

        var refused = await Assert.ThrowsAsync<StoreException>(() => beaten.ApplyAsync("never", Vendor("never")));

        Assert.True(refused.IsTransient);
        Assert.Contains("ConflictRetryCountMax", refused.Message);
        Assert.Equal(TryCountMax + 1, tries);
        log.BeforeAppend = () => Task.CompletedTask;
        LiveEngine.Kept(await beaten.ApplyAsync("later", Vendor("later")));
        Assert.False(one.Knows("never"));
    }

    [Fact]
    public async Task A_name_that_one_learns_and_erases_the_other_shows_and_forgets()
    {
        await BothSee(await one.ApplyAsync("p", Put("Person", "person:q", ("name", "Quilla"))));
        Assert.Equal("Quilla", NameOn(two));
        var token = Token(two);

        await BothSee(await one.ApplyAsync(Change("erase") with { Origin = ChangeOrigin.Authority, Erasures = [token] }, CancellationToken.None));

        Assert.Equal(PersonalValues.Erased, NameOn(two));
        await BothSee(await two.ApplyAsync("again", Put("Person", "person:q", ("name", "Quilla"))));
        Assert.NotEqual(token, Token(one));
        Assert.Equal("Quilla", NameOn(one));
    }

    [Fact]
    public async Task Two_that_fill_an_empty_log_with_the_same_seed_at_once_fill_it_once()
    {
        ChangeRequest[] seed = [.. Enumerable.Range(0, 5).Select(i => Change($"seed-{i}", Put("Person", $"person:{i}", ("name", $"Name {i}"))) with { Origin = ChangeOrigin.Seed })];
        FirstOfAll(() => one.ApplyAllAsync(seed, CancellationToken.None));

        var second = await two.ApplyAllAsync(seed, CancellationToken.None);

        Assert.All(second, result => Assert.True(result.Replayed && result.Accepted));
        Assert.Equal(5, two.Current.Head.Revision);
    }

    [Fact]
    public async Task While_the_log_is_away_reads_go_on_changes_are_refused_and_all_comes_back_by_itself()
    {
        await BothSee(await one.ApplyAsync("a", Vendor("a")));
        var told = new List<bool>();
        two.StoreLostChanged += cause => told.Add(cause is null);
        log.GoAway();
        await Until.HoldsAsync(() => two.StoreLost is not null);

        var refused = await Assert.ThrowsAsync<StoreException>(() => two.ApplyAsync("b", Vendor("b")));

        Assert.True(refused.IsTransient);
        Assert.Equal(1, two.Current.Head.Revision);
        Assert.False(await two.WaitForAsync(2, TimeSpan.FromMilliseconds(100), CancellationToken.None));
        log.ComeBack();
        await Until.HoldsAsync(() => two.StoreLost is null);
        LiveEngine.Kept(await two.ApplyAsync("b", Vendor("b")));
        Assert.Equal([false, true], told);
    }

    [Fact]
    public async Task While_the_log_is_closed_it_is_said_once_and_what_was_written_before_is_still_taken_in()
    {
        var told = new List<string?>();
        two.StoreLostChanged += cause => told.Add(cause is null ? null : cause.WhyClosed ?? cause.Message);
        await one.ApplyAsync("a", Vendor("a"));
        log.Close("It is worked on.");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("It is worked on.", (await Assert.ThrowsAsync<StoreException>(() => two.ApplyAsync("b", Vendor("b")))).WhyClosed);
            Assert.False(await two.WaitForAsync(2, TimeSpan.FromMilliseconds(20), CancellationToken.None));
        }

        Assert.Equal(1, two.Current.Head.Revision);
        log.GoAway();
        await two.WaitForAsync(2, TimeSpan.FromMilliseconds(20), CancellationToken.None);
        await Until.HoldsAsync(() => two.StoreLost is { WhyClosed: null });
        log.ComeBack();
        await two.WaitForAsync(2, TimeSpan.FromMilliseconds(20), CancellationToken.None);
        await Until.HoldsAsync(() => two.StoreLost is { WhyClosed: not null });
        log.Open();
        await two.WaitForAsync(2, TimeSpan.FromMilliseconds(20), CancellationToken.None);
        await Until.HoldsAsync(() => two.StoreLost is null);
        LiveEngine.Kept(await two.ApplyAsync("b", Vendor("b")));
        Assert.Equal(["It is worked on.", "nobody is there", "It is worked on.", null], told);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_found_again_by_its_id()
    {
        log.LoseNextAnswer();

        Assert.True((await Assert.ThrowsAsync<StoreException>(() => one.ApplyAsync("a", Vendor("a")))).IsTransient);
        await Until.HoldsAsync(() => one.StoreLost is null);
        var again = await one.ApplyAsync("a", Vendor("a"));

        Assert.True(again.Replayed);
        Assert.Equal(1, (await log.Records.HeadAsync(CancellationToken.None)).Revision);
    }

    [Fact]
    public async Task A_log_that_is_not_the_one_that_was_served_stops_the_writer_and_reads_go_on()
    {
        await BothSee(await one.ApplyAsync("a", Vendor("a")));
        var other = new SharedLog(new MemoryLogStore());
        await using var stranger = await other.OpenAsync();
        await stranger.ApplyAsync("x", Vendor("x"));
        await stranger.ApplyAsync("y", Vendor("y"));
        await using var moved = new Swapped(log.NewStore(), other.NewStore());
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, moved, new(), TimeProvider.System, null, CancellationToken.None);
        moved.Swap();

        await Assert.ThrowsAsync<StoreException>(() => engine.ApplyAsync("b", Vendor("b")));

        Assert.IsType<BrokenLogException>(await engine.WritingStopped.WaitAsync(Patience));
        Assert.False(engine.CanWrite);
        Assert.NotNull(engine.Current.Document("vendor:a"));
        Assert.False(await engine.WaitForAsync(2, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_waits_for_a_revision_of_a_log_to_which_nobody_else_writes()
    {
        await using var alone = await OpenAsync(new MemoryLogStore());

        Assert.False(await alone.WaitForAsync(1, Timeout.InfiniteTimeSpan, CancellationToken.None));
    }

    /// <summary>Before the next append of anybody, somebody else does this.</summary>
    private void FirstOfAll(Func<Task> act) => log.BeforeAppend = () =>
    {
        log.BeforeAppend = () => Task.CompletedTask;
        return act();
    };

    private async Task BothSee(ChangeResult result)
    {
        LiveEngine.Kept(result);
        Assert.True(await one.WaitForAsync(result.Head.Revision, Patience, CancellationToken.None));
        Assert.True(await two.WaitForAsync(result.Head.Revision, Patience, CancellationToken.None));
    }

    private static string Token(GraphEngine engine) =>
        engine.Current.Document("person:q") is { } person && person.Kind.TryGetField("name", out var field) ? person.Text(field)! : throw new InvalidOperationException("There is no person.");

    private static string? NameOn(GraphEngine engine) => engine.Personal.Resolve(Token(engine));

    /// <summary>A store behind whose address another log lies from some moment on, as after a restore.</summary>
    private sealed class Swapped(ILogStore before, ILogStore after) : ILogStore
    {
        private ILogStore now = before;

        public string Name => now.Name;

        public bool IsShared => true;

        public void Swap() => now = after;

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => now.HeadAsync(cancellationToken);

        public IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken) => now.ReadAsync(after, cancellationToken);

        public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken) => now.AppendAsync(expected, batch, cancellationToken);

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => now.ReadPersonalAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
