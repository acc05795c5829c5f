using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Questions;

/// <summary>How long until a server has read, verified and built the graph from its SQLite file?</summary>
internal static class Start
{
    public const string Name = "start";

    public static async Task RunAsync(Workbench bench)
    {
        await bench.CompareAsync(
            Name, "open the SQLite file, verify, build",
            async () =>
            {
                await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.OpenToRead(bench.File), new(), BenchClock.Instance, null, default);
                return VerifiedReplay.Sum(engine.Current.Head);
            },
            "scan of the file and SHA-256",
            async () =>
            {
                await using var store = SqliteLogStore.OpenToRead(bench.File);
                return await VerifiedReplay.HashAsync(store);
            },
            TimeSpan.FromSeconds(5));
    }
}
