using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Graph.Engine.Log;

/// <summary>
/// The stored form of a change: one JSON object under a format version, readable by people and hashed exactly as stored. Kinds, edge
/// kinds and fields are named by text. Personal values appear as tokens, <c>~</c> and the digest.
/// </summary>
public static class ChangeCodec
{
    /// <summary>The version written today.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a change as the bytes to be stored and hashed; the revision is not part of them, the chain is.</summary>
    public static byte[] Write(Change change)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("id", change.ChangeId);
            json.WriteString("actor", change.Actor);
            if (change.Client is { } client)
            {
                json.WriteString("client", client);
            }

            json.WriteString("at", change.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("reason", change.Reason);
            json.WriteString("origin", OriginWord(change.Origin));
            json.WriteString("request", change.RequestHash);
            json.WriteStartArray("counts");
            var c = change.Counts;
            foreach (var count in (ReadOnlySpan<int>)[c.Created, c.Updated, c.Unchanged, c.Deleted, c.Linked, c.Unlinked])
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
            json.WriteStartArray("keys");
            foreach (var key in change.Keys)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
            json.WriteStartArray("ops");
            foreach (var step in change.Steps)
            {
                WriteStep(json, step);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a stored change.</summary>
    /// <exception cref="FormatException">The bytes are not a change of a known version, or name something unknown.</exception>
    public static Change Read(long revision, ReadOnlyMemory<byte> payload) => ChangeReader.Read(revision, payload.Span);

    /// <summary>The canonical bytes of one value, used for storage and for hashes alike.</summary>
    internal static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case string[] list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    json.WriteStringValue(item);
                }

                json.WriteEndArray();
                break;
            case ImmutableSortedDictionary<string, bool> flags:
                json.WriteStartObject();
                foreach (var (name, answer) in flags)
                {
                    json.WriteBoolean(name, answer);
                }

                json.WriteEndObject();
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"A field cannot hold a {value.GetType().Name}.");
        }
    }

    /// <summary>The word of an origin in the log and the API.</summary>
    public static string OriginWord(ChangeOrigin origin) => origin switch
    {
        ChangeOrigin.Edit => "EDIT",
        ChangeOrigin.Authority => "AUTHORITY",
        _ => "SEED",
    };

    private static void WriteStep(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject();
        switch (step)
        {
            case DocumentPut put:
                json.WriteString("put", put.Key);
                json.WriteString("kind", put.Kind);
                if (put.SetsExternal)
                {
                    json.WritePropertyName("external");
                    WriteValue(json, put.External is { } e ? new[] { e.Source, e.Id } : null);
                }

                if (put.Meaning is { } meaning)
                {
                    json.WriteString("meaning", meaning);
                }

                WriteFields(json, put.Fields);
                break;
            case EdgePut link:
                WriteEdge(json, "link", link.Kind, link.From, link.To);
                if (link.Fields.Count > 0)
                {
                    WriteFields(json, link.Fields);
                }

                break;
            case EdgeRemoved unlink:
                WriteEdge(json, "unlink", unlink.Kind, unlink.From, unlink.To);
                break;
            case DocumentDeleted delete:
                json.WriteString("delete", delete.Key);
                break;
            case PersonErased erased:
                json.WriteString("erase", erased.Token);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteEdge(Utf8JsonWriter json, string verb, string kind, string from, string to)
    {
        json.WriteString(verb, kind);
        json.WriteString("from", from);
        json.WriteString("to", to);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }
}
