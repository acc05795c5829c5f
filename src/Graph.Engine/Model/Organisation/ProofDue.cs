using System.Collections.Concurrent;
using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>By when proof is renewed.</summary>
internal static class ProofDue
{
    /// <summary>
    /// The last day on which a piece of proof counts (<see cref="EndingProof.LastDay"/>), also where that is over. Null where it was withdrawn or superseded; where no control and no requirement
    /// rests on it and nobody asks any more about whatever it assesses or concerns; and, once its day is over, where something else of its type counts wherever it was linked, for whatever it
    /// assesses or concerns, and for the vendor that gave it. What is of nothing, and on which nothing rests, nothing takes the place of.
    /// </summary>
    public static DateOnly? LastDay(View view, Document document)
    {
        if (document.Kind.Approval!.IsEndedOn(document, view.On))
        {
            return null;
        }

        var terms = Holdings.Of(view.Snapshot).Proof(document.Ordinal).Terms;
        return EndingProof.LastDay(view, terms) is { } last && !(last >= view.On ? IsIdle(view, document) : IsReplaced(view, document, terms.TypeBit)) ? last : null;
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

    // For whatever it assesses another one of its type is in force, or where that is enough in time though something has changed since, or nobody asks about that any more.
    private static bool IsSettled(View view, Document assessment, bool overtakenToo = false) => assessment.Text(AssessmentKind.Type) is { } type && view.Snapshot.Targets(assessment, EdgeKinds.Assesses).TrueForAll(assessed => IsOver(view, assessed)
        || Once(view, assessed, overtakenToo ? type + " in time" : type, () => view.Snapshot.Sources(assessed, EdgeKinds.Assesses)
            .Exists(other => AssessmentKind.Serves(view, other, type) && !AssessmentKind.IsClaimed(other, type) && AssessmentKind.Kind.Standing!.Judge(view, other).Word switch
            {
                "IN_FORCE" => true,
                "STALE" => overtakenToo && !(AssessmentKind.NextReviewOn(other) < view.On),
                _ => false,
            })));

    private static bool IsIdle(View view, Document document) => !IsRestedOn(view, document) && Subjects(view, document) is { Count: > 0 } of && of.TrueForAll(o => IsOver(view, o));

    private static bool IsRestedOn(View view, Document document) => view.Snapshot.In(document, EdgeKinds.EvidencedBy).Any() || view.Snapshot.Out(document, EdgeKinds.Demonstrates).Any();

    private static List<Document> Subjects(View view, Document document) => view.Snapshot.Targets(document, document.Kind == AssessmentKind.Kind ? EdgeKinds.Assesses : EdgeKinds.Concerns);

    // A system that is retired or left out, a component that no other system uses, and a vendor about which nobody asks.
    private static bool IsOver(View view, Document document) =>
        document.Kind == AiSystemKind.Kind ? !CellReader.IsSubject(document, view.On)
        : document.Kind == ComponentKind.Kind ? Once(view, document, "OVER", () => view.Snapshot.Sources(document, EdgeKinds.Uses).TrueForAll(s => IsOver(view, s)))
        : document.Kind == VendorKind.Kind && !DueDiligence.IsAsked(view, document);

    // Very much proof may be of one vendor or system, and all of it asks the same.
    private static bool Once(View view, Document of, string what, Func<bool> find) =>
        view.Once(typeof(ProofDue), static _ => new ConcurrentDictionary<(int, string), bool>()).GetOrAdd((of.Ordinal, what), _ => find());

    private static bool IsReplaced(View view, Document document, ulong type)
    {
        var (snapshot, holdings) = (view.Snapshot, Holdings.Of(view.Snapshot));
        var (all, isRestedOn) = (Subjects(view, document), IsRestedOn(view, document));
        var subjects = all.FindAll(s => !IsOver(view, s));
        foreach (var (control, _) in snapshot.In(document, EdgeKinds.EvidencedBy))
        {
            if (!ValidAt(view, control, type, () => holdings.Control(control).Proofs(holdings).Select(p => p.Proof)).Replaces(document, subjects))
            {
                return false;
            }
        }

        var catalogue = Analysis.Catalogue.Of(snapshot);
        foreach (var (requirement, _) in snapshot.Out(document, EdgeKinds.Demonstrates))
        {
            if (!ValidAt(view, requirement, type, () => holdings.ProofLinksAt(catalogue.Row(requirement)!).Select(l => l.Proof!)).Replaces(document, subjects))
            {
                return false;
            }
        }

        if (!isRestedOn && all.Count == 0)
        {
            return false;
        }

        // In time is what 5.c of readiness asks of a review; what has changed since is another act. What a vendor gave shows what it answered while it is valid.
        return document.Kind == AssessmentKind.Kind ? IsSettled(view, document, overtakenToo: true)
            : subjects.TrueForAll(of => (of.Kind != VendorKind.Kind && isRestedOn)
                || ValidAt(view, of.Ordinal, type, () => snapshot.Sources(of, EdgeKinds.Concerns).Select(other => holdings.Proof(other.Ordinal))).IsAny);
    }

    // The valid proof of a type at a control or requirement, or of what it concerns: there may be thousands, and each that is over asks.
    private static Valid ValidAt(View view, int at, ulong type, Func<IEnumerable<Proof>> all) => view.Once(typeof(Valid), static _ => new ConcurrentDictionary<(int, ulong), Valid>())
        .GetOrAdd((at, type), _ => new(view, all().Where(p => p.Terms.TypeBit == type && new ProofReader(view).IsValid(p.Terms))));

    /// <summary>For whom there is valid proof of a type somewhere.</summary>
    private sealed class Valid
    {
        private readonly HashSet<int> subjects = [];
        private readonly bool isForEveryone;

        public Valid(View view, IEnumerable<Proof> all)
        {
            foreach (var proof in all)
            {
                IsAny = true;
                isForEveryone |= IsForEveryone(proof.Document);
                subjects.UnionWith(Subjects(view, proof.Document).Select(s => s.Ordinal));
            }
        }

        /// <summary>Whether there is any.</summary>
        public bool IsAny { get; }

        /// <summary>Whether it takes the place of proof of the same type that is over: for all for whom that was and about whom somebody asks.</summary>
        public bool Replaces(Document over, List<Document> of) => IsAny && (isForEveryone || (!IsForEveryone(over) && of.TrueForAll(s => subjects.Contains(s.Ordinal))));

        private static bool IsForEveryone(Document proof) => proof.Kind == EvidenceKind.Kind && proof.Text(EvidenceKind.Scope) == "ORGANISATION";
    }
}
