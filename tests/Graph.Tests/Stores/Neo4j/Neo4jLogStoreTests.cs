using Graph.Engine.Log;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>The contract for Neo4j.</summary>
[NeedsNeo4j]
[Collection(Neo4jTests.Name)]
public sealed class Neo4jLogStoreTests(Neo4jServer server) : LogStoreContract, IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override ILogStore Open() => server.OpenAsync().GetAwaiter().GetResult();
}

/// <summary>The writer over Neo4j.</summary>
[NeedsNeo4j]
[Collection(Neo4jTests.Name)]
public sealed class Neo4jWritingTests(Neo4jServer server) : WritingContract, IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected override ILogStore Open() => server.OpenAsync().GetAwaiter().GetResult();
}
