using Graph.Engine.Validation;
using GraphQL;

namespace Graph.Server.Api;

/// <summary>The closed list of error codes (design section 5).</summary>
internal enum ErrorCode
{
    BadRequest,
    Validation,
    NotFound,
    Conflict,
    Unauthenticated,
    Forbidden,
    LimitExceeded,
    DeadlineExceeded,
    Unavailable,
    Internal,
}

/// <summary>An error of the closed list, with a text that is meant for the caller.</summary>
internal sealed class ApiError(ErrorCode errorCode, string message, Exception? innerException = null)
    : ExecutionError(message, innerException)
{
    public ErrorCode ErrorCode { get; } = errorCode;

    /// <summary>Facts beside the code, such as the limit that was passed.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Facts { get; init; } = [];

    /// <summary>When the same request may succeed; null = nothing is known of it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ApiError BadRequest(string message) => new(ErrorCode.BadRequest, message);

    public static ApiError NotFound(string message) => new(ErrorCode.NotFound, message);

    /// <summary>The time of a request is over.</summary>
    public static ApiError Deadline(TimeSpan timeMax, string limit = "timeMax") =>
        new(ErrorCode.DeadlineExceeded, $"The request took longer than {timeMax.TotalMilliseconds} ms.") { Facts = [new("limit", limit)] };

    /// <summary>A limit is passed: its name, its value and what was found instead; null = more than could be counted.</summary>
    public static ApiError Limit(string limit, long maximum, long? found, string what) =>
        new(ErrorCode.LimitExceeded, found is null ? $"expected at most {maximum} {what}" : $"expected at most {maximum} {what}, found {found}")
        {
            Facts = [new("limit", limit), new("maximum", maximum), .. found is null ? Array.Empty<KeyValuePair<string, object?>>() : [new("found", found)]],
        };

    /// <summary>Changes that could not be made, every reason at once; the code is that of the first.</summary>
    public static ApiError Refused(string message, IReadOnlyList<Violation> violations) =>
        new(ErrorMapping.Of(violations[0].Code), $"{message} {violations[0].Path}: {violations[0].Message}")
        {
            Facts =
            [
                new("userErrors", violations.Select(v => new Dictionary<string, object?>
                {
                    ["code"] = ErrorMapping.Word(ErrorMapping.Of(v.Code)), ["path"] = v.Path, ["message"] = v.Message,
                }).ToArray()),
            ],
        };

    /// <summary>A limit that is free again after a while.</summary>
    public static ApiError Later(ErrorCode code, string message, string limit, long maximum, TimeSpan after) =>
        new(code, message) { Facts = [new("limit", limit), new("maximum", maximum)], RetryAfter = after };
}
