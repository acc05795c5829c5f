using Graph.Engine.Governance;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>An assessment that is signed and reviewed again.</summary>
public static class AssessmentKind
{
    /// <summary>What is assessed.</summary>
    public static readonly Field Type = Field.Word("kind", Words.AssessmentType, "What is assessed.", required: true, meaning: true);

    /// <summary>The classes found.</summary>
    public static readonly Field Classes = Field.WordsOf("classes", Words.SystemClass, "CLASSIFICATION: the classes it found; it backs only these.", meaning: true);

    /// <summary>The period between reviews.</summary>
    public static readonly Field ReviewEveryMonths = Field.Integer("reviewEveryMonths", "The months from signature to the next review, from 1 to 120; absent = no review is due.", 1, 120);

    /// <summary>What makes it stale.</summary>
    public static readonly Field Watches = Field.WordsOf(
        "watches", ManagementWords.ChangeAspect,
        "The changes after which it is signed again, being STALE until then. Absent = those of the templates that it follows; where these name none, by its kind: all but SUPPLIER for AIIA, DPIA and FRIA; DESIGN, PURPOSE, JURISDICTION and SCOPE for a CLASSIFICATION; MODEL, DATA, JURISDICTION, SCOPE and SUPPLIER for VENDOR_DUE_DILIGENCE. Empty = none.");

    /// <summary>The changes that it has judged before they are done.</summary>
    public static readonly Field Foresees = Field.TextList(
        "foresees", "The keys of planned changes that it has judged before they are done, as it should be (ISO/IEC 42001 8.4): these do not make it STALE, nor does a change of design on the day of one.");

    /// <summary>How it is signed.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Sign, RequiredContent) with { ExpectedDecider = Signer, Lacks = Forms.Lacks };

    /// <summary>On what the answers about governance rest.</summary>
    public static readonly Field GovernanceBasis = Field.Word("governanceBasis", ManagementSystem.ManagementWords.AnswerBasis, "VENDOR_DUE_DILIGENCE: on what rests what the vendor says of how it governs AI; absent = not asked.", meaning: true);

    /// <summary>On what the answers about testing rest.</summary>
    public static readonly Field TestingBasis = Field.Word("testingBasis", ManagementSystem.ManagementWords.AnswerBasis, "VENDOR_DUE_DILIGENCE: on what rests what it says of how it tests; absent = not asked.", meaning: true);

    /// <summary>On what the answers about incidents rest.</summary>
    public static readonly Field IncidentBasis = Field.Word("incidentNoticeBasis", ManagementSystem.ManagementWords.AnswerBasis, "VENDOR_DUE_DILIGENCE: on what rests what it says of how it tells of incidents; absent = not asked.", meaning: true);

    /// <summary>On what the answers about data rest.</summary>
    public static readonly Field DataBasis = Field.Word("dataHandlingBasis", ManagementSystem.ManagementWords.AnswerBasis, "VENDOR_DUE_DILIGENCE: on what rests what it says of how it handles data; absent = not asked.", meaning: true);

    private static readonly Field Title = Field.Text("title", "What was assessed, in one line.", required: true, lengthMax: 300);
    private static readonly Field Process = Field.Text("process", "The process in which the system is used, or the processing described (27(1)(a), GDPR 35(7)(a)).", meaning: true);
    private static readonly Field PeriodOfUse = Field.Text("periodOfUse", "How long and how often the system is used (27(1)(b)).", meaning: true);
    private static readonly Field AffectedPersons = Field.Text("affectedPersons", "The persons and groups likely to be affected (27(1)(c)).", meaning: true);
    private static readonly Field Necessity = Field.Text("necessity", "Necessity and proportionality (GDPR 35(7)(b)).", meaning: true);
    private static readonly Field Harms = Field.Text("harms", "The harms or risks to persons found (27(1)(d), GDPR 35(7)(c)).", meaning: true);
    private static readonly Field Oversight = Field.Text("oversight", "How people oversee the system (27(1)(e)).", meaning: true);
    private static readonly Field Measures = Field.Text("measures", "What is done about the harms, complaints included (27(1)(f), GDPR 35(7)(d)).", meaning: true);
    private static readonly Field Conclusion = Field.Text("conclusion", "What it concludes, and why.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Assessment", "assessments", "assessment", KindGroup.Organisation,
        "An assessment of a system or vendor, signed by someone with authority and due for review again.", Title,
        [
            Title,
            Type,
            Process,
            PeriodOfUse,
            AffectedPersons,
            Necessity,
            Harms,
            Oversight,
            Measures,
            Conclusion,
            Classes,
            GovernanceBasis,
            TestingBasis,
            IncidentBasis,
            DataBasis,
            Field.PointList("annexIIIPoints", "CLASSIFICATION: the points of Annex III it found.", meaning: true),
            Field.Date("performedOn", "The day on which it was carried out."),
            ReviewEveryMonths,
            Watches,
            Foresees,
            .. Approval.Fields,
        ])
    {
        Approval = Approval,
        Standing = new("validity", ManagementWords.AssessmentValidity, "Whether it counts on the view's day: signed, of things as they are, and reviewed in time.", Judge),
        Derived =
        [
            new("nextReviewOn", FieldType.Date, null, "The last day before it is overdue: the day of signature plus the months to the next review.", (_, d) => NextReviewOn(d)),
            .. Forms.Derived,
        ],
        Due =
        [
            new("REVIEW", "Its signature plus the months to its next review.", ProofDue.LastDay) { Earliest = NextReviewOn },
            new("ASSESS", "The first change after its signature that it watches (ISO/IEC 42001 8.4), until it or another of its kind is signed for what changed.", ProofDue.OvertakenOn),
        ],
    };

    /// <summary>The last day before it is overdue: signature plus period (design section 5: what can be derived is never typed in); null where either is missing.</summary>
    public static DateOnly? NextReviewOn(Document assessment) =>
        assessment.Date(Approval.DoneOn) is { } signed && assessment.Integer(ReviewEveryMonths) is { } months ? signed.AddMonths(months) : null;

    /// <summary>Whether it says which classes a system has.</summary>
    public static bool IsClassification(Document assessment) => assessment.Text(Type) == "CLASSIFICATION";

    /// <summary>
    /// What has changed after an assessment was signed, of what it watches, each with its day: a change that was done of what it assesses or of a component that an assessed
    /// system uses, and a system whose design has changed. In the order of days and keys; nothing while it is not signed.
    /// </summary>
    public static IReadOnlyList<(DateOnly On, Document By)> Overtaking(Snapshot snapshot, Document assessment) =>
        Overtaking(assessment, snapshot.Targets, snapshot.Sources, hasChanges: snapshot.Keys(PlannedChangeKind.Kind).Count > 0);

    /// <summary>The same of a graph that is still being changed.</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="targets">Where the edges of a kind lead that start from a document.</param>
    /// <param name="sources">Where the edges of a kind start that lead to a document.</param>
    /// <param name="hasChanges">Whether any change is planned at all: most graphs have assessments by the thousand, and few changes or none.</param>
    public static IReadOnlyList<(DateOnly On, Document By)> Overtaking(
        Document assessment, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources, bool hasChanges = true)
    {
        if (assessment.Date(Approval.DoneOn) is not { } signed)
        {
            return [];
        }

        var foreseen = assessment.List(Foresees) ?? [];
        string[]? asked = null;
        List<(DateOnly On, Document By)>? found = null;
        foreach (var assessed in targets(assessment, EdgeKinds.Assesses))
        {
            if (assessed.Kind == AiSystemKind.Kind && assessed.Date(AiSystemKind.DesignChangedOn) is { } changed && changed > signed && Watched().Contains("DESIGN") && !IsForeseen(assessed, changed))
            {
                (found ??= []).Add((changed, assessed));
            }

            if (hasChanges)
            {
                AddChanges(assessed);
                foreach (var component in assessed.Kind == AiSystemKind.Kind ? targets(assessed, EdgeKinds.Uses) : [])
                {
                    AddChanges(component);
                }
            }
        }

        return found is null ? [] : [.. found.DistinctBy(f => f.By.Ordinal).OrderBy(f => f.On).ThenBy(f => f.By.Key, StringComparer.Ordinal)];

        string[] Watched() => asked ??= WatchedBy(assessment, targets);

        bool IsForeseen(Document system, DateOnly day) =>
            foreseen.Length > 0 && sources(system, ManagementEdges.Changes).Any(c => c.Date(PlannedChangeKind.DoneOn) == day && foreseen.Contains(c.Key));

        void AddChanges(Document of)
        {
            foreach (var change in sources(of, ManagementEdges.Changes))
            {
                if (change.Date(PlannedChangeKind.DoneOn) is { } done && done > signed && !foreseen.Contains(change.Key)
                    && (change.List(PlannedChangeKind.Aspects) is { } aspects ? aspects.Intersect(Watched()).Any() : Watched().Length > 0))
                {
                    (found ??= []).Add((done, change));
                }
            }
        }
    }

    /// <summary>Whether a system or vendor has a signed assessment of a kind on the view's day, overdue or not.</summary>
    public static bool IsSignedFor(View view, Document subject, string kind) =>
        view.Snapshot.Sources(subject, EdgeKinds.Assesses).Exists(a => Serves(view, a, kind) && Approval.IsDoneOn(a, view.On));

    /// <summary>Whether an assessment serves as one of a kind: it is one, or it follows a template of that kind whole.</summary>
    public static bool Serves(View view, Document assessment, string kind) => assessment.Text(Type) == kind || Forms.IsWhole(view, assessment, kind);

    // Who bears what remains signs (ISO/IEC 42001 6.1.3, 8.4): an owner of a risk that an impact assessment found, where anybody owns one.
    private static string? Signer(Document assessment, Decider decider)
    {
        var owners = decider.Verb is null || assessment.Text(Type) is not ("AIIA" or "DPIA" or "FRIA") ? []
            : decider.Targets(assessment, EdgeKinds.Identifies).SelectMany(r => decider.Targets(r, EdgeKinds.OwnedBy)).DistinctBy(p => p.Ordinal).ToList();
        return owners.Count > 0 && !owners.Any(decider.MayBe)
            ? $"an owner of a risk that it identifies ({string.Join(", ", owners.Select(o => o.Key).Order(StringComparer.Ordinal))}), who bears what remains"
            : ManagementSystem.DecidingRoles.Expected(assessment, decider);
    }

    private static Standing Judge(View view, Document assessment)
    {
        if (!Approval.IsDoneOn(assessment, view.On))
        {
            return new("UNSIGNED", [new("NOT_APPROVED", assessment, $"Have {assessment.Key} signed by somebody else than its author.")]);
        }

        var overtaking = Overtaking(view.Snapshot, assessment).Where(o => o.On <= view.On)
            .Select(o => new Shortfall("OVERTAKEN", o.By, $"Review {assessment.Key} and have it signed again: {o.By.Key} has changed since.")).ToList();
        List<Shortfall> overdue = NextReviewOn(assessment) < view.On ? [new("REVIEW_OVERDUE", assessment, $"Review {assessment.Key} and have it signed again.")] : [];
        return new(overtaking.Count > 0 ? "STALE" : overdue.Count > 0 ? "OVERDUE" : "IN_FORCE", [.. overtaking, .. overdue]);
    }

    // What it says itself, else what the templates say that it follows, else by its kind.
    private static string[] WatchedBy(Document assessment, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        assessment.List(Watches)
        ?? (targets(assessment, FormEdges.Follows).SelectMany(t => t.List(TemplateKind.Watches) ?? []).Distinct().ToArray() is { Length: > 0 } asked ? asked : WatchedBy(assessment.Text(Type)!));

    private static string[] WatchedBy(string type) => type switch
    {
        "CLASSIFICATION" => ["DESIGN", "PURPOSE", "JURISDICTION", "SCOPE"],
        "VENDOR_DUE_DILIGENCE" => ["MODEL", "DATA", "JURISDICTION", "SCOPE", "SUPPLIER"],
        _ => ["MODEL", "RETRAINING", "DATA", "DESIGN", "PURPOSE", "AFFECTED_PERSONS", "JURISDICTION", "SCOPE", "OVERSIGHT"],
    };

    private static IReadOnlyList<Field> RequiredContent(Document assessment) => assessment.Text(Type) switch
    {
        "FRIA" => [Process, PeriodOfUse, AffectedPersons, Harms, Oversight, Measures],
        "DPIA" => [Process, Necessity, Harms, Measures],
        "AIIA" => [Process, AffectedPersons, Harms, Measures, Conclusion],
        "CLASSIFICATION" => [Classes, Conclusion],
        _ => [Conclusion],
    };
}
