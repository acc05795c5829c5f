namespace Graph.Engine.Analysis;

/// <summary>
/// What was read of documents, by their numbers, in pages of 64. A later snapshot begins with what an earlier one has read and still holds: it
/// shares every page without anything touched, so that what either reads there serves both. Safe for many readers: what two of them read at
/// once is equal.
/// </summary>
internal sealed class ReadOnce<T>
    where T : class
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;

    private readonly T?[]?[] pages;

    public ReadOnce(int count) => pages = new T?[]?[(count + PageSize - 1) >> PageBits];

    private ReadOnce(T?[]?[] pages) => this.pages = pages;

    /// <summary>What was read of a document, or null.</summary>
    public T? this[int ordinal] => pages[ordinal >> PageBits] is { } page ? Volatile.Read(ref page[ordinal & (PageSize - 1)]) : null;

    /// <summary>Keeps what was read, unless another reader was quicker; gives what is kept.</summary>
    public T Keep(int ordinal, T read)
    {
        ref var slot = ref pages[ordinal >> PageBits];
        var page = slot ?? Interlocked.CompareExchange(ref slot, new T?[PageSize], null) ?? slot;
        return Interlocked.CompareExchange(ref page[ordinal & (PageSize - 1)], read, null) ?? read;
    }

    /// <summary>The same for a later snapshot with so many numbers, without what is touched.</summary>
    public ReadOnce<T> Without(HashSet<int> touched, int count)
    {
        var later = new T?[]?[(count + PageSize - 1) >> PageBits];
        Array.Copy(pages, later, Math.Min(pages.Length, later.Length));
        foreach (var number in touched.Select(t => t >> PageBits).Distinct())
        {
            later[number] = (T?[]?)later[number]?.Clone();
        }

        foreach (var ordinal in touched)
        {
            if (later[ordinal >> PageBits] is { } page)
            {
                page[ordinal & (PageSize - 1)] = null;
            }
        }

        return new(later);
    }
}
