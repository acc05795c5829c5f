using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using GraphQL;

namespace Graph.Server.Api.Subscribing;

/// <summary>The changes of the log after a revision, in order, each once.</summary>
internal sealed class ChangesFeed : Feed
{
    // A few are read at a time: a subscriber that catches up does not ask the store for each, and one that is slow holds no more than these.
    private const int PageCountMax = 32;
    private const int PageStepCountMax = 1_000;

    // So many are looked at without a pause, where few are of the kinds asked for.
    private const int LookCountMax = 10_000;

    private readonly HashSet<string>? kinds;
    private readonly Queue<(LogHead Head, Change Change)> page = new();
    private long told;
    private long read;

    // Who catches up from far back begins with a lag, and may only not fall further behind.
    private long lagMin = long.MaxValue;

    private ChangesFeed(long since, HashSet<string>? kinds)
    {
        told = read = since;
        this.kinds = kinds;
    }

    /// <inheritdoc/>
    public override long Place => told;

    /// <summary>Opens it at the head, or at the revision asked for.</summary>
    public static async ValueTask<Feed> OpenAsync(IResolveFieldContext context)
    {
        var request = context.Request();
        var kinds = context.GivenTexts("kinds");
        foreach (var kind in kinds ?? [])
        {
            if (!request.Engine.Model.TryGetKind(kind, out _))
            {
                throw ApiError.BadRequest($"expected the name of a kind in 'kinds'{(request.Options.Introspection ? $" ({NearNames.Of(kind, request.Engine.Model.Kinds.Select(k => k.Name))})" : "")}, found '{Text.Short(kind)}'");
            }
        }

        return new ChangesFeed(await SinceAsync(context, 0) ?? request.Current.Head.Revision, kinds?.ToHashSet(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public override Task WaitAsync(GraphEngine engine, ApiOptions options, CancellationToken cancellationToken) =>
        page.Count > 0 ? Task.CompletedTask : engine.WaitForLaterAsync(read, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<object?> NextAsync(RequestContext request)
    {
        var further = LagOf(request) - Math.Min(lagMin, LagOf(request));
        request.Use.Note("subscriberLagMax", further, request.Options.SubscriberLagMax);
        if (further > request.Options.SubscriberLagMax)
        {
            throw ApiError.Limit("subscriberLagMax", request.Options.SubscriberLagMax, further, "revisions that a subscriber falls behind while it reads; subscribe again from the revision told last");
        }

        if (page.Count == 0)
        {
            await ReadPageAsync(request);
        }

        var isNext = page.TryDequeue(out var next);
        told = isNext ? next.Head.Revision : read;      // What it does not ask for it has not missed.
        lagMin = Math.Min(lagMin, LagOf(request));
        return isNext ? new ChangeRef(request, next.Head, next.Change) : null;
    }

    private long LagOf(RequestContext request) => request.Current.Head.Revision - told;

    private async Task ReadPageAsync(RequestContext request)
    {
        var (looked, steps) = (0, 0);
        await foreach (var (head, change) in request.Engine.ReadLogAsync(read, request.CancellationToken))
        {
            if (head.Revision > request.Current.Head.Revision || looked == LookCountMax)
            {
                return;
            }

            request.CheckTime();
            read = head.Revision;
            looked++;
            if (Takes(change))
            {
                page.Enqueue((head, change));
                steps += change.Steps.Count;
                if (page.Count == PageCountMax || steps >= PageStepCountMax)
                {
                    return;
                }
            }
        }
    }

    // Of what a change deletes the log knows the key alone; a subscriber that keeps documents must hear of it.
    private bool Takes(Change change) => kinds is null || change.Steps.Any(s => s is DocumentDeleted || (s is DocumentPut put && kinds.Contains(put.Kind)));
}
