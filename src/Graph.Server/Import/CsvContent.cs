using System.Text.RegularExpressions;
using Graph.Engine.Model;

namespace Graph.Server.Import;

/// <summary>
/// What a CSV file holds, as the word says with which its name begins: the documents of one kind, by the name of their list
/// (<c>risks.csv</c>, <c>ai-systems.csv</c>, <c>evidence-2026-11-24-r57.csv</c> as it was exported), or links (<c>links.csv</c>).
/// </summary>
/// <param name="Kind">The kind; null = links.</param>
internal sealed partial record CsvContent(Kind? Kind)
{
    /// <summary>The word for links.</summary>
    public const string Links = "links";

    /// <summary>What a file of this name holds; null where its name does not say so.</summary>
    public static CsvContent? Of(string fileName, GraphModel model)
    {
        var name = System.IO.Path.GetFileName(fileName);
        return Begins(name, Links) ? new((Kind?)null)
            : model.Kinds.FirstOrDefault(k => Begins(name, k.Plural) || Begins(name, Hyphened(k.Plural))) is { } kind ? new(kind)
            : null;
    }

    /// <summary>The words that names of files may begin with.</summary>
    public static IEnumerable<string> Words(GraphModel model) => [.. model.Kinds.Select(k => Hyphened(k.Plural)), Links];

    private static bool Begins(string name, string word) =>
        name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (name.Length == word.Length || !char.IsLetter(name[word.Length]));

    private static string Hyphened(string plural) => Capital().Replace(plural, m => "-" + m.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
