using Graph.Engine.Analysis;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Transport;

namespace Graph.Server.Export;

/// <summary>
/// What systems lack, an owed cell that is not COVERED a row. Filtered as cells are in GraphQL: by words and keys under the names of the columns, which a link in
/// a report can hold, or by the whole filter as JSON.
/// </summary>
internal sealed class GapRows(CellLists lists)
{
    public static readonly string[] Parameters = ["system", "of", "requirement", "verdict", "state", "creditState", "defects", "filter"];

    public Func<ViewScope, CountedRows> Ask(QueryParameters parameters, ViewScope? view)
    {
        var system = parameters.Find(view, "system", AiSystemKind.Kind.Name);
        var of = parameters.Find(view, "of", CellTypes.Headings);
        var requirements = parameters.FindMany(view, "requirement", RequirementKind.Kind.Name);
        var words = new Dictionary<string, object?> { ["verdicts"] = parameters.ManyOf<Verdict>("verdict"), ["states"] = parameters.ManyOf<State>("state"), ["defects"] = parameters.ManyOf<DefectCode>("defects") };
        var credit = parameters.ManyOf<State>("creditState");
        var filter = (IDictionary<string, object?>?)parameters.Input("filter", lists.Filter) ?? new Dictionary<string, object?>();
        var within = filter.Get("of") is string heading ? parameters.FindKey(view, "filter.of", heading, CellTypes.Headings) : null;
        IReadOnlyList<Document>? systems = view is not null && Make.Texts(filter.Get("systems"), "filter.systems", view.Request.Options) is { } keys
            ? [.. keys.Select(k => parameters.FindKey(view, "filter.systems", k, AiSystemKind.Kind.Name)).OfType<Document>()]
            : null;
        return scope =>
        {
            List<Predicate<Cell>> tests = [.. lists.Tests(scope, words), .. lists.Tests(scope, filter)];
            if (requirements is not null)
            {
                tests.Insert(0, IsOneOf(requirements.Select(r => r.Key).ToHashSet(StringComparer.Ordinal)));
            }

            if (within is not null)
            {
                tests.Insert(0, IsOneOf(scope.View.Cells.RequirementsOf(within)));
            }

            if (credit is not null)
            {
                tests.Add(c => c.CreditState is { } state && credit.Contains(state));
            }

            return Rows(scope, of, system is null ? systems : systems is null || systems.Any(s => s.Ordinal == system.Ordinal) ? [system] : [], tests);
        };
    }

    private static Predicate<Cell> IsOneOf(IReadOnlySet<string> requirements) => c => requirements.Contains(c.Requirement.Key);

    private static CountedRows Rows(ViewScope scope, Document? of, IReadOnlyList<Document>? systems, List<Predicate<Cell>> tests)
    {
        var (cells, cancellationToken) = (scope.View.Cells, scope.Request.CancellationToken);
        var ordinals = systems?.Select(s => s.Ordinal).ToHashSet();
        List<Document>? subjects = ordinals is null ? null : cells.Systems.Where(s => ordinals.Contains(s.Ordinal)).ToList();

        // The cells of one system at a time: what explains them is let go with them. Of one system alone they are worked out here, before anything is sent.
        IEnumerable<IReadOnlyList<Cell>> gaps = subjects switch
        {
            null => cells.GapsBySystem(of, cancellationToken),
            [var only] => [cells.Gaps(only, of, cancellationToken)],
            _ => subjects.Select(s => cells.Gaps(s, of, cancellationToken)),
        };
        if (tests.Count == 0)
        {
            var count = Exports.Frameworks(scope, of).Sum(f => cells.Coverage(f, subjects, cancellationToken).BySystem.Sum(s => s.Counts.Owed - s.Counts.Met));
            return new(count, gaps.SelectMany(g => g.Select(c => RowOf(scope, c))));
        }

        // What passes is looked for once, to be counted, and only its place is kept until it is sent.
        var places = gaps.Select(g => Enumerable.Range(0, g.Count).Where(i => Passes(g[i])).ToArray()).ToList();
        return new(places.Sum(p => p.Length), gaps.Zip(places, (g, taken) => taken.Select(i => RowOf(scope, g[i]))).SelectMany(r => r));

        bool Passes(Cell cell)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return tests.TrueForAll(t => t(cell));
        }
    }

    private static GapRow RowOf(ViewScope scope, Cell cell) => RowMaps.Gap(cell) with
    {
        Framework = Exports.FrameworkOf(scope.View.Snapshot, cell.Requirement)?.Key,
        Method = Method.Version,
        Revision = scope.View.Snapshot.Head.Revision,
        On = scope.View.On,
    };
}
