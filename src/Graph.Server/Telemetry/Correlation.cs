using System.Diagnostics;

namespace Graph.Server.Telemetry;

/// <summary>
/// The id by which a request is found in the log, in traces and in the answer: the trace id of W3C Trace Context, the caller's own
/// where the caller sent one (<c>traceparent</c>).
/// </summary>
internal static class Correlation
{
    /// <summary>The header of every answer that carries it.</summary>
    public const string Header = "Graph-Request-Id";

    /// <summary>The id of the request that is being answered; of what belongs to none, a new one.</summary>
    public static string Id => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();

    /// <summary>Puts it on every answer, errors included.</summary>
    public static void UseCorrelation(this WebApplication app) => app.Use((http, next) =>
    {
        // At the last moment, because an error takes all headers away.
        http.Response.OnStarting(Set, (http.Response, Id));
        return next(http);
    });

    private static Task Set(object state)
    {
        var (response, id) = ((HttpResponse, string))state;
        response.Headers[Header] = id;
        return Task.CompletedTask;
    }
}
