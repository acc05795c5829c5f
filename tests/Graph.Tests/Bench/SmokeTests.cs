using Graph.Bench;

namespace Graph.Tests.Bench;

public sealed class SmokeTests
{
    /// <summary>A benchmark that nobody runs rots: each runs once, on a graph drawn for it.</summary>
    [Fact]
    public async Task Every_benchmark_runs_once() => Assert.Equal(0, await BenchRun.RunAsync(["--smoke"], TextWriter.Null));
}
