using Graph.Engine.Snapshots;

namespace Graph.Engine.Model;

/// <summary>The act by which somebody with authority makes a document count.</summary>
public enum ApprovalVerb
{
    /// <summary>Evidence and statements are approved.</summary>
    Approve,

    /// <summary>Assessments are signed.</summary>
    Sign,
}

/// <summary>A document that an act brings about.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its key without the prefix; a number follows where that was used.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Links">What it is linked to.</param>
public sealed record OpenedDocument(Kind Kind, string Name, IReadOnlyDictionary<string, object?> Fields, IReadOnlyList<(EdgeKind Kind, Document To)> Links);

/// <summary>How documents of a kind are submitted, approved or signed, and stop to count: which fields hold it, and what must be there first.</summary>
/// <param name="Verb">The act.</param>
/// <param name="DoneWord">The status after the act: APPROVED or SIGNED.</param>
/// <param name="Status">The status.</param>
/// <param name="DoneOn">The day of the act.</param>
/// <param name="DoneBy">Who acted.</param>
/// <param name="DoneAsClaimed">Whether who acted was only claimed, because nobody had signed in.</param>
/// <param name="DoneByLeadership">Whether who acted held a role of top management then.</param>
/// <param name="SubmittedOn">The day of submission.</param>
/// <param name="SubmittedBy">Who submitted.</param>
/// <param name="RejectedOn">The day of rejection.</param>
/// <param name="RejectedBy">Who rejected.</param>
/// <param name="EndedOn">The day from which the act no longer counts: withdrawn, or superseded.</param>
/// <param name="EndedBy">Who withdrew it, or approved or signed the version that supersedes it.</param>
/// <param name="ContentHash">The hash of the content to which the act is bound.</param>
public sealed record ApprovalRule(
    ApprovalVerb Verb,
    string DoneWord,
    Field Status,
    Field DoneOn,
    Field DoneBy,
    Field DoneAsClaimed,
    Field DoneByLeadership,
    Field SubmittedOn,
    Field SubmittedBy,
    Field RejectedOn,
    Field RejectedBy,
    Field EndedOn,
    Field EndedBy,
    Field ContentHash)
{
    /// <summary>The word of a new document.</summary>
    public const string Draft = "DRAFT";

    /// <summary>The word of a document that waits for a decision.</summary>
    public const string Submitted = "SUBMITTED";

    /// <summary>The word of a refused document.</summary>
    public const string Rejected = "REJECTED";

    /// <summary>The word of a document that counted until a newer version was approved or signed.</summary>
    public const string Superseded = "SUPERSEDED";

    /// <summary>The word of a document that counted until somebody with authority withdrew it.</summary>
    public const string Withdrawn = "WITHDRAWN";

    /// <summary>The fields that must be filled before a document may be submitted; empty where nothing is asked.</summary>
    public Func<Document, IReadOnlyList<Field>> RequiredContent { get; init; } = _ => [];

    /// <summary>Gives the day from which a document counts where that is another than the day of the act; null = from then on.</summary>
    public Func<Document, DateOnly?> EffectiveFrom { get; init; } = _ => null;

    /// <summary>Gives who was expected to decide, or null where the decider may: by default whoever holds a role that decides on such documents.</summary>
    public Func<Document, Decider, string?> ExpectedDecider { get; init; } = ManagementSystem.DecidingRoles.Expected;

    /// <summary>Fields that name somebody who does not decide either, beside whoever submitted or last edited the document.</summary>
    public IReadOnlyList<Field> NorBy { get; init; } = [];

    /// <summary>What else a document lacks before it may be submitted and decided on, each as what is expected; empty where nothing is.</summary>
    public Func<ChangedDocument, IEnumerable<string>> Lacks { get; init; } = _ => [];

    /// <summary>
    /// Keys of what stands in other documents and yet belongs to what is decided on, by where edges of a kind lead and where they start: once that changes after the submission, another one is asked for. Empty where
    /// there is nothing of the kind.
    /// </summary>
    public Func<Document, Func<Document, EdgeKind, IReadOnlyList<Document>>, Func<Document, EdgeKind, IReadOnlyList<Document>>, IEnumerable<string>> Beside { get; init; } = (_, _, _) => [];

    /// <summary>Fields that the engine writes about what has happened since the act; the act, done again, empties them.</summary>
    public IReadOnlyList<Field> SinceThen { get; init; } = [];

    /// <summary>What was expected of the graph once a document is approved or signed together with all that is decided on in the same change; null where it is as it should be.</summary>
    public Func<ChangedDocument, string?> ExpectedOnceDone { get; init; } = _ => null;

    /// <summary>What is recorded with the act, about the document as the act leaves it; null where nothing is.</summary>
    public Func<ChangedDocument, OpenedDocument?> Opens { get; init; } = _ => null;

    /// <summary>
    /// The field that remembers since when a document counted, once an edit or another submission takes that away and no version in force remains of it; null where nothing
    /// has to be kept for having counted.
    /// </summary>
    public Field? RecordSince { get; init; }

    /// <summary>Every field that belongs to the act.</summary>
    public IReadOnlyList<Field> Fields { get; } =
        [Status, SubmittedOn, SubmittedBy, DoneOn, DoneBy, DoneAsClaimed, DoneByLeadership, RejectedOn, RejectedBy, EndedOn, EndedBy, ContentHash];

    /// <summary>Whether a document is approved or signed, on whatever day that takes effect.</summary>
    public bool IsDone(Document document) => document.Text(Status) == DoneWord;

    /// <summary>Whether a document is approved or signed, and that counts on a day.</summary>
    public bool IsDoneOn(Document document, DateOnly day) => document.Date(DoneOn) <= day && !(EndsFrom(document) <= day);

    /// <summary>Whether a document is approved or signed, or was until it was withdrawn or superseded.</summary>
    public bool HasCounted(Document document) => document.Text(Status) is { } status && (status == DoneWord || status is Withdrawn or Superseded);

    /// <summary>Whether a document counted once and no longer does on a day, because it was withdrawn or superseded.</summary>
    public bool IsEndedOn(Document document, DateOnly day) => document.Text(Status) is Withdrawn or Superseded && EndsFrom(document) <= day;

    /// <summary>
    /// The day from which a document is no longer approved or signed, whatever it was before: rejected, withdrawn or superseded; always, where it
    /// does not say since when; null where it is none of them.
    /// </summary>
    public DateOnly? EndsFrom(Document document) => document.Text(Status) switch
    {
        Rejected => document.Date(RejectedOn) ?? DateOnly.MinValue,
        Withdrawn or Superseded => document.Date(EndedOn) ?? DateOnly.MinValue,
        _ => null,
    };

    /// <summary>The fields of the act as they are once it is taken away: empty, but that the document counted is remembered where it is kept for that.</summary>
    public IEnumerable<KeyValuePair<Field, object?>> TakenAway(Document document)
    {
        var fields = Fields.Where(f => document[f] is not null).Select(f => KeyValuePair.Create(f, (object?)null));
        return RecordSince is { } since && document[since] is null && HasCounted(document) ? fields.Append(new(since, document.Date(DoneOn))) : fields;
    }

    /// <summary>Declares the field that remembers since when a document counted.</summary>
    /// <param name="done">What was done.</param>
    /// <param name="act">The act by which it was.</param>
    public static Field DeclareRecordSince(string done = "approved", string act = "approval") => Field.Date(
        "recordSince", $"The day on which it was first {done}, once an edit of what was withdrawn, or another submission, has taken that {act} away: what counted is a record, and is kept as long as law asks.", access: FieldAccess.Authority);

    /// <summary>Declares the rule and its fields for one kind.</summary>
    /// <param name="verb">The act.</param>
    /// <param name="requiredContent">The fields that must be filled first.</param>
    /// <param name="effectiveFrom">The day from which a document counts.</param>
    public static ApprovalRule Declare(ApprovalVerb verb, Func<Document, IReadOnlyList<Field>>? requiredContent = null, Func<Document, DateOnly?>? effectiveFrom = null)
    {
        var sign = verb == ApprovalVerb.Sign;
        var done = sign ? "signed" : "approved";
        var rule = new ApprovalRule(
            verb,
            sign ? "SIGNED" : "APPROVED",
            Field.Word("status", sign ? Words.SigningStatus : Words.ApprovalStatus, $"Where it stands on the way to being {done}; set by submit, {(sign ? "sign" : "approve")}, reject and withdraw only; SUPERSEDED once a version that supersedes it is {done}. DRAFT until it is submitted, and again after an edit; what has versions stays in force as one of them until the draft is {done}.", access: FieldAccess.Authority, absent: Draft),
            Field.Date($"{done}On", $"The day on which it was {done}; it counts from that day on.", access: FieldAccess.Authority),
            Field.Personal($"{done}By", $"Who {done} it; never the one who submitted or last edited it.", access: FieldAccess.Authority),
            Field.Boolean($"{done}AsClaimed", $"Whether who {done} it was only claimed, because nobody had signed in; absent where it is not {done} here, as what came with the seed.", access: FieldAccess.Authority),
            Field.Boolean($"{done}ByTopManagement", $"Whether who {done} it held a role of top management on that day, which somebody else had given them (ISO/IEC 42001 5.1, 5.3); absent where it is not {done} here, as what came with the seed.", access: FieldAccess.Authority),
            Field.Date("submittedOn", "The day on which it was submitted for a decision.", access: FieldAccess.Authority),
            Field.Personal("submittedBy", "Who submitted it.", access: FieldAccess.Authority),
            Field.Date("rejectedOn", "The day on which it was rejected.", access: FieldAccess.Authority),
            Field.Personal("rejectedBy", "Who rejected it.", access: FieldAccess.Authority),
            Field.Date("endedOn", $"The day from which it is no longer {done}: it was withdrawn, or a version that supersedes it was {done}.", access: FieldAccess.Authority),
            Field.Personal("endedBy", $"Who withdrew it, or {done} the version that supersedes it.", access: FieldAccess.Authority),
            Field.Text("contentHash", "SHA-256 of the content that was submitted and decided on; an edit takes the decision away.", lengthMax: 64, access: FieldAccess.Authority));
        return rule with { RequiredContent = requiredContent ?? rule.RequiredContent, EffectiveFrom = effectiveFrom ?? rule.EffectiveFrom };
    }
}
