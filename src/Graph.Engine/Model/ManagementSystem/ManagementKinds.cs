namespace Graph.Engine.Model.ManagementSystem;

/// <summary>The kinds of the management system (ISO/IEC 42001 clauses 4 to 10), in the order shown to people.</summary>
public static class ManagementKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        UnitKind.Kind, ContextIssueKind.Kind, InterestedPartyKind.Kind, PartyNeedKind.Kind, ScopeStatementKind.Kind,
        ManagedDocumentKind.Kind, CommunicationKind.Kind, OrganisationRoleKind.Kind, RoleAssignmentKind.Kind,
        RiskMethodKind.Kind, RiskScaleStepKind.Kind, RiskMatrixCellKind.Kind, RiskAcceptanceKind.Kind, AssessedImpactKind.Kind, ObjectiveKind.Kind, PlannedChangeKind.Kind,
        CompetenceKind.Kind, CompetenceRecordKind.Kind, TrainingKind.Kind, ResourceKind.Kind, CadenceKind.Kind,
        ContractClauseKind.Kind, MetricKind.Kind, MeasurementKind.Kind, ConcernKind.Kind, IncidentKind.Kind, IncidentNoticeKind.Kind,
        AuditProgrammeKind.Kind, AuditKind.Kind, FindingKind.Kind, CorrectiveActionKind.Kind, ManagementReviewKind.Kind, ReviewDecisionKind.Kind,
        CertificateKind.Kind, TaskKind.Kind,
        TemplateKind.Kind, TemplateItemKind.Kind, AnswerKind.Kind,
    ];
}
