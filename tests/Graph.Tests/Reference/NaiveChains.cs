namespace Graph.Tests.Reference;

/// <summary>All chains of a cell: single links, and groups of links that count together only.</summary>
internal sealed class NaiveChains(NaiveWorld world, NaiveLinks links)
{
    private readonly Dictionary<(string Row, string? Subject), NaiveChainSet> known = [];

    /// <summary>The chains of a row for a system, or for the organisation (null).</summary>
    public NaiveChainSet Of(NaiveDocument row, NaiveDocument? subject)
    {
        if (!known.TryGetValue((row.Key, subject?.Key), out NaiveChainSet? found))
        {
            found = Build(row, subject);
            known[(row.Key, subject?.Key)] = found;
        }

        return found;
    }

    private NaiveChainSet Build(NaiveDocument row, NaiveDocument? subject)
    {
        List<NaiveChain> chains = [];
        List<NaiveDefect> incomplete = [];
        foreach (NaiveEdge link in links.Of(row).Where(link => NaiveLinks.JointOf(link) is null))
        {
            chains.AddRange(links.ChainsOf(link, row, subject));
        }

        foreach (IGrouping<string, NaiveEdge> group in links.Of(row)
            .Where(link => NaiveLinks.JointOf(link) is not null)
            .GroupBy(link => NaiveLinks.JointOf(link)!))
        {
            // Versions of one document stand for each other, and a version of two for both.
            List<(string Name, List<NaiveEdge> Links, NaiveChain? Best)> members =
                [.. group.SelectMany(link => MembersOf(link.Key).Select(name => (name, link))).GroupBy(pair => pair.name, pair => pair.link).Select(member => (
                    member.Key,
                    member.ToList(),
                    NaiveChain.BestOf([.. member.SelectMany(link => links.ChainsOf(link, row, subject))])))];
            if (members.Any(member => member.Best is null))
            {
                incomplete.AddRange(members.Where(member => member.Best is null)
                    .SelectMany(member => member.Links)
                    .Distinct()
                    .Select(link => new NaiveDefect("JOINT_INCOMPLETE", link.From, link.Key)));
            }
            else
            {
                chains.Add(GroupChain(row, subject, group.Key, [.. members.Select(member => member.Name)], [.. members.Select(member => member.Best!).DistinctBy(chain => chain.Key)]));
            }
        }

        List<NaiveDefect> without = incomplete.Count > 0 ? incomplete : [new NaiveDefect("NO_LINK", row.Key)];
        without.AddRange(links.UnusableProofs(row, subject));
        List<NaiveDefect> found = [.. NaiveLowering.AgainstRow(world, row, subject).Select(finding => new NaiveDefect("NONCONFORMITY_OPEN", finding.Key))];
        return new NaiveChainSet(
            found.Count == 0 ? chains : [.. chains.Select(chain => chain with { State = NaiveStates.Weaker(chain.State, NaiveState.PARTIAL), Defects = [.. chain.Defects, .. found] })],
            [.. without.Distinct(), .. found]);
    }

    private NaiveChain GroupChain(
        NaiveDocument row, NaiveDocument? subject, string joint, HashSet<string> names, List<NaiveChain> members)
    {
        NaiveState state = members.Min(member => member.State);
        List<NaiveDefect> defects = [.. members.SelectMany(member => member.Defects)];
        if (!IsSufficient(row, subject, joint, names))
        {
            state = NaiveStates.Weaker(state, NaiveState.PARTIAL);
            defects.Add(new NaiveDefect("SUFFICIENCY_MISSING", row.Key));
        }

        return new NaiveChain(
            string.Join('>', members.Select(member => member.Key)),
            state,
            [.. defects.Distinct()],
            [.. members.SelectMany(member => member.ProofTypes).Distinct()]);
    }

    /// <summary>A link with each first version of its document in place of the one that has it.</summary>
    private IEnumerable<string> MembersOf(string link)
    {
        string from = link.Split('|')[0];
        return FirstVersions(from).Distinct().Order(StringComparer.Ordinal).Select(first => first + link[from.Length..]);
    }

    private IEnumerable<string> FirstVersions(string document)
    {
        List<string> earlier = [.. world.Targets(document, "SUPERSEDES")];
        return earlier.Count == 0 ? [document] : earlier.SelectMany(FirstVersions);
    }

    /// <summary>Whether an approved statement says that exactly these links together meet the requirement.</summary>
    private bool IsSufficient(NaiveDocument row, NaiveDocument? subject, string joint, HashSet<string> members)
    {
        HashSet<string> above = [.. world.SelfAndAbove(row).Select(requirement => requirement.Key)];
        foreach (NaiveDocument statement in world.All("Statement"))
        {
            List<string> about = [.. world.Targets(statement.Key, "ABOUT")];
            if (statement.Text("kind") == "SUFFICIENCY"
                && statement.Text("joint") == joint
                && NaiveApproval.IsApproved(statement, world.Day)
                && world.Targets(statement.Key, "STATES").Any(above.Contains)
                && (about.Count == 0 || (subject is not null && about.Contains(subject.Key)))
                && members.SetEquals((statement.List("links") ?? []).SelectMany(MembersOf)))
            {
                return true;
            }
        }

        return false;
    }
}
