using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Mail;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;

namespace Graph.Engine.Validation;

/// <summary>Brings a raw value, as it comes from GraphQL, a file or the log, into the one form in which documents hold it.</summary>
internal static class FieldValue
{
    // The last point of each area of Annex III; area 2 has none.
    private const string LastPoints = "c\0dbdedb";

    // Whoever follows such a link runs what somebody wrote into it.
    private static readonly string[] ActiveSchemes = ["javascript", "data", "vbscript"];

    private static readonly int FirstBoxedDay = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly object?[] BoxedDays = new object?[36_525];

    /// <summary>Reads a value; gives each fault as (path within the field, message). A fault leaves the value null.</summary>
    public static object? Read(Field field, object? raw, Action<string, string> fault)
    {
        switch (raw)
        {
            case null:
                return null;
            case string text when !field.IsMany:
                return Scalar(field, text, fault);
            case bool boolean when field.Type == FieldType.Boolean:
                return boolean;
            case int number when field.Type == FieldType.Integer:
                return Bounded(field, number, fault);
            case int or long or double or decimal when field.Type == FieldType.Number:
                return Bounded(field, Convert.ToDouble(raw, CultureInfo.InvariantCulture), fault);
            case DateOnly day when field.Type == FieldType.Date:
                return Boxed(day);
            case IDictionary<string, object?> map when field.Type == FieldType.Flags:
                return Flags(field, map, fault);
            case IDictionary:
                break;
            case IEnumerable items when field.IsMany && raw is not string:
                return field.Type == FieldType.Flags ? FlagList(field, items, fault) : List(field, items, fault);
        }

        fault("", $"expected {Expected(field)}, found {Found(raw)}");
        return null;
    }

    /// <summary>Reads a value of the log, which was checked when it was written.</summary>
    public static object? Trusted(Field field, object? raw)
    {
        try
        {
            return Read(field, raw, Broken);
        }
        catch (FormatException e)
        {
            throw new FormatException($"the field '{field.Name}' is wrong: {e.Message}");
        }
    }

    private static readonly Action<string, string> Broken = (_, message) => throw new FormatException(message);

    private static object? Scalar(Field field, string text, Action<string, string> fault)
    {
        switch (field.Type)
        {
            case FieldType.Text:
            case FieldType.Personal:
                return Bounded(field, text, "", fault);
            case FieldType.Word:
                if (field.Words!.TryGet(text, out var word))
                {
                    return word;
                }

                break;
            case FieldType.Boolean when text is "true" or "false":
                return text == "true";
            case FieldType.Integer when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return Bounded(field, number, fault);
            case FieldType.Number when double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number):
                return Bounded(field, number, fault);
            case FieldType.Date when Day(text) is { } day:
                return Boxed(day);
        }

        fault("", $"expected {Expected(field)}, found '{Short(text)}'");
        return null;
    }

    /// <summary>A day as the log, the API and files write it; null where the text is none.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // Most documents and edges hold a day, and the days are few.
    private static object Boxed(DateOnly day)
    {
        var index = day.DayNumber - FirstBoxedDay;
        object boxed = (uint)index < (uint)BoxedDays.Length ? BoxedDays[index] ??= day : day;
        return boxed;
    }

    private static string? Bounded(Field field, string text, string path, Action<string, string> fault)
    {
        if (text.Length > field.LengthMax)
        {
            fault(path, $"expected at most {field.LengthMax} characters, found {text.Length}");
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            fault(path, "expected a text, found a blank one; use null to clear the field");
            return null;
        }

        // The log is not asked for these: what an older program took must replay when the rules have become stricter.
        if (fault != Broken && !IsReadable(text))
        {
            fault(path, "expected readable text, found a control character or half a character");
            return null;
        }

        if (fault != Broken && FaultInForm(field.Form, text) is { } expected)
        {
            fault(path, $"expected {expected}, found '{Short(text)}'");
            return null;
        }

        return field.Form == TextForm.Sha256 ? text.ToLowerInvariant() : text;
    }

    // What was expected, or null where the text has its form.
    private static string? FaultInForm(TextForm form, string text) => form switch
    {
        TextForm.DayOrEffective => text is LegacyRuleKind.Effective || Day(text) is not null ? null : $"a day such as 2026-08-02, or {LegacyRuleKind.Effective}",
        TextForm.AnnexIIIPoint => IsPoint(text) ? null : "a point that Annex III has, such as 5(b), or an area from 1 to 8",
        TextForm.Sha256 => text.Length == 64 && text.All(char.IsAsciiHexDigit) ? null : "a SHA-256 hash of 64 hexadecimal digits",
        TextForm.Uri => Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase)
            ? ActiveSchemes.Contains(uri.Scheme) ? "an absolute URI that leads somewhere, not one that a browser runs or shows as it is written" : null
            : "an absolute URI such as https://records.example/audit-7",
        TextForm.Email => MailAddress.TryCreate(text, out var address) && address.Address == text ? null : "an e-mail address such as ada@example.org",
        _ => null,
    };

    /// <summary>Whether a text is free of control characters and of halves of characters, which the log could not give back.</summary>
    public static bool IsReadable(string text) => !text.Any(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r')) && !HasLoneSurrogate(text);

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    // Minus zero is zero: the log writes one form of each number.
    private static double? Bounded(Field field, double number, Action<string, string> fault)
    {
        if (number >= field.NumberMin && number <= field.NumberMax)
        {
            return number + 0.0;
        }

        fault("", $"expected {Expected(field)}, found {number.ToString(CultureInfo.InvariantCulture)}");
        return null;
    }

    private static int? Bounded(Field field, int number, Action<string, string> fault)
    {
        if (number >= field.Minimum && number <= field.Maximum)
        {
            return number;
        }

        fault("", $"expected {Expected(field)}, found {number}");
        return null;
    }

    private static string[]? List(Field field, IEnumerable items, Action<string, string> fault)
    {
        var list = new List<string>();
        var index = -1;
        foreach (var item in items)
        {
            index++;
            if (index >= Field.ListCountMax)
            {
                fault("", $"expected at most {Field.ListCountMax} entries");
                return null;
            }

            if (item is not string text)
            {
                fault($"[{index}]", $"expected {Expected(field)}, found {Found(item)}");
            }
            else if (field.Type == FieldType.TextList && Bounded(field, text, $"[{index}]", fault) is { } kept)
            {
                list.Add(kept);
            }
            else if (field.Type == FieldType.WordList && field.Words!.TryGet(text, out var word))
            {
                list.Add(word);
            }
            else if (field.Type == FieldType.WordList)
            {
                fault($"[{index}]", $"expected {Expected(field)}, found '{Short(text)}'");
            }
        }

        return [.. list.Distinct(StringComparer.Ordinal)];
    }

    private static ImmutableSortedDictionary<string, bool>? FlagList(Field field, IEnumerable items, Action<string, string> fault)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        var index = -1;
        foreach (var item in items)
        {
            index++;
            if (item is not IDictionary<string, object?> pair || !pair.TryGetValue("name", out var given) || given is not string name)
            {
                fault($"[{index}]", $"expected a name and a value, found {Found(item)}");
            }
            else if (!map.TryAdd(name, pair.TryGetValue("value", out var answer) ? answer : null))
            {
                fault($"[{index}].name", $"expected each fact once, found '{Short(name)}' again");
            }
        }

        return Flags(field, map, fault);
    }

    private static ImmutableSortedDictionary<string, bool>? Flags(Field field, IDictionary<string, object?> map, Action<string, string> fault)
    {
        if (map.Count > Field.ListCountMax)
        {
            fault("", $"expected at most {Field.ListCountMax} facts, found {map.Count}");
            return null;
        }

        var flags = ImmutableSortedDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
        foreach (var (name, answer) in map)
        {
            switch (answer)
            {
                case bool boolean:
                    flags[name] = boolean;
                    break;
                case "true" or "false":
                    flags[name] = (string)answer == "true";
                    break;
                default:
                    fault($".{name}", $"expected true or false, found {Found(answer)}");
                    break;
            }
        }

        return flags.ToImmutable();
    }

    /// <summary>
    /// Whether a text names a point of Annex III of Regulation (EU) 2024/1689, such as 5(b), or one of its areas, such as 5. What the Annex does
    /// not have would match nothing and hide a duty.
    /// </summary>
    public static bool IsPoint(string text) => text.Length switch
    {
        1 => text[0] is >= '1' and <= '8',
        4 => text[0] is >= '1' and <= '8' && text[1] == '(' && text[3] == ')' && text[2] >= 'a' && text[2] <= LastPoints[text[0] - '1'],
        _ => false,
    };

    private static string Expected(Field field) => field.Type switch
    {
        FieldType.Text or FieldType.Personal => "a text",
        FieldType.Integer => $"a whole number from {field.Minimum} to {field.Maximum}",
        FieldType.Number => string.Create(CultureInfo.InvariantCulture, $"a number from {field.NumberMin} to {field.NumberMax}"),
        FieldType.Boolean => "true or false",
        FieldType.Date => "a day such as 2027-12-02",
        FieldType.Word => "one of " + string.Join(", ", field.Words!.Words.Select(w => w.Word)),
        FieldType.TextList => "a list of texts",
        FieldType.WordList => "a list of " + string.Join(", ", field.Words!.Words.Select(w => w.Word)),
        _ => "a map of facts to true or false",
    };

    private static string Found(object? raw) => raw switch
    {
        null => "null",
        string text => $"'{Short(text)}'",
        bool or int or long or double or decimal => Convert.ToString(raw, CultureInfo.InvariantCulture)!,
        IDictionary or IDictionary<string, object?> => "a map",
        IEnumerable => "a list",
        _ => "something else",
    };

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
