using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using Graph.Stores.Sqlite;

namespace Graph.Stores.Checkpoint;

/// <summary>
/// A store far away with a copy of its entries in a file beside the server, so that a start reads the file and asks only for what is
/// newer. The file is a cache: it holds no personal value, is compared with the store before it is used, and is made anew where
/// anything about it is wrong. Nothing ever waits for the disk to have it, and without it everything works, only slower.
/// </summary>
public sealed class CheckpointedLogStore : ILogStore
{
    // So many entries are written at once; those that are not yet when the process dies are asked for at the next start.
    private const int UnwrittenCountMax = 256;
    private const int UnwrittenBytesMax = 8 << 20;

    private readonly ILogStore store;
    private readonly string path;
    private readonly Action<string> tell;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<LogRecord> unwritten = [];
    private SqliteLogStore? file;
    private LogHead written = LogHead.Empty;
    private LogHead last = LogHead.Empty;
    private int unwrittenBytes;

    private CheckpointedLogStore(ILogStore store, string path, Action<string> tell)
    {
        this.store = store;
        this.path = path;
        this.tell = tell;
    }

    /// <inheritdoc/>
    public string Name => store.Name;

    /// <inheritdoc/>
    public bool IsShared => store.IsShared;

    /// <summary>The revision up to which the file was found to agree with the store; 0 where it was begun anew.</summary>
    public long FoundRevision { get; private set; }

    /// <summary>Puts a file before a store. The result owns the store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The file; it and its folder are made where they are missing.</param>
    /// <param name="tell">Told, for people, why the file is made anew or done without.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreException">The store cannot be read; whatever is wrong with the file is not an error.</exception>
    public static async Task<CheckpointedLogStore> OpenAsync(ILogStore store, string path, Action<string> tell, CancellationToken cancellationToken)
    {
        var opened = new CheckpointedLogStore(store, Path.GetFullPath(path), tell);
        if (!await opened.TryOpenAsync(cancellationToken) && opened.TryRemove())
        {
            await opened.TryOpenAsync(cancellationToken);
        }

        return opened;
    }

    /// <inheritdoc/>
    public Task<LogHead> HeadAsync(CancellationToken cancellationToken) => store.HeadAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogRecord> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (file is { } here && after < written.Revision)
        {
            var end = written.Revision;
            await using var records = here.ReadAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (after < end && await TryMoveNextAsync(records))
            {
                yield return records.Current;
                after = records.Current.Head.Revision;
            }
        }

        await foreach (var record in store.ReadAsync(after, cancellationToken))
        {
            await KeepAsync([record]);
            yield return record;
        }
    }

    /// <inheritdoc/>
    public async Task AppendAsync(LogHead expected, IReadOnlyList<LogRecord> batch, CancellationToken cancellationToken)
    {
        await store.AppendAsync(expected, batch, cancellationToken);
        await KeepAsync(batch);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonalValue>> ReadPersonalAsync(CancellationToken cancellationToken) => store.ReadPersonalAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        await WriteAsync();
        await CloseAsync();
        gate.Release();
        gate.Dispose();
        await store.DisposeAsync();
    }

    /// <summary>Opens the file and compares it with the store; false where it must be made anew.</summary>
    private async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            file = SqliteLogStore.Open(path);
        }
        catch (StoreException e) when (e.IsTransient)
        {
            tell($"The checkpoint is done without: {e.Message}");
            return true;
        }
        catch (Exception e) when (e is StoreException or BrokenLogException)
        {
            tell($"The checkpoint cannot be used: {e.Message}");
            return false;
        }

        if (await WhatIsWrongAsync(cancellationToken) is { } fault)
        {
            tell($"The checkpoint {path} is made anew: {fault}");
            await CloseAsync();
            return false;
        }

        (last, FoundRevision) = (written, written.Revision);
        return true;
    }

    // The hash of an entry covers all before it. So where the chain of the file is whole and the store has its last entry, the two agree.
    private async Task<string?> WhatIsWrongAsync(CancellationToken cancellationToken)
    {
        var head = LogHead.Empty;
        try
        {
            await foreach (var record in file!.ReadAsync(0, cancellationToken))
            {
                if (record.Head != head.Next(record.Payload.Span))
                {
                    return $"its entry of revision {record.Head.Revision} is not what was written";
                }

                head = record.Head;
            }

            if (await file.HeadAsync(cancellationToken) != head)
            {
                return "its head is not that of its entries";
            }
        }
        catch (StoreException e)
        {
            return e.Message;
        }

        if (head.Revision > 0)
        {
            await using var there = store.ReadAsync(head.Revision - 1, cancellationToken).GetAsyncEnumerator(cancellationToken);
            if (!await there.MoveNextAsync() || there.Current.Head != head)
            {
                return $"the store holds another log, or less than its {head.Revision} revisions";
            }
        }

        written = head;
        return null;
    }

    private bool TryRemove()
    {
        try
        {
            foreach (var name in (string[])[path, path + "-wal", path + "-shm", path + "-lock"])
            {
                File.Delete(name);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tell($"The checkpoint is done without: {path} cannot be removed.");
            return false;
        }
    }

    private async Task<bool> TryMoveNextAsync(IAsyncEnumerator<LogRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (StoreException e)
        {
            await gate.WaitAsync();
            await GiveUpAsync(e);
            gate.Release();
            return false;   // The store has the rest.
        }
    }

    /// <summary>Notes entries that follow the last one known; whatever else comes by is known or comes again.</summary>
    private async Task KeepAsync(IReadOnlyList<LogRecord> records)
    {
        if (file is null)
        {
            return;
        }

        await gate.WaitAsync();
        try
        {
            foreach (var record in records)
            {
                if (record.Head.Revision == last.Revision + 1 && record.Head == last.Next(record.Payload.Span))
                {
                    unwritten.Add(record with { Payload = record.Payload.ToArray(), Personal = [], Erased = [] });
                    unwrittenBytes += record.Payload.Length;
                    last = record.Head;
                }
            }

            if (unwritten.Count >= UnwrittenCountMax || unwrittenBytes >= UnwrittenBytesMax)
            {
                await WriteAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WriteAsync()
    {
        if (file is null || unwritten.Count == 0)
        {
            return;
        }

        try
        {
            await file.AppendAsync(written, [.. unwritten], CancellationToken.None);
            written = last;
            unwritten.Clear();
            unwrittenBytes = 0;
        }
        catch (Exception e) when (e is StoreException or RevisionConflictException)
        {
            await GiveUpAsync(e);
        }
    }

    private async Task GiveUpAsync(Exception cause)
    {
        tell($"The checkpoint {path} is done without from now on: {cause.Message}");
        unwritten.Clear();
        await CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (file is { } open)
        {
            file = null;
            await open.DisposeAsync();
        }
    }
}
