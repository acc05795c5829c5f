using System.Globalization;
using System.Net;
using System.Text;
using Graph.Engine.Analysis;
using Graph.Engine.Model.Catalogue;

namespace Graph.Server.Export.Packs;

/// <summary>The best chains of cells as a picture (SVG): a line a cell, from the requirement and whose it is to what meets it, with its state and what is wrong.</summary>
internal static class ChainDiagram
{
    private const int LineHeight = 61;
    private const int Width = 1_180;
    private const int BoxWidth = 270;
    private const int BoxHeight = 53;
    private const int FontSize = 12;
    private const int TitleFontSize = 16;
    private const int Padding = 8;

    private static readonly Dictionary<State, string> Colours = new()
    {
        [State.Covered] = "#1a7f37", [State.Partial] = "#9a6700", [State.Suspect] = "#bc4c00", [State.Expired] = "#cf222e", [State.Unapproved] = "#9a6700",
        [State.Unproven] = "#cf222e", [State.NotOperating] = "#cf222e", [State.Planned] = "#57606a", [State.Missing] = "#cf222e",
    };

    /// <summary>Draws the cells, in the order given.</summary>
    /// <param name="of">Whose they are; at most half of the heading.</param>
    /// <param name="drawn">How many of how many are drawn, never shortened: half a number is another.</param>
    /// <param name="framework">Of what; it has the room that is left.</param>
    /// <param name="cells">The cells.</param>
    public static string Draw(string of, string drawn, string framework, IReadOnlyList<Cell> cells)
    {
        var text = new StringBuilder();
        var height = 60 + (cells.Count * LineHeight);
        var heading = TextWidth.Fit($"{TextWidth.Fit(of, TitleFontSize, (Width - 20) / 2)}, {drawn} of {framework}", TitleFontSize, Width - 20);
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"{FontSize}\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n<text x=\"10\" y=\"26\" font-size=\"{TitleFontSize}\">{Encoded(heading)}</text>\n");
        for (var i = 0; i < cells.Count; i++)
        {
            Line(text, cells[i], 44 + (i * LineHeight));
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder text, Cell cell, int top)
    {
        var colour = Colours[cell.State];
        Box(text, 10, top, "#0969da", cell.Requirement.Text(RequirementKind.Ref) ?? cell.Requirement.Key, cell.Requirement.Text(RequirementKind.Title) ?? "", cell.System?.Key ?? PackHead.Organisation);
        var x = 10 + BoxWidth;
        var documents = cell.Chains.Count > 0 ? cell.Chains[0].Documents.Skip(1).ToList() : [];
        foreach (var document in documents.Take(2))
        {
            Arrow(text, x, top, colour);
            x += 20;
            Box(text, x, top, colour, document.Key, document.Text(document.Kind.Title) ?? "");
            x += BoxWidth;
        }

        var wrong = string.Join(", ", cell.Defects.Select(d => Api.Types.EnumWords.Of(d.Code)).Distinct());
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 12}\" y=\"{top + 23}\" fill=\"{colour}\" font-weight=\"bold\">{Api.Types.EnumWords.Of(cell.State)}</text>\n");
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 12}\" y=\"{top + 38}\" fill=\"#57606a\">{Encoded(TextWidth.Fit(wrong, FontSize, Width - x - 12))}</text>\n");
    }

    // What is wider than was reckoned, in a font that nobody knows here, is cut at the edge of its box.
    private static void Box(StringBuilder text, int x, int top, string colour, params IReadOnlyList<string> lines)
    {
        text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{top}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"4\" fill=\"#f6f8fa\" stroke=\"{colour}\"/>\n<svg x=\"{x}\" y=\"{top}\" width=\"{BoxWidth - 1}\" height=\"{BoxHeight}\">\n");
        for (var i = 0; i < lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Padding}\" y=\"{15 + (i * 15)}\" {(i == 0 ? "font-weight=\"bold\"" : "fill=\"#57606a\"")}>{Encoded(TextWidth.Fit(lines[i], FontSize, BoxWidth - (2 * Padding)))}</text>\n");
        }

        text.Append("</svg>\n");
    }

    private static void Arrow(StringBuilder text, int x, int top, string colour) => text.Append(
        CultureInfo.InvariantCulture, $"<path d=\"M{x} {top + (BoxHeight / 2)}h14m-5 -5l5 5l-5 5\" fill=\"none\" stroke=\"{colour}\"/>\n");

    // Encoded for XML; a character that XML cannot hold becomes the one for what is unknown.
    private static string Encoded(string value) => WebUtility.HtmlEncode(string.Concat(Directions.Shown(value).Select(c => c is '\t' or '\n' or >= ' ' && c is not ('\ufffe' or '\uffff') ? c : '\ufffd')));
}
