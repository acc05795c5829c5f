using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Cli;
using Graph.Stores.Neo4j;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>
/// Whatever somebody edits by hand in the graph beside the log is listed for what it is, and a rebuild leaves nothing of it. Method: one graph,
/// edited in each way, compared, made anew and compared again.
/// </summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jDriftTests(Neo4jServer server) : IAsyncLifetime
{
    private GraphEngine engine = null!;

    public async Task InitializeAsync()
    {
        if (Neo4jSource.Missing is null)
        {
            await server.EmptyAsync();
            engine = await OpenAsync(await server.OpenAsync());
            await LogCopyTests.WriteAsync(engine);
        }
    }

    public async Task DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }
    }

    [Neo4jFact]
    public async Task Each_way_of_editing_by_hand_is_listed_for_what_it_is_and_a_rebuild_leaves_nothing_of_it()
    {
        await engine.ApplyAsync("vendors", [.. "abcdefghij".Select(name => Vendor($"{name}"))]);
        await using var log = await OpenToReadAsync();
        foreach (var ways in Rounds)
        {
            foreach (var (byHand, _) in ways)
            {
                await server.CypherAsync(byHand);
            }

            var found = (await VerifyAsync(log)).Drift.Select(drift => drift.ToString()).ToList();
            var notFound = ways.SelectMany(way => way.Drift).Where(expected => found.FindIndex(line => IsLike(line, expected)) is not (>= 0 and var index) || !RemoveAt(found, index)).ToList();
            Assert.True(notFound.Count + found.Count == 0, $"not found {string.Join("\n          ", notFound)}\nfound     {string.Join("\n          ", found)}");
            Assert.Equal(engine.Current.Head, await Neo4jGraph.RebuildAsync(log, new() { CountMax = 7 }, null, null, CancellationToken.None));
            var after = await VerifyAsync(log);
            Assert.True(after.DriftCount == 0, $"left {string.Join("\n     ", after.Drift)}");
        }

        await server.AssertGraphIsOfAsync(engine.Current);
        Assert.Equal(["mine"], Assert.Single(await server.CypherAsync("MATCH (n:Note) RETURN n.text")));
        Assert.Equal(1, (await VerifyAsync(log)).OtherCount);
        await server.CypherAsync("MATCH (n:Note) DELETE n");
        await engine.ApplyAsync("goes on", Vendor("v", "changed"));
        Assert.Equal(0, (await VerifyAsync(log)).DriftCount);
    }

    [Neo4jFact]
    public async Task Nodes_of_one_key_are_told_where_the_constraint_is_gone_and_a_rebuild_makes_it_again()
    {
        await using var log = await OpenToReadAsync();
        await server.CypherAsync("DROP CONSTRAINT Entity_key");
        await server.CypherAsync("DROP CONSTRAINT Vendor_key");
        await server.CypherAsync("MATCH (n:Vendor) CREATE (m:Entity:Vendor) SET m = properties(n)");

        var found = await VerifyAsync(log);
        await Neo4jGraph.RebuildAsync(log, new(), null, null, CancellationToken.None);

        Assert.Equal(["NODE_DUPLICATE vendor:v: expected 1, found 2", "RULE_MISSING Entity_key", "RULE_MISSING Vendor_key"], found.Drift.Select(drift => drift.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await VerifyAsync(log)).DriftCount);
        Assert.Single(await server.CypherAsync("SHOW CONSTRAINTS YIELD name WHERE name = 'Entity_key' RETURN name"));
    }

    [Neo4jFact]
    public async Task A_graph_of_many_pages_with_a_hub_is_compared_whole_and_differences_are_all_counted_and_a_few_listed()
    {
        await engine.ApplyAsync("many", [.. Enumerable.Range(0, 30).SelectMany(i => (Operation[])[Put("Risk", $"risk:{i:00}", ("title", "R"), ("kind", "THREAT")), Put("Control", $"control:{i:00}", ("title", "C"))]),
            .. Enumerable.Range(0, 30).Select(i => Link("risk:07", "MITIGATED_BY", $"control:{i:00}"))]);
        var options = server.Options;
        (options.PageCountMax, options.DriftCountMax) = (4, 5);
        await using var log = await OpenToReadAsync(options);
        var before = await VerifyAsync(log);
        await server.CypherAsync("MATCH (r:Risk) SET r.title = 'T' WITH r MATCH (r)-[m:MITIGATED_BY]->() SET m.note = 1");

        var found = await VerifyAsync(log);

        Assert.Equal((0, engine.Current.DocumentCount, engine.Current.EdgeCount), (before.DriftCount, before.NodeCount, before.EdgeCount));
        Assert.Equal((31 + 31, 5), (found.DriftCount, found.Drift.Count));
        Assert.Equal([new(DriftKind.Property, 62)], found.Counts);
    }

    [Neo4jFact]
    public async Task While_servers_write_it_is_compared_at_one_revision_and_gives_up_after_the_limit()
    {
        var options = server.Options;
        options.ReadingCountMax = 2;
        await using var log = await OpenToReadAsync(options);
        var writes = 0;
        void Write() => engine.ApplyAsync($"meanwhile {++writes}", Vendor("v", $"title {writes}")).GetAwaiter().GetResult();

        var found = await Neo4jGraph.VerifyAsync(log, null, new Reported<ReplayProgress>(Write, once: true), CancellationToken.None);
        var busy = await Assert.ThrowsAsync<StoreException>(() => Neo4jGraph.VerifyAsync(log, null, new Reported<ReplayProgress>(Write), CancellationToken.None));

        Assert.Equal((0, 8L), (found.DriftCount, found.Head.Revision));
        Assert.Contains("2 times (Graph:Neo4j:ReadingCountMax)", busy.Message);
        Assert.True(busy.IsTransient);
    }

    [Neo4jFact]
    public async Task A_rebuild_that_was_stopped_anywhere_keeps_servers_from_writing_and_starting_until_it_is_run_to_its_end()
    {
        await using var log = await OpenToReadAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Neo4jGraph.RebuildAsync(log, new() { CountMax = 2 }, null, new Reported<RebuildProgress>(stop.Cancel), stop.Token));
        Assert.True((long)(await server.CypherAsync("MATCH (n:Entity) RETURN count(n)"))[0][0]! is > 0 and < 6, "It was to stop half-way.");

        var write = await Assert.ThrowsAsync<StoreException>(() => engine.ApplyAsync("meanwhile", Vendor("v", "changed")));
        var start = await Assert.ThrowsAsync<StoreException>(() => server.OpenAsync());
        var verify = await Assert.ThrowsAsync<StoreException>(() => VerifyAsync(log));
        Assert.All([write, start, verify], refused => Assert.StartsWith($"The graph in {server.Address} is being rebuilt, or a rebuild was stopped before its end: run graph neo4j rebuild to its end.", refused.Message));

        await Neo4jGraph.RebuildAsync(log, new() { CountMax = 2 }, null, null, CancellationToken.None);

        Assert.Equal(0, (await VerifyAsync(log)).DriftCount);
        await using var started = await OpenAsync(await server.OpenAsync());
        Assert.True((await started.ApplyAsync("afterwards", Vendor("v", "changed"))).Accepted);
        Assert.Equal(0, (await VerifyAsync(log)).DriftCount);
    }

    [Neo4jFact]
    public async Task Of_two_rebuilds_at_once_the_later_one_goes_on_and_the_other_stops()
    {
        await using var log = await OpenToReadAsync();
        var later = new Reported<RebuildProgress>(() => Neo4jGraph.RebuildAsync(log, new(), null, null, CancellationToken.None).GetAwaiter().GetResult(), once: true);

        var refused = await Assert.ThrowsAsync<StoreException>(() => Neo4jGraph.RebuildAsync(log, new() { CountMax = 2 }, null, later, CancellationToken.None));

        Assert.Contains("Another rebuild of the graph", refused.Message);
        Assert.Equal(0, (await VerifyAsync(log)).DriftCount);
    }

    [Neo4jFact]
    public async Task The_commands_list_the_drift_with_a_code_of_its_own_and_make_the_graph_anew()
    {
        await server.CypherAsync("MATCH (n:Vendor) SET n.title = 'Y' WITH n MATCH (r:Risk) SET r.title = 'Z'");

        var drift = await server.CommandAsync(["neo4j", "verify", "--list", "1"], ("Graph__Store", server.Place));
        var rebuild = await server.CommandAsync(["neo4j", "rebuild", "--store", server.Place]);

        Assert.Equal(ExitCodes.Drift, drift.Exit);
        Assert.Contains("PROPERTY risk:r title: expected 'R', found 'Z'", drift.Output);
        Assert.Contains("and 1 more (Graph:Neo4j:DriftCountMax, --list)", drift.Output);
        Assert.Contains("personal ", drift.Output);
        Assert.Equal($"DRIFT: the graph in {server.Address} differs from the one of its log in 2 places (PROPERTY 2): it was edited by hand. graph neo4j rebuild makes it anew.{Environment.NewLine}", drift.Error);
        Assert.Equal(0, rebuild.Exit);
        Assert.Contains($"hash     {engine.Current.Head.Hash}", rebuild.Output);
        await using var log = await OpenToReadAsync();
        Assert.Equal(0, (await VerifyAsync(log)).DriftCount);
    }

    [Fact]
    public async Task A_file_has_no_graph_beside_its_log()
    {
        var (exit, _, error) = await Graph.Tests.Cli.CommandRun.RunAsync("neo4j", "verify", "--store", "sqlite");

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.StartsWith("CONFIGURATION: Graph:Store: expected an address such as neo4j:http://neo4j@localhost:7474/neo4j", error);
    }

    // The edits of a round do not touch what others of it touch.
    private static (string ByHand, string[] Drift)[][] Rounds =>
    [
        [
            ("MATCH (n:Entity {key: 'vendor:a'}) DETACH DELETE n", ["NODE_MISSING vendor:a"]),
            ("CREATE (:Entity:Vendor {key: 'vendor:x', title: 'X'})", ["NODE_EXTRA vendor:x: expected nothing, found Entity:Vendor"]),
            ("CREATE (:Vendor {key: 'vendor:y'})", ["NODE_EXTRA elementId *: expected nothing, found Vendor"]),
            ("CREATE (:Entity {key: 7})", ["NODE_EXTRA elementId *: expected nothing, found Entity"]),
            ("MATCH (n:Entity {key: 'vendor:b'}) REMOVE n:Entity", ["NODE_EXTRA elementId *: expected nothing, found Vendor", "NODE_MISSING vendor:b"]),
            ("MATCH (n:Entity {key: 'vendor:c'}) REMOVE n:Vendor SET n:Risk:Odd", ["LABELS vendor:c: expected Entity:Vendor, found Entity:Odd:Risk"]),
            ("MATCH (n:Entity {key: 'vendor:d'}) SET n.title = 'Y'", ["PROPERTY vendor:d title: expected 'A vendor', found 'Y'"]),
            ("MATCH (n:Entity {key: 'vendor:e'}) REMOVE n.title", ["PROPERTY vendor:e title: expected 'A vendor', found nothing"]),
            ("MATCH (n:Entity {key: 'vendor:f'}) SET n.note = 1.5", ["PROPERTY vendor:f note: expected nothing, found 1.5"]),
            ("MATCH (n:Entity {key: 'vendor:v'}) SET n.revision = 1", ["PROPERTY vendor:v revision: expected 4, found 1"]),
            ("MATCH (n:Control) SET n.implementedOn = '2026-01-01'", ["PROPERTY control:c implementedOn: expected 2026-01-01, found '2026-01-01'"]),
            ("MATCH (n:Person {key: 'person:p'}) SET n.name = 'Quilla'", ["PROPERTY person:p name: expected '(erased)', found another text"]),
            ("MATCH (n:Person {key: 'person:q'}) SET n.name = 'Quintus'", ["PROPERTY person:q name: expected the name of its personal value, found another text"]),
            ("MATCH (n:Person {key: 'person:s'}) REMOVE n._name", ["PROPERTY person:s _name: expected '~*', found nothing"]),
            ("MATCH ()-[r:MITIGATED_BY]->() SET r.reviewedOn = date('2020-01-01')", ["PROPERTY risk:r|MITIGATED_BY|control:c reviewedOn: expected *, found 2020-01-01"]),
            ("MATCH ()-[r:MITIGATED_BY]->() SET r.reviewedBy = 'Quilla'", ["PROPERTY risk:r|MITIGATED_BY|control:c reviewedBy: expected '(erased)', found another text"]),
            ("MATCH (a:Risk {key: 'risk:r'}), (b:Vendor {key: 'vendor:g'}) CREATE (a)-[:MITIGATED_BY]->(b)", ["RELATIONSHIP_EXTRA risk:r|MITIGATED_BY|vendor:g"]),
            ("MATCH (a:Risk {key: 'risk:r'}), (b:Vendor {key: 'vendor:g'}) CREATE (a)-[:LIKES]->(b)", ["RELATIONSHIP_EXTRA risk:r|LIKES|vendor:g"]),
            ("MATCH (c:Change {revision: 1}), (b:Vendor {key: 'vendor:g'}) CREATE (c)-[:MADE]->(b)", ["RELATIONSHIP_EXTRA elementId * MADE"]),
            ("MATCH (b:Vendor {key: 'vendor:h'}) CREATE (n:Note {text: 'mine'})-[:ABOUT]->(b) CREATE (n)<-[:HAS]-(b)", ["RELATIONSHIP_EXTRA elementId * ABOUT", "RELATIONSHIP_EXTRA vendor:h|HAS|(no document)"]),
            ("MATCH (c:Change {revision: 2}) SET c.reason = 'Another', c.at = datetime('2020-01-01T00:00:00Z'), c.offset = 'x', c.note = true", ["PROPERTY Change 2 at: expected *, found 2020-01-01T00:00:00.0000000Z", "PROPERTY Change 2 note: expected nothing, found true", "PROPERTY Change 2 offset: expected *, found 'x'", "PROPERTY Change 2 reason: expected 'a test', found 'Another'"]),
            ("MATCH (c:Change {revision: 3}) SET c.actor = 'Quilla' REMOVE c.offset", ["PROPERTY Change 3 actor: expected '(erased)', found another text", "PROPERTY Change 3 offset: expected *, found nothing"]),
            ("MATCH (c:Change {revision: 4}) SET c:Entity:Risk", ["LABELS Change 4: expected Change, found Change:Entity:Risk", "NODE_EXTRA elementId *: expected nothing, found Change:Entity:Risk"]),
            ("CREATE (:Change {revision: 0}), (:PersonalValue {value: 'X'}), (:Head)", ["NODE_EXTRA elementId *: expected nothing, found Change", "NODE_EXTRA elementId *: expected nothing, found Head", "NODE_EXTRA elementId *: expected nothing, found PersonalValue"]),
            ("MATCH (p:PersonalValue {value: 'Quentin'}) SET p.name = 'Quintus', p:Person", ["LABELS PersonalValue *: expected PersonalValue, found Person:PersonalValue", "PROPERTY PersonalValue * name: expected the name of its personal value, found another text"]),
            ("MATCH (h:Head {id: 'log'}) SET h.bytes = 1, h.note = 'x', h:Odd", ["LABELS Head: expected Head, found Head:Odd", "PROPERTY Head bytes: expected *, found 1", "PROPERTY Head note: expected nothing, found 'x'"]),
            ("DROP CONSTRAINT Vendor_key", ["RULE_MISSING Vendor_key"]),
        ],
        [
            ("MATCH (n:Control) DETACH DELETE n", ["NODE_MISSING control:c", "RELATIONSHIP_MISSING control:c|OWNED_BY|person:p", "RELATIONSHIP_MISSING risk:r|MITIGATED_BY|control:c"]),
            ("MATCH (a:Risk {key: 'risk:r'}), (b:Vendor {key: 'vendor:g'}) CREATE (a)-[:LIKES]->(b), (a)-[:LIKES]->(b)", ["RELATIONSHIP_EXTRA risk:r|LIKES|vendor:g"]),
        ],
        [("MATCH (a:Risk)-[r:MITIGATED_BY]->(b) CREATE (a)-[s:MITIGATED_BY]->(b) SET s = properties(r)", ["RELATIONSHIP_DUPLICATE risk:r|MITIGATED_BY|control:c: expected 1, found 2"])],
        [("MATCH ()-[r:MITIGATED_BY]->() DELETE r", ["RELATIONSHIP_MISSING risk:r|MITIGATED_BY|control:c"])],
    ];

    private static bool RemoveAt(List<string> lines, int index)
    {
        lines.RemoveAt(index);
        return true;
    }

    private Task<Neo4jLogStore> OpenToReadAsync(Neo4jOptions? options = null) =>
        Neo4jLogStore.OpenToReadAsync(server.Address, options ?? server.Options, GraphModel.Default, CancellationToken.None);

    private static Task<GraphVerification> VerifyAsync(Neo4jLogStore log) => Neo4jGraph.VerifyAsync(log, null, null, CancellationToken.None);

    // A star stands for any text.
    private static bool IsLike(string line, string pattern) =>
        pattern.Split('*') is var parts && line.StartsWith(parts[0], StringComparison.Ordinal) && line.EndsWith(parts[^1], StringComparison.Ordinal) && parts.All(part => line.Contains(part, StringComparison.Ordinal));
}
