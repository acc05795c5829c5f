using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Transport;

/// <summary>Which of the two media types of GraphQL over HTTP an answer has.</summary>
internal static class MediaTypes
{
    public const string Response = "application/graphql-response+json";
    public const string Json = "application/json";

    private const string Charset = "; charset=utf-8";

    /// <summary>The type of the answer: the acceptable one of the greatest quality; null where neither is acceptable.</summary>
    public static string? Choose(StringValues accept)
    {
        if (accept.Count == 0 || accept.All(string.IsNullOrWhiteSpace))
        {
            return Json;
        }

        if (!MediaTypeHeaderValue.TryParseList(accept!, out var ranges))
        {
            return null;
        }

        var response = Quality(Response, exact: true);
        var json = Math.Max(Quality(Json, exact: true), Math.Min(Quality(Json, exact: false), 1));
        return response > 0 && response >= json ? Response
            : json > 0 ? Json
            : null;

        // Whoever asks for anything is an older client: only the exact name asks for the newer type.
        double Quality(string type, bool exact) => ranges
            .Where(r => exact ? r.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) : r.MatchesAllTypes || (r.MatchesAllSubTypes && r.Type.Equals("application", StringComparison.OrdinalIgnoreCase)))
            .Select(r => IsUtf8(r) ? r.Quality ?? 1 : 0).DefaultIfEmpty(0).Max();
    }

    /// <summary>Whether a body is JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && IsUtf8(type);

    public static string WithCharset(string mediaType) => mediaType + Charset;

    /// <summary>Whether a type names no character set, or UTF-8.</summary>
    public static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
