using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that somebody does by a day.</summary>
public static class TaskKind
{
    private static readonly Field Title = Field.Text("title", "What is done, in one line.", required: true, lengthMax: 300);
    private static readonly Field StartsOn = Field.Date("startsOn", "The first day on which it may begin; absent = once what it waits for is done.");
    private static readonly Field DueOn = Field.Date("dueOn", "The last day that is in time.");
    private static readonly Field DoneOn = Field.Date("doneOn", "The day on which it was done.");
    private static readonly Field Days = Field.Integer("days", "How many days it takes, from 1 to 3660.", 1, 3_660);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Task", "tasks", "task", KindGroup.ManagementSystem,
        "Something that somebody does by a day: a step of a plan, an action of a review.", Title,
        [Title, Field.Text("description", "What is done.", meaning: true), StartsOn, Days, DueOn, DoneOn])
    {
        DateOrders = [new(StartsOn, DueOn)],
        Rules = [new(DoneOn, c => c.After.Date(DoneOn) > c.Day ? $"a day up to {c.Day:yyyy-MM-dd}" : null)],
        Standing = new("status", ManagementWords.PlanStatus, "Where it stands on the view's day.", Judge),
        Derived =
        [
            new("earliestEndOn", FieldType.Date, null, "The earliest day on which it can be done, if everything before it is done as early as it can be.", (v, d) => EarliestEnd(v, d, 0)),
            new("latestEndOn", FieldType.Date, null, "The latest day on which it may be done so that everything that waits for it is in time; absent = nothing that has a day waits for it.", (v, d) => LatestEnd(v, d, 0)),
        ],
        Due = [new("COMPLETE", "The last day of the task.", (v, d) => d.Date(DoneOn) <= v.On ? null : d.Date(DueOn))],
    };

    private const int DepthMax = 64;

    private static DateOnly EarliestEnd(View view, Document task, int depth)
    {
        if (task.Date(DoneOn) is { } done && done <= view.On)
        {
            return done;
        }

        var start = task.Date(StartsOn) is { } given && given > view.On ? given : view.On;
        foreach (var before in depth < DepthMax ? view.Snapshot.Targets(task, ManagementEdges.WaitsFor) : [])
        {
            var end = EarliestEnd(view, before, depth + 1);
            start = end >= start && before.Date(DoneOn) is null ? Calendars.Add(end, 0, 1) : start;
        }

        return Calendars.Add(start, 0, (task.Integer(Days) ?? 1) - 1);
    }

    private static DateOnly? LatestEnd(View view, Document task, int depth)
    {
        var latest = task.Date(DueOn);
        foreach (var after in depth < DepthMax ? view.Snapshot.Sources(task, ManagementEdges.WaitsFor) : [])
        {
            if (LatestEnd(view, after, depth + 1) is { } end)
            {
                var start = end.DayNumber - (after.Integer(Days) ?? 1);
                latest = DateOnly.FromDayNumber(Math.Max(0, Math.Min(start, latest?.DayNumber ?? int.MaxValue)));
            }
        }

        return latest;
    }

    private static Standing Judge(View view, Document task)
    {
        if (task.Date(DoneOn) <= view.On)
        {
            return new("DONE", []);
        }

        List<Shortfall> shortfalls = view.Snapshot.Out(task, EdgeKinds.OwnedBy).Any() ? [] : [new("NO_OWNER", task, $"Say who does {task.Key}.")];
        if (task.Date(DueOn) < view.On)
        {
            return new("OVERDUE", [new("ACTION_OVERDUE", task, $"Finish {task.Key}."), .. shortfalls]);
        }

        var open = view.Snapshot.Targets(task, ManagementEdges.WaitsFor).Where(b => !(b.Date(DoneOn) <= view.On)).ToList();
        return open.Count > 0 ? new("BLOCKED", [.. open.Select(b => new Shortfall("NOT_DONE", b, $"Finish {b.Key} first.")), .. shortfalls]) : new("PLANNED", shortfalls);
    }
}
