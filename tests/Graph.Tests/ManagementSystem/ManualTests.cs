using Graph.Engine.Model;
using Graph.Tests.SeedStories;

namespace Graph.Tests.ManagementSystem;

/// <summary>The page of kinds says what the declarations say.</summary>
public sealed class ManualTests
{
    [Fact]
    public void The_page_of_kinds_is_the_approved_one()
    {
        var path = Path.Combine(SeedStory.Root, "schema", "kinds.md");
        var printed = ModelManual.Print(GraphModel.Default);
        if (Environment.GetEnvironmentVariable("GRAPH_APPROVE") == "1")
        {
            File.WriteAllText(path, printed);
        }

        Assert.True(File.Exists(path) && printed == File.ReadAllText(path), "The kinds differ from schema/kinds.md: run the test with GRAPH_APPROVE=1 and review the difference.");
    }

    [Fact]
    public void A_kind_that_only_the_tests_declare_has_its_section()
    {
        var printed = ModelManual.Print(Api.TestKind.Model);
        Assert.Contains("### Lamp", printed, StringComparison.Ordinal);
        Assert.Contains("| `isLit` | boolean | derived | Whether it is lit on the day. |", printed, StringComparison.Ordinal);
        Assert.Contains("`LIGHTS` to AiSystem", printed, StringComparison.Ordinal);
    }
}
