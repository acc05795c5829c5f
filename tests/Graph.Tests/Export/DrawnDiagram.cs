using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Graph.Tests.Export;

/// <summary>What a reader of Mermaid or GraphML takes from a diagram: each document as <c>key kind title distance</c>, and the key of each edge.</summary>
internal sealed partial record DrawnDiagram(IReadOnlyList<string> Nodes, IReadOnlyList<string> Edges, string? CutBy)
{
    private static readonly XNamespace Ns = "http://graphml.graphdrawing.org/xmlns";

    /// <summary>Reads GraphML, and expects each id once, each edge between two of them, and each datum declared.</summary>
    public static DrawnDiagram Graphml(string text)
    {
        var root = XDocument.Parse(text).Root!;
        Assert.Equal(Ns + "graphml", root.Name);
        var declared = root.Elements(Ns + "key").Select(k => ((string)k.Attribute("for")!, (string)k.Attribute("id")!)).ToHashSet();
        var graph = root.Element(Ns + "graph")!;
        Assert.All(graph.Descendants(Ns + "data"), d => Assert.Contains((d.Parent!.Name.LocalName, (string)d.Attribute("key")!), declared));
        var nodes = graph.Elements(Ns + "node").ToDictionary(n => (string)n.Attribute("id")!);
        Assert.All(nodes.Keys, id => Assert.Equal(id, System.Xml.XmlConvert.VerifyNMTOKEN(id)));
        return new(
            [.. nodes.Values.Select(n => Row(Datum(n, "key"), Datum(n, "kind"), Datum(n, "title"), Datum(n, "distance")))],
            [.. graph.Elements(Ns + "edge").Select(e =>
            {
                Assert.Equal(Datum(e, "edgeKey"), $"{Datum(nodes[(string)e.Attribute("source")!], "key")}|{Datum(e, "edgeKind")}|{Datum(nodes[(string)e.Attribute("target")!], "key")}");
                return Datum(e, "edgeKey")!;
            })],
            Datum(graph, "truncatedBy"));
    }

    /// <summary>Reads a flowchart, and expects no line of any other form than the product writes.</summary>
    public static DrawnDiagram Mermaid(string text)
    {
        var lines = text.Split('\n');
        Assert.Equal(("flowchart LR", ""), (lines[0], lines[^1]));
        Assert.DoesNotContain("%%{", text, StringComparison.Ordinal);
        var (nodes, edges, cut) = (new Dictionary<string, (string Row, string Key)>(), new List<string>(), (string?)null);
        foreach (var line in lines[1..^1].Where(l => !l.StartsWith("  %% ", StringComparison.Ordinal)))
        {
            if (Node().Match(line) is { Success: true } node)
            {
                string[] label = [.. node.Groups[2].Value.Split("<br/>").Select(Plain)];
                var (kind, distance) = label[^1].Split(", ") is [var k, var d] ? (k, d) : default;
                nodes.Add(node.Groups[1].Value, (Row(label[0], kind, label.Length == 3 ? label[1] : null, distance), label[0]));
            }
            else if (Edge().Match(line) is { Success: true } edge)
            {
                edges.Add($"{nodes[edge.Groups[1].Value].Key}|{edge.Groups[2].Value}|{nodes[edge.Groups[3].Value].Key}");
            }
            else
            {
                cut = Cut().Match(line) is { Success: true } limit && cut is null ? limit.Groups[1].Value : throw new Xunit.Sdk.XunitException($"a line that is neither a document nor an edge: {line}");
            }
        }

        return new([.. nodes.Values.Select(n => n.Row)], edges, cut);
    }

    /// <summary>A document as one text.</summary>
    public static string Row(string? key, string? kind, string? title, string? distance) => string.Join(" / ", key, kind, title, distance);

    private static string? Datum(XElement of, string key) => (string?)of.Elements(Ns + "data").SingleOrDefault(d => (string)d.Attribute("key")! == key);

    // A number between # and ; is the character of that number.
    private static string Plain(string text) => Numbered().Replace(text, n => char.ConvertFromUtf32(int.Parse(n.Groups[1].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex("^  (n[0-9]+)(?:\\(\\[|\\[)\"((?:<br/>|[^\"\\[\\]{}`%&|<>$])*)\"(?:\\]\\)|\\])$")]
    private static partial Regex Node();

    [GeneratedRegex("^  (n[0-9]+) -->\\|([A-Z_]+)\\| (n[0-9]+)$")]
    private static partial Regex Edge();

    [GeneratedRegex("^  cut>\"Cut short by ([A-Z]+)\"\\]$")]
    private static partial Regex Cut();

    [GeneratedRegex("#([0-9]+);")]
    private static partial Regex Numbered();
}
