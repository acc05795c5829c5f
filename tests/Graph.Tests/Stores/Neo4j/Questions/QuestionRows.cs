using System.Text.Json.Nodes;
using Graph.Engine.Analysis;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>The rows of Neo4j and of the engine as text, in which they are compared.</summary>
internal static class QuestionRows
{
    public static string Of(Cell cell) => Of(EngineGraph.Cell(cell));

    public static string Of(JsonObject row) => Of(new NaiveCell(
        (string)row["requirement"]!, (string?)row["system"], (bool)row["inherited"]!, (string)row["verdict"]!,
        (string?)row["falseCondition"], [.. row["missing"]!.AsArray().Select(m => (string)m!)],
        Day(row["formalDate"]), Day(row["effectiveDate"]), (string?)row["legacyRule"], (string?)row["statement"],
        (string)row["state"]!, (bool)row["shallow"]!,
        [.. row["defects"]!.AsArray().Select(d => new NaiveDefect((string)d!["code"]!, (string)d["node"]!, (string?)d["edge"], (string?)d["name"]))],
        (string?)row["chain"], null));

    public static void Same(IEnumerable<string> engine, IEnumerable<string> cypher, string asked)
    {
        List<string> one = [.. engine], other = [.. cypher];
        Assert.True(
            one.SequenceEqual(other),
            $"{asked}\nonly the engine:\n{string.Join('\n', one.Except(other).Take(5))}\nonly Neo4j:\n{string.Join('\n', other.Except(one).Take(5))}\n{one.Count} and {other.Count} rows");
    }

    // Defects are a set; of what decided a verdict only that counts which played a part.
    private static string Of(NaiveCell cell)
    {
        var isDated = cell.Verdict is "APPLICABLE" or "UNDETERMINED" or "UNRESOLVED" or "NOT_YET";
        return string.Join(" | ",
            cell.Requirement, cell.Subject, cell.Inherited, cell.Verdict, cell.FalseCondition, string.Join(',', cell.Missing.Order(StringComparer.Ordinal)),
            isDated ? cell.FormalDate : null, isDated ? cell.EffectiveDate : null,
            cell.Verdict == "LEGACY" ? cell.LegacyRule : null, cell.Verdict == "EXCLUDED" ? cell.Statement : null,
            cell.State, cell.Shallow, string.Join(", ", cell.Defects.Select(d => $"{d.Code}({d.Node} {d.Edge} {d.Name})").Order(StringComparer.Ordinal)), cell.BestChain);
    }

    private static DateOnly? Day(JsonNode? day) => (string?)day is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd") : null;
}
