using System.Net.Http.Json;
using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Questions;

/// <summary>How long until a server has read, verified and built the graph from its SQLite file, and until the whole program answers?</summary>
internal static class Start
{
    public const string Name = "start";
    private const string Raw = "scan of the file and SHA-256";
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Workbench bench)
    {
        await bench.CompareAsync(
            Name, "open the SQLite file, verify, build",
            async () =>
            {
                await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.OpenToRead(bench.File), new(), BenchClock.Instance, null, default);
                return VerifiedReplay.Sum(engine.Current.Head.Hash);
            },
            Raw, () => ScanAsync(bench.File), Floor);
        var copy = GeneratedGraph.Copy(bench.File);
        try
        {
            await bench.CompareAsync(Name, "a process of its own until it is ready", () => ServeAsync(copy), Raw, () => ScanAsync(bench.File), Floor);
        }
        finally
        {
            GeneratedGraph.Delete(copy);
        }
    }

    private static async Task<ulong> ScanAsync(string file)
    {
        await using var store = SqliteLogStore.OpenToRead(file);
        return await VerifiedReplay.HashAsync(store);
    }

    private static async Task<ulong> ServeAsync(string file)
    {
        await using var server = await ServerProcess.StartAsync(file);
        using var client = new HttpClient { BaseAddress = server.Address };
        var ready = await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/health/ready");
        return VerifiedReplay.Sum(ready.GetProperty("hash").GetString()!);
    }
}
