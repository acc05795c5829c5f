using Graph.Server.Api;
using Graph.Server.Telemetry;
using Graph.Server.Transport;
using GraphQL;
using Microsoft.AspNetCore.Diagnostics;

namespace Graph.Server.Protection;

/// <summary>
/// Whatever fails outside the API is answered as the API answers: coded JSON, with nothing of what went on inside. What the server
/// under us refuses before there is a request, such as a broken request line, has a status and no body.
/// </summary>
internal static class CodedErrors
{
    /// <summary>Answers exceptions and empty errors of everything behind it.</summary>
    public static void UseCodedErrors(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CodedErrors));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = _ => true,    // It is logged here, with the id that the caller gets.
            ExceptionHandler = http => WriteAsync(http, Error(http.Features.Get<IExceptionHandlerFeature>()!, http, logger)),
        });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext, Error(context.HttpContext)));
    }

    /// <summary>Writes errors with the status that the response has.</summary>
    public static async Task WriteAsync(HttpContext http, params IReadOnlyList<ApiError> errors)
    {
        http.Response.Headers.CacheControl = "no-store";
        RetryAfter(http.Response, errors[0]);
        http.Response.ContentType = MediaTypes.WithCharset(MediaTypes.Json);
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            var serializer = http.RequestServices.GetRequiredService<IGraphQLTextSerializer>();
            await new AnswerWriter(serializer, new() { Errors = [.. errors] }).WriteAsync(http.Response.BodyWriter, http.RequestAborted);
        }
    }

    /// <summary>Says when to come again, where that is known.</summary>
    public static void RetryAfter(HttpResponse response, ExecutionError error)
    {
        if (error is ApiError { RetryAfter: { } after })
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static ApiError Error(IExceptionHandlerFeature failed, HttpContext http, ILogger logger)
    {
        if (failed.Error is BadHttpRequestException broken)
        {
            http.Response.StatusCode = broken.StatusCode;
            return Error(http);
        }

        var id = Correlation.Id;
        EndpointLog.Unhandled(logger, id, "a request", failed.Error);
        return ErrorMapping.Internal(id, failed.Error);
    }

    private static ApiError Error(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => new(ErrorCode.Unauthenticated, "expected a caller who is known"),
        StatusCodes.Status403Forbidden => new(ErrorCode.Forbidden, "expected a caller who may do this"),
        StatusCodes.Status404NotFound => ApiError.NotFound("expected an address that this server has, such as /graphql"),
        StatusCodes.Status405MethodNotAllowed => ApiError.BadRequest($"expected {http.Response.Headers.Allow}, found {http.Request.Method}"),
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => new(ErrorCode.DeadlineExceeded, "expected the request to be ended in time"),
        StatusCodes.Status413PayloadTooLarge => new(ErrorCode.LimitExceeded, "expected a smaller body"),
        StatusCodes.Status415UnsupportedMediaType => ApiError.BadRequest("expected another type of content"),
        StatusCodes.Status503ServiceUnavailable => new(ErrorCode.Unavailable, "The server is not ready; the same request may succeed later."),
        >= StatusCodes.Status500InternalServerError => new(ErrorCode.Internal, "Internal error."),
        _ => ApiError.BadRequest("expected a request that this server takes"),
    };
}
