using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;

namespace Graph.Engine.Time;

/// <summary>A time in which a cell had one verdict, state and credit.</summary>
/// <param name="From">The instant from which.</param>
/// <param name="Revision">The change that made it so; null where the day did, or where it was so from the start of the time asked.</param>
/// <param name="View">The graph and day at which it began.</param>
/// <param name="Cell">The cell as it was then; null where there was none.</param>
public sealed record CellInterval(DateTimeOffset From, LogHead? Revision, View View, Cell? Cell)
{
    /// <summary>The first day on which it was so.</summary>
    public DateOnly On => View.On;
}

/// <summary>
/// What became of cells: was one met all through a time, and if not, from when to when, and what changed it? Past days are judged with
/// what was known then, change by change; days after today with what is known now.
/// </summary>
public static class CellHistory
{
    // So many changes of a day are first looked at together: most concern other cells.
    private const int GroupCount = 64;

    /// <summary>The times in which each of some cells had one value, in order; the first begins on the first day.</summary>
    /// <param name="engine">The engine, which has the log.</param>
    /// <param name="view">The view on whose graph today and later days stand.</param>
    /// <param name="cells">The keys of the requirement and the system of each cell; no system for the organisation.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<CellInterval>>> RunAsync(
        GraphEngine engine, View view, IReadOnlyList<(string Requirement, string? System)> cells, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var walk = new Walk(engine.Calendar, view, cells, isOfOneDay: false, cancellationToken);
        var isAssumed = view.Kind == ViewKind.WhatIf;
        var end = view.Snapshot.Head.Revision;
        var start = from == DateOnly.MinValue ? 0 : Math.Min(engine.RevisionAtEndOf(from.AddDays(-1)), end);
        walk.Begin(isAssumed && from >= view.Today ? view.Snapshot : await engine.AsOfAsync(start, cancellationToken), from);

        // What is assumed takes the place of today and of what comes after it.
        var lastPast = isAssumed ? view.Today.AddDays(-1) : view.Today;
        lastPast = to < lastPast ? to : lastPast;
        var group = new List<(LogHead Head, Change Change)>();
        if (start < end && from <= lastPast)
        {
            await foreach (var (head, change) in engine.ReadLogAsync(start, cancellationToken))
            {
                var day = engine.Calendar.DayOf(change.At);
                if (head.Revision > end || day > lastPast)
                {
                    break;
                }

                if (group.Count == GroupCount || (group.Count > 0 && engine.Calendar.DayOf(group[^1].Change.At) != day))
                {
                    walk.Take(group);
                    group.Clear();
                }

                group.Add((head, change));
            }
        }

        walk.Take(group);
        walk.Until(to);
        return walk.Intervals;
    }

    /// <summary>
    /// For each of some cells, judged on the day of a view throughout, the last change up to a later revision that altered it; null where
    /// none did.
    /// </summary>
    /// <param name="engine">The engine, which has the log.</param>
    /// <param name="view">The view to begin with.</param>
    /// <param name="toRevision">The last revision.</param>
    /// <param name="cells">The keys of the requirement and the system of each cell; no system for the organisation.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<LogHead?>> LastChangesAsync(
        GraphEngine engine, View view, long toRevision, IReadOnlyList<(string Requirement, string? System)> cells, CancellationToken cancellationToken)
    {
        var walk = new Walk(engine.Calendar, view, cells, isOfOneDay: true, cancellationToken);
        walk.Begin(view.Snapshot, view.On);
        var group = new List<(LogHead Head, Change Change)>();
        if (view.Snapshot.Head.Revision < toRevision)
        {
            await foreach (var (head, change) in engine.ReadLogAsync(view.Snapshot.Head.Revision, cancellationToken))
            {
                group.Add((head, change));
                if (group.Count == GroupCount || head.Revision == toRevision)
                {
                    walk.Take(group);
                    group.Clear();
                }

                if (head.Revision == toRevision)
                {
                    break;
                }
            }
        }

        return [.. walk.Intervals.Select(i => i[^1].Revision)];
    }

    private sealed class Walk(
        Calendar calendar, View asked, IReadOnlyList<(string Requirement, string? System)> cells, bool isOfOneDay, CancellationToken cancellationToken)
    {
        private View current = null!;

        public List<CellInterval>[] Intervals { get; } = [.. cells.Select(_ => new List<CellInterval>())];

        public void Begin(Snapshot snapshot, DateOnly day)
        {
            current = ViewOf(snapshot, day);
            for (var i = 0; i < cells.Count; i++)
            {
                Intervals[i].Add(new(calendar.StartOf(day), null, current, CellIn(current, i)));
            }
        }

        /// <summary>Changes of one day.</summary>
        public void Take(List<(LogHead Head, Change Change)> group)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (group.Count == 0)
            {
                return;
            }

            if (!isOfOneDay)
            {
                Until(calendar.DayOf(group[0].Change.At));
            }

            var all = Apply(current.Snapshot, group);
            if (!Concerns(all))
            {
                current = ViewOf(all, current.On);
                return;
            }

            foreach (var one in group)
            {
                current = ViewOf(Apply(current.Snapshot, [one]), current.On);
                Look(one.Change.At, one.Head);
            }
        }

        /// <summary>The days up to one, on which nothing is written.</summary>
        public void Until(DateOnly day)
        {
            while (current.On < day)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = current.On.AddDays(1);
                current = ViewOf(next > asked.Today || (next == asked.Today && asked.Kind == ViewKind.WhatIf) ? asked.Snapshot : current.Snapshot, next);
                Look(calendar.StartOf(next), null);
            }
        }

        private View ViewOf(Snapshot snapshot, DateOnly day)
        {
            var view = isOfOneDay ? asked.Of(snapshot)
                : day > asked.Today || (day == asked.Today && asked.Kind == ViewKind.WhatIf) ? asked.JudgedOn(day)
                : asked.AsKnownThen(snapshot, day);
            return current is null ? view : view.BasedOn(current);
        }

        private void Look(DateTimeOffset at, LogHead? revision)
        {
            for (var i = 0; i < cells.Count; i++)
            {
                var (was, now) = (Intervals[i][^1].Cell, CellIn(current, i));
                if (!Cell.AreAlike(was, now))
                {
                    Intervals[i].Add(new(at, revision, current, now));
                }
            }
        }

        private Cell? CellIn(View view, int of)
        {
            var (requirement, system) = cells[of];
            var (row, subject) = (view.Snapshot.Document(requirement), system is null ? null : view.Snapshot.Document(system));
            return row?.Kind != RequirementKind.Kind || (system is not null && subject?.Kind != AiSystemKind.Kind) ? null
                : view.Cells.Cell(row, subject) ?? (subject is null ? null : view.Cells.Inherited(row, subject));
        }

        private bool Concerns(Snapshot next) => current.Cells.MayDiffer(cells, next);

        private static Snapshot Apply(Snapshot snapshot, IReadOnlyList<(LogHead Head, Change Change)> changes)
        {
            var builder = new SnapshotBuilder(snapshot, revertible: false);
            foreach (var (_, change) in changes)
            {
                builder.Apply(change);
            }

            return builder.Build(changes[^1].Head, changes[^1].Change.At);
        }
    }
}
