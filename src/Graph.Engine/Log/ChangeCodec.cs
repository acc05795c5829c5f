using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Graph.Engine.Snapshots;

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
    public static Change Read(long revision, ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            var version = root.GetProperty("v").GetInt32();
            if (version != Version)
            {
                throw new FormatException($"format version {version} is not known; this program reads version {Version}");
            }

            var counts = root.GetProperty("counts");
            return new(
                revision,
                root.GetProperty("id").GetString()!,
                root.GetProperty("actor").GetString()!,
                DateTimeOffset.Parse(root.GetProperty("at").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                root.GetProperty("reason").GetString()!,
                Origin(root.GetProperty("origin").GetString()!),
                root.GetProperty("request").GetString()!,
                new(counts[0].GetInt32(), counts[1].GetInt32(), counts[2].GetInt32(), counts[3].GetInt32(), counts[4].GetInt32(), counts[5].GetInt32()),
                [.. root.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!)],
                [.. root.GetProperty("ops").EnumerateArray().Select(ReadStep)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException("the entry is not a change: " + e.Message, e);
        }
    }

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

    private static ChangeOrigin Origin(string word) => word switch
    {
        "EDIT" => ChangeOrigin.Edit,
        "AUTHORITY" => ChangeOrigin.Authority,
        "SEED" => ChangeOrigin.Seed,
        _ => throw new FormatException($"the origin '{word}' is not known"),
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

    private static Step ReadStep(JsonElement step)
    {
        if (step.TryGetProperty("put", out var put))
        {
            var sets = step.TryGetProperty("external", out var external);
            return new DocumentPut(
                step.GetProperty("kind").GetString()!,
                put.GetString()!,
                sets,
                sets && external.ValueKind == JsonValueKind.Array ? new ExternalId(external[0].GetString()!, external[1].GetString()!) : null,
                ReadFields(step));
        }

        if (step.TryGetProperty("link", out var link))
        {
            return new EdgePut(step.GetProperty("from").GetString()!, link.GetString()!, step.GetProperty("to").GetString()!, ReadFields(step));
        }

        if (step.TryGetProperty("unlink", out var unlink))
        {
            return new EdgeRemoved(step.GetProperty("from").GetString()!, unlink.GetString()!, step.GetProperty("to").GetString()!);
        }

        return new DocumentDeleted(step.GetProperty("delete").GetString()!);
    }

    private static KeyValuePair<string, object?>[] ReadFields(JsonElement step)
    {
        if (!step.TryGetProperty("fields", out var fields))
        {
            return [];
        }

        var list = new KeyValuePair<string, object?>[fields.GetPropertyCount()];
        var i = 0;
        foreach (var property in fields.EnumerateObject())
        {
            list[i++] = new(property.Name, ReadValue(property.Value));
        }

        return list;
    }

    // Raw values: the builder gives them their type by the field they belong to.
    private static object? ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.Array => value.EnumerateArray().Select(v => v.GetString()!).ToArray(),
        _ => value.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value.GetBoolean(), StringComparer.Ordinal),
    };
}
