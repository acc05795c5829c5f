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
    public static readonly Field Classes = Field.WordsOf("classes", Words.SystemClass, "CLASSIFICATION: the classes it found; it backs only these. The newest that is signed decides of a system, and of several of one day what all of them found; one with EXEMPT_6_3 finds neither HIGH_RISK nor PROHIBITED.", meaning: true);

    /// <summary>The points of Annex III found.</summary>
    public static readonly Field AnnexIIIPoints = Field.PointList("annexIIIPoints", "CLASSIFICATION: the points of Annex III it found. One with EXEMPT_6_3 exempts from these alone; a point that it found and the system no longer names is unknown of it, not gone.", meaning: true);

    /// <summary>The routes found.</summary>
    public static readonly Field Routes = Field.WordsOf("routes", Words.Route, "CLASSIFICATION: the routes by which it found the system high-risk, or would but for 6(3); absent = ANNEX_III where it found points. A route that it found and the system no longer names is unknown of it, not gone.", meaning: true);

    /// <summary>The period between reviews.</summary>
    public static readonly Field ReviewEveryMonths = Field.Integer("reviewEveryMonths", "The months from signature to the next review, from 1 to 120; absent = no review is due.", 1, 120);

    /// <summary>What makes it stale.</summary>
    public static readonly Field Watches = Field.WordsOf(
        "watches", ManagementWords.ChangeAspect,
        "The changes after which it is signed again, being STALE until then; those of the templates that it follows count as well. Absent = those alone; where these name none, by its kind: all but SUPPLIER for AIIA, DPIA and FRIA; DESIGN, PURPOSE, JURISDICTION and SCOPE for a CLASSIFICATION; MODEL, DATA, JURISDICTION, SCOPE and SUPPLIER for VENDOR_DUE_DILIGENCE. Empty = none beside the templates'.");

    /// <summary>The changes that it has judged before they are done.</summary>
    public static readonly Field Foresees = Field.TextList(
        "foresees", "The keys of planned changes that it has judged before they are done, as it should be (ISO/IEC 42001 8.4): these do not make it STALE, nor does what changes in the graph, or of the design, on the day on which one is done.");

    /// <summary>The day from which it is overtaken.</summary>
    public static readonly Field OvertakenOn = Field.Date(
        "overtakenOn", "The first day, since it was signed, on which something that it watches was put, linked or approved otherwise in this graph; written by the server with that change, and emptied when it is signed again.", access: FieldAccess.Authority);

    /// <summary>What was changed.</summary>
    public static readonly Field OvertakenBy = Field.Text("overtakenBy", "The key of the document that overtook it.", lengthMax: Writing.ChangePlanner.KeyLengthMax, access: FieldAccess.Authority);

    /// <summary>What of it.</summary>
    public static readonly Field OvertakenAspect = Field.Word("overtakenAspect", ManagementWords.ChangeAspect, "What changed of that which it watches.", access: FieldAccess.Authority);

    /// <summary>How long it is kept.</summary>
    public static readonly Field RetainUntil = LegalRetention.DeclareRetainUntil();

    /// <summary>What law has it kept as.</summary>
    public static readonly Field KeptAs = LegalRetention.DeclareKeptAs();

    /// <summary>How it is signed.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Sign, RequiredContent) with
    {
        ExpectedDecider = Signer,
        Lacks = c => LacksOfImpact(c).Concat(LacksOfReview(c)).Concat(LacksOfForm(c)).Concat(LacksOfClasses(c.After)).Concat(LacksOfGrounds(c)).Concat(LacksOfListing(c)).Concat(LacksOfExemption(c)).Concat(LacksOfBasis(c)),
        Beside = OthersRisks,
        SinceThen = [OvertakenOn, OvertakenBy, OvertakenAspect],
        RecordSince = ApprovalRule.DeclareRecordSince("signed", "signature"),
    };

    /// <summary>On what the answers about governance rest.</summary>
    public static readonly Field GovernanceBasis = Field.Word("governanceBasis", ManagementSystem.ManagementWords.AnswerBasis, "Of due diligence, by its kind or by a form that it follows: on what rests what the vendor says of how it governs AI; absent = not asked.", meaning: true);

    /// <summary>On what the answers about testing rest.</summary>
    public static readonly Field TestingBasis = Field.Word("testingBasis", ManagementSystem.ManagementWords.AnswerBasis, "Of due diligence, by its kind or by a form that it follows: on what rests what it says of how it tests; absent = not asked.", meaning: true);

    /// <summary>On what the answers about incidents rest.</summary>
    public static readonly Field IncidentBasis = Field.Word("incidentNoticeBasis", ManagementSystem.ManagementWords.AnswerBasis, "Of due diligence, by its kind or by a form that it follows: on what rests what it says of how it tells of incidents; absent = not asked.", meaning: true);

    /// <summary>On what the answers about data rest.</summary>
    public static readonly Field DataBasis = Field.Word("dataHandlingBasis", ManagementSystem.ManagementWords.AnswerBasis, "Of due diligence, by its kind or by a form that it follows: on what rests what it says of how it handles data; absent = not asked.", meaning: true);

    private const string AnnexIII = "ANNEX_III";

    private static readonly Field PerformedOn = Field.Date("performedOn", "The day on which it was carried out.");
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
            AnnexIIIPoints,
            Routes,
            PerformedOn,
            ReviewEveryMonths,
            Watches,
            Foresees,
            KeptAs,
            RetainUntil,
            .. Approval.Fields,
            .. Approval.SinceThen,
            Approval.RecordSince!,
        ])
    {
        Approval = Approval,
        RetainUntil = RetainUntil,
        KeptAs = KeptAs,
        Rules = [DocumentRule.NotAhead(PerformedOn), .. LegalRetention.Rules(RetainUntil, KeptAs)],
        Standing = new("validity", ManagementWords.AssessmentValidity, "Whether it counts on the view's day: signed, of things as they are, and reviewed in time.", Judge),
        Derived =
        [
            new("nextReviewOn", FieldType.Date, null, "The last day before it is overdue: the day of signature plus the months to the next review.", (_, d) => NextReviewOn(d)),
            LegalRetention.DeclareKeptUntil("signed"),
        ],
        FollowsTemplates = true,
        Due =
        [
            new("REVIEW", "Its signature plus the months to its next review.", ProofDue.LastDay) { Earliest = NextReviewOn },
            new("ASSESS", "The first change after its signature that it watches (ISO/IEC 42001 8.4), until it or another of its kind is signed for what changed.", ProofDue.OvertakenOn) { Earliest = d => d.Date(Approval.DoneOn) },
        ],
    };

    /// <summary>The last day before it is overdue: signature plus period (design section 5: what can be derived is never typed in); null where either is missing.</summary>
    public static DateOnly? NextReviewOn(Document assessment) =>
        assessment.Date(Approval.DoneOn) is { } signed && assessment.Integer(ReviewEveryMonths) is { } months ? signed.AddMonths(months) : null;

    /// <summary>The routes that a classification found: those that it names, else ANNEX_III where it found points; null where it says nothing of them.</summary>
    public static string[]? RoutesFound(Document classification) =>
        classification.List(Routes) ?? (classification.List(AnnexIIIPoints) is { Length: > 0 } ? [AnnexIII] : null);

    /// <summary>Whether it says which classes a system has.</summary>
    public static bool IsClassification(Document assessment) => assessment.Text(Type) == "CLASSIFICATION";

    /// <summary>
    /// The classifications of a system that decide on a day: the newest that is signed, and all that were signed on its day, for a day cannot show which of them was last.
    /// </summary>
    public static IReadOnlyList<Document> DecidingClassifications(Document system, DateOnly day, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        List<Document> newest = [];
        foreach (var assessment in sources(system, EdgeKinds.Assesses))
        {
            if (IsClassification(assessment) && Approval.IsDoneOn(assessment, day) && assessment[Classes] is not null)
            {
                var isNewer = newest.Count > 0 && assessment.Date(Approval.DoneOn) > newest[0].Date(Approval.DoneOn);
                if (isNewer)
                {
                    newest.Clear();
                }

                if (newest.Count == 0 || assessment.Date(Approval.DoneOn) == newest[0].Date(Approval.DoneOn))
                {
                    newest.Add(assessment);
                }
            }
        }

        return newest;
    }

    /// <summary>
    /// What has changed since an assessment was signed, of what it watches, each with its day: a change that was done of what it assesses, of a component that an assessed
    /// system uses or of a scope that includes it, a system whose design has changed, and, given as the assessment itself, what the server noted in it
    /// (<see cref="OvertakenOn"/>). What was done on the day of the signature counts: a day cannot show that the signature came later. In the order of days and keys;
    /// nothing while it is not signed.
    /// </summary>
    public static IReadOnlyList<(DateOnly On, Document By)> Overtaking(Snapshot snapshot, Document assessment)
    {
        var hasChanges = snapshot.Keys(PlannedChangeKind.Kind).Count > 0;
        return hasChanges || assessment[OvertakenOn] is not null || IsOfChangedDesign(snapshot, assessment) ? Overtaking(assessment, snapshot.Targets, snapshot.Sources, hasChanges) : [];
    }

    // Nearly no assessment is overtaken, and every one is asked.
    private static bool IsOfChangedDesign(Snapshot snapshot, Document assessment)
    {
        var signed = assessment.Date(Approval.DoneOn);
        foreach (var (assessed, _) in snapshot.Out(assessment, EdgeKinds.Assesses))
        {
            if (snapshot.Document(assessed) is { } document && document.Kind == AiSystemKind.Kind && document.Date(AiSystemKind.DesignChangedOn) >= signed)
            {
                return true;
            }
        }

        return false;
    }

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

        string[]? asked = null;
        List<(DateOnly On, Document By)>? found = assessment.Date(OvertakenOn) is { } overtaken ? [(overtaken, assessment)] : null;
        foreach (var assessed in targets(assessment, EdgeKinds.Assesses))
        {
            if (assessed.Kind == AiSystemKind.Kind && assessed.Date(AiSystemKind.DesignChangedOn) is { } changed && changed >= signed && Watched().Contains("DESIGN") && !HasForeseen(assessment, assessed, changed, sources))
            {
                (found ??= []).Add((changed, assessed));
            }

            if (hasChanges)
            {
                AddChanges(assessed);
                if (assessed.Kind == AiSystemKind.Kind)
                {
                    foreach (var part in targets(assessed, EdgeKinds.Uses).Concat(sources(assessed, ManagementEdges.Includes)))
                    {
                        AddChanges(part);
                    }
                }
            }
        }

        return found is null ? [] : [.. found.OrderBy(f => f.On).ThenBy(f => f.By.Key, StringComparer.Ordinal).DistinctBy(f => f.By.Ordinal)];

        string[] Watched() => asked ??= WatchedBy(assessment, targets);

        void AddChanges(Document of)
        {
            foreach (var change in sources(of, ManagementEdges.Changes))
            {
                if (change.Date(PlannedChangeKind.DoneOn) is { } done && done >= signed && !HasForeseen(assessment, change, done, sources)
                    && (change.List(PlannedChangeKind.Aspects) is { } aspects ? aspects.Intersect(Watched()).Any() : Watched().Length > 0))
                {
                    (found ??= []).Add((done, change));
                }
            }
        }
    }

    /// <summary>Whether whoever signs knows of a change: of a planned one, or of that of a system's design that a planned one made on that day.</summary>
    public static bool HasForeseen(Document assessment, Document changed, DateOnly day, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        assessment.List(Foresees) is { Length: > 0 } foreseen
            && (changed.Kind == AiSystemKind.Kind ? sources(changed, ManagementEdges.Changes).Any(c => c.Date(PlannedChangeKind.DoneOn) == day && foreseen.Contains(c.Key)) : foreseen.Contains(changed.Key));

    /// <summary>Whether a system or vendor has a signed assessment of a kind on the view's day, overdue or not; one of a vendor that rests on claims alone is none.</summary>
    public static bool IsSignedFor(View view, Document subject, string kind) =>
        view.Snapshot.Sources(subject, EdgeKinds.Assesses).Exists(a => Serves(view, a, kind) && Approval.IsDoneOn(a, view.On) && !IsClaimed(a, kind));

    /// <summary>Whether an assessment serves as one of a kind: it is one, or it follows a template of that kind whole.</summary>
    public static bool Serves(View view, Document assessment, string kind) => assessment.Text(Type) == kind || Forms.IsWhole(view, assessment, kind);

    // Whether it says what a system does to people, as what it is or by a form that it follows: its impacts are parts of it, and owners of risks that it identifies sign it.
    private static bool IsOfImpact(Document assessment, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        ((string[])["AIIA", "DPIA", "FRIA"]).Any(kind => assessment.Text(Type) == kind || Forms.Follows(assessment, kind, targets));

    /// <summary>Whether it is due diligence by which nothing was documented or verified, so that it shows nothing of the vendor: claims score nothing (ISO/IEC 42001 A.10.3).</summary>
    public static bool RestsOnClaims(Document assessment) => IsClaimed(assessment, assessment.Text(Type)!);

    /// <summary>Whether an assessment that serves as one of a kind shows nothing of it, because all of it is claimed: asked of due diligence, under whatever kind it was recorded.</summary>
    public static bool IsClaimed(Document assessment, string kind) => kind == "VENDOR_DUE_DILIGENCE" && ShowsNothing(assessment);

    // Apart, so that nothing is allocated for the assessments of every other kind.
    private static bool ShowsNothing(Document assessment) => DueDiligence.Subjects.All(s => assessment.Text(s.Basis) is null or "CLAIMED");

    // Who bears what remains signs (ISO/IEC 42001 6.1.3, 8.4): an owner of a risk that an impact assessment found, and nobody where there is none.
    private static string? Signer(Document assessment, Decider decider)
    {
        if (decider.Verb is null || !IsOfImpact(assessment, decider.Targets))
        {
            return ManagementSystem.DecidingRoles.Expected(assessment, decider);
        }

        var owners = OwnRisks(assessment, decider.Targets, decider.Sources).SelectMany(r => decider.Targets(r, EdgeKinds.OwnedBy).Select(p => (Risk: r, Person: p))).ToList();
        var own = owners.Where(o => decider.MayBe(o.Person)).ToList();
        return owners.Count == 0 ? "an owner of a risk that it identifies, of whom there is none,"
            : own.Count == 0 ? $"an owner of a risk that it identifies ({string.Join(", ", owners.Select(o => o.Person.Key).Distinct().Order(StringComparer.Ordinal))}), who bears what remains"
            : own.TrueForAll(o => MadeThemselves(o.Risk, o.Person)) ? $"an owner of a risk that it identifies whom somebody else made it ('{own[0].Risk.Key}' was given to '{own[0].Person.Key}', or that person last edited, by whoever decides, or by somebody whose name was erased, who may be anybody)"
            : ManagementSystem.DecidingRoles.Expected(assessment, decider);

        bool MadeThemselves(Document risk, Document person) => decider.Edge(risk, EdgeKinds.OwnedBy, person)?[EdgeKinds.OwnedBy.OwnHand!] is true || decider.MayHaveEdited(person);
    }

    // What another system alone has is not what this one does; a risk that nothing has yet may be.
    private static IEnumerable<Document> OwnRisks(Document assessment, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        var assessed = targets(assessment, EdgeKinds.Assesses).Select(s => s.Ordinal).ToHashSet();
        return targets(assessment, EdgeKinds.Identifies).Where(r => sources(r, EdgeKinds.HasRisk) is var holders
            && (holders.Count == 0 || holders.Any(h => assessed.Contains(h.Ordinal) || AiSystemKind.StandingFor(h, sources).Any(s => assessed.Contains(s.Ordinal)))));
    }

    // Whose owner does not sign, until a link elsewhere makes it a risk of what is assessed: whoever submitted has not seen that then.
    private static IEnumerable<string> OthersRisks(Document assessment, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        IsOfImpact(assessment, targets) ? targets(assessment, EdgeKinds.Identifies).Select(r => r.Key).Except(OwnRisks(assessment, targets, sources).Select(r => r.Key)) : [];

    // An impact assessment without an impact, or without a risk that anybody bears, says nothing that could be signed.
    private static IEnumerable<string> LacksOfImpact(ChangedDocument changed)
    {
        var assessment = changed.After;
        if (!IsOfImpact(assessment, changed.Targets))
        {
            yield break;
        }

        if (!OwnRisks(assessment, changed.Targets, changed.Sources).Any(r => changed.Targets(r, EdgeKinds.OwnedBy).Count > 0))
        {
            yield return $"'{assessment.Key}' to identify a risk that somebody owns (IDENTIFIES, OWNED_BY), of what it assesses, found none";
        }

        var impacts = changed.Sources(assessment, ManagementEdges.ImpactOf);
        if (impacts.Count == 0)
        {
            yield return $"'{assessment.Key}' to have an impact (IMPACT_OF), good or bad, found none";
        }

        foreach (var impact in impacts.Where(i => AssessedImpactKind.Missing(i).Any()).OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            yield return $"'{impact.Key}' to have {string.Join(", ", AssessedImpactKind.Missing(impact).Select(f => f.Name))}";
        }

        foreach (var impact in impacts.Where(i => AssessedImpactKind.IsLessened(i) && changed.Targets(i, ManagementEdges.ControlledBy).Count == 0).OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            yield return $"'{impact.Key}' to name a control by which it is lowered (CONTROLLED_BY), or to remain as it was before anything is done";
        }
    }

    // What is never reviewed is in time for ever.
    private static IEnumerable<string> LacksOfReview(ChangedDocument changed) =>
        changed.After[ReviewEveryMonths] is null && changed.Targets(changed.After, FormEdges.Follows).FirstOrDefault(t => t[TemplateKind.ReviewEveryMonths] is not null) is { } suggesting
            ? [$"'{changed.After.Key}' to have {ReviewEveryMonths.Name}; '{suggesting.Key}', which it follows, suggests {suggesting.Integer(TemplateKind.ReviewEveryMonths)}"] : [];

    // What the organisation has a form for is not assessed beside it.
    private static IEnumerable<string> LacksOfForm(ChangedDocument changed)
    {
        var assessment = changed.After;
        if (!Forms.Follows(assessment, assessment.Text(Type)!, changed.Targets)
            && changed.Documents(TemplateKind.Kind).Where(t => t.Text(TemplateKind.Form) == assessment.Text(Type)).MinBy(t => t.Key, StringComparer.Ordinal) is { } template)
        {
            yield return $"'{assessment.Key}' to follow a template of the form {assessment.Text(Type)}, such as '{template.Key}', found none";
        }
    }

    // What is exempt is not high-risk (6(3)), and what is prohibited (5) is exempt from nothing.
    private static IEnumerable<string> LacksOfClasses(Document assessment) =>
        IsClassification(assessment) && assessment.List(Classes) is { } classes && classes.Contains(AiSystemKind.Exempt)
            ? classes.Where(c => c is "HIGH_RISK" or "PROHIBITED").Select(c => $"'{assessment.Key}' to find {AiSystemKind.Exempt} or {c}, not both (Regulation (EU) 2024/1689 Art. {(c == "PROHIBITED" ? "5" : "6(3)")})")
            : [];

    // Whoever finds a system high-risk says by what (6(1), (2)); whoever exempts it, from which points of Annex III (6(3)), which takes back nothing of what the law of its product does (6(1)).
    private static IEnumerable<string> LacksOfGrounds(ChangedDocument changed)
    {
        var assessment = changed.After;
        if (!IsClassification(assessment) || assessment.List(Classes) is not { } classes)
        {
            yield break;
        }

        var (points, routes) = (assessment.List(AnnexIIIPoints) ?? [], assessment.List(Routes) ?? []);
        if (classes.Contains("HIGH_RISK") && points.Length == 0 && routes.All(r => r == AnnexIII))
        {
            yield return $"'{assessment.Key}' to say by which points of Annex III ({AnnexIIIPoints.Name}), or by which other route ({Routes.Name}), it found HIGH_RISK (Regulation (EU) 2024/1689 Art. 6(1), (2)), found neither";
        }

        if (points.Length > 0 && routes.Length > 0 && !routes.Contains(AnnexIII))
        {
            yield return $"'{assessment.Key}' to find {AnnexIII} among its {Routes.Name}, for it found points of it, {string.Join(", ", points)}";
        }

        if (!classes.Contains(AiSystemKind.Exempt))
        {
            yield break;
        }

        if (points.Length == 0)
        {
            yield return $"'{assessment.Key}' to say from which points of Annex III it exempts ({AnnexIIIPoints.Name}; Regulation (EU) 2024/1689 Art. 6(3)), found none";
        }

        foreach (var (document, route) in routes.Select(r => (assessment, r)).Concat(changed.Targets(assessment, EdgeKinds.Assesses).Where(s => s.Kind == AiSystemKind.Kind).OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => (s.List(AiSystemKind.Routes) ?? []).Select(r => (s, r)))))
        {
            if (route != AnnexIII)
            {
                yield return $"'{document.Key}' not to have the route {route} where it is found {AiSystemKind.Exempt}: what is high-risk by the law of its product is exempt by nothing (Regulation (EU) 2024/1689 Art. 6(1), (3))";
            }
        }

        if (points.Length == 0)
        {
            yield break;
        }

        foreach (var system in changed.Targets(assessment, EdgeKinds.Assesses).Where(s => s.Kind == AiSystemKind.Kind).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (system.List(AiSystemKind.AnnexIIIPoints)?.Where(p => !points.Any(f => Analysis.SystemFacts.Matches(p, f))).ToArray() is { Length: > 0 } others)
            {
                yield return $"'{assessment.Key}' to look at every point of '{system.Key}' before it finds {AiSystemKind.Exempt}: {string.Join(", ", others)} (Regulation (EU) 2024/1689 Art. 6(3)), found {string.Join(", ", points)}";
            }
        }
    }

    // Annex III makes a system high-risk (6(2)), and 6(3) alone takes that back.
    private static IEnumerable<string> LacksOfListing(ChangedDocument changed) =>
        !IsClassification(changed.After) || changed.After.List(Classes)?.Any(c => c is "HIGH_RISK" or "PROHIBITED" or AiSystemKind.Exempt) != false ? []
        : changed.Targets(changed.After, EdgeKinds.Assesses).Where(s => s.Kind == AiSystemKind.Kind).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, Points: s.List(AiSystemKind.AnnexIIIPoints)))
            .Prepend((changed.After.Key, Points: changed.After.List(AnnexIIIPoints))).Where(s => s.Points is { Length: > 0 })
            .Select(s => $"'{changed.After.Key}' to find HIGH_RISK or {AiSystemKind.Exempt}: by '{s.Key}' Annex III lists it, {string.Join(", ", s.Points!)} (Regulation (EU) 2024/1689 Art. 6(2), (3))");

    // A system that profiles natural persons is never exempt, and one that may profile is not known not to.
    private static IEnumerable<string> LacksOfExemption(ChangedDocument changed) =>
        !IsClassification(changed.After) || changed.After.List(Classes)?.Contains(AiSystemKind.Exempt) != true ? []
        : changed.Targets(changed.After, EdgeKinds.Assesses).Where(s => s.Kind == AiSystemKind.Kind)
            .Select(s => (System: s, Found: s.Flags(AiSystemKind.Facts) is { } facts && facts.TryGetValue(AiSystemKind.ProfilesPersons, out var profiles) ? profiles ? "true" : "false" : "none"))
            .Where(s => s.Found != "false").OrderBy(s => s.System.Key, StringComparer.Ordinal)
            .Select(s => $"'{s.System.Key}' to have the fact {AiSystemKind.ProfilesPersons} false before it is found {AiSystemKind.Exempt} (Regulation (EU) 2024/1689 Art. 6(3), last subparagraph), found {s.Found}");

    // What is said of a subject rests on no more than the best of the answers about it: claims score nothing (ISO/IEC 42001 A.10.3), whatever else is documented.
    private static IEnumerable<string> LacksOfBasis(ChangedDocument changed)
    {
        var assessment = changed.After;
        if (!Forms.Follows(assessment, "VENDOR_DUE_DILIGENCE", changed.Targets)
            && (assessment.Text(Type) != "VENDOR_DUE_DILIGENCE" || changed.Targets(assessment, FormEdges.Follows).Count == 0))
        {
            return [];
        }

        var answers = Forms.AnswersOf(assessment, changed.Targets, changed.Sources).ToList();
        return DueDiligence.Subjects.Select(s => (s.Basis, s.Word, Best: answers.Where(a => a.Item.Text(TemplateItemKind.Subject) == s.Word).Select(a => PlaceOf(a.Answer.Text(AnswerKind.Backing))).DefaultIfEmpty(-1).Max()))
            .Where(s => PlaceOf(assessment.Text(s.Basis)) > Math.Max(s.Best, 0))
            .Select(s => $"'{assessment.Key}' to have an answer about {s.Word} that is {assessment.Text(s.Basis)}, as {s.Basis.Name} says, found {(s.Best < 0 ? "none that says on what it rests" : $"{FormWords.Backing.Words[s.Best].Word} at best")}");

        static int PlaceOf(string? word) => word is null ? -1 : FormWords.Backing.IndexOf(word);
    }

    private static Standing Judge(View view, Document assessment)
    {
        if (!Approval.IsDoneOn(assessment, view.On))
        {
            return new("UNSIGNED", [new("NOT_APPROVED", assessment, $"Have {assessment.Key} signed by somebody else than its author.")]);
        }

        var overtaking = Overtaking(view.Snapshot, assessment).Where(o => o.On <= view.On)
            .Select(o => Overtaken(view, assessment, o.By)).ToList();
        List<Shortfall> overdue = NextReviewOn(assessment) < view.On ? [new("REVIEW_OVERDUE", assessment, $"Review {assessment.Key} and have it signed again.")] : [];
        return new(overtaking.Count > 0 ? "STALE" : overdue.Count > 0 ? "OVERDUE" : "IN_FORCE", [.. overtaking, .. overdue]);
    }

    private static Shortfall Overtaken(View view, Document assessment, Document by) => by != assessment
        ? new("OVERTAKEN", by, $"Review {assessment.Key} and have it signed again: {by.Key} has changed since, or on the day of the signature; who signs on that day knowing of a change names it in foresees.")
        : new("OVERTAKEN", view.Snapshot.Document(assessment.Text(OvertakenBy)!) ?? assessment, $"Review {assessment.Key} and have it signed again: {assessment.Text(OvertakenAspect)} of {assessment.Text(OvertakenBy)} has changed since.");

    // What the templates say that it follows, which it may add to; where they say nothing, what it says itself, else by its kind.
    internal static string[] WatchedBy(Document assessment, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        targets(assessment, FormEdges.Follows).SelectMany(t => t.List(TemplateKind.Watches) ?? []).Distinct().ToArray() is { Length: > 0 } asked
            ? [.. asked.Union(assessment.List(Watches) ?? [])]
            : assessment.List(Watches) ?? WatchedBy(assessment.Text(Type)!);

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
