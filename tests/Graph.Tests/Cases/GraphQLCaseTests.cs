using System.Globalization;
using System.Text.Json.Nodes;
using Graph.Tests.Api;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>Puts every case to the API, as a client would.</summary>
public sealed class GraphQLCaseTests
{
    private const string CellFields = """
        requirement { key } system { key } inherited verdict state shallow credit { state }
        verdictBecause { falseCondition missing formalDate effectiveDate legacyRule { key } statement { key } }
        defects { code node { key } edge name } chains(first: 1) { nodes { key } }
        """;

    private const string CountFields = "owed met metWithCredit shallow states { state count } statesWithCredit { state count } notOwed { verdict count }";

    private static readonly IReadOnlyDictionary<string, Case> Cases = CaseFile.ReadAll().ToDictionary(found => found.Title);

    public static TheoryData<string> Titles => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task The_API_answers_every_case(string title)
    {
        var found = Cases[title];
        await using var engine = await EngineGraph.OpenAsync(found.Graph, found.Today);
        await using var api = await ApiOver.StartAsync(engine);

        // The API has no words for a meaning that has changed since every review.
        foreach (var ask in found.Asks.Where(a => a.View.MeaningChanged is null))
        {
            var expected = CaseRows.Expected(ask);
            var actual = CaseRows.Compared(ask, await AnswerAsync(api, ask));
            Assert.True(expected == actual, $"{found.File}:{ask.Line} ask {ask.Text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    private static async Task<IReadOnlyList<CaseRow>> AnswerAsync(ApiOver api, CaseAsk ask)
    {
        var at = At(ask.View);
        async Task<JsonNode> View(string declared, string fields, object variables) =>
            (await api.AskAsync($"query($at: At{declared}) {{ view(at: $at) {{ {fields} }} }}", variables))["view"]!;

        switch (ask)
        {
            case CellsAsk cells:
                var listed = await View(", $filter: CellFilter", $"cells(filter: $filter, first: 200) {{ nodes {{ {CellFields} }} }}", new { at, filter = Filter(cells.Of, cells.Systems) });
                return [.. Nodes(listed["cells"]).Select(Cell)];
            case GapsAsk gaps:
                var lacking = await View(", $system: String!, $of: String", $"gaps(system: $system, of: $of, first: 200) {{ nodes {{ {CellFields} }} }}", new { at, system = gaps.System, of = gaps.Of });
                return [.. Nodes(lacking["gaps"]).Select(Cell)];
            case CoverageAsk coverage:
                var counted = await View(
                    ", $of: String!, $systems: [String!]",
                    $"coverage(of: $of, systems: $systems) {{ {CountFields} bySystem {{ system {{ key }} {CountFields} }} children {{ of {{ key }} {CountFields} }} }}",
                    new { at, of = coverage.Of, systems = coverage.Systems });
                return Coverage(coverage, counted["coverage"]!);
            case ImpactAsk impact:
                var reached = await View(", $of: String!, $event: ImpactEvent!", "impact(of: $of, event: $event) { nodes(first: 200) { nodes { distance node { key } } } }", new { at, of = impact.Of, @event = impact.Event });
                return CaseRows.Impact([.. Nodes(reached["impact"]!["nodes"]).Select(n => new NaiveReached(Key(n["node"])!, (int)n["distance"]!))]);
            case ConsequencesAsk asked:
                const string side = "{ verdict state credit { state } }";
                var changed = await View(
                    ", $of: String!, $event: ImpactEvent!",
                    $"impact(of: $of, event: $event) {{ consequences(first: 200) {{ nodes {{ requirement {{ key }} system {{ key }} before {side} after {side} }} }} }}",
                    new { at, of = asked.Of, @event = asked.Event });
                return [.. Nodes(changed["impact"]!["consequences"]).Select(c => CaseRows.Consequence(Key(c["requirement"])!, Key(c["system"]), Side(c["before"]), Side(c["after"])))];
            case TraceAsk trace:
                var traced = await View(", $from: String!, $to: String!", "trace(from: $from, to: $to) { paths { steps { node { key } } } }", new { at, from = trace.From, to = trace.To });
                return CaseRows.Trace([.. traced["trace"]!["paths"]!.AsArray().Select(p => p!["steps"]!.AsArray().Select(s => Key(s!["node"])!).ToList())]);
            default:
                throw new ArgumentOutOfRangeException(nameof(ask));
        }
    }

    private static Dictionary<string, object?> At(CaseView view)
    {
        var at = new Dictionary<string, object?> { ["on"] = view.On.ToString("O", CultureInfo.InvariantCulture) };
        if (view.On < view.Today || view.AsOfHead)
        {
            at["asOf"] = "HEAD";
        }

        if (view.RenewalsAssumed)
        {
            at["renewals"] = "ASSUMED";
        }

        if (view.MappingSets is { } sets)
        {
            at["mappingSets"] = sets;
        }

        return at;
    }

    private static Dictionary<string, object?> Filter(string? of, IReadOnlyList<string>? systems)
    {
        var filter = new Dictionary<string, object?>();
        if (of is not null)
        {
            filter["of"] = of;
        }

        if (systems is not null)
        {
            filter["systems"] = systems;
        }

        return filter;
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode? connection) => connection!["nodes"]!.AsArray().Select(n => n!);

    private static string? Key(JsonNode? node) => (string?)node?["key"];

    private static DateOnly? Day(JsonNode? day) => day is null ? null : DateOnly.Parse((string)day!, CultureInfo.InvariantCulture);

    private static CaseRow Cell(JsonNode cell)
    {
        var because = cell["verdictBecause"]!;
        return CaseRows.Cell(new(
            Key(cell["requirement"])!, Key(cell["system"]), (bool)cell["inherited"]!, (string)cell["verdict"]!,
            (string?)because["falseCondition"], [.. because["missing"]!.AsArray().Select(m => (string)m!)],
            Day(because["formalDate"]), Day(because["effectiveDate"]), Key(because["legacyRule"]), Key(because["statement"]),
            (string)cell["state"]!, (bool)cell["shallow"]!,
            [.. cell["defects"]!.AsArray().Select(d => new NaiveDefect((string)d!["code"]!, Key(d["node"])!, (string?)d["edge"], (string?)d["name"]))],
            Key(cell["chains"]!["nodes"]!.AsArray().FirstOrDefault()), (string?)cell["credit"]?["state"]));
    }

    private static string Side(JsonNode? side) =>
        CaseRows.Answer((string?)side?["verdict"], (string?)side?["state"], (string?)side?["credit"]?["state"]);

    private static List<CaseRow> Coverage(CoverageAsk ask, JsonNode coverage) =>
    [
        CaseRows.Coverage(ask.Of, Counts(coverage)),
        .. ask.By == "SYSTEM" ? coverage["bySystem"]!.AsArray().Select(s => CaseRows.Coverage(Key(s!["system"])!, Counts(s))) : [],
        .. ask.By == "CHILD" ? coverage["children"]!.AsArray().Select(c => CaseRows.Coverage(Key(c!["of"])!, Counts(c))) : [],
    ];

    private static NaiveCoverage Counts(JsonNode counts) => new(
        (int)counts["owed"]!, (int)counts["met"]!, (int)counts["metWithCredit"]!, (int)counts["shallow"]!,
        Tally(counts["states"]!, "state"), Tally(counts["statesWithCredit"]!, "state"), Tally(counts["notOwed"]!, "verdict"));

    private static Dictionary<string, int> Tally(JsonNode list, string word) =>
        list.AsArray().ToDictionary(c => (string)c![word]!, c => (int)c!["count"]!);
}
