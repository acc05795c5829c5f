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
    private const int HalvedCountMin = 10_000;

    private static readonly Dictionary<string, int> Places =
        ManagementWords.DueAct.Words.Select((w, i) => (w.Word, i)).ToDictionary(w => w.Word, w => w.i, StringComparer.Ordinal);

    private readonly int place = Places[Rule.What];

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
            foreach (var rule in kind.Due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                items = Merge(items, By(view, kind, rule, last, owner));
            }
        }

        return items;
    }

    // In their order. Very many are looked at in halves at a time.
    private static List<DueItem> By(View view, Kind kind, DueRule rule, DateOnly last, Document? owner)
    {
        var documents = view.Snapshot.MayBeDue(kind, rule, last);
        if (documents.Count < HalvedCountMin)
        {
            return By(view, documents, rule, last, owner);
        }

        List<DueItem> first = [], second = [];
        Parallel.Invoke(
            () => first = By(view, documents[..(documents.Count / 2)], rule, last, owner),
            () => second = By(view, documents[(documents.Count / 2)..], rule, last, owner));
        return Merge(first, second);
    }

    // What may be due comes by day, so that most rules give it in order at once.
    private static List<DueItem> By(View view, ArraySegment<Document> documents, DueRule rule, DateOnly last, Document? owner)
    {
        var items = new List<DueItem>();
        var isInOrder = true;
        foreach (var document in documents)
        {
            if ((owner is null || view.Snapshot.Edge(document, EdgeKinds.OwnedBy, owner) is not null) && Of(view, rule, document) is { } item && item.On <= last)
            {
                isInOrder &= items.Count == 0 || Compare(items[^1], item) <= 0;
                items.Add(item);
            }
        }

        if (!isInOrder)
        {
            items.Sort(Compare);
        }

        return items;
    }

    private static List<DueItem> Merge(List<DueItem> one, List<DueItem> other)
    {
        if (one.Count == 0 || other.Count == 0)
        {
            return one.Count == 0 ? other : one;
        }

        var all = new List<DueItem>(one.Count + other.Count);
        if (Compare(one[^1], other[0]) <= 0)
        {
            all.AddRange(one);
            all.AddRange(other);
            return all;
        }

        for (int i = 0, j = 0; i < one.Count || j < other.Count;)
        {
            all.Add(j == other.Count || (i < one.Count && Compare(one[i], other[j]) <= 0) ? one[i++] : other[j++]);
        }

        return all;
    }

    private static int Compare(DueItem one, DueItem other) =>
        one.On != other.On ? one.On.CompareTo(other.On)
        : one.place != other.place ? one.place.CompareTo(other.place)
        : string.CompareOrdinal(one.Document.Key, other.Document.Key);

    /// <summary>What a rule says of a document; null where nothing is due by it.</summary>
    public static DueItem? Of(View view, DueRule rule, Document document) =>
        rule.On(view, document) is { } day ? new(day, rule, document, day.DayNumber - view.On.DayNumber) : null;

    /// <summary>A word of <see cref="ManagementWords.DueState"/>: OVERDUE, DUE within so many days, or UPCOMING.</summary>
    public string State(int soonDays) => DaysLeft < 0 ? "OVERDUE" : DaysLeft <= soonDays ? "DUE" : "UPCOMING";
}
