using Microsoft.AspNetCore.Authorization;

namespace Graph.Server.Identity;

/// <summary>
/// What an endpoint needs: a role, or nothing and why. What has no rule needs a Reader, so that nothing is open because somebody
/// forgot it.
/// </summary>
internal static class AccessRules
{
    /// <summary>Only who has a role gets through.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Policy(role));

    /// <summary>Anybody gets through.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="reason">Why nobody is asked.</param>
    public static TBuilder IsPublic<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.AllowAnonymous();
        return endpoint.WithMetadata(new PublicMark(reason));
    }

    /// <summary>The policy of a role.</summary>
    public static AuthorizationPolicy Policy(Role role) => new([new RoleRequirement(role)], []);
}

/// <summary>Says why an endpoint asks nobody who they are.</summary>
internal sealed record PublicMark(string Reason);

/// <summary>A role that somebody must have.</summary>
internal sealed record RoleRequirement(Role Role) : IAuthorizationRequirement;

/// <summary>Judges it.</summary>
internal sealed class RoleJudge : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (context.User.Identity is CallerIdentity identity && identity.Caller.Roles.HoldsAny([requirement.Role]))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
