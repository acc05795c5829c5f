using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Engine.Writing;
using Graph.Tests.Api;

namespace Graph.Tests.SeedStories;

/// <summary>A question of <c>schema/questions.md</c>: what it asks in words, its query and variables, and its answer on the demo.</summary>
internal sealed partial record QuestionPage(string Title, string Query, JsonNode Variables, JsonNode Answer)
{
    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<QuestionPage> All { get; } =
    [
        .. Section().Matches(File.ReadAllText(Path.Combine(SeedStory.Root, "schema", "questions.md")))
            .Select(s => new QuestionPage(s.Groups[1].Value, s.Groups[2].Value, JsonNode.Parse(s.Groups[3].Value)!, JsonNode.Parse(s.Groups[4].Value)!)),
    ];

    /// <summary>Asks an engine that holds the demo, on its last day, each question and expects the answer of the page.</summary>
    public static async Task AssertAnsweredByAsync(GraphEngine engine)
    {
        await using var api = await ApiOver.StartAsync(engine);
        foreach (var question in All)
        {
            var actual = await api.PostAsync(question.Query, question.Variables);
            actual.AsObject().Remove("extensions");
            Assert.True(JsonNode.DeepEquals(question.Answer, actual), $"{question.Title}\n{actual.ToJsonString()}");
        }
    }

    [GeneratedRegex("^## ([^\n]+)\n(?:(?!^## |^```).*\n)+```graphql\n((?:(?!```).*\n)+)```\n\n```json\n((?:(?!```).*\n)+)```\n\n```json\n((?:(?!```).*\n)+)```$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
