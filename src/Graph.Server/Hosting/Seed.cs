using Graph.Engine.Writing;
using Graph.Server.Import;

namespace Graph.Server.Hosting;

/// <summary>Fills an empty store. The seed goes through the import that users have, in one durable write: all of it or nothing.</summary>
public static class Seed
{
    /// <summary>The folder to seed from, or null where none is wanted or found.</summary>
    /// <exception cref="StartRefusedException">A folder was named and is not there.</exception>
    public static string? FindFolder(ServerOptions options)
    {
        if (options.Seed == ServerOptions.NoSeed)
        {
            return null;
        }

        if (options.Seed is { } named)
        {
            return Directory.Exists(named) ? named : throw new StartRefusedException([$"Graph:Seed: expected a folder or '{ServerOptions.NoSeed}', found '{named}'"]);
        }

        return Candidates().FirstOrDefault(Directory.Exists);
    }

    /// <summary>Loads a folder into an engine that holds nothing.</summary>
    public static Task<ImportReport> LoadAsync(
        GraphEngine engine, string folder, ServerOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var import = new ImportOptions { Actor = "seed", IsSeed = true, Limits = options.Import };
        return new Importer(engine, import).RunAsync(ImportFile.Find([folder], options.Import), progress, cancellationToken);
    }

    // Beside the program where it was published, else in the repository that the program was built in or is run from.
    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "seed");
        foreach (var start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "graph.sln")))
                {
                    yield return Path.Combine(folder.FullName, "seed");
                }
            }
        }
    }
}
