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
    public async Task Any_YAML_is_imported_whole_or_refused_with_reasons()
    {
        var watch = Stopwatch.StartNew();
        var store = new MemoryLogStore();
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, store, new(), SeedStory.Noon, null, default);

        var count = FuzzRun.Run(Corpus.Of("yaml"), Iterations, bytes => ImportAsync(engine, bytes, ".yaml").GetAwaiter().GetResult());

        output.WriteLine($"{count} files in {watch.Elapsed.TotalSeconds:0} s: {acceptedCount} of them changed the graph, which is at revision {engine.Current.Head.Revision}");
        Assert.True(acceptedCount > count / 100, $"{acceptedCount} of {count} files changed the graph: the others say little about what lies behind the reader");
        Assert.Equal(engine.Current.Head, await GraphEngine.VerifyAsync(GraphModel.Default, store, null, default));
    }

    private async Task ImportAsync(GraphEngine engine, byte[] bytes, string extension)
    {
        var path = folder.File(Interlocked.Increment(ref fileCount) + extension);
        await File.WriteAllBytesAsync(path, bytes);
        var report = await new Importer(engine, new()).RunAsync([new(path, "file" + extension)], null, default);
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
