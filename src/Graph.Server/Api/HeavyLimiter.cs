using System.Threading.RateLimiting;

namespace Graph.Server.Api;

/// <summary>How many heavy queries and exports are worked out at a time: the others wait for their turn, and not for long.</summary>
internal sealed class HeavyLimiter(ApiOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new()
    {
        PermitLimit = options.HeavyCountMax,
        QueueLimit = options.HeavyQueueCountMax,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>How many are worked out now.</summary>
    public long RunningCount => options.HeavyCountMax - limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>How many wait now.</summary>
    public long WaitingCount => limiter.GetStatistics()!.CurrentQueuedCount;

    public void Dispose() => limiter.Dispose();

    /// <summary>Waits for a turn, which lasts until what is returned is disposed.</summary>
    /// <exception cref="ApiError">There are too many before it, or the wait took too long.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
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
    }

    private ApiError Busy() => ApiError.Later(
        ErrorCode.Unavailable, $"The server works out {options.HeavyCountMax} heavy queries at a time and has too many of them; the same request may succeed later, or ask for less at once.",
        "heavyCountMax", options.HeavyCountMax, options.HeavyWaitMax);
}
