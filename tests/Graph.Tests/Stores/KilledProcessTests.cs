using System.Diagnostics;
using Graph.Stores.Sqlite;

namespace Graph.Tests.Stores;

/// <summary>
/// Goal: a process that is killed while it writes loses nothing that it acknowledged. Method: a child writes and prints what
/// was acknowledged; it is killed at a moment of chance, 20 times over one file, alternately with one writer and with 64 that
/// share their durable writes; then the file is opened, verified and asked for every change that was printed.
/// </summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killing_a_writer_twenty_times_loses_nothing_acknowledged()
    {
        var path = folder.File("graph.db");
        var acknowledged = new List<(long Revision, string Hash, string Id)>();
        for (var round = 0; round < 20; round++)
        {
            var before = acknowledged.Count;
            acknowledged.AddRange(await WriteUntilKilledAsync(path, round, writers: round % 2 == 0 ? 1 : 64));
            Assert.True(acknowledged.Count > before, $"In round {round} nothing was acknowledged before the kill.");

            await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(path));
            Assert.All(acknowledged.Skip(before), a => Assert.True(engine.Knows(a.Id), $"{a.Id} was acknowledged in round {round} and is lost."));
        }

        await using var store = SqliteLogStore.Open(path);
        await using var last = await Engines.OpenAsync(store);
        var heads = (await store.ReadAllAsync()).ToDictionary(r => r.Head.Revision, r => r.Head.Hash);
        Assert.All(acknowledged, a => Assert.Equal(a.Hash, heads[a.Revision]));
        Assert.Empty(store.FindDamage());
        Assert.Equal(last.Current.DocumentCount, heads.Count);
    }

    private static async Task<List<(long, string, string)>> WriteUntilKilledAsync(string path, int round, int writers)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(CrashWriter).Assembly.Location, "write-until-killed", path, $"{round}", $"{writers}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var printed = new List<(long, string, string)>();
        var killAfter = new Random(round).Next(1, 10 * writers);
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line may be cut off in the middle of a word: it was not acknowledged to anybody.
            if (line.Split(' ') is [var revision, { Length: 64 } hash, var id] && (printed.Count < killAfter || id.Split('-') is [_, _, _]))
            {
                printed.Add((long.Parse(revision), hash, id));
            }

            if (printed.Count == killAfter)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 137 || OperatingSystem.IsWindows(), $"The child ended by itself with {child.ExitCode}: {await errors}");
        return printed;
    }
}
