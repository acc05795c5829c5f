using System.Collections;
using Graph.Server.Api.Reading;
using GraphQL.Execution;
using GraphQL.Validation;

namespace Graph.Server.Api.Inputs;

/// <summary>
/// Sizes of pages and batches and lengths of lists are within their limits, of every field of the operation before the first of them is
/// executed. Depends on variables, so it is asked for known documents too.
/// </summary>
internal sealed class SizesRule : ValidationRuleBase
{
    /// <summary>The rule.</summary>
    public static SizesRule Instance { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="ApiError">One of them is not.</exception>
    public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context)
    {
        foreach (var (_, arguments) in context.ArgumentValues ?? [])
        {
            Check(arguments, (RequestContext)context.UserContext);
        }

        return new((INodeVisitor?)null);
    }

    private static void Check(IDictionary<string, ArgumentValue> arguments, RequestContext request)
    {
        foreach (var (name, argument) in arguments)
        {
            switch (name, argument.Value)
            {
                case ("first" or "last", int count) when count < 0 || count > request.Options.PageSizeMax:
                    throw ApiError.Limit("pageSizeMax", request.Options.PageSizeMax, count, $"items, and not fewer than none, in '{name}'");
                case ("changes" or "links", ICollection list):
                    Bound("operationCountMax", request.Engine.Options.OperationCountMax, list, name, request);
                    break;
                case (_, IDictionary<string, object?> given) when given.TryGetValue("assume", out var assumed) && assumed is ICollection list:
                    Bound("assumeCountMax", request.Options.AssumeCountMax, list, name + ".assume", request);
                    break;
                case (_, ICollection list) when argument.Value is not (IDictionary or IDictionary<string, object?>) && list.Count > request.Options.ListCountMax:
                    throw ApiError.Limit("listCountMax", request.Options.ListCountMax, list.Count, $"entries in '{name}'");
            }
        }
    }

    private static void Bound(string limit, int maximum, ICollection list, string name, RequestContext request)
    {
        request.Use.Note(limit, list.Count, maximum);
        if (list.Count > maximum)
        {
            throw ApiError.Limit(limit, maximum, list.Count, $"entries in '{name}'");
        }
    }
}
