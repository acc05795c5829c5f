using System.Net;
using System.Text;

namespace Graph.Server.Export.Packs;

/// <summary>A page of a pack: HTML without scripts and without anything from elsewhere, so that it is read offline and printed. Every text is encoded.</summary>
internal sealed class PackPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%;margin:.5rem 0}
        th,td{border:1px solid #c9d1d9;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#f3f5f7}
        td,p{white-space:pre-line}h3{font-size:1rem;margin:1.2rem 0 .3rem}table.fixed{table-layout:fixed;overflow-wrap:anywhere}
        td.n{text-align:right;font-variant-numeric:tabular-nums}td.d{white-space:nowrap}code{font-size:.9em;overflow-wrap:anywhere}
        .note{border-left:4px solid #8a6d3b;padding:.2rem .8rem;background:#fdf8ee}
        @media print{body{margin:0;max-width:none;padding:0;font-size:10pt}td,th{overflow-wrap:anywhere}a{color:inherit;text-decoration:none}tr{break-inside:avoid}h2,h3{break-after:avoid}}
        """;

    private readonly StringBuilder text = new();
    private readonly List<string> headings = [];
    private int contentsAt = -1;

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="foot">What stands at the foot of every printed page, beside the number of the page: letters, digits and plain marks alone; null = nothing.</param>
    public PackPage(string title, string? foot = null) => Line($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
        <title>{Encoded(title)}</title>
        <style>
        {Style}{Foot(foot)}
        </style>
        </head>
        <body>
        <h1>{Encoded(title)}</h1>
        """);

    /// <summary>A place for links to every heading that comes after it.</summary>
    public PackPage Contents()
    {
        contentsAt = text.Length;
        return this;
    }

    public PackPage Heading(string heading)
    {
        if (contentsAt < 0)
        {
            return Line($"<h2>{Encoded(heading)}</h2>");
        }

        headings.Add(heading);
        return Line($"<h2 id=\"part-{headings.Count}\">{Encoded(heading)}</h2>");
    }

    public PackPage Subheading(string heading) => Line($"<h3>{Encoded(heading)}</h3>");

    public PackPage Paragraph(string paragraph) => Line($"<p>{Encoded(paragraph)}</p>");

    public PackPage Note(string note) => Line($"<p class=\"note\">{Encoded(note)}</p>");

    public PackPage Picture(string file, string description) => Line($"<p><img src=\"{Encoded(file)}\" alt=\"{Encoded(description)}\" style=\"max-width:100%\"></p>");

    /// <summary>Links to files of the same pack, each with what it is.</summary>
    public PackPage Files(IEnumerable<(string File, string Description)> files)
    {
        Line("<ul>");
        foreach (var (file, description) in files)
        {
            Line($"<li><a href=\"{Encoded(file)}\">{Encoded(file)}</a>: {Encoded(description)}</li>");
        }

        return Line("</ul>");
    }

    /// <summary>A table; numbers stand at the right, and a day on one line. Widths are percents, so that the columns of several tables stand below each other.</summary>
    public PackPage Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, IReadOnlyList<int>? widths = null)
    {
        Line(widths is null ? "<table>" : $"<table class=\"fixed\">{string.Concat(widths.Select(w => $"<col style=\"width:{w}%\">"))}");
        Line($"<tr>{string.Concat(columns.Select(c => $"<th>{Encoded(c)}</th>"))}</tr>");
        foreach (var row in rows)
        {
            Line($"<tr>{string.Concat(row.Select(Cell))}</tr>");
        }

        return Line("</table>");
    }

    /// <summary>The whole page.</summary>
    public override string ToString() => (contentsAt < 0 ? text.ToString() : text.ToString().Insert(contentsAt, Links())) + "</body>\n</html>\n";

    private string Links() => $"<ul>\n{string.Concat(headings.Select((h, i) => $"<li><a href=\"#part-{i + 1}\">{Encoded(h)}</a></li>\n"))}</ul>\n";

    // Within a style sheet nothing is encoded, so nothing is let in that could end its text.
    private static string Foot(string? foot) => foot is null ? "" : $$"""

        @page{size:A4;margin:18mm 15mm 20mm;@bottom-left{content:"{{string.Concat(foot.Where(c => char.IsAsciiLetterOrDigit(c) || " .,:-".Contains(c, StringComparison.Ordinal)))}}";font:8pt system-ui,sans-serif}@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif} }
        """;

    private static string Cell(object? value) => value switch
    {
        int or long or double => $"<td class=\"n\">{Encoded(Text(value))}</td>",
        DateOnly => $"<td class=\"d\">{Encoded(Text(value))}</td>",
        _ => $"<td>{Encoded(Text(value))}</td>",
    };

    private static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Encoded(string value) => WebUtility.HtmlEncode(value);

    private PackPage Line(string line)
    {
        text.Append(line).Append('\n');
        return this;
    }
}
