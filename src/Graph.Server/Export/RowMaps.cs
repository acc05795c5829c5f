using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Mapster;

namespace Graph.Server.Export;

/// <summary>How what the engine and the graph say becomes flat rows. Nothing is worked out here.</summary>
internal static class RowMaps
{
    /// <summary>What stands between the entries of a list within a cell.</summary>
    public const string Separator = "; ";

    private static readonly TypeAdapterConfig Config = Configure();

    public static CoverageRow Coverage(CoverageCounts counts) => counts.Adapt<CoverageRow>(Config);

    public static GapRow Gap(Cell cell) => cell.Adapt<GapRow>(Config);

    /// <summary>A piece of evidence by its fields as the API shows them, whatever fields its kind has.</summary>
    public static EvidenceRow Evidence(NodeRef node)
    {
        var document = node.Document;
        var values = document.Kind.Fields.ToDictionary(f => f.Name, f => DocumentTypes.Shown(node, f), StringComparer.Ordinal);
        values.Add("key", document.Key);
        values.Add("revision", document.Revision);
        return values.Adapt<EvidenceRow>(Config);
    }

    public static string Join(IEnumerable<string> texts) => string.Join(Separator, texts);

    /// <summary>The keys at the far ends of a document's edges of one kind, in one cell.</summary>
    public static string Linked(NodeRef node, EdgeKind edge, bool outgoing)
    {
        var snapshot = node.Scope.View.Snapshot;
        var ends = outgoing ? snapshot.Targets(node.Document, edge) : snapshot.Sources(node.Document, edge);

        // Most have one or none, and of some kinds there are millions.
        return ends is [var only] ? only.Key : Join(ends.Select(e => e.Key));
    }

    private static TypeAdapterConfig Configure()
    {
        var config = new TypeAdapterConfig();
        config.NewConfig<CoverageCounts, CoverageRow>()
            .Map(r => r.Worst, c => Word(c.Worst))
            .Map(r => r.Missing, c => c.States[(int)State.Missing])
            .Map(r => r.Planned, c => c.States[(int)State.Planned])
            .Map(r => r.NotOperating, c => c.States[(int)State.NotOperating])
            .Map(r => r.Unproven, c => c.States[(int)State.Unproven])
            .Map(r => r.Unapproved, c => c.States[(int)State.Unapproved])
            .Map(r => r.Expired, c => c.States[(int)State.Expired])
            .Map(r => r.Suspect, c => c.States[(int)State.Suspect])
            .Map(r => r.Partial, c => c.States[(int)State.Partial])
            .Map(r => r.Covered, c => c.States[(int)State.Covered])
            .Map(r => r.Undetermined, c => c.Verdicts[(int)Verdict.Undetermined])
            .Map(r => r.Unresolved, c => c.Verdicts[(int)Verdict.Unresolved])
            .Map(r => r.NotYet, c => c.Verdicts[(int)Verdict.NotYet])
            .Map(r => r.Legacy, c => c.Verdicts[(int)Verdict.Legacy])
            .Map(r => r.Excluded, c => c.Verdicts[(int)Verdict.Excluded])
            .Map(r => r.NotApplicable, c => c.Verdicts[(int)Verdict.NotApplicable]);
        config.NewConfig<Cell, GapRow>()
            .Map(r => r.System, c => Subject(c))
            .Map(r => r.Requirement, c => c.Requirement.Key)
            .Map(r => r.Ref, c => c.Requirement.Text(RequirementKind.Ref))
            .Map(r => r.Title, c => c.Requirement.Text(RequirementKind.Title))
            .Map(r => r.Inherited, c => c.InheritedBy != null)
            .Map(r => r.Verdict, c => EnumWords.Of(c.Verdict))
            .Map(r => r.State, c => EnumWords.Of(c.State))
            .Map(r => r.CreditState, c => Word(c.CreditState))
            .Map(r => r.Defects, c => Join(c.Defects.Select(d => EnumWords.Of(d.Code) + " " + d.Node.Key)))
            .Map(r => r.Closes, c => Join(c.Defects.Select(d => d.Closes)));
        config.NewConfig<Dictionary<string, object?>, EvidenceRow>().NameMatchingStrategy(NameMatchingStrategy.FromCamelCase);
        config.Compile();
        return config;
    }

    private static string Subject(Cell cell) => (cell.InheritedBy ?? cell.System)?.Key ?? "";

    private static string? Word(State? state) => state is { } known ? EnumWords.Of(known) : null;
}
