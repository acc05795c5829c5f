namespace Graph.Engine.Model.ManagementSystem;

/// <summary>The closed lists of the management system.</summary>
public static class ManagementWords
{
    /// <summary>What keeps a document of the management system from being as it should.</summary>
    public static readonly WordList Shortfall = new("ShortfallCode", "What keeps a document from being as it should. Codes are added, never renamed.",
        ("NO_DATA", "Nothing is recorded to judge by; unknown is never a pass."),
        ("STALE_DATA", "The last record is older than it may be."),
        ("NO_TARGET", "No target, warning or limit is set to judge by."),
        ("WARNING_REACHED", "A value is beyond its warning."),
        ("LIMIT_REACHED", "A value is beyond its limit."),
        ("TARGET_MISSED", "A target is not reached, or was not by its day."),
        ("NO_METRIC", "Nothing measures it."),
        ("NO_OWNER", "Nobody owns it."),
        ("NO_PLAN", "There is no plan for it."),
        ("NOT_APPROVED", "Nobody with authority has approved it."),
        ("REVIEW_OVERDUE", "Its review is overdue."),
        ("ACTION_OVERDUE", "Something is not done by its day."),
        ("NO_METHOD", "No approved method is in force to judge by."),
        ("NO_LEVEL", "A level is missing."),
        ("CONTROL_NOT_OPERATING", "A control does not operate as it should."),
        ("CONTROL_WITHOUT_PROOF", "Nothing valid shows that a control operates."),
        ("ABOVE_ACCEPTANCE", "It is above what the method accepts."),
        ("NOT_ACCEPTED", "Nobody with authority has approved that it is accepted."),
        ("NO_CAUSE", "The cause is not recorded."),
        ("NO_ACTION", "Nothing is done about it."),
        ("NOT_IMPLEMENTED", "It is not implemented."),
        ("NOT_EFFECTIVE", "It did not work."),
        ("EFFECTIVENESS_UNJUDGED", "Nobody else has judged whether it worked."),
        ("NOT_NOTIFIED", "Somebody who must be told was not."),
        ("NOTIFIED_LATE", "Somebody was told too late."),
        ("FACT_MISSING", "A fact that decides is unknown."),
        ("AUDITOR_WITHOUT_COMPETENCE", "An auditor's competence is not shown for that day."),
        ("AUDITOR_OF_OWN_WORK", "An auditor examines their own work: what they own or answer for by a role. Who wrote, edited or collected what is examined is not asked."),
        ("OPEN_FINDINGS", "Findings are open."),
        ("NOT_COMMUNICATED", "Not everybody was told who has to be."),
        ("COMPETENCE_MISSING", "A competence that is needed is not shown."),
        ("NOT_ASSIGNED", "Nobody holds it."),
        ("INPUT_MISSING", "An input of the review is missing."),
        ("EXCLUDED_BUT_RELIED_ON", "A control is stated not to apply, and the treatment of a risk relies on it."),
        ("OVERTAKEN", "Something that it rests on has changed since it was signed."),
        ("NOT_DONE", "Something that it waits for is not done."),
        ("REOPENED", "It was done, and a change since then asks for it again."),
        ("CLAIMED_ONLY", "It rests on the word of whoever is assessed; claims score nothing."),
        ("CLAUSE_WANTED", "A contract does not give what is wanted of it."),
        ("SHORT_OF", "There is not enough of a resource (ISO/IEC 42001 7.1)."),
        ("NOT_CONTAINED", "It goes on."),
        ("NO_FILE", "Nothing says where it is kept, and it follows no form: a title alone shows nothing."),
        ("NO_DATE", "No day is set for it."));

    /// <summary>What has to be done by a day.</summary>
    public static readonly WordList DueAct = new("DueAct", "What has to be done by a day.",
        ("RENEW", "Evidence is renewed before it expires."),
        ("REVIEW", "Something is reviewed again."),
        ("IMPLEMENT", "Something that is planned is implemented."),
        ("MEASURE", "A value is measured."),
        ("COMPLETE", "A task is finished."),
        ("AUDIT", "An audit is held."),
        ("HOLD_REVIEW", "A management review is held."),
        ("NOTIFY", "Somebody is told."),
        ("CORRECT", "A corrective action is implemented."),
        ("JUDGE_EFFECTIVENESS", "Somebody judges whether something worked."),
        ("ASSESS", "Something is assessed."),
        ("ACHIEVE", "An objective is reached."),
        ("RECERTIFY", "A certificate is renewed."),
        ("TERMINATE", "A contract ends or is renewed."));

    /// <summary>How a due day lies to the view's day.</summary>
    public static readonly WordList DueState = new("DueState", "How a due day lies to the view's day.",
        ("OVERDUE", "The day is over."), ("DUE", "The day comes within the days that the server calls due."), ("UPCOMING", "The day comes later."));

    /// <summary>Where a parameter comes from.</summary>
    public static readonly WordList Source = new("ParameterSource", "Where something that the organisation goes by comes from.",
        ("LAW", "Law sets it; the organisation may be stricter, never laxer."), ("STANDARD", "A standard asks for it."),
        ("GUIDE", "The guide that the project began from suggests it; the standard says planned intervals."), ("ORGANISATION", "The organisation decided it."));

    /// <summary>What happens again and again.</summary>
    public static readonly WordList CadenceOf = new("CadenceOf", "What happens again and again, or within a time of something.",
        ("INTERNAL_AUDIT", "Internal audit (ISO/IEC 42001 9.2)."),
        ("MANAGEMENT_REVIEW", "Management review (9.3)."),
        ("RISK_REVIEW", "Review of each risk (6.1, 8.2)."),
        ("FIRST_AUDIT", "First internal audit after the implementation is complete."),
        ("VENDOR_DUE_DILIGENCE", "Due diligence on a vendor that is in use when the implementation is complete (A.10)."),
        ("IMPACT_ASSESSMENT", "Impact assessment of a system that runs when the implementation is complete (6.1.4)."),
        ("TRAINING_EFFECTIVENESS", "Judgement of the effect of training (7.2)."),
        ("CORRECTIVE_ACTION", "Implementation of a corrective action (10.2)."),
        ("EFFECTIVENESS", "Judgement of a corrective action after its implementation (10.2)."));

    /// <summary>Directions of a metric.</summary>
    public static readonly WordList BetterWhen = new("BetterWhen", "Which way a value is better.",
        ("HIGHER", "A higher value is better."), ("LOWER", "A lower value is better."));

    /// <summary>How often something is measured.</summary>
    public static readonly WordList Frequency = new("MeasureFrequency", "How often something is measured.",
        ("DAILY", "Every day."), ("WEEKLY", "Every week."), ("MONTHLY", "Every month."), ("QUARTERLY", "Every quarter."), ("SEMI_ANNUAL", "Twice a year."), ("ANNUAL", "Once a year."));

    /// <summary>What a metric says.</summary>
    public static readonly WordList MetricStatus = new("MetricStatus", "What the last measurement of a metric says on the view's day.",
        ("UNKNOWN", "Nothing was measured, or too long ago, or there is nothing to judge by."), ("BREACH", "Beyond the limit."), ("WARNING", "Beyond the warning; where none is set, short of the target."), ("OK", "Within what is set."));

    /// <summary>Which way a metric goes.</summary>
    public static readonly WordList Trend = new("MetricTrend", "Which way the last two measurements go.",
        ("UNKNOWN", "Fewer than two measurements."), ("BETTER", "The last one is better."), ("SAME", "Both are equal."), ("WORSE", "The last one is worse."));

    /// <summary>From which side an issue comes.</summary>
    public static readonly WordList IssueSide = new("IssueSide", "From which side an issue comes (ISO/IEC 42001 4.1).",
        ("INTERNAL", "From within the organisation."), ("EXTERNAL", "From outside."));

    /// <summary>What an issue is about.</summary>
    public static readonly WordList IssueTopic = new("IssueTopic", "What an issue of the context is about.",
        ("CLIMATE", "Climate change, which the amendment of 2024 asks to be considered."), ("LEGAL", "Law and regulators."), ("TECHNOLOGY", "Technology and its limits."),
        ("MARKET", "Customers and competitors."), ("SOCIETY", "Society and ethics."), ("CULTURE", "Values and culture of the organisation."),
        ("CAPABILITY", "Knowledge, people and means."), ("CONTRACT", "What was promised to others."), ("OTHER", "Anything else."));

    /// <summary>Who has an interest.</summary>
    public static readonly WordList PartyType = new("InterestedPartyType", "Who has an interest in how the organisation governs AI (4.2).",
        ("REGULATOR", "An authority."), ("CUSTOMER", "A customer or user."), ("AFFECTED_PERSON", "Somebody about whom AI decides or speaks."), ("WORKER", "Somebody who works for the organisation."),
        ("SUPPLIER", "Somebody who supplies it."), ("OWNER", "Somebody who owns or finances it."), ("PUBLIC", "Society at large."));

    /// <summary>What a managed document is.</summary>
    public static readonly WordList DocumentType = new("ManagedDocumentType", "What a managed document is (7.5).",
        ("POLICY", "What the organisation commits itself to."), ("PROCEDURE", "How something is done."), ("PLAN", "What will be done."), ("METHOD", "How something is judged."),
        ("RECORD", "What was done or found."), ("REPORT", "What was found, for others."), ("MANUAL", "How something is used."));

    /// <summary>As what law has a document kept.</summary>
    public static readonly WordList KeptAs = new("KeptAs", "As what Regulation (EU) 2024/1689 has a document of high-risk systems kept, and how long at least.",
        ("TECHNICAL_DOCUMENTATION", "Technical documentation: ten years from placing on the market or putting into service (Art. 18(1)(a))."),
        ("QUALITY_MANAGEMENT", "Documentation of the quality management system: ten years (Art. 18(1)(b))."),
        ("NOTIFIED_BODY", "Changes that notified bodies approved, what they decided and certified: ten years (Art. 18(1)(c), (d), 22(3)(b), 23(5))."),
        ("DECLARATION", "EU declaration of conformity: ten years (Art. 18(1)(e), 22(3)(b), 23(5), 47(1))."),
        ("INSTRUCTIONS", "Instructions for use, kept by the importer: ten years (Art. 23(5))."),
        ("LOGS", "Logs: six months (Art. 19(1), 26(6))."),
        ("OTHER", "Nothing that the Act has kept: the organisation decides."));

    /// <summary>The roles of a unit towards AI: those of the AI Act, by their own list, and those of ISO/IEC 22989, on which ISO/IEC 42001 4.1 rests.</summary>
    public static readonly WordList UnitRole = new("UnitRole", "A role of a part of the organisation towards AI systems (ISO/IEC 42001 4.1): one of the AI Act, or one of ISO/IEC 22989. The two lists do not answer to each other word for word.",
    [
        .. Words.Role.Words.Select(w => (w.Word, "AI Act: " + w.Description)),
        ("AI_PROVIDER", "ISO/IEC 22989: provides products or services that use AI, or platforms for them."),
        ("AI_PRODUCER", "ISO/IEC 22989: designs, develops, tests and deploys what uses AI."),
        ("AI_CUSTOMER", "ISO/IEC 22989: uses a product or service that uses AI, or has others use it."),
        ("AI_PARTNER", "ISO/IEC 22989: provides services around AI, such as integration, data, evaluation or audit."),
        ("AI_SUBJECT", "ISO/IEC 22989: is affected by an AI system, or its data are used by one."),
        ("RELEVANT_AUTHORITY", "ISO/IEC 22989: makes rules or watches over them."),
    ]);

    /// <summary>Where a system stands towards the scope of the management system.</summary>
    public static readonly WordList SystemScope = new("SystemScope", "Where an AI system stands towards the scope of the management system on the view's day (ISO/IEC 42001 4.3).",
        ("IN_NO_SCOPE", "No scope that counts includes it, and nobody has recorded that it is not in scope: a gap."), ("LEFT_OUT", "No scope that counts includes it, and it is recorded as not in scope, or retired."), ("IN_SCOPE", "A scope that counts includes it."));

    /// <summary>Whether a managed document counts.</summary>
    public static readonly WordList Validity = new("DocumentValidity", "Whether something that is approved counts on the view's day.",
        ("NOT_IN_FORCE", "Not approved, or not yet effective."), ("RETIRED", "No longer used."), ("REVIEW_OVERDUE", "In force, and its review is overdue."), ("IN_FORCE", "Approved, effective and reviewed in time."));

    /// <summary>How well somebody knows something.</summary>
    public static readonly WordList CompetenceLevel = new("CompetenceLevel", "How well somebody knows something (7.2), each more than the one before.",
        ("AWARE", "Knows what it is and when to ask."), ("WORKING", "Does it without help."), ("EXPERT", "Decides about it and teaches it."));

    /// <summary>Whether a role is held.</summary>
    public static readonly WordList Occupancy = new("RoleOccupancy", "Whether a role is held on the view's day.",
        ("UNASSIGNED", "Nobody holds it."), ("COMPETENCE_MISSING", "Somebody holds it who has not shown a competence that it needs."), ("HELD", "Held by people who have shown what it needs."));

    /// <summary>Whether training worked.</summary>
    public static readonly WordList Effect = new("EffectWord", "Whether something worked, in the judgement of somebody else.",
        ("EFFECTIVE", "It worked."), ("NOT_EFFECTIVE", "It did not work."));

    /// <summary>Where a training stands.</summary>
    public static readonly WordList TrainingStatus = new("TrainingStatus", "Where a training stands on the view's day.",
        ("PLANNED", "Not held yet."), ("OVERDUE", "Not held by its day."), ("UNJUDGED", "Held; nobody has judged whether it worked, or on what the judgement rests."), ("NOT_EFFECTIVE", "Held, and it did not work."), ("EFFECTIVE", "Held, and it worked."));

    /// <summary>What a resource is.</summary>
    public static readonly WordList ResourceType = new("ResourceType", "What a resource of an AI system is (A.4).",
        ("DATA", "Data."), ("TOOLING", "Tools and software."), ("COMPUTING", "Computing and machines."), ("PEOPLE", "People and what they can do."));

    /// <summary>Levels of risk.</summary>
    public static readonly WordList RiskLevel = new("RiskLevel", "A level of risk or opportunity, by the matrix of the method in force; absent = the method or a value is missing.",
        ("LOW", "Low."), ("MEDIUM", "Medium."), ("HIGH", "High."), ("CRITICAL", "Critical."));

    /// <summary>Sides of a risk matrix.</summary>
    public static readonly WordList RiskScale = new("RiskScale", "A side of the risk matrix.",
        ("LIKELIHOOD", "How likely it is."), ("IMPACT", "How much it hurts or helps."));

    /// <summary>Fields of a risk.</summary>
    public static readonly WordList RiskDomain = new("RiskDomain", "What a risk is about; one register holds all.",
        ("AI", "AI systems and their impact."), ("SECURITY", "Confidentiality, integrity and availability."), ("BOTH", "Both at once."));

    /// <summary>Risk sources of ISO/IEC 42001 Annex C.3.</summary>
    public static readonly WordList RiskSource = new("RiskSource", "Where a risk comes from (ISO/IEC 42001 Annex C.3), by its number and short title.",
        ("ENVIRONMENT_COMPLEXITY", "C.3.1 Complexity of environment."), ("LACK_OF_TRANSPARENCY", "C.3.2 Lack of transparency and explainability."),
        ("LEVEL_OF_AUTOMATION", "C.3.3 Level of automation."), ("MACHINE_LEARNING", "C.3.4 Risk sources related to machine learning."),
        ("SYSTEM_HARDWARE", "C.3.5 System hardware issues."), ("SYSTEM_LIFE_CYCLE", "C.3.6 System life cycle issues."), ("TECHNOLOGY_READINESS", "C.3.7 Technology readiness."),
        ("OTHER", "Another source."));

    /// <summary>Objectives of ISO/IEC 42001 Annex C.2.</summary>
    public static readonly WordList ObjectiveTheme = new("ObjectiveTheme", "What an objective is about (ISO/IEC 42001 Annex C.2), by its number and short title, or of the organisation's own.",
        ("ACCOUNTABILITY", "C.2.1 Accountability."), ("AI_EXPERTISE", "C.2.2 AI expertise."), ("DATA_QUALITY", "C.2.3 Availability and quality of training and test data."),
        ("ENVIRONMENTAL_IMPACT", "C.2.4 Environmental impact."), ("FAIRNESS", "C.2.5 Fairness."), ("MAINTAINABILITY", "C.2.6 Maintainability."), ("PRIVACY", "C.2.7 Privacy."),
        ("ROBUSTNESS", "C.2.8 Robustness."), ("SAFETY", "C.2.9 Safety."), ("SECURITY", "C.2.10 Security."), ("TRANSPARENCY", "C.2.11 Transparency and explainability."), ("OWN", "Of the organisation's own."));

    /// <summary>Where a risk stands by the method.</summary>
    public static readonly WordList RiskStanding = new("RiskStanding", "Where a risk stands on the view's day, by the method in force.",
        ("UNKNOWN", "No method, or a level is missing."), ("ABOVE_ACCEPTANCE", "Above what the method accepts, and nobody with authority has accepted it."), ("ACCEPTED", "Above what the method accepts, and accepted by somebody with authority."), ("WITHIN", "Within what the method accepts."));

    /// <summary>Where an objective stands.</summary>
    public static readonly WordList ObjectiveStatus = new("ObjectiveStatus", "Where an objective stands on the view's day, from its metrics and its day.",
        ("UNKNOWN", "Nothing says how it stands."), ("MISSED", "Its day is over and a target was not reached."), ("AT_RISK", "A metric is beyond its warning or limit."), ("ON_TRACK", "Every metric is within what is set."), ("ACHIEVED", "Every target is reached."));

    /// <summary>Where something planned stands.</summary>
    public static readonly WordList PlanStatus = new("PlanStatus", "Where something that is planned stands on the view's day.",
        ("PLANNED", "Not done, and its day has not passed."), ("BLOCKED", "Something that it waits for is not done."), ("OVERDUE", "Not done, and its day is over."), ("DONE", "Done."));

    /// <summary>What a change touches.</summary>
    public static readonly WordList ChangeAspect = new("ChangeAspect", "What a change touches, and what an assessment watches: after a change of something that it watches it is signed again (ISO/IEC 42001 6.3, 8.4; Regulation (EU) 2024/1689 Art. 27(2); GDPR 35(11)).",
        ("MODEL", "The model is another one, or works in another way."), ("RETRAINING", "The model is trained again."), ("DATA", "Other data goes in or comes out."),
        ("DESIGN", "A significant change of the design of a system, which its designChangedOn records as well."), ("PURPOSE", "It is used for something else."),
        ("AFFECTED_PERSONS", "Other persons or groups are affected."), ("JURISDICTION", "It is used or offered elsewhere, or under other law."), ("SCOPE", "More or less of the organisation, or of what it does, is in it."),
        ("OVERSIGHT", "Other people oversee it, or in another way."), ("SUPPLIER", "Somebody else supplies it, or on other terms."));

    /// <summary>Whether an assessment counts.</summary>
    public static readonly WordList AssessmentValidity = new("AssessmentValidity", "Whether an assessment counts on the view's day.",
        ("UNSIGNED", "Nobody has signed it."), ("STALE", "Signed, and since then something has changed that it watches; chains that rest on it are SUSPECT."),
        ("OVERDUE", "Signed, and its review is overdue."), ("IN_FORCE", "Signed, reviewed in time, and of things as they are."));

    /// <summary>What happened.</summary>
    public static readonly WordList IncidentType = new("IncidentType", "What an incident touched: one record serves for all of it.",
        ("AI", "An AI system did harm or could have."), ("SECURITY", "Information security."), ("DATA_BREACH", "Personal data (GDPR 4(12))."));

    /// <summary>How grave an incident was.</summary>
    public static readonly WordList Severity = new("IncidentSeverity", "How grave it was.",
        ("NEAR_MISS", "It could have done harm and did not."), ("MINOR", "Little harm, made good at once."), ("MAJOR", "Harm."), ("SERIOUS", "A serious incident in the sense of Art. 3(49) of Regulation (EU) 2024/1689."));

    /// <summary>By what law or contract somebody is told.</summary>
    public static readonly WordList NoticeDuty = new("NoticeDuty", "By what law or contract somebody is told of an incident, and within what time of awareness.",
        ("AI_ACT_73_2", "Serious incident: 15 days (Regulation (EU) 2024/1689 Art. 73(2))."),
        ("AI_ACT_73_3", "Widespread infringement, or disruption of critical infrastructure: 2 days (Art. 73(3))."),
        ("AI_ACT_73_4", "Death of a person: 10 days (Art. 73(4))."),
        ("AI_ACT_26_5", "Deployer to provider, importer or distributor and authority: immediately (Art. 26(5)); counted as one day."),
        ("GDPR_33", "Personal data breach: 72 hours (Regulation (EU) 2016/679 Art. 33(1)); counted as three days."),
        ("GDPR_33_2", "Personal data breach, processor to controller: without undue delay (Regulation (EU) 2016/679 Art. 33(2)), for which the law has no number; counted as one day."),
        ("CONTRACT", "A contract: the time that it gives."));

    /// <summary>What the organisation is towards personal data.</summary>
    public static readonly WordList DataRole = new("DataRole", "What the organisation is towards personal data (Regulation (EU) 2016/679 Art. 4(7), (8)).",
        ("CONTROLLER", "It decides why and how they are processed."), ("PROCESSOR", "It processes them for a controller."));

    /// <summary>Where a notice stands.</summary>
    public static readonly WordList NoticeStatus = new("NoticeStatus", "Where a notice stands on the view's day.",
        ("UNKNOWN", "The facts that decide are not recorded."), ("OPEN", "Not given, and there is time."), ("LATE", "Not given in time, or not at all and the time is over."), ("MET", "Given in time."));

    /// <summary>Where an incident stands.</summary>
    public static readonly WordList IncidentStatus = new("IncidentStatus", "Where an incident stands on the view's day.",
        ("OPEN", "It goes on, or nobody has said what is done about it."), ("NOTICE_LATE", "Somebody was not told in time."), ("CONTAINED", "It is over; its cause or what is done about it is open."), ("CLOSED", "Its cause is known, and what is done about it is done."));

    /// <summary>Where a concern stands.</summary>
    public static readonly WordList ConcernStatus = new("ConcernStatus", "Where a concern stands on the view's day.",
        ("OPEN", "Nobody has answered it."), ("OVERDUE", "Not answered by its day."), ("ANSWERED", "Answered."));

    /// <summary>What is raised.</summary>
    public static readonly WordList ConcernType = new("ConcernType", "What is raised and by whom.",
        ("CONCERN", "Somebody within reports a concern (A.3.3)."), ("FEEDBACK", "Users or affected persons say how it is (A.8.3)."), ("COMPLAINT", "Somebody outside complains."));

    /// <summary>Kinds of audits.</summary>
    public static readonly WordList AuditType = new("AuditType", "What an audit is.",
        ("INTERNAL", "By the organisation itself or for it (9.2)."), ("SUPPLIER", "Of a supplier."), ("STAGE_1", "Certification, stage 1: the documents."), ("STAGE_2", "Certification, stage 2: the practice."),
        ("SURVEILLANCE", "Surveillance in the years between."), ("RECERTIFICATION", "Recertification after three years."));

    /// <summary>Where an audit stands.</summary>
    public static readonly WordList AuditStatus = new("AuditStatus", "Where an audit stands on the view's day.",
        ("PLANNED", "Not held yet."), ("OVERDUE", "Not held by its day."), ("INVALID", "Held by nobody who is named, by somebody without the competence or of whom nobody says what they have to know, or over their own work: it does not count."), ("OPEN_FINDINGS", "Held; findings are open."), ("CLOSED", "Held; nothing is open."));

    /// <summary>How grave a finding is.</summary>
    public static readonly WordList Grade = new("FindingGrade", "How grave a finding is.",
        ("OBSERVATION", "Something that could be better."), ("MINOR", "A requirement is not met in one case."), ("MAJOR", "A requirement is not met, or not reliably."));

    /// <summary>Where a finding stands.</summary>
    public static readonly WordList FindingStatus = new("FindingStatus", "Where a finding stands on the view's day.",
        ("OPEN", "Nothing was done about it."), ("IN_CORRECTION", "Corrective action is under way."), ("AWAITING_JUDGEMENT", "Every action is implemented; nobody else has judged whether it worked."), ("NOT_EFFECTIVE", "An action did not work."), ("CLOSED", "Every action worked, in the judgement of somebody else; an observation: it was answered."));

    /// <summary>Where a corrective action stands.</summary>
    public static readonly WordList ActionStatus = new("ActionStatus", "Where a corrective action stands on the view's day.",
        ("PLANNED", "Not implemented, and there is time."), ("OVERDUE", "Not implemented by its day."), ("IMPLEMENTED", "Implemented; nobody else has judged whether it worked."), ("NOT_EFFECTIVE", "It did not work."), ("EFFECTIVE", "It worked, in the judgement of somebody else."));

    /// <summary>Where a certificate stands.</summary>
    public static readonly WordList CertificateStatus = new("CertificateStatus", "Where a certificate stands on the view's day.",
        ("NOT_ISSUED", "Not issued yet."), ("EXPIRED", "Its three years are over."), ("WITHDRAWN", "It was withdrawn."), ("SURVEILLANCE_OVERDUE", "A surveillance audit is overdue."), ("VALID", "Valid."));

    /// <summary>What a contract gives.</summary>
    public static readonly WordList ClauseType = new("ContractClauseType", "What a clause of a contract with a vendor gives (A.10; Regulation (EU) 2024/1689 Art. 25(4)).",
        ("RISK_DOCUMENTATION", "Documentation of AI risks."), ("INCIDENT_NOTICE", "Notice of incidents."), ("AUDIT_RIGHTS", "Audit."), ("TECHNICAL_ACCESS", "Information and technical access that the provider needs (25(4))."),
        ("DATA_HANDLING", "How data is handled."), ("SUBPROCESSORS", "Who else takes part."), ("END_OF_LIFE", "Notice of the end, and help with leaving."), ("CHANGE_NOTICE", "Notice of changes of the model or service."));

    /// <summary>On what an answer rests.</summary>
    public static readonly WordList AnswerBasis = new("DueDiligenceBasis", "On what an answer of a vendor rests.",
        ("CLAIMED", "On the vendor's word, marketing included; it scores nothing."), ("DOCUMENTED", "On documents; it scores while valid evidence of a fitting type CONCERNS the vendor."), ("VERIFIED", "Somebody of the organisation, or a third party for it, has looked at such documents; it scores as these do."));

    /// <summary>What due diligence asks about.</summary>
    public static readonly WordList DiligenceSubject = new("DueDiligenceSubject", "A subject of due diligence on a vendor (ISO/IEC 42001 A.10.3).",
        ("GOVERNANCE", "How it governs AI."), ("TESTING", "How it tests."), ("INCIDENT_NOTICE", "How it tells of incidents."), ("DATA_HANDLING", "How it handles data."));

    /// <summary>Whether there is enough of a resource.</summary>
    public static readonly WordList Sufficiency = new("ResourceSufficiency", "Whether there is enough of a resource (ISO/IEC 42001 7.1).",
        ("UNKNOWN", "Nobody has judged it."), ("SHORT", "There is not enough of it."), ("SUFFICIENT", "There is enough of it."));

    /// <summary>How due diligence on a vendor stands.</summary>
    public static readonly WordList VendorStanding = new("VendorDiligence", "How due diligence on a vendor stands on the view's day (ISO/IEC 42001 A.10.3).",
        ("UNKNOWN", "None was signed."), ("OVERDUE", "It was signed, and its review is overdue or something that it watches has changed since."), ("CLAIMED", "An answer is missing, or rests on claims or on documents that nobody holds."), ("SHOWN", "Every answer is documented with valid evidence, or verified."));

    /// <summary>On whom an impact falls.</summary>
    public static readonly WordList Affected = new("AffectedGroup", "On whom an impact of an AI system falls (ISO/IEC 42001 6.1.4, A.5.4, A.5.5).",
        ("PERSON", "Single persons."), ("GROUP", "A group of persons."), ("SOCIETY", "Society."));

    /// <summary>Whether an impact is good.</summary>
    public static readonly WordList ImpactEffect = new("ImpactEffect", "Whether an impact is good or bad.",
        ("GOOD", "It helps."), ("BAD", "It harms."));
}
