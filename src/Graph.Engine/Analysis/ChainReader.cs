using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>The chains of one cell, one for each link and proof, and one for each joint group that is complete (design section 4, fine print 5 and 7).</summary>
internal sealed class ChainReader(View view, CellTable table, ProofReader proofs)
{
    private readonly Holdings holdings = Holdings.Of(view.Snapshot);

    /// <summary>The chains of a cell, the best first: best state, then fewest defects, then key.</summary>
    public List<Chain> Chains(Row row, int subject) => Read(row, subject, new(State.Missing, onlyBest: false)).Chains;

    /// <summary>Everything that is wrong with the best chain; where there is none, what would have to be linked.</summary>
    public IReadOnlyList<Defect> Defects(Row row, int subject)
    {
        // Of many chains only those of the best state can be the best one; before the cell is lowered they are worth no less.
        var (chains, incomplete) = Read(row, subject, new(table.StatesOf(row)[subject], onlyBest: true));
        if (chains.Count > 0)
        {
            return chains[0].Defects;
        }

        var defects = incomplete.Count > 0
            ? incomplete.Select(l => new Defect(DefectCode.JointIncomplete, l.From, l.Key))
            : [new Defect(DefectCode.NoLink, row.Document)];
        return [.. defects.Concat(Unusable(row, subject)).Concat(LoweredBy(row, subject)).Distinct()];
    }

    /// <summary>Whether the chain of a joint group has proof of a type in each mask.</summary>
    public bool GroupHasProof(Row row, int subject, string joint, IReadOnlyList<ulong> masks) =>
        Group(row, subject, joint, LinksOf(row, joint), out _) is { } chain
        && masks.All(m => chain.Proof.Any(p => (holdings.Proof(p.Ordinal).Terms.TypeBit & m) != 0));

    private (List<Chain> Chains, List<Link> Incomplete) Read(Row row, int subject, Found found)
    {
        var incomplete = new List<Link>();
        var hasJoint = false;
        foreach (var at in row.SelfAndAbove)
        {
            Add(table.ControlLinksAt(at));
            Add(row.NeedsControl ? [] : table.ProofLinksAt(at));
        }

        foreach (var joint in hasJoint ? table.LinksOf(row).Select(l => l.Joint).OfType<string>().Distinct() : [])
        {
            if (Group(row, subject, joint, LinksOf(row, joint), out var lacking) is { } chain && found.Wants(chain.State, chain.Defects.Count, null))
            {
                found.Add(chain, null);
            }

            incomplete.AddRange(lacking);
        }

        return (Lowered(found.InOrder(), row, subject), incomplete);

        void Add(Link[] links)
        {
            foreach (var link in links)
            {
                if (link.Joint is null)
                {
                    AddChains(found, row, subject, link, isJoint: false);
                }

                hasJoint |= link.Joint is not null;
            }
        }
    }

    // What lowers a cell lowers all of its chains alike, so that their order stays.
    private List<Chain> Lowered(List<Chain> chains, Row row, int subject)
    {
        foreach (var lowering in chains.Count > 0 ? table.LoweringsOf(row, subject) : [])
        {
            chains = chains.ConvertAll(c => c with { State = lowering.Cap(c.State), Defects = [.. c.Defects, DefectOf(lowering)] });
        }

        return chains;
    }

    private IEnumerable<Defect> LoweredBy(Row row, int subject) => table.LoweringsOf(row, subject).Select(DefectOf);

    private Defect DefectOf(Lowering lowering) => new(lowering.Rule.Code, proofs.By(lowering));

    private Link[] LinksOf(Row row, string joint) => Array.FindAll(table.LinksOf(row), l => l.Joint == joint);

    // Members in the order of their links' keys; each gives its best chain, and the group is as weak as its weakest member.
    private Chain? Group(Row row, int subject, string joint, Link[] links, out List<Link> lacking)
    {
        var best = new List<Chain>();
        lacking = [];
        var group = JointMembers.Of(view.Snapshot, links);
        foreach (var member in group)
        {
            var found = new Found(State.Missing, onlyBest: true);
            foreach (var link in member.Links)
            {
                AddChains(found, row, subject, link, isJoint: true);
            }

            if (found.InOrder() is not [var chain])
            {
                lacking.AddRange(member.Links.Except(lacking));
            }
            else if (!best.Exists(c => c.Key == chain.Key))
            {
                best.Add(chain);
            }
        }

        if (lacking.Count > 0)
        {
            return null;
        }

        var state = best.Min(c => c.State);
        var defects = best.SelectMany(c => c.Defects).Distinct().ToList();
        if (table.Sufficiency(row, joint, group) is not { } set || !table.Has(row, set, subject))
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

    private bool Concerns(Row row, Link link, int subject) => link.Control is { } of
        ? table.Has(row, of.AppliesTo, subject) && !proofs.IsRetired(of)
        : table.Has(row, link.Proof!.Terms.BelongsTo, subject) && proofs.IsUsable(link.Proof.Terms, row.ProofMask);

    // The chains of a link. Most links are of controls and proof of other systems: these come first and cost nothing.
    private void AddChains(Found found, Row row, int subject, Link link, bool isJoint)
    {
        if (!Concerns(row, link, subject))
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

        if (link.IsSuspectFor(row, view))
        {
            ofLink.Add(new(DefectCode.LinkSuspect, link.From, link.Key));
            cap = State.Suspect;
        }

        if (link.Control is { } control)
        {
            AddOfControl(found, row, subject, link, control, cap, ofLink);
        }
        else
        {
            AddOfProof(found, link, link.Proof!, cap, ofLink);
        }
    }

    private void AddOfProof(Found found, Link link, Proof proof, State cap, List<Defect> ofLink)
    {
        var state = Min(cap, proofs.StateOf(proof.Terms));
        if (found.Wants(state, proofs.DefectCount(proof.Terms) + ofLink.Count, link))
        {
            found.Add(new(
                link.Key, state, [link.Key], [link.At.Document, proof.Document], [proof.Document], [.. proofs.Defects(proof), .. ofLink]), link);
        }
    }

    private void AddOfControl(Found found, Row row, int subject, Link link, Control control, State cap, List<Defect> ofLink)
    {
        var state = Min(cap, proofs.StateOf(control));
        if (!found.Wants(state, defectCount: 0, link))
        {
            return;
        }

        List<Defect> ofControl = proofs.DefectsOf(control) is { Count: > 0 } own ? [.. own, .. ofLink] : ofLink;
        var any = false;
        foreach (var evidenced in control.Proofs(holdings))
        {
            var proof = evidenced.Proof;
            if (!table.Has(row, evidenced.Terms.BelongsTo, subject) || !proofs.IsUsable(evidenced.Terms, row.ProofMask))
            {
                continue;
            }

            any = true;
            var isSuspect = proofs.IsSuspect(evidenced, control);
            var worst = Min(Min(state, proofs.StateOf(evidenced.Terms)), isSuspect ? State.Suspect : State.Covered);
            if (!found.Wants(worst, ofControl.Count + proofs.DefectCount(evidenced.Terms) + (isSuspect ? 1 : 0), link))
            {
                continue;
            }

            var edge = evidenced.EdgeFrom(control.Document);
            List<Defect> defects = [.. ofControl, .. proofs.Defects(proof)];
            if (isSuspect)
            {
                defects.Add(new(DefectCode.LinkSuspect, control.Document, edge));
            }

            found.Add(new(
                $"{link.Key}>{edge}", worst, [link.Key, edge], [link.At.Document, control.Document, proof.Document], [proof.Document], defects), link);
        }

        if (!any && found.Wants(Min(state, State.Unproven), ofControl.Count + 1, link))
        {
            Defect[] reasons =
            [
                .. control.Proofs(holdings).Where(p => table.Has(row, p.Terms.BelongsTo, subject)).SelectMany(p => proofs.Reasons(p.Proof, row.ProofMask)).Distinct(),
            ];
            found.Add(new(
                link.Key, Min(state, State.Unproven), [link.Key], [link.At.Document, control.Document], [],
                [.. ofControl, .. reasons.Length > 0 ? reasons : [new(DefectCode.ProofMissing, control.Document)]]), link);
        }
    }

    private static State Min(State one, State other) => one < other ? one : other;

    /// <summary>The chains that are worth no less than something: all of them, or only the best, so that of many no other is made.</summary>
    private sealed class Found(State least, bool onlyBest)
    {
        private readonly List<Chain> chains = [];
        private Link? linkOfBest;

        /// <summary>
        /// Whether a chain of a state and at least so many defects may have a place. Keys of chains begin with that of their link, and
        /// those of one link come in the order of their keys; a group (no link) is always looked at.
        /// </summary>
        public bool Wants(State state, int defectCount, Link? link) =>
            state >= least && (!onlyBest || chains is not [var best] || state > best.State
                || (state == best.State && (defectCount < best.Defects.Count
                    || (defectCount == best.Defects.Count && (link is null || (link != linkOfBest && string.CompareOrdinal(link.Key, best.Key) <= 0))))));

        public void Add(Chain chain, Link? link)
        {
            if (!onlyBest || chains.Count == 0)
            {
                chains.Add(chain);
                linkOfBest = link;
            }
            else if (ByMerit(chain, chains[0]) < 0)
            {
                chains[0] = chain;
                linkOfBest = link;
            }
        }

        /// <summary>The best first: best state, then fewest defects, then key.</summary>
        public List<Chain> InOrder()
        {
            chains.Sort(ByMerit);
            return chains;
        }

        private static int ByMerit(Chain a, Chain b) =>
            a.State != b.State ? b.State.CompareTo(a.State)
            : a.Defects.Count != b.Defects.Count ? a.Defects.Count.CompareTo(b.Defects.Count)
            : string.CompareOrdinal(a.Key, b.Key);
    }
}
