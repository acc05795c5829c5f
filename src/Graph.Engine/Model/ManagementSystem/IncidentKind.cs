using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>An incident or near miss.</summary>
public static class IncidentKind
{
    /// <summary>The severity that law has told.</summary>
    public const string Serious = "SERIOUS";

    /// <summary>What it touched.</summary>
    public static readonly Field Types = Field.WordsOf("types", ManagementWords.IncidentType, "What it touched; one record serves for all of it.", meaning: true);

    /// <summary>The day of awareness.</summary>
    public static readonly Field AwareOn = Field.Date("awareOn", "The day on which the organisation became aware of it, from which every clock runs.", required: true);

    /// <summary>How grave it was.</summary>
    public static readonly Field Severity = Field.Word("severity", ManagementWords.Severity, "How grave it was; a fact that makes it serious in the sense of Art. 3(49) of Regulation (EU) 2024/1689 counts whatever stands here.", required: true, meaning: true);

    /// <summary>Whether somebody died.</summary>
    public static readonly Field CausedDeath = Field.Boolean("causedDeath", "Whether a person died of it, or may have: 10 days instead of 15 (Art. 73(4)); absent = unknown.", meaning: true);

    /// <summary>Whether it was widespread.</summary>
    public static readonly Field Widespread = Field.Boolean("widespread", "Whether it was a widespread infringement, or a serious and irreversible disruption of critical infrastructure (3(49)(b)): 2 days (Art. 73(3)); absent = unknown.", meaning: true);

    /// <summary>Whether fundamental rights were infringed.</summary>
    public static readonly Field InfringesRights = Field.Boolean("infringesFundamentalRights", "Whether an obligation of Union law to protect fundamental rights was infringed (3(49)(c)): where reporting is limited (73(9), (10)) only that is reported; absent = unknown.", meaning: true);

    /// <summary>Whether persons are at risk.</summary>
    public static readonly Field RiskToPersons = Field.Boolean("riskToPersons", "DATA_BREACH: whether a risk to the rights and freedoms of natural persons is likely; false = unlikely, and nobody has to be told (GDPR 33(1)); absent = unknown.", meaning: true);

    /// <summary>What the organisation is towards the data.</summary>
    public static readonly Field DataRoles = Field.WordsOf("dataRoles", ManagementWords.DataRole, "DATA_BREACH: what the organisation is towards the data, which decides whom it tells (GDPR 33(1), (2)); absent = unknown, and counted as CONTROLLER, whose duty is the stricter.", meaning: true);

    /// <summary>What is done with a record that is wrong: each correction has its reason in the log.</summary>
    internal const string Corrected = "what was recorded by mistake is corrected first";

    private static readonly Field Title = Field.Text("title", "What happened, in one line.", required: true, lengthMax: 300);

    /// <summary>The day on which it began.</summary>
    public static readonly Field OccurredOn = Field.Date("occurredOn", "The day on which it began.");
    private static readonly Field ContainedOn = Field.Date("containedOn", "The day on which it was over.");
    private static readonly Field Cause = Field.Text("cause", "Its root cause.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Incident", "incidents", "incident", KindGroup.ManagementSystem,
        "An incident or near miss: one record for AI, security and personal data (ISO/IEC 42001 A.8.4; Regulation (EU) 2024/1689 Art. 73; GDPR 33).", Title,
        [
            Title,
            Field.Text("description", "What happened, to whom, and what was done at once.", meaning: true),
            Types,
            Severity,
            CausedDeath,
            Widespread,
            InfringesRights,
            RiskToPersons,
            DataRoles,
            OccurredOn,
            AwareOn,
            ContainedOn,
            Cause,
        ])
    {
        IsReviewed = true,
        DateOrders = [new(OccurredOn, AwareOn), new(OccurredOn, ContainedOn)],
        Keep = new([ManagementEdges.Affects], i => Governance.OwedNotices.MayAsk(i) ? $"an incident of which law may have somebody told to stay, with what it touched; {Corrected}" : null) { IsAlone = i => IsSerious(i) || i.List(Types)?.Contains("DATA_BREACH") == true },
        Rules =
        [
            DocumentRule.NotAhead(AwareOn),
            new(AwareOn, c => !c.IsSeed && c.Before?.Date(AwareOn) is { } was && was < c.After.Date(AwareOn) ? $"a day up to {was:yyyy-MM-dd}, as it was recorded: the time of the law cannot be lengthened" : null),
            new(AwareOn, c => c.IsSeed && c.Sources(c.After, ManagementEdges.NoticeOf).FirstOrDefault(n => n.Date(IncidentNoticeKind.GivenOn) < c.After.Date(AwareOn)) is { } notice
                ? $"a day up to {notice.Date(IncidentNoticeKind.GivenOn):yyyy-MM-dd}, on which '{notice.Key}' was given" : null),
        ],
        Standing = new("status", ManagementWords.IncidentStatus, "Where it stands on the view's day.", Judge),
        Due =
        [
            new("NOTIFY", "The first time that ends among those that the law, or a contract, gives from awareness for notices that nobody has recorded (Regulation (EU) 2024/1689 Art. 73, 26(5); GDPR 33).",
                (v, d) => Governance.OwedNotices.Of(v, d).Where(n => n.IsOpen).Min(n => n.DueOn))
            {
                Earliest = d => Governance.OwedNotices.MayAsk(d) || DidHarm(d) ? d.Date(AwareOn) : null,
            },
        ],
    };

    /// <summary>The facts that make it a serious incident, whatever its severity says: a death, a widespread infringement or disruption, an infringement of fundamental rights (Regulation (EU) 2024/1689 Art. 3(49)).</summary>
    public static IReadOnlyList<Field> SeriousBy(Document incident) => [.. new[] { CausedDeath, Widespread, InfringesRights }.Where(f => incident.Boolean(f) == true)];

    /// <summary>Whether it is serious by its severity or by its facts.</summary>
    public static bool IsSerious(Document incident) => incident.Text(Severity) == Serious || SeriousBy(incident).Count > 0;

    /// <summary>Whether it is more than a near miss.</summary>
    public static bool DidHarm(Document incident) => incident.Text(Severity) != "NEAR_MISS" || IsSerious(incident);

    /// <summary>Whether it did more than a little harm, by its severity or by its facts.</summary>
    public static bool IsGrave(Document incident) => incident.Text(Severity) == "MAJOR" || IsSerious(incident);

    /// <summary>The last day that is in time by a law; null where a contract sets it.</summary>
    public static DateOnly? DueOn(Document incident, string duty) => DaysOf(duty) is { } days ? Calendars.Add(incident.Date(AwareOn)!.Value, 0, days) : null;

    internal static int? DaysOf(string? duty) => duty switch
    {
        "AI_ACT_73_2" => 15,
        "AI_ACT_73_3" => 2,
        "AI_ACT_73_4" => 10,
        "AI_ACT_26_5" or "GDPR_33_2" => 1,
        _ => HoursOf(duty) is { } hours ? DaysOf(hours) : null,
    };

    // A time of hours counts as whole days, a begun one as one.
    internal static int DaysOf(int hours) => (hours + 23) / 24;

    // A time of hours ends at an hour, which a day alone does not show.
    internal static int? HoursOf(string? duty) => duty == "GDPR_33" ? 72 : null;

    private static Standing Judge(View view, Document incident)
    {
        var notices = Governance.OwedNotices.Of(view, incident);
        var shortfalls = view.Snapshot.Sources(incident, ManagementEdges.NoticeOf).SelectMany(n => IncidentNoticeKind.Kind.Standing!.Judge(view, n).Shortfalls).ToList();
        shortfalls.AddRange(notices.Where(n => n.IsOpen).Select(n => n.Missing.Count > 0
            ? new Shortfall("FACT_MISSING", incident, $"Record {string.Join(", ", n.Missing)}: whether {n.Need?.Key ?? n.Duty} asks for a notice by {n.DueOn:yyyy-MM-dd} hangs on it.")
            : new Shortfall("NOT_NOTIFIED", incident, $"Tell whom {n.Need?.Key ?? n.Duty} names by {n.DueOn:yyyy-MM-dd}, and record the notice.")));
        shortfalls.AddRange(Governance.OwedNotices.Unclear(view, incident));
        var isContained = incident.Date(ContainedOn) <= view.On;
        if (!isContained)
        {
            shortfalls.Add(new("NOT_CONTAINED", incident, $"Contain {incident.Key}, and record containedOn."));
        }

        if (incident.Text(Cause) is null)
        {
            shortfalls.Add(new("NO_CAUSE", incident, $"Find the root cause of {incident.Key}."));
        }

        var findings = view.Snapshot.Sources(incident, ManagementEdges.FoundIn);
        if (findings.Count == 0)
        {
            shortfalls.Add(new("NO_ACTION", incident, $"Record a finding about {incident.Key} and what is done about it."));
        }

        var open = findings.Where(f => FindingKind.IsOpen(view, f)).ToList();
        shortfalls.AddRange(open.Select(f => new Shortfall("OPEN_FINDINGS", f, $"Close {f.Key}.")));
        return notices.Any(n => n.State == Governance.NoticeState.Late) ? new("NOTICE_LATE", shortfalls)
            : !isContained ? new("OPEN", shortfalls)
            : shortfalls.Count == 0 ? new("CLOSED", [])
            : new("CONTAINED", shortfalls);
    }
}

/// <summary>That somebody has to be told of an incident; a part of it.</summary>
public static class IncidentNoticeKind
{
    /// <summary>By what it is owed.</summary>
    public static readonly Field Duty = Field.Word("duty", ManagementWords.NoticeDuty, "By what law or contract.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("to", "Who is told.", required: true, lengthMax: 300);

    /// <summary>What a contract gives.</summary>
    public static readonly Field ContractHours = Field.Integer("contractHours", "CONTRACT: the hours that it gives, from 1 to 8760.", 1, 8_760);

    /// <summary>When it was given.</summary>
    public static readonly Field GivenOn = Field.Date("givenOn", "The day on which they were told.");

    private static readonly Field GivenAfterHours = Field.Integer(
        "givenAfterHours", "The whole hours, begun ones counted, from awareness until they were told, from 0 to 8760: where time is given in hours, the days alone may not show whether it was kept; absent = unknown.", 0, 8_760);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "IncidentNotice", "incidentNotices", "notice", KindGroup.ManagementSystem,
        "That somebody has to be told of an incident, by what, and when they were. The time of the law counts from awareness and cannot be lengthened.", Title,
        [Title, Duty, ContractHours, GivenOn, GivenAfterHours, Field.Text("reference", "Where the notice is found.", lengthMax: 500)])
    {
        Keep = new([ManagementEdges.NoticeOf, ManagementEdges.Affects, ManagementEdges.ArisesFrom], n => DaysOf(n) is null ? null : $"a notice whose time runs to stay with its incident and with what it tells of; {IncidentKind.Corrected}"),
        Rules =
        [
            new(ContractHours, c => c.After.Text(Duty) == "CONTRACT" ? null : c.After[ContractHours] is null ? null : "no hours of a contract where law sets the time"),
            DocumentRule.NotAhead(GivenOn),
            new(GivenOn, c => c.Before?.Date(GivenOn) is { } was && !(c.After.Date(GivenOn) >= was) ? $"a day from {was:yyyy-MM-dd} on, as it was recorded: what was late stays late" : null),
            new(GivenAfterHours, c => c.Before?.Integer(GivenAfterHours) is { } was && !(c.After.Integer(GivenAfterHours) >= was) ? $"{was} or more, as it was recorded: what was late stays late" : null),
            new(GivenOn, c => Aware(c.Targets(c.After, ManagementEdges.NoticeOf)) is { } aware && c.After.Date(GivenOn) < aware ? $"a day from {aware:yyyy-MM-dd} on, the day of awareness" : null),
            new(GivenAfterHours, c => c.After.Integer(GivenAfterHours) is not { } hours ? null
                : c.After.Date(GivenOn) is not { } given ? "no hours where the day is not given on which they were told"
                : Aware(c.Targets(c.After, ManagementEdges.NoticeOf)) is { } aware && given.DayNumber - aware.DayNumber is var days && (hours > HoursMax(days) || hours < HoursMin(days))
                    ? $"from {HoursMin(days)} to {HoursMax(days)} hours, as the days of awareness and of the notice say" : null),
        ],
        Standing = new("status", ManagementWords.NoticeStatus, "Where it stands on the view's day.", Judge),
        Derived = [new("dueOn", FieldType.Date, null, "The last day that may be in time: awareness plus the time of the law or contract, hours counted as whole days.", (v, d) => DueOn(v, d))],
        Due = [new("NOTIFY", "The time that the law or the contract gives from awareness.", (v, d) => d.Date(GivenOn) <= v.On ? null : DueOn(v, d))],
    };

    /// <summary>The last day that is in time; null where a contract does not say.</summary>
    public static DateOnly? DueOn(View view, Document notice)
    {
        return Aware(view.Snapshot.Targets(notice, ManagementEdges.NoticeOf)) is { } from && DaysOf(notice) is { } count ? Calendars.Add(from, 0, count) : null;
    }

    /// <summary>Whether a notice that was given was in time; null where the days do not show it and nobody says after how many hours. On the day of awareness itself it is.</summary>
    public static bool? IsInTime(View view, Document notice)
    {
        if (DueOn(view, notice) is not { } due || notice.Date(GivenOn) is not { } given)
        {
            return null;
        }

        var days = given.DayNumber - Aware(view.Snapshot.Targets(notice, ManagementEdges.NoticeOf))!.Value.DayNumber;
        return (IncidentKind.HoursOf(notice.Text(Duty)) ?? notice.Integer(ContractHours)) is not { } time ? given <= due
            : notice.Integer(GivenAfterHours) is { } hours && hours >= HoursMin(days) && hours <= HoursMax(days) ? hours <= time
            : days <= 0 || HoursMax(days) <= time ? true
            : HoursMin(days) > time ? false
            : null;
    }

    /// <summary>What is expected of what a notice, or something else, is done because of: a notice because a contract asks for it that gives the time it has, or more.</summary>
    internal static string? ExpectedAsked(Document from, Document to) =>
        from.Kind != Kind ? null
        : to.Kind == PartyNeedKind.Kind && from.Text(Duty) == "CONTRACT" && from.Integer(ContractHours) <= to.Integer(PartyNeedKind.IncidentNoticeHours) ? null
        : $"a notice of duty CONTRACT with the hours that the contract gives, or fewer, to a need that has {PartyNeedKind.IncidentNoticeHours.Name}";

    // The days that the law or the contract gives; null where a contract does not say.
    private static int? DaysOf(Document notice) => IncidentKind.DaysOf(notice.Text(Duty)) ?? (notice.Integer(ContractHours) is { } hours ? IncidentKind.DaysOf(hours) : null);

    private static DateOnly? Aware(IReadOnlyList<Document> incidents) => incidents.Count > 0 ? incidents[0].Date(IncidentKind.AwareOn) : null;

    // From the last hour of a day to the first of another, and from the first to the last.
    private static int HoursMin(int days) => Math.Max(0, 24 * (days - 1) + 1);

    private static int HoursMax(int days) => 24 * (days + 1);

    private static Standing Judge(View view, Document notice)
    {
        if (DueOn(view, notice) is not { } due)
        {
            return new("UNKNOWN", [new("FACT_MISSING", notice, $"Record the time within which {notice.Key} has to be given.")]);
        }

        return notice.Date(GivenOn) is { } given && given <= view.On
            ? IsInTime(view, notice) is not { } inTime ? new("UNKNOWN", [new("FACT_MISSING", notice, $"Record after how many hours {notice.Key} was given: the days alone do not show whether it was in time.")])
            : inTime ? new("MET", []) : new("LATE", [new("NOTIFIED_LATE", notice, $"Given on {given:yyyy-MM-dd}, in time until {due:yyyy-MM-dd}: that stays so.")])
            : due < view.On ? new("LATE", [new("NOT_NOTIFIED", notice, $"Tell {notice.Key}; the time was over on {due:yyyy-MM-dd}.")])
            : new("OPEN", [new("NOT_NOTIFIED", notice, $"Tell {notice.Key} by {due:yyyy-MM-dd}.")]);
    }
}
