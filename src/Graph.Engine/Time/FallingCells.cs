using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>The cells that fall with one piece of proof.</summary>
public static class FallingCells
{
    /// <summary>
    /// The cells that would be worse off if this piece of proof alone were over on the view's day, and everything else as it is, in cell order:
    /// with a lower state, less credit, or a verdict nearer to being owed.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<CellChange> With(View view, EndingProof proof, CancellationToken cancellationToken = default)
    {
        // What does not count yet falls with nothing.
        return !new ProofReader(view).IsValid(Holdings.Of(view.Snapshot).Proof(proof.Document.Ordinal).Terms) ? []
            : [.. CellComparison.Between(view, Without(view, proof), cancellationToken).Where(IsWorse)];
    }

    /// <summary>Whether a cell is worse off after a change.</summary>
    public static bool IsWorse(CellChange change) =>
        change is { Before: { } before, After: { } after }
        && (after.State < before.State || (after.CreditState ?? State.Missing) < (before.CreditState ?? State.Missing) || after.Verdict < before.Verdict);

    private static View Without(View view, EndingProof proof)
    {
        var builder = new SnapshotBuilder(view.Snapshot, revertible: false);
        builder.Put(proof.Document.Kind, proof.Document.Key, false, null, [Over(proof, view.On)], proof.Document.Revision, null);
        return view.Of(builder.Build(view.Snapshot.Head, view.Snapshot.At));
    }

    // Evidence expired the day before. The day of a next review is derived, so an assessment was signed as long ago as makes it overdue.
    private static KeyValuePair<Field, object?> Over(EndingProof proof, DateOnly day)
    {
        if (proof.What == ProofEnd.Expiry)
        {
            return new(EvidenceKind.ExpiresOn, Before(day));
        }

        var months = proof.Document.Integer(AssessmentKind.ReviewEveryMonths)!.Value;
        var reviewedOn = day.DayNumber < DateOnly.MinValue.AddMonths(months).DayNumber ? DateOnly.MinValue : day.AddMonths(-months);
        return new(AssessmentKind.Approval.DoneOn, Before(reviewedOn));
    }

    private static DateOnly Before(DateOnly day) => day == DateOnly.MinValue ? day : day.AddDays(-1);
}
