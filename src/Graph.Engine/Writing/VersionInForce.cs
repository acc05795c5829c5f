using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>
/// What counts, or did until it was withdrawn, as it was before somebody edited it or handed it in again: the document, the parts that were approved with it, and its links. It
/// stays as a document of its own, of which the edited one is the next version.
/// </summary>
internal sealed class VersionInForce
{
    private VersionInForce(List<Document> documents, List<HeldLink> links) => (Documents, Links) = (documents, links);

    /// <summary>The parts, each after its own, and the document last.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>The links at any of them.</summary>
    public IReadOnlyList<HeldLink> Links { get; }

    /// <summary>Keeps what a document is now.</summary>
    public static VersionInForce Of(Document document, SnapshotBuilder builder)
    {
        var whole = builder.PartsOf(document, boundOnly: true).Append(document).ToList();
        var counts = document.Kind.Approval!.IsDone(document);
        var links = new List<HeldLink>();
        foreach (var one in whole)
        {
            foreach (var (far, number, outgoing) in builder.AllEdges(one.Ordinal).Order())
            {
                var (kind, other) = (builder.Model.Edges[number], builder.Find(far)!);
                if (outgoing)
                {
                    links.Add(new(one, kind, other, builder.Edge(one, kind, other), IsOfVersion: kind == EdgeKinds.Supersedes && counts));
                }
                else if (!kind.BindsContent || kind == EdgeKinds.Supersedes)
                {
                    links.Add(new(other, kind, one, builder.Edge(other, kind, one), IsOfVersion: kind.IsPart || other.Kind.Keep?.Edges.Contains(kind) == true));
                }
            }
        }

        return new(whole, links);
    }
}

/// <summary>A link of what counts.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="To">Where it leads.</param>
/// <param name="Data">What it carries.</param>
/// <param name="IsOfVersion">
/// Whether it is about what the document said then, as what people were told of it, what was certified, and, where it counts, what it took the place of: the edited document
/// does not have it. The others are of both.
/// </param>
internal sealed record HeldLink(Document From, EdgeKind Kind, Document To, EdgeData? Data, bool IsOfVersion);
