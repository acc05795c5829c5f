using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Graph.Server.Protection;
using Microsoft.AspNetCore.Connections;

namespace Graph.Tests.Protection;

/// <summary>How many connections one client may have open, and for how long without asking for anything.</summary>
public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", false)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]    // All clients of this machine share it.
    public async Task As_many_of_one_address_as_the_limit_are_let_through_and_one_more_once_one_has_ended(string address, string next, bool passes)
    {
        using var limiter = new ConnectionLimiter(new() { ClientConnectionCountMax = 2 });
        var (first, second, third, fourth) = (new Served(limiter, address), new Served(limiter, address), new Served(limiter, next), new Served(limiter, next));
        Assert.Equal((true, true, passes), (first.IsLetThrough, second.IsLetThrough, third.IsLetThrough));

        await first.EndAsync();
        var later = new Served(limiter, address);
        Assert.True(later.IsLetThrough);
        foreach (var open in (Served[])[second, third, fourth, later])
        {
            await open.EndAsync();
        }
    }

    // This machine itself has no limit of its own, so the test comes by another address that it has; where it has none, the test above is all.
    [Fact]
    public async Task One_client_leaves_connections_to_others()
    {
        var address = NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up).SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        if (address is null)
        {
            return;
        }

        await using var server = await ServedHost.StartAsync(o => (o.Urls, o.Api.ClientConnectionCountMax) = ("http://0.0.0.0:0", 2));
        var port = server.Client.BaseAddress!.Port;
        using var first = await ConnectAsync(address, port);
        using var second = await ConnectAsync(address, port);
        Assert.True(await IsServedAsync(first));
        Assert.True(await IsServedAsync(second));
        using var third = await ConnectAsync(address, port);
        Assert.False(await IsServedAsync(third));
        using var other = await ConnectAsync(IPAddress.Loopback, port);
        Assert.True(await IsServedAsync(other));

        first.Close();
        bool served;
        do
        {
            using var later = await ConnectAsync(address, port);
            served = await IsServedAsync(later);
        }
        while (!served);
    }

    [Fact]
    public async Task A_connection_without_a_request_is_closed_after_its_time()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.IdleTimeMax = TimeSpan.FromSeconds(1));
        using var client = await server.ConnectAsync("");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], patience.Token));
    }

    private static async Task<TcpClient> ConnectAsync(IPAddress address, int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address, port);
        return client;
    }

    private static async Task<bool> IsServedAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            return await client.GetStream().ReadAsync(new byte[1_000]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // A connection that is open until it is ended.
    private sealed class Served
    {
        private readonly TaskCompletionSource ended = new();
        private readonly Task connection;

        public Served(ConnectionLimiter limiter, string address) => connection = limiter.Bound(_ =>
        {
            IsLetThrough = true;
            return ended.Task;
        })(new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) });

        public bool IsLetThrough { get; private set; }

        public Task EndAsync()
        {
            ended.SetResult();
            return connection;
        }
    }
}
