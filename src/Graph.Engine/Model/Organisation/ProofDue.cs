using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>By when proof is renewed.</summary>
internal static class ProofDue
{
    /// <summary>
    /// The last day on which a piece of proof counts that was approved or signed; null where it never ends, is taken as renewed, or is over and
    /// something else of its type has taken its place wherever it was linked.
    /// </summary>
    public static DateOnly? LastDay(View view, Document document)
    {
        var holdings = Holdings.Of(view.Snapshot);
        var (terms, reader) = (holdings.Proof(document.Ordinal).Terms, new ProofReader(view));
        return terms.LastDay == ProofTerms.Never || reader.IsRejected(terms) || !reader.IsApproved(terms) || reader.IsRenewed(terms)
            || (reader.IsExpired(terms) && IsReplaced(view, document, terms.TypeBit, holdings, reader))
            ? null : DateOnly.FromDayNumber(terms.LastDay);
    }

    private static bool IsReplaced(View view, Document document, ulong type, Holdings holdings, ProofReader reader)
    {
        var snapshot = view.Snapshot;
        return snapshot.Sources(document, EdgeKinds.EvidencedBy).All(c => snapshot.Targets(c, EdgeKinds.EvidencedBy).Exists(Counts))
            && snapshot.Targets(document, EdgeKinds.Demonstrates).All(r => snapshot.Sources(r, EdgeKinds.Demonstrates).Exists(Counts));

        bool Counts(Document other) => holdings.Proof(other.Ordinal).Terms is var terms && terms.TypeBit == type && reader.IsValid(terms);
    }
}
