using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Transport;

namespace Graph.Server.Export;

/// <summary>Rows that are counted before they are made.</summary>
internal sealed record CountedRows(int Count, IEnumerable<object> Rows);

/// <summary>
/// One export: its name, its parameters beside those of the View, its columns, and how it reads its parameters in a view (null
/// where the view itself is wrong) and then makes its rows.
/// </summary>
internal sealed record Export(string Name, IReadOnlyList<string> Parameters, RowShape Shape, Func<QueryParameters, ViewScope?, Func<ViewScope, CountedRows>> Ask)
{
    /// <summary>The row of a document; null where rows are of something else than one document each.</summary>
    public Func<NodeRef, object>? RowOf { get; init; }
}

/// <summary>The exports. Each gives the rows that GraphQL gives to the same question, in the same order.</summary>
internal sealed class Exports
{
    /// <summary>Changes whenever the same question about the same graph is written in other bytes.</summary>
    public const string Form = "14";

    private readonly TypeTable types;
    private readonly Filters filters;

    public Exports(GraphModel model, Api.ApiOptions options)
    {
        types = new(model, options);
        filters = new(types);
        All =
        [
            new("coverage", ["of", "systems", "worst"], RowShape.Of<CoverageRow>(), Coverage),
            new("gaps", GapRows.Parameters, RowShape.Of<GapRow>(), new GapRows(new(types, filters)).Ask),
            new("statement-of-applicability", StatementOfApplicability.Parameters, RowShape.Of<ApplicabilityRow>(), StatementOfApplicability.Ask),
            new("evidence", ["status", "type", "expiresBefore", "filter"], RowShape.Of<EvidenceRow>(), Evidence) { RowOf = EvidenceOf },
            new("readiness", ReadinessRows.Parameters, RowShape.Of<ReadinessRow>(), ReadinessRows.Ask),
            .. Registers.Of(model, filters),
        ];
    }

    public IReadOnlyList<Export> All { get; }

    /// <summary>The changes that a view may assume, as GraphQL takes them.</summary>
    public GraphQL.Types.IGraphType Assume => Make.Some(types.ChangeInput);

    /// <summary>The framework at the root of a requirement.</summary>
    public static Document? FrameworkOf(Snapshot snapshot, Document requirement)
    {
        var at = requirement;
        while (at.Kind != FrameworkKind.Kind)
        {
            var above = snapshot.Out(at, EdgeKinds.PartOf).FirstOrNone();
            if (above < 0)
            {
                return null;
            }

            at = snapshot.Document(above)!;
        }

        return at;
    }

    /// <summary>What is asked about: one framework or heading, or every framework.</summary>
    public static IReadOnlyList<Document> Frameworks(ViewScope scope, Document? of) => of is not null ? [of] : [.. scope.View.Snapshot.Documents(FrameworkKind.Kind)];

    private static Func<ViewScope, CountedRows> Coverage(QueryParameters parameters, ViewScope? view)
    {
        var of = parameters.Find(view, "of", CellTypes.Headings);
        var systems = parameters.FindMany(view, "systems", AiSystemKind.Kind.Name);
        var worst = EnumWords.All<State>(parameters.ManyOf<State>("worst"));
        return scope =>
        {
            var frameworks = Frameworks(scope, of);
            if (worst is not null)
            {
                var rows = frameworks.SelectMany(f => CoverageOf(scope, f, systems)).Where(r => worst.Contains(r.Worst)).ToList();
                return new(rows.Count, rows);
            }

            var subjects = systems is null ? scope.View.Cells.Systems.Count : systems.Count(s => CellReader.IsSubject(s, scope.View.On));
            return new(frameworks.Count * (1 + subjects), frameworks.SelectMany(f => CoverageOf(scope, f, systems)));
        };
    }

    private static IEnumerable<CoverageRow> CoverageOf(ViewScope scope, Document of, IReadOnlyList<Document>? systems)
    {
        var coverage = scope.View.Cells.Coverage(of, systems, scope.Request.CancellationToken);
        yield return Row(null, coverage.Counts);
        foreach (var (system, counts) in coverage.BySystem)
        {
            yield return Row(system.Key, counts);
        }

        CoverageRow Row(string? system, CoverageCounts counts) => RowMaps.Coverage(counts) with
        {
            Of = of.Key,
            Title = of.Text(of.Kind.Title),
            System = system,
            Method = Method.Version,
            Revision = scope.View.Snapshot.Head.Revision,
            On = scope.View.On,
        };
    }

    private Func<ViewScope, CountedRows> Evidence(QueryParameters parameters, ViewScope? view)
    {
        // The filter of GraphQL itself, so that both take the same documents.
        var filter = new Dictionary<string, object?>();
        if (parameters.ManyOf("status", Words.ApprovalStatus) is { } status)
        {
            filter.Add("status", new Dictionary<string, object?> { ["in"] = status });
        }

        if (parameters.ManyOf("type", Words.EvidenceType) is { } type)
        {
            filter.Add("type", new Dictionary<string, object?> { ["in"] = type });
        }

        if (parameters.Day("expiresBefore") is { } day)
        {
            filter.Add("expiresOn", new Dictionary<string, object?> { ["to"] = day == DateOnly.MinValue ? day : day.AddDays(-1) });
        }

        var given = (IDictionary<string, object?>?)parameters.Input("filter", filters.Of(EvidenceKind.Kind));
        return scope =>
        {
            var (test, other) = (filters.Read(EvidenceKind.Kind, filter, "filter"), filters.Read(EvidenceKind.Kind, given, "filter"));
            var documents = scope.View.Snapshot.Documents(EvidenceKind.Kind).Where(d => test?.Invoke(scope.Node(d)) != false && other?.Invoke(scope.Node(d)) != false).ToList();
            return new(documents.Count, documents.Select(d => EvidenceOf(scope.Node(d))));
        };
    }

    private static EvidenceRow EvidenceOf(NodeRef node) => RowMaps.Evidence(node) with
    {
        Concerns = RowMaps.Linked(node, EdgeKinds.Concerns, outgoing: true),
        Evidences = RowMaps.Linked(node, EdgeKinds.EvidencedBy, outgoing: false),
        Demonstrates = RowMaps.Linked(node, EdgeKinds.Demonstrates, outgoing: true),
    };
}
