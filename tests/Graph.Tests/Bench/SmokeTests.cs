using Graph.Bench;

namespace Graph.Tests.Bench;

public sealed class SmokeTests
{
    /// <summary>A benchmark that nobody runs rots: each runs once, on a graph drawn for it.</summary>
    [Fact]
    public async Task Every_benchmark_runs_once() => Assert.Equal(0, await BenchRun.RunAsync(["--smoke"], TextWriter.Null));

    /// <summary>A load whose hostile requests were answered otherwise than they are meant to be would load something else.</summary>
    [Fact]
    public async Task Every_act_of_the_load_gets_the_answer_that_is_meant_for_it()
    {
        using var report = new StringWriter();

        Assert.True(await BenchRun.RunAsync(["load", "--smoke"], report) == 0, report.ToString());
    }
}
