using System.Collections.Immutable;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>
/// For some days no chain that passes a document is worth more than the rule says. A day that is not given never comes.
/// </summary>
/// <param name="Rule">The rule.</param>
/// <param name="By">The number of the document because of which.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The first day on which it is over.</param>
/// <param name="Systems">The numbers of the documents of the systems for which alone; null = for every subject.</param>
internal sealed record Lowering(LoweringRule Rule, int By, int From, int Until, IReadOnlyList<int>? Systems = null)
{
    public bool HoldsOn(int day) => From <= day && day < Until;

    /// <summary>The weaker of what a chain is worth and what is left to it.</summary>
    public State Cap(State state) => state < Rule.To ? state : Rule.To;
}

/// <summary>One step from a document that is lowered towards what decides it.</summary>
/// <param name="Edge">The kind of the edge that is followed.</param>
/// <param name="Outgoing">Whether along its arrow.</param>
/// <param name="At">The kind of what is there, where more of it decides than that it is there.</param>
/// <param name="Deciding">The fields of that kind that decide.</param>
internal sealed record LoweringStep(EdgeKind Edge, bool Outgoing, Kind? At = null, params IReadOnlyList<Field> Deciding);

/// <summary>
/// Something that lowers chains beside the state of their own parts: what it leaves of them, what defect it is, and where it is read. Whoever adds one to
/// the list has it in cells, chains, credit and differences.
/// </summary>
/// <param name="Code">The defect; its node is the document because of which.</param>
/// <param name="To">The most that a chain is worth.</param>
/// <param name="Of">The kind of document whose chains are lowered: a control, evidence, an assessment, or a requirement for itself and all below it.</param>
/// <param name="Ways">The ways from such a document to whatever decides, so that a change there is known to be one here.</param>
/// <param name="Read">Reads the lowerings of a document, whatever the day.</param>
internal sealed record LoweringRule(
    DefectCode Code, State To, Kind Of, IReadOnlyList<IReadOnlyList<LoweringStep>> Ways, Func<LoweringRule, Snapshot, Document, IReadOnlyList<Lowering>> Read)
{
    /// <summary>Which documents of the kind alone it may lower; null = all.</summary>
    public Func<Document, bool>? Among { get; init; }
}

/// <summary>The rules that lower chains (design section 3), and what they say of a document.</summary>
internal static class Lowerings
{
    private static readonly List<Lowering> None = [];

    private static readonly LoweringStep[] Findings =
    [
        new(ManagementEdges.AgainstEnd, Outgoing: false, FindingKind.Kind, FindingKind.Grade, FindingKind.FoundOn, FindingKind.Cause),
        new(
            ManagementEdges.Corrects, Outgoing: false, CorrectiveActionKind.Kind,
            CorrectiveActionKind.ImplementedOn, CorrectiveActionKind.Effect, CorrectiveActionKind.Approval.Status, CorrectiveActionKind.Approval.DoneOn),
    ];

    private static readonly LoweringStep Assessed = new(EdgeKinds.Assesses, Outgoing: true, AiSystemKind.Kind, AiSystemKind.DesignChangedOn);
    private static readonly LoweringStep Concerned = new(EdgeKinds.Concerns, Outgoing: true, AiSystemKind.Kind, AiSystemKind.DesignChangedOn);
    private static readonly LoweringStep Modified = new(ManagementEdges.Changes, Outgoing: false, PlannedChangeKind.Kind, PlannedChangeKind.DoneOn, PlannedChangeKind.Substantial);
    private static readonly LoweringStep Changed = new(ManagementEdges.Changes, Outgoing: false, PlannedChangeKind.Kind, PlannedChangeKind.DoneOn, PlannedChangeKind.Aspects);

    /// <summary>The rules.</summary>
    public static readonly ImmutableArray<LoweringRule> Rules =
    [
        new(DefectCode.ControlNonconformity, State.NotOperating, ControlKind.Kind, [Findings], Nonconformities),
        new(DefectCode.NonconformityOpen, State.Partial, RequirementKind.Kind, [Findings, [Findings[0], new(ManagementEdges.AgainstEnd, Outgoing: true)]],
            (rule, snapshot, requirement) => Nonconformities(rule, snapshot, requirement) is { Count: > 0 } all ? [.. all.Select(n => n with { Systems = SystemsOf(snapshot, n.By) })] : []),
        new(DefectCode.AssessmentStale, State.Suspect, AssessmentKind.Kind, [[Assessed, Changed], [Assessed, new(EdgeKinds.Uses, Outgoing: true), Changed], [Assessed, new(ManagementEdges.Includes, Outgoing: false), Changed], [new(FormEdges.Follows, Outgoing: true, TemplateKind.Kind, TemplateKind.Watches)]],
            (rule, snapshot, assessment) => AssessmentKind.Overtaking(snapshot, assessment) is { Count: > 0 } all ? [.. all.Select(o => new Lowering(rule, o.By.Ordinal, o.On.DayNumber, ProofTerms.Never))] : []),
        new(DefectCode.ClaimedOnly, State.Unproven, AssessmentKind.Kind, [],
            (rule, _, assessment) => AssessmentKind.RestsOnClaims(assessment) ? [new(rule, assessment.Ordinal, 0, ProofTerms.Never)] : []),
        new(DefectCode.ProofOvertaken, State.Suspect, EvidenceKind.Kind, [[Concerned, Modified], [Concerned, new(EdgeKinds.Uses, Outgoing: true), Modified]],
            (rule, snapshot, evidence) => Modification.After(snapshot, evidence) is { Count: > 0 } all ? [.. all.Select(m => new Lowering(rule, m.Source.Ordinal, m.On.DayNumber, ProofTerms.Never))] : [])
        {
            Among = EvidenceKind.ShowsConformity,
        },
    ];

    /// <summary>Everything that lowers chains that pass a document on some day, by rule and the keys of what does.</summary>
    public static Lowering[] Of(Snapshot snapshot, Document document)
    {
        List<Lowering>? found = null;
        foreach (var rule in Rules)
        {
            if (rule.Of == document.Kind && rule.Read(rule, snapshot, document) is { Count: > 0 } some)
            {
                (found ??= []).AddRange(InOrder(snapshot, some));
            }
        }

        return found is null ? [] : [.. found];
    }

    /// <summary>The documents whose chains may be lowered otherwise in one of two snapshots because a document is another one.</summary>
    public static IEnumerable<(LoweringRule Rule, int Lowered)> At(DocumentDifference difference, IReadOnlyList<Snapshot> snapshots)
    {
        if (difference is not { Before: { } before, After: { } after })
        {
            yield break;    // What is new or gone has edges that are.
        }

        foreach (var rule in Rules)
        {
            foreach (var way in rule.Ways)
            {
                for (var step = 0; step < way.Count; step++)
                {
                    if (way[step].At == before.Kind && way[step].Deciding.Any(f => !SnapshotBuilder.SameValue(before[f], after[f])))
                    {
                        foreach (var lowered in Back(snapshots, rule, way, step, before.Ordinal))
                        {
                            yield return (rule, lowered);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The documents whose chains may be lowered otherwise in one of two snapshots because an edge is.</summary>
    public static IEnumerable<(LoweringRule Rule, int Lowered)> Along(LinkDifference edge, IReadOnlyList<Snapshot> snapshots)
    {
        foreach (var rule in Rules)
        {
            foreach (var way in rule.Ways)
            {
                for (var step = 0; step < way.Count; step++)
                {
                    if (way[step].Edge == edge.Kind)
                    {
                        foreach (var lowered in Back(snapshots, rule, way, step - 1, (way[step].Outgoing ? edge.From : edge.To).Ordinal))
                        {
                            yield return (rule, lowered);
                        }
                    }
                }
            }
        }
    }

    // Apart from what is asked of every document, so that only those that are lowered pay for it.
    private static IEnumerable<Lowering> InOrder(Snapshot snapshot, IReadOnlyList<Lowering> lowerings) => lowerings.OrderBy(l => snapshot.Document(l.By)!.Key, StringComparer.Ordinal);

    // From the end of a step back to where its way begins.
    private static IEnumerable<int> Back(IReadOnlyList<Snapshot> snapshots, LoweringRule rule, IReadOnlyList<LoweringStep> way, int step, int end)
    {
        HashSet<int> reached = [end];
        for (; step >= 0; step--)
        {
            HashSet<int> next = [];
            foreach (var snapshot in snapshots)
            {
                foreach (var node in reached)
                {
                    foreach (var (near, _) in new Edges(way[step].Outgoing ? snapshot.Incoming : snapshot.Outgoing, node, way[step].Edge.Number))
                    {
                        next.Add(near);
                    }
                }
            }

            reached = next;
        }

        return reached.Where(node => snapshots.Any(s => s.Document(node) is { } lowered && lowered.Kind == rule.Of && rule.Among?.Invoke(lowered) != false));
    }

    private static List<Lowering> Nonconformities(LoweringRule rule, Snapshot snapshot, Document against)
    {
        var edges = snapshot.In(against, ManagementEdges.AgainstEnd);
        if (snapshot.Keys(FindingKind.Kind).Count == 0 || !edges.Any())
        {
            return None;
        }

        var found = new List<Lowering>();
        foreach (var (node, _) in edges)
        {
            var finding = snapshot.Document(node)!;
            if (finding.Text(FindingKind.Grade) == FindingKind.Major)
            {
                var closed = FindingKind.ClosedFrom(finding, snapshot.Sources(finding, ManagementEdges.Corrects));
                found.Add(new(rule, node, finding.Date(FindingKind.FoundOn)!.Value.DayNumber, closed?.DayNumber ?? ProofTerms.Never));
            }
        }

        return found;
    }

    private static List<int>? SystemsOf(Snapshot snapshot, int finding) =>
        snapshot.Targets(snapshot.Document(finding)!, ManagementEdges.AgainstEnd).Where(t => t.Kind == AiSystemKind.Kind).Select(t => t.Ordinal).ToList() is { Count: > 0 } systems ? systems : null;
}
