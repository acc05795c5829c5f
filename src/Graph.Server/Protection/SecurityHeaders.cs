namespace Graph.Server.Protection;

/// <summary>
/// The headers that keep browsers from doing more with an answer than it is for. They are on every answer; pages allow themselves what
/// they need and nothing else.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>The policy of what is no page: nothing may be loaded by it, and no page may show it.</summary>
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Puts them on every answer, errors included.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        // At the last moment, because an error takes all headers away.
        http.Response.OnStarting(Set, http.Response);
        return next(http);
    });

    private static Task Set(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = Nothing;
        }

        return Task.CompletedTask;
    }
}
