using Graph.Engine.Log;
using static Graph.Tests.Engine.LiveEngine;
using static Graph.Tests.ManagementSystem.KnockOuts.KnockOut;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>Every knock-out: of each criterion, of each input of a review, of each word that is worked out. Today is 2026-08-06.</summary>
internal static class KnockOutList
{
    private static readonly string[] Stages = ["CONCEPTION", "DESIGN", "DEVELOPMENT", "VERIFICATION", "DEPLOYMENT", "OPERATION", "RETIREMENT"];
    private static readonly string[] Clauses = ["RISK_DOCUMENTATION", "INCIDENT_NOTICE", "AUDIT_RIGHTS", "TECHNICAL_ACCESS", "DATA_HANDLING", "SUBPROCESSORS", "END_OF_LIFE", "CHANGE_NOTICE"];
    private static readonly string[] Levels = ["LOW", "MEDIUM", "HIGH", "CRITICAL"];

    public static IReadOnlyList<KnockOut> All { get; } =
    [
        .. Context(), .. Leadership(), .. Risks(), .. Documents(), .. Assessments(), .. Applicability(), .. Suppliers(), .. Competence(), .. Audits(), .. Reviews(), .. Corrections(), .. Law(),
        .. Agenda(), .. Validity(), .. People(), .. RiskWords(), .. Plans(), .. Measures(), .. Incidents(), .. Findings(), .. Others(), .. Due(), .. Asked(), .. AnswerKnockOuts.All,
    ];

    private static IEnumerable<KnockOut> Context() =>
    [
        Field("ContextIssue", "issue:in", "side", "EXTERNAL", "INTERNAL", "row 1.a NO_DATA"),
        Field("ContextIssue", "issue:out", "side", "INTERNAL", "EXTERNAL", "row 1.b NO_DATA"),
        Field("ContextIssue", "issue:out", "relevant", false, true, "row 1.b NO_DATA"),
        Field("ContextIssue", "issue:climate", "relevant", null, false, "row 1.c NO_DATA"),
        Field("Unit", "unit:all", "aiRoles", null, (string[])["PROVIDER"], "row 1.d NO_DATA"),
        New([Put("InterestedParty", "party:q", ("title", "Neighbours"), ("type", "PUBLIC"))], "row 1.e NO_DATA party:q"),
        Field("PartyNeed", "need:n", "addressed", null, true, "row 1.f FACT_MISSING need:n"),
        Field("ScopeStatement", "scope:1", "version", "2", null, "ScopeStatement.validity scope:1 = NOT_IN_FORCE; NOT_APPROVED scope:1").WithDecisions([], ["scope:1"]) with { Renewed = ["assessment:aiia", "assessment:class"] },
        new("scope:1 is withdrawn", [], [], "row 1.g NO_DATA", "ScopeStatement.validity scope:1 = RETIRED", "AiSystem.inApprovedScope ai-system:s = false") { Withdrawn = ["scope:1"], DecidedAgain = ["scope:1"], Renewed = ["assessment:aiia", "assessment:class"] },
        Unlinked("scope:1", "INCLUDES", "ai-system:s", "row 1.h NOT_ASSIGNED ai-system:s", "AiSystem.inApprovedScope ai-system:s = false", "AiSystem.scopeStanding ai-system:s = IN_NO_SCOPE; NOT_ASSIGNED ai-system:s").WithDecisions(["scope:1"], ["scope:1"]) with { Renewed = ["assessment:aiia", "assessment:class"] },
        New([Put("AiSystem", "ai-system:aside", ("title", "Set aside"), ("inScope", false))], "AiSystem.scopeStanding ai-system:aside = LEFT_OUT"),
        Unled("scope:1", "row 1.g NOT_ASSIGNED scope:1") with { WithdrawnFirst = ["scope:1"], Renewed = ["scope:1", "assessment:aiia", "assessment:class"] },
    ];

    // Approved anew, by the same person, who does not belong to top management by then.
    private static KnockOut Unled(string key, string row, params PutDocument[] edits) =>
        new(
            $"{key} is approved by nobody of top management", [Put("OrganisationRole", "role:top", ("topManagement", false)), .. edits],
            [Put("OrganisationRole", "role:top", ("topManagement", true)), .. edits.Select(e => e with { Fields = e.Fields.ToDictionary(f => f.Key, _ => (object?)null) })], row, "row 2.g NO_DATA")
        {
            Decided = [key],
        };

    private static IEnumerable<KnockOut> Leadership() =>
    [
        Unled("document:policy", "row 2.a NOT_ASSIGNED document:policy", Put("ManagedDocument", "document:policy", ("version", "2"))) with { DecidedAgain = ["document:policy"] },
        Unled("review:1", "row 2.h NOT_ASSIGNED review:1") with { WithdrawnFirst = ["review:1"], DecidedAgain = ["review:1"] },
        Field("ManagedDocument", "document:policy", "description", "Another one.", null, "ManagedDocument.validity document:policy = NOT_IN_FORCE; NOT_APPROVED document:policy").WithDecisions([], ["document:policy"]),
        Field("ManagedDocument", "document:policy", "reviewEveryMonths", 1, 24, "row 2.b REVIEW_OVERDUE document:policy", "ManagedDocument.validity document:policy = REVIEW_OVERDUE; REVIEW_OVERDUE document:policy", "due ManagedDocument.REVIEW document:policy 2026-09-06 OVERDUE")
            .WithDecisions(["document:policy"], ["document:policy"]) with { On = "2026-10-01" },
        Field("Communication", "communication:c", "reachedCount", 9, 10, "row 2.c NOT_COMMUNICATED document:policy"),
        New([Put("Communication", "communication:board", ("audience", "Board"), ("on", "2026-08-05"), ("reachedCount", 1), ("audienceCount", 2)), Link("communication:board", "COMMUNICATION_OF", "document:policy")], "row 2.c NOT_COMMUNICATED document:policy"),
        Field("ManagedDocument", "document:policy", "fulfils", null, (string[])["iso-42001:5.2"], "row 2.a NO_DATA", "row 2.b NO_DATA").WithDecisions(["document:policy"], ["document:policy"]),
        Field("ManagedDocument", "document:policy", "publishedAt", null, "https://example.org/policy", "row 2.d NOT_COMMUNICATED document:policy").WithDecisions(["document:policy"], ["document:policy"]),
        new("objective:o is gone", [Delete("objective:o", edges: true)],
            [Put("Objective", "objective:o2", ("title", "Be accurate"), ("theme", "ROBUSTNESS"), ("plan", "Test every month.")), Link("objective:o2", "OWNED_BY", "person:pia"), Link("objective:o2", "MEASURED_BY", "metric:m")],
            "row 2.e NO_DATA") { Anew = ("objective:o", "objective:o2") },
        Field("Objective", "objective:o", "plan", null, "Test every month.", "row 2.e NO_PLAN objective:o"),
        Unlinked("objective:o", "MEASURED_BY", "metric:m", "row 2.e NO_METRIC objective:o"),
        New([Put("OrganisationRole", "role:new", ("title", "New")), Link("role:new", "NEEDS_COMPETENCE", "competence:k")], "row 2.f NOT_ASSIGNED role:new", "OrganisationRole.occupancy role:new = UNASSIGNED; NOT_ASSIGNED role:new"),
        Field("OrganisationRole", "role:top", "topManagement", false, true, "row 2.g NO_DATA"),
        new("decision:d is gone", [Delete("decision:d", edges: true)], [Put("ReviewDecision", "decision:d2", ("title", "Teach more people")), Link("decision:d2", "DECISION_OF", "review:1"), Link("task:d", "ARISES_FROM", "decision:d2")],
            "row 2.h NO_DATA", "row 10.c NO_DATA review:1") { Anew = ("decision:d", "decision:d2"), WithdrawnFirst = ["review:1"], DecidedAgain = ["review:1"] },
    ];

    private static IEnumerable<KnockOut> Risks() =>
    [
        Field("RiskMethod", "risk-method:m", "version", "2", null, "RiskMethod.validity risk-method:m = NOT_IN_FORCE; NOT_APPROVED risk-method:m").WithDecisions([], ["risk-method:m"]),
        new("risk-method:m is withdrawn", [], [], "row 3.a NO_DATA", "Risk.standing risk:1 = UNKNOWN; NO_METHOD risk:1") { Withdrawn = ["risk-method:m"], DecidedAgain = ["risk-method:m"] },
        New([Put("AiSystem", "ai-system:idea", ("title", "An idea"), ("classes", Array.Empty<string>()))], "row 3.b NO_DATA ai-system:idea", "row 5.f NO_DATA ai-system:idea"),
        .. Stages.Select((stage, i) => Unlinked("ai-system:next", "HAS_RISK", $"risk:{i + 1}", "row 3.c NO_DATA ai-system:next", $"AiSystem.stagesWithoutRisk ai-system:next = [{stage}]")),
        Field("Risk", "risk:chance", "kind", "THREAT", "OPPORTUNITY", "row 3.d NO_DATA"),
        Field("Cadence", "cadence:risk", "of", "EFFECTIVENESS", "RISK_REVIEW", "row 3.j NO_DATA"),
        Unlinked("risk:1", "OWNED_BY", "person:pia", "row 3.e NO_OWNER risk:1"),
        Field("Risk", "risk:chance", "inherentLikelihood", null, 2, "row 3.f NO_LEVEL risk:chance"),
        Unlinked("risk:1", "MITIGATED_BY", "control:ims", "row 3.g NO_ACTION risk:1"),
        New([Put("Risk", "risk:draft", ("title", "Accepted by nobody yet"), ("kind", "THREAT"), ("inherentLikelihood", 1), ("inherentImpact", 1), ("residualLikelihood", 1), ("residualImpact", 1), ("reviewedOn", "2026-08-01")), Link("risk:draft", "OWNED_BY", "person:pia"),
            Put("RiskAcceptance", "acceptance:draft", ("rationale", "Rare."), ("level", "LOW")), Link("acceptance:draft", "ACCEPTANCE_OF", "risk:draft")], "row 3.g NO_ACTION risk:draft"),
        Field("Risk", "risk:1", "residualLikelihood", null, 1, "row 3.h NO_LEVEL risk:1"),
        new("risk:1 remains MEDIUM", [Put("Risk", "risk:1", ("residualLikelihood", 2), ("residualImpact", 2))], [Put("Risk", "risk:1", ("residualLikelihood", 1), ("residualImpact", 1))],
            "row 3.i ABOVE_ACCEPTANCE risk:1", "Risk.standing risk:1 = ABOVE_ACCEPTANCE; ABOVE_ACCEPTANCE risk:1"),
        Field("Risk", "risk:1", "reviewedOn", "2025-01-01", "2026-08-01", "row 3.j ACTION_OVERDUE risk:1", "due Risk.REVIEW risk:1 2026-01-01 OVERDUE"),
        Field("Risk", "risk:2", "reviewedOn", null, "2026-08-01", "row 3.j NO_DATA risk:2"),
    ];

    private static IEnumerable<KnockOut> Documents() =>
    [
        Field("ManagedDocument", "document:policy", "type", "PLAN", "POLICY", "row 4.a NO_DATA").WithDecisions(["document:policy"], ["document:policy"]),
        Field("ManagedDocument", "document:procedure", "type", "PLAN", "PROCEDURE", "row 4.b NO_DATA").WithDecisions(["document:procedure"], ["document:procedure"]),
        Field("ManagedDocument", "document:record", "type", "PLAN", "RECORD", "row 4.c NO_DATA").WithDecisions(["document:record"], ["document:record"]),
        Unlinked("document:record", "OWNED_BY", "person:pia", "row 4.d NO_OWNER document:record"),
        Field("ManagedDocument", "document:record", "version", "2", null, "row 4.e NOT_APPROVED document:record").WithDecisions([], ["document:record"]),
        New([Put("ManagedDocument", "document:loose", ("title", "Loose"), ("type", "RECORD")), Link("document:loose", "OWNED_BY", "person:pia")], "row 4.f NO_DATA document:loose"),
        Field("ManagedDocument", "document:procedure", "reviewEveryMonths", null, 24, "row 4.e NO_DATA document:procedure").WithDecisions(["document:procedure"], ["document:procedure"]),
        new("training:t is gone", [Delete("training:t", edges: true)],
            [Put("Training", "training:t2", ("title", "AI risk"), ("heldOn", "2026-07-01"), ("effectJudgedOn", "2026-07-15"), ("effect", "EFFECTIVE"), ("effectBasis", "A test after it.")), Link("training:t2", "TEACHES", "competence:k"), Link("training:t2", "ATTENDED_BY", "person:pia")],
            "row 4.g NO_DATA") { Anew = ("training:t", "training:t2") },
        new("training:t is planned", [Put("Training", "training:t", ("heldOn", null), ("effectJudgedOn", null), ("effect", null))],
            [Put("Training", "training:t", ("heldOn", "2026-07-01"), ("effectJudgedOn", "2026-07-15"), ("effect", "EFFECTIVE"))], "row 4.g NO_DATA"),
    ];

    private static IEnumerable<KnockOut> Assessments() =>
    [
        Field("Assessment", "assessment:aiia", "harms", "Others.", "Wrong answers.", "Assessment.validity assessment:aiia = UNSIGNED; NOT_APPROVED assessment:aiia").WithDecisions([], ["assessment:aiia"]),
        Field("AiSystem", "ai-system:s", "placedOn", "2026-08-05", "2026-08-06", "row 5.b ACTION_OVERDUE ai-system:s"),
        new("ai-system:s runs since nobody knows when", [Put("AiSystem", "ai-system:s", ("placedOn", null), ("lifecycleStage", "OPERATION"))], [Put("AiSystem", "ai-system:s", ("placedOn", "2026-08-06"), ("lifecycleStage", null))], "row 5.b FACT_MISSING ai-system:s"),
        Field("Assessment", "assessment:aiia", "reviewEveryMonths", 1, null, "row 5.c REVIEW_OVERDUE ai-system:s", "assessment ai-system:s AIIA APPLICABLE OVERDUE", "due Assessment.REVIEW assessment:aiia 2026-09-06 OVERDUE", "Assessment.validity assessment:aiia = OVERDUE; REVIEW_OVERDUE assessment:aiia").WithDecisions(["assessment:aiia"], ["assessment:aiia"]) with { On = "2026-10-01" },
        Field("AiSystem", "ai-system:s", "designChangedOn", "2026-08-20", null, "row 5.d STALE_DATA ai-system:s", "assessment ai-system:s AIIA APPLICABLE STALE", "Assessment.validity assessment:aiia = STALE; OVERTAKEN ai-system:s", "due Assessment.ASSESS assessment:aiia 2026-08-20 OVERDUE") with { On = "2026-09-01" },
        new("assessment:aiia is withdrawn", [], [], "row 5.a NO_DATA ai-system:s", "row 5.g NOT_APPROVED ai-system:s", "row 5.e NO_DATA", "assessment ai-system:s AIIA APPLICABLE UNSIGNED") { Withdrawn = ["assessment:aiia"], DecidedAgain = ["assessment:aiia"] },
        Unlinked("assessment:next", "ASSESSES", "ai-system:next", "row 5.f NO_DATA ai-system:next", "assessment ai-system:next AIIA APPLICABLE MISSING"),
        New([Put("Assessment", "assessment:fria", ("title", "FRIA"), ("kind", "FRIA"), ("process", "P"), ("periodOfUse", "P"), ("affectedPersons", "A"), ("harms", "H"), ("oversight", "O"), ("measures", "M")), Link("assessment:fria", "ASSESSES", "ai-system:s"), Link("assessment:fria", "IDENTIFIES", "risk:2"), Put("AssessedImpact", "impact:fria", ("title", "I"), ("affects", "PERSON"), ("effect", "GOOD"), ("likelihood", 3), ("severity", 2)), Link("impact:fria", "IMPACT_OF", "assessment:fria")],
            "assessment ai-system:s FRIA NOT_APPLICABLE IN_FORCE", "Assessment.validity assessment:fria = IN_FORCE").WithDecisions(["assessment:fria"]),
    ];

    private static IEnumerable<KnockOut> Applicability() =>
    [
        New([Put("Requirement", "iso-42001:A.11", ("ref", "A.11"), ("title", "One control more"), ("level", "CONTROL"), ("assessable", true), ("scope", "ORGANISATION"), ("excludable", true), ("needsControl", true)), Link("iso-42001:A.11", "PART_OF", "iso-42001:A")],
            "row 6.a INPUT_MISSING iso-42001:A.11"),

        // A row is not submitted without a reason, so an exclusion without one comes from a seed alone; nothing that is excluded is nothing to judge.
        Field("Statement", "statement:excluded", "applicable", true, false, "row 6.b NO_DATA").WithDecisions(["statement:excluded"], ["statement:excluded"]),
        Unlinked("control:ims", "SATISFIES", "iso-42001:A.10.2", "row 6.c NOT_IMPLEMENTED iso-42001:A.10.2"),
        New([Put("Control", "control:bare", ("title", "Without a procedure"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")), Link("control:bare", "SATISFIES", "iso-42001:A.2")], "row 6.d NO_DATA control:bare", "Control.status control:bare = IMPLEMENTED"),
        Field("Control", "control:ims", "implementedOn", null, "2026-01-01", "row 6.c NOT_IMPLEMENTED iso-42001:A.2.2"),
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:notice", "row 6.e CONTROL_WITHOUT_PROOF iso-42001:A.8.2"),
        new("statement:applicable is withdrawn", [], [], "row 6.a INPUT_MISSING iso-42001:A.2.2") { Withdrawn = ["statement:applicable"], DecidedAgain = ["statement:applicable"] },
        New([Put("Control", "control:proven", ("title", "Proven")), Link("control:proven", "EVIDENCED_BY", "evidence:policy")], "Control.status control:proven = PLANNED"),
        New([Put("Control", "control:operating", ("title", "Operating"), ("implementedOn", "2026-01-01")), Link("control:operating", "EVIDENCED_BY", "evidence:policy")], "Control.status control:operating = IMPLEMENTED", "record 8.1 control:operating"),
        New([Put("AiSystem", "ai-system:other", ("title", "Another that follows the standard"), ("classes", Array.Empty<string>())), Link("ai-system:other", "SUBJECT_TO", "iso-42001")], "row 6.e CONTROL_WITHOUT_PROOF iso-42001:A.5.3", "row 6.a INPUT_MISSING iso-42001:A.10.4"),
        new("control:ims satisfies iso-42001:A.10.4 as well", [Link("control:ims", "SATISFIES", "iso-42001:A.10.4")], [Unlink("control:ims", "SATISFIES", "iso-42001:A.10.4")], "row 6.f EXCLUDED_BUT_RELIED_ON iso-42001:A.10.4"),
    ];

    private static IEnumerable<KnockOut> Suppliers() =>
    [
        new("assessment:vendor is withdrawn", [], [], "row 7.a NO_DATA vendor:v", "row 7.h NO_DATA", "Vendor.diligence vendor:v = UNKNOWN; NO_DATA vendor:v") { Withdrawn = ["assessment:vendor"], DecidedAgain = ["assessment:vendor"] },
        Field("Vendor", "vendor:v", "contractStartsOn", "2026-08-05", "2026-08-06", "row 7.b ACTION_OVERDUE vendor:v"),
        .. ((string[])["c", "d", "e", "f"]).Select((letter, i) => Field("ContractClause", $"clause:{i + 1}", "agreed", false, true, $"row 7.{letter} NOT_IMPLEMENTED vendor:v", $"Vendor.diligence vendor:v = SHOWN; CLAUSE_WANTED clause:{i + 1}")),
        Field("Vendor", "vendor:v", "contractStartsOn", null, "2026-08-06", "row 7.b FACT_MISSING vendor:v"),
        Field("Vendor", "vendor:v", "endOfLifeOn", "2028-09-01", null, "row 7.f NO_PLAN vendor:v"),
        New([Put("Vendor", "vendor:sub", ("title", "Takes part")), Link("vendor:v", "SUBPROCESSED_BY", "vendor:sub")], "row 7.a NO_DATA vendor:sub"),
        Unlinked("vendor:v", "MEASURED_BY", "metric:m", "row 7.g NO_METRIC vendor:v"),
        Field("Assessment", "assessment:vendor", "testingBasis", "CLAIMED", "VERIFIED", "row 7.h CLAIMED_ONLY assessment:vendor", "Vendor.diligence vendor:v = CLAIMED; CLAIMED_ONLY assessment:vendor").WithDecisions(["assessment:vendor"], ["assessment:vendor"]),
        new("evidence:vendor-policy is withdrawn", [], [], "row 7.h CONTROL_WITHOUT_PROOF assessment:vendor") { Withdrawn = ["evidence:vendor-policy"], DecidedAgain = ["evidence:vendor-policy"] },
        Field("Assessment", "assessment:vendor", "dataHandlingBasis", null, "VERIFIED", "row 7.h NO_DATA assessment:vendor").WithDecisions(["assessment:vendor"], ["assessment:vendor"]),
        Field("Assessment", "assessment:vendor", "reviewEveryMonths", 1, null, "row 7.h REVIEW_OVERDUE assessment:vendor", "Vendor.diligence vendor:v = OVERDUE; REVIEW_OVERDUE assessment:vendor", "due Assessment.REVIEW assessment:vendor 2026-09-06 OVERDUE").WithDecisions(["assessment:vendor"], ["assessment:vendor"]) with { On = "2026-10-01" },
        // As something else, since the law may have it kept by what others of these changes make of systems.
        New([Put("Assessment", "assessment:unkept", ("title", "Another one"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine."), ("keptAs", "OTHER"), ("governanceBasis", "VERIFIED"), ("testingBasis", "VERIFIED"), ("incidentNoticeBasis", "VERIFIED"), ("dataHandlingBasis", "VERIFIED")), Link("assessment:unkept", "ASSESSES", "vendor:v")],
            "row 7.i NO_DATA assessment:unkept").WithDecisions(["assessment:unkept"]),
        Field("Vendor", "vendor:v", "criticality", "HIGH", null, "Vendor.diligence vendor:v = SHOWN; NO_PLAN vendor:v"),
        new("ai-system:next uses component:c as well", [Link("ai-system:next", "USES", "component:c")], [Unlink("ai-system:next", "USES", "component:c")], "Vendor.diligence vendor:v = SHOWN; FACT_MISSING ai-system:next"),
        Contracted("giving", agreed: true, "clausesAgreed"), Contracted("wanting", agreed: false, "clausesWanted"),
    ];

    // A contract with every clause that there is.
    private static KnockOut Contracted(string name, bool agreed, string field) => New(
        [
            Put("Vendor", $"vendor:{name}", ("title", name)),
            .. Clauses.SelectMany((clause, i) => (Operation[])[Put("ContractClause", $"clause:{name}-{i + 1}", ("title", clause), ("type", clause), ("agreed", agreed)), Link($"clause:{name}-{i + 1}", "CLAUSE_OF", $"vendor:{name}")]),
        ],
        $"Vendor.{field} vendor:{name} = [{string.Join(' ', Clauses)}]");

    private static IEnumerable<KnockOut> Competence() =>
    [
        Field("Cadence", "cadence:training", "of", "EFFECTIVENESS", "TRAINING_EFFECTIVENESS", "row 8.e NO_DATA"),
        Unlinked("role:risk", "NEEDS_COMPETENCE", "competence:k", "row 8.a NO_DATA role:risk"),
        Field("CompetenceRecord", "competence-record:pia", "until", "2026-08-05", null, "row 8.b COMPETENCE_MISSING competence:k", "OrganisationRole.occupancy role:risk = COMPETENCE_MISSING; COMPETENCE_MISSING competence:k", "due CompetenceRecord.REVIEW competence-record:pia 2026-08-05 OVERDUE"),
        Unlinked("training:t", "TEACHES", "competence:k", "row 8.c NO_ACTION competence:k"),
        Unlinked("training:t", "ATTENDED_BY", "person:pia", "row 8.d NO_DATA training:t"),
        Field("Training", "training:t", "effectBasis", null, "A test after it.", "row 8.e NO_DATA training:t", "Training.status training:t = UNJUDGED; INPUT_MISSING training:t"),
        new("training:t was held in January and not judged", [Put("Training", "training:t", ("heldOn", "2026-01-10"), ("effectJudgedOn", null), ("effect", null))],
            [Put("Training", "training:t", ("heldOn", "2026-07-01"), ("effectJudgedOn", "2026-07-15"), ("effect", "EFFECTIVE"))], "row 8.e ACTION_OVERDUE training:t", "due Training.JUDGE_EFFECTIVENESS training:t 2026-04-10 OVERDUE"),
    ];

    private static IEnumerable<KnockOut> Audits() =>
    [
        Field("AuditProgramme", "programme:p", "until", "2026-08-05", "2026-12-31", "row 9.a NO_DATA"),
        Unlinked("audit:1", "IN_PROGRAMME", "programme:p", "row 9.a NO_DATA"),
        Unlinked("audit:1", "EXAMINES", "iso-42001:4", "row 9.b STALE_DATA iso-42001:4.1"),
        New([Put("Audit", "audit:nobody", ("title", "By nobody"), ("type", "INTERNAL"), ("heldOn", "2026-07-25"))], "row 9.c NOT_ASSIGNED audit:nobody", "Audit.status audit:nobody = INVALID; NOT_ASSIGNED audit:nobody"),
        Held("audit:novice", [Put("Audit", "audit:novice", ("title", "By somebody who cannot"), ("type", "INTERNAL"), ("heldOn", "2026-07-25")), Link("audit:novice", "AUDITED_BY", "person:pia"), Link("audit:novice", "NEEDS_AUDITOR", "competence:audit")],
            "row 9.c AUDITOR_WITHOUT_COMPETENCE person:pia", "Audit.status audit:novice = INVALID; AUDITOR_WITHOUT_COMPETENCE person:pia"),
        Held("audit:own", [Put("Control", "control:own", ("title", "Their own")), Link("control:own", "OWNED_BY", "person:quirin"), Put("Audit", "audit:own", ("title", "Of their own work"), ("type", "INTERNAL"), ("heldOn", "2026-07-25")), Link("audit:own", "AUDITED_BY", "person:quirin"), Link("audit:own", "NEEDS_AUDITOR", "competence:audit"), Link("audit:own", "EXAMINES", "control:own")],
            "row 9.c AUDITOR_OF_OWN_WORK person:quirin"),
        New([Put("Control", "control:theirs", ("title", "Theirs")), Link("control:theirs", "OWNED_BY", "person:quirin"), Link("control:theirs", "SATISFIES", "iso-42001:6")], "Audit.status audit:1 = INVALID; AUDITOR_OF_OWN_WORK person:quirin", "row 9.d ACTION_OVERDUE cadence:first") with { On = "2026-09-02" },
        Unlinked("audit:1", "NEEDS_AUDITOR", "competence:audit", "row 9.c FACT_MISSING audit:1", "Audit.status audit:1 = INVALID; FACT_MISSING audit:1"),
        Field("Cadence", "cadence:first", "implementedOn", "2026-01-01", "2026-06-01", "row 9.d ACTION_OVERDUE cadence:first"),
        Field("Cadence", "cadence:first", "implementedOn", null, "2026-06-01", "row 9.d NO_DATA cadence:first"),
        Field("Cadence", "cadence:first", "of", "EFFECTIVENESS", "FIRST_AUDIT", "row 9.d NO_DATA"),
        Field("Cadence", "cadence:audit", "of", "EFFECTIVENESS", "INTERNAL_AUDIT", "row 9.b NO_DATA", "examined iso-42001:4.1 not in time"),
        New([Put("Finding", "finding:unanswered", ("title", "Unanswered"), ("grade", "OBSERVATION"), ("foundOn", "2026-07-20")), Link("finding:unanswered", "FOUND_IN", "audit:1")],
            "row 9.e NO_ACTION finding:unanswered", "Audit.status audit:1 = OPEN_FINDINGS; OPEN_FINDINGS finding:unanswered", "Finding.status finding:unanswered = OPEN; NO_ACTION finding:unanswered"),
    ];

    private static IEnumerable<KnockOut> Reviews() =>
    [
        Field("Cadence", "cadence:review", "of", "EFFECTIVENESS", "MANAGEMENT_REVIEW", "row 10.a NO_DATA"),
        new("reviews are held every day", [Put("Cadence", "cadence:review", ("months", null), ("days", 1))], [Put("Cadence", "cadence:review", ("months", 12), ("days", null))], "row 10.a ACTION_OVERDUE cadence:review", "due Cadence.HOLD_REVIEW cadence:review 2026-08-02 OVERDUE"),
        new("review:1 is withdrawn", [], [], "row 10.b NOT_APPROVED review:1", "row 10.a NO_DATA cadence:review", "row 11.f INPUT_MISSING finding:f", "due Cadence.HOLD_REVIEW cadence:review 2027-06-01 UPCOMING") { Withdrawn = ["review:1"], DecidedAgain = ["review:1"] },
        New([Put("ManagementReview", "review:idle", ("title", "Idle"), ("heldOn", "2026-07-30"), ("minutes", "Nothing."))], "row 10.c NO_DATA review:idle", "ManagementReview.progress review:idle = DONE").WithDecisions(["review:idle"]),
        Unlinked("task:d", "ARISES_FROM", "decision:d", "row 10.d NO_ACTION decision:d"),
    ];

    private static IEnumerable<KnockOut> Corrections() =>
    [
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:corrective-action-record", "row 11.a NOT_IMPLEMENTED iso-42001:10.2"),
        Field("Finding", "finding:f", "cause", null, "Nobody asked.", "row 11.b NO_CAUSE finding:f"),
        New([Put("Finding", "finding:idle", ("title", "Idle"), ("grade", "MAJOR"), ("foundOn", "2026-08-01"), ("cause", "Haste."))], "row 11.c NO_ACTION finding:idle"),
        New([Put("CorrectiveAction", "action:late", ("title", "Late"), ("dueOn", "2026-08-05")), Link("action:late", "CORRECTS", "finding:f")],
            "row 11.d ACTION_OVERDUE action:late", "CorrectiveAction.outcome action:late = OVERDUE; ACTION_OVERDUE action:late", "due CorrectiveAction.CORRECT action:late 2026-08-05 OVERDUE", "Finding.status finding:f = IN_CORRECTION; ACTION_OVERDUE action:late"),
        New([Put("CorrectiveAction", "action:tardy", ("title", "Tardy"), ("dueOn", "2026-08-01"), ("implementedOn", "2026-08-02"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at.")), Link("action:tardy", "CORRECTS", "finding:f")], "row 11.d ACTION_OVERDUE action:tardy").WithDecisions(["action:tardy"]),
        New([Put("CorrectiveAction", "action:done", ("title", "Done"), ("implementedOn", "2026-08-05")), Link("action:done", "CORRECTS", "finding:f")],
            "row 11.e EFFECTIVENESS_UNJUDGED action:done", "CorrectiveAction.outcome action:done = IMPLEMENTED; EFFECTIVENESS_UNJUDGED action:done", "Finding.status finding:f = AWAITING_JUDGEMENT; EFFECTIVENESS_UNJUDGED action:done"),
        New([Put("Finding", "finding:unseen", ("title", "Unseen"), ("grade", "MINOR"), ("foundOn", "2026-08-05"), ("cause", "Haste.")), Put("CorrectiveAction", "action:unseen", ("title", "Later")), Link("action:unseen", "CORRECTS", "finding:unseen")],
            "row 11.f INPUT_MISSING finding:unseen", "CorrectiveAction.outcome action:unseen = PLANNED; NOT_IMPLEMENTED action:unseen"),
        Field("Incident", "incident:i", "severity", "MAJOR", "MINOR", "row 11.h NO_ACTION incident:i"),
    ];

    private static IEnumerable<KnockOut> Law() =>
    [
        new("assessment:class is withdrawn", [], [], "row 12.a NO_DATA ai-system:s") { Withdrawn = ["assessment:class"], DecidedAgain = ["assessment:class"] },
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:conformity-assessment", "row 12.b NOT_IMPLEMENTED eu-ai-act:43(2)", "step ASSESSMENT OPEN"),
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:declaration-of-conformity", "row 12.c NOT_IMPLEMENTED eu-ai-act:47(1)"),
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:ce-marking-record", "row 12.d NOT_IMPLEMENTED eu-ai-act:48(3)"),
        Field("Evidence", "evidence:ce-marking-record", "uri", null, "https://files.example/CE_MARKING_RECORD", "row 12.d NO_FILE evidence:ce-marking-record", "step CE_MARKING OPEN; NO_FILE evidence:ce-marking-record")
            .WithDecisions(["evidence:ce-marking-record"], ["evidence:ce-marking-record"]),
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:registration-record", "row 12.e NOT_IMPLEMENTED eu-ai-act:49(1)"),
        Unlinked("control:ims", "SATISFIES", "eu-ai-act:12", "row 12.f NOT_IMPLEMENTED eu-ai-act:12(1)"),
        Unlinked("control:ims", "EVIDENCED_BY", "evidence:monitoring-report", "row 12.g NOT_IMPLEMENTED eu-ai-act:72(2)"),
        Unlinked("control:ims", "SATISFIES", "eu-ai-act:73", "row 12.h NOT_IMPLEMENTED eu-ai-act:73(1)"),
        Unlinked("task:plan", "ARISES_FROM", SmallOrganisation.Chapters[0], "row 12.i NO_PLAN ai-system:next"),
        Field("Task", "task:plan", "doneOn", "2026-08-05", null, "row 12.i NO_PLAN ai-system:next"),
        New([Put("Task", "task:undated", ("title", "Some day")), Link("task:undated", "ARISES_FROM", "ai-system:next"), Link("task:undated", "ARISES_FROM", "eu-ai-act:4(1)")],
            "planned eu-ai-act:4(1) task:plan task:undated; NO_DATE task:undated; NO_OWNER task:undated"),
        Field("AiSystem", "ai-system:next", "designChangedOn", "2026-08-20", null, "step ASSESSMENT REOPENED; REOPENED ai-system:next") with { On = "2026-09-01" },
        Field("AiSystem", "ai-system:next", "placedOn", null, "2028-01-01", "step PLACING UNKNOWN; FACT_MISSING ai-system:next"),
        new("ai-system:next is only used", [Put("AiSystem", "ai-system:next", ("roles", (string[])["DEPLOYER"]))], [Put("AiSystem", "ai-system:next", ("roles", (string[])["PROVIDER"]))], "step ASSESSMENT NOT_OWED", "row 12.j FACT_MISSING ai-system:next"),
        New([Put("Assessment", "assessment:class-next", ("title", "Class of what is planned"), ("kind", "CLASSIFICATION"), ("classes", (string[])["HIGH_RISK"]), ("annexIIIPoints", (string[])["4(a)"]), ("conclusion", "High risk."), ("keptAs", "OTHER")), Link("assessment:class-next", "ASSESSES", "ai-system:next"), Link("assessment:class-next", "FOLLOWS", "template:c"),
            Put("Answer", "answer:class-next", ("value", "It is listed."), ("state", "CONFIRMED")), Link("answer:class-next", "ANSWER_OF", "assessment:class-next"), Link("answer:class-next", "ANSWERS", "item:why")],
            "step CLASSIFICATION DONE").WithDecisions(["assessment:class-next"]),
    ];

    // Who has to be told, what crosswalks cover, how items of a form stand, what a surveillance audit looks at, plans.
    private static IEnumerable<KnockOut> Asked() =>
    [
        Told("may be owed", [("types", (string[])["DATA_BREACH"])], [], [], "notice GDPR_33 UNKNOWN"),
        Told("is not owed", [("types", (string[])["DATA_BREACH"]), ("riskToPersons", false)], [], [], "notice GDPR_33 NOT_OWED"),
        Told("is owed", [("types", (string[])["DATA_BREACH"]), ("riskToPersons", true)], [], [], "notice GDPR_33 OPEN", "due Incident.NOTIFY incident:told 2026-08-06 DUE"),
        Told("is late", [("types", (string[])["DATA_BREACH"]), ("riskToPersons", true)], [], [], "notice GDPR_33 LATE", "Incident.status incident:told = NOTICE_LATE; NOT_NOTIFIED incident:told", "due Incident.NOTIFY incident:told 2026-08-06 OVERDUE") with { On = "2026-08-07" },
        Told("was given", [("types", (string[])["DATA_BREACH"]), ("riskToPersons", true)],
            [Put("IncidentNotice", "notice:given", ("to", "Authority"), ("duty", "GDPR_33"), ("givenOn", "2026-08-04")), Link("notice:given", "NOTICE_OF", "incident:told")], [Put("IncidentNotice", "notice:given", ("duty", "CONTRACT")), Delete("notice:given", edges: true)], "notice GDPR_33 MET"),
        Told("is late where the law leaves open whether it applied", [("severity", "SERIOUS"), ("widespread", true)],
            [Link("incident:told", "AFFECTS", "ai-system:next")], [Unlink("incident:told", "AFFECTS", "ai-system:next")], "notice AI_ACT_73_3 UNRESOLVED ai-system:next"),
        Told("is owed by facts, whatever its severity says", [("widespread", true)],
            [Link("incident:told", "AFFECTS", "ai-system:next")], [Unlink("incident:told", "AFFECTS", "ai-system:next")], "notice AI_ACT_73_3 UNRESOLVED ai-system:next"),
        New([Put("PartyNeed", "need:told", ("title", "To be told"), ("addressed", true), ("incidentNoticeHours", 72), ("incidentNoticeFrom", "2026-08-01")), Link("need:told", "NEED_OF", "party:p")], "notice CONTRACT OPEN", "due Incident.NOTIFY incident:told 2026-08-06 DUE"),
        New([Put("PartyNeed", "need:told-late", ("title", "To be told"), ("addressed", true), ("incidentNoticeHours", 24), ("incidentNoticeFrom", "2026-08-03")), Link("need:told-late", "NEED_OF", "party:p")], "notice CONTRACT LATE", "due Incident.NOTIFY incident:told 2026-08-04 OVERDUE"),
        New([Put("PartyNeed", "need:told-of-next", ("title", "To be told"), ("addressed", true), ("incidentNoticeHours", 72), ("incidentNoticeFrom", "2026-08-01")), Link("need:told-of-next", "NEED_OF", "party:p"), Link("need:told-of-next", "AFFECTS", "ai-system:next")], "notice CONTRACT UNKNOWN", "Incident.status incident:told = CONTAINED; FACT_MISSING incident:told"),
        Told("may be owed for a system that nobody names", [("severity", "SERIOUS")], [], [], "notice AI_ACT_73_2 UNKNOWN"),

        New([Put("Framework", "own", ("title", "Own"), ("kind", "GUIDANCE")), Put("Requirement", "own:row", ("ref", "row"), ("title", "Row")), Link("own:row", "PART_OF", "own")], "aligned own:row UNMAPPED"),
        Mapped("map", "iso-27001:A.5.1", ("relation", "INTERSECTS"), ("strength", "PARTIAL"), "MAPPED"), Mapped("adjacent", "iso-27001:A.5.1", ("relation", "INTERSECTS"), ("strength", "ADJACENT"), "RELATED"),
        Mapped("none", "iso-27001", ("relation", "NONE"), ("strength", "NONE"), "NOTHING_CORRESPONDS"),

        Answered("said", "must", "Callers.", "CONFIRMED", "ANSWERED"), Answered("proposed", "must", "Callers.", "PROPOSED", "UNCONFIRMED"),
        Answered("ruled-out", "profiles", "YES", "CONFIRMED", "RULED_OUT"),
        Field("TemplateItem", "item:done", "answerType", "NUMBER", null, "item item:done UNFIT"),
        Field("TemplateItem", "item:must", "required", false, null, "item item:must OPTIONAL"), Field("TemplateItem", "item:used", "conditions", null, (string[])["role:DEPLOYER"], "item item:used UNANSWERED"),
        Field("TemplateItem", "item:must", "conditions", (string[])["role:DEPLOYER"], null, "item item:must NOT_ASKED"),

        New([Put("Finding", "finding:looked-at", ("title", "Open"), ("grade", "OBSERVATION"), ("foundOn", "2026-07-28")), Link("finding:looked-at", "FOUND_IN", "audit:stage")], "focus OPEN_FINDING finding:looked-at 2026-07-28"),
        New([Put("Finding", "finding:closed", ("title", "Closed"), ("grade", "OBSERVATION"), ("foundOn", "2026-07-20"), ("answeredOn", "2026-07-21")), Link("finding:closed", "FOUND_IN", "audit:1")], "focus CLOSED_FINDING finding:closed 2026-07-20"),
        New([Put("PlannedChange", "change:made", ("title", "Made"), ("doneOn", "2026-08-01"))], "focus CHANGE change:made 2026-08-01"),
        New([Put("Incident", "incident:looked-at", ("title", "New"), ("types", (string[])["AI"]), ("severity", "MINOR"), ("awareOn", "2026-08-01"))], "focus INCIDENT incident:looked-at 2026-08-01"),
        New([Put("Concern", "concern:looked-at", ("title", "New"), ("type", "COMPLAINT"), ("raisedOn", "2026-08-01"))], "focus CONCERN concern:looked-at 2026-08-01"),

        new("ai-system:next talks with persons", [Put("AiSystem", "ai-system:next", ("facts", SmallOrganisation.FactsOfNext("interactsWithPersons")))], [Put("AiSystem", "ai-system:next", ("facts", SmallOrganisation.FactsOfNext()))]),

        Field("Task", "task:gap", "days", 10, 5, "task task:stage 2026-08-16..2026-08-17, at the latest 2026-12-30..2026-12-31"),
        Field("Task", "task:gap", "doneOn", "2026-08-05", null, "task task:gap done"),
    ];

    private static KnockOut Told(string name, (string Field, object? Value)[] facts, Operation[] more, Operation[] undone, params string[] appears)
    {
        Dictionary<string, object?> before = new() { ["types"] = (string[])["AI"], ["severity"] = "MINOR", ["riskToPersons"] = null, ["widespread"] = null };
        return new($"a notice of incident:told {name}", [Put("Incident", "incident:told", facts), .. more], [.. undone, Put("Incident", "incident:told", [.. facts.Select(f => (f.Field, before[f.Field]))])], appears);
    }

    private static KnockOut Mapped(string name, string to, (string, object?) relation, (string, object?) strength, string state) => New(
        [
            Put("MappingSet", $"mapping-set:{name}", ("title", name)), Put("Mapping", $"mapping:{name}", relation, strength),
            Link($"mapping:{name}", "IN_SET", $"mapping-set:{name}"), Link($"mapping:{name}", "FROM", "iso-42001:A.2.2"), Link($"mapping:{name}", "TO", to),
        ],
        $"aligned iso-42001:A.2.2 {state}");

    private static KnockOut Answered(string name, string item, string value, string word, string state) => New(
        [Put("Answer", $"answer:{name}", ("value", value), ("state", word)), Link($"answer:{name}", "ANSWER_OF", "assessment:form"), Link($"answer:{name}", "ANSWERS", $"item:{item}")], $"item item:{item} {state}");

    private static IEnumerable<KnockOut> Agenda() =>
    [
        New([Put("Task", "task:asked", ("title", "Asked for"), ("dueOn", "2026-12-01")), Link("task:asked", "OWNED_BY", "person:pia"), Link("task:asked", "ARISES_FROM", "review:1")], "agenda actions task:asked PLANNED"),
        New([Put("ContextIssue", "issue:new", ("title", "New"), ("side", "EXTERNAL"), ("topic", "LEGAL"))], "agenda issues issue:new EXTERNAL"),
        New([Put("PartyNeed", "need:new", ("title", "New"), ("addressed", false)), Link("need:new", "NEED_OF", "party:p")], "agenda parties need:new NOT_ADDRESSED"),
        New([Put("Finding", "finding:answered", ("title", "Answered"), ("grade", "OBSERVATION"), ("foundOn", "2026-08-01"), ("answeredOn", "2026-08-02"))], "agenda nonconformities finding:answered CLOSED", "Finding.status finding:answered = CLOSED"),
        New([Put("Metric", "metric:new", ("title", "New"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"))], "agenda measurements metric:new UNKNOWN", "agenda trends metric:new UNKNOWN", "Metric.status metric:new = UNKNOWN; NO_DATA metric:new", "Metric.trend metric:new = UNKNOWN"),
        New([Put("Audit", "audit:new", ("title", "New"), ("type", "SUPPLIER"), ("plannedFor", "2026-12-01"))], "agenda audits audit:new PLANNED", "Audit.status audit:new = PLANNED"),
        New([Put("Risk", "risk:new", ("title", "New"), ("kind", "OPPORTUNITY"), ("inherentLikelihood", 1), ("inherentImpact", 1), ("reviewedOn", "2026-08-01")), Link("risk:new", "OWNED_BY", "person:pia")], "agenda improvement risk:new WITHIN"),
        New([Put("Objective", "objective:new", ("title", "New"), ("theme", "OWN"))], "agenda objectives objective:new UNKNOWN", "Objective.status objective:new = UNKNOWN; NO_METRIC objective:new; NO_PLAN objective:new; NO_OWNER objective:new"),
        New([Put("Incident", "incident:new", ("title", "New"), ("types", (string[])["AI"]), ("severity", "NEAR_MISS"), ("awareOn", "2026-08-01"))], "agenda incidents incident:new OPEN", "Incident.status incident:new = OPEN; NOT_CONTAINED incident:new; NO_CAUSE incident:new; NO_ACTION incident:new"),
        New([Put("Concern", "concern:new", ("title", "New"), ("type", "COMPLAINT"), ("raisedOn", "2026-08-01"))], "agenda feedback concern:new OPEN", "Concern.status concern:new = OPEN; NO_ACTION concern:new"),
        New([Put("Risk", "risk:bare", ("title", "Bare"), ("kind", "THREAT"))], "agenda risks risk:bare UNKNOWN", "Risk.standing risk:bare = UNKNOWN; NO_LEVEL risk:bare"),
    ];

    private static IEnumerable<KnockOut> Validity() =>
    [
        New([Put("ManagedDocument", "document:new", ("title", "New"), ("type", "MANUAL"), ("keptAs", "OTHER")), Link("document:new", "OWNED_BY", "person:pia")], "ManagedDocument.validity document:new = IN_FORCE").WithDecisions(["document:new"]),
        Field("ManagedDocument", "document:record", "retiredOn", "2026-08-06", null, "ManagedDocument.validity document:record = RETIRED").WithDecisions([], ["document:record"]),
        New([Put("AiSystem", "ai-system:scoped", ("title", "Scoped")), Put("ScopeStatement", "scope:next", ("title", "Next"), ("boundaries", "What is planned.")), Link("scope:next", "INCLUDES", "ai-system:scoped")], "ScopeStatement.validity scope:next = IN_FORCE", "AiSystem.inApprovedScope ai-system:scoped = true", "AiSystem.scopeStanding ai-system:scoped = IN_SCOPE").WithDecisions(["scope:next"]),
        New([Put("ScopeStatement", "scope:old", ("title", "Old"), ("boundaries", "What was."), ("effectiveTo", "2026-08-05"))], "ScopeStatement.validity scope:old = RETIRED").WithDecisions(["scope:old"]),
        New([Put("RiskMethod", "risk-method:other", ("title", "Other"), ("acceptedUpTo", "HIGH"), ("effectiveFrom", "2026-01-01")), .. Judged.Scales("risk-method:other"), Put("RiskMatrixCell", "risk-cell:other", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("risk-cell:other", "MATRIX_CELL_OF", "risk-method:other")], "RiskMethod.validity risk-method:other = IN_FORCE").WithDecisions(["risk-method:other"]),
        New([Put("RiskMethod", "risk-method:old", ("title", "Old"), ("acceptedUpTo", "HIGH"), ("retiredOn", "2026-08-05"))], "RiskMethod.validity risk-method:old = RETIRED"),
    ];

    private static IEnumerable<KnockOut> People() =>
    [
        New([Put("OrganisationRole", "role:held", ("title", "Held")), Put("RoleAssignment", "assignment:held", ("from", "2026-08-01")), Link("assignment:held", "ASSIGNMENT_OF", "role:held"), Link("assignment:held", "HELD_BY", "person:quirin")], "OrganisationRole.occupancy role:held = HELD"),
        New([Put("Resource", "resource:judged", ("title", "Testers"), ("type", "PEOPLE"))], "Resource.sufficiency resource:judged = UNKNOWN; FACT_MISSING resource:judged"),
        New([Put("Resource", "resource:short", ("title", "Testers"), ("type", "PEOPLE"), ("sufficient", false))], "Resource.sufficiency resource:short = SHORT; SHORT_OF resource:short"),
        New([Put("Resource", "resource:enough", ("title", "Testers"), ("type", "PEOPLE"), ("sufficient", true))], "Resource.sufficiency resource:enough = SUFFICIENT"),
        New([Put("Training", "training:planned", ("title", "Planned"), ("plannedFor", "2026-08-06"))], "Training.status training:planned = PLANNED"),
        New([Put("Training", "training:late", ("title", "Late"), ("plannedFor", "2026-08-05"))], "Training.status training:late = OVERDUE; ACTION_OVERDUE training:late", "due Training.COMPLETE training:late 2026-08-05 OVERDUE"),
        New([Put("Training", "training:held", ("title", "Held"), ("heldOn", "2026-08-05")), Link("training:held", "ATTENDED_BY", "person:pia")], "Training.status training:held = UNJUDGED; EFFECTIVENESS_UNJUDGED training:held"),
        New([Put("Training", "training:vain", ("title", "In vain"), ("heldOn", "2026-08-05"), ("effectJudgedOn", "2026-08-06"), ("effect", "NOT_EFFECTIVE")), Link("training:vain", "ATTENDED_BY", "person:pia")], "Training.status training:vain = NOT_EFFECTIVE; NOT_EFFECTIVE training:vain"),
        New([Put("Training", "training:good", ("title", "Good"), ("heldOn", "2026-08-05"), ("effectJudgedOn", "2026-08-06"), ("effect", "EFFECTIVE"), ("effectBasis", "A test.")), Link("training:good", "ATTENDED_BY", "person:pia")], "Training.status training:good = EFFECTIVE"),
    ];

    private static IEnumerable<KnockOut> RiskWords() =>
    [
        .. Levels.Select((level, i) => New(
            [
                Put("Risk", $"risk:{level}", ("title", level), ("kind", "THREAT"), ("reviewedOn", "2026-08-01"), ("inherentLikelihood", i + 1), ("inherentImpact", i + 1), ("targetLikelihood", i + 1), ("targetImpact", i + 1), ("residualLikelihood", i + 1), ("residualImpact", i + 1)),
                Link($"risk:{level}", "OWNED_BY", "person:pia"), Link($"risk:{level}", "MITIGATED_BY", "control:ims"),
            ],
            [.. ((string[])["inherentLevel", "targetLevel", "residualLevel", "currentLevel"]).Select(f => $"Risk.{f} risk:{level} = {level}"), .. i == 0 ? ["Risk.standing risk:LOW = WITHIN"] : Array.Empty<string>()])),
        .. Weakened("weak", [], "CONTROL_NOT_OPERATING"), .. Weakened("unproven", [("implementedOn", "2026-01-01")], "CONTROL_WITHOUT_PROOF"),
        New([Put("Risk", "risk:asked", ("title", "Asked for"), ("kind", "THREAT"), ("inherentLikelihood", 3), ("inherentImpact", 3), ("reviewedOn", "2026-08-01")), Link("risk:asked", "OWNED_BY", "person:pia"),
            Put("RiskAcceptance", "acceptance:asked", ("rationale", "Rare."), ("level", "HIGH")), Link("acceptance:asked", "ACCEPTANCE_OF", "risk:asked")],
            "Risk.standing risk:asked = ABOVE_ACCEPTANCE; ABOVE_ACCEPTANCE risk:asked; NOT_ACCEPTED acceptance:asked", "row 3.i NOT_ACCEPTED acceptance:asked"),
        New([Put("Risk", "risk:borne", ("title", "Borne"), ("kind", "THREAT"), ("inherentLikelihood", 3), ("inherentImpact", 3), ("reviewedOn", "2026-08-01")), Link("risk:borne", "OWNED_BY", "person:pia"),
            Put("RiskAcceptance", "acceptance:borne", ("rationale", "Rare."), ("level", "HIGH"), ("until", "2026-09-01")), Link("acceptance:borne", "ACCEPTANCE_OF", "risk:borne")],
            "Risk.standing risk:borne = ACCEPTED", "due RiskAcceptance.REVIEW acceptance:borne 2026-09-01 DUE").WithDecisions(["acceptance:borne"]),
    ];

    // What treatment would leave does not hold while its control does not operate or nothing shows that it does.
    private static IEnumerable<KnockOut> Weakened(string name, (string, object?)[] control, string code) =>
    [
        New(
            [
                Put("Risk", $"risk:{name}", ("title", name), ("kind", "THREAT"), ("inherentLikelihood", 3), ("inherentImpact", 3), ("residualLikelihood", 1), ("residualImpact", 1), ("reviewedOn", "2026-08-01")), Link($"risk:{name}", "OWNED_BY", "person:pia"),
                Put("Control", $"control:{name}", [("title", name), .. control]), Link($"risk:{name}", "MITIGATED_BY", $"control:{name}"),
            ],
            $"row 3.i {code} control:{name}", $"Risk.standing risk:{name} = ABOVE_ACCEPTANCE; ABOVE_ACCEPTANCE risk:{name}; {code} control:{name}", $"Risk.currentLevel risk:{name} = HIGH"),
    ];

    private static IEnumerable<KnockOut> Plans() =>
    [
        .. Measured("missed", 89, [("dueOn", "2026-08-05")], "MISSED; TARGET_MISSED metric:missed", "due Objective.ACHIEVE objective:missed 2026-08-05 OVERDUE"),
        .. Measured("risky", 84, [("dueOn", "2026-12-01")], "AT_RISK; WARNING_REACHED measurement:risky"),
        .. Measured("ontrack", 89, [("dueOn", "2026-12-01")], "ON_TRACK"),
        .. Measured("reached", 90, [], "ACHIEVED"),
        New([Put("PlannedChange", "change:planned", ("title", "Planned"), ("plannedFor", "2026-08-06"))], "PlannedChange.status change:planned = PLANNED"),
        New([Put("PlannedChange", "change:late", ("title", "Late"), ("plannedFor", "2026-08-05"))], "PlannedChange.status change:late = OVERDUE; ACTION_OVERDUE change:late", "due PlannedChange.IMPLEMENT change:late 2026-08-05 OVERDUE"),
        New([Put("PlannedChange", "change:done", ("title", "Done"), ("doneOn", "2026-08-05"))], "PlannedChange.status change:done = DONE"),
        New([Put("ManagementReview", "review:planned", ("title", "Planned"), ("plannedFor", "2026-08-06"))], "ManagementReview.progress review:planned = PLANNED"),
        New([Put("ManagementReview", "review:late", ("title", "Late"), ("plannedFor", "2026-08-05"))], "ManagementReview.progress review:late = OVERDUE; ACTION_OVERDUE review:late", "due ManagementReview.HOLD_REVIEW review:late 2026-08-05 OVERDUE"),
        New([Put("Task", "task:planned", ("title", "Planned")), Link("task:planned", "OWNED_BY", "person:pia")], "Task.status task:planned = PLANNED"),
        New([Put("Task", "task:blocked", ("title", "Blocked")), Link("task:blocked", "OWNED_BY", "person:pia"), Link("task:blocked", "WAITS_FOR", "task:plan")], "Task.status task:blocked = BLOCKED; NOT_DONE task:plan"),
        New([Put("Task", "task:late", ("title", "Late"), ("dueOn", "2026-08-05"))], "Task.status task:late = OVERDUE; ACTION_OVERDUE task:late; NO_OWNER task:late", "due Task.COMPLETE task:late 2026-08-05 OVERDUE"),
        New([Put("Task", "task:done", ("title", "Done"), ("doneOn", "2026-08-05"))], "Task.status task:done = DONE"),
        New([Put("Control", "control:planned", ("title", "Planned"), ("plannedFor", "2026-12-01"))], "Control.status control:planned = PLANNED", "due Control.IMPLEMENT control:planned 2026-12-01 UPCOMING"),
        New([Put("Control", "control:degraded", ("title", "Degraded"), ("implementedOn", "2026-01-01"), ("degradedOn", "2026-08-06"))], "Control.status control:degraded = DEGRADED"),
        New([Put("Control", "control:retired", ("title", "Retired"), ("implementedOn", "2026-01-01"), ("retiredOn", "2026-08-06"))], "Control.status control:retired = RETIRED"),
    ];

    private static IEnumerable<KnockOut> Measures() =>
    [
        .. Measured("ok", 90, null, "Metric.status metric:ok = OK", "due Metric.MEASURE metric:ok 2027-08-01 UPCOMING"),
        .. Measured("warned", 85, null, "Metric.status metric:warned = WARNING; WARNING_REACHED measurement:warned", "Metric.alert metric:warned = WARNING", "row 11.g NO_ACTION metric:warned", "agenda alerts metric:warned WARNING"),
        .. Measured("breached", 80, null, "Metric.status metric:breached = BREACH; LIMIT_REACHED measurement:breached", "Metric.alert metric:breached = BREACH", "row 11.g NO_ACTION metric:breached", "agenda alerts metric:breached BREACH"),
        New(
            [
                Put("Metric", "metric:answered", ("title", "Answered"), ("betterWhen", "HIGHER"), ("frequency", "ANNUAL"), ("warning", 80), ("limit", 70)), Put("Measurement", "measurement:answered", ("on", "2026-08-01"), ("value", 79)), Link("measurement:answered", "MEASUREMENT_OF", "metric:answered"),
                Put("Finding", "finding:alert", ("title", "Too low"), ("grade", "OBSERVATION"), ("foundOn", "2026-08-02"), ("answeredOn", "2026-08-03")), Link("finding:alert", "FOUND_IN", "metric:answered"),
            ],
            "Metric.alert metric:answered = -", "Metric.status metric:answered = WARNING; WARNING_REACHED measurement:answered") with { Give = Ended("answered", [Delete("metric:answered", edges: true), Delete("finding:alert", edges: true)]) },
        .. Trend("better", 90, 91, "BETTER"), .. Trend("same", 90, 90, "SAME"), .. Trend("worse", 91, 90, "WORSE"),
        Field("Measurement", "measurement:m", "on", "2025-08-01", "2026-08-01", "Metric.status metric:m = UNKNOWN; STALE_DATA measurement:m", "row 7.g STALE_DATA measurement:m"),
    ];

    // An alert does not end with its metric before a nonconformity has answered it.
    private static KnockOut[] Measured(string name, double value, (string, object?)[]? objective, string word, params string[] others)
    {
        var made = New(
            [
                .. objective is null ? Array.Empty<Operation>() : [Put("Objective", $"objective:{name}", [("title", name), ("theme", "OWN"), ("plan", "A plan."), .. objective]), Link($"objective:{name}", "OWNED_BY", "person:pia"), Link($"objective:{name}", "MEASURED_BY", $"metric:{name}")],
                Put("Metric", $"metric:{name}", ("title", name), ("betterWhen", "HIGHER"), ("frequency", "ANNUAL"), ("target", 90), ("warning", objective is null ? 85 : 84), ("limit", 80)),
                Put("Measurement", $"measurement:{name}", ("on", "2026-08-01"), ("value", value)), Link($"measurement:{name}", "MEASUREMENT_OF", $"metric:{name}"),
            ],
            [objective is null ? word : $"Objective.status objective:{name} = {word}", .. others]);
        return [made with { Give = Ended(name, made.Give) }];
    }

    private static IReadOnlyList<Operation> Ended(string name, IReadOnlyList<Operation> deletes) =>
        [Put("Finding", $"finding:answer-{name}", ("title", "Too low"), ("grade", "MINOR"), ("foundOn", "2026-08-02")), Link($"finding:answer-{name}", "FOUND_IN", $"metric:{name}"), .. deletes, Delete($"finding:answer-{name}", edges: true)];

    private static IEnumerable<KnockOut> Trend(string name, double first, double last, string word) =>
    [
        New(
            [
                Put("Metric", $"metric:{name}", ("title", name), ("betterWhen", "HIGHER"), ("frequency", "ANNUAL")),
                Put("Measurement", $"measurement:{name}-1", ("on", "2026-07-01"), ("value", first)), Link($"measurement:{name}-1", "MEASUREMENT_OF", $"metric:{name}"),
                Put("Measurement", $"measurement:{name}-2", ("on", "2026-08-01"), ("value", last)), Link($"measurement:{name}-2", "MEASUREMENT_OF", $"metric:{name}"),
            ],
            $"Metric.trend metric:{name} = {word}"),
    ];

    private static IEnumerable<KnockOut> Incidents() =>
    [
        New([Put("Concern", "concern:late", ("title", "Late"), ("type", "CONCERN"), ("raisedOn", "2026-08-01"), ("answerBy", "2026-08-05"))], "Concern.status concern:late = OVERDUE; ACTION_OVERDUE concern:late", "due Concern.COMPLETE concern:late 2026-08-05 OVERDUE"),
        New([Put("Concern", "concern:answered", ("title", "Answered"), ("type", "CONCERN"), ("raisedOn", "2026-08-01"), ("answeredOn", "2026-08-02"), ("answer", "Yes."))], "Concern.status concern:answered = ANSWERED"),
        Field("Incident", "incident:i", "types", null, (string[])["AI"], "Incident.status incident:i = CONTAINED; FACT_MISSING incident:i"),
        Field("Incident", "incident:i", "cause", null, "Old data.", "Incident.status incident:i = CONTAINED; NO_CAUSE incident:i"),
        New([Put("Incident", "incident:over", ("title", "Over"), ("types", (string[])["AI"]), ("severity", "MINOR"), ("awareOn", "2026-08-01"), ("containedOn", "2026-08-01"), ("cause", "Known.")),
            Put("Finding", "finding:over", ("title", "Over"), ("grade", "OBSERVATION"), ("foundOn", "2026-08-01"), ("answeredOn", "2026-08-01")), Link("finding:over", "FOUND_IN", "incident:over")], "Incident.status incident:over = CLOSED"),
        .. Notice("open", "2026-08-01", "AI_ACT_73_2", [], "OPEN; NOT_NOTIFIED notice:open", "due IncidentNotice.NOTIFY notice:open 2026-08-16 DUE"),
        .. Notice("unknown", "2026-08-01", "CONTRACT", [], "UNKNOWN; FACT_MISSING notice:unknown"),
        .. Notice("met", "2026-08-01", "GDPR_33", [("givenOn", "2026-08-03")], "MET"), .. Notice("unclear", "2026-08-01", "GDPR_33", [("givenOn", "2026-08-04")], "UNKNOWN; FACT_MISSING notice:unclear"),
        .. Notice("late", "2026-08-01", "GDPR_33", [("givenOn", "2026-08-05")], "LATE; NOTIFIED_LATE notice:late", "Incident.status incident:late = NOTICE_LATE; NOTIFIED_LATE notice:late; NOT_CONTAINED incident:late; NO_CAUSE incident:late; NO_ACTION incident:late"),
        .. Notice("forgotten", "2026-08-01", "AI_ACT_73_3", [], "LATE; NOT_NOTIFIED notice:forgotten"),
    ];

    // A notice whose time runs stays with its incident, and a breach stays until it is said to be a risk to nobody.
    private static IEnumerable<KnockOut> Notice(string name, string awareOn, string duty, (string, object?)[] more, string word, params string[] others)
    {
        var made = New(
            [
                Put("Incident", $"incident:{name}", ("title", name), ("types", (string[])[duty == "GDPR_33" ? "DATA_BREACH" : "AI"]), ("riskToPersons", true), ("severity", "MAJOR"), ("awareOn", awareOn)),
                Put("IncidentNotice", $"notice:{name}", [("to", "An authority"), ("duty", duty), .. more]), Link($"notice:{name}", "NOTICE_OF", $"incident:{name}"),
            ],
            [$"IncidentNotice.status notice:{name} = {word}", .. others]);
        return [made with { Give = [Put("IncidentNotice", $"notice:{name}", ("duty", "CONTRACT")), Put("Incident", $"incident:{name}", ("riskToPersons", false)), .. made.Give] }];
    }

    private static IEnumerable<KnockOut> Findings() =>
    [
        New([Put("Audit", "audit:late", ("title", "Late"), ("type", "INTERNAL"), ("plannedFor", "2026-08-05"))], "Audit.status audit:late = OVERDUE; ACTION_OVERDUE audit:late", "due Audit.AUDIT audit:late 2026-08-05 OVERDUE"),
        Held("audit:closed", [Put("Audit", "audit:closed", ("title", "Closed"), ("type", "SUPPLIER"), ("heldOn", "2026-08-05")), Link("audit:closed", "AUDITED_BY", "person:quirin"), Link("audit:closed", "NEEDS_AUDITOR", "competence:audit")], "Audit.status audit:closed = CLOSED"),
        Field("CorrectiveAction", "action:a", "effect", "NOT_EFFECTIVE", "EFFECTIVE",
            "CorrectiveAction.outcome action:a = NOT_EFFECTIVE; NOT_EFFECTIVE action:a", "Finding.status finding:f = NOT_EFFECTIVE; NOT_EFFECTIVE action:a").WithDecisions(["action:a"], ["action:a"]) with { WithdrawnFirst = ["action:a"] },
        New([Put("CorrectiveAction", "action:good", ("title", "Good"), ("implementedOn", "2026-08-01"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("action:good", "CORRECTS", "finding:f")], "CorrectiveAction.outcome action:good = EFFECTIVE").WithDecisions(["action:good"]),
    ];

    private static IEnumerable<KnockOut> Others() =>
    [
        Certified("coming", [], "NOT_ISSUED"),
        Certified("valid", [("issuedOn", "2026-08-06"), ("validUntil", "2029-08-05")], "VALID", "due Certificate.AUDIT certificate:valid 2027-08-06 UPCOMING"),
        Certified("withdrawn", [("issuedOn", "2026-08-06"), ("validUntil", "2029-08-05"), ("withdrawnOn", "2026-08-06")], "WITHDRAWN"),
        Certified("expired", [("issuedOn", "2026-08-06"), ("validUntil", "2026-09-05")], "EXPIRED; ACTION_OVERDUE certificate:expired", "due Certificate.RECERTIFY certificate:expired 2026-09-05 OVERDUE") with { On = "2026-09-06" },
        Certified("unwatched", [("issuedOn", "2026-08-06"), ("validUntil", "2029-08-05")], "SURVEILLANCE_OVERDUE; ACTION_OVERDUE certificate:unwatched", "due Certificate.AUDIT certificate:unwatched 2027-08-06 OVERDUE") with { On = "2027-08-07" },
    ];

    // An audit that was held stays with who held it.
    private static KnockOut Held(string audit, IReadOnlyList<Operation> made, params string[] appears)
    {
        var knockOut = New(made, appears);
        return knockOut with { Give = [Put("Audit", audit, ("heldOn", null)), .. knockOut.Give] };
    }

    // It is issued for a standard and a scope that is approved on that day, after audits of both stages.
    private static KnockOut Certified(string name, (string, object?)[] fields, string word, params string[] others)
    {
        var made = New(
        [
            Put("Certificate", $"certificate:{name}", [("title", name), .. fields]), Link($"certificate:{name}", "CERTIFIES", "iso-42001"), Link($"certificate:{name}", "CERTIFIES", "scope:1"),
            .. ((string[])["STAGE_1", "STAGE_2"]).SelectMany((stage, i) => (Operation[])
                [
                    Put("Audit", $"audit:{name}-{i + 1}", ("title", stage), ("type", stage), ("heldOn", $"2026-07-2{i + 1}")),
                    Link($"audit:{name}-{i + 1}", "AUDITED_BY", "person:quirin"), Link($"audit:{name}-{i + 1}", "AUDITS_FOR", $"certificate:{name}"),
                ]),
        ],
        [$"Certificate.status certificate:{name} = {word}", .. others]);

        // A record is deleted once it says no more that it was issued or held.
        Operation[] first = [Put("Certificate", $"certificate:{name}", ("issuedOn", null)), Put("Audit", $"audit:{name}-1", ("heldOn", null)), Put("Audit", $"audit:{name}-2", ("heldOn", null))];
        return made with { Give = [.. first, .. made.Give] };
    }

    private static IEnumerable<KnockOut> Due() =>
    [
        Field("Vendor", "vendor:v", "contractEndsOn", "2026-09-01", null, "due Vendor.TERMINATE vendor:v 2026-09-01 DUE"),
        Field("Vendor", "vendor:v", "endOfLifeOn", "2026-09-01", null, "due Vendor.TERMINATE vendor:v 2026-09-01 DUE", "Vendor.diligence vendor:v = SHOWN; NO_PLAN vendor:v"),
        Field("Audit", "audit:1", "type", "SUPPLIER", "INTERNAL", "due Cadence.AUDIT cadence:first 2026-09-01 DUE"),
        New([Put("Cadence", "cadence:sooner", ("title", "Audits"), ("of", "INTERNAL_AUDIT"), ("months", 6), ("source", "ORGANISATION"))], "due Cadence.AUDIT cadence:sooner 2027-01-20 UPCOMING"),
        New([Put("Cadence", "cadence:oftener", ("title", "Reviews"), ("of", "MANAGEMENT_REVIEW"), ("months", 6), ("source", "ORGANISATION"))], "due Cadence.HOLD_REVIEW cadence:oftener 2027-02-01 UPCOMING"),
        New([Put("Evidence", "evidence:short", ("title", "Short"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("expiresOn", "2026-08-20"))], "due Evidence.RENEW evidence:short 2026-08-20 DUE").WithDecisions(["evidence:short"]),
        New([Put("Cadence", "cadence:impact", ("title", "Systems in use"), ("of", "IMPACT_ASSESSMENT"), ("days", 90), ("implementedOn", "2026-06-01"), ("source", "GUIDE")), Put("AiSystem", "ai-system:rushed", ("title", "Rushed"), ("classes", Array.Empty<string>()), ("placedOn", "2026-05-01"))],
            "due AiSystem.ASSESS ai-system:rushed 2026-08-30 DUE", "row 1.h NOT_ASSIGNED ai-system:rushed", "row 5.a NO_DATA ai-system:rushed", "row 5.g NO_DATA ai-system:rushed", "row 12.a NO_DATA ai-system:rushed"),
        New([Put("Cadence", "cadence:vendor", ("title", "Suppliers in use"), ("of", "VENDOR_DUE_DILIGENCE"), ("days", 90), ("implementedOn", "2026-06-01"), ("source", "GUIDE")), Put("Vendor", "vendor:rushed", ("title", "Rushed")), Link("component:c", "SUPPLIED_BY", "vendor:rushed")],
            "due Vendor.ASSESS vendor:rushed 2026-08-30 DUE", "row 7.a NO_DATA vendor:rushed", "row 7.d NOT_IMPLEMENTED vendor:rushed"),
        New([Put("Cadence", "cadence:correct", ("title", "Corrections"), ("of", "CORRECTIVE_ACTION"), ("months", 1), ("source", "ORGANISATION")), Put("Finding", "finding:due", ("title", "Due"), ("grade", "MINOR"), ("foundOn", "2026-08-01"))],
            "due Finding.CORRECT finding:due 2026-09-01 DUE", "Finding.status finding:due = OPEN; NO_CAUSE finding:due; NO_ACTION finding:due"),
        New([Put("Cadence", "cadence:effect", ("title", "Effects"), ("of", "EFFECTIVENESS"), ("months", 3), ("source", "ORGANISATION")), Put("CorrectiveAction", "action:due", ("title", "Due"), ("implementedOn", "2026-08-01")), Link("action:due", "CORRECTS", "finding:f")],
            "due CorrectiveAction.JUDGE_EFFECTIVENESS action:due 2026-11-01 UPCOMING"),
    ];
}
