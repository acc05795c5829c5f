namespace Graph.Tests.Reference;

/// <summary>
/// What the words of the design mean, as plain loops over documents: slow, and meant to be read. It is the oracle of
/// the engine and shares no code with it.
/// </summary>
public static class NaiveReference
{
    /// <summary>One cell for each row and subject, in the order framework, requirement (natural), subject.</summary>
    /// <param name="view">The graph on a day.</param>
    /// <param name="systems">The systems in question, of which only those in scope count; null = all.</param>
    /// <param name="of">A framework, heading or row; null = everything.</param>
    public static IReadOnlyList<NaiveCell> Cells(
        NaiveView view, IReadOnlyList<string>? systems = null, string? of = null)
    {
        NaiveWorld world = new(view);
        return new NaiveCells(world).Of(InQuestion(world, systems), of);
    }

    /// <summary>The owed cells of a system that are not COVERED, organisation cells marked as inherited.</summary>
    public static IReadOnlyList<NaiveCell> Gaps(NaiveView view, string system, string? of = null) =>
        [.. CellsOfSystem(view, system, of).Where(cell => NaiveVerdictWords.IsOwed(cell.Verdict)
            && cell.State != nameof(NaiveState.COVERED))];

    /// <summary>All cells of a system, organisation cells inherited with the system's own verdict.</summary>
    public static IReadOnlyList<NaiveCell> CellsOfSystem(NaiveView view, string system, string? of = null)
    {
        NaiveWorld world = new(view);
        NaiveCells cells = new(world);
        return [.. InQuestion(world, [system]).SelectMany(subject => cells.OfSystem(subject, of))];
    }

    public static NaiveCoverage Coverage(NaiveView view, string of, IReadOnlyList<string>? systems = null) =>
        Count(Cells(view, systems, of));

    /// <summary>The coverage of each system in question, in key order; inherited cells are counted in each.</summary>
    public static IReadOnlyList<NaiveSystemCoverage> CoverageBySystem(
        NaiveView view, string of, IReadOnlyList<string>? systems = null)
    {
        NaiveWorld world = new(view);
        NaiveCells cells = new(world);
        return [.. InQuestion(world, systems)
            .Select(system => new NaiveSystemCoverage(system.Key, Count(cells.OfSystem(system, of))))];
    }

    /// <summary>The nodes reached from <paramref name="key"/> under LOSS or CHANGE, by distance, then key.</summary>
    public static IReadOnlyList<NaiveReached> Impact(NaiveView view, string key, string happening, int depthMax = 16) =>
        new NaiveImpact(new NaiveWorld(view), happening).From(key, depthMax);

    /// <summary>The cells whose verdict, state or credit differs when this happens to <paramref name="key"/>.</summary>
    public static IReadOnlyList<NaiveConsequence> Consequences(NaiveView view, string key, string happening) =>
        NaiveConsequences.Compare(view, NaiveConsequences.After(view, key, happening));

    /// <summary>All shortest paths as node keys, in ordinal order of the keys; none = no path.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Trace(NaiveView view, string from, string to) =>
        new NaiveTrace(new NaiveWorld(view)).Paths(from, to);

    private static List<NaiveDocument> InQuestion(NaiveWorld world, IReadOnlyList<string>? systems) =>
        [.. world.Subjects.Where(system => systems?.Contains(system.Key) != false)];

    private static NaiveCoverage Count(IReadOnlyList<NaiveCell> cells)
    {
        List<NaiveCell> owed = [.. cells.Where(cell => NaiveVerdictWords.IsOwed(cell.Verdict))];
        Dictionary<string, int> states = Tally(owed.Select(cell => cell.State));
        Dictionary<string, int> withCredit = Tally(owed.Select(WithCredit));
        return new NaiveCoverage(
            owed.Count,
            states.GetValueOrDefault(nameof(NaiveState.COVERED)),
            withCredit.GetValueOrDefault(nameof(NaiveState.COVERED)),
            owed.Count(cell => cell.Shallow),
            states,
            withCredit,
            Tally(cells.Select(cell => cell.Verdict).Where(word => !NaiveVerdictWords.IsOwed(word))));
    }

    private static string WithCredit(NaiveCell cell) =>
        cell.Credit is { } credit && Enum.Parse<NaiveState>(credit) > Enum.Parse<NaiveState>(cell.State)
            ? credit
            : cell.State;

    private static Dictionary<string, int> Tally(IEnumerable<string> words) =>
        words.GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
}
