using System.Diagnostics;
using Graph.Server.Api.Reading;
using GraphQL;
using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Graph.Server.Api.Subscribing;

/// <summary>
/// A subscription is executed once to be opened, which finds its feed, and once for each event, as a request of its own: with a
/// snapshot, a day, a time and limits of its own.
/// </summary>
internal sealed class SubscriptionStrategy : ExecutionStrategy
{
    private readonly PlannedStrategy events = new();

    /// <inheritdoc/>
    public override Task<ExecutionResult> ExecuteAsync(ExecutionContext context) =>
        ((RequestContext)context.UserContext).Event is null ? OpenAsync(context) : events.ExecuteAsync(context);

    /// <inheritdoc/>
    public override Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode) => throw new UnreachableException("Events are executed by the strategy of queries.");

    private async Task<ExecutionResult> OpenAsync(ExecutionContext context)
    {
        // A rule has seen to it that there is one field; a directive may still leave it out.
        var root = BuildExecutionRootNode(context, GetOperationRootType(context));
        if (root.SubFields is not [{ FieldDefinition.StreamResolver: FeedResolver resolver } field])
        {
            throw ApiError.BadRequest("expected one field of the type Subscription, found none that is not left out");
        }

        ((RequestContext)context.UserContext).Feed = await resolver.OpenAsync(new ReadonlyResolveFieldContext(field, context));
        return new() { Executed = true };
    }
}
