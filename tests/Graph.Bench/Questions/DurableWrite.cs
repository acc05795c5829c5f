using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Questions;

/// <summary>How long until one write is durable and visible, one writer and many?</summary>
internal static class DurableWrite
{
    public const string Name = "durable-write";
    private const int WriterCount = 64;
    private const int WritesEach = 10;

    public static async Task RunAsync(Workbench bench)
    {
        var copy = GeneratedGraph.Copy(bench.File);
        try
        {
            await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.Open(copy), new(), BenchClock.Instance, null, default);
            using var plain = new PlainFile(copy + ".plain");
            var payload = new byte[1_000];
            await bench.CompareAsync(
                Name, "one writer",
                async () =>
                {
                    await engine.ApplyAsync(Publish.Change(bench.Size.Systems), default);
                    return (ulong)engine.Current.OrdinalCount;
                },
                "append 1,000 bytes and fdatasync",
                () =>
                {
                    plain.Append(payload);
                    plain.Sync();
                    return Task.FromResult(0UL);
                });
            await bench.CompareAsync(
                Name, $"{WriterCount} writers at once, a write",
                async () =>
                {
                    await Task.WhenAll(Enumerable.Range(0, WriterCount).Select(_ => Task.Run(async () =>
                    {
                        for (var i = 0; i < WritesEach; i++)
                        {
                            await engine.ApplyAsync(Publish.Change(bench.Size.Systems), default);
                        }
                    })));
                    return (ulong)engine.Current.OrdinalCount;
                },
                $"append of {WriterCount} times 1,000 bytes, one fdatasync",
                () =>
                {
                    for (var i = 0; i < WritesEach; i++)
                    {
                        for (var w = 0; w < WriterCount; w++)
                        {
                            plain.Append(payload);
                        }

                        plain.Sync();
                    }

                    return Task.FromResult(0UL);
                },
                operations: WriterCount * WritesEach);
        }
        finally
        {
            GeneratedGraph.Delete(copy);
        }
    }
}
