using System.Collections;
using System.Globalization;
using System.Text;

namespace Graph.Server.Api.Reading;

/// <summary>Writes coerced arguments in one form, so that equal questions have equal texts.</summary>
internal static class Canonical
{
    public static StringBuilder Write(StringBuilder text, object? value) => value switch
    {
        null => text.Append("null"),
        string word => text.Append('"').Append(word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"'),
        IDictionary<string, object?> map => Map(text, map),
        IEnumerable items => List(text, items),
        DateOnly day => text.Append(day.ToString("O", CultureInfo.InvariantCulture)),
        _ => text.Append(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static StringBuilder Map(StringBuilder text, IDictionary<string, object?> map)
    {
        text.Append('{');
        foreach (var (name, item) in map.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            Write(text.Append(name).Append(':'), item).Append(',');
        }

        return text.Append('}');
    }

    private static StringBuilder List(StringBuilder text, IEnumerable items)
    {
        text.Append('[');
        foreach (var item in items)
        {
            Write(text, item).Append(',');
        }

        return text.Append(']');
    }
}
