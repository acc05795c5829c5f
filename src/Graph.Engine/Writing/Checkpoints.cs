using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>
/// Snapshots evenly spread over the log, from which others are rebuilt. Where there are more than are kept, every second one is let go and
/// the next come twice as far apart.
/// </summary>
internal sealed class Checkpoints
{
    private readonly int countMax;
    private readonly List<Snapshot> all = [];
    private long spacing;

    /// <summary>Begins for a log of a length.</summary>
    public Checkpoints(EngineOptions options, long revision)
    {
        countMax = options.CheckpointCountMax;
        spacing = Math.Max(options.CheckpointSpacingMin, countMax == 0 ? long.MaxValue : revision / countMax);
    }

    /// <summary>Those kept, the oldest first.</summary>
    public IReadOnlyList<Snapshot> All => all;

    /// <summary>The first revision that is to be kept next.</summary>
    public long Next => countMax == 0 ? long.MaxValue : (all.Count == 0 ? 0 : all[^1].Head.Revision) + spacing;

    /// <summary>Keeps a snapshot where the one before is far enough away.</summary>
    public void Add(Snapshot snapshot)
    {
        if (snapshot.Head.Revision < Next)
        {
            return;
        }

        all.Add(snapshot);
        if (all.Count > countMax)
        {
            spacing *= 2;
            for (var i = all.Count - 2; i >= 0; i -= 2)
            {
                all.RemoveAt(i);
            }
        }
    }
}
