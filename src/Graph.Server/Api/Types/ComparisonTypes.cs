using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Two views side by side.</summary>
internal static class ComparisonTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.AddField(Make.Async<ViewScope>(
            "compare", Make.Must(types.Object("Comparison")), "What another moment has otherwise than this one: documents, edges and cells. Between what is and what if, this is what the assumed changes would do.",
            async (v, c) => new ComparisonRef(v, await v.Request.OpenAsync(ViewTypes.Asked(c, "to", v.Request), c.CancellationToken)),
            Make.Argument("to", Make.Must(types.At), "The other moment: what is after, while this view is before.")));
        var kind = types.Enum<DifferenceKind>();
        types.Describe("Comparison", Access.Read, "What two views do not have alike. 'before' is the view on which compare was asked, 'after' the one to which it is compared.").Add(
            Make.Field<ComparisonRef>("before", Make.Must(types.Object("View")), "The view on which it was asked.", c => c.Scope),
            Make.Field<ComparisonRef>("after", Make.Must(types.Object("View")), "The view to which it is compared.", c => c.To),
            Make.Field<ComparisonRef>("isEmpty", Make.Must(types.Boolean), "Whether documents, edges and cells are all alike.", c => c.Graph.IsEmpty && c.Cells.Count == 0),
            Connection(types, "DocumentDifference", "documents that differ, by key").Field<ComparisonRef>(
                types, "documents", "The documents that differ.", Documents, backwards: false,
                Make.Argument("kinds", Make.Some(types.String), "Only documents of these kinds, by their names; absent = all.")),
            Connection(types, "EdgeDifference", "edges that differ, by key").Field<ComparisonRef>(
                types, "edges", "The edges that differ.", Edges, backwards: false,
                Make.Argument("kinds", Make.Some(types.EdgeKind), "Only edges of these kinds; absent = all.")),
            Connection(types, "CellChange", "cells that differ, in cell order").Field<ComparisonRef>(
                types, "cells", "The cells whose verdict, state or credit differs.", Cells, backwards: false,
                Make.Argument("of", types.String, "Only cells of this framework, heading or row; absent = all."),
                Make.Argument("systems", Make.Some(types.String), "Only cells of these systems, and those of the organisation; absent = all."),
                Make.Argument("owed", types.Boolean, "Only cells that are owed before or after, or on neither side; absent = all.")));
        types.Describe("DocumentDifference", Access.Read, "A document that two views do not have alike.").Add(
            Make.Field<DocumentDifferenceRef>("key", Make.Must(types.String), "Its key.", d => d.Difference.Key),
            Make.Field<DocumentDifferenceRef>("kind", Make.Must(types.String), "The name of its kind.", d => d.Difference.Kind.Name),
            Make.Field<DocumentDifferenceRef>("difference", Make.Must(kind), "How it differs.", d => d.Kind),
            Make.Field<DocumentDifferenceRef>("before", types.Document, "As it is before; null where it is not there.", d => d.Before),
            Make.Field<DocumentDifferenceRef>("after", types.Document, "As it is after; null where it is not there.", d => d.After),
            Make.Field<DocumentDifferenceRef>("fields", Make.All(types.Object("FieldDifference")), "The fields that differ.", d => d.Fields()));
        types.Describe("EdgeDifference", Access.Read, "An edge that two views do not have alike, or that a change added, changed or removed.").Add(
            Make.Field<LinkDifferenceRef>("key", Make.Must(types.String), "Its key: from|KIND|to.", d => d.Difference.Key),
            Make.Field<LinkDifferenceRef>("kind", Make.Must(types.EdgeKind), "The kind of edge.", d => d.Difference.Kind.Name),
            Make.Field<LinkDifferenceRef>("difference", Make.Must(kind), "How it differs.", d => d.Kind),
            Make.Field<LinkDifferenceRef>("fields", Make.All(types.Object("FieldDifference")), "What it carries otherwise.", d => d.Fields()));
        types.Describe("FieldDifference", Access.Read, "A field that differs.").Add(
            Make.Field<FieldDifferenceRef>("field", Make.Must(types.String), "The name of the field; external for how an outside tool knows the document.", f => f.Field),
            Make.Field<FieldDifferenceRef>("before", types.String, "The value before as JSON text; null = none. Names of people are shown unless they were erased.", f => f.Before),
            Make.Field<FieldDifferenceRef>("after", types.String, "The value after as JSON text; null = none.", f => f.After));
        types.Describe("CellChange", Access.Read, "A cell that two views do not have alike.").Add(
            Make.Field<CellChangeRef>("requirement", Make.Must(types.Of(RequirementKind.Kind)), "The requirement, as it is after where it is there.", c => (c.After ?? c.Before)!.Scope.Node((c.Change.After ?? c.Change.Before)!.Requirement)),
            Make.Field<CellChangeRef>("system", types.Of(AiSystemKind.Kind), "The system; null for the organisation.", c => (c.Change.After ?? c.Change.Before)!.System is { } system ? (c.After ?? c.Before)!.Scope.Node(system) : null),
            Make.Field<CellChangeRef>("before", types.Object("Cell"), "The cell before; null where there is none.", c => c.Before),
            Make.Field<CellChangeRef>("after", types.Object("Cell"), "The cell after; null where there is none.", c => c.After),
            Make.Async<CellChangeRef>(
                "causedBy", types.Enum<CellCause>(), "What made it so: on the way from the earlier to the later moment first the days pass and then the changes are made; this is the last of them after which it is as it is in the later one, or ASSUMPTION where it would be otherwise without what is assumed. Null between two readings of one day and revision.",
                async (c, _) => (await c.CauseAsync()).Cause),
            Make.Async<CellChangeRef>(
                "change", types.Object("Change"), "CHANGE: the change that made it so.",
                async (c, context) => (await c.CauseAsync()).Revision is { } head ? await LogTypes.ReadAsync(c.Of.Scope.Request, head.Revision, context.CancellationToken) : null).Needs(Access.ReadLog));
    }

    private static ConnectionType Connection(TypeTable types, string name, string what) =>
        types.Connection(name, () => ConnectionType.Create(types, name, types.Object(name), Access.Read, what));

    private static Window Documents(ComparisonRef comparison, IResolveFieldContext context)
    {
        var kinds = context.GivenTexts("kinds")?.Select(name => comparison.Scope.View.Snapshot.Model.TryGetKind(name, out var kind) ? kind
            : throw ApiError.BadRequest($"expected the name of a kind in 'kinds', found '{Text.Short(name)}'")).ToHashSet();
        return Window.Of(
            kinds is null ? comparison.Graph.Documents : [.. comparison.Graph.Documents.Where(d => kinds.Contains(d.Kind))],
            d => new DocumentDifferenceRef(comparison, d));
    }

    private static Window Edges(ComparisonRef comparison, IResolveFieldContext context)
    {
        var kinds = context.GivenTexts("kinds")?.ToHashSet(StringComparer.Ordinal);
        return Window.Of(
            kinds is null ? comparison.Graph.Edges : [.. comparison.Graph.Edges.Where(e => kinds.Contains(e.Kind.Name))],
            e => new LinkDifferenceRef(comparison.Scope.Request, e));
    }

    private static Window Cells(ComparisonRef comparison, IResolveFieldContext context)
    {
        var cells = CellsInQuestion.Read(comparison.Scope, context).Keep(comparison.Scope, comparison.Cells);
        if (context.Given<bool?>("owed") is { } owed)
        {
            cells = [.. cells.Where(c => (c.Before?.IsOwed == true || c.After?.IsOwed == true) == owed)];
        }

        var causes = new CellCauses(comparison, cells);
        return Window.Of(cells.Select((c, i) => (object)new CellChangeRef(comparison, c, i, causes)));
    }
}
