using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A record that ISO/IEC 42001 asks for, and what fulfils it in the graph.</summary>
/// <param name="Clause">The clause, or the control of Annex A.</param>
/// <param name="Record">The record, in our words.</param>
/// <param name="Requirement">The clause as a requirement; null where the catalogue does not hold it.</param>
/// <param name="FulfilledBy">What fulfils it on the view's day: complete, approved where its kind is approved, and counting on that day; empty where nothing does.</param>
public sealed record DocumentedRecord(string Clause, string Record, Document? Requirement, IReadOnlyList<Document> FulfilledBy);

/// <summary>
/// The documented information that ISO/IEC 42001 asks for (7.5.1), clause by clause, and what controls of Annex A have written down where they apply. What fulfils a clause is what
/// the graph itself records; what only a text can say is a document of the register that says in fulfils that it does.
/// </summary>
public static class DocumentedInformation
{
    /// <summary>The key of the standard in the catalogue.</summary>
    public const string Standard = "iso-42001";

    // Each with the kinds of documents that are its record by themselves; documents of the register say in fulfils what they are, and controls satisfy rows.
    private static readonly (string Clause, string Record, Kind[] Kinds, Func<View, IEnumerable<Document>> Of)[] Records =
    [
        ("4.3", "The scope of the management system", [ScopeStatementKind.Kind], v => All(v, ScopeStatementKind.Kind).Where(s => ScopeStatementKind.IsInForce(v, s))),
        ("5.2", "The AI policy", [], AiPolicies),
        ("6.1.1", "What is done about risks and opportunities", [RiskKind.Kind], v => Treated(v, c => ControlKind.StatusOn(c, v.On) != "RETIRED")),
        ("6.1.2", "How risks are assessed", [RiskMethodKind.Kind], v => RiskMethodKind.InForce(v) is { } method ? [method] : []),
        ("6.1.3", "How risks are treated: the process, and the Statement of Applicability", [StatementKind.Kind], Treatment),
        ("6.1.4", "How impacts are assessed", [AssessmentKind.Kind], ImpactAssessments),
        ("6.2", "Objectives", [ObjectiveKind.Kind], v => All(v, ObjectiveKind.Kind).Where(o => o[ObjectiveKind.Plan] is not null && v.Snapshot.Out(o, ManagementEdges.MeasuredBy).Any())),
        ("7.2", "Evidence of competence", [CompetenceRecordKind.Kind, TrainingKind.Kind], v => All(v, CompetenceRecordKind.Kind).Where(r => CompetenceRecordKind.Holds(v, r))),
        ("7.5", "The document register", [], v => All(v, ManagedDocumentKind.Kind).Where(d => ManagedDocumentKind.IsInForce(v, d))),
        ("8.1", "That processes were carried out as planned", [], v => All(v, ControlKind.Kind).Where(c => v.Snapshot.Targets(c, EdgeKinds.EvidencedBy).Exists(p => Counts(v, p))).Where(new ControlOperation(v).IsOperating)),
        ("8.2", "Results of risk assessments", [RiskKind.Kind], v => All(v, RiskKind.Kind).Where(r => r.Date(RiskKind.ReviewedOn) <= v.On && RiskLevels.Inherent(v, r) is not null)),
        ("8.3", "Results of risk treatment", [RiskKind.Kind], v => Treated(v, new ControlOperation(v).IsOperating).Where(r => RiskLevels.Residual(v, r) is not null)),
        ("8.4", "Results of impact assessments", [AssessmentKind.Kind], ImpactAssessments),
        ("9.1", "Results of monitoring and measurement", [MetricKind.Kind], v => All(v, MetricKind.Kind).Where(m => MeasurementKind.Last(v, m) is not null)),
        ("9.2.2", "The audit programme and its results", [AuditProgrammeKind.Kind, AuditKind.Kind], AuditResults),
        ("9.3.3", "Results of management reviews", [ManagementReviewKind.Kind], v => All(v, ManagementReviewKind.Kind).Where(r => r.Date(ManagementReviewKind.HeldOn) <= v.On && ManagementReviewKind.Approval.IsDoneOn(r, v.On))),
        ("10.2", "Nonconformities and what was done about them", [FindingKind.Kind, CorrectiveActionKind.Kind], v => All(v, FindingKind.Kind).Where(f => f.Date(FindingKind.FoundOn) <= v.On && f.Text(FindingKind.Grade) != FindingKind.Observation)),
    ];

    // Controls whose wording asks for something in writing, put together from lists of controls, not from the full text of the standard.
    private static readonly string[] AnnexA =
    [
        "A.2.2", "A.4.2", "A.4.3", "A.4.4", "A.4.5", "A.4.6", "A.5.3", "A.6.1.2", "A.6.1.3", "A.6.2.2", "A.6.2.3", "A.6.2.4", "A.6.2.5", "A.6.2.6", "A.6.2.7", "A.6.2.8",
        "A.7.2", "A.7.3", "A.7.4", "A.7.5", "A.7.6", "A.8.5", "A.9.2", "A.9.3",
    ];

    /// <summary>Every record, in the order of the clauses, then of the controls; a control that is stated not to apply to anything asks for none.</summary>
    public static IReadOnlyList<DocumentedRecord> Of(View view) =>
    [
        .. Records.Select(r => new DocumentedRecord(r.Clause, r.Record, Row(view, r.Clause), [.. r.Of(view)])),
        .. AnnexA.Select(a => (Ref: a, Row: Row(view, a))).Where(a => a.Row is null || !IsExcluded(view, a.Row))
            .Select(a => new DocumentedRecord(a.Ref, a.Row?.Text(RequirementKind.Title) ?? a.Ref, a.Row, a.Row is null ? [] : [.. Written(view, a.Row).DistinctBy(d => d.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal)])),
    ];

    /// <summary>The clauses of which a document is a record, by its kind; of assessments only those of impacts are.</summary>
    public static IEnumerable<Document> RowsOf(Snapshot snapshot, Document record) => record.Kind == AssessmentKind.Kind && record.Text(AssessmentKind.Type) != "AIIA" ? []
        : Records.Where(r => r.Kinds.Contains(record.Kind)).Select(r => snapshot.Document($"{Standard}:{r.Clause}")).OfType<Document>();

    /// <summary>Whether documents of a kind are a record that a clause asks for, by themselves.</summary>
    internal static bool IsRecord(Kind kind) => Array.Exists(Records, r => r.Kinds.Contains(kind));

    /// <summary>The AI policies that are in force: a policy of something else fulfils neither 5.2 nor A.2.2.</summary>
    public static IEnumerable<Document> AiPolicies(View view)
    {
        var fulfilling = ManagedDocumentKind.FulfillingInForce(view);
        return fulfilling[Standard + ":5.2"].Concat(fulfilling[Standard + ":A.2.2"]).Where(d => d.Text(ManagedDocumentKind.Type) == "POLICY").DistinctBy(d => d.Ordinal);
    }

    private static Document? Row(View view, string clause) => view.Snapshot.Document($"{Standard}:{clause}");

    private static IEnumerable<Document> All(View view, Kind kind) => view.Snapshot.Documents(kind);

    // Risks with a control that counts: to be done about them is one that is planned as well, while only one that operates has a result.
    private static IEnumerable<Document> Treated(View view, Func<Document, bool> counts) =>
        All(view, RiskKind.Kind).Where(r => view.Snapshot.Targets(r, EdgeKinds.MitigatedBy).Any(counts) || RiskAcceptanceKind.IsAccepted(view, r));

    // The process is in a document of the register; a statement without it tells what was decided and not how.
    private static IEnumerable<Document> Treatment(View view) =>
        (Process: ManagedDocumentKind.FulfillingInForce(view)[Standard + ":6.1.3"].ToList(), Statement: WholeStatement(view).ToList()) is { Process.Count: > 0, Statement.Count: > 0 } both ? [.. both.Process, .. both.Statement] : [];

    // Of this standard alone, and only once it is whole.
    private static IEnumerable<Document> WholeStatement(View view) =>
        view.Snapshot.Document(Standard) is { } standard && WholeApplicability.Of(view, standard) is { Rows.Count: > 0 } whole && whole.Rows.All(r => StatedApplicability.IsStated(view, r)) ? whole.Approved : [];

    private static IEnumerable<Document> ImpactAssessments(View view) =>
        All(view, AssessmentKind.Kind).Where(a => AssessmentKind.Serves(view, a, "AIIA") && AssessmentKind.Approval.IsDoneOn(a, view.On));

    // A programme without results is none yet, and results without a programme were not planned.
    private static IEnumerable<Document> AuditResults(View view)
    {
        var programmes = All(view, AuditProgrammeKind.Kind).Where(p => p.Date(AuditProgrammeKind.From) <= view.On).ToList();
        var audits = All(view, AuditKind.Kind).Where(a => a.Text(AuditKind.Type) == "INTERNAL" && AuditKind.Counts(view, a) && a[AuditKind.Conclusion] is not null).ToList();
        return programmes.Count > 0 && audits.Count > 0 ? [.. programmes, .. audits] : [];
    }

    private static bool IsExcluded(View view, Document row) => StatedApplicability.Of(view, row).All(s => s?.Boolean(StatementKind.Applicable) == false);

    // A document that fulfils it, and proof of a type that it asks for: of itself or of a control that operates.
    private static IEnumerable<Document> Written(View view, Document row)
    {
        var (types, places) = (row.List(RequirementKind.Proof), Catalogue.Of(view.Snapshot).PlacesOf(row).ToList());
        var proof = places.SelectMany(at => view.Snapshot.Sources(at, EdgeKinds.Demonstrates))
            .Concat(places.SelectMany(at => view.Snapshot.Sources(at, EdgeKinds.Satisfies)).Where(c => ControlKind.StatusOn(c, view.On) == "IMPLEMENTED").SelectMany(c => view.Snapshot.Targets(c, EdgeKinds.EvidencedBy)));
        return ManagedDocumentKind.FulfillingInForce(view)[row.Key]
            .Concat(proof.Where(p => Counts(view, p) && (types is null || types.Contains(p.Text(p.Kind == EvidenceKind.Kind ? EvidenceKind.Type : AssessmentKind.Type)))));
    }

    private static bool Counts(View view, Document proof) => proof.Kind == EvidenceKind.Kind
        ? EvidenceKind.Approval.IsDoneOn(proof, view.On) && !(proof.Date(EvidenceKind.EffectiveFrom) > view.On) && !(proof.Date(EvidenceKind.ExpiresOn) < view.On)
        : AssessmentKind.Kind.Standing!.Judge(view, proof).Word == "IN_FORCE";
}
