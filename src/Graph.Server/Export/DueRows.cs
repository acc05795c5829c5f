using Graph.Engine.Time;
using Graph.Server.Api.Reading;
using Graph.Server.Export.Documents;
using Graph.Server.Export.Packs;

namespace Graph.Server.Export;

/// <summary>What has to be done by a day, as rows of a table and as a table of a page.</summary>
internal static class DueRows
{
    /// <summary>Within how many days something is DUE and no longer UPCOMING. It is no setting: a page is the same from every server.</summary>
    public const int SoonDays = 30;

    /// <summary>The row of something that has to be done.</summary>
    public static DueRow Of(ViewScope scope, DueItem item) => new()
    {
        DueOn = item.On,
        DaysLeft = item.DaysLeft,
        State = item.State(SoonDays),
        What = item.Rule.What,
        Document = item.Document.Key,
        Title = PrintedPage.Title(scope, item.Document),
        Owners = RowMaps.Join(DueItem.OwnersOf(scope.View.Snapshot, item.Document).Select(o => PrintedPage.Title(scope, o))),
        Basis = item.Rule.Basis,
        Revision = scope.View.Snapshot.Head.Revision,
        On = scope.View.On,
    };

    /// <summary>A table of such rows. What belongs to nobody is done by nobody.</summary>
    public static void Due(this PackPage page, IEnumerable<DueRow> rows) => page.Table(
        ["day", "state", "what", "document", "owner", "basis"],
        rows.Select(r => (IReadOnlyList<object?>)[r.DueOn, r.State, r.What, r.Title == r.Document ? r.Document : $"{r.Title} ({r.Document})", r.Owners.Length == 0 ? "nobody" : r.Owners, r.Basis]),
        [11, 12, 12, 24, 14, 27]);
}
