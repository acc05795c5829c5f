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

/// <summary>A piece of proof that counts on the view's day and will be over.</summary>
/// <param name="On">The last day on which it counts.</param>
/// <param name="What">How it ends.</param>
/// <param name="Document">The evidence or assessment.</param>
/// <param name="DaysLeft">The days from the view's day to the last one; 0 where they are the same.</param>
public sealed record EndingProof(DateOnly On, ProofEnd What, Document Document, int DaysLeft)
{
    /// <summary>What it proves by: a type of evidence, such as CERTIFICATE, or a kind of assessment.</summary>
    public string Type => Document.Text(What == ProofEnd.Expiry ? EvidenceKind.Type : AssessmentKind.Type)!;

    /// <summary>The proof that counts on the view's day and whose last day is at most so many days later, by day and key.</summary>
    public static IReadOnlyList<EndingProof> Within(View view, int days) =>
    [
        .. AllProof(view.Snapshot).Select(d => Of(view, d)).OfType<EndingProof>().Where(p => p.DaysLeft <= days)
            .OrderBy(p => p.On).ThenBy(p => p.Document.Key, StringComparer.Ordinal),
    ];

    /// <summary>How a piece of proof ends; null where it does not count on the view's day, or has no last day, or is taken as renewed.</summary>
    public static EndingProof? Of(View view, Document document)
    {
        var proof = Holdings.Of(view.Snapshot).Proof(document.Ordinal);
        var reader = new ProofReader(view);
        return proof.Terms.LastDay == ProofTerms.Never || !reader.IsValid(proof.Terms) || reader.IsRenewed(proof.Terms) ? null
            : new(
                DateOnly.FromDayNumber(proof.Terms.LastDay), proof.IsAssessment ? ProofEnd.Review : ProofEnd.Expiry, document,
                proof.Terms.LastDay - view.On.DayNumber);
    }

    internal static IEnumerable<Document> AllProof(Snapshot snapshot) =>
        snapshot.Documents(EvidenceKind.Kind).Concat(snapshot.Documents(AssessmentKind.Kind));
}
