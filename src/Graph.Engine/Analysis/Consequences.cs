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
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<Consequence> Of(View view, Document start, ImpactEvent @event, CancellationToken cancellationToken = default)
    {
        var after = After(view, start, @event);
        var touched = Touched(view, start, @event);
        var consequences = new List<Consequence>();
        foreach (var row in Rows(view, after, touched))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Compare(view, after, row, consequences);
        }

        return consequences;
    }

    private static void Compare(View view, View after, Document requirement, List<Consequence> consequences)
    {
        var (rowBefore, rowAfter) = (view.Cells.RowOf(requirement.Ordinal), after.Cells.RowOf(requirement.Ordinal));
        var before = rowBefore is null ? default : view.Cells.Read(rowBefore);
        var now = rowAfter is null ? default : after.Cells.Read(rowAfter);
        if (rowBefore is { IsOrganisation: true } || rowAfter is { IsOrganisation: true })
        {
            Add(null, rowBefore is not null && before.States.Length > 0 ? 0 : -1, rowAfter is not null && now.States.Length > 0 ? 0 : -1);
            return;
        }

        var (systems, systemsAfter) = (view.Cells.Systems, after.Cells.Systems);
        for (int i = 0, j = 0; i < systems.Count || j < systemsAfter.Count;)
        {
            // Both lists come in the order of keys.
            var order = i == systems.Count ? 1 : j == systemsAfter.Count ? -1 : string.CompareOrdinal(systems[i].Key, systemsAfter[j].Key);
            Add(order <= 0 ? systems[i] : systemsAfter[j], order <= 0 && rowBefore is not null ? i : -1, order >= 0 && rowAfter is not null ? j : -1);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        void Add(Document? system, int cell, int cellAfter)
        {
            if (cell >= 0 && cellAfter >= 0
                ? before.Verdicts[cell] == now.Verdicts[cellAfter] && before.States[cell] == now.States[cellAfter] && before.Credits[cell] == now.Credits[cellAfter]
                : cell == cellAfter)
            {
                return;
            }

            consequences.Add(new(
                requirement, system,
                cell < 0 ? null : view.Cells.Cell(requirement, system),
                cellAfter < 0 ? null : after.Cells.Cell(after.Snapshot.Document(requirement.Ordinal)!, system is null ? null : after.Snapshot.Document(system.Ordinal))));
        }
    }

    private static IEnumerable<Document> Rows(View view, View after, HashSet<int>? touched) =>
        view.Cells.RowsOf(null).Concat(after.Cells.RowsOf(null)).Select(r => r.Document)
            .DistinctBy(d => d.Ordinal)
            .Where(d => touched is null || touched.Contains(d.Ordinal));

    /// <summary>
    /// The rows that the event can touch: those for which a link of the start speaks, and those that take credit from them. Null where it may be
    /// any row, as with what decides verdicts.
    /// </summary>
    private static HashSet<int>? Touched(View view, Document start, ImpactEvent @event)
    {
        var snapshot = view.Snapshot;
        if (start.Kind == ControlKind.Kind)
        {
            return Closure(Requirements(start, EdgeKinds.Satisfies));
        }

        if (start.Kind == EvidenceKind.Kind
            || (start.Kind == AssessmentKind.Kind && (@event == ImpactEvent.Change || start.Text(AssessmentKind.Type) != "CLASSIFICATION")))
        {
            var requirements = Requirements(start, EdgeKinds.Demonstrates);
            foreach (var (control, _) in snapshot.In(start, EdgeKinds.EvidencedBy))
            {
                requirements.AddRange(Requirements(snapshot.Document(control)!, EdgeKinds.Satisfies));
            }

            return Closure(requirements);
        }

        return start.Kind == StatementKind.Kind ? Closure(Requirements(start, EdgeKinds.States)) : null;

        List<Document> Requirements(Document from, EdgeKind kind)
        {
            var list = new List<Document>();
            foreach (var (node, _) in snapshot.Out(from, kind))
            {
                list.Add(snapshot.Document(node)!);
            }

            return list;
        }

        HashSet<int> Closure(List<Document> requirements) =>
            view.Cells.WithCreditedBy(requirements.SelectMany(view.Cells.RowsBelow).Distinct());
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
                builder.RemoveEdge(outgoing ? start : other, view.Snapshot.Model.Edges[kind], outgoing ? other : start, null);
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
