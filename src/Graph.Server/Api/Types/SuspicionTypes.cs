using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Links whose ends no longer mean what they meant at the last review.</summary>
internal static class SuspicionTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        types.Describe("ChangedEnd", Access.Read, "What has changed at one end of a link since its last review.").Add(
            Make.Field<ChangedEndRef>("end", Make.Must(types.Enum<LinkEnd>()), "Which end of the link.", e => e.Change.IsFrom ? LinkEnd.From : LinkEnd.To),
            Make.Field<ChangedEndRef>("document", Make.Must(types.Document), "What has changed; of a heading each requirement below it.", e => e.Scope.Node(e.Change.Document)),
            Make.Field<ChangedEndRef>("reviewed", Make.Must(types.String), "What was looked at: of a requirement the consolidation, or the day of the review where its framework has none; of anything else the hash of its meaning.", e => e.Change.Reviewed),
            Make.Field<ChangedEndRef>("now", Make.Must(types.String), "What it is now: of a requirement the consolidation in which it last changed, of anything else the hash of its meaning.", e => e.Change.Now));
        types.Describe("SuspectLink", Access.Read, "A link of which an end means something else than at its last review. Until an approver accepts it, it caps what rests on it at SUSPECT.").Add(
            Make.Field<SuspectLinkRef>("key", Make.Must(types.String), "The key of the edge: from|KIND|to; what acceptLinks takes.", l => l.Link.Key),
            Make.Field<SuspectLinkRef>("kind", Make.Must(types.EdgeKind), "The kind of edge.", l => l.Link.Kind.Name),
            Make.Field<SuspectLinkRef>("from", Make.Must(types.Document), "Its start.", l => l.Scope.Node(l.Link.From)),
            Make.Field<SuspectLinkRef>("to", Make.Must(types.Document), "Its end.", l => l.Scope.Node(l.Link.To)),
            Make.Field<SuspectLinkRef>("reviewedOn", types.Date, "The day of its last review; creating it was the first.", l => l.Link.Data[l.Link.Kind.ReviewedOn!]),
            Make.Field<SuspectLinkRef>("reviewedBy", types.String, "Who reviewed it last; (erased) where the name was erased.", l => DocumentTypes.Shown(l.Scope.Request, Graph.Engine.Model.FieldType.Personal, l.Link.Data[l.Link.Kind.Fields[^2]])),
            Make.Field<SuspectLinkRef>(
                "changes", Make.All(types.Object("ChangedEnd")), "What has changed since then.",
                (l, context) =>
                {
                    var size = PageSize.Read(context, l.Scope.Request.Options);
                    var changes = Suspicion.Of(l.Scope.View.Snapshot).ChangesOf(l.Link).Skip(context.Given<int?>("skip") ?? 0).Take(size.Count).Select(c => new ChangedEndRef(l.Scope, c)).ToArray();
                    l.Scope.Request.Take(changes.Length);
                    return changes;
                },
                Make.Argument("first", types.Int, $"The number of changes, at most {types.Options.PageSizeMax}; {types.Options.PageSizeDefault} where it is not given. Only a heading has many."),
                Make.Argument("skip", types.Int, "The number of changes left out at the start.")));
        var filter = new InputObjectGraphType { Name = "SuspectLinkFilter", Description = "Only suspect links that meet all of it." }.Add(
            Make.Bare("kinds", Make.Some(types.EdgeKind), "The kinds of edges."),
            Make.Bare("from", types.String, "The key of the start."),
            Make.Bare("to", types.String, "The key of the end, or of a heading or framework above it."));
        view.AddField(types.Connection("SuspectLink", () => ConnectionType.Create(types, "SuspectLink", types.Object("SuspectLink"), Access.Read, "suspect links, by key")).Field<ViewScope>(
            types, "suspectLinks", "The links of which an end means something else than at their last review, by key: an amended article, a rewritten control. An edited title, owner or day makes nothing suspect.",
            List, backwards: false,
            Make.Argument("filter", filter, "Only links that meet all of it.")).Timed());
    }

    private static Window List(ViewScope view, IResolveFieldContext context)
    {
        var links = Suspicion.Of(view.View.Snapshot).Links(view.Request.CancellationToken);
        if (context.Given<IDictionary<string, object?>>("filter") is { } filter)
        {
            var kinds = Make.Texts(filter.Get("kinds"), "filter.kinds", view.Request.Options);
            var from = filter.Get("from") is string start ? view.Find(start, "filter.from") : null;
            var to = filter.Get("to") is string end ? Within(view, view.Find(end, "filter.to")) : null;
            links = [.. links.Where(l => (kinds is null || kinds.Contains(l.Kind.Name)) && (from is null || from.Ordinal == l.From.Ordinal) && (to is null || to.Contains(l.To.Ordinal)))];
        }

        return Window.Of(links, l => new SuspectLinkRef(view, l));
    }

    // A document, and for a heading or framework all that is part of it.
    private static HashSet<int> Within(ViewScope view, Document document)
    {
        var within = new HashSet<int>();
        var open = new Stack<Document>([document]);
        while (open.TryPop(out var next))
        {
            foreach (var (part, _) in within.Add(next.Ordinal) ? view.View.Snapshot.In(next, EdgeKinds.PartOf) : default)
            {
                open.Push(view.View.Snapshot.Document(part)!);
            }
        }

        return within;
    }
}

/// <summary>One of the two ends of a link.</summary>
internal enum LinkEnd
{
    From,
    To,
}

/// <summary>A suspect link in a view.</summary>
internal sealed record SuspectLinkRef(ViewScope Scope, SuspectLink Link);

/// <summary>What has changed at an end of a suspect link, in a view.</summary>
internal sealed record ChangedEndRef(ViewScope Scope, ChangedEnd Change);
