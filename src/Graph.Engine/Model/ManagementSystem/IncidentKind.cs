using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>An incident or near miss.</summary>
public static class IncidentKind
{
    /// <summary>What it touched.</summary>
    public static readonly Field Types = Field.WordsOf("types", ManagementWords.IncidentType, "What it touched; one record serves for all of it.", meaning: true);

    /// <summary>The day of awareness.</summary>
    public static readonly Field AwareOn = Field.Date("awareOn", "The day on which the organisation became aware of it, from which every clock runs.", required: true);

    /// <summary>How grave it was.</summary>
    public static readonly Field Severity = Field.Word("severity", ManagementWords.Severity, "How grave it was.", required: true, meaning: true);

    /// <summary>Whether somebody died.</summary>
    public static readonly Field CausedDeath = Field.Boolean("causedDeath", "Whether a person died of it, or may have: 10 days instead of 15 (Art. 73(4)); absent = unknown.", meaning: true);

    /// <summary>Whether it was widespread.</summary>
    public static readonly Field Widespread = Field.Boolean("widespread", "Whether it was a widespread infringement, or a serious and irreversible disruption of critical infrastructure (3(49)(b)): 2 days (Art. 73(3)); absent = unknown.", meaning: true);

    /// <summary>Whether fundamental rights were infringed.</summary>
    public static readonly Field InfringesRights = Field.Boolean("infringesFundamentalRights", "Whether an obligation of Union law to protect fundamental rights was infringed (3(49)(c)): where reporting is limited (73(9), (10)) only that is reported; absent = unknown.", meaning: true);

    /// <summary>Whether persons are at risk.</summary>
    public static readonly Field RiskToPersons = Field.Boolean("riskToPersons", "DATA_BREACH: whether a risk to the rights and freedoms of natural persons is likely; false = unlikely, and nobody has to be told (GDPR 33(1)); absent = unknown.", meaning: true);

    private static readonly Field Title = Field.Text("title", "What happened, in one line.", required: true, lengthMax: 300);
    private static readonly Field OccurredOn = Field.Date("occurredOn", "The day on which it began.");
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
            OccurredOn,
            AwareOn,
            ContainedOn,
            Cause,
        ])
    {
        DateOrders = [new(OccurredOn, AwareOn), new(OccurredOn, ContainedOn)],
        Rules = [DocumentRule.NotAhead(AwareOn)],
        Standing = new("status", ManagementWords.IncidentStatus, "Where it stands on the view's day.", Judge),
    };

    /// <summary>The last day that is in time by a law; null where a contract sets it.</summary>
    public static DateOnly? DueOn(Document incident, string duty) => incident.Date(AwareOn) is { } aware && DaysOf(duty) is { } days ? Calendars.Add(aware, 0, days) : null;

    internal static int? DaysOf(string? duty) => duty switch
    {
        "AI_ACT_73_2" => 15,
        "AI_ACT_73_3" => 2,
        "AI_ACT_73_4" => 10,
        "AI_ACT_26_5" => 1,
        "GDPR_33" => 3,
        _ => null,
    };

    private static Standing Judge(View view, Document incident)
    {
        var notices = view.Snapshot.Sources(incident, ManagementEdges.NoticeOf).ConvertAll(n => IncidentNoticeKind.Kind.Standing!.Judge(view, n));
        var shortfalls = notices.SelectMany(n => n.Shortfalls).ToList();
        var unrecorded = Governance.OwedNotices.Unrecorded(view, incident).ToList();
        shortfalls.AddRange(unrecorded.Select(n => n.Missing.Count > 0
            ? new Shortfall("FACT_MISSING", incident, $"Record {string.Join(", ", n.Missing)}: whether {n.Duty} asks for a notice by {n.DueOn:yyyy-MM-dd} hangs on it.")
            : new Shortfall("NOT_NOTIFIED", incident, $"Tell whom {n.Duty} names by {n.DueOn:yyyy-MM-dd}, and record the notice.")));
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
        return notices.Exists(n => n.Word == "LATE") || unrecorded.Exists(n => n.State == Governance.NoticeState.Late) ? new("NOTICE_LATE", shortfalls)
            : !(incident.Date(ContainedOn) <= view.On) ? new("OPEN", shortfalls)
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
    private static readonly Field ContractHours = Field.Integer("contractHours", "CONTRACT: the hours that it gives, from 1 to 8760.", 1, 8_760);

    /// <summary>When it was given.</summary>
    public static readonly Field GivenOn = Field.Date("givenOn", "The day on which they were told.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "IncidentNotice", "incidentNotices", "notice", KindGroup.ManagementSystem,
        "That somebody has to be told of an incident, by what, and when they were. The time of the law counts from awareness and cannot be lengthened.", Title,
        [Title, Duty, ContractHours, GivenOn, Field.Text("reference", "Where the notice is found.", lengthMax: 500)])
    {
        Rules =
        [
            new(ContractHours, c => c.After.Text(Duty) == "CONTRACT" ? null : c.After[ContractHours] is null ? null : "no hours of a contract where law sets the time"),
            DocumentRule.NotAhead(GivenOn),
        ],
        Standing = new("status", ManagementWords.NoticeStatus, "Where it stands on the view's day.", Judge),
        Derived = [new("dueOn", FieldType.Date, null, "The last day that is in time: awareness plus the time of the law or contract, hours counted as whole days.", (v, d) => DueOn(v, d))],
        Due = [new("NOTIFY", "The time that the law or the contract gives from awareness.", (v, d) => d.Date(GivenOn) <= v.On ? null : DueOn(v, d))],
    };

    /// <summary>The last day that is in time; null where a contract does not say.</summary>
    public static DateOnly? DueOn(View view, Document notice)
    {
        var aware = view.Snapshot.Targets(notice, ManagementEdges.NoticeOf).FirstOrDefault()?.Date(IncidentKind.AwareOn);
        var days = IncidentKind.DaysOf(notice.Text(Duty)) ?? (notice.Integer(ContractHours) is { } hours ? (hours + 23) / 24 : null);
        return aware is { } from && days is { } count ? Calendars.Add(from, 0, count) : null;
    }

    private static Standing Judge(View view, Document notice)
    {
        if (DueOn(view, notice) is not { } due)
        {
            return new("UNKNOWN", [new("FACT_MISSING", notice, $"Record the time within which {notice.Key} has to be given.")]);
        }

        return notice.Date(GivenOn) is { } given && given <= view.On
            ? given <= due ? new("MET", []) : new("LATE", [new("NOTIFIED_LATE", notice, $"Given on {given:yyyy-MM-dd}, in time until {due:yyyy-MM-dd}; record why.")])
            : due < view.On ? new("LATE", [new("NOT_NOTIFIED", notice, $"Tell {notice.Key}; the time was over on {due:yyyy-MM-dd}.")])
            : new("OPEN", [new("NOT_NOTIFIED", notice, $"Tell {notice.Key} by {due:yyyy-MM-dd}.")]);
    }
}
