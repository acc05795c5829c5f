using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;

namespace Graph.Server.Api.Types;

/// <summary>How much there is.</summary>
internal static class StatisticsTypes
{
    public static void Describe(TypeTable types)
    {
        types.Describe("KindCount", Access.Read, "How many documents of a kind there are.").Add(
            Make.Field<KeyValuePair<Kind, int>>("kind", Make.Must(types.String), "The name of the kind.", c => c.Key.Name),
            Make.Field<KeyValuePair<Kind, int>>("count", Make.Must(types.Int), "How many.", c => c.Value));
        types.Describe("EdgeCount", Access.Read, "How many edges of a kind there are.").Add(
            Make.Field<KeyValuePair<EdgeKind, int>>("kind", Make.Must(types.EdgeKind), "The kind of edge.", c => c.Key.Name),
            Make.Field<KeyValuePair<EdgeKind, int>>("count", Make.Must(types.Int), "How many.", c => c.Value));
        types.Describe("Statistics", Access.Read, "How much the graph holds at the revision of the view.").Add(
            Make.Field<ViewScope>("revision", Make.Must(types.Revision), "The revision.", v => v.View.Snapshot.Head.Revision),
            Make.Field<ViewScope>("at", types.DateTime, "The instant of the last change in it; null for the empty graph.", v => v.View.Snapshot.Head.Revision == 0 ? null : v.View.Snapshot.At),
            Make.Field<ViewScope>("documentCount", Make.Must(types.Int), "The number of documents.", v => v.View.Snapshot.DocumentCount),
            Make.Field<ViewScope>("edgeCount", Make.Must(types.Int), "The number of edges.", v => v.View.Snapshot.EdgeCount),
            Make.Field<ViewScope>("documents", Make.All(types.Object("KindCount")), "Documents by kind.", v => types.Model.Kinds
                .Select(k => (object)KeyValuePair.Create(k, v.View.Snapshot.Keys(k).Count)).ToArray()),
            Make.Field<ViewScope>("edges", Make.All(types.Object("EdgeCount")), "Edges by kind; counted when asked for.", (v, c) => Edges(v.View.Snapshot, c.CancellationToken)));
    }

    private static object[] Edges(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var counts = new int[snapshot.Model.Edges.Count];
        foreach (var kind in snapshot.Model.Kinds)
        {
            EdgeKind[] edges = [.. snapshot.Model.EdgesFrom(kind)];
            foreach (var document in snapshot.Documents(kind))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var edge in edges)
                {
                    counts[edge.Number] += snapshot.Out(document, edge).Count();
                }
            }
        }

        return [.. snapshot.Model.Edges.Select(e => (object)KeyValuePair.Create(e, counts[e.Number]))];
    }
}
