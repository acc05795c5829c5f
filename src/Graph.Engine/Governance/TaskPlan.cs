using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A task with the days between which it lies.</summary>
/// <param name="Task">The task.</param>
/// <param name="IsDone">Whether it is done.</param>
/// <param name="EarliestStart">The earliest day on which it can begin.</param>
/// <param name="EarliestEnd">The earliest day on which it can be done.</param>
/// <param name="LatestStart">The latest day on which it may begin; null where no day is set.</param>
/// <param name="LatestEnd">The latest day on which it may be done; null where no day is set.</param>
/// <param name="IsCritical">Whether a day lost on it is a day lost for the whole.</param>
public sealed record PlannedTask(Document Task, bool IsDone, DateOnly EarliestStart, DateOnly EarliestEnd, DateOnly? LatestStart, DateOnly? LatestEnd, bool IsCritical)
{
    /// <summary>The days that may be lost; negative where it cannot be in time; null where no day is set or it is done.</summary>
    public int? SlackDays => IsDone ? null : LatestEnd?.DayNumber - EarliestEnd.DayNumber;
}

/// <summary>Tasks with their dependencies, judged against a day.</summary>
/// <param name="Tasks">The tasks, by their earliest days.</param>
/// <param name="By">The day by which all of it is to be done; null = none is set but the tasks' own.</param>
/// <param name="FormallyBy">Where the day is the law's: the day by its wording, where that is another.</param>
/// <param name="LawRow">Where the day is the law's: the requirement that begins to bind on it.</param>
/// <param name="EndsOn">The earliest day on which everything can be done; null where there is nothing left to do.</param>
public sealed record TaskPlan(IReadOnlyList<PlannedTask> Tasks, DateOnly? By, DateOnly? FormallyBy, Document? LawRow, DateOnly? EndsOn)
{
    /// <summary>Whether everything can be in time: by the day asked and by the tasks' own; null where no day is set.</summary>
    public bool? IsInTime => Tasks.Any(t => t.SlackDays < 0) ? false : Tasks.Any(t => t.SlackDays is not null) ? true : null;

    /// <summary>The plan in a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="of">Only tasks that arise from this document or its parts, and all that these wait for; null = all.</param>
    /// <param name="by">The day by which all of it is to be done.</param>
    /// <param name="system">A system: without <paramref name="by"/> the next day on which a step of its way under the AI Act begins to bind it.</param>
    /// <param name="under">With a system: only rows of this requirement or below it count; null = those of its steps, and where none is to come those of every duty.</param>
    public static TaskPlan Of(View view, Document? of, DateOnly? by, Document? system, Document? under = null)
    {
        var law = by is null && system is not null ? NextDay(view, system, under) : null;
        var last = by ?? law?.BindsFrom;
        var tasks = Chosen(view, of);
        var times = new TaskTimes(view, last, tasks);
        var open = tasks.Where(t => !times.IsDone(t)).ToList();
        DateOnly? end = open.Count == 0 ? null : open.Max(times.EarliestEnd);

        // Without any day the path that decides the end is critical.
        var judged = open.Exists(t => times.LatestEnd(t) is not null) ? times : new TaskTimes(view, end, tasks);
        var least = open.Count == 0 ? 0 : open.Min(Slack);
        return new(
            [
                .. tasks.Select(t => new PlannedTask(t, times.IsDone(t), times.EarliestStart(t), times.EarliestEnd(t), times.LatestStart(t), times.LatestEnd(t), !times.IsDone(t) && Slack(t) == least))
                    .OrderBy(t => t.EarliestStart).ThenBy(t => t.EarliestEnd).ThenBy(t => t.Task.Key, StringComparer.Ordinal),
            ],
            last, law?.FormallyFrom < law?.BindsFrom ? law?.FormallyFrom : null, law?.Cell.Requirement, end);

        int Slack(Document task) => judged.LatestEnd(task) is { } latest ? latest.DayNumber - times.EarliestEnd(task).DayNumber : int.MaxValue;
    }

    // The gap of a system that is the next to bind after the view's day.
    private static PlanItem? NextDay(View view, Document system, Document? under)
    {
        var items = SupplementaryPlan.Of(view, system).Items.Where(i => i.BindsFrom > view.On && (under is null || IsBelow(view, i.Cell.Requirement, under))).ToList();
        return (under is null && items.Exists(i => i.Step != ConformityStep.Other) ? items.Where(i => i.Step != ConformityStep.Other) : items).MinBy(i => (i.BindsFrom, i.Cell.Requirement.Key));
    }

    private static bool IsBelow(View view, Document requirement, Document heading) =>
        requirement.Ordinal == heading.Ordinal || view.Snapshot.Targets(requirement, EdgeKinds.PartOf).Exists(d => IsBelow(view, d, heading));

    private static HashSet<Document> Chosen(View view, Document? of)
    {
        if (of is null)
        {
            return [.. view.Snapshot.Documents(TaskKind.Kind)];
        }

        var parts = view.Snapshot.Model.PartsOf(of.Kind).SelectMany(p => view.Snapshot.Sources(of, p));
        var chosen = new HashSet<Document>();
        var rest = new Stack<Document>(of.Kind == TaskKind.Kind ? [of] : parts.Prepend(of).SelectMany(d => view.Snapshot.Sources(d, ManagementEdges.ArisesFrom)).Where(d => d.Kind == TaskKind.Kind));
        while (rest.TryPop(out var task))
        {
            if (chosen.Add(task))
            {
                view.Snapshot.Targets(task, ManagementEdges.WaitsFor).ForEach(rest.Push);
            }
        }

        return chosen;
    }
}
