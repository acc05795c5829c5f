using System.Text.RegularExpressions;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Protection;

/// <summary>The table of threats and faults in tests/README.md promises nothing without a test.</summary>
public sealed partial class ThreatTableTests
{
    [Fact]
    public async Task Every_row_of_the_table_names_a_test_that_there_is()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SeedStory.Root, "tests", "README.md"));
        var start = text.IndexOf("## What could go wrong", StringComparison.Ordinal);
        var rows = text[start..text.IndexOf("\n## ", start + 1, StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        var tests = typeof(ThreatTableTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()
            .Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0).Select(m => $"{t.Name}.{m.Name}")).ToHashSet(StringComparer.Ordinal);

        Assert.True(rows.Length >= 30, $"{rows.Length} rows");
        Assert.All(rows, row => Assert.Contains(Test().Match(row).Groups[1].Value, tests));
    }

    [GeneratedRegex(@"\| `(\w+\.\w+)` \|$")]
    private static partial Regex Test();
}
