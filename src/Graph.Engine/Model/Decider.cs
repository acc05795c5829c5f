using Graph.Engine.Snapshots;

namespace Graph.Engine.Model;

/// <summary>Somebody who wants to decide on a document, and the graph at that moment.</summary>
/// <param name="Day">The day.</param>
/// <param name="Verb">Whether it is to be signed or approved; null where it is to be refused or withdrawn.</param>
/// <param name="MayBe">Whether a document of a person may be who decides, by the name.</param>
/// <param name="MayHaveEdited">Whether whoever decides may be who last edited a document: they are, or nobody knows who did. What came with the seed they did not.</param>
/// <param name="Edge">What an edge of a kind carries; null where there is none.</param>
/// <param name="Documents">The documents of a kind.</param>
/// <param name="Targets">Where the edges of a kind lead that start from a document.</param>
/// <param name="Sources">Where the edges of a kind start that lead to a document.</param>
public sealed record Decider(
    DateOnly Day, ApprovalVerb? Verb, Func<Document, bool> MayBe, Func<Document, bool> MayHaveEdited, Func<Document, EdgeKind, Document, EdgeData?> Edge, Func<Kind, IEnumerable<Document>> Documents,
    Func<Document, EdgeKind, IReadOnlyList<Document>> Targets, Func<Document, EdgeKind, IReadOnlyList<Document>> Sources);
