using Graph.Server.Api;
using Graph.Server.Identity;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Pages;

/// <summary>
/// Which requests get a page: <c>/</c>; the API's own address when a browser opens it, which asks for text/html and has no query;
/// the files of the pages; and the schema as a file. Everything else goes on to the API.
/// </summary>
public static class PageRouting
{
    private const string Html = "text/html";

    // The editor sets styles on its elements, and its style sheet carries small pictures.
    private const string BuiltPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Puts the pages before the API. What was not built is answered by the small page; where only registered operations are answered, a page says so.</summary>
    public static void UseGraphPages(this WebApplication app, PageOptions options)
    {
        if (!options.Enabled)
        {
            return;
        }

        var api = app.Services.GetRequiredService<ApiOptions>();
        var built = api.OnlyPersisted ? null : BuiltPages.Find(options.Folder ?? Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var own = api.OnlyPersisted ? OwnPage.Closed : OwnPage.Small;
        app.Use((http, next) => IsOpenedByBrowser(http.Request, api.Path) ? PageAsync(http, built?.Editor, own) : next(http));
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/", methods, http => PageAsync(http, built?.Start, own)).IsPublic("A page without data.");
        if (api.Introspection)
        {
            app.MapMethods("/schema.graphql", methods, SchemaAsync).IsPublic("The schema is the same for everybody who runs this version.");
        }

        if (built is not null)
        {
            app.MapMethods("/assets/{name}", methods, http => FileAsync(http, built)).IsPublic("Scripts and styles of the pages.");
        }
    }

    private static bool IsOpenedByBrowser(HttpRequest request, string api) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.Equals(api, StringComparison.Ordinal)
        && !request.Query.ContainsKey("query")
        && PrefersHtml(request.Headers.Accept);

    // Only who names text/html is a browser: */* is what plain clients send.
    private static bool PrefersHtml(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var ranges))
        {
            return false;
        }

        return Quality(Html) is var html && html > 0 && html >= Quality(Transport.MediaTypes.Json) && html >= Quality(Transport.MediaTypes.Response);

        double Quality(string type) =>
            ranges.Where(r => r.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(r => r.Quality ?? 1).DefaultIfEmpty(0).Max();
    }

    private static async Task PageAsync(HttpContext http, string? path, OwnPage own)
    {
        http.Response.Headers.ContentSecurityPolicy = path is null ? own.Policy : BuiltPolicy;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = HeaderNames.Accept;
        await SendAsync(http, $"{Html}; charset=utf-8", path is null ? own.Content : await File.ReadAllBytesAsync(path, http.RequestAborted));
    }

    private static async Task FileAsync(HttpContext http, BuiltPages built)
    {
        if (!built.Files.TryGetValue((string)http.GetRouteValue("name")!, out var file))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // A worker is a page of its own and follows the policy of its file.
        http.Response.Headers.ContentSecurityPolicy = BuiltPolicy;

        // A name carries the hash of its content: what it names never changes.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var packed = file.PackedPath is not null && TakesGzip(http.Request.Headers.AcceptEncoding);
        if (packed)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        var path = packed ? file.PackedPath! : file.Path;
        http.Response.ContentType = file.MediaType;
        http.Response.ContentLength = new FileInfo(path).Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.SendFileAsync(path, http.RequestAborted);
        }
    }

    private static bool TakesGzip(StringValues accept) =>
        StringWithQualityHeaderValue.TryParseList(accept!, out var ranges)
        && ranges.Any(r => r.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && r.Quality is not 0);

    private static async Task SchemaAsync(HttpContext http)
    {
        var text = await SchemaPrinting.PrintAsync(http.RequestServices.GetRequiredService<ApiSchema>(), http.RequestAborted);
        http.Response.Headers.CacheControl = "no-cache";
        await SendAsync(http, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static async Task SendAsync(HttpContext http, string mediaType, byte[] content)
    {
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(content, http.RequestAborted);
        }
    }
}
