using CsCheck;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Engine;

/// <summary>Checkpoints make a start quick and change nothing that it finds; whatever is wrong with one, the log wins.</summary>
public sealed class CheckpointFolderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("graph-checkpoints-").FullName;
    private readonly List<string> told = [];

    private string Path => System.IO.Path.Combine(folder, "snapshots");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_start_from_checkpoints_gives_every_revision_as_a_start_from_the_log_does() => RandomRequests.Sequences.Sample(
        sequence =>
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }

            CheckAsync(sequence).GetAwaiter().GetResult();
        },
        iter: 60, threads: 1);

    [Fact]
    public async Task A_start_from_checkpoints_answers_a_repeated_change_again_and_knows_the_days_of_all_revisions()
    {
        var log = await LogAsync(30);
        await using (await OpenAsync(log))
        {
        }

        await using var engine = await OpenAsync(log);
        Assert.Empty(told);
        Assert.True((await engine.ApplyAsync(Change(3), default)).Replayed);
        Assert.Equal(Start.AddDays(3 * 3), engine.InstantOf(4));
        Assert.Equal(31, (await engine.ApplyAsync(Change(30), default)).Head.Revision);
    }

    [Fact]
    public async Task A_key_that_was_deleted_before_a_checkpoint_is_not_given_again()
    {
        var log = await LogAsync(30, keyDeletedAt: 12);
        await using (await OpenAsync(log))
        {
        }

        await using var engine = await OpenAsync(log);
        Assert.Empty(told);
        var again = await engine.ApplyAsync(Change(12) with { ChangeId = "again" }, default);
        Assert.Contains("expected a key that was never used", Assert.Single(again.Violations).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_which_any_byte_is_another_one_is_left_out_told_and_written_anew()
    {
        var log = await LogAsync(30);
        await using (await OpenAsync(log))
        {
        }

        var files = Directory.GetFiles(Path).Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count >= 3, $"{files.Count} files");
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var place in new[] { 0, 30, bytes.Length / 2, bytes.Length - 1 })
            {
                told.Clear();
                byte[] altered = [.. bytes];
                altered[place] ^= 1;
                await File.WriteAllBytesAsync(file, altered);
                await SameAsync(log);
                Assert.Contains("is left out and written anew: the bytes are not those that were written", Assert.Single(told), StringComparison.Ordinal);
            }

            await File.WriteAllBytesAsync(file, bytes[..^7]);
            told.Clear();
            await SameAsync(log);
            Assert.Single(told);
            File.Delete(file);
            told.Clear();
            await SameAsync(log);
            Assert.Empty(told);
            Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        }
    }

    [Fact]
    public async Task A_checkpoint_of_another_log_is_refused_told_and_replaced()
    {
        await using (await OpenAsync(await LogAsync(30)))
        {
        }

        var other = await LogAsync(30, "other");
        await SameAsync(other);
        Assert.Contains("is not of this log, and is left out and written anew", told[0], StringComparison.Ordinal);
        told.Clear();
        await SameAsync(other);
        Assert.Empty(told);
    }

    [Fact]
    public async Task Checkpoints_beyond_the_end_of_a_log_that_was_restored_from_a_backup_are_refused()
    {
        var log = await LogAsync(30);
        await using (await OpenAsync(log))
        {
        }

        await SameAsync(log[..11]);
        Assert.NotEmpty(told);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(14)]
    [InlineData(29)]
    public async Task A_broken_log_refuses_to_start_though_its_checkpoints_are_whole(int place)
    {
        var log = await LogAsync(30);
        await using (await OpenAsync(log))
        {
        }

        var bytes = log[place].Payload.ToArray();
        bytes[bytes.AsSpan().IndexOf("Changed"u8)] ^= 32;
        log[place] = new(log[place].Head, bytes, log[place].Personal);
        Assert.Equal(place + 1, (await Assert.ThrowsAsync<BrokenLogException>(() => OpenAsync(log))).Revision);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_of_and_nothing_else_depends_on_it()
    {
        await File.WriteAllTextAsync(Path, "a file where the folder should be");
        await SameAsync(await LogAsync(30));
        Assert.Contains("Checkpoints cannot be kept", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_files_are_kept_than_checkpoints_and_none_for_a_short_log()
    {
        await using (await OpenAsync(await LogAsync(4)))
        {
        }

        Assert.False(Directory.Exists(Path));
        var log = await LogAsync(200);
        await using (await OpenAsync(log))
        {
        }

        Assert.InRange(Directory.GetFiles(Path).Length, 4, Options().CheckpointCountMax + Options().CheckpointMonthCountMax);
    }

    private static EngineOptions Options() => new() { CheckpointSpacingMin = 5, CheckpointCountMax = 4, CheckpointMonthCountMax = 3, RecentSnapshotCountMax = 1, PastSnapshotCountMax = 1 };

    private static ChangeRequest Change(int number, string name = "graph") => new(
        $"{name}-{number}", "tester", "Changed",
        [new PutDocument("Control", $"control:{name}-{number % 7}", null, new Dictionary<string, object?> { ["title"] = $"Title {number}", ["scope"] = "SYSTEM" })]);

    private static async Task<List<LogRecord>> LogAsync(int count, string name = "graph", int? keyDeletedAt = null)
    {
        await using var store = new MemoryLogStore();
        var clock = new FakeTimeProvider(Start);
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, store, Options(), clock, null, default);
        for (var i = 0; i < count; i++)
        {
            if (keyDeletedAt is { } at && i >= at)
            {
                var deleted = await engine.ApplyAsync(new($"delete-{i}", "tester", "Changed", i == at ? [new DeleteDocument($"control:{name}-{i % 7}", WithEdges: false)] : [.. Change((i / 7 * 7) + ((at + 1) % 7), name).Operations]), default);
                Assert.True(deleted.Accepted);
                clock.Advance(TimeSpan.FromDays(3));
                continue;
            }

            Assert.True((await engine.ApplyAsync(Change(i, name), default)).Accepted);
            clock.Advance(TimeSpan.FromDays(3));
        }

        return await store.ReadAsync(0, default).ToListAsync();
    }

    private async Task<GraphEngine> OpenAsync(List<LogRecord> log)
    {
        var store = new MemoryLogStore();
        await store.AppendAsync(LogHead.Empty, log, default);
        return await GraphEngine.OpenAsync(GraphModel.Default, store, Options(), new FakeTimeProvider(Start.AddYears(3)), null, default, new(Path, told.Add));
    }

    private async Task SameAsync(List<LogRecord> log)
    {
        await using var store = new MemoryLogStore();
        await store.AppendAsync(LogHead.Empty, log, default);
        await using var plain = await GraphEngine.OpenAsync(GraphModel.Default, store, new(), new FakeTimeProvider(Start.AddYears(3)), null, default);
        await using var engine = await OpenAsync(log);
        for (var revision = 0; revision <= log.Count; revision++)
        {
            Assert.Equal(SnapshotText.Of(await plain.AsOfAsync(revision, default)), SnapshotText.Of(await engine.AsOfAsync(revision, default)));
        }
    }

    private async Task CheckAsync(ChangeRequest[] sequence)
    {
        await using var store = new MemoryLogStore();
        var clock = new FakeTimeProvider(Start);
        await using (var engine = await GraphEngine.OpenAsync(GraphModel.Default, store, Options(), clock, null, default))
        {
            foreach (var request in sequence)
            {
                await engine.ApplyAsync(request, default);
                clock.Advance(TimeSpan.FromDays(9));
            }
        }

        var log = await store.ReadAsync(0, default).ToListAsync();
        await SameAsync(log[..(log.Count / 2)]);
        await SameAsync(log);
        await SameAsync(log);
        Assert.Empty(told);
    }
}
