using Graph.Engine.Log;

namespace Graph.Stores.Neo4j;

/// <summary>
/// The statements that make the graph anew. While that is being done the head has a mark, which stops every append and every start: the graph
/// is not the one of the log. Each statement finds the mark of the one before it and leaves its own, so that one whose answer was lost
/// happens once, and of two rebuilds only the later one goes on.
/// </summary>
internal static class RebuildStatements
{
    /// <summary>The property of the head that is there while the graph is being rebuilt.</summary>
    public const string Mark = "_rebuild";

    /// <summary>What the head has at times, while several servers write.</summary>
    public static readonly string[] PassingProperties = ["turn", "turnEnds"];

    /// <summary>Begins, where the head is the expected one.</summary>
    public const string Begin = $$"""
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        WITH h WHERE h.revision = $revision AND h.hash = $hash
        SET h.{{Mark}} = $mark
        RETURN h.revision
        """;

    /// <summary>Deletes relationships between nodes of ours.</summary>
    public static string DeleteEdges(GraphStatements statements) => Step($"""
          MATCH (a)-[r:{statements.Types}]->(b)
          WHERE {statements.TouchesOurs}
          WITH r LIMIT $batch.count
          DELETE r
        """);

    /// <summary>Deletes relationships of other types that somebody made at nodes of ours.</summary>
    public static string DeleteOtherRelationships(GraphStatements statements) => Step($"""
          MATCH (a)-[r]->(b)
          WHERE {statements.TouchesOurs}
          WITH r LIMIT $batch.count
          DELETE r
        """);

    /// <summary>Deletes the nodes of the graph.</summary>
    public static string DeleteNodes(GraphStatements statements) => Step($"""
          MATCH (n:{statements.OurLabels})
          WHERE NOT n:{GraphStatements.KeptLabels}
          WITH n LIMIT $batch.count
          DETACH DELETE n
        """);

    /// <summary>Deletes nodes that are called entries or personal values and are none.</summary>
    public static string DeleteStrays(GraphStatements statements) => Step($"""
          {statements.StrayNodes}
          WITH n LIMIT $batch.count
          DETACH DELETE n
        """);

    /// <summary>Makes nodes.</summary>
    public static string CreateNodes { get; } = Step("""
          UNWIND $batch.rows AS row
          CREATE (n:Entity)
          SET n = row.properties
          SET n:$(row.kind)
        """);

    /// <summary>Makes relationships.</summary>
    public static string CreateEdges { get; } = Step("""
          UNWIND $batch.rows AS row
          MATCH (a:Entity {key: row.from}) USING INDEX a:Entity(key)
          MATCH (b:Entity {key: row.to}) USING INDEX b:Entity(key)
          CREATE (a)-[r:$(row.type)]->(b)
          SET r = row.properties
        """);

    /// <summary>Brings what stands beside the bytes of entries to what it has to be.</summary>
    public static string CorrectEntries { get; } = Correct(GraphSchema.Change, GraphSchema.Revision);

    /// <summary>Brings what stands beside personal values to what it has to be.</summary>
    public static string CorrectPersonal { get; } = Correct(GraphSchema.PersonalValue, PersonalProperties.Digest);

    /// <summary>Takes the mark away, and brings the head to what it has to be.</summary>
    public const string End = $$"""
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        WITH h WHERE h.{{Mark}} = $batch.mark
        SET h = $batch.head
        REMOVE h:$([label IN labels(h) WHERE label <> 'Head'])
        RETURN 1 AS written
        """;

    /// <summary>What the head has to say.</summary>
    public static Dictionary<string, object?> HeadProperties(LogHead head, long byteCount) => new(StringComparer.Ordinal)
    {
        ["id"] = "log",
        ["format"] = Neo4jOpening.FormatVersion,
        [GraphSchema.Revision] = head.Revision,
        ["hash"] = head.Hash,
        ["bytes"] = byteCount,
    };

    /// <summary>Why a graph that is being rebuilt is not used.</summary>
    public static string Refusal(Neo4jAddress address) =>
        $"The graph in {address} is being rebuilt, or a rebuild was stopped before its end: run graph neo4j rebuild to its end.";

    private static string Correct(string label, string id) => Step($$"""
          UNWIND $batch.rows AS row
          MATCH (n:{{label}} {{{id}}: row.id}) USING INDEX n:{{label}}({{id}})
          SET n += row.properties
          REMOVE n:$(row.labels)
        """);

    private static string Step(string work) => $$"""
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        WITH h WHERE h.{{Mark}} = $batch.mark
        SET h.{{Mark}} = $batch.next
        WITH h
        CALL () {
        {{work}}
          RETURN count(*) AS written
        }
        RETURN written
        """;
}
