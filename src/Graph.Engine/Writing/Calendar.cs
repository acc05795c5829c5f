namespace Graph.Engine.Writing;

/// <summary>Calendar days in the one configured zone (design section 4).</summary>
public sealed class Calendar
{
    // A clock may be put forward while somebody waits for the end of a day.
    private static readonly TimeSpan LookPeriodMax = TimeSpan.FromMinutes(1);

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

    /// <summary>The instant at which a day is over.</summary>
    public DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    /// <summary>The instant at which a day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        // Where clocks are put forward at midnight it begins later.
        var start = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(start))
        {
            start = start.AddMinutes(15);
        }

        return new(TimeZoneInfo.ConvertTimeToUtc(start, zone));
    }

    /// <summary>Waits until a day is over.</summary>
    public async Task WaitForEndAsync(DateOnly day, CancellationToken cancellationToken)
    {
        while (Today <= day)
        {
            var rest = EndOf(day) - Now;
            if (rest > TimeSpan.Zero)
            {
                // A timer counts whole milliseconds, and must not fire before the day is over.
                await Task.Delay(rest < LookPeriodMax ? rest + TimeSpan.FromMilliseconds(1) : LookPeriodMax, clock, cancellationToken);
            }
        }
    }

    /// <summary>The day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
