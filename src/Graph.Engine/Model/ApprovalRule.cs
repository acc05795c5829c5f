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

/// <summary>How documents of a kind are submitted and approved or signed: which fields hold it, and what must be there first.</summary>
/// <param name="Verb">The act.</param>
/// <param name="DoneWord">The status after the act: APPROVED or SIGNED.</param>
/// <param name="Status">The status.</param>
/// <param name="DoneOn">The day of the act.</param>
/// <param name="DoneBy">Who acted.</param>
/// <param name="SubmittedOn">The day of submission.</param>
/// <param name="SubmittedBy">Who submitted.</param>
/// <param name="RejectedOn">The day of rejection.</param>
/// <param name="RejectedBy">Who rejected.</param>
/// <param name="ContentHash">The hash of the content to which the act is bound.</param>
public sealed record ApprovalRule(
    ApprovalVerb Verb,
    string DoneWord,
    Field Status,
    Field DoneOn,
    Field DoneBy,
    Field SubmittedOn,
    Field SubmittedBy,
    Field RejectedOn,
    Field RejectedBy,
    Field ContentHash)
{
    /// <summary>The word of a new document.</summary>
    public const string Draft = "DRAFT";

    /// <summary>The word of a document that waits for a decision.</summary>
    public const string Submitted = "SUBMITTED";

    /// <summary>The word of a refused document.</summary>
    public const string Rejected = "REJECTED";

    /// <summary>The fields that must be filled before a document may be submitted; empty where nothing is asked.</summary>
    public Func<Document, IReadOnlyList<Field>> RequiredContent { get; init; } = _ => [];

    /// <summary>Every field that belongs to the act.</summary>
    public IReadOnlyList<Field> Fields { get; } =
        [Status, SubmittedOn, SubmittedBy, DoneOn, DoneBy, RejectedOn, RejectedBy, ContentHash];

    /// <summary>Whether a document is approved or signed, and that counts on a day.</summary>
    public bool IsDoneOn(Document document, DateOnly day) => document.Text(Status) == DoneWord && document.Date(DoneOn) <= day;

    /// <summary>Declares the rule and its fields for one kind.</summary>
    /// <param name="verb">The act.</param>
    /// <param name="requiredContent">The fields that must be filled first.</param>
    public static ApprovalRule Declare(ApprovalVerb verb, Func<Document, IReadOnlyList<Field>>? requiredContent = null)
    {
        var sign = verb == ApprovalVerb.Sign;
        var done = sign ? "signed" : "approved";
        var rule = new ApprovalRule(
            verb,
            sign ? "SIGNED" : "APPROVED",
            Field.Word("status", sign ? Words.SigningStatus : Words.ApprovalStatus, $"Where it stands on the way to being {done}; set by submit, {(sign ? "sign" : "approve")} and reject only. DRAFT until it is submitted, and again after an edit.", access: FieldAccess.Authority, absent: Draft),
            Field.Date($"{done}On", $"The day on which it was {done}; it counts from that day on.", access: FieldAccess.Authority),
            Field.Personal($"{done}By", $"Who {done} it; never the one who submitted or last edited it.", access: FieldAccess.Authority),
            Field.Date("submittedOn", "The day on which it was submitted for a decision.", access: FieldAccess.Authority),
            Field.Personal("submittedBy", "Who submitted it.", access: FieldAccess.Authority),
            Field.Date("rejectedOn", "The day on which it was rejected.", access: FieldAccess.Authority),
            Field.Personal("rejectedBy", "Who rejected it.", access: FieldAccess.Authority),
            Field.Text("contentHash", "SHA-256 of the content that was submitted and decided on; an edit takes the decision away.", lengthMax: 64, access: FieldAccess.Authority));
        return requiredContent is null ? rule : rule with { RequiredContent = requiredContent };
    }
}
