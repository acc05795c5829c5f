using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Subscribing;
using Graph.Server.Identity;
using Graph.Server.Protection;
using GraphQL;
using GraphQLParser.AST;

namespace Graph.Server.Transport.Subscriptions;

/// <summary>
/// Executes an operation whose results are told one after the other, whatever carries them:
/// <list type="number">
/// <item>a query or a mutation has one result;</item>
/// <item>a subscription is opened, which measures and judges it as a query is, and takes a place;</item>
/// <item>then, until somebody ends it: wait for the feed, ask again who the caller is, execute the next event against one snapshot, and tell it.</item>
/// </list>
/// The next event is looked for only when the one before was taken, so nothing waits in memory for a subscriber. A result that was
/// not executed is the last one and says why.
/// </summary>
internal sealed class OperationStream(
    GraphEngine engine, History history, ViewCache views, ApiOptions options, DocumentExecution documents, OperationRunner runner, AnswerRoom room, SubscriberLimiter places, CallerCheck callers)
{
    /// <summary>What a place in the log stands under in an error that ends a subscription.</summary>
    public const string Place = "since";

    /// <summary>Executes it to its end.</summary>
    /// <param name="http">The request that brought it, or that opened its connection.</param>
    /// <param name="request">The operation.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="tell">Takes a result; returns when there is room for the next.</param>
    /// <param name="stopping">Cancelled when the server stops: then the caller is told where to go on.</param>
    /// <param name="gone">Cancelled when nobody waits for it any more.</param>
    public async Task RunAsync(HttpContext http, GraphRequest request, Credentials credentials, Func<ExecutionResult, Task> tell, CancellationToken stopping, CancellationToken gone)
    {
        var isSubscription = documents.TryOperation(request)?.Operation == OperationType.Subscription;
        using var place = isSubscription ? Enter(http, out var refusal) : Free(out refusal);
        if (refusal is not null)
        {
            await tell(Ended(refusal));
            return;
        }

        using var held = room.Open();
        var (opened, feed) = await ExecuteAsync(http, request, credentials, null, held, gone);
        if (feed is null)
        {
            // The library takes a subscription that was refused while it was opened for one that was executed.
            opened!.Executed &= !isSubscription;
            await TellAsync(tell(opened), held);
            return;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        while (await IsNextAsync(feed, waiting.Token))
        {
            var (result, _) = await ExecuteAsync(http, request, credentials, feed, null, gone);
            if (result is not null)
            {
                await tell(result);
                if (!result.Executed)
                {
                    return;
                }
            }
        }

        gone.ThrowIfCancellationRequested();
        await tell(Ended(new(ErrorCode.Unavailable, "The server stops; subscribe again, here or elsewhere, from the revision told last.") { Facts = [new(Place, feed.Place)] }));
    }

    // Whoever has to give way is cut off as one who reads too slowly.
    private async Task TellAsync(Task telling, AnswerRoom.Place held)
    {
        try
        {
            await telling.WaitAsync(held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested)
        {
            throw SlowSubscriberException.InTheWay(options.SendingValueCountMax);
        }
    }

    private static ExecutionResult Ended(ApiError error) => new() { Errors = [error] };

    private static IDisposable? Free(out ApiError? refusal)
    {
        refusal = null;
        return null;
    }

    private IDisposable? Enter(HttpContext http, out ApiError? refusal)
    {
        try
        {
            refusal = null;
            return places.EnterSubscription(http);
        }
        catch (ApiError full)
        {
            refusal = full;
            return null;
        }
    }

    private async Task<bool> IsNextAsync(Feed feed, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await feed.WaitAsync(engine, options, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // One execution: of a query or a mutation, of the opening of a subscription, which gives its feed, or of an event of a feed.
    private async Task<(ExecutionResult? Result, Feed? Feed)> ExecuteAsync(HttpContext http, GraphRequest request, Credentials credentials, Feed? feed, AnswerRoom.Place? held, CancellationToken gone)
    {
        Caller caller;
        try
        {
            caller = await callers.IdentifyAsync(credentials, "a stream");
        }
        catch (ApiError unknown)
        {
            return (Ended(unknown), null);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(gone);
        ending.CancelAfter(options.TimeMax);
        using var context = new RequestContext(engine, history, views, options, caller, ending);
        if (feed is not null)
        {
            try
            {
                if ((context.Event = await feed.NextAsync(context)) is null)
                {
                    return (null, feed);
                }
            }
            catch (Exception e) when (!gone.IsCancellationRequested)
            {
                return (Ended(e is OperationCanceledException ? ApiError.Deadline(options.TimeMax) : ErrorMapping.Of(e) ?? documents.Internal(e, "a stream")), null);
            }
        }

        var result = await runner.RunAsync(
            http, request, context,
            async trace =>
            {
                var document = documents.Read(request.Query);
                context.Use.NoteAll(document.Use);
                var executed = await documents.ExecuteAsync(request, document, context, http.RequestServices);
                if (executed.Executed)
                {
                    trace.Is(DocumentExecution.Operation(document.Document, request.OperationName));
                    held?.Take(context.ValueCount, context.Use);
                }

                return executed;
            },
            gone);
        return (result, feed ?? context.Feed);
    }
}
