using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>How often something happens, or within what time: a parameter of the organisation, never a number in code.</summary>
public static class CadenceKind
{
    /// <summary>What it is about.</summary>
    public static readonly Field Of = Field.Word("of", ManagementWords.CadenceOf, "What it is about.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("title", "What happens how often, in one line.", required: true, lengthMax: 300);
    private static readonly Field Months = Field.Integer("months", "The months from one time to the next, or from what starts the time, from 1 to 120.", 1, 120, meaning: true);
    private static readonly Field Days = Field.Integer("days", "The days beside the months, from 0 to 3660; absent = none. 0 alone is for IMPACT_ASSESSMENT: systems that run are assessed by the implementation itself.", 0, 3_660, meaning: true);

    /// <summary>The day from which the time of the first one runs.</summary>
    public static readonly Field ImplementedOn = Field.Date("implementedOn", "FIRST_AUDIT, VENDOR_DUE_DILIGENCE, IMPACT_ASSESSMENT, and MANAGEMENT_REVIEW and RISK_REVIEW before the first one: the day on which the implementation of the management system is complete; the time runs from it. Absent = the first day that any cadence says.");

    private static readonly Field Source = Field.Word("source", ManagementWords.Source, "Where the time comes from; never LAW, which sets none of these times. Times of the law stand in the rules themselves.", required: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Cadence", "cadences", "cadence", KindGroup.ManagementSystem,
        "How often something happens, or within what time. The standard says planned intervals; who plans them decides, and says from where a number comes.", Title,
        [
            Title,
            Of,
            Months,
            Days,
            ImplementedOn,
            Source,
            Field.Text("basis", "The article, clause or decision that it rests on.", lengthMax: 500),
        ])
    {
        Rules =
        [
            new(Months, c => c.After.Integer(Months) is null && c.After.Integer(Days) is null ? "months or days, found neither" : null),
            new(Days, c => c.After.Integer(Days) == 0 && c.After.Integer(Months) is null && c.After.Text(Of) != "IMPACT_ASSESSMENT" ? "a day at least, found 0" : null),

            // Whoever could name the law as its source could lengthen by it what law leaves no room for.
            new(Source, c => c.After.Text(Source) == "LAW" ? $"STANDARD, GUIDE or ORGANISATION, found LAW: no law sets the time of {c.After.Text(Of)}" : null),
        ],
        Due =
        [
            new("AUDIT", "The organisation's cadence for internal audits, from the last one that was held by who may hold it and examined something; for the first one, from the implementation (ISO/IEC 42001 9.2).", NextAudit),
            new("HOLD_REVIEW", "The organisation's cadence for management reviews, from the last one that was held and of which nobody rejected or withdrew the minutes; for the first one, from the implementation (ISO/IEC 42001 9.3).", NextReview),
        ],
    };

    /// <summary>The day that comes by a cadence after another day; null where the organisation has set none, so that nothing is due by a number nobody decided.</summary>
    public static DateOnly? After(View view, string of, DateOnly? day) => day is { } from && Find(view, of) is { } cadence ? Add(cadence, from) : null;

    /// <summary>The day by which something is done that a cadence counts from the implementation of the management system; null where none is set.</summary>
    public static DateOnly? FromImplementation(View view, string of) => ImplementationDay(view, of) is { } day ? Add(Find(view, of)!, day) : null;

    /// <summary>The day of the implementation from which a cadence counts: its own, else the first that any cadence says; null where there is no such cadence, or none says.</summary>
    public static DateOnly? ImplementationDay(View view, string of) => Find(view, of) is { } cadence ? cadence.Date(ImplementedOn) ?? ImplementationDay(view) : null;

    /// <summary>The first day on which the implementation of the management system counts as complete, by any cadence; null where none says.</summary>
    public static DateOnly? ImplementationDay(View view) => view.Once((Kind, ImplementedOn), v => v.Snapshot.Documents(Kind).Min(c => c.Date(ImplementedOn)));

    /// <summary>The shortest cadence of something, and the first key of these; null where there is none.</summary>
    public static Document? Find(View view, string of) => view.Once((Kind, of), v => v.Snapshot.Documents(Kind).Where(c => c.Text(Of) == of).MinBy(c => (Add(c, v.On).DayNumber, c.Key)));

    /// <summary>Whether an audit meets the cadence of internal audits: one that was held by people who may hold it and examined something.</summary>
    internal static bool IsMetBy(View view, Document audit) =>
        audit.Text(AuditKind.Type) == "INTERNAL" && view.Snapshot.Out(audit, ManagementEdges.Examines).Any() && AuditKind.Counts(view, audit);

    // Whether an audit or a review is planned does not matter: the day comes all the same.
    private static DateOnly? NextAudit(View view, Document cadence)
    {
        var last = view.Snapshot.Documents(AuditKind.Kind).Where(a => a.Date(AuditKind.HeldOn) <= view.On)
            .OrderByDescending(a => a.Date(AuditKind.HeldOn)).FirstOrDefault(a => IsMetBy(view, a))?.Date(AuditKind.HeldOn);
        return last is { } held ? Decides(view, cadence, "INTERNAL_AUDIT") ? Add(cadence, held) : null
            : Decides(view, cadence, "FIRST_AUDIT") ? FromImplementation(view, "FIRST_AUDIT") : null;
    }

    private static DateOnly? NextReview(View view, Document cadence) =>
        Decides(view, cadence, "MANAGEMENT_REVIEW") && (ManagementReviewKind.Last(view)?.Date(ManagementReviewKind.HeldOn) ?? ImplementationDay(view, "MANAGEMENT_REVIEW")) is { } day ? Add(cadence, day) : null;

    // Of several cadences of one thing only the one that decides says when.
    private static bool Decides(View view, Document cadence, string of) => cadence.Text(Of) == of && Find(view, of)!.Ordinal == cadence.Ordinal;

    private static DateOnly Add(Document cadence, DateOnly day)
    {
        var months = cadence.Integer(Months) ?? 0;
        var days = cadence.Integer(Days) ?? 0;
        return Calendars.Add(day, months, days);
    }
}
