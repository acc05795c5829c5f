using Graph.Engine.Snapshots;

namespace Graph.Engine.Log;

/// <summary>One step of a change.</summary>
public abstract record Operation;

/// <summary>Creates a document or changes it: a field that is absent stays as it is, a null clears it.</summary>
/// <param name="Kind">The name of the kind.</param>
/// <param name="Key">The key; null = found by <paramref name="External"/>, else made by the server.</param>
/// <param name="External">How an outside tool knows the document; null = unchanged.</param>
/// <param name="Fields">Field names and their raw values: text, whole number, true or false, day, list, or map of facts.</param>
public sealed record PutDocument(
    string Kind, string? Key, ExternalId? External, IReadOnlyDictionary<string, object?> Fields) : Operation;

/// <summary>Adds an edge or changes what it carries; a field that is absent stays as it is, a null clears it.</summary>
/// <param name="From">The key of the start.</param>
/// <param name="Kind">The name of the edge kind.</param>
/// <param name="To">The key of the end.</param>
/// <param name="Fields">What the edge carries.</param>
public sealed record LinkDocuments(string From, string Kind, string To, IReadOnlyDictionary<string, object?> Fields) : Operation;

/// <summary>Removes an edge.</summary>
public sealed record UnlinkDocuments(string From, string Kind, string To) : Operation;

/// <summary>Deletes a document.</summary>
/// <param name="Key">The key, which is never used again.</param>
/// <param name="WithEdges">Whether to delete its edges as well; otherwise a document with edges is refused.</param>
public sealed record DeleteDocument(string Key, bool WithEdges) : Operation;

/// <summary>By what right a change is made.</summary>
public enum ChangeOrigin
{
    /// <summary>Somebody edits; approval fields are refused.</summary>
    Edit,

    /// <summary>Submit, approve, reject or sign; suspect links are accepted; or personal values are erased.</summary>
    Authority,

    /// <summary>The seed of an empty store: carries its own times and may carry approval fields.</summary>
    Seed,
}
