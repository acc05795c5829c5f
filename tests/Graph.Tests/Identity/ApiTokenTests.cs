using System.Net;
using Graph.Server.Identity;

namespace Graph.Tests.Identity;

/// <summary>API tokens of a running server: good at once, gone at once, kept as hashes.</summary>
public sealed class ApiTokenTests
{
    private const string Question = "/graphql?query={server{actor}}";

    [Fact]
    public async Task A_token_made_while_the_server_runs_works_and_is_refused_from_the_next_request_on_after_it_is_revoked()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var (mine, other) = (server.Make("mine", Role.Reader), server.Make("other", Role.Reader));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, mine));

        server.Revoke("mine");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, mine));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, other));
    }

    [Fact]
    public async Task A_token_is_good_until_the_instant_of_its_expiry()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var token = server.Make("mine", Role.Reader);

        server.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, token));

        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token));
    }

    [Fact]
    public async Task The_id_of_a_token_with_another_secret_is_refused()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var token = server.Make("mine", Role.Reader);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token + "A"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token[..23]));
    }

    [Fact]
    public async Task A_token_has_256_random_bits_and_only_its_hash_is_kept_in_a_file_for_its_owner_alone()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var token = server.Make("mine", Role.Reader);
        var secret = token.Split('_', 3)[2];

        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(secret).Length);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(server.Tokens.Path), StringComparison.Ordinal);
        Assert.NotEqual(secret, server.Make("mine", Role.Reader).Split('_', 3)[2]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Tokens.Path));
        }

        Assert.Equal(["graph.db-tokens", "graph.db-tokens-lock"], Directory.GetFiles(Path.GetDirectoryName(server.Tokens.Path)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_server_whose_tokens_have_all_expired_is_not_open()
    {
        await using var server = await IdentifiedServer.StartAsync(prepare: (file, now) => IdentifiedServer.Make(file, now.AddDays(-31), "old", Role.Administrator));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
    }

    [Fact]
    public async Task A_server_whose_last_token_was_removed_is_not_open()
    {
        await using var server = await IdentifiedServer.StartAsync(prepare: (file, _) => file.Change(_ => []));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
    }

    [Fact]
    public async Task An_open_server_is_closed_by_the_first_token_and_not_opened_by_taking_the_file_away()
    {
        await using var server = await IdentifiedServer.StartAsync(open: true);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, null));

        var token = server.Make("first", Role.Reader);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, token));

        File.Delete(server.Tokens.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"v":2,"tokens":[]}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"tokens":[{"id":"a"}]}""")]
    [InlineData("""{"v":1,"tokens":[],"more":1}""")]
    [InlineData("twice")]
    public async Task A_file_of_tokens_that_was_damaged_lets_nobody_in_and_says_so(string text)
    {
        await using var server = await IdentifiedServer.StartAsync();
        var token = server.Make("mine", Role.Reader);
        var written = await File.ReadAllTextAsync(server.Tokens.Path);
        var entry = written[(written.IndexOf('[', StringComparison.Ordinal) + 1)..written.LastIndexOf(']')];
        await File.WriteAllTextAsync(server.Tokens.Path, text == "twice" ? written.Replace(entry, entry + "," + entry, StringComparison.Ordinal) : text);

        using var response = await server.SendAsync(Question, token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"UNAVAILABLE\"", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
    }

    [Fact]
    public async Task Changes_of_the_file_by_several_at_once_are_refused_or_kept_and_never_lost()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var made = 0;
        await Parallel.ForAsync(0, 40, (i, _) =>
        {
            try
            {
                server.Make($"token {i}", Role.Reader);
                Interlocked.Increment(ref made);
            }
            catch (Graph.Engine.Log.StoreException e)
            {
                Assert.True(e.IsTransient);
            }

            return ValueTask.CompletedTask;
        });
        Assert.InRange(made, 1, 40);
        Assert.Equal(made + 1, server.Tokens.Read().Count);
    }

    private static async Task<HttpStatusCode> StatusAsync(IdentifiedServer server, string? token)
    {
        using var response = await server.SendAsync(Question, token);
        return response.StatusCode;
    }
}
