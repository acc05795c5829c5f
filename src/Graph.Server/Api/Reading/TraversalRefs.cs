using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Stores.Neo4j.Questions;

namespace Graph.Server.Api.Reading;

/// <summary>An impact in a view.</summary>
internal sealed record ImpactRef(ViewScope Scope, ImpactResult Result, TraversalLimits Limits) : IScoped
{
    private readonly Lazy<IReadOnlyList<CellChange>> consequences = new(() => Graph.Engine.Analysis.Consequences.Of(Scope.View, Result.Start, Result.Event, Scope.Request.CancellationToken));

    private readonly Lazy<Dictionary<string, Reached>> reached = new(() => Result.Nodes.Value.ToDictionary(r => r.Node.Key, StringComparer.Ordinal));

    public IReadOnlyList<CellChange> Consequences => consequences.Value;

    public string Place => $"{Result.Start.Key}|{Result.Event}|{Limits}";

    public static ImpactRef Run(ViewScope scope, Document start, ImpactEvent happens, TraversalLimits limits, CancellationToken cancellationToken) =>
        new(scope, ImpactQuery.Run(scope.View, start, happens, limits, cancellationToken), limits);

    public IScoped In(ViewScope scope) => Run(scope, scope.Find(Result.Start.Key, "of"), Result.Event, Limits, CancellationToken.None);

    /// <summary>How a document is reached; null where it is not, within the limits.</summary>
    public IReadOnlyList<PathStep>? PathTo(Document document) => reached.Value.GetValueOrDefault(document.Key)?.Path;
}

/// <summary>A document reached, in a view.</summary>
internal sealed record ReachedRef(ViewScope Scope, Reached Reached);

/// <summary>A step of a path, in a view.</summary>
internal sealed record StepOfPathRef(ViewScope Scope, PathStep Step);

/// <summary>A cell that an event changes, in a view.</summary>
/// <param name="Scope">The view.</param>
/// <param name="Consequence">The cell before and after.</param>
/// <param name="Of">The impact to which it belongs; null where it was found otherwise.</param>
internal sealed record ConsequenceRef(ViewScope Scope, CellChange Consequence, ImpactRef? Of = null);

/// <summary>A trace in a view.</summary>
internal sealed record TraceRef(ViewScope Scope, TraceResult Result, Func<CypherStatement> Ask);

/// <summary>A path of a trace, in a view.</summary>
internal sealed record TracePathRef(ViewScope Scope, TracePath Path);

/// <summary>A row of the chain matrix, in a view.</summary>
internal sealed record ChainRowRef(ViewScope Scope, ChainRow Row);
