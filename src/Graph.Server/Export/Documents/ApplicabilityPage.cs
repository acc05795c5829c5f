using System.Globalization;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;
using Graph.Server.Export.Packs;
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
                r => [$"{r.Ref} {r.Title}", r.ReliedOnBy.Length > 0 ? $"{r.Applicable}, but relied on" : r.Applicable, Justification(r), r.State, r.Met, r.Owed, r.Controls, r.Evidence, $"{r.ApprovedBy}\n{r.ApprovedOn}".Trim()],
                [16, 10, 19, 10, 5, 4, 12, 13, 11]);
            if (standard.Key is { } of && scope.View.Snapshot.Document(of) is { } whole)
            {
                Decision(page, WholeApplicability.Of(scope.View, whole));
            }
        }

        var reliedOn = rows.Where(r => r.ReliedOnBy.Length > 0).ToList();
        if (reliedOn.Count > 0)
        {
            page.Rows("Stated not to apply, although the treatment of a risk relies on it", ["control", "relied on by"], reliedOn, r => [$"{r.Ref} {r.Title}", r.ReliedOnBy]);
        }

        var unstated = rows.Where(r => r.Applicable is "NOT_STATED").ToList();
        page.Rows("What nobody has stated", ["control"], unstated, r => [$"{r.Requirement} {r.Title}"]);
        return page.ToString();
    }

    // Where systems differ, whoever signs reads of which one it is.
    private string Justification(ApplicabilityRow row) =>
        row.Applicable != StatementOfApplicability.Mixed ? row.Justification
        : string.Join('\n', row.Statements.Split(RowMaps.Separator).Select(k => scope.View.Snapshot.Document(k)).OfType<Document>().Select(s => string.Create(
            CultureInfo.InvariantCulture, $"{(s.Boolean(StatementKind.Applicable) == true ? "YES" : "NO")} for {(scope.View.Snapshot.Targets(s, EdgeKinds.About) is { Count: > 0 } systems ? string.Join(", ", systems.Select(a => PrintedPage.Title(scope, a))) : "all others")}: {s.Text(StatementKind.Justification)}")));

    // It is approved as a whole: whoever approves says by the hash what they have seen.
    private void Decision(PackPage page, WholeApplicability whole)
    {
        var rule = StatementKind.Approval;
        page.Subheading("Decision");
        page.Table(
            ["", ""],
            [
                ["in force as a whole", whole is { Waiting.Count: 0, Drafts.Count: 0, Unstated.Count: 0, Approved.Count: > 0 } ? "yes" : "no"],
                ["statements approved", whole.Approved.Count], ["statements that wait for a decision", whole.Waiting.Count], ["drafts", whole.Drafts.Count], ["rows that nobody has stated", whole.Unstated.Count],
                ["last approved on", whole.Approved.Max(s => s.Date(rule.DoneOn))],
                ["approved by", RowMaps.Join(whole.Approved.Select(s => PrintedPage.DecidedBy(scope.Node(s), rule)).OfType<string>().Distinct().Order(StringComparer.Ordinal))],
                ["hash of what waits and is approved (contentHash)", whole.ContentHash],
            ],
            [45, 55]);
    }
}
