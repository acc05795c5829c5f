using System.Buffers;
using System.IO.Pipelines;
using Graph.Server.Api;
using Graph.Server.Identity;
using GraphQL;
using Microsoft.AspNetCore.Http.Features;

namespace Graph.Server.Transport.Subscriptions;

/// <summary>
/// An operation answered by a stream of events, as the protocol graphql-sse has it (distinct connections): <c>next</c> with each result
/// and <c>complete</c> at the end. Everything that is wrong with the operation is a result as well, because a browser tells its page
/// nothing of a stream that was refused.
/// </summary>
internal sealed class EventStreamAnswer(
    OperationStream operations, CallerCheck callers, ApiOptions options, IHostApplicationLifetime lifetime, IGraphQLTextSerializer serializer, ILogger<EventStreamAnswer> logger)
{
    /// <summary>Answers a request that was read.</summary>
    public async Task AnswerAsync(HttpContext http, GraphRequest request)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = MediaTypes.WithCharset(MediaTypes.EventStream);
        http.Response.Headers["X-Accel-Buffering"] = "no";      // A proxy that gathers pieces would keep events back.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        using var stream = new EventStream(http.Response.BodyWriter, serializer, options.SubscriberSendTimeMax, ending.Token);
        var credentials = Credentials.Of(http.Request);
        Exception? end = null;      // Why it ends before its operation does; what comes first counts.
        var checking = CheckAsync();
        try
        {
            await stream.BeatAsync();
            await operations.RunAsync(http, request, credentials, stream.TellAsync, lifetime.ApplicationStopping, ending.Token);
        }
        catch (Exception e)
        {
            end ??= e;
        }

        await ending.CancelAsync();
        await checking;
        End(http, stream, end);

        // Between events: the client must see that the stream is alive, and a token may have been taken away.
        async Task CheckAsync()
        {
            try
            {
                while (true)
                {
                    await Task.Delay(options.StreamCheckPeriod, ending.Token);
                    await callers.IdentifyAsync(credentials, "a stream");
                    await stream.BeatAsync();
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // It has ended otherwise.
            }
            catch (Exception e)
            {
                end ??= e;
                await ending.CancelAsync();
            }
        }
    }

    private void End(HttpContext http, EventStream stream, Exception? end)
    {
        if (http.RequestAborted.IsCancellationRequested || end is OperationCanceledException)
        {
            return;     // The client has left, which is how it ends a subscription.
        }

        var reason = end as ApiError ?? (end as SlowSubscriberException)?.Error;
        if (end is SlowSubscriberException slow)
        {
            StreamLog.Slow(logger, MediaTypes.EventStream, slow.Limit);
        }
        else if (end is not (null or ApiError))
        {
            EndpointLog.Cut(logger, end);
        }

        // A stream that was cut within an event must not look like a whole one.
        if ((end is not null && reason is null) || !stream.TryEnd(reason))
        {
            http.Abort();
        }
    }
}

/// <summary>Writes the events of one stream, one at a time.</summary>
internal sealed class EventStream(PipeWriter body, IGraphQLTextSerializer serializer, TimeSpan sendTimeMax, CancellationToken gone) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private long held;
    private bool isWithin;

    public void Dispose() => turn.Dispose();

    /// <summary>Sends a comment, which clients pass over.</summary>
    public Task BeatAsync() => InTurnAsync(() =>
    {
        body.Write(":\n\n"u8);
        return FlushAsync();
    });

    /// <summary>Sends a result.</summary>
    /// <exception cref="SlowSubscriberException">The client does not take it in time.</exception>
    public Task TellAsync(ExecutionResult result) => InTurnAsync(async () =>
    {
        body.Write("event: next\ndata: "u8);
        isWithin = true;
        await new AnswerWriter(serializer, result).WriteAsync(SendAsync, gone);
        body.Write("\n\n"u8);
        isWithin = false;
        await FlushAsync();
    });

    /// <summary>Says why it ends, where there is a reason, behind what the client has still to take; false where an event was cut in its middle.</summary>
    public bool TryEnd(ApiError? reason)
    {
        if (isWithin)
        {
            return false;
        }

        if (reason is not null)
        {
            body.Write("event: next\ndata: {\"errors\":["u8);
            body.Write(System.Text.Encoding.UTF8.GetBytes(serializer.Serialize(reason)));
            body.Write("]}\n\n"u8);
        }

        body.Write("event: complete\ndata:\n\n"u8);
        return true;
    }

    private async Task InTurnAsync(Func<Task> send)
    {
        await turn.WaitAsync(gone);
        try
        {
            await send();
        }
        finally
        {
            turn.Release();
        }
    }

    // A short event goes out whole, so that one that is not taken leaves no half of itself behind.
    private ValueTask SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        body.Write(piece.Span);
        held += piece.Length;
        return held < AnswerWriter.PieceBytes ? default : new(FlushAsync());
    }

    private async Task FlushAsync()
    {
        held = 0;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(sendTimeMax);
        try
        {
            if ((await body.FlushAsync(patience.Token)).IsCompleted)
            {
                throw new OperationCanceledException("The reader is gone.", gone);
            }
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested && patience.IsCancellationRequested)
        {
            throw SlowSubscriberException.Late(sendTimeMax);
        }
    }
}

/// <summary>A subscriber does not take what is sent.</summary>
internal sealed class SlowSubscriberException : Exception
{
    private SlowSubscriberException(string limit, long maximum, string what)
        : base("The subscriber does not read.") => (Limit, Error) = (limit, ApiError.Limit(limit, maximum, null, what));

    /// <summary>The name of the limit by which it is cut off.</summary>
    public string Limit { get; }

    /// <summary>What it is told, should it read after all.</summary>
    public ApiError Error { get; }

    /// <summary>It has not made room for the next event in its time.</summary>
    public static SlowSubscriberException Late(TimeSpan sendTimeMax) =>
        new("subscriberSendTimeMax", (long)sendTimeMax.TotalMilliseconds, "milliseconds until there is room for the next event; subscribe again from the revision told last");

    /// <summary>Others need the room of what it has not read yet.</summary>
    public static SlowSubscriberException InTheWay(int valueCountMax) =>
        new("sendingValueCountMax", valueCountMax, "values in all answers that are not read yet; read faster, or ask for less at once");
}

/// <summary>What streams log.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "A subscriber over {Transport} was cut off: it has not read in time what was sent ({Limit})")]
    public static partial void Slow(ILogger logger, string transport, string limit);
}
