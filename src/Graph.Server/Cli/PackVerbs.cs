using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Export.Packs;
using Graph.Server.Identity;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Makes evidence packs from a file, and compares a pack with its hashes and with the log that it is of.</summary>
internal static class PackVerbs
{
    /// <summary>Writes the pack of a system, or of the organisation, to a file that is not there yet.</summary>
    public static async Task<int> ExportAsync(GraphModel model, string of, string database, string to, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var store = SqliteLogStore.OpenToRead(database);
        await using var engine = await Progress.OfReplayAsync(progress => GraphEngine.OpenAsync(model, store, new(), TimeProvider.System, progress, cancellationToken));
        using var history = new History(engine);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var request = new RequestContext(engine, history, new ViewCache(1, 1), new ApiOptions(), new Caller("local", null, null, RoleSet.All), ending);
        var scope = await request.OpenAsync(ViewAsked.Now, cancellationToken);
        var system = of == "organisation" ? null : scope.View.Snapshot.Document(of);
        if (of != "organisation" && system?.Kind != AiSystemKind.Kind)
        {
            await error.WriteLineAsync($"NOT_FOUND: expected 'organisation' or the key of an AiSystem, found '{of}'");
            return ExitCodes.Usage;
        }

        if (File.Exists(to))
        {
            await error.WriteLineAsync($"CONFLICT: expected the name of a file that is not there yet, found '{to}'");
            return ExitCodes.Usage;
        }

        // Beside its place first: what is stopped leaves no half of a pack under its name.
        var part = to + ".part";
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

        await output.WriteLineAsync($"Wrote {to}: revision {scope.View.Snapshot.Head.Revision}, {scope.View.On:yyyy-MM-dd}.");
        return ExitCodes.Success;
    }

    /// <summary>Compares every file of a pack with its hashes, and the head that it names with the log of a database, where one is given.</summary>
    public static async Task<int> VerifyAsync(string pack, string? database, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        PackVerification found;
        try
        {
            await using var file = new FileStream(pack, FileMode.Open, FileAccess.Read);
            found = await PackVerification.OfAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException)
        {
            await error.WriteLineAsync($"PACK: {pack} is no pack, or was cut short: {e.Message}");
            return ExitCodes.Pack;
        }

        var faults = found.Faults.ToList();
        if (database is not null && faults.Count == 0)
        {
            await using var store = SqliteLogStore.OpenToRead(database);
            if (await HashAtAsync(store, found.Revision, cancellationToken) != found.Hash)
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

    // A pack of before the first change is of the empty log.
    private static async Task<string?> HashAtAsync(SqliteLogStore store, long revision, CancellationToken cancellationToken)
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
