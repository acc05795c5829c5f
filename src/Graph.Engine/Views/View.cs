using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<object, object?> known = new();
    private View? basis;

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
        cells = new(ReadCells);
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

    /// <summary>The same view of another graph.</summary>
    public View Of(Snapshot other) => new View(other, On, Today, Kind, Renewals, MappingSets).BasedOn(this);

    /// <summary>The same view in which the meaning of a document has changed.</summary>
    internal View WithMeaningChanged(Document document) =>
        new View(Snapshot, On, Today, Kind, Renewals, MappingSets) { MeaningChanged = document }.BasedOn(this);

    /// <summary>
    /// Has this view take over what another one has worked out, as far as nothing between the two graphs can have changed it: of another day
    /// only what does not depend on the day. What it answers is the same with and without.
    /// </summary>
    public View BasedOn(View other)
    {
        if (other != this && !cells.IsValueCreated && other.MeaningChanged is null)
        {
            // A view that still waits to take over from another itself is passed over, so that views do not keep one another.
            basis = other.basis ?? other;
        }

        return this;
    }

    /// <summary>Whether it judges the same day in the same way as another view, whatever the graphs.</summary>
    public bool AsksTheSameAs(View other) =>
        other.On == On && other.Today == Today && other.Renewals == Renewals
        && (MappingSets is null ? other.MappingSets is null : other.MappingSets is { } sets && MappingSets.ToHashSet().SetEquals(sets));

    /// <summary>
    /// What follows from the view alone and is asked for over and over, such as the method by which every risk is judged: worked out once, or by two who ask for it at
    /// the same time.
    /// </summary>
    /// <param name="what">What it is known by.</param>
    /// <param name="workOut">Works it out.</param>
    internal T Once<T>(object what, Func<View, T> workOut)
    {
        if (!known.TryGetValue(what, out var found))
        {
            known[what] = found = workOut(this);
        }

        return (T)found!;
    }

    private Analysis.CellReader ReadCells()
    {
        var reader = new Analysis.CellReader(this, basis?.Cells);
        basis = null;
        return reader;
    }
}
