using System.Text.RegularExpressions;
using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Validation;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Graph.Tests.Reference;
using Microsoft.Extensions.Time.Testing;

namespace Graph.Tests.Engine;

/// <summary>A plain graph written through the engine, and the engine's answers in the words of the naive reference.</summary>
internal static partial class EngineGraph
{
    /// <summary>Writes a graph into an engine of its own, as a seed, at noon of a day.</summary>
    public static async Task<GraphEngine> OpenAsync(NaiveGraph graph, DateOnly today, ILogStore? store = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero));
        var engine = await GraphEngine.OpenAsync(GraphModel.Default, store ?? new MemoryLogStore(), new EngineOptions(), clock, null, default);
        var result = await engine.ApplyAsync(new ChangeRequest("graph", "tester", "a graph to ask", Operations(graph)) { Origin = ChangeOrigin.Seed }, default);
        Assert.True(result.Accepted, string.Join('\n', result.Violations));
        return engine;
    }

    /// <summary>The operations that write a graph.</summary>
    public static IReadOnlyList<Operation> Operations(NaiveGraph graph) =>
    [
        .. graph.Documents.Select(d => new PutDocument(d.Kind, d.Key, null, d.Fields.ToDictionary(f => f.Key, f => Raw(f.Value)))),
        .. graph.Edges.Select(e => new LinkDocuments(e.From, e.Kind, e.To, Fields(e, graph))),
    ];

    // What the ends of a link said at its review is kept as the engine keeps it.
    private static IReadOnlyDictionary<string, object?> Fields(NaiveEdge edge, NaiveGraph graph)
    {
        if (!edge.Fields.ContainsKey("reviewedOn"))
        {
            return edge.Fields;
        }

        var fields = edge.Fields.Where(f => f.Key != "then").ToDictionary(f => f.Key, f => f.Value);
        fields["reviewedAgainst"] = $"{Basis("from", edge.From)}/{Basis("to", edge.To)}";
        return fields;

        string Basis(string end, string key)
        {
            var document = graph.Documents.Single(d => d.Key == key);
            return document.Kind != "Requirement" ? MeaningAtReview(document, end, edge.List("then") ?? [])
                : edge.Fields.GetValueOrDefault("reviewedAgainst") is DateOnly day ? $"{day:yyyy-MM-dd}"
                : "-";
        }
    }

    private static string MeaningAtReview(NaiveDocument document, string end, IReadOnlyList<string> then)
    {
        GraphModel.Default.TryGetKind(document.Kind, out var kind);
        var fields = new Dictionary<string, object?>(document.Fields);
        foreach (var said in then.Select(item => item.Split('=', 2)).Where(said => said[0].StartsWith(end + ".", StringComparison.Ordinal)))
        {
            fields[said[0][(end.Length + 1)..]] = said[1].Length == 0 ? null : said[1];
        }

        return new SnapshotBuilder(Snapshot.Empty(GraphModel.Default), revertible: false)
            .Put(kind, document.Key, false, null, [.. kind.Fields.Where(f => f.Meaning && fields.ContainsKey(f.Name)).Select(f => KeyValuePair.Create(f, FieldValue.Trusted(f, Raw(fields[f.Name]))))], 1, null)
            .After.Meaning;
    }

    /// <summary>The view that the reference was asked about.</summary>
    public static View View(Snapshot snapshot, NaiveView view)
    {
        var kind = view.Forecast ? ViewKind.Forecast : view.On < view.Today ? ViewKind.Hindsight : ViewKind.Current;
        var opened = new View(snapshot, view.On, view.Today, kind, view.RenewalsAssumed ? Renewals.Assumed : Renewals.AsRecorded, view.MappingSets);
        return view.MeaningChanged is { } changed ? opened.WithMeaningChanged(snapshot.Document(changed)!) : opened;
    }

    public static NaiveCell Cell(Cell cell) => new(
        cell.Requirement.Key,
        cell.System?.Key,
        cell.InheritedBy is not null,
        Word(cell.Verdict),
        cell.Because.FalseCondition,
        cell.Verdict == Verdict.Undetermined ? [.. cell.Because.Missing] : [],
        cell.Because.FormalDate,
        cell.Because.EffectiveDate,
        cell.Because.LegacyRule?.Key,
        cell.Because.Statement?.Key,
        Word(cell.State),
        cell.Shallow,
        [.. cell.Defects.Select(d => new NaiveDefect(Word(d.Code), d.Node.Key, d.Edge, d.Name))],
        cell.Chains.Count > 0 ? cell.Chains[0].Key : null,
        cell.CreditState is { } credit ? Word(credit) : null);

    public static NaiveCoverage Coverage(CoverageCounts counts) => new(
        counts.Owed, counts.Met, counts.MetWithCredit, counts.Shallow,
        Tally<State>(counts.States), Tally<State>(counts.StatesWithCredit),
        Tally<Verdict>(counts.Verdicts).Where(v => v.Key is not ("APPLICABLE" or "UNDETERMINED")).ToDictionary());

    public static IReadOnlyList<NaiveReached> Impact(View view, string key, string happening, int depthMax) =>
        [.. ImpactQuery.Run(view, view.Snapshot.Document(key)!, Event(happening), new() { DepthMax = depthMax }, default)
            .Nodes.Value.Select(r => new NaiveReached(r.Node.Key, r.Distance))];

    public static IReadOnlyList<NaiveConsequence> Consequences(View view, string key, string happening) =>
        [.. Graph.Engine.Analysis.Consequences.Of(view, view.Snapshot.Document(key)!, Event(happening)).Select(c => new NaiveConsequence(
            c.Requirement.Key, c.System?.Key,
            Word(c.Before?.Verdict), Word(c.Before?.State), Word(c.Before?.CreditState),
            Word(c.After?.Verdict), Word(c.After?.State), Word(c.After?.CreditState)))];

    public static IReadOnlyList<IReadOnlyList<string>> Trace(View view, string from, string to) =>
        [.. TraceQuery.Run(view, view.Snapshot.Document(from)!, view.Snapshot.Document(to)!, null, new() { PathCountMax = 100_000 }, default)
            .Paths.Select(p => p.Steps.Select(s => s.Node.Key).ToList())];

    public static ImpactEvent Event(string happening) => happening == "LOSS" ? ImpactEvent.Loss : ImpactEvent.Change;

    /// <summary>The word of an enum value in the API: NotYet is NOT_YET.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Capitals().Replace(value.ToString(), "_$0").ToUpperInvariant();

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } given ? Word(given) : null;

    private static Dictionary<string, int> Tally<T>(IReadOnlyList<int> counts)
        where T : struct, Enum =>
        counts.Select((n, i) => (Word: Word((T)Enum.ToObject(typeof(T), i)), Count: n)).Where(c => c.Count > 0).ToDictionary();

    private static object? Raw(object? value) =>
        value is IReadOnlyDictionary<string, bool> flags ? flags.ToDictionary(f => f.Key, f => (object?)f.Value) : value;

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Capitals();
}
