using Graph.Server.Api.Reading;
using GraphQL.Execution;
using GraphQL.Types;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Graph.Server.Api;

/// <summary>
/// Executes in order on one thread, for all data is in memory, and collects the fields of a selection once a request instead of
/// once for each object.
/// </summary>
internal sealed class PlannedStrategy : SerialExecutionStrategy
{
    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        var request = (RequestContext)context.UserContext;
        request.CheckTime();
        var type = parent.GetObjectGraphType(context.Schema) ?? (IObjectGraphType)parent.GraphType;
        if (!request.Plans.TryGetValue((type, parent.SelectionSet!), out var fields))
        {
            request.Plans[(type, parent.SelectionSet!)] = fields = [.. CollectFieldsFrom(context, type, parent.SelectionSet!, null).Values];
        }

        var nodes = new ExecutionNode[fields.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = BuildExecutionNode(parent, fields[i].Field.ResolvedType!, fields[i].Node, fields[i].Field);
        }

        parent.SubFields = nodes;
        request.ValueCount += 1 + nodes.Length;
    }
}
