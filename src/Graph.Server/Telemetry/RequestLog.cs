using Graph.Server.Transport;
using Serilog;
using Serilog.Events;

namespace Graph.Server.Telemetry;

/// <summary>
/// A line for each request: at debug; at information where it took long and is no stream; as a warning where the server failed. It names the endpoint
/// and never what the caller wrote into path, query or body.
/// </summary>
internal static class RequestLog
{
    /// <summary>Logs what everything behind it answered.</summary>
    public static void UseRequestLog(this WebApplication app, TelemetryOptions options) => app.UseSerilogRequestLogging(log =>
    {
        log.Logger = app.Services.GetRequiredService<Serilog.ILogger>();    // Else it is the one of the process, which nobody sets.
        log.MessageTemplate = "{RequestMethod} {Endpoint} answered {StatusCode} in {Elapsed:0.0} ms";
        log.GetMessageTemplateProperties = (http, _, elapsed, status) =>
        [
            new("RequestMethod", new ScalarValue(Method(http.Request.Method))),
            new("Endpoint", new ScalarValue(Endpoint(http))),
            new("StatusCode", new ScalarValue(status)),
            new("Elapsed", new ScalarValue(elapsed)),
        ];
        log.GetLevel = (http, elapsed, exception) =>
            exception is not null || http.Response.StatusCode >= StatusCodes.Status500InternalServerError ? LogEventLevel.Warning
            : elapsed >= options.SlowRequestMin.TotalMilliseconds && !IsStream(http.Response) ? LogEventLevel.Information
            : LogEventLevel.Debug;
    });

    // A stream is open for as long as somebody follows it.
    private static bool IsStream(HttpResponse response) =>
        response.StatusCode == StatusCodes.Status101SwitchingProtocols || response.ContentType?.StartsWith(MediaTypes.EventStream, StringComparison.Ordinal) == true;

    private static string Endpoint(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no endpoint";

    // Whatever a caller invents is one word.
    private static string Method(string given) => given is "GET" or "HEAD" or "POST" or "OPTIONS" ? given : "another method";
}
