using Graph.Engine.Log;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <summary>What somebody with authority does to a document.</summary>
public enum DecisionVerb
{
    /// <summary>Hands it in for a decision.</summary>
    Submit,

    /// <summary>Approves what was submitted.</summary>
    Approve,

    /// <summary>Signs what was submitted.</summary>
    Sign,

    /// <summary>Refuses what was submitted.</summary>
    Reject,

    /// <summary>Takes back what was approved or signed.</summary>
    Withdraw,
}

/// <summary>A decision about one document.</summary>
/// <param name="Verb">The decision.</param>
/// <param name="Key">The key of the document.</param>
/// <param name="ContentHash">The hash of the content that the caller has seen; null = whatever it is now.</param>
public sealed record Decision(DecisionVerb Verb, string Key, string? ContentHash);

/// <summary>What a caller asks to be changed, all or nothing.</summary>
/// <param name="ChangeId">The caller's id of the change: the same id with the same content gets the same answer again.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Operations">The steps. Puts come into effect first, then links and unlinks, then deletes, so that order does not matter for what a change names.</param>
public sealed record ChangeRequest(string ChangeId, string Actor, string Reason, IReadOnlyList<Operation> Operations)
{
    /// <summary>Decisions by authority; they come after the operations.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>The keys of suspect links (from|KIND|to) that were looked at and hold all the same; by authority, after the operations.</summary>
    public IReadOnlyList<string> AcceptedLinks { get; init; } = [];

    /// <summary>The tokens of personal values to be erased; by authority, and alone.</summary>
    public IReadOnlyList<string> Erasures { get; init; } = [];

    /// <summary>What stays the same when the actor's name changes, as <c>authority:id</c>; null where the actor is only claimed.</summary>
    public string? Subject { get; init; }

    /// <summary>Through what the actor asks (<see cref="Change.Client"/>); null where the actor is only claimed.</summary>
    public string? Client { get; init; }

    /// <summary>By what right.</summary>
    public ChangeOrigin Origin { get; init; }

    /// <summary>The revision that the caller has seen; the change is refused when the graph has moved on.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>Seed only: the instant of the change.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>For each operation, its place in what the caller sent; null = <c>changes[i]</c>.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Whether it is only assumed, and never written: nobody's decision is ended by it.</summary>
    internal bool IsAssumed { get; init; }

    internal ActorIdentity Who => new(Actor, Subject);
}

/// <summary>What became of one operation.</summary>
public enum OperationOutcome
{
    /// <summary>The graph was so already.</summary>
    Unchanged,

    /// <summary>There is a new document.</summary>
    Created,

    /// <summary>A document has changed.</summary>
    Updated,

    /// <summary>A document is gone.</summary>
    Deleted,

    /// <summary>There is a new edge, or one that carries something else.</summary>
    Linked,

    /// <summary>An edge is gone.</summary>
    Unlinked,
}

/// <summary>What became of a request.</summary>
/// <param name="Head">The head after it; for a refused or dry-run request, the head it was judged against.</param>
/// <param name="Counts">What it did, or would do.</param>
/// <param name="Keys">The key of the document of each put, in order.</param>
/// <param name="Violations">Why it was refused; empty when it was accepted.</param>
/// <param name="Replayed">Whether the same change had been made before and this is its answer again.</param>
public sealed record ChangeResult(
    LogHead Head, ChangeCounts Counts, IReadOnlyList<string> Keys, IReadOnlyList<Violation> Violations, bool Replayed)
{
    /// <summary>What became of each operation, in order; empty where the change was refused or had been made before.</summary>
    public IReadOnlyList<OperationOutcome> Outcomes { get; init; } = [];

    /// <summary>A dry run: the keys of the links (from|KIND|to) that would turn suspect, in order; of a group of changes the last says it for all.</summary>
    public IReadOnlyList<string> NewlySuspect { get; init; } = [];

    /// <summary>Whether the change is in the log (or would be, for a dry run).</summary>
    public bool Accepted => Violations.Count == 0;

    internal static ChangeResult Refused(LogHead head, params IReadOnlyList<Violation> violations) =>
        new(head, new(0, 0, 0, 0, 0, 0), [], violations, Replayed: false);
}
