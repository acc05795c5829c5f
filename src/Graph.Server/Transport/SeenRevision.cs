using System.Globalization;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Protection;
using Microsoft.Extensions.Primitives;

namespace Graph.Server.Transport;

/// <summary>
/// A caller who has seen a revision, such as in the answer to their own change, never reads less: where several servers share a store,
/// a request with <c>Graph-Seen: 57</c> waits until this one serves revision 57 as well, and is refused where that takes too long.
/// </summary>
internal static class SeenRevision
{
    /// <summary>The header that names the revision.</summary>
    public const string Header = "Graph-Seen";

    /// <summary>Has every request that names a revision wait for it.</summary>
    public static void UseSeenRevision(this WebApplication app)
    {
        var engine = app.Services.GetRequiredService<GraphEngine>();
        var options = app.Services.GetRequiredService<ApiOptions>();
        app.Use((http, next) => http.Request.Headers.TryGetValue(Header, out var seen) ? WaitAsync(http, seen, engine, options, next) : next(http));
    }

    private static async Task WaitAsync(HttpContext http, StringValues given, GraphEngine engine, ApiOptions options, RequestDelegate next)
    {
        if (given is not [var text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen))
        {
            await RefuseAsync(http, new(ErrorCode.BadRequest, $"expected one {Header} header with a revision, a whole number from 0"));
        }
        else if (await engine.WaitForAsync(seen, options.SeenWaitMax, http.RequestAborted))
        {
            await next(http);
        }
        else
        {
            var served = engine.Current.Head.Revision;
            await RefuseAsync(http, engine.IsShared
                ? new(ErrorCode.Unavailable, $"expected to serve revision {seen} within {options.SeenWaitMax.TotalMilliseconds} ms, and it is at {served}; the same request may succeed later")
                {
                    Facts = [new("limit", "seenWaitMax"), new("seen", seen), new("revision", served)],
                    RetryAfter = TimeSpan.FromSeconds(1),
                }
                : new(ErrorCode.Unavailable, $"expected a revision that this log has, found {seen}: it is at {served}, and nobody else writes to it")
                {
                    Facts = [new("seen", seen), new("revision", served)],
                });
        }
    }

    private static Task RefuseAsync(HttpContext http, ApiError error)
    {
        http.Response.StatusCode = ErrorMapping.Status(error.ErrorCode);
        return CodedErrors.WriteAsync(http, error);
    }
}
