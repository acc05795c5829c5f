using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Engine.Snapshots;

/// <summary>What one change did to one document.</summary>
/// <param name="Document">The document before and after it; null where it altered only edges.</param>
/// <param name="Edges">The edges at it that it added, changed or removed, in ordinal order of their keys.</param>
public sealed record DocumentTurn(DocumentDifference? Document, IReadOnlyList<EdgeChange> Edges);

/// <summary>
/// Follows one document through the changes of the log that touch it, without the rest of the graph: what each of them did to its
/// fields and to the edges at it.
/// </summary>
/// <param name="before">The graph before the first change that is taken in; the empty one where that created the document.</param>
/// <param name="key">The key of the document.</param>
public sealed class DocumentFold(Snapshot before, string key)
{
    private readonly Dictionary<string, EdgeData?> edges = new(StringComparer.Ordinal);
    private readonly SnapshotBuilder document = new(before, revertible: false);

    /// <summary>The document after the changes that were taken in; null where it is not there.</summary>
    public Document? Document => document.Find(key);

    /// <summary>Takes in the next change that touches the document. None that does may be left out.</summary>
    /// <exception cref="FormatException">The change names something unknown.</exception>
    public DocumentTurn Take(Change change)
    {
        var was = Document;
        var turned = new Dictionary<string, EdgeChange>(StringComparer.Ordinal);
        foreach (var step in change.Steps)
        {
            switch (step)
            {
                case DocumentPut put when put.Key == key:
                    var kind = before.Model.TryGetKind(put.Kind, out var k) ? k : throw new FormatException($"the kind '{put.Kind}' is not known");
                    document.Put(kind, key, put.SetsExternal, put.External, SnapshotBuilder.Typed(kind, put.Fields), change.Revision, null, put.Meaning);
                    break;
                case DocumentDeleted delete when delete.Key == key && Document is { } gone:
                    document.Delete(gone);
                    break;
                case EdgePut link when link.From == key || link.To == key:
                    var edge = Known(link.Kind);
                    Turn(link.From, edge, link.To, SnapshotBuilder.Data(edge, SnapshotBuilder.Typed(edge, link.Fields)) ?? Snapshot.NoData);
                    break;
                case EdgeRemoved unlink when unlink.From == key || unlink.To == key:
                    Turn(unlink.From, Known(unlink.Kind), unlink.To, null);
                    break;
            }
        }

        var now = Document;
        var same = ReferenceEquals(was, now) || (was is not null && now is not null && was.HasSameContent(now));
        return new(
            same ? null : new(was, now),
            [.. turned.Values.Where(e => !EdgeData.SameValues(e.Before, e.After)).OrderBy(e => e.Key, StringComparer.Ordinal)]);

        // What happens to an edge twice in one change is told once.
        void Turn(string from, EdgeKind kind, string to, EdgeData? data)
        {
            var name = $"{from}|{kind.Name}|{to}";
            turned[name] = new KeyedEdgeChange(name, kind, turned.TryGetValue(name, out var earlier) ? earlier.Before : Carried(name, from, kind, to), data);
            edges[name] = data;
        }
    }

    private EdgeData? Carried(string name, string from, EdgeKind kind, string to) =>
        edges.TryGetValue(name, out var data) ? data
        : before.Document(from) is { } start && before.Document(to) is { } end ? before.Edge(start, kind, end)
        : null;

    private EdgeKind Known(string name) =>
        before.Model.TryGetEdge(name, out var edge) ? edge : throw new FormatException($"the edge kind '{name}' is not known");
}
