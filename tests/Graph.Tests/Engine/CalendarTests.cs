using Graph.Engine.Writing;

namespace Graph.Tests.Engine;

/// <summary>Days in zones whose clocks are put forward and back, also at midnight.</summary>
public sealed class CalendarTests
{
    [Theory]
    [InlineData("America/New_York", "2026-08-07", "2026-08-07T04:00:00Z")]
    [InlineData("Pacific/Auckland", "2026-08-08", "2026-08-07T12:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-08-07", "2026-08-06T18:15:00Z")]
    [InlineData("America/Havana", "2027-03-14", "2027-03-14T05:00:00Z")]      // There is no midnight: 00:00 is 01:00.
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]      // There are two: the day begins with the first.
    [InlineData("Asia/Beirut", "2027-03-28", "2027-03-27T22:00:00Z")]         // None.
    [InlineData("Asia/Beirut", "2026-10-25", "2026-10-24T22:00:00Z")]         // The last hour of the day before comes twice.
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z")]        // The day before was left out.
    public void A_day_begins_when_the_one_before_is_over(string zone, string day, string instant)
    {
        var calendar = new Calendar(zone, TimeProvider.System);
        var (first, at) = (DateOnly.Parse(day), DateTimeOffset.Parse(instant));

        Assert.Equal(at, calendar.StartOf(first));
        Assert.Equal(at, calendar.EndOf(first.AddDays(-1)));
        Assert.Equal(first, calendar.DayOf(at));
        Assert.True(calendar.DayOf(at.AddTicks(-1)) < first);
    }

    [Fact]
    public void In_every_zone_each_day_begins_with_its_first_instant()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var calendar = new Calendar(zone.Id, TimeProvider.System);
            for (var day = new DateOnly(2024, 1, 1); day.Year < 2029; day = day.AddDays(1))
            {
                var start = calendar.StartOf(day);
                Assert.True(calendar.DayOf(start) == day && calendar.DayOf(start.AddTicks(-1)) == day.AddDays(-1), $"{zone.Id} {day:O} {start:O}");
            }
        }
    }

    [Theory]
    [InlineData("Pacific/Auckland")]
    [InlineData("America/New_York")]
    [InlineData("UTC")]
    public void The_first_and_the_last_day_of_all_begin_and_end_no_later_than_instants_do(string zone)
    {
        var calendar = new Calendar(zone, TimeProvider.System);

        Assert.True(calendar.StartOf(DateOnly.MinValue) <= DateTimeOffset.MinValue.AddDays(1));
        Assert.True(calendar.StartOf(DateOnly.MaxValue) < DateTimeOffset.MaxValue);
        Assert.Equal(DateTimeOffset.MaxValue, calendar.EndOf(DateOnly.MaxValue));
        Assert.True(calendar.DayOf(DateTimeOffset.MinValue) <= new DateOnly(1, 1, 1));
        Assert.True(calendar.DayOf(DateTimeOffset.MaxValue) >= new DateOnly(9999, 12, 31));
    }
}
