namespace Graph.Engine.Snapshots;

/// <summary>
/// Documents in an order that somebody asked for: by rank, then by key; what has no rank is not in it. A later snapshot takes it over with what was written
/// since, which is put in its place when somebody asks again: of very many documents few are written at a time. Safe for many readers.
/// </summary>
internal sealed class DocumentOrder
{
    // So much may be written since and still be put in its place sooner than all would be put in order anew.
    private const int WriteCountMin = 1_000;
    private const int WritePart = 4;

    private readonly Func<Document, int?> rank;
    private volatile State state;

    /// <summary>Takes documents that are in their order.</summary>
    /// <param name="inOrder">The documents.</param>
    /// <param name="rank">The rank of a document by what stands in it alone; null = it is not in the order.</param>
    public DocumentOrder(Document[] inOrder, Func<Document, int?> rank)
        : this(rank, new(inOrder, null))
    {
    }

    private DocumentOrder(Func<Document, int?> rank, State state) => (this.rank, this.state) = (rank, state);

    /// <summary>Puts documents in order.</summary>
    public static DocumentOrder Of(IEnumerable<Document> documents, Func<Document, int?> rank) => new([.. Ranked(documents, rank)], rank);

    /// <summary>All of them.</summary>
    public Document[] All
    {
        get
        {
            var read = state;
            if (read.Since is not null)
            {
                state = read = new(Settle(read.Settled, read.Since), null);
            }

            return read.Settled;
        }
    }

    /// <summary>Those whose rank is at most a number.</summary>
    public ArraySegment<Document> UpTo(int last)
    {
        var all = All;
        return new(all, 0, CountOf(all, d => rank(d) <= last));
    }

    /// <summary>How many documents at the beginning of an order are so as none is after them.</summary>
    public static int CountOf(Document[] inOrder, Predicate<Document> isSo)
    {
        var (low, high) = (0, inOrder.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = isSo(inOrder[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The order once a document is written: before it, null where there was none, and after it, null where it is deleted. Null where too much was written since.</summary>
    public DocumentOrder? With(Document? before, Document? after)
    {
        var read = state;
        var since = new Write(before, after, read.Since, (read.Since?.Count ?? 0) + 1);
        return since.Count > WriteCountMin + (read.Settled.Length / WritePart) ? null : new(rank, new(read.Settled, since));
    }

    private static IEnumerable<Document> Ranked(IEnumerable<Document> documents, Func<Document, int?> rank) => documents
        .Select(d => (Rank: rank(d), Document: d)).Where(d => d.Rank is not null)
        .OrderBy(d => d.Rank).ThenBy(d => d.Document.Key, StringComparer.Ordinal).Select(d => d.Document);

    private Document[] Settle(Document[] settled, Write last)
    {
        // From the last write to the first: what a document is now stands in its last, what it was in its first.
        var written = new Dictionary<int, (Document? Before, Document? After)>();
        for (var write = last; write is not null; write = write.Earlier)
        {
            var ordinal = (write.After ?? write.Before)!.Ordinal;
            written[ordinal] = written.TryGetValue(ordinal, out var later) ? (write.Before, later.After) : (write.Before, write.After);
        }

        Document[] gone = [.. Ranked(written.Values.Select(w => w.Before).OfType<Document>(), rank)], come = [.. Ranked(written.Values.Select(w => w.After).OfType<Document>(), rank)];
        var result = new Document[settled.Length - gone.Length + come.Length];
        int from = 0, to = 0, left = 0, entered = 0;
        while (left < gone.Length || entered < come.Length)
        {
            var leaves = entered == come.Length || (left < gone.Length && Compare(gone[left], come[entered]) <= 0);
            var place = Math.Max(from, PlaceOf(settled, leaves ? gone[left] : come[entered]));
            Array.Copy(settled, from, result, to, place - from);
            (from, to) = (place, to + place - from);
            if (leaves)
            {
                left++;
                from++;
            }
            else
            {
                result[to++] = come[entered++];
            }
        }

        Array.Copy(settled, from, result, to, settled.Length - from);
        return result;
    }

    private int PlaceOf(Document[] settled, Document document) => CountOf(settled, d => Compare(d, document) < 0);

    private int Compare(Document one, Document other) =>
        rank(one)!.Value.CompareTo(rank(other)!.Value) is var order and not 0 ? order : string.CompareOrdinal(one.Key, other.Key);

    private sealed record State(Document[] Settled, Write? Since);

    private sealed record Write(Document? Before, Document? After, Write? Earlier, int Count);
}
