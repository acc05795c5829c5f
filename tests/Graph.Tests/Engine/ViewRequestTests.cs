using Graph.Engine.Views;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>
/// What a moment means (design section 4, the table of Time). The graph has changes at 9:00 UTC on 1, 10 and 10 October (21:00 the second time)
/// and on 20 October; it is noon on 24 November 2026.
/// </summary>
public sealed class ViewRequestTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    public static TheoryData<string, ViewRequest, string> Moments => new()
    {
        { "nothing asked", new(), "4 2026-11-24 Current" },
        { "today by name", new(On: Today), "4 2026-11-24 Current" },
        { "a past day, as known at its end", new(On: new(2026, 10, 10)), "3 2026-10-10 Past" },
        { "a past day without a change of its own", new(On: new(2026, 10, 19)), "3 2026-10-19 Past" },
        { "yesterday", new(On: new(2026, 11, 23)), "4 2026-11-23 Past" },
        { "a past day before the first change: nothing was known", new(On: new(2026, 9, 30)), "0 2026-09-30 Past" },
        { "a past day with what is known now", new(AsOfHead: true, On: new(2026, 10, 5)), "4 2026-10-05 Hindsight" },
        { "head by name", new(AsOfHead: true), "4 2026-11-24 Current" },
        { "head by name, today", new(AsOfHead: true, On: Today), "4 2026-11-24 Current" },
        { "a future day", new(On: new(2027, 12, 2)), "4 2027-12-02 Forecast" },
        { "a future day of head by name", new(AsOfHead: true, On: new(2026, 11, 25)), "4 2026-11-25 Forecast" },
        { "a revision, on its own day", new(Revision: 2), "2 2026-10-10 Past" },
        { "the newest revision by its number, on its own day", new(Revision: 4), "4 2026-10-20 Past" },
        { "an instant, on its own day", new(Instant: At(10, 15, 0)), "3 2026-10-15 Past" },
        { "the very instant of a change", new(Instant: At(10, 10, 21)), "3 2026-10-10 Past" },
        { "just before the instant of a change", new(Instant: At(10, 10, 21).AddTicks(-1)), "2 2026-10-10 Past" },
        { "now", new(Instant: Start), "4 2026-11-24 Past" },
        { "a revision and a day before it", new(Revision: 3, On: new(2026, 10, 1)), "3 2026-10-01 Hindsight" },
        { "a revision and its own day", new(Revision: 3, On: new(2026, 10, 10)), "3 2026-10-10 Past" },
        { "a revision and a day after it", new(Revision: 2, On: new(2026, 10, 20)), "2 2026-10-20 Forecast" },
        { "an instant and a day after it", new(Instant: At(10, 2, 0), On: new(2026, 12, 1)), "1 2026-12-01 Forecast" },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_moment_is_one_revision_seen_on_one_day(string what, ViewRequest request, string expected)
    {
        await using var live = await WithHistory();
        Assert.Equal($"{what}: {expected}", $"{what}: {Text(await request.OpenAsync(live.Engine, default))}");
    }

    public static TheoryData<ViewRequest, string> NoMoments => new()
    {
        { new(Revision: 0), "expected a revision from 1 to 4, found 0" },
        { new(Revision: 5), "expected a revision from 1 to 4, found 5" },
        { new(Instant: At(10, 1, 9).AddTicks(-1)), "expected an instant not before the first change" },
        { new(Instant: Start.AddTicks(1)), "expected an instant not after now" },
    };

    [Theory]
    [MemberData(nameof(NoMoments))]
    public async Task Refuses_a_moment_that_there_is_not(ViewRequest request, string message)
    {
        await using var live = await WithHistory();
        var refused = await Assert.ThrowsAsync<InvalidViewException>(() => request.OpenAsync(live.Engine, default));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTC", "3 2026-10-10 Past", "2026-11-24")]
    [InlineData("Pacific/Auckland", "2 2026-10-10 Past", "2026-11-25")]
    [InlineData("America/Los_Angeles", "3 2026-10-10 Past", "2026-11-24")]
    public async Task Days_end_where_the_zone_says(string zone, string endOfTenth, string today)
    {
        await using var live = await WithHistory(zone);
        Assert.Equal(endOfTenth, Text(await new ViewRequest(On: new(2026, 10, 10)).OpenAsync(live.Engine, default)));
        Assert.Equal(today, $"{(await new ViewRequest().OpenAsync(live.Engine, default)).On:yyyy-MM-dd}");
    }

    [Fact]
    public async Task The_day_of_a_revision_is_the_day_of_the_zone()
    {
        await using var live = await WithHistory("Pacific/Auckland");
        Assert.Equal("3 2026-10-11 Past", Text(await new ViewRequest(Revision: 3).OpenAsync(live.Engine, default)));
    }

    [Fact]
    public async Task Midnight_makes_a_forecast_of_tomorrow_the_current_view()
    {
        await using var live = await WithHistory();
        var tomorrow = new ViewRequest(On: Today.AddDays(1));
        Assert.Equal(ViewKind.Forecast, (await tomorrow.OpenAsync(live.Engine, default)).Kind);
        live.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(ViewKind.Current, (await tomorrow.OpenAsync(live.Engine, default)).Kind);
        Assert.Equal("4 2026-11-24 Past", Text(await new ViewRequest(On: Today).OpenAsync(live.Engine, default)));
    }

    [Fact]
    public async Task A_view_of_the_past_shows_what_was_written_then()
    {
        await using var live = await WithHistory();
        var then = await new ViewRequest(On: new(2026, 10, 12)).OpenAsync(live.Engine, default);
        live.Current.Document("v")!.Kind.TryGetField("title", out var title);
        Assert.Equal(("Name 3", "Name 4"), (then.Snapshot.Document("v")!.Text(title), live.Current.Document("v")!.Text(title)));
    }

    [Fact]
    public async Task Renewals_and_mapping_sets_are_part_of_the_view()
    {
        await using var live = await WithHistory();
        var view = await new ViewRequest(On: new(2027, 1, 1), Renewals: Renewals.Assumed, MappingSets: ["set"]).OpenAsync(live.Engine, default);
        Assert.Equal((Renewals.Assumed, "set", Today), (view.Renewals, Assert.Single(view.MappingSets!), view.Today));
    }

    private static DateTimeOffset At(int month, int day, int hour) => new(2026, month, day, hour, 0, 0, TimeSpan.Zero);

    private static string Text(View view) => $"{view.Snapshot.Head.Revision} {view.On:yyyy-MM-dd} {view.Kind}";

    private static async Task<LiveEngine> WithHistory(string zone = "UTC")
    {
        var live = await OpenAsync(new() { TimeZone = zone });
        var instants = new[] { At(10, 1, 9), At(10, 10, 9), At(10, 10, 21), At(10, 20, 9) };
        for (var i = 0; i < instants.Length; i++)
        {
            Kept(await live.Seed(instants[i], Put("Vendor", "v", ("title", $"Name {i + 1}"))));
        }

        return live;
    }
}
