using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Graph.Server.Identity;
using static Graph.Tests.ManagementSystem.Walker;

namespace Graph.Tests.ManagementSystem;

/// <summary>
/// From an empty store to recertification, by GraphQL alone: four years of a small organisation, as a story whose days are those of the server's clock. At the
/// end of each quarter everything that is due is compared with a naive second computation and written down, at the end of each year also how ready the
/// management system is; the whole is approved text.
/// </summary>
public sealed class WalkTests
{
    private const string Mira = "Mira";     // edits: keeps the management system
    private const string Tom = "Tom";       // edits: owns the risks
    private const string Sofia = "Sofia";   // audits, and records what she found
    private const string Leena = "Leena";   // approves: top management

    // Of the longest quarter, so that nothing falls between two of them.
    private const int QuarterDays = 92;

    private readonly StringBuilder told = new();

    [Fact]
    public async Task From_an_empty_store_to_recertification_what_falls_due_is_what_a_naive_second_computation_finds()
    {
        await using var walk = await StartAsync((Mira, [Role.Editor]), (Tom, [Role.Editor]), (Sofia, [Role.Editor, Role.Auditor]), (Leena, [Role.Approver]));
        Assert.Equal(0, (int)(await walk.AskAsync(Leena, "{ server { revision } }"))["server"]!["revision"]!);

        await CatalogueAsync(walk);
        await PlanAsync(walk);
        await QuarterAsync(walk, "2027-03-31");
        await BuildAsync(walk);
        await QuarterAsync(walk, "2027-06-30");
        await RunAsync(walk);
        await QuarterAsync(walk, "2027-09-30");
        await CertifyAsync(walk);
        await SecondYearAsync(walk);
        await ThirdYearAsync(walk);
        await FourthYearAsync(walk);

        var path = Approved();
        if (Environment.GetEnvironmentVariable("GRAPH_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, told.ToString());
        }

        Assert.True(File.Exists(path) && told.ToString() == await File.ReadAllTextAsync(path), $"What fell due differs from {Path.GetFileName(path)}: run the test with GRAPH_APPROVE=1 and review the difference.\n{told}");
    }

    // January 2027: the rows of the standard that the story needs.
    private static async Task CatalogueAsync(Walker walk)
    {
        walk.GoTo("2027-01-11");
        (string Ref, string Title, bool Assessable, bool Excludable, string Scope)[] rows =
        [
            ("4", "Context", false, false, "ORGANISATION"), ("4.1", "Issues", true, false, "ORGANISATION"), ("4.3", "Scope", true, false, "ORGANISATION"),
            ("5", "Leadership", false, false, "ORGANISATION"), ("5.2", "Policy", true, false, "ORGANISATION"),
            ("6", "Planning", false, false, "ORGANISATION"), ("6.1.2", "Risks", true, false, "ORGANISATION"),
            ("7", "Support", false, false, "ORGANISATION"), ("7.2", "Competence", true, false, "ORGANISATION"),
            ("8", "Operation", false, false, "ORGANISATION"), ("8.4", "Impact", true, false, "SYSTEM"),
            ("9", "Evaluation", false, false, "ORGANISATION"), ("9.2.2", "Audit", true, false, "ORGANISATION"), ("9.3.3", "Review", true, false, "ORGANISATION"),
            ("10", "Improvement", false, false, "ORGANISATION"), ("10.2", "Correction", true, false, "ORGANISATION"),
            ("A", "Controls", false, false, "ORGANISATION"), ("A.2.2", "AI policy", true, true, "ORGANISATION"), ("A.6.2.8", "Logs", true, true, "SYSTEM"),
            ("A.7.4", "Quality of data", true, true, "SYSTEM"), ("A.10.3", "Suppliers", true, true, "ORGANISATION"),
        ];
        await walk.ApplyAsync(Mira, "The rows of the standard that we work by.",
        [
            Put("framework", "iso-42001", ("title", "ISO/IEC 42001:2023"), ("kind", "STANDARD"), ("voluntary", true)),
            .. rows.Select(r => Put("requirement", "iso-42001:" + r.Ref, ("ref", r.Ref), ("title", r.Title), ("assessable", r.Assessable), ("excludable", r.Excludable), ("scope", r.Scope))),
            .. rows.Select(r => Link("iso-42001:" + r.Ref, "PART_OF", r.Assessable ? "iso-42001:" + r.Ref[..(r.Ref[0] == '1' ? 2 : 1)] : "iso-42001")),
        ]);
    }

    // January to March 2027: context, leadership, planning.
    private static async Task PlanAsync(Walker walk)
    {
        walk.GoTo("2027-01-12");
        await walk.ApplyAsync(Mira, "Who we are, what matters to us and to others.",
        [
            .. new[] { "mira", "tom", "sofia", "leena" }.Select(p => Put("person", "person:" + p, ("name", p))),
            Put("unit", "unit:library", ("title", "City library"), ("aiRoles", new[] { "DEPLOYER" }), ("staffCount", 40)),
            Put("contextIssue", "issue:budget", ("title", "Money for one engineer"), ("side", "INTERNAL"), ("topic", "CAPABILITY"), ("relevant", true)),
            Put("contextIssue", "issue:law", ("title", "Duties of deployers"), ("side", "EXTERNAL"), ("topic", "LEGAL"), ("relevant", true)),
            Put("contextIssue", "issue:climate", ("title", "Heat in the reading room"), ("side", "EXTERNAL"), ("topic", "CLIMATE"), ("relevant", false)),
            Put("interestedParty", "party:readers", ("title", "Readers"), ("type", "CUSTOMER")), Put("partyNeed", "need:privacy", ("title", "Nobody learns what I read"), ("addressed", true)), Link("need:privacy", "NEED_OF", "party:readers"),
            Put("aiSystem", "ai-system:chat", ("title", "Answers for readers"), ("roles", new[] { "DEPLOYER" }), ("placedOn", "2027-07-01"), ("lifecycleStage", "DESIGN")),
            Put("component", "component:model", ("title", "Rented model"), ("type", "SERVICE")), Put("vendor", "vendor:answers", ("title", "Answers Ltd"), ("criticality", "HIGH"), ("contractStartsOn", "2027-03-01"), ("contractEndsOn", "2029-02-28"), ("incidentNoticeHours", 48)),
            Link("ai-system:chat", "USES", "component:model"), Link("component:model", "SUPPLIED_BY", "vendor:answers"), Link("ai-system:chat", "SUBJECT_TO", "iso-42001"), Link("ai-system:chat", "OWNED_BY", "person:tom"),
        ]);

        walk.GoTo("2027-01-14");
        await walk.ApplyAsync(Mira, "Scope, policy, procedure and roles, for a decision.",
            Put("scopeStatement", "scope:library", ("title", "Everything that answers readers"), ("boundaries", "The library and its chat.")), Link("scope:library", "INCLUDES", "unit:library"), Link("scope:library", "INCLUDES", "ai-system:chat"),
            Put("managedDocument", "document:policy", ("title", "AI policy"), ("type", "POLICY"), ("fulfils", new[] { "iso-42001:5.2" }), ("version", "1"), ("publishedAt", "https://library.example/ai"), ("reviewEveryMonths", 12), ("retainUntil", "2037-12-31")), Link("document:policy", "OWNED_BY", "person:leena"),
            Put("managedDocument", "document:correction", ("title", "What we do when something is wrong"), ("type", "PROCEDURE"), ("version", "1"), ("reviewEveryMonths", 24), ("retainUntil", "2037-12-31")), Link("document:correction", "OWNED_BY", "person:mira"),
            Put("managedDocument", "document:minutes", ("title", "Minutes"), ("type", "RECORD"), ("retainUntil", "2037-12-31")), Link("document:minutes", "OWNED_BY", "person:mira"),
            Put("competence", "competence:audit", ("title", "Auditing")), Put("competence", "competence:ai", ("title", "What the chat cannot do")),
            Put("organisationRole", "role:director", ("title", "Director"), ("topManagement", true), ("decides", new[] { "SCOPE_STATEMENT", "RISK_ACCEPTANCE" })), Put("organisationRole", "role:auditor", ("title", "Internal auditor")), Put("organisationRole", "role:owner", ("title", "Owner of risk")),
            Link("role:auditor", "NEEDS_COMPETENCE", "competence:audit"), Link("role:owner", "NEEDS_COMPETENCE", "competence:ai"), Link("role:director", "NEEDS_COMPETENCE", "competence:ai"),
            Put("roleAssignment", "assignment:leena", ("from", "2027-01-15")), Link("assignment:leena", "ASSIGNMENT_OF", "role:director"), Link("assignment:leena", "HELD_BY", "person:leena"),
            Put("roleAssignment", "assignment:sofia", ("from", "2027-01-15")), Link("assignment:sofia", "ASSIGNMENT_OF", "role:auditor"), Link("assignment:sofia", "HELD_BY", "person:sofia"),
            Put("roleAssignment", "assignment:tom", ("from", "2027-01-15")), Link("assignment:tom", "ASSIGNMENT_OF", "role:owner"), Link("assignment:tom", "HELD_BY", "person:tom"),
            Put("competenceRecord", "competence-record:sofia", ("basis", "Course for auditors"), ("level", "EXPERT"), ("from", "2026-07-01"), ("until", "2029-06-30")), Link("competence-record:sofia", "RECORD_OF", "person:sofia"), Link("competence-record:sofia", "OF_COMPETENCE", "competence:audit"),
            Put("training", "training:audit", ("title", "Auditing for librarians"), ("plannedFor", "2027-06-01")), Link("training:audit", "TEACHES", "competence:audit"),
            Put("training", "training:chat", ("title", "What the chat cannot do"), ("plannedFor", "2027-04-12")), Link("training:chat", "TEACHES", "competence:ai"));
        await walk.SubmitAsync(Mira, "scope:library");
        Assert.Equal("FORBIDDEN", (string)(await walk.PostAsync(Mira, "mutation { approve(changeId: \"own\", reason: \"r\", key: \"scope:library\", contentHash: \"" + new string('0', 64) + "\") { accepted } }")).Body["errors"]![0]!["extensions"]!["code"]!);

        walk.GoTo("2027-01-20");
        Assert.Empty(await walk.DecideAsync(Leena, "scope:library", "approve"));
        await walk.FourEyesAsync(Mira, Leena, "document:policy");
        await walk.FourEyesAsync(Mira, Leena, "document:correction");
        await walk.FourEyesAsync(Mira, Leena, "document:minutes");
        await walk.ApplyAsync(Mira, "Everybody was told.", Put("communication", "communication:1", ("audience", "All staff"), ("on", "2027-01-20"), ("reachedCount", 40), ("audienceCount", 40)), Link("communication:1", "COMMUNICATION_OF", "document:policy"));

        walk.GoTo("2027-02-01");
        await walk.ApplyAsync(Tom, "How we rate risks.",
        [
            Put("riskMethod", "risk-method:1", ("title", "Five by five"), ("acceptedUpTo", "MEDIUM")),
            .. from l in Enumerable.Range(1, 5) from i in Enumerable.Range(1, 5) select Put("riskMatrixCell", $"risk-cell:{l}-{i}", ("likelihood", l), ("impact", i), ("level", l * i < 5 ? "LOW" : l * i < 10 ? "MEDIUM" : l * i < 20 ? "HIGH" : "CRITICAL")),
            .. from l in Enumerable.Range(1, 5) from i in Enumerable.Range(1, 5) select Link($"risk-cell:{l}-{i}", "MATRIX_CELL_OF", "risk-method:1"),
            .. from s in new[] { "likelihood", "impact" } from v in Enumerable.Range(1, 5) select Put("riskScaleStep", $"risk-step:{s}-{v}", ("title", $"{s} {v}"), ("scale", s.ToUpperInvariant()), ("value", v)),
            .. from s in new[] { "likelihood", "impact" } from v in Enumerable.Range(1, 5) select Link($"risk-step:{s}-{v}", "SCALE_STEP_OF", "risk-method:1"),
        ]);
        await walk.FourEyesAsync(Tom, Leena, "risk-method:1");

        walk.GoTo("2027-02-08");
        await walk.ApplyAsync(Tom, "Risks, controls, objectives, what we measure.",
            Put("risk", "risk:wrong", ("title", "Answers are wrong"), ("kind", "THREAT"), ("inherentLikelihood", 4), ("inherentImpact", 3), ("residualLikelihood", 2), ("residualImpact", 3), ("lifecycleStage", "OPERATION"), ("reviewedOn", "2027-02-08")), Link("risk:wrong", "OWNED_BY", "person:tom"), Link("risk:wrong", "OWNED_BY", "person:leena"),
            Put("risk", "risk:leak", ("title", "What somebody asks becomes known"), ("kind", "THREAT"), ("inherentLikelihood", 3), ("inherentImpact", 5), ("residualLikelihood", 2), ("residualImpact", 5), ("lifecycleStage", "DESIGN"), ("reviewedOn", "2027-02-08")), Link("risk:leak", "OWNED_BY", "person:tom"),
            Put("risk", "risk:night", ("title", "Answers at night"), ("kind", "OPPORTUNITY"), ("inherentLikelihood", 4), ("inherentImpact", 2), ("reviewedOn", "2027-02-08")), Link("risk:night", "OWNED_BY", "person:tom"),
            Link("ai-system:chat", "HAS_RISK", "risk:wrong"), Link("ai-system:chat", "HAS_RISK", "risk:leak"), Link("ai-system:chat", "HAS_RISK", "risk:night"),
            Put("control", "control:sources", ("title", "Every answer names its source"), ("scope", "ORGANISATION"), ("plannedFor", "2027-05-31"), ("procedure", "https://library.example/sources")), Link("risk:wrong", "MITIGATED_BY", "control:sources"),
            Put("control", "control:logs", ("title", "Logs without names"), ("scope", "ORGANISATION"), ("plannedFor", "2027-06-15"), ("procedure", "https://library.example/logs")), Link("risk:leak", "MITIGATED_BY", "control:logs"),
            Put("control", "control:buying", ("title", "Nothing is bought unseen"), ("scope", "ORGANISATION"), ("plannedFor", "2027-03-15"), ("procedure", "https://library.example/buying")),
            Link("control:sources", "SATISFIES", "iso-42001:A.2.2"), Link("control:logs", "SATISFIES", "iso-42001:A.6.2.8"), Link("control:buying", "SATISFIES", "iso-42001:A.10.3"),
            Put("metric", "metric:right", ("title", "Answers that are right"), ("unit", "%"), ("betterWhen", "HIGHER"), ("target", 95), ("warning", 92), ("limit", 85), ("frequency", "QUARTERLY"), ("startsOn", "2027-09-30")),
            Put("metric", "metric:vendor", ("title", "Hours without service"), ("unit", "h"), ("betterWhen", "LOWER"), ("limit", 10), ("frequency", "SEMI_ANNUAL"), ("startsOn", "2027-12-31")), Link("vendor:answers", "MEASURED_BY", "metric:vendor"),
            Put("objective", "objective:right", ("title", "Nineteen of twenty answers are right"), ("theme", "ROBUSTNESS"), ("plan", "Tom reads a hundred answers a quarter."), ("dueOn", "2028-06-30")), Link("objective:right", "MEASURED_BY", "metric:right"), Link("objective:right", "OWNED_BY", "person:tom"));

        walk.GoTo("2027-02-15");
        (string Of, int? Months, int? Days)[] cadences =
        [
            ("INTERNAL_AUDIT", 12, null), ("MANAGEMENT_REVIEW", 12, null), ("RISK_REVIEW", 12, null), ("FIRST_AUDIT", 3, null), ("VENDOR_DUE_DILIGENCE", null, 90),
            ("IMPACT_ASSESSMENT", 1, null), ("TRAINING_EFFECTIVENESS", 3, null), ("CORRECTIVE_ACTION", null, 30), ("EFFECTIVENESS", 3, null),
        ];
        await walk.ApplyAsync(Mira, "How often, and within what time.",
        [
            .. cadences.Select(c => Put("cadence", "cadence:" + c.Of.ToLowerInvariant().Replace('_', '-'), ("title", c.Of), ("of", c.Of), ("months", c.Months), ("days", c.Days), ("implementedOn", "2027-06-30"), ("source", "GUIDE"))),
            Put("auditProgramme", "programme:1", ("title", "Audits of the first cycle"), ("from", "2027-01-01"), ("until", "2031-12-31")),
        ]);

        walk.GoTo("2027-02-26");
        await VendorAsync(walk, "2027", "They test and they tell.");
        await walk.ApplyAsync(Tom, "What the contract gives.",
            Put("contractClause", "clause:notice", ("title", "Notice within two days"), ("type", "INCIDENT_NOTICE"), ("agreed", true)), Link("clause:notice", "CLAUSE_OF", "vendor:answers"),
            Put("contractClause", "clause:exit", ("title", "Our questions are handed over at the end"), ("type", "END_OF_LIFE"), ("agreed", true)), Link("clause:exit", "CLAUSE_OF", "vendor:answers"),
            Put("contractClause", "clause:data", ("title", "Nothing is trained on our questions"), ("type", "DATA_HANDLING"), ("agreed", true)), Link("clause:data", "CLAUSE_OF", "vendor:answers"),
            Put("contractClause", "clause:docs", ("title", "Limits of the model in writing"), ("type", "RISK_DOCUMENTATION"), ("agreed", true)), Link("clause:docs", "CLAUSE_OF", "vendor:answers"));
        walk.GoTo("2027-03-15");
        await walk.ApplyAsync(Tom, "We buy as we said.", Put("control", "control:buying", ("implementedOn", "2027-03-15")));
    }

    // April to June 2027: support and operation; the implementation is complete on 30 June.
    private static async Task BuildAsync(Walker walk)
    {
        walk.GoTo("2027-04-12");
        await walk.ApplyAsync(Mira, "The course about the chat.",
            Put("training", "training:chat", ("heldOn", "2027-04-12")), Link("training:chat", "ATTENDED_BY", "person:tom"), Link("training:chat", "ATTENDED_BY", "person:leena"),
            Put("competenceRecord", "competence-record:tom", ("basis", "Course of April"), ("level", "WORKING"), ("from", "2027-04-12")), Link("competence-record:tom", "RECORD_OF", "person:tom"), Link("competence-record:tom", "OF_COMPETENCE", "competence:ai"),
            Put("competenceRecord", "competence-record:leena", ("basis", "Course of April"), ("level", "WORKING"), ("from", "2027-04-12")), Link("competence-record:leena", "RECORD_OF", "person:leena"), Link("competence-record:leena", "OF_COMPETENCE", "competence:ai"));

        walk.GoTo("2027-05-17");
        (string Row, bool Applies, string Why)[] rows =
        [
            ("A.2.2", true, "Readers ask for it."), ("A.6.2.8", true, "Without logs nobody can say what was answered."), ("A.7.4", false, "We train nothing."), ("A.10.3", true, "The model is rented."),
        ];
        await walk.ApplyAsync(Mira, "The Statement of Applicability.",
        [
            .. rows.SelectMany(r => (JsonObject[])[
                Put("statement", "statement:" + r.Row, ("title", r.Row), ("kind", "APPLICABILITY"), ("applicable", r.Applies), ("justification", r.Why)), Link("statement:" + r.Row, "STATES", "iso-42001:" + r.Row)]),
        ]);
        Assert.Empty(await walk.DecideApplicabilityAsync(Mira, "submit"));
        Assert.Contains("as a whole", Text((await walk.DecideAsync(Leena, "statement:A.2.2", "approve"))[0]!), StringComparison.Ordinal);
        Assert.Empty(await walk.DecideApplicabilityAsync(Leena, "approve"));

        walk.GoTo("2027-05-31");
        await walk.ApplyAsync(Tom, "Sources are named.", Put("control", "control:sources", ("implementedOn", "2027-05-31")));
        await ProveAsync(walk, "sources", "2027", "2028-05-31");

        walk.GoTo("2027-06-14");
        await ImpactAsync(walk, "2027", "It may be used.");
        await walk.ApplyAsync(Tom, "What it is by law.", Put("assessment", "assessment:class", ("title", "Class of the chat"), ("kind", "CLASSIFICATION"), ("classes", new[] { "TRANSPARENCY" }), ("conclusion", "It talks with people and says that it is a machine.")), Link("assessment:class", "ASSESSES", "ai-system:chat"), Put("aiSystem", "ai-system:chat", ("classes", new[] { "TRANSPARENCY" })));
        await walk.FourEyesAsync(Tom, Leena, "assessment:class", "sign");
        await walk.ApplyAsync(Mira, "Accepted until the law of logs is clear.", Put("riskAcceptance", "acceptance:leak", ("rationale", "Two people read the logs."), ("level", "HIGH"), ("until", "2028-12-31")), Link("acceptance:leak", "ACCEPTANCE_OF", "risk:leak"));
        await walk.FourEyesAsync(Mira, Leena, "acceptance:leak");
    }

    // July to September 2027: the chat opens, the logs come late, the first internal audit.
    private static async Task RunAsync(Walker walk)
    {
        walk.GoTo("2027-07-05");
        await walk.ApplyAsync(Tom, "The logs, three weeks late.", Put("control", "control:logs", ("implementedOn", "2027-07-05")), Put("aiSystem", "ai-system:chat", ("lifecycleStage", "OPERATION")));
        await ProveAsync(walk, "logs", "2027", "2028-07-04");
        await walk.ApplyAsync(Mira, "Audits and the first review are planned.",
            Put("audit", "audit:2027", ("title", "First internal audit"), ("type", "INTERNAL"), ("plannedFor", "2027-08-30")), Link("audit:2027", "IN_PROGRAMME", "programme:1"), Link("audit:2027", "AUDITED_BY", "person:sofia"), Link("audit:2027", "NEEDS_AUDITOR", "competence:audit"), Link("audit:2027", "EXAMINES", "iso-42001"),
            Put("managementReview", "review:2027", ("title", "First review"), ("plannedFor", "2027-11-15")));

        walk.GoTo("2027-08-30");
        await walk.ApplyAsync(Sofia, "What I found.",
        [
            Put("audit", "audit:2027", ("heldOn", "2027-08-30"), ("conclusion", "Mostly as written.")),
            Put("finding", "finding:training", ("title", "Nobody judged whether the course worked"), ("grade", "MINOR"), ("foundOn", "2027-08-30"), ("cause", "No day was set.")), Link("finding:training", "FOUND_IN", "audit:2027"), Link("finding:training", "AGAINST", "iso-42001:7.2"),
            Put("finding", "finding:logs", ("title", "The logs of three weeks are missing"), ("grade", "MINOR"), ("foundOn", "2027-08-30")), Link("finding:logs", "FOUND_IN", "audit:2027"), Link("finding:logs", "AGAINST", "iso-42001:A.6.2.8"),
            Put("finding", "finding:words", ("title", "Two names for one thing"), ("grade", "OBSERVATION"), ("foundOn", "2027-08-30")), Link("finding:words", "FOUND_IN", "audit:2027"),
            .. NextAudit("2027", "2027-08-30"),
        ]);
        walk.GoTo("2027-09-13");
        await walk.ApplyAsync(Mira, "The course is judged, and a day is set for the next.",
            Put("training", "training:chat", ("effectJudgedOn", "2027-09-13"), ("effect", "EFFECTIVE"), ("effectBasis", "Nine of ten knew when to ask a person.")),
            Put("correctiveAction", "action:training", ("title", "A day for judging each course"), ("dueOn", "2027-09-20"), ("implementedOn", "2027-09-13"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at.")), Link("action:training", "CORRECTS", "finding:training"), Link("action:training", "OWNED_BY", "person:mira"));
    }

    // October 2027 to January 2028: review, stage 1, stage 2 with a major finding, and the certificate once it is closed.
    private async Task CertifyAsync(Walker walk)
    {
        walk.GoTo("2027-10-08");
        await MeasureAsync(walk, "2027-09-30", 90, null);
        await walk.ApplyAsync(Tom, "The logs are checked each Monday.",
            Put("finding", "finding:logs", ("cause", "The switch was forgotten.")), Put("correctiveAction", "action:logs", ("title", "A check each Monday"), ("dueOn", "2027-10-15")), Link("action:logs", "CORRECTS", "finding:logs"), Link("action:logs", "OWNED_BY", "person:tom"));
        walk.GoTo("2027-11-05");
        await walk.ApplyAsync(Tom, "Done, three weeks late.", Put("correctiveAction", "action:logs", ("implementedOn", "2027-11-05"), ("effect", "EFFECTIVE"), ("effectBasis", "No day is missing since.")));
        await walk.FourEyesAsync(Mira, Leena, "action:training");
        await ReviewAsync(walk, "2027", "2027-11-15");
        await walk.ApplyAsync(Mira, "The way to the certificate.",
            Put("certificate", "certificate:1", ("title", "ISO/IEC 42001"), ("body", "A certification body")), Link("certificate:1", "CERTIFIES", "iso-42001"), Link("certificate:1", "CERTIFIES", "scope:library"),
            Put("audit", "audit:stage-1", ("title", "Stage 1"), ("type", "STAGE_1"), ("plannedFor", "2027-11-29")), Link("audit:stage-1", "AUDITS_FOR", "certificate:1"), Link("audit:stage-1", "AUDITED_BY", "person:sofia"), Link("audit:stage-1", "EXAMINES", "iso-42001"),
            Put("audit", "audit:stage-2", ("title", "Stage 2"), ("type", "STAGE_2"), ("plannedFor", "2027-12-13")), Link("audit:stage-2", "AUDITS_FOR", "certificate:1"), Link("audit:stage-2", "AUDITED_BY", "person:sofia"), Link("audit:stage-2", "EXAMINES", "iso-42001"));
        walk.GoTo("2027-11-29");
        await walk.ApplyAsync(Sofia, "The documents suffice.", Put("audit", "audit:stage-1", ("heldOn", "2027-11-29"), ("conclusion", "Ready for stage 2.")), Put("finding", "finding:words", ("answeredOn", "2027-11-29")));
        await walk.FourEyesAsync(Tom, Leena, "action:logs");
        walk.GoTo("2027-12-13");
        await walk.ApplyAsync(Sofia, "What the body found.",
            Put("audit", "audit:stage-2", ("heldOn", "2027-12-13"), ("conclusion", "Lived, but for one thing.")),
            Put("finding", "finding:weekend", ("title", "At the weekend nobody can stop the chat"), ("grade", "MAJOR"), ("foundOn", "2027-12-13"), ("cause", "The duty roster ends on Friday.")), Link("finding:weekend", "FOUND_IN", "audit:stage-2"), Link("finding:weekend", "AGAINST", "iso-42001:8.4"));
        await walk.ApplyAsync(Tom, "A duty roster for the weekend.", Put("correctiveAction", "action:weekend", ("title", "Somebody is on duty at the weekend"), ("dueOn", "2028-01-10")), Link("action:weekend", "CORRECTS", "finding:weekend"), Link("action:weekend", "OWNED_BY", "person:tom"));
        walk.GoTo("2027-12-14");
        JsonObject issued = Put("certificate", "certificate:1", ("number", "42001-1"), ("issuedOn", "2027-12-14"), ("validUntil", "2030-12-13"));
        var refused = Assert.Single(await walk.TryAsync(Mira, "We would like to have it.", issued))!;
        Assert.Equal("VALIDATION", (string)refused["code"]!);
        Assert.Contains("MAJOR", (string)refused["message"]!, StringComparison.Ordinal);
        await QuarterAsync(walk, "2027-12-31");
        await YearAsync(walk, "2027");

        walk.GoTo("2028-01-10");
        await MeasureAsync(walk, "2027-12-31", 93, 4);
        await walk.ApplyAsync(Tom, "It works.", Put("correctiveAction", "action:weekend", ("implementedOn", "2028-01-10"), ("effect", "EFFECTIVE"), ("effectBasis", "Stopped on Sunday within four minutes.")));
        await walk.FourEyesAsync(Tom, Leena, "action:weekend");
        walk.GoTo("2028-01-17");
        await walk.ApplyAsync(Mira, "The certificate.", Put("certificate", "certificate:1", ("number", "42001-1"), ("issuedOn", "2028-01-17"), ("validUntil", "2031-01-16")));
        await RenewPolicyAsync(walk, "2");
        Assert.Equal("VALID 2029-01-17", Text((await walk.AskAsync(Leena, "{ view { certificates { nodes { status nextSurveillanceOn } } } }"))["view"]!["certificates"]!["nodes"]![0]!));
    }

    // 2028: a concern, an incident, proof that was renewed late, the first surveillance.
    private async Task SecondYearAsync(Walker walk)
    {
        walk.GoTo("2028-02-08");
        await RiskReviewAsync(walk);
        await walk.ApplyAsync(Mira, "A reader complains.", Put("concern", "concern:voice", ("title", "It does not answer in easy words"), ("type", "COMPLAINT"), ("raisedOn", "2028-02-08"), ("answerBy", "2028-03-08")), Link("concern:voice", "AFFECTS", "ai-system:chat"));
        await QuarterAsync(walk, "2028-03-31");

        walk.GoTo("2028-04-10");
        await MeasureAsync(walk, "2028-03-31", 95.5, null);
        await walk.ApplyAsync(Mira, "Answered, and the sources are bought.", Put("concern", "concern:voice", ("answeredOn", "2028-04-10"), ("answer", "It does now.")), Put("task", "task:2027", ("doneOn", "2028-04-10")));
        walk.GoTo("2028-06-10");
        await ImpactAsync(walk, "2028", "It may still be used.");
        walk.GoTo("2028-06-20");
        await ProveAsync(walk, "sources", "2028", "2029-06-20");
        walk.GoTo("2028-06-28");
        await walk.ApplyAsync(Tom, "Questions of a school class were shown to another.",
            Put("incident", "incident:class", ("title", "Questions of one class were shown to another"), ("types", new[] { "AI", "DATA_BREACH" }), ("severity", "MAJOR"), ("occurredOn", "2028-06-27"), ("awareOn", "2028-06-28")), Link("incident:class", "AFFECTS", "ai-system:chat"),
            Put("incidentNotice", "notice:vendor", ("to", "Answers Ltd"), ("duty", "CONTRACT"), ("contractHours", 47)), Link("notice:vendor", "NOTICE_OF", "incident:class"));
        await QuarterAsync(walk, "2028-06-30");

        walk.GoTo("2028-07-01");
        await MeasureAsync(walk, "2028-06-30", 96, 2);
        await walk.ApplyAsync(Tom, "Both were told, and what is done about it.",
            Put("incidentNotice", "notice:authority", ("to", "Data protection authority"), ("duty", "GDPR_33"), ("givenOn", "2028-07-01")), Link("notice:authority", "NOTICE_OF", "incident:class"), Put("incidentNotice", "notice:vendor", ("givenOn", "2028-07-01")), Put("incident", "incident:class", ("containedOn", "2028-06-28"), ("cause", "Two sessions with one number.")),
            Put("finding", "finding:class", ("title", "Sessions share a number"), ("grade", "MAJOR"), ("foundOn", "2028-06-28"), ("cause", "Numbers are drawn from too few.")), Link("finding:class", "FOUND_IN", "incident:class"));
        await ProveAsync(walk, "logs", "2028", "2029-07-04");
        walk.GoTo("2028-08-07");
        await walk.ApplyAsync(Tom, "Longer numbers.", Put("correctiveAction", "action:class", ("title", "Longer numbers of sessions"), ("dueOn", "2028-08-15"), ("implementedOn", "2028-08-07"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at.")), Link("action:class", "CORRECTS", "finding:class"), Link("action:class", "OWNED_BY", "person:tom"));
        await InternalAuditAsync(walk, "2028", "2028-08-28");
        await QuarterAsync(walk, "2028-09-30");

        walk.GoTo("2028-10-09");
        await MeasureAsync(walk, "2028-09-30", 94, null);
        await walk.FourEyesAsync(Tom, Leena, "action:class");
        await ReviewAsync(walk, "2028", "2028-11-13");
        await SurveyAsync(walk, "2028", "SURVEILLANCE", "2028-12-11");
        await QuarterAsync(walk, "2028-12-31");
        await YearAsync(walk, "2028");
    }

    // 2029: the contract is renewed, the model is replaced, the second surveillance.
    private async Task ThirdYearAsync(Walker walk)
    {
        walk.GoTo("2029-01-15");
        await RenewPolicyAsync(walk, "3");
        await walk.ApplyAsync(Mira, "Borne for two more years, and the procedure in its second edition.", Put("riskAcceptance", "acceptance:leak", ("until", "2030-12-31")), Put("managedDocument", "document:correction", ("version", "2")));
        await walk.FourEyesAsync(Mira, Leena, "acceptance:leak");
        await walk.FourEyesAsync(Mira, Leena, "document:correction");
        await MeasureAsync(walk, "2028-12-31", 95, 1);
        walk.GoTo("2029-02-12");
        await RiskReviewAsync(walk);
        await VendorAsync(walk, "2029", "They still test and tell.");
        await walk.ApplyAsync(Tom, "Three more years, with another model.",
            Put("task", "task:2028", ("doneOn", "2029-02-12")), Put("vendor", "vendor:answers", ("contractEndsOn", "2032-02-28")),
            Put("plannedChange", "change:model", ("title", "The second model"), ("purpose", "Easy words."), ("consequences", "The impact is assessed again."), ("plannedFor", "2029-04-16")), Link("change:model", "CHANGES", "ai-system:chat"));
        await QuarterAsync(walk, "2029-03-31");

        walk.GoTo("2029-04-23");
        await MeasureAsync(walk, "2029-03-31", 96, null);
        await walk.ApplyAsync(Tom, "The second model answers.", Put("plannedChange", "change:model", ("doneOn", "2029-04-23")), Put("aiSystem", "ai-system:chat", ("designChangedOn", "2029-04-23")));
        await ImpactAsync(walk, "2029", "With the second model it may be used as well.", foresees: "change:model");
        await walk.ApplyAsync(Mira, "The course for auditors, two years late.", Put("competenceRecord", "competence-record:sofia", ("until", "2032-06-30")), Put("training", "training:audit", ("heldOn", "2029-04-23")), Link("training:audit", "ATTENDED_BY", "person:sofia"));
        await ProveAsync(walk, "sources", "2029", "2030-06-20");
        await QuarterAsync(walk, "2029-06-30");

        walk.GoTo("2029-07-02");
        await MeasureAsync(walk, "2029-06-30", 97, 0);
        await walk.ApplyAsync(Mira, "It worked.", Put("training", "training:audit", ("effectJudgedOn", "2029-07-02"), ("effect", "EFFECTIVE"), ("effectBasis", "The trainee found what was hidden for them.")));
        await ProveAsync(walk, "logs", "2029", "2030-07-04");
        await InternalAuditAsync(walk, "2029", "2029-08-27");
        await QuarterAsync(walk, "2029-09-30");
        walk.GoTo("2029-10-08");
        await MeasureAsync(walk, "2029-09-30", 97, null);
        await ReviewAsync(walk, "2029", "2029-11-12");
        await SurveyAsync(walk, "2029", "SURVEILLANCE", "2029-12-03");
        await QuarterAsync(walk, "2029-12-31");
        await YearAsync(walk, "2029");
    }

    // 2030: the last year of the cycle, and recertification.
    private async Task FourthYearAsync(Walker walk)
    {
        walk.GoTo("2030-01-14");
        await RenewPolicyAsync(walk, "4");
        await MeasureAsync(walk, "2029-12-31", 97, 1);
        walk.GoTo("2030-02-11");
        await RiskReviewAsync(walk);
        await walk.ApplyAsync(Tom, "Bought.", Put("task", "task:2029", ("doneOn", "2030-02-11")));
        await QuarterAsync(walk, "2030-03-31");
        walk.GoTo("2030-04-08");
        await MeasureAsync(walk, "2030-03-31", 98, null);
        await ImpactAsync(walk, "2030", "It may still be used.");
        walk.GoTo("2030-06-17");
        await ProveAsync(walk, "sources", "2030", "2031-06-20");
        await QuarterAsync(walk, "2030-06-30");
        walk.GoTo("2030-07-04");
        await MeasureAsync(walk, "2030-06-30", 98, 1);
        await ProveAsync(walk, "logs", "2030", "2031-07-04");
        await InternalAuditAsync(walk, "2030", "2030-08-26");
        await QuarterAsync(walk, "2030-09-30");
        walk.GoTo("2030-10-07");
        await MeasureAsync(walk, "2030-09-30", 98, null);
        await ReviewAsync(walk, "2030", "2030-11-11");
        await SurveyAsync(walk, "2030", "RECERTIFICATION", "2030-11-25");
        await QuarterAsync(walk, "2030-12-31");
        await YearAsync(walk, "2030");

        walk.GoTo("2031-01-13");
        await RenewPolicyAsync(walk, "5");
        walk.GoTo("2031-01-17");
        Assert.Equal("EXPIRED", (string)(await walk.AskAsync(Leena, "{ view { certificates { nodes { status } } } }"))["view"]!["certificates"]!["nodes"]![0]!["status"]!);
        await walk.ApplyAsync(Mira, "The certificate of the second cycle.", Put("certificate", "certificate:1", ("number", "42001-2"), ("issuedOn", "2031-01-17"), ("validUntil", "2034-01-16")));
        Assert.Equal("VALID 2032-01-17", Text((await walk.AskAsync(Leena, "{ view { certificates { nodes { status nextSurveillanceOn } } } }"))["view"]!["certificates"]!["nodes"]![0]!));
        await QuarterAsync(walk, "2031-01-31");

        // What was known on a day is what is answered of that day.
        var then = (await walk.AskAsync(Leena, $"{{ view(at: {{on: \"2028-12-31\"}}) {{ due(within: {QuarterDays}, first: 200) {{ nodes {{ on what document {{ key }} state }} }} }} }}"))["view"]!["due"]!["nodes"]!.AsArray();
        Assert.Equal(dueOfSecondYear, then.Select(Line));
        var log = (await walk.AskAsync(Sofia, "{ log(first: 200) { nodes { actor claimed } } }"))["log"]!["nodes"]!.AsArray();
        Assert.Equal([Leena, Mira, Sofia, Tom], log.Select(l => (string)l!["actor"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(log, l => (bool)l!["claimed"]!);
    }

    private string[] dueOfSecondYear = [];

    private static async Task ProveAsync(Walker walk, string what, string year, string until)
    {
        var key = $"evidence:{what}-{year}";
        await walk.ApplyAsync(Tom, "Proof for another year.", Put("evidence", key, ("title", $"Proof of {what}, {year}"), ("type", "TEST_REPORT"), ("scope", "ORGANISATION"), ("expiresOn", until)), Link("control:" + what, "EVIDENCED_BY", key));
        await walk.FourEyesAsync(Tom, Leena, key);
    }

    private static async Task MeasureAsync(Walker walk, string on, double right, double? hours) => await walk.ApplyAsync(Tom, "Measured, and whether people know when to ask a person.",
    [
        Put("training", "training:chat", ("effectJudgedOn", on), ("effect", "EFFECTIVE"), ("effectBasis", "Nine of ten knew when to ask a person.")),
        Put("measurement", "measurement:right-" + on, ("on", on), ("value", right)), Link("measurement:right-" + on, "MEASUREMENT_OF", "metric:right"),
        .. hours is null ? Array.Empty<JsonObject>() : [Put("measurement", "measurement:vendor-" + on, ("on", on), ("value", hours)), Link("measurement:vendor-" + on, "MEASUREMENT_OF", "metric:vendor")],
    ]);

    private static Task RiskReviewAsync(Walker walk) => walk.ApplyAsync(Tom, "Each risk was looked at again.",
        [.. new[] { "wrong", "leak", "night" }.Select(r => Put("risk", "risk:" + r, ("reviewedOn", walk.Today.ToString("O", CultureInfo.InvariantCulture))))]);

    private static async Task RenewPolicyAsync(Walker walk, string version)
    {
        await walk.ApplyAsync(Mira, "The policy was reviewed.", Put("managedDocument", "document:policy", ("version", version)));
        await walk.FourEyesAsync(Mira, Leena, "document:policy");
        await walk.ApplyAsync(Mira, "Everybody was told of the new version.",
            Put("communication", "communication:" + version, ("audience", "All staff"), ("on", walk.Today.ToString("O", CultureInfo.InvariantCulture)), ("reachedCount", 40), ("audienceCount", 40)), Link("communication:" + version, "COMMUNICATION_OF", "document:policy"));
    }

    private static async Task ImpactAsync(Walker walk, string year, string conclusion, params string[] foresees)
    {
        var key = "assessment:chat-" + year;
        await walk.ApplyAsync(Tom, "What the chat does to people.",
            Put("assessment", key, ("title", "Impact of the chat, " + year), ("kind", "AIIA"), ("process", "Readers ask, the chat answers."), ("affectedPersons", "Readers, also those who read with difficulty."), ("harms", "Wrong answers; questions that become known."), ("measures", "Sources; logs without names."), ("conclusion", conclusion), ("reviewEveryMonths", 12), ("foresees", foresees)),
            Link(key, "ASSESSES", "ai-system:chat"), Link(key, "DEMONSTRATES", "iso-42001:8.4"), Link(key, "IDENTIFIES", "risk:wrong"),
            Put("assessedImpact", "impact:wrong-" + year, ("title", "Somebody believes a wrong answer"), ("affects", "PERSON"), ("effect", "BAD"), ("likelihood", 4), ("severity", 3), ("residualLikelihood", 4), ("residualSeverity", 3), ("rationale", "A librarian reads what readers report.")), Link("impact:wrong-" + year, "IMPACT_OF", key));
        await walk.FourEyesAsync(Tom, Leena, key, "sign");
    }

    private static async Task VendorAsync(Walker walk, string year, string conclusion)
    {
        var key = "assessment:vendor-" + year;
        await walk.ApplyAsync(Tom, "What we found about the vendor.",
            Put("assessment", key, ("title", "Due diligence on Answers Ltd, " + year), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", conclusion), ("testingBasis", "VERIFIED"), ("reviewEveryMonths", 24), ("retainUntil", "2041-12-31")), Link(key, "ASSESSES", "vendor:answers"), Link("control:buying", "EVIDENCED_BY", key));
        await walk.FourEyesAsync(Tom, Leena, key, "sign");
    }

    // The audit of the next year is planned when one is held.
    private static async Task InternalAuditAsync(Walker walk, string year, string day)
    {
        walk.GoTo(day);
        await walk.ApplyAsync(Sofia, "Nothing of weight.", [Put("audit", "audit:" + year, ("heldOn", day), ("conclusion", "As written.")), .. NextAudit(year, day)]);
    }

    private static JsonObject[] NextAudit(string year, string day)
    {
        var next = "audit:" + Next(year);
        return
        [
            Put("audit", next, ("title", "Internal audit after " + year), ("type", "INTERNAL"), ("plannedFor", InAYear(day))),
            Link(next, "IN_PROGRAMME", "programme:1"), Link(next, "AUDITED_BY", "person:sofia"), Link(next, "NEEDS_AUDITOR", "competence:audit"), Link(next, "EXAMINES", "iso-42001"),
        ];
    }

    private static string Next(string year) => (int.Parse(year, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static string EndOfFebruary(string year) => $"{year}-02-{DateTime.DaysInMonth(int.Parse(year, CultureInfo.InvariantCulture), 2)}";

    // The same day of the week.
    private static string InAYear(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(364).ToString("O", CultureInfo.InvariantCulture);

    // A review is planned for the next year where one is held.
    private static async Task ReviewAsync(Walker walk, string year, string day)
    {
        walk.GoTo(day);
        var next = "review:" + Next(year);
        await walk.ApplyAsync(Mira, "The review was held.",
            Put("managementReview", "review:" + year, ("heldOn", day), ("minutes", "Audits, objectives, incidents, what readers said, risks.")),
            Put("reviewDecision", "decision:" + year, ("title", "Better sources, " + year)), Link("decision:" + year, "DECISION_OF", "review:" + year),
            Put("task", "task:" + year, ("title", "Buy sources, " + year), ("dueOn", EndOfFebruary(Next(year))), ("days", 20)), Link("task:" + year, "ARISES_FROM", "decision:" + year), Link("task:" + year, "OWNED_BY", "person:tom"),
            Put("managementReview", next, ("title", "Review after " + year), ("plannedFor", InAYear(day))));
        await walk.FourEyesAsync(Mira, Leena, "review:" + year);
    }

    private static async Task SurveyAsync(Walker walk, string year, string type, string day)
    {
        var audit = $"audit:{type.ToLowerInvariant()}-{year}";
        await walk.ApplyAsync(Mira, "The body comes.",
            Put("audit", audit, ("title", $"{type}, {year}"), ("type", type), ("plannedFor", day)), Link(audit, "AUDITS_FOR", "certificate:1"), Link(audit, "AUDITED_BY", "person:sofia"), Link(audit, "EXAMINES", "iso-42001"));
        walk.GoTo(day);
        await walk.ApplyAsync(Sofia, "What the body found.", Put("audit", audit, ("heldOn", day), ("conclusion", "As written.")));
    }

    // What the server says is due, what a second computation says, and both in the story.
    private async Task QuarterAsync(Walker walk, string day)
    {
        walk.GoTo(day);
        var due = (await walk.AskAsync(Leena, $"{{ view {{ due(within: {QuarterDays}, first: 200) {{ totalCount nodes {{ on what state document {{ key }} }} }} }} }}"))["view"]!["due"]!;
        var items = due["nodes"]!.AsArray();
        Assert.Equal((int)due["totalCount"]!, items.Count);
        var naive = new NaiveDue(await walk.AskAsync(Sofia, NaiveDue.Question), walk.Today).Within(QuarterDays);
        Assert.Equal(naive, items.Select(i => $"{i!["on"]} {i["what"]} {i["document"]!["key"]}").Order(StringComparer.Ordinal));
        Assert.All(items, i => Assert.Equal((string)i!["state"]! == "OVERDUE", string.CompareOrdinal((string)i["on"]!, day) < 0));
        if (day == "2028-12-31")
        {
            dueOfSecondYear = [.. items.Select(Line)];
        }

        told.Append(CultureInfo.InvariantCulture, $"{day}\n");
        foreach (var item in items)
        {
            told.Append(CultureInfo.InvariantCulture, $"  {Line(item)}\n");
        }
    }

    private async Task YearAsync(Walker walk, string year)
    {
        var readiness = (await walk.AskAsync(Leena, "{ view { readiness { met total phases { phase met total } items { criteria { id state missing } } } } }"))["view"]!["readiness"]!;
        told.Append(CultureInfo.InvariantCulture, $"readiness at the end of {year}: {readiness["met"]} of {readiness["total"]} ({string.Join(", ", readiness["phases"]!.AsArray().Select(p => $"{p!["phase"]} {p["met"]}/{p["total"]}"))})\n");
        var open = readiness["items"]!.AsArray().SelectMany(i => i!["criteria"]!.AsArray()).Where(c => (string)c!["state"]! != "MET");
        told.Append(CultureInfo.InvariantCulture, $"  open: {string.Join(", ", open.Select(c => $"{c!["id"]} {c["state"]}"))}\n");
    }

    private static string Line(JsonNode? item) => $"{item!["on"]} {item["what"],-19} {item["document"]!["key"]} {item["state"]}";

    private static string Text(JsonNode node) => string.Join(' ', node.AsObject().Select(p => p.Value?.ToString()));

    private static string Approved([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "walk.txt");
}
