using Graph.Engine.Governance;
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

    private readonly int place = Places[Rule.What];

    /// <summary>
    /// Everything whose last day is at most so many days after the view's day, what is over included, by day, what is to be done, and key. It is looked for day
    /// by day as it is read: whoever reads a page of very much has only so much judged.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="days">How many days after the view's day, from 0.</param>
    /// <param name="kinds">The kinds in question; null = all.</param>
    /// <param name="owner">The person to whom they belong (<see cref="OwnersOf"/>); null = whoever.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IEnumerable<DueItem> Within(
        View view, int days, IReadOnlyCollection<Kind>? kinds = null, Document? owner = null, CancellationToken cancellationToken = default)
    {
        var last = Calendars.Add(view.On, 0, days).DayNumber;
        var ahead = new PriorityQueue<Asked, int>();
        foreach (var kind in view.Snapshot.Model.Kinds.Where(k => kinds?.Contains(k) != false))
        {
            foreach (var rule in kind.Due)
            {
                if (rule.EarliestIn(view)?.DayNumber is { } first && first <= last)
                {
                    Advance(new(rule, first, view.Snapshot.MayBeDue(kind, rule, DateOnly.FromDayNumber(last)), 0));
                }
            }
        }

        // No rule gives a day before the earliest that a document may have: once all have been asked that may have one, a day is whole.
        for (var found = new SortedDictionary<int, List<DueItem>>(); ahead.Count > 0 || found.Count > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var day = found.Count > 0 ? found.First().Key : int.MaxValue;
            while (ahead.TryPeek(out var asked, out var earliest) && earliest <= day)
            {
                ahead.Dequeue();
                var at = asked.At;
                for (; at < asked.Documents.Count && asked.Earliest(at) == earliest; at++)
                {
                    if (Find(asked.Rule, asked.Documents[at]) is { } item)
                    {
                        var on = item.On.DayNumber;
                        (found.TryGetValue(on, out var items) ? items : found[on] = []).Add(item);
                        day = Math.Min(day, on);
                    }
                }

                Advance(asked with { At = at });
            }

            if (found.Remove(day, out var whole))
            {
                if (!whole.Zip(whole.Skip(1), Compare).All(order => order <= 0))
                {
                    whole.Sort(Compare);
                }

                foreach (var item in whole)
                {
                    yield return item;
                }
            }
        }

        void Advance(Asked asked)
        {
            if (asked.At < asked.Documents.Count)
            {
                ahead.Enqueue(asked, asked.Earliest(asked.At));
            }
        }

        DueItem? Find(DueRule rule, Document document) =>
            (owner is null || OwnersOf(view.Snapshot, document).Contains(owner)) && Of(view, rule, document) is { } item && item.On.DayNumber <= last ? item : null;
    }

    private static int Compare(DueItem one, DueItem other) =>
        one.On != other.On ? one.On.CompareTo(other.On)
        : one.place != other.place ? one.place.CompareTo(other.place)
        : string.CompareOrdinal(one.Document.Key, other.Document.Key);

    /// <summary>
    /// To whom it belongs to do something with a document: who owns it; of a part that nobody owns who owns the whole, and of a record that nobody owns who owns what it is about.
    /// </summary>
    public static IReadOnlyList<Document> OwnersOf(Snapshot snapshot, Document document)
    {
        var own = snapshot.Targets(document, EdgeKinds.OwnedBy);
        return own.Count > 0 ? own
            : [.. snapshot.Model.EdgesFrom(document.Kind).Where(e => e.IsPart).Concat(LegalRetention.About).SelectMany(e => snapshot.Targets(document, e)).SelectMany(d => OwnersOf(snapshot, d)).DistinctBy(p => p.Ordinal)];
    }

    /// <summary>What a rule says of a document; null where nothing is due by it.</summary>
    public static DueItem? Of(View view, DueRule rule, Document document) =>
        rule.On(view, document) is { } day ? new(day, rule, document, day.DayNumber - view.On.DayNumber) : null;

    /// <summary>A word of <see cref="ManagementWords.DueState"/>: OVERDUE, DUE within so many days, or UPCOMING.</summary>
    public string State(int soonDays) => DaysLeft < 0 ? "OVERDUE" : DaysLeft <= soonDays ? "DUE" : "UPCOMING";

    /// <summary>A rule, the first day that it may give, the documents of which something may be due by it, by the earliest day of each, and how many were asked.</summary>
    private readonly record struct Asked(DueRule Rule, int First, ArraySegment<Document> Documents, int At)
    {
        public int Earliest(int at) => Rule.Earliest is { } earliest ? Math.Max(First, earliest(Documents[at])!.Value.DayNumber) : First;
    }
}
