using Graph.Engine.Log;

namespace Graph.Stores.Sqlite;

/// <summary>
/// Keeps a second process from writing to the same database: a lock on an empty file beside it, which the system takes away with
/// the process. The database itself must not be opened for it: closing it would drop the locks of SQLite.
/// </summary>
internal sealed class ProcessLock : IDisposable
{
    private readonly FileStream held;

    private ProcessLock(FileStream held) => this.held = held;

    public static ProcessLock Take(string databasePath)
    {
        var path = databasePath + "-lock";
        try
        {
            return new(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"The database {databasePath} cannot be opened for writing: its folder, or {path}, may not be written to.", isTransient: false, e);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new StoreException($"The database {databasePath} is in use by another process of Graph; only one writes to it at a time.", isTransient: true, e);
        }
    }

    public void Dispose() => held.Dispose();
}
