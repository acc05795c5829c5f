using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Graph.Tests.Api.Subscriptions;

/// <summary>A client of graphql-transport-ws that sends and receives one message at a time, whether they are right or not.</summary>
internal sealed class SocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private SocketClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public static async Task<SocketClient> ConnectAsync(Uri server, string? protocol = "graphql-transport-ws", params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        var client = new SocketClient(socket);
        try
        {
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/graphql" }.Uri, default).WaitAsync(Patience);
        }
        catch (WebSocketException) when ((int)socket.HttpStatusCode >= 400)
        {
            // Refused; the status says how.
        }

        return client;
    }

    /// <summary>Connects and is acknowledged.</summary>
    public static async Task<SocketClient> InitAsync(Uri server, object? payload = null)
    {
        var client = await ConnectAsync(server);
        await client.SendAsync(new { type = "connection_init", payload });
        Assert.Equal("""{"type":"connection_ack"}""", (await client.ReceiveAsync()).ToJsonString());
        return client;
    }

    public Task SendAsync(object message) => SendAsync(JsonSerializer.Serialize(message));

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, default).WaitAsync(Patience);

    public Task SubscribeAsync(string id, string query) => SendAsync(new { type = "subscribe", id, payload = new { query } });

    /// <summary>The next message.</summary>
    public async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4_096];
        WebSocketReceiveResult received;
        do
        {
            received = await Socket.ReceiveAsync(buffer, default).WaitAsync(Patience);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new Xunit.Sdk.XunitException($"The socket was closed with {received.CloseStatus} {received.CloseStatusDescription}");
            }

            message.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return JsonNode.Parse(message.ToArray())!;
    }

    /// <summary>Reads to the end; the code and the text of the close.</summary>
    public async Task<(int? Code, string? Reason)> CloseAsync()
    {
        var buffer = new byte[4_096];
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer, default).WaitAsync(Patience);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
                return ((int?)received.CloseStatus, received.CloseStatusDescription);
            }
        }
    }

    /// <summary>Waits until everything sent before was looked at.</summary>
    public async Task BarrierAsync()
    {
        await SendAsync(new { type = "ping", payload = new { barrier = true } });
        Assert.Equal("""{"type":"pong","payload":{"barrier":true}}""", (await ReceiveAsync()).ToJsonString());
    }

    public void Dispose() => Socket.Dispose();
}
