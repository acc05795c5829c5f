using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Server.Api.Changing;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>The root of all writing: apply for edits, and the decisions of those with authority.</summary>
internal static class MutationTypes
{
    public static ObjectGraphType Mutation(TypeTable types)
    {
        DescribePayload(types);
        return new ObjectGraphType
        {
            Name = "Mutation",
            Description = "All writing. Every change is atomic, has a reason, and is known by its changeId: the same request again gets the same answer, another request with that id is a CONFLICT. Refusals come as userErrors, all at once.",
        }.Add(
            Make.Async<RequestContext>(
                "apply", Make.Must(types.Object("ChangePayload")), "Make edits, all or nothing. Fields of approval are not part of it: they are set by submit, approve, sign, reject and withdraw. Editing what was approved takes the approval of that document away and makes a draft of it: what was approved stays in force as it was, under a key of its own (`key-v1`, the last of keys), until the draft, which SUPERSEDES it, is approved. Who wants it to count no more withdraws it: what is approved or signed, or was until a version took its place, is not deleted, nor is what it is about. Records of what was done (CorrectiveAction, ManagementReview) are withdrawn before they are edited.",
                ApplyAsync,
                Id(types), Reason(types),
                Expected(types), DryRun(types),
                Make.Argument("changes", Make.All(types.ChangeInput), "The changes.")).Timed().Needs(Access.Edit),
            Make.Async<RequestContext>(
                "prefill", Make.Must(types.Object("ChangePayload")), "Propose answers to the items of a document's templates from what the graph knows of what the document is about (TemplateItem.prefilledFrom). Proposals count as missing until somebody confirms them (AnswerInput.state); what was confirmed is left alone. It is an edit like apply. Repeated after something has changed, it is another change and needs another changeId.",
                PrefillAsync,
                Id(types), Reason(types), Expected(types), DryRun(types),
                Make.Argument("key", Make.Must(types.String), $"The key of the document: {string.Join(", ", FormTypes.Followers(types.Model))}.")).Timed().Needs(Access.Edit),
            Decision(types, DecisionVerb.Submit, "Hand a document in for a decision. Its required content must be there, and a confirmed answer to every item that the templates it follows ask for. What waits for one is handed in again only where the name of who submitted it was erased."),
            Decision(types, DecisionVerb.Approve, "Approve what was submitted and is not signed: evidence, statements, managed documents, scopes, methods and acceptances of risks, corrective actions, minutes of reviews. Nobody approves what they submitted or last edited."),
            Decision(types, DecisionVerb.Sign, "Sign an assessment that was submitted. Nobody signs what they submitted or last edited."),
            Decision(types, DecisionVerb.Withdraw, "Take back what was approved or signed, also what a version is to take the place of on a day that has not come: it no longer counts from today on. It may be edited and handed in again; what it was stays as a version of its own (key-v1)."),
            Make.Async<RequestContext>(
                "revise", Make.Must(types.Object("ChangePayload")),
                "Begin a new version of what is approved or signed: a draft with the same content, the same parts that belong to it, and the same links, which supersedes the document. The document counts until the version is approved or signed and takes effect; then it is SUPERSEDED. An edit of the document itself does the same without asking: then the draft keeps the key, and what counts gets a new one.",
                ReviseAsync,
                Id(types), Reason(types),
                Make.Argument("key", Make.Must(types.String), "The key of the document that counts."),
                Make.Argument("newKey", Make.Must(types.String), "The key of the version."),
                DryRun(types)).Timed().Needs(Access.Edit),
            Decision(types, DecisionVerb.Reject, "Refuse what was submitted. Nobody decides on what they submitted or last edited."),
            Whole(types, DecisionVerb.Submit, "submitApplicability", "Hand in every draft of the Statement of Applicability of a standard, all or nothing."),
            Whole(types, DecisionVerb.Approve, "approveApplicability", "Approve the Statement of Applicability of a standard as a whole (ISO/IEC 42001 6.1.3): every statement that waits, all or nothing, and only where every row that may be excluded is stated. Nobody approves what they submitted or last edited."),
            Make.Async<RequestContext>(
                "acceptLinks", Make.Must(types.Object("ChangePayload")), "Accept suspect links after looking at what has changed (suspectLinks): they hold all the same. It is their new review, by the actor and of today, all or nothing; a link that is not suspect is a CONFLICT.",
                AcceptAsync,
                Id(types), Reason(types), Expected(types), DryRun(types),
                Make.Argument("links", Make.All(types.String), "The keys of the links: from|KIND|to.")).Timed().Needs(Access.Decide));
    }

    private static FieldType Decision(TypeTable types, DecisionVerb verb, string description)
    {
        var binds = verb is DecisionVerb.Approve or DecisionVerb.Sign;
        return Make.Async<RequestContext>(
            verb.ToString().ToLowerInvariant(), Make.Must(types.Object("ChangePayload")), description, (request, context) => DecideAsync(request, context, verb),
            Id(types), Reason(types),
            Make.Argument("key", Make.Must(types.String), "The key of the document."),
            Make.Argument(
                "contentHash", binds ? Make.Must(types.Hash) : types.Hash,
                "The hash of the content that the actor has seen (contentHashNow); refused when the content is another." + (binds ? "" : " Absent = whatever it is now."))).Timed().Needs(verb == DecisionVerb.Submit ? Access.Edit : Access.Decide);
    }

    private static FieldType Whole(TypeTable types, DecisionVerb verb, string name, string description) => Make.Async<RequestContext>(
        name, Make.Must(types.Object("ChangePayload")), description, (request, context) => DecideWholeAsync(request, context, verb),
        Id(types), Reason(types),
        Make.Argument("framework", Make.Must(types.String), "The key of the standard."),
        Make.Argument(
            "contentHash", verb == DecisionVerb.Submit ? types.Hash : Make.Must(types.Hash),
            "The contentHash of applicability that the actor has seen; refused when it is another." + (verb == DecisionVerb.Submit ? " Absent = whatever it is now." : ""))).Timed().Needs(verb == DecisionVerb.Submit ? Access.Edit : Access.Decide);

    private static QueryArgument Id(TypeTable types) =>
        Make.Argument("changeId", Make.Must(types.String), "The caller's id of the change, 1 to 200 characters, unique in the log; the same when the request is repeated.");

    private static QueryArgument Expected(TypeTable types) =>
        Make.Argument("expectedRevision", types.Revision, "The revision that the caller has seen; the change is refused when the graph has moved on. Absent = whatever it is.");

    private static QueryArgument DryRun(TypeTable types) => Make.Argument("dryRun", Make.Must(types.Boolean), "Whether only to say what would happen.", false);

    private static QueryArgument Reason(TypeTable types) => Make.Argument("reason", Make.Must(types.String), "Why, for whoever reads the log; 1 to 2000 characters.");

    private static void DescribePayload(TypeTable types)
    {
        types.Describe("UserError", Access.Read, "One reason for which a change was refused.").Add(
            Make.Field<Violation>("code", Make.Must(types.Enum<ErrorCode>()), "The code, from the list that errors use as well.", v => ErrorMapping.Of(v.Code)),
            Make.Field<Violation>("path", Make.Must(types.String), "The place in the request, such as changes[3].put.risk.title.", v => v.Path),
            Make.Field<Violation>("message", Make.Must(types.String), "What was expected and what was found.", v => v.Message));
        types.Describe("ChangePayload", Access.Read, "What became of a change.").Add(
            Make.Field<Applied>("accepted", Make.Must(types.Boolean), "Whether it is in the log, or would be: true where there are no userErrors.", a => a.Result.Accepted),
            Make.Field<Applied>("dryRun", Make.Must(types.Boolean), "Whether nothing was written.", a => a.IsDryRun),
            Make.Field<Applied>("revision", Make.Must(types.Revision), "The revision that the change made; where nothing was written, the head against which it was judged.", a => a.Result.Head.Revision),
            Make.Field<Applied>("hash", Make.Must(types.Hash), "The hash of the log at that revision.", a => a.Result.Head.Hash),
            Make.Field<Applied>("counts", Make.Must(types.Object("ChangeCounts")), "What it did, or would do.", a => a.Result.Counts),
            Make.Field<Applied>("keys", Make.All(types.String), "For each put, in order, the key of its document; then that of what a decision has opened, or of each version that stays in force while what it was is edited.", a => a.Result.Keys),
            Make.Field<Applied>(
                "newlySuspect", Make.Some(types.String), "The keys of the links (from|KIND|to) that would turn suspect, by key; null where it was no dry run.",
                (a, context) =>
                {
                    if (!a.IsDryRun)
                    {
                        return null;
                    }

                    var size = PageSize.Read(context, a.Request.Options);
                    var links = a.Result.NewlySuspect.Skip(context.Given<int?>("skip") ?? 0).Take(size.Count).ToArray();
                    a.Request.Take(links.Length);
                    return links;
                },
                Make.Argument("first", types.Int, $"The number of links, at most {types.Options.PageSizeMax}; {types.Options.PageSizeDefault} where it is not given."),
                Make.Argument("skip", types.Int, "The number of links left out at the start.")),
            Make.Field<Applied>("newlySuspectCount", types.Int, "The number of the links that would turn suspect; null where it was no dry run.", a => a.IsDryRun ? a.Result.NewlySuspect.Count : null),
            Make.Field<Applied>("replayed", Make.Must(types.Boolean), "Whether the same request had been made before and this is its answer again.", a => a.Result.Replayed),
            Make.Field<Applied>("userErrors", Make.All(types.Object("UserError")), "Why it was refused, everything at once; empty where it was accepted.", a => a.Result.Violations),
            Make.Async<Applied>("view", types.Object("View"), "The graph right after the change, today; null where nothing was written.", async (a, c) =>
                a.IsDryRun || !a.Result.Accepted ? null : a.Request.Open(await a.Request.Engine.AsOfAsync(a.Result.Head.Revision, c.CancellationToken))));
    }

    private static async ValueTask<object?> ApplyAsync(RequestContext request, IResolveFieldContext context)
    {
        Operation[] changes = [.. context.Given<System.Collections.IEnumerable>("changes")!.Cast<IDictionary<string, object?>>().Select(c => ChangeInputs.Read(c, request.Engine.Model))];
        var asked = new ApplyAsked(context.Given<string>("changeId")!, context.Given<string>("reason")!, context.Given<long?>("expectedRevision"), changes);
        var change = request.Caller.Ask(asked.ChangeId, asked.Reason, asked.Changes) with { ExpectedRevision = asked.ExpectedRevision };
        var dryRun = context.Given<bool>("dryRun");
        return await MakeAsync(request, context, change, dryRun, ChangeShape.Violations(new ApplyShape().Validate(asked)));
    }

    // What is proposed is of the graph as it was read: where it has moved on, an answer may have been confirmed meanwhile.
    private static async ValueTask<object?> PrefillAsync(RequestContext request, IResolveFieldContext context)
    {
        var scope = request.Open(request.Current);
        var document = scope.Find(context.Given<string>("key")!, "key", FormTypes.Followers(request.Engine.Model));
        var proposed = Prefill.Of(scope.View, document);
        var asked = new ApplyAsked(context.Given<string>("changeId")!, context.Given<string>("reason")!, context.Given<long?>("expectedRevision"), proposed);
        var change = request.Caller.Ask(asked.ChangeId, asked.Reason, asked.Changes) with { ExpectedRevision = asked.ExpectedRevision ?? request.Current.Head.Revision };
        if (Prefill.Expected(document) is { } expected)
        {
            return await MakeAsync(request, context, change, context.Given<bool>("dryRun"), [new(ViolationCode.Conflict, "key", $"expected {expected}")]);
        }

        var shape = ChangeShape.Violations(new ApplyShape().Validate(asked));
        return await MakeAsync(
            request, context, change, context.Given<bool>("dryRun"),
            [.. shape.Select(v => v.Path == "changes" ? new Violation(v.Code, "key", $"expected a document that follows a template of which the graph can answer an item that nobody has confirmed, found '{document.Key}'") : v)]);
    }

    private static async ValueTask<object?> DecideAsync(RequestContext request, IResolveFieldContext context, DecisionVerb verb)
    {
        var asked = new DecisionAsked(context.Given<string>("changeId")!, context.Given<string>("reason")!, context.Given<string>("key")!, context.Given<string>("contentHash"));
        var change = request.Caller.Ask(asked.ChangeId, asked.Reason, []) with
        {
            Origin = ChangeOrigin.Authority,
            Decisions = [new(verb, asked.Key, asked.ContentHash)],
        };
        return await MakeAsync(request, context, change, dryRun: false, ChangeShape.Violations(new DecisionShape().Validate(asked)));
    }

    private static async ValueTask<object?> DecideWholeAsync(RequestContext request, IResolveFieldContext context, DecisionVerb verb)
    {
        var asked = new DecisionAsked(context.Given<string>("changeId")!, context.Given<string>("reason")!, context.Given<string>("framework")!, context.Given<string>("contentHash"));
        var shape = ChangeShape.Violations(new DecisionShape("framework").Validate(asked));
        IReadOnlyList<Decision> decisions = [];
        long? expected = null;
        if (shape.Count == 0)
        {
            var view = (await BeforeAsync(request, asked.ChangeId, context.CancellationToken)).View;
            (decisions, var faults) = view.Snapshot.Document(asked.Key) is { } framework && framework.Kind == FrameworkKind.Kind
                ? WholeApplicability.Of(view, framework).Decide(verb, asked.ContentHash)
                : ([], [new(ViolationCode.NotFound, "framework", $"expected the key of a Framework, found '{Text.Short(asked.Key)}'")]);
            shape.AddRange(faults);
            expected = view.Snapshot.Head.Revision;
        }

        var change = request.Caller.Ask(asked.ChangeId, asked.Reason, []) with { Origin = ChangeOrigin.Authority, Decisions = decisions, ExpectedRevision = expected };
        return await MakeAsync(request, context, change, dryRun: false, shape);
    }

    // What a request is worked out from: the same request again is about the graph as it was before the first.
    private static async Task<ViewScope> BeforeAsync(RequestContext request, string changeId, CancellationToken cancellationToken) =>
        request.Open(request.Engine.RevisionOf(changeId) is { } made ? await request.Engine.AsOfAsync(made - 1, cancellationToken) : request.Engine.Current);

    private static async ValueTask<object?> ReviseAsync(RequestContext request, IResolveFieldContext context)
    {
        var asked = new ReviseAsked(context.Given<string>("changeId")!, context.Given<string>("reason")!, context.Given<string>("key")!, context.Given<string>("newKey")!);
        var shape = ChangeShape.Violations(new ReviseShape().Validate(asked));

        var graph = (await BeforeAsync(request, asked.ChangeId, context.CancellationToken)).View.Snapshot;
        var (operations, fault) = shape.Count > 0 ? ([], null) : NewVersion.Of(graph, asked.Key, asked.NewKey, token => request.Engine.Personal.Find(token)?.Name);
        if (fault is not null)
        {
            shape.Add(fault);
        }

        var change = request.Caller.Ask(asked.ChangeId, asked.Reason, operations) with { ExpectedRevision = graph.Head.Revision };
        return await MakeAsync(request, context, change, context.Given<bool>("dryRun"), shape);
    }

    private static async ValueTask<object?> AcceptAsync(RequestContext request, IResolveFieldContext context)
    {
        string[] links = [.. context.Given<System.Collections.IEnumerable>("links")!.Cast<string>()];
        var asked = new AcceptAsked(context.Given<string>("changeId")!, context.Given<string>("reason")!, links);
        var change = request.Caller.Ask(asked.ChangeId, asked.Reason, []) with
        {
            Origin = ChangeOrigin.Authority,
            AcceptedLinks = links,
            ExpectedRevision = context.Given<long?>("expectedRevision"),
        };
        return await MakeAsync(request, context, change, context.Given<bool>("dryRun"), ChangeShape.Violations(new AcceptShape().Validate(asked)));
    }

    // A request of the wrong shape is judged by the engine as well, without writing, so that the caller sees everything at once.
    private static async Task<Applied> MakeAsync(
        RequestContext request, IResolveFieldContext context, ChangeRequest change, bool dryRun, List<Violation> shape)
    {
        var result = dryRun || shape.Count > 0 ? request.Engine.DryRun(change) : await request.Engine.ApplyAsync(change, context.CancellationToken);
        NoteRefusal(request, context, result);
        if (shape.Count > 0)
        {
            var paths = shape.Select(v => v.Path).ToHashSet(StringComparer.Ordinal);
            result = result with
            {
                Counts = new(0, 0, 0, 0, 0, 0),
                Keys = [],
                Replayed = false,
                NewlySuspect = [],
                Violations = [.. shape, .. result.Violations.Where(v => !paths.Contains(v.Path))],
            };
        }

        return new(request, result, dryRun);
    }

    // Four eyes and approval fields: what somebody tried that they may not do.
    private static void NoteRefusal(RequestContext request, IResolveFieldContext context, ChangeResult result)
    {
        foreach (var violation in result.Violations.Where(v => v.Code == ViolationCode.Forbidden))
        {
            var logger = context.RequestServices!.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MutationTypes));
            Log.RefusedChange(logger, request.Caller.Client, context.FieldDefinition.Name, violation.Path);
        }
    }

    private sealed record Applied(RequestContext Request, ChangeResult Result, bool IsDryRun);
}
