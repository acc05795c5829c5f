namespace Graph.Tests.Cases;

/// <summary>Reads an expected row into the one spelling that <see cref="CaseRows"/> writes.</summary>
internal static class CaseRowText
{
    private const string Because = "because ";

    public static CaseRow Parse(string line, string ask)
    {
        var verb = ask.Split(' ')[0];
        if (line == "nothing" || verb == "trace")
            return CaseRow.Plain(line);
        var columns = line.Split(" | ").Select(column => column.Trim()).ToList();
        var because = new Dictionary<string, string>();
        if (columns[^1].StartsWith(Because, StringComparison.Ordinal))
        {
            because = Facts(columns[^1][Because.Length..]);
            columns.RemoveAt(columns.Count - 1);
        }

        if (columns.Count != ColumnCount(verb))
            throw new FormatException($"a row of {verb} has {ColumnCount(verb)} columns, found {columns.Count}");
        if (verb is "cells" or "gaps")
            columns[4] = CaseRows.List(columns[4].Split(", "));
        if (verb is "coverage")
            (columns[4], columns[5]) = (Counts(columns[4]), Counts(columns[5]));
        return new CaseRow(string.Join(" | ", columns), because);
    }

    private static int ColumnCount(string verb) => verb switch
    {
        "impact" => 2,
        "consequences" => 4,
        _ => 6,
    };

    private static Dictionary<string, string> Facts(string text) =>
        text.Split(", ").Select(fact => fact.Split('=', 2)).ToDictionary(
            fact => fact[0],
            fact => fact.Length < 2 ? throw new FormatException($"expected name=value, found '{fact[0]}'")
                : fact[0] == "missing" ? CaseRows.List(fact[1].Split(','), ",")
                : fact[0] == "withCredit" ? Counts(fact[1]) : fact[1]);

    private static string Counts(string text) => CaseRows.List(text.Split(' '), " ");
}
