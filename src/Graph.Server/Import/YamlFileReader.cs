using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Graph.Server.Import;

/// <summary>
/// Reads a YAML file into nodes that know their lines. Only what data needs is allowed: one document, no anchors, aliases or
/// tags, and a bounded depth, so that a small file cannot become a large one.
/// </summary>
internal sealed class YamlFileReader
{
    private readonly IParser parser;
    private readonly ImportLimits limits;
    private int valueCount;

    private YamlFileReader(IParser parser, ImportLimits limits)
    {
        this.parser = parser;
        this.limits = limits;
    }

    /// <summary>Reads the file; null with a fault where it cannot be read.</summary>
    public static SourceNode? Read(TextReader text, ImportLimits limits, Action<int, string> fault)
    {
        Parser? parser = null;
        try
        {
            return new YamlFileReader(parser = new(text), limits).ReadFile();
        }
        catch (YamlException e) when (e.InnerException is not DecoderFallbackException)
        {
            fault((int)e.End.Line, "expected YAML: " + Sentence(e));
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this, without a place, where a line in flow style is broken: soon after what it gave last.
            fault(parser?.Current is { } last ? Line(last) : 1, "expected YAML: a list or map in [ ] or { } is not closed or is broken");
        }

        catch (ArgumentException e) when (e is not DecoderFallbackException)
        {
            // So does the scanner where an escape within quotes is no character.
            fault(parser?.Current is { } last ? Line(last) : 1, "expected YAML: escapes such as \\u00e9 that are characters");
        }

        return null;
    }

    private SourceNode ReadFile()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return new SourceMap([], 1, 1);
        }

        parser.Consume<DocumentStart>();
        var root = ReadNode(1);
        parser.Consume<DocumentEnd>();
        if (parser.Current is DocumentStart second)
        {
            throw Fault(second, "one document in a file, found a second one");
        }

        return root;
    }

    private SourceNode ReadNode(int depth)
    {
        var first = parser.Current ?? throw new YamlException("found the end of the file");
        if (depth > limits.YamlDepthMax)
        {
            throw Fault(first, $"at most {limits.YamlDepthMax} levels of lists and maps");
        }

        if (++valueCount > limits.ValueCountMax)
        {
            throw Fault(first, $"at most {limits.ValueCountMax} values");
        }

        switch (first)
        {
            case NodeEvent node when !node.Anchor.IsEmpty:
                throw Fault(first, "no anchors (&)");
            case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } }:
                throw Fault(first, "no tags (!); write a text that begins with an exclamation mark in quotes");
            case AnchorAlias:
                throw Fault(first, "no aliases (*)");
            case Scalar scalar:
                parser.MoveNext();
                return new SourceText(IsNull(scalar) ? null : scalar.Value, Line(first), Column(first));
            case SequenceStart:
                return ReadList(first, depth);
            default:
                return ReadMap(first, depth);
        }
    }

    private SourceList ReadList(ParsingEvent first, int depth)
    {
        parser.Consume<SequenceStart>();
        var items = new List<SourceNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new(items, Line(first), Column(first));
    }

    private SourceMap ReadMap(ParsingEvent first, int depth)
    {
        parser.Consume<MappingStart>();
        var entries = new List<SourceEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var place = parser.Current!;
            if (ReadNode(depth + 1) is not SourceText { Value: { } name } key)
            {
                throw Fault(place, "a name before the colon");
            }

            if (!seen.TryAdd(name, key.Line))
            {
                throw Fault(place, $"each name once, found '{name}' again (first on line {seen[name]})");
            }

            entries.Add(new(name, key.Line, ReadNode(depth + 1)));
        }

        return new(entries, Line(first), Column(first));
    }

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    private static YamlException Fault(ParsingEvent place, string expected) => new(place.Start, place.Start, expected);

    private static int Line(ParsingEvent place) => (int)place.Start.Line;

    private static int Column(ParsingEvent place) => (int)place.Start.Column;

    private static string Sentence(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        var place = message.LastIndexOf("): ", StringComparison.Ordinal);
        return place < 0 ? message : message[(place + 3)..];
    }
}
