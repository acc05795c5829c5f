using Graph.Engine.Analysis;
using Graph.Engine.Model;
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

    private static IReadOnlyList<Document?> Read(View view, Document requirement)
    {
        var (row, verdicts) = (Catalogue.Of(view.Snapshot).Row(requirement), new Verdicts(view));
        if (Array.TrueForAll(verdicts.StatementsAbout(row), s => s.About is null))
        {
            return [verdicts.StatementFor(row, null)];
        }

        var systems = !row.IsVoluntary ? view.Cells.Systems : [.. view.Snapshot.Sources(row.Framework!, EdgeKinds.SubjectTo).Where(s => CellReader.IsSubject(s, view.On))];
        return systems.Count == 0 ? [verdicts.StatementFor(row, null)] : [.. systems.Select(s => verdicts.StatementFor(row, s)).Distinct()];
    }
}
