using System.Text.RegularExpressions;

namespace Graph.Server.Export.Packs;

/// <summary>Characters that turn the direction of what follows (Unicode, Annex 9): in a text of a document they would turn what the page says after it, so that a key or a number reads backwards.</summary>
internal static partial class Directions
{
    /// <summary>The text with each of them shown by its number instead of obeyed, such as [U+202E].</summary>
    public static string Shown(string value) => Turning().Replace(value, m => $"[U+{(int)m.Value[0]:X4}]");

    // Embeddings and overrides with their end, isolates with theirs; marks of direction turn nothing but themselves.
    [GeneratedRegex("[\u202A-\u202E\u2066-\u2069]", RegexOptions.CultureInvariant)]
    private static partial Regex Turning();
}
