using Graph.Engine.Writing;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using GraphQL;
using GraphQL.Resolvers;

namespace Graph.Server.Api.Subscribing;

/// <summary>
/// Where the events of one subscription come from. A feed keeps its place in the log and nothing else: what there is to tell is read
/// when the subscriber is ready for it, so a slow one costs no memory and misses nothing.
/// </summary>
internal abstract class Feed
{
    /// <summary>The revision after which a subscriber goes on that is cut off now.</summary>
    public abstract long Place { get; }

    /// <summary>Waits until there may be something to tell.</summary>
    public abstract Task WaitAsync(GraphEngine engine, ApiOptions options, CancellationToken cancellationToken);

    /// <summary>The next event up to the revision of a request; null where there is none.</summary>
    public abstract ValueTask<object?> NextAsync(RequestContext request);

    /// <summary>The revision of the argument <c>since</c>, which another server of the same store may have told; null where it is absent.</summary>
    /// <exception cref="ApiError">There is no such revision.</exception>
    protected static async ValueTask<long?> SinceAsync(IResolveFieldContext context, long least)
    {
        if (context.Given<long?>("since") is not { } since)
        {
            return null;
        }

        var engine = context.Request().Engine;
        return since >= least && (since <= engine.Current.Head.Revision || await engine.WaitForAsync(since, context.Request().Options.SeenWaitMax, context.CancellationToken))
            ? since
            : throw ApiError.NotFound($"expected a revision from {least} to {engine.Current.Head.Revision} in 'since', found {since}");
    }
}

/// <summary>Opens the feed of a field of the subscription root. It stands where the library looks for a stream, which is not used: its pipe has no end that pushes back.</summary>
internal sealed class FeedResolver(Func<IResolveFieldContext, ValueTask<Feed>> open) : ISourceStreamResolver
{
    /// <summary>Opens it.</summary>
    /// <exception cref="ApiError">The arguments name what there is not.</exception>
    public ValueTask<Feed> OpenAsync(IResolveFieldContext context) => open(context);

    /// <inheritdoc/>
    public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => throw new System.Diagnostics.UnreachableException("Subscriptions are executed by their own strategy.");
}
