using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>Cells that change when something stops holding or changes its meaning.</summary>
public static class Consequences
{
    /// <summary>The cells whose verdict, state or credit changes, in cell order, by comparing the view with the one after the event.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<CellChange> Of(View view, Document start, ImpactEvent @event, CancellationToken cancellationToken = default) =>
        CellComparison.Between(view, After(view, start, @event), cancellationToken);

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
                builder.RemoveEdge(outgoing ? start : other, view.Snapshot.Model.Edges[kind], outgoing ? other : start, 0, null);
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
