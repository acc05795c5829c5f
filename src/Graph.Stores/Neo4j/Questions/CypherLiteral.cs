using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Graph.Stores.Neo4j.Questions;

/// <summary>
/// Statements with the values of their parameters written into them: Neo4j Browser shows no rows for a statement that is pasted together with
/// <c>:param</c> lines.
/// </summary>
public static partial class CypherLiteral
{
    /// <summary>One statement that needs no parameters.</summary>
    public static string Inline(CypherStatement statement) => Inline(statement.Text, name => statement.Parameters.TryGetValue(name, out var value) ? Of(value) : null);

    /// <summary>A text whose parameters are replaced by what is given for each; null = it stays. Comments and quoted texts are left as they are.</summary>
    public static string Inline(string text, Func<string, string?> literal) =>
        Token().Replace(text, match => match.Groups["name"] is { Success: true } name ? literal(name.Value) ?? match.Value : match.Value);

    /// <summary>A value as Cypher writes it.</summary>
    /// <exception cref="ArgumentException">It is none that a parameter holds.</exception>
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quoted(text),
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => throw new ArgumentException($"expected a text, a whole number, true, false or a list, found {value.GetType().Name}", nameof(value)),
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            _ = c is '\'' or '\\' ? quoted.Append('\\').Append(c) : c < ' ' ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : quoted.Append(c);
        }

        return quoted.Append('\'').ToString();
    }

    [GeneratedRegex(@"//[^\n]*|'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*""|`[^`]*`|\$(?<name>[A-Za-z]\w*)", RegexOptions.Singleline)]
    private static partial Regex Token();
}
