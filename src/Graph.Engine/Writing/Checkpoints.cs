using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>
/// Snapshots from which others of the past are rebuilt: some evenly spread over the log, and that at the end of each month, which is what
/// people ask for. Where there are more of the first than are kept, every second one is let go and the next come twice as far
/// apart; of months the newest are kept.
/// </summary>
internal sealed class Checkpoints
{
    private readonly EngineOptions options;
    private readonly Calendar calendar;
    private readonly long length;
    private readonly List<Snapshot> even = [];
    private readonly List<Snapshot> months = [];
    private long spacing;

    /// <summary>Begins for a log of a length.</summary>
    public Checkpoints(EngineOptions options, Calendar calendar, long revision)
    {
        (this.options, this.calendar, length) = (options, calendar, revision);
        spacing = Math.Max(options.CheckpointSpacingMin, options.CheckpointCountMax == 0 ? 0 : revision / options.CheckpointCountMax);
    }

    /// <summary>Those kept.</summary>
    public IEnumerable<Snapshot> All => even.Concat(months);

    /// <summary>Those kept, the oldest first and each once.</summary>
    public IReadOnlyList<Snapshot> InOrder => [.. All.DistinctBy(s => s.Head.Revision).OrderBy(s => s.Head.Revision)];

    /// <summary>The number of times that one was kept or let go.</summary>
    public int Version { get; private set; }

    /// <summary>The same before anything was kept.</summary>
    public Checkpoints Anew() => new(options, calendar, length);

    /// <summary>Whether the snapshot of a revision is to be kept, where the next change is made at an instant; null = it is not known yet.</summary>
    public bool Wants(long revision, DateTimeOffset at, DateTimeOffset? next) => revision > 0 && (IsFarEnough(revision) || EndsMonth(at, next));

    /// <summary>Keeps a snapshot, where it is wanted.</summary>
    public void Add(Snapshot snapshot, DateTimeOffset? next)
    {
        var revision = snapshot.Head.Revision;
        if (revision > 0 && EndsMonth(snapshot.At, next))
        {
            Keep(months, snapshot);
            if (months.Count > options.CheckpointMonthCountMax)
            {
                months.RemoveAt(0);
            }
        }

        if (revision > 0 && IsFarEnough(revision))
        {
            Keep(even, snapshot);
            if (even.Count > options.CheckpointCountMax)
            {
                spacing *= 2;
                for (var i = even.Count - 2; i >= 0; i -= 2)
                {
                    even.RemoveAt(i);
                }
            }
        }
    }

    private void Keep(List<Snapshot> list, Snapshot snapshot)
    {
        if (list.Count == 0 || list[^1].Head.Revision < snapshot.Head.Revision)
        {
            list.Add(snapshot);
            Version++;
        }
    }

    private bool IsFarEnough(long revision) =>
        options.CheckpointCountMax > 0 && revision >= (even.Count == 0 ? 0 : even[^1].Head.Revision) + spacing;

    private bool EndsMonth(DateTimeOffset at, DateTimeOffset? next) =>
        options.CheckpointMonthCountMax > 0 && next is { } later && MonthOf(at) < MonthOf(later);

    private int MonthOf(DateTimeOffset instant) => calendar.DayOf(instant) is var day ? (day.Year * 12) + day.Month : 0;
}
