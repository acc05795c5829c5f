using System.Runtime.CompilerServices;
using System.Text;
using Graph.Engine.Log;
using Graph.Stores.Checkpoint;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;
using Microsoft.Data.Sqlite;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores;

/// <summary>The contract for a store with a checkpoint before it.</summary>
public sealed class CheckpointedLogStoreTests : LogStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MemoryLogStore store = new();

    public void Dispose() => folder.Dispose();

    protected override ILogStore Open() => CheckpointedLogStore.OpenAsync(store, folder.File("checkpoint"), _ => { }, CancellationToken.None).GetAwaiter().GetResult();
}

/// <summary>A checkpoint saves reading what is known, and nothing ever depends on it.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int EntryCount = 600;

    private readonly TemporaryFolder folder = new();
    private readonly FarStore far = new();
    private readonly List<string> told = [];

    private string Path => folder.File("data/checkpoint");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_start_asks_the_store_only_for_what_is_newer()
    {
        await far.Records.AppendAsync(LogHead.Empty, LogEntries.Many(LogHead.Empty, EntryCount), CancellationToken.None);
        await ReadAsync(found: 0, fetched: EntryCount);
        await ReadAsync(found: EntryCount, fetched: 1);

        var head = await far.Records.HeadAsync(CancellationToken.None);
        await far.Records.AppendAsync(head, LogEntries.Many(head, 3), CancellationToken.None);

        await ReadAsync(found: EntryCount, fetched: 1 + 3);
        await ReadAsync(found: EntryCount + 3, fetched: 1);
        Assert.Empty(told);
    }

    [Fact]
    public async Task What_was_written_through_it_need_not_be_asked_for_again()
    {
        await using (var store = await OpenAsync())
        {
            var head = await store.AppendAsync("a", "b");
            await store.AppendAsync(head, LogEntries.Many(head, EntryCount), CancellationToken.None);
            Assert.Equal(EntryCount, (await store.ReadAllAsync(after: 2)).Count);
        }

        await ReadAsync(found: EntryCount + 2, fetched: 1);
    }

    [Theory]
    [InlineData("UPDATE log SET payload = x'00' WHERE revision = 300", "its entry of revision 300 is not what was written")]
    [InlineData("UPDATE log SET hash = zeroblob(32) WHERE revision = 600", "its entry of revision 600 is not what was written")]
    [InlineData("DELETE FROM log WHERE revision = 1", "its entry of revision 2 is not what was written")]
    [InlineData("DELETE FROM log WHERE revision = 600", "its head is not that of its entries")]
    public async Task A_file_that_was_altered_is_made_anew(string byHand, string fault)
    {
        await FillAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = byHand;
            command.ExecuteNonQuery();
        }

        await ReadAsync(found: 0, fetched: EntryCount);

        Assert.Contains(fault, Assert.Single(told));
        await ReadAsync(found: EntryCount, fetched: 1);
    }

    [Theory]
    [InlineData("this is not a database, and it is long enough to look like one at a glance")]
    [InlineData("")]
    public async Task A_file_that_is_none_is_made_anew(string content)
    {
        await FillAsync();
        File.WriteAllText(Path, content);
        File.Delete(Path + "-wal");

        await ReadAsync(found: 0, fetched: EntryCount);

        Assert.StartsWith("The checkpoint cannot be used: ", Assert.Single(told));
        await ReadAsync(found: EntryCount, fetched: 1);
    }

    [Theory]
    [InlineData(EntryCount)]
    [InlineData(EntryCount - 1)]
    [InlineData(0)]
    public async Task A_file_of_another_log_or_of_more_than_the_store_has_is_made_anew(int entryCount)
    {
        await FillAsync();
        far.Records = new();
        await far.Records.AppendAsync(LogHead.Empty, LogEntries.After(LogHead.Empty, Enumerable.Range(0, entryCount).Select(i => Encoding.UTF8.GetBytes($"other {i}"))), CancellationToken.None);

        await ReadAsync(found: 0, fetched: entryCount, atLeast: true);

        Assert.Contains("the store holds another log, or less than its 600 revisions", Assert.Single(told));
    }

    [Fact]
    public async Task A_file_that_another_server_holds_is_done_without()
    {
        await FillAsync();
        await using var other = SqliteLogStore.Open(Path);

        await ReadAsync(found: 0, fetched: EntryCount);

        Assert.Contains("in use by another process", Assert.Single(told));
    }

    [Fact]
    public async Task Where_no_file_can_be_made_it_is_done_without()
    {
        await far.Records.AppendAsync(LogHead.Empty, LogEntries.Many(LogHead.Empty, EntryCount), CancellationToken.None);
        folder.Write("data", "a file where a folder should be");

        await ReadAsync(found: 0, fetched: EntryCount);

        Assert.NotEmpty(told);
    }

    [Fact]
    public async Task A_file_that_is_taken_away_meanwhile_is_done_without_from_then_on()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync("a");
        Directory.Delete(folder.File("data"), recursive: true);

        var head = await store.HeadAsync(CancellationToken.None);
        await store.AppendAsync(head, LogEntries.Many(head, EntryCount), CancellationToken.None);

        Assert.Equal(EntryCount + 1, (await store.ReadAllAsync()).Count);
        Assert.Contains("is done without from now on", Assert.Single(told));
    }

    [Fact]
    public async Task It_holds_no_personal_value()
    {
        await using (var engine = await Engines.OpenAsync(await OpenAsync()))
        {
            await engine.ApplyAsync("p", Put("Person", "person:q", ("name", "Quilla Quarrel"), ("email", "quilla@example.org")));
        }

        Assert.All(Directory.GetFiles(folder.File("data")), file => Assert.DoesNotContain("uilla", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        await using var again = await Engines.OpenAsync(await OpenAsync());
        Assert.Equal(["(nobody)", "Ada", "Quilla Quarrel", "quilla@example.org"], again.Personal.All().Select(p => p.Value.Name).Append("(nobody)").Order(StringComparer.Ordinal));
    }

    private async Task FillAsync()
    {
        await far.Records.AppendAsync(LogHead.Empty, LogEntries.Many(LogHead.Empty, EntryCount), CancellationToken.None);
        await ReadAsync(found: 0, fetched: EntryCount);
        SqliteConnection.ClearAllPools();
    }

    private async Task ReadAsync(long found, int fetched, bool atLeast = false)
    {
        far.FetchedCount = 0;
        await using var store = await OpenAsync();
        var read = await store.ReadAllAsync();

        Assert.Equal(found, store.FoundRevision);
        Assert.Equal((await far.Records.ReadAllAsync()).Select(r => (r.Head, LogEntries.Text(r))), read.Select(r => (r.Head, LogEntries.Text(r))));
        Assert.InRange(far.FetchedCount, fetched, atLeast ? fetched + 1 : fetched);
    }

    private Task<CheckpointedLogStore> OpenAsync() => CheckpointedLogStore.OpenAsync(far, Path, told.Add, CancellationToken.None);

    /// <summary>The memory store, with a count of what was fetched from it.</summary>
    private sealed class FarStore : ILogStore
    {
        public MemoryLogStore Records { get; set; } = new();

        public int FetchedCount { get; set; }

        public string Name => "far";

        public bool IsShared => true;

        public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => Records.HeadAsync(cancellationToken);

        public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var record in Records.ReadAsync(after, cancellationToken))
            {
                FetchedCount++;
                yield return record;
            }
        }

        public Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken) => Records.AppendAsync(expected, batch, cancellationToken);

        public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => Records.ReadPersonalAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
