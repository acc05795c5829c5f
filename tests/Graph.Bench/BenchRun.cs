using System.Diagnostics;
using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Bench.Questions;

namespace Graph.Bench;

/// <summary>Runs benchmarks by name; see README.md.</summary>
public static class BenchRun
{
    private const ulong Seed = 20260901;

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
        (ApiAnswer.Name, ApiAnswer.RunAsync),
    ];

    /// <summary>Runs what the arguments name: benchmarks, <c>--size</c>, <c>--seed</c>, <c>--smoke</c>, <c>--results file</c>. Gives the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        var names = new List<string>();
        var size = GraphSize.Medium;
        var seed = Seed;
        var smoke = false;
        string? results = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--smoke":
                    (smoke, size) = (true, GraphSize.Small);
                    break;
                case "--size" when i + 1 < arguments.Count:
                    size = GraphSize.Named(arguments[++i]);
                    break;
                case "--seed" when i + 1 < arguments.Count:
                    seed = ulong.Parse(arguments[++i]);
                    break;
                case "--results" when i + 1 < arguments.Count:
                    results = arguments[++i];
                    break;
                case var name when Questions.Any(q => q.Name == name):
                    names.Add(name);
                    break;
                default:
                    output.WriteLine($"expected a benchmark ({string.Join(", ", Questions.Select(q => q.Name))}), --size, --seed, --smoke or --results, found '{arguments[i]}'");
                    return 2;
            }
        }

        var watch = Stopwatch.StartNew();
        output.WriteLine($"{size}, seed {seed}");
        var folder = smoke ? Directory.CreateTempSubdirectory("graph-bench-").FullName : Artifacts();
        try
        {
            var file = await GeneratedGraph.FileAsync(size, seed, folder, output);
            await using var bench = new Workbench(size, file, smoke, output);
            foreach (var (_, runAsync) in Questions.Where(q => names.Count == 0 || names.Contains(q.Name)))
            {
                await runAsync(bench);
                GC.Collect();
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
