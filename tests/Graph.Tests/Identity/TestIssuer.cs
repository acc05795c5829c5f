using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Graph.Tests.Identity;

/// <summary>An issuer of OpenID Connect on loopback: a discovery document, its keys, and tokens that it really signs.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<SecurityKey> published = [];
    private readonly Lock gate = new();
    private int keysReadCount;

    private TestIssuer(WebApplication app)
    {
        this.app = app;
        Rsa = NewRsa();
        Publish(Rsa);
    }

    /// <summary>The first key, which is published.</summary>
    public RsaSecurityKey Rsa { get; }

    public string Authority => app.Urls.First();

    /// <summary>Whether the issuer answers with an error.</summary>
    public bool IsIll { get; set; }

    /// <summary>How often its keys were asked for.</summary>
    public int KeysReadCount => keysReadCount;

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => issuer.IsIll
            ? Results.StatusCode(503)
            : Results.Json(new { issuer = issuer.Authority, jwks_uri = issuer.Authority + "/keys", response_types_supported = (string[])["code"], subject_types_supported = (string[])["public"], id_token_signing_alg_values_supported = (string[])["RS256", "ES256"] }));
        app.MapGet("/keys", () => Results.Content(issuer.Keys(), "application/json"));
        await app.StartAsync();
        return issuer;
    }

    public static RsaSecurityKey NewRsa()
    {
        var key = new RsaSecurityKey(RSA.Create(2048));
        key.KeyId = "rsa-" + Convert.ToHexStringLower(key.ComputeJwkThumbprint())[..8];
        return key;
    }

    public static ECDsaSecurityKey NewEc()
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        key.KeyId = "ec-" + Convert.ToHexStringLower(key.ComputeJwkThumbprint())[..8];
        return key;
    }

    public void Publish(params SecurityKey[] keys)
    {
        lock (gate)
        {
            published.Clear();
            published.AddRange(keys);
        }
    }

    /// <summary>A token for this server, as the issuer makes it, unless something is altered.</summary>
    public string Token(Action<SecurityTokenDescriptor>? alter = null, params (string Name, object Value)[] claims)
    {
        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = "graph",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = "subject-1", ["name"] = "Anna Virtanen", ["azp"] = "app-1", ["roles"] = (string[])["Reader"] },
            SigningCredentials = new(Rsa, SecurityAlgorithms.RsaSha256),
        };
        foreach (var (name, value) in claims)
        {
            descriptor.Claims[name] = value;
        }

        alter?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>The same token under another header and signature.</summary>
    public static string Resign(string token, string header, Func<byte[], byte[]> sign)
    {
        var signed = Base64UrlEncoder.Encode(header) + "." + token.Split('.')[1];
        return signed + "." + Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private string Keys()
    {
        Interlocked.Increment(ref keysReadCount);
        lock (gate)
        {
            var keys = published.Select(key =>
            {
                var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(key);
                return jwk.Kty == "RSA"
                    ? $$"""{"kty":"RSA","use":"sig","kid":"{{key.KeyId}}","n":"{{jwk.N}}","e":"{{jwk.E}}"}"""
                    : $$"""{"kty":"EC","use":"sig","kid":"{{key.KeyId}}","crv":"P-256","x":"{{jwk.X}}","y":"{{jwk.Y}}"}""";
            });
            return $$"""{"keys":[{{string.Join(',', keys)}}]}""";
        }
    }
}
