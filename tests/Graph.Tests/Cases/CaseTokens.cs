using System.Globalization;
using System.Text.RegularExpressions;

namespace Graph.Tests.Cases;

/// <summary>Words and values of a line of a case file.</summary>
internal static partial class CaseTokens
{
    /// <summary>Splits at blanks, except inside quotes, brackets and braces.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        var tokens = new List<string>();
        var start = -1;
        var depth = 0;
        var quoted = false;
        for (var index = 0; index <= line.Length; index++)
        {
            var character = index < line.Length ? line[index] : ' ';
            if (character == '"')
                quoted = !quoted;
            if (!quoted)
                depth += character is '[' or '{' ? 1 : character is ']' or '}' ? -1 : 0;
            var isGap = character == ' ' && !quoted && depth == 0;
            if (!isGap && start < 0)
                start = index;
            if (!isGap || start < 0)
                continue;
            tokens.Add(line[start..index]);
            start = -1;
        }

        if (quoted || depth != 0)
            throw new FormatException("a quote, bracket or brace is not closed");
        return tokens;
    }

    /// <summary>Reads <c>name:value</c>; a quoted value is always text, an unquoted one what it looks like.</summary>
    public static (string Name, object Value) Field(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == token.Length - 1)
            throw new FormatException($"expected name:value, found '{token}'");
        return (token[..colon], Value(token[(colon + 1)..]));
    }

    /// <summary>The kind of an arrow such as <c>-SATISFIES-></c>, or null.</summary>
    public static string? ArrowKind(string token) =>
        Arrow().Match(token) is { Success: true } match ? match.Groups[1].Value : null;

    private static object Value(string text)
    {
        if (text[0] == '"')
            return text.Trim('"');
        if (text[0] == '[')
            return Items(text);
        if (text[0] == '{')
            return Items(text).Select(item => item.Split(':'))
                .ToDictionary(pair => pair[0], pair => bool.Parse(pair[1]));
        if (text is "true" or "false")
            return text == "true";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static string[] Items(string text) =>
        text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^-([A-Z_]+)->$")]
    private static partial Regex Arrow();
}
