using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>The systems in question: their numbers in the snapshot, and their places in every array of cells.</summary>
internal sealed class Subjects
{
    private const int FewMax = 4;

    private readonly int[] places;

    public Subjects(Holdings holdings, IReadOnlyList<Document> systems)
    {
        Systems = systems;
        Numbers = [.. systems.Select(s => holdings.NumberOf(s.Ordinal))];
        places = new int[holdings.SystemCount];
        Array.Fill(places, -1);
        for (var i = 0; i < Numbers.Length; i++)
        {
            places[Numbers[i]] = i;
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

    /// <summary>The place of a system of the snapshot; -1 where it is not in question.</summary>
    public int PlaceOf(int number) => places[number];
}
