using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Identity;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>A connection by the rules of Relay: edges, nodes, pageInfo and a total that is counted only when asked for.</summary>
internal sealed class ConnectionType : ObjectGraphType
{
    private ConnectionType()
    {
    }

    public ObjectGraphType Edge { get; private init; } = null!;

    /// <summary>Makes the connection of documents, or of whatever the items are.</summary>
    /// <param name="types">The types of the schema.</param>
    /// <param name="name">The name without Connection or Edge.</param>
    /// <param name="node">The type of the nodes.</param>
    /// <param name="needs">What the nodes need.</param>
    /// <param name="what">What it lists, for the descriptions.</param>
    /// <param name="nodeOf">The node of an item, where an item is more than its node.</param>
    public static ConnectionType Create(TypeTable types, string name, IGraphType node, Role[] needs, string what, Func<object, object>? nodeOf = null)
    {
        var edge = new ObjectGraphType { Name = name + "Edge", Description = $"One of {what}, with its place in the list." }.Needs(needs).Add(
            Make.Field<PageEdge>("cursor", Make.Must(types.String), "The place in the list, for after and before.", e => e.Cursor),
            Make.Field<PageEdge>("node", Make.Must(node), "What stands there.", nodeOf is null ? e => e.Item : e => nodeOf(e.Item)));
        return (ConnectionType)new ConnectionType { Name = name + "Connection", Description = $"A page of {what}.", Edge = edge }.Needs(needs).Add(
            Make.Field<Page>("edges", Make.All(edge), "The items of the page with their cursors.", p => p.Edges),
            Make.Field<Page>("nodes", Make.All(node), "The items of the page.", p => Array.ConvertAll(p.Edges, e => nodeOf is null ? e.Item : nodeOf(e.Item))),
            Make.Field<Page>("pageInfo", Make.Must(types.Object("PageInfo")), "Whether there is more, and where it begins.", p => p),
            Make.Async<Page>("totalCount", Make.Must(types.Int), "The number of items in the whole list; counted only when asked for.", async (p, c) => await p.Total(c.CancellationToken)),
            Make.Field<Page>("revision", types.Revision, "The revision that this page shows: that of the first page, whatever was written since. Null where the list is the log itself.", p => p.Scope?.View.Snapshot.Head.Revision));
    }

    public static void DescribePageInfo(TypeTable types) => types.Describe("PageInfo", Access.Read, "Where a page stands in its list (Relay).").Add(
        Make.Field<Page>("hasNextPage", Make.Must(types.Boolean), "Whether there are items after the page.", p => p.HasNext()),
        Make.Field<Page>("hasPreviousPage", Make.Must(types.Boolean), "Whether there are items before the page.", p => p.HasPrevious),
        Make.Field<Page>("startCursor", types.String, "The cursor of the first item; null where the page is empty.", p => p.StartCursor),
        Make.Field<Page>("endCursor", types.String, "The cursor of the last item; null where the page is empty.", p => p.EndCursor));

    /// <summary>A field that gives a page of this connection.</summary>
    public FieldType Field<TSource>(
        TypeTable types, string name, string description, Func<TSource, IResolveFieldContext, Window> list, bool backwards, params QueryArgument[] arguments)
        where TSource : IScoped => new()
        {
            Name = name,
            Description = description,
            ResolvedType = Make.Must(this),
            Arguments = new([.. arguments, .. PageArguments(types, types.String, backwards)]),
            Resolver = new PageResolver<TSource>(list),
        };

    public static IEnumerable<QueryArgument> PageArguments(TypeTable types, IGraphType cursor, bool backwards)
    {
        var pinned = cursor == types.String ? " The page shows the revision and day of the page that the cursor came from." : "";
        yield return Make.Argument("first", types.Int, $"The number of items from the start, at most {types.Options.PageSizeMax}; {types.Options.PageSizeDefault} where neither first nor last is given.");
        yield return Make.Argument("after", cursor, "Only items after this cursor." + pinned);
        if (backwards)
        {
            yield return Make.Argument("last", types.Int, "The number of items from the end; not together with first.");
            yield return Make.Argument("before", cursor, "Only items before this cursor." + pinned);
        }
    }

    /// <summary>Reads a page in the view of the cursor, where there is one.</summary>
    private sealed class PageResolver<TSource>(Func<TSource, IResolveFieldContext, Window> list) : IFieldResolver
        where TSource : IScoped
    {
        private static readonly string[] Paging = ["first", "after", "last", "before"];

        public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            var source = (TSource)context.Source!;
            var options = source.Scope.Request.Options;
            var size = PageSize.Read(context, options);
            var fingerprint = Cursor.Fingerprint(Describe(source, context));
            var after = context.Given<string>("after") is { } a ? Cursor.Read(a, "after", fingerprint, options) : null;
            var before = context.Given<string>("before") is { } b ? Cursor.Read(b, "before", fingerprint, options) : null;
            if (after is not null && before is not null && after.Stamp.ToString() != before.Stamp.ToString())
            {
                throw ApiError.BadRequest("expected cursors of the same moment in 'after' and 'before'");
            }

            var stamp = (after ?? before)?.Stamp;
            return stamp is null || stamp.ToString() == source.Scope.Stamp.ToString()
                ? new(Cut(source))
                : MovedAsync(stamp);

            async ValueTask<object?> MovedAsync(ViewStamp pinned) =>
                Cut((TSource)source.In(await source.Scope.Request.OpenAsync(pinned, source.Scope.Asked, context.CancellationToken)));

            Page Cut(TSource from)
            {
                var mark = from.Scope.Stamp;
                return Page.Cut(
                    from.Scope.Request, from.Scope, list(from, context), size, after is null ? 0 : after.Index + 1, before?.Index,
                    index => new Cursor(mark, fingerprint, index).ToString());
            }
        }

        private static string Describe(TSource source, IResolveFieldContext context)
        {
            var text = new System.Text.StringBuilder()
                .Append(source.Scope.Asked).Append('\n').Append(context.ParentType.Name).Append('.').Append(context.FieldDefinition.Name)
                .Append('\n').Append(source.Place);
            foreach (var (name, value) in context.Arguments ?? new Dictionary<string, GraphQL.Execution.ArgumentValue>())
            {
                if (!Paging.Contains(name) && value.Value is { } given)
                {
                    Canonical.Write(text.Append('\n').Append(name).Append('='), given);
                }
            }

            return text.ToString();
        }
    }
}
