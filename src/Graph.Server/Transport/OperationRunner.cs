using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using GraphQL;

namespace Graph.Server.Transport;

/// <summary>What is the same for every operation, whatever the way it came: it is measured, it ends with a code, and its use of limits is shown where that is asked for.</summary>
internal sealed class OperationRunner(ApiOptions options, ClientLimiter clients, Instruments instruments)
{
    /// <summary>Runs one.</summary>
    /// <param name="http">The request that brought it, or that opened its connection.</param>
    /// <param name="request">The operation.</param>
    /// <param name="context">What it carries.</param>
    /// <param name="execute">Executes it; null where there is nothing to answer.</param>
    /// <param name="gone">Cancelled when nobody waits for it any more.</param>
    public async Task<ExecutionResult?> RunAsync(HttpContext http, GraphRequest request, RequestContext context, Func<OperationTrace, Task<ExecutionResult?>> execute, CancellationToken gone)
    {
        using var trace = instruments.StartOperation();
        ExecutionResult? result;
        try
        {
            result = await execute(trace);
        }
        catch (ApiError error)
        {
            // The request was well-formed; only its document was refused.
            result = new() { Errors = [error] };
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            result = new() { Errors = [ApiError.Deadline(options.TimeMax)] };
        }

        trace.Ends(result);
        if (request.ShowsLimits && result is not null)
        {
            result.Extensions = new() { [LimitUse.Name] = Used(http, request, context) };
        }

        return result;
    }

    private IReadOnlyDictionary<string, object?> Used(HttpContext http, GraphRequest request, RequestContext context)
    {
        var use = context.Use;
        if (request.BodyBytes is { } bytes)
        {
            use.Note("bodyBytesMax", bytes, options.BodyBytesMax);
        }

        use.Note("timeMax", (long)context.Elapsed.TotalMilliseconds, (long)options.TimeMax.TotalMilliseconds);
        clients.Note(http, use);
        return use.Show();
    }
}
