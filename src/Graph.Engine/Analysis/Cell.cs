using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>Whether a cell is owed (design section 4). In the order in which the organisation takes them from its systems.</summary>
public enum Verdict : byte
{
    /// <summary>Owed.</summary>
    Applicable,

    /// <summary>A class or fact is missing that could make it owed; counted as owed.</summary>
    Undetermined,

    /// <summary>Between the formal and the effective day, where the law itself is unclear.</summary>
    Unresolved,

    /// <summary>Before both readings of the date.</summary>
    NotYet,

    /// <summary>Shielded by a transitional rule.</summary>
    Legacy,

    /// <summary>Excluded by an approved statement.</summary>
    Excluded,

    /// <summary>A condition is false.</summary>
    NotApplicable,
}

/// <summary>Whether a cell is met, from nothing to everything (design section 4).</summary>
public enum State : byte
{
    /// <summary>Nothing there at all.</summary>
    Missing,

    /// <summary>A control is planned.</summary>
    Planned,

    /// <summary>A control does not operate as it should, or a MAJOR finding against it is open.</summary>
    NotOperating,

    /// <summary>A control operates without usable proof.</summary>
    Unproven,

    /// <summary>The proof is not approved or signed.</summary>
    Unapproved,

    /// <summary>The proof has expired or is overdue.</summary>
    Expired,

    /// <summary>The meaning of an end of a link has changed since its review, what an assessment watches since its signature, or the system substantially since its conformity was shown.</summary>
    Suspect,

    /// <summary>Part of it is met, or a MAJOR finding against it is open.</summary>
    Partial,

    /// <summary>Met.</summary>
    Covered,
}

/// <summary>What decided a verdict.</summary>
public sealed record VerdictBasis
{
    /// <summary>NOT_APPLICABLE: the first condition that is false: subjectTo, roles, classes, routes, annexIIIIn, annexIIIOut or facts.</summary>
    public string? FalseCondition { get; init; }

    /// <summary>The role by which the requirement binds, where it names roles.</summary>
    public string? MatchedRole { get; init; }

    /// <summary>UNDETERMINED: the names of what is unknown: roles, classes, routes, annexIIIPoints, classification, or facts.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The day of application by the wording.</summary>
    public DateOnly? FormalDate { get; init; }

    /// <summary>The day from which it binds this system.</summary>
    public DateOnly? EffectiveDate { get; init; }

    /// <summary>LEGACY: the rule that shields.</summary>
    public Document? LegacyRule { get; init; }

    /// <summary>LEGACY: the day from which the shield is gone, if any.</summary>
    public DateOnly? ShieldEndsOn { get; init; }

    /// <summary>The approved statement of applicability that decides, if any.</summary>
    public Document? Statement { get; init; }

    /// <summary>Whether a signed classification backs the class by which the requirement binds; null where no class matters.</summary>
    public bool? ClassesBacked { get; init; }
}

/// <summary>Codes of what is wrong with a chain or beside it; extended, never renamed (design section 4, fine print 11).</summary>
public enum DefectCode
{
    /// <summary>Nothing is linked.</summary>
    NoLink,

    /// <summary>The control does not operate yet.</summary>
    ControlPlanned,

    /// <summary>The control does not operate as it should.</summary>
    ControlDegraded,

    /// <summary>The control has no proof.</summary>
    ProofMissing,

    /// <summary>The proof is of a type that the requirement does not take.</summary>
    ProofWrongType,

    /// <summary>The proof was rejected.</summary>
    ProofRejected,

    /// <summary>The proof was withdrawn, or a newer version took its place.</summary>
    ProofWithdrawn,

    /// <summary>The proof counts only later.</summary>
    ProofNotYetEffective,

    /// <summary>The evidence is not approved.</summary>
    ProofUnapproved,

    /// <summary>The assessment is not signed.</summary>
    AssessmentUnsigned,

    /// <summary>The evidence has expired.</summary>
    ProofExpired,

    /// <summary>Proof that is valid today expires before the day asked.</summary>
    ExpiresBefore,

    /// <summary>The assessment is due for review.</summary>
    AssessmentOverdue,

    /// <summary>The meaning of an end has changed since the link was reviewed.</summary>
    LinkSuspect,

    /// <summary>The link meets part of the requirement.</summary>
    ExtentPartial,

    /// <summary>A member of a joint group forms no chain.</summary>
    JointIncomplete,

    /// <summary>Nobody with authority stated that the joint group suffices.</summary>
    SufficiencyMissing,

    /// <summary>A class or fact of the system is unknown.</summary>
    FactMissing,

    /// <summary>No signed classification backs the class.</summary>
    ClassificationUnsigned,

    /// <summary>The Statement of Applicability does not speak of it.</summary>
    SoaMissing,

    /// <summary>A MAJOR finding against the control is open.</summary>
    ControlNonconformity,

    /// <summary>A MAJOR finding against the requirement, or one above it, is open.</summary>
    NonconformityOpen,

    /// <summary>Something that the assessment watches has changed since it was signed.</summary>
    AssessmentStale,

    /// <summary>Due diligence rests on what the vendor claims, and on nothing that it documented or that was verified.</summary>
    ClaimedOnly,

    /// <summary>The system was substantially modified after the evidence of its conformity was made.</summary>
    ProofOvertaken,
}

/// <summary>Something that is wrong, where, and what would close it.</summary>
/// <param name="Code">What is wrong.</param>
/// <param name="Node">The document concerned.</param>
/// <param name="Edge">The key of the link concerned, if any.</param>
/// <param name="Name">FACT_MISSING: what is unknown; ASSESSMENT_STALE, CLAIMED_ONLY: the key of the assessment; PROOF_OVERTAKEN: of the evidence.</param>
public sealed record Defect(DefectCode Code, Document Node, string? Edge = null, string? Name = null)
{
    /// <summary>What would close it, in plain words.</summary>
    public string Closes => Code switch
    {
        DefectCode.NoLink => $"Link a control or proof to {Node.Key}.",
        DefectCode.ControlPlanned => $"Implement {Node.Key} and record implementedOn.",
        DefectCode.ControlDegraded => $"Restore {Node.Key} and clear degradedOn.",
        DefectCode.ProofMissing => $"Link proof that {Node.Key} operates for this subject.",
        DefectCode.ProofWrongType => $"Link proof of a type that the requirement takes instead of {Node.Key}.",
        DefectCode.ProofRejected => $"Replace {Node.Key}, which was rejected.",
        DefectCode.ProofWithdrawn => $"Link the version that took the place of {Node.Key}, or other proof: it no longer counts.",
        DefectCode.ProofNotYetEffective => $"Wait until {Node.Key} takes effect, or link proof that counts now.",
        DefectCode.ProofUnapproved => $"Have {Node.Key} approved by somebody else than its author.",
        DefectCode.AssessmentUnsigned => $"Have {Node.Key} signed by somebody else than its author.",
        DefectCode.ProofExpired => $"Renew {Node.Key}.",
        DefectCode.ExpiresBefore => $"Renew {Node.Key} before it expires.",
        DefectCode.AssessmentOverdue => $"Review {Node.Key} and have it signed again.",
        DefectCode.AssessmentStale => $"Review {Name} and have it signed again: {(Node.Key == Name ? Node.Text(Model.Organisation.AssessmentKind.OvertakenBy) : Node.Key)} has changed since, or on the day of the signature.",
        DefectCode.ClaimedOnly => $"Have the vendor document an answer of {Node.Key}, or verify it, and record on what it rests.",
        DefectCode.ProofOvertaken => $"Link proof of after the change instead of {Name}: since it was made, or on that day, {(Node.Kind == Model.Organisation.AiSystemKind.Kind ? $"{Node.Key} was changed" : $"{Node.Key} changed what it concerns")} substantially (Art. 43(4), 47(4)).",
        DefectCode.ControlNonconformity or DefectCode.NonconformityOpen => $"Close {Node.Key}: find its cause, correct it, and have somebody else judge that it worked.",
        DefectCode.LinkSuspect => $"Review the link {Edge} and accept it.",
        DefectCode.ExtentPartial => $"Extend {Node.Key} to the whole requirement, or join the link with others under a statement of sufficiency.",
        DefectCode.JointIncomplete => $"Complete the joint group: {Node.Key} forms no chain for this subject.",
        DefectCode.SufficiencyMissing => $"Have somebody with authority state that the joint group suffices for {Node.Key}.",
        DefectCode.FactMissing => $"Record {Name} of {Node.Key}.",
        DefectCode.ClassificationUnsigned => $"Have a CLASSIFICATION assessment of {Node.Key} signed that finds its classes.",
        _ => $"State in the Statement of Applicability whether {Node.Key} applies.",
    };
}

/// <summary>One chain from a requirement to what meets it.</summary>
/// <param name="Key">The keys of its edges joined by <c>&gt;</c>.</param>
/// <param name="State">As weak as its weakest link.</param>
/// <param name="Edges">The keys of its edges, from the requirement outwards.</param>
/// <param name="Documents">The requirement at which it is linked, then controls and proof, in the order of the edges.</param>
/// <param name="Proof">The proof in it.</param>
/// <param name="Defects">Everything that is wrong with it.</param>
public sealed record Chain(
    string Key,
    State State,
    IReadOnlyList<string> Edges,
    IReadOnlyList<Document> Documents,
    IReadOnlyList<Document> Proof,
    IReadOnlyList<Defect> Defects);

/// <summary>One way by which a mapped requirement gives credit.</summary>
/// <param name="State">What it gives after every cap on the way.</param>
/// <param name="Source">The requirement whose own state it carries.</param>
/// <param name="System">The system whose cell of the source counts; null where it is the organisation's.</param>
/// <param name="Mappings">The mappings from the source on to the target.</param>
public sealed record CreditPath(State State, Document Source, Document? System, IReadOnlyList<Document> Mappings);

/// <summary>What mapped requirements of other frameworks give, beside the state and never in it.</summary>
/// <param name="State">The best that they give.</param>
/// <param name="Paths">Every contributor.</param>
public sealed record Credit(State State, IReadOnlyList<CreditPath> Paths);

/// <summary>Gives the reasons of cells when somebody asks for them: most cells are only counted or listed.</summary>
internal interface ICellReasons
{
    VerdictBasis BecauseOf(Cell cell);

    IReadOnlyList<Chain> ChainsOf(Cell cell);

    IReadOnlyList<Defect> DefectsOf(Cell cell);

    Credit? CreditOf(Cell cell);
}

/// <summary>One requirement for one subject: is it owed, is it met, and why.</summary>
public sealed class Cell
{
    private readonly ICellReasons reasons;
    private VerdictBasis? because;
    private IReadOnlyList<Chain>? chains;
    private IReadOnlyList<Defect>? defects;
    private Credit? credit;

    internal Cell(
        ICellReasons reasons, Row row, int judged, int place, Document? system, Document? inheritedBy, Verdict verdict, State state, bool shallow, State? creditState)
    {
        this.reasons = reasons;
        Row = row;
        Judged = judged;
        Place = place;
        System = system;
        InheritedBy = inheritedBy;
        Verdict = verdict;
        State = state;
        Shallow = shallow;
        CreditState = creditState;
    }

    internal Row Row { get; }

    /// <summary>The place of the system that supplies the verdict.</summary>
    internal int Judged { get; }

    /// <summary>The place among the cells of the row.</summary>
    internal int Place { get; }

    /// <summary>The requirement.</summary>
    public Document Requirement => Row.Document;

    /// <summary>The system; null for the organisation.</summary>
    public Document? System { get; }

    /// <summary>The system that shows the organisation's cell as inherited, with its own verdict; null elsewhere.</summary>
    public Document? InheritedBy { get; }

    /// <summary>Whether it is owed.</summary>
    public Verdict Verdict { get; }

    /// <summary>What decided the verdict.</summary>
    public VerdictBasis Because => because ??= reasons.BecauseOf(this);

    /// <summary>Whether it counts in the denominator: APPLICABLE or UNDETERMINED. Unknown is never a pass.</summary>
    public bool IsOwed => Verdict is Verdict.Applicable or Verdict.Undetermined;

    /// <summary>Whether it is met.</summary>
    public State State { get; }

    /// <summary>Whether a link of the needed kind exists for the subject, whatever its status and dates.</summary>
    public bool Shallow { get; }

    /// <summary>The best that mapped requirements give; null where nothing does.</summary>
    public State? CreditState { get; }

    /// <summary>Whether two cells have the same verdict, state and credit: no change is told between them. None is like none.</summary>
    public static bool AreAlike(Cell? one, Cell? other) => one?.Verdict == other?.Verdict && one?.State == other?.State && one?.CreditState == other?.CreditState;

    /// <summary>The better of state and credit.</summary>
    public State StateWithCredit => CreditState > State ? CreditState.Value : State;

    /// <summary>Its chains, the best first.</summary>
    public IReadOnlyList<Chain> Chains => chains ??= reasons.ChainsOf(this);

    /// <summary>Everything that is wrong with the best chain, and what is wrong beside it.</summary>
    public IReadOnlyList<Defect> Defects => defects ??= reasons.DefectsOf(this);

    /// <summary>What mapped requirements give, with every contributor; null where nothing does.</summary>
    public Credit? Credit => CreditState is null ? null : credit ??= reasons.CreditOf(this);

    /// <summary>The readable id of the cell: requirement, and the system or <c>organisation</c>.</summary>
    public string Key => $"{Requirement.Key}|{System?.Key ?? "organisation"}";
}
