using System.Diagnostics;
using Graph.Server.Cli;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using static Graph.Tests.Cli.CommandRun;

namespace Graph.Tests.Cli;

/// <summary>
/// Goal: an auditor checks a copy that nothing can be written to, and learns what was altered, taken away or forgotten. Method:
/// files are copied, altered and verified, and the folder is compared before and after.
/// </summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => folder.File("graph.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_command_verifies_a_copy_that_may_not_be_written_to_and_leaves_nothing_beside_it()
    {
        await WriteAsync();
        var copy = folder.Write("cd 100% #1/graph.db", "");
        File.Copy(Database, copy, overwrite: true);
        using var locked = new ReadOnly(copy);
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(GraphCommand).Assembly.Location, "verify", copy]) { RedirectStandardOutput = true, RedirectStandardError = true };

        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        Assert.Equal((0, ""), (child.ExitCode, await error));
        Assert.Contains("revision 2", output);
        Assert.Contains("The chain is unbroken", output);
        Assert.Equal([copy], Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    [Fact]
    public async Task A_copy_with_its_write_ahead_log_is_verified_to_its_newest_entry_and_nothing_is_left_beside_it()
    {
        var copy = folder.Write("copy/graph.db", "");
        await using (await OpenAndWriteAsync())
        {
            File.Copy(Database, copy, overwrite: true);
            File.Copy(Database + "-wal", copy + "-wal");
        }

        using var locked = new ReadOnly(copy);
        var (exit, output, error) = await VerifyAsync(copy);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("revision 2", output);
        Assert.Equal([copy, copy + "-wal"], Directory.GetFiles(Path.GetDirectoryName(copy)!).Order());
    }

    [Fact]
    public async Task A_copy_that_lacks_what_the_write_ahead_log_held_says_what_to_copy()
    {
        var copy = folder.Write("copy/graph.db", "");
        await using (await OpenAndWriteAsync())
        {
            File.Copy(Database, copy, overwrite: true);
        }

        var (exit, _, error) = await VerifyAsync(copy);

        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains("is empty. If it is a copy of a database that was in use, copy graph.db-wal along with it, or stop Graph before you copy.", error);
        Assert.Equal([copy], Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    [Fact]
    public async Task Entries_that_end_before_the_head_are_named_with_what_may_lie_behind_it()
    {
        await WriteAsync();
        Sql("DELETE FROM log WHERE revision = 2");

        var (exit, _, error) = await VerifyAsync(Database);

        Assert.Equal(ExitCodes.BrokenLog, exit);
        Assert.Equal($"BROKEN_LOG: The log is broken at revision 2: the head is at revision 2, and the entries end at 1. If it is a copy of a database that was in use, copy graph.db-wal along with it, or stop Graph before you copy.{Environment.NewLine}", error);
    }

    [Fact]
    public async Task Entries_after_the_head_are_refused_by_verify_and_at_the_start()
    {
        await WriteAsync();
        Sql("UPDATE head SET revision = 1, hash = (SELECT hash FROM log WHERE revision = 1)");

        foreach (var run in (Func<Task<(int Exit, string, string Error)>>[])[() => VerifyAsync(Database), ServeAsync])
        {
            var (exit, _, error) = await run();
            Assert.Equal(ExitCodes.BrokenLog, exit);
            Assert.Contains("broken at revision 2: the head is at revision 1, and the entries go on to 2", error);
        }
    }

    [Fact]
    public async Task A_newest_entry_taken_away_with_the_head_shows_only_against_a_hash_that_was_kept_elsewhere()
    {
        await WriteAsync();
        var anchor = (await VerifyAsync(Database)).Output;
        Sql("UPDATE head SET revision = 1, hash = (SELECT hash FROM log WHERE revision = 1); DELETE FROM log WHERE revision = 2");

        var (exit, output, _) = await VerifyAsync(Database);

        Assert.Equal(0, exit);
        Assert.NotEqual(Line(anchor, "hash"), Line(output, "hash"));
        Assert.Equal(("revision 2", "revision 1"), (Line(anchor, "revision"), Line(output, "revision")));

        static string Line(string text, string word) => text.Split(Environment.NewLine).Single(l => l.StartsWith(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_was_altered_beside_the_log_is_found_by_verify_and_at_the_start()
    {
        await WriteAsync();
        Sql("UPDATE personal SET value = 'Eve' WHERE value = 'Ada'");

        await BothRefuseAsync("is not the one that was written", "is not the one that was written");
    }

    [Fact]
    public async Task A_name_that_was_taken_away_beside_the_log_is_found_by_verify_and_at_the_start()
    {
        await WriteAsync();
        Sql("DELETE FROM personal WHERE value = 'Ada'");

        await BothRefuseAsync("1 personal values are missing, the first of them mentioned at revision 1", "A personal value that 'person:p' mentions is missing");
    }

    [Fact]
    public async Task The_actor_of_a_change_whose_documents_are_gone_is_missed_by_verify()
    {
        await WriteAsync();
        await using (var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database)))
        {
            await engine.ApplyAsync(Engines.Change("gone", new Graph.Engine.Log.DeleteDocument("person:q", false)) with { Actor = "Zoe" }, CancellationToken.None);
        }

        Sql("DELETE FROM personal WHERE value = 'Zoe'");

        Assert.Contains("1 personal values are missing, the first of them mentioned at revision 3", (await VerifyAsync(Database)).Error);
    }

    [Fact]
    public async Task An_erased_name_verifies_and_is_counted()
    {
        await WriteAsync();
        Sql("UPDATE personal SET value = NULL WHERE value = 'Ada'");

        var (exit, output, _) = await VerifyAsync(Database);

        Assert.Equal(0, exit);
        Assert.Contains("personal 3 values, 1 erased", output);
    }

    [Fact]
    public async Task A_reader_of_a_file_that_nobody_wrote_to_knows_when_somebody_begins()
    {
        await WriteAsync();
        await using var reader = SqliteLogStore.OpenToRead(Database);
        Assert.False(reader.WasWrittenTo);

        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));

        Assert.True(reader.WasWrittenTo);
        await using var again = SqliteLogStore.OpenToRead(Database);
        Assert.False(again.WasWrittenTo);
    }

    private async Task BothRefuseAsync(string verify, string start)
    {
        var (exit, _, error) = await VerifyAsync(Database);
        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains(verify, error);
        (exit, _, error) = await ServeAsync();
        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains(start, error);
    }

    private async Task WriteAsync() => await (await OpenAndWriteAsync()).DisposeAsync();

    private async Task<Graph.Engine.Writing.GraphEngine> OpenAndWriteAsync()
    {
        var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));
        await engine.ApplyAsync(Engines.Change("one", Engines.Put("Person", "person:p", ("name", "Ada"))) with { Actor = "Mira" }, CancellationToken.None);
        await engine.ApplyAsync(Engines.Change("two", Engines.Put("Person", "person:q", ("name", "Abe"))) with { Actor = "Mira" }, CancellationToken.None);
        return engine;
    }

    private static Task<(int Exit, string Output, string Error)> VerifyAsync(string path) => RunAsync("verify", path);

    private Task<(int Exit, string Output, string Error)> ServeAsync() => RunAsync("--database", Database, "--seed", "none", "--urls", "http://127.0.0.1:0");

    private void Sql(string sql) => CommandRun.Sql(Database, sql);

    /// <summary>Takes the right to write from a file and its folder. It does not bind an administrator, for whom the comparison of the folder stands.</summary>
    private sealed class ReadOnly : IDisposable
    {
        private readonly string folder;

        public ReadOnly(string path)
        {
            folder = Path.GetDirectoryName(path)!;
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead);
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        public void Dispose()
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
