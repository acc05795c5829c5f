using System.Globalization;
using Graph.Engine.Views;

namespace Graph.Stores.Neo4j.Questions;

/// <summary>
/// The questions of the API in Cypher: statements that give the same rows in Neo4j, from the graph that the store keeps there. They are a
/// second, independent reading of the design: nothing of the engine's answer goes into them.
/// </summary>
public static class CypherQuestions
{
    /// <summary>The greatest number of rows that a statement of cells yields. Whoever wants more changes the parameter.</summary>
    public const int RowCountMax = 100_000;

    /// <summary>The cells of a framework, heading or row (null = every framework) for systems (null = all in scope).</summary>
    public static CypherStatement Cells(View view, string? of, IReadOnlyList<string>? systems) =>
        Ask("cells", of, Moment(view), ("systems", systems), ("rowCountMax", RowCountMax));

    /// <summary>The owed cells of a system that are not COVERED.</summary>
    public static CypherStatement Gaps(View view, string system, string? of) =>
        Ask("gaps", of, Moment(view), ("system", system), ("rowCountMax", RowCountMax));

    private static CypherStatement Ask(string question, string? of, IEnumerable<(string Name, object? Value)> moment, params (string Name, object? Value)[] asked)
    {
        var parameters = moment.Concat(asked).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        if (of is not null)
        {
            parameters.Add("of", of);
        }

        return new(QuestionText.Of(question, of is null ? null : "rows-of"), parameters);
    }

    private static IEnumerable<(string Name, object? Value)> Moment(View view) =>
    [
        ("day", Day(view.On)),
        ("today", Day(view.Today)),
        ("renewals", view.Renewals == Renewals.Assumed ? "ASSUMED" : "AS_RECORDED"),
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
