using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A management review.</summary>
public static class ManagementReviewKind
{
    /// <summary>When it was held.</summary>
    public static readonly Field HeldOn = Field.Date("heldOn", "The day on which it was held.");

    /// <summary>What it looked at.</summary>
    public static readonly Field Revision = Field.Integer(
        "viewRevision", "The revision of the graph that it looked at, so that its figures can be seen again by view(at: {asOf, on}) with it and the day in heldOn: the last one that there was when that day was over; the one before the change that says when it was held, where that was made on the same day or nothing had been recorded by then. Written by the server.",
        0, int.MaxValue, access: FieldAccess.Authority);

    /// <summary>How its minutes are approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, _ => [HeldOn!, Minutes!]);

    private static readonly Field Title = Field.Text("title", "The review, in one line.", required: true, lengthMax: 300);
    private static readonly Field PlannedFor = Field.Date("plannedFor", "The day for which it is planned.");
    private static readonly Field Minutes = Field.Text("minutes", "What was said about each input.", meaning: true, lengthMax: 20_000);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "ManagementReview", "managementReviews", "review", KindGroup.ManagementSystem,
        "A review of the management system by top management: inputs, minutes, decisions and actions (ISO/IEC 42001 9.3).", Title,
        [Title, PlannedFor, HeldOn, Revision, Minutes, .. Approval.Fields])
    {
        HasVersions = false,
        Approval = Approval,
        // Whoever records another day says that it looked at another graph.
        Stamps = [new(Revision, p => p.After(HeldOn) is not DateOnly held ? null : p.Before?.Date(HeldOn) == held ? p.Before[Revision] : (int)(p.RevisionAtEndOf(held) is > 0 and var last ? last : p.Revision - 1))],
        Rules =
        [
            DocumentRule.NotAhead(HeldOn),
            new(Revision, c => c.After.Integer(Revision) >= c.Revision ? $"a revision up to {c.Revision - 1}, which the review can have looked at" : null),
        ],
        Standing = new("progress", ManagementWords.PlanStatus, "Where it stands on the view's day.", Judge),
        Due = [new("HOLD_REVIEW", "The day for which the review is planned.", (v, d) => d.Date(HeldOn) <= v.On ? null : d.Date(PlannedFor))],
    };

    /// <summary>The last review that was held up to the view's day; null where there is none. One of which the minutes were rejected or withdrawn by then is none; a draft of them is still to be approved.</summary>
    public static Document? Last(View view) => view.Once((Kind, HeldOn), v => v.Snapshot.Documents(Kind)
        .Where(r => r.Date(HeldOn) <= v.On && IsReview(v, r)).MaxBy(r => (r.Date(HeldOn), r.Key)));

    /// <summary>Whether it is a review on the view's day: one of which the minutes were rejected or withdrawn by then is none.</summary>
    public static bool IsReview(View view, Document review) => !(Approval.EndsFrom(review) <= view.On);

    /// <summary>Whether the last review that was held looked at a document: it had been recorded in the revision that the review looked at.</summary>
    public static bool HasSeen(View view, Document document) => Last(view) is { } last && document.CreatedIn <= (last.Integer(Revision) ?? last.CreatedIn);

    /// <summary>The last review of which the minutes are approved on the view's day; null where there is none. What a draft says of itself bounds nothing.</summary>
    /// <param name="view">The view.</param>
    /// <param name="before">The day before which it was held; null = up to the view's day.</param>
    public static Document? LastApproved(View view, DateOnly? before = null) => view.Snapshot.Documents(Kind)
        .Where(r => r.Date(HeldOn) is { } held && held <= view.On && !(held >= before) && Approval.IsDoneOn(r, view.On)).MaxBy(r => (r.Date(HeldOn), r.Key));

    private static Standing Judge(View view, Document review) =>
        review.Date(HeldOn) <= view.On
            ? new("DONE", Approval.IsDoneOn(review, view.On) ? [] : [new("NOT_APPROVED", review, $"Have the minutes of {review.Key} approved by somebody else than their author.")])
        : review.Date(PlannedFor) < view.On ? new("OVERDUE", [new("ACTION_OVERDUE", review, $"Hold {review.Key}.")])
        : new("PLANNED", []);
}

/// <summary>What a management review decided; a part of it.</summary>
public static class ReviewDecisionKind
{
    private static readonly Field Title = Field.Text("title", "What was decided, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "ReviewDecision", "reviewDecisions", "decision", KindGroup.ManagementSystem,
        "What a management review decided: improvement, change, resources (ISO/IEC 42001 9.3.3).", Title,
        [Title, Field.Text("description", "The same in full, and why.", meaning: true)]);
}
