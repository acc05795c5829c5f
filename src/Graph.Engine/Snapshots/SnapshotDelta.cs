using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;

namespace Graph.Engine.Snapshots;

/// <summary>
/// What turns one snapshot into a later one of the same log, as bytes. They name the revision and hash of both, and the kinds and fields
/// by which they were written, and end with a SHA-256 over everything before; whoever reads compares all of it.
/// <code>
///   magic, model, from head, to head, instant, counts
///   documents: number, kind, key, external id, revisions, editor, meaning, values     or: number, gone
///   keys of numbers that are no document any more
///   edges: from, kind and to, values                                                  or: gone
///   SHA-256
/// </code>
/// </summary>
internal static class SnapshotDelta
{
    private const string Magic = "graph-checkpoint-3";
    private const int HashLength = 32;

    // Longer texts are rarely the same, and looking for them costs more than it saves.
    private const int SharedLengthMax = 80;

    private enum Tag : byte
    {
        Null, Text, Day, Number, True, False, Texts, Flags, Real,
    }

    /// <summary>Writes what turns one snapshot into another.</summary>
    public static byte[] Write(Snapshot from, Snapshot to)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Writer(bytes))
        {
            writer.Out.Write(Magic);
            writer.Out.Write(FingerprintOf(to.Model));
            foreach (var head in new[] { from.Head, to.Head })
            {
                writer.Out.Write(head.Revision);
                writer.Out.Write(head.Hash);
            }

            writer.Out.Write(to.At.UtcTicks);
            writer.Out.Write(to.OrdinalCount);
            writer.Out.Write(to.EdgeCount);
            WriteDocuments(writer, from, to);
            WriteEdges(writer, from, to);
        }

        var hash = SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        bytes.Write(hash);
        return bytes.ToArray();
    }

    /// <summary>Reads what turns a snapshot into a later one.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another graph, model or snapshot.</exception>
    public static Snapshot Read(byte[] bytes, Snapshot from)
    {
        if (bytes.Length < HashLength || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - HashLength)))
        {
            throw new InvalidDataException("the bytes are not those that were written");
        }

        try
        {
            using var reader = new Reader(new MemoryStream(bytes, 0, bytes.Length - HashLength, writable: false));
            if (reader.In.ReadString() != Magic || reader.In.ReadString() != FingerprintOf(from.Model))
            {
                throw new InvalidDataException("they were written by a program with other kinds or fields");
            }

            if (new LogHead(reader.In.ReadInt64(), reader.In.ReadString()) != from.Head)
            {
                throw new InvalidDataException($"they do not follow revision {from.Head.Revision} of this log");
            }

            var head = new LogHead(reader.In.ReadInt64(), reader.In.ReadString());
            var at = new DateTimeOffset(reader.In.ReadInt64(), TimeSpan.Zero);
            var (ordinalCount, edgeCount) = (reader.In.ReadInt32(), reader.In.ReadInt32());
            var (documents, keys) = ReadDocuments(reader, from);
            var (outgoing, incoming) = ReadEdges(reader, from.Model);
            return from.With(head, at, ordinalCount, documents, keys, outgoing, incoming, edgeCount);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("they cannot be read: " + e.Message, e);
        }
    }

    private static void WriteDocuments(Writer writer, Snapshot from, Snapshot to)
    {
        var ordinals = from.DifferingDocuments(to).ToList();
        writer.Number(ordinals.Count);
        foreach (var ordinal in ordinals)
        {
            writer.Number(ordinal);
            if (to.Document(ordinal) is not { } document)
            {
                writer.Text(null);
                continue;
            }

            writer.Text(document.Kind.Name);
            writer.Text(document.Key);
            writer.Text(document.External?.Source);
            writer.Text(document.External?.Id);
            writer.Out.Write7BitEncodedInt64(document.CreatedIn);
            writer.Out.Write7BitEncodedInt64(document.Revision);
            writer.Out.Write7BitEncodedInt64(document.LinkedIn);
            writer.Text(document.EditedBy);
            writer.Text(document.KnownMeaning);
            var filled = document.FilledCount;
            writer.Number(filled);
            for (var i = 0; i < filled; i++)
            {
                writer.Value(document[document.Kind.Fields[i]]);
            }
        }

        // Keys are never used again, so they are known for good; those of documents tell themselves.
        var gone = to.KeysSince(from.OrdinalCount).Where(k => to.Document(k.Value) is null).OrderBy(k => k.Value).ToList();
        writer.Number(gone.Count);
        foreach (var (key, ordinal) in gone)
        {
            writer.Text(key);
            writer.Number(ordinal);
        }
    }

    private static (List<KeyValuePair<int, Document?>> Documents, List<KeyValuePair<string, int>> Keys) ReadDocuments(Reader reader, Snapshot from)
    {
        var (documents, keys) = (new List<KeyValuePair<int, Document?>>(), new List<KeyValuePair<string, int>>());
        for (var left = reader.Number(); left > 0; left--)
        {
            var ordinal = reader.Number();
            if (reader.Text() is not { } name)
            {
                documents.Add(new(ordinal, null));
                continue;
            }

            var kind = from.Model.TryGetKind(name, out var known) ? known : throw new InvalidDataException($"they have the unknown kind '{name}'");
            var key = reader.Text()!;
            var (source, id) = (reader.Text(), reader.Text());
            var (createdIn, revision, linkedIn) = (reader.In.Read7BitEncodedInt64(), reader.In.Read7BitEncodedInt64(), reader.In.Read7BitEncodedInt64());
            var (editedBy, meaning) = (reader.Text(), reader.Text());
            var values = reader.Values(kind.Fields, reader.Number());
            documents.Add(new(ordinal, new(kind, key, ordinal, source is null ? null : new(source, id!), values, createdIn, revision, editedBy, meaning, linkedIn)));
            if (ordinal >= from.OrdinalCount)
            {
                keys.Add(new(key, ordinal));
            }
        }

        for (var left = reader.Number(); left > 0; left--)
        {
            keys.Add(new(reader.Text()!, reader.Number()));
        }

        return (documents, keys);
    }

    private static void WriteEdges(Writer writer, Snapshot from, Snapshot to)
    {
        var edges = Adjacency.Differing(from.Outgoing, to.Outgoing);
        writer.Number(edges.Count);
        foreach (var (node, end, _, after) in edges)
        {
            writer.Number(node);
            writer.Out.Write(end);
            writer.Out.Write(after is not null);
            foreach (var field in after is null ? [] : to.Model.Edges[EdgeEnd.Kind(end)].Fields)
            {
                writer.Value(after![field]);
            }
        }
    }

    private static (EdgeWrite[] Outgoing, EdgeWrite[] Incoming) ReadEdges(Reader reader, GraphModel model)
    {
        var outgoing = new EdgeWrite[reader.Number()];
        var incoming = new EdgeWrite[outgoing.Length];
        for (var i = 0; i < outgoing.Length; i++)
        {
            var (node, end) = (reader.Number(), reader.In.ReadUInt32());
            var isThere = reader.In.ReadBoolean();
            var fields = model.Edges[EdgeEnd.Kind(end)].Fields;
            var data = isThere && fields.Count > 0 ? new EdgeData(reader.Values(fields, fields.Count)) : null;
            outgoing[i] = new(node, end, data, !isThere);
            incoming[i] = new(EdgeEnd.Node(end), EdgeEnd.Pack(EdgeEnd.Kind(end), node), data, !isThere);
        }

        return (outgoing, incoming);
    }

    private static string FingerprintOf(GraphModel model)
    {
        var text = new StringBuilder();
        foreach (var kind in model.Kinds)
        {
            text.Append(kind.Name).Append(' ').AppendJoin(',', kind.Fields.Select(f => $"{f.Name}:{f.Type}:{f.Meaning}")).Append('\n');
        }

        foreach (var edge in model.Edges)
        {
            text.Append(edge.Name).Append(' ').AppendJoin(',', edge.Fields.Select(f => $"{f.Name}:{f.Type}")).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed class Writer(Stream stream) : IDisposable
    {
        private readonly Dictionary<string, int> shared = new(StringComparer.Ordinal);

        public BinaryWriter Out { get; } = new(stream, Encoding.UTF8, leaveOpen: true);

        public void Number(int number) => Out.Write7BitEncodedInt(number);

        /// <summary>0 = none, 1 = as it stands, 2 = as it stands and shared from here on, else the number of a shared one plus 3.</summary>
        public void Text(string? text)
        {
            if (text is null)
            {
                Number(0);
            }
            else if (shared.TryGetValue(text, out var known))
            {
                Number(known + 3);
            }
            else
            {
                var isShared = text.Length <= SharedLengthMax;
                if (isShared)
                {
                    shared.Add(text, shared.Count);
                }

                Number(isShared ? 2 : 1);
                Out.Write(text);
            }
        }

        public void Value(object? value)
        {
            switch (value)
            {
                case null:
                    Out.Write((byte)Tag.Null);
                    break;
                case string text:
                    Out.Write((byte)Tag.Text);
                    Text(text);
                    break;
                case DateOnly day:
                    Out.Write((byte)Tag.Day);
                    Number(day.DayNumber);
                    break;
                case int number:
                    Out.Write((byte)Tag.Number);
                    Number(number);
                    break;
                case double real:
                    Out.Write((byte)Tag.Real);
                    Out.Write(real);
                    break;
                case bool flag:
                    Out.Write((byte)(flag ? Tag.True : Tag.False));
                    break;
                case string[] texts:
                    Out.Write((byte)Tag.Texts);
                    Number(texts.Length);
                    Array.ForEach(texts, Text);
                    break;
                default:
                    var flags = (ImmutableSortedDictionary<string, bool>)value;
                    Out.Write((byte)Tag.Flags);
                    Number(flags.Count);
                    foreach (var (name, answer) in flags)
                    {
                        Text(name);
                        Out.Write(answer);
                    }

                    break;
            }
        }

        public void Dispose() => Out.Dispose();
    }

    private sealed class Reader(Stream stream) : IDisposable
    {
        private static readonly object True = true;
        private static readonly object False = false;

        private readonly List<string> shared = [];
        private readonly Dictionary<int, object> days = [];

        public BinaryReader In { get; } = new(stream, Encoding.UTF8);

        public int Number() => In.Read7BitEncodedInt();

        public string? Text()
        {
            switch (Number())
            {
                case 0:
                    return null;
                case 1:
                    return In.ReadString();
                case 2:
                    shared.Add(In.ReadString());
                    return shared[^1];
                case var number:
                    return shared[number - 3];
            }
        }

        public object?[] Values(IReadOnlyList<Field> fields, int count)
        {
            var values = new object?[count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Value(fields[i]);
            }

            return values;
        }

        public void Dispose() => In.Dispose();

        private object? Value(Field field)
        {
            switch ((Tag)In.ReadByte())
            {
                case Tag.Null:
                    return null;
                case Tag.Text:
                    return OneOf(field, Text()!);
                case Tag.Day:
                    var day = Number();
                    return days.TryGetValue(day, out var known) ? known : days[day] = DateOnly.FromDayNumber(day);
                case Tag.Number:
                    return Number();
                case Tag.Real:
                    return In.ReadDouble();
                case Tag.True:
                    return True;
                case Tag.False:
                    return False;
                case Tag.Texts:
                    var texts = new string[Number()];
                    for (var i = 0; i < texts.Length; i++)
                    {
                        texts[i] = OneOf(field, Text()!);
                    }

                    return texts;
                case Tag.Flags:
                    var flags = ImmutableSortedDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
                    for (var left = Number(); left > 0; left--)
                    {
                        flags.Add(Text()!, In.ReadBoolean());
                    }

                    return flags.ToImmutable();
                case var tag:
                    throw new InvalidDataException($"they have a value of an unknown shape {tag}");
            }
        }

        // Equal words are one object everywhere.
        private static string OneOf(Field field, string text) => field.Words is { } words && words.TryGet(text, out var word) ? word : text;
    }
}
