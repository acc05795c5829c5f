using System.Diagnostics;
using Graph.Server.Api;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Reading;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;

namespace Graph.Server.Transport;

/// <summary>From the text of a document to its result, whatever the way it came: parse and measure, or take from the cache; validate; execute.</summary>
internal sealed class DocumentExecution(ApiSchema schema, ApiOptions options, IDocumentExecuter executer, ILogger<DocumentExecution> logger) : IDisposable
{
    // Our own judge values, because they tell every fault with its place and what was expected.
    private static readonly IValidationRule[] AllRules =
        [VariablesRule.Instance, LiteralsRule.Instance, .. DocumentValidator.CoreRules.Where(r => r is not ArgumentsOfCorrectType)];

    private static readonly IValidationRule[] RulesForCached = [VariablesRule.Instance, FieldArgumentsAreValidRule.Instance];

    private readonly DocumentReader documents = new(options);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Math.Max(1, options.DocumentCacheCharsMax) });

    public void Dispose() => cache.Dispose();

    /// <summary>The document of a text, within its limits.</summary>
    /// <exception cref="ApiError">It cannot be read, or is too large.</exception>
    public GraphQLDocument Read(string text) => cache.TryGetValue(text, out GraphQLDocument? known) ? known! : documents.Read(text);

    /// <summary>The operation that a request names; null where there is none.</summary>
    public static GraphQLOperationDefinition? Operation(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>();
        return name is null ? operations.FirstOrDefault() : operations.FirstOrDefault(o => o.Name?.Value == name);
    }

    /// <summary>Validates and executes a document.</summary>
    public async Task<ExecutionResult> ExecuteAsync(GraphRequest request, GraphQLDocument document, RequestContext context, IServiceProvider services)
    {
        var isKnown = cache.TryGetValue(request.Query, out _);
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
            RequestServices = services,
            CancellationToken = context.CancellationToken,
            ValidationRules = isKnown ? RulesForCached : AllRules,
            UnhandledExceptionDelegate = OnUnhandledAsync,
        });
        foreach (var error in result.Errors?.OfType<ValidationError>().Where(e => e is not InputError) ?? [])
        {
            error.Data[ErrorMapping.PlaceData] = error.Nodes.FirstOrDefault() is { } node ? DocumentPlace.Of(document, node) : null;
        }

        if (result.Executed && !isKnown)
        {
            cache.Set(request.Query, document, new MemoryCacheEntryOptions { Size = request.Query.Length });
        }

        return result;
    }

    private Task OnUnhandledAsync(UnhandledExceptionContext context)
    {
        if (ErrorMapping.Of(context.OriginalException) is { } known)
        {
            context.Exception = known;
        }
        else
        {
            context.Exception = Internal(context.OriginalException, string.Join('.', context.FieldContext?.ResponsePath ?? []));
        }

        return Task.CompletedTask;
    }

    /// <summary>The answer to a fault of ours, which is logged.</summary>
    public ApiError Internal(Exception exception, string place)
    {
        var id = ActivityTraceId.CreateRandom().ToHexString();
        EndpointLog.Unhandled(logger, id, place, exception);
        return ErrorMapping.Internal(id, exception);
    }
}
