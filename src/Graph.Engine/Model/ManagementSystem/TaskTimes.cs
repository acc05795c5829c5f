using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>
/// When tasks can begin and end at the earliest, and may at the latest (critical path): each task is worked out once, however many wait for it. The writer refuses
/// circles and long ways of WAITS_FOR, so every walk ends.
/// </summary>
/// <param name="view">The view; nothing that is not done begins before its day.</param>
/// <param name="by">A day by which every task is to be done; null = only the tasks' own last days count.</param>
/// <param name="within">The tasks in question: only what waits for them within these counts for the latest days; null = all.</param>
public sealed class TaskTimes(View view, DateOnly? by = null, IReadOnlySet<Document>? within = null)
{
    private readonly Dictionary<int, DateOnly> earliestEnds = [];
    private readonly Dictionary<int, DateOnly?> latestEnds = [];

    /// <summary>The earliest day on which it can begin: the day after everything before it is done, never before its first day or the view's; the day it was done where it is done.</summary>
    public DateOnly EarliestStart(Document task)
    {
        if (IsDone(task))
        {
            return task.Date(TaskKind.DoneOn)!.Value;
        }

        var start = task.Date(TaskKind.StartsOn) is { } given && given > view.On ? given : view.On;
        foreach (var before in view.Snapshot.Targets(task, ManagementEdges.WaitsFor))
        {
            var end = EarliestEnd(before);
            start = end >= start && !IsDone(before) ? Calendars.Add(end, 0, 1) : start;
        }

        return start;
    }

    /// <summary>The earliest day on which it can be done.</summary>
    public DateOnly EarliestEnd(Document task)
    {
        if (!earliestEnds.TryGetValue(task.Ordinal, out var end))
        {
            earliestEnds.Add(task.Ordinal, end = IsDone(task) ? task.Date(TaskKind.DoneOn)!.Value : Calendars.Add(EarliestStart(task), 0, Days(task) - 1));
        }

        return end;
    }

    /// <summary>The latest day on which it may begin; null where nothing that has a day waits for it.</summary>
    public DateOnly? LatestStart(Document task) => LatestEnd(task) is { } end ? Before(end, Days(task) - 1) : null;

    /// <summary>The latest day on which it may be done so that itself and everything that waits for it is in time; null where nothing of that has a day.</summary>
    public DateOnly? LatestEnd(Document task)
    {
        if (latestEnds.TryGetValue(task.Ordinal, out var latest))
        {
            return latest;
        }

        latest = task.Date(TaskKind.DueOn) is { } due && !(by < due) ? due : by;
        foreach (var after in view.Snapshot.Sources(task, ManagementEdges.WaitsFor).Where(t => !IsDone(t) && within?.Contains(t) != false))
        {
            latest = LatestStart(after) is { } start && !(latest < start) ? Before(start, 1) : latest;
        }

        latestEnds.Add(task.Ordinal, latest);
        return latest;
    }

    /// <summary>Whether it is done on the view's day.</summary>
    public bool IsDone(Document task) => task.Date(TaskKind.DoneOn) <= view.On;

    private static int Days(Document task) => task.Integer(TaskKind.Days) ?? 1;

    private static DateOnly Before(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Max(0, day.DayNumber - days));
}
