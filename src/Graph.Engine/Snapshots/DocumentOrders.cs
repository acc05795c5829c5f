using System.Collections.Immutable;
using Graph.Engine.Model;

namespace Graph.Engine.Snapshots;

/// <summary>
/// The orders of documents that were asked for in one snapshot: of all documents of a kind, and of those from which edges of a kind lead to one document. The next
/// snapshot takes over what no write between the two has touched, or can put right. Safe for many readers: what two of them put in order at once is equal.
/// </summary>
internal sealed class DocumentOrders
{
    private ImmutableDictionary<Kind, ImmutableDictionary<object, DocumentOrder>> ofKinds = ImmutableDictionary<Kind, ImmutableDictionary<object, DocumentOrder>>.Empty;
    private ImmutableDictionary<EdgeKind, ImmutableDictionary<int, Document[]>> ofSources = ImmutableDictionary<EdgeKind, ImmutableDictionary<int, Document[]>>.Empty;

    /// <summary>The documents of a kind in an order.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="by">What the order is known by.</param>
    /// <param name="make">Makes it where it is not known.</param>
    public DocumentOrder Of(Kind kind, object by, Func<DocumentOrder> make)
    {
        if (ofKinds.GetValueOrDefault(kind)?.GetValueOrDefault(by) is { } known)
        {
            return known;
        }

        var order = make();
        ImmutableInterlocked.AddOrUpdate(
            ref ofKinds, kind, _ => ImmutableDictionary<object, DocumentOrder>.Empty.Add(by, order), (_, orders) => orders.SetItem(by, order));
        return order;
    }

    /// <summary>The documents from which edges of a kind lead to a document, in the order of that kind of edge, which depends on nothing but these documents.</summary>
    /// <param name="to">The document to which the edges lead.</param>
    /// <param name="kind">The kind of edge; each has one order.</param>
    /// <param name="inOrder">The documents in their order, asked for where it is not known.</param>
    public Document[] OfSources(Document to, EdgeKind kind, Func<Document[]> inOrder)
    {
        if (ofSources.GetValueOrDefault(kind)?.GetValueOrDefault(to.Ordinal) is { } known)
        {
            return known;
        }

        var sources = inOrder();
        ImmutableInterlocked.AddOrUpdate(
            ref ofSources, kind, _ => ImmutableDictionary<int, Document[]>.Empty.Add(to.Ordinal, sources), (_, orders) => orders.SetItem(to.Ordinal, sources));
        return sources;
    }

    /// <summary>The orders of the next snapshot.</summary>
    /// <param name="earlier">The snapshot of these.</param>
    /// <param name="written">The documents as they are then, null = deleted.</param>
    /// <param name="incoming">The edges that are written, as seen from where they lead to.</param>
    public DocumentOrders With(Snapshot earlier, List<KeyValuePair<int, Document?>> written, EdgeWrite[] incoming) => new()
    {
        ofKinds = OfKindsWith(earlier, written),
        ofSources = ofSources.IsEmpty ? ofSources : ofSources.ToImmutableDictionary(k => k.Key, k => OfSourcesWith(k.Key, k.Value, earlier, written, incoming)),
    };

    private ImmutableDictionary<Kind, ImmutableDictionary<object, DocumentOrder>> OfKindsWith(Snapshot earlier, List<KeyValuePair<int, Document?>> written)
    {
        var kinds = ofKinds;
        if (kinds.IsEmpty)
        {
            return kinds;
        }

        foreach (var (ordinal, after) in written)
        {
            var before = earlier.Document(ordinal);
            if ((after ?? before)?.Kind is { } kind && kinds.TryGetValue(kind, out var orders))
            {
                var next = orders;
                foreach (var (by, order) in orders)
                {
                    next = order.With(before, after) is { } changed ? next.SetItem(by, changed) : next.Remove(by);
                }

                kinds = kinds.SetItem(kind, next);
            }
        }

        return kinds;
    }

    // What an edge was written to, and what a document that was written has an edge to, is put in order anew.
    private static ImmutableDictionary<int, Document[]> OfSourcesWith(
        EdgeKind kind, ImmutableDictionary<int, Document[]> orders, Snapshot earlier, List<KeyValuePair<int, Document?>> written, EdgeWrite[] incoming)
    {
        foreach (var write in incoming)
        {
            orders = EdgeEnd.Kind(write.End) == kind.Number ? orders.Remove(write.Node) : orders;
        }

        foreach (var (ordinal, _) in written)
        {
            if (earlier.Document(ordinal) is { } before)
            {
                foreach (var (node, _) in earlier.Out(before, kind))
                {
                    orders = orders.Remove(node);
                }
            }
        }

        return orders;
    }
}
