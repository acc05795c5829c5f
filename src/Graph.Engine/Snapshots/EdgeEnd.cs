namespace Graph.Engine.Snapshots;

/// <summary>One end of an edge as seen from the other: 6 bits of edge kind, 26 bits of document number.</summary>
internal static class EdgeEnd
{
    public const int NodeBits = 26;
    public const uint NodeMask = (1u << NodeBits) - 1;

    /// <summary>The number of the edge kind that marks a list kept in chunks; no edge kind has it.</summary>
    public const uint Hub = 63u << NodeBits;

    public static uint Pack(int edgeKind, int node) => ((uint)edgeKind << NodeBits) | (uint)node;

    public static int Node(uint end) => (int)(end & NodeMask);

    public static int Kind(uint end) => (int)(end >> NodeBits);
}

/// <summary>An edge to add, change or remove, as seen from one of its documents.</summary>
internal readonly record struct EdgeWrite(int Node, uint End, EdgeData? Data, bool Remove) : IComparable<EdgeWrite>
{
    public int CompareTo(EdgeWrite other) => Node != other.Node ? Node.CompareTo(other.Node) : End.CompareTo(other.End);
}

/// <summary>An edge that two adjacencies do not have alike: what it carries in each, null where it is not there.</summary>
internal readonly record struct EdgeDifference(int Node, uint End, EdgeData? Before, EdgeData? After);

/// <summary>A run of edge ends, sorted, with what each edge carries.</summary>
public readonly ref struct EdgeRun
{
    private readonly ReadOnlySpan<uint> ends;
    private readonly ReadOnlySpan<EdgeData?> data;

    internal EdgeRun(ReadOnlySpan<uint> ends, ReadOnlySpan<EdgeData?> data)
    {
        this.ends = ends;
        this.data = data;
    }

    /// <summary>The number of edges.</summary>
    public int Count => ends.Length;

    /// <summary>The document at the far end.</summary>
    public int Node(int index) => EdgeEnd.Node(ends[index]);

    /// <summary>The number of the edge kind.</summary>
    public int Kind(int index) => EdgeEnd.Kind(ends[index]);

    /// <summary>What the edge carries; null where it carries nothing.</summary>
    public EdgeData? Data(int index) => data[index];

    internal ReadOnlySpan<uint> Ends => ends;

    internal EdgeRun OfKind(int kind)
    {
        var from = LowerBound(EdgeEnd.Pack(kind, 0));
        var to = LowerBound(EdgeEnd.Pack(kind + 1, 0));
        return new(ends[from..to], data[from..to]);
    }

    private int LowerBound(uint value)
    {
        int low = 0, high = ends.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ends[middle] < value)
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
