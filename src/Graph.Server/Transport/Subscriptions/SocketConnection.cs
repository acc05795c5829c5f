using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Graph.Server.Api;
using Graph.Server.Identity;
using Graph.Server.Protection;
using GraphQL;

namespace Graph.Server.Transport.Subscriptions;

/// <summary>Why a socket is closed: a code of graphql-transport-ws, and a text for people.</summary>
internal sealed record SocketClosing(int Code, string Reason)
{
    public const int Stopping = 1001, BadRequest = 4400, Unauthorized = 4401, Forbidden = 4403, NoProtocol = 4406, InitTimeout = 4408, SubscriberExists = 4409, TooManyInits = 4429, Internal = 4500;
}

/// <summary>
/// One WebSocket that speaks graphql-transport-ws:
/// <list type="number">
/// <item>one loop reads messages, another looks at the time and at who the caller is, and each operation runs by itself;</item>
/// <item>whoever finds a reason to close says so once, the first counts;</item>
/// <item>then all operations end, the close goes out, and the client has a moment to answer it.</item>
/// </list>
/// What is sent goes out one message at a time. A client that does not take one in time is cut off: its socket can then carry no
/// close any more.
/// </summary>
internal sealed class SocketConnection(
    HttpContext http, WebSocket socket, OperationStream operations, RequestReader requests, CallerCheck callers, ClientLimiter clients, ApiOptions options, IGraphQLTextSerializer serializer, ILogger logger) : IDisposable
{
    private const int BufferBytes = 4_096;

    // A close frame holds no more.
    private const int ReasonBytesMax = 123;

    // By its id while the client has it; all that have not ended yet, also those that the client has stopped.
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Running, Task> works = new();
    private readonly TaskCompletionSource<SocketClosing?> closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource life = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile Credentials? credentials;
    private volatile bool isInitiated;

    public void Dispose()
    {
        life.Dispose();
        turn.Dispose();
    }

    /// <summary>Serves it until one side closes it.</summary>
    /// <param name="refusal">Why it is closed at once; null = it is not.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    public async Task RunAsync(SocketClosing? refusal, CancellationToken stopping)
    {
        using var aborted = http.RequestAborted.Register(() => closing.TrySetResult(null));
        using var stopped = stopping.Register(() => closing.TrySetResult(new(SocketClosing.Stopping, "The server stops; subscribe again, here or elsewhere.")));
        if (refusal is not null)
        {
            closing.TrySetResult(refusal);
        }

        var reading = ReadAsync();
        var watching = Task.WhenAll(WatchInitAsync(), CheckAsync());
        var close = await closing.Task;
        await life.CancelAsync();
        await watching;
        await Task.WhenAll(works.Values);
        await CloseAsync(close, reading);
    }

    private async Task CloseAsync(SocketClosing? close, Task reading)
    {
        using var patience = new CancellationTokenSource(options.SubscriberSendTimeMax);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)(close?.Code ?? (int)WebSocketCloseStatus.NormalClosure), Short(close?.Reason), patience.Token);
            }

            await reading.WaitAsync(patience.Token);
        }
        catch (Exception e) when (IsLost(e))
        {
            // The client does not answer; there is nothing left to say to it.
        }
        finally
        {
            socket.Abort();
            await reading;
        }
    }

    // Never fails: what goes wrong closes the socket.
    private async Task ReadAsync()
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var message = new ArrayBufferWriter<byte>(BufferBytes);
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        closing.TrySetResult(null);
                        return;
                    }

                    // What comes after the reason to close is taken off the wire and not looked at.
                    if (!closing.Task.IsCompleted)
                    {
                        message.Write(buffer.AsSpan(0, received.Count));
                        Bound(message.WrittenCount);
                    }
                }
                while (!received.EndOfMessage);

                if (!closing.Task.IsCompleted)
                {
                    await TakeAsync(received.MessageType == WebSocketMessageType.Text ? message.WrittenMemory : default);
                }
            }
        }
        catch (SlowSubscriberException slow)
        {
            Cut(slow);
        }
        catch (Exception e) when (IsLost(e))
        {
            closing.TrySetResult(null);
        }
        catch (Exception e)
        {
            EndpointLog.Cut(logger, e);
            await Close(SocketClosing.Internal, "Internal error.");
        }
    }

    // Nobody is known before the socket is initiated, so little is taken.
    private void Bound(int bytes)
    {
        var maximum = isInitiated ? options.BodyBytesMax : options.HeaderBytesMax;
        if (bytes > maximum)
        {
            closing.TrySetResult(new(SocketClosing.BadRequest, $"expected a message of at most {maximum} bytes ({(isInitiated ? "bodyBytesMax" : "headerBytesMax")})"));
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            await (SocketMessage.Read(text, options) switch
            {
                { Type: "connection_init" } init => InitiateAsync(init.Payload),
                { Type: "ping", Payload: var payload } => SendAsync("pong", null, payload),
                { Type: "pong" } => Task.CompletedTask,
                { Type: "subscribe", Id: { Length: > 0 } id, Payload: { IsEmpty: false } payload } => SubscribeAsync(id, payload),
                { Type: "complete", Id: { Length: > 0 } id } => StopAsync(id),
                _ => Close(SocketClosing.BadRequest, "expected a text with a message of graphql-transport-ws, found another"),
            });
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // It is being closed. Reading goes on until the client has answered that.
        }
    }

    private Task Close(int code, string reason)
    {
        closing.TrySetResult(new(code, reason));
        return Task.CompletedTask;
    }

    private async Task InitiateAsync(ReadOnlyMemory<byte> payload)
    {
        if (isInitiated)
        {
            await Close(SocketClosing.TooManyInits, "Too many initialisation requests");
            return;
        }

        isInitiated = true;
        try
        {
            var given = Given(payload);
            var caller = await callers.IdentifyAsync(given, "a socket");
            http.User = new(new CallerIdentity(caller));    // From now on it is counted as this client.
            credentials = given;
        }
        catch (ApiError refused)
        {
            await Close(refused.ErrorCode == ErrorCode.BadRequest ? SocketClosing.BadRequest : SocketClosing.Forbidden, refused.Message);
            return;
        }

        await SendAsync("connection_ack", null, default);
    }

    // A page cannot send headers with a socket, a program can; what both say must be the same.
    private Credentials Given(ReadOnlyMemory<byte> payload)
    {
        var sent = Credentials.Of(http.Request);
        var given = payload.IsEmpty ? Inputs.Empty : requests.Map(payload.Span, "payload");
        return new(Of("Authorization", sent.Authorization), Of(CallerHandler.ActorHeader, sent.Actor));

        Microsoft.Extensions.Primitives.StringValues Of(string name, Microsoft.Extensions.Primitives.StringValues header)
        {
            var values = given.Where(g => g.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(g => g.Value).ToArray();
            return values switch
            {
                [] => header,
                [string text] when header.Count == 0 || header == text => text,
                [string] => throw ApiError.BadRequest($"expected {name} in the header or in connection_init, found different ones in both"),
                _ => throw ApiError.BadRequest($"expected one text in {name} of connection_init"),
            };
        }
    }

    private async Task SubscribeAsync(string id, ReadOnlyMemory<byte> payload)
    {
        if (credentials is null)
        {
            await Close(SocketClosing.Unauthorized, "Unauthorized");
            return;
        }

        if (running.ContainsKey(id))
        {
            await Close(SocketClosing.SubscriberExists, "A subscriber of this id exists already");
            return;
        }

        GraphRequest request;
        try
        {
            clients.Count(http);
            if (works.Count >= options.SocketOperationCountMax)
            {
                throw ApiError.Limit("socketOperationCountMax", options.SocketOperationCountMax, works.Count + 1, "operations on one socket");
            }

            request = requests.Read(payload.Span) with { BodyBytes = payload.Length };
        }
        catch (ApiError refused)
        {
            await SendErrorsAsync(id, [refused]);
            return;
        }

        // It is known to whoever ends it before it begins, and so can end.
        var operation = new Running(CancellationTokenSource.CreateLinkedTokenSource(life.Token), new(TaskCreationOptions.RunContinuationsAsynchronously));
        works[operation] = ExecuteAsync(id, operation, request);
        running[id] = operation;
        operation.Begin.SetResult();
    }

    private async Task StopAsync(string id)
    {
        if (running.TryRemove(id, out var operation))
        {
            try
            {
                await operation.Ending.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }
    }

    // Never fails: what goes wrong closes the socket.
    private async Task ExecuteAsync(string id, Running operation, GraphRequest request)
    {
        var gone = operation.Ending.Token;
        try
        {
            await operation.Begin.Task;
            IReadOnlyList<ExecutionError>? refused = null;
            await operations.RunAsync(
                http, request, credentials!,
                result =>
                {
                    refused = result.Executed ? null : [.. result.Errors ?? []];
                    return result.Executed ? SendNextAsync(id, result, operation) : Task.CompletedTask;
                },
                CancellationToken.None, gone);      // The server that stops closes the socket.
            if (running.TryRemove(KeyValuePair.Create(id, operation)))
            {
                await (refused is null ? SendAsync("complete", id, default) : SendErrorsAsync(id, refused));
                if (refused?.Any(e => ErrorMapping.Of(e) == ErrorCode.Unauthenticated) == true)
                {
                    await Close(SocketClosing.Forbidden, refused[0].Message);
                }
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client or the socket has ended it.
        }
        catch (SlowSubscriberException slow)
        {
            Cut(slow);
        }
        catch (Exception e) when (IsLost(e))
        {
            closing.TrySetResult(null);
        }
        catch (Exception e)
        {
            EndpointLog.Cut(logger, e);
            await Close(SocketClosing.Internal, "Internal error.");
        }
        finally
        {
            running.TryRemove(KeyValuePair.Create(id, operation));
            works.TryRemove(operation, out _);
            operation.Ending.Dispose();
        }
    }

    private async Task WatchInitAsync()
    {
        try
        {
            await Task.Delay(options.SocketInitTimeMax, life.Token);
            if (!isInitiated)
            {
                await Close(SocketClosing.InitTimeout, "Connection initialisation timeout");
            }
        }
        catch (OperationCanceledException)
        {
            // The socket is closed.
        }
    }

    // Never fails. That the client is alive is seen to by the framework, with pings of the protocol below.
    private async Task CheckAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.StreamCheckPeriod, life.Token);
                if (credentials is { } known)
                {
                    await callers.IdentifyAsync(known, "a socket");
                }
            }
        }
        catch (ApiError refused)
        {
            await EndAllAsync(refused);
        }
        catch (OperationCanceledException)
        {
            // The socket is closed.
        }
        catch (Exception e)
        {
            EndpointLog.Cut(logger, e);
            await Close(SocketClosing.Internal, "Internal error.");
        }
    }

    private async Task EndAllAsync(ApiError refused)
    {
        try
        {
            foreach (var id in running.Keys)
            {
                await StopAsync(id);
                await SendErrorsAsync(id, [refused]);
            }
        }
        catch (Exception e) when (IsLost(e) || e is SlowSubscriberException)
        {
            // It is closed all the same.
        }

        await Close(SocketClosing.Forbidden, refused.Message);
    }

    private Task SendNextAsync(string id, ExecutionResult result, Running operation) => InTurnAsync(
        async () =>
        {
            // A client that has stopped an operation may have begun another under its id.
            if (running.TryGetValue(id, out var known) && known == operation)
            {
                await PutAsync(Head("next", id, withPayload: true), isEnd: false);
                await new AnswerWriter(serializer, result).WriteAsync((piece, _) => new(PutAsync(piece, isEnd: false)), life.Token);
                await PutAsync("}"u8.ToArray(), isEnd: true);
            }
        },
        operation.Ending.Token);

    private Task SendErrorsAsync(string id, IReadOnlyCollection<ExecutionError> errors)
    {
        var text = new StringBuilder("[").AppendJoin(',', errors.Select(e => serializer.Serialize(e))).Append(']');
        return SendAsync("error", id, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private Task SendAsync(string type, string? id, ReadOnlyMemory<byte> payload) => InTurnAsync(
        async () =>
        {
            var head = Head(type, id, withPayload: !payload.IsEmpty);
            if (!payload.IsEmpty)
            {
                await PutAsync(head, isEnd: false);
                await PutAsync(payload, isEnd: false);
                head = "}"u8.ToArray();
            }

            await PutAsync(head, isEnd: true);
        },
        life.Token);

    private static byte[] Head(string type, string? id, bool withPayload)
    {
        var text = new StringBuilder($"{{\"type\":\"{type}\"");
        if (id is not null)
        {
            text.Append(",\"id\":").Append(JsonSerializer.Serialize(id));
        }

        return Encoding.UTF8.GetBytes(text.Append(withPayload ? ",\"payload\":" : "}").ToString());
    }

    private async Task InTurnAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await send();
        }
        finally
        {
            turn.Release();
        }
    }

    // A send that is given up takes the socket with it, so only its time does that.
    private async Task PutAsync(ReadOnlyMemory<byte> bytes, bool isEnd)
    {
        using var patience = new CancellationTokenSource(options.SubscriberSendTimeMax);
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, isEnd, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw SlowSubscriberException.Late(options.SubscriberSendTimeMax);
        }
    }

    private void Cut(SlowSubscriberException slow)
    {
        StreamLog.Slow(logger, SocketEndpoint.Protocol, slow.Limit);
        closing.TrySetResult(null);
    }

    private static string? Short(string? reason)
    {
        if (reason is null || Encoding.UTF8.GetByteCount(reason) <= ReasonBytesMax)
        {
            return reason;
        }

        var bytes = Encoding.UTF8.GetBytes(reason).AsSpan(0, ReasonBytesMax - 3);
        return Encoding.UTF8.GetString(bytes[..^(bytes[^1] >= 0x80 ? 1 : 0)]).TrimEnd('\uFFFD') + "...";
    }

    // What the end of a connection looks like, whoever meets it.
    private static bool IsLost(Exception e) => e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    /// <summary>An operation that runs.</summary>
    private sealed record Running(CancellationTokenSource Ending, TaskCompletionSource Begin);
}
