using System.Diagnostics;
using System.Globalization;
using Graph.Bench.Generation;
using Graph.Bench.Measuring;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Time;
using Graph.Engine.Writing;
using Graph.Server.Api;
using Graph.Server.Export;
using Graph.Server.Identity;
using Graph.Stores.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Graph.Bench.Questions;

/// <summary>What do the questions and the take-home files of the management system cost, beside as many measurements as there are documents?</summary>
internal static class ManagementSystem
{
    public const string Name = "management";
    private const int DueDays = 90;
    private const int PageCount = 500;
    private const int BatchCount = 10_000;
    private const int PerChange = 2_000;
    private const int EvidenceCount = 10_000;
    private const string Pack = "/exports/evidence-pack/ai-system:packed.zip";

    public static async Task RunAsync(Workbench bench)
    {
        await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, new ForgetfulStore(SqliteLogStore.OpenToRead(bench.File)), new(), BenchClock.Instance, null, default);
        var generator = new ManagementGenerator(bench.Size, 1);
        var count = engine.Current.DocumentCount;
        var watch = Stopwatch.StartNew();
        foreach (var group in generator.Changes(count).Chunk(100))
        {
            Kept(await engine.ApplyAllAsync(group, default));
        }

        bench.Tell(string.Create(CultureInfo.InvariantCulture, $"{"",-20} {generator.MetricCount} metrics and {count} measurements drawn in {watch.Elapsed.TotalSeconds:F1} s; {engine.Current.DocumentCount} documents now"));
        await QuestionsAsync(bench, engine);
        await BatchAsync(bench, generator, count);
        await FilesAsync(bench, engine, count);
    }

    private static async Task QuestionsAsync(Workbench bench, GraphEngine engine)
    {
        ulong Scan()
        {
            var sum = 0UL;
            for (var ordinal = 0; ordinal < engine.Current.OrdinalCount; ordinal++)
            {
                sum += (ulong)(engine.Current.Document(ordinal)?.Revision ?? 0);
            }

            return sum;
        }

        // Of what falls due an answer of the API has a page; the whole list is for whoever asks for the number, and for packs and reports.
        await bench.CompareAsync(
            Name, $"what falls due within {DueDays} days, a page of {PageCount}", () => (ulong)DueItem.Within(Workbench.ColdView(engine.Current), DueDays).Take(PageCount).Count(), "a look at every document", Scan);
        await bench.CompareAsync(Name, $"what falls due within {DueDays} days, all of it", () => (ulong)DueItem.Within(Workbench.ColdView(engine.Current), DueDays).Count(), "a look at every document", Scan);
        await bench.CompareAsync(Name, "readiness", () => (ulong)Readiness.Of(Workbench.ColdView(engine.Current)).Sum(r => r.Missing), "a look at every document", Scan);
        await bench.CompareAsync(Name, "the agenda of a review", () => (ulong)ReviewAgenda.Of(Workbench.ColdView(engine.Current)).Inputs.Sum(i => i.Rows.Count), "a look at every document", Scan);
    }

    // In one durable write: a step of ten thousand measurements is kept whole or not at all.
    private static async Task BatchAsync(Workbench bench, ManagementGenerator generator, int measured)
    {
        var copy = GeneratedGraph.Copy(bench.File);
        try
        {
            await using var engine = await GraphEngine.OpenAsync(GraphModel.Default, SqliteLogStore.Open(copy), new(), BenchClock.Instance, null, default);
            using var plain = new PlainFile(copy + ".plain");
            foreach (var group in generator.Changes(0).Chunk(100))
            {
                Kept(await engine.ApplyAllAsync(group, default));
            }

            var payload = new byte[400 * PerChange];
            await bench.CompareAsync(
                Name, $"{BatchCount} measurements in one durable batch",
                async () =>
                {
                    var batch = Enumerable.Range(0, BatchCount / PerChange).Select(n => generator.Measure(measured + (n * PerChange), PerChange)).ToList();
                    measured += BatchCount;
                    Kept(await engine.ApplyAllAsync(batch, default));
                    return (ulong)engine.Current.OrdinalCount;
                },
                "append of as many bytes and one fdatasync",
                () =>
                {
                    for (var n = 0; n < BatchCount / PerChange; n++)
                    {
                        plain.Append(payload);
                    }

                    plain.Sync();
                    return Task.FromResult(0UL);
                });
        }
        finally
        {
            GeneratedGraph.Delete(copy);
        }
    }

    private static async Task FilesAsync(Workbench bench, GraphEngine engine, int count)
    {
        var rows = engine.Current.Documents(RequirementKind.Kind).Where(r => r.Boolean(RequirementKind.Assessable) == true).Take(100).ToList();
        foreach (var group in Enumerable.Range(0, EvidenceCount).Chunk(PerChange / 2))
        {
            var draft = new Draft($"packed-{group[0]}", new(Proof.Today.ToDateTime(new TimeOnly(7, 0)), TimeSpan.Zero));
            if (group[0] == 0)
            {
                draft.Put("AiSystem", "ai-system:packed", ("title", "A system with much evidence"), ("roles", new[] { "PROVIDER" }), ("classes", new[] { "HIGH_RISK" }));
            }

            foreach (var n in group)
            {
                draft.Put("Evidence", $"evidence:packed-{n}", ("title", $"Evidence {n} of the system with much"), ("type", "TEST_REPORT"), ("sha256", $"{n:x64}"), ("expiresOn", Proof.Today.AddDays(n % 700)));
                draft.Link($"evidence:packed-{n}", "CONCERNS", "ai-system:packed");
                draft.Link($"evidence:packed-{n}", "DEMONSTRATES", rows[n % rows.Count].Key);
            }

            Kept(await engine.ApplyAllAsync([draft.Request()], default));
        }

        await using var app = await HostAsync(engine, count);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
        var csv = await client.GetByteArrayAsync("/exports/registers/measurements.csv");
        await bench.CompareAsync(
            Name, $"register of {count} measurements, {csv.Length / 1_000_000} MB of CSV", async () => await ReadAsync(client, "/exports/registers/measurements.csv"),
            "the same rows by a bare writer", async () => await ReadAsync(client, "/measurements"));

        // To the first byte, and to the last.
        await bench.CompareAsync(Name, $"first byte of a pack with {EvidenceCount} pieces", () => FirstAsync(client, Pack), "the same pack to its end", () => ReadAsync(client, Pack));
        var growth = await GrowthAsync(client);
        bench.Tell(string.Create(CultureInfo.InvariantCulture, $"{"",-20} memory while a pack is made: {growth / 1e6:F0} MB more"));
    }

    private static async Task<ulong> ReadAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var (buffer, sum) = (new byte[1 << 16], 0UL);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            sum += (ulong)read;
        }

        return sum;
    }

    private static async Task<ulong> FirstAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        return (ulong)await stream.ReadAsync(new byte[1]);
    }

    // The most that is in use while it is made, above what is in use before.
    private static async Task<long> GrowthAsync(HttpClient client)
    {
        GC.Collect();
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        var reading = ReadAsync(client, Pack);
        while (!reading.IsCompleted)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            await Task.WhenAny(reading, Task.Delay(5));
        }

        await reading;
        return most - before;
    }

    private static async Task<WebApplication> HostAsync(GraphEngine engine, int count)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(engine).AddGraphApi(new() { ExportRowCountMax = Math.Max(2 * count, 1_000), TimeMax = TimeSpan.FromMinutes(2), PackTimeMax = TimeSpan.FromMinutes(2) }).AddGraphIdentity(new(), null).AddGraphExports();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGraphApi();
        app.MapGraphExports();
        app.MapGet("/measurements", async (HttpContext http) =>
        {
            http.Response.ContentType = "text/csv; charset=utf-8";
            await using var text = new StreamWriter(http.Response.Body, leaveOpen: true);
            await text.WriteAsync("key,on,value,note,source,measurementOf\r\n");
            foreach (var m in engine.Current.Documents(MeasurementKind.Kind))
            {
                await text.WriteAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{m.Key},{m.Date(MeasurementKind.On):yyyy-MM-dd},{m.Number(MeasurementKind.Value)},,monitor,{engine.Current.Document(engine.Current.Out(m, ManagementEdges.MeasurementOf).FirstOrNone())!.Key}\r\n"));
            }
        }).AllowAnonymous();
        await app.StartAsync();
        return app;
    }

    private static void Kept(IReadOnlyList<ChangeResult> results)
    {
        if (results.FirstOrDefault(r => !r.Accepted) is { } refused)
        {
            throw new InvalidOperationException(string.Join('\n', refused.Violations));
        }
    }
}
