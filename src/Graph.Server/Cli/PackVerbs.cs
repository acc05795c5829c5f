using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Server.Export.Packs;
using Graph.Server.Hosting;
using Graph.Server.Identity;

namespace Graph.Server.Cli;

/// <summary>Makes evidence packs from a store as a server of the same settings does, and compares a pack with its hashes and with the log that it is of.</summary>
internal static class PackVerbs
{
    // Whoever altered one file of a pack altered others too; the first ones are enough to see it.
    private const int FaultCountMax = 10;

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
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var history = new History(engine);
        using var request = Request(engine, history, options, ending);
        var scope = await request.OpenAsync(ViewAsked.Now, cancellationToken);
        if (!TryFind(scope, of, out var system))
        {
            await error.WriteLineAsync($"NOT_FOUND: expected '{PackHead.Organisation}' or the key of an AiSystem, found '{of}'");
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

    private static RequestContext Request(GraphEngine engine, History history, ServerOptions options, CancellationTokenSource ending) =>
        new(engine, history, new ViewCache(1, 1), options.Api, new Caller("local", null, null, RoleSet.All), ending);

    private static bool TryFind(ViewScope scope, string of, out Document? system)
    {
        system = of == PackHead.Organisation ? null : scope.View.Snapshot.Document(of);
        return of == PackHead.Organisation || system?.Kind == AiSystemKind.Kind;
    }

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

    /// <summary>
    /// Compares every file of a pack with the hashes beside it, which anybody can make; and where a database is given, in a file or in Neo4j, with the pack that is made
    /// again from its log.
    /// </summary>
    public static async Task<int> VerifyAsync(GraphModel model, string pack, string? database, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var file = OpenPack(pack);
        PackVerification found;
        try
        {
            found = await PackVerification.OfAsync(file, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            await error.WriteLineAsync($"PACK: {pack} is no pack, or was cut short: {e.Message}");
            return ExitCodes.Pack;
        }

        if (found.Faults.Count > 0)
        {
            return await RefuseAsync(found.Faults, error);
        }

        var head = found.Head!;
        await output.WriteLineAsync($"revision {head.Revision}");
        await output.WriteLineAsync($"hash     {head.Hash}");
        if (head.Assumed is { } assumed)
        {
            await output.WriteLineAsync($"What if: {assumed.Count} changes are assumed in it that no log holds.");
        }

        var whole = $"The {found.Hashes.Count} files are those that {PackWriter.Sums} lists, and the seal fits";
        if (database is null)
        {
            await output.WriteLineAsync($"{whole}. Anybody can make both anew: whether the files are what the graph gave is not known. With --database the pack is made again and compared.");
            return ExitCodes.Success;
        }

        Dictionary<string, string?> place = StoreOpening.IsNeo4j(database) ? new() { ["Graph:Store"] = database } : new() { ["Graph:Store"] = ServerOptions.SqliteStore, ["Graph:Database"] = database };
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(place), listens: false);
        await using var engine = await OpenAsync(model, options, cancellationToken);
        if (head.Revision > engine.Current.Head.Revision || (await engine.AsOfAsync(head.Revision!.Value, cancellationToken)).Head.Hash != head.Hash)
        {
            return await RefuseAsync([$"{PackHead.File}: the log in {database} {(head.Revision > engine.Current.Head.Revision ? $"ends at revision {engine.Current.Head.Revision}" : $"has another hash at revision {head.Revision}")}"], error);
        }

        if (head.Hindrance is { } hindrance)
        {
            await output.WriteLineAsync($"{whole}; the log in {database} has this hash at this revision.");
            await error.WriteLineAsync($"NOT_COMPARED: whether the files are what that log gives was not checked: {hindrance}");
            return ExitCodes.NotCompared;
        }

        return await CompareAsync(engine, options, file, found, output, error, cancellationToken);
    }

    private static FileStream OpenPack(string pack)
    {
        try
        {
            return new(pack, FileMode.Open, FileAccess.Read);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FileNotFoundException(e.Message, e);
        }
    }

    private static async Task<int> RefuseAsync(IReadOnlyList<string> faults, TextWriter error)
    {
        foreach (var fault in faults.Take(FaultCountMax))
        {
            await error.WriteLineAsync("PACK: " + fault);
        }

        if (faults.Count > FaultCountMax)
        {
            await error.WriteLineAsync($"PACK: and {faults.Count - FaultCountMax} more");
        }

        return ExitCodes.Pack;
    }

    private static async Task<int> CompareAsync(GraphEngine engine, ServerOptions options, Stream file, PackVerification found, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var history = new History(engine);
        using var request = Request(engine, history, options, ending);
        var scope = await request.OpenAsync(found.Head!.Stamp!, null, cancellationToken);
        if (!TryFind(scope, found.Head.Subject!, out var system))
        {
            return await RefuseAsync([$"{PackHead.File}: the log has no AiSystem '{found.Head.Subject}' at revision {found.Head.Revision}"], error);
        }

        await using var made = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        await new EvidencePack(scope, system).WriteAsync(made, cancellationToken);
        var compared = await PackComparison.OfAsync(file, found, made, cancellationToken);
        if (compared.Faults.Count > 0)
        {
            return await RefuseAsync(compared.Faults, error);
        }

        await output.WriteLineAsync(
            $"Made again, all {found.Hashes.Count} files are the same{(compared.Erased.Count > 0 ? ", erased names apart" : "")}, and the log is the one that they are of.");
        foreach (var (name, count) in compared.Erased)
        {
            await output.WriteLineAsync($"{name}: {count} {(count == 1 ? "value holds" : "values hold")} a name that was erased since; whether it is the one that stood there cannot be known.");
        }

        return ExitCodes.Success;
    }
}
