using System.Globalization;
using System.Runtime.CompilerServices;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>One end of a suspect link whose meaning has changed since the last review.</summary>
/// <param name="IsFrom">Whether it is the start of the link; else its end.</param>
/// <param name="Document">What has changed; for a link to a heading each requirement below it that has.</param>
/// <param name="Reviewed">What it was reviewed against: the consolidation of a requirement's framework, or the day of the review where there is none; the hash of the meaning of anything else.</param>
/// <param name="Now">What it is now, in the same words.</param>
public sealed record ChangedEnd(bool IsFrom, Document Document, string Reviewed, string Now);

/// <summary>A link whose ends no longer mean what they meant at its last review.</summary>
/// <param name="Kind">The kind of edge.</param>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Data">What it carries, its last review among that.</param>
public sealed record SuspectLink(EdgeKind Kind, Document From, Document To, EdgeData Data)
{
    /// <summary>The key of the edge.</summary>
    public string Key => $"{From.Key}|{Kind.Name}|{To.Key}";
}

/// <summary>
/// How far the last review of a link reaches, as the number of a day: whatever consolidation is later has not been looked at. Two days that are none
/// say that the other end means something else now, or that nothing is remembered.
/// </summary>
/// <param name="Until">The day.</param>
internal readonly record struct Review(int Until)
{
    /// <summary>Before every consolidation: whatever the requirement is, the other end has changed.</summary>
    private const int Changed = int.MinValue;

    /// <summary>After every consolidation: a link that remembers no review is not suspect.</summary>
    private const int Unknown = int.MaxValue;

    /// <summary>What is remembered of an end of which nothing is known.</summary>
    public const string NothingReviewed = "-";

    /// <summary>Whether the end that is no requirement, or either of two, has changed.</summary>
    public bool HasChangedEnd => Until == Changed;

    /// <summary>Whether a text of a consolidation (<see cref="Row.TextVersion"/>) is later than the review.</summary>
    public bool IsBefore(int textVersion) => textVersion > Until;

    /// <summary>Reads the review of a link.</summary>
    public static Review Of(EdgeKind kind, EdgeData? data, Document from, Document to)
    {
        if (data is null || !TryRead(kind, data, out var ofFrom, out var ofTo))
        {
            return new(Unknown);
        }

        return HasChanged(from, ofFrom) || HasChanged(to, ofTo) ? new(Changed)
            : new(to.Kind == RequirementKind.Kind ? DayOf(kind, data, ofTo) : from.Kind == RequirementKind.Kind ? DayOf(kind, data, ofFrom) : Unknown);
    }

    /// <summary>Reads what each end meant at the review; not where nothing is remembered.</summary>
    public static bool TryRead(EdgeKind kind, EdgeData data, out ReadOnlySpan<char> ofFrom, out ReadOnlySpan<char> ofTo)
    {
        var against = kind.ReviewedAgainst is { } field ? ((string?)data[field]).AsSpan() : default;
        var slash = against.IndexOf('/');
        ofFrom = slash < 0 ? default : against[..slash];
        ofTo = against[(slash + 1)..];
        return slash >= 0;
    }

    /// <summary>Whether an end that is no requirement means something else than at the review.</summary>
    public static bool HasChanged(Document end, ReadOnlySpan<char> reviewed) =>
        end.Kind != RequirementKind.Kind && reviewed is not NothingReviewed && !reviewed.SequenceEqual(end.Meaning);

    /// <summary>The day up to which consolidations of a requirement have been looked at; that of the review where its framework has none.</summary>
    public static int DayOf(EdgeKind kind, EdgeData data, ReadOnlySpan<char> reviewed) =>
        TryReadDay(reviewed, out var day) ? day
        : data[kind.ReviewedOn!] is DateOnly on ? on.DayNumber
        : Unknown;

    // Every link of the graph is read after each start, and the framework's own reader takes its time.
    private static bool TryReadDay(ReadOnlySpan<char> text, out int day)
    {
        day = 0;
        if (text is not [var y1, var y2, var y3, var y4, '-', var m1, var m2, '-', var d1, var d2]
            || !(char.IsAsciiDigit(y1) && char.IsAsciiDigit(y2) && char.IsAsciiDigit(y3) && char.IsAsciiDigit(y4))
            || !(char.IsAsciiDigit(m1) && char.IsAsciiDigit(m2) && char.IsAsciiDigit(d1) && char.IsAsciiDigit(d2)))
        {
            return false;
        }

        var (year, month, number) = (((y1 - '0') * 1000) + ((y2 - '0') * 100) + ((y3 - '0') * 10) + y4 - '0', ((m1 - '0') * 10) + m2 - '0', ((d1 - '0') * 10) + d2 - '0');
        if (year < 1 || month is < 1 or > 12 || number < 1 || number > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, number).DayNumber;
        return true;
    }
}

/// <summary>
/// Which links are suspect in a snapshot, whatever the day (design section 4): the meaning of an end has changed since the last review. A
/// requirement means its text version, anything else its meaning-bearing fields. A link to a heading is suspect for the rows below it that changed.
/// </summary>
public sealed class Suspicion
{
    private static readonly ConditionalWeakTable<Snapshot, Suspicion> Known = [];

    private readonly Snapshot snapshot;
    private readonly Catalogue catalogue;
    private IReadOnlyList<SuspectLink>? all;

    private Suspicion(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        catalogue = Catalogue.Of(snapshot);
    }

    /// <summary>All suspect links in the order of their keys, worked out when first asked for.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public IReadOnlyList<SuspectLink> Links(CancellationToken cancellationToken = default) => all ??= ReadAll(cancellationToken);

    /// <summary>The suspicion of a snapshot.</summary>
    public static Suspicion Of(Snapshot snapshot) => Known.GetValue(snapshot, s => new(s));

    /// <summary>Whether a link is suspect, for any row.</summary>
    public bool IsSuspect(EdgeKind kind, Document from, Document to, EdgeData? data)
    {
        var review = Review.Of(kind, data, from, to);
        return review.HasChangedEnd || (RequirementOf(from, to) is { } row && review.IsBefore(row.LatestTextVersion));
    }

    /// <summary>Whether any link at a document is suspect.</summary>
    public bool IsAnySuspectAt(Document document) => LinksAt(document).Any();

    /// <summary>The suspect links at a document.</summary>
    public IEnumerable<SuspectLink> LinksAt(Document document)
    {
        foreach (var kind in snapshot.Model.Edges.Where(e => e.Reviewed))
        {
            var found = new List<SuspectLink>();
            Read(kind, document, kind.MayStartFrom(document.Kind) ? snapshot.Out(document, kind) : default(Edges?), isOut: true, found);
            Read(kind, document, kind.MayLeadTo(document.Kind) ? snapshot.In(document, kind) : default(Edges?), isOut: false, found);
            foreach (var link in found)
            {
                yield return link;
            }
        }
    }

    /// <summary>What has changed at a suspect link since its last review.</summary>
    public IReadOnlyList<ChangedEnd> ChangesOf(SuspectLink link)
    {
        Review.TryRead(link.Kind, link.Data, out var ofFrom, out var ofTo);
        return [.. ChangesOf(link, isFrom: true, ofFrom), .. ChangesOf(link, isFrom: false, ofTo)];
    }

    /// <summary>The keys of what may turn links suspect, among the steps of changes to a graph.</summary>
    internal static IReadOnlyList<string> Touched(IReadOnlyList<Step> steps, Snapshot before)
    {
        var touched = new List<string>();
        foreach (var step in steps)
        {
            // What is new has only new links, except below a heading that is known.
            if (step is DocumentPut put && (put.Meaning is not null || put.Kind == RequirementKind.Kind.Name) && before.Document(put.Key) is not null)
            {
                touched.Add(put.Key);
            }
            else if (step is EdgePut link && link.Kind == EdgeKinds.PartOf.Name && before.Document(link.To)?.Kind == RequirementKind.Kind)
            {
                touched.Add(link.From);
            }
        }

        return touched;
    }

    /// <summary>The links that are suspect and were not before some steps, in the order of their keys.</summary>
    /// <param name="before">The graph before.</param>
    /// <param name="touched">The keys of all documents that changed or moved.</param>
    internal IReadOnlyList<SuspectLink> NewSince(Snapshot before, IEnumerable<string> touched)
    {
        var were = Of(before);
        var found = new SortedDictionary<string, SuspectLink>(StringComparer.Ordinal);
        foreach (var document in touched.Distinct(StringComparer.Ordinal).Select(snapshot.Document).OfType<Document>())
        {
            // A link to a heading speaks for what stands below it.
            var places = catalogue.PlacesOf(document);
            foreach (var link in places.SelectMany(LinksAt))
            {
                if (before.Document(link.From.Key) is not { } from || before.Document(link.To.Key) is not { } to
                    || before.Edge(from, link.Kind, to) is not { } data || !were.IsSuspect(link.Kind, from, to, data))
                {
                    found.TryAdd(link.Key, link);
                }
            }
        }

        return [.. found.Values];
    }

    private List<ChangedEnd> ChangesOf(SuspectLink link, bool isFrom, ReadOnlySpan<char> reviewed)
    {
        var end = isFrom ? link.From : link.To;
        if (catalogue.Row(end.Ordinal) is null)
        {
            return Review.HasChanged(end, reviewed) ? [new(isFrom, end, reviewed.ToString(), end.Meaning)] : [];
        }

        var review = new Review(Review.DayOf(link.Kind, link.Data, reviewed));
        return [.. catalogue.RowsBelow(end).Where(r => review.IsBefore(r.TextVersion)).Select(r => new ChangedEnd(isFrom, r.Document, Text(review.Until), Text(r.TextVersion)))];
    }

    private static string Text(int day) => DateOnly.FromDayNumber(day).ToString("O", CultureInfo.InvariantCulture);

    private Row? RequirementOf(Document from, Document to) => catalogue.Row(to.Ordinal) ?? catalogue.Row(from.Ordinal);

    private void Read(EdgeKind kind, Document document, Edges? edges, bool isOut, List<SuspectLink> found)
    {
        if (edges is null)
        {
            return;
        }

        foreach (var (node, data) in edges.Value)
        {
            var other = snapshot.Document(node)!;
            var (from, to) = isOut ? (document, other) : (other, document);
            if (IsSuspect(kind, from, to, data))
            {
                found.Add(new(kind, from, to, data!));
            }
        }
    }

    private List<SuspectLink> ReadAll(CancellationToken cancellationToken)
    {
        var found = new List<SuspectLink>();
        foreach (var kind in snapshot.Model.Edges.Where(e => e.Reviewed))
        {
            foreach (var from in snapshot.Model.Kinds.Where(kind.MayStartFrom).SelectMany(snapshot.Documents))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Read(kind, from, snapshot.Out(from, kind), isOut: true, found);
            }
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return found;
    }
}
