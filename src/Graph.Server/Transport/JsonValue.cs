using System.Globalization;
using System.Text.Json;

namespace Graph.Server.Transport;

/// <summary>Single values as JSON, in answers and in exports alike.</summary>
internal static class JsonValue
{
    /// <summary>Writes a value; false where its type is none of those that answers are made of.</summary>
    public static bool TryWrite(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                return true;
            case string text:
                json.WriteStringValue(text);
                return true;
            case bool flag:
                json.WriteBooleanValue(flag);
                return true;
            case int number:
                json.WriteNumberValue(number);
                return true;
            case long number:
                json.WriteNumberValue(number);
                return true;
            case double number:
                json.WriteNumberValue(number);
                return true;
            case DateOnly day:
                json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture));
                return true;
            default:
                return false;
        }
    }
}
