using System.Text.RegularExpressions;
using Graph.Engine.Log;

namespace Graph.Stores.Neo4j;

/// <summary>
/// The one statement that keeps a batch, and so its one transaction:
/// <list type="number">
/// <item>lock the head by writing to it, fail where the graph is being rebuilt, and only then compare it: another writer waits here and then finds another head;</item>
/// <item>keep personal values and entries;</item>
/// <item>bring the graph to the revision of the last entry;</item>
/// <item>compare what was found and made with what the log says, and fail with the whole transaction where they differ;</item>
/// <item>move the head.</item>
/// </list>
/// No row is the answer where the head is another one, or it is the turn of another writer; then nothing was written. The text is always the same, so that Neo4j plans it
/// once, and all parameters are in one map: for lists it would plan anew for each order of magnitude of their lengths. With hints no plan
/// that was made for an empty database looks through all of a full one.
/// </summary>
internal static partial class AppendStatement
{
    /// <summary>The fault of a batch that comes while the graph is being rebuilt.</summary>
    public const string IsBeingRebuilt = "it is being rebuilt";

    private const string LockAndCompare = $$"""
        MATCH (h:Head {id: 'log'})
        SET h._lock = true
        SET h._fault = CASE WHEN h.{{RebuildStatements.Mark}} IS NULL THEN null ELSE date('<{{IsBeingRebuilt}}>') END
        WITH h WHERE h.revision = $batch.expectedRevision AND h.hash = $batch.expectedHash
          AND (h.turn IS NULL OR h.turn = $batch.writer OR h.turnEnds < timestamp())
        """;

    private const string Keep = """

        CALL () {
          UNWIND $batch.personal AS row
          CREATE (p:PersonalValue)
          SET p = row
        }
        CALL (h) {
          UNWIND $batch.changes AS row
          CREATE (c:Change)
          SET c = row.properties, c.offset = h.bytes + row.offset
        }
        CALL () {
          UNWIND $batch.actors AS row
          MATCH (c:Change {revision: row.revision}) USING INDEX c:Change(revision)
          MATCH (p:PersonalValue {digest: row.digest}) USING INDEX p:PersonalValue(digest)
          SET c.actor = coalesce(p.name, $batch.erasedWords), c._actor = '~' + p.digest
          RETURN count(*) AS actorsFound
        }
        """;

    private const string Apply = """

        CALL () {
          UNWIND $batch.edges AS row
          MATCH (a:Entity {key: row.from})-[r:$(row.type)]->(b:Entity {key: row.to}) USING INDEX a:Entity(key) USING INDEX b:Entity(key)
          DELETE r
          RETURN count(CASE WHEN row.wasThere THEN 1 END) AS edgesBeforeFound
        }
        CALL () {
          UNWIND $batch.removedNodes AS row
          MATCH (n:Entity {key: row.key}) USING INDEX n:Entity(key)
          DETACH DELETE n
          RETURN count(CASE WHEN row.wasThere THEN 1 END) AS removedNodesFound, count(CASE WHEN NOT row.wasThere THEN 1 END) AS passingNodesFound
        }
        CALL () {
          UNWIND $batch.nodes AS row
          MERGE (n:Entity {key: row.key}) ON CREATE SET n.createdIn = row.firstRevision
          SET n += row.properties
          SET n:$(row.kind)
          RETURN count(CASE WHEN n.createdIn > $batch.expectedRevision THEN 1 END) AS nodesCreated
        }
        CALL () {
          UNWIND $batch.people AS row
          MATCH (n:Entity {key: row.key}) USING INDEX n:Entity(key)
          MATCH (p:PersonalValue {digest: row.digest}) USING INDEX p:PersonalValue(digest)
          SET n[row.name] = coalesce(p.name, $batch.erasedWords), n['_' + row.name] = '~' + p.digest
          RETURN count(*) AS peopleFound
        }
        CALL () {
          UNWIND $batch.edges AS row
          WITH row WHERE row.properties IS NOT NULL
          MATCH (a:Entity {key: row.from}) USING INDEX a:Entity(key)
          MATCH (b:Entity {key: row.to}) USING INDEX b:Entity(key)
          CREATE (a)-[r:$(row.type)]->(b)
          SET r = row.properties
          WITH r, row
          CALL (r, row) {
            UNWIND row.people AS person
            MATCH (p:PersonalValue {digest: person.digest}) USING INDEX p:PersonalValue(digest)
            SET r[person.name] = coalesce(p.name, $batch.erasedWords), r['_' + person.name] = '~' + p.digest
            RETURN count(*) AS found
          }
          RETURN count(*) AS edgesMade, sum(found) AS edgePeopleFound
        }
        """;

    // Erasing is rare and may look at everything: each value for people that stands beside the token of an erased one.
    private const string Erase = """

        CALL () {
          UNWIND $batch.erased AS digest
          MATCH (p:PersonalValue {digest: digest}) USING INDEX p:PersonalValue(digest)
          SET p.value = null, p.name = null, p.salt = ''
          RETURN count(*) AS erasedFound
        }
        CALL () {
          MATCH (n:Entity|Change)
          UNWIND [name IN keys(n) WHERE name STARTS WITH '_' AND n[name] IN $batch.erasedTokens] AS name
          SET n[substring(name, 1)] = $batch.erasedWords
        }
        CALL () {
          MATCH ()-[r]->()
          UNWIND [name IN keys(r) WHERE name STARTS WITH '_' AND r[name] IN $batch.erasedTokens] AS name
          SET r[substring(name, 1)] = $batch.erasedWords
        }
        """;

    private const string NothingErased = """

        WITH *, 0 AS erasedFound
        """;

    // No function of Cypher fails with a text of ours; to take it for a date does.
    private const string CheckAndMove = """

        WITH h, [check IN [
            ['people of entries', $batch.actorCount, actorsFound],
            ['edges to change or remove', $batch.edgeBeforeCount, edgesBeforeFound],
            ['documents to remove', $batch.removedNodeCount, removedNodesFound],
            ['documents created', $batch.createdCount, nodesCreated + $batch.passingNodeCount - passingNodesFound],
            ['people of documents', $batch.peopleCount, peopleFound],
            ['edges', $batch.edgeCount, edgesMade],
            ['people of edges', $batch.edgePeopleCount, edgePeopleFound],
            ['personal values to erase', $batch.erasedCount, erasedFound]
          ] WHERE check[1] <> check[2] | check[0] + ': expected ' + toString(check[1]) + ', found ' + toString(check[2])] AS faults
        SET h._fault = CASE WHEN size(faults) = 0 THEN null ELSE date('<' + substring(reduce(text = '', fault IN faults | text + '; ' + fault), 2) + '>') END,
            h.revision = $batch.revision, h.hash = $batch.hash, h.bytes = h.bytes + $batch.bytes, h.turn = null, h.turnEnds = null
        RETURN h.revision AS revision
        """;

    /// <summary>Keeps a batch that erases nothing.</summary>
    public const string Text = LockAndCompare + Keep + Apply + NothingErased + CheckAndMove;

    /// <summary>Keeps a batch that erases personal values as well.</summary>
    public const string ErasingText = LockAndCompare + Keep + Apply + Erase + CheckAndMove;

    /// <summary>What differed between the graph and the log, where an error of the statement says so; else null.</summary>
    public static string? FaultIn(Exception? error) =>
        error is QueryRefusedException refused && Fault().Match(refused.Message) is { Success: true } fault ? fault.Groups[1].Value : null;

    /// <summary>The parameters for a batch.</summary>
    public static Dictionary<string, object?> Parameters(BatchContent batch, LogHead expected, string writer)
    {
        var writes = batch.Writes;
        var edges = writes.Edges.Values.Select(e => e.Properties).OfType<PropertyValues>().ToList();
        var nodes = writes.Nodes.ToList();
        var removed = writes.RemovedNodes.ToList();
        var people = nodes.SelectMany(n => n.Value.Properties.PeopleRows.Select(row => new Dictionary<string, object?>(row) { ["key"] = n.Key })).ToList();
        var parameters = new Dictionary<string, object?>
        {
            ["expectedRevision"] = expected.Revision,
            ["expectedHash"] = expected.Hash,
            ["writer"] = writer,
            ["revision"] = batch.Head.Revision,
            ["hash"] = batch.Head.Hash,
            ["bytes"] = batch.ByteCount,
            ["personal"] = batch.Personal,
            ["changes"] = batch.Changes,
            ["actors"] = batch.Actors,
            ["actorCount"] = batch.Actors.Count,
            ["edges"] = writes.Edges.Select(e => new Dictionary<string, object?>
            {
                ["from"] = e.Key.From,
                ["type"] = e.Key.Type,
                ["to"] = e.Key.To,
                ["wasThere"] = e.Value.WasThere,
                ["properties"] = e.Value.Properties?.Values,
                ["people"] = e.Value.Properties?.PeopleRows,
            }),
            ["edgeBeforeCount"] = writes.Edges.Count(e => e.Value.WasThere),
            ["removedNodes"] = removed.Select(n => new Dictionary<string, object?> { ["key"] = n.Key, ["wasThere"] = n.Value.WasThere }),
            ["removedNodeCount"] = removed.Count(n => n.Value.WasThere),
            ["passingNodeCount"] = removed.Count(n => !n.Value.WasThere),
            ["nodes"] = nodes.Select(n => new Dictionary<string, object?>
            {
                ["key"] = n.Key,
                ["kind"] = n.Value.Kind!.Name,
                ["firstRevision"] = n.Value.FirstRevision,
                ["properties"] = n.Value.Properties.Values,
            }),
            ["createdCount"] = writes.CreatedCount,
            ["people"] = people,
            ["peopleCount"] = people.Count,
            ["edgeCount"] = edges.Count,
            ["edgePeopleCount"] = edges.Sum(e => e.People.Count),
            ["erased"] = batch.Erased,
            ["erasedTokens"] = batch.Erased.Select(digest => "~" + digest),
            ["erasedCount"] = batch.Erased.Count,
            ["erasedWords"] = PersonalValues.Erased,
        };
        return new() { ["batch"] = parameters };
    }

    [GeneratedRegex("\"<(.*)>\"")]
    private static partial Regex Fault();
}
