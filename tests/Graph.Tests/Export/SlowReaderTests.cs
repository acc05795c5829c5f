using System.Net.Sockets;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Hosting;
using Graph.Stores.Memory;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Export;

/// <summary>Tests that measure the memory of the process, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "alone";
}

/// <summary>A hundred thousand gaps go over a socket to a reader that takes a little at a time, and the server holds none of them.</summary>
[Collection(AloneTests.Name)]
public sealed class SlowReaderTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int SystemCount = 400;
    private const int RequirementCount = 250;

    [Fact]
    public async Task A_long_export_on_a_slow_reader_keeps_the_memory_flat()
    {
        await using var engine = await FilledAsync();

        // The time in which rows are made is bounded, and here it includes ten collections of all the memory that the tests before have filled.
        await using var app = GraphHost.Build(new ServerOptions { Urls = "http://127.0.0.1:0", Api = { TimeMax = TimeSpan.FromMinutes(5) } }, engine);
        await app.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024 };
        var address = new Uri(app.Urls.Single());
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /exports/gaps.ndjson HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"));

        var buffer = new byte[8 * 1024];
        var (lines, bytes) = (0, 0L);
        var memory = new List<long>();
        for (int read; (read = await socket.ReceiveAsync(buffer)) > 0; bytes += read)
        {
            var before = lines;
            lines += buffer.AsSpan(0, read).Count("\"method\":"u8);
            if (before / 10_000 != lines / 10_000)
            {
                memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        // Ten times, from a tenth of the rows to nearly all of them; the body is many times as large as what may be kept.
        Assert.InRange(lines, (SystemCount * RequirementCount) - 100, SystemCount * RequirementCount);
        Assert.True(bytes > 25_000_000, $"{bytes} bytes");
        output.WriteLine($"{bytes} bytes read; managed memory in kB after each tenth of the rows: {string.Join(' ', memory.Select(m => m / 1_000))}");
        Assert.True(memory.Max() - memory[0] < 6_000_000, string.Join(' ', memory));
        await app.StopAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_waits_for_no_reader_who_does_not_read(bool isQuery)
    {
        // Either has more bytes than the system takes for a reader who does not read.
        var cells = string.Concat(Enumerable.Range(0, 45).Select(i => $"a{i}:cells(first:500){{...C}}"));
        var path = isQuery ? $"/graphql?query={{view{{{cells}}}}}fragment+C+on+CellConnection{{nodes{{id,requirement{{title}}defects{{meaning,closes}}}}}}" : "/exports/gaps.ndjson";
        await using var engine = await FilledAsync();
        await using var app = GraphHost.Build(new ServerOptions { Urls = "http://127.0.0.1:0", StopTimeMax = TimeSpan.FromMinutes(30), Api = { StopSendTimeMax = TimeSpan.FromMilliseconds(100) } }, engine);
        await app.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1_024 };
        var address = new Uri(app.Urls.Single());
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"));
        var start = new byte[15];
        Assert.Equal("HTTP/1.1 200 OK", Encoding.ASCII.GetString(start, 0, await socket.ReceiveAsync(start)));

        await app.StopAsync().WaitAsync(TimeSpan.FromMinutes(2));
    }

    // Every system owes every requirement, and nothing meets any.
    private static async Task<GraphEngine> FilledAsync()
    {
        var engine = await GraphEngine.OpenAsync(GraphModel.Default, new MemoryLogStore(), new EngineOptions(), TimeProvider.System, null, default);
        List<Operation> operations = [Put("Framework", "f", ("title", "Law"), ("kind", "REGULATION"), ("voluntary", false))];
        for (var i = 0; i < RequirementCount; i++)
        {
            operations.Add(Put("Requirement", $"f:{i}", ("ref", $"{i}"), ("title", $"Requirement {i}"), ("assessable", true), ("scope", "SYSTEM"), ("needsControl", true)));
            operations.Add(Link($"f:{i}", "PART_OF", "f"));
        }

        for (var i = 0; i < SystemCount; i++)
        {
            operations.Add(Put("AiSystem", $"ai-system:{i}", ("title", $"System {i}"), ("roles", new[] { "PROVIDER" }), ("classes", Array.Empty<string>())));
        }

        var result = await engine.ApplyAsync(new ChangeRequest("fill", "test", "Written by a test.", operations), default);
        Assert.True(result.Accepted, string.Join("\n", result.Violations));
        return engine;
    }
}
