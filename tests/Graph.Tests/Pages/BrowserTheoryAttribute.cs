using Graph.Tests.Clients;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Pages;

/// <summary>A theory that needs Node.js, the packages and the pages of Graph.Web, and Chromium; it says what it lacks and is skipped.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Missing = new(FindMissing);

    public BrowserTheoryAttribute() => Skip = Missing.Value;

    /// <summary>The browser: what CHROMIUM_PATH names, else Debian's.</summary>
    public static string Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    /// <summary>The folder of the pages' sources.</summary>
    public static string Web { get; } = Path.Combine(SeedStory.Root, "src", "Graph.Web");

    private static string? FindMissing()
    {
        (bool There, string Name)[] needs =
        [
            (NodeProgram.OnPath("node"), "Node.js"),
            (File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")), "the built pages (build again with Node.js and a network)"),
            (Directory.Exists(Path.Combine(Web, "node_modules", "playwright-core")), "the packages of src/Graph.Web (npm ci)"),
            (File.Exists(Chromium), $"Chromium at {Chromium} (or at CHROMIUM_PATH)"),
        ];
        var missing = needs.Where(n => !n.There).Select(n => n.Name).ToArray();
        return missing.Length == 0 ? null : $"Without {string.Join(", ", missing)} no browser can look.";
    }
}
