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
/// <param name="Evidence">The type of evidence that is such; null = only documents of the register are.</param>
public sealed record LegalPeriod(string KeptAs, string Article, string About, int Months, bool RunsFromPlacing, IReadOnlyList<string> Roles, string? Evidence);

/// <summary>
/// Until when the AI Act has documents of high-risk systems kept. Where the class of a system, a role or a day is unknown, the longer time holds: unknown is never a pass.
/// What was never approved is no record yet and is not kept; what is asked of a system before the Act applies to it is kept as well, because it is needed once it does.
/// </summary>
public sealed class LegalRetention(
    DateOnly day, Func<Kind, IEnumerable<Document>> documents, Func<Document, EdgeKind, IReadOnlyList<Document>> targets, Func<Document, EdgeKind, IReadOnlyList<Document>> sources)
{
    // Asked by many at once in a view.
    private readonly ConcurrentDictionary<LegalPeriod, DateOnly?> ofOrganisation = new();

    /// <summary>The periods that the law sets.</summary>
    public static IReadOnlyList<LegalPeriod> Periods { get; } =
    [
        new("TECHNICAL_DOCUMENTATION", "18(1)(a)", "technical documentation", 120, RunsFromPlacing: true, ["PROVIDER", "AUTHORISED_REPRESENTATIVE"], "TECHNICAL_DOCUMENTATION"),
        new("QUALITY_MANAGEMENT", "18(1)(b)", "documentation of the quality management system (Art. 17)", 120, RunsFromPlacing: true, ["PROVIDER"], null),
        new("NOTIFIED_BODY", "18(1)(c)-(d)", "what notified bodies approved and decided", 120, RunsFromPlacing: true, ["PROVIDER", "AUTHORISED_REPRESENTATIVE"], "CONFORMITY_ASSESSMENT"),
        new("DECLARATION", "18(1)(e), 47(1)", "the EU declaration of conformity", 120, RunsFromPlacing: true, ["PROVIDER", "AUTHORISED_REPRESENTATIVE", "IMPORTER"], "DECLARATION_OF_CONFORMITY"),
        new("LOGS", "19(1), 26(6)", "logs", 6, RunsFromPlacing: false, ["PROVIDER", "DEPLOYER"], "LOG_RECORD"),
    ];

    /// <summary>What law has kept as things are in a view.</summary>
    public static LegalRetention Of(View view) => view.Once(typeof(LegalRetention), v => new LegalRetention(v.On, v.Snapshot.Documents, v.Snapshot.Targets, v.Snapshot.Sources));

    /// <summary>What law has kept as a change leaves things.</summary>
    public static LegalRetention Of(ChangedDocument changed) => new(changed.Day, changed.Documents, changed.Targets, changed.Sources);

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

    /// <summary>
    /// What keeps a document from being deleted, until when and by which period of the law; null where nothing does. A system stays as long as what law has kept of it: by the
    /// system one knows how long that is.
    /// </summary>
    public (Document Kept, DateOnly Until, LegalPeriod? By)? Keeping(Document document)
    {
        foreach (var one in document.Kind == AiSystemKind.Kind ? sources(document, EdgeKinds.Concerns) : [document])
        {
            if (KeptUntil(one) is var (until, by) && until >= day)
            {
                return (one, until, by);
            }
        }

        return null;
    }

    /// <summary>
    /// Of a record that law has kept, what says as what it is kept stays: else it could be made something that nobody has to keep. Where nobody had said it, it is said.
    /// </summary>
    public static DocumentRule Stays(Field field) => new(field, c =>
        c.Before is { } before && before[field] is not null && before.Text(field) != c.After.Text(field) && Of(c) is var retention && RecordSince(before) is not null && retention.Minimum(before) is var (until, by) && until >= c.Day
        && !(c.After[field] is not null && retention.Minimum(c.After)?.Until >= until)
            ? $"{field.Name} {before.Text(field)} as it was, for it is a record that is kept until {until:yyyy-MM-dd} (Regulation (EU) 2024/1689 Art. {by.Article}: {by.About})" : null);

    /// <summary>Whether a document counted once, so that it is a record.</summary>
    public static bool IsRecord(Document document) => RecordSince(document) is not null;

    private static LegalPeriod? PeriodOf(Document document) =>
        document.Kind == EvidenceKind.Kind ? Periods.FirstOrDefault(p => p.Evidence is not null && p.Evidence == document.Text(EvidenceKind.Type))
        : document.Kind == ManagedDocumentKind.Kind ? Periods.FirstOrDefault(p => p.KeptAs == (document.Text(ManagedDocumentKind.KeptAs) ?? "QUALITY_MANAGEMENT"))
        : null;

    // What counted once is a record, also when an edit or a withdrawal took the approval away.
    private static DateOnly? RecordSince(Document document) => document.Kind.Approval is not { RecordSince: { } since } rule ? null
        : document.Date(since) ?? (rule.HasCounted(document) ? document.Date(rule.DoneOn) : null);

    private DateOnly? StartOf(Document document, LegalPeriod period)
    {
        var about = document.Kind == EvidenceKind.Kind ? SystemsOf(document) : [];
        if (about.Count > 0)
        {
            return Latest(about);
        }

        // What is about no system in particular is about all.
        var start = ofOrganisation.GetOrAdd(period, _ => Latest(documents(AiSystemKind.Kind)));
        return start is null || period.RunsFromPlacing ? start : Recorded(document);

        DateOnly? Latest(IEnumerable<Document> systems) => systems.Where(s => MayBind(period, s)).Select(s => period.RunsFromPlacing ? Placed(s) : Recorded(document)).Max(d => (DateOnly?)d);
    }

    // At the earliest: what is not placed yet, or nobody knows when, cannot have been placed after today.
    private DateOnly Placed(Document system) => system.Date(AiSystemKind.PlacedOn) is { } placed && placed < day ? placed : day;

    private DateOnly Recorded(Document document) => (document.Kind == EvidenceKind.Kind ? document.Date(EvidenceKind.PeriodTo) ?? document.Date(EvidenceKind.CollectedOn) : null) ?? RecordSince(document) ?? day;

    // As cells judge it: an exemption counts only while it is signed and in force, and what is unknown may be.
    private bool MayBind(LegalPeriod period, Document system)
    {
        var wasNeverPlaced = system.Date(AiSystemKind.RetiredOn) <= day && system[AiSystemKind.PlacedOn] is null;
        return !wasNeverPlaced && (system.List(AiSystemKind.Roles) is not { } roles || roles.Intersect(period.Roles).Any())
            && new SystemFacts(day, system, targets, sources).HasClass("HIGH_RISK") != Truth.False;
    }

    private List<Document> SystemsOf(Document evidence) => [.. targets(evidence, EdgeKinds.Concerns).SelectMany(d => AiSystemKind.StandingFor(d, sources)).DistinctBy(s => s.Ordinal)];
}
