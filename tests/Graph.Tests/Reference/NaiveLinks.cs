namespace Graph.Tests.Reference;

/// <summary>The links of a row with the chains that each forms for one subject; null is the organisation.</summary>
internal sealed class NaiveLinks(NaiveWorld world, NaiveProofs proofs)
{
    /// <summary>The links of an accepted kind into the row or a requirement above it, in key order.</summary>
    public IReadOnlyList<NaiveEdge> Of(NaiveDocument row)
    {
        List<NaiveEdge> links = [];
        foreach (NaiveDocument requirement in world.SelfAndAbove(row))
        {
            links.AddRange(world.Into(requirement.Key, "SATISFIES"));
            if (!row.IsTrue("needsControl"))
            {
                links.AddRange(world.Into(requirement.Key, "DEMONSTRATES"));
            }
        }

        return [.. links.OrderBy(link => link.Key, StringComparer.Ordinal)];
    }

    /// <summary>The name of the group that the link is a member of, or null.</summary>
    public static string? JointOf(NaiveEdge link) => link.Text("joint") is { Length: > 0 } joint ? joint : null;

    /// <summary>Whether a link exists for the subject, whatever its status and dates.</summary>
    public bool IsShallow(NaiveDocument row, NaiveDocument? subject) => Of(row).Any(link =>
        link.Kind == "SATISFIES"
            ? Applies(world.Find(link.From)!, subject)
            : proofs.Belongs(world.Find(link.From)!, subject));

    public IReadOnlyList<NaiveChain> ChainsOf(NaiveEdge link, NaiveDocument row, NaiveDocument? subject)
    {
        NaiveDocument source = world.Find(link.From)!;
        return link.Kind == "SATISFIES"
            ? ControlChains(link, source, row, subject)
            : ProofChain(link, source, row, subject);
    }

    /// <summary>The reasons for which proofs linked to the row that belong to the subject cannot be used.</summary>
    public IEnumerable<NaiveDefect> UnusableProofs(NaiveDocument row, NaiveDocument? subject) => Of(row)
        .Where(link => link.Kind == "DEMONSTRATES" && proofs.Belongs(world.Find(link.From)!, subject))
        .SelectMany(link => proofs.WhyUnusable(world.Find(link.From)!, row));

    private bool Applies(NaiveDocument control, NaiveDocument? subject)
    {
        if (control.Text("scope") == "ORGANISATION")
        {
            return true;
        }

        if (subject is null)
        {
            return false;
        }

        List<string> appliesTo = [.. world.Targets(control.Key, "APPLIES_TO")];
        return appliesTo.Count > 0
            ? appliesTo.Contains(subject.Key)
            : world.Targets(subject.Key, "HAS_RISK")
                .Any(risk => world.Targets(risk, "MITIGATED_BY").Contains(control.Key));
    }

    private List<NaiveChain> ControlChains(
        NaiveEdge link, NaiveDocument control, NaiveDocument row, NaiveDocument? subject)
    {
        if (!Applies(control, subject) || control.Date("retiredOn") <= world.Day)
        {
            return [];
        }

        (NaiveState controlState, IReadOnlyList<NaiveDefect> controlDefects) = Judge(control);
        foreach (NaiveDocument finding in NaiveLowering.AgainstControl(world, control))
        {
            controlState = NaiveStates.Weaker(controlState, NaiveState.NOT_OPERATING);
            controlDefects = [.. controlDefects, new NaiveDefect("CONTROL_NONCONFORMITY", finding.Key)];
        }

        List<NaiveChain> chains = [];
        List<NaiveDefect> unusable = [];
        foreach (NaiveEdge evidenced in world.From(control.Key, "EVIDENCED_BY"))
        {
            NaiveDocument proof = world.Find(evidenced.To)!;
            if (!proofs.Belongs(proof, subject))
            {
                continue;
            }

            IReadOnlyList<NaiveDefect> reasons = proofs.WhyUnusable(proof, row);
            unusable.AddRange(reasons);
            if (reasons.Count == 0)
            {
                (NaiveState state, IReadOnlyList<NaiveDefect> defects) = proofs.Judge(proof);
                chains.Add(Chain(
                    row,
                    [link, evidenced],
                    NaiveStates.Weaker(controlState, state),
                    [.. controlDefects, .. defects],
                    NaiveProofs.TypeOf(proof)));
            }
        }

        if (chains.Count == 0)
        {
            if (unusable.Count == 0)
            {
                unusable.Add(new NaiveDefect("PROOF_MISSING", control.Key));
            }

            NaiveState state = NaiveStates.Weaker(controlState, NaiveState.UNPROVEN);
            chains.Add(Chain(row, [link], state, [.. controlDefects, .. unusable]));
        }

        return chains;
    }

    private List<NaiveChain> ProofChain(NaiveEdge link, NaiveDocument proof, NaiveDocument row, NaiveDocument? subject)
    {
        if (!proofs.Belongs(proof, subject) || proofs.WhyUnusable(proof, row).Count > 0)
        {
            return [];
        }

        (NaiveState state, IReadOnlyList<NaiveDefect> defects) = proofs.Judge(proof);
        return [Chain(row, [link], state, defects, NaiveProofs.TypeOf(proof))];
    }

    private (NaiveState State, IReadOnlyList<NaiveDefect> Defects) Judge(NaiveDocument control)
    {
        if (!(control.Date("implementedOn") <= world.Day))
        {
            return (NaiveState.PLANNED, [new NaiveDefect("CONTROL_PLANNED", control.Key)]);
        }

        return control.Date("degradedOn") <= world.Day
            ? (NaiveState.NOT_OPERATING, [new NaiveDefect("CONTROL_DEGRADED", control.Key)])
            : (NaiveState.COVERED, []);
    }

    /// <summary>Puts the caps of the edges themselves on a chain; the extent of a joint link does not cap.</summary>
    private NaiveChain Chain(
        NaiveDocument row,
        IReadOnlyList<NaiveEdge> edges,
        NaiveState state,
        IReadOnlyList<NaiveDefect> defects,
        params string[] proofTypes)
    {
        List<NaiveDefect> all = [.. defects];
        foreach (NaiveEdge edge in edges.Where(edge => IsSuspect(edge, row)))
        {
            state = NaiveStates.Weaker(state, NaiveState.SUSPECT);
            all.Add(new NaiveDefect("LINK_SUSPECT", edge.From, edge.Key));
        }

        NaiveEdge link = edges[0];
        if (link.Text("extent") == "PARTIAL" && JointOf(link) is null)
        {
            state = NaiveStates.Weaker(state, NaiveState.PARTIAL);
            all.Add(new NaiveDefect("EXTENT_PARTIAL", link.From, link.Key));
        }

        return new NaiveChain(string.Join('>', edges.Select(edge => edge.Key)), state, [.. all.Distinct()], proofTypes);
    }

    /// <summary>For a link into a heading the row whose cell it is counts as its end.</summary>
    private bool IsSuspect(NaiveEdge edge, NaiveDocument row)
    {
        string end = edge.Kind == "EVIDENCED_BY" ? edge.To : row.Key;
        return NaiveReviews.IsSuspect(world, edge, row)
            || (world.View.MeaningChanged is { } changed && (edge.From == changed || end == changed));
    }
}
