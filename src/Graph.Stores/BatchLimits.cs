using System.ComponentModel;

namespace Graph.Stores;

/// <summary>How much goes into one transaction where more is written than one should hold: when a log is copied or a graph is rebuilt.</summary>
public sealed class BatchLimits
{
    /// <summary>The greatest number of entries of a log, or of nodes or relationships, in one transaction. Default 1,000.</summary>
    [Description("The greatest number of entries of a log, or of nodes or relationships, in one transaction.")]
    public int CountMax { get; set; } = 1_000;

    /// <summary>The greatest size in bytes of what goes into one transaction; what is larger alone goes alone. Default 4 MiB.</summary>
    [Description("The greatest size in bytes of what goes into one transaction; what is larger alone goes alone.")]
    public int BytesMax { get; set; } = 4 << 20;

    /// <summary>Cuts items into batches.</summary>
    internal IEnumerable<List<T>> Cut<T>(IEnumerable<T> items, Func<T, long> bytesOf)
    {
        var batch = new List<T>();
        var bytes = 0L;
        foreach (var item in items)
        {
            var size = bytesOf(item);
            if (batch.Count > 0 && IsFull(batch.Count, bytes + size))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(item);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Whether something more has no place beside what there is.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="bytes">The size that they would have with one more.</param>
    internal bool IsFull(int count, long bytes) => count >= CountMax || bytes > BytesMax;
}
