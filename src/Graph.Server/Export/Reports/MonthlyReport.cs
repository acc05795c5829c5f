using System.Globalization;
using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Export.Documents;
using Graph.Server.Export.Packs;

namespace Graph.Server.Export.Reports;

/// <summary>
/// A month on a few printed pages: what is covered at its end and what was at the end of the month before, what metrics say, what happened, what was found,
/// what is overdue. As it was known then: both moments are views of the past.
/// </summary>
/// <param name="month">The first day of the month.</param>
/// <param name="end">The view at its end, or of today where it goes on.</param>
/// <param name="before">The view at the end of the month before; null where nothing was known yet.</param>
internal sealed class MonthlyReport(DateOnly month, ViewScope end, ViewScope? before)
{
    /// <summary>The greatest number of rows in a table; what is left out is counted.</summary>
    public const int RowCountMax = 200;

    // A metric whose value came back is OK, and its alert stays open until somebody has looked.
    private static readonly string[] MetricColumns = ["trend", "alert", "alertSince"];
    private static readonly (Field Field, string Name)[] Bounds = [(MetricKind.Target, "target"), (MetricKind.Warning, "warning"), (MetricKind.Limit, "limit")];

    /// <summary>The report as a page that prints.</summary>
    public string Print()
    {
        var view = end.View;
        var page = new PackPage($"AI governance, {month.ToString("MMMM yyyy", CultureInfo.InvariantCulture)}", PrintedPage.Foot(view));
        page.Note("Supporting evidence, not certification. Unknown is never a pass.");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Judged on {view.On:yyyy-MM-dd} with what was known then: revision {view.Snapshot.Head.Revision}, method {Method.Version}, hash of the log {view.Snapshot.Head.Hash}."));
        Coverage(page);
        Standings(
            page, "Metrics", MetricKind.Kind, (_, _) => true, m => [Value(m), .. MetricColumns.Select(c => Derived(m, c))], ["last value", .. MetricColumns.Select(PrintedPage.Words)],
            m => MetricKind.OpenAlert(view, m) is null ? [] : [$"Record a finding that was found in {m.Key}: its alert stays open until one answers it."]);
        Standings(page, "Incidents and near misses with something left to do, or of this month", IncidentKind.Kind, (i, found) => IsInMonth(i.Date(IncidentKind.AwareOn)) || IsLeftToDo(found), i => [i.Text(IncidentKind.Severity), i.Date(IncidentKind.AwareOn)], ["severity", "aware on"]);
        Standings(page, "Findings that are open, or were made this month", FindingKind.Kind, (f, _) => FindingKind.IsOpen(view, f) || IsInMonth(f.Date(FindingKind.FoundOn)), f => [f.Text(FindingKind.Grade), f.Date(FindingKind.FoundOn)], ["grade", "found on"]);
        Standings(page, "Objectives", ObjectiveKind.Kind, (_, _) => true, _ => [], []);
        var due = DueItem.Within(view, DueRows.SoonDays, null, null, end.Request.CancellationToken).ToList();
        page.Heading("Overdue, and due within 30 days").Due(Some(due).Select(i => DueRows.Of(end, i)));
        Rest(page, due.Count);
        var readiness = Readiness.Of(view, end.Request.CancellationToken);
        page.Heading("Readiness").Paragraph(string.Create(CultureInfo.InvariantCulture, $"{readiness.Count(r => r.State == CriterionState.Met)} of {readiness.Count} criteria are met."));
        return page.ToString();
    }

    private void Coverage(PackPage page)
    {
        var then = before is null ? "before" : "on " + before.View.On.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        page.Heading("Coverage").Table(
            ["framework", "met", "of", $"met {then}", $"of {then}", "worst state"],
            end.View.Snapshot.Documents(FrameworkKind.Kind).Select(f => (Framework: f, Now: Counts(end, f.Key)!, Then: before is null ? null : Counts(before, f.Key))).Where(f => f.Now.Owed > 0)
                .Select(f => (IReadOnlyList<object?>)[f.Framework.Text(FrameworkKind.Title), f.Now.Met, f.Now.Owed, f.Then?.Met, f.Then?.Owed, f.Now.Worst is { } worst ? EnumWords.Of(worst) : ""]));
    }

    // A value says something beside what is expected of it.
    private string? Value(Document metric)
    {
        var bounds = string.Join(", ", Bounds.Where(b => metric[b.Field] is not null).Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Name} {metric[b.Field]}")));
        return Derived(metric, "lastValue") is not { } value ? null
            : string.Create(CultureInfo.InvariantCulture, $"{value} {metric.Text(MetricKind.Unit)}").TrimEnd() + (bounds.Length > 0 ? $" ({bounds})" : "");
    }

    private object? Derived(Document metric, string name) => MetricKind.Kind.Derived.First(d => d.Name == name).Read(end.View, metric);

    private static CoverageCounts? Counts(ViewScope scope, string framework) =>
        scope.View.Snapshot.Document(framework) is { } found ? scope.View.Cells.Coverage(found, null, scope.Request.CancellationToken).Counts : null;

    private void Standings(
        PackPage page, string heading, Kind kind, Func<Document, Standing, bool> concerns, Func<Document, IReadOnlyList<object?>> more, IReadOnlyList<string> columns, Func<Document, IEnumerable<string>>? closes = null)
    {
        var judged = end.View.Snapshot.Documents(kind).Select(d => (Document: d, Found: kind.Standing!.Judge(end.View, d))).Where(d => concerns(d.Document, d.Found)).ToList();
        var width = columns.Count > 2 ? 10 : 13;
        page.Heading(heading).Table(
            ["document", kind.Standing!.Name, .. columns, "what would close it"],
            Some(judged).Select(d => (IReadOnlyList<object?>)[PrintedPage.Named(d.Document), d.Found.Word, .. more(d.Document), string.Join(" ", d.Found.Shortfalls.Select(s => s.Closes).Concat(closes?.Invoke(d.Document) ?? []).Distinct())]),
            [22, 13, .. columns.Select(_ => width), 65 - (width * columns.Count)]);
        Rest(page, judged.Count);
    }

    // That a notice came late stays true of an incident, and nobody can do anything about it any more.
    private static bool IsLeftToDo(Standing incident) => incident.Shortfalls.Any(s => s.Code != "NOTIFIED_LATE");

    private static IEnumerable<T> Some<T>(IReadOnlyList<T> rows) => rows.Take(RowCountMax);

    private static void Rest(PackPage page, int count)
    {
        if (count == 0 || count > RowCountMax)
        {
            page.Paragraph(count == 0 ? "None is recorded." : string.Create(CultureInfo.InvariantCulture, $"{count - RowCountMax} more are not printed; the register has all."));
        }
    }

    private bool IsInMonth(DateOnly? day) => day >= month && day < month.AddMonths(1);
}
