using System.Threading.RateLimiting;
using Graph.Server.Api;

namespace Graph.Server.Protection;

/// <summary>How many subscriptions run and how many WebSockets are open, in all and of one client. A place is held until it is disposed.</summary>
internal sealed class SubscriberLimiter(ApiOptions options) : IDisposable
{
    private readonly Places subscriptions = new(options.SubscriptionCountMax, options.ClientSubscriptionCountMax);
    private readonly Places sockets = new(options.SocketCountMax, options.ClientSocketCountMax);

    /// <summary>The subscriptions that run.</summary>
    public long SubscriptionCount => subscriptions.Count;

    /// <summary>The WebSockets that are open.</summary>
    public long SocketCount => sockets.Count;

    public void Dispose()
    {
        subscriptions.Dispose();
        sockets.Dispose();
    }

    /// <summary>Takes a place for a subscription.</summary>
    /// <exception cref="ApiError">There is none.</exception>
    public IDisposable EnterSubscription(HttpContext http) => subscriptions.Enter(http, "subscriptionCountMax", "clientSubscriptionCountMax", "subscriptions");

    /// <summary>Takes a place for a WebSocket.</summary>
    /// <exception cref="ApiError">There is none.</exception>
    public IDisposable EnterSocket(HttpContext http) => sockets.Enter(http, "socketCountMax", "clientSocketCountMax", "open WebSockets");

    private sealed class Places(int countMax, int clientCountMax) : IDisposable
    {
        private readonly ConcurrencyLimiter all = new(Bound(countMax));

        // All clients of this machine that nobody has identified share one address.
        private readonly PartitionedRateLimiter<HttpContext> byClient = PartitionedRateLimiter.Create<HttpContext, string>(
            http => ClientLimiter.IsLocal(http) ? RateLimitPartition.GetNoLimiter("loopback") : RateLimitPartition.GetConcurrencyLimiter(ClientLimiter.Client(http), _ => Bound(clientCountMax)), StringComparer.Ordinal);

        public long Count => countMax - all.GetStatistics()!.CurrentAvailablePermits;

        public Place Enter(HttpContext http, string limit, string clientLimit, string what)
        {
            var ofClient = byClient.AttemptAcquire(http);
            if (!ofClient.IsAcquired)
            {
                throw ApiError.Limit(clientLimit, clientCountMax, clientCountMax + 1, what + " of one client");
            }

            var ofAll = all.AttemptAcquire();
            if (!ofAll.IsAcquired)
            {
                ofClient.Dispose();
                throw ApiError.Limit(limit, countMax, countMax + 1, what);
            }

            return new Place(ofAll, ofClient);
        }

        public void Dispose()
        {
            all.Dispose();
            byClient.Dispose();
        }

        private static ConcurrencyLimiterOptions Bound(int countMax) => new() { PermitLimit = countMax, QueueLimit = 0 };
    }

    private sealed class Place(IDisposable ofAll, IDisposable ofClient) : IDisposable
    {
        public void Dispose()
        {
            ofClient.Dispose();
            ofAll.Dispose();
        }
    }
}
