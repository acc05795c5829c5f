using System.Collections.Concurrent;
using Graph.Engine.Analysis;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>By when proof is renewed.</summary>
internal static class ProofDue
{
    /// <summary>
    /// The last day on which a piece of proof counts (<see cref="EndingProof.LastDay"/>), also where that is over. Null where it was withdrawn or superseded; where no control and no requirement
    /// rests on it and nobody asks any more about whatever it assesses or concerns; and, once its day is over, where something else of its type counts wherever it was linked, and for
    /// whatever it assesses or the vendor that gave it.
    /// </summary>
    public static DateOnly? LastDay(View view, Document document)
    {
        if (document.Kind.Approval!.IsEndedOn(document, view.On))
        {
            return null;
        }

        var holdings = Holdings.Of(view.Snapshot);
        var terms = holdings.Proof(document.Ordinal).Terms;
        return EndingProof.LastDay(view, terms) is { } last && !(last >= view.On ? IsIdle(view, document) : IsReplaced(view, document, terms.TypeBit, holdings)) ? last : null;
    }

    /// <summary>
    /// The day of the first change after its signature that an assessment watches; null where none has come, or for whatever it assesses another one of its type is in
    /// force or nobody asks about that any more, or it was withdrawn or superseded.
    /// </summary>
    public static DateOnly? OvertakenOn(View view, Document assessment)
    {
        if (AssessmentKind.Approval.IsEndedOn(assessment, view.On))
        {
            return null;
        }

        var from = Holdings.Of(view.Snapshot).Proof(assessment.Ordinal).Terms.Lowerings.Where(l => l.Rule.Code == DefectCode.AssessmentStale).Min(l => (int?)l.From);
        return from is { } number && DateOnly.FromDayNumber(number) is var first && first <= view.On
            && !IsSettled(view, assessment) ? first : null;
    }

    // For whatever it assesses another one of its type is in force, or nobody asks about that any more.
    private static bool IsSettled(View view, Document assessment) => assessment.Text(AssessmentKind.Type) is { } type && view.Snapshot.Targets(assessment, EdgeKinds.Assesses).TrueForAll(assessed => IsOver(view, assessed)
        || Once(view, assessed, type, () => view.Snapshot.Sources(assessed, EdgeKinds.Assesses)
            .Exists(other => AssessmentKind.Serves(view, other, type) && !AssessmentKind.IsClaimed(other, type) && AssessmentKind.Kind.Standing!.Judge(view, other).Word == "IN_FORCE")));

    private static bool IsIdle(View view, Document document) => !view.Snapshot.In(document, EdgeKinds.EvidencedBy).Any() && !view.Snapshot.Out(document, EdgeKinds.Demonstrates).Any()
        && view.Snapshot.Targets(document, document.Kind == AssessmentKind.Kind ? EdgeKinds.Assesses : EdgeKinds.Concerns) is { Count: > 0 } of && of.TrueForAll(o => IsOver(view, o));

    // A system that is retired or left out, a vendor that is over, or that supplies nothing and takes part in nothing.
    private static bool IsOver(View view, Document document) =>
        document.Kind == AiSystemKind.Kind ? document.Date(AiSystemKind.RetiredOn) <= view.On || document.Boolean(AiSystemKind.InScope) == false
        : document.Kind == VendorKind.Kind && Once(view, document, "OVER", () =>
            VendorKind.IsOver(view, document) || (!view.Snapshot.In(document, EdgeKinds.SuppliedBy).Any() && !view.Snapshot.In(document, ManagementEdges.Subprocesses).Any()));

    // Very much proof may be of one vendor or system, and all of it asks the same.
    private static bool Once(View view, Document of, string what, Func<bool> find) =>
        view.Once(typeof(ProofDue), static _ => new ConcurrentDictionary<(int, string), bool>()).GetOrAdd((of.Ordinal, what), _ => find());

    private static bool IsReplaced(View view, Document document, ulong type, Holdings holdings)
    {
        var (snapshot, reader) = (view.Snapshot, new ProofReader(view));
        foreach (var (control, _) in snapshot.In(document, EdgeKinds.EvidencedBy))
        {
            if (!Array.Exists(holdings.Control(control).Proofs(holdings), p => p.Terms.TypeBit == type && reader.IsValid(p.Terms)))
            {
                return false;
            }
        }

        var catalogue = Analysis.Catalogue.Of(snapshot);
        foreach (var (requirement, _) in snapshot.Out(document, EdgeKinds.Demonstrates))
        {
            if (!Array.Exists(holdings.ProofLinksAt(catalogue.Row(requirement)!), l => l.Proof!.Terms.TypeBit == type && reader.IsValid(l.Proof.Terms)))
            {
                return false;
            }
        }

        // What a vendor gave shows what it answered while it is valid.
        return document.Kind == AssessmentKind.Kind ? IsSettled(view, document)
            : snapshot.Targets(document, EdgeKinds.Concerns).TrueForAll(of => of.Kind != VendorKind.Kind || IsOver(view, of)
                || Once(view, of, "EVIDENCE " + document.Text(EvidenceKind.Type), () => snapshot.Sources(of, EdgeKinds.Concerns)
                    .Exists(other => holdings.Proof(other.Ordinal).Terms is var terms && terms.TypeBit == type && reader.IsValid(terms))));
    }
}
