namespace Graph.Engine.Snapshots;

/// <summary>A persistent array of references: a write copies one page of 64 and the index above it, and shares the rest.</summary>
internal sealed class PagedArray<T>
    where T : class
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;
    private const int MiddleSize = 256;

    private readonly T?[]?[]?[] roots;

    private PagedArray(T?[]?[]?[] roots) => this.roots = roots;

    public static PagedArray<T> Empty { get; } = new([]);

    public T? this[int index]
    {
        get
        {
            var root = index >> (PageBits + 8);
            return root < roots.Length
                ? roots[root]?[(index >> PageBits) & (MiddleSize - 1)]?[index & (PageSize - 1)]
                : null;
        }
    }

    /// <summary>The places at which two arrays hold different references, in ascending order. Pages that both share cost nothing.</summary>
    public static IEnumerable<int> Differing(PagedArray<T> one, PagedArray<T> other)
    {
        for (var root = 0; root < Math.Max(one.roots.Length, other.roots.Length); root++)
        {
            T?[]?[]? mine = root < one.roots.Length ? one.roots[root] : null, theirs = root < other.roots.Length ? other.roots[root] : null;
            for (var middle = 0; mine != theirs && middle < MiddleSize; middle++)
            {
                T?[]? page = mine?[middle], otherPage = theirs?[middle];
                for (var slot = 0; page != otherPage && slot < PageSize; slot++)
                {
                    if (page?[slot] != otherPage?[slot])
                    {
                        yield return (((root << 8) | middle) << PageBits) | slot;
                    }
                }
            }
        }
    }

    /// <summary>The array with other values at the given places, which must come in ascending order.</summary>
    public PagedArray<T> With(IReadOnlyList<KeyValuePair<int, T?>> writes)
    {
        if (writes.Count == 0)
        {
            return this;
        }

        var newRoots = new T?[]?[]?[Math.Max((writes[^1].Key >> (PageBits + 8)) + 1, roots.Length)];
        roots.CopyTo(newRoots, 0);
        int copiedRoot = -1, copiedPage = -1;
        foreach (var (index, value) in writes)
        {
            int root = index >> (PageBits + 8), page = index >> PageBits;
            if (root != copiedRoot)
            {
                newRoots[root] = newRoots[root] is { } old ? (T?[]?[])old.Clone() : new T?[]?[MiddleSize];
                copiedRoot = root;
            }

            ref var slot = ref newRoots[root]![page & (MiddleSize - 1)];
            if (page != copiedPage)
            {
                slot = slot is { } old ? (T?[])old.Clone() : new T?[PageSize];
                copiedPage = page;
            }

            slot![index & (PageSize - 1)] = value;
        }

        return new(newRoots);
    }
}
