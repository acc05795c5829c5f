using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>
/// The snapshots of the past: the newest ones are kept as they were published, a few older ones as they were rebuilt, and some evenly
/// spread over the log. Any other is made by replaying the log from the nearest of them. Snapshots share the pages in which
/// nothing was written between them, so that those kept cost little beside the newest.
/// </summary>
internal sealed class SnapshotHistory(
    GraphModel model, ILogStore store, EngineOptions options, Calendar calendar, List<DateTimeOffset> instants, Checkpoints checkpoints) : IDisposable
{
    private readonly LinkedList<Snapshot> recent = new();
    private readonly LinkedList<Snapshot> rebuilt = new();
    private readonly SemaphoreSlim replay = new(1, 1);
    private readonly Lock gate = new();

    public void Add(Snapshot snapshot, IReadOnlyList<DateTimeOffset>? added = null)
    {
        lock (gate)
        {
            instants.AddRange(added ?? []);
            if (recent.Last?.Value is { } before && before.Head.Revision < snapshot.Head.Revision)
            {
                checkpoints.Add(before, instants[(int)before.Head.Revision]);
            }

            Keep(recent, snapshot, options.RecentSnapshotCountMax);
        }
    }

    /// <summary>The checkpoints, the oldest first, and a number that is another one when they are others.</summary>
    public (int Version, IReadOnlyList<Snapshot> Snapshots) CheckpointsNow()
    {
        lock (gate)
        {
            return (checkpoints.Version, checkpoints.InOrder);
        }
    }

    public DateTimeOffset InstantOf(long revision)
    {
        lock (gate)
        {
            return revision == 0 ? DateTimeOffset.MinValue : instants[(int)revision - 1];
        }
    }

    public long RevisionAt(DateTimeOffset instant) => LastWhere(i => i <= instant);

    public long RevisionAtEndOf(DateOnly day) => LastWhere(i => calendar.DayOf(i) <= day);

    public async Task<Snapshot> GetAsync(long revision, Snapshot current, CancellationToken cancellationToken)
    {
        if (revision < 0 || revision > current.Head.Revision)
        {
            throw new ArgumentOutOfRangeException(nameof(revision), revision, $"There are revisions 0 to {current.Head.Revision}.");
        }

        if (revision == current.Head.Revision)
        {
            return current;
        }

        if (revision == 0)
        {
            return Snapshot.Empty(model);
        }

        if (Find(revision) is { } known)
        {
            return known;
        }

        await replay.WaitAsync(cancellationToken);
        try
        {
            if (Find(revision) is { } meanwhile)
            {
                return meanwhile;
            }

            var snapshot = (await Replay.RunAsync(store, NearestBefore(revision), revision, null, null, null, cancellationToken)).Snapshot;
            lock (gate)
            {
                Keep(rebuilt, snapshot, options.PastSnapshotCountMax);
            }

            return snapshot;
        }
        finally
        {
            replay.Release();
        }
    }

    public void Dispose() => replay.Dispose();

    private static void Keep(LinkedList<Snapshot> list, Snapshot snapshot, int countMax)
    {
        list.AddLast(snapshot);
        if (list.Count > countMax)
        {
            list.RemoveFirst();
        }
    }

    private Snapshot? Find(long revision)
    {
        lock (gate)
        {
            return recent.Concat(rebuilt).Concat(checkpoints.All).LastOrDefault(s => s.Head.Revision == revision);
        }
    }

    private Snapshot NearestBefore(long revision)
    {
        lock (gate)
        {
            return recent.Concat(rebuilt).Concat(checkpoints.All).Where(s => s.Head.Revision <= revision).MaxBy(s => s.Head.Revision) ?? Snapshot.Empty(model);
        }
    }

    // Instants never go backwards in the log, so the last one that fits is found by halving.
    private int LastWhere(Func<DateTimeOffset, bool> fits)
    {
        lock (gate)
        {
            int low = 0, high = instants.Count;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (fits(instants[middle]))
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
