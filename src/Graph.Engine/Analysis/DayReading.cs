using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>
/// What is known about the systems of a snapshot on a day, and what the organisation owes then: shared by all views of that day, because it
/// depends on neither renewals nor mapping sets. Safe for many readers: what two of them read at once is equal.
/// </summary>
internal sealed class DayReading
{
    private const byte Yes = 1;
    private const byte No = 2;

    private readonly Snapshot snapshot;
    private readonly DateOnly day;
    private readonly List<Document> systems;
    private readonly SystemFacts?[] facts;
    private readonly byte[] owed;

    public DayReading(Snapshot snapshot, DateOnly day, List<Document> systems, int rowCount)
    {
        (this.snapshot, this.day, this.systems) = (snapshot, day, systems);
        (facts, owed) = (new SystemFacts?[systems.Count], new byte[rowCount]);
    }

    /// <summary>What an earlier snapshot knew about the same day, except for what is touched.</summary>
    public DayReading(Snapshot snapshot, List<Document> systems, DayReading earlier, Touched touched, Dictionary<int, int> numbers)
    {
        (this.snapshot, day, this.systems) = (snapshot, earlier.day, systems);
        facts = (SystemFacts?[])earlier.facts.Clone();
        foreach (var system in touched.Systems)
        {
            facts[numbers[system]] = null;
        }

        owed = touched.Systems.Count == 0 ? Touched.Without(earlier.owed, touched.StatedRows) : new byte[earlier.owed.Length];
    }

    /// <summary>The facts of a system, by its number in the snapshot.</summary>
    public SystemFacts FactsOf(int number)
    {
        if (Volatile.Read(ref facts[number]) is not { } known)
        {
            Volatile.Write(ref facts[number], known = new(snapshot, day, systems[number]));
        }

        return known;
    }

    /// <summary>Whether any system in scope owes a row, worked out once.</summary>
    public bool OrganisationOwes(Row row, Func<bool> workOut)
    {
        if (owed[row.Number] == 0)
        {
            owed[row.Number] = workOut() ? Yes : No;
        }

        return owed[row.Number] == Yes;
    }
}
