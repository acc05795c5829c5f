using Graph.Engine.Log;
using Graph.Stores.Sqlite;

namespace Graph.Tests.Stores.PowerCut;

/// <summary>
/// Goal: a power cut loses nothing that was acknowledged. Method: everything that SQLite asks of the disk is recorded; the disk is
/// worked out as a cut at many moments would leave it, with the unsynced sectors lost, kept, or kept by chance; the store is
/// opened on it and its chain walked. The same with weaker settings must lose something, or the test proves nothing.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private const int BatchCount = 80;
    private const int CutCount = 40;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task A_power_cut_loses_nothing_acknowledged(int entriesInBatch)
    {
        var operations = await RecordAsync("FULL", entriesInBatch);

        foreach (var unsynced in Enum.GetValues<Unsynced>())
        {
            Assert.Equal(0, await CountCutsThatLoseAsync(operations, unsynced));
        }
    }

    [Theory]
    [InlineData("NORMAL")]
    [InlineData("OFF")]
    public async Task With_weaker_settings_a_power_cut_loses_something(string synchronous)
    {
        var operations = await RecordAsync(synchronous, entriesInBatch: 1);

        Assert.NotEqual(0, await CountCutsThatLoseAsync(operations, Unsynced.Lost));
        Assert.Equal(0, await CountCutsThatLoseAsync(operations, Unsynced.Kept));
    }

    private async Task<IReadOnlyList<FileOperation>> RecordAsync(string synchronous, int entriesInBatch)
    {
        RecordingFileSystem.Start();
        await using var store = SqliteLogStore.Open(folder.File("graph.db"), new() { FileSystem = RecordingFileSystem.Name, Synchronous = synchronous });
        var head = LogHead.Empty;
        for (var i = 0; i < BatchCount; i++)
        {
            var batch = LogEntries.Many(head, entriesInBatch);
            await store.AppendAsync(head, batch, CancellationToken.None);
            head = batch[^1].Head;
            RecordingFileSystem.Record(new Acknowledged(head.Revision));
        }

        // A copy: closing the store writes as well.
        return [.. RecordingFileSystem.Stop()];
    }

    private static async Task<int> CountCutsThatLoseAsync(IReadOnlyList<FileOperation> operations, Unsynced unsynced)
    {
        var random = new Random(7);
        var first = operations.TakeWhile(o => o is not Acknowledged).Count() + 1;
        var lostCount = 0;
        for (var cut = 0; cut < CutCount; cut++)
        {
            var (files, acknowledged) = CutDisk.At(operations, random.Next(first, operations.Count + 1), unsynced, random);
            using var disk = new TemporaryFolder();
            foreach (var (path, bytes) in files)
            {
                await File.WriteAllBytesAsync(disk.File(Path.GetFileName(path)), bytes);
            }

            lostCount += await KeepsAsync(disk.File("graph.db"), acknowledged) ? 0 : 1;
        }

        return lostCount;
    }

    private static async Task<bool> KeepsAsync(string path, long acknowledged)
    {
        try
        {
            await using var store = SqliteLogStore.Open(path);
            var head = LogHead.Empty;
            foreach (var record in await store.ReadAllAsync())
            {
                head = head.Next(record.Payload.Span);
                Assert.Equal(head, record.Head);
            }

            Assert.Equal(head, await store.HeadAsync(CancellationToken.None));
            return head.Revision >= acknowledged;
        }
        catch (StoreException)
        {
            return false;
        }
    }
}
