using Graph.Engine.Analysis;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Time;
using Graph.Engine.Views;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>How coverage and cells were and will be, and what would help most.</summary>
internal static class TimelineTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.Add(
            Make.Async<ViewScope>(
                "coverageTimeline", Make.All(types.Object("TimelinePoint")), "Coverage at points in time: days before the view's own from the log, as known at their end; that day and later ones from the view's own graph.",
                TimelineAsync,
                Make.Argument("of", Make.Must(types.String), "The key of the framework, heading or row."),
                Make.Argument("systems", Make.Some(types.String), "The keys of the systems in question; absent = all in scope. One that was not there yet at a point is left out of it."),
                Make.Argument("from", Make.Must(types.Date), "The first day."),
                Make.Argument("to", Make.Must(types.Date), $"The last day; at most {types.Options.TimelinePointCountMax} points lie between."),
                Make.Argument("interval", Make.Must(types.Enum<TimelineInterval>()), "How far apart the points are.")).Timed(),
            Make.Async<ViewScope>(
                "cellHistory", Make.All(types.Object("CellInterval")), "What became of one cell: the times in which it had one verdict, state and credit, and what changed it. It answers whether a requirement was met all through a time.",
                HistoryAsync,
                Make.Argument("requirement", Make.Must(types.String), "The key of the requirement."),
                Make.Argument("system", types.String, "The key of the system; absent = the organisation."),
                Make.Argument("from", Make.Must(types.Date), "The first day."),
                Make.Argument("to", Make.Must(types.Date), $"The last day, at most {types.Options.HistoryDaysMax} days later; days after the view's own, and in a view of what if that day as well, are judged with its graph.")).Timed(),
            types.Connection("Remedy", () => ConnectionType.Create(types, "Remedy", types.Object("Remedy"), Access.Read, "remedies, the best first")).Field<ViewScope>(
                types, "remedies", $"The single actions that close most gaps, each shown by the view in which it is done; at most {types.Options.RemedyTrialCountMax} are tried, those first that alone are wrong with most cells, and the answer's extensions say how many were.",
                Remedies, backwards: false,
                Make.Argument("of", types.String, "The key of a framework, heading or row; absent = every framework."),
                Make.Argument("systems", Make.Some(types.String), "The keys of the systems in question; absent = all in scope.")).Timed());
        types.Describe("TimelinePoint", Access.Read, "Coverage at one point in time.").Add(
            Make.Field<TimelinePointRef>("on", Make.Must(types.Date), "The day judged.", p => p.Scope.View.On),
            Make.Field<TimelinePointRef>("revision", Make.Must(types.Revision), "The revision of the graph; 0 before the first change.", p => p.Scope.View.Snapshot.Head.Revision),
            Make.Field<TimelinePointRef>("kind", Make.Must(types.Enum<ViewKind>()), "Whether it is of the past, of today or a forecast.", p => p.Scope.View.Kind),
            Make.Field<TimelinePointRef>("coverage", types.Object("Coverage"), "The coverage; null where what it is of was not there yet.", p => p.Coverage));
        types.Describe("CellInterval", Access.Read, "A time in which a cell had one verdict, state and credit.").Add(
            Make.Field<CellIntervalRef>("from", Make.Must(types.DateTime), "The instant from which.", i => i.Interval.From),
            Make.Field<CellIntervalRef>("to", types.DateTime, "The instant until which, not included; null = to the end of the time asked.", i => i.To),
            Make.Field<CellIntervalRef>("on", Make.Must(types.Date), "The first day on which it was so.", i => i.Interval.On),
            Make.Field<CellIntervalRef>("verdict", types.Enum<Verdict>(), "The verdict; null where there was no such cell.", i => i.Interval.Cell?.Verdict),
            Make.Field<CellIntervalRef>("state", types.Enum<State>(), "The state; null where there was no such cell.", i => i.Interval.Cell?.State),
            Make.Field<CellIntervalRef>("creditState", types.Enum<State>(), "The best that mapped requirements gave; null where nothing did.", i => i.Interval.Cell?.CreditState),
            Make.Field<CellIntervalRef>("cell", types.Object("CellSide"), "The cell as it was at the start; null where there was none.", i => i.Interval.Cell is { } cell ? new CellSide(i.Scope, cell) : null),
            Make.Field<CellIntervalRef>("causedBy", Make.Must(types.Enum<CellCause>()), "What made it so.", i => i.Cause),
            Make.Async<CellIntervalRef>("change", types.Object("Change"), "CHANGE: the change that made it so.", async (i, c) => i.Interval.Revision is { } head ? await LogTypes.ReadAsync(i.Scope.Request, head.Revision, c.CancellationToken) : null).Needs(Access.ReadLog));
        types.Describe("Remedy", Access.Read, "One action, and what it would do. Supporting evidence, not certification.").Add(
            Make.Field<RemedyRef>("action", Make.Must(types.Enum<RemedyAction>()), "What is done.", r => r.Remedy.Action),
            Make.Field<RemedyRef>("document", Make.Must(types.Document), "To what.", r => r.Scope.Node(r.Remedy.Document)),
            Make.Field<RemedyRef>("edge", types.String, "The key of the link concerned (from|KIND|to), of several joined by >; null where none is.", r => r.Remedy.Edge),
            Make.Field<RemedyRef>("proofType", types.String, "ADD_PROOF: the type of the new evidence; null elsewhere.", r => r.Remedy.ProofType),
            Make.Field<RemedyRef>("closes", Make.Must(types.Int), "The number of cells in question that become COVERED.", r => r.Remedy.Closes.Count),
            Make.Field<RemedyRef>("improves", Make.Must(types.Int), "The number of cells in question that get a better state and are not COVERED.", r => r.Remedy.Improves.Count),
            types.Connection("Consequence", () => throw new System.Diagnostics.UnreachableException()).Field<RemedyRef>(
                types, "cells", "These cells, before and after, those that become COVERED first.", (r, _) => Window.Of([.. r.Remedy.Closes, .. r.Remedy.Improves], c => new ConsequenceRef(r.Scope, c)), backwards: false));
    }

    private static async ValueTask<object?> TimelineAsync(ViewScope view, IResolveFieldContext context)
    {
        var (request, options) = (view.Request, view.Request.Options);
        var (from, to) = Range(context);
        var count = CoverageTimeline.Days(from, to, context.Given<TimelineInterval>("interval")).Count();
        request.Use.Note("timelinePointCountMax", count, options.TimelinePointCountMax);
        if (count > options.TimelinePointCountMax)
        {
            throw ApiError.Limit("timelinePointCountMax", options.TimelinePointCountMax, count, "points in a timeline; take a longer interval or fewer days");
        }

        var days = CoverageTimeline.Days(from, to, context.Given<TimelineInterval>("interval")).ToList();
        var of = view.Find(context.Given<string>("of")!, "of", CellTypes.Headings).Key;
        var systems = CellTypes.Systems(view, context.GivenTexts("systems"), "systems")?.Select(s => s.Key).ToArray();
        request.Take(days.Count);
        var points = await CoverageTimeline.PointsAsync(request.Engine, view.View, days, of, systems, request.CheckTime, context.CancellationToken);
        return points.Select(Shown).ToList();

        TimelinePointRef Shown(TimelinePoint point)
        {
            var scope = new ViewScope(request, point.View, view.Asked, view.Assumption);
            return new(scope, point.Coverage is { } coverage ? new(scope, coverage) : null);
        }
    }

    private static async ValueTask<object?> HistoryAsync(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var (from, to) = Range(context);
        var days = to.DayNumber - from.DayNumber + 1;
        view.Request.Use.Note("historyDaysMax", days, options.HistoryDaysMax);
        if (days > options.HistoryDaysMax)
        {
            throw ApiError.Limit("historyDaysMax", options.HistoryDaysMax, days, "days in the history of a cell");
        }

        var requirement = view.Find(context.Given<string>("requirement")!, "requirement", RequirementKind.Kind.Name);
        var system = context.Given<string>("system") is { } key ? view.Find(key, "system", AiSystemKind.Kind.Name) : null;
        if (requirement.Boolean(RequirementKind.Assessable) != true)
        {
            throw ApiError.BadRequest($"expected a requirement that can be met or failed in 'requirement', found the heading '{requirement.Key}'");
        }

        if (system is null && requirement.Text(RequirementKind.Scope) != "ORGANISATION")
        {
            throw ApiError.BadRequest($"expected 'system' as well: '{requirement.Key}' is met for each system");
        }

        var intervals = (await CellHistory.RunAsync(view.Request.Engine, view.View, [(requirement.Key, system?.Key)], from, to, view.Request.CancellationToken))[0];
        view.Request.Take(intervals.Count);
        return intervals.Select((interval, i) => new CellIntervalRef(
            new(view.Request, interval.View, view.Asked, view.Assumption), interval, i + 1 < intervals.Count ? intervals[i + 1].From : null,
            i == 0 ? CellCause.Start
            : interval.Revision is not null ? CellCause.Change
            : view.Assumption is not null && interval.On == view.View.Today ? CellCause.Assumption
            : CellCause.Day)).ToArray();
    }

    private static (DateOnly From, DateOnly To) Range(IResolveFieldContext context)
    {
        var (from, to) = (context.Given<DateOnly>("from"), context.Given<DateOnly>("to"));
        return from <= to ? (from, to) : throw ApiError.BadRequest($"expected a day on or after 'from' ({from:yyyy-MM-dd}) in 'to', found {to:yyyy-MM-dd}");
    }

    private static Window Remedies(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var of = CellTypes.Heading(view, context.Given<string>("of"), "of");
        var systems = CellTypes.Systems(view, context.GivenTexts("systems"), "systems");
        var remedies = Graph.Engine.Analysis.Remedies.Of(view.View, of, systems, options.RemedyTrialCountMax, out var tried, view.Request.CancellationToken);
        view.Request.Use.Note("remedyTrialCountMax", tried, options.RemedyTrialCountMax);
        return Window.Of(remedies, r => new RemedyRef(view, r));
    }
}
