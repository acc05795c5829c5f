using System.Globalization;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Server.Api.Reading;

namespace Graph.Server.Export.Documents;

/// <summary>The minutes of a management review (ISO/IEC 42001 9.3): the inputs as they were when it was held, what was said, decided, and is done about it.</summary>
/// <param name="review">The review.</param>
/// <param name="then">The view in which it was held.</param>
/// <param name="before">The view in which the review before it was held; null where there was none.</param>
internal sealed class MinutesPage(NodeRef review, ViewScope then, ViewScope? before)
{
    private readonly Snapshot snapshot = review.Scope.View.Snapshot;

    public string Print()
    {
        var document = review.Document;
        var page = PrintedPage.Begin(review.Scope, $"Minutes: {PrintedPage.Title(review.Scope, document)}");
        page.Heading("The review");
        page.Fields(review);
        if (!(document.Date(ManagementReviewKind.HeldOn) <= review.Scope.View.On))
        {
            page.Note("It is not held yet: what follows is its agenda as of the day of this page.");
        }

        var agenda = ReviewAgenda.OfHeld(then.View, document);
        page.Heading("Inputs");
        page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"As known at revision {then.View.Snapshot.Head.Revision}, judged on {then.View.On:yyyy-MM-dd}. {(agenda.Last is { } last ? $"New and changed since the review before ({last.Key})." : "There was no review before whose minutes are approved: nothing is counted as new or changed.")}"));
        if (WhyThatDay() is { } why)
        {
            page.Paragraph(why);
        }

        page.Table(
            ["input", "documents", "how they stand", "new", "changed"],
            agenda.Inputs.Select(i => (IReadOnlyList<object?>)[
                i.Title, i.Rows.Count, string.Join(", ", i.Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Value} {f.Key}"))),
                i.Rows.Count(r => r.IsNew), i.Rows.Count(r => r.HasChanged)]),
            [40, 13, 25, 9, 13]);
        foreach (var input in agenda.Inputs.Where(i => i.Rows.Count > 0))
        {
            page.Subheading(input.Title);
            page.Some(["document", "how it stands", "since the last review"], input.Rows, r => [PrintedPage.Named(r.Document), r.Word, r.IsNew ? "new" : r.HasChanged ? "changed" : ""], [60, 20, 20]);
        }

        var removed = before is null ? [] : agenda.Removed(then.View, before.View).ToList();
        if (removed.Count > 0)
        {
            page.Subheading("Gone since the last review");
            page.Some(["document", "input"], removed, r => [PrintedPage.Named(r.Document), r.Input.Title], [50, 50]);
        }

        var decisions = snapshot.Sources(document, ManagementEdges.DecisionOf).OrderBy(d => d.Key, StringComparer.Ordinal).ToList();
        var description = ReviewDecisionKind.Kind.Fields.First(f => f.Name == "description");
        page.Rows("Decisions", ["decision", "in full", "actions"], decisions, d => [PrintedPage.Named(d), d.Text(description), PrintedPage.Named(snapshot.Sources(d, ManagementEdges.ArisesFrom))]);
        var actions = decisions.Prepend(document).SelectMany(d => snapshot.Sources(d, ManagementEdges.ArisesFrom)).DistinctBy(a => a.Ordinal).OrderBy(a => a.Key, StringComparer.Ordinal).ToList();
        page.Rows("Actions", ["action", "who", "how it stands", "last day"], actions, a => [
            PrintedPage.Named(a), RowMaps.Join(snapshot.Targets(a, EdgeKinds.OwnedBy).Select(o => PrintedPage.Title(review.Scope, o))),
            a.Kind.Standing?.Judge(review.Scope.View, a).Word, a.Kind.Due.Select(r => r.On(review.Scope.View, a)).FirstOrDefault(d => d is not null)]);
        page.Decision(review, ManagementReviewKind.Approval);
        return page.ToString();
    }

    // What was known on another day than that of the review would look like a mistake.
    private string? WhyThatDay() =>
        !(review.Document.Date(ManagementReviewKind.HeldOn) is { } held && held <= review.Scope.View.On) ? null
        : then == review.Scope ? held == then.View.On ? null : "Nothing was recorded before the review was: its inputs are as on the day of this page."
        : then.View.Kind == ViewKind.Hindsight ? "The day on which the review was held is judged as known when it was recorded."
        : null;
}
