using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>A cell before and after an event.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="System">The system; null for the organisation.</param>
/// <param name="Before">The cell before; null where there was none.</param>
/// <param name="After">The cell after; null where there is none any more.</param>
public sealed record Consequence(Document Requirement, Document? System, Cell? Before, Cell? After);

/// <summary>Cells that change when something stops holding or changes its meaning.</summary>
public static class Consequences
{
    /// <summary>The cells whose verdict, state or credit changes, in cell order, by comparing the view with the one after the event.</summary>
    public static IReadOnlyList<Consequence> Of(View view, Document start, ImpactEvent @event)
    {
        var after = After(view, start, @event);
        var afterCells = after.Cells.Cells().ToDictionary(c => c.Key, StringComparer.Ordinal);
        var consequences = new List<Consequence>();
        foreach (var before in view.Cells.Cells())
        {
            afterCells.Remove(before.Key, out var changed);
            if (changed is null || changed.Verdict != before.Verdict || changed.State != before.State || changed.CreditState != before.CreditState)
            {
                consequences.Add(new(before.Requirement, before.System, before, changed));
            }
        }

        consequences.AddRange(afterCells.Values.Select(c => new Consequence(c.Requirement, c.System, null, c)));
        return consequences;
    }

    /// <summary>
    /// The view after the event (design section 4, fine print 8): on its day the control is retired, the evidence rejected, the statement withdrawn, the
    /// assessment unsigned, anything else deleted with its edges; or the document's meaning has changed.
    /// </summary>
    private static View After(View view, Document start, ImpactEvent @event)
    {
        if (@event == ImpactEvent.Change)
        {
            return view.WithMeaningChanged(start);
        }

        var builder = new SnapshotBuilder(view.Snapshot, revertible: true);
        if (Withdrawn(start, view.On) is { } fields)
        {
            builder.Put(start.Kind, start.Key, false, null, fields, start.Revision, null);
        }
        else
        {
            foreach (var (far, kind, outgoing) in builder.AllEdges(start.Ordinal).ToList())
            {
                var other = builder.Find(far)!;
                builder.RemoveEdge(outgoing ? start : other, view.Snapshot.Model.Edges[kind], outgoing ? other : start);
            }

            builder.Delete(start);
        }

        return view.Of(builder.Build(view.Snapshot.Head, view.Snapshot.At));
    }

    private static List<KeyValuePair<Field, object?>>? Withdrawn(Document document, DateOnly day)
    {
        if (document.Kind == ControlKind.Kind)
        {
            return [new(ControlKind.RetiredOn, day)];
        }

        if (document.Kind == EvidenceKind.Kind)
        {
            return [new(EvidenceKind.Approval.Status, ApprovalRule.Rejected), new(EvidenceKind.Approval.RejectedOn, day)];
        }

        return document.Kind.Approval is { } rule ? [new(rule.DoneOn, null), new(rule.DoneBy, null)] : null;
    }
}
