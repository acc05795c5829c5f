using System.ComponentModel;
using System.Globalization;

namespace Graph.Server.Hosting;

/// <summary>Finds every setting that no option takes, so that an operator sees all of them at once; the binder of the framework stops at the first.</summary>
internal static class UnreadableSettings
{
    /// <summary>The paths of the settings that cannot be read, each with what was expected and found.</summary>
    public static IReadOnlyDictionary<string, string> Find(IConfigurationSection section, Type options)
    {
        var faults = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Judge(section, options, faults);
        return faults;
    }

    private static void Judge(IConfigurationSection section, Type type, SortedDictionary<string, string> faults)
    {
        if (type == typeof(IList<string>))
        {
            JudgeList(section, faults);
        }
        else if (TypeDescriptor.GetConverter(type) is { } converter && converter.CanConvertFrom(typeof(string)))
        {
            JudgeValue(section, type, converter, faults);
        }
        else if (section.Value is { Length: > 0 } text)
        {
            faults[section.Path] = $"expected settings of its own, such as {section.Path}:{SettingList.TypesOf(type).Keys.First()}, found '{text}'";
        }
        else
        {
            var settings = SettingList.TypesOf(type);
            foreach (var child in section.GetChildren())
            {
                if (settings.TryGetValue(child.Key, out var setting))
                {
                    Judge(child, setting, faults);
                }
                else
                {
                    faults[child.Path] = $"expected one of {string.Join(", ", settings.Keys)}, found a setting of another name";
                }
            }
        }
    }

    private static void JudgeList(IConfigurationSection section, SortedDictionary<string, string> faults)
    {
        if (section.Value is { Length: > 0 } text)
        {
            faults[section.Path] = $"expected a list, its first value at {section.Path}:0, found '{text}'";
        }

        foreach (var child in section.GetChildren().Where(c => c.Value is null || !int.TryParse(c.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            faults[child.Path] = "expected a text at a number, found something else";
        }
    }

    private static void JudgeValue(IConfigurationSection section, Type type, TypeConverter converter, SortedDictionary<string, string> faults)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (section.GetChildren().Any())
        {
            faults[section.Path] = $"expected {Expected(value)}, found settings below it";
        }
        else if (section.Value is { Length: > 0 } text && !IsConvertible(converter, text))
        {
            faults[section.Path] = $"expected {Expected(value)}, found '{text}'";
        }
        else if (section.Value is "" && value != typeof(string))
        {
            faults[section.Path] = $"expected {Expected(value)}, found nothing";
        }
    }

    private static bool IsConvertible(TypeConverter converter, string text)
    {
        try
        {
            return converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Expected(Type value) =>
        value == typeof(int) || value == typeof(long) ? "a whole number"
        : value == typeof(double) ? "a number"
        : value == typeof(bool) ? "true or false"
        : value == typeof(TimeSpan) ? "a time such as 00:00:10"
        : "a text";
}
