using System.Threading.RateLimiting;
using Graph.Server.Api.Reading;

namespace Graph.Server.Api;

/// <summary>
/// How much is worked out at a time. What is only read, and little, is given at once; other queries take turns among themselves, and what is
/// heavy, exports included, takes turns of its own: the others wait, and not for long.
/// </summary>
internal sealed class HeavyLimiter(ApiOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter heavy = Limiter(options.HeavyCountMax, options.HeavyQueueCountMax);
    private readonly ConcurrencyLimiter work = Limiter(options.WorkCountMax, options.WorkQueueCountMax);

    /// <summary>How many heavy ones are worked out now.</summary>
    public long RunningCount => options.HeavyCountMax - heavy.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>How many heavy ones wait now.</summary>
    public long WaitingCount => heavy.GetStatistics()!.CurrentQueuedCount;

    /// <summary>How many that are neither quick nor heavy wait now.</summary>
    public long WorkWaitingCount => work.GetStatistics()!.CurrentQueuedCount;

    public void Dispose()
    {
        heavy.Dispose();
        work.Dispose();
    }

    /// <summary>Waits for the turn of something heavy, which lasts until what is returned is disposed.</summary>
    /// <exception cref="ApiError">There are too many before it, or the wait took too long.</exception>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) =>
        EnterAsync(heavy, "heavyCountMax", options.HeavyCountMax, "heavy queries", cancellationToken);

    /// <summary>Waits for the turn of a query of a complexity, so that it is refused before anything of it is executed.</summary>
    /// <exception cref="ApiError">There are too many before it, or the wait took too long.</exception>
    public async ValueTask EnterAsync(RequestContext request, long complexity)
    {
        if (complexity > options.LightComplexityMax)
        {
            await request.WaitAsync(EnterAsync);
            request.Use.Note("heavyCountMax", RunningCount, options.HeavyCountMax);
        }
        else if (complexity > options.QuickComplexityMax || request.WorksOut)
        {
            await request.WaitAsync(cancellationToken => EnterAsync(work, "workCountMax", options.WorkCountMax, "queries that are not quick", cancellationToken));
            request.Use.Note("workCountMax", options.WorkCountMax - work.GetStatistics()!.CurrentAvailablePermits, options.WorkCountMax);
        }
    }

    private async ValueTask<IDisposable> EnterAsync(ConcurrencyLimiter limiter, string limit, int maximum, string what, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.HeavyWaitMax);
        try
        {
            var lease = await limiter.AcquireAsync(1, patience.Token);
            return lease.IsAcquired ? lease : throw Busy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Busy();
        }

        ApiError Busy() => ApiError.Later(
            ErrorCode.Unavailable, $"The server works out {maximum} {what} at a time and has too many of them; the same request may succeed later, or ask for less at once.",
            limit, maximum, options.HeavyWaitMax);
    }

    private static ConcurrencyLimiter Limiter(int count, int waiting) => new(new()
    {
        PermitLimit = count,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
