using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Graph.Server.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Graph.Tests.Identity;

/// <summary>Tokens of an issuer, really signed and sent over sockets.</summary>
public sealed class IssuerTests : IAsyncLifetime
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private TestIssuer issuer = null!;
    private IdentifiedServer server = null!;

    public async Task InitializeAsync()
    {
        issuer = await TestIssuer.StartAsync();
        server = await IdentifiedServer.StartAsync(
            identity => identity.Oidc = new() { Authority = issuer.Authority, Audience = "graph" }, open: true);
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_issuer_is_who_it_says()
    {
        var answer = (await server.AnswerAsync("{ server { actor client roles } }", issuer.Token(null, ("roles", (string[])["Editor", "approver", "Something.Else"]))))["server"]!;
        Assert.Equal("""{"actor":"Anna Virtanen","client":"app:app-1","roles":["READER","EDITOR","APPROVER"]}""", answer.ToJsonString());
    }

    [Fact]
    public async Task A_token_signed_with_a_key_on_an_elliptic_curve_is_taken()
    {
        var key = TestIssuer.NewEc();
        issuer.Publish(key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(issuer.Token(t => t.SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256))));
    }

    [Fact]
    public async Task Without_a_token_nobody_is_let_in() => Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));

    [Fact]
    public async Task A_token_of_another_audience_is_refused() =>
        await RefusesAsync(issuer.Token(t => t.Audience = "other"), "for another audience");

    [Fact]
    public async Task A_token_without_an_audience_is_refused() => await RefusesAsync(issuer.Token(t => t.Audience = null), "");

    [Fact]
    public async Task A_token_of_another_issuer_is_refused_even_with_the_right_key() =>
        await RefusesAsync(issuer.Token(t => t.Issuer = "https://elsewhere.example"), "of the configured issuer");

    [Fact]
    public async Task A_token_signed_with_a_key_that_the_issuer_has_not_published_is_refused()
    {
        var key = TestIssuer.NewRsa();
        await RefusesAsync(issuer.Token(t => t.SigningCredentials = new(key, SecurityAlgorithms.RsaSha256)), "");
        key.KeyId = issuer.Rsa.KeyId;
        await RefusesAsync(issuer.Token(t => t.SigningCredentials = new(key, SecurityAlgorithms.RsaSha256)), "");
    }

    [Fact]
    public async Task An_unsigned_token_is_refused_whatever_its_header_says()
    {
        var token = issuer.Token();
        await RefusesAsync(token[..(token.LastIndexOf('.') + 1)], "");
        await RefusesAsync(TestIssuer.Resign(token, """{"alg":"none","typ":"JWT"}""", _ => []), "");
        await RefusesAsync(TestIssuer.Resign(token, $$"""{"alg":"None","typ":"JWT","kid":"{{issuer.Rsa.KeyId}}"}""", _ => []), "");
        await RefusesAsync(issuer.Token(t => t.SigningCredentials = null), "");
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused()
    {
        var rsa = issuer.Rsa.Rsa;
        byte[][] secrets = [Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(rsa.ExportRSAPublicKeyPem()), rsa.ExportSubjectPublicKeyInfo(), rsa.ExportParameters(false).Modulus!];
        foreach (var secret in secrets)
        {
            await RefusesAsync(TestIssuer.Resign(issuer.Token(), $$"""{"alg":"HS256","typ":"JWT","kid":"{{issuer.Rsa.KeyId}}"}""", signed => HMACSHA256.HashData(secret, signed)), "");
        }
    }

    [Fact]
    public async Task A_token_that_was_altered_is_refused()
    {
        var parts = issuer.Token().Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("Reader", "Editor", StringComparison.Ordinal);
        await RefusesAsync($"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}", "signed");
    }

    // The clocks of issuer and server are that of this machine; the margin of half the skew is for a slow one.
    [Fact]
    public async Task Clocks_may_differ_by_the_limit_and_no_more()
    {
        var now = DateTime.UtcNow;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(issuer.Token(t => (t.NotBefore, t.Expires) = (now.AddHours(-1), now - (Skew / 2)))));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(issuer.Token(t => t.NotBefore = now + (Skew / 2))));
        await RefusesAsync(issuer.Token(t => (t.NotBefore, t.Expires) = (now.AddHours(-1), now - Skew - TimeSpan.FromSeconds(1))), "has expired");
        await RefusesAsync(issuer.Token(t => (t.NotBefore, t.Expires) = (now + Skew + Skew, now.AddHours(1))), "not good yet");
    }

    [Fact]
    public async Task A_token_that_never_expires_is_refused() => await RefusesAsync(issuer.Token(t => t.Expires = null), "");

    [Fact]
    public async Task Keys_are_fetched_again_when_the_issuer_signs_with_a_new_one()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(issuer.Token()));
        var key = TestIssuer.NewRsa();
        issuer.Publish(key);
        var token = issuer.Token(t => t.SigningCredentials = new(key, SecurityAlgorithms.RsaSha256));

        // The new keys are fetched beside the request that found them missing.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StatusAsync(token) != HttpStatusCode.OK)
        {
            Assert.False(patience.IsCancellationRequested, "The new key was not fetched in 30 seconds.");
        }

        await RefusesAsync(issuer.Token(), "");
    }

    [Fact]
    public async Task A_forged_token_of_an_unknown_key_does_not_keep_a_new_key_of_the_issuer_from_being_read()
    {
        await using var quick = await IdentifiedServer.StartAsync(
            identity => (identity.Oidc, identity.IssuerKeysPeriodMin) = (new() { Authority = issuer.Authority, Audience = "graph" }, TimeSpan.FromSeconds(1)), open: true);
        async Task<HttpStatusCode> OfAsync(string token)
        {
            using var response = await quick.SendAsync("/graphql?query={server{actor}}", token);
            return response.StatusCode;
        }

        var (forged, key) = (TestIssuer.NewRsa(), TestIssuer.NewRsa());
        Assert.Equal(HttpStatusCode.OK, await OfAsync(issuer.Token()));
        Assert.Equal(HttpStatusCode.Unauthorized, await OfAsync(issuer.Token(t => t.SigningCredentials = new(forged, SecurityAlgorithms.RsaSha256))));
        var read = issuer.KeysReadCount;
        issuer.Publish(key);
        var token = issuer.Token(t => t.SigningCredentials = new(key, SecurityAlgorithms.RsaSha256));
        var start = System.Diagnostics.Stopwatch.StartNew();
        while (await OfAsync(token) != HttpStatusCode.OK)
        {
            Assert.True(start.Elapsed < TimeSpan.FromSeconds(60), "The new key was not read in a minute.");
        }

        // However often somebody asks with an unknown key, the issuer is asked once a period and not each time.
        Assert.InRange(issuer.KeysReadCount - read, 1, 2 + (int)start.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_503_and_no_reason_to_let_anybody_in()
    {
        issuer.IsIll = true;
        using var response = await server.SendAsync("/graphql?query={server{actor}}", issuer.Token());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("UNAVAILABLE", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"]!);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""["Owner"]""")]
    [InlineData(null)]
    public async Task A_caller_without_a_role_of_ours_is_known_and_forbidden(string? roles)
    {
        var token = issuer.Token(t =>
        {
            t.Claims.Remove("roles");
            if (roles is not null)
            {
                t.Claims["roles"] = System.Text.Json.JsonSerializer.Deserialize<string[]>(roles)!;
            }
        });
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(token));
    }

    [Fact]
    public async Task A_service_without_a_user_acts_under_the_id_of_its_application()
    {
        var token = issuer.Token(t => t.Claims.Remove("name"), ("azp", "11111111-2222-3333-4444-555555555555"), ("sub", "service-1"), ("roles", "Editor"));
        await server.AnswerAsync("mutation { apply(changeId: \"1\", reason: \"nightly\", changes: [{ put: { risk: { title: \"R\", kind: THREAT } } }]) { accepted } }", token);
        var entry = (await server.AnswerAsync("{ log { nodes { actor subject client claimed } } }", token))["log"]!["nodes"]![0]!;
        Assert.Equal("""{"actor":"11111111-2222-3333-4444-555555555555","subject":"oidc:service-1","client":"app:11111111-2222-3333-4444-555555555555","claimed":false}""", entry.ToJsonString());
    }

    [Fact]
    public async Task Two_people_of_one_name_are_two_and_one_person_with_a_new_name_is_one()
    {
        string Person(string subject, string name, string role) => issuer.Token(null, ("sub", subject), ("name", name), ("roles", role));
        await server.AnswerAsync("mutation { apply(changeId: \"1\", reason: \"r\", changes: [{ put: { evidence: { key: \"evidence:e\", title: \"E\", type: POLICY } } }]) { accepted } }", Person("1", "Anna", "Editor"));
        await server.AnswerAsync("mutation { submit(changeId: \"2\", reason: \"r\", key: \"evidence:e\") { accepted } }", Person("1", "Anna", "Editor"));
        var hash = (string)(await server.AnswerAsync("{ view { evidence { nodes { contentHashNow } } } }", Person("1", "Anna", "Reader")))["view"]!["evidence"]!["nodes"]![0]!["contentHashNow"]!;
        async Task<bool> ApprovesAsync(string id, string token) =>
            (bool)(await server.AnswerAsync($"mutation {{ approve(changeId: \"{id}\", reason: \"r\", key: \"evidence:e\", contentHash: \"{hash}\") {{ accepted }} }}", token))["approve"]!["accepted"]!;

        Assert.False(await ApprovesAsync("3", Person("1", "Anna-Maria", "Approver")));
        Assert.True(await ApprovesAsync("4", Person("2", "Anna", "Approver")));
    }

    [Fact]
    public async Task A_name_with_control_characters_is_refused() => await RefusesAsync(issuer.Token(null, ("name", "Anna\u0001oidc:2")), "readable characters");

    [Fact]
    public async Task Tokens_of_the_issuer_and_of_the_server_live_side_by_side()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Make("nightly", Role.Reader)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(issuer.Token()));
    }

    private async Task<HttpStatusCode> StatusAsync(string? token)
    {
        using var response = await server.SendAsync("/graphql?query={server{actor}}", token);
        return response.StatusCode;
    }

    private async Task RefusesAsync(string token, string message)
    {
        using var response = await server.SendAsync("/graphql?query={server{actor}}", token);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{response.StatusCode}: {body}");
        Assert.Equal("UNAUTHENTICATED", (string)JsonNode.Parse(body)!["errors"]![0]!["extensions"]!["code"]!);
        Assert.Contains(message, body, StringComparison.Ordinal);
        Assert.DoesNotContain("IDX", body, StringComparison.Ordinal);
    }
}
