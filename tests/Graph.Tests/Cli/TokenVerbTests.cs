using Graph.Server.Cli;
using Graph.Server.Identity;
using Graph.Tests.Stores;

namespace Graph.Tests.Cli;

/// <summary>graph token create, list and revoke.</summary>
public sealed class TokenVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Create_shows_the_token_alone_on_stdout_and_list_never_shows_it()
    {
        var (exit, output, error) = await RunAsync("create", "--name", "nightly", "--role", "reader,Auditor");

        Assert.Equal(ExitCodes.Success, exit);
        var token = output.TrimEnd();
        Assert.Matches("^graph_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$", token);
        Assert.Contains($"Token {token[6..22]} of nightly (READER, AUDITOR) is good until ", error);
        Assert.DoesNotContain(token[23..], error, StringComparison.Ordinal);
        var list = (await RunAsync("list")).Output;
        Assert.Contains("nightly", list);
        Assert.Contains("good", list);
        Assert.DoesNotContain(token[23..], list, StringComparison.Ordinal);
        Assert.True(Tokens().Single().IsOf(token));
    }

    [Fact]
    public async Task Revoke_takes_one_by_its_id_or_all_of_a_name_and_remove_takes_the_name_too()
    {
        await RunAsync("create", "--name", "a", "--role", "Reader");
        await RunAsync("create", "--name", "A", "--role", "Reader");
        await RunAsync("create", "--name", "b", "--role", "Reader");

        Assert.Contains("Revoked 2 tokens", (await RunAsync("revoke", "a")).Output);
        Assert.Contains("Revoked 1 token;", (await RunAsync("revoke", Tokens()[2].Id)).Output);
        Assert.All(Tokens(), t => Assert.NotNull(t.RevokedAt));
        Assert.Contains("revoked 20", (await RunAsync("list")).Output);
        Assert.Contains("Removed 2 tokens", (await RunAsync("revoke", "a", "--remove")).Output);
        Assert.Equal("b", Tokens().Single().Name);
        var (exit, _, error) = await RunAsync("revoke", "a");
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.StartsWith("NOT_FOUND: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_told_at_once_and_nothing_is_made()
    {
        var (exit, output, error) = await RunAsync("create", "--name", " a", "--role", "Boss,Chief", "--expires", "soon");

        Assert.Equal((ExitCodes.Usage, ""), (exit, output));
        Assert.Equal(4, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("BAD_REQUEST: --role: expected one of Reader, Editor, Approver, Auditor, Administrator, found 'Chief'", error);
        Assert.False(File.Exists(folder.File("graph.db-tokens")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a ")]
    [InlineData("night\u200bly")]
    [InlineData("night\u202ely")]
    [InlineData("night\u0007ly")]
    public async Task A_name_that_passes_for_another_is_refused(string name)
    {
        var (exit, output, error) = await RunAsync("create", "--name", name, "--role", "Reader");

        Assert.Equal((ExitCodes.Usage, ""), (exit, output));
        Assert.Contains("--name: expected 1 to 100 readable characters", error);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("366", true)]
    [InlineData("367", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("99999999999", false)]
    [InlineData("2020-01-01", false)]
    [InlineData("9999-12-31", false)]
    public async Task An_expiry_is_at_least_a_day_and_at_most_the_limit_away(string expires, bool taken) =>
        Assert.Equal(taken ? ExitCodes.Success : ExitCodes.Usage, (await RunAsync("create", "--name", "a", "--role", "Reader", "--expires=" + expires)).Exit);

    [Fact]
    public async Task The_day_of_expiry_is_the_last_on_which_it_is_good()
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(40);
        await RunAsync("create", "--name", "a", "--role", "Reader", "--expires", day.ToString("O"));
        Assert.Equal(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Tokens().Single().ExpiresAt.UtcDateTime);
    }

    [Fact]
    public async Task A_server_does_not_start_on_tokens_that_it_cannot_read()
    {
        folder.Write("graph.db-tokens", "not json");
        var (exit, _, error) = await CommandRun.RunAsync("serve", "--database", folder.File("graph.db"), "--seed", "none", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains("is damaged or was altered by hand", error);
    }

    [Fact]
    public async Task One_token_more_than_the_limit_is_refused()
    {
        var file = new TokenFile(folder.File("graph.db"));
        var now = DateTimeOffset.UtcNow;
        file.Change(_ => [.. Enumerable.Range(0, 999).Select(i => ApiToken.Create($"t{i}", [Role.Reader], now, now.AddDays(1)).Kept)]);
        Assert.Equal(ExitCodes.Success, (await RunAsync("create", "--name", "a", "--role", "Reader")).Exit);
        var (exit, _, error) = await RunAsync("create", "--name", "b", "--role", "Reader");
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("expected at most 1000 tokens (Graph:Identity:ApiTokenCountMax)", error);
        Assert.Equal(1_000, Tokens().Count);
    }

    private IReadOnlyList<ApiToken> Tokens() => new TokenFile(folder.File("graph.db")).Read();

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync(["token", .. arguments, "--database", folder.File("graph.db")]);
}
