using Graph.Engine.Log;
using Graph.Stores.Memory;
using Graph.Stores.Sqlite;

namespace Graph.Tests.Stores;

/// <summary>The contract for the reference.</summary>
public sealed class MemoryLogStoreTests : LogStoreContract, IDisposable
{
    private readonly MemoryLogStore store = new();

    public void Dispose() => store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    protected override ILogStore Open() => store;
}

/// <summary>The contract for SQLite.</summary>
public sealed class SqliteLogStoreTests : LogStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override ILogStore Open() => SqliteLogStore.Open(folder.File("graph.db"));
}
