using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;

namespace Graph.Stores;

/// <summary>
/// Copies a log with the personal values beside it from one store to another, byte for byte and so with the same hashes:
/// <list type="number">
/// <item>the source is verified from its first entry on while it is read;</item>
/// <item>the target is empty or holds the beginning of the same log, which the hash of its last entry proves;</item>
/// <item>the entries after that go over in bounded batches, each with the values that it is the first to mention, so that at no moment
/// one is mentioned that is not there.</item>
/// </list>
/// A copy that was stopped goes on where it ended when it is made again. The source may be written to meanwhile; what comes after the
/// head that it had at the beginning is left for the next copy.
/// </summary>
public sealed class LogCopy(ILogStore source, ILogStore target, GraphModel model, BatchLimits limits)
{
    private readonly Dictionary<string, PersonalValue> values = new(StringComparer.Ordinal);

    // Which values the target holds, and whether it holds more of them than the row of an erased one.
    private readonly Dictionary<string, bool> held = new(StringComparer.Ordinal);
    private readonly List<LogRecord> batch = [];
    private LogHead reached = LogHead.Empty;
    private long byteCount;

    /// <summary>Copies what the target lacks.</summary>
    /// <exception cref="BrokenLogException">The log of the source is not what was written; nothing from its first bad revision on was copied.</exception>
    /// <exception cref="StoreException">A store failed, the target holds another log, or somebody else writes to it.</exception>
    public async Task<CopyResult> RunAsync(IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        // In this order: what the entries up to the head mention is there when the values are read.
        var head = await source.HeadAsync(cancellationToken);
        await ReadValuesAsync(cancellationToken);
        var begin = reached = await target.HeadAsync(cancellationToken);
        if (begin.Revision > head.Revision)
        {
            throw Other($"it is at revision {begin.Revision}, and the source at {head.Revision}");
        }

        var last = LogHead.Empty;
        await foreach (var (record, change) in VerifiedLog.ReadAsync(source, head.Revision, cancellationToken))
        {
            last = record.Head;
            if (last.Revision == head.Revision)
            {
                VerifiedLog.CheckEnd(last, head);
            }

            if (record.Head.Revision > begin.Revision)
            {
                await AddAsync(record, change, cancellationToken);
            }
            else if (record.Head.Revision == begin.Revision && record.Head != begin)
            {
                throw Other($"its entry of revision {begin.Revision} has the hash {begin.Hash}, and that of the source {record.Head.Hash}");
            }

            if (record.Head.Revision % limits.CountMax == 0)
            {
                progress?.Report(new(record.Head.Revision, head.Revision));
            }
        }

        VerifiedLog.CheckEnd(last, head);
        await FinishAsync(cancellationToken);
        return await target.HeadAsync(cancellationToken) is var end && end == head
            ? new(head, begin)
            : throw new StoreException($"After the copy the target is at revision {end.Revision} with the hash {end.Hash}: expected {head.Revision} with {head.Hash}. Somebody else writes to it.", isTransient: false);
    }

    private async Task ReadValuesAsync(CancellationToken cancellationToken)
    {
        foreach (var value in await target.ReadPersonalAsync(cancellationToken))
        {
            held[value.Digest] = value.Value is not null;
        }

        foreach (var value in await source.ReadPersonalAsync(cancellationToken))
        {
            PersonalValues.Verify(value);
            values[value.Digest] = value;
        }
    }

    private async Task AddAsync(LogRecord record, Change change, CancellationToken cancellationToken)
    {
        if (batch.Count > 0 && limits.IsFull(batch.Count, byteCount + record.Payload.Length))
        {
            await FlushAsync(cancellationToken);
        }

        var personal = new List<PersonalValue>();
        foreach (var digest in PersonalValues.TokensOf(change, model).Select(PersonalValues.DigestOf))
        {
            if (!held.ContainsKey(digest))
            {
                personal.Add(values.TryGetValue(digest, out var value) ? value : throw new StoreException(
                    $"A personal value that revision {record.Head.Revision} mentions is missing beside the log of the source: erasing a value keeps its row, so the row was taken away by hand. Restore the source from a backup.", isTransient: false));
                held.Add(digest, value.Value is not null);
            }
        }

        // What had been erased before it came here has nothing more to erase.
        string[] erased = [.. change.Steps.OfType<PersonErased>().Select(step => PersonalValues.DigestOf(step.Token)).Where(digest => held[digest])];
        Array.ForEach(erased, digest => held[digest] = false);
        batch.Add(record with { Personal = personal, Erased = erased });
        byteCount += record.Payload.Length;
    }

    // Some values are mentioned by no entry: the spellings in which a request was sent, by which it is known when it comes again.
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            batch[^1] = batch[^1] with { Personal = [.. batch[^1].Personal, .. values.Values.Where(value => !held.ContainsKey(value.Digest))] };
            await FlushAsync(cancellationToken);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await target.AppendAsync(reached, batch, cancellationToken);
        }
        catch (RevisionConflictException e)
        {
            throw new StoreException($"Somebody else writes to the target, which was expected at revision {e.Expected.Revision} and is at {e.Actual.Revision}. Stop the server on it and begin the copy again; it goes on where it ended.", isTransient: false, e);
        }

        reached = batch[^1].Head;
        batch.Clear();
        byteCount = 0;
    }

    private static StoreException Other(string found) =>
        new($"The target holds another log: {found}. Nothing was written to it. Name an empty target, or one that holds the beginning of the same log.", isTransient: false);
}

/// <summary>What a copy came to.</summary>
/// <param name="Head">The head of both stores.</param>
/// <param name="Begin">The head that the target had before.</param>
public sealed record CopyResult(LogHead Head, LogHead Begin);
