using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Transport;

/// <summary>Which media type an answer has: one of the two of GraphQL over HTTP, or a stream of events.</summary>
internal static class MediaTypes
{
    public const string Response = "application/graphql-response+json";
    public const string Json = "application/json";

    public const string EventStream = "text/event-stream";

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
            : Quality(EventStream, exact: true) > 0 ? EventStream
            : null;

        // Whoever asks for anything is an older client: only the exact name asks for the newer type.
        double Quality(string type, bool exact) => ranges
            .Where(r => exact ? r.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) : r.MatchesAllTypes || (r.MatchesAllSubTypes && r.Type.Equals("application", StringComparison.OrdinalIgnoreCase)))
            .Select(r => IsUtf8(r) ? r.Quality ?? 1 : 0).DefaultIfEmpty(0).Max();
    }

    /// <summary>Whether a stream of events is acceptable, beside other types or alone.</summary>
    public static bool TakesEvents(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept!, out var ranges) && ranges.Any(r => r.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) && r.Quality is not 0);

    /// <summary>The type of an answer that refuses a request which came before there was a stream.</summary>
    public static string OfRefusal(string? chosen) => chosen is null or EventStream ? Json : chosen;

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
