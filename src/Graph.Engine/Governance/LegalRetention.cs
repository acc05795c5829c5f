using System.Collections.Concurrent;
using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>A period for which law has something kept.</summary>
/// <param name="KeptAs">What is kept: a word of <see cref="ManagementWords.KeptAs"/>.</param>
/// <param name="Article">The article of Regulation (EU) 2024/1689 that asks for it.</param>
/// <param name="About">What it is, in our words.</param>
/// <param name="Months">The months for which it is kept at least.</param>
/// <param name="RunsFromPlacing">Whether the months run from the day on which the system was placed on the market or put into service; else from the end of what was recorded.</param>
/// <param name="Roles">The roles towards the system that are bound.</param>
/// <param name="Evidence">The types of evidence that are such; empty = only documents of the register are.</param>
public sealed record LegalPeriod(string KeptAs, string Article, string About, int Months, bool RunsFromPlacing, IReadOnlyList<string> Roles, IReadOnlyList<string> Evidence);

/// <summary>
/// Until when the AI Act has documents of high-risk systems kept. Where the class of a system, a role or a day is unknown, the longer time holds: unknown is never a pass.
/// What was never approved is no record yet and is not kept; what is asked of a system before the Act applies to it is kept as well, because it is needed once it does.
/// What an edit took out of a system binds still of what was a record by then (<see cref="FormerFacts"/>).
/// </summary>
public sealed class LegalRetention(
    DateOnly day, GraphModel model, Func<Kind, IEnumerable<Document>> documents, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
{
    // Asked by many at once in a view.
    private readonly ConcurrentDictionary<LegalPeriod, DateOnly?> ofOrganisation = new();
    private readonly Lazy<List<Document>> formerly = new(() => [.. documents(AiSystemKind.Kind).Where(s => s[FormerFacts.Until] is not null)]);

    /// <summary>The periods that the law sets.</summary>
    public static IReadOnlyList<LegalPeriod> Periods { get; } =
    [
        new("TECHNICAL_DOCUMENTATION", "18(1)(a), 22(3)(b)", "technical documentation", 120, RunsFromPlacing: true, ["PROVIDER", "AUTHORISED_REPRESENTATIVE"], ["TECHNICAL_DOCUMENTATION"]),
        new("QUALITY_MANAGEMENT", "18(1)(b)", "documentation of the quality management system (Art. 17)", 120, RunsFromPlacing: true, ["PROVIDER"], []),
        new("NOTIFIED_BODY", "18(1)(c)-(d), 22(3)(b), 23(5)", "what notified bodies approved, decided and certified", 120, RunsFromPlacing: true, ["PROVIDER", "AUTHORISED_REPRESENTATIVE", "IMPORTER"], ["CONFORMITY_ASSESSMENT", "CERTIFICATE"]),
        new("DECLARATION", "18(1)(e), 22(3)(b), 23(5), 47(1)", "the EU declaration of conformity", 120, RunsFromPlacing: true, ["PROVIDER", "AUTHORISED_REPRESENTATIVE", "IMPORTER"], ["DECLARATION_OF_CONFORMITY"]),
        new("INSTRUCTIONS", "23(5)", "the instructions for use, by the importer", 120, RunsFromPlacing: true, ["IMPORTER"], ["INSTRUCTIONS_FOR_USE"]),
        new("LOGS", "19(1), 26(6)", "logs", 6, RunsFromPlacing: false, ["PROVIDER", "DEPLOYER"], ["LOG_RECORD"]),
    ];

    /// <summary>The longest time that runs from the placing of a system.</summary>
    internal static int MonthsMax { get; } = Periods.Where(p => p.RunsFromPlacing).Max(p => p.Months);

    /// <summary>The kinds of edges that say what a record is about, by which one knows how long law has it kept.</summary>
    public static IReadOnlyList<EdgeKind> About { get; } = [EdgeKinds.Concerns, EdgeKinds.Assesses];

    /// <summary>Declares the day until which documents of a kind are kept.</summary>
    public static Field DeclareRetainUntil() => Field.Date("retainUntil", "The day until which it is kept, that day included; it cannot be deleted before. Never shorter than law asks by keptAs.");

    /// <summary>Declares as what documents of a kind are kept.</summary>
    public static Field DeclareKeptAs() => Field.Word("keptAs", ManagementWords.KeptAs, "As what law has it kept. Absent = nobody has said, so that the longest time holds, that of QUALITY_MANAGEMENT.");

    /// <summary>Declares until when documents of a kind cannot be deleted.</summary>
    /// <param name="done">What makes them records: approved or signed.</param>
    public static DerivedField DeclareKeptUntil(string done) => new(
        "keptUntil", FieldType.Date, null,
        $"The day until which it cannot be deleted, that day included: the later of retainUntil and, once it was {done}, what law asks (Regulation (EU) 2024/1689 Art. 18, 19, 22(3), 23(5), 26(6), 47). Null = nothing keeps it.", (v, d) => Of(v).KeptUntil(d)?.Until);

    /// <summary>That documents of a kind are kept as long as law asks, and no shorter and as nothing else than was said once they are records.</summary>
    /// <param name="retainUntil">Until when they are kept.</param>
    /// <param name="keptAs">As what.</param>
    public static IReadOnlyList<DocumentRule> Rules(Field retainUntil, Field keptAs) =>
        [new(retainUntil, c => KeptLongEnough(c, retainUntil, keptAs)), new(retainUntil, c => NoShorter(c, retainUntil)), Stays(keptAs)];

    /// <summary>What law has kept as things are in a view.</summary>
    public static LegalRetention Of(View view) => view.Once(typeof(LegalRetention), v => new LegalRetention(v.On, v.Snapshot.Model, v.Snapshot.Documents, v.Snapshot.Targets, v.Snapshot.Sources));

    /// <summary>What law has kept as a change leaves things.</summary>
    public static LegalRetention Of(ChangedDocument changed) => new(changed.Day, changed.Model, changed.Documents, changed.Targets, changed.Sources);

    /// <summary>The last day on which law has a document kept once it is a record, at the earliest, and by which period; null where law says nothing.</summary>
    public (DateOnly Until, LegalPeriod By)? Minimum(Document document)
    {
        if (PeriodOf(document) is not { } period || StartOf(document, period) is not { } start)
        {
            return null;
        }

        return (Calendars.Add(start, period.Months), period);
    }

    /// <summary>Until when a document cannot be deleted, and by which period of the law, null where the organisation itself says so; null where nothing keeps it.</summary>
    public (DateOnly Until, LegalPeriod? By)? KeptUntil(Document document)
    {
        var own = document.Kind.RetainUntil is { } field ? document.Date(field) : null;
        return RecordSince(document) is not null && Minimum(document) is var (until, by) && !(own >= until) ? (until, by) : own is { } last ? (last, null) : null;
    }

    /// <summary>Whether a document is a record about no system in particular, and so about all.</summary>
    internal bool IsOfAll(Document document) => RecordSince(document) is { } since && SystemsOf(document, since).Count == 0;

    /// <summary>
    /// The systems that have the last say on records about all of them, each with the last day since which one is a record: the one that binds longest and, as long as something may become known
    /// by which that does not, the next.
    /// </summary>
    internal IEnumerable<(Document System, DateOnly Since)> LastOfAll(IEnumerable<Document> records)
    {
        var kept = records.Select(r => (Record: r, Period: PeriodOf(r), Since: RecordSince(r)!.Value)).Where(r => r.Period is not null).DistinctBy(r => (r.Period, r.Since));
        return kept.SelectMany(r => Last(r.Period!, r.Record, r.Since).Select(s => (System: s, r.Since))).GroupBy(s => s.System.Ordinal).Select(s => (s.First().System, s.Max(r => r.Since))).ToList();

        IEnumerable<Document> Last(LegalPeriod period, Document record, DateOnly since)
        {
            var binding = documents(AiSystemKind.Kind).Select(s => (System: s, Start: StartBy(period, s, record, since))).Where(s => s.Start is not null).Select(s => (s.System, s.Start, IsSure: Binds(period, s.System)));
            foreach (var (system, _, isSure) in binding.OrderByDescending(s => s.Start).ThenByDescending(s => s.IsSure))
            {
                yield return system;
                if (isSure)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>
    /// What keeps a document from being deleted, until when and by which period of the law; null where nothing does. A system stays as long as what law has kept of it or of its
    /// parts, and, where it is the last that was placed, of the whole organisation: by the system one knows how long that is.
    /// </summary>
    public (Document Kept, DateOnly Until, LegalPeriod? By)? Keeping(Document document)
    {
        if (document.Kind != AiSystemKind.Kind)
        {
            return KeptUntil(document) is var (until, by) && until >= day ? (document, until, by) : null;
        }

        foreach (var record in About.SelectMany(e => sources(document, e)))
        {
            if (KeptUntil(record) is var (until, by) && until >= day)
            {
                return (record, until, by);
            }
        }

        // What nobody has classified or placed yet may be registered in error.
        var mayBeLast = KnownPlacing(document) is not null ? PartsOf(document).SelectMany(p => About.SelectMany(e => sources(p, e))).Concat(OfOrganisationBy(document)) : [];
        foreach (var record in mayBeLast)
        {
            if (RecordSince(record) is { } since && PeriodOf(record) is { } period && StartBy(period, document, record, since) is { } start && Calendars.Add(start, period.Months) is var until && until >= day
                && !SystemsOf(record, since).Exists(s => s.Ordinal != document.Ordinal && Binds(period, s) && StartBy(period, s, record, since) >= start))
            {
                return (record, until, period);
            }
        }

        return null;
    }

    /// <summary>What is unknown of another system that, once it is known, may have a record kept in place of one that is to be deleted: as an end of what is expected, empty where there is none.</summary>
    public string Instead(Document system, Document record)
    {
        if (system.Kind != AiSystemKind.Kind || RecordSince(record) is not { } since || PeriodOf(record) is not { } period || About.Any(e => targets(record, e).Contains(system)))
        {
            return "";
        }

        var (about, start) = (SystemsOf(record, since), StartBy(period, system, record, since));
        var others = about.Count > 0 ? about : documents(AiSystemKind.Kind).Where(s => s.Date(AiSystemKind.PlacedOn) >= KnownPlacing(system));
        foreach (var other in others.Where(s => s.Ordinal != system.Ordinal && s.Date(AiSystemKind.PlacedOn) <= day && StartBy(period, s, record, since) >= start))
        {
            var facts = new SystemFacts(day, other, targets, sources);
            string[] missing = [.. facts.Roles is null ? [AiSystemKind.Roles.Name] : Array.Empty<string>(), .. facts.HasClass("HIGH_RISK") == Truth.Unknown ? [facts.MissingClass] : Array.Empty<string>()];
            if (missing.Length > 0)
            {
                return $". Record {string.Join(" and ", missing)} of '{other.Key}', which may have it kept as long";
            }
        }

        return "";
    }

    /// <summary>
    /// Of a record that law has kept, what says as what it is kept stays: else it could be made something that nobody has to keep. Where nobody had said it, it is said.
    /// </summary>
    public static DocumentRule Stays(Field field) => new(field, c =>
        c.Before is { } before && before[field] is not null && before.Text(field) != c.After.Text(field) && Of(c) is var retention && RecordSince(before) is not null && retention.Minimum(before) is var (until, by) && until >= c.Day
        && !(c.After[field] is not null && retention.Minimum(c.After)?.Until >= until)
            ? $"{field.Name} {before.Text(field)} as it was, for it is a record that is kept until {until:yyyy-MM-dd} (Regulation (EU) 2024/1689 Art. {by.Article}: {by.About})" : null);

    // Judged when somebody says it; what is placed on the market later prolongs what law asks by itself.
    private static string? KeptLongEnough(ChangedDocument changed, Field retainUntil, Field keptAs) =>
        changed.After.Date(retainUntil) is { } until && (changed.Before?.Date(retainUntil) != until || changed.Before?.Text(keptAs) != changed.After.Text(keptAs))
        && Of(changed).Minimum(changed.After) is var (minimum, by) && until < minimum
            ? $"a day on or after {minimum:yyyy-MM-dd}, found {until:yyyy-MM-dd}: Regulation (EU) 2024/1689 Art. {by.Article} has {by.About} of high-risk systems kept; record {keptAs.Name} where it is something else" : null;

    // What was said of a record is what somebody relies on.
    private static string? NoShorter(ChangedDocument changed, Field retainUntil) => changed.Before is { } before && RecordSince(before) is not null && before.Date(retainUntil) is { } was && was >= changed.Day
        && !(changed.After.Date(retainUntil) >= was) ? $"a day on or after {was:yyyy-MM-dd}, as it was recorded: it has been {before.Kind.Approval!.DoneWord}, and is kept until then" : null;

    private static LegalPeriod? PeriodOf(Document document) =>
        document.Kind == EvidenceKind.Kind ? Periods.FirstOrDefault(p => p.Evidence.Contains(document.Text(EvidenceKind.Type)))
        : document.Kind.KeptAs is { } keptAs ? Periods.FirstOrDefault(p => p.KeptAs == (document.Text(keptAs) ?? "QUALITY_MANAGEMENT"))
        : null;

    /// <summary>The day since which a document is a record, null where it is none: what counted once is one, also when an edit or a withdrawal took the approval away.</summary>
    internal static DateOnly? RecordSince(Document document) => document.Kind.Approval is not { RecordSince: { } since } rule ? null
        : document.Date(since) ?? (rule.HasCounted(document) ? document.Date(rule.DoneOn) : null);

    private DateOnly? StartOf(Document document, LegalPeriod period)
    {
        var since = RecordSince(document);
        var about = SystemsOf(document, since);
        if (about.Count > 0)
        {
            return about.Max(s => StartBy(period, s, document, since));
        }

        // What is about no system in particular is about all.
        var start = ofOrganisation.GetOrAdd(period, _ => documents(AiSystemKind.Kind).Where(s => s[FormerFacts.Until] is null).Max(s => StartBy(period, s, document, recordSince: null)));
        var former = formerly.Value.Max(s => StartBy(period, s, document, since));
        start = Later(start, former);
        return start is null || period.RunsFromPlacing ? start : Recorded(document);
    }

    // From when a period runs of a record that is about one system; null where that does not bind. As cells judge it: an exemption counts only while it is signed and in force, and
    // what is unknown may be.
    private DateOnly? StartBy(LegalPeriod period, Document system, Document record, DateOnly? recordSince)
    {
        var former = FormerFacts.HoldOf(system, recordSince);
        var binds = system.List(AiSystemKind.Roles) is not { } roles || roles.Intersect(period.Roles).Any() || (former && system.List(FormerFacts.Roles)?.Intersect(period.Roles).Any() == true);
        if (!binds || !((former && system.Boolean(FormerFacts.HighRisk) == true) || new SystemFacts(day, system, targets, sources).HasClass("HIGH_RISK") != Truth.False))
        {
            return null;
        }

        // What an edit left behind holds below, and never stands in for a later day.
        var start = Later(former ? system.Date(FormerFacts.PlacedOn) : null, LastPlacing(system));
        return start is null || period.RunsFromPlacing ? start : Recorded(record);
    }

    // The last day on which it may have been placed, as things are: what is not placed yet, or nobody knows when, cannot have been placed after today, nor after it was retired; what was retired
    // before it came to that never was. What runs from then is at the earliest what law asks.
    private DateOnly? LastPlacing(Document system) => FormerFacts.PlacedBy(system.Date(AiSystemKind.PlacedOn), day) is { } placed ? placed
        : !(system.Date(AiSystemKind.RetiredOn) <= day) ? day
        : AiSystemKind.MayHaveRun(system.Text(AiSystemKind.Stage)) == false ? null
        : system.Date(AiSystemKind.RetiredOn);

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;

    private DateOnly Recorded(Document document) => (document.Kind == EvidenceKind.Kind ? document.Date(EvidenceKind.PeriodTo) ?? document.Date(EvidenceKind.CollectedOn) : null) ?? RecordSince(document) ?? day;

    private List<Document> SystemsOf(Document record, DateOnly? since) =>
        [.. About.SelectMany(e => targets(record, e)).SelectMany(d => AiSystemKind.StandingFor(d, sources).Concat(UsedToHave(d, since))).DistinctBy(s => s.Ordinal)];

    private IEnumerable<Document> UsedToHave(Document part, DateOnly? since) =>
        part.Kind == AiSystemKind.Kind || since is null ? [] : formerly.Value.Where(s => FormerFacts.HoldOf(s, since) && s.List(FormerFacts.Parts)?.Contains(part.Key) == true);

    private IEnumerable<Document> PartsOf(Document system)
    {
        var components = targets(system, EdgeKinds.Uses);
        var former = system.List(FormerFacts.Parts) is { } keys ? documents(ComponentKind.Kind).Concat(documents(VendorKind.Kind)).Where(d => keys.Contains(d.Key)) : [];
        return components.Concat(components.SelectMany(c => targets(c, EdgeKinds.SuppliedBy))).Concat(former);
    }

    // The records about no system in particular of which one system has the last say, because no other is known that was placed as late.
    private IEnumerable<Document> OfOrganisationBy(Document system)
    {
        if (KnownPlacing(system) is not { } placed)
        {
            return [];
        }

        var alone = Periods.Where(p => StartBy(p, system, system, DateOnly.MinValue) is not null
            && !documents(AiSystemKind.Kind).Any(s => s.Ordinal != system.Ordinal && s.Date(AiSystemKind.PlacedOn) >= placed && Binds(p, s))).ToList();
        return alone.Count == 0 ? []
            : model.Kinds.Where(k => k.Approval?.RecordSince is not null).SelectMany(documents).Where(r => RecordSince(r) is { } since && PeriodOf(r) is { } period && alone.Contains(period) && SystemsOf(r, since).Count == 0);
    }

    // Whether nothing that may become known of a system takes it out of a period: only such a one stands in for another that is deleted.
    private bool Binds(LegalPeriod period, Document system) => system.Date(AiSystemKind.PlacedOn) <= day && system.List(AiSystemKind.Roles)?.Intersect(period.Roles).Any() == true
        && new SystemFacts(day, system, targets, sources).HasClass("HIGH_RISK") == Truth.True;

    // Of what is known to be high-risk, or named so: what nobody has classified yet may be registered in error.
    private DateOnly? KnownPlacing(Document system)
    {
        var was = system.Date(FormerFacts.PlacedOn);
        var isKnown = was is not null || system.Date(AiSystemKind.PlacedOn) <= day || (system.Date(AiSystemKind.PlacedOn) is null && AiSystemKind.MayHaveRun(system.Text(AiSystemKind.Stage)) == true);
        var last = isKnown ? Later(was, LastPlacing(system)) : null;
        return last is not null && (system.Boolean(FormerFacts.HighRisk) == true || (FormerFacts.IsListed(system) && new SystemFacts(day, system, targets, sources).HasClass("HIGH_RISK") != Truth.False)) ? last : null;
    }
}
