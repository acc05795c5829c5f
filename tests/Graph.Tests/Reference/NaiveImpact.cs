namespace Graph.Tests.Reference;

/// <summary>
/// What depends on a node, breadth first. Where a path may go can depend on how it came (three mappings at most, a
/// control that applies to some systems only), so the search is over steps, and a node has the distance of its first.
/// </summary>
internal sealed class NaiveImpact(NaiveWorld world, string happening)
{
    private const int MappingsMax = 3;

    private static readonly string[] LossAgainst =
        ["HAS_RISK", "MITIGATED_BY", "EVIDENCED_BY", "USES", "SUPPLIED_BY", "PART_OF"];

    private static readonly string[] LossWith =
        ["SATISFIES", "DEMONSTRATES", "ASSESSES", "IDENTIFIES", "STATES", "ABOUT", "AGAINST", "CORRECTS"];

    private static readonly string[] ChangeAgainst =
    [
        "SATISFIES", "DEMONSTRATES", "APPLIES_TO", "CONCERNS", "PART_OF", "FROM", "TO", "IN_SET", "USES", "SUPPLIED_BY",
        "ASSESSES", "IDENTIFIES", "STATES", "ABOUT", "SHIELDED_BY", "AGAINST",
    ];

    private static readonly string[] ChangeWith =
        ["HAS_RISK", "EVIDENCED_BY", "CHANGES"];

    public IReadOnlyList<NaiveReached> From(string start, int depthMax)
    {
        if (world.Find(start) is not { } document)
        {
            return [];
        }

        Dictionary<string, int> distances = new() { [start] = 0 };
        List<Step> frontier = [new Step(start, Mappings: document.Kind == "Mapping" ? 1 : 0, Through: null)];
        HashSet<Step> seen = [.. frontier];
        for (int distance = 1; distance <= depthMax; distance++)
        {
            List<Step> next = [];
            foreach (Step step in frontier.SelectMany(Next).Where(seen.Add))
            {
                distances.TryAdd(step.Node, distance);
                next.Add(step);
            }

            frontier = next;
        }

        return [.. distances.Where(reached => reached.Key != start)
            .Select(reached => new NaiveReached(reached.Key, reached.Value))
            .OrderBy(reached => reached.Distance)
            .ThenBy(reached => reached.Node, StringComparer.Ordinal)];
    }

    private IEnumerable<Step> Next(Step step) => happening == "LOSS" ? Loss(step) : Change(step);

    private IEnumerable<Step> Change(Step step)
    {
        foreach (NaiveEdge edge in world.View.Graph.Edges)
        {
            if (edge.To == step.Node && ChangeAgainst.Contains(edge.Kind))
            {
                yield return new Step(edge.From, Mappings: 0, Through: null);
            }

            if (edge.From == step.Node && ChangeWith.Contains(edge.Kind))
            {
                yield return new Step(edge.To, Mappings: 0, Through: null);
            }
        }
    }

    private IEnumerable<Step> Loss(Step step)
    {
        foreach (NaiveEdge edge in world.View.Graph.Edges)
        {
            if (edge.To == step.Node && LossAgainst.Contains(edge.Kind) && MayPass(step, edge))
            {
                yield return new Step(edge.From, step.Mappings, edge.Kind == "MITIGATED_BY" ? edge.To : null);
            }

            if (edge.From == step.Node && LossWith.Contains(edge.Kind))
            {
                yield return new Step(edge.To, step.Mappings, Through: null);
            }

            if (edge.To == step.Node && edge.Kind is "FROM" or "TO" && MayEnter(step, edge))
            {
                yield return new Step(edge.From, step.Mappings + 1, edge.Kind);
            }

            if (edge.From == step.Node && edge.Kind is "FROM" or "TO" && MayLeave(step, edge))
            {
                yield return new Step(edge.To, step.Mappings, Through: null);
            }
        }
    }

    /// <summary>From a risk that a control of some systems mitigates, by name or by their own risks, only those systems are reached.</summary>
    private bool MayPass(Step step, NaiveEdge edge)
    {
        if (edge.Kind != "HAS_RISK" || step.Through is null || world.Find(step.Through) is not { } control)
        {
            return true;
        }

        List<string> appliesTo = [.. world.Targets(control.Key, "APPLIES_TO")];
        if (appliesTo.Count == 0)
        {
            appliesTo = [.. world.View.Graph.Documents.Where(d => d.Kind == "AiSystem")
                .Where(s => world.Targets(s.Key, "HAS_RISK").Any(r => world.Targets(r, "MITIGATED_BY").Contains(control.Key))).Select(s => s.Key)];
        }

        return control.Text("scope") == "ORGANISATION" || appliesTo.Count == 0 || appliesTo.Contains(edge.From);
    }

    private bool MayEnter(Step step, NaiveEdge edge)
    {
        NaiveDocument mapping = world.Find(edge.From)!;
        return step.Mappings < MappingsMax
            && NaiveMappings.CanGiveCredit(world, mapping)
            && (edge.Kind == "FROM" || NaiveMappings.IsReadBackwards(mapping));
    }

    /// <summary>Leaves on the other side; a mapping that is the start leaves wherever it gives credit.</summary>
    private bool MayLeave(Step step, NaiveEdge edge)
    {
        NaiveDocument mapping = world.Find(edge.From)!;
        return edge.Kind != step.Through
            && NaiveMappings.CanGiveCredit(world, mapping)
            && (edge.Kind == "TO" || NaiveMappings.IsReadBackwards(mapping));
    }

    /// <summary>Through: for a risk the control that led there, for a mapping the edge kind that led in.</summary>
    private sealed record Step(string Node, int Mappings, string? Through);
}
