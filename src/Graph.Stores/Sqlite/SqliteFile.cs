using System.Globalization;
using Graph.Engine.Log;
using Microsoft.Data.Sqlite;

namespace Graph.Stores.Sqlite;

/// <summary>The file behind a store: how it is created, recognised and connected to, and what its errors mean.</summary>
internal sealed class SqliteFile(string path, SqliteSettings settings)
{
    /// <summary>The format of the file, in its header. The format of the entries has its own version.</summary>
    private const int FormatVersion = 1;

    // "Grph" in the header of the file, so that a database of somebody else is never taken for ours.
    private const int ApplicationId = 0x47727068;
    private const int BusySecondsMax = 5;

    public string Path { get; } = path;

    /// <summary>What SQLite opens, where that is not the path itself.</summary>
    public string? Source { get; init; }

    /// <summary>What most often lies behind a file that is not whole.</summary>
    public string CopyHint => $"If it is a copy of a database that was in use, copy {System.IO.Path.GetFileName(Path)}-wal along with it, or stop Graph before you copy";

    /// <summary>Runs something that touches the file; failures of the world come out as <see cref="StoreException"/>.</summary>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e)
        {
            throw Translate(e, brokenAt: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The database {Path} cannot be used: {e.Message}", isTransient: false, e);
        }
    }

    public void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    /// <summary>What an error of SQLite means to people; damage met while reading the log names the revision.</summary>
    public Exception Translate(SqliteException e, long? brokenAt) => e.SqliteErrorCode switch
    {
        SqliteCode.Busy or SqliteCode.Locked =>
            new StoreException($"The database {Path} is busy: another program holds it.", isTransient: true, e),
        SqliteCode.Corrupt or SqliteCode.NotADatabase when brokenAt is { } revision =>
            new BrokenLogException(revision, $"the database {Path} is damaged here (SQLite says: {Said(e)}). Restore it from a backup.", e),
        SqliteCode.NotADatabase =>
            new StoreException($"The file {Path} is not a database, or its beginning is damaged.", isTransient: false, e),
        SqliteCode.Corrupt =>
            new StoreException($"The database {Path} is damaged (SQLite says: {Said(e)}). Restore it from a backup. {CopyHint}.", isTransient: false, e),
        SqliteCode.ReadOnly or SqliteCode.CannotOpen or SqliteCode.Permission =>
            new StoreException($"The database {Path} cannot be opened for writing: check that its folder exists and may be written to.", isTransient: false, e),
        SqliteCode.Full =>
            new StoreException($"The disk of the database {Path} is full.", isTransient: true, e),
        _ => new StoreException($"The database {Path} failed; SQLite says: {Said(e)}.", isTransient: false, e),
    };

    public void CreateFolder()
    {
        if (Directory.Exists(Path))
        {
            throw new StoreException($"Expected a file for the database, found the folder {Path}.", isTransient: false);
        }

        Directory.CreateDirectory(Folder);
    }

    public SqliteConnection Connect(SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = Source ?? Path, Mode = mode, Pooling = false, DefaultTimeout = BusySecondsMax };
        if (settings.FileSystem is { } fileSystem)
        {
            text.Vfs = fileSystem;
        }

        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA synchronous = {settings.Synchronous}");
            if (settings.Synchronous == "FULL" && Number(connection, "PRAGMA synchronous") is var synchronous and not 2)
            {
                throw new StoreException($"Expected the database {Path} to be synchronous=FULL (2), found {synchronous}.", isTransient: false);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void CreateOrCheck(SqliteConnection connection)
    {
        if (IsEmpty(connection))
        {
            Create(connection);
        }

        CheckFormat(connection);
        if (Text(connection, "PRAGMA journal_mode = WAL") is var mode and not "wal")
        {
            throw new StoreException($"Expected the database {Path} to use a write-ahead log, found {mode}.", isTransient: false);
        }

        // The names of the files must be as durable as what is in them, before the first acknowledgement.
        DurableFolder.Sync(Folder);
    }

    public void CheckFormat(SqliteConnection connection)
    {
        if (IsEmpty(connection))
        {
            throw new StoreException($"The database {Path} is empty. {CopyHint}.", isTransient: false);
        }

        if (Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new StoreException($"The file {Path} is a database, but not one of Graph.", isTransient: false);
        }

        if (Number(connection, "PRAGMA user_version") is var version and not FormatVersion)
        {
            throw new StoreException($"The database {Path} has format {version}; this program reads format {FormatVersion}. Use the version of Graph that wrote it, or a newer one.", isTransient: false);
        }

        if (Number(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('log', 'head', 'personal')") != 3)
        {
            throw new StoreException($"The database {Path} lacks tables: it is damaged or was altered by hand.", isTransient: false);
        }
    }

    /// <summary>Refuses entries that the head does not know: they were not written by Graph, or the head was set back.</summary>
    /// <exception cref="BrokenLogException">There are such entries.</exception>
    public static void CheckHead(SqliteConnection connection)
    {
        // One statement sees one moment, also while another process writes.
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT revision, (SELECT max(revision) FROM log) FROM head WHERE id = 1";
        using var reader = command.ExecuteReader();
        if (reader.Read() && !reader.IsDBNull(1) && reader.GetInt64(0) is var head && reader.GetInt64(1) is var last && last > head)
        {
            throw new BrokenLogException(head + 1, $"the head is at revision {head}, and the entries go on to {last}");
        }
    }

    public static LogHead Head(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT revision, hash FROM head WHERE id = 1";
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new(reader.GetInt64(0), Convert.ToHexStringLower((byte[])reader[1]))
            : throw new StoreException($"The database {connection.DataSource} has no head: it is damaged or was altered by hand.", isTransient: false);
    }

    /// <summary>Writes the file anew without what nobody reads any more, and empties the write-ahead log.</summary>
    /// <exception cref="StoreException">Somebody reads the log.</exception>
    public void Scrub(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA secure_delete = ON");
        Execute(connection, "VACUUM");
        if (Number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            throw new StoreException($"The database {Path} is being read by another program, so that its write-ahead log cannot be emptied and still holds what was erased. Do it again when nobody reads.", isTransient: true);
        }
    }

    // Its own words stand in quotes after a number that tells people nothing.
    private static string Said(SqliteException e) => e.Message.Split('\'', 2) is [_, var words] ? words.TrimEnd('.', '\'') : e.Message;

    private static bool IsEmpty(SqliteConnection connection) =>
        Number(connection, "SELECT count(*) FROM sqlite_schema") == 0 && Number(connection, "PRAGMA application_id") == 0;

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private void Create(SqliteConnection connection)
    {
        Execute(connection, $"PRAGMA page_size = {settings.PageBytes}");
        Execute(connection, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, """
            CREATE TABLE log (revision INTEGER PRIMARY KEY, hash BLOB NOT NULL, payload BLOB NOT NULL) STRICT;
            CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
            CREATE TABLE personal (digest BLOB NOT NULL UNIQUE, salt BLOB NOT NULL, value TEXT) STRICT;
            """, transaction);
        Execute(connection, $"INSERT INTO head VALUES (1, 0, x'{LogHead.Empty.Hash}')", transaction);
        Execute(connection, $"PRAGMA application_id = {ApplicationId}", transaction);
        Execute(connection, $"PRAGMA user_version = {FormatVersion}", transaction);
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql) => Convert.ToInt64(Scalar(connection, sql), CultureInfo.InvariantCulture);

    private static string? Text(SqliteConnection connection, string sql) => Scalar(connection, sql) as string;

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The result codes that mean something to people.</summary>
    private static class SqliteCode
    {
        public const int Permission = 3;
        public const int Busy = 5;
        public const int Locked = 6;
        public const int ReadOnly = 8;
        public const int Corrupt = 11;
        public const int Full = 13;
        public const int CannotOpen = 14;
        public const int NotADatabase = 26;
    }
}
