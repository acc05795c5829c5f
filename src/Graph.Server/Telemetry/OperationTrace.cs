using System.Diagnostics;
using System.Diagnostics.Metrics;
using Graph.Server.Api;
using GraphQL;
using GraphQLParser.AST;

namespace Graph.Server.Telemetry;

/// <summary>One GraphQL operation, from its text to its result.</summary>
internal sealed class OperationTrace(Activity? activity, Histogram<double> duration) : IDisposable
{
    private const string Unknown = "unknown", View = "view";

    private readonly long startedAt = Stopwatch.GetTimestamp();
    private string type = Unknown, field = Unknown, code = "OK";

    /// <summary>Says what is asked, once the document was executed: then its fields are words of the schema.</summary>
    public void Is(GraphQLOperationDefinition? operation)
    {
        type = operation?.Operation.ToString().ToLowerInvariant() ?? Unknown;
        field = FirstField(operation?.SelectionSet) switch
        {
            { Name.StringValue: View } view when FirstField(view.SelectionSet) is { } inner => $"{View}.{inner.Name.StringValue}",
            { } other => other.Name.StringValue,
            null => Unknown,
        };
    }

    /// <summary>Says how it ended.</summary>
    public void Ends(ExecutionResult? result)
    {
        if (result?.Errors is [var first, ..])
        {
            code = ErrorMapping.Word(ErrorMapping.Of(first));
        }
    }

    public void Dispose()
    {
        var tags = new TagList { { "graphql.operation.type", type }, { "graph.field", field }, { "graph.code", code } };
        duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tags);
        if (activity is not null)
        {
            activity.DisplayName = $"{type} {field}";
            foreach (var (name, value) in tags)
            {
                activity.SetTag(name, value);
            }

            activity.SetStatus(code == "OK" ? ActivityStatusCode.Ok : ActivityStatusCode.Error, code == "OK" ? null : code);
            activity.Dispose();
        }
    }

    // What stands in a fragment is not looked for: the label says roughly what was asked, not all of it.
    private static GraphQLField? FirstField(GraphQLSelectionSet? selections) => selections?.Selections.OfType<GraphQLField>().FirstOrDefault();
}
