using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>What the Statement of Applicability says of a row, read as the verdicts of its cells read it: a statement on a heading speaks for every row below it.</summary>
internal static class StatedApplicability
{
    /// <summary>
    /// The statements that decide, one for all systems that are subject to the row's framework alike or several where they differ; null among them where
    /// nothing is stated for one. Where no system is subject, what is stated for all.
    /// </summary>
    public static IReadOnlyList<Document?> Of(View view, Document requirement) => view.Once((typeof(StatedApplicability), requirement.Ordinal), v => Read(v, requirement));

    /// <summary>Whether something is stated of a row for every system that is subject to its framework; where none is, whether something is stated for all.</summary>
    /// <param name="view">The view.</param>
    /// <param name="requirement">The row.</param>
    /// <param name="waiting">Whether what waits for a decision counts as well as what is approved.</param>
    public static bool IsStated(View view, Document requirement, bool waiting = false)
    {
        var statements = StatementsOf(view, requirement).Where(s => s[StatementKind.Applicable] is not null
            && (StatementKind.Approval.IsDoneOn(s, view.On) || (waiting && s.Text(StatementKind.Approval.Status) == ApprovalRule.Submitted))).ToList();
        if (statements.Count == 0)
        {
            return false;
        }

        var about = statements.ConvertAll(s => Statements.About(view.Snapshot, s));
        if (about.Contains(null))
        {
            return true;
        }

        var stated = about.SelectMany(a => a!).ToHashSet();
        return SystemsOf(view, Catalogue.Of(view.Snapshot).Row(requirement)) is { Count: > 0 } systems && systems.All(s => stated.Contains(s.Ordinal));
    }

    /// <summary>The statements of applicability that speak of a row, in whatever state; one on a heading speaks of every row below.</summary>
    public static IEnumerable<Document> StatementsOf(View view, Document requirement) => Catalogue.Of(view.Snapshot).PlacesOf(requirement)
        .SelectMany(at => view.Snapshot.Sources(at, EdgeKinds.States)).Where(s => s.Text(StatementKind.Type) == "APPLICABILITY");

    private static IReadOnlyList<Document?> Read(View view, Document requirement)
    {
        var (row, verdicts) = (Catalogue.Of(view.Snapshot).Row(requirement), new Verdicts(view));
        if (Array.TrueForAll(verdicts.StatementsAbout(row), s => s.About is null))
        {
            return [verdicts.StatementFor(row, null)];
        }

        var systems = SystemsOf(view, row);
        return systems.Count == 0 ? [verdicts.StatementFor(row, null)] : [.. systems.Select(s => verdicts.StatementFor(row, s)).Distinct()];
    }

    private static IReadOnlyList<Document> SystemsOf(View view, Row row) =>
        !row.IsVoluntary ? view.Cells.Systems : [.. view.Snapshot.Sources(row.Framework!, EdgeKinds.SubjectTo).Where(s => CellReader.IsSubject(s, view.On))];
}
