using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>Something that has to be done with a document by a day.</summary>
/// <param name="On">The last day that is in time.</param>
/// <param name="Rule">The rule of the document's kind from which the day follows.</param>
/// <param name="Document">The document.</param>
/// <param name="DaysLeft">The days from the view's day to the last one; 0 where they are the same, negative where it is over.</param>
public sealed record DueItem(DateOnly On, DueRule Rule, Document Document, int DaysLeft)
{
    private static readonly Dictionary<string, int> Places =
        ManagementWords.DueAct.Words.Select((w, i) => (w.Word, i)).ToDictionary(w => w.Word, w => w.i, StringComparer.Ordinal);

    /// <summary>Everything whose last day is at most so many days after the view's day, what is over included, by day, what is to be done, and key.</summary>
    /// <param name="view">The view.</param>
    /// <param name="days">How many days after the view's day, from 0.</param>
    /// <param name="kinds">The kinds in question; null = all.</param>
    /// <param name="owner">The person to whom the documents belong; null = whoever.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<DueItem> Within(
        View view, int days, IReadOnlyCollection<Kind>? kinds = null, Document? owner = null, CancellationToken cancellationToken = default)
    {
        var last = Calendars.Add(view.On, 0, days);
        var items = new List<DueItem>();
        foreach (var kind in view.Snapshot.Model.Kinds.Where(k => k.Due.Count > 0 && kinds?.Contains(k) != false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var document in view.Snapshot.Documents(kind).Where(d => owner is null || view.Snapshot.Edge(d, EdgeKinds.OwnedBy, owner) is not null))
            {
                items.AddRange(kind.Due.Select(r => Of(view, r, document)).OfType<DueItem>().Where(i => i.On <= last));
            }
        }

        items.Sort((a, b) => (a.On.DayNumber, Places[a.Rule.What]).CompareTo((b.On.DayNumber, Places[b.Rule.What])) is var order and not 0
            ? order : string.CompareOrdinal(a.Document.Key, b.Document.Key));
        return items;
    }

    /// <summary>What a rule says of a document; null where nothing is due by it.</summary>
    public static DueItem? Of(View view, DueRule rule, Document document) =>
        rule.On(view, document) is { } day ? new(day, rule, document, day.DayNumber - view.On.DayNumber) : null;

    /// <summary>A word of <see cref="ManagementWords.DueState"/>: OVERDUE, DUE within so many days, or UPCOMING.</summary>
    public string State(int soonDays) => DaysLeft < 0 ? "OVERDUE" : DaysLeft <= soonDays ? "DUE" : "UPCOMING";
}
