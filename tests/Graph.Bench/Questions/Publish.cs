using System.Security.Cryptography;
using Graph.Bench.Measuring;
using Graph.Engine.Log;
using Graph.Engine.Snapshots;
using Graph.Engine.Writing;

namespace Graph.Bench.Questions;

/// <summary>What does a write cost without the disk: plan, encode, hash and publish one document with three edges?</summary>
internal static class Publish
{
    public const string Name = "publish";
    private const int WriteCount = 50;
    private static long number;

    public static async Task RunAsync(Workbench bench)
    {
        var engine = await bench.EngineAsync();
        var payload = new byte[900];
        var index = new Dictionary<string, byte[]>();
        var hash = new byte[32];
        await bench.CompareAsync(
            Name, "one document and three edges",
            async () =>
            {
                for (var i = 0; i < WriteCount; i++)
                {
                    await engine.ApplyAsync(Change(bench.Size.Systems), default);
                }

                return (ulong)engine.Current.OrdinalCount;
            },
            "SHA-256 of 900 bytes and one insert",
            () =>
            {
                for (var i = 0; i < WriteCount; i++)
                {
                    SHA256.HashData(payload, hash);
                    index[$"evidence:raw-{index.Count}"] = [.. hash];
                }

                return Task.FromResult((ulong)index.Count);
            },
            operations: WriteCount);
    }

    /// <summary>Writes once, and gives the snapshot that it made.</summary>
    public static Snapshot Next(GraphEngine engine)
    {
        engine.ApplyAsync(Change(systemCount: 20), default).GetAwaiter().GetResult();
        return engine.Current;
    }

    /// <summary>A change that adds a piece of evidence with a control that it shows to operate, a system and an owner.</summary>
    public static ChangeRequest Change(int systemCount)
    {
        var n = Interlocked.Increment(ref number);
        var key = $"evidence:bench-{n}";
        var none = new Dictionary<string, object?>();
        return new(
            $"bench-{n}", "Mira Okafor", "Recorded in the course of the work.",
            [
                new PutDocument("Evidence", key, null, new Dictionary<string, object?>
                {
                    ["title"] = $"Evidence of the bench {n}", ["description"] = "Filled in by the team, with the cases looked at and what was found.",
                    ["type"] = "TEST_REPORT", ["expiresOn"] = new DateOnly(2027, 6, 30),
                }),
                new LinkDocuments($"control:{n % 100}", "EVIDENCED_BY", key, none),
                new LinkDocuments(key, "CONCERNS", $"ai-system:{n % systemCount}", none),
                new LinkDocuments(key, "OWNED_BY", $"person:{n % 20}", none),
            ]);
    }
}
