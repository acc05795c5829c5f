using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>Where a criterion belongs in the cycle of a management system.</summary>
public enum CyclePhase
{
    /// <summary>Plan.</summary>
    Plan,

    /// <summary>Do.</summary>
    Do,

    /// <summary>Check.</summary>
    Check,

    /// <summary>Act.</summary>
    Act,
}

/// <summary>Whether a criterion is met.</summary>
public enum CriterionState
{
    /// <summary>There is nothing to judge by, which is never a pass.</summary>
    Unknown,

    /// <summary>Something is missing.</summary>
    NotMet,

    /// <summary>Everything that it asks for is there.</summary>
    Met,
}

/// <summary>One thing that is asked of a management system before it is certified, worked out from the graph.</summary>
/// <param name="Id">A stable id: the number of the item, a dot and a letter.</param>
/// <param name="Item">The item of the checklist that it is a sentence of.</param>
/// <param name="Phase">Where it belongs in the cycle.</param>
/// <param name="Text">What is asked, in our words, with the clause.</param>
/// <param name="Population">What is judged: nothing there is UNKNOWN.</param>
/// <param name="Missing">What is missing, each with what closes it.</param>
public sealed record Criterion(
    string Id, ChecklistItem Item, CyclePhase Phase, string Text, Func<View, IReadOnlyList<Document>> Population, Func<View, Document, IEnumerable<Shortfall>> Missing)
{
    /// <summary>What closes it where there is nothing to judge.</summary>
    public string Begins { get; init; } = "Record what this is about; nothing is there to judge.";
}

/// <summary>An item of the checklist.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Title">Its title in our words.</param>
/// <param name="Clause">The clause or annex that it is about.</param>
public sealed record ChecklistItem(int Number, string Title, string Clause);

/// <summary>A criterion as it stands in a view. What is missing may be very much, and is told as it is read.</summary>
public sealed class CriterionResult
{
    private readonly View view;
    private readonly IReadOnlyList<Document> population;
    private readonly Lazy<int> missing;

    /// <summary>Judges a criterion.</summary>
    /// <param name="view">The view.</param>
    /// <param name="criterion">The criterion.</param>
    public CriterionResult(View view, Criterion criterion)
    {
        (this.view, Criterion) = (view, criterion);
        population = criterion.Population(view);
        State = population.Count == 0 ? CriterionState.Unknown : Rows.Any() ? CriterionState.NotMet : CriterionState.Met;
        missing = new(Count);
    }

    /// <summary>The criterion.</summary>
    public Criterion Criterion { get; }

    /// <summary>Whether it is met.</summary>
    public CriterionState State { get; }

    /// <summary>How many documents were judged.</summary>
    public int Judged => population.Count;

    /// <summary>What is missing, in the order of the documents judged; never empty unless it is met.</summary>
    public IEnumerable<Shortfall> Rows => population.Count == 0 ? [new("NO_DATA", null, Criterion.Begins)] : Among(population);

    /// <summary>How many rows say what is missing; counted once it is asked for.</summary>
    public int Missing => missing.Value;

    private IEnumerable<Shortfall> Among(IEnumerable<Document> documents) => documents.SelectMany(d => Criterion.Missing(view, d));

    // Very many are counted in halves at a time.
    private int Count()
    {
        if (State != CriterionState.NotMet || population.Count < Readiness.HalvedCountMin)
        {
            return State == CriterionState.Met ? 0 : Rows.Count();
        }

        var (middle, first, second) = (population.Count / 2, 0, 0);
        Parallel.Invoke(() => first = Among(population.Take(middle)).Count(), () => second = Among(population.Skip(middle)).Count());
        return first + second;
    }
}

/// <summary>How far the management system is on the way to a certificate: supporting evidence, not certification.</summary>
public static class Readiness
{
    /// <summary>From how many documents on what is judged and counted is so in halves at a time.</summary>
    internal const int HalvedCountMin = 1_000;

    /// <summary>Every criterion as it stands in a view, in the order of the checklist.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<CriterionResult> Of(View view, CancellationToken cancellationToken = default)
    {
        var results = new CriterionResult[ReadinessCriteria.All.Count];
        ParallelOptions inHalves = new() { MaxDegreeOfParallelism = view.Snapshot.DocumentCount < HalvedCountMin ? 1 : 2, CancellationToken = cancellationToken };
        Parallel.For(0, results.Length, inHalves, i => results[i] = new(view, ReadinessCriteria.All[i]));
        return results;
    }
}
