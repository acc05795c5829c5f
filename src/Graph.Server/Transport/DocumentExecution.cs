using Graph.Server.Api;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;

namespace Graph.Server.Transport;

/// <summary>From the text of a document to its result, whatever the way it came: parse and measure, or take from the cache; validate; execute.</summary>
internal sealed class DocumentExecution(ApiSchema schema, ApiOptions options, HeavyLimiter heavy, IDocumentExecuter executer, ILogger<DocumentExecution> logger) : IDisposable
{
    // Our own judge values, because they tell every fault with its place and what was expected.
    private readonly IValidationRule[] allRules =
        [
            NeedsRule.Instance, new VariablesRule(options.ErrorCountMax + 1, options.Introspection), VariablePositionsRule.Instance, new LiteralsRule(options.ErrorCountMax + 1, options.Introspection),
            .. DocumentValidator.CoreRules.Where(r => r is not (ArgumentsOfCorrectType or DefaultValuesOfCorrectType or VariablesInAllowedPosition)), SizesRule.Instance, Complexity.Rule(options, heavy),
            .. IntrospectionRules(options),
        ];

    private readonly IValidationRule[] rulesForKnown = [NeedsRule.Instance, new VariablesRule(options.ErrorCountMax + 1, options.Introspection), FieldArgumentsAreValidRule.Instance, SizesRule.Instance, Complexity.Rule(options, heavy)];

    private readonly DocumentReader documents = new(options);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Math.Max(1, options.DocumentCacheCharsMax) });

    public void Dispose() => cache.Dispose();

    /// <summary>The document of a text, within its limits.</summary>
    /// <exception cref="ApiError">It cannot be read, or is too large.</exception>
    public MeasuredDocument Read(string text) => cache.TryGetValue(text, out MeasuredDocument? known) ? known! : documents.Read(text);

    /// <summary>Whether a text was parsed and validated before and is kept.</summary>
    public bool Knows(string text) => cache.TryGetValue(text, out _);

    /// <summary>The operation that a request names; null where there is none.</summary>
    public static GraphQLOperationDefinition? Operation(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>();
        return name is null ? operations.FirstOrDefault() : operations.FirstOrDefault(o => o.Name?.Value == name);
    }

    /// <summary>The operation that a request asks for; null where there is none that can be read.</summary>
    public GraphQLOperationDefinition? TryOperation(GraphRequest request)
    {
        try
        {
            return Operation(Read(request.Query).Document, request.OperationName);
        }
        catch (ApiError)
        {
            return null;    // Whoever answers it says why.
        }
    }

    /// <summary>Validates and executes a document.</summary>
    public async Task<ExecutionResult> ExecuteAsync(GraphRequest request, MeasuredDocument measured, RequestContext context, IServiceProvider services)
    {
        var document = measured.Document;
        var isKnown = Knows(request.Query);
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
            ValidationRules = isKnown ? rulesForKnown : allRules,
            UnhandledExceptionDelegate = OnUnhandledAsync,
        });
        foreach (var error in result.Errors?.OfType<ValidationError>().Where(e => e is not (InputError or FieldRefusal)) ?? [])
        {
            error.Data[ErrorMapping.PlaceData] = error.Nodes.FirstOrDefault() is { } node ? DocumentPlace.Of(document, node) : null;
        }

        if (!result.Executed && result.Errors is { } errors && errors.Count > options.ErrorCountMax)
        {
            result.Errors = [.. errors.Take(options.ErrorCountMax), ApiError.Limit("errorCountMax", options.ErrorCountMax, errors.Count, "faults in a request")];
        }

        if (result.Executed && !isKnown)
        {
            cache.Set(request.Query, measured, new MemoryCacheEntryOptions { Size = request.Query.Length });
        }

        return result;
    }

    private static IValidationRule[] IntrospectionRules(ApiOptions options) => options.Introspection ? [] : [NoIntrospectionValidationRule.Instance];

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
        var id = Correlation.Id;
        EndpointLog.Unhandled(logger, id, place, exception);
        return ErrorMapping.Internal(id, exception);
    }
}
