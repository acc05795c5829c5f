using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>
/// The criteria of readiness: each sentence of the guide's twelve items, as far as the facts bear it out (see <c>seed/README.md</c>). Clause numbers are
/// those of ISO/IEC 42001:2023; where the guide gives a number of months, the organisation's own cadence decides.
/// </summary>
public static class ReadinessCriteria
{
    private const string Standard = DocumentedInformation.Standard;

    private static readonly ChecklistItem Context = new(1, "Context and scope", "4");
    private static readonly ChecklistItem Leadership = new(2, "Commitment and AI policy", "5");
    private static readonly ChecklistItem Risk = new(3, "Risks and opportunities", "6.1, 8.2, 8.3");
    private static readonly ChecklistItem Documents = new(4, "Documented information", "7.5");
    private static readonly ChecklistItem Impact = new(5, "Impact assessments", "6.1.4, 8.4");
    private static readonly ChecklistItem Applicability = new(6, "Statement of Applicability", "6.1.3");
    private static readonly ChecklistItem Suppliers = new(7, "Suppliers", "A.10");
    private static readonly ChecklistItem Competence = new(8, "Competence and training", "7.2, 7.3");
    private static readonly ChecklistItem Audits = new(9, "Internal audit", "9.2");
    private static readonly ChecklistItem Review = new(10, "Management review", "9.3");
    private static readonly ChecklistItem Correction = new(11, "Nonconformity and corrective action", "10.2");
    private static readonly ChecklistItem Act = new(12, "What the AI Act asks beside it", "Regulation (EU) 2024/1689");

    /// <summary>All criteria, in the order of the checklist.</summary>
    public static IReadOnlyList<Criterion> All { get; } =
    [
        // 1. Context
        There("1.a", Context, CyclePhase.Plan, "Internal issues are determined (4.1).", v => Of(v, ContextIssueKind.Kind).Where(i => IsIssue(i, "INTERNAL")), "Record an internal issue."),
        There("1.b", Context, CyclePhase.Plan, "External issues are determined (4.1).", v => Of(v, ContextIssueKind.Kind).Where(i => IsIssue(i, "EXTERNAL")), "Record an external issue."),
        There("1.c", Context, CyclePhase.Plan, "It is determined whether climate change is an issue (4.1, as amended in 2024).", v => Of(v, ContextIssueKind.Kind).Where(i => i.Text(ContextIssueKind.Topic) == "CLIMATE" && i[ContextIssueKind.Relevant] is not null), "Record whether climate change is an issue."),
        There("1.d", Context, CyclePhase.Plan, "The organisation's roles towards AI are determined (4.1).", v => Of(v, UnitKind.Kind).Where(u => u[UnitKind.AiRoles] is not null), "Record a unit with its roles towards AI."),
        Each("1.e", Context, CyclePhase.Plan, "Interested parties and what they require are determined (4.2).", v => Of(v, InterestedPartyKind.Kind), (v, p) => v.Snapshot.In(p, ManagementEdges.NeedOf).Any(), "NO_DATA", p => $"Record what {p.Key} requires."),
        Each("1.f", Context, CyclePhase.Plan, "For each need it is decided whether the management system takes it up (4.2).", v => Of(v, PartyNeedKind.Kind), (_, n) => n[PartyNeedKind.Addressed] is not null, "FACT_MISSING", n => $"Decide whether {n.Key} is taken up."),
        Each("1.g", Context, CyclePhase.Plan, "A scope is written down and approved by leadership (4.3).", v => Of(v, ScopeStatementKind.Kind).Where(s => ScopeStatementKind.IsInForce(v, s)), LeadershipApproved, "NOT_ASSIGNED", s => Led(s.Key)) with { Begins = "Have a scope approved." },
        new("1.h", Context, CyclePhase.Plan, "Every AI system is in a scope that counts, or recorded as not in scope, and none is both (4.3).", v => [.. Of(v, AiSystemKind.Kind).Where(s => CellReader.IsSubject(s, v.On) || AiSystemKind.IsContradicted(v, s))], (v, s) => AiSystemKind.Kind.Standing!.Judge(v, s).Shortfalls),

        // 2. Leadership
        Each("2.a", Leadership, CyclePhase.Plan, "An AI policy is in force, and leadership has approved it (5.1, 5.2).", AiPolicies, LeadershipApproved, "NOT_ASSIGNED", p => Led(p.Key)) with { Begins = "Have a POLICY approved whose fulfils names iso-42001:5.2." },
        Reviewed("2.b", Leadership, CyclePhase.Plan, "The review of the policy is in time (A.2.4).", AiPolicies, "IN_FORCE"),
        Each("2.c", Leadership, CyclePhase.Do, "The policy is communicated to everybody whom it concerns (5.2).", AiPolicies, IsCommunicated, "NOT_COMMUNICATED", p => $"Tell every audience of {p.Key}, all staff among them, and record how many were told of how many, and in staffCount of each unit that is within no other how many work there."),
        Each("2.d", Leadership, CyclePhase.Do, "The policy is available to interested parties as appropriate (5.2).", AiPolicies, (_, p) => p[ManagedDocumentKind.PublishedAt] is not null, "NOT_COMMUNICATED", p => $"Record in publishedAt where those who ask get {p.Key}, have that version approved, and tell everybody of it."),
        new("2.e", Leadership, CyclePhase.Plan, "Objectives are set, each with a metric and a plan (6.2).", v => [.. Of(v, ObjectiveKind.Kind)], Aimless) { Begins = "Record an objective." },
        Standing("2.f", Leadership, CyclePhase.Plan, "Every role is held by somebody (5.3).", v => Of(v, OrganisationRoleKind.Kind), OrganisationRoleKind.Kind, "HELD", "COMPETENCE_MISSING"),
        There("2.g", Leadership, CyclePhase.Plan, "Top management holds a role in the management system (5.1, 5.3).", v => Of(v, OrganisationRoleKind.Kind).Where(r => r.Boolean(OrganisationRoleKind.TopManagement) == true && RoleAssignmentKind.HoldersOf(v, r).Any()), "Assign a role of top management."),
        Each("2.h", Leadership, CyclePhase.Check, "Decisions of top management are recorded (5.1, 9.3.3).", v => HeldReviews(v).Where(r => ManagementReviewKind.Approval.IsDoneOn(r, v.On) && v.Snapshot.In(r, ManagementEdges.DecisionOf).Any()), LeadershipApproved, "NOT_ASSIGNED", r => Led($"the minutes of {r.Key}")) with { Begins = "Record what a management review decided that was held, and have its minutes approved." },

        // 3. Risk
        There("3.a", Risk, CyclePhase.Plan, "A documented method with scales, matrix and acceptance is in force (6.1.2).", v => Of(v, RiskMethodKind.Kind).Where(m => RiskMethodKind.InForce(v) is { } used && used.Ordinal == m.Ordinal), "Have a risk method approved."),
        Each("3.b", Risk, CyclePhase.Plan, "Risks of every AI system in scope are assessed (6.1.2).", InScope, IsRated, "NO_DATA", s => $"Record a risk of {s.Key} and rate it by the method in force."),
        Each("3.c", Risk, CyclePhase.Plan, "Risks are assessed for every stage of a system's life (6.1.2).", InScope, (v, s) => AiSystemKind.StagesWithoutRisk(v, s).Length == 0, "NO_DATA", s => $"Record risks of {s.Key}, or of components that it uses, for the stages in stagesWithoutRisk."),
        There("3.d", Risk, CyclePhase.Plan, "Opportunities are determined (6.1.1).", v => Of(v, RiskKind.Kind).Where(r => r.Text(RiskKind.Type) == "OPPORTUNITY"), "Record an opportunity."),
        Each("3.e", Risk, CyclePhase.Plan, "Every risk has an owner (6.1.3).", v => Of(v, RiskKind.Kind), HasOwner, "NO_OWNER", r => $"Say who owns {r.Key}."),
        Each("3.f", Risk, CyclePhase.Plan, "Every risk has a likelihood and an impact that the method rates (6.1.2).", v => Of(v, RiskKind.Kind), (v, r) => RiskLevels.Inherent(v, r) is not null, "NO_LEVEL", r => $"Record likelihood and impact of {r.Key}."),
        Each("3.g", Risk, CyclePhase.Do, "Every threat is mitigated by a control or accepted (6.1.3, 8.3).", Threats, (v, r) => IsMitigated(v, r) || RiskAcceptanceKind.IsAccepted(v, r), "NO_ACTION", r => $"Link a control that mitigates {r.Key}, or have it accepted."),
        Each("3.h", Risk, CyclePhase.Plan, "What treatment leaves is recorded for every threat (6.1.3).", Threats, (v, r) => RiskLevels.Residual(v, r) is not null, "NO_LEVEL", r => $"Record what remains of {r.Key}."),
        new("3.i", Risk, CyclePhase.Check, "What remains is within what is accepted, or accepted by somebody with authority (6.1.3).", v => [.. Threats(v)], Unaccepted),
        InTime("3.j", Risk, CyclePhase.Check, "Every risk is reviewed within the organisation's cadence (8.2).", "RISK_REVIEW", v => Of(v, RiskKind.Kind), RiskKind.Kind, "REVIEW", (_, r) => r[RiskKind.ReviewedOn] is not null, r => $"Assess {r.Key} again and record the day."),

        // 4. Documented information
        There("4.a", Documents, CyclePhase.Plan, "A register holds policies (7.5.1).", v => OfType(v, "POLICY"), "Register a policy."),
        There("4.b", Documents, CyclePhase.Plan, "A register holds procedures (7.5.1).", v => OfType(v, "PROCEDURE"), "Register a procedure."),
        There("4.c", Documents, CyclePhase.Plan, "A register holds records (7.5.1).", v => OfType(v, "RECORD"), "Register a record."),
        Each("4.d", Documents, CyclePhase.Plan, "Every document has an owner (7.5.2).", v => Of(v, ManagedDocumentKind.Kind), HasOwner, "NO_OWNER", d => $"Say who owns {d.Key}."),
        Reviewed("4.e", Documents, CyclePhase.Do, "Every document is approved and reviewed in time (7.5.2).", v => Of(v, ManagedDocumentKind.Kind), "IN_FORCE", "RETIRED"),
        Each("4.f", Documents, CyclePhase.Plan, "It is set how long every document is kept (7.5.3).", v => Of(v, ManagedDocumentKind.Kind), (_, d) => d[ManagedDocumentKind.RetainUntil] is not null, "NO_DATA", d => $"Record in retainUntil until when {d.Key} is kept, and have that version approved where it counted."),
        There("4.g", Documents, CyclePhase.Do, "Training that was held is recorded (7.2).", HeldTrainings, "Record a training that was held."),

        // 5. Impact assessment
        Each("5.a", Impact, CyclePhase.Do, "Every AI system in use has a signed impact assessment (8.4).", Running, (v, s) => Signed(v, s, "AIIA").Any(), "NO_DATA", s => $"Have an AIIA of {s.Key} signed."),
        new("5.b", Impact, CyclePhase.Do, "It was signed, or waived by somebody with authority, before the system was placed on the market or put into service, or within the organisation's cadence for systems that ran when the management system was implemented.", v => [.. Running(v).Where(s => Signed(v, s, "AIIA").Any())], AssessedAfterUse),
        Each("5.c", Impact, CyclePhase.Check, "Its review is in time (8.4).", v => Running(v).Where(s => Signed(v, s, "AIIA").Any()), (v, s) => Signed(v, s, "AIIA").Any(a => !(AssessmentKind.NextReviewOn(a) < v.On)), "REVIEW_OVERDUE", s => $"Review the AIIA of {s.Key} and have it signed again."),
        Each("5.d", Impact, CyclePhase.Check, "It was signed again after the last change that it watches, and after the last significant change of the system's design (8.4).", v => Running(v).Where(s => Signed(v, s, "AIIA").Any(a => IsStale(v, a) || DesignChanges(v, s).Any())), (v, s) => Signed(v, s, "AIIA").Any(a => !IsStale(v, a) && !IsOfOlderDesign(v, s, a)), "STALE_DATA", s => $"Assess {s.Key} again after its change."),
        Each("5.e", Impact, CyclePhase.Do, "Every signed impact assessment says who is affected, what harm may come, what is done about it, and lists its impacts one by one (A.5).", v => Of(v, AssessmentKind.Kind).Where(a => a.Text(AssessmentKind.Type) == "AIIA" && AssessmentKind.Approval.IsDoneOn(a, v.On)), (v, a) => AssessmentKind.Approval.RequiredContent(a).All(f => a[f] is not null) && v.Snapshot.In(a, ManagementEdges.ImpactOf).Any(), "INPUT_MISSING", a => $"Complete {a.Key}: every part of it, and its impacts."),
        Each("5.f", Impact, CyclePhase.Plan, "A planned AI system has an impact assessment under way.", v => InScope(v).Where(s => !AiSystemKind.IsRunning(s, v.On)), (v, s) => v.Snapshot.Sources(s, EdgeKinds.Assesses).Exists(a => (a.Text(AssessmentKind.Type) == "AIIA" || Forms.Follows(a, "AIIA", v.Snapshot.Targets)) && AssessmentKind.Approval.EndsFrom(a) is null), "NO_DATA", s => $"Begin an AIIA of {s.Key}."),
        new("5.g", Impact, CyclePhase.Do, "No AI system runs without an assessment that it owes, unless somebody with authority has waived it (8.4; GDPR 35; Regulation (EU) 2024/1689 Art. 27).", v => [.. Of(v, AiSystemKind.Kind).Where(s => AiSystemKind.IsInUse(s, v.On))], GoingLive.RunsWithout),

        // 6. Statement of Applicability
        Each("6.a", Applicability, CyclePhase.Plan, "Every Annex A control is stated to apply or not (6.1.3).", AnnexA, (v, r) => StatedApplicability.IsStated(v, r), "INPUT_MISSING", r => $"State whether {r.Key} applies, and why."),
        Each("6.b", Applicability, CyclePhase.Plan, "Every exclusion is justified (6.1.3).", v => AnnexA(v).Where(r => Excluding(v, r).Any()), (v, r) => Excluding(v, r).All(s => s[StatementKind.Justification] is not null), "INPUT_MISSING", r => $"Justify the exclusion of {r.Key}."),
        Each("6.c", Applicability, CyclePhase.Do, "Every applicable control is implemented (6.1.3, 8.1).", Applicable, (v, r) => Controls(v, r).Any(new ControlOperation(v).IsOperating) || (r.Boolean(RequirementKind.NeedsControl) == false && IsMet(v, r)), "NOT_IMPLEMENTED", r => $"Implement a control that satisfies {r.Key}."),
        Each("6.d", Applicability, CyclePhase.Do, "Every implemented control has a documented procedure.", v => Applicable(v).SelectMany(r => Controls(v, r)).Distinct(), (_, c) => c[ControlKind.Procedure] is not null, "NO_DATA", c => $"Record the procedure of {c.Key}."),
        Each("6.e", Applicability, CyclePhase.Do, "Evidence shows that every applicable control operates.", Applicable, IsMet, "CONTROL_WITHOUT_PROOF", r => $"Close what is wrong with {r.Key}: ask for its cell."),
        new("6.f", Applicability, CyclePhase.Plan, "What the treatment of a risk relies on is not stated not to apply (6.1.3).", v => [.. Of(v, ControlKind.Kind).Where(c => v.Snapshot.In(c, EdgeKinds.MitigatedBy).Any())], WholeApplicability.ReliedOn),

        // 7. Suppliers
        Each("7.a", Suppliers, CyclePhase.Do, "Every supplier in use was assessed, and whoever takes part in what it supplies (A.10.3).", DueDiligence.Chain, (v, s) => Signed(v, s, "VENDOR_DUE_DILIGENCE").Any(), "NO_DATA", s => $"Have due diligence on {s.Key} signed that rests on more than its claims."),
        new("7.b", Suppliers, CyclePhase.Do, "The assessment was signed before the contract began, or within the organisation's cadence for suppliers that were in use when the management system was implemented.", v => [.. DueDiligence.InUse(v)], AssessedLate),
        Each("7.c", Suppliers, CyclePhase.Plan, "Contracts give documentation of AI risks.", DueDiligence.InUse, (v, s) => HasClause(v, s, "RISK_DOCUMENTATION"), "NOT_IMPLEMENTED", s => $"Agree on documentation of AI risks with {s.Key}."),
        Each("7.d", Suppliers, CyclePhase.Plan, "Contracts give notice of incidents.", DueDiligence.InUse, (v, s) => (s[VendorKind.IncidentNoticeHours] is not null && !VendorKind.HasEnded(v, s)) || HasClause(v, s, "INCIDENT_NOTICE"), "NOT_IMPLEMENTED", s => $"Agree on notice of incidents with {s.Key}."),
        Each("7.e", Suppliers, CyclePhase.Plan, "Contracts say how data is handled.", DueDiligence.InUse, (v, s) => HasClause(v, s, "DATA_HANDLING"), "NOT_IMPLEMENTED", s => $"Agree with {s.Key} on how data is handled."),
        new("7.f", Suppliers, CyclePhase.Plan, "There is a way out when a service ends.", v => [.. DueDiligence.InUse(v)], WithoutWayOut),
        new("7.g", Suppliers, CyclePhase.Check, "What suppliers deliver is monitored: a metric of each is measured in time.", v => [.. DueDiligence.InUse(v)], Unmonitored),
        new("7.h", Suppliers, CyclePhase.Check, "What suppliers answered is documented with evidence, or verified: claims score nothing (A.10.3).", v => [.. DueDiligence.InUse(v).Where(s => Signed(v, s, "VENDOR_DUE_DILIGENCE").Any())], DueDiligence.Unshown),
        Each("7.i", Suppliers, CyclePhase.Do, "It is set how long the results of due diligence are kept (7.5.3).", v => DueDiligence.Chain(v).SelectMany(s => Signed(v, s, "VENDOR_DUE_DILIGENCE")).Distinct(), (_, a) => a[AssessmentKind.RetainUntil] is not null, "NO_DATA", a => $"Record in retainUntil until when {a.Key} is kept, and have that version signed."),

        // 8. Competence
        Each("8.a", Competence, CyclePhase.Plan, "What every role has to know is determined (7.2).", v => Of(v, OrganisationRoleKind.Kind), (v, r) => v.Snapshot.Out(r, ManagementEdges.NeedsCompetence).Any(), "NO_DATA", r => $"Say what {r.Key} has to know."),
        new("8.b", Competence, CyclePhase.Check, "Everybody who holds a role has shown what it needs (7.2).", v => [.. Of(v, PersonKind.Kind).Where(p => RoleAssignmentKind.RolesOf(v, p).Any())], (v, p) => Competences.Gaps(v, p).Select(g => new Shortfall("COMPETENCE_MISSING", g.Competence, $"Record that {g.Person.Key} has {g.Competence.Key} at {g.Needed}, which {g.Role.Key} needs."))),
        Each("8.c", Competence, CyclePhase.Do, "There is a training for every competence that is needed (7.2).", v => Of(v, CompetenceKind.Kind).Where(c => v.Snapshot.In(c, ManagementEdges.NeedsCompetence).Any()), (v, c) => v.Snapshot.In(c, ManagementEdges.Teaches).Any(), "NO_ACTION", c => $"Plan a training that teaches {c.Key}."),
        Each("8.d", Competence, CyclePhase.Do, "It is recorded who took part in each training that was held (7.2).", HeldTrainings, (v, t) => v.Snapshot.Out(t, ManagementEdges.AttendedBy).Any(), "NO_DATA", t => $"Record who took part in {t.Key}."),
        InTime("8.e", Competence, CyclePhase.Check, "Whether training worked is judged within the organisation's cadence (7.2).", "TRAINING_EFFECTIVENESS", HeldTrainings, TrainingKind.Kind, "JUDGE_EFFECTIVENESS", TrainingKind.IsFounded, t => $"Judge whether {t.Key} worked, and record on what that rests."),

        // 9. Internal audit
        There("9.a", Audits, CyclePhase.Plan, "A programme of audits covers today, and an internal audit is in it (9.2.2).", v => Of(v, AuditProgrammeKind.Kind).Where(p => p.Date(AuditProgrammeKind.From) <= v.On && !(p.Date(AuditProgrammeKind.To) < v.On) && v.Snapshot.Sources(p, ManagementEdges.InProgramme).Exists(a => a.Text(AuditKind.Type) == "INTERNAL")), "Record an audit programme, and an internal audit in it."),
        new("9.b", Audits, CyclePhase.Check, "Every requirement was examined within the organisation's cadence (9.2.1).", v => CadenceKind.Find(v, "INTERNAL_AUDIT") is null ? [] : [.. Clauses(v)], (v, r) => AuditCoverage.Of(v, r) is { IsInTime: false } row ? [new Shortfall("STALE_DATA", r, row.LastOn is { } last ? $"Examine {r.Key} again: last on {last:yyyy-MM-dd}." : $"Examine {r.Key}.")] : []) { Begins = NoCadence("INTERNAL_AUDIT") },
        Standing("9.c", Audits, CyclePhase.Check, "Auditors are competent and audit nobody's work of their own (9.2.2).", HeldAudits, AuditKind.Kind, "CLOSED", "OPEN_FINDINGS"),
        new("9.d", Audits, CyclePhase.Check, "The first internal audit was held within the organisation's cadence.", v => Cadence(v, "FIRST_AUDIT"), FirstAudit) { Begins = NoCadence("FIRST_AUDIT") },
        Each("9.e", Audits, CyclePhase.Act, "Every finding of an audit has a corrective action or an answer (9.2.2, 10.2).", v => HeldAudits(v).SelectMany(a => v.Snapshot.Sources(a, ManagementEdges.FoundIn)).Distinct(), (v, f) => FindingKind.Kind.Standing!.Judge(v, f).Word != "OPEN", "NO_ACTION", f => $"Plan a corrective action for {f.Key}."),

        // 10. Management review
        new("10.a", Review, CyclePhase.Check, "A management review was held within the organisation's cadence (9.3.1).", v => Cadence(v, "MANAGEMENT_REVIEW"), LastReview) { Begins = NoCadence("MANAGEMENT_REVIEW") },
        Each("10.b", Review, CyclePhase.Check, "The minutes of every review are approved (9.3.3).", v => HeldReviews(v).Where(r => ManagementReviewKind.IsReview(v, r) || !IsHeldAgain(v, r)), (v, r) => ManagementReviewKind.Approval.IsDoneOn(r, v.On), "NOT_APPROVED", r => $"Have the minutes of {r.Key} approved."),
        Each("10.c", Review, CyclePhase.Act, "Every review has recorded what it decided (9.3.3).", v => HeldReviews(v).Where(r => ManagementReviewKind.IsReview(v, r)), (v, r) => v.Snapshot.In(r, ManagementEdges.DecisionOf).Any(), "NO_DATA", r => $"Record what {r.Key} decided."),
        Each("10.d", Review, CyclePhase.Act, "Every decision has led to an action (9.3.3).", v => Of(v, ReviewDecisionKind.Kind).Where(d => v.Snapshot.Targets(d, ManagementEdges.DecisionOf).TrueForAll(r => ManagementReviewKind.IsReview(v, r))), (v, d) => v.Snapshot.In(d, ManagementEdges.ArisesFrom).Any(), "NO_ACTION", d => $"Record the task that arises from {d.Key}."),

        // 11. Correction
        Each("11.a", Correction, CyclePhase.Act, "The procedure for nonconformities is there and proven (10.2).", v => Find(v, Standard + ":10.2"), IsMet, "NOT_IMPLEMENTED", r => $"Close what is wrong with {r.Key}: ask for its cell."),
        Each("11.b", Correction, CyclePhase.Act, "The cause of every nonconformity is known (10.2).", Nonconformities, (_, f) => f[FindingKind.Cause] is not null, "NO_CAUSE", f => $"Find the root cause of {f.Key}."),
        Each("11.c", Correction, CyclePhase.Act, "Every nonconformity has a corrective action (10.2).", Nonconformities, (v, f) => v.Snapshot.In(f, ManagementEdges.Corrects).Any(), "NO_ACTION", f => $"Plan a corrective action for {f.Key}."),
        new("11.d", Correction, CyclePhase.Act, "Corrective actions are implemented in time (10.2).", v => [.. Of(v, CorrectiveActionKind.Kind)], ImplementedLate),
        new("11.e", Correction, CyclePhase.Check, "Whether implemented actions worked is judged by somebody else, and what did not is followed by another action (10.2).", v => [.. Of(v, CorrectiveActionKind.Kind).Where(a => a.Date(CorrectiveActionKind.ImplementedOn) <= v.On)], (v, a) => CorrectiveActionKind.Kind.Standing!.Judge(v, a).Shortfalls),
        Each("11.f", Correction, CyclePhase.Check, "A management review has seen every nonconformity (9.3.2).", Nonconformities, (v, f) => ManagementReviewKind.Last(v)?.Date(ManagementReviewKind.HeldOn) >= f.Date(FindingKind.FoundOn) && ManagementReviewKind.HasSeen(v, f), "INPUT_MISSING", f => $"Bring {f.Key} before the next management review."),
        Each("11.g", Correction, CyclePhase.Act, "Every alert of a metric is answered by a finding (9.1, 10.2).", v => Of(v, MetricKind.Kind).Where(m => MeasurementKind.Last(v, m) is not null), (v, m) => MetricKind.OpenAlert(v, m) is null, "NO_ACTION", m => $"Record a finding that was found in {m.Key}."),
        Each("11.h", Correction, CyclePhase.Act, "Every incident that did more than a little harm has led to a nonconformity (10.2).", v => Of(v, IncidentKind.Kind).Where(i => i.Date(IncidentKind.AwareOn) <= v.On), (v, i) => !IncidentKind.IsGrave(i) || v.Snapshot.Sources(i, ManagementEdges.FoundIn).Exists(f => IsNonconformity(v, f) && !(f.Date(FindingKind.FoundOn) < (i.Date(IncidentKind.OccurredOn) ?? i.Date(IncidentKind.AwareOn)))), "NO_ACTION", i => $"Record a nonconformity that was found in {i.Key}."),

        // 12. AI Act
        Each("12.a", Act, CyclePhase.Plan, "The class of every AI system in use is signed (Art. 6).", Running, (v, s) => Signed(v, s, "CLASSIFICATION").Any(), "NO_DATA", s => $"Have the classification of {s.Key} signed."),
        Law("12.b", "Conformity assessment (Art. 43).", "eu-ai-act:43"),
        Law("12.c", "EU declaration of conformity (Art. 47).", "eu-ai-act:47"),
        Law("12.d", "CE marking (Art. 48).", "eu-ai-act:48"),
        Law("12.e", "Registration (Art. 49).", "eu-ai-act:49"),
        Law("12.f", "Record-keeping (Art. 12, which asks for logs, not for immutable ones).", "eu-ai-act:12"),
        Law("12.g", "Post-market monitoring (Art. 72).", "eu-ai-act:72"),
        Law("12.h", "Serious incidents (Art. 73).", "eu-ai-act:73"),
        new("12.i", Act, CyclePhase.Do, "What every system that is or may be high-risk lacks is planned as tasks (supplementary plan).", v => [.. HighRisk(v)], (v, s) => SupplementaryPlan.Of(v, s).WithoutTask is { Count: > 0 } gaps
            ? [new Shortfall("NO_PLAN", s, $"Record tasks for {gaps.Count} gaps of {s.Key}, such as {gaps[0].Cell.Requirement.Key}: ask for its supplementary plan.")] : []),
        new("12.j", Act, CyclePhase.Plan, "Nobody has become the provider of a system that is or may be high-risk without recording it (Art. 25).", v => [.. HighRisk(v)], RoleChange.UnrecordedOf),
    ];

    private static IEnumerable<Document> Of(View view, Kind kind) => view.Snapshot.Documents(kind);

    private static IEnumerable<Document> Find(View view, string key) => view.Snapshot.Document(key) is { } found ? [found] : [];

    // What was looked at and found not to matter is no issue.
    private static bool IsIssue(Document issue, string side) => issue.Text(ContextIssueKind.Side) == side && issue.Boolean(ContextIssueKind.Relevant) != false;

    private static IEnumerable<Document> InScope(View view) => Of(view, AiSystemKind.Kind).Where(s => CellReader.IsSubject(s, view.On));

    private static IEnumerable<Document> Running(View view) => Of(view, AiSystemKind.Kind).Where(s => AiSystemKind.IsRunning(s, view.On));

    // What may be high-risk as well: unknown is never a pass.
    private static List<Document> HighRisk(View view) =>
        view.Once((AiSystemKind.Kind, "HIGH_RISK"), v => InScope(v).Where(s => SystemFacts.MayBeHighRisk(v.Snapshot, v.On, s)).ToList());

    private static IEnumerable<Document> Threats(View view) => Of(view, RiskKind.Kind).Where(r => r.Text(RiskKind.Type) == "THREAT");

    private static bool IsMitigated(View view, Document risk)
    {
        foreach (var (control, _) in view.Snapshot.Out(risk, EdgeKinds.MitigatedBy))
        {
            if (ControlKind.StatusOn(view.Snapshot.Document(control)!, view.On) != "RETIRED")
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Document> OfType(View view, string type) =>
        Of(view, ManagedDocumentKind.Kind).Where(d => d.Text(ManagedDocumentKind.Type) == type && !ManagedDocumentKind.Approval.IsEndedOn(d, view.On));

    private static IEnumerable<Document> AiPolicies(View view) => DocumentedInformation.AiPolicies(view);

    private static IEnumerable<Document> HeldTrainings(View view) => Of(view, TrainingKind.Kind).Where(t => t.Date(TrainingKind.HeldOn) <= view.On);

    private static IEnumerable<Document> HeldAudits(View view) => Of(view, AuditKind.Kind).Where(a => a.Text(AuditKind.Type) == "INTERNAL" && a.Date(AuditKind.HeldOn) <= view.On);

    private static IEnumerable<Document> HeldReviews(View view) => Of(view, ManagementReviewKind.Kind).Where(r => r.Date(ManagementReviewKind.HeldOn) <= view.On);

    // Of one whose minutes are approved no more the next with approved minutes takes the place.
    private static bool IsHeldAgain(View view, Document review) => HeldReviews(view).Any(r => r.Date(ManagementReviewKind.HeldOn) >= review.Date(ManagementReviewKind.HeldOn) && ManagementReviewKind.Approval.IsDoneOn(r, view.On));

    private static IEnumerable<Document> Nonconformities(View view) => Of(view, FindingKind.Kind).Where(f => IsNonconformity(view, f));

    private static bool IsNonconformity(View view, Document finding) => FindingKind.IsNonconformity(finding) && finding.Date(FindingKind.FoundOn) <= view.On;

    private static IEnumerable<Document> Clauses(View view) => Find(view, Standard).SelectMany(f => AuditCoverage.Rows(view, f));

    // What may be excluded are the controls of Annex A; clauses never are.
    private static IEnumerable<Document> AnnexA(View view) => Clauses(view).Where(r => r.Boolean(RequirementKind.Excludable) == true);

    private static IEnumerable<Document> Applicable(View view) => AnnexA(view).Where(r => StatedApplicability.Of(view, r).Any(s => s?.Boolean(StatementKind.Applicable) == true));

    private static IEnumerable<Document> Excluding(View view, Document requirement) => StatedApplicability.Of(view, requirement).OfType<Document>().Where(s => s.Boolean(StatementKind.Applicable) == false);

    // A link to a heading counts for every row below it, as in cells.
    private static IEnumerable<Document> Controls(View view, Document requirement) => Catalogue.Of(view.Snapshot).PlacesOf(requirement)
        .SelectMany(at => view.Snapshot.Sources(at, EdgeKinds.Satisfies)).Where(c => ControlKind.StatusOn(c, view.On) != "RETIRED");

    private static IEnumerable<Document> Signed(View view, Document subject, string kind) =>
        view.Snapshot.Sources(subject, EdgeKinds.Assesses).Where(a => AssessmentKind.Serves(view, a, kind) && AssessmentKind.Approval.IsDoneOn(a, view.On) && !AssessmentKind.IsClaimed(a, kind));

    // The first time that it was, whatever has taken its place since.
    private static DateOnly? FirstSigned(View view, Document subject, string kind) => view.Snapshot.Sources(subject, EdgeKinds.Assesses)
        .Where(a => AssessmentKind.Serves(view, a, kind) && AssessmentKind.Approval.HasCounted(a) && !AssessmentKind.IsClaimed(a, kind)).Select(a => a.Date(AssessmentKind.Approval.DoneOn)).Where(d => d <= view.On).Min();

    // Every cell of it that is owed; where none is, because nobody has chosen the standard for a system, whatever cells there are.
    private static bool IsMet(View view, Document requirement) => view.Cells.Coverage(requirement).Counts is { Owed: > 0 } counts ? counts.Met == counts.Owed
        : view.Cells.Cells(requirement) is { Count: > 0 } cells && cells.All(c => c.State == State.Covered);

    private static bool IsStale(View view, Document assessment) => AssessmentKind.Kind.Standing!.Judge(view, assessment).Word == "STALE";

    private static IEnumerable<Modification> DesignChanges(View view, Document system) => Modification.Of(view, system).Where(m => m.IsSubstantial == YesNoUnknown.Yes);

    // Whatever it watches. On the day of the signature itself only what it watches counts, by which it is stale.
    private static bool IsOfOlderDesign(View view, Document system, Document assessment) => DesignChanges(view, system)
        .Any(m => m.On > assessment.Date(AssessmentKind.Approval.DoneOn) && !AssessmentKind.HasForeseen(assessment, m.Source, m.On, view.Snapshot.Sources));

    private static bool HasOwner(View view, Document document) => view.Snapshot.Out(document, EdgeKinds.OwnedBy).Any();

    private static bool HasClause(View view, Document vendor, string type) => DueDiligence.Clauses(view, vendor, agreed: true).Contains(type);

    // Of each audience the newest time counts, and all of them: who told the board has not told the staff.
    private static bool IsCommunicated(View view, Document policy)
    {
        var newest = view.Snapshot.Sources(policy, ManagementEdges.CommunicationOf).Where(c => c.Date(CommunicationKind.On) <= view.On)
            .GroupBy(c => c.Text(CommunicationKind.Audience)!.Trim(), StringComparer.OrdinalIgnoreCase).Select(of => of.MaxBy(c => (c.Date(CommunicationKind.On), c.Key))!).ToList();
        return newest.Count > 0 && newest.TrueForAll(c => c.Integer(CommunicationKind.AudienceCount) is { } audience && c.Integer(CommunicationKind.ReachedCount) >= audience)
            && Staff(view) is { } staff && newest.Sum(c => c.Integer(CommunicationKind.AudienceCount)!.Value) >= staff;
    }

    // Whoever is in no unit within another counts once; null where there is no unit, or one of these does not say how many work there.
    private static int? Staff(View view) => Of(view, UnitKind.Kind).Where(u => !view.Snapshot.Out(u, ManagementEdges.Within).Any()).Select(u => u.Integer(UnitKind.StaffCount)).ToList() is { Count: > 0 } counts
        && counts.TrueForAll(c => c is not null) ? counts.Sum() : null;

    // Asked of every system: without a method nothing is rated, and most have a rated risk of their own.
    private static bool IsRated(View view, Document system) =>
        RiskMethodKind.InForce(view) is not null && (HasRated(view, system) || view.Snapshot.Targets(system, EdgeKinds.Uses).Exists(c => HasRated(view, c)));

    private static bool HasRated(View view, Document document) => view.Snapshot.Targets(document, EdgeKinds.HasRisk).Exists(r => RiskKind.Assesses(view, r));

    // The server wrote down whether it did. Of what came with a seed, or was approved before that was written down, the name has to be that of somebody who held such a role then.
    private static bool LeadershipApproved(View view, Document document)
    {
        var rule = document.Kind.Approval!;
        return document.Boolean(rule.DoneByLeadership) ?? (document.Date(rule.DoneOn) is { } day && document.Text(rule.DoneBy) is { } name
            && view.Once((typeof(ReadinessCriteria), nameof(LeadershipApproved)), Leaders)[name].Any(a => RoleAssignmentKind.Holds(day, a)));
    }

    // The assignments of top management by the name of whoever holds them: very much may have been approved by very few.
    private static ILookup<string?, Document> Leaders(View view) => Of(view, OrganisationRoleKind.Kind).Where(r => r.Boolean(OrganisationRoleKind.TopManagement) == true)
        .SelectMany(r => view.Snapshot.Sources(r, ManagementEdges.AssignmentOf)).Distinct()
        .SelectMany(a => view.Snapshot.Targets(a, ManagementEdges.HeldBy), (a, p) => (Assignment: a, Name: p.Text(PersonKind.Kind.Title))).ToLookup(h => h.Name, h => h.Assignment, StringComparer.Ordinal);

    private static string Led(string key) => $"Have {key} approved by somebody who holds a role of top management (topManagement), as somebody else recorded; of what came with a seed the name counts that stands in the register of persons today, as it stands there.";

    private static IEnumerable<Shortfall> Unaccepted(View view, Document risk) => RiskKind.Kind.Standing!.Judge(view, risk) switch
    {
        { Word: "WITHIN" } => [],
        { Word: "ACCEPTED" } => Of(view, OrganisationRoleKind.Kind).Any(r => r.List(OrganisationRoleKind.Decides)?.Contains(DecidingRoles.WordOf(RiskAcceptanceKind.Kind)) == true) ? []
            : [new("NOT_ASSIGNED", risk, "Say which role accepts what remains of risks (decides: RISK_ACCEPTANCE): as it is, anybody with the permission may have.")],
        var found => found.Shortfalls,
    };

    private static IEnumerable<Shortfall> AssessedAfterUse(View view, Document system)
    {
        if (system.Date(AiSystemKind.PlacedOn) is not { } placed)
        {
            return [new("FACT_MISSING", system, $"Record placedOn of {system.Key}: without it nobody can say whether it was assessed before.")];
        }

        var last = AiSystemKind.RanWhenImplemented(view, system) ? CadenceKind.FromImplementation(view, "IMPACT_ASSESSMENT")!.Value : placed;
        var signed = FirstSigned(view, system, "AIIA");
        return signed <= last || GoingLive.WasWaived(view, system, "AIIA", last) ? []
            : [new("ACTION_OVERDUE", system, $"Nothing closes it: the AIIA of {system.Key} was first signed on {signed:yyyy-MM-dd}, and its day was {last:yyyy-MM-dd}.")];
    }

    // A supplier without assessment is late once its day is over; until then 7.a asks for one.
    private static IEnumerable<Shortfall> AssessedLate(View view, Document vendor)
    {
        if (vendor[VendorKind.StartsOn] is null)
        {
            return [new("FACT_MISSING", vendor, $"Record contractStartsOn of {vendor.Key}: without it nobody can say whether it was assessed before.")];
        }

        var (last, first) = (DueDiligence.LastDay(view, vendor), FirstSigned(view, vendor, "VENDOR_DUE_DILIGENCE"));
        return first is { } signed ? signed > last ? [new("ACTION_OVERDUE", vendor, $"Nothing closes it: due diligence on {vendor.Key} was signed on {signed:yyyy-MM-dd}, and its day was {last:yyyy-MM-dd}.")] : []
            : last < view.On ? [new("ACTION_OVERDUE", vendor, $"Have due diligence on {vendor.Key} signed: its day was {last:yyyy-MM-dd}.")] : [];
    }

    // What is measured too seldom, or has nothing to be judged by, monitors nothing.
    private static IEnumerable<Shortfall> Unmonitored(View view, Document vendor)
    {
        var metrics = view.Snapshot.Targets(vendor, ManagementEdges.MeasuredBy).Where(m => !(m.Date(MetricKind.EndsOn) < view.On)).Select(m => MetricKind.Kind.Standing!.Judge(view, m)).ToList();
        return metrics.Count == 0 ? [new("NO_METRIC", vendor, $"Link a metric that measures {vendor.Key}.")]
            : metrics.Exists(m => m.Word != "UNKNOWN") ? []
            : metrics.SelectMany(m => m.Shortfalls);
    }

    private static IEnumerable<Shortfall> Aimless(View view, Document objective)
    {
        if (!view.Snapshot.Out(objective, ManagementEdges.MeasuredBy).Any())
        {
            yield return new("NO_METRIC", objective, $"Link a metric that measures {objective.Key}.");
        }

        if (objective[ObjectiveKind.Plan] is null)
        {
            yield return new("NO_PLAN", objective, $"Record what is done for {objective.Key}.");
        }
    }

    // What was done late was late, whatever came after.
    private static IEnumerable<Shortfall> ImplementedLate(View view, Document action) =>
        !(action.Date(CorrectiveActionKind.DueOn) < (action.Date(CorrectiveActionKind.ImplementedOn) is { } implemented && implemented <= view.On ? implemented : view.On)) ? []
        : CorrectiveActionKind.Kind.Standing!.Judge(view, action) is { Word: "OVERDUE" } overdue ? overdue.Shortfalls
        : [new("ACTION_OVERDUE", action, $"Nothing closes it: {action.Key} was implemented on {action.Date(CorrectiveActionKind.ImplementedOn):yyyy-MM-dd}, and its day was {action.Date(CorrectiveActionKind.DueOn):yyyy-MM-dd}.")];

    private static IEnumerable<Shortfall> WithoutWayOut(View view, Document vendor)
    {
        if (!HasClause(view, vendor, "END_OF_LIFE"))
        {
            yield return new("NOT_IMPLEMENTED", vendor, $"Agree with {vendor.Key} on its end of life.");
        }

        foreach (var unplanned in DueDiligence.WithoutExitPlan(vendor))
        {
            yield return unplanned;
        }
    }

    private static Criterion There(string id, ChecklistItem item, CyclePhase phase, string text, Func<View, IEnumerable<Document>> any, string closes) =>
        new(id, item, phase, text, v => [.. any(v)], (_, _) => []) { Begins = closes };

    private static Criterion Each(
        string id, ChecklistItem item, CyclePhase phase, string text, Func<View, IEnumerable<Document>> population, Func<View, Document, bool> holds, string code, Func<Document, string> closes) =>
        new(id, item, phase, text, v => [.. population(v)], (v, d) => holds(v, d) ? [] : [new Shortfall(code, d, closes)]);

    private static Criterion Standing(string id, ChecklistItem item, CyclePhase phase, string text, Func<View, IEnumerable<Document>> population, Kind kind, params string[] good) =>
        new(id, item, phase, text, v => [.. population(v)], (v, d) => kind.Standing!.Judge(v, d) is var found && good.Contains(found.Word) ? []
            : found.Shortfalls.Count > 0 ? found.Shortfalls : [new Shortfall("NO_DATA", d, $"See why {d.Key} is {found.Word}.")]);

    // Of a document without a time of review nobody can say that it is reviewed in time; what a record tells has happened, and is not reviewed.
    private static Criterion Reviewed(string id, ChecklistItem item, CyclePhase phase, string text, Func<View, IEnumerable<Document>> population, params string[] good)
    {
        var stands = Standing(id, item, phase, text, population, ManagedDocumentKind.Kind, good);
        return stands with
        {
            Missing = (v, d) => stands.Missing(v, d).ToList() is { Count: > 0 } found ? found
                : ManagedDocumentKind.IsInForce(v, d) && d[ManagedDocumentKind.ReviewEveryMonths] is null && d.Text(ManagedDocumentKind.Type) != "RECORD"
                    ? [new Shortfall("NO_DATA", d, $"Record in reviewEveryMonths how often {d.Key} is reviewed.")] : [],
        };
    }

    // Without a cadence nobody can say that anything is in time.
    private static Criterion InTime(
        string id, ChecklistItem item, CyclePhase phase, string text, string cadence, Func<View, IEnumerable<Document>> population, Kind kind, string act, Func<View, Document, bool> isKnown, Func<Document, string> closes) =>
        new(id, item, phase, text, v => CadenceKind.Find(v, cadence) is null ? [] : [.. population(v)], (v, d) =>
            !isKnown(v, d) ? [new Shortfall("NO_DATA", d, closes)]
            : kind.Due.Where(r => r.What == act).Any(r => r.On(v, d) < v.On) ? [new Shortfall("ACTION_OVERDUE", d, closes)] : []) { Begins = NoCadence(cadence) };

    private static IReadOnlyList<Document> Cadence(View view, string of) => CadenceKind.Find(view, of) is { } cadence ? [cadence] : [];

    private static string NoCadence(string of) => $"Set a cadence of {of}, by which one can say what is in time, and record what it is about.";

    private static IEnumerable<Shortfall> FirstAudit(View view, Document cadence)
    {
        if (CadenceKind.FromImplementation(view, "FIRST_AUDIT") is not { } due)
        {
            return [new("NO_DATA", cadence, $"Record in implementedOn of {cadence.Key} when the implementation was complete.")];
        }

        return HeldAudits(view).Where(a => CadenceKind.IsMetBy(view, a)).Min(a => a.Date(AuditKind.HeldOn)) is { } held
            ? held > due ? [new("ACTION_OVERDUE", cadence, $"Nothing closes it: the first internal audit was held on {held:yyyy-MM-dd}, and its day was {due:yyyy-MM-dd}.")] : []
            : due < view.On ? [new("ACTION_OVERDUE", cadence, $"Hold the first internal audit and say what it examined (EXAMINES): its day was {due:yyyy-MM-dd}, so that it stays late.")]
            : [new("NO_DATA", cadence, $"Hold the first internal audit by {due:yyyy-MM-dd} and say what it examined (EXAMINES).")];
    }

    private static IEnumerable<Shortfall> LastReview(View view, Document cadence)
    {
        var last = ManagementReviewKind.Last(view);
        var due = last is null ? CadenceKind.FromImplementation(view, "MANAGEMENT_REVIEW") : CadenceKind.After(view, "MANAGEMENT_REVIEW", last.Date(ManagementReviewKind.HeldOn));
        return due < view.On ? [new("ACTION_OVERDUE", cadence, $"Hold a management review: its day was {due:yyyy-MM-dd}.")]
            : last is not null ? []
            : [new("NO_DATA", cadence, due is { } day ? $"Hold the first management review by {day:yyyy-MM-dd}." : $"Record in implementedOn of {cadence.Key} when the implementation was complete, and hold a management review.")];
    }

    // What is not owed yet is asked for as well: who waits for the day of application is late.
    private static Criterion Law(string id, string text, string heading) => new(
        id, Act, CyclePhase.Do, text, v => [.. HighRisk(v).Where(s => Duties(v, heading, s).Any())],
        (v, s) => Undone(v, s, [.. Duties(v, heading, s)]));

    private static IEnumerable<Shortfall> Undone(View view, Document system, IReadOnlyList<Cell> duties) => duties.Where(c => c.State != State.Covered)
        .Select(c => new Shortfall("NOT_IMPLEMENTED", c.Requirement, $"Close what is wrong with {c.Requirement.Key} for {system.Key}: ask for its cell.")).Concat(ConformitySteps.Hollow(view, duties));

    private static IEnumerable<Cell> Duties(View view, string heading, Document system) => view.Snapshot.Document(heading) is not { } of ? []
        : view.Cells.Cells(of, [system], CancellationToken.None)
            .Where(c => c.System?.Ordinal == system.Ordinal && c.Verdict is Verdict.Applicable or Verdict.Undetermined or Verdict.Unresolved or Verdict.NotYet);
}
