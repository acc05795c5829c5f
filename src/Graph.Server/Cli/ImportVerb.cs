using Graph.Engine.Model;
using Graph.Server.Hosting;
using Graph.Server.Import;
using Graph.Stores.Memory;

namespace Graph.Server.Cli;

/// <summary>Imports files into a store that no other process writes to.</summary>
internal static class ImportVerb
{
    public static async Task<int> RunAsync(
        GraphModel model, IReadOnlyList<string> paths, IReadOnlyDictionary<string, string?> commandLine, ImportOptions import, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        var files = ImportFile.Find(paths, options.Import);

        // A preview of a file that is not there is a preview of an empty store: it must not make one.
        var store = import.IsDryRun && StoreOpening.Neo4j(options) is null && !File.Exists(options.Database) ? new MemoryLogStore() : await StoreOpening.OpenAsync(options, model, cancellationToken);
        await using var engine = await Progress.OfReplayAsync(progress => EngineOpening.OpenAsync(store, model, options, progress, cancellationToken));
        if (import.IsSeed && engine.Current.Head.Revision > 0)
        {
            await error.WriteLineAsync($"FORBIDDEN: a seed fills an empty store, and {StoreOpening.Place(options)} is at revision {engine.Current.Head.Revision}: import without --as-seed, or name another store");
            return ExitCodes.Rejected;
        }

        var report = await Progress.OfImportAsync(progress => new Importer(engine, import with { Limits = options.Import }).RunAsync(files, progress, cancellationToken));
        ReportText.Write(report, output);
        await ReportText.WriteRejectsAsync(report, error);
        return report.Succeeded ? ExitCodes.Success : ExitCodes.Rejected;
    }
}
