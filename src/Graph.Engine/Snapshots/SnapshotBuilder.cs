using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Validation;

namespace Graph.Engine.Snapshots;

/// <summary>
/// Collects what takes effect on top of a snapshot and builds the next one. Writing, replay and views with assumptions use the same
/// builder, so that a snapshot is a pure function of the log. With <c>revertible</c> it remembers how to take back what came
/// since the last mark: one refused change must not fail its batch.
/// </summary>
internal sealed class SnapshotBuilder(Snapshot origin, bool revertible)
{
    private readonly Dictionary<int, Document?> documents = [];
    private readonly Dictionary<string, int> newKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<ExternalId, int> newExternals = [];
    private readonly Dictionary<(int From, uint End), EdgeState> edges = [];
    private readonly Dictionary<int, HashSet<(int Far, int Kind, bool Outgoing)>> touched = [];
    private readonly Stack<Action> undo = new();
    private int ordinalCount = origin.OrdinalCount;
    private int edgeCount = origin.EdgeCount;

    public GraphModel Model => origin.Model;

    /// <summary>The number of collected writes, by which replay decides when to build.</summary>
    public int WriteCount => documents.Count + edges.Count;

    public int Mark() => undo.Count;

    public void RevertTo(int mark)
    {
        while (undo.Count > mark)
        {
            undo.Pop()();
        }
    }

    public bool WasUsed(string key) => newKeys.ContainsKey(key) || origin.WasUsed(key);

    public Document? Find(string key) =>
        newKeys.TryGetValue(key, out var ordinal) || origin.TryGetOrdinal(key, out ordinal) ? Find(ordinal) : null;

    public Document? Find(int ordinal) => documents.TryGetValue(ordinal, out var changed) ? changed : origin.Document(ordinal);

    public Document? Find(ExternalId external) =>
        newExternals.TryGetValue(external, out var ordinal) && Find(ordinal) is { } found && found.External == external ? found
        : origin.Document(external) is { } old && Find(old.Ordinal) is { } current && current.External == external ? current
        : null;

    /// <summary>Puts a document; the fields must be in their normal form. What it means is given by the log, or worked out.</summary>
    /// <returns>The document before and after, which are the same where nothing changed.</returns>
    public (Document? Before, Document After) Put(
        Kind kind, string key, bool setsExternal, ExternalId? external, IReadOnlyList<KeyValuePair<Field, object?>> fields, long revision, string? editor,
        string? meaning = null) => Put(kind, key, Find(key), setsExternal, external, fields, revision, editor, meaning);

    private (Document? Before, Document After) Put(
        Kind kind, string key, Document? before, bool setsExternal, ExternalId? external, IReadOnlyList<KeyValuePair<Field, object?>> fields, long revision, string? editor,
        string? meaning)
    {
        var values = before?.CopyValues() ?? new object?[LengthFor(fields)];
        var changed = before is null;
        var hasNewMeaning = meaning is not null;
        foreach (var (field, value) in fields)
        {
            if (field.Index >= values.Length)
            {
                continue;       // A new document that does not have it.
            }

            if (!SameValue(values[field.Index], value))
            {
                changed = true;
                hasNewMeaning |= field.Meaning;
            }

            values[field.Index] = value;
        }

        var newExternal = setsExternal ? external : before?.External;
        if (!changed && newExternal == before!.External)
        {
            return (before, before);
        }

        Document after;
        if (before is null)
        {
            after = new(kind, key, ordinalCount, newExternal, values, revision, revision, editor, meaning);
            newKeys.Add(key, ordinalCount++);
            if (revertible)
            {
                RememberNewKey(key);
            }
        }
        else
        {
            after = before.With(values, newExternal, revision, editor ?? before.EditedBy, hasNewMeaning, meaning);
        }

        if (newExternal is not null)
        {
            if (revertible)
            {
                Remember(newExternals, newExternal);
            }

            newExternals[newExternal] = after.Ordinal;
        }

        Set(after.Ordinal, after);
        return (before, after);
    }

    private static int LengthFor(IReadOnlyList<KeyValuePair<Field, object?>> fields)
    {
        var length = 0;
        foreach (var (field, value) in fields)
        {
            length = value is not null && field.Index >= length ? field.Index + 1 : length;
        }

        return length;
    }

    public void Delete(Document document) => Set(document.Ordinal, null);

    /// <summary>The ends and the kind that the key of an edge (from|KIND|to) names; null where one of them is not known.</summary>
    public (Document From, EdgeKind Kind, Document To)? FindEnds(string edge) =>
        edge.Split('|') is [var fromKey, var kindName, var toKey] && Model.TryGetEdge(kindName, out var kind) && Find(fromKey) is { } from && Find(toKey) is { } to
            ? (from, kind, to)
            : null;

    /// <summary>What an edge carries now, or null where there is none.</summary>
    public EdgeData? Edge(Document from, EdgeKind kind, Document to) =>
        edges.TryGetValue((from.Ordinal, EdgeEnd.Pack(kind.Number, to.Ordinal)), out var state)
            ? state.Removed ? null : state.Data ?? Snapshot.NoData
            : origin.Edge(from, kind, to);

    /// <summary>Adds an edge or changes what it carries. Where it belongs to the content of its start, that is edited (null = by nobody).</summary>
    public void PutEdge(Document from, EdgeKind kind, Document to, EdgeData? data, long revision, string? editor) =>
        WriteEdge(from, kind, to, new(data, Removed: false), revision, editor);

    /// <summary>Removes an edge. Where it belonged to the content of its start, that is edited (null = by nobody).</summary>
    public void RemoveEdge(Document from, EdgeKind kind, Document to, long revision, string? editor) =>
        WriteEdge(from, kind, to, new(null, Removed: true), revision, editor);

    /// <summary>The far ends of the edges of one kind that start from a document.</summary>
    public List<Document> Targets(Document from, EdgeKind kind)
    {
        var targets = new List<Document>();
        foreach (var (node, _) in origin.Out(from, kind))
        {
            if (!edges.ContainsKey((from.Ordinal, EdgeEnd.Pack(kind.Number, node))))
            {
                targets.Add(Find(node)!);
            }
        }

        foreach (var far in Touched(from.Ordinal).Where(e => e.Outgoing && e.Kind == kind.Number).Select(e => e.Far))
        {
            if (edges.TryGetValue((from.Ordinal, EdgeEnd.Pack(kind.Number, far)), out var state) && !state.Removed)
            {
                targets.Add(Find(far)!);
            }
        }

        return targets;
    }

    /// <summary>The near ends of the edges of one kind that lead to a document. Needs <c>revertible</c>.</summary>
    public List<Document> Sources(Document to, EdgeKind kind)
    {
        var sources = new List<Document>();
        foreach (var (node, _) in origin.In(to, kind))
        {
            if (!edges.ContainsKey((node, EdgeEnd.Pack(kind.Number, to.Ordinal))))
            {
                sources.Add(Find(node)!);
            }
        }

        foreach (var far in Touched(to.Ordinal).Where(e => !e.Outgoing && e.Kind == kind.Number).Select(e => e.Far))
        {
            if (edges.TryGetValue((far, EdgeEnd.Pack(kind.Number, to.Ordinal)), out var state) && !state.Removed)
            {
                sources.Add(Find(far)!);
            }
        }

        return sources;
    }

    /// <summary>The parts of a document and their parts, each after its own parts; only those that are approved with it, where that is asked. Needs <c>revertible</c>.</summary>
    public IEnumerable<Document> PartsOf(Document owner, bool boundOnly = false) =>
        Model.PartsOf(owner.Kind).Where(e => e.BindsContent || !boundOnly).SelectMany(e => Sources(owner, e)).SelectMany(part => PartsOf(part, boundOnly).Append(part));

    /// <summary>The documents of a kind as they are now, those of the origin first.</summary>
    public IEnumerable<Document> Documents(Kind kind) =>
        origin.Documents(kind).Select(d => Find(d.Ordinal)).Concat(newKeys.Values.Select(Find)).OfType<Document>().Where(d => d.Kind == kind);

    /// <summary>All edges at a document: the far end, the edge kind, and whether the edge starts here. Needs <c>revertible</c>.</summary>
    public IEnumerable<(int Far, int Kind, bool Outgoing)> AllEdges(int node)
    {
        foreach (var edge in Origin(node, outgoing: true).Concat(Origin(node, outgoing: false)))
        {
            if (!edges.ContainsKey(StateKey(node, edge)))
            {
                yield return edge;
            }
        }

        foreach (var edge in Touched(node))
        {
            if (edges.TryGetValue(StateKey(node, edge), out var state) && !state.Removed)
            {
                yield return edge;
            }
        }
    }

    /// <summary>Applies what took effect according to the log.</summary>
    /// <exception cref="FormatException">The entry names something unknown.</exception>
    public void Apply(Change change)
    {
        var editor = change.Origin == ChangeOrigin.Authority ? null : change.Actor;
        foreach (var step in change.Steps)
        {
            switch (step)
            {
                case DocumentPut put:
                    var kind = Model.TryGetKind(put.Kind, out var k) ? k : throw new FormatException($"the kind '{put.Kind}' is not known");
                    var known = Find(put.Key);
                    if (known is not null && known.Kind != kind)
                    {
                        throw new FormatException($"the key '{put.Key}' is of kind {known.Kind}, not {kind}");
                    }

                    var fields = Typed(kind, put.Fields);
                    Put(kind, put.Key, known, put.SetsExternal, put.External, fields, change.Revision, IsEdit(known, put.SetsExternal, fields) ? editor : null, put.Meaning);
                    break;
                case EdgePut link:
                    var edge = KnownEdge(link.Kind);
                    PutEdge(Known(link.From), edge, Known(link.To), Data(edge, Typed(edge, link.Fields)), change.Revision, editor);
                    break;
                case EdgeRemoved unlink:
                    RemoveEdge(Known(unlink.From), KnownEdge(unlink.Kind), Known(unlink.To), change.Revision, editor);
                    break;
                case DocumentDeleted delete:
                    Delete(Known(delete.Key));
                    break;
                case PersonErased:
                    break;      // Beside the log a value is gone; the graph holds its token as before.
            }
        }
    }

    /// <summary>
    /// Whether a put edits a document, so that whoever makes it is its last editor: it makes it, gives it an id of outside, or says what editors say. What the engine writes
    /// about decisions is no edit, in whosoever's change it stands.
    /// </summary>
    public static bool IsEdit(Document? before, bool setsExternal, IReadOnlyList<KeyValuePair<Field, object?>> fields) =>
        setsExternal || before is null || fields.Any(f => f.Key.Access == FieldAccess.Editor);

    /// <summary>What an edge carries, from its fields; null where it carries nothing.</summary>
    public static EdgeData? Data(EdgeKind kind, IReadOnlyList<KeyValuePair<Field, object?>> fields, EdgeData? before = null)
    {
        if (kind.Fields.Count == 0)
        {
            return null;
        }

        var values = before is null || ReferenceEquals(before, Snapshot.NoData) ? new object?[kind.Fields.Count] : before.CopyValues();
        foreach (var (field, value) in fields)
        {
            values[field.Index] = value;
        }

        // Nearly every such edge carries nothing, and there are very many.
        return kind.OwnHand is not null && Array.TrueForAll(values, v => v is null) ? null : new(values);
    }

    /// <summary>The graph as it would be with what is collected so far; more may be collected.</summary>
    public Snapshot Preview() => Build(origin.Head, origin.At);

    /// <summary>Builds the next snapshot; with nothing collected it is the origin itself.</summary>
    public Snapshot Build(LogHead head, DateTimeOffset at)
    {
        if (WriteCount == 0 && head == origin.Head)
        {
            return origin;
        }

        var outgoing = new EdgeWrite[edges.Count];
        var incoming = new EdgeWrite[edges.Count];
        var i = 0;
        foreach (var ((from, end), state) in edges)
        {
            outgoing[i] = new(from, end, state.Data, state.Removed);
            incoming[i++] = new(EdgeEnd.Node(end), EdgeEnd.Pack(EdgeEnd.Kind(end), from), state.Data, state.Removed);
        }

        return origin.With(head, at, ordinalCount, [.. documents], [.. newKeys], outgoing, incoming, edgeCount);
    }

    internal static bool SameValue(object? one, object? other) => (one, other) switch
    {
        (string[] a, string[] b) => a.AsSpan().SequenceEqual(b),
        (IReadOnlyDictionary<string, bool> a, IReadOnlyDictionary<string, bool> b) =>
            a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var v) && v == p.Value),
        _ => Equals(one, other),
    };

    /// <summary>The fields of a put of the log, with the values that they have in a document.</summary>
    /// <exception cref="FormatException">A field is not known, or its value is none.</exception>
    internal static KeyValuePair<Field, object?>[] Typed(Kind kind, IReadOnlyList<KeyValuePair<string, object?>> raw)
    {
        var typed = new KeyValuePair<Field, object?>[raw.Count];
        for (var i = 0; i < typed.Length; i++)
        {
            typed[i] = kind.TryGetField(raw[i].Key, out var field) ? new(field, FieldValue.Trusted(field, raw[i].Value)) : throw NoField(kind.Name, raw[i].Key);
        }

        return typed;
    }

    /// <summary>The fields of an edge of the log, with the values that they have in a graph.</summary>
    /// <exception cref="FormatException">A field is not known, or its value is none.</exception>
    internal static KeyValuePair<Field, object?>[] Typed(EdgeKind kind, IReadOnlyList<KeyValuePair<string, object?>> raw)
    {
        var typed = new KeyValuePair<Field, object?>[raw.Count];
        for (var i = 0; i < typed.Length; i++)
        {
            typed[i] = kind.TryGetField(raw[i].Key, out var field) ? new(field, FieldValue.Trusted(field, raw[i].Value)) : throw NoField(kind.Name, raw[i].Key);
        }

        return typed;
    }

    private static FormatException NoField(string owner, string name) => new($"{owner} has no field '{name}'");

    private EdgeKind KnownEdge(string name) =>
        Model.TryGetEdge(name, out var edge) ? edge : throw new FormatException($"the edge kind '{name}' is not known");

    private Document Known(string key) => Find(key) ?? throw new FormatException($"there is no document '{key}'");

    private void WriteEdge(Document from, EdgeKind kind, Document to, EdgeState state, long revision, string? editor)
    {
        SetEdge(from.Ordinal, kind, to.Ordinal, state);
        MarkLinked(from, revision);
        MarkLinked(to, revision);
        MarkEdited(from, kind, to, editor);
    }

    private void MarkLinked(Document end, long revision)
    {
        if (end.Kind.IsReviewed && Find(end.Ordinal) is { } document && revision > document.CreatedIn && revision > document.LinkedIn)
        {
            Set(document.Ordinal, document.WithLinks(revision));
        }
    }

    // Whoever last relinked what belongs to the content edited it, as far as four eyes are concerned; parts belong to the content of what holds them.
    private void MarkEdited(Document from, EdgeKind kind, Document to, string? editor)
    {
        var holder = kind.IsPart ? to : from;
        if (kind.BindsContent && editor is not null && Find(holder.Ordinal) is { } document && document.EditedBy != editor)
        {
            Set(document.Ordinal, document.WithEditor(editor));
        }
    }

    private void Set(int ordinal, Document? document)
    {
        if (revertible)
        {
            Remember(documents, ordinal);
        }

        documents[ordinal] = document;
    }

    private void SetEdge(int from, EdgeKind kind, int to, EdgeState state)
    {
        var key = (from, EdgeEnd.Pack(kind.Number, to));
        var existed = edges.TryGetValue(key, out var previous) ? !previous.Removed : Exists(from, kind.Number, to);
        if (revertible)
        {
            Remember(edges, key);
            RememberEdgeCount();
            Touch(from, (to, kind.Number, true));
            Touch(to, (from, kind.Number, false));
        }

        edges[key] = state;
        edgeCount += (state.Removed ? 0 : 1) - (existed ? 1 : 0);
    }

    private bool Exists(int from, int kind, int to)
    {
        var end = EdgeEnd.Pack(kind, to);
        for (var run = 0; run < origin.Outgoing.RunCount(from); run++)
        {
            if (origin.Outgoing.Run(from, run).Ends.BinarySearch(end) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static (int From, uint End) StateKey(int node, (int Far, int Kind, bool Outgoing) edge) =>
        edge.Outgoing ? (node, EdgeEnd.Pack(edge.Kind, edge.Far)) : (edge.Far, EdgeEnd.Pack(edge.Kind, node));

    private HashSet<(int Far, int Kind, bool Outgoing)> Touched(int node) => touched.TryGetValue(node, out var set) ? set : [];

    // A touched entry that was reverted stays: readers ask the states, so an entry too many does no harm.
    private void Touch(int node, (int Far, int Kind, bool Outgoing) edge)
    {
        if (!touched.TryGetValue(node, out var set))
        {
            touched.Add(node, set = []);
        }

        set.Add(edge);
    }

    private List<(int Far, int Kind, bool Outgoing)> Origin(int node, bool outgoing)
    {
        var adjacency = outgoing ? origin.Outgoing : origin.Incoming;
        var list = new List<(int, int, bool)>();
        for (var run = 0; run < adjacency.RunCount(node); run++)
        {
            var edgesOfRun = adjacency.Run(node, run);
            for (var i = 0; i < edgesOfRun.Count; i++)
            {
                list.Add((edgesOfRun.Node(i), edgesOfRun.Kind(i), outgoing));
            }
        }

        return list;
    }

    // What is taken back is kept apart from what is written: replay, which takes nothing back, pays nothing for it.
    private void Remember<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key)
        where TKey : notnull
    {
        if (table.TryGetValue(key, out var previous))
        {
            undo.Push(() => table[key] = previous);
        }
        else
        {
            undo.Push(() => table.Remove(key));
        }
    }

    private void RememberNewKey(string key) => undo.Push(() =>
    {
        newKeys.Remove(key);
        ordinalCount--;
    });

    private void RememberEdgeCount()
    {
        var before = edgeCount;
        undo.Push(() => edgeCount = before);
    }

    private readonly record struct EdgeState(EdgeData? Data, bool Removed);
}
