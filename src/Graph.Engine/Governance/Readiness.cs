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

/// <summary>A criterion as it stands in a view.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="State">Whether it is met.</param>
/// <param name="Judged">How many documents were judged.</param>
/// <param name="Rows">What is missing; never empty unless it is met.</param>
public sealed record CriterionResult(Criterion Criterion, CriterionState State, int Judged, IReadOnlyList<Shortfall> Rows);

/// <summary>How far the management system is on the way to a certificate: supporting evidence, not certification.</summary>
public static class Readiness
{
    /// <summary>Every criterion as it stands in a view, in the order of the checklist.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<CriterionResult> Of(View view, CancellationToken cancellationToken = default) =>
    [
        .. ReadinessCriteria.All.Select(c =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Judge(view, c);
        }),
    ];

    /// <summary>One criterion as it stands in a view.</summary>
    public static CriterionResult Judge(View view, Criterion criterion)
    {
        var population = criterion.Population(view);
        if (population.Count == 0)
        {
            return new(criterion, CriterionState.Unknown, 0, [new("NO_DATA", null, criterion.Begins)]);
        }

        List<Shortfall> rows = [.. population.SelectMany(d => criterion.Missing(view, d))];
        return new(criterion, rows.Count == 0 ? CriterionState.Met : CriterionState.NotMet, population.Count, rows);
    }
}
