using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Which rows of frameworks any crosswalk covers, and which rules nobody has mapped.</summary>
internal static class AlignmentTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.Add(
            Make.Field<ViewScope>(
                "alignment", Make.Must(types.Object("Alignment")),
                "How far frameworks are joined by crosswalks, over the same evidence: which of their rows any mapping set covers, which nobody has mapped, and which sector rules the guide names that the catalogue does not hold. What is UNMAPPED gives and takes no credit; nothing here says that a rule is met.",
                (v, c) =>
                {
                    var frameworks = c.GivenTexts("frameworks")?.Select(k => v.Find(k, "frameworks", FrameworkKind.Kind.Name)).ToList()
                        ?? [.. Alignment.Aligned.Select(v.View.Snapshot.Document).OfType<Document>()];
                    return new AlignmentRef(v, frameworks, c.GivenTexts("ids") ?? []);
                },
                Make.Argument("frameworks", Make.Some(types.String), $"The keys of frameworks; absent = those of {string.Join(", ", Alignment.Aligned)} that the catalogue holds."),
                Make.Argument("ids", Make.Some(types.String), "Ids of rows or rules, whether the catalogue holds them or not; absent = none.")).Timed());
        types.Describe("Alignment", Access.Read, "How far frameworks are joined by crosswalks.").Add(
            Make.Field<AlignmentRef>("frameworks", Make.All(types.Object("FrameworkAlignment")), "The frameworks.", a => a.Scope.Each(a.Frameworks, f => new FrameworkAlignmentRef(a.Scope, Alignment.Of(a.Scope.View, f, a.Scope.Request.CancellationToken)))),
            Make.Field<AlignmentRef>("ids", Make.All(types.Object("AlignedRow")), "The ids that were asked, in their order.", a => a.Scope.Each(a.Ids, i => new AlignedRowRef(a.Scope, Alignment.Of(a.Scope.View, i)))),
            Make.Field<AlignmentRef>("sectorRules", Make.All(types.Object("SectorRule")), "The rules of sectors that the guide names, and whether the catalogue holds or maps them. None ships.", a => a.Scope.Each(Alignment.SectorRules, r => new SectorRuleRef(a.Scope, r))));
        types.Describe("FrameworkAlignment", Access.Read, "A framework and how far its rows are mapped.").Add(
            Make.Field<FrameworkAlignmentRef>("framework", Make.Must(types.Of(FrameworkKind.Kind)), "The framework.", f => f.Scope.Node(f.Aligned.Framework)),
            Make.Field<FrameworkAlignmentRef>("coverage", Make.Must(types.Object("Coverage")), "Its coverage, over the same evidence as every other framework.", f => new CoverageRef(f.Scope, f.Scope.View.Cells.Coverage(f.Aligned.Framework, null, f.Scope.Request.CancellationToken))),
            Make.Field<FrameworkAlignmentRef>("total", Make.Must(types.Int), "How many rows it has on the view's day that can be met or failed, or are there to be referred to (REFERENCE).", f => f.Aligned.Rows.Count),
            Make.Field<FrameworkAlignmentRef>("counts", Make.All(types.Object("AlignmentCount")), "How many of them stand how; states of which there is none are left out.", f => f.Scope.Each([.. f.Aligned.Rows.GroupBy(r => r.State).OrderBy(g => g.Key).Select(g => KeyValuePair.Create(g.Key, g.Count()))], c => c)),
            types.Connection("AlignedRow", () => ConnectionType.Create(types, "AlignedRow", types.Object("AlignedRow"), Access.Read, "rows and what mappings say of them, in natural order")).Field<FrameworkAlignmentRef>(
                types, "rows", "Its rows, in natural order.",
                (f, c) => Window.Of(EnumWords.All<AlignmentState>(c.Given<object>("states")) is { } states ? [.. f.Aligned.Rows.Where(r => states.Contains(EnumWords.Of(r.State)))] : f.Aligned.Rows, r => new AlignedRowRef(f.Scope, r)),
                backwards: false,
                Make.Argument("states", Make.Some(types.Enum<AlignmentState>()), "Only these, such as UNMAPPED; absent = all.")));
        types.Describe("AlignmentCount", Access.Read, "How many rows stand in one way.").Add(
            Make.Field<KeyValuePair<AlignmentState, int>>("state", Make.Must(types.Enum<AlignmentState>()), "What mappings say of them.", c => c.Key),
            Make.Field<KeyValuePair<AlignmentState, int>>("count", Make.Must(types.Int), "How many.", c => c.Value));
        types.Describe("AlignedRow", Access.Read, "A row or rule by id, and what mappings say of it.").Add(
            Make.Field<AlignedRowRef>("id", Make.Must(types.String), "The id: the key of a row, heading or framework, or whatever was asked.", r => r.Row.Id),
            Make.Field<AlignedRowRef>("document", types.Document, "The document of that key; null where the catalogue does not hold it.", r => r.Row.Document is { } document ? r.Scope.Node(document) : null),
            Make.Field<AlignedRowRef>("state", Make.Must(types.Enum<AlignmentState>()), "What the mappings of all sets say of it, or those of the view's mappingSets where it names some: whether they can give credit.", r => r.Row.State),
            Make.Field<AlignedRowRef>("frameworks", Make.All(types.Of(FrameworkKind.Kind)), "The frameworks at the other ends of its mappings.", r => r.Scope.Nodes(r.Row.Frameworks)),
            types.Connection("AlignedMapping", () => ConnectionType.Create(types, "AlignedMapping", types.Of(MappingKind.Kind), Access.Read, "mappings of a row, by key")).Field<AlignedRowRef>(
                types, "mappings", "The mappings that name it or a heading above it, those included that say that nothing corresponds.", (r, _) => Window.Of(r.Row.Mappings, r.Scope.Node), backwards: false));
        types.Describe("SectorRule", Access.Read, "A rule of a sector that the guide names.").Add(
            Make.Field<SectorRuleRef>("id", Make.Must(types.String), "The key that a framework or row of it would have.", r => r.Rule.Id),
            Make.Field<SectorRuleRef>("title", Make.Must(types.String), "What it is.", r => r.Rule.Title),
            Make.Field<SectorRuleRef>("sector", Make.Must(types.Of(Words.Context)), "The sector.", r => r.Rule.Sector),
            Make.Field<SectorRuleRef>("note", Make.Must(types.String), "Where the guide names it, and what is to be known.", r => r.Rule.Note),
            Make.Field<SectorRuleRef>("state", Make.Must(types.Enum<AlignmentState>()), "NOT_IN_CATALOGUE, unless somebody has imported it: then what mappings say of it.", r => Alignment.Of(r.Scope.View, r.Rule.Id).State));
    }

    private sealed record AlignmentRef(ViewScope Scope, IReadOnlyList<Document> Frameworks, IReadOnlyList<string> Ids);

    private sealed record FrameworkAlignmentRef(ViewScope Scope, FrameworkAlignment Aligned) : IScoped
    {
        public string Place => Aligned.Framework.Key;

        public IScoped In(ViewScope scope) => new FrameworkAlignmentRef(scope, Alignment.Of(scope.View, scope.Find(Aligned.Framework.Key, "frameworks", FrameworkKind.Kind.Name), scope.Request.CancellationToken));
    }

    private sealed record AlignedRowRef(ViewScope Scope, AlignedRow Row) : IScoped
    {
        public string Place => Row.Id;

        public IScoped In(ViewScope scope) => new AlignedRowRef(scope, Alignment.Of(scope.View, Row.Id));
    }

    private sealed record SectorRuleRef(ViewScope Scope, SectorRule Rule);
}
