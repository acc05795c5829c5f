using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>When a requirement was last examined by an audit that counts.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Audit">The last audit that examined it, a heading above it or its framework; null where none did.</param>
/// <param name="LastOn">The day of that audit.</param>
/// <param name="DueOn">The day by which it is examined again, by the organisation's cadence; null where there is no cadence or it was never examined.</param>
/// <param name="IsInTime">Whether it was examined, and is not due again; never without a cadence, by which alone one could say so.</param>
public sealed record ExaminedRow(Document Requirement, Document? Audit, DateOnly? LastOn, DateOnly? DueOn, bool IsInTime);

/// <summary>What audits have examined, and what the cadence left unexamined (ISO/IEC 42001 9.2).</summary>
public static class AuditCoverage
{
    /// <summary>Each assessable row of a framework or heading, in natural order.</summary>
    public static IReadOnlyList<ExaminedRow> Under(View view, Document heading) => [.. Rows(view, heading).Select(r => Of(view, r))];

    /// <summary>One row.</summary>
    public static ExaminedRow Of(View view, Document requirement)
    {
        // The cadence is of internal audits (9.2.1): who certifies or supplies examines for themselves.
        Document? last = null;
        foreach (var at in Analysis.Catalogue.Of(view.Snapshot).PlacesUpToFramework(requirement))
        {
            foreach (var audit in view.Snapshot.Sources(at, ManagementEdges.Examines).Where(a => a.Text(AuditKind.Type) == "INTERNAL" && AuditKind.Counts(view, a)))
            {
                last = last is null || (audit.Date(AuditKind.HeldOn), audit.Key).CompareTo((last.Date(AuditKind.HeldOn), last.Key)) > 0 ? audit : last;
            }
        }

        var on = last?.Date(AuditKind.HeldOn);
        var due = CadenceKind.After(view, "INTERNAL_AUDIT", on);
        return new(requirement, last, on, due, due >= view.On);
    }

    /// <summary>The assessable rows of a framework or heading, in natural order.</summary>
    internal static IEnumerable<Document> Rows(View view, Document heading)
    {
        if (heading.Kind == RequirementKind.Kind && heading.Boolean(RequirementKind.Assessable) == true)
        {
            yield return heading;
        }

        foreach (var below in view.Snapshot.Sources(heading, EdgeKinds.PartOf).OrderBy(d => d.Text(RequirementKind.Ref)!, Analysis.NaturalOrder.Instance).SelectMany(d => Rows(view, d)))
        {
            yield return below;
        }
    }
}
