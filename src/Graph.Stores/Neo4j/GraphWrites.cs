using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Stores.Neo4j;

/// <summary>
/// What a batch does to the graph, all of its changes together: the last word on each document and edge, in the order removals,
/// documents, edges. What one change of the batch makes and another removes appears as removed only.
/// </summary>
internal sealed class GraphWrites(GraphModel model)
{
    private readonly Dictionary<string, NodeWrite> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string Type, string To), EdgeWrite> edges = [];

    /// <summary>The number of documents that the changes say they created.</summary>
    public int CreatedCount { get; private set; }

    /// <summary>The documents that are there afterwards.</summary>
    public IEnumerable<KeyValuePair<string, NodeWrite>> Nodes => nodes.Where(n => !n.Value.IsRemoved);

    /// <summary>The documents that are gone afterwards.</summary>
    public IEnumerable<KeyValuePair<string, NodeWrite>> RemovedNodes => nodes.Where(n => n.Value.IsRemoved);

    /// <summary>Every edge that is written about, each with what it carries afterwards, or nothing where it is gone.</summary>
    public IReadOnlyDictionary<(string From, string Type, string To), EdgeWrite> Edges => edges;

    /// <summary>Takes a change in.</summary>
    /// <exception cref="FormatException">It names something unknown, or holds what a property cannot hold.</exception>
    public void Add(Change change)
    {
        CreatedCount += change.Counts.Created;
        foreach (var step in change.Steps)
        {
            switch (step)
            {
                case DocumentPut put:
                    Put(put, change.Revision);
                    break;
                case DocumentDeleted delete:
                    nodes[delete.Key] = new(null) { IsRemoved = true, WasThere = !nodes.ContainsKey(delete.Key) };
                    break;
                case EdgePut link:
                    Link(link);
                    break;
                case EdgeRemoved unlink:
                    var edge = (unlink.From, unlink.Kind, unlink.To);
                    edges[edge] = new(null) { WasThere = edges.TryGetValue(edge, out var before) ? before.WasThere : true };
                    break;
            }
        }
    }

    private void Put(DocumentPut put, long revision)
    {
        var kind = model.TryGetKind(put.Kind, out var known) ? known : throw new FormatException($"the kind '{put.Kind}' is not known");
        if (!nodes.TryGetValue(put.Key, out var node))
        {
            nodes.Add(put.Key, node = new(kind) { FirstRevision = revision });
        }

        node.Properties.Values[GraphSchema.Revision] = revision;
        if (put.SetsExternal)
        {
            node.Properties.Values[GraphSchema.ExternalSource] = put.External?.Source;
            node.Properties.Values[GraphSchema.ExternalId] = put.External?.Id;
        }

        if (put.Meaning is { } meaning)
        {
            node.Properties.Values[GraphSchema.Meaning] = meaning;
        }

        foreach (var (name, value) in put.Fields)
        {
            node.Properties.Set(kind.TryGetField(name, out var field) ? field : throw NoField(kind.Name, name), value);
        }
    }

    private void Link(EdgePut link)
    {
        var kind = model.TryGetEdge(link.Kind, out var known) ? known : throw new FormatException($"the edge kind '{link.Kind}' is not known");
        var properties = new PropertyValues();
        foreach (var (name, value) in link.Fields)
        {
            properties.Set(kind.TryGetField(name, out var field) ? field : throw NoField(kind.Name, name), value);
        }

        var edge = (link.From, link.Kind, link.To);
        edges[edge] = new(properties) { WasThere = edges.TryGetValue(edge, out var before) && before.WasThere };
    }

    private static FormatException NoField(string owner, string name) => new($"{owner} has no field '{name}'");
}

/// <summary>What a batch does to one document.</summary>
internal sealed class NodeWrite(Kind? kind)
{
    /// <summary>The kind; null where the document is removed.</summary>
    public Kind? Kind { get; } = kind;

    public PropertyValues Properties { get; } = new();

    /// <summary>The revision that created it, if the batch did.</summary>
    public long FirstRevision { get; init; }

    public bool IsRemoved { get; init; }

    /// <summary>Whether it must have been there before the batch. One that the batch itself put first may have been, or not.</summary>
    public bool WasThere { get; init; }
}

/// <summary>What a batch does to one edge.</summary>
/// <param name="Properties">All that it carries afterwards; null where it is removed.</param>
internal sealed record EdgeWrite(PropertyValues? Properties)
{
    /// <summary>Whether it must have been there before the batch. One that the batch itself put first may have been, or not.</summary>
    public bool WasThere { get; init; }
}
