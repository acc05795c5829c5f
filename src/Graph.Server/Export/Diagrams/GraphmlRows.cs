using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Graph.Server.Export.Diagrams;

/// <summary>GraphML 1.0, one element a row. A character that XML cannot hold stands as U+FFFD.</summary>
internal sealed class GraphmlRows : IRowForm
{
    private const string Prolog =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
        <key id="question" for="graph" attr.name="question" attr.type="string"/>
        <key id="revision" for="graph" attr.name="revision" attr.type="long"/>
        <key id="on" for="graph" attr.name="on" attr.type="string"/>
        <key id="truncatedBy" for="graph" attr.name="truncatedBy" attr.type="string"/>
        <key id="key" for="node" attr.name="key" attr.type="string"/>
        <key id="kind" for="node" attr.name="kind" attr.type="string"/>
        <key id="title" for="node" attr.name="title" attr.type="string"/>
        <key id="distance" for="node" attr.name="distance" attr.type="int"/>
        <key id="edgeKey" for="edge" attr.name="key" attr.type="string"/>
        <key id="edgeKind" for="edge" attr.name="kind" attr.type="string"/>
        <graph id="g" edgedefault="directed">
        """;

    // The end of a line in a text is kept as it is, and the bytes are the same on every system.
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, NewLineHandling = NewLineHandling.Entitize };

    public void Begin(IBufferWriter<byte> to) => Line(to, Prolog.ReplaceLineEndings("\n"));

    public void Write(IBufferWriter<byte> to, object row)
    {
        switch (row)
        {
            case DiagramHead head:
                foreach (var data in Some(("question", head.Question), ("revision", Number(head.Revision)), ("on", head.On.ToString("O", CultureInfo.InvariantCulture)), ("truncatedBy", head.TruncatedBy)))
                {
                    Line(to, Text(data));
                }

                break;
            case DiagramNode node:
                Line(to, Text(new("node", new XAttribute("id", Id(node.Number)), Some(("key", node.Key), ("kind", node.Kind), ("title", node.Title), ("distance", Number(node.Distance))))));
                break;
            case DiagramEdge edge:
                Line(to, Text(new("edge", new XAttribute("source", Id(edge.From)), new XAttribute("target", Id(edge.To)), Some(("edgeKey", edge.Key), ("edgeKind", edge.Kind)))));
                break;
        }
    }

    public void End(IBufferWriter<byte> to) => Line(to, "</graph>\n</graphml>");

    public void Dispose()
    {
    }

    private static IEnumerable<XElement> Some(params (string Key, string? Value)[] values) =>
        values.Where(v => v.Value is not null).Select(v => new XElement("data", new XAttribute("key", v.Key), Held(v.Value!)));

    // Keys hold signs that an id of XML may not.
    private static string Id(int number) => "n" + Number(number);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Held(string text)
    {
        var held = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            held.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune);
        }

        return held.ToString();
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Settings))
        {
            element.WriteTo(writer);
        }

        return text.ToString();
    }

    private static void Line(IBufferWriter<byte> to, string line) => Encoding.UTF8.GetBytes(line + "\n", to);
}
