using Graph.Engine.Log;

namespace Graph.Stores.Sqlite;

/// <summary>
/// A copy of a database that is being made, of one moment, also while another process writes to it. It lies beside its place until
/// <see cref="Finish"/>, so that nobody takes a part, or what was not checked, for the whole; unfinished it goes away again.
/// </summary>
public sealed class SqliteCopy : IDisposable
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", "-journal"];

    private readonly string place;

    private SqliteCopy(string place)
    {
        this.place = place;
        Path = place + ".part";
    }

    /// <summary>Where the copy lies until it is finished.</summary>
    public string Path { get; }

    private string Folder => System.IO.Path.GetDirectoryName(place)!;

    /// <summary>Copies the log and the personal values beside it.</summary>
    /// <param name="from">The database; it may be in use.</param>
    /// <param name="to">The place of the copy; folders above it are made.</param>
    /// <exception cref="StoreException">There is something at the place already, the database cannot be read, or the copy cannot be written.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static async Task<SqliteCopy> MakeAsync(string from, string to)
    {
        var copy = new SqliteCopy(System.IO.Path.GetFullPath(to));
        copy.CheckPlace();
        try
        {
            bool wasWrittenTo;
            do
            {
                await using var source = SqliteLogStore.OpenToRead(from);
                new SqliteFile(copy.Path, new()).Guard(copy.Dispose);       // What another try, or a process that was killed, left.
                source.CopyTo(copy.Path);
                wasWrittenTo = source.WasWrittenTo;
            }
            while (wasWrittenTo);

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Puts the copy in its place, durably.</summary>
    /// <exception cref="StoreException">Something was put there meanwhile, or nothing may be written there.</exception>
    public void Finish() => new SqliteFile(place, new()).Guard(() =>
    {
        CheckPlace();
        File.Move(Path, place, overwrite: false);
        DurableFolder.Sync(Folder);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Array.ForEach(Suffixes, suffix => File.Delete(Path + suffix));
        }
    }

    // The write-ahead log of a database that is gone would be taken for that of the copy.
    private void CheckPlace()
    {
        foreach (var path in new[] { place, place + "-wal" })
        {
            if (System.IO.Path.Exists(path))
            {
                throw new StoreException($"Expected no file {path}: nothing is written over a database. Move it away first, or name another file.", isTransient: false);
            }
        }
    }
}
