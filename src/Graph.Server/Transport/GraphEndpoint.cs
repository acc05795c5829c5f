using System.Diagnostics;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Reading;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Transport;

/// <summary>
/// GraphQL over HTTP, the text of 2025 (GET and POST):
/// <list type="number">
/// <item>agree on the media type; <item>read the request within its bounds;</item></item>
/// <item>parse and measure the document, or take it from the cache;</item>
/// <item>refuse what GET may not do;</item>
/// <item>execute within the deadline, and answer.</item>
/// </list>
/// </summary>
internal sealed class GraphEndpoint : IDisposable
{
    /// <summary>The header in which a caller names an actor, in UTF-8: names of people are not ASCII.</summary>
    public const string ActorHeader = "Graph-Actor";

    private const int ActorCharsMax = 200;

    // What bytes that are no UTF-8 are read as.
    private const char NoText = '\uFFFD';

    // Our own judge values, because they tell every fault with its place and what was expected.
    private static readonly IValidationRule[] AllRules =
        [VariablesRule.Instance, LiteralsRule.Instance, .. DocumentValidator.CoreRules.Where(r => r is not ArgumentsOfCorrectType)];

    private static readonly IValidationRule[] RulesForCached = [VariablesRule.Instance, FieldArgumentsAreValidRule.Instance];

    private readonly GraphEngine engine;
    private readonly History history;
    private readonly ViewCache views;
    private readonly ApiSchema schema;
    private readonly ApiOptions options;
    private readonly IDocumentExecuter executer;
    private readonly IGraphQLTextSerializer serializer;
    private readonly ILogger logger;
    private readonly RequestReader requests;
    private readonly DocumentReader documents;
    private readonly MemoryCache cache;

    public GraphEndpoint(
        GraphEngine engine, History history, ViewCache views, ApiSchema schema, ApiOptions options, IDocumentExecuter executer, IGraphQLTextSerializer serializer, ILogger<GraphEndpoint> logger)
    {
        this.engine = engine;
        this.history = history;
        this.views = views;
        this.schema = schema;
        this.options = options;
        this.executer = executer;
        this.serializer = serializer;
        this.logger = logger;
        requests = new(options);
        documents = new(options);
        cache = new(new MemoryCacheOptions { SizeLimit = Math.Max(1, options.DocumentCacheCharsMax) });
    }

    public void Dispose() => cache.Dispose();

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var mediaType = MediaTypes.Choose(http.Request.Headers.Accept);
        if (mediaType is null)
        {
            await WriteAsync(http, MediaTypes.Json, StatusCodes.Status406NotAcceptable, ApiError.BadRequest($"expected {MediaTypes.Response} or {MediaTypes.Json} in Accept"));
            return;
        }

        ExecutionResult result;
        try
        {
            if (await RefusedAsync(http, mediaType))
            {
                return;
            }

            var isGet = HttpMethods.IsGet(http.Request.Method);
            var request = isGet ? requests.Read(http.Request.Query) : await requests.ReadAsync(http.Request, http.RequestAborted);
            var actor = Actor(http.Request.Headers[ActorHeader]);
            try
            {
                var isCached = cache.TryGetValue(request.Query, out GraphQLDocument? document);
                document ??= documents.Read(request.Query);
                var operation = Operation(document, request.OperationName)?.Operation;
                if (operation == OperationType.Subscription)
                {
                    throw ApiError.BadRequest("expected a query or a mutation; a subscription needs a stream, which this server does not offer yet");
                }

                if (isGet && operation == OperationType.Mutation)
                {
                    http.Response.Headers.Allow = HttpMethods.Post;
                    await WriteAsync(http, mediaType, StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected a query by GET; mutations go by POST"));
                    return;
                }

                using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
                ending.CancelAfter(options.TimeMax);
                var context = new RequestContext(engine, history, views, options, actor, ending);
                var tag = isGet ? EntityTag.Of(context, mediaType, http.Request) : null;
                if (tag is not null && EntityTag.IsKnown(http.Request.Headers.IfNoneMatch, tag))
                {
                    Tag(http, tag);
                    http.Response.StatusCode = StatusCodes.Status304NotModified;
                    return;
                }

                result = await ExecuteAsync(http, request, document, context, isCached);
                if (tag is not null && result is { Executed: true, Errors: null or { Count: 0 } })
                {
                    Tag(http, tag);
                }
            }
            catch (ApiError error)
            {
                // The request was well-formed; only its document was refused.
                await WriteAsync(http, mediaType, Status(mediaType, error), error);
                return;
            }
        }
        catch (ApiError error)
        {
            var status = error.Facts.Any(f => f.Value is "bodyBytesMax") ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            await WriteAsync(http, mediaType, status, error);
            return;
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(http, mediaType, e.StatusCode, ApiError.BadRequest("expected a whole request, found a broken one"));
            return;
        }
        catch (OperationCanceledException)
        {
            if (!http.RequestAborted.IsCancellationRequested)
            {
                var late = ApiError.Deadline(options.TimeMax);
                await WriteAsync(http, mediaType, Status(mediaType, late), late);
            }

            return;
        }

        await WriteAsync(http, mediaType, result.Executed || result.Errors is not [var first, ..] ? StatusCodes.Status200OK : Status(mediaType, first), result);
    }

    private async Task<bool> RefusedAsync(HttpContext http, string mediaType)
    {
        var (status, error) = http.Request switch
        {
            { Method: var method } when !HttpMethods.IsGet(method) && !HttpMethods.IsPost(method) =>
                (StatusCodes.Status405MethodNotAllowed, ApiError.BadRequest("expected GET or POST")),
            { Method: var method, ContentType: var type } when HttpMethods.IsPost(method) && !MediaTypes.IsJson(type) =>
                (StatusCodes.Status415UnsupportedMediaType, ApiError.BadRequest($"expected {MediaTypes.Json} in UTF-8")),
            { Headers.ContentEncoding: { Count: > 0 } encoding } when encoding.Any(e => e is not (null or "" or "identity")) =>
                (StatusCodes.Status415UnsupportedMediaType, ApiError.BadRequest("expected a body that is not compressed")),
            _ => (0, null),
        };
        if (error is null)
        {
            return false;
        }

        if (status == StatusCodes.Status405MethodNotAllowed)
        {
            http.Response.Headers.Allow = "GET, POST";
        }

        await WriteAsync(http, mediaType, status, error);
        return true;
    }

    private static string Actor(StringValues header) => header switch
    {
        [] or [null or ""] => "local",
        [{ Length: <= ActorCharsMax } name] when !name.Any(c => char.IsControl(c) || c == NoText) && !string.IsNullOrWhiteSpace(name) => name,
        _ => throw ApiError.BadRequest($"expected one {ActorHeader} header of 1 to {ActorCharsMax} readable characters in UTF-8"),
    };

    private static GraphQLOperationDefinition? Operation(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>();
        return name is null ? operations.FirstOrDefault() : operations.FirstOrDefault(o => o.Name?.Value == name);
    }

    private async Task<ExecutionResult> ExecuteAsync(HttpContext http, GraphRequest request, GraphQLDocument document, RequestContext context, bool isCached)
    {
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Document = document,
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            Root = context,
            UserContext = context,
            RequestServices = http.RequestServices,
            CancellationToken = context.CancellationToken,
            ValidationRules = isCached ? RulesForCached : AllRules,
            UnhandledExceptionDelegate = OnUnhandledAsync,
        });
        foreach (var error in result.Errors?.OfType<ValidationError>().Where(e => e is not InputError) ?? [])
        {
            error.Data[ErrorMapping.PlaceData] = error.Nodes.FirstOrDefault() is { } node ? DocumentPlace.Of(document, node) : null;
        }

        if (result.Executed && !isCached)
        {
            cache.Set(request.Query, document, new MemoryCacheEntryOptions { Size = request.Query.Length });
        }

        return result;
    }

    // A cache may keep the answer and must ask each time whether it still holds.
    private static void Tag(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Accept, Graph-Actor";
    }

    private Task OnUnhandledAsync(UnhandledExceptionContext context)
    {
        if (ErrorMapping.Of(context.OriginalException) is { } known)
        {
            context.Exception = known;
        }
        else
        {
            var id = ActivityTraceId.CreateRandom().ToHexString();
            var path = string.Join('.', context.FieldContext?.ResponsePath ?? []);
            EndpointLog.Unhandled(logger, id, path, context.OriginalException);
            context.Exception = ErrorMapping.Internal(id, context.OriginalException);
        }

        return Task.CompletedTask;
    }

    private static int Status(string mediaType, ExecutionError error) =>
        ErrorMapping.Of(error) is var code && (mediaType == MediaTypes.Response || code is ErrorCode.Unauthenticated or ErrorCode.Forbidden)
            ? ErrorMapping.Status(code)
            : StatusCodes.Status200OK;

    private Task WriteAsync(HttpContext http, string mediaType, int status, ExecutionError error) =>
        WriteAsync(http, mediaType, status, new ExecutionResult { Errors = [error] });

    private async Task WriteAsync(HttpContext http, string mediaType, int status, ExecutionResult result)
    {
        http.Response.StatusCode = status;
        http.Response.Headers[HeaderNames.ContentType] = MediaTypes.WithCharset(mediaType);
        await serializer.WriteAsync(http.Response.Body, result, http.RequestAborted);
    }
}

/// <summary>What the endpoint logs.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "Internal error {CorrelationId} at {Path}")]
    public static partial void Unhandled(ILogger logger, string correlationId, string path, Exception exception);
}
