using System.Runtime.CompilerServices;
using Graph.Engine.Views;
using Graph.Engine.Writing;

namespace Graph.Engine.Time;

/// <summary>How far apart the points of a timeline are.</summary>
public enum TimelineInterval
{
    /// <summary>Every day.</summary>
    Day,

    /// <summary>Every seventh day from the first one on.</summary>
    Week,

    /// <summary>The last day of each month.</summary>
    Month,

    /// <summary>The last day of March, June, September and December.</summary>
    Quarter,

    /// <summary>The last day of each year.</summary>
    Year,
}

/// <summary>The views of a timeline: days before the one of a view from the log, later ones from its graph (design section 4, Time).</summary>
public static class CoverageTimeline
{
    /// <summary>The days from one to another, both included, at which an interval has points.</summary>
    public static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to, TimelineInterval interval)
    {
        var step = interval == TimelineInterval.Week ? 7 : 1;
        for (var day = First(from, interval); day <= to; day = First(day.AddDays(step), interval))
        {
            yield return day;
            if (DateOnly.MaxValue.DayNumber - day.DayNumber < step)
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// The views of days, in their order: of a day before that of the given view's question as known at its end, of that day and
    /// later ones the view's own graph. A view takes over from the one before it.
    /// </summary>
    /// <param name="engine">The engine, which has the snapshots of the past.</param>
    /// <param name="from">The view on whose graph today and later days stand.</param>
    /// <param name="days">The days.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async IAsyncEnumerable<View> ViewsAsync(
        GraphEngine engine, View from, IEnumerable<DateOnly> days, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        View? before = null;
        foreach (var day in days)
        {
            var view = day < from.Today
                ? from.AsKnownThen(await PastAsync(engine, from, day, cancellationToken), day)
                : from.JudgedOn(day);
            yield return before is null ? view : view.BasedOn(before);
            before = view;
        }
    }

    private static Task<Snapshots.Snapshot> PastAsync(GraphEngine engine, View from, DateOnly day, CancellationToken cancellationToken) =>
        engine.AsOfAsync(Math.Min(engine.RevisionAtEndOf(day), from.Snapshot.Head.Revision), cancellationToken);

    // The first day at or after another on which an interval has a point.
    private static DateOnly First(DateOnly day, TimelineInterval interval)
    {
        var months = interval switch
        {
            TimelineInterval.Month => 1,
            TimelineInterval.Quarter => 3,
            TimelineInterval.Year => 12,
            _ => 0,
        };
        if (months == 0)
        {
            return day;
        }

        var last = ((day.Month + months - 1) / months) * months;
        return new(day.Year, last, DateTime.DaysInMonth(day.Year, last));
    }
}
