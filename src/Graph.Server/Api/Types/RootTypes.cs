using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>The root of all reading.</summary>
internal static class RootTypes
{
    public static ObjectGraphType Query(TypeTable types) => new ObjectGraphType
    {
        Name = "Query",
        Description = "Everything that can be asked. All that one request answers is of one revision, unless it asks for others.",
    }.Needs(Access.Read).Add(
        Make.Async<RequestContext>(
            "view", Make.Must(types.Object("View")), "The graph at a moment. Default: head, today.",
            async (r, c) => await r.OpenAsync(ViewTypes.Asked(c, "at", r), c.CancellationToken),
            Make.Argument("at", types.At, "The moment.")),
        Make.Async<RequestContext>(
            "node", types.Node, "What an id names, in the view that the id carries; null where there is nothing.",
            async (r, c) => await NodeId.FindAsync(r, c.Given<string>("id")!, c.CancellationToken),
            Make.Argument("id", Make.Must(types.Id), "The id.")),
        Make.Async<RequestContext>(
            "nodes", Make.Must(new ListGraphType(types.Node)), "What ids name, in their order; null in the place of an id that names nothing.",
            async (r, c) =>
            {
                var ids = c.GivenTexts("ids")!;
                r.Take(ids.Length);
                var found = new object?[ids.Length];
                for (var i = 0; i < ids.Length; i++)
                {
                    found[i] = await NodeId.FindAsync(r, ids[i], c.CancellationToken);
                }

                return found;
            },
            Make.Argument("ids", Make.All(types.Id), $"The ids, at most {types.Options.ListCountMax}.")),
        LogTypes.LogField(types),
        ServerTypes.Field(types));
}
