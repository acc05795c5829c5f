using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>The same question about another day (design section 4, the table of Time).</summary>
internal static class OtherDay
{
    /// <summary>
    /// The same graph, asked in the same way, judged on another day: with what is known now about a day before, as a forecast about a later one. On the day of the
    /// question itself it is what it is, and what is assumed stays so on every day.
    /// </summary>
    public static View JudgedOn(this View view, DateOnly day) => day == view.On ? view : new(
        view.Snapshot, day, view.Today,
        view.Kind == ViewKind.WhatIf ? ViewKind.WhatIf
        : day < view.Today ? ViewKind.Hindsight
        : day > view.Today ? ViewKind.Forecast
        : view.Kind == ViewKind.Past ? ViewKind.Past
        : ViewKind.Current,
        view.Renewals, view.MappingSets);

    /// <summary>The same, made once for a view: what is judged of very many documents on one other day is judged in one place.</summary>
    public static View JudgedOnce(this View view, DateOnly day) => view.Once((typeof(OtherDay), day), v => v.JudgedOn(day));

    /// <summary>What was known then about a day then; nothing is assumed about the past.</summary>
    public static View AsKnownThen(this View view, Snapshot then, DateOnly day) =>
        new(then, day, view.Today, ViewKind.Past, Renewals.AsRecorded, view.MappingSets);
}
