using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Graph.Server.Api;

namespace Graph.Server.Protection;

/// <summary>
/// How many requests a client makes: a bucket for each, filled evenly over the period. A client is who it says it is where that was
/// checked, else its address.
/// </summary>
internal sealed class ClientLimiter(ApiOptions options) : IDisposable
{
    // A house or a rented machine has a whole network of this many bits; to count its addresses apart would count nothing.
    private const int NetworkBytes = 8;

    // How often a bucket is filled up within a period: often enough that nobody waits long for the next request.
    private const int StepCount = 600;

    /// <summary>The buckets.</summary>
    public PartitionedRateLimiter<HttpContext> Buckets { get; } = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetTokenBucketLimiter(Client(http), _ => Bucket(Maximum(http, options), options.RequestPeriod)), StringComparer.Ordinal);

    public void Dispose() => Buckets.Dispose();

    /// <summary>Notes how much of its bucket a client has used.</summary>
    public void Note(HttpContext http, LimitUse use)
    {
        var maximum = Maximum(http, options);
        use.Note(LimitName(http), maximum - (Buckets.GetStatistics(http)?.CurrentAvailablePermits ?? maximum), maximum);
    }

    /// <summary>Counts a request that did not come as one of HTTP.</summary>
    /// <exception cref="ApiError">It is one too many.</exception>
    public void Count(HttpContext http)
    {
        using var lease = Buckets.AttemptAcquire(http);
        if (!lease.IsAcquired)
        {
            throw Refusal(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The refusal of a request too many.</summary>
    public ApiError Refusal(HttpContext http, TimeSpan after)
    {
        var maximum = Maximum(http, options);
        return ApiError.Later(
            ErrorCode.LimitExceeded, $"expected at most {maximum} requests in {options.RequestPeriod.TotalSeconds} seconds, found more", LimitName(http), maximum, after);
    }

    /// <summary>Whether a request comes from the server's own machine and nobody has said who it is.</summary>
    public static bool IsLocal(HttpContext http) =>
        http.User.Identity is not { IsAuthenticated: true } && (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address));

    /// <summary>What a client is known by, among all that are counted.</summary>
    public static string Client(HttpContext http)
    {
        if (http.User.Identity is { IsAuthenticated: true } identity)
        {
            return $"identity {http.User.FindFirst("sub")?.Value ?? identity.Name}";
        }

        return Client(http.Connection.RemoteIpAddress);
    }

    /// <summary>What a client is known by that nobody has identified.</summary>
    public static string Client(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address) ? "loopback"
        : address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? $"network {Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))}"
        : $"address {address.MapToIPv4()}";

    private static TokenBucketRateLimiterOptions Bucket(int maximum, TimeSpan period)
    {
        var steps = Math.Min(maximum, StepCount);
        return new() { TokenLimit = maximum, TokensPerPeriod = maximum / steps, ReplenishmentPeriod = period / steps, QueueLimit = 0 };
    }

    private static int Maximum(HttpContext http, ApiOptions options) => IsLocal(http) ? options.LoopbackRequestCountMax : options.RequestCountMax;

    private static string LimitName(HttpContext http) => IsLocal(http) ? "loopbackRequestCountMax" : "requestCountMax";
}
