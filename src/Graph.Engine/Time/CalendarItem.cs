using System.Globalization;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Time;

/// <summary>What falls due on a day.</summary>
public enum CalendarEvent
{
    /// <summary>Requirements begin to bind a system.</summary>
    Application,

    /// <summary>A transitional rule no longer shields a system.</summary>
    ShieldEnds,

    /// <summary>Evidence counts for the last time.</summary>
    Expiry,

    /// <summary>An assessment counts for the last time before its next review.</summary>
    Review,

    /// <summary>A control that does not operate yet is to operate.</summary>
    ControlPlanned,

    /// <summary>A control no longer operates.</summary>
    ControlRetires,

    /// <summary>A system is placed on the market or put into service.</summary>
    Placed,

    /// <summary>Requirements no longer exist.</summary>
    Repeal,
}

/// <summary>Something that falls due.</summary>
/// <param name="On">The day.</param>
/// <param name="What">What falls due.</param>
/// <param name="Document">What it is about: a framework, a piece of proof, a control or a system.</param>
/// <param name="System">The system, where it is about one.</param>
/// <param name="Requirements">The requirements of the framework that it is about, in natural order.</param>
public sealed record CalendarItem(DateOnly On, CalendarEvent What, Document Document, Document? System, IReadOnlyList<Document> Requirements)
{
    /// <summary>The same in plain words.</summary>
    public string Text => What switch
    {
        CalendarEvent.Application => $"{Count} {(Requirements.Count == 1 ? "begins" : "begin")} to bind {Title(System!)}: {Title(Document)}.",
        CalendarEvent.ShieldEnds => $"No longer shielded from {Count}: {Title(System!)}. {Title(Document)}.",
        CalendarEvent.Expiry => $"Expires after this day: {Title(Document)}.",
        CalendarEvent.Review => $"To be reviewed and signed again by this day: {Title(Document)}.",
        CalendarEvent.ControlPlanned => $"To operate from this day on: {Title(Document)}.",
        CalendarEvent.ControlRetires => $"No longer operates from this day on: {Title(Document)}.",
        CalendarEvent.Placed => $"Placed on the market or put into service: {Title(Document)}.",
        _ => $"{Count} no longer {(Requirements.Count == 1 ? "exists" : "exist")}: {Title(Document)}.",
    };

    private string Count => Requirements.Count == 1 ? "1 requirement" : string.Create(CultureInfo.InvariantCulture, $"{Requirements.Count} requirements");

    private static string Title(Document document) => document.Text(document.Kind.Title) ?? document.Key;
}
