using Graph.Engine.Model;

namespace Graph.Engine.Snapshots;

/// <summary>A document that two snapshots do not have alike.</summary>
/// <param name="Before">As it is in the first; null where it is not there.</param>
/// <param name="After">As it is in the second; null where it is not there.</param>
public sealed record DocumentDifference(Document? Before, Document? After)
{
    /// <summary>The key.</summary>
    public string Key => (After ?? Before)!.Key;

    /// <summary>The kind.</summary>
    public Kind Kind => (After ?? Before)!.Kind;
}

/// <summary>An edge that was added, changed or removed.</summary>
/// <param name="Kind">The kind of edge.</param>
/// <param name="Before">What it carried before; null where it was not there.</param>
/// <param name="After">What it carries after; null where it is not there.</param>
public abstract record EdgeChange(EdgeKind Kind, EdgeData? Before, EdgeData? After)
{
    /// <summary>Its key: from|KIND|to.</summary>
    public abstract string Key { get; }
}

/// <summary>An edge of which only the key is known.</summary>
/// <param name="Key">Its key: from|KIND|to.</param>
/// <param name="Kind">The kind of edge.</param>
/// <param name="Before">What it carried before; null where it was not there.</param>
/// <param name="After">What it carries after; null where it is not there.</param>
public sealed record KeyedEdgeChange(string Key, EdgeKind Kind, EdgeData? Before, EdgeData? After) : EdgeChange(Kind, Before, After)
{
    /// <inheritdoc/>
    public override string Key { get; } = Key;
}

/// <summary>An edge that two snapshots do not have alike.</summary>
/// <param name="From">The document it starts from, as in the second snapshot where that has it.</param>
/// <param name="Kind">The kind of edge.</param>
/// <param name="To">The document it leads to, as in the second snapshot where that has it.</param>
/// <param name="Before">What it carries in the first; null where it is not there.</param>
/// <param name="After">What it carries in the second; null where it is not there.</param>
public sealed record LinkDifference(Document From, EdgeKind Kind, Document To, EdgeData? Before, EdgeData? After)
    : EdgeChange(Kind, Before, After)
{
    private string? key;

    /// <summary>Its key, made when somebody asks: between two months lie a hundred thousand edges.</summary>
    public override string Key => key ??= $"{From.Key}|{Kind.Name}|{To.Key}";
}

/// <summary>
/// What two snapshots of one log do not have alike. Snapshots that come from one another share all pages in which nothing was written, so
/// that the difference of neighbours costs what was written between them; of others, each document and edge is compared.
/// </summary>
public sealed class SnapshotDiff
{
    private readonly Lazy<IReadOnlyList<DocumentDifference>> documents;
    private readonly Lazy<IReadOnlyList<LinkDifference>> edges;

    private SnapshotDiff(IReadOnlyList<DocumentDifference> documents, IReadOnlyList<LinkDifference> edges, bool areNumbersShared)
    {
        (UnorderedDocuments, UnorderedEdges, AreNumbersShared) = (documents, edges, areNumbersShared);
        this.documents = new(() => [.. documents.OrderBy(d => d.Key, StringComparer.Ordinal)]);
        this.edges = new(() => [.. edges.OrderBy(e => e.Key, StringComparer.Ordinal)]);
    }

    /// <summary>The documents, in ordinal order of their keys.</summary>
    public IReadOnlyList<DocumentDifference> Documents => documents.Value;

    /// <summary>The edges, in ordinal order of their keys.</summary>
    public IReadOnlyList<LinkDifference> Edges => edges.Value;

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => UnorderedDocuments.Count == 0 && UnorderedEdges.Count == 0;

    /// <summary>The documents as they were met, for who asks after every write and needs no order.</summary>
    internal IReadOnlyList<DocumentDifference> UnorderedDocuments { get; }

    /// <summary>The edges as they were met.</summary>
    internal IReadOnlyList<LinkDifference> UnorderedEdges { get; }

    /// <summary>Whether every document has the same number in both; two assumptions may have given one number to different documents.</summary>
    internal bool AreNumbersShared { get; }

    /// <summary>Compares two snapshots of one log, or such with assumptions on top.</summary>
    public static SnapshotDiff Between(Snapshot before, Snapshot after)
    {
        var documents = new List<DocumentDifference>();
        var renumbered = new HashSet<int>();
        foreach (var ordinal in before.DifferingDocuments(after))
        {
            Document? one = before.Document(ordinal), other = after.Document(ordinal);
            if (one is not null && other is not null && one.Key == other.Key)
            {
                if (!one.HasSameContent(other))
                {
                    documents.Add(new(one, other));
                }

                continue;
            }

            // A document that has another number on the other side is compared once, from the first.
            Document? elsewhere = one is null ? null : after.Document(one.Key), known = other is null ? null : before.Document(other.Key);
            if (one is not null && (elsewhere is null || !one.HasSameContent(elsewhere)))
            {
                documents.Add(new(one, elsewhere));
            }

            if (other is not null && known is null)
            {
                documents.Add(new(null, other));
            }

            if (elsewhere is not null || known is not null || (one is not null && other is not null))
            {
                renumbered.Add(ordinal);
            }
        }

        return new(documents, Compare(before, after, renumbered), renumbered.Count == 0);
    }

    private static List<LinkDifference> Compare(Snapshot before, Snapshot after, HashSet<int> renumbered)
    {
        var edges = new List<LinkDifference>();
        var byKey = new Dictionary<string, LinkDifference>(StringComparer.Ordinal);
        foreach (var (node, end, one, other) in Adjacency.Differing(before.Outgoing, after.Outgoing))
        {
            var (kind, far) = (before.Model.Edges[EdgeEnd.Kind(end)], EdgeEnd.Node(end));
            if (!renumbered.Contains(node) && !renumbered.Contains(far))
            {
                edges.Add(new(Either(node), kind, Either(far), one, other));
                continue;
            }

            if (one is not null)
            {
                Join(new(before.Document(node)!, kind, before.Document(far)!, one, null));
            }

            if (other is not null)
            {
                Join(new(after.Document(node)!, kind, after.Document(far)!, null, other));
            }
        }

        edges.AddRange(byKey.Values.Where(e => e.Before is null || e.After is null || !EdgeData.SameValues(e.Before, e.After)));
        return edges;

        Document Either(int ordinal) => (after.Document(ordinal) ?? before.Document(ordinal))!;

        void Join(LinkDifference edge) =>
            byKey[edge.Key] = byKey.TryGetValue(edge.Key, out var known)
                ? edge with { Before = edge.Before ?? known.Before, After = edge.After ?? known.After }
                : edge;
    }
}
