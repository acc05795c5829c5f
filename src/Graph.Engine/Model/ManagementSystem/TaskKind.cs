using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that somebody does by a day.</summary>
public static class TaskKind
{
    private static readonly Field Title = Field.Text("title", "What is done, in one line.", required: true, lengthMax: 300);
    /// <summary>The first day.</summary>
    public static readonly Field StartsOn = Field.Date("startsOn", "The first day on which it may begin; absent = once what it waits for is done.");

    /// <summary>The last day.</summary>
    public static readonly Field DueOn = Field.Date("dueOn", "The last day that is in time.");

    /// <summary>When it was done.</summary>
    public static readonly Field DoneOn = Field.Date("doneOn", "The day on which it was done; not before what it waits for.");

    /// <summary>How long it takes.</summary>
    public static readonly Field Days = Field.Integer("days", "How many days it takes, from 1 to 3660; absent = unknown, and counted as one.", 1, 3_660);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Task", "tasks", "task", KindGroup.ManagementSystem,
        "Something that somebody does by a day: a step of a plan, an action of a review.", Title,
        [Title, Field.Text("description", "What is done.", meaning: true), StartsOn, Days, DueOn, DoneOn])
    {
        IsReviewed = true,
        DateOrders = [new(StartsOn, DueOn), new(StartsOn, DoneOn)],
        Rules =
        [
            DocumentRule.NotAhead(DoneOn),
            new(DoneOn, c => c.After.Date(DoneOn) is { } done && c.Targets(c.After, ManagementEdges.WaitsFor).FirstOrDefault(b => !(b.Date(DoneOn) <= done)) is { } open ? $"a task that is not done before '{open.Key}', which it waits for" : null),
            new(DoneOn, c => c.Sources(c.After, ManagementEdges.WaitsFor).FirstOrDefault(w => w.Date(DoneOn) is { } done && !(c.After.Date(DoneOn) <= done)) is { } waiting
                ? $"a day up to {waiting.Date(DoneOn):yyyy-MM-dd}, on which '{waiting.Key}' was done, which waits for it" : null),
        ],
        Standing = new("status", ManagementWords.PlanStatus, "Where it stands on the view's day.", Judge),
        Derived =
        [
            new("earliestEndOn", FieldType.Date, null, "The earliest day on which it can be done, if everything before it is done as early as it can be.", (v, d) => new TaskTimes(v).EarliestEnd(d)),
            new("latestEndOn", FieldType.Date, null, "The latest day on which it may be done so that everything that waits for it is in time; absent = nothing that has a day waits for it.", (v, d) => new TaskTimes(v).LatestEnd(d)),
        ],
        Due = [new("COMPLETE", "The last day of the task.", (v, d) => d.Date(DoneOn) <= v.On ? null : d.Date(DueOn))],
    };

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
