namespace Graph.Engine.Model;

/// <summary>The closed lists of words that fields of the shipped kinds hold.</summary>
public static class Words
{
    /// <summary>Roles of the organisation towards a system, from the Act's definitions (Art. 3) and 25(4).</summary>
    public static readonly WordList Role = new("Role", "The organisation's role towards an AI system (Regulation (EU) 2024/1689 Art. 3, 25(4)).", Roles());

    /// <summary>Roles in a condition, where ANY stands for everyone.</summary>
    public static readonly WordList RoleCondition = new("RoleCondition", "A role that a requirement binds, or ANY.", [("ANY", "Binds whoever it is."), .. Roles()]);

    /// <summary>Classes of systems and models.</summary>
    public static readonly WordList SystemClass = new("SystemClass", "What the Act takes a system for. A system may carry several; no class at all, but classified, is minimal risk.", Classes());

    /// <summary>Classes in a condition, where ANY stands for every class.</summary>
    public static readonly WordList ClassCondition = new("ClassCondition", "A class that a requirement binds, or ANY.", [("ANY", "Binds whatever the class, also where there is none."), .. Classes()]);

    /// <summary>Ways of becoming high-risk.</summary>
    public static readonly WordList Route = new("Route", "The way by which a system is or would be high-risk (Art. 6).",
        ("ANNEX_III", "A use listed in Annex III (6(2))."),
        ("ANNEX_I_A", "A product or safety component under Annex I Section A (6(1))."),
        ("ANNEX_I_B", "A product or safety component under Annex I Section B (6(1), 2(2))."));

    /// <summary>Where something is met once, or for each system.</summary>
    public static readonly WordList Scope = new("Scope", "Whether something holds for the organisation or for single systems. Absent is read as SYSTEM.",
        ("ORGANISATION", "Holds once, for the organisation."),
        ("SYSTEM", "Holds for each AI system on its own."));

    /// <summary>How sure a fact is.</summary>
    public static readonly WordList Confidence = new("Confidence", "How sure the recorder is.",
        ("HIGH", "Read in the source."), ("MED", "Likely; a second source would help."), ("LOW", "A judgement that needs review."));

    /// <summary>Kinds of frameworks.</summary>
    public static readonly WordList FrameworkType = new("FrameworkKindWord", "What a framework is.",
        ("REGULATION", "Law: applies by its own conditions."), ("STANDARD", "A published standard or set of criteria."), ("GUIDANCE", "Guidance that one may follow."));

    /// <summary>Levels of a requirement.</summary>
    public static readonly WordList Level = new("RequirementLevel", "The place of a requirement in its framework.",
        ("CHAPTER", "Chapter of a regulation."), ("SECTION", "Section of a chapter."), ("ARTICLE", "Article."), ("PARAGRAPH", "Paragraph of an article."),
        ("POINT", "Point of a paragraph."), ("ANNEX", "Annex."), ("ANNEX_POINT", "Point of an annex."), ("CLAUSE", "Clause of a standard."),
        ("OBJECTIVE", "Control objective of a standard."), ("CONTROL", "Control of a standard's annex."), ("INFORMATIVE", "Informative entry of a standard."),
        ("THEME", "Theme of controls."), ("FUNCTION", "Function of a framework."), ("CATEGORY", "Category of a function."),
        ("SUBCATEGORY", "Subcategory of a category."), ("SERIES", "Series of criteria."), ("CRITERION", "Criterion."));

    /// <summary>Reasons for which a row cannot be met or failed.</summary>
    public static readonly WordList WhyNotAssessable = new("WhyNotAssessable", "Why nobody can meet or fail a requirement.",
        ("HEADING", "It only groups others."), ("OPTION", "It may be used and is never owed."), ("RULE", "It decides how other rows work."),
        ("DUTY_OF_OTHERS", "It binds the Commission, authorities or the AI Office."), ("INDEX", "Its content is counted in another row."),
        ("SCOPE", "It says what the act or an annex covers."), ("REFERENCE", "It is only the end of a mapping, or informative."));

    /// <summary>Whether the law's dates agree.</summary>
    public static readonly WordList DateStatus = new("DateStatus", "Whether the readings of an application date agree.",
        ("SETTLED", "One reading."), ("UNRESOLVED", "The wording and the effect give different days, and no authority has settled it."));

    /// <summary>Set relations of NIST IR 8477.</summary>
    public static readonly WordList Relation = new("MappingRelation", "How the source relates to the target (NIST IR 8477, set theory relationships).",
        ("EQUAL", "They ask the same."), ("SUPERSET", "The source asks all of the target and more."), ("SUBSET", "The source asks part of the target."),
        ("INTERSECTS", "They overlap, and each asks something that the other does not."), ("NONE", "They share nothing; recorded so that nobody searches again."));

    /// <summary>How far a source evidences a target.</summary>
    public static readonly WordList Strength = new("MappingStrength", "How far meeting the source evidences the target, in its author's words.",
        ("SUBSTANTIAL", "Most of the target."), ("PARTIAL", "Some of the target."), ("ADJACENT", "Related; evidences nothing."), ("NONE", "Nothing."));

    /// <summary>Directions of a mapping.</summary>
    public static readonly WordList Direction = new("MappingDirection", "Whether a mapping may be read backwards. Absent is read as BOTH.",
        ("FORWARD", "Only as written."), ("BOTH", "Backwards as well, with the relation inverted."));

    /// <summary>How a mapping set was made.</summary>
    public static readonly WordList Method = new("MappingMethod", "How a mapping set was made.",
        ("HUMAN", "By people."), ("HYBRID", "By people with tools."), ("AUTOMATION", "By tools."));

    /// <summary>Fields of business.</summary>
    public static readonly WordList Context = new("SystemContext", "The field in which a system is used.",
        ("HEALTHCARE", "Care and its administration."), ("LEGAL", "Legal work and dispute resolution."), ("FINANCE", "Credit, insurance and payments."),
        ("HOSPITALITY", "Hotels, travel and guests."), ("EMPLOYMENT", "Hiring and work."), ("EDUCATION", "Schools and training."),
        ("PUBLIC_SECTOR", "Authorities and public services."), ("OTHER", "Anything else."));

    /// <summary>Stages of a system's life.</summary>
    public static readonly WordList LifecycleStage = new("LifecycleStage", "The stage of a system's life.",
        ("CONCEPTION", "An idea with a purpose."), ("DESIGN", "Being designed."), ("DEVELOPMENT", "Being built."), ("VERIFICATION", "Being verified and validated."),
        ("DEPLOYMENT", "Being put into service."), ("OPERATION", "In use and monitored."), ("RETIREMENT", "Being withdrawn."));

    /// <summary>Types of components.</summary>
    public static readonly WordList ComponentType = new("ComponentType", "What a component is.",
        ("MODEL", "A trained model."), ("DATASET", "Data to train, test or run on."), ("SERVICE", "A service called over a network."), ("TOOL", "Software used to build or run."));

    /// <summary>How much depends on a vendor.</summary>
    public static readonly WordList Criticality = new("Criticality", "How much depends on it.",
        ("LOW", "Replaced within days."), ("MEDIUM", "Replaced within weeks."), ("HIGH", "Replaced within months."), ("CRITICAL", "Operations stop without it."));

    /// <summary>Sides of a risk.</summary>
    public static readonly WordList RiskType = new("RiskKindWord", "Whether the uncertainty hurts or helps (ISO/IEC 42001 6.1).",
        ("THREAT", "It may hurt."), ("OPPORTUNITY", "It may help."));

    /// <summary>Ways to treat a risk.</summary>
    public static readonly WordList Treatment = new("RiskTreatment", "What is done about a risk.",
        ("AVOID", "The cause is given up."), ("REDUCE", "Controls lower it."), ("TRANSFER", "Someone else bears it."), ("ACCEPT", "It is borne knowingly."), ("PURSUE", "An opportunity is taken."));

    /// <summary>Where a risk stands.</summary>
    public static readonly WordList RiskStatus = new("RiskStatus", "Where a risk stands.",
        ("OPEN", "Not treated yet."), ("TREATED", "Its treatment is in place."), ("ACCEPTED", "Its owner accepted what remains."), ("CLOSED", "It no longer exists."));

    /// <summary>Domains of controls.</summary>
    public static readonly WordList ControlDomain = new("ControlDomain", "The part of the work that a control belongs to.",
        ("GOVERNANCE", "Policy, roles and review."), ("RISK", "Risk and impact."), ("DATA", "Data and its quality."), ("DEVELOPMENT", "Design, build and test."),
        ("OVERSIGHT", "People who watch and can stop."), ("TRANSPARENCY", "Information for users, persons and authorities."), ("SECURITY", "Protection against attack."),
        ("OPERATIONS", "Running, logging and incidents."), ("SUPPLY_CHAIN", "Vendors and components."), ("PEOPLE", "Competence and awareness."));

    /// <summary>How often a control is reviewed.</summary>
    public static readonly WordList ReviewFrequency = new("ReviewFrequency", "How often a control is reviewed.",
        ("MONTHLY", "Each month."), ("QUARTERLY", "Each quarter."), ("SEMI_ANNUAL", "Twice a year."), ("ANNUAL", "Once a year."));

    /// <summary>The derived status of a control.</summary>
    public static readonly WordList ControlStatus = new("ControlStatus", "What a control is on a day, from its dates and from findings against it.",
        ("PLANNED", "Not in operation yet."), ("IMPLEMENTED", "In operation."), ("DEGRADED", "In operation, but not as it should be."), ("NOT_OPERATING", "In operation by its dates, and a MAJOR finding against it is open: cells count it as not operating."), ("RETIRED", "No longer in operation."));

    /// <summary>Where an approval stands.</summary>
    public static readonly WordList ApprovalStatus = new("ApprovalStatus", "Where a document stands on the way to approval. Absent is DRAFT.",
        ("DRAFT", "Being written."), ("SUBMITTED", "Waits for a decision."), ("APPROVED", "Approved by someone else than its author."), ("REJECTED", "Refused."),
        ("SUPERSEDED", "Was approved, until a newer version of it was."), ("WITHDRAWN", "Was approved, until somebody with authority withdrew it."));

    /// <summary>Where a signature stands.</summary>
    public static readonly WordList SigningStatus = new("SigningStatus", "Where an assessment stands on the way to signature. Absent is DRAFT.",
        ("DRAFT", "Being written."), ("SUBMITTED", "Waits for a signature."), ("SIGNED", "Signed by someone else than its author."), ("REJECTED", "Refused."),
        ("SUPERSEDED", "Was signed, until a newer version of it was."), ("WITHDRAWN", "Was signed, until somebody with authority withdrew it."));

    /// <summary>Kinds of statements.</summary>
    public static readonly WordList StatementType = new("StatementKindWord", "What a statement says.",
        ("APPLICABILITY", "A row of the Statement of Applicability: a requirement applies or not, and why (ISO/IEC 42001 6.1.3)."),
        ("SUFFICIENCY", "A joint group of links together meets the requirement."),
        ("WAIVER", "The systems that it is about may be placed before the assessment is signed that the requirement asks for, while a finding against both is open, which its approval opens. It changes nothing of what is owed or met."));

    /// <summary>How far a link reaches.</summary>
    public static readonly WordList Extent = new("Extent", "How much of the requirement a link meets. Absent is read as FULL.",
        ("FULL", "All of it."), ("PARTIAL", "Part of it; parts never add up unless they are joint."));

    /// <summary>Kinds of assessments.</summary>
    public static readonly WordList AssessmentType = new("AssessmentKindWord", "What is assessed.", Assessments());

    /// <summary>Types of evidence.</summary>
    public static readonly WordList EvidenceType = new("EvidenceType", "What a piece of evidence is.", Evidence());

    /// <summary>What may prove a requirement: a type of evidence or a kind of assessment.</summary>
    public static readonly WordList ProofType = new("ProofType", "What may prove a requirement: a type of evidence or a kind of assessment.", [.. Evidence(), .. Assessments()]);

    private static (string, string)[] Roles() =>
    [
        ("PROVIDER", "Develops it, or has it developed, and places it on the market or puts it into service under its own name; a product manufacturer under 25(3)."),
        ("DEPLOYER", "Uses it under its own authority."),
        ("IMPORTER", "Places it on the Union market under the name of someone outside."),
        ("DISTRIBUTOR", "Makes it available without being provider or importer."),
        ("AUTHORISED_REPRESENTATIVE", "Acts in the Union for a provider outside."),
        ("GPAI_PROVIDER", "Provides a general-purpose AI model."),
        ("SUPPLIER", "Supplies a component, tool, model or service in it (25(4))."),
    ];

    private static (string, string)[] Classes() =>
    [
        ("PROHIBITED", "Falls under a prohibited practice (Art. 5)."),
        ("HIGH_RISK", "High-risk (6(1), 6(2))."),
        ("EXEMPT_6_3", "Listed in Annex III and judged not high-risk (6(3)); lowers duties, so it counts only when signed."),
        ("TRANSPARENCY", "Under transparency duties (Art. 50); a label only, the duties hang on facts."),
        ("GPAI_MODEL", "A general-purpose AI model. A system built on one is not thereby one."),
        ("GPAI_SYSTEMIC", "A general-purpose AI model with systemic risk (Art. 51)."),
    ];

    private static (string, string)[] Assessments() =>
    [
        ("AIIA", "AI system impact assessment (ISO/IEC 42001 6.1.4, 8.4)."),
        ("DPIA", "Data protection impact assessment (GDPR 35)."),
        ("FRIA", "Fundamental rights impact assessment (Art. 27)."),
        ("CLASSIFICATION", "Classification of a system under the Act (Art. 6)."),
        ("VENDOR_DUE_DILIGENCE", "Due diligence on a supplier (ISO/IEC 42001 A.10.3)."),
    ];

    private static (string, string)[] Evidence() =>
    [
        ("AUDIT_REPORT", "Report of an audit."),
        ("AUTHORITY_CORRESPONDENCE", "Letters, notifications and authorisations exchanged with an authority."),
        ("CE_MARKING_RECORD", "Record of the CE marking."),
        ("CERTIFICATE", "Certificate of a notified or certification body."),
        ("CHANGE_RECORD", "Record of a change."),
        ("CLASSIFICATION_RECORD", "Record of how a system was classified."),
        ("CONFORMITY_ASSESSMENT", "Report of the conformity assessment procedure followed."),
        ("CONTRACT", "Contract or mandate."),
        ("CORRECTIVE_ACTION_RECORD", "Record of a corrective action."),
        ("DATA_DOCUMENTATION", "Data sheets, provenance, examination for bias."),
        ("DECLARATION_OF_CONFORMITY", "EU declaration of conformity."),
        ("INCIDENT_REPORT", "Report of an incident."),
        ("INSTRUCTIONS_FOR_USE", "Instructions for use."),
        ("INVENTORY", "Inventory of systems, resources or data."),
        ("LOG_RECORD", "Logs, or a record of them."),
        ("MONITORING_PLAN", "Plan for monitoring."),
        ("MONITORING_REPORT", "Report of monitoring."),
        ("NOTICE", "Information given to persons, workers or the public."),
        ("OBJECTIVES_RECORD", "Record of objectives."),
        ("POLICY", "Policy."),
        ("PROCEDURE", "Procedure."),
        ("PROCESSING_RECORD", "Record of processing activities (GDPR 30)."),
        ("REGISTRATION_RECORD", "Record of a registration."),
        ("RESOURCE_RECORD", "Record of resources."),
        ("RETENTION_RECORD", "What is kept, where and until when."),
        ("REVIEW_MINUTES", "Minutes of a review."),
        ("RISK_ASSESSMENT", "Risk assessment."),
        ("RISK_TREATMENT_PLAN", "Risk treatment plan."),
        ("ROLE_ASSIGNMENT", "Assignment of roles."),
        ("STATEMENT_OF_APPLICABILITY", "Statement of Applicability as a document."),
        ("TECHNICAL_DOCUMENTATION", "Technical documentation (Art. 11, Annex IV)."),
        ("TEST_REPORT", "Test report."),
        ("TRAINING_RECORD", "Record of training."),
    ];
}
