using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>One measured value of a metric; a part of it.</summary>
public static class MeasurementKind
{
    /// <summary>The day of the value.</summary>
    public static readonly Field On = Field.Date("on", "The day that the value is of.", required: true);

    /// <summary>The value.</summary>
    public static readonly Field Value = Field.Number("value", "The value in the unit of the metric.", required: true);

    private static readonly Field Title = Field.Text("note", "What is to be known about the value.", lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Measurement", "measurements", "measurement", KindGroup.ManagementSystem,
        "One measured value of a metric.", Title,
        [On, Value, Title, Field.Text("source", "Where the value comes from, such as the tool that measured it.", lengthMax: 200)])
    {
        Keep = new([ManagementEdges.MeasurementOf], Unanswered),
        Rules =
        [
            new(On, c => c.After.Date(On) > c.Day ? $"a day up to {c.Day:yyyy-MM-dd}: what comes is not measured yet" : null),
            new(Value, c => c.Before is { } before && (IsMilder(c, before) || before.Date(On) != c.After.Date(On)) ? Unanswered(c with { After = before }) : null),
        ],
    };

    /// <summary>The measurements of a metric up to a day, by day; of one day the one that was recorded last stands last.</summary>
    public static ArraySegment<Document> Upto(View view, Document metric, DateOnly day)
    {
        var all = view.Snapshot.SourcesInOrder(metric, ManagementEdges.MeasurementOf, InOrder);
        return new(all, 0, DocumentOrder.CountOf(all, m => m.Date(On) <= day));
    }

    /// <summary>The last of them; null where nothing was measured.</summary>
    public static Document? Last(View view, Document metric) => Upto(view, metric, view.On) is { Count: > 0 } some ? some[^1] : null;

    // An alert is open until a finding answers it, and does not end by another value in its place: an error of measurement is a finding as well.
    private static string? Unanswered(ChangedDocument measurement) =>
        MetricOf(measurement) is { } metric && MetricKind.IsUnanswered(metric, measurement.Sources(metric, ManagementEdges.FoundIn), measurement.After, f => measurement.Sources(f, ManagementEdges.Corrects))
            ? $"a finding that was FOUND_IN '{metric.Key}' about the value of {measurement.After.Date(On):yyyy-MM-dd} before it is taken away" : null;

    private static bool IsMilder(ChangedDocument measurement, Document before) =>
        MetricOf(measurement) is { } metric && MetricKind.IsGraver(metric, before.Number(Value)!.Value, measurement.After.Number(Value)!.Value);

    private static Document? MetricOf(ChangedDocument measurement) => measurement.Targets(measurement.After, ManagementEdges.MeasurementOf) is [var metric, ..] ? metric : null;

    private static IEnumerable<Document> InOrder(IEnumerable<Document> measurements) => measurements.OrderBy(m => m.Date(On)).ThenBy(m => m.CreatedIn).ThenBy(m => m.Ordinal);
}
