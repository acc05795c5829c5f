using System.Collections.Immutable;
using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Organisation;

/// <summary>
/// What was recorded of a system, binds whoever keeps records of it (Regulation (EU) 2024/1689 Art. 18, 19, 22(3), 23(5), 26(6), 47), and is recorded no more: an edit may correct it, but does
/// not shorten the time for which law has kept what was a record by then. What becomes known of what was unknown takes nothing away.
/// </summary>
public static class FormerFacts
{
    /// <summary>The roles it no longer has.</summary>
    public static readonly Field Roles = Field.WordsOf("formerRoles", Words.Role, "Roles that were recorded of it and are so no more; written by the server. They bind still whoever keeps what was a record up to formerUntil.", access: FieldAccess.Authority);

    /// <summary>The day of placing, or of what stood in for it, that no longer stands.</summary>
    public static readonly Field PlacedOn = Field.Date("formerPlacedOn", "The latest day from which the time of the law ran at the earliest before another, or none, took its place: one that was not ahead and stood as placedOn or, where there was none, as retiredOn, or the day of the edit of what was known to run. Written by the server; a later day that stands goes before it.", access: FieldAccess.Authority);

    /// <summary>Whether it was high-risk.</summary>
    public static readonly Field HighRisk = Field.Boolean("formerlyHighRisk", "True where its classes or points said that it is high-risk, or may be, and an edit took that out, so that no signature had to back it; written by the server.", access: FieldAccess.Authority);

    /// <summary>The components and vendors it no longer has.</summary>
    public static readonly Field Parts = Field.TextList("formerParts", "The keys of components that it used, and of their vendors, of which there were records; and of those that no system had while their records were about every system, and it had the last say. Written by the server.", lengthMax: Writing.ChangePlanner.KeyLengthMax, access: FieldAccess.Authority);

    /// <summary>The last day on which they stood.</summary>
    public static readonly Field Until = Field.Date("formerUntil", "The last day on which one of formerRoles, formerPlacedOn, formerlyHighRisk and formerParts still stood or, of a part that got its first system, on which something about it became a record; what was a record by then is kept as if all did.", access: FieldAccess.Authority);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Field> Fields { get; } = [Roles, PlacedOn, HighRisk, Parts, Until];

    /// <summary>How the server writes what a put takes out.</summary>
    public static IReadOnlyList<Stamp> Stamps { get; } =
    [
        new(Roles, p => LostRoles(p) is { Length: > 0 } lost ? Words.Role.Words.Select(w => w.Word).Where(w => lost.Contains(w) || p.Before!.List(Roles)?.Contains(w) == true).ToArray() : p.Before?[Roles]),
        new(PlacedOn, p => LostPlacing(p) is { } lost && !(p.Before!.Date(PlacedOn) >= lost) ? lost : p.Before?[PlacedOn]),
        new(HighRisk, p => LosesHighRisk(p) ? true : p.Before?[HighRisk]),
        new(Until, p => LostRoles(p).Length > 0 || LostPlacing(p) is not null || LosesHighRisk(p) ? p.Day : p.Before?[Until]),
    ];

    /// <summary>Whether its former facts hold of what is a record since a day; of what is none they do not.</summary>
    public static bool HoldOf(Document system, DateOnly? recordSince) => recordSince <= system.Date(Until);

    /// <summary>A day of placing that was reached by a day; one ahead is none yet.</summary>
    internal static DateOnly? PlacedBy(DateOnly? placedOn, DateOnly day) => placedOn <= day ? placedOn : null;

    /// <summary>Whether its classes or points name it as high-risk, or as what is so but for 6(3).</summary>
    internal static bool IsListed(Document system) => IsListed(system.List(AiSystemKind.Classes), system.List(AiSystemKind.AnnexIIIPoints));

    /// <summary>What the server writes where an edge is taken out by which systems have parts of which there are records: each system, and its fields.</summary>
    internal static IEnumerable<(Document System, List<KeyValuePair<Field, object?>> Fields)> OnUnlinked(
        Document from, EdgeKind kind, Document to, DateOnly day, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        var parts = PartsBy(kind, to, targets).Where(p => HasRecords(p, sources)).ToList();
        return parts.Count == 0 ? [] : (kind == EdgeKinds.Uses ? [from] : sources(from, EdgeKinds.Uses)).Select(s => With(s, parts, day));
    }

    /// <summary>
    /// What the server writes where an edge is drawn by which records about parts get their first system. Until then these were about every system, and are kept on by those that had the last
    /// say. What a system still keeps that had the part is about that one.
    /// </summary>
    internal static IEnumerable<(Document System, List<KeyValuePair<Field, object?>> Fields)> OnLinked(
        Document from, EdgeKind kind, Document to, Func<LegalRetention> retention, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
    {
        // By a component that no system uses, its vendor gets none.
        if (kind == EdgeKinds.SuppliedBy && sources(from, EdgeKinds.Uses).Count == 0)
        {
            return [];
        }

        var parts = PartsBy(kind, to, targets).Where(p => !AiSystemKind.StandingFor(p, sources).Any() && HasRecords(p, sources)).ToList();
        if (parts.Count == 0)
        {
            return [];
        }

        var keeping = retention();
        var ofAll = parts.Select(p => (Part: p, Records: RecordsOf(p, sources).Where(keeping.IsOfAll).ToList())).Where(p => p.Records.Count > 0).ToList();
        return keeping.LastOfAll(ofAll.SelectMany(p => p.Records)).Select(s => With(s.System, [.. ofAll.Select(p => p.Part)], s.Since));
    }

    // What somebody has by an edge of a kind: a component with its vendors, or a vendor.
    private static IEnumerable<Document> PartsBy(EdgeKind kind, Document to, Func<Document, EdgeKind, IReadOnlyList<Document>> targets) =>
        kind == EdgeKinds.Uses ? targets(to, EdgeKinds.SuppliedBy).Prepend(to) : kind == EdgeKinds.SuppliedBy ? [to] : [];

    private static bool HasRecords(Document part, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        RecordsOf(part, sources).Any(r => LegalRetention.RecordSince(r) is not null);

    private static IEnumerable<Document> RecordsOf(Document part, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) => LegalRetention.About.SelectMany(e => sources(part, e));

    private static (Document System, List<KeyValuePair<Field, object?>> Fields) With(Document system, List<Document> parts, DateOnly until) =>
        (system, [new(Parts, (string[])[.. (system.List(Parts) ?? []).Union(parts.Select(p => p.Key)).Order(StringComparer.Ordinal)]), new(Until, system.Date(Until) > until ? system.Date(Until) : until)]);

    private static string[] LostRoles(StampedPut put) => put.Before?.List(AiSystemKind.Roles) is { } were ? [.. were.Except((string[]?)put.After(AiSystemKind.Roles) ?? [])] : [];

    // A later day that is over lets law ask for longer; one ahead was not reached, as if there had been none, and takes the place of none.
    private static DateOnly? LostPlacing(StampedPut put) => put.Before is not { } before ? null
        : PlacedBy(before.Date(AiSystemKind.PlacedOn), put.Day) is { } was ? Ends(was, (DateOnly?)put.After(AiSystemKind.PlacedOn), put.Day) ? was : null
        : PlacedBy((DateOnly?)put.After(AiSystemKind.PlacedOn), put.Day) is { } placed ? LostByPlacing(before, placed, put.Day)
        : LostLastDay(before, (string?)put.After(AiSystemKind.Stage), (DateOnly?)put.After(AiSystemKind.RetiredOn), put.Day);

    // What is known to run is kept from today on until a day of placing is known; one so long ago that the time is over would end it at once.
    private static DateOnly? LostByPlacing(Document before, DateOnly placed, DateOnly day) => Calendars.Add(placed, LegalRetention.MonthsMax) >= day ? null
        : AiSystemKind.MayHaveRun(before.Text(AiSystemKind.Stage)) != true ? null
        : before.Date(AiSystemKind.RetiredOn) is { } retired && retired <= day ? retired : day;

    // Without a day of placing the time runs from the last day of its life: the one that is recorded, and today of what is known to run.
    private static DateOnly? LostLastDay(Document before, string? stage, DateOnly? retiredOn, DateOnly day)
    {
        var (hasRun, retired) = (AiSystemKind.MayHaveRun(before.Text(AiSystemKind.Stage)), before.Date(AiSystemKind.RetiredOn));
        return hasRun == false ? null
            : retired <= day ? Ends(retired.Value, retiredOn, day) || AiSystemKind.MayHaveRun(stage) == false ? retired : null
            : hasRun == true && (retiredOn < day || AiSystemKind.MayHaveRun(stage) != true) ? day
            : null;
    }

    private static bool Ends(DateOnly was, DateOnly? now, DateOnly day) => !(now >= was && now <= day);

    // A signature that backs less, or a route that becomes known, is no such edit.
    private static bool LosesHighRisk(StampedPut put)
    {
        if (put.Before is not { } before || !IsListed(before))
        {
            return false;
        }

        // Whoever profiles natural persons is always high-risk where Annex III names it: without that a signature could exempt it.
        var isUnlisted = !IsListed((string[]?)put.After(AiSystemKind.Classes), (string[]?)put.After(AiSystemKind.AnnexIIIPoints));
        var isNoLongerBound = Profiles(before[AiSystemKind.Facts]) && !Profiles(put.After(AiSystemKind.Facts)) && (before.List(AiSystemKind.AnnexIIIPoints) is { Length: > 0 } || before.List(AiSystemKind.Classes)?.Contains(AiSystemKind.Exempt) == true);
        return (isUnlisted || isNoLongerBound) && new SystemFacts(put.Day, before, put.Targets, put.Sources).HasClass("HIGH_RISK") != Truth.False;
    }

    private static bool IsListed(string[]? classes, string[]? points) => points is { Length: > 0 } || classes?.Contains("HIGH_RISK") == true || classes?.Contains(AiSystemKind.Exempt) == true;

    private static bool Profiles(object? facts) => ((ImmutableSortedDictionary<string, bool>?)facts)?.GetValueOrDefault(AiSystemKind.ProfilesPersons) == true;
}
