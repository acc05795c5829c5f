using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Pages;

/// <summary>The first questions, which are the tabs of GraphiQL, have answers in the seed.</summary>
[Collection(SeedStoryTests.Name)]
public sealed partial class QuestionTests(SeedStory seed)
{
    private static readonly string Folder = Path.Combine(SeedStory.Root, "src", "Graph.Web", "questions");

    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.graphql").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal));

    [Fact]
    public void There_are_eight_each_with_its_number_title_operation_and_variables()
    {
        var names = Directory.GetFiles(Folder, "*.graphql").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(8, names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            var text = File.ReadAllText(names[i]);
            Assert.StartsWith($"# {i + 1}. ", text, StringComparison.Ordinal);
            Assert.Matches(Operation(), text);
            Assert.True(File.Exists(Path.ChangeExtension(names[i], ".json")), names[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_is_answered_without_errors_and_every_list_it_counts_has_items(string name)
    {
        await using var api = await ApiOver.StartAsync(seed.Engine);
        var variables = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json")));
        var answer = await api.AskAsync(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".graphql")), variables);
        var counts = Counts(answer).ToArray();
        Assert.NotEmpty(counts);
        Assert.All(counts, c => Assert.True(c.Count > 0, c.Path));
    }

    private static IEnumerable<(string Path, int Count)> Counts(JsonNode? node) => node switch
    {
        JsonObject parts => parts.SelectMany(p => p.Key == "totalCount" && !IsWithinAList(p.Value!) ? [(p.Value!.GetPath(), (int)p.Value!)] : Counts(p.Value)),
        JsonArray items => items.SelectMany(Counts),
        _ => [],
    };

    private static bool IsWithinAList(JsonNode node) => node.GetPath().Contains('[', StringComparison.Ordinal);

    [GeneratedRegex(@"^query [A-Z]\w+", RegexOptions.Multiline)]
    private static partial Regex Operation();
}
