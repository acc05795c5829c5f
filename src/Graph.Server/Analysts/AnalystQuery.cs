using System.Text.RegularExpressions;
using Graph.Stores.Neo4j.Questions;

namespace Graph.Server.Analysts;

/// <summary>One question for analysts, as a file of <c>schema/neo4j/queries</c> asks it.</summary>
/// <param name="Name">The name of the file, without its ending.</param>
/// <param name="Title">What it asks, in the first line.</param>
/// <param name="Description">What the rows say, and where the exact answer is.</param>
/// <param name="Text">The file as cypher-shell runs it: the parameters, then the statement.</param>
internal sealed partial record AnalystQuery(string Name, string Title, string Description, string Text)
{
    private const string Folder = "neo4j/queries/";

    /// <summary>All of them, by their names.</summary>
    public static IReadOnlyList<AnalystQuery> All { get; } =
    [
        .. typeof(AnalystQuery).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => Parse(n[Folder.Length..], AnalystKit.Read(n))),
    ];

    /// <summary>The parameters: their names, and what Cypher gives each a value by.</summary>
    public IReadOnlyDictionary<string, string> Parameters => Parameter().Matches(Text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    /// <summary>The statement with the values of the file written into it, as Neo4j Browser shows rows for it.</summary>
    public string Inlined => CypherLiteral.Inline(Statement, Parameters.GetValueOrDefault);

    /// <summary>The statement alone.</summary>
    public string Statement => Parameter().Replace(Text, "").Trim().TrimEnd(';');

    private static AnalystQuery Parse(string name, string file)
    {
        var lines = file.Split('\n');
        var comments = lines.TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)).Select(l => l[2..].Trim()).ToList();
        return new(name, comments[0], string.Join(' ', comments.Skip(1)), string.Join('\n', lines.Skip(comments.Count)).Trim());
    }

    [GeneratedRegex(@"^:param (\w+) => (.*);\n", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
