using Graph.Server.Api;
using Graph.Server.Api.Types;
using Graph.Server.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Primitives;

namespace Graph.Server.Identity;

/// <summary>What a caller has sent to say who they are.</summary>
/// <param name="Authorization">As in the header of that name.</param>
/// <param name="Actor">As in the header Graph-Actor.</param>
internal sealed record Credentials(StringValues Authorization, StringValues Actor)
{
    /// <summary>Those of a request.</summary>
    public static Credentials Of(HttpRequest request) => new(request.Headers.Authorization, request.Headers[CallerHandler.ActorHeader]);
}

/// <summary>
/// Asks again who a caller is whose stream runs for long: by the same rules as for each request, so that it ends once a token has
/// expired or was revoked, its issuer has withdrawn a key, or a server that was open identifies its callers.
/// </summary>
internal sealed class CallerCheck(IServiceScopeFactory scopes, ILogger<CallerCheck> logger)
{
    /// <summary>The caller as of now.</summary>
    /// <param name="credentials">What they have sent.</param>
    /// <param name="place">Where, for the log.</param>
    /// <exception cref="ApiError">Nobody knows them, or they may not read.</exception>
    public async Task<Caller> IdentifyAsync(Credentials credentials, string place)
    {
        // What was found out for a request is kept with it; to ask anew takes a new one.
        await using var scope = scopes.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Headers.Authorization = credentials.Authorization;
        http.Request.Headers[CallerHandler.ActorHeader] = credentials.Actor;
        var result = await http.AuthenticateAsync(CallerHandler.SchemeName);
        if (result.Principal?.Identity is not CallerIdentity { Caller: var caller })
        {
            var refused = RefusalAnswer.Refusal(result);
            Log.RefusedCaller(logger, place, refused.Cause);
            throw new ApiError(refused.Code, refused.Message);
        }

        if (!caller.Roles.HoldsAny([Role.Reader]))
        {
            Log.RefusedRole(logger, place, caller.Client, EnumWords.Of(Role.Reader));
            throw RefusalAnswer.Lacks(Role.Reader, caller);
        }

        return caller;
    }
}
