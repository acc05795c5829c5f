using Graph.Engine.Log;
using Graph.Engine.Model;
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

    /// <summary>The snapshots on the way that are to be kept; null where none are.</summary>
    public Checkpoints? Checkpoints { get; private set; }

    /// <summary>The instant of each entry.</summary>
    public List<DateTimeOffset> Instants { get; } = [];

    /// <summary>The answer that each change got.</summary>
    public List<KeyValuePair<string, KnownChange>> Changes { get; } = [];

    /// <summary>The revision of the last entry of the seed; 0 where none is.</summary>
    public long SeedRevision { get; private set; }

    /// <summary>Replays the entries after a snapshot up to the head of the log.</summary>
    /// <param name="store">The store of the log.</param>
    /// <param name="from">The snapshot to begin with.</param>
    /// <param name="head">The head as the store says; the last entry must be it.</param>
    /// <param name="see">Sees each change before it is taken in; null = nobody.</param>
    /// <param name="checkpoints">Gets the snapshots on the way that it is to keep; null = none.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<Replay> ToHeadAsync(
        ILogStore store, Snapshot from, LogHead head, Action<Change>? see, Checkpoints? checkpoints, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var replay = await RunAsync(store, from, head.Revision, see, checkpoints, progress, cancellationToken);
        VerifiedLog.CheckEnd(replay.Snapshot.Head, head);
        return replay;
    }

    /// <summary>
    /// Reads a whole log, of which snapshots are known: up to the last that is of this log nothing is built anew, but everything is
    /// verified. Whatever is not of this log is refused, and not used.
    /// </summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<Replay> WithKnownAsync(
        ILogStore store, GraphModel model, LogHead head, List<Snapshot> known, Action<Snapshot> refuse, Checkpoints checkpoints, IProgress<ReplayProgress>? progress,
        CancellationToken cancellationToken)
    {
        while (known.Count > 0 && known[^1].Head.Revision > head.Revision)
        {
            refuse(known[^1]);
            known.RemoveAt(known.Count - 1);
        }

        var replay = new Replay();
        if (known.Count > 0 && await replay.SkipAsync(store, known, checkpoints, progress, head.Revision, cancellationToken) is { } stranger)
        {
            refuse(known[stranger]);
            known.RemoveRange(stranger, known.Count - stranger);
            return await WithKnownAsync(store, model, head, known, refuse, checkpoints.Anew(), progress, cancellationToken);
        }

        replay.Checkpoints = checkpoints;
        await replay.ReadAsync(store, known.Count > 0 ? known[^1] : Snapshot.Empty(model), head.Revision, null, checkpoints, progress, cancellationToken);
        VerifiedLog.CheckEnd(replay.Snapshot.Head, head);
        return replay;
    }

    /// <summary>Replays the entries after a snapshot up to a revision, or up to the last where there are fewer.</summary>
    /// <exception cref="BrokenLogException">The log is not what was written; names the first bad revision.</exception>
    public static async Task<Replay> RunAsync(
        ILogStore store, Snapshot from, long upTo, Action<Change>? see, Checkpoints? checkpoints, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var replay = new Replay();
        await replay.ReadAsync(store, from, upTo, see, checkpoints, progress, cancellationToken);
        return replay;
    }

    /// <summary>Reads the entries of known snapshots without their steps; gives the place of the first that is not of this log.</summary>
    private async Task<int?> SkipAsync(
        ILogStore store, List<Snapshot> known, Checkpoints checkpoints, IProgress<ReplayProgress>? progress, long of, CancellationToken cancellationToken)
    {
        var (upTo, next) = (known[^1].Head.Revision, 0);
        await foreach (var (record, change) in VerifiedLog.ReadAsync(store, LogHead.Empty, DateTimeOffset.MinValue, upTo, cancellationToken, withoutStepsUpTo: upTo))
        {
            if (next > 0 && known[next - 1].Head.Revision == record.Head.Revision - 1)
            {
                checkpoints.Add(known[next - 1], change.At);
            }

            Remember(record.Head, change);
            if (record.Head.Revision == known[next].Head.Revision && known[next++] is var snapshot && (snapshot.Head != record.Head || snapshot.At != change.At))
            {
                return next - 1;
            }

            if (record.Head.Revision % 1_000 == 0)
            {
                progress?.Report(new(record.Head.Revision, of));
            }
        }

        return null;
    }

    private void Remember(LogHead entry, Change change)
    {
        Instants.Add(change.At);
        SeedRevision = change.Origin == ChangeOrigin.Seed ? entry.Revision : SeedRevision;
        Changes.Add(new(change.ChangeId, new(change.RequestHash, entry, change.Counts, change.Keys)));
    }

    private async Task ReadAsync(
        ILogStore store, Snapshot from, long upTo, Action<Change>? see, Checkpoints? checkpoints, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var (last, at) = (from.Head, from.At);
        var builder = new SnapshotBuilder(from, revertible: false);
        await foreach (var (record, change) in VerifiedLog.ReadAsync(store, from.Head, from.At, upTo, cancellationToken))
        {
            var entry = record.Head;
            see?.Invoke(change);
            if (checkpoints?.Wants(last.Revision, at, change.At) == true)
            {
                Build();
                checkpoints.Add(Snapshot, change.At);
            }

            try
            {
                builder.Apply(change);
            }
            catch (FormatException e)
            {
                throw new BrokenLogException(entry.Revision, e.Message, e);
            }

            Remember(entry, change);
            (last, at) = (entry, change.At);
            if (builder.WriteCount >= WriteCountMax)
            {
                Build();
            }

            if (last.Revision % 1_000 == 0)
            {
                progress?.Report(new(last.Revision, upTo));
            }
        }

        Build();

        void Build()
        {
            Snapshot = builder.Build(last, at);
            builder = new(Snapshot, revertible: false);
        }
    }
}

/// <summary>The answer that a change got, for whoever asks again.</summary>
internal sealed record KnownChange(string RequestHash, LogHead Head, ChangeCounts Counts, IReadOnlyList<string> Keys);
