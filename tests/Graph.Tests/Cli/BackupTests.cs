using Graph.Engine.Writing;
using Graph.Server.Cli;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using static Graph.Tests.Cli.CommandRun;

namespace Graph.Tests.Cli;

/// <summary>
/// Goal: what was acknowledged before a backup began is in it, and nothing is ever written over. Method: a writer that does not stop
/// while copies are made, and files that stand in the way or are not whole.
/// </summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => folder.File("graph.db");

    private string Backup => folder.File("kept/backup.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_made_while_a_server_writes_holds_all_that_was_acknowledged_before_it_began()
    {
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));
        await WriteAsync(engine, 1);
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 2; !enough.IsCancellationRequested; i++)
            {
                await WriteAsync(engine, i);
            }
        });
        for (var i = 0; i < 5; i++)
        {
            var before = engine.Current.Head.Revision;
            var to = folder.File($"kept/{i}.db");

            var (exit, output, error) = await RunAsync("backup", to, "--database", Database);

            Assert.Equal((0, ""), (exit, error));
            await using var store = SqliteLogStore.OpenToRead(to);
            var head = await store.HeadAsync(default);
            Assert.InRange(head.Revision, before, engine.Current.Head.Revision);
            Assert.Contains($"revision {head.Revision}", output);
            Assert.Equal(head.Revision, await store.ReadAsync(0, default).CountAsync());
        }

        await enough.CancelAsync();
        await writing;
        Assert.Equal(5, Directory.GetFiles(folder.File("kept")).Length);
    }

    [Fact]
    public async Task A_backup_is_restored_with_its_names_and_is_served_and_written_to()
    {
        await WriteAsync();
        await RunAsync("backup", Backup, "--database", Database);
        var restored = folder.File("elsewhere/graph.db");

        var (exit, output, error) = await RunAsync("restore", Backup, "--database", restored);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("personal 2 values, 0 erased", output);
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(restored));
        await using var kept = SqliteLogStore.OpenToRead(Backup);
        Assert.Equal(await kept.HeadAsync(default), engine.Current.Head);
        Assert.True((await WriteAsync(engine, 2)).Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task Nothing_is_written_over_a_file_that_stands_in_the_place_of_a_backup_or_database(string suffix)
    {
        await WriteAsync();
        await RunAsync("backup", Backup, "--database", Database);
        var inTheWay = folder.Write("other/graph.db" + suffix, "of somebody");
        var place = folder.File("other/graph.db");

        foreach (var run in new[] { await RunAsync("backup", place, "--database", Database), await RunAsync("restore", Backup, "--database", place) })
        {
            Assert.Equal((ExitCodes.Store, $"STORE: Expected no file {inTheWay}: nothing is written over a database. Move it away first, or name another file.{Environment.NewLine}"), (run.Exit, run.Error));
        }

        Assert.Equal("of somebody", await File.ReadAllTextAsync(inTheWay));
        Assert.Equal([inTheWay], Directory.GetFiles(folder.File("other")));
    }

    [Fact]
    public async Task A_backup_that_was_altered_is_not_restored_and_leaves_nothing()
    {
        await WriteAsync();
        await RunAsync("backup", Backup, "--database", Database);
        Sql(Backup, "UPDATE log SET payload = CAST(payload || ' ' AS BLOB) WHERE revision = 1");
        Directory.CreateDirectory(folder.File("elsewhere"));

        var (exit, _, error) = await RunAsync("restore", Backup, "--database", folder.File("elsewhere/graph.db"));

        Assert.Equal(ExitCodes.BrokenLog, exit);
        Assert.Contains("broken at revision 1", error);
        Assert.Empty(Directory.GetFiles(folder.File("elsewhere")));
    }

    [Fact]
    public async Task What_is_no_database_is_neither_backed_up_nor_restored()
    {
        var text = folder.Write("notes.txt", new string('x', 5_000));

        var (missing, _, noFile) = await RunAsync("backup", Backup, "--database", Database);
        var (other, _, noDatabase) = await RunAsync("restore", text, "--database", Database);

        Assert.Equal((ExitCodes.Store, ExitCodes.Store), (missing, other));
        Assert.Contains("There is no database", noFile);
        Assert.Contains("is not a database", noDatabase);
        Assert.False(File.Exists(Database));
    }

    private async Task WriteAsync()
    {
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));
        await WriteAsync(engine, 1);
    }

    private static Task<ChangeResult> WriteAsync(GraphEngine engine, int number) => engine.ApplyAsync(
        Engines.Change($"{number}", Engines.Put("Person", $"person:{number}", ("name", "Abe"))) with { Actor = "Mira" }, CancellationToken.None);
}
