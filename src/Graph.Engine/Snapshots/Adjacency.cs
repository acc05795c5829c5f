using System.Collections.Immutable;

namespace Graph.Engine.Snapshots;

/// <summary>
/// Persistent adjacency in one direction. All edge kinds together, 64 documents a page; a page is one array of 65 offsets
/// and the sorted ends of each document, with what the edges carry in a parallel array. A write copies the touched pages and
/// the index levels above them and shares everything else with older snapshots. A list of more than 512 ends is a hub: its
/// page entry is one mark, and the list lies in chunks, so that a write to a hub copies a chunk and not the list.
/// <code>
///   roots[node >> 14] -> middle[(node >> 6) &amp; 255] -> page: [65 offsets][ends of 64 documents]
///                                                     hub:  [mark] -> hubs[node] -> chunk, chunk, ...
/// </code>
/// </summary>
internal sealed class Adjacency
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;
    private const int MiddleSize = 256;
    private const int HubMin = 512;
    private const int ChunkSize = 512;

    private static readonly Page EmptyPage = new([.. Enumerable.Repeat((uint)(PageSize + 1), PageSize + 1)], []);

    private readonly Page[]?[] roots;
    private readonly ImmutableDictionary<int, Page[]> hubs;

    private Adjacency(Page[]?[] roots, ImmutableDictionary<int, Page[]> hubs)
    {
        this.roots = roots;
        this.hubs = hubs;
    }

    public static Adjacency Empty { get; } = new([], ImmutableDictionary<int, Page[]>.Empty);

    /// <summary>The number of runs in which the ends of a document lie: one, or one a chunk for a hub.</summary>
    public int RunCount(int node) => IsHub(Small(node)) ? hubs[node].Length : 1;

    /// <summary>One run of the ends of a document.</summary>
    public EdgeRun Run(int node, int index)
    {
        var run = Small(node);
        if (!IsHub(run))
        {
            return run;
        }

        var chunk = hubs[node][index];
        return new(chunk.Ends, chunk.Data);
    }

    /// <summary>
    /// The ends that two adjacencies do not have alike, by document and end in ascending order: what each has there, or that it has none. Pages
    /// and chunks that both share cost nothing.
    /// </summary>
    public static List<EdgeDifference> Differing(Adjacency one, Adjacency other)
    {
        var differing = new List<EdgeDifference>();
        for (var root = 0; root < Math.Max(one.roots.Length, other.roots.Length); root++)
        {
            Page[]? mine = root < one.roots.Length ? one.roots[root] : null, theirs = root < other.roots.Length ? other.roots[root] : null;
            for (var middle = 0; mine != theirs && middle < MiddleSize; middle++)
            {
                if (mine?[middle] != theirs?[middle])
                {
                    var first = ((root << 8) | middle) << PageBits;
                    for (var node = first; node < first + PageSize; node++)
                    {
                        Compare(node, one.UnsharedEnds(node, other), other.UnsharedEnds(node, one), differing);
                    }
                }
            }
        }

        return differing;
    }

    /// <summary>The adjacency after the writes, of which there is at most one for each (document, end). Sorts them.</summary>
    public Adjacency Apply(EdgeWrite[] writes)
    {
        if (writes.Length == 0)
        {
            return this;
        }

        Array.Sort(writes);
        var newRoots = new Page[]?[Math.Max((writes[^1].Node >> (PageBits + 8)) + 1, roots.Length)];
        roots.CopyTo(newRoots, 0);
        var newHubs = hubs;
        var copiedRoot = -1;
        for (int i = 0, next; i < writes.Length; i = next)
        {
            var pageNumber = writes[i].Node >> PageBits;
            for (next = i; next < writes.Length && writes[next].Node >> PageBits == pageNumber;)
            {
                next++;
            }

            var root = pageNumber >> 8;
            if (root != copiedRoot)
            {
                newRoots[root] = newRoots[root] is { } old ? (Page[])old.Clone() : new Page[MiddleSize];
                copiedRoot = root;
            }

            ref var page = ref newRoots[root]![pageNumber & (MiddleSize - 1)];
            page = Rebuild(page ?? EmptyPage, writes.AsSpan(i, next - i), ref newHubs);
        }

        return new(newRoots, newHubs);
    }

    // The ends of a document, without the chunks that another adjacency has as well.
    private EdgeRun UnsharedEnds(int node, Adjacency other)
    {
        var run = Small(node);
        if (!IsHub(run))
        {
            return run;
        }

        var shared = new HashSet<object>(IsHub(other.Small(node)) ? other.hubs[node] : [], ReferenceEqualityComparer.Instance);
        var own = hubs[node].Where(c => !shared.Contains(c)).ToList();
        return new(own.SelectMany(c => c.Ends).ToArray(), own.SelectMany(c => c.Data).ToArray());
    }

    private static void Compare(int node, EdgeRun one, EdgeRun other, List<EdgeDifference> differing)
    {
        for (int i = 0, j = 0; i < one.Count || j < other.Count;)
        {
            var order = i == one.Count ? 1 : j == other.Count ? -1 : one.Ends[i].CompareTo(other.Ends[j]);
            if (order != 0 || !EdgeData.SameValues(one.Data(i), other.Data(j)))
            {
                differing.Add(new(
                    node, order <= 0 ? one.Ends[i] : other.Ends[j],
                    order <= 0 ? one.Data(i) ?? Snapshot.NoData : null, order >= 0 ? other.Data(j) ?? Snapshot.NoData : null));
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }

    private static bool IsHub(EdgeRun run) => run.Count == 1 && run.Ends[0] == EdgeEnd.Hub;

    private EdgeRun Small(int node)
    {
        var root = node >> (PageBits + 8);
        var page = root < roots.Length && roots[root] is { } middle && middle[(node >> PageBits) & (MiddleSize - 1)] is { } found
            ? found
            : EmptyPage;
        return page.Slot(node & (PageSize - 1));
    }

    private static Page Rebuild(Page old, ReadOnlySpan<EdgeWrite> writes, ref ImmutableDictionary<int, Page[]> hubs)
    {
        var ends = GC.AllocateUninitializedArray<uint>(old.Ends.Length + writes.Length);
        var data = new EdgeData?[ends.Length - PageSize - 1];
        var length = PageSize + 1;
        var first = 0;
        for (var slot = 0; slot < PageSize; slot++)
        {
            ends[slot] = (uint)length;
            var list = old.Slot(slot);
            var last = first;
            while (last < writes.Length && (writes[last].Node & (PageSize - 1)) == slot)
            {
                last++;
            }

            var mine = writes[first..last];
            var node = mine.Length > 0 ? mine[0].Node : 0;
            first = last;
            if (mine.Length > 0 && IsHub(list))
            {
                hubs = hubs.SetItem(node, MergeHub(hubs[node], mine));
                ends[length++] = EdgeEnd.Hub;
                continue;
            }

            var added = Merge(list, mine, ends.AsSpan(length), data.AsSpan(length - PageSize - 1));
            if (added > HubMin && !IsHub(list))
            {
                hubs = hubs.SetItem(node, Chunks(ends.AsSpan(length, added), data.AsSpan(length - PageSize - 1, added)));
                data.AsSpan(length - PageSize - 1, added).Clear();
                ends[length] = EdgeEnd.Hub;
                added = 1;
            }

            length += added;
        }

        ends[PageSize] = (uint)length;
        return length == ends.Length ? new(ends, data) : new(ends[..length], data[..(length - PageSize - 1)]);
    }

    private static int Merge(EdgeRun list, ReadOnlySpan<EdgeWrite> writes, Span<uint> ends, Span<EdgeData?> data)
    {
        int read = 0, written = 0;
        foreach (var write in writes)
        {
            while (read < list.Count && list.Ends[read] < write.End)
            {
                Copy(list, ends, data);
            }

            if (read < list.Count && list.Ends[read] == write.End)
            {
                read++;
            }

            if (!write.Remove)
            {
                data[written] = write.Data;
                ends[written++] = write.End;
            }
        }

        while (read < list.Count)
        {
            Copy(list, ends, data);
        }

        return written;

        void Copy(EdgeRun from, Span<uint> toEnds, Span<EdgeData?> toData)
        {
            toData[written] = from.Data(read);
            toEnds[written++] = from.Ends[read++];
        }
    }

    private static Page[] MergeHub(Page[] chunks, ReadOnlySpan<EdgeWrite> writes)
    {
        var merged = new List<Page>(chunks.Length + 1);
        var first = 0;
        for (var c = 0; c < chunks.Length; c++)
        {
            var last = first;
            while (last < writes.Length && (c == chunks.Length - 1 || writes[last].End < chunks[c + 1].Ends[0]))
            {
                last++;
            }

            var chunk = chunks[c];
            if (last == first)
            {
                merged.Add(chunk);
                continue;
            }

            var ends = new uint[chunk.Ends.Length + last - first];
            var data = new EdgeData?[ends.Length];
            var count = Merge(new(chunk.Ends, chunk.Data), writes[first..last], ends, data);
            first = last;
            if (count > 0)
            {
                merged.AddRange(count > 2 * ChunkSize ? Chunks(ends.AsSpan(0, count), data.AsSpan(0, count)) : [new(ends[..count], data[..count])]);
            }
        }

        return merged.Count > 0 ? [.. merged] : [new([], [])];
    }

    private static Page[] Chunks(ReadOnlySpan<uint> ends, ReadOnlySpan<EdgeData?> data)
    {
        var chunks = new List<Page>((ends.Length / ChunkSize) + 1);
        for (var start = 0; start < ends.Length; start += ChunkSize)
        {
            var count = Math.Min(ChunkSize, ends.Length - start);
            chunks.Add(new(ends.Slice(start, count).ToArray(), data.Slice(start, count).ToArray()));
        }

        return [.. chunks];
    }

    /// <summary>A page, or the chunk of a hub (which has no offsets).</summary>
    private sealed record Page(uint[] Ends, EdgeData?[] Data)
    {
        public EdgeRun Slot(int slot)
        {
            int start = (int)Ends[slot], end = (int)Ends[slot + 1];
            return new(Ends.AsSpan(start, end - start), Data.AsSpan(start - PageSize - 1, end - start));
        }
    }
}
