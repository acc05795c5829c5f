using CsCheck;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>A log that is not what was written is refused at the first entry that is wrong.</summary>
public sealed class HashChainTests
{
    private const int EntryCount = 8;

    [Fact]
    public async Task The_hash_of_an_entry_follows_from_the_bytes_and_the_hash_before()
    {
        var records = await Written();
        var before = new byte[32];
        foreach (var record in records)
        {
            before = System.Security.Cryptography.SHA256.HashData([.. before, .. record.Payload.Span]);
            Assert.Equal(Convert.ToHexStringLower(before), record.Head.Hash);
        }

        Assert.Equal(records[^1].Head, await VerifyAsync(records));
    }

    [Fact]
    public async Task The_chain_breaks_at_the_first_entry_that_was_altered() => await EachBreaks(
        Gen.Select(Gen.Int[0, EntryCount - 1], Gen.Int[0, 10_000], Gen.Int[0, 7]), async (records, pick) =>
        {
            var (index, at, bit) = pick;
            var bytes = records[index].Payload.ToArray();
            bytes[at % bytes.Length] ^= (byte)(1 << bit);
            records[index] = records[index] with { Payload = bytes };
            Assert.Equal(index + 1, await FirstBad(records));
        });

    [Fact]
    public async Task The_chain_breaks_at_the_first_entry_that_was_dropped() => await EachBreaks(
        Gen.Int[0, EntryCount - 2], async (records, index) =>
        {
            records.RemoveAt(index);
            Assert.Equal(index + 1, await FirstBad(records));
        });

    [Fact]
    public async Task The_chain_breaks_at_the_first_of_two_entries_that_were_swapped() => await EachBreaks(
        Gen.Select(Gen.Int[0, EntryCount - 1], Gen.Int[0, EntryCount - 1]).Where((a, b) => a < b), async (records, pair) =>
        {
            (records[pair.Item1], records[pair.Item2]) = (records[pair.Item2], records[pair.Item1]);
            Assert.Equal(pair.Item1 + 1, await FirstBad(records));
        });

    [Fact]
    public async Task Entries_swapped_under_the_right_numbers_break_the_chain_as_well()
    {
        var records = await Written();
        (records[2], records[3]) = (records[3] with { Head = records[2].Head }, records[2] with { Head = records[3].Head });
        Assert.Equal(3, await FirstBad(records));
    }

    [Fact]
    public async Task A_log_that_ends_before_its_head_is_refused()
    {
        var records = await Written();
        var store = new FixedStore([.. records.SkipLast(1)], records[^1].Head);
        Assert.Equal(EntryCount, (await Assert.ThrowsAsync<BrokenLogException>(() => GraphEngine.VerifyAsync(GraphModel.Default, store, null, default))).Revision);
    }

    [Theory]
    [InlineData(EntryCount)]
    [InlineData(3)]
    public async Task A_head_that_does_not_fit_its_entry_is_refused(int revision)
    {
        var records = await Written();
        var store = new FixedStore(records, new(revision, new string('a', 64)));

        var broken = await Assert.ThrowsAsync<BrokenLogException>(() => GraphEngine.OpenAsync(GraphModel.Default, store, new(), TimeProvider.System, null, default));

        Assert.Equal(revision, broken.Revision);
        Assert.Contains($"the store's head says the hash {new string('a', 64)}", broken.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> WrongEntries => new()
    {
        { """{"v":2}""", "format version 2 is not known; this program reads version 1" },
        { "not json", "the entry is not a change" },
        { """{"v":1}""", "the entry is not a change" },
        { Entry("2026-11-24T11:00:00.0000000Z", ""), "its time lies before that of the entry before" },
        { Entry(ops: """{"put":"x","kind":"Dragon","fields":{}}"""), "the kind 'Dragon' is not known" },
        { Entry(ops: """{"put":"v1","kind":"Vendor","fields":{"wings":2}}"""), "Vendor has no field 'wings'" },
        { Entry(ops: """{"put":"v1","kind":"Vendor","fields":{"criticality":"HUGE"}}"""), "the field 'criticality' is wrong" },
        { Entry(ops: """{"put":"v1","kind":"Risk","fields":{}}"""), "the key 'v1' is of kind Vendor, not Risk" },
        { Entry(ops: """{"link":"EATS","from":"v1","to":"v1"}"""), "the edge kind 'EATS' is not known" },
        { Entry(ops: """{"unlink":"HAS_RISK","from":"v1","to":"nobody"}"""), "there is no document 'nobody'" },
        { Entry(ops: """{"delete":"nobody"}"""), "there is no document 'nobody'" },
        { Entry(ops: """{"rename":"v1"}"""), "the entry is not a change" },
        { Entry(origin: "MAGIC"), "the origin 'MAGIC' is not known" },
        { Entry(at: "yesterday"), "" },
    };

    // The chain holds here: whoever wrote the entry was another program, or this one with a bug.
    [Theory]
    [MemberData(nameof(WrongEntries))]
    public async Task An_entry_that_cannot_be_understood_refuses_to_start(string entry, string message)
    {
        var records = (await Written()).Take(1).ToList();
        var payload = System.Text.Encoding.UTF8.GetBytes(entry);
        records.Add(new(records[0].Head.Next(payload), payload, []));
        var broken = await Assert.ThrowsAsync<BrokenLogException>(() => VerifyAsync(records));
        Assert.Equal(2, broken.Revision);
        Assert.Contains(message, broken.Message, StringComparison.Ordinal);
    }

    private static string Entry(string at = "2026-11-24T12:00:00.0000000Z", string ops = "", string origin = "EDIT") =>
        $$"""{"v":1,"id":"x","actor":"~x","at":"{{at}}","reason":"r","origin":"{{origin}}","request":"","counts":[0,0,0,0,0,0],"keys":[],"ops":[{{ops}}]}""";

    private static async Task EachBreaks<T>(Gen<T> gen, Func<List<LogRecord>, T, Task> check)
    {
        var records = await Written();
        gen.Sample(pick => check([.. records], pick).GetAwaiter().GetResult(), iter: 200, threads: 1);
    }

    private static async Task<List<LogRecord>> Written()
    {
        await using var live = await OpenAsync();
        for (var i = 1; i <= EntryCount; i++)
        {
            await live.Keep(Put("Vendor", "v1", ("title", $"Name {i}")), Put("Risk", $"r{i}", ("title", "R"), ("kind", "THREAT")));
        }

        var records = new List<LogRecord>();
        await foreach (var record in live.Store.ReadAsync(0, default))
        {
            records.Add(record);
        }

        return records;
    }

    private static async Task<long> FirstBad(List<LogRecord> records) =>
        (await Assert.ThrowsAsync<BrokenLogException>(() => VerifyAsync(records))).Revision;

    private static Task<LogHead> VerifyAsync(List<LogRecord> records) =>
        GraphEngine.VerifyAsync(GraphModel.Default, new FixedStore(records, records[^1].Head), null, default);

    /// <summary>Gives back exactly the records of the test, whatever is wrong with them.</summary>
    private sealed class FixedStore(List<LogRecord> records, LogHead head) : ILogStore
    {
        public string Name => "fixed";

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => Task.FromResult(head);

        public IAsyncEnumerable<LogRecord> ReadAsync(long after, CancellationToken cancellationToken) => records.ToAsyncEnumerable();

        public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PersonalValue>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
