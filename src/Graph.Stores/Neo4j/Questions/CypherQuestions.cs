using System.Globalization;
using Graph.Engine.Model;
using Graph.Engine.Traversal;
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
    public static CypherStatement Cells(View view, string? of, IReadOnlyList<string>? systems, CellFilter? filter = null) => Ask(
        "cells", of, Moment(view),
        ("systems", systems), ("verdicts", filter?.Verdicts), ("states", filter?.States), ("owed", filter?.Owed), ("shallow", filter?.Shallow),
        ("scope", filter?.Scope), ("defects", filter?.Defects), ("rowCountMax", RowCountMax));

    /// <summary>What mapped requirements give to cells, with every way by which they do; a cell to which they give nothing has no row.</summary>
    public static CypherStatement Credit(View view, string? of, IReadOnlyList<string>? systems) =>
        Ask("credit", of, Moment(view), ("systems", systems), ("mappingSets", view.MappingSets?.ToList()), ("rowCountMax", RowCountMax));

    /// <summary>The owed cells of a system that are not COVERED.</summary>
    public static CypherStatement Gaps(View view, string system, string? of) =>
        Ask("gaps", of, Moment(view), ("system", system), ("rowCountMax", RowCountMax));

    /// <summary>The counts of a framework, heading or row for systems (null = all in scope): a row for all of them, and one for each.</summary>
    public static CypherStatement Coverage(View view, string of, IReadOnlyList<string>? systems) =>
        Ask("coverage", of, Moment(view), ("systems", systems), ("rowCountMax", RowCountMax));

    /// <summary>The counts of states with credit, in the rows of <see cref="Coverage"/>.</summary>
    public static CypherStatement CoverageCredit(View view, string of, IReadOnlyList<string>? systems) =>
        Ask("coverage-credit", of, Moment(view), ("systems", systems), ("mappingSets", view.MappingSets?.ToList()), ("rowCountMax", RowCountMax));

    /// <summary>The documents reached from one under an event.</summary>
    public static CypherStatement Impact(View view, string of, ImpactEvent happens, TraversalLimits limits)
    {
        var isLoss = happens == ImpactEvent.Loss;
        var edges = view.Snapshot.Model.Edges;

        // Under LOSS a mapping is passed whole, and what stands below a heading falls with it: the statement says so itself.
        List<EdgeKind> Along(Along along) => [.. edges.Where(e => (isLoss ? e.Loss : e.Change) == along && !(isLoss && (e == EdgeKinds.From || e == EdgeKinds.To)))];
        var (with, against) = (Along(Engine.Model.Along.With), Along(Engine.Model.Along.Against));
        var text = QuestionText.Of(isLoss ? "impact-loss" : "impact-change")
            .Replace("__EDGES__", Types([.. with, .. against]), StringComparison.Ordinal)
            .Replace("__WITH__", Names(with), StringComparison.Ordinal)
            .Replace("__AGAINST__", Names(against), StringComparison.Ordinal);
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["of"] = of, ["depthMax"] = limits.DepthMax, ["nodeCountMax"] = limits.NodeCountMax };
        if (isLoss)
        {
            parameters.Add("mappingSets", view.MappingSets?.ToList());
        }

        return new(text, parameters);
    }

    /// <summary>All shortest paths along the chain, by some kinds of edges; null = by all that belong to it.</summary>
    public static CypherStatement Trace(string from, string to, IReadOnlyCollection<EdgeKind>? via, TraversalLimits limits) => new(
        QuestionText.Of("trace").Replace("__EDGES__", Types(TraceQuery.ChainKinds), StringComparison.Ordinal),
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["from"] = from,
            ["to"] = to,
            ["via"] = via?.Select(kind => kind.Name).ToList(),
            ["depthMax"] = limits.DepthMax,
            ["pathCountMax"] = limits.PathCountMax,
        });

    private static string Types(IEnumerable<EdgeKind> kinds) => string.Join('|', kinds.Select(kind => kind.Name));

    private static string Names(IEnumerable<EdgeKind> kinds) => $"[{string.Join(", ", kinds.Select(kind => $"'{kind.Name}'"))}]";

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
