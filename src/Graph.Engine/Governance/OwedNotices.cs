using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>How a notice stands that may be owed.</summary>
public enum NoticeState
{
    /// <summary>A fact is unknown that decides whether it is owed.</summary>
    Unknown,

    /// <summary>Not owed: the law did not apply on the day of awareness, a transitional rule shields the system, or a fact excludes it.</summary>
    NotOwed,

    /// <summary>Not given, and there is time.</summary>
    Open,

    /// <summary>Not given in time, or not at all and the time is over; and the law leaves open whether it applied on the day of awareness.</summary>
    Unresolved,

    /// <summary>Not given in time, or not at all and the time is over.</summary>
    Late,

    /// <summary>Given in time.</summary>
    Met,
}

/// <summary>A notice that an incident may ask for, by facts and role.</summary>
/// <param name="Duty">By what: a word of <see cref="ManagementWords.NoticeDuty"/>.</param>
/// <param name="System">The system by which it is asked; null where it is the incident itself, or nobody says which system it touched.</param>
/// <param name="Verdict">Whether the law's row bound that system on the day on which it is judged; null where no row of the catalogue says so.</param>
/// <param name="To">Who is told, by that law or contract.</param>
/// <param name="Missing">The facts that are unknown.</param>
/// <param name="DueOn">The last day that is in time; null where a contract does not say.</param>
/// <param name="Need">The need by which a contract asks for it; null where law does, or only the notice says so.</param>
/// <param name="Notice">The notice that is recorded for it; null where none is.</param>
/// <param name="State">How it stands.</param>
public sealed record OwedNotice(
    string Duty, Document? System, Verdict? Verdict, string To, IReadOnlyList<string> Missing, DateOnly? DueOn, Document? Need, Document? Notice, NoticeState State)
{
    /// <summary>Whether nobody has recorded it and it may be owed.</summary>
    public bool IsOpen => Notice is null && State is not (NoticeState.NotOwed or NoticeState.Met);
}

/// <summary>
/// Who has to be told of an incident, by what and until when: what the incident and the roles towards the systems say, with the verdict of the law on the day of
/// awareness. Where the law leaves open whether it applied on that day, the verdict says UNRESOLVED, and the clock runs all the same. A system that was retired by then
/// is judged on the day on which it happened. What makes an incident serious and what it touched decide, not the words under which it was recorded.
/// </summary>
public static class OwedNotices
{
    private const string ReportingLimited = "incidentReportingLimited";

    // What is missing where nobody says which system an incident touched, by the name of the list of its edges.
    private const string TouchedSystem = "affects";

    private const string Authority = "The market surveillance authority of the Member State where it happened (73(1)); the AI Office for systems under its own competence (75(1a)).";

    /// <summary>Whether an incident may ask for a notice by law, by what stands in it alone.</summary>
    public static bool MayAsk(Document incident) =>
        IncidentKind.IsSerious(incident) || (incident.List(IncidentKind.Types)?.Contains("DATA_BREACH") != false && (incident.Boolean(IncidentKind.RiskToPersons) != false || IsOfProcessor(incident)));

    /// <summary>What an incident lacks for anybody to say whom the AI Act has told of it, and where it was recorded under words that its facts contradict.</summary>
    public static IEnumerable<Shortfall> Unclear(View view, Document incident)
    {
        if (!IncidentKind.IsSerious(incident))
        {
            yield break;
        }

        var (types, touches) = (incident.List(IncidentKind.Types), Systems(view, incident).Count > 0);
        if (!touches && types?.Contains("AI") != false)
        {
            yield return new("FACT_MISSING", incident, $"Say which system {incident.Key} touched ({ManagementEdges.Affects.Name} it, a component that it uses or its vendor): who has to be told of a serious incident hangs on it.");
        }

        if (incident.Text(IncidentKind.Severity) != IncidentKind.Serious && (touches || types?.Contains("AI") == true))
        {
            yield return new("FACT_MISSING", incident, $"Correct the severity of {incident.Key} to {IncidentKind.Serious}, or {string.Join(", ", IncidentKind.SeriousBy(incident).Select(f => f.Name))}, by which it is serious (Regulation (EU) 2024/1689 Art. 3(49)).");
        }

        if (touches && types?.Contains("AI") == false)
        {
            yield return new("FACT_MISSING", incident, $"Add AI to the types of {incident.Key}, or correct what makes it serious or what it touched: a serious incident is one of an AI system (Regulation (EU) 2024/1689 Art. 3(49)).");
        }
    }

    /// <summary>Every notice that may be owed, by law, then by contract; recorded ones among them.</summary>
    public static IReadOnlyList<OwedNotice> Of(View view, Document incident)
    {
        var recorded = view.Snapshot.Sources(incident, ManagementEdges.NoticeOf);
        var notices = new List<OwedNotice>();
        var types = incident.List(IncidentKind.Types);
        if (IncidentKind.IsSerious(incident))
        {
            var touched = Systems(view, incident);
            notices.AddRange(touched.Count > 0 ? OfSystems(touched) : types?.Contains("AI") == false ? [] : OfUnknownSystem());
        }

        if (types is null || types.Contains("DATA_BREACH"))
        {
            string[] unknown = types is null ? [IncidentKind.Types.Name] : [];
            if (IsOfProcessor(incident))
            {
                notices.Add(Judge("GDPR_33_2", null, null, "The controller, by its processor, without undue delay (GDPR 33(2)).", unknown));
            }

            if (incident.List(IncidentKind.DataRoles)?.Contains("CONTROLLER") != false)
            {
                notices.Add(incident.Boolean(IncidentKind.RiskToPersons) == false
                    ? new("GDPR_33", null, null, "Nobody: a risk to persons is unlikely (GDPR 33(1)); the breach is documented all the same (33(5)).", [], null, null, null, NoticeState.NotOwed)
                    : Judge("GDPR_33", null, null, "The supervisory authority, by the controller (GDPR 33(1)).", [.. unknown, .. incident.Boolean(IncidentKind.RiskToPersons) is null ? [IncidentKind.RiskToPersons.Name] : Array.Empty<string>()]));
            }
        }

        notices.AddRange(OfContracts());
        var known = notices.Select(n => n.Notice?.Ordinal).ToHashSet();
        return [.. notices, .. recorded.Where(n => !known.Contains(n.Ordinal)).OrderBy(n => n.Key, StringComparer.Ordinal).Select(Recorded)];

        IEnumerable<OwedNotice> OfSystems(IReadOnlyList<Document> touched)
        {
            foreach (var system in touched)
            {
                if (DayOf(incident, system) is not { } day)
                {
                    continue;
                }

                // By the rows themselves: what is left out of the scope of the management system has no cells, and law has told of it all the same.
                var then = view.JudgedOnce(day);
                var (verdicts, facts) = (new Verdicts(then), new SystemFacts(then.Snapshot, then.On, system));
                string[] unknown = IsDayKnown(incident, system) ? [] : [IncidentKind.OccurredOn.Name];
                foreach (var (duty, requirement, holds, fact, to) in Asked(incident, new SystemFacts(view.Snapshot, view.On, system).Flag(ReportingLimited)))
                {
                    if (holds != false && Row(view, requirement) is { } document && Catalogue.Of(view.Snapshot).Row(document.Ordinal) is { } row && row.HasCells(then.On)
                        && verdicts.Judge(row, facts) is var verdict && verdict != Verdict.NotApplicable)
                    {
                        yield return Judge(duty, system, verdict, to, [.. unknown, .. holds is null ? [fact!] : Array.Empty<string>(), .. verdicts.Explain(row, facts).Missing]);
                    }
                }
            }
        }

        // Each clock may run while nobody says which system it was.
        IEnumerable<OwedNotice> OfUnknownSystem()
        {
            string[] unknown = [.. types is null ? [IncidentKind.Types.Name] : Array.Empty<string>(), TouchedSystem];
            return Asked(incident, Truth.Unknown).Where(a => a.Holds != false && Row(view, a.Requirement) is not null)
                .Select(a => Judge(a.Duty, null, null, a.To, [.. unknown, .. a.Holds is null ? [a.Fact!] : Array.Empty<string>()]));
        }

        // A near miss did nobody harm.
        IEnumerable<OwedNotice> OfContracts()
        {
            if (!IncidentKind.DidHarm(incident))
            {
                yield break;
            }

            var aware = incident.Date(IncidentKind.AwareOn)!.Value;
            var (touched, reached) = (view.Snapshot.Targets(incident, ManagementEdges.Affects), Reached(view, incident));
            foreach (var need in view.Once(typeof(OwedNotices), v => v.Snapshot.Documents(PartyNeedKind.Kind).Where(n => n[PartyNeedKind.IncidentNoticeHours] is not null).ToList()).Where(n => PartyNeedKind.AsksForNotice(n, aware)))
            {
                var asked = view.Snapshot.Targets(need, ManagementEdges.Affects);
                if (asked.Count == 0 || touched.Count == 0 || reached.Overlaps(Reached(view, need)))
                {
                    var party = view.Snapshot.Targets(need, ManagementEdges.NeedOf)[0];
                    var due = Calendars.Add(aware, 0, IncidentKind.DaysOf(need.Integer(PartyNeedKind.IncidentNoticeHours)!.Value));
                    yield return JudgeBy(
                        "CONTRACT", null, null, $"{party.Text(InterestedPartyKind.Kind.Title)}: {need.Text(PartyNeedKind.Title)}", asked.Count > 0 && touched.Count == 0 ? [TouchedSystem] : [], due, need,
                        n => view.Snapshot.Targets(n, ManagementEdges.ArisesFrom).Exists(g => g.Ordinal == need.Ordinal));
                }
            }
        }

        OwedNotice Judge(string duty, Document? system, Verdict? verdict, string to, string[] missing) =>
            JudgeBy(duty, system, verdict, to, missing, IncidentKind.DueOn(incident, duty)!.Value, null, n => n.Text(IncidentNoticeKind.Duty) == duty && TellsOf(n, system));

        OwedNotice JudgeBy(string duty, Document? system, Verdict? verdict, string to, string[] missing, DateOnly due, Document? need, Func<Document, bool> isFor)
        {
            var notice = recorded.Where(isFor).MinBy(n => (n.Date(IncidentNoticeKind.GivenOn) ?? DateOnly.MaxValue, n.Key));
            var isGiven = notice?.Date(IncidentNoticeKind.GivenOn) <= view.On;
            bool? isInTime = isGiven ? IncidentNoticeKind.IsInTime(view, notice!) : due < view.On ? false : null;
            return new(
                duty, system, verdict, to, missing, due, need, notice,
                isGiven && isInTime == true ? NoticeState.Met
                : verdict is Verdict.NotYet or Verdict.Legacy ? NoticeState.NotOwed
                : missing.Length > 0 || (isGiven && isInTime is null) ? NoticeState.Unknown
                : isInTime == false ? verdict == Verdict.Unresolved ? NoticeState.Unresolved : NoticeState.Late
                : NoticeState.Open);
        }

        // A notice that names systems tells of these alone.
        bool TellsOf(Document notice, Document? system) =>
            system is null || view.Snapshot.Targets(notice, ManagementEdges.Affects) is { Count: 0 } || Systems(view, notice).Exists(s => s.Ordinal == system.Ordinal);

        OwedNotice Recorded(Document notice)
        {
            var word = IncidentNoticeKind.Kind.Standing!.Judge(view, notice).Word;
            return new(
                notice.Text(IncidentNoticeKind.Duty)!, null, null, notice.Text(IncidentNoticeKind.Kind.Title)!, word == "UNKNOWN" ? ["contractHours"] : [], IncidentNoticeKind.DueOn(view, notice), null, notice,
                word switch { "MET" => NoticeState.Met, "LATE" => NoticeState.Late, "OPEN" => NoticeState.Open, _ => NoticeState.Unknown });
        }
    }

    private static bool IsOfProcessor(Document incident) => incident.List(IncidentKind.DataRoles)?.Contains("PROCESSOR") == true;

    // A death or a widespread one shortens the time; until that is known each clock is told.
    private static IEnumerable<(string Duty, string Requirement, bool? Holds, string? Fact, string To)> Asked(Document incident, Truth limited)
    {
        var (death, widespread, rights) = (incident.Boolean(IncidentKind.CausedDeath), incident.Boolean(IncidentKind.Widespread), incident.Boolean(IncidentKind.InfringesRights));

        // Where reporting is limited (73(9), (10)) only an infringement of fundamental rights is told; it may be a widespread one.
        bool? isTold = rights == true || limited == Truth.False ? true : limited == Truth.True ? rights : null;
        var hangsOn = limited == Truth.True ? "infringesFundamentalRights" : ReportingLimited;
        yield return ("AI_ACT_73_3", "73(3)", widespread == false || isTold == false ? false : widespread is null ? null : isTold, widespread is null ? "widespread" : hangsOn, Authority);
        yield return ("AI_ACT_73_4", "73(4)", death, "causedDeath", Authority);
        yield return ("AI_ACT_73_2", "73(2)", widespread == true || (death == true && limited != Truth.True) ? false : isTold, hangsOn, Authority);
        yield return ("AI_ACT_26_5", "26(5)", true, null, "The provider first, then the importer or distributor and the market surveillance authority, by the deployer (26(5)).");
    }

    // A system is judged on the day of awareness; one that was retired by then on the day on which it happened, and while nobody says when, on its last day.
    private static DateOnly? DayOf(Document incident, Document system) =>
        IsOfAwareness(incident, system) ? incident.Date(IncidentKind.AwareOn)
        : (incident.Date(IncidentKind.OccurredOn) ?? system.Date(AiSystemKind.RetiredOn)?.AddDays(-1)) is { } day && IsInUse(system, day) ? day : null;

    private static bool IsDayKnown(Document incident, Document system) => incident[IncidentKind.OccurredOn] is not null || IsOfAwareness(incident, system);

    private static bool IsOfAwareness(Document incident, Document system) => IsInUse(system, incident.Date(IncidentKind.AwareOn)!.Value);

    // Whether it is in the scope of the management system, which a voluntary standard has the organisation set (ISO/IEC 42001 4.3), does not say whom law has told.
    private static bool IsInUse(Document system, DateOnly day) => !(system.Date(AiSystemKind.RetiredOn) <= day);

    private static string KeyOf(string requirement) => $"{ConformitySteps.Act}:{requirement}";

    private static Document? Row(View view, string requirement) => view.Snapshot.Document(KeyOf(requirement));

    // What something is about: each end, what a vendor supplies, also where no system uses it yet, and the systems for which these stand.
    private static HashSet<int> Reached(View view, Document touching) =>
    [
        .. view.Snapshot.Targets(touching, ManagementEdges.Affects)
            .SelectMany(d => (d.Kind == VendorKind.Kind ? view.Snapshot.Sources(d, EdgeKinds.SuppliedBy) : []).Prepend(d).Concat(AiSystemKind.StandingFor(d, view.Snapshot.Sources))).Select(d => d.Ordinal),
    ];

    private static List<Document> Systems(View view, Document touching) =>
    [
        .. view.Snapshot.Targets(touching, ManagementEdges.Affects).SelectMany(d => AiSystemKind.StandingFor(d, view.Snapshot.Sources))
            .DistinctBy(s => s.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal),
    ];
}
