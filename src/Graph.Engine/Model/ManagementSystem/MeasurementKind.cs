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

    /// <summary>The measurements of a metric up to the view's day, by day; of one day the one that was recorded last stands last.</summary>
    public static IEnumerable<Document> Upto(View view, Document metric) =>
        view.Snapshot.Sources(metric, ManagementEdges.MeasurementOf).Where(m => m.Date(On) <= view.On).OrderBy(m => m.Date(On)).ThenBy(m => m.CreatedIn).ThenBy(m => m.Ordinal);

    /// <summary>The last of them; null where nothing was measured.</summary>
    public static Document? Last(View view, Document metric)
    {
        Document? last = null;
        foreach (var (node, _) in view.Snapshot.In(metric, ManagementEdges.MeasurementOf))
        {
            var one = view.Snapshot.Document(node)!;
            if (one.Date(On) <= view.On && (last is null || (one.Date(On), one.CreatedIn, one.Ordinal).CompareTo((last.Date(On), last.CreatedIn, last.Ordinal)) > 0))
            {
                last = one;
            }
        }

        return last;
    }
}
