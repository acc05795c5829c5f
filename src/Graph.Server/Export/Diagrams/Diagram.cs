using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;

namespace Graph.Server.Export.Diagrams;

/// <summary>What impact and trace answer, as documents and edges: each once, in the order in which the answer tells them.</summary>
internal sealed class Diagram
{
    // An edge's key is from|KIND|to, and no key of a document holds the bar.
    private const char Bar = '|';

    private readonly ViewScope scope;
    private readonly HashSet<string> ends;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> drawn = new(StringComparer.Ordinal);
    private readonly List<DiagramNode> nodes = [];
    private readonly List<DiagramEdge> edges = [];

    private Diagram(ViewScope scope, params string[] ends) => (this.scope, this.ends) = (scope, new(ends, StringComparer.Ordinal));

    /// <summary>The start, the documents reached by distance and key, and the edges of their paths.</summary>
    public static CountedRows Of(ViewScope scope, ImpactResult impact)
    {
        var diagram = new Diagram(scope, impact.Start.Key);
        diagram.Add(impact.Start, 0);
        foreach (var reached in impact.Nodes.Value)
        {
            diagram.Add(reached.Node, reached.Distance);
        }

        foreach (var step in impact.Nodes.Value.SelectMany(r => r.Path))
        {
            diagram.Add(step);
        }

        return diagram.Rows($"impact(of: \"{impact.Start.Key}\", event: {EnumWords.Of(impact.Event)})", impact.TruncatedBy);
    }

    /// <summary>The documents of all shortest paths by distance and key, and their edges; nothing where there is no path.</summary>
    public static CountedRows Of(ViewScope scope, Document from, Document to, TraceResult trace)
    {
        var diagram = new Diagram(scope, from.Key, to.Key);
        foreach (var (step, distance) in trace.Paths.SelectMany(p => p.Steps.Select((step, distance) => (step, distance)))
            .OrderBy(s => s.distance).ThenBy(s => s.step.Node.Key, StringComparer.Ordinal).ThenBy(s => s.step.Edge, StringComparer.Ordinal))
        {
            diagram.Add(step.Node, distance);
            if (distance > 0)
            {
                diagram.Add(step);
            }
        }

        return diagram.Rows($"trace(from: \"{from.Key}\", to: \"{to.Key}\")", trace.TruncatedBy);
    }

    private void Add(Document document, int distance)
    {
        if (numbers.TryAdd(document.Key, nodes.Count))
        {
            nodes.Add(new(nodes.Count, ends.Contains(document.Key), document.Key, document.Kind.Name, (string?)DocumentTypes.Shown(scope.Node(document), document.Kind.Title), distance));
        }
    }

    private void Add(PathStep step)
    {
        if (drawn.Add(step.Edge))
        {
            var parts = step.Edge.Split(Bar);
            edges.Add(new(step.Edge, parts[1], numbers[parts[0]], numbers[parts[2]]));
        }
    }

    private CountedRows Rows(string question, Truncation? truncatedBy) => new(
        nodes.Count + edges.Count,
        [new DiagramHead(question, scope.View.Snapshot.Head.Revision, scope.View.On, truncatedBy is { } limit ? EnumWords.Of(limit) : null), .. nodes, .. edges]);
}
