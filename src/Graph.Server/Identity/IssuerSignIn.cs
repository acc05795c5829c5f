using System.Security.Claims;
using Graph.Server.Api;
using Graph.Server.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Graph.Server.Identity;

/// <summary>
/// Tokens of Microsoft Entra ID, or of any other issuer of OpenID Connect. The assemblies behind it are loaded only where an issuer is
/// configured.
/// </summary>
internal static class IssuerSignIn
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Issuer";

    // Signatures that only the issuer can make: none, and those made with a shared secret, are not among them.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Adds the scheme.</summary>
    public static void Add(IServiceCollection services, IdentityOptions identity)
    {
        services.AddSingleton<IAuthenticationConfigurationProvider, NoConfiguration>();
        new AuthenticationBuilder(services).AddMicrosoftIdentityWebApi(bearer => Configure(bearer, identity), microsoft => Configure(microsoft, identity), SchemeName);
        services.AddOptions<JwtBearerOptions>(SchemeName).PostConfigure<ILogger<KeyReader>>((bearer, logger) => bearer.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            bearer.MetadataAddress!, new KeyReader(logger), new HttpDocumentRetriever(bearer.Backchannel) { RequireHttps = bearer.RequireHttpsMetadata })
        {
            AutomaticRefreshInterval = identity.IssuerKeysAgeMax,
            RefreshInterval = identity.IssuerKeysPeriodMin,     // Whoever names an unknown key has them read again, and others must not wait for that.
            UseLastKnownGoodConfiguration = false,              // A key that the issuer has withdrawn signs nothing any more.
        });
    }

    /// <summary>The caller whom a token is about. A service without a user acts under the id of its application.</summary>
    /// <exception cref="RefusedCallerException">The token does not say whom it is about.</exception>
    public static Caller Caller(ClaimsPrincipal principal)
    {
        string? Given(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (principal.FindFirst(name)?.Value is { Length: > 0 } value)
                {
                    return value;
                }
            }

            return null;
        }

        // In Entra ID sub differs between applications, oid does not.
        var subject = Given("oid", "sub");
        var application = Given("azp", "appid", "client_id");
        var name = Given("name", "preferred_username", "upn", "email") ?? application ?? subject;
        if (subject is null || !IsName(subject) || name is null || !IsName(name) || (application is not null && !IsName(application)))
        {
            throw new RefusedCallerException(ErrorCode.Unauthenticated, "subject", $"expected a token with a subject and a name of 1 to {Identity.Caller.NameCharsMax} readable characters");
        }

        var roles = principal.FindAll("roles").Select(c => Enum.GetValues<Role>().Where(r => r.ToString().Equals(c.Value, StringComparison.OrdinalIgnoreCase))).SelectMany(r => r);
        return new(name, "oidc:" + subject, "app:" + application, RoleSet.Of(roles));
    }

    /// <summary>Reads the keys of the issuer, where they are not known.</summary>
    /// <exception cref="InvalidOperationException">They cannot be read, and never were.</exception>
    public static Task ReadKeysAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(SchemeName).ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);

    /// <summary>Why a token was refused. What the library says stays here: it may quote the token.</summary>
    public static RefusedCallerException Refusal(Exception? failure)
    {
        var (cause, message) = failure switch
        {
            SecurityTokenExpiredException => ("expired", "expected a token that is good, found one that has expired"),
            SecurityTokenNotYetValidException => ("notYetValid", "expected a token that is good, found one that is not good yet"),
            SecurityTokenInvalidAudienceException => ("audience", "expected a token for this server, found one for another audience"),
            SecurityTokenInvalidIssuerException => ("issuer", "expected a token of the configured issuer, found one of another"),
            SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => ("signature", "expected a token that the configured issuer has signed"),
            _ => ("token", "expected a token that the configured issuer has signed, for this server"),
        };
        return new(ErrorCode.Unauthenticated, cause, message);
    }

    private static void Configure(JwtBearerOptions bearer, IdentityOptions identity)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters.ValidAlgorithms = Algorithms;
        bearer.TokenValidationParameters.ClockSkew = identity.ClockSkewMax;
        if (identity.Oidc is { Authority: { } authority } oidc)
        {
            bearer.Authority = authority;
            bearer.MetadataAddress = authority.TrimEnd('/') + "/.well-known/openid-configuration";
            bearer.RequireHttpsMetadata = authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            bearer.TokenValidationParameters.ValidAudience = oidc.Audience;
            bearer.TokenValidationParameters.IssuerValidator = (issuer, _, _) => issuer.TrimEnd('/') == authority.TrimEnd('/')
                ? issuer
                : throw new SecurityTokenInvalidIssuerException("The token is of another issuer.");
        }
    }

    private static void Configure(MicrosoftIdentityOptions microsoft, IdentityOptions identity)
    {
        microsoft.AllowWebApiToBeAuthorizedByACL = true;    // A token without roles is known, and then refused for want of a role.

        // Of another issuer these say nothing, and the library asks for them all the same.
        microsoft.ClientId = identity.Entra.ClientId ?? identity.Oidc.Audience;
        microsoft.Instance = identity.Entra.IsSet ? identity.Entra.Instance : identity.Oidc.Authority!;
        microsoft.TenantId = identity.Entra.TenantId ?? "none";
    }

    private static bool IsName(string text) => text.Length <= Identity.Caller.NameCharsMax && !text.Any(char.IsControl) && !string.IsNullOrWhiteSpace(text);

    // The library tells its faults in a log that is silent, for it quotes tokens there.
    private sealed class KeyReader(ILogger<KeyReader> logger) : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            try
            {
                return await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancel);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.IssuerUnreadable(logger, e);
                throw;
            }
        }
    }

    // The framework would also read the section Authentication; ours is Graph:Identity and no other.
    private sealed class NoConfiguration : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
