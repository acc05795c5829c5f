using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Graph.Stores.Neo4j;

/// <summary>A statement with its parameters in the typed JSON of the Query API, which alone can carry days, instants and bytes.</summary>
internal static class QueryRequest
{
    public const string MediaType = "application/vnd.neo4j.query";

    // Compact: what is not ASCII is written as it is.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parameters by their names.</summary>
    public static Dictionary<string, object?> Parameters(params (string Name, object? Value)[] given) => given.ToDictionary(g => g.Name, g => g.Value);

    public static ReadOnlyMemory<byte> Write(string statement, IReadOnlyDictionary<string, object?> parameters)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("statement", statement);
            json.WriteStartObject("parameters");
            WriteMembers(json, parameters);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteMembers(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> members)
    {
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        json.WriteStartObject();
        switch (value)
        {
            case null:
                json.WriteString("$type", "Null");
                json.WriteNull("_value");
                break;
            case string text:
                WriteText(json, "String", text);
                break;
            case bool boolean:
                json.WriteString("$type", "Boolean");
                json.WriteBoolean("_value", boolean);
                break;
            case int or long:
                WriteText(json, "Integer", Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                WriteText(json, "Float", number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                WriteText(json, "Date", day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                WriteText(json, "OffsetDateTime", instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> bytes:
                WriteBytes(json, bytes.Span);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                json.WriteString("$type", "Map");
                json.WriteStartObject("_value");
                WriteMembers(json, map);
                json.WriteEndObject();
                break;
            case IEnumerable list:
                json.WriteString("$type", "List");
                json.WriteStartArray("_value");
                foreach (var item in list)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"A statement cannot carry a {value.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string type, string text)
    {
        json.WriteString("$type", type);
        json.WriteString("_value", text);
    }

    // Bytes that are a text are kept as one, for people who look: Neo4j gives every text back as it was.
    private static void WriteBytes(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            json.WriteString("$type", "String");
            json.WriteString("_value", bytes);
        }
        else
        {
            json.WriteString("$type", "Base64");
            json.WriteBase64String("_value", bytes);
        }
    }
}
