using CsCheck;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Tests.Engine;

/// <summary>Which snapshots are kept to rebuild others from: no more than the options say, evenly spread, and the newest ends of months.</summary>
public sealed class CheckpointsTests
{
    private static readonly string[] Zones = ["UTC", "Pacific/Auckland", "America/New_York"];

    private static readonly Gen<(int Count, int Spacing, int Months, string Zone, int Known, int[] Hours)> Logs = Gen.Select(
        Gen.Int[0, 6], Gen.Int[1, 9], Gen.Int[0, 4], Gen.Int[0, 2].Select(i => Zones[i]), Gen.Int[0, 60], Gen.Int[0, 400].Array[1, 120]);

    [Fact]
    public void No_more_are_kept_than_the_options_say_and_the_ends_of_months_are_the_newest() => Logs.Sample(log =>
    {
        var options = new EngineOptions { CheckpointCountMax = log.Count, CheckpointSpacingMin = log.Spacing, CheckpointMonthCountMax = log.Months };
        var calendar = new Calendar(log.Zone, TimeProvider.System);
        var checkpoints = new Checkpoints(options, calendar, log.Known);
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var instants = log.Hours.Select(h => at = at.AddHours(h)).ToArray();
        var empty = Snapshot.Empty(GraphModel.Default);
        List<long> wanted = [];
        for (var i = 0; i < instants.Length; i++)
        {
            DateTimeOffset? next = i + 1 < instants.Length ? instants[i + 1] : null;
            if (checkpoints.Wants(i + 1, instants[i], next))
            {
                wanted.Add(i + 1);
                checkpoints.Add(new SnapshotBuilder(empty, revertible: false).Build(new(i + 1, new string('0', 64)), instants[i]), next);
            }

            var ends = Enumerable.Range(0, i + 1)
                .Where(r => r + 1 < instants.Length && MonthOf(instants[r]) != MonthOf(instants[r + 1])).Select(r => (long)r + 1).ToArray();
            var kept = checkpoints.All.Select(s => s.Head.Revision).ToArray();
            var evenly = kept[..^Math.Min(ends.Length, log.Months)];

            Assert.Equal(ends[^Math.Min(ends.Length, log.Months)..], kept[evenly.Length..]);
            Assert.True(evenly.Length <= log.Count, $"{evenly.Length} of {log.Count}");
            Assert.Subset(wanted.ToHashSet(), kept.ToHashSet());

            // The distances are the same from the second on, none is below the least one, and the newest revision is not further away.
            var distances = evenly.Zip(evenly.Prepend(0), (one, before) => one - before).ToArray();
            var spread = $"{string.Join(' ', evenly)} of {i + 1}";
            Assert.True(distances.Length <= 1 || distances[1..].Distinct().Count() == 1, spread);
            Assert.True(distances.All(d => d >= log.Spacing && d <= distances[^1]), spread);
            Assert.True(distances.Length == 0 ? log.Count == 0 || i + 1 < Math.Max(log.Spacing, log.Known / log.Count) : i + 1 - evenly[^1] < distances[^1], spread);
        }

        int MonthOf(DateTimeOffset instant) => calendar.DayOf(instant) is var day ? (day.Year * 12) + day.Month : 0;
    });

    [Fact]
    public async Task A_log_that_is_written_and_one_that_is_read_keep_as_many_as_the_options_say()
    {
        var options = new EngineOptions { CheckpointCountMax = 3, CheckpointSpacingMin = 2, CheckpointMonthCountMax = 2, RecentSnapshotCountMax = 1, PastSnapshotCountMax = 1 };
        await using var live = await LiveEngine.OpenAsync(options);
        for (var i = 0; i < 40; i++)
        {
            live.Clock.Advance(TimeSpan.FromDays(9));
            await live.Keep(LiveEngine.Put("Vendor", "v", ("title", $"V{i}")));
        }

        var read = new Checkpoints(options, live.Engine.Calendar, 40);
        await Replay.RunAsync(live.Store, Snapshot.Empty(GraphModel.Default), 40, null, read, null, default);
        Assert.Equal(3 + 2, read.All.Count());
        Assert.All(read.All, s => Assert.Equal($"V{s.Head.Revision - 1}", s.Document("v")!.Text(s.Document("v")!.Kind.Title)));
    }
}
