using Graph.Engine.Log;

namespace Graph.Stores.Sqlite;

/// <summary>
/// What SQLite is to open when a database is only read, so that nothing is left beside it and nothing need be writable:
/// <list type="number">
/// <item>no write-ahead log: nobody writes to the file, and SQLite is told that it does not change;</item>
/// <item>a write-ahead log and its index: a process writes, or was killed, and the file is read where it is;</item>
/// <item>a write-ahead log alone: a copy, whose index SQLite would have to make. Both are read from a folder that goes away again.</item>
/// </list>
/// </summary>
internal sealed class ReadingSource : IDisposable
{
    private readonly string path;
    private readonly DateTime writtenAt;
    private DirectoryInfo? temporary;

    private ReadingSource(string path)
    {
        this.path = path;
        writtenAt = File.GetLastWriteTimeUtc(path);
        DataSource = path;
    }

    /// <summary>What SQLite opens.</summary>
    public string DataSource { get; private set; }

    /// <summary>Whether the file was taken for one that does not change, and has changed.</summary>
    public bool WasWrittenTo => DataSource.StartsWith("file:", StringComparison.Ordinal) && (HasLog || File.GetLastWriteTimeUtc(path) != writtenAt);

    private string LogPath => path + "-wal";

    private bool HasLog => File.Exists(LogPath);

    public static ReadingSource Of(string named)
    {
        if (!File.Exists(named))
        {
            throw new StoreException($"There is no database {named}.", isTransient: false);
        }

        // What SQLite keeps beside a file lies beside the file that a link leads to.
        var source = new ReadingSource(File.ResolveLinkTarget(named, returnFinalTarget: true)?.FullName ?? named);
        if (!source.HasLog)
        {
            source.DataSource = Unchanging(source.path);
        }
        else if (!File.Exists(source.path + "-shm"))
        {
            source.CopyBoth();
        }

        return source;
    }

    public void Dispose() => temporary?.Delete(recursive: true);

    private static string Unchanging(string path)
    {
        var segments = path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString);
        return $"file:{(OperatingSystem.IsWindows() ? "///" : "")}{string.Join('/', segments)}?immutable=1";
    }

    private void CopyBoth()
    {
        temporary = Directory.CreateTempSubdirectory("graph-read-");
        try
        {
            DataSource = Path.Combine(temporary.FullName, "graph.db");
            File.Copy(path, DataSource);
            File.Copy(LogPath, DataSource + "-wal");
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
