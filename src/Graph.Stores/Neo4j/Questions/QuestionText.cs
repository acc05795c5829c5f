using System.Collections.Concurrent;
using System.Text;

namespace Graph.Stores.Neo4j.Questions;

/// <summary>
/// The questions as files of Cypher. A line <c>//&gt; name</c> stands for the file of that name: what several questions need, such as a verdict,
/// is written once. A line <c>//&gt; name from to</c> gives names to two variables of the file, so that it may stand within itself.
/// </summary>
internal static class QuestionText
{
    private const string Folder = "neo4j/questions/";
    private const string Include = "//> ";

    private static readonly ConcurrentDictionary<(string Name, string? Rows), string> Known = [];

    /// <summary>The names of all files.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(QuestionText).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A whole question.</summary>
    /// <param name="name">The name of its file.</param>
    /// <param name="rows">The file that says which rows are in question; null = that of all rows.</param>
    public static string Of(string name, string? rows = null) => Known.GetOrAdd((name, rows), key =>
    {
        var text = new StringBuilder();
        Add(text, key.Name, key.Rows);
        return text.ToString().TrimEnd();
    });

    /// <summary>One file as it is.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(QuestionText).Assembly.GetManifestResourceStream(Folder + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Add(StringBuilder text, string name, string? rows)
    {
        foreach (var line in Read(name).TrimEnd().Split('\n'))
        {
            if (line.StartsWith(Include, StringComparison.Ordinal))
            {
                var words = line[Include.Length..].Split(' ');
                var begin = text.Length;
                Add(text, words[0] == "rows" ? rows ?? "all-rows" : words[0], rows);
                if (words is [_, var from, var to])
                {
                    text.Replace("__FROM__", from, begin, text.Length - begin).Replace("__TO__", to, begin, text.Length - begin);
                }
            }
            else
            {
                text.Append(line).Append('\n');
            }
        }
    }
}
