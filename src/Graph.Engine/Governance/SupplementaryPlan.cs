using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>One gap of a system under the AI Act as something to be done.</summary>
/// <param name="Step">The step on the way of the system that it belongs to.</param>
/// <param name="Cell">The gap, with what is wrong and what would close it.</param>
/// <param name="FormallyFrom">The day of application by the wording of the law; null where the law has none.</param>
/// <param name="BindsFrom">The day from which it binds the system by its effect; null where the law has none.</param>
/// <param name="CloseBy">The day on which it has to be there: from which it binds, or on which the system is or was placed, where that is later and it is about what is placed; null where no day is known.</param>
/// <param name="OwnerOf">Of what the owners are: of what is missing or weak, else of the system; null where neither has one.</param>
/// <param name="Owners">Who owns it; empty where nobody does.</param>
/// <param name="Tasks">The tasks that arise from it: from the requirement or a heading above it, or from a finding against these.</param>
/// <param name="OpenTasks">Those of them that are not done: a gap that is still open after its tasks has none.</param>
/// <param name="Shortfalls">What the plan lacks: an owner, or the day or the owner of an open task.</param>
public sealed record PlanItem(
    ConformityStep Step, Cell Cell, DateOnly? FormallyFrom, DateOnly? BindsFrom, DateOnly? CloseBy, Document? OwnerOf, IReadOnlyList<Document> Owners,
    IReadOnlyList<Document> Tasks, IReadOnlyList<Document> OpenTasks, IReadOnlyList<Shortfall> Shortfalls)
{
    /// <summary>Whether the law itself leaves open from which of the two days it binds, and the view's day lies between them or before.</summary>
    public bool IsUnresolved => Cell.Requirement.Text(RequirementKind.DateStatus) == "UNRESOLVED" && FormallyFrom != BindsFrom;
}

/// <summary>
/// What a system lacks under the AI Act beside a management system, as dated tasks with owners, in the order of the steps. Nothing is invented: days come from the
/// cells and the system, owners from OWNED_BY, tasks from ARISES_FROM.
/// </summary>
/// <param name="System">The system.</param>
/// <param name="Items">The gaps, by step, day and requirement.</param>
/// <param name="Tasks">The tasks that arise from the system itself, whatever for.</param>
public sealed record SupplementaryPlan(Document System, IReadOnlyList<PlanItem> Items, IReadOnlyList<Document> Tasks)
{
    /// <summary>The gaps for which there is no task, or none that is not done.</summary>
    public IReadOnlyList<PlanItem> WithoutTask => [.. Items.Where(i => i.OpenTasks.Count == 0)];

    /// <summary>The plan of a system in a view: what it owes, and what it will owe on a day that is known or disputed.</summary>
    public static SupplementaryPlan Of(View view, Document system)
    {
        var tasks = view.Snapshot.Sources(system, ManagementEdges.ArisesFrom).Where(t => t.Kind == TaskKind.Kind).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        if (view.Snapshot.Document(ConformitySteps.Act) is not { } act || !CellReader.IsSubject(system, view.On))
        {
            return new(system, [], tasks);
        }

        var items = ConformitySteps.Cells(view, system, act)
            .Where(c => c.Verdict is Verdict.Applicable or Verdict.Undetermined or Verdict.Unresolved or Verdict.NotYet && c.State != State.Covered)
            .Select(c => Item(view, system, c, tasks)).ToList();
        return new(system, [.. items.OrderBy(i => i.Step).ThenBy(i => i.CloseBy ?? DateOnly.MaxValue).ThenBy(i => i.Cell.Requirement.Key, NaturalOrder.Instance)], tasks);
    }

    private static PlanItem Item(View view, Document system, Cell cell, List<Document> ofSystem)
    {
        var step = ConformitySteps.Of(view, cell.Requirement);
        var (formal, effective) = (cell.Because.FormalDate, cell.Because.EffectiveDate);
        var binds = formal > effective ? formal : effective ?? formal;
        var placed = system.Date(AiSystemKind.PlacedOn);
        var closeBy = IsOfWhatIsPlaced(step, cell.Requirement) && placed > binds ? placed : binds;

        // Nobody answers for what is not there; whoever owns the system then does.
        var weak = cell.Defects.Select(d => d.Node).Where(d => d.Kind != RequirementKind.Kind && d.Ordinal != system.Ordinal)
            .Concat(cell.Chains.Take(1).SelectMany(c => c.Documents).Where(d => d.Kind != RequirementKind.Kind)).Append(system).DistinctBy(d => d.Ordinal);
        Document? ownerOf = null;
        IReadOnlyList<Document> owners = [];
        foreach (var document in weak)
        {
            if (view.Snapshot.Targets(document, EdgeKinds.OwnedBy) is { Count: > 0 } found)
            {
                (ownerOf, owners) = (document, [.. found.OrderBy(p => p.Key, StringComparer.Ordinal)]);
                break;
            }
        }

        var tasks = TasksFor(view, cell, ofSystem);
        IReadOnlyList<Document> open = tasks.Count == 0 ? [] : [.. tasks.Where(t => !(t.Date(TaskKind.DoneOn) <= view.On))];
        return new(
            step, cell, formal, effective, closeBy, ownerOf, owners, tasks, open,
            owners.Count > 0 && open.Count == 0 ? [] :
            [
                .. owners.Count > 0 ? [] : new Shortfall[] { new("NO_OWNER", system, $"Say who owns {system.Key}, or what meets {cell.Requirement.Key} for it.") },
                .. open.SelectMany(t => Unplanned(view, t)),
            ]);
    }

    // A task by no day of nobody plans nothing.
    private static IEnumerable<Shortfall> Unplanned(View view, Document task)
    {
        if (task[TaskKind.DueOn] is null)
        {
            yield return new("NO_DATE", task, $"Say by which day {task.Key} is done.");
        }

        if (!view.Snapshot.Out(task, EdgeKinds.OwnedBy).Any())
        {
            yield return new("NO_OWNER", task, $"Say who does {task.Key}.");
        }
    }

    // Every step comes before placing or begins with it, and so does what has a day for each route to the market. What has one day for all, such as literacy, binds whatever is placed.
    private static bool IsOfWhatIsPlaced(ConformityStep step, Document requirement) =>
        step != ConformityStep.Other || requirement[RequirementKind.EffectiveAnnexIII] is not null || requirement[RequirementKind.EffectiveAnnexI] is not null;

    // A task for a requirement and no system is for every system.
    private static List<Document> TasksFor(View view, Cell cell, List<Document> ofSystem)
    {
        var system = cell.System ?? cell.InheritedBy;
        var found = new List<Document>();
        foreach (var at in Catalogue.Of(view.Snapshot).PlacesOf(cell.Requirement))
        {
            found.AddRange(view.Snapshot.Sources(at, ManagementEdges.ArisesFrom));
            found.AddRange(view.Snapshot.Sources(at, ManagementEdges.AgainstEnd)
                .Where(f => Concerns(view.Snapshot.Targets(f, ManagementEdges.AgainstEnd)))
                .SelectMany(f => view.Snapshot.Sources(f, ManagementEdges.ArisesFrom)));
        }

        return
        [
            .. found.Where(t => t.Kind == TaskKind.Kind && (ofSystem.Contains(t) || Concerns(view.Snapshot.Targets(t, ManagementEdges.ArisesFrom))))
                .DistinctBy(t => t.Ordinal).OrderBy(t => t.Key, StringComparer.Ordinal),
        ];

        bool Concerns(List<Document> ends) => ends.Exists(e => e.Ordinal == system?.Ordinal) || !ends.Exists(e => e.Kind == AiSystemKind.Kind);
    }
}
