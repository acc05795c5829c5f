namespace Graph.Tests.Cases;

/// <summary>The kinds, fields and edges that a case may use: another word is a slip of the author's.</summary>
internal static class CaseVocabulary
{
    private const string Authority = " status submittedOn submittedBy rejectedOn rejectedBy endedOn endedBy";

    public static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> Fields = new Dictionary<string, string>
    {
        ["Framework"] = "title publisher kind edition consolidatedOn source licence textRule voluntary",
        ["Requirement"] = "ref title summary level assessable whyNotAssessable scope excludable needsControl proof "
            + "roles classes routes annexIIIIn annexIIIOut facts formalDate effectiveAnnexIII effectiveAnnexI "
            + "effectiveOther dateStatus dateBasis textVersion repealedOn",
        ["LegacyRule"] = "title provision onlyIf placedBefore endsOn endsOnWhen endedByChange",
        ["Fact"] = "title provision trueWhen",
        ["MappingSet"] = "title author method confidence licence publishedOn disputed disputedReason attribution",
        ["Mapping"] = "title relation strength direction rationale",
        ["AiSystem"] = "title purpose context roles classes annexIIIPoints routes facts placedOn designChangedOn "
            + "retiredOn inScope",
        ["Component"] = "title type version",
        ["Vendor"] = "title criticality",
        ["Risk"] = "title description kind treatment status",
        ["Control"] = "title description procedure scope plannedFor implementedOn degradedOn retiredOn reviewFrequency",
        ["Evidence"] = "title description type scope periodFrom periodTo effectiveFrom expiresOn collectedOn "
            + "approvedOn approvedBy" + Authority,
        ["Assessment"] = "title kind classes governanceBasis testingBasis incidentNoticeBasis dataHandlingBasis annexIIIPoints routes performedOn reviewEveryMonths watches foresees overtakenOn overtakenBy overtakenAspect "
            + "signedOn signedBy" + Authority,
        ["Statement"] = "title kind applicable justification joint links approvedOn approvedBy" + Authority,
        ["Person"] = "name email role",
        ["Finding"] = "title grade foundOn cause answeredOn",
        ["CorrectiveAction"] = "title dueOn implementedOn effect approvedOn approvedBy" + Authority,
        ["ScopeStatement"] = "title boundaries effectiveFrom effectiveTo approvedOn approvedBy" + Authority,
        ["PlannedChange"] = "title aspects plannedFor doneOn substantial",
    }.ToDictionary(kind => kind.Key, kind => (IReadOnlySet<string>)kind.Value.Split(' ').ToHashSet());

    private static readonly string[] Reviews = ["reviewedOn", "reviewedAgainst", "then"];

    private static readonly string[] Links = ["extent", "joint", "rationale"];

    private static readonly (string Kind, string From, string To)[] Joins =
    [
        ("HAS_RISK", "AiSystem Component Vendor", "Risk"),
        ("MITIGATED_BY", "Risk", "Control"),
        ("EVIDENCED_BY", "Control", "Evidence Assessment"),
        ("SATISFIES", "Control", "Requirement"),
        ("DEMONSTRATES", "Evidence Assessment", "Requirement"),
        ("APPLIES_TO", "Control", "AiSystem"),
        ("CONCERNS", "Evidence", "AiSystem Component Vendor"),
        ("SUBJECT_TO", "AiSystem", "Framework"),
        ("PART_OF", "Requirement", "Requirement Framework"),
        ("SHIELDED_BY", "Requirement", "LegacyRule"),
        ("FROM", "Mapping", "Requirement Framework"),
        ("TO", "Mapping", "Requirement Framework"),
        ("IN_SET", "Mapping", "MappingSet"),
        ("USES", "AiSystem", "Component"),
        ("SUPPLIED_BY", "Component", "Vendor"),
        ("ASSESSES", "Assessment", "AiSystem Vendor"),
        ("IDENTIFIES", "Assessment", "Risk"),
        ("STATES", "Statement", "Requirement"),
        ("ABOUT", "Statement", "AiSystem"),
        ("SUPERSEDES", "Evidence Assessment", "Evidence Assessment"),
        ("AGAINST", "Finding", "Requirement Control AiSystem"),
        ("CORRECTS", "CorrectiveAction", "Finding"),
        ("CHANGES", "PlannedChange", "AiSystem Component Vendor ScopeStatement"),
        ("INCLUDES", "ScopeStatement", "AiSystem"),
        ("OWNED_BY", string.Join(' ', Fields.Keys), "Person"),
    ];

    public static bool EdgeMayJoin(string kind, string fromKind, string toKind) =>
        Joins.Any(join => join.Kind == kind
            && join.From.Split(' ').Contains(fromKind) && join.To.Split(' ').Contains(toKind));

    public static bool EdgeMayCarry(string kind, string field) =>
        (kind is "SATISFIES" or "DEMONSTRATES" && Links.Contains(field))
        || (kind is "SATISFIES" or "DEMONSTRATES" or "EVIDENCED_BY" or "MITIGATED_BY" or "FROM" or "TO" && Reviews.Contains(field));
}
