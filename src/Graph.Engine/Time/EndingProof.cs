using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Time;

/// <summary>How a piece of proof ends.</summary>
public enum ProofEnd
{
    /// <summary>Evidence expires.</summary>
    Expiry,

    /// <summary>An assessment is due for review.</summary>
    Review,
}

/// <summary>A piece of proof that will be over: it counts on its last day, which is not before the view's.</summary>
/// <param name="On">The last day on which it counts.</param>
/// <param name="What">How it ends.</param>
/// <param name="Document">The evidence or assessment.</param>
/// <param name="DaysLeft">The days from the view's day to the last one; 0 where they are the same.</param>
public sealed record EndingProof(DateOnly On, ProofEnd What, Document Document, int DaysLeft)
{
    /// <summary>What it proves by: a type of evidence, such as CERTIFICATE, or a kind of assessment.</summary>
    public string Type => Document.Text(What == ProofEnd.Expiry ? EvidenceKind.Type : AssessmentKind.Type)!;

    /// <summary>The proof whose last day is that of the view or at most so many days later, by day and key.</summary>
    public static IReadOnlyList<EndingProof> Within(View view, int days) =>
    [
        .. AllProof(view.Snapshot).Select(d => Of(view, d)).OfType<EndingProof>().Where(p => p.DaysLeft <= days)
            .OrderBy(p => p.On).ThenBy(p => p.Document.Key, StringComparer.Ordinal),
    ];

    /// <summary>How a piece of proof ends; null where that is before the view's day, or it has no last day (<see cref="LastDay"/>).</summary>
    public static EndingProof? Of(View view, Document document)
    {
        var proof = Holdings.Of(view.Snapshot).Proof(document.Ordinal);
        return proof.Terms.LastDay >= view.On.DayNumber && LastDay(view, proof.Terms) is { } last
            ? new(last, proof.IsAssessment ? ProofEnd.Review : ProofEnd.Expiry, document, last.DayNumber - view.On.DayNumber)
            : null;
    }

    /// <summary>
    /// The last day on which a piece of proof counts; null where there is none, it is taken as renewed, or nobody approved it or it is rejected by then. Whether it counts
    /// on the view's day does not matter: what takes effect tomorrow ends all the same.
    /// </summary>
    internal static DateOnly? LastDay(View view, in ProofTerms terms) =>
        terms.LastDay != ProofTerms.Never && !new ProofReader(view).IsRenewed(terms) && DateOnly.FromDayNumber(terms.LastDay) is var last && new ProofReader(view, last).IsValid(terms)
            ? last
            : null;

    /// <summary>Whether a document is of a kind that proves something.</summary>
    public static bool IsProof(Document document) => document.Kind == EvidenceKind.Kind || document.Kind == AssessmentKind.Kind;

    internal static IEnumerable<Document> AllProof(Snapshot snapshot) =>
        snapshot.Documents(EvidenceKind.Kind).Concat(snapshot.Documents(AssessmentKind.Kind));
}
