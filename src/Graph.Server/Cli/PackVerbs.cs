using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Server.Export.Packs;
using Graph.Server.Hosting;
using Graph.Server.Identity;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Makes evidence packs from a store as a server of the same settings does, and compares a pack with its hashes and with the log that it is of.</summary>
internal static class PackVerbs
{
    private const string Organisation = "organisation";

    /// <summary>Writes the pack of a system, or of the organisation, to a file that is not there yet.</summary>
    public static async Task<int> ExportAsync(GraphModel model, string of, IReadOnlyDictionary<string, string?> commandLine, string to, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        if (Path.Exists(to))
        {
            await error.WriteLineAsync($"CONFLICT: expected the name of a file that is not there yet, found '{to}'");
            return ExitCodes.Usage;
        }

        await using var engine = await OpenAsync(model, options, cancellationToken);
        using var history = new History(engine);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var request = new RequestContext(engine, history, new ViewCache(1, 1), options.Api, new Caller("local", null, null, RoleSet.All), ending);
        var scope = await request.OpenAsync(ViewAsked.Now, cancellationToken);
        var system = of == Organisation ? null : scope.View.Snapshot.Document(of);
        if (of != Organisation && system?.Kind != AiSystemKind.Kind)
        {
            await error.WriteLineAsync($"NOT_FOUND: expected '{Organisation}' or the key of an AiSystem, found '{of}'");
            return ExitCodes.Usage;
        }

        try
        {
            await WriteAsync(scope, system, Path.GetFullPath(to), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"BAD_REQUEST: expected a place where a file can be written, found '{to}': {e.Message}");
            return ExitCodes.Usage;
        }

        await output.WriteLineAsync($"Wrote {to}: revision {scope.View.Snapshot.Head.Revision}, {scope.View.On:yyyy-MM-dd}.");
        return ExitCodes.Success;
    }

    private static Task<GraphEngine> OpenAsync(GraphModel model, ServerOptions options, CancellationToken cancellationToken) => ReadingAlong.ReadAsync(
        () => StoreOpening.OpenToReadAsync(options, model, cancellationToken),
        store => Progress.OfReplayAsync(progress => EngineOpening.OpenAsync(store, model, options, progress, cancellationToken)));

    private static async Task WriteAsync(ViewScope scope, Document? system, string to, CancellationToken cancellationToken)
    {
        // Beside its place first: what is stopped leaves no half of a pack under its name.
        var part = to + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using (var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write))
        {
        }

        try
        {
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                await new EvidencePack(scope, system).WriteAsync(file, cancellationToken);
            }

            File.Move(part, to, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            File.Delete(to);
            throw;
        }
    }

    /// <summary>Compares every file of a pack with its hashes, and the head that it names with the log of a database, in a file or in Neo4j, where one is given.</summary>
    public static async Task<int> VerifyAsync(GraphModel model, string pack, string? database, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        PackVerification found;
        try
        {
            await using var file = new FileStream(pack, FileMode.Open, FileAccess.Read);
            found = await PackVerification.OfAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"PACK: {pack} is no pack, or was cut short: {e.Message}");
            return ExitCodes.Pack;
        }

        var faults = found.Faults.ToList();
        if (database is not null && faults.Count == 0)
        {
            if (await HashAtAsync(model, database, found.Revision, cancellationToken) != found.Hash)
            {
                faults.Add($"{EvidencePack.HeadFile}: the log in {database} has another hash at revision {found.Revision}");
            }
        }

        foreach (var fault in faults)
        {
            await error.WriteLineAsync("PACK: " + fault);
        }

        if (faults.Count > 0)
        {
            return ExitCodes.Pack;
        }

        await output.WriteLineAsync($"revision {found.Revision}");
        await output.WriteLineAsync($"hash     {found.Hash}");
        if (found.AssumedCount > 0)
        {
            await output.WriteLineAsync($"What if: {found.AssumedCount} changes are assumed in it that no log holds.");
        }

        await output.WriteLineAsync($"All {found.FileCount} files are as they were written{(database is null ? "" : ", and the log is the one that they are of")}.");
        return ExitCodes.Success;
    }

    // Only Neo4j has settings: its password.
    private static Task<string?> HashAtAsync(GraphModel model, string database, long revision, CancellationToken cancellationToken) => ReadingAlong.ReadAsync(
        async () => StoreOpening.IsNeo4j(database)
            ? await StoreOpening.OpenToReadAsync(ServerConfiguration.Read(ServerConfiguration.Sources(new Dictionary<string, string?> { ["Graph:Store"] = database }), listens: false), model, cancellationToken)
            : SqliteLogStore.OpenToRead(database),
        async store =>
        {
            await using (store)
            {
                return await HashAtAsync(store, revision, cancellationToken);
            }
        });

    // A pack of before the first change is of the empty log.
    private static async Task<string?> HashAtAsync(ILogStore store, long revision, CancellationToken cancellationToken)
    {
        if (revision == LogHead.Empty.Revision)
        {
            return LogHead.Empty.Hash;
        }

        await foreach (var record in store.ReadAsync(revision - 1, cancellationToken))
        {
            return record.Head.Hash;
        }

        return null;
    }
}
