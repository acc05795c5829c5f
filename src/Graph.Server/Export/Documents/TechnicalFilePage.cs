using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;

namespace Graph.Server.Export.Documents;

/// <summary>
/// The technical documentation of a system (Regulation (EU) 2024/1689 Art. 11, Annex IV): what was answered of its points, what the graph knows of the
/// system beside that, and what is missing. Where nobody has begun it, every point is missing, and what a prefill would propose is shown.
/// </summary>
internal sealed class TechnicalFilePage(ViewScope scope, Document system)
{
    private const string Form = "ANNEX_IV";

    private readonly Snapshot snapshot = scope.View.Snapshot;

    public string Print()
    {
        var page = PrintedPage.Begin(scope, $"Technical documentation: {PrintedPage.Title(scope, system)}");
        page.Paragraph("Regulation (EU) 2024/1689 Art. 11(1) and Annex IV: drawn up before the system is placed on the market, kept current, and kept for 10 years (Art. 18).");
        page.Heading("The system");
        page.Fields(scope.Node(system));
        if (File() is { } file)
        {
            page.Heading($"Its file: {PrintedPage.Title(scope, file)}");
            page.Fields(scope.Node(file));
            page.Form(scope.Node(file));
        }
        else
        {
            NotBegun(page);
        }

        Known(page);
        if (File() is { Kind.Approval: { } rule } decided)
        {
            page.Decision(scope.Node(decided), rule);
        }

        return page.ToString();
    }

    // What is decided goes before what is not, and then what was decided last.
    private Document? File() => snapshot.Sources(system, EdgeKinds.Concerns).Concat(snapshot.Sources(system, EdgeKinds.Assesses))
        .Where(d => snapshot.Targets(d, FormEdges.Follows).Exists(t => t.Text(TemplateKind.Form) == Form))
        .OrderByDescending(d => d.Kind.Approval?.IsDoneOn(d, scope.View.On)).ThenByDescending(d => d.Kind.Approval is { } rule ? d.Date(rule.DoneOn) : null).ThenBy(d => d.Key, StringComparer.Ordinal)
        .FirstOrDefault();

    private void NotBegun(Packs.PackPage page)
    {
        page.Note("Nothing that concerns this system follows a template of Annex IV: every point that is asked is missing.");
        foreach (var template in snapshot.Documents(TemplateKind.Kind).Where(t => t.Text(TemplateKind.Form) == Form))
        {
            page.Template(scope, template);
            foreach (var (name, rows) in PrintedPage.Sections(Forms.NotBegun(scope.View, template, system).Where(r => r.IsMissing)))
            {
                page.Subheading(name ?? "Items");
                page.Some(["what is asked", "from", "what the graph would propose"], rows, r => [r.Item.Text(TemplateItemKind.Prompt), PrintedPage.From(r.Item), Prefill.Proposal(scope.View, system, r.Item)], [42, 17, 41]);
            }
        }
    }

    private void Known(Packs.PackPage page)
    {
        page.Rows("Components and their suppliers", ["component", "supplied by"], Ends(EdgeKinds.Uses), c => [PrintedPage.Named(c), PrintedPage.Named(snapshot.Targets(c, EdgeKinds.SuppliedBy))]);
        page.Rows("Risks", ["risk", "how it stands", "controls"], Ends(EdgeKinds.HasRisk), r => [PrintedPage.Named(r), Word(r), PrintedPage.Named(snapshot.Targets(r, EdgeKinds.MitigatedBy))]);
        page.Rows("Controls", ["control", "how it stands"], [.. snapshot.Sources(system, EdgeKinds.AppliesTo).OrderBy(c => c.Key, StringComparer.Ordinal)], c => [PrintedPage.Named(c), ControlKind.StatusOn(c, scope.View.On)]);
        page.Rows("Metrics", ["metric", "status", "last value"], Ends(ManagementEdges.MeasuredBy), m => [PrintedPage.Named(m), Word(m), MetricKind.Kind.Derived.First(d => d.Name == "lastValue").Read(scope.View, m)]);
        page.Rows("Assessments", ["assessment", "kind", "status"], [.. snapshot.Sources(system, EdgeKinds.Assesses).OrderBy(a => a.Key, StringComparer.Ordinal)], a => [PrintedPage.Named(a), a.Text(AssessmentKind.Type), Status(a)]);
        page.Rows(
            "Evidence", ["evidence", "type", "status", "SHA-256"], [.. snapshot.Sources(system, EdgeKinds.Concerns).OrderBy(e => e.Key, StringComparer.Ordinal)],
            e => [PrintedPage.Named(e), e.Text(EvidenceKind.Type), Status(e), e.Text(EvidenceKind.Kind.Fields.First(f => f.Name == "sha256"))]);
        page.Rows("Planned changes", ["change", "how it stands"], [.. snapshot.Sources(system, ManagementEdges.Changes).OrderBy(c => c.Key, StringComparer.Ordinal)], c => [PrintedPage.Named(c), Word(c)]);
        if (snapshot.Document("eu-ai-act:chapter-III-section-2") is { } heading)
        {
            page.Rows(
                "Requirements for high-risk systems (Art. 8 to 15)", ["requirement", "verdict", "state", "what would close it"],
                [.. scope.View.Cells.Cells(heading, [system], scope.Request.CancellationToken)],
                c => [$"{c.Requirement.Key} {c.Requirement.Text(c.Requirement.Kind.Title)}", EnumWords.Of(c.Verdict), EnumWords.Of(c.State), CanBeOwed(c) ? string.Join(' ', c.Defects.Select(d => d.Closes).Distinct()) : ""]);
        }
    }

    // The file is drawn up before the system is placed: what will bind it is closed before it does.
    private static bool CanBeOwed(Cell cell) => cell.Verdict is not (Verdict.Legacy or Verdict.Excluded or Verdict.NotApplicable);

    private IReadOnlyList<Document> Ends(EdgeKind edge) => [.. snapshot.Targets(system, edge).OrderBy(d => d.Key, StringComparer.Ordinal)];

    private string? Word(Document document) => document.Kind.Standing?.Judge(scope.View, document).Word;

    private static string? Status(Document document) => document.Kind.Approval is { } rule ? document.Text(rule.Status) ?? ApprovalRule.Draft : null;
}
