using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Graph.Engine.Writing;
using Graph.Tests.Api;

namespace Graph.Tests.SeedStories;

/// <summary>A line of <c>seed/guide.md</c>: sentences of the guide in our words, what is asked about them, its answer on the demo, and the fact that replaces them.</summary>
/// <param name="Section">The section of the page.</param>
/// <param name="First">The first sentence.</param>
/// <param name="Last">The last sentence.</param>
/// <param name="Asked">What is asked; empty where nothing is.</param>
/// <param name="Answer">The answer as the page has it.</param>
/// <param name="Fact">The fact; empty where the sentence stands.</param>
internal sealed partial record GuideLine(string Section, int First, int Last, string Asked, string Answer, string Fact)
{
    private const string CriterionMark = "criterion ";
    private const string ExportMark = "GET ";

    /// <summary>Where it stands.</summary>
    public string Place => First == Last ? $"{Section}.{First}" : $"{Section}.{First}-{Last}";

    /// <summary>Which of the places where the guide differs from the law or the standards the fact is about.</summary>
    public IEnumerable<int> Places => Numbers().Match(Fact) is { Success: true } numbers ? numbers.Groups[1].Value.Split(", ").Select(n => int.Parse(n, CultureInfo.InvariantCulture)) : [];

    /// <summary>Asks a server, and gives the answer as the page writes it: the values in their order.</summary>
    public async Task<string> AskAsync(ApiOver api)
    {
        if (Asked.StartsWith(ExportMark, StringComparison.Ordinal))
        {
            var body = await api.Client.GetStringAsync(Asked[ExportMark.Length..]);
            return $"{body.AsSpan().TrimEnd('\n').Count('\n') + 1} lines";
        }

        if (Asked.StartsWith(CriterionMark, StringComparison.Ordinal))
        {
            var criteria = await ViewAsync("readiness { items { criteria { id state judged missing } } }");
            var of = Asked[CriterionMark.Length..].Split(", ");
            var found = criteria["readiness"]!["items"]!.AsArray().SelectMany(i => i!["criteria"]!.AsArray()).Where(c => of.Contains((string)c!["id"]!)).ToList();
            Assert.True(found.Count == of.Length, $"{Place} asks for criteria that there are not: {Asked}");
            return string.Join("; ", found.Select(c => $"{c!["id"]} {c["state"]}, {c["judged"]} judged, {c["missing"]} missing"));
        }

        return Text(await ViewAsync(Asked));

        async Task<JsonNode> ViewAsync(string view)
        {
            var body = await api.PostAsync(view.StartsWith('(') ? $"{{ view{view} }}" : $"{{ view {{ {view} }} }}");
            Assert.True(body["errors"] is null, $"{Place}: {body["errors"]?.ToJsonString()}");
            return body["data"]!["view"]!;
        }
    }

    // Values of one object stand beside each other, objects of a list behind a comma; what is absent is a dash.
    private static string Text(JsonNode? value) => value switch
    {
        JsonObject one => string.Join(' ', one.Select(p => Text(p.Value)).Where(t => t.Length > 0)),
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonValue leaf => leaf.TryGetValue<string>(out var text) ? WhiteSpace().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal) : leaf.ToJsonString(),
        _ => "-",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\[([0-9, ]+)\]$")]
    private static partial Regex Numbers();
}

/// <summary>The page <c>seed/guide.md</c>.</summary>
/// <param name="Sections">Each section with the number of its sentences.</param>
/// <param name="Lines">The lines of its tables.</param>
internal sealed partial record GuidePage(IReadOnlyDictionary<string, int> Sections, IReadOnlyList<GuideLine> Lines)
{
    private static readonly string File = Path.Combine(SeedStory.Root, "seed", "guide.md");

    public static GuidePage Read()
    {
        var (sections, lines) = (new Dictionary<string, int>(), new List<GuideLine>());
        var section = "";
        foreach (var line in System.IO.File.ReadLines(File))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                section = heading.Groups[1].Value;
                sections.Add(section, int.Parse(heading.Groups[2].Value, CultureInfo.InvariantCulture));
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                Assert.Equal(section, row.Groups["section"].Value);
                var first = int.Parse(row.Groups["first"].Value, CultureInfo.InvariantCulture);
                lines.Add(new(
                    section, first, row.Groups["last"].Success ? int.Parse(row.Groups["last"].Value, CultureInfo.InvariantCulture) : first,
                    row.Groups["asked"].Value, row.Groups["answer"].Value, row.Groups["fact"].Value));
            }
            else
            {
                Assert.False(line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]), $"a line of a table that is none: {line}");
            }
        }

        return new(sections, lines);
    }

    /// <summary>Asks an engine that holds the demo, on its last day, each line and expects the answer of the page.</summary>
    public static async Task AssertAnsweredByAsync(GraphEngine engine)
    {
        await using var api = await ApiOver.StartAsync(engine);
        var wrong = new List<string>();
        foreach (var line in Read().Lines.Where(l => l.Asked.Length > 0))
        {
            var actual = await line.AskAsync(api);
            Assert.False(Empty().IsMatch(actual), $"{line.Place} is answered with nothing: {actual}");
            if (actual != line.Answer)
            {
                wrong.Add($"{line.Place}: {actual}");
            }
        }

        Assert.True(wrong.Count == 0, $"seed/guide.md has other answers than the demo; run the test with GRAPH_APPROVE=1 and review the difference.\n{string.Join('\n', wrong)}");
    }

    /// <summary>Writes the answers of a server into the page.</summary>
    public static async Task ApproveAsync(GraphEngine engine)
    {
        await using var api = await ApiOver.StartAsync(engine);
        var lines = Read().Lines.Where(l => l.Asked.Length > 0).ToDictionary(l => l.Place);
        var text = new List<string>();
        foreach (var line in await System.IO.File.ReadAllLinesAsync(File))
        {
            var row = Row().Match(line);
            if (row.Success && row.Groups["asked"].Success && row.Groups["asked"].Length > 0)
            {
                var place = $"{row.Groups["section"]}.{row.Groups["first"]}{(row.Groups["last"].Success ? "-" + row.Groups["last"] : "")}";
                var answer = row.Groups["answer"];
                text.Add($"{line[..answer.Index]}{await lines[place].AskAsync(api)} {line[(answer.Index + answer.Length)..].TrimStart()}");
            }
            else
            {
                text.Add(line);
            }
        }

        await System.IO.File.WriteAllTextAsync(File, string.Join('\n', text) + "\n");
    }

    [GeneratedRegex(@"^## ([0-9]+)\. .* \(([0-9]+) sentences\)$")]
    private static partial Regex Heading();

    // The sentence or sentences, what they say, what is asked, the answer, the fact.
    [GeneratedRegex(@"^\| (?<section>[0-9]+)\.(?<first>[0-9]+)(?:-(?<last>[0-9]+))? \| [^|]+ \| (?:`(?<asked>[^`]+)` )?\| ?(?<answer>(?:[^|\\]|\\.)*?) ?\| ?(?<fact>[^|]*?) ?\|$")]
    private static partial Regex Row();

    // No value at all, or only such as say that there is nothing.
    [GeneratedRegex(@"^(?:|[-0, ]+)$")]
    private static partial Regex Empty();
}
