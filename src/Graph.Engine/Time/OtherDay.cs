using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>The same graph, asked in the same way, judged on another day.</summary>
internal static class OtherDay
{
    public static View JudgedOn(this View view, DateOnly day) => day == view.On ? view : new(
        view.Snapshot, day, view.Today,
        view.Kind == ViewKind.WhatIf ? ViewKind.WhatIf : day < view.Today ? ViewKind.Hindsight : day > view.Today ? ViewKind.Forecast : view.Kind,
        view.Renewals, view.MappingSets);
}
