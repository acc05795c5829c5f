using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;

namespace Graph.Engine.Model;

/// <summary>The kinds and edge kinds of a graph: the one source from which everything else derives.</summary>
public sealed class GraphModel
{
    /// <summary>The greatest number of edge kinds; one number of the six bits marks hubs.</summary>
    public const int EdgeKindCountMax = 63;

    private readonly Dictionary<string, Kind> kindsByName;
    private readonly Dictionary<string, Kind> kindsByKeyPrefix;
    private readonly Dictionary<string, EdgeKind> edgesByName;
    private readonly HashSet<Kind> meaningReviewed;
    private readonly Dictionary<Kind, IReadOnlyList<EdgeKind>> starting;
    private readonly Dictionary<Kind, IReadOnlyList<EdgeKind>> leading;
    private readonly Dictionary<Kind, IReadOnlyList<EdgeKind>> parts;

    /// <summary>Makes a model; the order of edge kinds is part of the in-memory form only, never of the log.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="edges">The edge kinds.</param>
    public GraphModel(IReadOnlyList<Kind> kinds, IReadOnlyList<EdgeKind> edges)
    {
        if (edges.Count > EdgeKindCountMax)
        {
            throw new InvalidOperationException($"A model has at most {EdgeKindCountMax} edge kinds, not {edges.Count}.");
        }

        Kinds = kinds;
        Edges = edges;
        kindsByName = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        kindsByKeyPrefix = kinds.ToDictionary(k => k.KeyPrefix, StringComparer.Ordinal);
        edgesByName = edges.ToDictionary(e => e.Name, StringComparer.Ordinal);
        meaningReviewed = [.. kinds.Where(k => k != RequirementKind.Kind && edges.Any(e => e.Reviewed && (e.MayStartFrom(k) || e.MayLeadTo(k))))];
        starting = kinds.ToDictionary(k => k, k => (IReadOnlyList<EdgeKind>)[.. edges.Where(e => e.MayStartFrom(k))]);
        leading = kinds.ToDictionary(k => k, k => (IReadOnlyList<EdgeKind>)[.. edges.Where(e => e.MayLeadTo(k))]);
        parts = kinds.ToDictionary(k => k, k => (IReadOnlyList<EdgeKind>)[.. leading[k].Where(e => e.IsPart)]);
        var fixedEnds = kinds.Where(k => edges.Any(e => e.FixesEnd && e.MayLeadTo(k))).ToList();
        FixedKinds = (HashSet<Kind>)[.. fixedEnds, .. kinds.Where(k => fixedEnds.Exists(end => parts[end].Any(e => e.MayStartFrom(k))))];
        for (var i = 0; i < edges.Count; i++)
        {
            edges[i].Take(i);
        }

        foreach (var name in edges.SelectMany(e => e.From.Concat(e.To)).Distinct().Where(n => !kindsByName.ContainsKey(n)))
        {
            throw new InvalidOperationException($"An edge kind joins the kind {name}, which the model does not have.");
        }
    }

    /// <summary>The kinds that ship.</summary>
    public static GraphModel Default { get; } = new(
        [
            FrameworkKind.Kind, RequirementKind.Kind, LegacyRuleKind.Kind, FactKind.Kind, MappingSetKind.Kind, MappingKind.Kind,
            AiSystemKind.Kind, ComponentKind.Kind, VendorKind.Kind, RiskKind.Kind, ControlKind.Kind, EvidenceKind.Kind,
            AssessmentKind.Kind, StatementKind.Kind, PersonKind.Kind,
            .. ManagementKinds.All,
        ],
        [.. EdgeKinds.All, .. ManagementEdges.All]);

    /// <summary>The kinds, in the order shown to people.</summary>
    public IReadOnlyList<Kind> Kinds { get; }

    /// <summary>The edge kinds; an edge kind's number is its place here.</summary>
    public IReadOnlyList<EdgeKind> Edges { get; }

    /// <summary>The kinds whose documents keep their meaning while what is linked to them is decided on (<see cref="EdgeKind.FixesEnd"/>), and of their parts.</summary>
    public IReadOnlySet<Kind> FixedKinds { get; }

    /// <summary>The model with more kinds and edge kinds.</summary>
    public GraphModel With(IReadOnlyList<Kind> kinds, IReadOnlyList<EdgeKind>? edges = null) =>
        new([.. Kinds, .. kinds], [.. Edges, .. edges ?? []]);

    /// <summary>Finds a kind by its name.</summary>
    public bool TryGetKind(string name, out Kind kind) => kindsByName.TryGetValue(name, out kind!);

    /// <summary>The kind that people take a document for by its key: the one whose prefix stands before the first colon, or null.</summary>
    public Kind? KindByKey(string key) =>
        key.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? kindsByKeyPrefix.GetValueOrDefault(key[..colon]) : null;

    /// <summary>Finds an edge kind by its name.</summary>
    public bool TryGetEdge(string name, out EdgeKind edge) => edgesByName.TryGetValue(name, out edge!);

    /// <summary>The edge kinds that may start from a kind.</summary>
    public IReadOnlyList<EdgeKind> EdgesFrom(Kind kind) => starting[kind];

    /// <summary>The edge kinds that may lead to a kind.</summary>
    public IReadOnlyList<EdgeKind> EdgesTo(Kind kind) => leading[kind];

    /// <summary>The names of the kinds from which an edge kind may start; empty = any.</summary>
    public IReadOnlyList<string> StartsOf(EdgeKind edge) => edge.FromWhere is { } where ? [.. Kinds.Where(where).Select(k => k.Name)] : edge.From;

    /// <summary>The names of the kinds to which an edge kind may lead; empty = any.</summary>
    public IReadOnlyList<string> EndsOf(EdgeKind edge) => edge.ToWhere is { } where ? [.. Kinds.Where(where).Select(k => k.Name)] : edge.To;

    /// <summary>The edge kinds by which parts belong to documents of a kind.</summary>
    public IReadOnlyList<EdgeKind> PartsOf(Kind kind) => parts[kind];

    /// <summary>Whether links remember what documents of a kind mean; of a requirement they remember the consolidation.</summary>
    public bool IsMeaningReviewed(Kind kind) => meaningReviewed.Contains(kind);

    /// <summary>Every closed list that a field of the model uses or that what is due and what falls short is told by, once each.</summary>
    public IEnumerable<WordList> WordLists() =>
        Kinds.SelectMany(k => k.Fields.Select(f => f.Words).Concat(k.Derived.Select(d => d.Words)))
            .Concat(Edges.SelectMany(e => e.Fields.Select(f => f.Words)))
            .Append(ManagementWords.Shortfall).Append(ManagementWords.DueAct).Append(ManagementWords.DueState)
            .OfType<WordList>().Distinct();
}
