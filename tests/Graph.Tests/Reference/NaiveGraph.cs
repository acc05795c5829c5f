namespace Graph.Tests.Reference;

/// <summary>A document as plain data. Values are string, bool, int, DateOnly, string[] or IReadOnlyDictionary of string to bool; absent = not in the map.</summary>
public sealed record NaiveDocument(string Kind, string Key, IReadOnlyDictionary<string, object?> Fields);

/// <summary>An edge as plain data; <paramref name="Kind"/> as the API writes it, e.g. SATISFIES; Fields hold extent, joint, rationale, and the last review (<see cref="NaiveReviews"/>).</summary>
public sealed record NaiveEdge(string From, string Kind, string To, IReadOnlyDictionary<string, object?> Fields)
{
    public string Key => $"{From}|{Kind}|{To}";
}

/// <summary>The whole graph as two lists: the only thing the naive reference and the cases know.</summary>
public sealed record NaiveGraph(IReadOnlyList<NaiveDocument> Documents, IReadOnlyList<NaiveEdge> Edges);

/// <summary>A graph seen on a day, as the naive reference needs it.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="On">The day judged.</param>
/// <param name="Today">The day on which the question is asked; it decides EXPIRES_BEFORE and renewals.</param>
/// <param name="Forecast">Whether the view's kind is FORECAST.</param>
/// <param name="RenewalsAssumed">Whether proof valid today counts as renewed.</param>
/// <param name="MappingSets">The sets that may give credit; null = all.</param>
/// <param name="MeaningChanged">For CHANGE consequences: the document whose meaning has changed, or null.</param>
public sealed record NaiveView(
    NaiveGraph Graph,
    DateOnly On,
    DateOnly Today,
    bool Forecast = false,
    bool RenewalsAssumed = false,
    IReadOnlyList<string>? MappingSets = null,
    string? MeaningChanged = null);

/// <summary>One defect. <paramref name="Edge"/> is the link's key where the defect is a link's; <paramref name="Name"/> the missing fact for FACT_MISSING.</summary>
public sealed record NaiveDefect(string Code, string Node, string? Edge = null, string? Name = null);

/// <summary>One cell, in the form in which engine, reference, cases and GraphQL are compared.</summary>
public sealed record NaiveCell(
    string Requirement,
    string? Subject,
    bool Inherited,
    string Verdict,
    string? FalseCondition,
    IReadOnlyList<string> Missing,
    DateOnly? FormalDate,
    DateOnly? EffectiveDate,
    string? LegacyRule,
    string? Statement,
    string State,
    bool Shallow,
    IReadOnlyList<NaiveDefect> Defects,
    string? BestChain,
    string? Credit);

/// <summary>Coverage counts of a framework, heading or row.</summary>
public sealed record NaiveCoverage(
    int Owed,
    int Met,
    int MetWithCredit,
    int Shallow,
    IReadOnlyDictionary<string, int> States,
    IReadOnlyDictionary<string, int> StatesWithCredit,
    IReadOnlyDictionary<string, int> NotOwed);

/// <summary>A node reached by impact.</summary>
public sealed record NaiveReached(string Node, int Distance);

/// <summary>The coverage of one system; inherited cells are counted.</summary>
public sealed record NaiveSystemCoverage(string System, NaiveCoverage Coverage);

/// <summary>A cell that differs between two views; a side without the cell is null throughout.</summary>
public sealed record NaiveConsequence(
    string Requirement,
    string? Subject,
    string? OldVerdict,
    string? OldState,
    string? OldCredit,
    string? NewVerdict,
    string? NewState,
    string? NewCredit);
