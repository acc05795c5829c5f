using System.Security.Claims;
using System.Text.Encodings.Web;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Graph.Server.Identity;

/// <summary>
/// Says who asks:
/// <list type="number">
/// <item>where callers are not identified, whoever the header Graph-Actor claims, with every role;</item>
/// <item>else the owner of an API token;</item>
/// <item>else whom the configured issuer vouches for.</item>
/// </list>
/// </summary>
internal sealed class CallerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, TokenBook tokens, IdentityOptions identity, GraphEngine engine)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Graph";

    /// <summary>The header in which a caller names an actor, in UTF-8: names of people are not ASCII.</summary>
    public const string ActorHeader = "Graph-Actor";

    private const string Bearer = "Bearer ";

    // What bytes that are no UTF-8 are read as.
    private const char NoText = '\uFFFD';

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            var caller = tokens.IsUsed || identity.HasIssuer ? await IdentifiedAsync() : Claimed(Request.Headers[ActorHeader]);
            return caller is null
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new(new ClaimsPrincipal(new CallerIdentity(caller)), SchemeName));
        }
        catch (RefusedCallerException refused)
        {
            return AuthenticateResult.Fail(refused);
        }
    }

    private static Caller Claimed(StringValues header) => new(
        header switch
        {
            [] or [null or ""] => "local",
            [{ Length: <= Caller.NameCharsMax } name] when !name.Any(c => char.IsControl(c) || c == NoText) && !string.IsNullOrWhiteSpace(name) => name,
            _ => throw new RefusedCallerException(ErrorCode.BadRequest, "actor", $"expected one {ActorHeader} header of 1 to {Caller.NameCharsMax} readable characters in UTF-8"),
        },
        null, null, RoleSet.All);

    private async Task<Caller?> IdentifiedAsync()
    {
        // To take no notice of it would let somebody believe that it counts.
        if (Request.Headers.ContainsKey(ActorHeader))
        {
            throw new RefusedCallerException(ErrorCode.BadRequest, "actor", $"expected no {ActorHeader} header: this server identifies its callers, and the actor is who has signed in");
        }

        if (Request.Headers.Authorization.Count == 0)
        {
            return null;
        }

        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            throw Unauthenticated("scheme", "expected one header Authorization: Bearer and a token");
        }

        var token = header[Bearer.Length..].Trim();
        return token.StartsWith(ApiToken.Prefix, StringComparison.Ordinal) ? OfToken(token)
            : identity.HasIssuer ? await OfIssuerAsync()
            : throw Unauthenticated("token", $"expected an API token, which begins with {ApiToken.Prefix}; this server has no other issuer");
    }

    private Caller OfToken(string token)
    {
        ApiToken? kept;
        try
        {
            kept = tokens.Find(token);
        }
        catch (StoreException e)
        {
            Log.TokensUnreadable(Logger, e);
            throw new RefusedCallerException(ErrorCode.Unavailable, "tokens", "The API tokens cannot be read; nobody is let in by one.", e);
        }

        return kept is null ? throw Unauthenticated("token", "expected an API token of this server, found another")
            : kept.RevokedAt is not null ? throw Unauthenticated("revoked", "expected an API token that is good, found one that was revoked")
            : !kept.IsGood(engine.Calendar.Now) ? throw Unauthenticated("expired", "expected an API token that is good, found one that has expired")
            : kept.Caller();
    }

    private async Task<Caller> OfIssuerAsync()
    {
        try
        {
            await IssuerSignIn.ReadKeysAsync(Context);
        }
        catch (InvalidOperationException e)
        {
            throw new RefusedCallerException(ErrorCode.Unavailable, "issuer", "The issuer's keys cannot be read; the same request may succeed later.", e);
        }

        var result = await Context.AuthenticateAsync(IssuerSignIn.SchemeName);
        return result.Succeeded ? IssuerSignIn.Caller(result.Principal) : throw IssuerSignIn.Refusal(result.Failure);
    }

    private static RefusedCallerException Unauthenticated(string cause, string message) => new(ErrorCode.Unauthenticated, cause, message);
}
