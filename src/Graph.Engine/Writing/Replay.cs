using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>How far the replay of a log has come.</summary>
public readonly record struct ReplayProgress(long Revision, long Of);

/// <summary>Brings a snapshot to a later revision of its log, and verifies the chain on the way.</summary>
internal sealed class Replay
{
    // A snapshot is built whenever so many writes have come together; the more, the fewer pages are built twice.
    private const int WriteCountMax = 1_000_000;

    private Replay()
    {
    }

    /// <summary>The snapshot after the last entry.</summary>
    public Snapshot Snapshot { get; private set; } = null!;

    /// <summary>The instant of each entry.</summary>
    public List<DateTimeOffset> Instants { get; } = [];

    /// <summary>The answer that each change got.</summary>
    public List<KeyValuePair<string, KnownChange>> Changes { get; } = [];

    /// <summary>Whether all entries are of the seed.</summary>
    public bool IsOnlySeed { get; private set; } = true;

    /// <summary>Replays the entries after a snapshot up to the head of the log.</summary>
    /// <param name="store">The store of the log.</param>
    /// <param name="from">The snapshot to begin with.</param>
    /// <param name="head">The head as the store says; the last entry must be it.</param>
    /// <param name="see">Sees each change before it is taken in; null = nobody.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<Replay> ToHeadAsync(
        ILogStore store, Snapshot from, LogHead head, Action<Change>? see, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var replay = await RunAsync(store, from, head.Revision, see, progress, cancellationToken);
        var last = replay.Snapshot.Head;
        return last == head ? replay
            : last.Revision < head.Revision ? throw new BrokenLogException(last.Revision + 1, $"the head is at revision {head.Revision}, and the entries end at {last.Revision}")
            : throw new BrokenLogException(last.Revision, $"the store's head says the hash {head.Hash}, and the entry has {last.Hash}");
    }

    /// <summary>Replays the entries after a snapshot up to a revision, or up to the last where there are fewer.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<Replay> RunAsync(
        ILogStore store, Snapshot from, long upTo, Action<Change>? see, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var replay = new Replay();
        var (last, at) = (from.Head, from.At);
        var builder = new SnapshotBuilder(from, revertible: false);
        await foreach (var (entry, change) in ReadAhead.Of(VerifiedAsync(store, from, upTo, cancellationToken), cancellationToken))
        {
            see?.Invoke(change);
            try
            {
                builder.Apply(change);
            }
            catch (FormatException e)
            {
                throw new BrokenLogException(entry.Revision, e.Message, e);
            }

            replay.Instants.Add(change.At);
            replay.IsOnlySeed &= change.Origin == ChangeOrigin.Seed;
            replay.Changes.Add(new(change.ChangeId, new(change.RequestHash, entry, change.Counts, change.Keys)));
            (last, at) = (entry, change.At);
            if (builder.WriteCount >= WriteCountMax)
            {
                builder = new(builder.Build(last, at), revertible: false);
            }

            if (last.Revision % 1_000 == 0)
            {
                progress?.Report(new(last.Revision, upTo));
            }
        }

        replay.Snapshot = builder.Build(last, at);
        return replay;
    }

    /// <summary>The entries after a snapshot up to a revision, each verified against the chain and decoded.</summary>
    private static async IAsyncEnumerable<(LogHead Head, Change Change)> VerifiedAsync(
        ILogStore store, Snapshot from, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, at) = (from.Head, from.At);
        if (last.Revision >= upTo)
        {
            yield break;
        }

        await foreach (var record in store.ReadAsync(last.Revision, cancellationToken))
        {
            var expected = last.Next(record.Payload.Span);
            if (record.Head != expected)
            {
                throw new BrokenLogException(expected.Revision, record.Head.Revision != expected.Revision
                    ? $"expected revision {expected.Revision} next, found {record.Head.Revision}"
                    : $"expected the hash {expected.Hash} over the stored bytes, found {record.Head.Hash}");
            }

            Change change;
            try
            {
                change = ChangeCodec.Read(record.Head.Revision, record.Payload);
            }
            catch (FormatException e)
            {
                throw new BrokenLogException(record.Head.Revision, e.Message, e);
            }

            if (change.At < at)
            {
                throw new BrokenLogException(record.Head.Revision, "its time lies before that of the entry before");
            }

            (last, at) = (record.Head, change.At);
            yield return (last, change);
            if (last.Revision == upTo)
            {
                yield break;
            }
        }
    }
}

/// <summary>The answer that a change got, for whoever asks again.</summary>
internal sealed record KnownChange(string RequestHash, LogHead Head, ChangeCounts Counts, IReadOnlyList<string> Keys);
