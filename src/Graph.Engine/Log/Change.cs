using Graph.Engine.Snapshots;

namespace Graph.Engine.Log;

/// <summary>What a change did to the number of documents and edges.</summary>
/// <param name="Created">Documents created.</param>
/// <param name="Updated">Documents changed.</param>
/// <param name="Unchanged">Puts, links and unlinks that altered nothing.</param>
/// <param name="Deleted">Documents deleted.</param>
/// <param name="Linked">Edges added or changed.</param>
/// <param name="Unlinked">Edges removed.</param>
public sealed record ChangeCounts(int Created, int Updated, int Unchanged, int Deleted, int Linked, int Unlinked);

/// <summary>
/// One entry of the log: what was altered, by whom, when and why. Its steps are what took effect, not what was asked: values are
/// normalised, a delete with edges is spelled out, and an approval that an edit took away is written down.
/// </summary>
/// <param name="Revision">The revision it made.</param>
/// <param name="ChangeId">The caller's id of the change, unique in the log.</param>
/// <param name="Actor">The personal token of the actor.</param>
/// <param name="At">The instant, never before that of the entry before.</param>
/// <param name="Reason">Why.</param>
/// <param name="Origin">By what right.</param>
/// <param name="RequestHash">SHA-256 of what was asked, so that a repeated request is known for what it is.</param>
/// <param name="Counts">What it did.</param>
/// <param name="Keys">For each put of the request, in order, the key of the document.</param>
/// <param name="Steps">What took effect.</param>
public sealed record Change(
    long Revision,
    string ChangeId,
    string Actor,
    DateTimeOffset At,
    string Reason,
    ChangeOrigin Origin,
    string RequestHash,
    ChangeCounts Counts,
    IReadOnlyList<string> Keys,
    IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// Through what the actor asked, such as <c>token:3f9a1c20</c> or <c>app:</c> and its id; never a personal value. Null where the
    /// actor is only claimed.
    /// </summary>
    public string? Client { get; init; }
}

/// <summary>One thing that took effect.</summary>
public abstract record Step;

/// <summary>A document was created or changed: the fields that were set, in their normal form; null = cleared.</summary>
public sealed record DocumentPut(
    string Kind, string Key, bool SetsExternal, ExternalId? External, IReadOnlyList<KeyValuePair<string, object?>> Fields) : Step
{
    /// <summary>The hash of what it means from then on, where links remember that and it has changed; null otherwise, and in logs that are older than that.</summary>
    public string? Meaning { get; init; }
}

/// <summary>An edge was added or changed: all that it carries.</summary>
public sealed record EdgePut(string From, string Kind, string To, IReadOnlyList<KeyValuePair<string, object?>> Fields) : Step;

/// <summary>An edge was removed.</summary>
public sealed record EdgeRemoved(string From, string Kind, string To) : Step;

/// <summary>A document was deleted.</summary>
public sealed record DocumentDeleted(string Key) : Step;

/// <summary>A personal value was erased: the one that its token stood for.</summary>
public sealed record PersonErased(string Token) : Step;
