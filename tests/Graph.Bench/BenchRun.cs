using System.Diagnostics;
using System.Globalization;
using Graph.Bench.Generation;
using Graph.Bench.Load;
using Graph.Bench.Measuring;
using Graph.Bench.Neo4j;
using Graph.Bench.Questions;

namespace Graph.Bench;

/// <summary>Runs benchmarks by name, or the load; see README.md.</summary>
public static class BenchRun
{
    private const string LoadName = "load";
    private const ulong Seed = 20260901;
    private static readonly TimeSpan LoadTime = TimeSpan.FromMinutes(10);

    // It needs a server of its own, so it is run only where it is asked for by name.
    private const string Neo4jName = "neo4j";

    private static readonly (string Name, Func<Workbench, Task> RunAsync)[] Questions =
    [
        (Start.Name, Start.RunAsync),
        (VerifiedReplay.Name, VerifiedReplay.RunAsync),
        (CoverageOfFramework.Name, CoverageOfFramework.RunAsync),
        (CoverageOfAll.Name, CoverageOfAll.RunAsync),
        (GapsOfSystem.Name, GapsOfSystem.RunAsync),
        (ImpactOfHub.Name, ImpactOfHub.RunAsync),
        (ImpactTypical.Name, ImpactTypical.RunAsync),
        (Publish.Name, Publish.RunAsync),
        (DurableWrite.Name, DurableWrite.RunAsync),
        (TimeTravel.Name, TimeTravel.RunAsync),
        (ApiAnswer.Name, ApiAnswer.RunAsync),
        (ManagementSystem.Name, ManagementSystem.RunAsync),
    ];

    /// <summary>Runs what the arguments name: benchmarks, <c>--size</c>, <c>--seed</c>, <c>--smoke</c>, <c>--results file</c>; or <c>load</c> with <c>--minutes</c> and <c>--rate</c>. Gives the exit code.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output) => RunAsync(arguments, output, null);

    /// <summary>The same with a Neo4j that runs; null = the one of the environment, where one is needed.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, Neo4jPlace? neo4j)
    {
        var names = new List<string>();
        GraphSize? chosen = null;
        var seed = Seed;
        var smoke = false;
        string? results = null;
        var asksNeo4j = false;
        var (isLoad, loadTime, rate) = (false, LoadTime, 30.0);
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--smoke":
                    (smoke, chosen) = (true, GraphSize.Small);
                    break;
                case "--size" when i + 1 < arguments.Count:
                    chosen = GraphSize.Named(arguments[++i]);
                    break;
                case "--seed" when i + 1 < arguments.Count:
                    seed = ulong.Parse(arguments[++i]);
                    break;
                case "--results" when i + 1 < arguments.Count:
                    results = arguments[++i];
                    break;
                case Neo4jName:
                    asksNeo4j = true;
                    break;
                case LoadName:
                    isLoad = true;
                    break;
                case "--minutes" when i + 1 < arguments.Count:
                    loadTime = TimeSpan.FromMinutes(double.Parse(arguments[++i], CultureInfo.InvariantCulture));
                    break;
                case "--rate" when i + 1 < arguments.Count:
                    rate = double.Parse(arguments[++i], CultureInfo.InvariantCulture);
                    break;
                case var name when Questions.Any(q => q.Name == name):
                    names.Add(name);
                    break;
                default:
                    output.WriteLine($"expected a benchmark ({string.Join(", ", Questions.Select(q => q.Name))}, {Neo4jName}), load with --minutes and --rate, --size, --seed, --smoke or --results, found '{arguments[i]}'");
                    return 2;
            }
        }

        var size = chosen ?? (isLoad ? GraphSize.Small : GraphSize.Medium);
        var watch = Stopwatch.StartNew();
        output.WriteLine($"{size}, seed {seed}");
        var folder = smoke ? Directory.CreateTempSubdirectory("graph-bench-").FullName : Artifacts();
        try
        {
            var file = await GeneratedGraph.FileAsync(size, seed, folder, output);
            if (isLoad)
            {
                return await LoadRun.RunAsync(size, file, seed, smoke ? TimeSpan.Zero : loadTime, rate, output) ? 0 : 1;
            }

            await using var bench = new Workbench(size, file, smoke, output);
            foreach (var (_, runAsync) in Questions.Where(q => (names.Count == 0 && !asksNeo4j) || names.Contains(q.Name)))
            {
                await runAsync(bench);
                GC.Collect();
            }

            if (asksNeo4j)
            {
                using var server = neo4j is null ? await BenchServer.OfEnvironmentAsync() : new BenchServer(neo4j, null);
                await StoreInNeo4j.RunAsync(bench, server);
            }

            output.WriteLine($"{bench.Figures.Count} figures in {watch.Elapsed.TotalSeconds:F0} s");
            if (results is not null)
            {
                await ResultFile.AppendAsync(results, size, seed, bench.Figures);
            }
        }
        finally
        {
            if (smoke)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    // Beside the solution, wherever it was started from.
    private static string Artifacts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "graph.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts");
    }
}
