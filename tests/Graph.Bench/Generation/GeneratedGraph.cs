using System.Diagnostics;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Generation;

/// <summary>A generated graph as a SQLite file, kept under <c>artifacts/</c> so that it is drawn once.</summary>
internal static class GeneratedGraph
{
    // Part of the file's name: a change of what is drawn must not meet an old file.
    private const int Version = 5;
    private const int GroupCount = 512;

    /// <summary>The file of a size and seed; draws it through the engine where there is none.</summary>
    public static async Task<string> FileAsync(GraphSize size, ulong seed, string folder, TextWriter output)
    {
        var path = Path.Combine(folder, $"bench-{size.Name}-{seed}-v{Version}.db");
        if (File.Exists(path))
        {
            return path;
        }

        Directory.CreateDirectory(folder);
        var unfinished = path + ".part";
        Delete(unfinished);
        var watch = Stopwatch.StartNew();
        await using (var engine = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.Open(unfinished), new(), BenchClock.Instance, null, default))
        {
            foreach (var group in new GraphGenerator(size, seed).Changes().Chunk(GroupCount))
            {
                var results = await engine.ApplyAllAsync(group, default);
                if (results.FirstOrDefault(r => !r.Accepted) is { } refused)
                {
                    throw new InvalidOperationException(string.Join('\n', refused.Violations));
                }
            }

            output.WriteLine($"drew {engine.Current.DocumentCount} documents and {engine.Current.EdgeCount} edges in {watch.Elapsed.TotalSeconds:F1} s (seed {seed})");
        }

        File.Move(unfinished, path);
        Delete(unfinished);
        return path;
    }

    /// <summary>A file of its own for a benchmark that writes.</summary>
    public static string Copy(string path)
    {
        var copy = path + $".{Guid.NewGuid():N}";
        File.Copy(path, copy);
        return copy;
    }

    public static void Delete(string path)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm", "-lock", "-tokens", "-tokens-lock" })
        {
            File.Delete(path + suffix);
        }
    }
}
