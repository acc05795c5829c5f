namespace Graph.Server.Export;

/// <summary>
/// The apostrophe in front of a cell that a spreadsheet would take for a formula: exports put it there, imports take it away. A text
/// that has apostrophes of its own before such a sign gets one more, so that each text comes back as it was.
/// </summary>
internal static class FormulaMark
{
    private const char Mark = '\'';

    // The wide forms count in spreadsheets of some languages.
    private const string Signs = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>The text as it stands in a cell.</summary>
    public static string Add(string text) => IsFormula(text) ? Mark + text : text;

    /// <summary>The text that stands in a cell.</summary>
    public static string Remove(string cell) => IsMarked(cell) ? cell[1..] : cell;

    /// <summary>Whether the mark stands in front of a cell.</summary>
    public static bool IsMarked(string cell) => cell.StartsWith(Mark) && IsFormula(cell);

    private static bool IsFormula(string text) => text.AsSpan().TrimStart(Mark) is [var first, ..] && Signs.Contains(first, StringComparison.Ordinal);
}
