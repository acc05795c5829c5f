using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Graph.Server.Identity;

/// <summary>Puts into a host who its callers are and what they may do. A host without it lets nobody in.</summary>
public static class IdentityRegistration
{
    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of a host that has the engine.</param>
    /// <param name="identity">How callers are identified.</param>
    /// <param name="database">The database, beside which the API tokens lie; null = there are none.</param>
    public static IServiceCollection AddGraphIdentity(this IServiceCollection services, IdentityOptions identity, string? database)
    {
        services.AddSingleton(identity);
        services.AddSingleton(new TokenBook(database is null ? null : new(database)));
        services.TryAddSingleton(TimeProvider.System);

        // Not AddAuthentication: that would also keep keys for cookies in the home of whoever runs the server.
        services.AddAuthenticationCore(schemes => schemes.DefaultScheme = CallerHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, CallerHandler>(CallerHandler.SchemeName, null);
        if (identity.HasIssuer)
        {
            IssuerSignIn.Add(services, identity);
        }

        services.AddAuthorization(rules => rules.FallbackPolicy = AccessRules.Policy(Role.Reader));
        services.AddSingleton<CallerCheck>();
        services.AddSingleton<IAuthorizationHandler, RoleJudge>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalAnswer>();
        return services;
    }
}
