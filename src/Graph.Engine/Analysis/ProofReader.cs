using Graph.Engine.Model.Organisation;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>What controls and proof are worth on a day, for a view (design section 4, fine print 3 and 4).</summary>
internal sealed class ProofReader(View view, DateOnly day)
{
    private readonly int on = day.DayNumber;
    private readonly int today = view.Today.DayNumber;
    private readonly bool areRenewed = view.Renewals == Renewals.Assumed;

    /// <summary>Reads for the view's own day.</summary>
    public ProofReader(View view)
        : this(view, view.On)
    {
    }

    /// <summary>Whether a proof may serve a row that takes the given types.</summary>
    public bool IsUsable(in ProofTerms proof, ulong proofMask) => (proof.TypeBit & proofMask) != 0 && !HasEnded(proof) && !IsNotYetEffective(proof);

    /// <summary>What a usable proof is worth: COVERED, EXPIRED or UNAPPROVED.</summary>
    public State StateOf(in ProofTerms proof) => !IsApproved(proof) ? State.Unapproved : IsExpired(proof) ? State.Expired : State.Covered;

    /// <summary>Whether a proof counts on the view's day, whatever a row takes.</summary>
    public bool IsValid(in ProofTerms proof) => !HasEnded(proof) && !IsNotYetEffective(proof) && StateOf(proof) == State.Covered;

    /// <summary>Whether a proof is taken as renewed, so that it never ends.</summary>
    public bool IsRenewed(in ProofTerms proof) => areRenewed && IsValidToday(proof);

    /// <summary>How much is wrong with a usable proof.</summary>
    public int DefectCount(in ProofTerms proof) => (IsApproved(proof) ? 0 : 1) + (IsExpired(proof) ? 1 : 0);

    /// <summary>What is wrong with a usable proof.</summary>
    public IEnumerable<Defect> Defects(Proof proof)
    {
        if (!IsApproved(proof.Terms))
        {
            yield return new(proof.IsAssessment ? DefectCode.AssessmentUnsigned : DefectCode.ProofUnapproved, proof.Document);
        }

        if (IsExpired(proof.Terms))
        {
            // Fine print 9: EXPIRES_BEFORE is for proof that is valid today.
            yield return new(
                day > view.Today && IsValidToday(proof.Terms) ? DefectCode.ExpiresBefore
                : proof.IsAssessment ? DefectCode.AssessmentOverdue
                : DefectCode.ProofExpired,
                proof.Document);
        }
    }

    /// <summary>Every reason for which a proof cannot serve a row that takes the given types.</summary>
    public IEnumerable<Defect> Reasons(Proof proof, ulong proofMask)
    {
        if ((proof.Terms.TypeBit & proofMask) == 0)
        {
            yield return new(DefectCode.ProofWrongType, proof.Document);
        }

        if (HasEnded(proof.Terms))
        {
            yield return new(proof.Document.Kind.Approval!.HasCounted(proof.Document) ? DefectCode.ProofWithdrawn : DefectCode.ProofRejected, proof.Document);
        }

        if (IsNotYetEffective(proof.Terms))
        {
            yield return new(DefectCode.ProofNotYetEffective, proof.Document);
        }
    }

    /// <summary>Whether a control forms no chain any more.</summary>
    public bool IsRetired(Control control) => Status(control) == "RETIRED";

    /// <summary>COVERED where a control operates, else PLANNED or NOT_OPERATING.</summary>
    public State StateOf(Control control) => Status(control) switch
    {
        "PLANNED" => State.Planned,
        "DEGRADED" => State.NotOperating,
        _ => State.Covered,
    };

    /// <summary>What is wrong with a control, if anything.</summary>
    public DefectCode? DefectOf(Control control) => Status(control) switch
    {
        "PLANNED" => DefectCode.ControlPlanned,
        "DEGRADED" => DefectCode.ControlDegraded,
        _ => null,
    };

    /// <summary>Whether an EVIDENCED_BY edge is suspect.</summary>
    public bool IsSuspect(in ProofLink link) =>
        link.IsSuspect
        || view.MeaningChanged is { } changed && (changed.Ordinal == link.Control.Ordinal || changed.Ordinal == link.Proof.Document.Ordinal);

    private string Status(Control control) => ControlKind.StatusOn(control.ImplementedOn, control.DegradedOn, control.RetiredOn, day);

    private bool IsApproved(in ProofTerms proof) => proof.DoneOn <= on;

    private bool IsExpired(in ProofTerms proof) => proof.LastDay < on && !IsRenewed(proof);

    // What nobody has approved, or what does not count yet, is not valid, and nothing is there to renew.
    private bool IsValidToday(in ProofTerms proof) =>
        proof.LastDay >= today && proof.DoneOn <= today && proof.EffectiveFrom <= today && proof.EndsFrom > today;

    private bool HasEnded(in ProofTerms proof) => proof.EndsFrom <= on;

    private bool IsNotYetEffective(in ProofTerms proof) => proof.EffectiveFrom > on;
}
