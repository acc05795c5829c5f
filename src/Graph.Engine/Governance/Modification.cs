using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A change of a system after which its conformity may have to be assessed anew (Regulation (EU) 2024/1689 Art. 43(4)).</summary>
/// <param name="Source">What records it: a planned change that was made, or the system itself.</param>
/// <param name="On">The day of the change.</param>
/// <param name="IsSubstantial">Whether it is a substantial modification; unknown where nobody has judged.</param>
public sealed record Modification(Document Source, DateOnly On, YesNoUnknown IsSubstantial)
{
    /// <summary>The changes of a system up to the day of a view, the newest first.</summary>
    public static IReadOnlyList<Modification> Of(View view, Document system) =>
        [.. Of(view.Snapshot, system).Where(m => m.On <= view.On).OrderByDescending(m => m.On).ThenBy(m => m.Source.Key, StringComparer.Ordinal)];

    /// <summary>
    /// The substantial modifications, whatever the day, that a piece of evidence has not seen by which conformity is shown (<see cref="EvidenceKind.ShowsConformity"/>), of each system and component that it
    /// concerns: whoever modifies a system substantially has it assessed again (43(4)) and keeps the declaration up to date (47(4)). What was made on the day of the change may not have seen it.
    /// Evidence that concerns several is made again for all.
    /// </summary>
    internal static IReadOnlyList<Modification> After(Snapshot snapshot, Document evidence)
    {
        if (!EvidenceKind.ShowsConformity(evidence) || EvidenceKind.MadeOn(evidence) is not { } made)
        {
            return [];
        }

        // Of very much evidence nearly none is overtaken, and all of it is asked.
        List<Modification>? found = null;
        var isAnyPlanned = snapshot.Keys(PlannedChangeKind.Kind).Count > 0;
        foreach (var (node, _) in snapshot.Out(evidence, EdgeKinds.Concerns))
        {
            var of = snapshot.Document(node)!;
            if (of.Kind != VendorKind.Kind && (isAnyPlanned || (of.Kind == AiSystemKind.Kind && of.Date(AiSystemKind.DesignChangedOn) >= made)))
            {
                (found ??= []).AddRange(Of(snapshot, of).Where(m => m.IsSubstantial == YesNoUnknown.Yes && m.On >= made));
            }
        }

        return found is null ? [] : [.. found.DistinctBy(m => m.Source.Ordinal)];
    }

    // What is planned and was made, of the system or of a component that it uses, and what the system itself records; a change that was pre-determined and assessed at first is recorded
    // as not substantial.
    private static IEnumerable<Modification> Of(Snapshot snapshot, Document of)
    {
        var isSystem = of.Kind == AiSystemKind.Kind;
        var made = snapshot.Sources(of, ManagementEdges.Changes)
            .Concat(isSystem ? snapshot.Targets(of, EdgeKinds.Uses).SelectMany(c => snapshot.Sources(c, ManagementEdges.Changes)) : [])
            .DistinctBy(c => c.Ordinal)
            .Where(c => c[PlannedChangeKind.DoneOn] is not null)
            .Select(c => new Modification(c, c.Date(PlannedChangeKind.DoneOn)!.Value, c.Boolean(PlannedChangeKind.Substantial) switch { true => YesNoUnknown.Yes, false => YesNoUnknown.No, _ => YesNoUnknown.Unknown }));
        return isSystem && of.Date(AiSystemKind.DesignChangedOn) is { } changed ? made.Append(new(of, changed, YesNoUnknown.Yes)) : made;
    }
}
