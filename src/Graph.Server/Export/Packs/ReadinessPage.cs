using System.Globalization;
using Graph.Engine.Governance;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Export.Documents;

namespace Graph.Server.Export.Packs;

/// <summary>How far the management system is on the way to a certificate, criterion by criterion, each with what it misses.</summary>
internal sealed class ReadinessPage(ViewScope scope, IReadOnlyList<CriterionResult> results)
{
    /// <summary>The name of the file.</summary>
    public const string File = "readiness.html";

    /// <summary>The greatest number of rows of one criterion; the table has all.</summary>
    public const int RowCountMax = 120;

    /// <summary>How many criteria of each item are met.</summary>
    public static void Items(PackPage page, IReadOnlyList<CriterionResult> results) => page.Table(
        ["item", "met", "of"],
        results.GroupBy(r => r.Criterion.Item).Select(g => (IReadOnlyList<object?>)[Named(g.Key), g.Count(r => r.State == CriterionState.Met), g.Count()]));

    public string Print()
    {
        var page = new PackPage("Readiness of the management system", PrintedPage.Foot(scope.View));
        page.Note($"{PrintedPage.Disclaimer}. What nobody recorded is UNKNOWN, which is never a pass.");
        page.Basis(scope).Paragraph(string.Create(CultureInfo.InvariantCulture, $"{results.Count(r => r.State == CriterionState.Met)} of {results.Count} criteria are met.")).Contents();
        foreach (var item in results.GroupBy(r => r.Criterion.Item))
        {
            page.Heading(Named(item.Key));
            foreach (var result in item)
            {
                Criterion(page, result);
            }
        }

        return page.ToString();
    }

    private static string Named(ChecklistItem item) => string.Create(CultureInfo.InvariantCulture, $"{item.Number}. {item.Title} ({item.Clause})");

    private void Criterion(PackPage page, CriterionResult result)
    {
        page.Subheading($"{result.Criterion.Id} {EnumWords.Of(result.State)} ({EnumWords.Of(result.Criterion.Phase)})").Paragraph(result.Criterion.Text);
        if (result.State == CriterionState.Met)
        {
            page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Nothing is missing: {result.Judged} judged."));
            return;
        }

        page.Table(
            ["what", "document", "what would close it"],
            ReadinessRows.Of(scope, result).Take(RowCountMax).Select(r => (IReadOnlyList<object?>)[r.Code, r.Node, r.Closes]), [20, 30, 50]);
        if (result.Missing > RowCountMax)
        {
            page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{result.Missing - RowCountMax} more stand in readiness.csv."));
        }
    }
}
