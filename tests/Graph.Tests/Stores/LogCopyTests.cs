using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores;

/// <summary>A copy of a log is the same log, at every moment the beginning of it, and never the one of somebody else.</summary>
public sealed class LogCopyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_copy_has_the_same_entries_the_same_hashes_and_the_same_names()
    {
        await using var source = await SourceAsync();
        await using var target = SqliteLogStore.Open(folder.File("graph.db"));

        var result = await CopyAsync(source, target, new());

        Assert.Equal((await source.HeadAsync(default), LogHead.Empty), (result.Head, result.Begin));
        await SameAsync(source, target);
    }

    [Theory]
    [InlineData(1, int.MaxValue, new[] { 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(3, int.MaxValue, new[] { 3, 3, 1 })]
    [InlineData(int.MaxValue, 1, new[] { 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(int.MaxValue, int.MaxValue, new[] { 7 })]
    public async Task Batches_end_at_a_number_of_entries_and_at_a_number_of_bytes(int countMax, int bytesMax, int[] batches)
    {
        await using var source = await SourceAsync();
        await using var target = new Watched();

        await CopyAsync(source, target, new() { CountMax = countMax, BytesMax = bytesMax });

        Assert.Equal(batches, target.Batches);
        await SameAsync(source, target.Kept);
    }

    [Fact]
    public async Task Two_entries_go_together_where_they_just_fit_and_not_where_they_are_a_byte_too_long()
    {
        await using var source = await SourceAsync();
        var both = (await source.ReadAllAsync()).Take(2).Sum(record => record.Payload.Length);
        await using Watched fits = new(), tooLong = new();

        await CopyAsync(source, fits, new() { BytesMax = both });
        await CopyAsync(source, tooLong, new() { BytesMax = both - 1 });

        Assert.Equal((2, 1), (fits.Batches[0], tooLong.Batches[0]));
    }

    [Fact]
    public async Task A_copy_that_was_stopped_goes_on_where_it_ended_and_at_no_moment_is_a_name_mentioned_that_is_not_there()
    {
        await using var source = await SourceAsync();
        var head = await source.HeadAsync(default);
        var target = new Watched();
        for (var stops = 0; ; stops++)
        {
            using var stop = new CancellationTokenSource();
            target.AfterBatch = () =>
            {
                AssertAllNamesAreThereAsync(target.Kept).GetAwaiter().GetResult();
                stop.Cancel();
            };
            try
            {
                var result = await new LogCopy(source, target, GraphModel.Default, new() { CountMax = 2 }).RunAsync(null, stop.Token);
                Assert.Equal((head, 6L), (result.Head, result.Begin.Revision));
                Assert.Equal(3, stops);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal((stops + 1) * 2, (await target.HeadAsync(default)).Revision);
            }
        }

        await SameAsync(source, target.Kept);
    }

    [Fact]
    public async Task A_copy_goes_on_with_what_was_written_since_the_last_one_also_where_that_erases_what_had_gone_over()
    {
        await using var target = SqliteLogStore.Open(folder.File("graph.db"));
        var source = new MemoryLogStore();
        await using var engine = await OpenAsync(source);
        await engine.ApplyAsync("one", Put("Person", "person:p", ("name", "Quilla")));
        await CopyAsync(source, target, new());
        Assert.Contains(await target.ReadPersonalAsync(default), value => value.Value == "Quilla");
        await EraseAsync(engine, "Quilla");

        var result = await CopyAsync(source, target, new());

        Assert.Equal((1L, 2L), (result.Begin.Revision, result.Head.Revision));
        await SameAsync(source, target);
        Assert.DoesNotContain(await target.ReadPersonalAsync(default), value => value.Value == "Quilla");
    }

    [Fact]
    public async Task A_name_that_was_erased_never_comes_over_though_entries_before_mention_it()
    {
        await using var source = await SourceAsync();
        var target = new Watched();

        await CopyAsync(source, target, new() { CountMax = 1 });

        var given = target.Personal.Where(value => value.Value is null);
        Assert.Equal([0], given.Select(value => value.Salt.Length));
        Assert.DoesNotContain(target.Personal, value => value.Value == "Quilla");
    }

    [Fact]
    public async Task A_target_with_another_log_a_longer_one_or_somebody_who_writes_to_it_is_refused_and_left_as_it_is()
    {
        await using var source = await SourceAsync();
        var other = new MemoryLogStore();
        await (await OpenAsync(other)).ApplyAsync("other", Vendor("other"));
        var longer = new MemoryLogStore();
        await CopyAsync(source, longer, new());
        await (await OpenAsync(longer)).ApplyAsync("more", Vendor("more"));
        var busy = new Watched();
        busy.AfterBatch = () => busy.Kept.AppendAsync("somebody else").GetAwaiter().GetResult();

        var anotherLog = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(source, other, new()));
        var longerLog = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(source, longer, new()));
        var written = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(source, busy, new() { CountMax = 2 }));

        Assert.StartsWith("The target holds another log: its entry of revision 1 has the hash", anotherLog.Message);
        Assert.StartsWith("The target holds another log: it is at revision 8, and the source at 7.", longerLog.Message);
        Assert.StartsWith("Somebody else writes to the target, which was expected at revision 2 and is at 3.", written.Message);
        Assert.Equal((1L, 8L), ((await other.HeadAsync(default)).Revision, (await longer.HeadAsync(default)).Revision));
    }

    [Fact]
    public async Task Of_a_source_that_was_altered_nothing_comes_over_from_the_first_bad_revision_on()
    {
        await using var good = await SourceAsync();
        var records = await good.ReadAllAsync();
        records[4] = records[4] with { Payload = records[4].Payload.ToArray().Append((byte)' ').ToArray() };
        records[0] = records[0] with { Personal = await good.ReadPersonalAsync(default) };
        var source = new MemoryLogStore();
        await source.AppendAsync(LogHead.Empty, records, default);
        var target = new MemoryLogStore();

        var broken = await Assert.ThrowsAsync<BrokenLogException>(() => CopyAsync(source, target, new() { CountMax = 2 }));

        Assert.Equal(5, broken.Revision);
        Assert.InRange((await target.HeadAsync(default)).Revision, 2, 4);
    }

    [Theory]
    [InlineData(true, "is not the one that was written")]
    [InlineData(false, "A personal value that revision 1 mentions is missing beside the log of the source")]
    public async Task A_name_that_was_altered_or_taken_away_beside_the_source_is_told_and_does_not_come_over(bool altered, string fault)
    {
        await using var good = await SourceAsync();
        var records = await good.ReadAllAsync();
        records[0] = records[0] with { Personal = [.. (await good.ReadPersonalAsync(default)).Select(v => v.Value == "Ada" ? v with { Value = "Eve" } : v).Where(v => altered || v.Value != "Eve")] };
        var source = new MemoryLogStore();
        await source.AppendAsync(LogHead.Empty, records, default);
        var target = new MemoryLogStore();

        Assert.Contains(fault, (await Assert.ThrowsAsync<StoreException>(() => CopyAsync(source, target, new()))).Message);
        Assert.Equal(LogHead.Empty, await target.HeadAsync(default));
    }

    [Fact]
    public async Task A_request_that_is_sent_again_after_the_copy_is_known_by_spellings_that_no_entry_mentions()
    {
        var source = new MemoryLogStore();
        var engine = await OpenAsync(source);
        var request = Change("one", Put("Person", "person:p", ("name", "  Quilla ")));
        await engine.ApplyAsync(request, default);
        var target = new MemoryLogStore();
        await CopyAsync(source, target, new());

        var again = await (await OpenAsync(target)).ApplyAsync(request, default);

        Assert.True(again.Replayed);
        Assert.Contains(await target.ReadPersonalAsync(default), value => value.Value == "  Quilla ");
    }

    private static Task<CopyResult> CopyAsync(ILogStore source, ILogStore target, BatchLimits limits) =>
        new LogCopy(source, target, GraphModel.Default, limits).RunAsync(null, CancellationToken.None);

    /// <summary>Seven entries: names in documents, in links and of actors, one of them erased at the end of what mentions it.</summary>
    internal static async Task<MemoryLogStore> SourceAsync()
    {
        var source = new MemoryLogStore();
        var engine = await OpenAsync(source);
        await WriteAsync(engine);
        return source;
    }

    internal static async Task WriteAsync(GraphEngine engine)
    {
        await engine.ApplyAsync("one", Put("Person", "person:p", ("name", "Quilla"), ("email", "q@example.org")), Put("Person", "person:q", ("name", "Quentin")));
        await engine.ApplyAsync("two", Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT"), ("inherentImpact", 4)), Put("Control", "control:c", ("title", "C"), ("implementedOn", "2026-01-01")));
        await engine.ApplyAsync(Change("three", Link("risk:r", "MITIGATED_BY", "control:c")) with { Actor = "Quilla" }, default);
        await engine.ApplyAsync("four", Vendor("v"), Vendor("w"), Link("control:c", "OWNED_BY", "person:p"));
        await EraseAsync(engine, "Quilla");
        await engine.ApplyAsync("six", new DeleteDocument("vendor:w", WithEdges: false), Put("Risk", "risk:r", ("inherentImpact", null)));
        await engine.ApplyAsync(Change("seven", Put("Person", "person:s", ("name", "Sam"))) with { Actor = "Zoe", Subject = "token:Zoe", Client = "token:1" }, default);
    }

    private static async Task EraseAsync(GraphEngine engine, string name)
    {
        var tokens = engine.Personal.All().Where(p => p.Value.Name == name).Select(p => p.Key).ToArray();
        var result = await engine.ApplyAsync(new ChangeRequest("erase " + name, "Otto", "Art. 17", []) { Origin = ChangeOrigin.Authority, Erasures = tokens }, default);
        Assert.True(result.Accepted && tokens.Length > 0);
    }

    internal static async Task SameAsync(ILogStore source, ILogStore target)
    {
        Assert.Equal(await source.HeadAsync(default), await target.HeadAsync(default));
        Assert.Equal((await source.ReadAllAsync()).Select(Line), (await target.ReadAllAsync()).Select(Line));
        Assert.Equal((await source.ReadPersonalAsync(default)).Select(Value).Order(), (await target.ReadPersonalAsync(default)).Select(Value).Order());

        static string Line(LogRecord record) => $"{record.Head} {LogEntries.Text(record)}";
        static string Value(PersonalValue value) => $"{value.Digest} {Convert.ToHexString(value.Salt)} {value.Value}";
    }

    private static async Task AssertAllNamesAreThereAsync(MemoryLogStore store)
    {
        var there = (await store.ReadPersonalAsync(default)).Select(PersonalValues.TokenOf).ToHashSet();
        Assert.All(await store.ReadAllAsync(), record => Assert.All(PersonalValues.TokensOf(ChangeCodec.Read(record.Head.Revision, record.Payload), GraphModel.Default), token => Assert.Contains(token, there)));
    }

    /// <summary>A store in memory that remembers what it was given.</summary>
    private sealed class Watched : ILogStore
    {
        public MemoryLogStore Kept { get; } = new();

        public List<int> Batches { get; } = [];

        public List<PersonalValue> Personal { get; } = [];

        public Action? AfterBatch { get; set; }

        public string Name => Kept.Name;

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => Kept.HeadAsync(cancellationToken);

        public IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken) => Kept.ReadAsync(after, cancellationToken);

        public async Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
        {
            await Kept.AppendAsync(expected, batch, cancellationToken);
            Batches.Add(batch.Count);
            Personal.AddRange(batch.SelectMany(record => record.Personal));
            AfterBatch?.Invoke();
        }

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => Kept.ReadPersonalAsync(cancellationToken);

        public ValueTask DisposeAsync() => Kept.DisposeAsync();
    }
}
