using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A record that ISO/IEC 42001 asks for, and what fulfils it in the graph.</summary>
/// <param name="Clause">The clause.</param>
/// <param name="Record">The record, in our words.</param>
/// <param name="Requirement">The clause as a requirement; null where the catalogue does not hold it.</param>
/// <param name="FulfilledBy">What fulfils it on the view's day, by key; empty where nothing does.</param>
public sealed record DocumentedRecord(string Clause, string Record, Document? Requirement, IReadOnlyList<Document> FulfilledBy);

/// <summary>The documented information that ISO/IEC 42001 asks for (7.5.1), clause by clause. What fulfils a clause is what the graph itself records, not a file about it.</summary>
public static class DocumentedInformation
{
    private static readonly (string Clause, string Record, Func<View, IEnumerable<Document>> Of)[] Records =
    [
        ("4.3", "The scope of the management system", v => All(v, ScopeStatementKind.Kind).Where(s => ScopeStatementKind.IsInForce(v, s))),
        ("5.2", "The AI policy", v => All(v, ManagedDocumentKind.Kind).Where(d => d.Text(ManagedDocumentKind.Type) == "POLICY" && ManagedDocumentKind.IsInForce(v, d))),
        ("6.1.1", "What is done about risks and opportunities", v => All(v, RiskKind.Kind).Where(r => v.Snapshot.Out(r, EdgeKinds.MitigatedBy).Any())),
        ("6.1.2", "How risks are assessed", v => RiskMethodKind.InForce(v) is { } method ? [method] : []),
        ("6.1.3", "How risks are treated: the Statement of Applicability", v => All(v, StatementKind.Kind).Where(s => s.Text(StatementKind.Type) == "APPLICABILITY" && StatementKind.Approval.IsDoneOn(s, v.On))),
        ("6.1.4", "How impacts are assessed", v => All(v, AssessmentKind.Kind).Where(a => a.Text(AssessmentKind.Type) == "AIIA" && AssessmentKind.Approval.IsDoneOn(a, v.On))),
        ("6.2", "Objectives", v => All(v, ObjectiveKind.Kind)),
        ("7.2", "Evidence of competence", v => All(v, CompetenceRecordKind.Kind).Where(r => CompetenceRecordKind.Holds(v, r))),
        ("7.5", "The document register", v => All(v, ManagedDocumentKind.Kind).Where(d => ManagedDocumentKind.IsInForce(v, d))),
        ("8.1", "That processes were carried out as planned", v => All(v, ControlKind.Kind).Where(c => v.Snapshot.Out(c, EdgeKinds.EvidencedBy).Any())),
        ("8.2", "Results of risk assessments", v => All(v, RiskKind.Kind).Where(r => r.Date(RiskKind.ReviewedOn) <= v.On)),
        ("8.3", "Results of risk treatment", v => All(v, RiskKind.Kind).Where(r => r[RiskKind.ResidualLikelihood] is not null && r[RiskKind.ResidualImpact] is not null)),
        ("8.4", "Results of impact assessments", v => All(v, AssessmentKind.Kind).Where(a => a.Text(AssessmentKind.Type) == "AIIA" && AssessmentKind.Approval.IsDoneOn(a, v.On))),
        ("9.1", "Results of monitoring and measurement", v => All(v, MetricKind.Kind).Where(m => MeasurementKind.Last(v, m) is not null)),
        ("9.2.2", "The audit programme and its results", v => All(v, AuditKind.Kind).Where(a => a.Text(AuditKind.Type) == "INTERNAL" && a.Date(AuditKind.HeldOn) <= v.On)),
        ("9.3.3", "Results of management reviews", v => All(v, ManagementReviewKind.Kind).Where(r => r.Date(ManagementReviewKind.HeldOn) <= v.On)),
        ("10.2", "Nonconformities and what was done about them", v => All(v, FindingKind.Kind).Where(f => f.Date(FindingKind.FoundOn) <= v.On)),
    ];

    /// <summary>Every record, in the order of the clauses.</summary>
    public static IReadOnlyList<DocumentedRecord> Of(View view) =>
        [.. Records.Select(r => new DocumentedRecord(r.Clause, r.Record, view.Snapshot.Document("iso-42001:" + r.Clause), [.. r.Of(view)]))];

    private static IEnumerable<Document> All(View view, Kind kind) => view.Snapshot.Documents(kind);
}
