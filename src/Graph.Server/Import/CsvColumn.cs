using Graph.Engine.Model;
using Graph.Server.Api.Reading;
using Graph.Server.Export;

namespace Graph.Server.Import;

/// <summary>One column of a CSV file: its name, and how a cell that is not empty becomes what a YAML file would hold in its place.</summary>
/// <param name="Name">The name as the API has it.</param>
/// <param name="Read">Reads a cell.</param>
internal sealed record CsvColumn(string Name, Func<CsvCell, SourceNode> Read)
{
    private const string Clear = "null";
    private const string NoEntries = "[]";

    /// <summary>What stands between the entries of a list, as exports have it.</summary>
    public static readonly char Separator = RowMaps.Separator[0];

    /// <summary>A key, an id or a word.</summary>
    public static CsvColumn Key(string name) => new(name, cell => Node(cell, cell.Text.Trim()));

    /// <summary>The keys that an edge leads to.</summary>
    public static CsvColumn Edge(EdgeKind edge) => new(edge.CamelName, List);

    /// <summary>A field: <c>null</c> clears it, and <c>[]</c> says of a list that there is none.</summary>
    public static CsvColumn Of(Field field) => new(field.Name, cell =>
        cell.Text.Trim() is Clear ? Node(cell, null)
        : field.Type == FieldType.Flags ? Flags(cell)
        : field.IsMany ? List(cell)
        : Node(cell, Scalar(field.Type, cell.Text)));

    private static string Scalar(FieldType type, string text) => type switch
    {
        FieldType.Text or FieldType.Personal => text is "'" + Clear ? Clear : text,
        FieldType.Boolean => text.Trim().ToLowerInvariant(),    // Spreadsheets write TRUE.
        _ => text.Trim(),
    };

    private static SourceList List(CsvCell cell) => new([.. Entries(cell).Select(entry => Node(cell, entry))], cell.Line, cell.Column);

    private static SourceMap Flags(CsvCell cell)
    {
        var entries = new Dictionary<string, SourceEntry>(StringComparer.Ordinal);
        foreach (var pair in Entries(cell).Select(entry => entry.Split('=', 2, StringSplitOptions.TrimEntries)))
        {
            if (pair is not [var name, { Length: > 0 } answer])
            {
                cell.Fault($"expected facts such as isNew=true, found '{Text.Short(pair[0])}'");
            }
            else if (!entries.TryAdd(name, new(name, cell.Line, Node(cell, answer.ToLowerInvariant()))))
            {
                cell.Fault($"expected each fact once, found '{Text.Short(name)}' again");
            }
        }

        return new([.. entries.Values], cell.Line, cell.Column);
    }

    private static string[] Entries(CsvCell cell) =>
        cell.Text.Trim() is NoEntries ? [] : cell.Text.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static SourceText Node(CsvCell cell, string? text) => new(text, cell.Line, cell.Column);
}

/// <summary>A cell that is not empty.</summary>
/// <param name="Text">What stands in it, without the mark of a formula.</param>
/// <param name="Line">The line on which its row begins, counted from 1.</param>
/// <param name="Column">Its column, counted from 1.</param>
/// <param name="Fault">Takes what is wrong with its form.</param>
internal readonly record struct CsvCell(string Text, int Line, int Column, Action<string> Fault);
