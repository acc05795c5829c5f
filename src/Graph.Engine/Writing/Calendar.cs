namespace Graph.Engine.Writing;

/// <summary>Calendar days in the one configured zone (design section 4).</summary>
public sealed class Calendar
{
    // A clock may be put forward while somebody waits for the end of a day.
    private static readonly TimeSpan LookPeriodMax = TimeSpan.FromMinutes(1);

    // No zone is further from UTC, with a day left out.
    private const long SearchedTicks = 40 * TimeSpan.TicksPerHour;

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
    public DateTimeOffset EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1));

    /// <summary>The instant at which a day begins: the first that is not of a day before.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var instant = At(midnight.Ticks - zone.GetUtcOffset(midnight).Ticks);
        if (!IsBefore(instant) && (instant.Ticks == 0 || IsBefore(instant.AddTicks(-1))))
        {
            return instant;
        }

        // Where clocks are put forward at midnight there is none, where they are put back over it there are two, and zones have left out days.
        long low = At(midnight.Ticks - SearchedTicks).Ticks, high = At(midnight.Ticks + SearchedTicks).Ticks;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = IsBefore(At(middle)) ? (middle + 1, high) : (low, middle);
        }

        return At(low);

        bool IsBefore(DateTimeOffset one) => DayOf(one) < day;

        static DateTimeOffset At(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
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
