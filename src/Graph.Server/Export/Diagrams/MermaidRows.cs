using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Graph.Server.Export.Packs;

namespace Graph.Server.Export.Diagrams;

/// <summary>
/// A flowchart of Mermaid, one line a row. Whatever a text holds, it stays text: in a label only letters, digits and signs that mean nothing to Mermaid or HTML
/// stand as they are, and everything else as the number of its character; what turns the direction of text is shown, not obeyed.
/// </summary>
internal sealed partial class MermaidRows : IRowForm
{
    private const string Plain = " .,-_()/+':";

    public void Begin(IBufferWriter<byte> to) => Line(to, "flowchart LR");

    public void Write(IBufferWriter<byte> to, object row)
    {
        switch (row)
        {
            case DiagramHead head:
                Line(to, string.Create(CultureInfo.InvariantCulture, $"  %% {head.Question}, revision {head.Revision}, {head.On:yyyy-MM-dd}"));
                if (head.TruncatedBy is { } limit)
                {
                    Line(to, $"  cut>\"Cut short by {limit}\"]");
                }

                break;
            case DiagramNode node:
                var (open, close) = node.IsEnd ? ("([", "])") : ("[", "]");
                Line(to, string.Create(CultureInfo.InvariantCulture, $"  n{node.Number}{open}\"{Label(node)}\"{close}"));
                break;
            case DiagramEdge edge:
                Line(to, string.Create(CultureInfo.InvariantCulture, $"  n{edge.From} -->|{edge.Kind}| n{edge.To}"));
                break;
        }
    }

    public void End(IBufferWriter<byte> to)
    {
    }

    public void Dispose()
    {
    }

    private static string Label(DiagramNode node)
    {
        var label = new StringBuilder(Text(node.Key)).Append("<br/>");
        if (node.Title is { } title)
        {
            label.Append(Text(title)).Append("<br/>");
        }

        return label.Append(CultureInfo.InvariantCulture, $"{node.Kind}, {node.Distance}").ToString();
    }

    private static string Text(string text)
    {
        var plain = new StringBuilder(text.Length);
        var means = WithColon().IsMatch(text);
        foreach (var rune in Directions.Shown(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (rune.IsAscii && Plain.Contains((char)rune.Value, StringComparison.Ordinal) && !(means && rune.Value == ':')))
            {
                plain.Append(rune);
            }
            else if (Rune.IsControl(rune))
            {
                plain.Append(' ');
            }
            else
            {
                plain.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }

        return plain.ToString();
    }

    private static void Line(IBufferWriter<byte> to, string line) => Encoding.UTF8.GetBytes(line + "\n", to);

    // Mermaid takes the first two with a colon for a style and loses a number after it, and the last for an icon, wherever they stand.
    [GeneratedRegex("style|classDef|fa[a-z]?:fa-")]
    private static partial Regex WithColon();
}
