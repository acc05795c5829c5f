using System.Threading.RateLimiting;
using Graph.Server.Api;

namespace Graph.Server.Export;

/// <summary>How many exports make a piece of their rows at a time. A turn lasts for one piece and not while it is read, so all come forward and no slow reader keeps others waiting.</summary>
internal sealed class PieceTurns(ApiOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new()
    {
        PermitLimit = options.ExportPieceCountMax,
        QueueLimit = int.MaxValue,      // As many as there are connections: those have their own limit.
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>How many wait now.</summary>
    public long WaitingCount => limiter.GetStatistics()!.CurrentQueuedCount;

    public void Dispose() => limiter.Dispose();

    /// <summary>Waits for a turn, which lasts until what is returned is disposed.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken gone) => await limiter.AcquireAsync(1, gone);
}
