using Graph.Engine.Log;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>The log as the API shows it: changes, their steps, and the history of a document.</summary>
internal static class LogTypes
{
    public static FieldType HistoryField(TypeTable types) => Make.Async<NodeRef>(
        "history", Make.Must(History(types)), "The changes that touched it or its edges, up to the revision of the view, the oldest first, each with what it did to this document, field by field. Take last: 10 for the newest ten.",
        async (node, context) =>
        {
            var request = node.Scope.Request;
            var size = PageSize.Read(context, request.Options);
            var after = context.Given<long?>("after");
            var before = context.Given<long?>("before");
            var cancellationToken = context.CancellationToken;
            var revisions = await request.History.OfAsync(node.Document.Key, node.Scope.View.Snapshot.Head.Revision, cancellationToken);
            var from = after is null ? 0 : revisions.Count(r => r <= after);
            int? end = before is null ? null : revisions.Count(r => r < before);
            var page = Page.Cut(request, node.Scope, Window.Of(revisions, r => r), size, from, end, i => Cursor(revisions[i]));
            var changes = new ChangeRef[page.Edges.Length];
            for (var i = 0; i < changes.Length; i++)
            {
                changes[i] = await ReadAsync(request, (long)page.Edges[i].Item, cancellationToken);
            }

            var start = changes.Length == 0 ? 0 : revisions.IndexOf(changes[0].Head.Revision);
            var turns = new DocumentTurns(node, revisions[..start], changes, revision => ReadAsync(request, revision, request.CancellationToken));
            return page with { Edges = [.. changes.Select((c, i) => new PageEdge(new DocumentChangeRef(c, turns, i), i, index => page.Edges[index].Cursor))] };
        },
        [.. ConnectionType.PageArguments(types, types.Revision, backwards: true)]).Needs(Access.ReadLog);

    public static FieldType LogField(TypeTable types) => Make.Async<RequestContext>(
        "log", Make.Must(Connection(types)), "What was changed, by whom, when and why, in the order of revisions; deletes are part of it.",
        async (request, context) =>
        {
            var size = PageSize.Read(context, request.Options);
            var filter = ChangeFilter.Read(context);
            var after = context.Given<long?>("after") ?? 0;
            var found = new List<ChangeRef>();
            var more = false;
            await foreach (var change in ReadAsync(request, after, filter, context.CancellationToken))
            {
                more = found.Count == size.Count;
                if (more)
                {
                    break;
                }

                found.Add(change);
            }

            request.Take(found.Count);
            return new Page(
                null, [.. found.Select((c, i) => new PageEdge(c, i, index => Cursor(found[index].Head.Revision)))], after > 0, () => more,
                token => CountAsync(request, filter, token));
        },
        Make.Argument("after", types.Revision, "Only changes after this revision; a cursor of the log is a revision."),
        Make.Argument("first", types.Int, $"The number of changes, at most {types.Options.PageSizeMax}; {types.Options.PageSizeDefault} where it is not given."),
        Make.Argument("filter", ChangeFilter.Type(types), "Only changes that meet all of it.")).Needs(Access.ReadLog);

    public static void Describe(TypeTable types)
    {
        types.Describe("Change", Access.ReadLog, "One entry of the append-only log. Its hash covers its stored bytes and the hash before it.").Add(
            Make.Field<ChangeRef>("revision", Make.Must(types.Revision), "The revision that it made.", c => c.Head.Revision),
            Make.Field<ChangeRef>("hash", Make.Must(types.Hash), "The hash of the log up to it.", c => c.Head.Hash),
            Make.Field<ChangeRef>("changeId", Make.Must(types.String), "The caller's id of the change.", c => c.Change.ChangeId),
            Make.Field<ChangeRef>("actor", Make.Must(types.String), "Who made it; (erased) where the name was erased.", c => c.Request.Engine.Personal.Resolve(c.Change.Actor)),
            Make.Field<ChangeRef>("subject", types.String, "What tells the actor from others of the same name, as authority:id; null where the actor was only claimed, or was erased.", c => c.Request.Engine.Personal.Find(c.Change.Actor)?.Subject),
            Make.Field<ChangeRef>("client", types.String, "Through what the actor asked: token: and the id of an API token (graph token list), or app: and the id of an application. Null where the actor was only claimed.", c => c.Change.Client),
            Make.Field<ChangeRef>("claimed", Make.Must(types.Boolean), "Whether the actor was only claimed: nobody had signed in.", c => c.Change.Client is null),
            Make.Field<ChangeRef>("at", Make.Must(types.DateTime), "When.", c => c.Change.At),
            Make.Field<ChangeRef>("reason", Make.Must(types.String), "Why.", c => c.Change.Reason),
            Make.Field<ChangeRef>("origin", Make.Must(types.Enum<ChangeOrigin>()), "By what right.", c => c.Change.Origin),
            Make.Field<ChangeRef>("counts", Make.Must(types.Object("ChangeCounts")), "What it did, in numbers.", c => c.Change.Counts),
            Make.Field<ChangeRef>(
                "steps", Make.All(types.Object("ChangeStep")), "What took effect, in order; what was asked and altered nothing is not there.",
                (c, context) =>
                {
                    var size = PageSize.Read(context, c.Request.Options);
                    var steps = c.Change.Steps.Skip(context.Given<int?>("skip") ?? 0).Take(size.Count).Select(s => new StepRef(c.Request, s)).ToArray();
                    c.Request.Take(steps.Length);
                    return steps;
                },
                Make.Argument("first", types.Int, $"The number of steps, at most {types.Options.PageSizeMax}; {types.Options.PageSizeDefault} where it is not given."),
                Make.Argument("skip", types.Int, "The number of steps left out at the start; a change never grows, so the places of its steps are fixed.")),
            Make.Field<ChangeRef>("stepCount", Make.Must(types.Int), "The number of its steps.", c => c.Change.Steps.Count));
        types.Describe("DocumentChange", Access.ReadLog, "A change in the history of a document: who made it, when and why, and what it did to this document alone.").Add(
            Make.Field<DocumentChangeRef>("change", Make.Must(types.Object("Change")), "The change, with who, when and why; its steps are of every document.", c => c.Change),
            Make.Async<DocumentChangeRef>("difference", types.Enum<DifferenceKind>(), "What became of the document itself; null where only edges at it differ.", async (c, _) => await c.DifferenceAsync()),
            Make.Async<DocumentChangeRef>("fields", Make.All(types.Object("FieldDifference")), "The fields of the document that differ before and after the change, also those that the server set: an approval that an edit took away is here.", async (c, _) => await c.FieldsAsync()),
            Make.Async<DocumentChangeRef>(
                "edges", Make.All(types.Object("EdgeDifference")), "The edges at the document, in either direction, that the change added, changed or removed, by key.",
                async (c, context) =>
                {
                    var request = c.Change.Request;
                    var size = PageSize.Read(context, request.Options);
                    var edges = (await c.EdgesAsync()).Skip(context.Given<int?>("skip") ?? 0).Take(size.Count).Select(e => new LinkDifferenceRef(request, e)).ToArray();
                    request.Take(edges.Length);
                    return edges;
                },
                Make.Argument("first", types.Int, $"The number of edges, at most {types.Options.PageSizeMax}; {types.Options.PageSizeDefault} where it is not given."),
                Make.Argument("skip", types.Int, "The number of edges left out at the start; a change never grows, so the places of its edges are fixed.")),
            Make.Async<DocumentChangeRef>("edgeCount", Make.Must(types.Int), "The number of these edges.", async (c, _) => (await c.EdgesAsync()).Count));
        types.Describe("ChangeCounts", Access.Read, "What a change did to documents and edges.").Add(
            Make.Field<ChangeCounts>("created", Make.Must(types.Int), "Documents created.", c => c.Created),
            Make.Field<ChangeCounts>("updated", Make.Must(types.Int), "Documents changed.", c => c.Updated),
            Make.Field<ChangeCounts>("unchanged", Make.Must(types.Int), "Puts, links and unlinks that altered nothing.", c => c.Unchanged),
            Make.Field<ChangeCounts>("deleted", Make.Must(types.Int), "Documents deleted.", c => c.Deleted),
            Make.Field<ChangeCounts>("linked", Make.Must(types.Int), "Edges added or changed.", c => c.Linked),
            Make.Field<ChangeCounts>("unlinked", Make.Must(types.Int), "Edges removed.", c => c.Unlinked));
        types.Describe("ChangeStep", Access.ReadLog, "One thing that took effect.").Add(
            Make.Field<StepRef>("verb", Make.Must(types.Enum<StepVerb>()), "What it did.", s => s.Verb),
            Make.Field<StepRef>("kind", types.String, "PUT: the kind of the document.", s => (s.Step as DocumentPut)?.Kind),
            Make.Field<StepRef>("key", Make.Must(types.String), "The key of the document, or of the edge (from|KIND|to); ERASE: the token that stands for the value in the log.", s => s.Key),
            Make.Field<StepRef>("external", types.Object("ExternalId"), "PUT: how an outside tool knows it from now on, where the step sets it.", s => (s.Step as DocumentPut)?.External),
            Make.Field<StepRef>("values", Make.All(types.Object("FieldValue")), "The fields that were set or cleared; for LINK all that the edge carries.", s => s.Values()));
        types.Describe("FieldValue", Access.ReadLog, "A field and what it was set to.").Add(
            Make.Field<ValueRef>("field", Make.Must(types.String), "The name of the field.", v => v.Field),
            Make.Field<ValueRef>("value", types.String, "The value as JSON text; null = the field was cleared. Names of people are shown unless they were erased.", v => v.Json));
    }

    private static ConnectionType Connection(TypeTable types) =>
        types.Connection("Change", () => ConnectionType.Create(types, "Change", types.Object("Change"), Access.ReadLog, "changes, in the order of their revisions; a cursor is a revision"));

    private static ConnectionType History(TypeTable types) => types.Connection(
        "DocumentChange",
        () => ConnectionType.Create(types, "DocumentChange", types.Object("DocumentChange"), Access.ReadLog, "changes of a document, in the order of their revisions; a cursor is a revision"));

    private static string Cursor(long revision) => revision.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The change that made a revision.</summary>
    public static async Task<ChangeRef> ReadAsync(RequestContext request, long revision, CancellationToken cancellationToken)
    {
        await foreach (var (head, change) in request.Engine.ReadLogAsync(revision - 1, cancellationToken))
        {
            return new(request, head, change);
        }

        throw new System.Diagnostics.UnreachableException($"The log has no revision {revision}.");
    }

    // The log of a request ends where its snapshot ends, whatever is written meanwhile.
    private static async IAsyncEnumerable<ChangeRef> ReadAsync(
        RequestContext request, long after, ChangeFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (head, change) in request.Engine.ReadLogAsync(after, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (head.Revision > request.Current.Head.Revision)
            {
                yield break;
            }

            var item = new ChangeRef(request, head, change);
            if (filter.Takes(item))
            {
                yield return item;
            }
        }
    }

    private static async ValueTask<int> CountAsync(RequestContext request, ChangeFilter filter, CancellationToken cancellationToken) =>
        filter.IsEmpty ? (int)request.Current.Head.Revision : await ReadAsync(request, 0, filter, cancellationToken).CountAsync(cancellationToken);
}
