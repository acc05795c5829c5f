using System.Diagnostics;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Stores.Memory;
using Graph.Tests.SeedStories;
using Graph.Tests.Stores;
using Xunit.Abstractions;

namespace Graph.Tests.Fuzz;

/// <summary>Whatever a file holds, it is read or refused with reasons, it is written whole or not at all, and every entry is counted once.</summary>
public sealed class ImportFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Iterations = 2_000;

    private readonly TemporaryFolder folder = new();
    private int acceptedCount, fileCount;

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Any_YAML_is_imported_whole_or_refused_with_reasons() => RunAsync("yaml", _ => "file.yaml");

    // A row of a file of another kind says little: the header says which kind a file was meant to be.
    [Fact]
    public Task Any_CSV_is_imported_whole_or_refused_with_reasons() => RunAsync("csv", bytes =>
        bytes.AsSpan().IndexOf("from"u8) >= 0 ? "links.csv" : bytes.AsSpan().IndexOf("placedOn"u8) >= 0 ? "ai-systems.csv" : bytes.AsSpan().IndexOf("inherentImpact"u8) >= 0 ? "risks.csv" : "vendors.csv");

    private async Task RunAsync(string corpus, Func<byte[], string> nameOf)
    {
        var watch = Stopwatch.StartNew();
        var store = new MemoryLogStore();
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, store, new(), SeedStory.Noon, null, default);

        var count = FuzzRun.Run(Corpus.Of(corpus), Iterations, bytes => ImportAsync(engine, bytes, nameOf(bytes)).GetAwaiter().GetResult());

        output.WriteLine($"{count} files in {watch.Elapsed.TotalSeconds:0} s: {acceptedCount} of them changed the graph, which is at revision {engine.Current.Head.Revision}");
        Assert.True(acceptedCount > count / 100, $"{acceptedCount} of {count} files changed the graph: the others say little about what lies behind the reader");
        Assert.Equal(engine.Current.Head, await GraphEngine.VerifyAsync(GraphModel.Default, store, null, default));
    }

    private async Task ImportAsync(GraphEngine engine, byte[] bytes, string name)
    {
        var path = folder.File($"{Interlocked.Increment(ref fileCount)}");
        await File.WriteAllBytesAsync(path, bytes);
        var report = await new Importer(engine, new()).RunAsync([new(path, name)], null, default);
        File.Delete(path);
        foreach (var counted in report.Files.SelectMany(f => (ImportCount[])[f.Documents, f.Links, f.Deletes]))
        {
            Assert.Equal(counted.In, counted.Accepted + counted.Rejected + counted.Duplicate);
        }

        Assert.All(report.Rejects, reject =>
        {
            Assert.True(reject.Line >= 1 && reject.Reason.Length > 0, reject.ToString());
            Assert.DoesNotContain("Exception", reject.Reason);
        });
        Assert.True(report.Rejects.Count == 0 || report.Entries.Accepted == 0, "a file with rejects was written");
        if (report.Entries.Accepted > 0)
        {
            Interlocked.Increment(ref acceptedCount);
        }
    }
}
