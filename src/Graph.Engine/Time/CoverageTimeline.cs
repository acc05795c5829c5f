using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
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

/// <summary>A point of a timeline.</summary>
/// <param name="View">The view of the day.</param>
/// <param name="Coverage">The coverage; null where what it is of was not there yet.</param>
public sealed record TimelinePoint(View View, Coverage? Coverage);

/// <summary>The points of a timeline: days before the one of a view from the log, later ones from its graph (design section 4, Time).</summary>
public static class CoverageTimeline
{
    // Below it a second beginning from nothing costs more than a second processor gives.
    private const int HalvedCountMin = 8;

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
    /// Coverage on days, in their order: of a day before that of the given view's question as known at its end, of that day and later ones of the
    /// view's own graph. A point takes over from the one before it; many are worked out in two halves at a time, on two processors.
    /// </summary>
    /// <param name="engine">The engine, which has the snapshots of the past.</param>
    /// <param name="from">The view on whose graph today and later days stand.</param>
    /// <param name="days">The days.</param>
    /// <param name="of">The key of the framework, heading or row.</param>
    /// <param name="systems">The keys of the systems in question; null = all.</param>
    /// <param name="check">Asked before each point; throws where the time is over. Two may ask at once.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<IReadOnlyList<TimelinePoint>> PointsAsync(
        GraphEngine engine, View from, IReadOnlyList<DateOnly> days, string of, IReadOnlyList<string>? systems, Action check, CancellationToken cancellationToken)
    {
        var half = days.Count < HalvedCountMin ? days.Count : days.Count / 2;
        var halves = await Task.WhenAll(
            Task.Run(() => HalfAsync(days.Take(half)), cancellationToken),
            Task.Run(() => HalfAsync(days.Skip(half)), cancellationToken));
        return [.. halves[0], .. halves[1]];

        async Task<List<TimelinePoint>> HalfAsync(IEnumerable<DateOnly> some)
        {
            var points = new List<TimelinePoint>();
            foreach (var day in some)
            {
                check();
                var view = day < from.Today ? from.AsKnownThen(await PastAsync(engine, from, day, cancellationToken), day) : from.JudgedOn(day);
                if (points.Count > 0)
                {
                    view = view.BasedOn(points[^1].View);
                }

                points.Add(new(view, view.Snapshot.Document(of) is { } heading
                    ? view.Cells.Coverage(heading, systems?.Select(view.Snapshot.Document).OfType<Document>().ToList(), cancellationToken) : null));
            }

            return points;
        }
    }

    private static Task<Snapshot> PastAsync(GraphEngine engine, View from, DateOnly day, CancellationToken cancellationToken) =>
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
