using Graph.Engine.Log;
using Graph.Server.Import;
using Graph.Tests.Engine;
using Graph.Tests.SeedStories;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>A live graph with the AI Act as it ships, and short words for what shows that a system meets it.</summary>
internal static class ActCatalogue
{
    public const string TheSystem = "ai-system:s";

    public static Task<LiveEngine> OpenWithActAsync(DateTimeOffset? now = null) =>
        OpenWithSeedAsync(["catalogue/10-facts.yaml", "catalogue/20-legacy-rules.yaml", "catalogue/30-eu-ai-act.yaml"], now);

    /// <summary>An engine with files, or all files of folders, of what ships.</summary>
    public static async Task<LiveEngine> OpenWithSeedAsync(IReadOnlyList<string> paths, DateTimeOffset? now = null)
    {
        var live = await OpenAsync(now: now);
        var report = await new Importer(live.Engine, new ImportOptions { IsSeed = true }).RunAsync(
            ImportFile.Find([.. paths.Select(p => Path.Combine(SeedStory.Root, "seed", p))], new ImportLimits()), null, default);
        Assert.True(report.Succeeded, string.Join('\n', report.Rejects.Take(5)));
        return live;
    }

    /// <summary>Does as the seed does, with approvals of its own days.</summary>
    public static async Task Tell(this LiveEngine live, params IReadOnlyList<Operation> operations) => Kept(await live.Seed(null, operations));

    /// <summary>A high-risk system of Annex III that the organisation provides.</summary>
    public static Operation Provided(params (string Name, object? Value)[] fields) => Put(
        "AiSystem", TheSystem,
        [
            .. new (string Name, object? Value)[] { ("title", "S"), ("roles", new[] { "PROVIDER" }), ("classes", new[] { "HIGH_RISK" }), ("routes", new[] { "ANNEX_III" }), ("annexIIIPoints", new[] { "5(b)" }) }
                .Where(f => !fields.Any(g => g.Name == f.Name)),
            .. fields,
        ]);

    /// <summary>Evidence of a day about the system that shows a row or heading.</summary>
    public static Operation[] Shown(string key, string type, string day, string heading) =>
    [
        Put("Evidence", key, ("title", key), ("type", type), ("scope", "SYSTEM"), ("uri", $"https://files.example/{key}"), ("effectiveFrom", day), ("status", "APPROVED"), ("approvedOn", day), ("approvedBy", "Ann Approver")),
        Link(key, "CONCERNS", TheSystem), Link(key, "DEMONSTRATES", $"eu-ai-act:{heading}"),
    ];

    /// <summary>A signed classification of a day.</summary>
    public static Operation[] Classified(string day, params string[] classes) =>
    [
        Put("Assessment", "assessment:class", ("title", "Class"), ("kind", "CLASSIFICATION"), ("classes", classes), ("annexIIIPoints", new[] { "5(b)" }), ("status", "SIGNED"), ("signedOn", day), ("signedBy", "Sid Signer")),
        Link("assessment:class", "ASSESSES", TheSystem),
    ];

    public static Dictionary<string, object?> Facts(params (string Name, bool Value)[] facts) => facts.ToDictionary(f => f.Name, f => (object?)f.Value);
}
