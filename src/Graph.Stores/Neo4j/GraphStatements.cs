using Graph.Engine.Model;

namespace Graph.Stores.Neo4j;

/// <summary>How the whole graph is read from Neo4j, a page at a time. Nothing is taken for granted of it: somebody may have edited it.</summary>
internal sealed class GraphStatements(GraphModel model)
{
    /// <summary>Nodes in the order of their keys, with the number of relationships that start from each.</summary>
    public const string Nodes = """
        MATCH (n:Entity) USING INDEX n:Entity(key)
        WHERE n.key > $after
        RETURN n.key, labels(n), properties(n), COUNT { (n)-->() } ORDER BY n.key LIMIT $count
        """;

    /// <summary>The relationships that start from the nodes of a range of keys.</summary>
    public const string Relationships = """
        MATCH (a:Entity) USING INDEX a:Entity(key)
        WHERE a.key >= $first AND a.key <= $last
        MATCH (a)-[r]->(b)
        RETURN a.key, type(r), CASE WHEN b:Entity THEN b.key END, properties(r) ORDER BY elementId(r) SKIP $skip LIMIT $count
        """;

    /// <summary>Entries, in pages that are bounded like those of the log.</summary>
    public const string Entries = """
        MATCH (first:Change {revision: $after + 1}) USING INDEX first:Change(revision)
        MATCH (c:Change) USING INDEX c:Change(revision)
        WHERE c.revision > $after AND c.revision <= $after + $count AND coalesce(c.offset < first.offset + $bytes, true)
        RETURN c.revision, labels(c), properties(c) ORDER BY c.revision
        """;

    /// <summary>Personal values.</summary>
    public const string Personal = """
        MATCH (p:PersonalValue) USING INDEX p:PersonalValue(digest)
        WHERE p.digest > $after
        RETURN p.digest, labels(p), properties(p) ORDER BY p.digest LIMIT $count
        """;

    /// <summary>How far log and graph reach, behind the lock, and whether the graph is being rebuilt.</summary>
    public const string State = $$"""
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        WITH h
        RETURN h.revision, h.hash, h.{{RebuildStatements.Mark}}
        """;

    /// <summary>The head.</summary>
    public const string Head = """
        MATCH (h:Head {id: 'log'})
        RETURN labels(h), properties(h)
        """;

    /// <summary>Keys that several nodes have, which only happens where the constraint is missing.</summary>
    public const string Duplicates = """
        MATCH (n:Entity)
        WITH n.key AS key, count(*) AS times WHERE times > 1
        RETURN key, times ORDER BY key
        """;

    /// <summary>What every node of ours has one of.</summary>
    public string OurLabels { get; } = string.Join('|', (string[])[GraphSchema.Entity, GraphSchema.Change, GraphSchema.Head, GraphSchema.PersonalValue, .. model.Kinds.Select(kind => kind.Name)]);

    /// <summary>
    /// Whether a relationship from <c>a</c> to <c>b</c> is at a node of ours. Asked of the texts of labels: of a choice of fifty labels at both ends Neo4j makes
    /// scans for each end and tries every pair.
    /// </summary>
    public string TouchesOurs => $"any(label IN labels(a) + labels(b) WHERE label IN ['{OurLabels.Replace("|", "', '", StringComparison.Ordinal)}'])";

    /// <summary>The labels that are not of the graph, and that a rebuild must never delete.</summary>
    public static string KeptLabels { get; } = string.Join('|', GraphSchema.Change, GraphSchema.Head, GraphSchema.PersonalValue);

    /// <summary>The types of all edges.</summary>
    public string Types { get; } = string.Join('|', model.Edges.Select(edge => edge.Name));

    /// <summary>Nodes with a label of ours, <c>n</c>, that no page can hold.</summary>
    public string StrayNodes => $"""
        MATCH (n:{OurLabels})
        WHERE {IsStray("n")}
        """;

    /// <summary>Relationships, <c>r</c>, at nodes of ours that do not start from one that a page can hold.</summary>
    public string StrayRelationships => $"""
        MATCH (a)-[r]->(b)
        WHERE NOT coalesce(a:{GraphSchema.Entity} AND a.key > '', false) AND {TouchesOurs}
        """;

    /// <summary>Nodes that are none of ours.</summary>
    public string OtherNodes => $"""
        MATCH (n)
        WHERE NOT n:{OurLabels}
        RETURN count(n)
        """;

    private static string IsStray(string n) => $"""
        (NOT {n}:{GraphSchema.Entity}|{KeptLabels})
              OR ({n}:{GraphSchema.Entity} AND NOT coalesce({n}.key > '', false))
              OR ({n}:{GraphSchema.Change} AND NOT coalesce({n}.revision > 0 AND {n}.revision <= $batch.revision, false))
              OR ({n}:{GraphSchema.PersonalValue} AND NOT coalesce({n}.digest > '', false))
              OR ({n}:{GraphSchema.Head} AND NOT coalesce({n}.id = 'log', false))
        """;
}
