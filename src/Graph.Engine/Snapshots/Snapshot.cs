using System.Collections.Immutable;
using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Engine.Snapshots;

/// <summary>
/// The whole graph at one revision: immutable, and a pure function of the log up to it. Readers take one and use nothing else.
/// </summary>
public sealed class Snapshot
{
    private static ulong CatalogueEdges => EdgeKinds.PartOf.Bit | EdgeKinds.ShieldedBy.Bit | EdgeKinds.From.Bit | EdgeKinds.To.Bit | EdgeKinds.InSet.Bit;

    private readonly PagedArray<Document> documents;
    private readonly KeyIndex keys;
    private readonly ImmutableDictionary<ExternalId, int> externals;
    private readonly ImmutableDictionary<Kind, ImmutableSortedSet<string>> keysByKind;
    private readonly DocumentOrders orders;

    internal Snapshot(
        GraphModel model,
        LogHead head,
        DateTimeOffset at,
        int ordinalCount,
        PagedArray<Document> documents,
        KeyIndex keys,
        ImmutableDictionary<ExternalId, int> externals,
        ImmutableDictionary<Kind, ImmutableSortedSet<string>> keysByKind,
        Adjacency outgoing,
        Adjacency incoming,
        int edgeCount,
        object catalogueVersion,
        DocumentOrders orders)
    {
        Model = model;
        Head = head;
        At = at;
        OrdinalCount = ordinalCount;
        this.documents = documents;
        this.keys = keys;
        this.externals = externals;
        this.keysByKind = keysByKind;
        Outgoing = outgoing;
        Incoming = incoming;
        EdgeCount = edgeCount;
        CatalogueVersion = catalogueVersion;
        this.orders = orders;
    }

    /// <summary>The kinds and edge kinds of the graph.</summary>
    public GraphModel Model { get; }

    /// <summary>The revision and hash of the last change in it.</summary>
    public LogHead Head { get; }

    /// <summary>The instant of the last change in it; the least instant for the empty graph.</summary>
    public DateTimeOffset At { get; }

    /// <summary>One more than the greatest document number given so far.</summary>
    public int OrdinalCount { get; }

    /// <summary>The number of edges.</summary>
    public int EdgeCount { get; }

    /// <summary>The number of documents.</summary>
    public int DocumentCount => keysByKind.Sum(k => k.Value.Count);

    /// <summary>The same object for snapshots between which no requirement, mapping or anything else of the catalogue has changed.</summary>
    internal object CatalogueVersion { get; }

    internal Adjacency Outgoing { get; }

    internal Adjacency Incoming { get; }

    /// <summary>The graph without anything, of revision 0.</summary>
    public static Snapshot Empty(GraphModel model) => new(
        model, LogHead.Empty, DateTimeOffset.MinValue, 0, PagedArray<Document>.Empty, KeyIndex.Empty,
        ImmutableDictionary<ExternalId, int>.Empty, ImmutableDictionary<Kind, ImmutableSortedSet<string>>.Empty,
        Adjacency.Empty, Adjacency.Empty, 0, new(), new());

    /// <summary>The document of a number, or null where it was deleted or never was.</summary>
    public Document? Document(int ordinal) => documents[ordinal];

    /// <summary>The document of a key, or null.</summary>
    public Document? Document(string key) => keys.TryGet(key, out var ordinal) ? documents[ordinal] : null;

    /// <summary>The document that an outside tool knows by this id, or null.</summary>
    public Document? Document(ExternalId external) => externals.TryGetValue(external, out var ordinal) ? documents[ordinal] : null;

    /// <summary>Whether a key was ever used; such a key is never given to another document.</summary>
    public bool WasUsed(string key) => keys.TryGet(key, out _);

    /// <summary>The keys of all documents of a kind, in ordinal order.</summary>
    public ImmutableSortedSet<string> Keys(Kind kind) => keysByKind.GetValueOrDefault(kind) ?? NoKeys;

    /// <summary>All documents of a kind, in ordinal order of their keys.</summary>
    public IReadOnlyList<Document> Documents(Kind kind) => ByKey(kind);

    /// <summary>The documents of a kind for which a rule may give a day up to another one, by what it gives at the earliest, and key; all where it says nothing of that.</summary>
    internal ArraySegment<Document> MayBeDue(Kind kind, DueRule rule, DateOnly last) =>
        rule.Earliest is { } earliest ? orders.Of(kind, rule, () => DocumentOrder.Of(ByKey(kind), d => earliest(d)?.DayNumber)).UpTo(last.DayNumber) : ByKey(kind);

    /// <summary>The documents from which edges of a kind lead to a document, in the order of that kind of edge, which is kept: it depends on nothing but these documents.</summary>
    internal Document[] SourcesInOrder(Document to, EdgeKind kind, Func<IEnumerable<Document>, IEnumerable<Document>> inOrder) =>
        orders.OfSources(to, kind, () => [.. inOrder(Sources(to, kind))]);

    /// <summary>The edges of one kind that start from a document, in the order of document numbers.</summary>
    public Edges Out(Document from, EdgeKind kind) => new(Outgoing, from.Ordinal, kind.Number);

    /// <summary>The edges of one kind that lead to a document, in the order of document numbers.</summary>
    public Edges In(Document to, EdgeKind kind) => new(Incoming, to.Ordinal, kind.Number);

    /// <summary>Where the edges of one kind lead that start from a document, in the order of document numbers.</summary>
    public List<Document> Targets(Document from, EdgeKind kind) => Ends(Out(from, kind));

    /// <summary>Where the edges of one kind start that lead to a document, in the order of document numbers.</summary>
    public List<Document> Sources(Document to, EdgeKind kind) => Ends(In(to, kind));

    private static readonly Func<Document, int?> ByKeyAlone = _ => 0;

    private Document[] ByKey(Kind kind) => orders.Of(kind, kind, () => new([.. Keys(kind).Select(k => Document(k)!)], ByKeyAlone)).All;

    private List<Document> Ends(Edges edges)
    {
        var ends = new List<Document>();
        foreach (var (node, _) in edges)
        {
            ends.Add(Document(node)!);
        }

        return ends;
    }

    /// <summary>What an edge carries, or null where there is no such edge; an edge that carries nothing gives an empty one.</summary>
    public EdgeData? Edge(Document from, EdgeKind kind, Document to)
    {
        foreach (var (node, data) in Out(from, kind))
        {
            if (node == to.Ordinal)
            {
                return data ?? NoData;
            }
        }

        return null;
    }

    internal static ImmutableSortedSet<string> NoKeys { get; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    internal static EdgeData NoData { get; } = new([]);

    /// <summary>The numbers of documents that two snapshots do not share as they are.</summary>
    internal IEnumerable<int> DifferingDocuments(Snapshot other) => PagedArray<Document>.Differing(documents, other.documents);

    /// <summary>The keys that were first used for documents from a number on, be they there or not.</summary>
    internal IEnumerable<KeyValuePair<string, int>> KeysSince(int ordinal) => keys.Since(ordinal);

    internal bool TryGetOrdinal(string key, out int ordinal) => keys.TryGet(key, out ordinal);

    /// <summary>The snapshot after the changes that a builder collected.</summary>
    internal Snapshot With(
        LogHead head,
        DateTimeOffset at,
        int ordinalCount,
        List<KeyValuePair<int, Document?>> written,
        List<KeyValuePair<string, int>> newKeys,
        EdgeWrite[] outgoing,
        EdgeWrite[] incoming,
        int edgeCount)
    {
        written.Sort((a, b) => a.Key.CompareTo(b.Key));
        var newExternals = externals;
        var added = new Dictionary<Kind, List<string>>();
        var removed = new Dictionary<Kind, List<string>>();
        foreach (var (ordinal, document) in written)
        {
            var old = documents[ordinal];
            if (old?.External is { } gone && gone != document?.External && newExternals.GetValueOrDefault(gone, -1) == ordinal)
            {
                newExternals = newExternals.Remove(gone);
            }

            if (document?.External is { } external && external != old?.External)
            {
                newExternals = newExternals.SetItem(external, ordinal);
            }

            if (old is null != document is null)
            {
                var (lists, kind, key) = document is null ? (removed, old!.Kind, old.Key) : (added, document.Kind, document.Key);
                if (!lists.TryGetValue(kind, out var list))
                {
                    lists.Add(kind, list = []);
                }

                list.Add(key);
            }
        }

        var touchesCatalogue = Array.Exists(outgoing, w => (CatalogueEdges >> EdgeEnd.Kind(w.End) & 1) != 0)
            || written.Exists(w => (w.Value ?? documents[w.Key])?.Kind.Group == KindGroup.Catalogue);
        var newKeysByKind = keysByKind;
        foreach (var (kind, list) in added)
        {
            newKeysByKind = newKeysByKind.SetItem(kind, (newKeysByKind.GetValueOrDefault(kind) ?? NoKeys).Union(list));
        }

        foreach (var (kind, list) in removed)
        {
            newKeysByKind = newKeysByKind.SetItem(kind, newKeysByKind[kind].Except(list));
        }

        return new(
            Model, head, at, ordinalCount, documents.With(written), keys.With(newKeys), newExternals, newKeysByKind,
            Outgoing.Apply(outgoing), Incoming.Apply(incoming), edgeCount, touchesCatalogue ? new() : CatalogueVersion,
            orders.With(this, written, incoming));
    }
}

/// <summary>The edges of one kind at one document; enumerates the document number at the far end and what the edge carries.</summary>
public readonly struct Edges
{
    private readonly Adjacency adjacency;
    private readonly int node;
    private readonly int kind;

    internal Edges(Adjacency adjacency, int node, int kind)
    {
        this.adjacency = adjacency;
        this.node = node;
        this.kind = kind;
    }

    /// <summary>Whether there is any.</summary>
    public bool Any() => GetEnumerator().MoveNext();

    /// <summary>The number of edges.</summary>
    public int Count()
    {
        var count = 0;
        for (var run = 0; run < adjacency.RunCount(node); run++)
        {
            count += adjacency.Run(node, run).OfKind(kind).Count;
        }

        return count;
    }

    /// <summary>The document number at the far end of the first edge, or -1.</summary>
    public int FirstOrNone() => GetEnumerator() is var edges && edges.MoveNext() ? edges.Current.Node : -1;

    /// <summary>Starts the enumeration.</summary>
    public Enumerator GetEnumerator() => new(adjacency, node, kind);

    /// <summary>Walks the runs of a document.</summary>
    public ref struct Enumerator
    {
        private readonly Adjacency adjacency;
        private readonly int node;
        private readonly int kind;
        private readonly int runCount;
        private EdgeRun run;
        private int runIndex;
        private int index;

        internal Enumerator(Adjacency adjacency, int node, int kind)
        {
            this.adjacency = adjacency;
            this.node = node;
            this.kind = kind;
            runCount = adjacency.RunCount(node);
            run = adjacency.Run(node, 0).OfKind(kind);
            index = -1;
        }

        /// <summary>The far end and what the edge carries.</summary>
        public readonly (int Node, EdgeData? Data) Current => (run.Node(index), run.Data(index));

        /// <summary>Goes to the next edge.</summary>
        public bool MoveNext()
        {
            while (++index >= run.Count)
            {
                if (++runIndex >= runCount)
                {
                    return false;
                }

                run = adjacency.Run(node, runIndex).OfKind(kind);
                index = -1;
            }

            return true;
        }
    }
}
