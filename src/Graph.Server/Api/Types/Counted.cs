using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;

namespace Graph.Server.Api.Types;

/// <summary>Whole lists in an answer; what they hold counts against the request as pages do.</summary>
internal static class Counted
{
    public static TResult[] Each<T, TResult>(this ViewScope scope, IReadOnlyCollection<T> items, Func<T, TResult> result)
    {
        scope.Request.Take(items.Count);
        return [.. items.Select(result)];
    }

    public static NodeRef[] Nodes(this ViewScope scope, IReadOnlyCollection<Document> documents) => scope.Each(documents, scope.Node);
}
