using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
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

    /// <summary>What a usable proof is worth: COVERED, or EXPIRED, UNAPPROVED or what is left of it where something lowers it.</summary>
    public State StateOf(in ProofTerms proof)
    {
        var state = !IsApproved(proof) ? State.Unapproved : IsExpired(proof) ? State.Expired : State.Covered;
        return proof.Lowerings.Length == 0 ? state : Lowered(state, proof.Lowerings);       // Of very much proof that is looked at nearly none is lowered.
    }

    /// <summary>Whether a proof counts on the view's day, whatever a row takes, and whatever lowers it.</summary>
    public bool IsValid(in ProofTerms proof) => !HasEnded(proof) && !IsNotYetEffective(proof) && IsApproved(proof) && !IsExpired(proof);

    /// <summary>Whether a proof is taken as renewed, so that it never ends.</summary>
    public bool IsRenewed(in ProofTerms proof) => areRenewed && IsValidToday(proof);

    /// <summary>How much is wrong with a usable proof.</summary>
    public int DefectCount(in ProofTerms proof) => (IsApproved(proof) ? 0 : 1) + (IsExpired(proof) ? 1 : 0) + (proof.Lowerings.Length == 0 ? 0 : proof.Lowerings.Count(Holds));

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

        foreach (var lowering in proof.Terms.Lowerings)
        {
            if (Holds(lowering))
            {
                yield return new(lowering.Rule.Code, By(lowering), Name: proof.Document.Key);
            }
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

    /// <summary>COVERED where a control operates, else PLANNED, NOT_OPERATING or what is left of it where something lowers it.</summary>
    public State StateOf(Control control) => Lowered(
        Status(control) switch
        {
            "PLANNED" => State.Planned,
            "DEGRADED" => State.NotOperating,
            _ => State.Covered,
        },
        control.Lowerings);

    /// <summary>What is wrong with a control.</summary>
    public IReadOnlyList<Defect> DefectsOf(Control control)
    {
        Defect? ofStatus = Status(control) switch
        {
            "PLANNED" => new(DefectCode.ControlPlanned, control.Document),
            "DEGRADED" => new(DefectCode.ControlDegraded, control.Document),
            _ => null,
        };
        return ofStatus is null && control.Lowerings.Length == 0 ? []
            : [.. ofStatus is null ? Array.Empty<Defect>() : [ofStatus], .. control.Lowerings.Where(Holds).Select(l => new Defect(l.Rule.Code, By(l)))];
    }

    /// <summary>Whether something lowers on the view's day.</summary>
    public bool Holds(Lowering lowering) => lowering.HoldsOn(on);

    /// <summary>The document because of which something is lowered, as it is in the view: the holdings may have been read of an earlier graph.</summary>
    public Document By(Lowering lowering) => view.Snapshot.Document(lowering.By)!;

    /// <summary>Whether the EVIDENCED_BY edge of a control is suspect.</summary>
    public bool IsSuspect(in ProofLink link, Control control) =>
        link.IsSuspect
        || view.MeaningChanged is { } changed && (changed.Ordinal == control.Document.Ordinal || changed.Ordinal == link.Proof.Document.Ordinal);

    private State Lowered(State state, Lowering[] lowerings)
    {
        foreach (var lowering in lowerings)
        {
            state = Holds(lowering) ? lowering.Cap(state) : state;
        }

        return state;
    }

    private string Status(Control control) => ControlKind.StatusOn(control.ImplementedOn, control.DegradedOn, control.RetiredOn, day);

    private bool IsApproved(in ProofTerms proof) => proof.DoneOn <= on;

    private bool IsExpired(in ProofTerms proof) => proof.LastDay < on && !IsRenewed(proof);

    // What nobody has approved, or what does not count yet, is not valid, and nothing is there to renew.
    private bool IsValidToday(in ProofTerms proof) =>
        proof.LastDay >= today && proof.DoneOn <= today && proof.EffectiveFrom <= today && proof.EndsFrom > today;

    private bool HasEnded(in ProofTerms proof) => proof.EndsFrom <= on;

    private bool IsNotYetEffective(in ProofTerms proof) => proof.EffectiveFrom > on;
}
