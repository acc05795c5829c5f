namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Days that come after days. The end of a short month stands for a day that it does not have: a month after 31 January is the last day of February.</summary>
public static class Calendars
{
    /// <summary>The day so many months and then days later; the last day there is where it would lie beyond it.</summary>
    public static DateOnly Add(DateOnly day, int months, int days = 0)
    {
        var total = (day.Year * 12) + day.Month - 1 + months;
        if (total > (9999 * 12) + 11)
        {
            return DateOnly.MaxValue;
        }

        var later = day.AddMonths(months);
        return (long)later.DayNumber + days > DateOnly.MaxValue.DayNumber ? DateOnly.MaxValue : later.AddDays(days);
    }

    /// <summary>The day after another by which something is done again that has a frequency; null where it has none.</summary>
    public static DateOnly? Next(DateOnly day, string? frequency) => frequency switch
    {
        "DAILY" => Add(day, 0, 1),
        "WEEKLY" => Add(day, 0, 7),
        "MONTHLY" => Add(day, 1),
        "QUARTERLY" => Add(day, 3),
        "SEMI_ANNUAL" => Add(day, 6),
        "ANNUAL" => Add(day, 12),
        _ => null,
    };
}
