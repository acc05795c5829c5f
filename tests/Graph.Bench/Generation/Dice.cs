namespace Graph.Bench.Generation;

/// <summary>Random numbers that are the same for a seed on every machine and runtime (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int count) => (int)(Next() % (uint)count);

    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>A number below a count in which small ones are far more frequent: the first of 10,000 comes in one of twenty.</summary>
    public int Hub(int count) => (int)(count * Math.Pow(Fraction(), 3));

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>Some different entries of a list.</summary>
    public T[] Some<T>(IReadOnlyList<T> list, int count) => [.. Enumerable.Range(0, count).Select(_ => Of(list)).Distinct()];

    public DateOnly Day(DateOnly from, DateOnly to) => from.AddDays(Below(to.DayNumber - from.DayNumber + 1));
}
