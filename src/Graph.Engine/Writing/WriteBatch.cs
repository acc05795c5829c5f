using Graph.Engine.Log;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Writing;

/// <summary>What the writer has accepted on top of a snapshot and not yet made durable; can be taken back to a mark.</summary>
internal sealed class WriteBatch(Snapshot origin)
{
    private readonly HashSet<string> changeIds = new(StringComparer.Ordinal);

    public SnapshotBuilder Builder { get; } = new(origin, revertible: true);

    public LogHead Head { get; private set; } = origin.Head;

    public DateTimeOffset At { get; private set; } = origin.At;

    public List<AcceptedChange> Accepted { get; } = [];

    /// <summary>The personal values that are new in the batch.</summary>
    public List<PersonalValue> Pending { get; private set; } = [];

    /// <summary>The revision of the last change in it that is of the seed; 0 where none is.</summary>
    public long SeedRevision => Accepted.FindLast(a => a.Request.Origin == ChangeOrigin.Seed) is { Record: { } last } ? last.Head.Revision : 0;

    public bool Holds(string changeId) => changeIds.Contains(changeId);

    public void Accept(
        ChangeRequest request, ChangeResult result, string hash, DateTimeOffset at, List<PersonalValue> pending, LogRecord record, IReadOnlyList<Step> steps)
    {
        Accepted.Add(new(request, result, hash, at, record, steps));
        changeIds.Add(request.ChangeId);
        (Head, At, Pending) = (record.Head, at, pending);
    }

    public BatchMark Mark() => new(Builder.Mark(), Accepted.Count, Head, At, Pending);

    public void RevertTo(BatchMark mark)
    {
        Builder.RevertTo(mark.Builder);
        foreach (var accepted in Accepted.Skip(mark.AcceptedCount))
        {
            changeIds.Remove(accepted.Request.ChangeId);
        }

        Accepted.RemoveRange(mark.AcceptedCount, Accepted.Count - mark.AcceptedCount);
        (Head, At, Pending) = (mark.Head, mark.At, mark.Pending);
    }
}

/// <summary>A state of a batch to which it can be taken back.</summary>
internal readonly record struct BatchMark(int Builder, int AcceptedCount, LogHead Head, DateTimeOffset At, List<PersonalValue> Pending);

/// <summary>A change that will be in the log once its batch is durable.</summary>
internal readonly record struct AcceptedChange(ChangeRequest Request, ChangeResult Result, string Hash, DateTimeOffset At, LogRecord Record, IReadOnlyList<Step> Steps);
