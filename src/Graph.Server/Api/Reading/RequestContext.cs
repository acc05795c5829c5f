using System.Diagnostics;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Api.Subscribing;
using Graph.Server.Api.Types;
using Graph.Server.Identity;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Graph.Server.Api.Reading;

/// <summary>
/// What one request carries through its resolvers. The snapshot and the day are read once, here, so that a whole response is of
/// one revision.
/// </summary>
internal sealed class RequestContext(
    GraphEngine engine, History history, ViewCache cache, ApiOptions options, Caller caller, CancellationTokenSource ending) : Dictionary<string, object?>, IDisposable
{
    private readonly (Snapshot Current, DateOnly Today) moment = engine.Now();
    private long startedAt = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, ViewScope> views = new(StringComparer.Ordinal);
    private int itemCount;
    private IDisposable? turn;

    public GraphEngine Engine { get; } = engine;

    public History History { get; } = history;

    public ApiOptions Options { get; } = options;

    /// <summary>Who asks.</summary>
    public Caller Caller { get; } = caller;

    public Snapshot Current => moment.Current;

    public DateOnly Today => moment.Today;

    /// <summary>The fields of each selection, collected once a request.</summary>
    public Dictionary<(IObjectGraphType Type, GraphQLSelectionSet Selection), (GraphQLField Node, FieldType Field)[]> Plans { get; } = [];

    /// <summary>Of a subscription: where its events come from, once it is opened.</summary>
    public Feed? Feed { get; set; }

    /// <summary>Of a subscription: the event that is told; null while it is opened.</summary>
    public object? Event { get; set; }

    /// <summary>The values that a query gave so far.</summary>
    public int ValueCount { get; set; }

    /// <summary>What is used of the limits.</summary>
    public LimitUse Use { get; } = new();

    /// <summary>Cancelled when the caller is gone or the time is over.</summary>
    public CancellationToken CancellationToken { get; } = ending.Token;

    /// <summary>Whether the time of the request is over. A timer alone would fire late where every thread is busy.</summary>
    public bool IsOverdue => Elapsed > Options.TimeMax;

    /// <summary>The time since the request was read, or since it had its turn.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(startedAt);

    /// <summary>Whether something must be worked out for it, and not only read.</summary>
    public bool WorksOut { get; set; }

    /// <summary>Waits for a turn, which lasts until the request ends. To wait is nobody's work: the clock stands still.</summary>
    public async Task WaitAsync(Func<CancellationToken, ValueTask<IDisposable>> enter)
    {
        ending.CancelAfter(Timeout.InfiniteTimeSpan);
        turn = await enter(ending.Token);
        startedAt = Stopwatch.GetTimestamp();
        ending.CancelAfter(Options.TimeMax);
    }

    /// <summary>Gives the turn to the next.</summary>
    public void Dispose() => turn?.Dispose();

    /// <summary>Ends the request where its time is over or the caller is gone.</summary>
    /// <exception cref="OperationCanceledException">It has ended.</exception>
    public void CheckTime()
    {
        if (IsOverdue)
        {
            ending.Cancel();
        }

        ending.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Counts items of lists, so that nested pages cannot multiply without bound.</summary>
    public void Take(int items)
    {
        itemCount += items;
        Use.Note("itemCountMax", itemCount, Options.ItemCountMax);
        if (itemCount > Options.ItemCountMax)
        {
            throw ApiError.Limit("itemCountMax", Options.ItemCountMax, itemCount, "list items in one answer");
        }
    }

    /// <summary>Opens the view that a caller asks for; the same question twice gives the same view.</summary>
    public async ValueTask<ViewScope> OpenAsync(ViewAsked asked, CancellationToken cancellationToken)
    {
        var key = asked.ToString();
        if (!views.TryGetValue(key, out var scope))
        {
            foreach (var set in asked.MappingSets ?? [])
            {
                if (Current.Document(set)?.Kind.Name != "MappingSet")
                {
                    throw ApiError.NotFound($"expected the key of a MappingSet, found '{Text.Short(set)}'");
                }
            }

            var request = new ViewRequest(asked.AsOf is { IsHead: true }, asked.AsOf?.Revision, asked.AsOf?.Instant, asked.On, asked.Renewals, asked.MappingSets);
            var view = await request.OpenAsync(Engine, Current, Today, cancellationToken);
            scope = asked.Assume is null ? new(this, cache.Known(view), key) : Assume(asked.Assume, cache.Known(view), key);
            views.Add(key, scope);
        }

        return scope;
    }

    /// <summary>Opens exactly the view that an id or cursor names.</summary>
    public async ValueTask<ViewScope> OpenAsync(ViewStamp stamp, string? asked, CancellationToken cancellationToken)
    {
        var key = $"{asked}@{stamp}";
        if (!views.TryGetValue(key, out var scope))
        {
            if (stamp.Revision > Current.Head.Revision)
            {
                throw ApiError.NotFound($"expected a revision from 0 to {Current.Head.Revision}, found {stamp.Revision}");
            }

            var snapshot = stamp.Revision == Current.Head.Revision ? Current : await Engine.AsOfAsync(stamp.Revision, cancellationToken);
            if (stamp.Assumption is { } id)
            {
                var assumption = cache.Assumption(id) ?? throw ApiError.NotFound("expected an id of a view whose assumption is still kept; ask the view with 'assume' again");
                scope = Assume(assumption, Unassumed(snapshot, stamp), asked ?? key);
            }
            else
            {
                scope = new(this, cache.Known(new(snapshot, stamp.On, stamp.Today, stamp.Kind, stamp.Renewals, stamp.MappingSets)), asked ?? key);
            }

            views.Add(key, scope);
        }

        return scope;
    }

    /// <summary>The view in which changes are taken as made, today or on the later day that is judged, on top of another one, from which it takes over what they do not touch.</summary>
    private ViewScope Assume(Assumption assumption, View view, string asked)
    {
        cache.Keep(assumption);
        var stamp = ViewStamp.Of(view, assumption.Id) with { Kind = ViewKind.WhatIf };
        var assumed = cache.Known(view.Snapshot, stamp, () =>
        {
            var (snapshot, violations) = Engine.Assume(view.Snapshot, assumption, view.On > view.Today ? view.On : view.Today);
            return violations.Count > 0 ? throw ApiError.Refused("The changes in 'assume' could not be made.", violations)
                : new View(snapshot, view.On, view.Today, ViewKind.WhatIf, view.Renewals, view.MappingSets).BasedOn(view);
        });
        return new(this, assumed, asked, assumption, view);
    }

    private View Unassumed(Snapshot snapshot, ViewStamp stamp) => cache.Known(
        new(snapshot, stamp.On, stamp.Today, stamp.On > stamp.Today ? ViewKind.Forecast : snapshot == Current && stamp.Today == Today ? ViewKind.Current : ViewKind.Past, stamp.Renewals, stamp.MappingSets));

    /// <summary>The view of a snapshot as it was on a day of its time.</summary>
    public ViewScope Open(Snapshot snapshot, DateOnly on)
    {
        var view = cache.Known(new(snapshot, on, on, on == Today && snapshot == Current ? ViewKind.Current : ViewKind.Past));
        return new(this, view, $"@{ViewStamp.Of(view)}");
    }

    /// <summary>The view of a snapshot as it is today.</summary>
    public ViewScope Open(Snapshot snapshot) => new(this, cache.Known(new(snapshot, Today, Today, ViewKind.Current)), "");
}

/// <summary>What a caller asks of time.</summary>
internal sealed record ViewAsked(ViewMoment? AsOf, DateOnly? On, Renewals Renewals, IReadOnlyList<string>? MappingSets, Assumption? Assume = null)
{
    public static ViewAsked Now { get; } = new(null, null, Renewals.AsRecorded, null);

    public override string ToString() =>
        this == Now ? "" : $"{AsOf}|{On:yyyy-MM-dd}|{Renewals}|{(MappingSets is null ? "" : string.Join(',', MappingSets) + ",")}{(Assume is null ? "" : "|" + Assume.Id)}";
}

/// <summary>Texts shown in messages.</summary>
internal static class Text
{
    public static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
