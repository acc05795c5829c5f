using Graph.Engine.Snapshots;

namespace Graph.Engine.Views;

/// <summary>What kind of question a view answers (design section 4, Time).</summary>
public enum ViewKind
{
    /// <summary>Head, today.</summary>
    Current,

    /// <summary>What was known then, about a day then.</summary>
    Past,

    /// <summary>What is known now about a day in the past.</summary>
    Hindsight,

    /// <summary>A day after the one of what is known.</summary>
    Forecast,

    /// <summary>With changes that are not written.</summary>
    WhatIf,
}

/// <summary>Whether a forecast takes proof that is valid today as renewed.</summary>
public enum Renewals
{
    /// <summary>Proof expires as recorded.</summary>
    AsRecorded,

    /// <summary>Proof that is valid today counts as if it did not expire. A classification is never renewed by assumption.</summary>
    Assumed,
}

/// <summary>
/// A snapshot seen on a day: everything a reader may ask is a pure function of a view. One request reads one snapshot, so that a
/// whole response is of one revision.
/// </summary>
public sealed class View
{
    private readonly Lazy<Analysis.CellReader> cells;

    /// <summary>Makes a view.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="on">The day judged.</param>
    /// <param name="today">The day on which the question is asked.</param>
    /// <param name="kind">What kind of question it answers.</param>
    /// <param name="renewals">Whether proof valid today counts as renewed.</param>
    /// <param name="mappingSets">The keys of the mapping sets that may give credit; null = all.</param>
    public View(
        Snapshot snapshot, DateOnly on, DateOnly today, ViewKind kind,
        Renewals renewals = Renewals.AsRecorded, IReadOnlyCollection<string>? mappingSets = null)
    {
        Snapshot = snapshot;
        On = on;
        Today = today;
        Kind = kind;
        Renewals = renewals;
        MappingSets = mappingSets;
        cells = new(() => new(this));
    }

    /// <summary>The graph.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The day judged.</summary>
    public DateOnly On { get; }

    /// <summary>The day on which the question is asked.</summary>
    public DateOnly Today { get; }

    /// <summary>What kind of question it answers.</summary>
    public ViewKind Kind { get; }

    /// <summary>Whether proof valid today counts as renewed.</summary>
    public Renewals Renewals { get; }

    /// <summary>The mapping sets that may give credit; null = all.</summary>
    public IReadOnlyCollection<string>? MappingSets { get; }

    /// <summary>The document whose meaning is taken as changed, for the consequences of CHANGE; null = none.</summary>
    public Document? MeaningChanged { get; private init; }

    /// <summary>The cells of this view: verdicts, states, credit, coverage and gaps.</summary>
    public Analysis.CellReader Cells => cells.Value;

    /// <summary>The same view of another graph, for comparing what follows from a change.</summary>
    internal View Of(Snapshot other) => new(other, On, Today, Kind, Renewals, MappingSets);

    /// <summary>The same view in which the meaning of a document has changed.</summary>
    internal View WithMeaningChanged(Document document) =>
        new(Snapshot, On, Today, Kind, Renewals, MappingSets) { MeaningChanged = document };
}
