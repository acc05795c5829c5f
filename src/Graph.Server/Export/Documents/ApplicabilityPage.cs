using Graph.Engine.Model.Catalogue;
using Graph.Server.Api.Reading;
using Graph.Server.Transport;

namespace Graph.Server.Export.Documents;

/// <summary>The Statement of Applicability (ISO/IEC 42001 6.1.3) on paper: the rows of the export of that name, a table a standard.</summary>
internal sealed class ApplicabilityPage(ViewScope scope)
{
    public string Print()
    {
        var parameters = new QueryParameters(new QueryCollection(), scope.Request.Options);
        var rows = StatementOfApplicability.Ask(parameters, scope)(scope).Rows.Cast<ApplicabilityRow>().ToList();
        var page = PrintedPage.Begin(scope, "Statement of Applicability");
        page.Paragraph("Controls that may be excluded, what was stated of each and why, and how it stands. Law and the clauses of a standard are never excluded. What nobody has stated is a gap.");
        page.Table(
            ["applicable", "rows"],
            rows.GroupBy(r => r.Applicable).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (IReadOnlyList<object?>)[g.Key, g.Count()]));
        foreach (var standard in rows.GroupBy(r => r.Framework))
        {
            page.Rows(
                standard.Key is { } key && scope.View.Snapshot.Document(key) is { } framework ? $"{framework.Text(FrameworkKind.Title)}, {framework.Text(FrameworkKind.Edition)}" : "No framework",
                ["control", "applicable", "justification", "state", "met", "of", "controls", "evidence", "approved"],
                [.. standard],
                r => [$"{r.Ref} {r.Title}", r.Applicable, r.Justification, r.State, r.Met, r.Owed, r.Controls, r.Evidence, $"{r.ApprovedBy}\n{r.ApprovedOn}".Trim()],
                [16, 10, 19, 10, 5, 4, 12, 13, 11]);
        }

        var unstated = rows.Where(r => r.Applicable is "NOT_STATED").ToList();
        page.Rows("What nobody has stated", ["control"], unstated, r => [$"{r.Requirement} {r.Title}"]);
        return page.ToString();
    }
}
