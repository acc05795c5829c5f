using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using Graph.Stores.Neo4j.Questions;
using GraphQL;
using GraphQL.Types;
using FieldType = GraphQL.Types.FieldType;

namespace Graph.Server.Api.Types;

/// <summary>Impact, trace and the chain matrix.</summary>
internal static class TraversalTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        var limits = Limits(types);
        view.Add(
            Make.Field<ViewScope>(
                "impact", Make.Must(types.Object("Impact")), "What depends on a document, and which cells change, when it stops holding (LOSS) or means something else (CHANGE).",
                (v, c) => ImpactRef.Run(v, v.Find(c.Given<string>("of")!, "of"), c.Given<ImpactEvent>("event"), Read(c, types.Options), c.CancellationToken),
                Make.Argument("of", Make.Must(types.String), "The key of the document."),
                Make.Argument("event", Make.Must(types.Enum<ImpactEvent>()), "What happens to it."),
                Make.Argument("limits", limits, "The bounds of the answer.")).Timed(),
            Make.Field<ViewScope>(
                "trace", Make.Must(types.Object("Trace")), "How two documents are connected along the chain: all shortest paths, arrows only; a mapping is a document of the path.",
                (v, c) =>
                {
                    var via = c.GivenTexts("via")?.Select(name => types.Model.TryGetEdge(name, out var edge) ? edge : null!).ToArray();
                    var (from, to, bounds) = (v.Find(c.Given<string>("from")!, "from"), v.Find(c.Given<string>("to")!, "to"), Read(c, types.Options));
                    return new TraceRef(v, TraceQuery.Run(v.View, from, to, via, bounds, c.CancellationToken), () => CypherQuestions.Trace(from.Key, to.Key, via, bounds));
                },
                Make.Argument("from", Make.Must(types.String), "The key of the start."),
                Make.Argument("to", Make.Must(types.String), "The key of the end."),
                Make.Argument("via", Make.Some(types.EdgeKind), "The kinds of edges to follow; absent = all that belong to the chain."),
                Make.Argument("limits", limits, "The bounds of the answer.")).Timed(),
            types.Connection("ChainRow", () => ConnectionType.Create(types, "ChainRow", types.Object("ChainRow"), Access.Read, "rows of a chain matrix")).Field<ViewScope>(
                types, "chainMatrix", "Each risk of a system with what mitigates it, what proves that, and what it satisfies, as all combinations; a null says what is missing.",
                (v, c) => Window.Of(TraceQuery.Matrix(v.View, v.Find(c.Given<string>("system")!, "system", AiSystemKind.Kind.Name)), r => new ChainRowRef(v, r)), backwards: false,
                Make.Argument("system", Make.Must(types.String), "The key of the system.")).Timed());

        types.Describe("Impact", Access.Read, "Everything that is reached from a document under an event. The start is not in it.").Add(
            Make.Field<ImpactRef>("start", Make.Must(types.Document), "Where it begins.", i => i.Scope.Node(i.Result.Start)),
            Make.Field<ImpactRef>("event", Make.Must(types.Enum<ImpactEvent>()), "What happens there.", i => i.Result.Event),
            Make.Field<ImpactRef>("count", Make.Must(types.Int), "The number of documents reached.", i => i.Result.Count),
            Make.Field<ImpactRef>("truncatedBy", types.Enum<Truncation>(), "The limit that cut the answer short; null = complete.", i => i.Result.TruncatedBy),
            Make.Field<ImpactRef>("cypher", Make.Must(types.Object("Cypher")), "The Cypher that gives the documents reached in Neo4j, each with one shortest path.", i => CypherRef.Of(i.Scope, view => CypherQuestions.Impact(view, i.Result.Start.Key, i.Result.Event, i.Limits))),
            types.Connection("Reached", () => ConnectionType.Create(types, "Reached", types.Object("Reached"), Access.Read, "documents reached, by distance and key")).Field<ImpactRef>(
                types, "nodes", "The documents reached, by distance and key.", (i, _) => Window.Of(i.Result.Nodes.Value, r => new ReachedRef(i.Scope, r)), backwards: false),
            Consequences(types).Field<ImpactRef>(
                types, "consequences", "The cells whose verdict, state or credit changes, before and after.", (i, _) => Window.Of(i.Consequences, c => new ConsequenceRef(i.Scope, c, i)), backwards: false));
        types.Describe("Reached", Access.Read, "A document reached, with one shortest path from the start.").Add(
            Make.Field<ReachedRef>("node", Make.Must(types.Document), "The document.", r => r.Scope.Node(r.Reached.Node)),
            Make.Field<ReachedRef>("distance", Make.Must(types.Int), "The number of edges from the start.", r => r.Reached.Distance),
            Make.Field<ReachedRef>("path", Make.All(types.Object("PathStep")), "The steps of one shortest path.", r => Steps(r.Scope, r.Reached.Path)));
        types.Describe("PathStep", Access.Read, "One step of a path.").Add(
            Make.Field<StepOfPathRef>("edge", types.String, "The key of the edge (from|KIND|to); null where a path begins.", s => s.Step.Edge.Length == 0 ? null : s.Step.Edge),
            Make.Field<StepOfPathRef>("node", Make.Must(types.Document), "The document to which it leads.", s => s.Scope.Node(s.Step.Node)));
        types.Describe("Consequence", Access.Read, "A cell that changes.").Add(
            Make.Field<ConsequenceRef>("requirement", Make.Must(types.Of(RequirementKind.Kind)), "The requirement.", c => Here(c.Scope, c.Consequence.Requirement)),
            Make.Field<ConsequenceRef>("system", types.Of(AiSystemKind.Kind), "The system; null for the organisation.", c => Here(c.Scope, c.Consequence.System)),
            Make.Field<ConsequenceRef>("before", types.Object("CellSide"), "The cell as it is; null where there is none.", c => c.Consequence.Before is { } before ? new CellSide(c.Scope, before) : null),
            Make.Field<ConsequenceRef>("after", types.Object("CellSide"), "The cell after the event; null where there is none any more.", c => c.Consequence.After is { } after ? new CellSide(c.Scope, after) : null),
            Make.Field<ConsequenceRef>(
                "path", Make.Some(types.Object("PathStep")), "The steps of one shortest path from the start of the impact to the requirement; null where the list is of no impact, or the requirement was not reached within its limits.",
                c => c.Of?.PathTo(c.Consequence.Requirement) is { } path ? Steps(c.Scope, path) : null));
        types.Describe("Trace", Access.Read, "How two documents are connected.").Add(
            Make.Field<TraceRef>("paths", Make.All(types.Object("TracePath")), "All shortest paths, by their keys; empty where there is none.", t =>
            {
                t.Scope.Request.Take(t.Result.Paths.Count);
                return t.Result.Paths.Select(p => new TracePathRef(t.Scope, p)).ToArray();
            }),
            Make.Field<TraceRef>("truncatedBy", types.Enum<Truncation>(), "The limit that cut the answer short; null = complete.", t => t.Result.TruncatedBy),
            Make.Field<TraceRef>("cypher", Make.Must(types.Object("Cypher")), "The Cypher that gives the paths in Neo4j.", t => CypherRef.Of(t.Scope, _ => t.Ask())));
        types.Describe("TracePath", Access.Read, "One path.").Add(
            Make.Field<TracePathRef>("steps", Make.All(types.Object("PathStep")), "The documents in order, the start first.", p => Steps(p.Scope, p.Path.Steps)));
        types.Describe("ChainRow", Access.Read, "One row of the chain matrix of a system.").Add(
            Make.Field<ChainRowRef>("risk", types.Of(RiskKind.Kind), "The risk.", r => Here(r.Scope, r.Row.Risk)),
            Make.Field<ChainRowRef>("control", types.Of(ControlKind.Kind), "What mitigates it; null = nothing does.", r => Here(r.Scope, r.Row.Control)),
            Make.Field<ChainRowRef>("proof", types.Document, "What shows that the control operates; null = nothing does.", r => Here(r.Scope, r.Row.Proof)),
            Make.Field<ChainRowRef>("requirement", types.Of(RequirementKind.Kind), "What the control satisfies; null = nothing.", r => Here(r.Scope, r.Row.Requirement)));
    }

    /// <summary>The names of the bounds.</summary>
    public static readonly string[] BoundNames = ["depthMax", "nodeCountMax", "pathCountMax", "timeMsMax"];

    /// <summary>The bounds that are asked for, each no wider than the server's own.</summary>
    /// <param name="given">The bound of a name; null where it is not given.</param>
    /// <param name="options">The server's own.</param>
    /// <param name="place">What stands before a name where a bound is refused.</param>
    /// <param name="refuse">Is told of a bound that is refused; null = it is thrown.</param>
    public static TraversalLimits Bounds(Func<string, int?> given, ApiOptions options, string place, Action<string, ApiError>? refuse = null)
    {
        var usual = new TraversalLimits();
        return new()
        {
            DepthMax = Bound(BoundNames[0], usual.DepthMax, "traversalDepthMax", options.TraversalDepthMax),
            NodeCountMax = Bound(BoundNames[1], usual.NodeCountMax, "traversalNodeCountMax", options.TraversalNodeCountMax),
            PathCountMax = Bound(BoundNames[2], usual.PathCountMax, "tracePathCountMax", options.TracePathCountMax),
            TimeMax = TimeSpan.FromMilliseconds(Bound(BoundNames[3], (int)usual.TimeMax.TotalMilliseconds, "traversalTimeMax", (int)options.TraversalTimeMax.TotalMilliseconds)),
        };

        int Bound(string name, int value, string limit, int maximum)
        {
            if (given(name) is not { } number)
            {
                return Math.Min(value, maximum);
            }

            if (number >= 1 && number <= maximum)
            {
                return number;
            }

            var error = ApiError.Limit(limit, maximum, number, $"and at least 1 in '{place}{name}'");
            (refuse ?? ((_, e) => throw e))(name, error);
            return Math.Min(value, maximum);
        }
    }

    public static ConnectionType Consequences(TypeTable types) =>
        types.Connection("Consequence", () => ConnectionType.Create(types, "Consequence", types.Object("Consequence"), Access.Read, "cells that change"));

    private static NodeRef? Here(ViewScope scope, Document? document) =>
        document is null ? null : scope.Node(scope.View.Snapshot.Document(document.Key) ?? document);

    private static StepOfPathRef[] Steps(ViewScope scope, IReadOnlyList<PathStep> steps)
    {
        scope.Request.Take(steps.Count);
        return [.. steps.Select(s => new StepOfPathRef(scope, s))];
    }

    private static InputObjectGraphType Limits(TypeTable types)
    {
        var usual = new TraversalLimits();
        var options = types.Options;
        return new InputObjectGraphType { Name = "LimitsInput", Description = "The bounds of an answer. Reaching one is part of the answer (truncatedBy), but for the time, which is an error of its own (DEADLINE_EXCEEDED)." }.Add(
            Bound(BoundNames[0], usual.DepthMax, options.TraversalDepthMax, "The greatest distance from the start"),
            Bound(BoundNames[1], usual.NodeCountMax, options.TraversalNodeCountMax, "The greatest number of documents reached"),
            Bound(BoundNames[2], usual.PathCountMax, options.TracePathCountMax, "The greatest number of paths listed by trace"),
            Bound(BoundNames[3], (int)usual.TimeMax.TotalMilliseconds, (int)options.TraversalTimeMax.TotalMilliseconds, "The greatest time in milliseconds"));

        FieldType Bound(string name, int value, int maximum, string description) => new()
        {
            Name = name,
            Description = $"{description}, from 1 to {maximum}; {Math.Min(value, maximum)} where it is not given.",
            ResolvedType = types.Int,
        };
    }

    private static TraversalLimits Read(IResolveFieldContext context, ApiOptions options)
    {
        var given = context.Given<IDictionary<string, object?>>("limits");
        return Bounds(name => given?.TryGetValue(name, out var asked) == true ? (int?)asked : null, options, "limits.");
    }
}
