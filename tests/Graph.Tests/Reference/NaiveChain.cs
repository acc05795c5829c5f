namespace Graph.Tests.Reference;

/// <summary>One way in which a row is met: its edge keys, weakest link, defects and types of proof.</summary>
internal sealed record NaiveChain(
    string Key,
    NaiveState State,
    IReadOnlyList<NaiveDefect> Defects,
    IReadOnlyList<string> ProofTypes)
{
    /// <summary>The best chain: best state, then fewest defects, then key; null of none.</summary>
    public static NaiveChain? BestOf(IEnumerable<NaiveChain> chains) =>
        chains.OrderByDescending(chain => chain.State)
            .ThenBy(chain => chain.Defects.Count)
            .ThenBy(chain => chain.Key, StringComparer.Ordinal)
            .FirstOrDefault();
}

/// <summary>All chains of a row for a subject; where there is none, what is missing.</summary>
internal sealed record NaiveChainSet(IReadOnlyList<NaiveChain> Chains, IReadOnlyList<NaiveDefect> DefectsWithoutChain)
{
    public NaiveChain? Best => NaiveChain.BestOf(Chains);

    public NaiveState State => Best?.State ?? NaiveState.MISSING;

    public IReadOnlyList<NaiveDefect> Defects => Best?.Defects ?? DefectsWithoutChain;
}
