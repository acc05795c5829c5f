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

    /// <summary>Whether a database has been made beside it before: one that is empty now has lost what it held.</summary>
    public bool HasMark => held.Length > 0;

    /// <summary>Locks the file itself, whichever name it is called by.</summary>
    public static ProcessLock Take(string databasePath)
    {
        var named = new FileInfo(databasePath);
        var path = (named.LinkTarget is null ? named : named.ResolveLinkTarget(returnFinalTarget: true)!).FullName + "-lock";
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

    /// <summary>Notes that a database has been made.</summary>
    public void Mark()
    {
        held.WriteByte((byte)'1');
        held.Flush(flushToDisk: true);
    }

    public void Dispose() => held.Dispose();
}
