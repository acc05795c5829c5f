using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>A piece of evidence or an assessment on the view's day.</summary>
/// <param name="Document">The document.</param>
/// <param name="TypeBit">Its type as a bit.</param>
/// <param name="BelongsTo">The subjects for which it may prove something.</param>
/// <param name="State">What it is worth where it is usable: COVERED, EXPIRED or UNAPPROVED.</param>
/// <param name="Defects">What is wrong with it where it is usable.</param>
/// <param name="Unusable">Why it is no proof at all; empty where it is.</param>
internal sealed record Proof(
    Document Document, ulong TypeBit, SubjectSet BelongsTo, State State, DefectCode[] Defects, DefectCode[] Unusable)
{
    /// <summary>Whether it may serve a row that takes the given types.</summary>
    public bool IsUsable(ulong proofMask) => Unusable.Length == 0 && (TypeBit & proofMask) != 0;

    /// <summary>Every reason for which it cannot serve a row that takes the given types.</summary>
    public IEnumerable<Defect> Reasons(ulong proofMask) =>
        ((TypeBit & proofMask) == 0 ? Unusable.Prepend(DefectCode.ProofWrongType) : Unusable).Select(c => new Defect(c, Document));
}

/// <summary>A control on the view's day.</summary>
/// <param name="Document">The document.</param>
/// <param name="IsRetired">Whether it forms no chain any more.</param>
/// <param name="AppliesTo">The subjects for which it is operated.</param>
/// <param name="State">COVERED where it operates, else PLANNED or NOT_OPERATING.</param>
/// <param name="Defect">What is wrong with it, if anything.</param>
/// <param name="Proofs">What shows that it operates, in the order of the edges' keys.</param>
internal sealed record ControlReading(
    Document Document, bool IsRetired, SubjectSet AppliesTo, State State, DefectCode? Defect, IReadOnlyList<ProofLink> Proofs);

/// <summary>One EVIDENCED_BY edge.</summary>
internal sealed record ProofLink(Proof Proof, string Edge, bool IsSuspect);

/// <summary>Reads controls and proof on the view's day, each once, for the systems in question (design section 4, fine print 3 and 4).</summary>
internal sealed class ProofReader(View view, Subjects subjects)
{
    private readonly Dictionary<int, Proof> proofs = [];
    private readonly Dictionary<int, ControlReading> controls = [];

    private Snapshot Snapshot => view.Snapshot;

    public Proof Proof(int ordinal)
    {
        if (!proofs.TryGetValue(ordinal, out var proof))
        {
            var document = Snapshot.Document(ordinal)!;
            proofs.Add(ordinal, proof = document.Kind == EvidenceKind.Kind ? Evidence(document) : Assessment(document));
        }

        return proof;
    }

    public ControlReading Control(int ordinal)
    {
        if (!controls.TryGetValue(ordinal, out var control))
        {
            controls.Add(ordinal, control = Read(Snapshot.Document(ordinal)!));
        }

        return control;
    }

    private Proof Evidence(Document evidence)
    {
        var forAll = evidence.Text(EvidenceKind.Scope) == "ORGANISATION";
        var belongsTo = forAll
            ? SubjectSet.Everyone
            : new SubjectSet(subjects.Union(Snapshot.Out(evidence, EdgeKinds.Concerns)), All: false, Organisation: false);
        var unusable = new List<DefectCode>();
        if (Statements.IsRejected(evidence, EvidenceKind.Approval, view.On))
        {
            unusable.Add(DefectCode.ProofRejected);
        }

        if (evidence.Date(EvidenceKind.EffectiveFrom) > view.On)
        {
            unusable.Add(DefectCode.ProofNotYetEffective);
        }

        var approved = evidence.Date(EvidenceKind.Approval.DoneOn) <= view.On;
        return Judged(
            evidence, Row.ProofBit(evidence.Text(EvidenceKind.Type)!), belongsTo, approved ? null : DefectCode.ProofUnapproved,
            evidence.Date(EvidenceKind.ExpiresOn), DefectCode.ProofExpired, [.. unusable]);
    }

    private Proof Assessment(Document assessment)
    {
        var assesses = Snapshot.Out(assessment, EdgeKinds.Assesses);
        var organisation = true;
        foreach (var (node, _) in assesses)
        {
            organisation &= Snapshot.Document(node)!.Kind != AiSystemKind.Kind;
        }

        var signed = assessment.Date(AssessmentKind.Approval.DoneOn) <= view.On;
        return Judged(
            assessment, Row.ProofBit(assessment.Text(AssessmentKind.Type)!), new(subjects.Union(assesses), All: false, organisation),
            signed ? null : DefectCode.AssessmentUnsigned, AssessmentKind.NextReviewOn(assessment), DefectCode.AssessmentOverdue, []);
    }

    private Proof Judged(
        Document document, ulong typeBit, SubjectSet belongsTo, DefectCode? unapproved, DateOnly? lastDay, DefectCode expired, DefectCode[] unusable)
    {
        var defects = new List<DefectCode>(2);
        if (unapproved is { } code)
        {
            defects.Add(code);
        }

        var validToday = lastDay >= view.Today;
        var isExpired = lastDay < view.On && !(view.Renewals == Renewals.Assumed && validToday);
        if (isExpired)
        {
            // Fine print 9: EXPIRES_BEFORE is for proof that is valid today.
            defects.Add(view.Kind == ViewKind.Forecast && validToday ? DefectCode.ExpiresBefore : expired);
        }

        var state = unapproved is not null ? State.Unapproved : isExpired ? State.Expired : State.Covered;
        return new(document, typeBit, belongsTo, state, [.. defects], unusable);
    }

    private ControlReading Read(Document control)
    {
        var status = ControlKind.StatusOn(control, view.On);
        var links = new List<ProofLink>();
        foreach (var (node, _) in Snapshot.Out(control, EdgeKinds.EvidencedBy))
        {
            var proof = Proof(node);
            links.Add(new(
                proof, $"{control.Key}|{EdgeKinds.EvidencedBy.Name}|{proof.Document.Key}",
                view.MeaningChanged is { } changed && (changed.Ordinal == control.Ordinal || changed.Ordinal == node)));
        }

        links.Sort((a, b) => string.CompareOrdinal(a.Edge, b.Edge));
        return new(
            control, status == "RETIRED", AppliesTo(control),
            status switch { "PLANNED" => State.Planned, "DEGRADED" => State.NotOperating, _ => State.Covered },
            status switch { "PLANNED" => DefectCode.ControlPlanned, "DEGRADED" => DefectCode.ControlDegraded, _ => null },
            links);
    }

    private SubjectSet AppliesTo(Document control)
    {
        if (control.Text(ControlKind.Scope) == "ORGANISATION")
        {
            return SubjectSet.Everyone;
        }

        var named = Snapshot.Out(control, EdgeKinds.AppliesTo);
        if (named.Any())
        {
            return new(subjects.Union(named), All: false, Organisation: false);
        }

        // Only a control that names no system applies where it mitigates a system's own risks.
        ulong[]? bits = null;
        foreach (var (risk, _) in Snapshot.In(control, EdgeKinds.MitigatedBy))
        {
            Subjects.Add(ref bits, subjects.OnlySystems(Snapshot, Snapshot.In(Snapshot.Document(risk)!, EdgeKinds.HasRisk)));
        }

        return new(bits, All: false, Organisation: false);
    }
}
