using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using Microsoft.Data.Sqlite;

namespace Graph.Stores.Sqlite;

/// <summary>
/// Keeps the log in one SQLite file: write-ahead log, synchronous=FULL, one transaction for each batch.
/// </summary>
/// <remarks>
/// One process writes to a file at a time: it holds a lock on a file beside it, and a second one is refused. Where such locks
/// do not work, as on some network drives, the head is compared and swapped in the same transaction as the entries are kept, so
/// that the later of two writers is refused with <see cref="RevisionConflictException"/>. Readers need no lock.
/// </remarks>
public sealed class SqliteLogStore : ILogStore
{
    // A read is a range of so many entries or bytes, whichever comes first; in between nothing is held, or the WAL could not shrink.
    private const int RangeCountMax = 1_000;

    // Whoever wants one entry must not pay for a thousand: ranges grow while the reader goes on.
    private const int FirstRangeCount = 8;
    private const int RangeBytesMax = 8 << 20;

    private readonly SqliteFile file;
    private readonly SqliteConnection? writer;
    private readonly ProcessLock? processLock;
    private readonly ReadingSource? source;
    private readonly SemaphoreSlim writing = new(1, 1);

    private SqliteLogStore(SqliteFile file, SqliteConnection? writer, ProcessLock? processLock, ReadingSource? source)
    {
        this.file = file;
        this.writer = writer;
        this.processLock = processLock;
        this.source = source;
    }

    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <summary>
    /// Whether somebody has begun to write to a file that was opened to be read while nobody did. What was read since may be of two
    /// moments; opening it again reads along with the writer.
    /// </summary>
    public bool WasWrittenTo => source?.WasWrittenTo ?? false;

    /// <summary>What most often lies behind a file that is not whole.</summary>
    public string CopyHint => file.CopyHint;

    /// <summary>Opens a file for reading and writing; creates it, and the folders above it, where there is none.</summary>
    /// <exception cref="StoreException">The file is not ours, is damaged, is held by another process, or cannot be written.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static SqliteLogStore Open(string path) => Open(path, new());

    /// <summary>
    /// Opens a file that exists for reading only, also while another process writes to it, and also where nothing may be written.
    /// Nothing is left beside it.
    /// </summary>
    /// <exception cref="StoreException">There is no such file, it is not ours, or it is damaged.</exception>
    /// <exception cref="BrokenLogException">There are entries that the head does not know.</exception>
    public static SqliteLogStore OpenToRead(string path)
    {
        var named = Path.GetFullPath(path);
        return new SqliteFile(named, new()).Guard(() =>
        {
            var source = ReadingSource.Of(named);
            try
            {
                var file = new SqliteFile(named, new()) { Source = source.DataSource };
                return file.Guard(() =>
                {
                    using var connection = file.Connect(SqliteOpenMode.ReadOnly);
                    file.CheckFormat(connection);
                    SqliteFile.CheckHead(connection);
                    return new SqliteLogStore(file, null, null, source);
                });
            }
            catch
            {
                source.Dispose();
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => Task.FromResult(file.Guard(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = file.Connect(SqliteOpenMode.ReadOnly);
        return SqliteFile.Head(connection);
    }));

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var connection = file.Guard(() => file.Connect(SqliteOpenMode.ReadOnly));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT revision, hash, payload FROM log WHERE revision > $after ORDER BY revision LIMIT $count";
        var from = command.Parameters.AddWithValue("$after", after);
        var count = command.Parameters.AddWithValue("$count", FirstRangeCount);
        for (var rangeCount = FirstRangeCount; ; rangeCount = Math.Min(rangeCount * 8, RangeCountMax))
        {
            (from.Value, count.Value) = (after, rangeCount);
            var (range, failure) = ReadRange(command, cancellationToken);
            foreach (var record in range)
            {
                yield return record;
                after = record.Head.Revision;
            }

            if (failure is not null)
            {
                throw file.Translate(failure, after + 1);
            }

            if (range.Count == 0)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public async Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            file.Guard(() => Append(expected, batch));
        }
        finally
        {
            writing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => Task.FromResult(file.Guard(() =>
    {
        var values = new List<PersonalValue>();
        using var connection = file.Connect(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT digest, salt, value FROM personal ORDER BY rowid";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            values.Add(new(
                Convert.ToHexStringLower((byte[])reader[0]), (byte[])reader[1], reader.IsDBNull(2) ? null : reader.GetString(2)));
        }

        return (IReadOnlyList<PersonalValue>)values;
    }));

    /// <summary>
    /// Takes away the bytes that erased values have left behind: in free pages, between rows and in the write-ahead log. Takes as long
    /// as writing the file anew, and asks for as much free space; doing it twice does no harm.
    /// </summary>
    /// <exception cref="StoreException">Another program reads the file, or there is not enough space; nothing is lost, and it can be done again.</exception>
    public async Task ScrubAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            file.Guard(() => file.Scrub(writer ?? throw new InvalidOperationException("This store was opened to be read.")));
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Looks through every page of the file for damage; gives what was found.</summary>
    /// <exception cref="StoreException">The file cannot be read at all.</exception>
    public IReadOnlyList<string> FindDamage() => file.Guard(() =>
    {
        using var connection = file.Connect(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(20)";
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found is ["ok"] ? [] : found;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        writer?.Dispose();
        processLock?.Dispose();
        source?.Dispose();
        writing.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes what the file holds at one moment to a new file; a process that writes goes on meanwhile.</summary>
    internal void CopyTo(string path)
    {
        using var from = file.Guard(() => file.Connect(SqliteOpenMode.ReadOnly));
        var copy = new SqliteFile(path, new());
        copy.Guard(() =>
        {
            copy.CreateFolder();
            using var to = copy.Connect(SqliteOpenMode.ReadWriteCreate);
            from.BackupDatabase(to);
        });
    }

    internal static SqliteLogStore Open(string path, SqliteSettings settings)
    {
        var file = new SqliteFile(Path.GetFullPath(path), settings);
        return file.Guard(() =>
        {
            file.CreateFolder();
            var processLock = settings.LocksOutOtherProcesses ? ProcessLock.Take(file.Path) : null;
            SqliteConnection? writer = null;
            try
            {
                if (processLock is { HasMark: true } && new FileInfo(file.Path) is { Exists: true, Length: 0 })
                {
                    throw new StoreException($"The database {file.Path} is empty, and it was not before. Restore it from a backup, or remove it to begin anew.", isTransient: false);
                }

                writer = file.Connect(SqliteOpenMode.ReadWriteCreate);
                file.CreateOrCheck(writer);
                SqliteFile.CheckHead(writer);
                if (processLock is { HasMark: false })
                {
                    processLock.Mark();
                }

                return new SqliteLogStore(file, writer, processLock, null);
            }
            catch
            {
                writer?.Dispose();
                processLock?.Dispose();
                throw;
            }
        });
    }

    private void Append(LogHead expected, IReadOnlyList<LogRecord> batch)
    {
        if (writer is null)
        {
            throw new InvalidOperationException("This store was opened to be read.");
        }

        // The system goes on writing to a file that has no name any more, and nobody would find it again.
        if (!File.Exists(file.Path))
        {
            throw new StoreException($"The database {file.Path} is gone while it was in use; nothing more can be kept in it.", isTransient: false);
        }

        using var transaction = writer.BeginTransaction(deferred: false);
        if (SqliteFile.Head(writer) is var actual && actual != expected)
        {
            throw new RevisionConflictException(expected, actual);
        }

        if (batch.Count == 0)
        {
            return;
        }

        InsertEntries(transaction, batch);
        InsertPersonal(transaction, batch);
        ErasePersonal(transaction, batch);
        using var head = writer.CreateCommand();
        head.Transaction = transaction;
        head.CommandText = "UPDATE head SET revision = $revision, hash = $hash WHERE id = 1 AND revision = $expected";
        head.Parameters.AddWithValue("$revision", batch[^1].Head.Revision);
        head.Parameters.AddWithValue("$hash", Convert.FromHexString(batch[^1].Head.Hash));
        head.Parameters.AddWithValue("$expected", expected.Revision);
        if (head.ExecuteNonQuery() != 1)
        {
            throw new StoreException($"The database {file.Path} has no head; it was altered by hand.", isTransient: false);
        }

        transaction.Commit();
    }

    private void InsertEntries(SqliteTransaction transaction, IReadOnlyList<LogRecord> batch)
    {
        using var insert = writer!.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO log (revision, hash, payload) VALUES ($revision, $hash, $payload)";
        var revision = insert.Parameters.Add("$revision", SqliteType.Integer);
        var hash = insert.Parameters.Add("$hash", SqliteType.Blob);
        var payload = insert.Parameters.Add("$payload", SqliteType.Blob);
        foreach (var record in batch)
        {
            revision.Value = record.Head.Revision;
            hash.Value = Convert.FromHexString(record.Head.Hash);
            payload.Value = record.Payload.ToArray();
            insert.ExecuteNonQuery();
        }
    }

    private void InsertPersonal(SqliteTransaction transaction, IReadOnlyList<LogRecord> batch)
    {
        using var insert = writer!.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO personal (digest, salt, value) VALUES ($digest, $salt, $value)";
        var digest = insert.Parameters.Add("$digest", SqliteType.Blob);
        var salt = insert.Parameters.Add("$salt", SqliteType.Blob);
        var text = insert.Parameters.Add("$value", SqliteType.Text);
        foreach (var value in batch.SelectMany(r => r.Personal))
        {
            digest.Value = Convert.FromHexString(value.Digest);
            salt.Value = value.Salt;
            text.Value = (object?)value.Value ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }
    }

    private void ErasePersonal(SqliteTransaction transaction, IReadOnlyList<LogRecord> batch)
    {
        using var erase = writer!.CreateCommand();
        erase.Transaction = transaction;
        erase.CommandText = "UPDATE personal SET value = NULL, salt = x'' WHERE digest = $digest";
        var digest = erase.Parameters.Add("$digest", SqliteType.Blob);
        foreach (var erased in batch.SelectMany(r => r.Erased))
        {
            digest.Value = Convert.FromHexString(erased);
            erase.ExecuteNonQuery();
        }
    }

    private static (List<LogRecord> Range, SqliteException? Failure) ReadRange(SqliteCommand command, CancellationToken cancellationToken)
    {
        var range = new List<LogRecord>();
        try
        {
            var byteCount = 0;
            using var reader = command.ExecuteReader();
            while (byteCount < RangeBytesMax && reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var payload = (byte[])reader[2];
                byteCount += payload.Length;
                range.Add(new(new(reader.GetInt64(0), Convert.ToHexStringLower((byte[])reader[1])), payload, []));
            }
        }
        catch (SqliteException e)
        {
            return (range, e);
        }

        return (range, null);
    }
}
