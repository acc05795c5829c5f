namespace Graph.Engine.Writing;

/// <summary>Calendar days in the one configured zone (design section 4).</summary>
public sealed class Calendar
{
    private readonly TimeZoneInfo zone;
    private readonly TimeProvider clock;

    /// <summary>Makes a calendar.</summary>
    /// <exception cref="TimeZoneNotFoundException">The zone is not an IANA name that this machine knows.</exception>
    public Calendar(string timeZone, TimeProvider clock)
    {
        zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        this.clock = clock;
    }

    /// <summary>The zone's name.</summary>
    public string Zone => zone.Id;

    /// <summary>The instant now, in UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The day today.</summary>
    public DateOnly Today => DayOf(Now);

    /// <summary>The day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
