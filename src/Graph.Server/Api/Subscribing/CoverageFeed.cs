using System.Diagnostics;
using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using GraphQL;

namespace Graph.Server.Api.Subscribing;

/// <summary>
/// The coverage of a framework, a heading or a row, told whenever its counts differ from those told last: after a change, and after
/// midnight, when nothing was written and another day is judged. It looks at the newest revision only: what was published since the
/// last look is told together.
/// </summary>
internal sealed class CoverageFeed : Feed
{
    private readonly string of;
    private readonly string[]? systems;
    private readonly DateOnly? sinceOn;
    private readonly long? since;
    private Seen? seen;
    private long lookedAt;

    private CoverageFeed(string of, string[]? systems, long? since, DateOnly? sinceOn)
    {
        this.of = of;
        this.systems = systems;
        this.since = since;
        this.sinceOn = sinceOn;
    }

    /// <inheritdoc/>
    public override long Place => seen?.Snapshot.Head.Revision ?? since ?? 0;

    /// <summary>Opens it, without a past or with the coverage as of the revision asked for.</summary>
    public static async ValueTask<Feed> OpenAsync(IResolveFieldContext context)
    {
        var request = context.Request();
        var feed = new CoverageFeed(context.Given<string>("of")!, context.GivenTexts("systems"), await SinceAsync(context, 1), context.Given<DateOnly?>("sinceOn"));
        if (feed.sinceOn is { } day && (feed.since is null || day > request.Today))
        {
            throw ApiError.BadRequest(feed.since is null ? "expected 'since' beside 'sinceOn', found none" : $"expected a day not after today, {request.Today:yyyy-MM-dd}, in 'sinceOn', found {day:yyyy-MM-dd}");
        }

        // What is named must be there before anything is promised.
        feed.Count(request.Open(request.Current, request.Today));
        return feed;
    }

    /// <inheritdoc/>
    public override async Task WaitAsync(GraphEngine engine, ApiOptions options, CancellationToken cancellationToken)
    {
        if (seen is null)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(engine.WaitForLaterAsync(seen.Snapshot.Head.Revision, enough.Token), engine.Calendar.WaitForEndAsync(seen.On, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();

        // A graph that is written to without a pause is looked at now and then, not once for each change.
        if (options.CoveragePeriodMin - Stopwatch.GetElapsedTime(lookedAt) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<object?> NextAsync(RequestContext request)
    {
        lookedAt = Stopwatch.GetTimestamp();
        if (seen is null && since is { } revision)
        {
            var then = await request.Engine.AsOfAsync(revision, request.CancellationToken);
            var day = sinceOn ?? request.Engine.Calendar.DayOf(then.At);
            seen = new(then, day, Count(request.Open(then, day)).Coverage.Counts);
        }

        var now = Count(request.Open(request.Current, request.Today));
        var before = seen;
        seen = new(request.Current, request.Today, now.Coverage.Counts);
        return before is not null && Same(before.Counts, seen.Counts) ? null
            : new CoverageChangeRef(now, before is null ? null : before.Snapshot.Head.Revision, () => before is null ? null : Count(request.Open(before.Snapshot, before.On)));
    }

    private CoverageRef Count(ViewScope scope) => new(
        scope, scope.View.Cells.Coverage(scope.Find(of, "of", CellTypes.Headings), CellTypes.Systems(scope, systems, "systems"), scope.Request.CancellationToken));

    private static bool Same(CoverageCounts one, CoverageCounts other) =>
        (one.Owed, one.Met, one.MetWithCredit, one.Shallow) == (other.Owed, other.Met, other.MetWithCredit, other.Shallow)
        && one.States.SequenceEqual(other.States) && one.StatesWithCredit.SequenceEqual(other.StatesWithCredit) && one.Verdicts.SequenceEqual(other.Verdicts);

    /// <summary>The last look: what it found is what the subscriber knows.</summary>
    private sealed record Seen(Snapshot Snapshot, DateOnly On, CoverageCounts Counts);
}

/// <summary>Coverage that has changed.</summary>
/// <param name="After">As it is.</param>
/// <param name="Since">The last revision at which it was as told before; null where nothing was told.</param>
/// <param name="Before">Works out how it was.</param>
internal sealed record CoverageChangeRef(CoverageRef After, long? Since, Func<CoverageRef?> Before);
