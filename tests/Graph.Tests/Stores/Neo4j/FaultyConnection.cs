using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>Where on its way a request meets its fault.</summary>
public enum Fault
{
    /// <summary>The connection is closed as soon as it is made.</summary>
    CutBeforeTheRequest,

    /// <summary>A part of the request reaches the server.</summary>
    CutWithinTheRequest,

    /// <summary>The whole request reaches the server, and its answer nobody.</summary>
    CutBeforeTheAnswer,

    /// <summary>A part of the answer reaches the client.</summary>
    CutWithinTheAnswer,

    /// <summary>The whole request reaches the server, and the answer does not come in time.</summary>
    NoAnswerInTime,

    /// <summary>The request does not reach the server in time.</summary>
    NoRequestInTime,

    /// <summary>Everything comes, a few bytes at a time.</summary>
    Slow,
}

/// <summary>
/// Stands between a client and Neo4j and spoils requests. Requests that change nothing, and those after the faults are used up, pass.
/// </summary>
internal sealed class FaultyConnection : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Uri server;
    private readonly Task accepting;
    private int faultsLeft;
    private Fault fault;
    private string spoilt = "";
    private (string Of, int Left, Action Act) watched = ("", 0, () => { });

    public FaultyConnection(Uri server)
    {
        this.server = server;
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The number of requests that were spoilt.</summary>
    public int SpoiltCount { get; private set; }

    /// <summary>The next requests to append, or others that have some text, meet a fault.</summary>
    public void Spoil(Fault next, int count, string of = "\"expectedRevision\"")
    {
        (fault, faultsLeft, spoilt) = (next, count, of);
    }

    /// <summary>Does something when so many requests that have some text have come, while the last of them is on its way.</summary>
    public void Watch(string of, int count, Action act) => watched = (of, count, act);

    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        accepting.GetAwaiter().GetResult();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    // One request a connection: the client makes a new one for each, and each meets its own fault.
    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var request = await ReadMessageAsync(client.GetStream());
                var text = Encoding.UTF8.GetString(request);
                if (watched.Left > 0 && text.Contains(watched.Of, StringComparison.Ordinal) && --watched.Left == 0)
                {
                    watched.Act();
                }

                var isSpoilt = faultsLeft > 0 && text.Contains(spoilt, StringComparison.Ordinal);
                if (isSpoilt)
                {
                    faultsLeft--;
                    SpoiltCount++;
                }

                await PassAsync(client.GetStream(), request, isSpoilt ? fault : null);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Somebody has closed.
            }
        }
    }

    private async Task PassAsync(NetworkStream client, byte[] request, Fault? met)
    {
        if (met == Fault.CutBeforeTheRequest)
        {
            return;
        }

        if (met == Fault.NoRequestInTime)
        {
            await Task.Delay(Timeout.Infinite, stopping.Token);
        }

        using var upstream = new TcpClient();
        await upstream.ConnectAsync(server.Host, server.Port, stopping.Token);
        var stream = upstream.GetStream();
        await SendAsync(stream, met == Fault.CutWithinTheRequest ? request.AsMemory(0, request.Length - 20) : request, met == Fault.Slow);
        if (met == Fault.CutWithinTheRequest)
        {
            return;
        }

        var answer = await ReadMessageAsync(stream);
        switch (met)
        {
            case Fault.CutBeforeTheAnswer:
                return;
            case Fault.NoAnswerInTime:
                await Task.Delay(Timeout.Infinite, stopping.Token);
                break;
            default:
                await SendAsync(client, met == Fault.CutWithinTheAnswer ? answer.AsMemory(0, answer.Length - 30) : answer, met == Fault.Slow);
                break;
        }
    }

    private async Task SendAsync(NetworkStream to, ReadOnlyMemory<byte> bytes, bool slowly)
    {
        for (var sent = 0; slowly && sent < bytes.Length; sent += 400)
        {
            await to.WriteAsync(bytes[sent..Math.Min(sent + 400, bytes.Length)], stopping.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(5), stopping.Token);
        }

        if (!slowly)
        {
            await to.WriteAsync(bytes, stopping.Token);
        }
    }

    /// <summary>Reads one message of HTTP: with a length, in chunks, or up to the end of the connection.</summary>
    private async Task<byte[]> ReadMessageAsync(NetworkStream from)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (!IsWhole(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))
        {
            var count = await from.ReadAsync(buffer, stopping.Token);
            if (count == 0)
            {
                break;
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = Encoding.ASCII.GetString(bytes[..end]);
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is not null ? bytes.Length >= end + 4 + int.Parse(length.Split(':')[1])
            : head.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? bytes.EndsWith("0\r\n\r\n"u8)
            : head.StartsWith("GET", StringComparison.Ordinal);
    }
}
