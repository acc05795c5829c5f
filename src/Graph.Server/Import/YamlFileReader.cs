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
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IParser parser;
    private readonly int depthMax;

    private YamlFileReader(IParser parser, int depthMax)
    {
        this.parser = parser;
        this.depthMax = depthMax;
    }

    /// <summary>Reads the file; null with a fault where it cannot be read.</summary>
    public static YamlNode? Read(string path, ImportLimits limits, Action<int, string> fault)
    {
        Parser? parser = null;
        try
        {
            var length = new FileInfo(path).Length;
            if (length > limits.FileBytesMax)
            {
                fault(1, $"expected a file of at most {limits.FileBytesMax} bytes, found {length}");
                return null;
            }

            using var text = new StreamReader(path, Utf8);
            return new YamlFileReader(parser = new(text), limits.DepthMax).ReadFile();
        }
        catch (YamlException e)
        {
            fault((int)e.End.Line, "expected YAML: " + Sentence(e));
        }
        catch (DecoderFallbackException)
        {
            fault(1, "expected a file in UTF-8, found other bytes");
        }
        catch (InvalidOperationException e)
        {
            // The scanner throws this, without a place, where a line in flow style is broken: soon after what it gave last.
            fault(parser?.Current is { } last ? Line(last) : 1, $"expected YAML: a list or map in [ ] or {{ }} is not closed or is broken ({e.Message})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault(1, $"expected a file that can be read: {e.Message}");
        }

        return null;
    }

    private YamlNode ReadFile()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return new YamlMap([], 1, 1);
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

    private YamlNode ReadNode(int depth)
    {
        var first = parser.Current ?? throw new YamlException("found the end of the file");
        if (depth > depthMax)
        {
            throw Fault(first, $"at most {depthMax} levels of lists and maps");
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
                return new YamlText(IsNull(scalar) ? null : scalar.Value, Line(first), Column(first));
            case SequenceStart:
                return ReadList(first, depth);
            default:
                return ReadMap(first, depth);
        }
    }

    private YamlList ReadList(ParsingEvent first, int depth)
    {
        parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new(items, Line(first), Column(first));
    }

    private YamlMap ReadMap(ParsingEvent first, int depth)
    {
        parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var place = parser.Current!;
            if (ReadNode(depth + 1) is not YamlText { Value: { } name } key)
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
