using System.Net.Sockets;
using System.Text;
using Graph.Server.Protection;
using Graph.Tests.Export;
using Graph.Tests.Protection;
using Graph.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>What subscribers that do not read cost, over sockets; measured while no other test runs.</summary>
[Collection(AloneTests.Name)]
public sealed class SlowSubscriberTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int SubscriberCount = 20;
    private const int ChangeCount = 3_000;

    [Fact]
    public async Task Subscribers_that_do_not_read_cost_a_few_changes_each_however_long_the_log_is()
    {
        // Nobody is cut off here, so that all of them keep what they cost.
        await using var server = await ServedHost.StartAsync(o => o.Api.SubscriberSendTimeMax = TimeSpan.FromHours(1));
        for (var i = 0; i < ChangeCount; i++)
        {
            Assert.Empty((await server.Engine.ApplyAsync($"{i}", Engines.Put("Vendor", $"vendor:{i}", ("title", "V"), ("description", new string('x', 4_000))))).Violations);
        }

        const string query = "subscription { changes(since: 0) { revision steps { values { value } } } }";
        using (var reader = await EventReader.OpenAsync(server.Client, query))
        {
            await ReadAllAsync(reader);
        }

        var limiter = server.Services.GetRequiredService<SubscriberLimiter>();
        await Eventually.TrueAsync(() => limiter.SubscriptionCount == 0, "the end of the first reader");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sockets = new List<Socket>();
        for (var i = 0; i < SubscriberCount; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
            sockets.Add(socket);
            await socket.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /graphql?query={Uri.EscapeDataString(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"));
        }

        // Another that reads everything has taken longer than these need to be full.
        await Eventually.TrueAsync(() => limiter.SubscriptionCount == SubscriberCount, "the subscribers");
        using (var reader = await EventReader.OpenAsync(server.Client, query))
        {
            await ReadAllAsync(reader);
        }

        var cost = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{cost / 1_000 / SubscriberCount} kB a subscriber; the log holds {ChangeCount * 4} kB of text");
        Assert.InRange(cost / SubscriberCount, long.MinValue, 1_500_000);
        sockets.ForEach(s => s.Dispose());
        await Eventually.TrueAsync(() => limiter.SubscriptionCount == 0, "the ends");
    }

    private static async Task ReadAllAsync(EventReader reader)
    {
        for (var i = 1; i <= ChangeCount; i++)
        {
            Assert.Equal(i, (long)(await reader.DataAsync())["changes"]!["revision"]!);
        }
    }
}
