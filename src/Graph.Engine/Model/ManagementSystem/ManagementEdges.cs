namespace Graph.Engine.Model.ManagementSystem;

/// <summary>The edge kinds of the management system.</summary>
public static class ManagementEdges
{
    /// <summary>How well a competence is needed.</summary>
    public static readonly Field NeededLevel = Field.Word("level", ManagementWords.CompetenceLevel, "How well it has to be known; absent = WORKING.");

    /// <summary>A need is one of an interested party.</summary>
    public static readonly EdgeKind NeedOf = Part("NEED_OF", "PartyNeed", "InterestedParty", "needs", "Is what this party requires.");

    /// <summary>A communication is one of a managed document.</summary>
    public static readonly EdgeKind CommunicationOf = Part("COMMUNICATION_OF", "Communication", "ManagedDocument", "communications", "Told people of this document.");

    /// <summary>An assignment is one of a role.</summary>
    public static readonly EdgeKind AssignmentOf = Part("ASSIGNMENT_OF", "RoleAssignment", "OrganisationRole", "assignments", "Assigns this role.");

    /// <summary>A record of competence is one of a person.</summary>
    public static readonly EdgeKind RecordOf = Part("RECORD_OF", "CompetenceRecord", "Person", "competenceRecords", "Is about this person.");

    /// <summary>A step is one of a risk method.</summary>
    public static readonly EdgeKind ScaleStepOf = Part("SCALE_STEP_OF", "RiskScaleStep", "RiskMethod", "scaleSteps", "Is a step of a scale of this method.", approvedWith: true);

    /// <summary>A cell is one of the matrix of a risk method.</summary>
    public static readonly EdgeKind MatrixCellOf = Part("MATRIX_CELL_OF", "RiskMatrixCell", "RiskMethod", "matrixCells", "Is a cell of the matrix of this method.", approvedWith: true);

    /// <summary>An acceptance is one of a risk.</summary>
    public static readonly EdgeKind AcceptanceOf = Part("ACCEPTANCE_OF", "RiskAcceptance", "Risk", "acceptances", "Accepts what remains of this risk.");

    /// <summary>A measurement is one of a metric.</summary>
    public static readonly EdgeKind MeasurementOf = Part("MEASUREMENT_OF", "Measurement", "Metric", "measurements", "Is a measured value of this metric.");

    /// <summary>A notice is one of an incident.</summary>
    public static readonly EdgeKind NoticeOf = Part("NOTICE_OF", "IncidentNotice", "Incident", "notices", "Tells of this incident.");

    /// <summary>A decision is one of a management review.</summary>
    public static readonly EdgeKind DecisionOf = Part("DECISION_OF", "ReviewDecision", "ManagementReview", "decisions", "Was decided in this review.", approvedWith: true);

    /// <summary>A clause is one of a vendor's contract.</summary>
    public static readonly EdgeKind ClauseOf = Part("CLAUSE_OF", "ContractClause", "Vendor", "contractClauses", "Is a clause of the contract with this vendor.");

    /// <summary>An impact is one of an assessment.</summary>
    public static readonly EdgeKind ImpactOf = Part("IMPACT_OF", "AssessedImpact", "Assessment", "impacts", "Was found by this assessment.", approvedWith: true);

    /// <summary>An impact is met by a control.</summary>
    public static readonly EdgeKind ControlledBy = new("CONTROLLED_BY", ["AssessedImpact"], ["Control"], "controls", Along.Against, Along.Not, "Is lowered by this control.") { BindsContent = true, IsOmittedWhenEmpty = true };

    /// <summary>A unit is within another.</summary>
    public static readonly EdgeKind Within = new("WITHIN", ["Unit"], ["Unit"], "units", Along.Not, Along.Not, "Is within this unit.") { CountMax = 1, Acyclic = true };

    /// <summary>A scope includes units and systems.</summary>
    public static readonly EdgeKind Includes = new("INCLUDES", ["ScopeStatement"], ["Unit", "AiSystem"], "includedIn", Along.Not, Along.Against, "Has this in the scope of the management system.")
        { BindsContent = true, Moves = new(OfEnd: true, (_, _) => ["SCOPE"]) };

    /// <summary>An assignment is held by a person.</summary>
    public static readonly EdgeKind HeldBy = new("HELD_BY", ["RoleAssignment"], ["Person"], "holds", Along.Not, Along.Not, "Is held by this person.") { CountMin = 1, CountMax = 1, Stays = true };

    /// <summary>An assignment is for something.</summary>
    public static readonly EdgeKind ResponsibleFor = new("RESPONSIBLE_FOR", ["RoleAssignment"], ["Unit", "AiSystem", "Framework", "Control", "ManagedDocument"], "responsibles", Along.Not, Along.Not, "Is for this: where it is no unit, its holder decides on nothing else. Without it the assignment is for all that the role is about.");

    /// <summary>A role needs a competence.</summary>
    public static readonly EdgeKind NeedsCompetence = new("NEEDS_COMPETENCE", ["OrganisationRole"], ["Competence"], "neededBy", Along.Not, Along.Against, "Needs this competence.", [NeededLevel]);

    /// <summary>A record shows a competence.</summary>
    public static readonly EdgeKind OfCompetence = new("OF_COMPETENCE", ["CompetenceRecord"], ["Competence"], "records", Along.Not, Along.Not, "Shows this competence.") { CountMin = 1, CountMax = 1 };

    /// <summary>A training teaches a competence.</summary>
    public static readonly EdgeKind Teaches = new("TEACHES", ["Training"], ["Competence"], "taughtBy", Along.Not, Along.Against, "Teaches this competence.");

    /// <summary>A training was attended by a person.</summary>
    public static readonly EdgeKind AttendedBy = new("ATTENDED_BY", ["Training"], ["Person"], "attended", Along.Not, Along.Not, "Was attended by this person.");

    /// <summary>A resource is used for a system.</summary>
    public static readonly EdgeKind UsedFor = new("USED_FOR", ["Resource"], ["AiSystem", "Objective", "PlannedChange"], "resources", Along.Not, Along.Not, "Is used for this.");

    /// <summary>A vendor has another take part.</summary>
    public static readonly EdgeKind Subprocesses = new("SUBPROCESSED_BY", ["Vendor"], ["Vendor"], "subprocesses", Along.Against, Along.Against, "Has this other vendor take part in what it supplies.") { Acyclic = true };

    /// <summary>An objective, a system, a control or a vendor is measured by a metric.</summary>
    public static readonly EdgeKind MeasuredBy = new("MEASURED_BY", ["Objective", "AiSystem", "Control", "Vendor"], ["Metric"], "measures", Along.Not, Along.Not, "Is measured by this metric.");

    /// <summary>Something planned changes something.</summary>
    public static readonly EdgeKind Changes = new("CHANGES", ["PlannedChange"], ["AiSystem", "Component", "Vendor", "Control", "ManagedDocument", "RiskMethod", "ScopeStatement"], "plannedChanges", Along.Not, Along.With, "Will change this.");

    /// <summary>An incident or concern touches something, a notice is about what an incident touched, or a need bears on something.</summary>
    public static readonly EdgeKind Affects = new(
        "AFFECTS", ["Incident", "Concern", "IncidentNotice", "PartyNeed"], ["AiSystem", "Component", "Vendor"], "affectedBy", Along.Not, Along.Against,
        "Touched this; a notice tells of this and of nothing else, and without it of all that the incident touched; a need bears on this and on nothing else, and without it on all.");

    /// <summary>An audit is one of a programme.</summary>
    public static readonly EdgeKind InProgramme = new("IN_PROGRAMME", ["Audit"], ["AuditProgramme"], "audits", Along.Not, Along.Not, "Belongs to this programme.") { CountMax = 1 };

    /// <summary>An audit is held by a person.</summary>
    public static readonly EdgeKind AuditedBy = new("AUDITED_BY", ["Audit"], ["Person"], "audited", Along.Not, Along.Not, "Was or is held by this person.");

    /// <summary>An audit examines something.</summary>
    public static readonly EdgeKind Examines = new("EXAMINES", ["Audit"], ["Framework", "Requirement", "Control", "AiSystem", "Vendor", "Unit"], "examinedBy", Along.Not, Along.Against, "Examines this; a framework or heading stands for every row below.");

    /// <summary>An audit needs a competence.</summary>
    public static readonly EdgeKind NeedsAuditor = new("NEEDS_AUDITOR", ["Audit"], ["Competence"], "neededForAudits", Along.Not, Along.Not, "Is held only by people who have shown this competence at level WORKING or better on the day.");

    /// <summary>A finding was made somewhere.</summary>
    public static readonly EdgeKind FoundIn = new("FOUND_IN", ["Finding"], ["Audit", "ManagementReview", "Incident", "Metric", "Concern"], "findings", Along.Not, Along.Not, "Came to light here.");

    /// <summary>A finding is against something.</summary>
    public static readonly EdgeKind AgainstEnd = new("AGAINST", ["Finding"], ["Requirement", "Control", "AiSystem"], "nonconformities", Along.With, Along.Against, "Is a finding against this.");

    /// <summary>A corrective action corrects a finding.</summary>
    public static readonly EdgeKind Corrects = new("CORRECTS", ["CorrectiveAction"], ["Finding"], "correctedBy", Along.With, Along.Not, "Is done about this finding, which is open again where it does not hold.") { CountMin = 1, BindsContent = true };

    /// <summary>A task comes from something.</summary>
    public static readonly EdgeKind ArisesFrom = new(
        "ARISES_FROM", ["Task", "PlannedChange", "IncidentNotice"], ["ManagementReview", "ReviewDecision", "Finding", "Incident", "Risk", "Objective", "Audit", "AiSystem", "Requirement", "PartyNeed"], "actions", Along.Not, Along.Not,
        "Is done because of this; with a requirement and a system both, for that requirement of that system; a notice, because a contract asks for it by this need.")
    {
        Rule = IncidentNoticeKind.ExpectedAsked,
    };

    /// <summary>A task waits for another.</summary>
    public static readonly EdgeKind WaitsFor = new("WAITS_FOR", ["Task"], ["Task"], "awaitedBy", Along.Against, Along.Not, "Begins once this is done, and is not done before.") { Acyclic = true };

    /// <summary>A certificate is of a framework and a scope.</summary>
    public static readonly EdgeKind Certifies = new("CERTIFIES", ["Certificate"], ["Framework", "ScopeStatement"], "certifiedBy", Along.Not, Along.Against, "Is a certificate of this; nobody is certified against a law.")
    {
        Rule = (_, of) => of.Kind == Catalogue.FrameworkKind.Kind && of.Text(Catalogue.FrameworkKind.Type) == "REGULATION" ? "a standard, against which one can be certified, or a scope" : null,
    };

    /// <summary>An audit is for a certificate.</summary>
    public static readonly EdgeKind AuditsFor = new("AUDITS_FOR", ["Audit"], ["Certificate"], "certificationAudits", Along.Not, Along.Not, "Is an audit for this certificate.") { CountMax = 1 };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EdgeKind> All { get; } =
    [
        NeedOf, CommunicationOf, AssignmentOf, RecordOf, ScaleStepOf, MatrixCellOf, AcceptanceOf, MeasurementOf, NoticeOf, DecisionOf, ClauseOf, ImpactOf, ControlledBy,
        Within, Includes, HeldBy, ResponsibleFor, NeedsCompetence, OfCompetence, Teaches, AttendedBy, UsedFor, Subprocesses, MeasuredBy, Changes, Affects,
        InProgramme, AuditedBy, Examines, NeedsAuditor, FoundIn, AgainstEnd, Corrects, ArisesFrom, WaitsFor, Certifies, AuditsFor,
        .. FormEdges.All,
    ];

    private static EdgeKind Part(string name, string part, string owner, string inverse, string description, bool approvedWith = false) =>
        new(name, [part], [owner], inverse, Along.Not, Along.Not, description) { IsPart = true, CountMin = 1, CountMax = 1, BindsContent = approvedWith };
}
