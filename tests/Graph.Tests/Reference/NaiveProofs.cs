namespace Graph.Tests.Reference;

/// <summary>Whether a proof belongs to a cell, can be used there, and how good it is.</summary>
internal sealed class NaiveProofs(NaiveWorld world)
{
    public static string TypeOf(NaiveDocument proof) => proof.Text(proof.Kind == "Evidence" ? "type" : "kind") ?? "";

    /// <summary>Whether the proof speaks for the subject at all; null is the organisation.</summary>
    public bool Belongs(NaiveDocument proof, NaiveDocument? subject)
    {
        if (proof.Kind == "Evidence")
        {
            return proof.Text("scope") == "ORGANISATION"
                || (subject is not null && IsAbout(world.Targets(proof.Key, "CONCERNS"), subject, components: true));
        }

        IEnumerable<string> assessed = world.Targets(proof.Key, "ASSESSES");
        return subject is null
            ? !assessed.Any(key => world.Find(key)!.Kind == "AiSystem")
            : IsAbout(assessed, subject, components: false);
    }

    /// <summary>Every reason for which a proof that belongs cannot be used; none = usable.</summary>
    public IReadOnlyList<NaiveDefect> WhyUnusable(NaiveDocument proof, NaiveDocument row)
    {
        List<NaiveDefect> reasons = [];
        if (row.List("proof") is { Count: > 0 } types && !types.Contains(TypeOf(proof)))
        {
            reasons.Add(new NaiveDefect("PROOF_WRONG_TYPE", proof.Key));
        }

        if (proof.Kind == "Evidence" && NaiveApproval.IsRejected(proof, world.Day))
        {
            reasons.Add(new NaiveDefect("PROOF_REJECTED", proof.Key));
        }

        if (NaiveApproval.IsWithdrawn(proof, world.Day))
        {
            reasons.Add(new NaiveDefect("PROOF_WITHDRAWN", proof.Key));
        }

        if (proof.Date("effectiveFrom") > world.Day)
        {
            reasons.Add(new NaiveDefect("PROOF_NOT_YET_EFFECTIVE", proof.Key));
        }

        return reasons;
    }

    /// <summary>The state that a usable proof gives, and what is wrong with it.</summary>
    public (NaiveState State, IReadOnlyList<NaiveDefect> Defects) Judge(NaiveDocument proof)
    {
        bool evidence = proof.Kind == "Evidence";
        NaiveState state = NaiveState.COVERED;
        List<NaiveDefect> defects = [];
        DateOnly? last = evidence ? proof.Date("expiresOn") : NaiveApproval.NextReview(proof);
        DateOnly today = world.View.Today;
        bool validToday = last >= today
            && !(proof.Date("effectiveFrom") > today)
            && (evidence ? NaiveApproval.IsApproved(proof, today) && !NaiveApproval.IsRejected(proof, today) : NaiveApproval.IsSigned(proof, today));
        if (last < world.Day && !(world.View.RenewalsAssumed && validToday))
        {
            state = NaiveState.EXPIRED;
            string lapsed = evidence ? "PROOF_EXPIRED" : "ASSESSMENT_OVERDUE";
            defects.Add(new NaiveDefect(world.View.Forecast && validToday ? "EXPIRES_BEFORE" : lapsed, proof.Key));
        }

        if (!(evidence ? NaiveApproval.IsApproved(proof, world.Day) : NaiveApproval.IsSigned(proof, world.Day)))
        {
            state = NaiveState.UNAPPROVED;
            defects.Add(new NaiveDefect(evidence ? "PROOF_UNAPPROVED" : "ASSESSMENT_UNSIGNED", proof.Key));
        }

        foreach (string by in evidence ? [] : NaiveLowering.Overtaking(world, proof))
        {
            state = NaiveStates.Weaker(state, NaiveState.SUSPECT);
            defects.Add(new NaiveDefect("ASSESSMENT_STALE", by, Name: proof.Key));
        }

        foreach (string by in evidence ? NaiveLowering.Modified(world, proof) : [])
        {
            state = NaiveStates.Weaker(state, NaiveState.SUSPECT);
            defects.Add(new NaiveDefect("PROOF_OVERTAKEN", by, Name: proof.Key));
        }

        string[] bases = ["governanceBasis", "testingBasis", "incidentNoticeBasis", "dataHandlingBasis"];
        if (!evidence && proof.Text("kind") == "VENDOR_DUE_DILIGENCE" && bases.All(basis => proof.Text(basis) is null or "CLAIMED"))
        {
            state = NaiveStates.Weaker(state, NaiveState.UNPROVEN);
            defects.Add(new NaiveDefect("CLAIMED_ONLY", proof.Key, Name: proof.Key));
        }

        return (state, defects);
    }

    private bool IsAbout(IEnumerable<string> keys, NaiveDocument system, bool components)
    {
        List<string> used = [.. world.Targets(system.Key, "USES")];
        List<string> vendors = [.. used.SelectMany(component => world.Targets(component, "SUPPLIED_BY"))];
        return keys.Any(key => key == system.Key || (components && used.Contains(key)) || vendors.Contains(key));
    }
}
