using Graph.Engine.Log;
using Graph.Engine.Traversal;
using Graph.Engine.Validation;
using Graph.Engine.Views;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Types;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors.Custom;

namespace Graph.Server.Api;

/// <summary>
/// The one place where anything that went wrong becomes a code of the closed list, by its CLR type and never by its text. What is
/// not named here is INTERNAL, with a correlation id and no text.
/// </summary>
internal sealed class ErrorMapping(ApiOptions options) : IErrorInfoProvider
{
    /// <summary>The key under which an error of the document carries its place.</summary>
    public const string PlaceData = "place";

    // What the rules of the library put behind a fault for those who mistyped a name.
    private const string Suggestion = " Did you mean ";

    // The parser and the rules of the library quote names whole, however long a caller makes them.
    private const int MessageCharsMax = 2_000;

    /// <summary>The word of a code in answers.</summary>
    public static string Word(ErrorCode code) => code switch
    {
        ErrorCode.BadRequest => "BAD_REQUEST",
        ErrorCode.Validation => "VALIDATION",
        ErrorCode.NotFound => "NOT_FOUND",
        ErrorCode.Conflict => "CONFLICT",
        ErrorCode.Unauthenticated => "UNAUTHENTICATED",
        ErrorCode.Forbidden => "FORBIDDEN",
        ErrorCode.LimitExceeded => "LIMIT_EXCEEDED",
        ErrorCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        ErrorCode.Unavailable => "UNAVAILABLE",
        _ => "INTERNAL",
    };

    /// <summary>The code of a refusal by the engine.</summary>
    public static ErrorCode Of(ViolationCode code) => code switch
    {
        ViolationCode.BadRequest => ErrorCode.BadRequest,
        ViolationCode.Validation => ErrorCode.Validation,
        ViolationCode.NotFound => ErrorCode.NotFound,
        ViolationCode.Conflict => ErrorCode.Conflict,
        ViolationCode.Forbidden => ErrorCode.Forbidden,
        _ => ErrorCode.LimitExceeded,
    };

    /// <summary>The code of an error in a result.</summary>
    public static ErrorCode Of(ExecutionError error) => error switch
    {
        ApiError ours => ours.ErrorCode,
        FieldRefusal => ErrorCode.Forbidden,
        UnhandledError => ErrorCode.Internal,
        NoIntrospectionError => ErrorCode.Forbidden,
        RequestError or InvalidVariableError or InvalidOperationError => ErrorCode.BadRequest,
        DocumentError => ErrorCode.BadRequest,
        _ => ErrorCode.Internal,
    };

    /// <summary>The HTTP status of a request that was refused as a whole (graphql.md 8.3); <c>application/json</c> keeps 200 for what was well-formed.</summary>
    public static int Status(ErrorCode code) => code switch
    {
        ErrorCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>What an exception that left a resolver means to the caller; null = it is a bug of ours.</summary>
    public static ApiError? Of(Exception exception) => exception switch
    {
        ApiError ours => ours,
        InvalidViewException view => new(ErrorCode.BadRequest, view.Message, view),
        DeadlineExceededException deadline => new(ErrorCode.DeadlineExceeded, deadline.Message, deadline),
        StoreException { WhyClosed: { } why } store => new(ErrorCode.Unavailable, $"{why} Until that is done nothing is written; the same request may succeed later.", store),
        StoreException { NothingWritten: true } store => new(ErrorCode.LimitExceeded, "The store does not hold a change like this one; nothing was written. Send it as several changes.", store),
        StoreException store => new(ErrorCode.Unavailable, store.IsTransient ? "The store did not answer; the same request may succeed later." : "The store failed; nothing more is written until it is opened again.", store),
        RevisionConflictException conflict => new(ErrorCode.Unavailable, "Somebody else wrote first; the same request may succeed later.", conflict),
        _ => null,
    };

    /// <summary>The answer to a bug: an id to look up in the server's log, and nothing else.</summary>
    public static ApiError Internal(string correlationId, Exception exception) =>
        new(ErrorCode.Internal, $"Internal error {correlationId}.", exception) { Facts = [new("correlationId", correlationId)] };

    /// <inheritdoc/>
    public ErrorInfo GetInfo(ExecutionError executionError)
    {
        var code = Of(executionError);
        var extensions = new Dictionary<string, object?> { ["code"] = Word(code) };
        foreach (var (name, value) in executionError is ApiError ours ? ours.Facts : [])
        {
            extensions.Add(name, value);
        }

        if (executionError is FieldRefusal refusal)
        {
            extensions.Add("needs", refusal.Needs);
            extensions.Add("held", refusal.Held);
            extensions.Add("path", refusal.Place);
        }

        if (((executionError as InputError)?.Place ?? executionError.Data[PlaceData] as string) is { } place)
        {
            extensions.Add("path", place);
        }

        // An unhandled error of the library reaches this line only where our own delegate was not asked; its text stays here.
        var message = code == ErrorCode.Internal && executionError is not ApiError ? "Internal error." : Message(executionError);
        if (!options.Introspection && executionError is ValidationError && message.IndexOf(Suggestion, StringComparison.Ordinal) is var suggestion and > 0)
        {
            message = message[..suggestion];
        }

        return new() { Message = message.Length <= MessageCharsMax ? message : message[..MessageCharsMax] + "...", Extensions = extensions };
    }

    // The library says only that a variable could not be converted; our scalars know what they expected.
    private static string Message(ExecutionError error) =>
        error is InvalidVariableError { InnerException: ScalarException expected } && error.Message.IndexOf(" is invalid.", StringComparison.Ordinal) is var end and > 0
            ? $"{error.Message[..end]} is invalid: {expected.Message}"
            : error.Message;
}
