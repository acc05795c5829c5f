using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>By when proof is renewed.</summary>
internal static class ProofDue
{
    /// <summary>
    /// The last day on which a piece of proof counts (<see cref="EndingProof.LastDay"/>), also where it is over; null once something else of its type has taken its place
    /// wherever it was linked.
    /// </summary>
    public static DateOnly? LastDay(View view, Document document)
    {
        var holdings = Holdings.Of(view.Snapshot);
        var terms = holdings.Proof(document.Ordinal).Terms;
        return EndingProof.LastDay(view, terms) is { } last && (last >= view.On || !IsReplaced(view, document, terms.TypeBit, holdings)) ? last : null;
    }

    private static bool IsReplaced(View view, Document document, ulong type, Holdings holdings)
    {
        var (snapshot, reader) = (view.Snapshot, new ProofReader(view));
        return snapshot.Sources(document, EdgeKinds.EvidencedBy).All(c => snapshot.Targets(c, EdgeKinds.EvidencedBy).Exists(Counts))
            && snapshot.Targets(document, EdgeKinds.Demonstrates).All(r => snapshot.Sources(r, EdgeKinds.Demonstrates).Exists(Counts));

        bool Counts(Document other) => holdings.Proof(other.Ordinal).Terms is var terms && terms.TypeBit == type && reader.IsValid(terms);
    }
}
