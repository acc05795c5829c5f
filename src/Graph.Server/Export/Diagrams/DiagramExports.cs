using Graph.Engine.Model;
using Graph.Engine.Traversal;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Transport;

namespace Graph.Server.Export.Diagrams;

/// <summary>Impact and trace as diagrams: <c>impact/{key}.mmd</c> and <c>trace.graphml</c>. They give what GraphQL gives to the same question.</summary>
internal sealed class DiagramExports(GraphModel model, ApiOptions options)
{
    /// <summary>What addresses there are, for whoever asks for another.</summary>
    public const string Known = $"{ImpactPlace} and the key of a document, or {TraceName}, and {MermaidEnding} or {GraphmlEnding} after it";

    private const string ImpactPlace = "impact/";
    private const string TraceName = "trace";
    private const string MermaidEnding = ".mmd";
    private const string GraphmlEnding = ".graphml";

    private static readonly string[] OfImpact = ["event", .. TraversalTypes.BoundNames];
    private static readonly string[] OfTrace = ["from", "to", "via", .. TraversalTypes.BoundNames];

    /// <summary>The diagram of an address; null where there is none.</summary>
    public AskedExport? Find(string name)
    {
        var ending = name.EndsWith(MermaidEnding, StringComparison.Ordinal) ? MermaidEnding : name.EndsWith(GraphmlEnding, StringComparison.Ordinal) ? GraphmlEnding : null;
        if (ending is null)
        {
            return null;
        }

        var of = name[..^ending.Length];
        return of == TraceName ? Asked(of, TraceName, OfTrace, Trace)
            : of.StartsWith(ImpactPlace, StringComparison.Ordinal) && of.Length > ImpactPlace.Length ? Asked(of, ImpactPlace, OfImpact, (parameters, view) => Impact(of[ImpactPlace.Length..], parameters, view))
            : null;

        AskedExport Asked(string asked, string measured, string[] parameters, Func<QueryParameters, ViewScope?, Func<ViewScope, CountedRows>> ask) => ending == MermaidEnding
            ? new(asked, measured, "mmd", "application/vnd.mermaid; charset=utf-8", parameters, ask, () => new MermaidRows())
            : new(asked, measured, "graphml", "application/xml; charset=utf-8", parameters, ask, () => new GraphmlRows());
    }

    private Func<ViewScope, CountedRows> Impact(string key, QueryParameters parameters, ViewScope? view)
    {
        parameters.Require("event");
        var start = parameters.FindKey(view, "name", key);
        var happens = parameters.Word("event", [.. Enum.GetValues<ImpactEvent>().Select(EnumWords.Of)]);
        var bounds = Bounds(parameters);
        return scope => Diagram.Of(scope, ImpactQuery.Run(
            scope.View, start!, Enum.GetValues<ImpactEvent>().First(e => EnumWords.Of(e) == happens), bounds, scope.Request.CancellationToken));
    }

    private Func<ViewScope, CountedRows> Trace(QueryParameters parameters, ViewScope? view)
    {
        parameters.Require("from", "to");
        var (from, to) = (parameters.Find(view, "from"), parameters.Find(view, "to"));
        var via = parameters.ManyOf("via", [.. model.Edges.Select(e => e.Name)]);
        var bounds = Bounds(parameters);
        return scope => Diagram.Of(scope, from!, to!, TraceQuery.Run(
            scope.View, from!, to!, via is null ? null : [.. model.Edges.Where(e => via.Contains(e.Name))], bounds, scope.Request.CancellationToken));
    }

    private TraversalLimits Bounds(QueryParameters parameters) =>
        TraversalTypes.Bounds(parameters.Whole, options, "", (name, error) => parameters.Add(error, name));
}
