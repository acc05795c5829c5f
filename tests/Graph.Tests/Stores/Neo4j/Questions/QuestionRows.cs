using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Views;
using Graph.Stores.Neo4j.Questions;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>Puts each question to the engine and, in Cypher, to Neo4j, and compares the rows one by one, in their order.</summary>
internal sealed class QuestionRows(Analyst analyst)
{
    private static readonly State[] States = Enum.GetValues<State>();
    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    /// <summary>The number of rows compared, by question.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    public async Task CellsAsync(View view, Document? of, IReadOnlyList<Document>? systems) => Same(
        view.Cells.Cells(of, systems).Select(Text),
        (await analyst.AskAsync(CypherQuestions.Cells(view, of?.Key, Keys(systems)))).Select(CellText),
        $"cells of {of?.Key} for {Asked(view, systems)}");

    public async Task GapsAsync(View view, Document system, Document? of) => Same(
        view.Cells.Gaps(system, of).Select(Text),
        (await analyst.AskAsync(CypherQuestions.Gaps(view, system.Key, of?.Key))).Select(CellText),
        $"gaps of {of?.Key} for {Asked(view, [system])}");

    public async Task CoverageAsync(View view, Document of, IReadOnlyList<Document>? systems)
    {
        var coverage = view.Cells.Coverage(of, systems);
        Same(
            coverage.BySystem.Select(s => Text(s.System.Key, s.Counts)).Prepend(Text("", coverage.Counts)),
            (await analyst.AskAsync(CypherQuestions.Coverage(view, of.Key, Keys(systems)))).Select(CountsText),
            $"coverage of {of.Key} for {Asked(view, systems)}");
    }

    /// <summary>What credit adds to the counts.</summary>
    public async Task CoverageCreditAsync(View view, Document of, IReadOnlyList<Document>? systems)
    {
        var coverage = view.Cells.Coverage(of, systems);
        Same(
            coverage.BySystem.Select(s => CreditText(s.System.Key, s.Counts)).Prepend(CreditText("", coverage.Counts)),
            (await analyst.AskAsync(CypherQuestions.CoverageCredit(view, of.Key, Keys(systems)))).Select(r => $"{r["system"]}: {r["metWithCredit"]}, {string.Join(' ', States.Select(s => r[EngineGraph.Word(s)]))}"),
            $"coverage with credit of {of.Key} for {Asked(view, systems)}");
    }

    /// <summary>What mapped requirements give and by which ways, for the cells to which they give anything.</summary>
    public async Task CreditAsync(View view, Document? of, IReadOnlyList<Document>? systems) => Same(
        view.Cells.Cells(of, systems).Where(c => c.CreditState is not null).Select(CreditText),
        (await analyst.AskAsync(CypherQuestions.Credit(view, of?.Key, Keys(systems)))).Select(r =>
            $"{r["requirement"]} {r["system"]} {r["credit"]}: {string.Join(", ", r["paths"]!.AsArray().Select(p => $"{p!["state"]} of {p["source"]} {p["system"]} by {string.Join('>', Texts(p["mappings"]))}"))}"),
        $"credit of {of?.Key} for {Asked(view, systems)}");

    public async Task ImpactAsync(View view, Document of, ImpactEvent happens, int depthMax = 16)
    {
        var limits = new TraversalLimits { DepthMax = depthMax };
        var rows = await analyst.AskAsync(CypherQuestions.Impact(view, of.Key, happens, limits));
        Same(
            ImpactQuery.Run(view, of, happens, limits, default).Nodes.Value.Select(r => $"{r.Node.Key} {r.Distance}"),
            rows.Select(r => $"{r["node"]} {r["distance"]}"),
            $"{happens} of {of.Key} to depth {depthMax}, {Asked(view, null)}");
        foreach (var row in rows)
        {
            // Of several shortest paths each may take another one.
            var path = Texts(row["path"]);
            Assert.Equal((of.Key, (string)row["node"]!, (int)row["distance"]!), (path[0], path[^1], path.Count - 1));
            Assert.All(path.Zip(path.Skip(1)), step => Assert.True(AreLinked(view.Snapshot, step.First, step.Second), $"{step} are not linked in {row}"));
        }
    }

    public async Task TraceAsync(View view, Document from, Document to, int depthMax = 16)
    {
        var limits = new TraversalLimits { DepthMax = depthMax, PathCountMax = 1_000 };
        Same(
            TraceQuery.Run(view, from, to, null, limits, default).Paths.Select(p => $"{string.Join(" > ", p.Steps.Select(s => s.Node.Key))} by {string.Join(" > ", p.Steps.Skip(1).Select(s => s.Edge))}"),
            (await analyst.AskAsync(CypherQuestions.Trace(from.Key, to.Key, null, limits))).Select(r => $"{string.Join(" > ", Texts(r["nodes"]))} by {string.Join(" > ", Texts(r["edges"]))}"),
            $"trace from {from.Key} to {to.Key}");
    }

    /// <summary>The cell of a row.</summary>
    public static NaiveCell Cell(JsonObject row) => new(
        (string)row["requirement"]!, (string?)row["system"], (bool)row["inherited"]!, (string)row["verdict"]!,
        (string?)row["falseCondition"], Texts(row["missing"]),
        Day(row["formalDate"]), Day(row["effectiveDate"]), (string?)row["legacyRule"], (string?)row["statement"],
        (string)row["state"]!, (bool)row["shallow"]!,
        [.. row["defects"]!.AsArray().Select(d => new NaiveDefect((string)d!["code"]!, (string)d["node"]!, (string?)d["edge"], (string?)d["name"]))],
        (string?)row["chain"], null);

    /// <summary>The counts of a row, and of the row that says what credit adds.</summary>
    public static NaiveCoverage Coverage(JsonObject row, JsonObject credit) => new(
        (int)row["owed"]!, (int)row["met"]!, (int)credit["metWithCredit"]!, (int)row["shallow"]!,
        States.Select(EngineGraph.Word).ToDictionary(word => word, word => (int)row[word]!), States.Select(EngineGraph.Word).ToDictionary(word => word, word => (int)credit[word]!),
        Verdicts.Where(v => v is not (Verdict.Applicable or Verdict.Undetermined)).Select(EngineGraph.Word).ToDictionary(word => word, word => (int)row[word]!));

    private void Same(IEnumerable<string> engine, IEnumerable<string> cypher, string asked, [CallerMemberName] string question = "")
    {
        List<string> one = [.. engine], other = [.. cypher];
        Counts[question] = Counts.GetValueOrDefault(question) + one.Count;
        Assert.True(
            one.SequenceEqual(other),
            $"{asked}\nonly the engine:\n{string.Join('\n', one.Except(other).Take(5))}\nonly Neo4j:\n{string.Join('\n', other.Except(one).Take(5))}\n{one.Count} and {other.Count} rows");
    }

    private static string Text(Cell cell) => Text(EngineGraph.Cell(cell));

    private static string CellText(JsonObject row) => Text(Cell(row));

    // Defects are a set; of what decided a verdict only that counts which played a part.
    private static string Text(NaiveCell cell)
    {
        var isDated = cell.Verdict is "APPLICABLE" or "UNDETERMINED" or "UNRESOLVED" or "NOT_YET";
        return string.Join(" | ",
            cell.Requirement, cell.Subject, cell.Inherited, cell.Verdict, cell.FalseCondition, string.Join(',', cell.Missing.Order(StringComparer.Ordinal)),
            isDated ? cell.FormalDate : null, isDated ? cell.EffectiveDate : null,
            cell.Verdict == "LEGACY" ? cell.LegacyRule : null, cell.Verdict == "EXCLUDED" ? cell.Statement : null,
            cell.State, cell.Shallow, string.Join(", ", cell.Defects.Select(d => $"{d.Code}({d.Node} {d.Edge} {d.Name})").Order(StringComparer.Ordinal)), cell.BestChain);
    }

    private static string Text(string system, CoverageCounts counts) =>
        $"{system}: {counts.Met}/{counts.Owed}, {counts.Shallow}, {string.Join(' ', counts.States)}, {string.Join(' ', counts.Verdicts)}";

    private static string CreditText(string system, CoverageCounts counts) => $"{system}: {counts.MetWithCredit}, {string.Join(' ', counts.StatesWithCredit)}";

    private static string CreditText(Cell cell) =>
        $"{cell.Requirement.Key} {cell.System?.Key} {EngineGraph.Word(cell.CreditState!.Value)}: {string.Join(", ", cell.Credit!.Paths.Select(p => $"{EngineGraph.Word(p.State)} of {p.Source.Key} {p.System?.Key} by {string.Join('>', p.Mappings.Select(m => m.Key))}"))}";

    private static string CountsText(JsonObject row) =>
        $"{row["system"]}: {row["met"]}/{row["owed"]}, {row["shallow"]}, {string.Join(' ', States.Select(s => row[EngineGraph.Word(s)]))}, {string.Join(' ', Verdicts.Select(v => row[EngineGraph.Word(v)]))}";

    private static List<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(text => (string)text!)];

    private static List<string>? Keys(IReadOnlyList<Document>? systems) => systems?.Select(s => s.Key).ToList();

    private static string Asked(View view, IReadOnlyList<Document>? systems) =>
        string.Create(CultureInfo.InvariantCulture, $"{(systems is null ? "all" : string.Join(',', systems.Select(s => s.Key)))} on {view.On:yyyy-MM-dd}, today {view.Today:yyyy-MM-dd}, {view.Renewals}, sets {(view.MappingSets is null ? "all" : string.Join(',', view.MappingSets))}");

    private static bool AreLinked(Snapshot snapshot, string one, string other) => snapshot.Model.Edges.Any(kind =>
        snapshot.Edge(snapshot.Document(one)!, kind, snapshot.Document(other)!) is not null || snapshot.Edge(snapshot.Document(other)!, kind, snapshot.Document(one)!) is not null);

    private static DateOnly? Day(JsonNode? day) => (string?)day is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd") : null;
}
