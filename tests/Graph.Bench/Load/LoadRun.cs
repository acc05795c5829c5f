using System.Diagnostics;
using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Server.Cli;

namespace Graph.Bench.Load;

/// <summary>
/// A server, as an operator starts it, under clients of two kinds for some minutes: those who use it, and one request in ten that nobody
/// should send. The others must not notice, and the memory of the server must not grow.
/// </summary>
internal static class LoadRun
{
    private const int VisitorCount = 16;
    private const int HostileOneIn = 10;
    private const double GrowthMax = 1.2;
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);

    /// <summary>Runs; gives whether nobody got an error who should not and the memory stayed flat.</summary>
    /// <param name="size">The graph that is asked.</param>
    /// <param name="file">It, as a SQLite file; a copy is served.</param>
    /// <param name="seed">What the dice begin with.</param>
    /// <param name="time">How long; zero = each act once.</param>
    /// <param name="rate">Requests in a second, of all visitors together.</param>
    /// <param name="output">Where the report goes.</param>
    public static async Task<bool> RunAsync(GraphSize size, string file, ulong seed, TimeSpan time, double rate, TextWriter output)
    {
        var copy = GeneratedGraph.Copy(file);
        try
        {
            var (editors, readers) = (new string[VisitorCount], new string[VisitorCount]);
            for (var i = 0; i < VisitorCount; i++)
            {
                (editors[i], readers[i]) = (await TokenAsync(copy, $"editor {i}", "Editor"), await TokenAsync(copy, $"reader {i}", "Reader"));
            }

            await using var server = await ServerProcess.StartAsync(copy);
            var visitors = Enumerable.Range(0, VisitorCount).Select(i => new Visitor(i, server.Address, editors[i], readers[i], size, new((int)seed + i))).ToArray();
            var (honest, hostile, memory) = (new Tally(), new Tally(), new List<long>());
            var watch = Stopwatch.StartNew();
            if (time == TimeSpan.Zero)
            {
                foreach (var (tally, act) in HonestActs.All.Select(a => (honest, a)).Concat(HostileActs.All.Select(a => (hostile, a))))
                {
                    await DoAsync(act, visitors[0], tally);
                }
            }
            else
            {
                using var over = new CancellationTokenSource(time);
                var sampling = SampleAsync(server, memory, over.Token);
                await Task.WhenAll(visitors.Select(v => Task.Run(() => VisitAsync(v, VisitorCount / rate, honest, hostile, over.Token))));
                await sampling;
            }

            var isFlat = Report(output, server, honest, hostile, memory, visitors.Sum(v => v.Returns), watch.Elapsed);
            Array.ForEach(visitors, v => v.Dispose());
            return isFlat && honest.FaultCount == 0 && hostile.FaultCount == 0 && server.IsAlive;
        }
        finally
        {
            GeneratedGraph.Delete(copy);
        }
    }

    private static async Task<string> TokenAsync(string database, string name, string role)
    {
        using var output = new StringWriter();
        var exit = await GraphCommand.RunAsync(["token", "create", "--database", database, "--name", name, "--role", role], output, TextWriter.Null, default);
        return exit == 0 ? output.ToString().Trim() : throw new InvalidOperationException($"No token for {name}: exit code {exit}.");
    }

    private static async Task VisitAsync(Visitor visitor, double secondsEach, Tally honest, Tally hostile, CancellationToken over)
    {
        var next = TimeSpan.FromSeconds(visitor.Dice.NextDouble() * secondsEach);
        var watch = Stopwatch.StartNew();
        while (!over.IsCancellationRequested)
        {
            if (next > watch.Elapsed)
            {
                try
                {
                    await Task.Delay(next - watch.Elapsed, over);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }

            var isHostile = visitor.Dice.Next(HostileOneIn) == 0;
            await DoAsync(Choose(isHostile ? HostileActs.All : HonestActs.All, visitor.Dice), visitor, isHostile ? hostile : honest);
            // Who was held up does not hurry afterwards.
            next = TimeSpan.FromSeconds(Math.Max(next.TotalSeconds, watch.Elapsed.TotalSeconds - secondsEach) + (2 * visitor.Dice.NextDouble() * secondsEach));
        }
    }

    private static async Task DoAsync(Act act, Visitor visitor, Tally tally)
    {
        var start = Stopwatch.GetTimestamp();
        string? fault;
        try
        {
            fault = await act.RunAsync(visitor);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or System.Net.Sockets.SocketException or System.Text.Json.JsonException)
        {
            fault = $"{e.GetType().Name}: {e.Message}";
        }

        tally.Add(act.Name, Stopwatch.GetElapsedTime(start), fault);
    }

    private static Act Choose(IReadOnlyList<Act> acts, Random dice)
    {
        var left = dice.Next(acts.Sum(a => a.Weight));
        return acts.First(a => (left -= a.Weight) < 0);
    }

    private static async Task SampleAsync(ServerProcess server, List<long> memory, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Sample);
        try
        {
            while (server.IsAlive && await timer.WaitForNextTickAsync(over))
            {
                memory.Add(server.ResidentBytes);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static bool Report(TextWriter output, ServerProcess server, Tally honest, Tally hostile, List<long> memory, int returns, TimeSpan time)
    {
        output.WriteLine($"{honest.Count} honest and {hostile.Count} hostile requests in {time.TotalSeconds:F0} s; server {(server.IsAlive ? "alive" : "DEAD")}, processor {server.Processor.TotalSeconds:F0} s");
        output.WriteLine("\n| honest | count | median | 99% | worst | errors |\n|---|---|---|---|---|---|");
        honest.Write(output, HonestActs.All);
        output.WriteLine("\n| hostile | count | median | 99% | worst | other answers than meant |\n|---|---|---|---|---|---|");
        hostile.Write(output, HostileActs.All);
        output.WriteLine($"\nErrors of honest clients: {honest.FaultCount}; told to come again, and answered then: {returns}. Hostile requests answered otherwise than meant: {hostile.FaultCount}.");
        if (memory.Count < 4)
        {
            return true;
        }

        // The first quarter warms caches and the compiler up.
        var quarters = memory.Chunk((memory.Count + 3) / 4).Select(q => q.Order().ElementAt(q.Length / 2)).ToArray();
        var growth = (double)quarters[^1] / quarters[1];
        output.WriteLine(
            $"Memory of the server, median of each quarter of the time: {string.Join(", ", quarters.Select(Megabytes))}; most {Megabytes(memory.Max())}. "
            + $"Last over second: {growth:F2} ({(growth <= GrowthMax ? "flat" : "GROWS")}; at most {GrowthMax}).");
        return growth <= GrowthMax;

        static string Megabytes(long bytes) => $"{bytes / 1_000_000} MB";
    }
}
