using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>The systems in question: their numbers in the snapshot, and their places in every array of cells.</summary>
internal sealed class Subjects
{
    private const int FewMax = 4;

    private readonly int[] places;
    private readonly ulong[] words;

    public Subjects(Holdings holdings, IReadOnlyList<Document> systems)
    {
        Systems = systems;
        Numbers = [.. systems.Select(s => holdings.NumberOf(s.Ordinal))];
        places = new int[holdings.SystemCount];
        Array.Fill(places, -1);
        words = new ulong[WordCount];
        for (var i = 0; i < Numbers.Length; i++)
        {
            places[Numbers[i]] = i;
            words[Numbers[i] >> 6] |= 1UL << (Numbers[i] & 63);
        }
    }

    public IReadOnlyList<Document> Systems { get; }

    public int Count => Systems.Count;

    /// <summary>The number of each system in the snapshot.</summary>
    public int[] Numbers { get; }

    /// <summary>Whether it is quicker to ask each set for each system than to join the sets.</summary>
    public bool AreFew => Count <= FewMax;

    /// <summary>The number of words of a set of all systems of the snapshot.</summary>
    public int WordCount => (places.Length + 63) >> 6;

    /// <summary>Whether any system in question is in a set.</summary>
    public bool Any(in SubjectSet set)
    {
        if (set.All || Count == places.Length)
        {
            return Count > 0;
        }

        foreach (var (word, bits) in set.Systems)
        {
            if ((words[word] & bits) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The place of a system of the snapshot; -1 where it is not in question.</summary>
    public int PlaceOf(int number) => places[number];
}
