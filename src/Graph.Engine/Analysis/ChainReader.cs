using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>The chains of one cell, one for each link and proof, and one for each joint group that is complete (design section 4, fine print 5 and 7).</summary>
internal sealed class ChainReader(View view, CellTable table, ProofReader proofs)
{
    private readonly Holdings holdings = Holdings.Of(view.Snapshot);

    /// <summary>The chains of a cell, the best first: best state, then fewest defects, then key.</summary>
    public List<Chain> Chains(Row row, int subject) => Read(row, subject, State.Missing).Chains;

    /// <summary>Everything that is wrong with the best chain; where there is none, what would have to be linked.</summary>
    public IReadOnlyList<Defect> Defects(Row row, int subject)
    {
        // Of many chains only those of the best state can be the best one.
        var (chains, incomplete) = Read(row, subject, table.StatesOf(row)[subject]);
        if (chains.Count > 0)
        {
            return chains[0].Defects;
        }

        var defects = incomplete.Count > 0
            ? incomplete.Select(l => new Defect(DefectCode.JointIncomplete, l.From, l.Key))
            : [new Defect(DefectCode.NoLink, row.Document)];
        return [.. defects.Concat(Unusable(row, subject)).Distinct()];
    }

    /// <summary>Raises states by the chains of one joint group whose proof has a type in each mask.</summary>
    public void RaiseByGroup(Row row, string joint, IReadOnlyList<ulong> masks, State[] best)
    {
        for (var i = 0; i < best.Length; i++)
        {
            if (Group(row, i, joint, out _) is { } chain
                && masks.All(m => chain.Proof.Any(p => (holdings.Proof(p.Ordinal).Terms.TypeBit & m) != 0)) && chain.State > best[i])
            {
                best[i] = chain.State;
            }
        }
    }

    private static int ByMerit(Chain a, Chain b) =>
        a.State != b.State ? b.State.CompareTo(a.State)
        : a.Defects.Count != b.Defects.Count ? a.Defects.Count.CompareTo(b.Defects.Count)
        : string.CompareOrdinal(a.Key, b.Key);

    private (List<Chain> Chains, List<Link> Incomplete) Read(Row row, int subject, State least)
    {
        var chains = new List<Chain>();
        var incomplete = new List<Link>();
        var hasJoint = false;
        foreach (var at in row.SelfAndAbove)
        {
            Add(table.ControlLinksAt(at));
            Add(row.NeedsControl ? [] : table.ProofLinksAt(at));
        }

        foreach (var joint in hasJoint ? table.LinksOf(row).Select(l => l.Joint).OfType<string>().Distinct() : [])
        {
            if (Group(row, subject, joint, out var lacking) is { } chain)
            {
                chains.Add(chain);
            }

            incomplete.AddRange(lacking);
        }

        chains.Sort(ByMerit);
        return (chains, incomplete);

        void Add(Link[] links)
        {
            foreach (var link in links)
            {
                if (link.Joint is null)
                {
                    AddChains(chains, row, subject, link, isJoint: false, least);
                }

                hasJoint |= link.Joint is not null;
            }
        }
    }

    // Members in the order of their links' keys; each gives its best chain, and the group is as weak as its weakest member.
    private Chain? Group(Row row, int subject, string joint, out List<Link> lacking)
    {
        var members = Array.FindAll(table.LinksOf(row), l => l.Joint == joint);
        var best = new List<Chain>();
        lacking = [];
        foreach (var member in members)
        {
            var chains = new List<Chain>();
            AddChains(chains, row, subject, member, isJoint: true, State.Missing);
            chains.Sort(ByMerit);
            if (chains.Count > 0)
            {
                best.Add(chains[0]);
            }
            else
            {
                lacking.Add(member);
            }
        }

        if (lacking.Count > 0)
        {
            return null;
        }

        var state = best.Min(c => c.State);
        var defects = best.SelectMany(c => c.Defects).Distinct().ToList();
        if (table.Sufficiency(row, joint, [.. members.Select(m => m.Key)]) is not { } set || !table.Has(row, set, subject))
        {
            state = state > State.Partial ? State.Partial : state;
            defects.Add(new(DefectCode.SufficiencyMissing, row.Document));
        }

        var edges = best.SelectMany(c => c.Edges).ToList();
        return new(
            string.Join('>', edges), state, edges,
            [.. best.SelectMany(c => c.Documents).DistinctBy(d => d.Ordinal)], [.. best.SelectMany(c => c.Proof).DistinctBy(d => d.Ordinal)], defects);
    }

    // Why the proof that is linked to the row itself or above it does not serve, in the order of the links' keys.
    private IEnumerable<Defect> Unusable(Row row, int subject)
    {
        if (row.NeedsControl)
        {
            return [];
        }

        var links = new List<Link>();
        foreach (var at in row.SelfAndAbove)
        {
            links.AddRange(Array.FindAll(table.ProofLinksAt(at), l => table.Has(row, l.Proof!.Terms.BelongsTo, subject)));
        }

        links.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return links.SelectMany(l => proofs.Reasons(l.Proof!, row.ProofMask));
    }

    // The chains of a link that are worth no less than something. Most links are of controls and proof of other systems: these come first and cost nothing.
    private void AddChains(List<Chain> chains, Row row, int subject, Link link, bool isJoint, State least)
    {
        var concerns = link.Control is { } of
            ? table.Has(row, of.AppliesTo, subject) && !proofs.IsRetired(of)
            : table.Has(row, link.Proof!.Terms.BelongsTo, subject) && proofs.IsUsable(link.Proof.Terms, row.ProofMask);
        if (!concerns)
        {
            return;
        }

        var ofLink = new List<Defect>();
        var cap = State.Covered;
        if (link.IsPartial && !isJoint)
        {
            ofLink.Add(new(DefectCode.ExtentPartial, link.From, link.Key));
            cap = State.Partial;
        }

        if (table.IsSuspect(link, row))
        {
            ofLink.Add(new(DefectCode.LinkSuspect, link.From, link.Key));
            cap = State.Suspect;
        }

        if (link.Control is { } control)
        {
            AddOfControl(chains, row, subject, link, control, cap, ofLink, least);
        }
        else
        {
            AddOfProof(chains, link, link.Proof!, cap, ofLink, least);
        }
    }

    private void AddOfProof(List<Chain> chains, Link link, Proof proof, State cap, List<Defect> ofLink, State least)
    {
        var state = Min(cap, proofs.StateOf(proof.Terms));
        if (state >= least)
        {
            chains.Add(new(
                link.Key, state, [link.Key], [link.At.Document, proof.Document], [proof.Document], [.. proofs.Defects(proof), .. ofLink]));
        }
    }

    private void AddOfControl(List<Chain> chains, Row row, int subject, Link link, Control control, State cap, List<Defect> ofLink, State least)
    {
        var state = Min(cap, proofs.StateOf(control));
        if (state < least)
        {
            return;
        }

        List<Defect> ofControl = proofs.DefectOf(control) is { } code ? [new(code, control.Document), .. ofLink] : ofLink;
        var any = false;
        foreach (var evidenced in control.Proofs)
        {
            var proof = evidenced.Proof;
            if (!table.Has(row, evidenced.Terms.BelongsTo, subject) || !proofs.IsUsable(evidenced.Terms, row.ProofMask))
            {
                continue;
            }

            any = true;
            var isSuspect = proofs.IsSuspect(evidenced);
            var worst = Min(Min(state, proofs.StateOf(evidenced.Terms)), isSuspect ? State.Suspect : State.Covered);
            if (worst < least)
            {
                continue;
            }

            List<Defect> defects = [.. ofControl, .. proofs.Defects(proof)];
            if (isSuspect)
            {
                defects.Add(new(DefectCode.LinkSuspect, control.Document, evidenced.Edge));
            }

            chains.Add(new(
                $"{link.Key}>{evidenced.Edge}", worst, [link.Key, evidenced.Edge], [link.At.Document, control.Document, proof.Document], [proof.Document],
                [.. defects.Distinct()]));
        }

        if (!any && least <= State.Unproven)
        {
            Defect[] reasons =
            [
                .. control.Proofs.Where(p => table.Has(row, p.Terms.BelongsTo, subject)).SelectMany(p => proofs.Reasons(p.Proof, row.ProofMask)).Distinct(),
            ];
            chains.Add(new(
                link.Key, Min(state, State.Unproven), [link.Key], [link.At.Document, control.Document], [],
                [.. ofControl, .. reasons.Length > 0 ? reasons : [new(DefectCode.ProofMissing, control.Document)]]));
        }
    }

    private static State Min(State one, State other) => one < other ? one : other;
}
