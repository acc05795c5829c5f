using System.Net;
using System.Threading.RateLimiting;
using Graph.Server.Api;
using Microsoft.AspNetCore.Connections;

namespace Graph.Server.Protection;

/// <summary>How many connections one client has open, whether it ever asks for anything or not. Those above are closed.</summary>
internal sealed class ConnectionLimiter(ApiOptions options) : IDisposable
{
    // All clients of this machine share one address.
    private readonly PartitionedRateLimiter<IPAddress> places = PartitionedRateLimiter.Create<IPAddress, string>(
        address => IPAddress.IsLoopback(address)
            ? RateLimitPartition.GetNoLimiter(ClientLimiter.Client(address))
            : RateLimitPartition.GetConcurrencyLimiter(ClientLimiter.Client(address), _ => new() { PermitLimit = options.ClientConnectionCountMax, QueueLimit = 0 }),
        StringComparer.Ordinal);

    public void Dispose() => places.Dispose();

    /// <summary>What a connection goes through: it has a place for as long as it is open.</summary>
    public ConnectionDelegate Bound(ConnectionDelegate next) => async connection =>
    {
        using var place = connection.RemoteEndPoint is IPEndPoint { Address: var address } ? places.AttemptAcquire(address) : null;
        if (place is not { IsAcquired: false })
        {
            await next(connection);
        }
    };
}
