using System.Text;

namespace Graph.Server.Api.Types;

/// <summary>Enum members in the CONSTANT_CASE of the API.</summary>
internal static class EnumWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The words of a list of members; null where it is absent.</summary>
    public static string[]? All<T>(object? members)
        where T : struct, Enum => members is System.Collections.IEnumerable list ? [.. list.Cast<T>().Select(Of)] : null;

    public static string Constant(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0 && (char.IsLower(text[^1]) || char.IsDigit(text[^1])))
            {
                text.Append('_');
            }

            text.Append(c);
        }

        return text.ToString().ToUpperInvariant();
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(v => v, v => Constant(v.ToString()));
    }
}
