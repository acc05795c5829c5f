using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Server.Cli;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;

namespace Graph.Tests.Cli;

/// <summary>graph erase-person: what is erased is gone from every byte, and nothing else is.</summary>
public sealed class ErasePersonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => folder.File("graph.db");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("person:q")]
    [InlineData("quilla PERSON")]
    [InlineData("quilla@example.org")]
    [InlineData("Quilla Former")]
    public async Task Name_address_former_name_and_signed_in_actor_go_together_and_the_chain_verifies(string asked)
    {
        await WriteAsync();
        Assert.NotEmpty(FilesWith("Quilla"));
        var before = await VerifyAsync();

        var (exit, output, error) = await EraseAsync(asked);

        Assert.True(exit == ExitCodes.Success, error);
        Assert.Contains("Erased 4 values of person:q at revision 5.", output);
        Assert.Empty(FilesWith("uilla"));
        Assert.Empty(FilesWith("subject-q"));
        Assert.NotEmpty(FilesWith("Ada"));
        var after = await VerifyAsync();
        Assert.Contains("revision 4", before);
        Assert.Contains("revision 5", after);
        Assert.Contains("4 erased", after);

        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));
        var log = await ReadAsync(engine);
        Assert.Equal(("Otto", "Asked for under Art. 17.", ChangeOrigin.Authority), (engine.Personal.Resolve(log[^1].Actor), log[^1].Reason, log[^1].Origin));
        Assert.Equal(4, log[^1].Steps.OfType<PersonErased>().Count());
        Assert.Equal("(erased)", engine.Personal.Resolve(log[2].Actor));
        Assert.Equal("Ada", engine.Personal.Resolve(log[0].Actor));
    }

    [Fact]
    public async Task A_name_that_several_people_share_is_erased_only_when_that_is_meant()
    {
        await using (var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database)))
        {
            await engine.ApplyAsync("1", Engines.Put("Person", "person:a", ("name", "Anna")), Engines.Put("Person", "person:b", ("name", "Anna")));
        }

        var (exit, _, error) = await EraseAsync("person:a");
        Assert.Equal(ExitCodes.Rejected, exit);
        Assert.StartsWith("CONFLICT: expected one person, found the documents person:a, person:b.", error, StringComparison.Ordinal);
        Assert.NotEmpty(FilesWith("Anna"));

        Assert.Equal(ExitCodes.Success, (await EraseAsync("person:a", "--all")).Exit);
        Assert.Empty(FilesWith("Anna"));
    }

    [Fact]
    public async Task A_name_that_is_written_in_several_ways_is_erased_only_when_that_is_meant()
    {
        await using (var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database)))
        {
            await engine.ApplyAsync(Engines.Change("1", Engines.Put("Vendor", "vendor:v", ("title", "V"))) with { Actor = "Ren\u00e9" }, default);
            await engine.ApplyAsync(Engines.Change("2", Engines.Put("Vendor", "vendor:w", ("title", "W"))) with { Actor = "Rene\u0301" }, default);
        }

        var (exit, _, error) = await EraseAsync("rene");
        Assert.Equal(ExitCodes.Rejected, exit);
        Assert.StartsWith("CONFLICT: expected one person, found names that are written in several ways: Ren", error, StringComparison.Ordinal);
        Assert.NotEmpty(FilesWith("Ren\u00e9"));

        Assert.Equal(ExitCodes.Success, (await EraseAsync("rene", "--all")).Exit);
        Assert.Empty(FilesWith("Ren\u00e9").Concat(FilesWith("Rene\u0301")));
    }

    [Fact]
    public async Task Nobody_of_that_name_is_said_and_changes_nothing()
    {
        await WriteAsync();
        var (exit, _, error) = await EraseAsync("Nemo");
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.StartsWith("NOT_FOUND: expected the key of a Person", error, StringComparison.Ordinal);
        Assert.Contains("revision 4", await VerifyAsync());
        Assert.Equal(ExitCodes.Usage, (await RunAsync("erase-person", "Nemo", "--reason", "r", "--database", folder.File("none.db"))).Exit);
        Assert.False(File.Exists(folder.File("none.db")));
    }

    [Fact]
    public async Task A_store_that_a_server_holds_is_refused()
    {
        await WriteAsync();
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));

        var (exit, _, error) = await EraseAsync("person:q");

        Assert.Equal(ExitCodes.Store, exit);
        Assert.StartsWith("STORE: ", error, StringComparison.Ordinal);
        Assert.Contains("in use by another process", error);
    }

    [Fact]
    public async Task A_reason_that_holds_the_name_is_refused()
    {
        await WriteAsync();
        var (exit, _, error) = await RunAsync("erase-person", "person:q", "--reason", "Quilla Person asked", "--database", Database);
        Assert.Equal(ExitCodes.Rejected, exit);
        Assert.Contains("VALIDATION: reason: expected a reason that does not hold what is to be erased", error);
    }

    [Fact]
    public async Task A_value_that_is_put_back_by_hand_is_found_by_verify()
    {
        await WriteAsync();
        PersonalValue value;
        await using (var reader = SqliteLogStore.OpenToRead(Database))
        {
            value = (await reader.ReadPersonalAsync(default)).First(v => v.Value == "Quilla Person");
        }

        await EraseAsync("person:q");
        CommandRun.Sql(Database, $"UPDATE personal SET value = '{value.Value}', salt = x'{Convert.ToHexString(value.Salt)}' WHERE digest = x'{value.Digest}'");

        var (exit, _, error) = await RunAsync("verify", Database);
        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains("that revision 5 erased lies beside the log again", error);
    }

    // Many names before and after, so that pages are split and names lie in more than one place.
    private async Task WriteAsync()
    {
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(Database));
        await engine.ApplyAsync("1", [.. Enumerable.Range(0, 500).Select(i => Engines.Put("Person", $"person:{i}", ("name", $"Ada number {i}")))]);
        await engine.ApplyAsync("2", Engines.Put("Person", "person:q", ("name", "Quilla Former"), ("email", "quilla@example.org")));
        Assert.True((await engine.ApplyAsync(Engines.Change("3", Engines.Put("Person", "person:q", ("name", "Quilla Person"))) with { Actor = "Quilla Person", Subject = "oidc:subject-q", Client = "app:1" }, default)).Accepted);
        await engine.ApplyAsync("4", [.. Enumerable.Range(500, 500).Select(i => Engines.Put("Person", $"person:{i}", ("name", $"Ada number {i}")))]);
    }

    private Task<(int Exit, string Output, string Error)> EraseAsync(string person, params string[] more) =>
        RunAsync(["erase-person", person, "--reason", "Asked for under Art. 17.", "--actor", "Otto", "--database", Database, .. more]);

    private static Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => CommandRun.RunAsync(arguments);

    private async Task<string> VerifyAsync()
    {
        var (exit, output, error) = await RunAsync("verify", Database);
        Assert.True(exit == 0, error);
        return output;
    }

    private static async Task<List<Change>> ReadAsync(GraphEngine engine)
    {
        var changes = new List<Change>();
        await foreach (var (_, change) in engine.ReadLogAsync(0, default))
        {
            changes.Add(change);
        }

        return changes;
    }

    // Every byte of every file of the store.
    private List<string> FilesWith(string text) =>
        [.. Directory.GetFiles(folder.Path).Where(f => File.ReadAllBytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)];
}
