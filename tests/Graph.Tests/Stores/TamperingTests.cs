using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;
using Microsoft.Data.Sqlite;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores;

/// <summary>A log that is not what was written refuses to open and names the first bad revision.</summary>
public sealed class TamperingTests : IDisposable
{
    private const int RevisionCount = 12;

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("graph.db");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(RevisionCount)]
    public async Task One_altered_byte_is_found(int revision) =>
        await BreaksAtAsync(revision, $"UPDATE log SET payload = CAST(replace(CAST(payload AS TEXT), 'vendor:{revision}\"', 'vendor:x\"') AS BLOB) WHERE revision = {revision}");

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_dropped_entry_is_found(int revision) => await BreaksAtAsync(revision, $"DELETE FROM log WHERE revision = {revision}");

    [Fact]
    public async Task A_dropped_entry_is_found_though_the_later_ones_move_up() =>
        await BreaksAtAsync(5, "DELETE FROM log WHERE revision = 5; UPDATE log SET revision = revision - 1 WHERE revision > 5;");

    [Fact]
    public async Task Two_swapped_entries_are_found() =>
        await BreaksAtAsync(4, "UPDATE log SET revision = -1 WHERE revision = 4; UPDATE log SET revision = 4 WHERE revision = 9; UPDATE log SET revision = 9 WHERE revision = -1");

    [Fact]
    public async Task Entries_cut_off_at_the_end_are_found() => await BreaksAtAsync(9, "DELETE FROM log WHERE revision > 8");

    [Fact]
    public async Task An_altered_hash_is_found() => await BreaksAtAsync(3, "UPDATE log SET hash = zeroblob(32) WHERE revision = 3");

    [Fact]
    public async Task An_entry_of_an_unknown_kind_refuses_although_its_hash_is_right()
    {
        await using (var store = SqliteLogStore.Open(Path))
        {
            await store.AppendAsync("""{"v":1,"id":"x","actor":"~","at":"2026-01-01T00:00:00.0000000Z","reason":"r","origin":"EDIT","request":"","counts":[1,0,0,0,0,0],"keys":[],"ops":[{"put":"a","kind":"Unicorn","fields":{}}]}""");
        }

        var broken = await Assert.ThrowsAsync<BrokenLogException>(OpenAndCloseAsync);
        Assert.Equal(1, broken.Revision);
        Assert.Contains("the kind 'Unicorn' is not known", broken.Message);
    }

    [Fact]
    public async Task An_entry_of_a_newer_format_refuses()
    {
        await using (var store = SqliteLogStore.Open(Path))
        {
            await store.AppendAsync("""{"v":2}""");
        }

        Assert.Contains("format version 2 is not known", (await Assert.ThrowsAsync<BrokenLogException>(OpenAndCloseAsync)).Message);
    }

    [Fact]
    public async Task Damaged_pages_never_pass_for_a_log()
    {
        await WriteAsync(600);
        Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        var whole = File.ReadAllBytes(Path);
        var found = 0;
        for (var page = 1; page * 16_384 < whole.Length; page++)
        {
            var bytes = (byte[])whole.Clone();
            Array.Fill(bytes, (byte)0xA5, page * 16_384, 16_384);
            File.WriteAllBytes(Path, bytes);
            found += await IsRefusedAsync() ? 1 : 0;
        }

        // A page that holds nothing of the log, such as an index of names, may be damaged unseen until it is used.
        Assert.InRange(found, (whole.Length / 16_384) - 3, whole.Length / 16_384);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task A_truncated_file_never_passes_for_a_log(double part)
    {
        await WriteAsync(600);
        Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        var whole = File.ReadAllBytes(Path);

        File.WriteAllBytes(Path, whole[..(int)(whole.Length * part)]);

        Assert.True(await IsRefusedAsync());
    }

    private async Task<bool> IsRefusedAsync()
    {
        try
        {
            await OpenAndCloseAsync();
            return false;
        }
        catch (Exception e) when (e is StoreException or BrokenLogException)
        {
            Assert.Contains("damaged", e.Message);
            return true;
        }
    }

    private async Task BreaksAtAsync(long revision, string sql)
    {
        await WriteAsync(RevisionCount);
        Sql(sql);

        Assert.Equal(revision, (await Assert.ThrowsAsync<BrokenLogException>(OpenAndCloseAsync)).Revision);
        await using var reader = SqliteLogStore.OpenToRead(Path);
        Assert.Equal(revision, (await Assert.ThrowsAsync<BrokenLogException>(
            () => GraphEngine.VerifyAsync(GraphModel.Default, reader, null, CancellationToken.None))).Revision);
    }

    private async Task WriteAsync(int count)
    {
        await using var engine = await OpenAsync(SqliteLogStore.Open(Path));
        await engine.ApplyAllAsync([.. Enumerable.Range(1, count).Select(i => Change($"{i}", Vendor($"{i}", new string('t', 200))))], CancellationToken.None);
    }

    private async Task OpenAndCloseAsync()
    {
        var store = SqliteLogStore.Open(Path);
        try
        {
            await (await OpenAsync(store)).DisposeAsync();
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
