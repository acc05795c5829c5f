using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Graph.Server.Export.Packs;

/// <summary>A page of a pack: HTML without scripts and without anything from elsewhere, so that it is read offline and printed. Every text is encoded.</summary>
internal sealed partial class PackPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;overflow-wrap:break-word}
        h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
        .table{overflow-x:auto;margin:.5rem 0}table{border-collapse:collapse;width:100%}
        th,td{border:1px solid #c9d1d9;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:normal}th{background:#f3f5f7}
        td,p{white-space:pre-line}td.n{text-align:right;font-variant-numeric:tabular-nums}td.n,.d{white-space:nowrap}
        .note{border-left:4px solid #8a6d3b;padding:.2rem .8rem;background:#fdf8ee}
        @media screen{table.some{min-width:44rem}table.many{min-width:56rem}}
        @media print{body{margin:0;max-width:none;padding:0;font-size:10pt}.table{overflow:visible}table{font-size:9pt}th,td{padding:.15rem .3rem}table.many{font-size:7.5pt;line-height:1.35}.many td,.many th{padding:.15rem .2rem}
        a{color:inherit;text-decoration:none}tr{break-inside:avoid}h2,h3{break-after:avoid}}
        """;

    private const int RunLengthMax = 32;
    private const int RunPieceLength = 16;
    private const int DayLength = 10;

    // How many columns a narrow screen has room for, and a page in letters of the usual size.
    private const int FewColumns = 3;
    private const int SomeColumns = 7;

    private readonly StringBuilder text = new();
    private readonly List<string> headings = [];
    private int contentsAt = -1;

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="foot">What stands at the foot of every printed page, beside the number of the page: letters, digits and plain marks alone.</param>
    public PackPage(string title, string foot) => Line($"""
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
        <h1>{Prose(title)}</h1>
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
            return Line($"<h2>{Prose(heading)}</h2>");
        }

        headings.Add(heading);
        return Line($"<h2 id=\"part-{headings.Count}\">{Prose(heading)}</h2>");
    }

    public PackPage Subheading(string heading) => Line($"<h3>{Prose(heading)}</h3>");

    public PackPage Paragraph(string paragraph) => Line($"<p>{Prose(paragraph)}</p>");

    public PackPage Note(string note) => Line($"<p class=\"note\">{Prose(note)}</p>");

    public PackPage Picture(string file, string description) => Line($"<p><img src=\"{Encoded(file)}\" alt=\"{Encoded(description)}\" style=\"max-width:100%\"></p>");

    /// <summary>Links to files of the same pack, each with what it is.</summary>
    public PackPage Files(IEnumerable<(string File, string Description)> files)
    {
        Line("<ul>");
        foreach (var (file, description) in files)
        {
            Line($"<li><a href=\"{Encoded(file)}\">{Encoded(file)}</a>: {Prose(description)}</li>");
        }

        return Line("</ul>");
    }

    /// <summary>
    /// A table; numbers stand at the right. Widths are percents, so that the columns of several tables stand below each other: wishes, since no column is narrower than its
    /// longest word. What has no room on a screen is scrolled to within its own frame.
    /// </summary>
    public PackPage Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, IReadOnlyList<int>? widths = null)
    {
        var size = columns.Count > SomeColumns ? " class=\"many\"" : columns.Count > FewColumns ? " class=\"some\"" : "";
        Line($"<div class=\"table\"><table{size}>{string.Concat((widths ?? []).Select(w => $"<col style=\"width:{w}%\">"))}");

        // A head is printed again on every page that a table goes on to.
        Line($"<thead><tr>{string.Concat(columns.Select(c => $"<th>{Encoded(c)}</th>"))}</tr></thead>");
        foreach (var row in rows)
        {
            Line($"<tr>{string.Concat(row.Select(Cell))}</tr>");
        }

        return Line("</table></div>");
    }

    /// <summary>The whole page.</summary>
    public override string ToString() => (contentsAt < 0 ? text.ToString() : text.ToString().Insert(contentsAt, Links())) + "</body>\n</html>\n";

    private string Links() => $"<ul>\n{string.Concat(headings.Select((h, i) => $"<li><a href=\"#part-{i + 1}\">{Prose(h)}</a></li>\n"))}</ul>\n";

    // Within a style sheet nothing is encoded, so nothing is let in that could end its text.
    private static string Foot(string foot) => $$"""

        @page{size:A4;margin:18mm 15mm 20mm;@bottom-left{content:"{{string.Concat(foot.Where(c => char.IsAsciiLetterOrDigit(c) || " .,:-".Contains(c, StringComparison.Ordinal)))}}";font:8pt system-ui,sans-serif}@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif} }
        """;

    private static string Cell(object? value) => value switch
    {
        int or long or double => $"<td class=\"n\">{Encoded(Text(value))}</td>",
        DateOnly => $"<td class=\"d\">{Encoded(Text(value))}</td>",
        _ => $"<td>{Narrow(Text(value))}</td>",
    };

    private static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Encoded(string value) => WebUtility.HtmlEncode(Directions.Shown(value));

    // What runs over whole lines breaks between words, and a browser takes the marks of a day for ends of words.
    private static string Prose(string value) => Each(DayInLine(), value, Whole);

    // Marked where it may break rather than broken anywhere by the style: that would let a column become as narrow as a letter. Whoever copies a key copies no mark.
    private static string Narrow(string value) => Each(LongWordOrDay(), value, found => found.Length == DayLength ? Whole(found) : Each(BreakingPlaceOrDay(), found, place =>
        char.IsAsciiDigit(place[0]) && place.Length == DayLength ? Whole(place)
        : place.Length > RunLengthMax ? string.Join("<wbr>", place.Chunk(RunPieceLength).Select(p => new string(p)))
        : Encoded(place) + "<wbr>"));

    private static string Whole(string day) => $"<span class=\"d\">{day}</span>";

    // Encoded in pieces: what was found is shown as told, and what stands between as text.
    private static string Each(Regex what, string value, Func<string, string> shown)
    {
        var (line, at) = (new StringBuilder(), 0);
        foreach (var match in what.EnumerateMatches(value))
        {
            line.Append(Encoded(value[at..match.Index])).Append(shown(value.Substring(match.Index, match.Length)));
            at = match.Index + match.Length;
        }

        return line.Append(Encoded(value[at..])).ToString();
    }

    // A word of 25 may break at its marks: else a key or an address makes its column wider than a page.
    [GeneratedRegex(@"\S{25,}|[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex LongWordOrDay();

    // A run of more than RunLengthMax letters and digits is a hash, or a word of no language.
    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}|[\p{L}\p{Nd}]{33,}|[:/._=&?,;|@+]+(?=[\p{L}\p{Nd}])")]
    private static partial Regex BreakingPlaceOrDay();

    // A day that begins a paragraph is not at the end of its line.
    [GeneratedRegex(@"(?<=[\s\S]{20})[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex DayInLine();

    private PackPage Line(string line)
    {
        text.Append(line).Append('\n');
        return this;
    }
}
