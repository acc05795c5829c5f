using System.Text.Json;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Stores.Neo4j;
using Graph.Tests.Cli;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>A Neo4j for some tests of a run, started at the first that needs it. It has one database, so its tests take turns.</summary>
public sealed class Neo4jServer : IAsyncLifetime, IDisposable
{
    // Of a server that runs already there is only one, for all tests.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private QueryApi? api;
    private DistributionProcess? process;
    private DockerNeo4j? container;

    internal Neo4jAddress Address { get; private set; } = null!;

    /// <summary>The process, where it is ours to kill.</summary>
    internal DistributionProcess? Process => process;

    internal Neo4jOptions Options => new() { Password = Password };

    internal string? Password { get; private set; }

    public async Task InitializeAsync()
    {
        if (Neo4jSource.Missing is not null)
        {
            return;     // Its tests are skipped.
        }

        (var address, Password) = (Neo4jSource.Address, Neo4jSource.Password);
        if (address is null && Neo4jSource.Home is { } home)
        {
            process = await DistributionProcess.StartBriefAsync(home);
            (address, Password) = (process.Address, process.Password);
        }
        else if (address is not null)
        {
            await OneAtATime.WaitAsync();
        }
        else
        {
            container = await DockerNeo4j.StartNewAsync();
            (address, Password) = (container.Address, container.Password);
        }

        Assert.True(Neo4jAddress.TryParse(address, out var parsed, out var fault), fault);
        Address = parsed!;
        api = new(Address, Options);
    }

    public async Task DisposeAsync()
    {
        if (container is not null)
        {
            await container.DisposeAsync();
        }

        if (Neo4jSource.Missing is null && Neo4jSource.Address is not null)
        {
            OneAtATime.Release();
        }
    }

    public void Dispose()
    {
        api?.Dispose();
        process?.Dispose();
    }

    /// <summary>
    /// Makes every label, type and property of the model known to the database. A statement that speaks of one that was never used is
    /// planned anew once it is, and to plan a long one takes seconds.
    /// </summary>
    internal async Task NameAllAsync()
    {
        var model = GraphModel.Default;
        await CypherAsync("UNWIND $names AS name CALL db.createLabel(name) RETURN count(*)", ("names", model.Kinds.Select(kind => kind.Name).Append(GraphSchema.Entity)));
        await CypherAsync("UNWIND $names AS name CALL db.createRelationshipType(name) RETURN count(*)", ("names", model.Edges.Select(edge => edge.Name)));
        await CypherAsync(
            "UNWIND $names AS name CALL db.createProperty(name) RETURN count(*)",
            ("names", model.Kinds.SelectMany(kind => kind.Fields).Concat(model.Edges.SelectMany(edge => edge.Fields)).SelectMany(GraphSchema.PropertiesOf).Distinct()));
    }

    /// <summary>Takes everything out of the database but its constraints. Where there is none, a test that needs it is skipped, and another goes on.</summary>
    internal Task EmptyAsync() => api is null ? Task.CompletedTask : CypherAsync("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");

    internal Task<Neo4jLogStore> OpenAsync(GraphModel? model = null, Neo4jOptions? options = null, Neo4jAddress? address = null) =>
        Neo4jLogStore.OpenAsync(address ?? Address, options ?? Options, model ?? GraphModel.Default, CancellationToken.None);

    /// <summary>Where it is, as an operator writes it.</summary>
    internal string Place => $"neo4j:{Address.Server.Scheme}://{Address.User}@{Address.Server.Authority}/{Address.Database}";

    /// <summary>Runs the program with the password from its environment, as an operator does.</summary>
    internal Task<(int Exit, string Output, string Error)> CommandAsync(string[] arguments, params (string Name, string? Value)[] settings) =>
        CommandRun.ProcessAsync(arguments, [("Graph__Neo4j__Password", Password), .. settings]);

    /// <summary>Asserts that log and graph are at the revision of a snapshot and that the graph is the one of the log, as <c>graph neo4j verify</c> does.</summary>
    internal async Task AssertGraphIsOfAsync(Snapshot snapshot, bool rulesMayBeMissing = false)
    {
        await using var log = await Neo4jLogStore.OpenToReadAsync(Address, Options, snapshot.Model, CancellationToken.None);
        var found = await Neo4jGraph.VerifyAsync(log, null, null, CancellationToken.None);
        Assert.Equal((snapshot.Head, snapshot.DocumentCount, snapshot.EdgeCount), (found.Head, found.NodeCount, found.EdgeCount));
        Assert.All(found.Drift, drift => Assert.True(rulesMayBeMissing && drift.Kind == DriftKind.RuleMissing, drift.ToString()));
    }

    /// <summary>The graph as lines of text, so that two moments can be compared.</summary>
    internal async Task<string> PictureAsync()
    {
        var nodes = await CypherAsync("MATCH (n:Entity) RETURN labels(n), properties(n)");
        var edges = await CypherAsync("MATCH (a:Entity)-[r]->(b:Entity) RETURN a.key, type(r), b.key, properties(r)");
        return string.Join('\n', nodes.Concat(edges).Select(row => JsonSerializer.Serialize(row)).Order(StringComparer.Ordinal));
    }

    /// <summary>Runs a statement past the store, as somebody does who alters or reads the database by hand.</summary>
    internal async Task<IReadOnlyList<object?[]>> CypherAsync(string statement, params (string Name, object? Value)[] parameters) =>
        (await api!.RunAsync(statement, parameters.ToDictionary(p => p.Name, p => p.Value), CancellationToken.None)).Rows;
}

/// <summary>The tests of the store, which share a server and take turns on it.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jTests : ICollectionFixture<Neo4jServer>
{
    public const string Name = "Neo4j";
}

/// <summary>The tests that kill their server over and over, and so have one of their own.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jKillingTests : ICollectionFixture<Neo4jServer>
{
    public const string Name = "Neo4j, killed";
}

/// <summary>The tests of the questions in Cypher. They have a server of their own: what it has planned is kept, and nothing is killed.</summary>
[CollectionDefinition(Name)]
public sealed class Neo4jQuestionsTests : ICollectionFixture<Neo4jServer>
{
    public const string Name = "Neo4j, questions";
}
