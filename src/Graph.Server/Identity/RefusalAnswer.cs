using Graph.Server.Api;
using Graph.Server.Api.Types;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Graph.Server.Identity;

/// <summary>Answers who is not let through, with a code and what was expected, and notes it in the log without saying who it was.</summary>
internal sealed class RefusalAnswer(ILogger<RefusalAnswer> logger) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var place = context.GetEndpoint()?.DisplayName ?? "no endpoint";
        if (context.User.Identity is CallerIdentity { Caller: var caller })
        {
            var needed = policy.Requirements.OfType<RoleRequirement>().Select(r => r.Role).First();
            Log.RefusedRole(logger, place, caller.Client, EnumWords.Of(needed));
            await WriteAsync(context, Lacks(needed, caller));
            return;
        }

        // Asked again the handler gives what it gave before.
        var refused = Refusal(await context.AuthenticateAsync());
        Log.RefusedCaller(logger, place, refused.Cause);
        if (refused.Code == ErrorCode.Unauthenticated)
        {
            context.Response.Headers.WWWAuthenticate = refused.Cause == "nobody" ? "Bearer realm=\"graph\"" : "Bearer realm=\"graph\", error=\"invalid_token\"";
        }

        await WriteAsync(context, new(refused.Code, refused.Message));
    }

    /// <summary>Why nobody knows who asks.</summary>
    public static RefusedCallerException Refusal(AuthenticateResult result) => result.Failure as RefusedCallerException
        ?? new(ErrorCode.Unauthenticated, "nobody", "expected a caller who is known: Authorization: Bearer and a token (graph token create)");

    /// <summary>What is answered to a caller without a role.</summary>
    public static ApiError Lacks(Role role, Caller caller)
    {
        var needed = EnumWords.Of(role);
        string[] held = [.. caller.Roles.Select(EnumWords.Of)];
        return new(ErrorCode.Forbidden, $"expected the role {needed}, found {(held.Length == 0 ? "none" : string.Join(", ", held))}")
        {
            Facts = [new("needs", (string[])[needed]), new("held", held)],
        };
    }

    private static Task WriteAsync(HttpContext http, ApiError error)
    {
        http.Response.StatusCode = ErrorMapping.Status(error.ErrorCode);
        return CodedErrors.WriteAsync(http, error);
    }
}
