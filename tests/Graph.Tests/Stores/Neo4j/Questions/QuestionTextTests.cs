using System.Text.RegularExpressions;
using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Stores.Neo4j;
using Graph.Stores.Neo4j.Questions;
using Graph.Tests.Engine;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>The files of Cypher speak of nothing that the model does not have, and what they make is bounded.</summary>
public sealed partial class QuestionTextTests
{
    private static readonly GraphModel Model = GraphModel.Default;

    // What stands before a dot is a document or an edge, or else a map that a statement has made itself.
    private static readonly string[] Stored =
    [
        "system", "row", "source", "proof", "link", "rule", "statement", "framework", "s", "m", "a", "r", "x", "y", "e", "n", "f", "wanted", "node", "start", "from", "to", "subject", "of",
        "control", "holding", "p", "c", "at", "end", "out", "action", "assessment", "assessed", "concerned", "change", "later", "first",
    ];

    private static readonly string[] Made =
    [
        "s", "a", "f", "subject", "judged", "holder", "organisation", "chain", "best", "d", "g", "o", "c", "counted", "cell", "read", "place", "path", "found", "reached", "verdicts", "v", "t", "more", "met",
        "place", "nearest", "origin", "further", "owed", "l", "leaf", "weakest", "b", "lowered",
    ];

    private static readonly string[] OwnWords = ["ASSUMED", "ANY", "EFFECTIVE"];

    public static TheoryData<string> Names => [.. QuestionText.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_types_properties_and_words_are_those_of_the_model(string name)
    {
        var text = Comment().Replace(QuestionText.Read(name), "");
        string[] labels = ["Entity", .. Model.Kinds.Select(kind => kind.Name)];
        string[] types = [.. Model.Edges.Select(edge => edge.Name)];
        string[] properties = ["key", GraphSchema.Meaning, .. Model.Kinds.SelectMany(kind => kind.Fields).Concat(Model.Edges.SelectMany(edge => edge.Fields)).SelectMany(GraphSchema.PropertiesOf).Distinct()];
        string[] words =
        [
            .. Model.WordLists().SelectMany(list => list.Words).Select(word => word.Word), .. types, .. OwnWords,
            .. Words<Verdict>(), .. Words<State>(), .. Words<DefectCode>(),
        ];

        Assert.Empty(Label().Matches(text).SelectMany(m => m.Groups[1].Value.Split('|')).Except([.. labels, .. types]));
        Assert.Empty(Word().Matches(text).Select(m => m.Groups[1].Value.Trim('|')).Except(words));
        Assert.Empty(PropertyOfPattern().Matches(text).Select(m => m.Groups[1].Value).Except(properties));
        Assert.Empty(Access().Matches(text).Select(m => m.Groups[1].Value).Except([.. Stored, .. Made]));
        Assert.Empty(Access().Matches(text).Where(m => !Made.Contains(m.Groups[1].Value)).Select(m => m.Groups[2].Value).Except(properties));
    }

    [Fact]
    public void Every_file_is_part_of_a_question_and_every_question_says_what_it_yields_and_is_bounded()
    {
        string[] questions = ["cells", "gaps", "coverage", "impact-loss", "impact-change", "trace", "credit", "coverage-credit"];
        var parts = questions.SelectMany(q => Included(q)).Append("rows-of").ToHashSet();
        Assert.Empty(QuestionText.Names.Except([.. questions, .. parts]));
        Assert.All(questions, question =>
        {
            var text = QuestionText.Of(question);
            Assert.Matches(@"\A// [A-Z].*[.]", text);
            Assert.Matches(@"LIMIT \$(rowCountMax|nodeCountMax|pathCountMax)\z", text);
            Assert.DoesNotContain("//> ", text, StringComparison.Ordinal);
            Assert.DoesNotMatch("__(FROM|TO)__", text);
        });
    }

    private static IEnumerable<string> Included(string name) =>
        Include().Matches(QuestionText.Read(name)).Select(m => m.Groups[1].Value == "rows" ? "all-rows" : m.Groups[1].Value).SelectMany(part => Included(part).Append(part));

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(EngineGraph.Word);

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^//> (\S+)", RegexOptions.Multiline)]
    private static partial Regex Include();

    [GeneratedRegex(@"(?<=[\w(\[]):([A-Z][A-Za-z_|]+)")]
    private static partial Regex Label();

    [GeneratedRegex(@"'([A-Z|][A-Z0-9_|]+)'")]
    private static partial Regex Word();

    [GeneratedRegex(@"\(\w*:[A-Za-z|]+ \{(\w+):")]
    private static partial Regex PropertyOfPattern();

    [GeneratedRegex(@"\b([a-z]\w*)\.([a-z]\w*)")]
    private static partial Regex Access();
}
