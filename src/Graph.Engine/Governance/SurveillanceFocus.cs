using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>Why a surveillance audit looks at something.</summary>
public enum FocusReason
{
    /// <summary>A finding of an earlier audit or of an internal audit of the standard, or a MAJOR one about what is certified, that is open.</summary>
    OpenFinding,

    /// <summary>Such a finding that is closed.</summary>
    ClosedFinding,

    /// <summary>A change since the last audit.</summary>
    Change,

    /// <summary>An incident since the last audit.</summary>
    Incident,

    /// <summary>A concern or complaint since the last audit.</summary>
    Concern,
}

/// <summary>Something that a surveillance audit looks at.</summary>
/// <param name="Document">What.</param>
/// <param name="Reason">Why.</param>
/// <param name="On">The day of the finding, change, incident or concern; null for an edit of which no day is recorded.</param>
/// <param name="Text">The same in plain words.</param>
public sealed record FocusRow(Document Document, FocusReason Reason, DateOnly? On, string Text);

/// <summary>
/// What the next surveillance audit for a certificate looks at (ISO/IEC 17021-1, and the guide: what earlier audits were concerned about, and significant
/// changes): worked out from days, and where the record gives none from the revision that the last audit can have looked at. What was deleted since is not there; the log has it.
/// </summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Last">The last audit for it that was held; null where none was.</param>
/// <param name="Since">The day from which on changes count: that of the last audit, else of the issue; null where there is neither.</param>
/// <param name="DueOn">The day by which the next surveillance audit is held; null where there is none to come.</param>
/// <param name="Rows">What it looks at, by reason, day and key.</param>
public sealed record SurveillanceFocus(Document Certificate, Document? Last, DateOnly? Since, DateOnly? DueOn, IReadOnlyList<FocusRow> Rows)
{
    // What the management system rests on and people with authority decide; a record tells what was done.
    private static readonly (Kind Kind, string Text, Func<Document, bool> IsOfSystem)[] Decided =
    [
        (ScopeStatementKind.Kind, "A scope was approved.", _ => true),
        (RiskMethodKind.Kind, "A method for risks was approved.", _ => true),
        (ManagedDocumentKind.Kind, "A document of the management system was approved.", d => d.Text(ManagedDocumentKind.Type) != "RECORD"),
        (StatementKind.Kind, "A row of the Statement of Applicability was approved.", s => s.Text(StatementKind.Type) == "APPLICABILITY"),
    ];

    /// <summary>The focus in a view.</summary>
    public static SurveillanceFocus Of(View view, Document certificate)
    {
        var audits = view.Snapshot.Sources(certificate, ManagementEdges.AuditsFor).Where(a => a.Date(AuditKind.HeldOn) <= view.On).ToList();
        var last = audits.Where(a => AuditKind.Counts(view, a)).MaxBy(a => (a.Date(AuditKind.HeldOn), a.Key));
        var since = last?.Date(AuditKind.HeldOn) ?? certificate.Date(CertificateKind.IssuedOn);
        var ofStandard = CertificateKind.InternalAudits(certificate, view.Snapshot.Targets, view.Snapshot.Sources).Where(a => a.Date(AuditKind.HeldOn) <= view.On);
        // What the audits of an earlier cycle found ends with that only where it is closed.
        var left = CertificateKind.Earlier(view, certificate).SelectMany(c => view.Snapshot.Sources(c, ManagementEdges.AuditsFor)).Where(a => a.Date(AuditKind.HeldOn) <= view.On)
            .SelectMany(a => view.Snapshot.Sources(a, ManagementEdges.FoundIn)).Where(f => FindingKind.IsOpen(view, f));
        var rows = audits.Concat(ofStandard).SelectMany(a => view.Snapshot.Sources(a, ManagementEdges.FoundIn)).Concat(left).Concat(CertificateKind.Majors(view, certificate))
            .Where(f => f.Date(FindingKind.FoundOn) <= view.On).DistinctBy(f => f.Ordinal).Select(f => Finding(view, f))
            .Concat(since is { } from ? Changes(view, certificate, from, last?.Integer(AuditKind.Revision)) : [])
            .OrderBy(r => r.Reason).ThenBy(r => r.On).ThenBy(r => r.Document.Key, StringComparer.Ordinal);
        return new(certificate, last, since, CertificateKind.NextSurveillance(view, certificate), [.. rows]);
    }

    private static FocusRow Finding(View view, Document finding)
    {
        var on = finding.Date(FindingKind.FoundOn);
        return FindingKind.IsOpen(view, finding)
            ? new(finding, FocusReason.OpenFinding, on, $"{finding.Text(FindingKind.Grade)} of {on:yyyy-MM-dd} is open.")
            : new(finding, FocusReason.ClosedFinding, on, $"{finding.Text(FindingKind.Grade)} of {on:yyyy-MM-dd} is closed: see whether that lasts.");
    }

    private static IEnumerable<FocusRow> Changes(View view, Document certificate, DateOnly since, long? seen)
    {
        var systems = Systems(view, certificate);
        var dated = Dated(view, systems, since).ToList();
        return seen is null ? dated : dated.Concat(Edited(view, systems, seen.Value).ExceptBy(dated.Select(r => r.Document.Ordinal), r => r.Document.Ordinal));
    }

    // What the certified scopes and the versions that took their place include; without a scope whatever is in the scope of the management system.
    private static List<Document> Systems(View view, Document certificate)
    {
        var scopes = view.Snapshot.Targets(certificate, ManagementEdges.Certifies).Where(s => s.Kind == ScopeStatementKind.Kind).SelectMany(s => ScopeStatementKind.WithLaterVersions(view, s)).ToList();
        return scopes.Count == 0 ? [.. view.Snapshot.Documents(AiSystemKind.Kind).Where(s => s.Boolean(AiSystemKind.InScope) != false)]
            : [.. scopes.SelectMany(s => view.Snapshot.Targets(s, ManagementEdges.Includes)).Where(s => s.Kind == AiSystemKind.Kind).DistinctBy(s => s.Ordinal)];
    }

    // Of what a control does and of what a system is made of, most edits have no day of their own.
    private static IEnumerable<FocusRow> Edited(View view, List<Document> systems, long seen)
    {
        var components = systems.SelectMany(s => view.Snapshot.Targets(s, EdgeKinds.Uses)).DistinctBy(c => c.Ordinal).ToList();
        return systems.Concat(components).Concat(DueDiligence.ChainOf(view, components.SelectMany(c => view.Snapshot.Targets(c, EdgeKinds.SuppliedBy)))).Concat(view.Snapshot.Documents(ControlKind.Kind))
            .Where(d => d.Revision > seen)
            .Select(d => new FocusRow(d, FocusReason.Change, null, $"It was {(d.CreatedIn > seen ? "recorded" : "edited")} after the last audit; the record gives no day of the change."));
    }

    private static IEnumerable<FocusRow> Dated(View view, List<Document> systems, DateOnly since)
    {
        foreach (var change in view.Snapshot.Documents(PlannedChangeKind.Kind).Where(c => IsNew(c.Date(PlannedChangeKind.DoneOn))))
        {
            yield return new(change, FocusReason.Change, change.Date(PlannedChangeKind.DoneOn), "A planned change was made.");
        }

        foreach (var system in systems)
        {
            foreach (var (field, text) in new[] { (AiSystemKind.PlacedOn, "A system went live."), (AiSystemKind.DesignChangedOn, "The design of a system changed significantly."), (AiSystemKind.RetiredOn, "A system was retired.") })
            {
                if (IsNew(system.Date(field)))
                {
                    yield return new(system, FocusReason.Change, system.Date(field), text);
                }
            }
        }

        // What changed of a system in the graph has a day where an assessment watches it.
        foreach (var watched in systems.SelectMany(s => view.Snapshot.Sources(s, EdgeKinds.Assesses)).DistinctBy(a => a.Ordinal).Where(a => IsNew(a.Date(AssessmentKind.OvertakenOn)))
            .GroupBy(a => (By: view.Snapshot.Document(a.Text(AssessmentKind.OvertakenBy)!) ?? a, On: a.Date(AssessmentKind.OvertakenOn), Aspect: a.Text(AssessmentKind.OvertakenAspect))))
        {
            yield return new(
                watched.Key.By, FocusReason.Change, watched.Key.On,
                $"{watched.Key.Aspect} changed, which {string.Join(", ", watched.Select(a => a.Key).Order(StringComparer.Ordinal))} watch{(watched.Count() == 1 ? "es" : "")}.");
        }

        foreach (var (kind, text, isOfSystem) in Decided)
        {
            foreach (var decided in view.Snapshot.Documents(kind).Where(d => kind.Approval!.IsDoneOn(d, view.On) && IsNew(d.Date(kind.Approval.DoneOn)) && isOfSystem(d)))
            {
                yield return new(decided, FocusReason.Change, decided.Date(kind.Approval!.DoneOn), text);
            }
        }

        foreach (var control in view.Snapshot.Documents(ControlKind.Kind))
        {
            foreach (var (field, text) in new[] { (ControlKind.ImplementedOn, "A control was implemented."), (ControlKind.DegradedOn, "A control no longer operates as it should."), (ControlKind.RetiredOn, "A control was retired.") })
            {
                if (IsNew(control.Date(field)))
                {
                    yield return new(control, FocusReason.Change, control.Date(field), text);
                }
            }
        }

        foreach (var incident in view.Snapshot.Documents(IncidentKind.Kind).Where(i => IsNew(i.Date(IncidentKind.AwareOn))))
        {
            yield return new(incident, FocusReason.Incident, incident.Date(IncidentKind.AwareOn), $"{incident.Text(IncidentKind.Severity)} incident.");
        }

        foreach (var concern in view.Snapshot.Documents(ConcernKind.Kind).Where(c => IsNew(c.Date(ConcernKind.RaisedOn))))
        {
            yield return new(concern, FocusReason.Concern, concern.Date(ConcernKind.RaisedOn), "A concern or complaint was raised.");
        }

        // What happened on the day of the audit may not have been seen by it: a day cannot show which was first.
        bool IsNew(DateOnly? day) => day >= since && day <= view.On;
    }
}
