using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>The chains of one cell, one for each link and proof, and one for each joint group that is complete (design section 4, fine print 5 and 7).</summary>
internal sealed class ChainReader(View view, CellTable table, ProofReader proofs)
{
    /// <summary>The chains of a cell, the best first: best state, then fewest defects, then key.</summary>
    public List<Chain> Chains(Row row, int subject) => Read(row, subject).Chains;

    /// <summary>Everything that is wrong with the best chain; where there is none, what would have to be linked.</summary>
    public IReadOnlyList<Defect> Defects(Row row, int subject)
    {
        var (chains, incomplete) = Read(row, subject);
        if (chains.Count > 0)
        {
            return chains[0].Defects;
        }

        var defects = incomplete.Count > 0
            ? incomplete.Select(l => new Defect(DefectCode.JointIncomplete, view.Snapshot.Document(l.From)!, l.Key))
            : [new Defect(DefectCode.NoLink, row.Document)];
        var unusable = table.LinksOf(row).Where(l => !l.IsControl).Select(l => proofs.Proof(l.From))
            .Where(p => Has(row, p.BelongsTo, subject)).SelectMany(p => p.Reasons(row.ProofMask));
        return [.. defects.Concat(unusable).Distinct()];
    }

    /// <summary>Raises states by the chains of one joint group whose proof has a type in each mask.</summary>
    public void RaiseByGroup(Row row, string joint, IReadOnlyList<ulong> masks, State[] best)
    {
        for (var i = 0; i < best.Length; i++)
        {
            if (Group(row, i, joint, out _) is { } chain
                && masks.All(m => chain.Proof.Any(p => (proofs.Proof(p.Ordinal).TypeBit & m) != 0)) && chain.State > best[i])
            {
                best[i] = chain.State;
            }
        }
    }

    private static bool Has(Row row, SubjectSet set, int subject) => row.IsOrganisation ? set.Organisation : set.HasSystem(subject);

    private static int ByMerit(Chain a, Chain b) =>
        a.State != b.State ? b.State.CompareTo(a.State)
        : a.Defects.Count != b.Defects.Count ? a.Defects.Count.CompareTo(b.Defects.Count)
        : string.CompareOrdinal(a.Key, b.Key);

    private (List<Chain> Chains, List<Link> Incomplete) Read(Row row, int subject)
    {
        var chains = new List<Chain>();
        var incomplete = new List<Link>();
        foreach (var link in table.LinksOf(row).Where(l => l.Joint is null))
        {
            chains.AddRange(OfLink(row, subject, link, isJoint: false));
        }

        foreach (var joint in table.LinksOf(row).Select(l => l.Joint).OfType<string>().Distinct())
        {
            if (Group(row, subject, joint, out var lacking) is { } chain)
            {
                chains.Add(chain);
            }

            incomplete.AddRange(lacking);
        }

        chains.Sort(ByMerit);
        return (chains, incomplete);
    }

    // Members in the order of their links' keys; each gives its best chain, and the group is as weak as its weakest member.
    private Chain? Group(Row row, int subject, string joint, out List<Link> lacking)
    {
        var members = Array.FindAll(table.LinksOf(row), l => l.Joint == joint);
        var best = new List<Chain>();
        lacking = [];
        foreach (var member in members)
        {
            var chains = OfLink(row, subject, member, isJoint: true).ToList();
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
        if (table.Sufficiency(row, joint, [.. members.Select(m => m.Key)]) is not { } set || !Has(row, set, subject))
        {
            state = state > State.Partial ? State.Partial : state;
            defects.Add(new(DefectCode.SufficiencyMissing, row.Document));
        }

        var edges = best.SelectMany(c => c.Edges).ToList();
        return new(
            string.Join('>', edges), state, edges,
            [.. best.SelectMany(c => c.Documents).DistinctBy(d => d.Ordinal)], [.. best.SelectMany(c => c.Proof).DistinctBy(d => d.Ordinal)], defects);
    }

    private IEnumerable<Chain> OfLink(Row row, int subject, Link link, bool isJoint)
    {
        var ofLink = new List<Defect>();
        var cap = State.Covered;
        var from = view.Snapshot.Document(link.From)!;
        if (link.IsPartial && !isJoint)
        {
            ofLink.Add(new(DefectCode.ExtentPartial, from, link.Key));
            cap = State.Partial;
        }

        if (table.IsSuspect(link, row))
        {
            ofLink.Add(new(DefectCode.LinkSuspect, from, link.Key));
            cap = State.Suspect;
        }

        return link.IsControl ? OfControl(row, subject, link, cap, ofLink) : OfProof(row, subject, link, cap, ofLink);
    }

    private IEnumerable<Chain> OfProof(Row row, int subject, Link link, State cap, List<Defect> ofLink)
    {
        var proof = proofs.Proof(link.From);
        if (proof.IsUsable(row.ProofMask) && Has(row, proof.BelongsTo, subject))
        {
            yield return new(
                link.Key, proof.State < cap ? proof.State : cap, [link.Key], [link.At.Document, proof.Document], [proof.Document],
                [.. proof.Defects.Select(c => new Defect(c, proof.Document)), .. ofLink]);
        }
    }

    private IEnumerable<Chain> OfControl(Row row, int subject, Link link, State cap, List<Defect> ofLink)
    {
        var control = proofs.Control(link.From);
        if (control.IsRetired || !Has(row, control.AppliesTo, subject))
        {
            yield break;
        }

        var state = control.State < cap ? control.State : cap;
        List<Defect> ofControl = control.Defect is { } code ? [new(code, control.Document), .. ofLink] : ofLink;
        var belonging = control.Proofs.Where(p => Has(row, p.Proof.BelongsTo, subject)).ToList();
        var any = false;
        foreach (var (proof, edge, isSuspect) in belonging.Where(p => p.Proof.IsUsable(row.ProofMask)))
        {
            any = true;
            var worst = proof.State < state ? proof.State : state;
            List<Defect> defects = [.. ofControl, .. proof.Defects.Select(c => new Defect(c, proof.Document))];
            if (isSuspect)
            {
                worst = worst > State.Suspect ? State.Suspect : worst;
                defects.Add(new(DefectCode.LinkSuspect, control.Document, edge));
            }

            yield return new(
                $"{link.Key}>{edge}", worst, [link.Key, edge], [link.At.Document, control.Document, proof.Document], [proof.Document], [.. defects.Distinct()]);
        }

        if (!any)
        {
            var reasons = belonging.SelectMany(p => p.Proof.Reasons(row.ProofMask)).Distinct().ToList();
            yield return new(
                link.Key, state < State.Unproven ? state : State.Unproven, [link.Key], [link.At.Document, control.Document], [],
                [.. ofControl, .. reasons.Count > 0 ? reasons : [new(DefectCode.ProofMissing, control.Document)]]);
        }
    }
}
