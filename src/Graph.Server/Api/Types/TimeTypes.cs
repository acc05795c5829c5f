using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Time;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>What ends and what falls due, and samples that can be drawn again.</summary>
internal static class TimeTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        var options = types.Options;
        view.Add(
            types.Connection("EndingProof", () => ConnectionType.Create(types, "EndingProof", types.Object("EndingProof"), Access.Read, "pieces of proof that will be over, by day and key")).Field<ViewScope>(
                types, "expiring", "Proof that will be over soon: evidence that expires, certificates among it, and assessments that are due for review, by day and key, with the cells that fall with each. It counts on its last day, as in 'calendar'; with what does not count yet on the view's day no cell falls. Where renewals are assumed, what is valid today does not end.",
                Expiring, backwards: false,
                Make.Argument("within", Make.Must(types.Int), $"How many days from the view's day on the last day may be, from 0 to {options.CalendarDaysMax}."),
                Make.Argument("what", Make.Some(types.Enum<ProofEnd>()), "Only proof that ends in one of these ways; absent = all."),
                Make.Argument("kinds", Make.Some(types.Of(Words.ProofType)), "Only proof of these kinds, types of evidence such as CERTIFICATE or kinds of assessment such as DPIA; absent = all."),
                Make.Argument("of", types.String, $"Only proof with which a cell of this framework, heading or row falls, and only such cells; absent = all. With 'of' or 'systems' all cells are compared for each piece of proof, at most {options.ExpiringCountMax}."),
                Make.Argument("systems", Make.Some(types.String), "Only proof with which a cell of these systems or one of the organisation falls, and only such cells; absent = all.")).Timed(),
            types.Connection("CalendarItem", () => ConnectionType.Create(types, "CalendarItem", types.Object("CalendarItem"), Access.Read, "items of a calendar, by day, what falls due, and key")).Field<ViewScope>(
                types, "calendar", "Everything that falls due between two days, by what is known in this view: days on which law begins to bind, expiry, reviews, plans. Each day is judged as a forecast of the view, so that what nobody will owe is not announced.",
                Calendar, backwards: false,
                Make.Argument("from", Make.Must(types.Date), "The first day."),
                Make.Argument("to", Make.Must(types.Date), $"The last day; with the first one at most {options.CalendarDaysMax} days."),
                Make.Argument("systems", Make.Some(types.String), "Only what concerns these systems, and what concerns the whole organisation; absent = all systems that are in scope on the day."),
                Make.Argument("what", Make.Some(types.Enum<CalendarEvent>()), "Only these; absent = everything.")).Timed(),
            Make.Field<ViewScope>(
                "sample", Make.Must(types.Object("Sample")), "A sample of evidence or of owed cells for an audit that anybody can draw again: the same seed at the same revision and day gives the same sample, and one more document changes at most one of what is drawn.",
                Draw,
                Make.Argument("of", Make.Must(types.Enum<SampleOf>()), "Of what it is drawn."),
                Make.Argument("size", Make.Must(types.Int), $"How many are drawn, from 1 to {options.SampleSizeMax}; where there are fewer, all are."),
                Make.Argument("seed", Make.Must(types.String), $"Any text that decides what is drawn, such as 2026-H2, of at most {options.SampleSeedCharsMax} characters."),
                Make.Argument("within", types.String, "The key of a framework, heading or row: its owed cells, or evidence that some chain of an owed cell of it uses; absent = every framework."),
                Make.Argument("systems", Make.Some(types.String), "The keys of systems: their owed cells and the organisation's, or evidence that some chain of these uses; absent = all in scope.")).Timed());

        types.Describe("EndingProof", Access.Read, "A piece of proof that counts on the view's day and will be over.").Add(
            Make.Field<EndingProofRef>("on", Make.Must(types.Date), "The last day on which it counts.", e => e.Proof.On),
            Make.Field<EndingProofRef>("what", Make.Must(types.Enum<ProofEnd>()), "How it ends.", e => e.Proof.What),
            Make.Field<EndingProofRef>("kind", Make.Must(types.Of(Words.ProofType)), "The type of evidence, or the kind of assessment.", e => e.Proof.Type),
            Make.Field<EndingProofRef>("document", Make.Must(types.Document), "The evidence or assessment.", e => e.Scope.Node(e.Proof.Document)),
            Make.Field<EndingProofRef>("daysLeft", Make.Must(types.Int), "The days from the view's day to the last one; 0 where it counts for the last time.", e => e.Proof.DaysLeft),
            TraversalTypes.Consequences(types).Field<EndingProofRef>(
                types, "cells", "The cells that would be worse off if this piece of proof alone were over on the view's day: with a lower state, less credit, or a verdict nearer to being owed. Empty where other proof stands in.",
                Falling, backwards: false,
                Make.Argument("owed", types.Boolean, "Only cells that are owed, or not owed, once it is over; absent = all. What is not owed yet may be owed later.")));
        types.Describe("CalendarItem", Access.Read, "Something that falls due on a day.").Add(
            Make.Field<CalendarItemRef>("on", Make.Must(types.Date), "The day.", i => i.Item.On),
            Make.Field<CalendarItemRef>("what", Make.Must(types.Enum<CalendarEvent>()), "What falls due.", i => i.Item.What),
            Make.Field<CalendarItemRef>("document", Make.Must(types.Document), "What it is about: a framework, evidence, an assessment, a control or a system.", i => i.Scope.Node(i.Item.Document)),
            Make.Field<CalendarItemRef>("system", types.Of(AiSystemKind.Kind), "The system, where it is about one.", i => i.Item.System is { } system ? i.Scope.Node(system) : null),
            Make.Field<CalendarItemRef>("count", Make.Must(types.Int), "How many requirements of a framework it is about; 0 where it is about no framework.", i => i.Item.Requirements.Count),
            Make.Field<CalendarItemRef>("text", Make.Must(types.String), "The same in plain words.", i => i.Item.Text),
            DocumentTypes.Connection(types, RequirementKind.Kind).Field<CalendarItemRef>(
                types, "requirements", "The requirements of the framework that it is about, in natural order; those that the organisation meets once are listed for each system that they bind.",
                (i, _) => Window.Of(i.Item.Requirements, i.Scope.Node), backwards: false));
        types.Describe("Sample", Access.Read, "A sample with all that is needed to draw it again.").Add(
            Make.Field<SampleRef>("of", Make.Must(types.Enum<SampleOf>()), "Of what it is drawn.", s => s.Of),
            Make.Field<SampleRef>("population", Make.Must(types.Int), "How many there are to draw from.", s => s.Population),
            Make.Field<SampleRef>("size", Make.Must(types.Int), "How many are drawn.", s => s.Size),
            Make.Field<SampleRef>("seed", Make.Must(types.String), "The seed.", s => s.Seed),
            Make.Field<SampleRef>("method", Make.Must(types.String), "How they are drawn, so that it can be repeated by hand.", _ => Sample.Method),
            Make.Field<SampleRef>("revision", Make.Must(types.Revision), "The revision of the graph.", s => s.Scope.View.Snapshot.Head.Revision),
            Make.Field<SampleRef>("on", Make.Must(types.Date), "The day judged, which decides what is owed.", s => s.Scope.View.On),
            Make.Field<SampleRef>("evidence", Make.Some(types.Of(EvidenceKind.Kind)), "The evidence in the order drawn; null where cells are drawn. Its key is what is sorted.", s => Taken(s.Scope, s.Evidence)),
            Make.Field<SampleRef>("cells", Make.Some(types.Object("Cell")), "The cells in the order drawn; null where evidence is drawn. What is sorted is the key of the requirement, a bar, and the key of the system or 'organisation'.", s => Taken(s.Scope, s.Cells)));
    }

    private static Window Expiring(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var days = Days(view, context);
        var (what, kinds) = (Members<ProofEnd>(context, "what"), context.GivenTexts("kinds"));
        var question = CellsInQuestion.Read(view, context);
        var found = EndingProof.Within(view.View, days).Where(p => what?.Contains(p.What) != false && kinds?.Contains(p.Type) != false)
            .Select(p => new EndingProofRef(view, p, question)).ToList();
        if (question.AreAll)
        {
            return Window.Of(found, p => p);
        }

        view.Request.Use.Note("expiringCountMax", found.Count, options.ExpiringCountMax);
        return found.Count <= options.ExpiringCountMax ? Window.Of(found.Where(p => p.Cells.Count > 0))
            : throw ApiError.Limit("expiringCountMax", options.ExpiringCountMax, found.Count, "pieces of proof to try out; ask for fewer days or kinds, or without 'of' and 'systems'");
    }

    /// <summary>How many days the argument <c>within</c> looks ahead.</summary>
    public static int Days(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var days = context.Given<int>("within");
        view.Request.Use.Note("calendarDaysMax", days, options.CalendarDaysMax);
        return days >= 0 && days <= options.CalendarDaysMax ? days
            : throw ApiError.Limit("calendarDaysMax", options.CalendarDaysMax, days, "days, and not fewer than none, in 'within'");
    }

    private static Window Falling(EndingProofRef proof, IResolveFieldContext context) => Window.Of(
        context.Given<bool?>("owed") is { } owed ? [.. proof.Cells.Where(c => c.After!.IsOwed == owed)] : proof.Cells, c => new ConsequenceRef(proof.Scope, c));

    private static Window Calendar(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var (from, to) = (context.Given<DateOnly>("from"), context.Given<DateOnly>("to"));
        if (from > to)
        {
            throw ApiError.BadRequest($"expected a day in 'to' that is not before the one in 'from', found {from:yyyy-MM-dd} and {to:yyyy-MM-dd}");
        }

        var days = to.DayNumber - from.DayNumber + 1;
        view.Request.Use.Note("calendarDaysMax", days, options.CalendarDaysMax);
        if (days > options.CalendarDaysMax)
        {
            throw ApiError.Limit("calendarDaysMax", options.CalendarDaysMax, days, "days from 'from' to 'to'");
        }

        var systems = CellTypes.Systems(view, context.GivenTexts("systems"), "systems");
        return Window.Of(
            DueDates.Between(view.View, from, to, systems, Members<CalendarEvent>(context, "what"), view.Request.CancellationToken), i => new CalendarItemRef(view, i));
    }

    private static SampleRef Draw(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var (of, size, seed) = (context.Given<SampleOf>("of"), context.Given<int>("size"), context.Given<string>("seed")!);
        view.Request.Use.Note("sampleSizeMax", size, options.SampleSizeMax);
        view.Request.Use.Note("sampleSeedCharsMax", seed.Length, options.SampleSeedCharsMax);
        if (size < 1 || size > options.SampleSizeMax)
        {
            throw ApiError.Limit("sampleSizeMax", options.SampleSizeMax, size, "items, and at least 1, in 'size'");
        }

        if (seed.Length > options.SampleSeedCharsMax)
        {
            throw ApiError.Limit("sampleSeedCharsMax", options.SampleSeedCharsMax, seed.Length, "characters in 'seed'");
        }

        var within = CellTypes.Heading(view, context.Given<string>("within"), "within");
        var systems = CellTypes.Systems(view, context.GivenTexts("systems"), "systems");
        if (of == SampleOf.Evidence)
        {
            var evidence = Sample.Evidence(view.View, within, systems, view.Request.CancellationToken);
            return new(view, of, seed, evidence.Count, [.. Sample.Draw(evidence, e => e.Key, seed, size).Select(view.Node)], null);
        }

        var cells = Sample.OwedCells(view.View, within, systems, view.Request.CancellationToken);
        return new(view, of, seed, cells.Count, null, [.. Sample.Draw(cells, c => c.Key, seed, size).Select(c => new CellRef(view, c, c.System is null ? systems : null))]);
    }

    private static HashSet<T>? Members<T>(IResolveFieldContext context, string name)
        where T : struct, Enum => context.Given<object>(name) is System.Collections.IEnumerable given ? [.. given.Cast<T>()] : null;

    private static IReadOnlyList<T>? Taken<T>(ViewScope scope, IReadOnlyList<T>? items)
    {
        scope.Request.Take(items?.Count ?? 0);
        return items;
    }
}
