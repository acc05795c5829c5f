using System.Globalization;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Server.Hosting;
using Graph.Stores.Memory;
using Graph.Stores.Neo4j;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>The graph that analysts find in Neo4j is the one of the API, at the revision of the log beside it.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jGraphTests(Neo4jServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Neo4jFact]
    public async Task The_whole_seed_is_in_it_with_every_value_and_no_JSON_but_in_the_log()
    {
        await using var engine = await OpenAsync(await server.OpenAsync());
        var report = await Seed.LoadAsync(engine, Path.Combine(SeedStory.Root, "seed"), new ServerOptions(), null, CancellationToken.None);
        Assert.True(report.Succeeded);

        await server.AssertGraphIsOfAsync(engine.Current);
        await using (var log = await server.OpenAsync())
        {
            await Neo4jGraph.RebuildAsync(log, new(), null, null, CancellationToken.None);
        }

        await server.AssertGraphIsOfAsync(engine.Current);
        Assert.Equal([engine.Current.Head.Revision, engine.Current.Head.Hash], Assert.Single(await server.CypherAsync("MATCH (h:Head) RETURN h.revision, h.hash")));
        Assert.Empty(await server.CypherAsync("MATCH (n) UNWIND keys(n) AS name WITH n, name WHERE NOT (n:Change AND name = 'payload') AND valueType(n[name]) STARTS WITH 'STRING' AND n[name] =~ '(?s)\\\\s*[{\\\\[].*' RETURN n.key, name"));
    }

    [Neo4jFact]
    public async Task Days_are_days_instants_are_instants_numbers_are_numbers_and_lists_are_lists()
    {
        await using var engine = await OpenAsync(await server.OpenAsync());
        await KeepAsync(engine, Put("Fact", "fact:a", ("title", "a")), Put("Fact", "fact:b", ("title", "b")));
        await KeepAsync(
            engine,
            Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-01-02"), ("inScope", false), ("roles", new[] { "PROVIDER", "DEPLOYER" }), ("facts", new Dictionary<string, object?> { ["b"] = true, ["a"] = false })),
            Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("inherentImpact", 4)));

        var row = Assert.Single(await server.CypherAsync("""
            MATCH (s:AiSystem {key: 's'}), (r:Risk), (c:Change {revision: 2})
            RETURN s.placedOn + duration('P1D'), s.inScope, s.roles, s.factsTrue, s.factsFalse, r.kind, r.inherentImpact + 1, valueType(c.at), c.actor
            """));
        Assert.Equal([new DateOnly(2026, 1, 3), false, new object?[] { "PROVIDER", "DEPLOYER" }, new object?[] { "b" }, new object?[] { "a" }, "THREAT", 5L, "ZONED DATETIME NOT NULL", "Ada"], row);
    }

    [Neo4jTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task In_whatever_batches_a_log_comes_the_graph_is_the_same(int batchSize)
    {
        var memory = new MemoryLogStore();
        await using var engine = await OpenAsync(memory);
        await WriteAtRandomAsync(engine, seed: 26, count: 120);
        var records = await memory.ReadAllAsync();
        records[0] = records[0] with { Personal = await memory.ReadPersonalAsync(CancellationToken.None) };

        await using var store = await server.OpenAsync();
        foreach (var batch in records.Chunk(batchSize))
        {
            await store.AppendAsync(await store.HeadAsync(CancellationToken.None), batch, CancellationToken.None);
        }

        Assert.Equal(engine.Current.Head, await store.HeadAsync(CancellationToken.None));
        await server.AssertGraphIsOfAsync(engine.Current);
        Assert.True(engine.Current is { DocumentCount: > 5, EdgeCount: > 5 }, "Too little is left to compare.");
    }

    [Neo4jFact]
    public async Task A_kind_that_only_the_tests_declare_is_in_it_without_another_line()
    {
        await using var engine = await GraphEngine.OpenAsync(TestKind.Model, await server.OpenAsync(TestKind.Model), new(), TimeProvider.System, null, CancellationToken.None);
        await KeepAsync(
            engine, Put("AiSystem", "s", ("title", "S")), Put("Lamp", "lamp:a", ("label", "A"), ("colour", "RED"), ("litOn", "2026-03-01"), ("electrician", "Eddi")), Link("lamp:a", "LIGHTS", "s", ("brightness", "DIM")));

        await server.AssertGraphIsOfAsync(engine.Current);
        Assert.Equal(["Eddi", "DIM", "Ada"], Assert.Single(await server.CypherAsync("MATCH (l:Lamp {key: 'lamp:a'})-[r:LIGHTS]->(:AiSystem) RETURN l.electrician, r.brightness, r.reviewedBy")));
        Assert.Single(await server.CypherAsync("SHOW CONSTRAINTS YIELD labelsOrTypes AS labels WHERE labels = ['Lamp'] RETURN labels"));
        await server.CypherAsync("DROP CONSTRAINT Lamp_key");
    }

    [Neo4jFact]
    public async Task What_is_erased_of_a_person_is_gone_from_every_node_and_relationship_and_nothing_else_is()
    {
        await using var engine = await OpenAsync(await server.OpenAsync());
        await KeepAsync(engine, Put("Person", "p", ("name", "Quilla Person"), ("email", "quilla@example.org")), Put("Person", "q", ("name", "Quentin")));
        await KeepAsync(engine, "Quilla Person", Put("Risk", "r", ("title", "R"), ("kind", "THREAT")), Put("Control", "c", ("title", "C")), Link("r", "MITIGATED_BY", "c"));
        const string Everything = """
            MATCH (n) RETURN properties(n) AS all
            UNION ALL
            MATCH ()-[r]->() RETURN properties(r) AS all
            """;
        Assert.Equal(6, (await Holding("uilla")).Count);     // A document, a relationship, an entry and three values.

        var tokens = engine.Personal.All().Where(p => p.Value.Name.Contains("uilla", StringComparison.Ordinal)).Select(p => p.Key).ToArray();
        var result = await engine.ApplyAsync(new ChangeRequest("erase", "Otto", "Art. 17", []) { Origin = ChangeOrigin.Authority, Erasures = tokens }, CancellationToken.None);

        Assert.Empty(result.Violations);
        Assert.Empty(await Holding("uilla"));
        Assert.Empty(await Holding("token:Q"));
        await server.AssertGraphIsOfAsync(engine.Current);
        Assert.Equal(["(erased)", "Quentin", "(erased)"], Assert.Single(await server.CypherAsync("MATCH (p:Person {key: 'p'}), (q:Person {key: 'q'}), (:Risk)-[m:MITIGATED_BY]->() RETURN p.name, q.name, m.reviewedBy")));
        Assert.Equal(["Ada", "(erased)", "Otto"], (await server.CypherAsync("MATCH (c:Change) RETURN c.actor ORDER BY c.revision")).Select(row => row[0]));

        async Task<List<object?[]>> Holding(string text) => [.. (await server.CypherAsync(Everything))
            .Where(row => ((Dictionary<string, object?>)row[0]!).Any(p => p.Key != "payload" && p.Value is string value && value.Contains(text, StringComparison.Ordinal)))];
    }

    [Neo4jFact]
    public async Task Texts_of_every_kind_come_back_byte_for_byte_and_stand_in_the_graph_as_they_are()
    {
        string[] odd = ["𐐷 👩‍🚀 e\u0301 \u200f\u202e", "a\u2028\u2029\t\n\rb", "\uffff\ufffe\ufeff", "'\"\\`$row.key} RETURN 1 //", "Žofie 李 ß ﬁ İ ı", "\ud800\udc00\udbff\udfff", "{\"$type\":\"Map\"}"];
        var memory = new MemoryLogStore();
        await using var engine = await OpenAsync(memory);
        for (var i = 0; i < odd.Length; i++)
        {
            await KeepAsync(engine, Vendor($"{i}", odd[i]));
        }

        await using var store = await server.OpenAsync();
        List<LogRecord> batch = [.. await memory.ReadAllAsync()];
        batch[0] = batch[0] with { Personal = await memory.ReadPersonalAsync(CancellationToken.None) };
        batch.AddRange(LogEntries.After(batch[^1].Head, [[0], [0xEF, 0xBB, 0xBF], Encoding.UTF8.GetBytes("\0\uffff")]));
        await store.AppendAsync(LogHead.Empty, batch, CancellationToken.None);

        Assert.Equal(batch.Select(r => r.Payload.ToArray()), (await store.ReadAllAsync()).Select(r => r.Payload.ToArray()));
        Assert.Equal(odd, (await server.CypherAsync("MATCH (v:Vendor) RETURN v.title ORDER BY v.key")).Select(row => row[0]));
    }

    private static Task KeepAsync(GraphEngine engine, params Operation[] operations) => KeepAsync(engine, "Ada", operations);

    private static async Task KeepAsync(GraphEngine engine, string actor, params Operation[] operations)
    {
        var result = await engine.ApplyAsync(new($"change-{engine.Current.Head.Revision}", actor, "a test", operations) { Subject = "token:" + actor }, CancellationToken.None);
        Assert.Empty(result.Violations);
    }

    // A few keys, so that much is changed, linked, unlinked, deleted and made again under another key; what is refused is passed over.
    private static async Task WriteAtRandomAsync(GraphEngine engine, int seed, int count)
    {
        var dice = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            string Risk() => $"risk:{dice.Next(6) + (i / 10)}";
            string Control() => $"control:{dice.Next(6) + (i / 10)}";
            Operation[] operations = dice.Next(16) switch
            {
                < 4 => [Put("Risk", Risk(), ("title", $"R{i}"), ("kind", "THREAT"), ("inherentImpact", dice.Next(2) == 0 ? null : dice.Next(1, 6)))],
                < 8 => [Put("Control", Control(), ("title", $"C{i}"), ("implementedOn", dice.Next(2) == 0 ? null : "2026-01-01"))],
                < 14 => [Link(Risk(), "MITIGATED_BY", Control())],
                14 => [new UnlinkDocuments(Risk(), "MITIGATED_BY", Control())],
                _ => [new DeleteDocument(dice.Next(2) == 0 ? Risk() : Control(), WithEdges: true)],
            };
            await engine.ApplyAsync(new($"random-{i}", string.Create(CultureInfo.InvariantCulture, $"actor {i % 3}"), "a test", operations), CancellationToken.None);
        }
    }
}
