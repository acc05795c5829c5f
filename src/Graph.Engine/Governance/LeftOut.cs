using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A system that its organisation leaves out of the management system: it has no cells, and Regulation (EU) 2024/1689 knows no such scope. What it owes is not known here, and never nothing.</summary>
public static class LeftOut
{
    /// <summary>What that leaves unknown; empty for a system that is not left out on the view's day.</summary>
    public static IReadOnlyList<Shortfall> Shortfalls(View view, Document system) => !AiSystemKind.IsLeftOut(view, system) ? [] :
        [new("NOT_ASSIGNED", system, $"Take {system.Key} into the management system ({AiSystemKind.InScope.Name}): left out, no row of law is judged for it here, and law binds it all the same.")];
}
