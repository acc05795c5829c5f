using Graph.Tests.Reference;

namespace Graph.Tests.Cases;

/// <summary>A small graph, the day on which it is asked about, and the questions with their expected rows.</summary>
internal sealed record Case(
    string File, int Line, string Title, DateOnly Today, NaiveGraph Graph, IReadOnlyList<CaseAsk> Asks)
{
    public override string ToString() => $"{File}:{Line} {Title}";
}

/// <summary>The moment an ask looks at. Every case is asked at the head of a freshly loaded graph.</summary>
/// <param name="On">The day judged.</param>
/// <param name="Today">The day on which the question is asked.</param>
/// <param name="AsOfHead">Whether the head is asked for by name, which makes an earlier day HINDSIGHT.</param>
/// <param name="RenewalsAssumed">Whether proof valid today counts as renewed.</param>
/// <param name="MappingSets">The sets that may give credit; null = all.</param>
/// <param name="MeaningChanged">The document whose meaning has changed since every link was reviewed, or null.</param>
internal sealed record CaseView(
    DateOnly On,
    DateOnly Today,
    bool AsOfHead,
    bool RenewalsAssumed,
    IReadOnlyList<string>? MappingSets,
    string? MeaningChanged)
{
    public string Kind => On > Today ? "FORECAST" : On < Today ? "HINDSIGHT" : "CURRENT";

    public NaiveView Over(NaiveGraph graph) =>
        new(graph, On, Today, On > Today, RenewalsAssumed, MappingSets, MeaningChanged);
}

/// <summary>One question of a case: what is asked, the view it is asked of, and the rows that answer it.</summary>
internal abstract record CaseAsk(int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected);

/// <summary>All cells of a framework, heading or row (null: of everything) for some systems (null: for all).</summary>
internal sealed record CellsAsk(
    int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected, string? Of, IReadOnlyList<string>? Systems)
    : CaseAsk(Line, Text, View, Expected);

/// <summary>What one system lacks, everywhere or below <paramref name="Of"/>.</summary>
internal sealed record GapsAsk(
    int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected, string System, string? Of)
    : CaseAsk(Line, Text, View, Expected);

/// <summary>Coverage; <paramref name="By"/> SYSTEM or CHILD adds a row for each system or direct child.</summary>
internal sealed record CoverageAsk(
    int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected,
    string Of, IReadOnlyList<string>? Systems, string? By)
    : CaseAsk(Line, Text, View, Expected);

/// <summary>What is reached from a node under LOSS or CHANGE.</summary>
internal sealed record ImpactAsk(
    int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected, string Of, string Event)
    : CaseAsk(Line, Text, View, Expected);

/// <summary>The cells that a LOSS or CHANGE of a node alters.</summary>
internal sealed record ConsequencesAsk(
    int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected, string Of, string Event)
    : CaseAsk(Line, Text, View, Expected);

/// <summary>All shortest paths along the chain.</summary>
internal sealed record TraceAsk(
    int Line, string Text, CaseView View, IReadOnlyList<CaseRow> Expected, string From, string To)
    : CaseAsk(Line, Text, View, Expected);
