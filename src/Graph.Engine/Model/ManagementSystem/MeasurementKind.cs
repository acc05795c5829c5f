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
        Rules = [new(On, c => c.After.Date(On) > c.Day ? $"a day up to {c.Day:yyyy-MM-dd}: what comes is not measured yet" : null)],
    };

    /// <summary>The measurements of a metric up to a day, by day; of one day the one that was recorded last stands last.</summary>
    public static ArraySegment<Document> Upto(View view, Document metric, DateOnly day)
    {
        var all = view.Snapshot.SourcesInOrder(metric, ManagementEdges.MeasurementOf, InOrder);
        return new(all, 0, DocumentOrder.CountOf(all, m => m.Date(On) <= day));
    }

    /// <summary>The last of them; null where nothing was measured.</summary>
    public static Document? Last(View view, Document metric) => Upto(view, metric, view.On) is { Count: > 0 } some ? some[^1] : null;

    /// <summary>Measurements by day; of one day the one that was recorded last stands last.</summary>
    internal static IEnumerable<Document> InOrder(IEnumerable<Document> measurements) => measurements.OrderBy(m => m.Date(On)).ThenBy(m => m.CreatedIn).ThenBy(m => m.Ordinal);
}
