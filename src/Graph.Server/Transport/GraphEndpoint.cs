using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Identity;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using Graph.Server.Transport.Subscriptions;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Transport;

/// <summary>
/// GraphQL over HTTP, the text of 2025 (GET and POST; HEAD is GET without a body):
/// <list type="number">
/// <item>agree on the media type; <item>read the request within its bounds;</item></item>
/// <item>parse and measure the document, or take it from the cache;</item>
/// <item>hand over what is answered by a stream of events: subscriptions, and whatever a caller takes in no other way;</item>
/// <item>refuse what GET may not do, and answer 304 where the caller has the answer;</item>
/// <item>execute within the deadline, and send the answer while it is made into JSON, as long as there is room for it.</item>
/// </list>
/// What goes wrong before the first piece is sent is answered with a code. After it the connection is cut, so that nobody takes a
/// part for the whole.
/// </summary>
internal sealed class GraphEndpoint(
    GraphEngine engine, History history, ViewCache views, ApiOptions options, RequestReader requests, DocumentExecution documents, OperationRunner runner, AnswerRoom room, SendingEnd stop, EventStreamAnswer streams, IGraphQLTextSerializer serializer, ILogger<GraphEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.CacheControl = "no-store";
        var mediaType = MediaTypes.Choose(http.Request.Headers.Accept);
        using var place = room.Open();
        try
        {
            if (mediaType is null)
            {
                throw new RefusedRequestException(StatusCodes.Status406NotAcceptable, ApiError.BadRequest($"expected {MediaTypes.Response}, {MediaTypes.Json} or {MediaTypes.EventStream} in Accept"));
            }

            CheckForm(http);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            ending.CancelAfter(options.TimeMax);
            var isGet = !HttpMethods.IsPost(http.Request.Method);
            var request = await ReadAsync(http, mediaType, isGet, ending.Token);
            if (mediaType == MediaTypes.EventStream || IsStreamed(http.Request, request))
            {
                CheckStream(http, request);
                await streams.AnswerAsync(http, request);
            }
            else if (await AnswerAsync(http, mediaType, request, isGet, place, ending) is { } result)
            {
                await WriteAsync(http, mediaType, result.Executed || result.Errors is not [var first, ..] ? StatusCodes.Status200OK : Status(mediaType, first), result, place);
            }
        }
        catch (RefusedRequestException refused)
        {
            await WriteAsync(http, MediaTypes.OfRefusal(mediaType), refused.Status, new() { Errors = [.. refused.Errors] }, place);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(http, MediaTypes.OfRefusal(mediaType), e.StatusCode, new() { Errors = [BodyReader.Fault(e)] }, place);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
    }

    // The result; null where the caller has it already.
    private async Task<ExecutionResult?> AnswerAsync(HttpContext http, string mediaType, GraphRequest request, bool isGet, AnswerRoom.Place place, CancellationTokenSource ending)
    {
        using var context = new RequestContext(engine, history, views, options, http.Caller(), ending);
        var tag = isGet && !request.ShowsLimits ? EntityTag.Of(context, mediaType, http.Request) : null;
        return await runner.RunAsync(http, request, context, trace => ExecuteAsync(http, request, context, tag, place, trace), http.RequestAborted);
    }

    // The result; null where the caller has it already.
    private async Task<ExecutionResult?> ExecuteAsync(HttpContext http, GraphRequest request, RequestContext context, string? tag, AnswerRoom.Place place, OperationTrace trace)
    {
        var document = documents.Read(request.Query);
        context.Use.NoteAll(document.Use);
        var operation = DocumentExecution.Operation(document.Document, request.OperationName);
        CheckOperation(http, operation?.Operation);
        if (tag is not null && EntityTag.IsKnown(http.Request.Headers.IfNoneMatch, tag))
        {
            Tag(http, tag);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        var result = await documents.ExecuteAsync(request, document, context, http.RequestServices);
        if (result.Executed)
        {
            trace.Is(operation);
            place.Take(context.ValueCount, context.Use);
        }

        if (tag is not null && result is { Executed: true, Errors: null or { Count: 0 } })
        {
            Tag(http, tag);
        }

        return result;
    }

    private static void CheckForm(HttpContext http)
    {
        var request = http.Request;
        if (HttpMethods.IsPost(request.Method))
        {
            // What a form of another site can send is none of these, so nothing is asked for beside them.
            if (!MediaTypes.IsJson(request.ContentType))
            {
                throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, ApiError.BadRequest($"expected {MediaTypes.Json} in UTF-8"));
            }

            if (request.Headers.ContentEncoding.Any(e => e is not (null or "" or "identity")))
            {
                throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, ApiError.BadRequest("expected a body that is not compressed"));
            }
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD, POST";
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected GET or POST"));
        }
    }

    private async Task<GraphRequest> ReadAsync(HttpContext http, string mediaType, bool isGet, CancellationToken cancellationToken)
    {
        try
        {
            return isGet ? requests.Read(http.Request.Query) : await requests.ReadAsync(http.Request, cancellationToken);
        }
        catch (ApiError error)
        {
            // A document that is not known or not allowed is asked for by a request that is well-formed.
            throw new RefusedRequestException(
                error.ErrorCode is ErrorCode.NotFound or ErrorCode.Forbidden ? Status(mediaType, error)
                : error.Facts.Any(f => f.Value is "bodyBytesMax") ? StatusCodes.Status413PayloadTooLarge
                : StatusCodes.Status400BadRequest,
                error);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new RefusedRequestException(StatusCodes.Status408RequestTimeout, ApiError.Deadline(options.TimeMax));
        }
    }

    // Clients that take everything name the stream last: to them a subscription is one, and nothing else.
    private bool IsStreamed(HttpRequest http, GraphRequest request) =>
        MediaTypes.TakesEvents(http.Headers.Accept) && !HttpMethods.IsHead(http.Method) && documents.TryOperation(request)?.Operation == OperationType.Subscription;

    private void CheckStream(HttpContext http, GraphRequest request)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected GET or POST; a stream of events has no end that HEAD could tell"));
        }

        // A browser lets any page open one, and it takes a place for as long as the page is open.
        if (OtherSites.HaveSent(http.Request, options))
        {
            throw new RefusedRequestException(StatusCodes.Status403Forbidden, new ApiError(ErrorCode.Forbidden, "expected a page of this server or of an origin that it names (Graph:Api:Origins), found another site"));
        }

        if (documents.TryOperation(request)?.Operation == OperationType.Mutation)
        {
            CheckOperation(http, OperationType.Mutation);
        }
    }

    private static void CheckOperation(HttpContext http, OperationType? operation)
    {
        if (operation == OperationType.Subscription)
        {
            throw ApiError.BadRequest($"expected a query or a mutation; a subscription needs a stream: ask with Accept: {MediaTypes.EventStream}, or over a WebSocket with the subprotocol {SocketEndpoint.Protocol}");
        }

        if (!HttpMethods.IsPost(http.Request.Method) && operation == OperationType.Mutation)
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected a query by GET; mutations go by POST"));
        }
    }

    // A cache may keep the answer and must ask each time whether it still holds.
    private static void Tag(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Accept, Authorization, Graph-Actor";
    }

    private static int Status(string mediaType, ExecutionError error) =>
        ErrorMapping.Of(error) is var code && (mediaType == MediaTypes.Response || code is ErrorCode.Unauthenticated or ErrorCode.Forbidden)
            ? ErrorMapping.Status(code)
            : StatusCodes.Status200OK;

    private async Task WriteAsync(HttpContext http, string mediaType, int status, ExecutionResult result, AnswerRoom.Place place)
    {
        http.Response.StatusCode = status;
        foreach (var error in result.Errors ?? [])
        {
            CodedErrors.RetryAfter(http.Response, error);
        }

        http.Response.Headers[HeaderNames.ContentType] = MediaTypes.WithCharset(mediaType);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        using var sending = stop.Begin(http.RequestAborted, place.Token);
        try
        {
            await new AnswerWriter(serializer, result).WriteAsync(http.Response.BodyWriter, sending.Token);
        }
        catch (Exception e) when (http.Response.HasStarted || sending.Token.IsCancellationRequested)
        {
            if (place.Token.IsCancellationRequested)
            {
                EndpointLog.GaveWay(logger, place.Count);
            }
            else if (e is OperationCanceledException && stop.HasBegun)
            {
                EndpointLog.Stopped(logger, (long)options.StopSendTimeMax.TotalMilliseconds);
            }
            else if (e is not OperationCanceledException)
            {
                EndpointLog.Cut(logger, e);
            }

            http.Abort();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A value that JSON does not have, found before anything was sent.
            var error = documents.Internal(e, "the answer");
            http.Response.Headers.Remove(HeaderNames.ETag);
            http.Response.Headers.CacheControl = "no-store";
            http.Response.StatusCode = Status(mediaType, error);
            await new AnswerWriter(serializer, new() { Errors = [error] }).WriteAsync(http.Response.BodyWriter, http.RequestAborted);
        }
    }
}

/// <summary>What the endpoint logs.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "Internal error {CorrelationId} at {Path}")]
    public static partial void Unhandled(ILogger logger, string correlationId, string path, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "An answer was cut in the middle")]
    public static partial void Cut(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "A slow reader of an answer of {ValueCount} values was cut off: another answer needed the room (sendingValueCountMax)")]
    public static partial void GaveWay(ILogger logger, int valueCount);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "A reader was cut off: the server stops, and it has not taken the rest within {Milliseconds} ms (stopSendTimeMax)")]
    public static partial void Stopped(ILogger logger, long milliseconds);
}
