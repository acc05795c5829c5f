using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Subscribing;
using Graph.Server.Identity;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>The root of all that is told when it happens.</summary>
internal static class SubscriptionTypes
{
    public static ObjectGraphType Subscription(TypeTable types)
    {
        Describe(types);
        return new ObjectGraphType
        {
            Name = "Subscription",
            Description = "What is told when it happens: over an event stream (Accept: text/event-stream, graphql-sse) or a WebSocket (graphql-transport-ws). Each event is of one revision, with the limits of a query. Whoever loses the connection subscribes again with 'since', the revision of the last event, and misses nothing. A subscriber that does not keep up is cut off with LIMIT_EXCEEDED, and a subscription ends when its caller may no longer have it.",
        }.Add(
            Field(
                "changes", Make.Must(types.Object("Change")), "Each change of the log after a revision, in order and once. With the revision of the last event in 'since' it goes on without loss or repeat.", Access.ReadLog, ChangesFeed.OpenAsync,
                Make.Argument("since", types.Revision, "Only changes after this revision; 0 = from the first on. Absent = those after the head of now."),
                Make.Argument("kinds", Make.Some(types.String), "Only changes that created or changed a document of a kind with one of these names, such as AiSystem, or deleted a document: the log names what is deleted by its key alone. Absent = every change.")),
            Field(
                "coverageChanged", Make.Must(types.Object("CoverageChange")), "The coverage of a framework, a heading or a row, whenever one of its counts differs from those told last: after a change, and after midnight in the server's zone. The first event tells it as it is. Changes that come close together are told by one event; it names the revisions between which the counts have changed.", Access.Read, CoverageFeed.OpenAsync,
                Make.Argument("of", Make.Must(types.String), "The key of the framework, heading or row."),
                Make.Argument("systems", Make.Some(types.String), "The keys of the systems in question; absent = all in scope."),
                Make.Argument("since", types.Revision, "The revision of the last event: the first one is told only where the counts differ from those at that revision. Absent = it is told at once."),
                Make.Argument("sinceOn", types.Date, "The day of the last event, on which 'since' is judged; absent = the day on which that revision was made.")));
    }

    private static void Describe(TypeTable types) =>
        types.Describe("CoverageChange", Access.Read, "Coverage of which a count has changed. Supporting evidence, not certification.").Add(
            Make.Field<CoverageChangeRef>("revision", Make.Must(types.Revision), "The revision of 'after'; good for 'since'.", c => c.After.Scope.View.Snapshot.Head.Revision),
            Make.Field<CoverageChangeRef>("on", Make.Must(types.Date), "The day of 'after'; good for 'sinceOn'.", c => c.After.Scope.View.On),
            Make.Field<CoverageChangeRef>("previousRevision", types.Revision, "The revision of 'before'; the same as 'revision' where only the day has changed. Null in a first event without 'since'.", c => c.Since),
            Make.Field<CoverageChangeRef>("before", types.Object("Coverage"), "The coverage when it was last looked at, with the counts told last; null in a first event without 'since'.", c => c.Before()),
            Make.Field<CoverageChangeRef>("after", Make.Must(types.Object("Coverage")), "The coverage as it is.", c => c.After));

    private static GraphQL.Types.FieldType Field(
        string name, IGraphType type, string description, Role[] needs, Func<GraphQL.IResolveFieldContext, ValueTask<Feed>> open, params QueryArgument[] arguments)
    {
        var field = Make.Field<RequestContext>(name, type, description, (request, _) => request.Event, arguments).Needs(needs);
        field.StreamResolver = new FeedResolver(open);
        return field;
    }
}
