using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Views;
using Graph.Engine.Writing;
using Graph.Server.Api.Changing;
using Graph.Server.Api.Inputs;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using Graph.Stores.Neo4j.Questions;
using GraphQL;
using GraphQL.Types;
using FieldType = GraphQL.Types.FieldType;

namespace Graph.Server.Api.Types;

/// <summary>The view: a connection for each kind, and the questions.</summary>
internal static class ViewTypes
{
    public static ObjectGraphType Describe(TypeTable types)
    {
        var view = types.Describe("View", Access.Read, "The graph at one revision, judged on one day. Everything in it is of that revision and that day.").Add(
            Make.Field<ViewScope>("id", Make.Must(types.Id), "What a normalising client keeps this view under: another revision, day or question has another. It names no node.", v => $"view@{v.Stamp}"),
            Make.Field<ViewScope>("revision", Make.Must(types.Revision), "The revision of the graph.", v => v.View.Snapshot.Head.Revision),
            Make.Field<ViewScope>("hash", Make.Must(types.Hash), "The hash of the log up to that revision.", v => v.View.Snapshot.Head.Hash),
            Make.Field<ViewScope>("on", Make.Must(types.Date), "The day judged.", v => v.View.On),
            Make.Field<ViewScope>("today", Make.Must(types.Date), "The day from which the question looks: today, or the day of the moment asked for.", v => v.View.Today),
            Make.Field<ViewScope>("kind", Make.Must(types.Enum<ViewKind>()), "What kind of question it answers.", v => v.View.Kind),
            Make.Field<ViewScope>("renewals", Make.Must(types.Enum<Renewals>()), "Whether proof that is valid today is taken as renewed.", v => v.View.Renewals),
            Make.Field<ViewScope>(
                "document", types.Document, "The document of a key; null where there is none at this revision.",
                (v, c) => v.View.Snapshot.Document(c.Given<string>("key")!) is { } document ? v.Node(document) : null,
                Make.Argument("key", Make.Must(types.String), "The key.")));
        var filters = new Filters(types);
        var orders = new Orders(types);
        foreach (var kind in types.Model.Kinds)
        {
            view.AddField(DocumentTypes.Connection(types, kind).Field<ViewScope>(
                types, kind.Plural, $"All documents of the kind {kind.Name}: {kind.Description}", (v, c) => List(v, c, kind, filters, orders), backwards: true,
                Make.Argument("filter", filters.Of(kind), "Only documents that meet all of it."),
                Make.Argument("order", orders.Type(kind), "The order; by key where it is not given."),
                Make.Argument("search", types.String, "Only documents that have this text in their key, title or any text, whatever the case.")));
        }

        var cells = new CellLists(types, filters);
        view.Add(
            CellTypes.Connection(types).Field<ViewScope>(
                types, "cells", "The cells: each assessable requirement for each subject, by framework, reference and subject. What is not owed yet is listed here as well.",
                (v, c) => cells.List(v, c, null), backwards: false, cells.FilterArgument, cells.OrderArgument).Timed(),
            CellTypes.Connection(types).Field<ViewScope>(
                types, "gaps", "What a system still lacks: its owed cells that are not COVERED, inherited ones with its own verdict. Supporting evidence, not certification.",
                (v, c) => Gaps(v, c), backwards: false,
                Make.Argument("system", Make.Must(types.String), "The key of the system."),
                Make.Argument("of", types.String, "The key of a framework or requirement; absent = every framework that owes it something.")).Timed(),
            Make.Field<ViewScope>(
                "coverage", Make.Must(types.Object("Coverage")), "How much of a framework, a heading or a row is met, for some systems or all.",
                (v, c) => new CoverageRef(v, v.View.Cells.Coverage(v.Find(c.Given<string>("of")!, "of", CellTypes.Headings), CellTypes.Systems(v, c.GivenTexts("systems"), "systems"), v.Request.CancellationToken)),
                Make.Argument("of", Make.Must(types.String), "The key of the framework, heading or row."),
                Make.Argument("systems", Make.Some(types.String), "The keys of the systems in question; absent = all in scope.")).Timed(),
            Make.Field<ViewScope>("statistics", Make.Must(types.Object("Statistics")), "How much there is, by kind.", v => v).Timed());
        TraversalTypes.Describe(types, view);
        ComparisonTypes.Describe(types, view);
        TimelineTypes.Describe(types, view);
        SuspicionTypes.Describe(types, view);
        TimeTypes.Describe(types, view);
        DueTypes.Describe(types, view);
        GovernanceTypes.Describe(types, view);
        FormTypes.Describe(types, view);
        ConformityTypes.Describe(types, view);
        CertificationTypes.Describe(types, view);
        IncidentTypes.Describe(types, view);
        AlignmentTypes.Describe(types, view);
        CoverageTypes.Describe(types, cells);
        return view;
    }

    public static InputObjectGraphType MakeAt(TypeTable types) => new InputObjectGraphType
    {
        Name = "At",
        Description = "A moment. Nothing given = head, today. 'asOf' says what was known, 'on' says which day is judged.",
    }.Add(
        Make.Bare("asOf", types.AsOf, "What was known: HEAD, a revision or an instant. With an earlier day in 'on', HEAD asks what we know now about then; without it such a day is judged with what was known at its end."),
        Make.Bare("on", types.Date, "The day judged; a later day than the one of what is known is a forecast."),
        new FieldType { Name = "renewals", Description = "Whether a forecast takes proof that is valid today as renewed.", ResolvedType = types.Enum<Renewals>(), DefaultValue = Renewals.AsRecorded },
        Make.Bare("assume", Make.Some(types.ChangeInput), $"Changes that are taken as made and are not written, as apply takes them; at most {types.Options.AssumeCountMax}. They are judged like those of apply, and where they could not be made every reason is told. They stand on what was known at the moment asked for."),
        Make.Bare("mappingSets", Make.Some(types.Id), "The keys of the mapping sets that may give credit; absent = all. A disputed set never gives any, named or not."));

    /// <summary>What a caller asks of time, by an argument of a field.</summary>
    public static ViewAsked Asked(IResolveFieldContext context, string argument, RequestContext request) =>
        context.Given<IDictionary<string, object?>>(argument) is { } at
            ? Moment(at, argument, request.Options) with { Assume = Assumed(at.Get("assume"), DocumentPlace.Of(context, argument, "assume"), request) }
            : ViewAsked.Now;

    /// <summary>The moment alone, without what is assumed.</summary>
    public static ViewAsked Moment(IDictionary<string, object?> at, string argument, ApiOptions options) => new(
        (ViewMoment?)at.Get("asOf"),
        (DateOnly?)at.Get("on"),
        at.Get("renewals") is Renewals given ? given : Renewals.AsRecorded,
        Make.Texts(at.Get("mappingSets"), $"{argument}.mappingSets", options) is { } keys ? [.. keys.Distinct().Order(StringComparer.Ordinal)] : null);

    /// <summary>What is assumed, of changes that were read already.</summary>
    public static Assumption? Assumed(object? given, string place, RequestContext request)
    {
        if (given is not System.Collections.IEnumerable items)
        {
            return null;
        }

        var model = request.Engine.Model;
        Operation[] operations = [.. items.Cast<IDictionary<string, object?>>().Select(c => ChangeInputs.Read(c, model))];
        return operations.Length == 0 ? null : new(operations, [.. operations.Select((_, i) => $"{place}[{i}]")], model);
    }


    private static Window Gaps(ViewScope view, IResolveFieldContext context)
    {
        var system = view.Find(context.Given<string>("system")!, "system", AiSystemKind.Kind.Name);
        var of = CellTypes.Heading(view, context.Given<string>("of"), "of");
        return Window.Of(
            view.View.Cells.Gaps(system, of, view.Request.CancellationToken), cell => new CellRef(view, cell),
            () => CypherRef.Of(view, v => CypherQuestions.Gaps(v, system.Key, of?.Key), v => CypherQuestions.Credit(v, of?.Key, [system.Key])));
    }

    private static Window List(ViewScope view, IResolveFieldContext context, Kind kind, Filters filters, Orders orders)
    {
        var snapshot = view.View.Snapshot;
        var options = view.Request.Options;
        var filter = filters.Read(kind, context.Given<IDictionary<string, object?>>("filter"), "filter");
        var search = Search.Read(kind, context.Given<string>("search"), options);
        var order = context.Given<IDictionary<string, object?>>("order");
        if (filter is null && search is null && order is null)
        {
            return Window.Of(snapshot.Keys(kind), key => view.Node(snapshot.Document(key)!));
        }

        var cancellationToken = context.CancellationToken;
        var nodes = snapshot.Documents(kind).Select(view.Node).Where(n =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (filter is null || filter(n)) && (search is null || search(n));
        });
        return Window.Of(orders.Apply(kind, nodes, order));
    }
}
