using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Bench.Questions;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Stores;
using Graph.Stores.Checkpoint;
using Graph.Stores.Neo4j;
using Graph.Stores.Sqlite;

namespace Graph.Bench.Neo4j;

/// <summary>What does Neo4j cost as the store: a whole log copied to it, a start on it, its graph compared and made anew, one change end to end?</summary>
internal static class StoreInNeo4j
{
    private const string Question = "neo4j";
    private const double RatioMax = 1.3;

    private const string Mutation = """
        mutation($id: String!, $changes: [ChangeInput!]!) {
          apply(changeId: $id, reason: "Recorded in the course of the work.", changes: $changes) { revision userErrors { code path message } }
        }
        """;

    private static int number;

    public static async Task RunAsync(Workbench bench, BenchServer server)
    {
        var copy = GeneratedGraph.Copy(bench.File);
        try
        {
            await server.EmptyAsync();
            await CopyAsync(bench, server, copy);
            await StartAsync(bench, server, copy);
            await AnswersInNeo4j.RunAsync(bench, server, await bench.EngineAsync());
            await CompareGraphAsync(bench, server, copy);
            await ChangeAsync(bench, server, copy);
        }
        finally
        {
            foreach (var file in (string[])[copy, copy + ".target", copy + ".checkpoint"])
            {
                GeneratedGraph.Delete(file);
            }
        }
    }

    private static async Task CopyAsync(Workbench bench, BenchServer server, string file)
    {
        await using var source = SqliteLogStore.OpenToRead(file);
        var head = await source.HeadAsync(default);
        await using var target = await Neo4jLogStore.OpenAsync(server.Address, server.Options, GraphModel.Default, default);
        await using var other = SqliteLogStore.Open(file + ".target");
        var watch = new Stopwatch();
        await bench.CompareAsync(
            Question, $"copy of {head.Revision} entries from SQLite",
            async () =>
            {
                watch.Start();
                var copied = await new LogCopy(source, target, GraphModel.Default, new()).RunAsync(null, default);
                watch.Stop();
                return VerifiedReplay.Sum(copied.Head.Hash);
            },
            "the same copy to another SQLite file",
            async () => VerifiedReplay.Sum((await new LogCopy(source, other, GraphModel.Default, new()).RunAsync(null, default)).Head.Hash),
            once: true);
        var (snapshot, _) = await GraphEngine.ReadAsync(GraphModel.Default, source, null, default);
        var seconds = watch.Elapsed.TotalSeconds;
        bench.Tell(string.Create(CultureInfo.InvariantCulture, $"{"",-20} {snapshot.DocumentCount} documents and {snapshot.EdgeCount} edges in {seconds:F1} s: {head.Revision / seconds:F0} entries, {(snapshot.DocumentCount + snapshot.EdgeCount) / seconds:F0} nodes and relationships a second"));
    }

    private static async Task StartAsync(Workbench bench, BenchServer server, string file)
    {
        await bench.CompareAsync(
            Question, "open an engine on it, verify, build", () => OpenAsync(OpenNeo4jAsync(server)),
            "the same from the SQLite file", () => OpenAsync(Task.FromResult<ILogStore>(SqliteLogStore.OpenToRead(file))));
        await bench.CompareAsync(
            Question, "the same from its checkpoint", () => OpenAsync(OpenCheckpointAsync(server, file)),
            "without a checkpoint", () => OpenAsync(OpenNeo4jAsync(server)));
    }

    private static async Task CompareGraphAsync(Workbench bench, BenchServer server, string file)
    {
        await using var log = await Neo4jLogStore.OpenToReadAsync(server.Address, server.Options, GraphModel.Default, default);
        await bench.CompareAsync(
            Question, "graph neo4j verify",
            async () => await Neo4jGraph.VerifyAsync(log, null, null, default) is { DriftCount: 0 } right ? (ulong)(right.NodeCount + right.EdgeCount) : throw new InvalidOperationException("The graph in Neo4j is not the one of its log."),
            "the same of the log alone, in the SQLite file", () => OpenAsync(Task.FromResult<ILogStore>(SqliteLogStore.OpenToRead(file))), once: true);
        await bench.CompareAsync(
            Question, "graph neo4j rebuild", async () => VerifiedReplay.Sum((await Neo4jGraph.RebuildAsync(log, new(), null, null, default)).Hash),
            "opening an engine on it", () => OpenAsync(OpenNeo4jAsync(server)), once: true);
    }

    private static async Task ChangeAsync(Workbench bench, BenchServer server, string file)
    {
        var store = await Neo4jLogStore.OpenAsync(server.Address, server.Options, GraphModel.Default, default);
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, store, new(), BenchClock.Instance, null, default);
        await using var other = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.Open(file), new(), BenchClock.Instance, null, default);
        await using var app = await ApiAnswer.HostAsync(engine);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        await engine.ApplyAsync(Publish.Change(bench.Size.Systems), default);
        var (bare, bareRevision) = (ReadOnlyMemory<byte>.Empty, engine.Current.Head.Revision);
        await CompareAsync("one document and three edges, by the engine", async () =>
        {
            await engine.ApplyAsync(Publish.Change(bench.Size.Systems), default);
            return (ulong)engine.Current.OrdinalCount;
        });
        await CompareAsync("the same by a mutation over HTTP", async () =>
        {
            await MutateAsync(client, bench.Size.Systems);
            return (ulong)engine.Current.OrdinalCount;
        });
        await bench.CompareAsync(
            Question, "the same by the engine",
            async () =>
            {
                await engine.ApplyAsync(Publish.Change(bench.Size.Systems), default);
                return (ulong)engine.Current.OrdinalCount;
            },
            "the same by an engine on SQLite",
            async () =>
            {
                await other.ApplyAsync(Publish.Change(bench.Size.Systems), default);
                return (ulong)other.Current.OrdinalCount;
            },
            prepare: TakeInAsync);

        Task CompareAsync(string what, Func<Task<ulong>> product) => bench.CompareAsync(
            Question, what, product, "the bare statement that keeps as much", () => server.SendAsync(bare), prepare: TakeInAsync,
            prepareBaseline: async () => (bare, bareRevision) = await BareAsync(store, engine.Current.Head, server.Options), ratioMax: RatioMax);

        // What the bare statement has kept is of another server to the engine.
        async Task TakeInAsync()
        {
            if (!await engine.WaitForAsync(bareRevision, TimeSpan.FromSeconds(30), default))
            {
                throw new InvalidOperationException($"The engine has not seen revision {bareRevision}: the bare statement has kept nothing.");
            }
        }
    }

    // The last entry once more, with another document: the statement of a whole write, with nothing left to do but to send it.
    private static async Task<(ReadOnlyMemory<byte> Body, long Revision)> BareAsync(Neo4jLogStore store, LogHead head, Neo4jOptions options)
    {
        var last = await store.ReadAsync(head.Revision - 1, default).SingleAsync();
        var change = ChangeCodec.Read(last.Head.Revision, last.Payload);
        var (old, key) = (change.Keys[0], $"evidence:bare-{++number}");
        string Renamed(string text) => text == old ? key : text;
        var next = change with
        {
            Revision = head.Revision + 1,
            ChangeId = $"bare-{number}",
            Keys = [key],
            Steps = [.. change.Steps.Select(step => step switch
            {
                DocumentPut put => put with { Key = Renamed(put.Key) },
                EdgePut link => link with { From = Renamed(link.From), To = Renamed(link.To) },
                _ => step,
            })],
        };
        var payload = ChangeCodec.Write(next);
        var content = new BatchContent(GraphModel.Default, options, [new(head.Next(payload), payload, [])]);
        return (QueryRequest.Write(AppendStatement.Text, AppendStatement.Parameters(content, head, "bare")), next.Revision);
    }

    private static async Task MutateAsync(HttpClient client, int systemCount)
    {
        var n = ++number;
        var key = $"evidence:mutation-{n}";
        object[] changes =
        [
            new { put = new { evidence = new { key, title = $"Evidence of the bench {n}", description = "Filled in by the team, with the cases looked at and what was found.", type = "TEST_REPORT", expiresOn = "2027-06-30" } } },
            new { link = new { from = $"control:{n % 100}", kind = "EVIDENCED_BY", to = key } },
            new { link = new { from = key, kind = "CONCERNS", to = $"ai-system:{n % systemCount}" } },
            new { link = new { from = key, kind = "OWNED_BY", to = $"person:{n % 20}" } },
        ];
        using var response = await client.PostAsJsonAsync("/graphql", new { query = Mutation, variables = new { id = $"mutation-{n}", changes } });
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || !answer.Contains("\"userErrors\":[]", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(answer);
        }
    }

    private static async Task<ILogStore> OpenNeo4jAsync(BenchServer server) => await Neo4jLogStore.OpenAsync(server.Address, server.Options, GraphModel.Default, default);

    private static async Task<ILogStore> OpenCheckpointAsync(BenchServer server, string file) =>
        await CheckpointedLogStore.OpenAsync(await OpenNeo4jAsync(server), file + ".checkpoint", _ => { }, default);

    private static async Task<ulong> OpenAsync(Task<ILogStore> opening)
    {
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, await opening, new(), BenchClock.Instance, null, default);
        return VerifiedReplay.Sum(engine.Current.Head.Hash);
    }
}
