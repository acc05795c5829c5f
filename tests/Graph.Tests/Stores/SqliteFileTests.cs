using Graph.Engine.Log;
using Graph.Stores.Sqlite;
using Microsoft.Data.Sqlite;

namespace Graph.Tests.Stores;

/// <summary>What only SQLite can meet: files of others, damage, a second process, folders without access.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("graph.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Creates_the_folders_above_a_new_file()
    {
        await using var store = SqliteLogStore.Open(folder.File("a/b/graph.db"));

        Assert.Equal(LogHead.Empty, await store.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Is_written_ahead_and_synchronous_with_large_pages()
    {
        await using var store = SqliteLogStore.Open(Path);

        Assert.Equal("wal", Sql("PRAGMA journal_mode"));
        Assert.Equal(16_384L, Sql("PRAGMA page_size"));
        Assert.Equal((long)0x47727068, Sql("PRAGMA application_id"));
    }

    [Fact]
    public async Task A_second_process_is_refused_while_the_first_writes_and_not_afterwards()
    {
        await using (SqliteLogStore.Open(Path))
        {
            var refused = Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path));
            Assert.Contains("in use by another process of Graph", refused.Message);
            Assert.True(refused.IsTransient);
        }

        await using var store = SqliteLogStore.Open(Path);
        Assert.Equal(LogHead.Empty, await store.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_second_process_is_refused_under_another_name_of_the_file_too()
    {
        await using var store = SqliteLogStore.Open(Path);
        File.CreateSymbolicLink(folder.File("other.db"), Path);

        Assert.Contains("in use by another process of Graph", Assert.Throws<StoreException>(() => SqliteLogStore.Open(folder.File("other.db"))).Message);
    }

    [Fact]
    public async Task A_file_that_has_lost_all_it_held_is_not_taken_for_a_new_one()
    {
        await using (SqliteLogStore.Open(Path))
        {
        }

        await File.WriteAllBytesAsync(Path, []);

        Assert.Contains("is empty, and it was not before", Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path)).Message);
        File.Delete(Path);
        await using var anew = SqliteLogStore.Open(Path);
        Assert.Equal(LogHead.Empty, await anew.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_file_that_never_held_anything_becomes_a_database()
    {
        await File.WriteAllBytesAsync(Path, []);
        await using var store = SqliteLogStore.Open(Path);

        Assert.Equal(LogHead.Empty, await store.HeadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_once_the_file_is_gone()
    {
        await using var store = SqliteLogStore.Open(Path);
        File.Delete(Path);

        var failed = await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(LogHead.Empty, LogEntries.Many(LogHead.Empty, 1), CancellationToken.None));

        Assert.Contains("is gone while it was in use", failed.Message);
    }

    [Fact]
    public async Task Where_locks_do_not_work_the_later_of_two_writers_is_refused_and_nothing_is_lost()
    {
        await using var first = SqliteLogStore.Open(Path, new() { LocksOutOtherProcesses = false });
        await using var second = SqliteLogStore.Open(Path, new() { LocksOutOtherProcesses = false });
        await first.AppendAsync("first");

        await Assert.ThrowsAsync<RevisionConflictException>(
            () => second.AppendAsync(LogHead.Empty, LogEntries.After(LogHead.Empty, "second"), CancellationToken.None));

        await second.AppendAsync("second");
        Assert.Equal(["first", "second"], (await first.ReadAllAsync()).Select(LogEntries.Text));
    }

    [Fact]
    public async Task A_reader_sees_a_file_while_another_process_writes_to_it()
    {
        await using var writer = SqliteLogStore.Open(Path);
        await writer.AppendAsync("a");

        await using var reader = SqliteLogStore.OpenToRead(Path);

        Assert.Equal(["a"], (await reader.ReadAllAsync()).Select(LogEntries.Text));
        await writer.AppendAsync("b");
        Assert.Equal(2, (await reader.HeadAsync(CancellationToken.None)).Revision);
    }

    [Fact]
    public async Task A_batch_that_fails_halfway_leaves_nothing()
    {
        await using var store = SqliteLogStore.Open(Path);
        var head = await store.AppendAsync("a");
        var batch = LogEntries.After(head, "b", "c");
        batch[1] = batch[1] with { Head = batch[0].Head };

        await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(head, batch, CancellationToken.None));

        Assert.Equal(head, await store.HeadAsync(CancellationToken.None));
        Assert.Equal(["a"], (await store.ReadAllAsync()).Select(LogEntries.Text));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(Path, new string('x', 5_000));

        var refused = Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path));

        Assert.Contains("is not a database", refused.Message);
        Assert.Equal(new string('x', 5_000), File.ReadAllText(Path));
    }

    [Fact]
    public void A_database_of_somebody_else_is_refused_and_left_alone()
    {
        Sql("CREATE TABLE theirs (x)");

        var refused = Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path));

        Assert.Contains("not one of Graph", refused.Message);
        Assert.Equal(1L, Sql("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_file_of_a_newer_format_is_refused()
    {
        await SqliteLogStore.Open(Path).DisposeAsync();
        Sql("PRAGMA user_version = 2");

        var refused = Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path));

        Assert.Contains("has format 2; this program reads format 1", refused.Message);
    }

    [Fact]
    public async Task A_file_without_one_of_its_tables_is_refused()
    {
        await SqliteLogStore.Open(Path).DisposeAsync();
        Sql("DROP TABLE personal");

        Assert.Contains("lacks tables", Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path)).Message);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(Path);

        Assert.Contains("found the folder", Assert.Throws<StoreException>(() => SqliteLogStore.Open(Path)).Message);
    }

    [Fact]
    public void A_file_that_is_to_be_read_must_exist()
    {
        Assert.Contains("There is no database", Assert.Throws<StoreException>(() => SqliteLogStore.OpenToRead(Path)).Message);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_folder_that_may_not_be_written_to_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // An administrator may write anywhere but to what the kernel alone makes.
        var locked = Environment.UserName == "root" ? "/sys/kernel" : folder.Path;
        if (locked == folder.Path)
        {
            File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var refused = Assert.Throws<StoreException>(() => SqliteLogStore.Open(System.IO.Path.Combine(locked, "graph.db")));

        Assert.Contains(locked, refused.Message);
        Assert.False(refused.IsTransient);
        if (locked == folder.Path)
        {
            File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
