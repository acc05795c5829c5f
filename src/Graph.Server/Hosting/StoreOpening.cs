using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Stores.Checkpoint;
using Graph.Stores.Neo4j;
using Graph.Stores.Sqlite;

namespace Graph.Server.Hosting;

/// <summary>Which store the operator has chosen, and how it is opened.</summary>
internal static class StoreOpening
{
    private const string Neo4jMark = "neo4j:";
    private const string CheckpointEnding = ".checkpoint";
    private const string SnapshotsEnding = ".snapshots";

    // The longest wait that the library for retries takes.
    private static readonly TimeSpan RetryDelayLongest = TimeSpan.FromDays(1);

    /// <summary>What is wrong with the choice.</summary>
    public static IEnumerable<string> Faults(ServerOptions options)
    {
        foreach (var (name, delay) in ((string, TimeSpan)[])[(nameof(Neo4jOptions.RetryDelay), options.Neo4j.RetryDelay), (nameof(Neo4jOptions.RetryDelayMax), options.Neo4j.RetryDelayMax)])
        {
            if (delay > RetryDelayLongest)
            {
                yield return $"Graph:Neo4j:{name}: expected a time of at most a day, found {delay}";
            }
        }

        if (options.Store == ServerOptions.SqliteStore)
        {
            yield break;
        }

        if (!IsNeo4j(options.Store))
        {
            // What has an @ may have a password before it.
            var found = options.Store.Contains('@', StringComparison.Ordinal) ? "something else" : $"'{options.Store}'";
            yield return $"Graph:Store: expected {ServerOptions.SqliteStore}, or an address such as {Neo4jMark}http://neo4j@localhost:7474/neo4j, found {found}";
        }
        else if (!Neo4jAddress.TryParse(options.Store[Neo4jMark.Length..], out var address, out var fault))
        {
            yield return "Graph:Store: " + fault;
        }
        else if (options.Neo4j.ReadPassword() is var (password, passwordFault) && passwordFault is not null)
        {
            yield return passwordFault;
        }
        else if (address.User is { } user && password is null)
        {
            yield return $"Graph:Neo4j: expected the password of '{user}' in Password (Graph__Neo4j__Password) or the path of a file that holds it in PasswordFile, found neither";
        }
    }

    /// <summary>The address of a Neo4j; null where the store is a file.</summary>
    public static Neo4jAddress? Neo4j(ServerOptions options) =>
        IsNeo4j(options.Store) && Neo4jAddress.TryParse(options.Store[Neo4jMark.Length..], out var address, out _) ? address : null;

    /// <summary>Whether a place where a log lies is written as an address of Neo4j rather than as the path of a file.</summary>
    public static bool IsNeo4j(string place) => place.StartsWith(Neo4jMark, StringComparison.Ordinal);

    /// <summary>Where the log lies, for people.</summary>
    public static string Place(ServerOptions options) => Neo4j(options)?.ToString() ?? options.Database;

    /// <summary>The folder in which a server keeps checkpoints of its graph; null where it keeps none.</summary>
    public static string? Snapshots(ServerOptions options) =>
        options.Checkpoint == ServerOptions.NoCheckpoint ? null : (options.Checkpoint ?? options.Database) + SnapshotsEnding;

    /// <summary>Opens the store; creates what is missing of it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static async Task<ILogStore> OpenAsync(ServerOptions options, GraphModel model, CancellationToken cancellationToken) => Neo4j(options) is { } address
        ? await Neo4jLogStore.OpenAsync(address, options.Neo4j, model, cancellationToken)
        : SqliteLogStore.Open(options.Database);

    /// <summary>Opens the store for reading alone: nothing is made, and it may be in use.</summary>
    /// <exception cref="StoreException">It cannot be used, or there is none.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static async Task<ILogStore> OpenToReadAsync(ServerOptions options, GraphModel model, CancellationToken cancellationToken) => Neo4j(options) is { } address
        ? await Neo4jLogStore.OpenToReadAsync(address, options.Neo4j, model, cancellationToken)
        : SqliteLogStore.OpenToRead(options.Database);

    /// <summary>Opens the store as a server does: waits for one that is being started as well, and has a checkpoint before one that is far away.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static async Task<ILogStore> OpenToServeAsync(ServerOptions options, GraphModel model, Action<string> tell, CancellationToken cancellationToken)
    {
        if (Neo4j(options) is { } address)
        {
            await Neo4jLogStore.WaitAsync(address, options.Neo4j, tell, cancellationToken);
        }

        var store = await OpenAsync(options, model, cancellationToken);
        if (!store.IsShared || options.Checkpoint == ServerOptions.NoCheckpoint)
        {
            return store;
        }

        try
        {
            return await CheckpointedLogStore.OpenAsync(store, options.Checkpoint ?? options.Database + CheckpointEnding, tell, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
