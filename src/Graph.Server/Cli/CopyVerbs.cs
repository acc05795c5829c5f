using Graph.Engine.Model;
using Graph.Server.Hosting;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Backup and restore: a copy of one moment, put in its place only when all of it has been verified.</summary>
internal static class CopyVerbs
{
    public static async Task<int> BackupAsync(GraphModel model, IReadOnlyDictionary<string, string?> commandLine, string to, TextWriter output, CancellationToken cancellationToken)
    {
        await CopyAsync(model, Database(commandLine), to, output, cancellationToken);
        await output.WriteLineAsync($"The backup is {Path.GetFullPath(to)}. It holds names of people: keep it as safe as the database.");
        return ExitCodes.Success;
    }

    public static async Task<int> RestoreAsync(GraphModel model, IReadOnlyDictionary<string, string?> commandLine, string from, TextWriter output, CancellationToken cancellationToken)
    {
        var database = Database(commandLine);
        await CopyAsync(model, from, database, output, cancellationToken);
        await output.WriteLineAsync($"The database is {Path.GetFullPath(database)}. Names that were erased after the backup was made are back: erase them again.");
        return ExitCodes.Success;
    }

    private static string Database(IReadOnlyDictionary<string, string?> commandLine)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        return StoreOpening.Neo4j(options) is { } address
            ? throw new StartRefusedException([$"Graph:Store: expected {ServerOptions.SqliteStore}, whose file is copied, found {address}: a database of Neo4j is copied with neo4j-admin database dump and load, and its log with graph copy"])
            : options.Database;
    }

    private static async Task CopyAsync(GraphModel model, string from, string to, TextWriter output, CancellationToken cancellationToken)
    {
        using var copy = await SqliteCopy.MakeAsync(from, to);
        await using (var store = SqliteLogStore.OpenToRead(copy.Path))
        {
            await VerifyVerb.CheckAsync(model, store, from, output, cancellationToken);
        }

        copy.Finish();
    }
}
