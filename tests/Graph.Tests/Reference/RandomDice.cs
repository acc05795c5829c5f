using CsCheck;

namespace Graph.Tests.Reference;

/// <summary>
/// The choices of one random graph. Each feature has one weight per graph, often zero (swarm testing), so that some
/// graphs have much of a thing and others none; sizes share one scale, so that failing graphs shrink.
/// </summary>
internal sealed class RandomDice(PCG source)
{
    private static readonly int[] Weights = [0, 0, 12, 30, 60, 90];
    private static readonly int[] Scales = [1, 2, 3, 4, 4, 4];

    private readonly Dictionary<string, int> weights = [];
    private readonly int scale = Scales[source.Next((uint)Scales.Length)];

    /// <summary>The days around which everything happens; equal days are wanted often.</summary>
    public static readonly IReadOnlyList<DateOnly> Days =
    [
        new(2026, 5, 24), new(2026, 8, 31), new(2026, 11, 23), new(2026, 11, 24), new(2026, 11, 25), new(2027, 2, 28),
        new(2027, 5, 24), new(2027, 12, 2),
    ];

    public bool Chance(int percent) => source.Next(100) < percent;

    /// <summary>Whether the feature shows here, by its weight in this graph.</summary>
    public bool Often(string feature)
    {
        if (!weights.TryGetValue(feature, out int weight))
        {
            weight = Weights[source.Next((uint)Weights.Length)];
            weights[feature] = weight;
        }

        return Chance(weight);
    }

    public int Between(int least, int most) => least + (int)source.Next((uint)(most - least + 1));

    /// <summary>A count from the least to the most that this graph's scale allows.</summary>
    public int Count(int least, int most) => Between(least, Math.Max(least, (most * scale + 3) / 4));

    public T Pick<T>(IReadOnlyList<T> from) => from[(int)source.Next((uint)from.Count)];

    /// <summary>Some different ones, in the order of the list.</summary>
    public T[] Some<T>(IReadOnlyList<T> from, int least, int most)
    {
        int count = Math.Min(from.Count, Between(least, most));
        HashSet<int> picked = [];
        while (picked.Count < count)
        {
            picked.Add((int)source.Next((uint)from.Count));
        }

        return [.. picked.Order().Select(index => from[index])];
    }

    public DateOnly Day() => Pick(Days);

    public DateOnly? DayIf(string feature) => Often(feature) ? Day() : null;

    /// <summary>A day that is not before another; any day after none.</summary>
    public DateOnly DayFrom(DateOnly? first) => Pick([.. Days.Where(day => first is null || day >= first)]);

    public DateOnly? DayFromIf(string feature, DateOnly? first) => Often(feature) ? DayFrom(first) : null;
}
