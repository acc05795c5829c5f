using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Cli;
using Graph.Stores;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using Graph.Tests.Stores.Neo4j;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Canaries;

/// <summary>A kind that only the tests declare, in every store: kept, replayed at each revision, verified, copied, erased, and not started by a program that does not know it.</summary>
public abstract class CanaryStoreContract
{
    protected abstract ILogStore Open();

    [ContractFact]
    public async Task What_was_written_is_replayed_at_every_revision()
    {
        var texts = new List<string>();
        await using (var engine = await OpenAsync(Open()))
        {
            texts.Add(Engines.Describe(engine.Current));
            await WriteAsync(engine, () => texts.Add(Engines.Describe(engine.Current)));
            Assert.Equal(Engines.Describe(engine.Current), Engines.Describe(await engine.AsOfAsync(engine.Current.Head.Revision, default)));
        }

        Assert.Contains("canary:tweety", texts[^1], StringComparison.Ordinal);
        await using var again = await OpenAsync(Open(), new() { RecentSnapshotCountMax = 1 });
        Assert.Equal(texts[^1], Engines.Describe(again.Current));
        for (var revision = 1; revision < texts.Count; revision++)
        {
            Assert.Equal(texts[revision], Engines.Describe(await again.AsOfAsync(revision, default)));
        }
    }

    [ContractFact]
    public async Task Any_changes_are_replayed_as_they_were_made()
    {
        const int Seed = 20261130;
        string before;
        await using (var engine = await OpenAsync(Open()))
        {
            await WriteAtRandomAsync(engine, Seed, 150);
            before = Engines.Describe(engine.Current);
            Assert.True(engine.Current is { DocumentCount: > 3, EdgeCount: > 1 }, $"Seed {Seed} leaves too little.");
        }

        await using var again = await OpenAsync(Open());
        Assert.True(before == Engines.Describe(again.Current), $"Seed {Seed}");
    }

    [ContractFact]
    public async Task The_log_verifies_and_a_copy_of_it_is_the_same()
    {
        await using (var engine = await OpenAsync(Open()))
        {
            await WriteAsync(engine);
        }

        await using var store = Open();
        Assert.Equal(await store.HeadAsync(default), await GraphEngine.VerifyAsync(CanaryKind.Model, store, null, default));
        var copy = new MemoryLogStore();
        var result = await new LogCopy(store, copy, CanaryKind.Model, new()).RunAsync(null, default);
        Assert.Equal(await store.HeadAsync(default), result.Head);
        await using var copied = await OpenAsync(copy);
        Assert.Equal("Kay Keeper", copied.Personal.Resolve((string?)Value(copied, "canary:tweety", "keeper")));
    }

    [ContractFact]
    public async Task A_program_that_does_not_know_it_refuses_to_start_and_says_where()
    {
        await using (var engine = await OpenAsync(Open()))
        {
            await KeepAsync(engine, Put("Vendor", "vendor:v", ("title", "V")));
            await WriteAsync(engine);
        }

        await using var store = Open();
        var broken = await Assert.ThrowsAsync<BrokenLogException>(() => GraphEngine.VerifyAsync(GraphModel.Default, store, null, default));
        Assert.Equal(2, broken.Revision);
        Assert.Contains("the kind 'Canary' is not known", broken.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task What_is_erased_of_its_personal_value_stays_erased_after_a_start()
    {
        await using (var engine = await OpenAsync(Open()))
        {
            await WriteAsync(engine);
            var token = (string)Value(engine, "canary:tweety", "keeper")!;
            var erased = await engine.ApplyAsync(new("erase", "Otto", "Art. 17", []) { Origin = ChangeOrigin.Authority, Erasures = [token] }, default);
            Assert.Empty(erased.Violations);
        }

        await using var again = await OpenAsync(Open());
        Assert.DoesNotContain("Kay Keeper", again.Personal.Resolve((string?)Value(again, "canary:tweety", "keeper")) ?? "", StringComparison.Ordinal);
    }

    internal static Task<GraphEngine> OpenAsync(ILogStore store, EngineOptions? options = null) =>
        GraphEngine.OpenAsync(CanaryKind.Model, store, options ?? new(), TimeProvider.System, null, default);

    /// <summary>A canary is made, approved, changed, loses an egg and gets another.</summary>
    internal static async Task WriteAsync(GraphEngine engine, Action? afterEach = null)
    {
        await Keep(CanaryKind.Family);
        await Decide("Sue", DecisionVerb.Submit);
        await Decide("Ann", DecisionVerb.Approve);
        await Keep(Put("Canary", "canary:tweety", ("weight", 21), ("keeper", "Kay Keeper"), ("chicks", null), ("habits", new Dictionary<string, object?> { ["bites"] = true })));
        await Keep(Delete("canary-egg:2", edges: true), Link("canary-egg:1", "EGG_OF", "canary:tweety", ("nest", "WOOL"), ("warmth", null)));
        await Keep(Put("CanaryEgg", "canary-egg:3", ("mark", "Three"), ("laidOn", "2026-06-01"), ("cracked", true)), Link("canary-egg:3", "EGG_OF", "canary:bare"));

        async Task Keep(params Operation[] operations)
        {
            await KeepAsync(engine, operations);
            afterEach?.Invoke();
        }

        async Task Decide(string actor, DecisionVerb verb)
        {
            var result = await engine.ApplyAsync(new($"{verb}-{engine.Current.Head.Revision}", actor, "a decision", []) { Origin = ChangeOrigin.Authority, Decisions = [new(verb, "canary:tweety", null)] }, default);
            Assert.Empty(result.Violations);
            afterEach?.Invoke();
        }
    }

    // A few keys, so that much is changed, linked, decided and deleted again; what is refused is passed over.
    internal static async Task WriteAtRandomAsync(GraphEngine engine, int seed, int count)
    {
        var dice = new Random(seed);
        await KeepAsync(engine, [.. CanaryKind.Family.Take(3)]);
        for (var i = 0; i < count; i++)
        {
            string Canary() => $"canary:{dice.Next(3) + (i / 30)}";
            string Egg() => $"canary-egg:{dice.Next(4) + (i / 30)}";
            object? Some(object value) => dice.Next(3) == 0 ? null : value;
            var request = new ChangeRequest($"random-{i}", $"actor {dice.Next(3)}", "a test", dice.Next(12) switch
            {
                < 4 => [Put("Canary", Canary(), ("name", $"N{dice.Next(3)}"), ("plumage", dice.Next(2) == 0 ? "WHITE" : "GREEN"), ("weight", Some(dice.Next(4, 60) + 0.5)), ("heardOn", Some("2026-07-01")), ("foods", Some((string[])["a", "b"])), ("keeper", Some($"K{dice.Next(2)}")), ("habits", Some(new Dictionary<string, object?> { ["bites"] = dice.Next(2) == 0 })))],
                < 7 => Laid(Egg()),
                7 => [Put("CanaryEgg", Egg(), ("cracked", Some(true)))],
                8 => [Delete(dice.Next(2) == 0 ? Canary() : Egg(), edges: true)],
                _ => [],
            });
            await engine.ApplyAsync(request.Operations.Count > 0 ? request : request with { Origin = ChangeOrigin.Authority, Decisions = [new(dice.Next(2) == 0 ? DecisionVerb.Submit : DecisionVerb.Approve, Canary(), null)] }, default);

            Operation[] Laid(string egg) => [Put("CanaryEgg", egg, ("mark", "M"), ("laidOn", "2026-05-01"), ("length", Some(dice.Next(1, 30)))), Link(egg, "EGG_OF", Canary(), ("nest", Some("MOSS")), ("warmth", Some(dice.Next(50) + 0.25)))];
        }
    }

    internal static async Task KeepAsync(GraphEngine engine, params Operation[] operations)
    {
        var result = await engine.ApplyAsync(new($"change-{engine.Current.Head.Revision}", "Ada", "a test", operations), default);
        Assert.Empty(result.Violations);
    }

    private static object? Value(GraphEngine engine, string key, string field) =>
        engine.Current.Document(key) is { } document && document.Kind.TryGetField(field, out var found) ? document[found] : null;
}

/// <summary>The contract in memory.</summary>
public sealed class CanaryInMemoryTests : CanaryStoreContract, IDisposable
{
    private readonly MemoryLogStore store = new();

    public void Dispose() => store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    protected override ILogStore Open() => store;
}

/// <summary>The contract in SQLite, and every verb of the command line that reads a log.</summary>
public sealed class CanaryInSqliteTests : CanaryStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override ILogStore Open() => SqliteLogStore.Open(folder.File("graph.db"));

    [Fact]
    public async Task Every_verb_of_the_command_line_takes_it()
    {
        var (database, files) = (folder.File("graph.db"), folder.File("canaries.csv"));
        await File.WriteAllTextAsync(files, "key,name,plumage,keeper\ncanary:cli,Cli,GREEN,Kim Keeper\n");
        await SaysAsync("The graph is at revision 1.", "import", files, "--database", database);
        await using (var engine = await OpenAsync(Open()))
        {
            await WriteAsync(engine);
        }

        await SaysAsync("The chain is unbroken and every entry is readable.", "verify", database);
        await SaysAsync("The backup is", "backup", folder.File("backup.db"), "--database", database);
        await SaysAsync("The database is", "restore", folder.File("backup.db"), "--database", folder.File("restored.db"));
        await SaysAsync("Copied", "copy", database, folder.File("copy.db"));
        await SaysAsync("Erased", "erase-person", "Kim Keeper", "--reason", "Art. 17", "--database", database);
        await SaysAsync("type Canary implements", "schema");
        await SaysAsync("Wrote", "export", "evidence-pack", "organisation", folder.File("pack.zip"), "--database", database);
        await using var restored = await OpenAsync(SqliteLogStore.Open(folder.File("restored.db")));
        Assert.NotNull(restored.Current.Document("canary:cli"));
        Assert.Equal(ExitCodes.BrokenLog, (await RunAsync(null, "verify", database)).Exit);
    }

    private static async Task SaysAsync(string says, params string[] arguments)
    {
        var (exit, text) = await RunAsync(CanaryKind.Model, arguments);
        Assert.True(exit == ExitCodes.Success && text.Contains(says, StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {exit}\n{text}");
    }

    private static async Task<(int Exit, string Text)> RunAsync(GraphModel? model, params string[] arguments)
    {
        using var said = new StringWriter();
        var exit = await GraphCommand.RunAsync(arguments, said, said, default, model);
        return (exit, said.ToString());
    }
}

/// <summary>The contract in Neo4j, where a canary has its label, its constraint and typed properties, is compared with the log and made anew from it.</summary>
[NeedsNeo4j]
[Collection(Neo4jTests.Name)]
public sealed class CanaryInNeo4jTests(Neo4jServer server) : CanaryStoreContract, IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public async Task DisposeAsync()
    {
        if (Neo4jSource.Missing is null)
        {
            await server.EmptyAsync();
            await server.CypherAsync("DROP CONSTRAINT Canary_key IF EXISTS");
            await server.CypherAsync("DROP CONSTRAINT CanaryEgg_key IF EXISTS");
            await server.CypherAsync("DROP INDEX Entity_mark_words IF EXISTS");
        }
    }

    protected override ILogStore Open() => server.OpenAsync(CanaryKind.Model).GetAwaiter().GetResult();

    [Neo4jFact]
    public async Task Analysts_find_it_under_its_names_with_typed_values()
    {
        await using var engine = await OpenAsync(Open());
        await KeepAsync(engine, CanaryKind.Family);
        await server.AssertGraphIsOfAsync(engine.Current);
        Assert.Equal(
            [20.5 + 1, 8L, new DateOnly(2026, 7, 21), false, new object?[] { "seed", "=apple" }, new object?[] { "whistles" }, new object?[] { "bites" }, "Kim Keeper", "MOSS", 37.5, new DateOnly(2026, 5, 2), "Ada", "Pia Keeper"],
            Assert.Single(await server.CypherAsync("""
                MATCH (e:Entity:CanaryEgg {mark: 'One'})-[r:EGG_OF]->(c:Entity:Canary)-[:OWNED_BY]->(p:Person)
                RETURN c.weight + 1, c.ring + 1, c.heardOn + duration('P1D'), e.cracked, c.foods, c.habitsTrue, c.habitsFalse, c.keeper, r.nest, r.warmth, r.countedOn, r.reviewedBy, p.name
                """)));
        Assert.Equal(2, (await server.CypherAsync("SHOW CONSTRAINTS YIELD labelsOrTypes AS labels WHERE labels IN [['Canary'], ['CanaryEgg']] RETURN labels")).Count);
    }

    [Neo4jFact]
    public async Task Whatever_changes_the_graph_is_the_one_of_the_log()
    {
        await using var engine = await OpenAsync(Open());
        await WriteAsync(engine);
        await server.AssertGraphIsOfAsync(engine.Current);
        await WriteAtRandomAsync(engine, seed: 20261201, count: 120);
        await server.AssertGraphIsOfAsync(engine.Current);
    }

    [Neo4jFact]
    public async Task What_is_edited_by_hand_is_told_by_verify_and_gone_after_rebuild()
    {
        await using var engine = await OpenAsync(Open());
        await WriteAsync(engine);
        Assert.Equal(ExitCodes.Success, (await RunAsync("neo4j", "verify")).Exit);
        await server.CypherAsync("MATCH (c:Canary {key: 'canary:tweety'}) SET c.weight = 99.5, c.song = 'SINGS'");
        await server.CypherAsync("MATCH (:CanaryEgg {key: 'canary-egg:1'})-[r:EGG_OF]->() SET r.warmth = 1.5");
        var (exit, output) = await RunAsync("neo4j", "verify");
        Assert.Equal(ExitCodes.Drift, exit);
        foreach (var property in (string[])["weight", "song", "warmth"])
        {
            Assert.Contains(property, output, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCodes.Success, (await RunAsync("neo4j", "rebuild")).Exit);
        Assert.Equal(ExitCodes.Success, (await RunAsync("neo4j", "verify")).Exit);
        await server.AssertGraphIsOfAsync(engine.Current);
    }

    // As an operator runs it, with the password from the environment.
    private async Task<(int Exit, string Output)> RunAsync(params string[] verbs)
    {
        const string Variable = "Graph__Neo4j__Password";
        using StringWriter output = new(), error = new();
        var before = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, server.Password);
        try
        {
            var exit = await GraphCommand.RunAsync([.. verbs, "--store", server.Place], output, error, default, CanaryKind.Model);
            return (exit, output + error.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }
}
