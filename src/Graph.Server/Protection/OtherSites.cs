using Graph.Server.Api;

namespace Graph.Server.Protection;

/// <summary>
/// Whether a page of another site has sent a request. Forms can send files anywhere without asking; a browser says from where, and
/// whatever is no browser says nothing (https://www.w3.org/TR/fetch-metadata/).
/// </summary>
internal static class OtherSites
{
    /// <summary>Whether one has, that was not named as an origin.</summary>
    public static bool HaveSent(HttpRequest request, ApiOptions options)
    {
        var origin = request.Headers.Origin.ToString();
        return !(origin.Length > 0 && options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            && (request.Headers["Sec-Fetch-Site"].ToString() switch
            {
                "same-origin" or "none" => false,
                "" => origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.Authority.Equals(request.Host.ToString(), StringComparison.OrdinalIgnoreCase)),
                _ => true,
            });
    }
}
