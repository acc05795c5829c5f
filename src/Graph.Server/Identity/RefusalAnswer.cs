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
            var needed = policy.Requirements.OfType<RoleRequirement>().Select(r => EnumWords.Of(r.Role)).First();
            string[] held = [.. caller.Roles.Select(EnumWords.Of)];
            Log.RefusedRole(logger, place, caller.Client, needed);
            await WriteAsync(context, new(ErrorCode.Forbidden, $"expected the role {needed}, found {(held.Length == 0 ? "none" : string.Join(", ", held))}")
            {
                Facts = [new("needs", (string[])[needed]), new("held", held)],
            });
            return;
        }

        // Asked again the handler gives what it gave before.
        var refused = (await context.AuthenticateAsync()).Failure as RefusedCallerException
            ?? new RefusedCallerException(ErrorCode.Unauthenticated, "nobody", "expected a caller who is known: Authorization: Bearer and a token (graph token create)");
        Log.RefusedCaller(logger, place, refused.Cause);
        if (refused.Code == ErrorCode.Unauthenticated)
        {
            context.Response.Headers.WWWAuthenticate = refused.Cause == "nobody" ? "Bearer realm=\"graph\"" : "Bearer realm=\"graph\", error=\"invalid_token\"";
        }

        await WriteAsync(context, new(refused.Code, refused.Message));
    }

    private static Task WriteAsync(HttpContext http, ApiError error)
    {
        http.Response.StatusCode = ErrorMapping.Status(error.ErrorCode);
        return CodedErrors.WriteAsync(http, error);
    }
}
