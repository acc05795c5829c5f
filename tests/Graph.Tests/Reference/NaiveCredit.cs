namespace Graph.Tests.Reference;

/// <summary>What mapped requirements of other frameworks give to one cell.</summary>
internal sealed class NaiveCredit(
    NaiveWorld world,
    NaiveVerdicts verdicts,
    NaiveChains chains,
    IReadOnlyList<NaiveReading> readings,
    NaiveDocument target,
    NaiveDocument? subject)
{
    private const int MappingsMax = 3;

    public NaiveState? Find() => Into(target, used: 0, passed: [target], path: [target.Key]);

    /// <summary>The best over the mappings read into the row (or heading) or into a heading above it.</summary>
    private NaiveState? Into(
        NaiveDocument wanted, int used, IReadOnlyList<NaiveDocument> passed, IReadOnlyList<string> path)
    {
        NaiveState? best = null;
        foreach (NaiveReading reading in readings)
        {
            foreach (NaiveDocument end in world.SelfAndAbove(wanted).Where(end => reading.Targets.Contains(end.Key)))
            {
                bool direct = end.Key == wanted.Key;
                if (direct || !path.Contains(end.Key))
                {
                    List<string> longer = direct ? [.. path] : [.. path, end.Key];
                    NaiveState? value = Value(reading, used + 1, passed, longer);
                    best = NaiveStates.Better(best, CapSuspect(value, Link(reading, reading.TargetKind, end.Key), wanted));
                }
            }
        }

        return best;
    }

    /// <summary>EQUAL and SUPERSET need all sources; SUBSET and INTERSECTS take the best, at most PARTIAL.</summary>
    private NaiveState? Value(
        NaiveReading reading, int used, IReadOnlyList<NaiveDocument> passed, IReadOnlyList<string> path)
    {
        List<NaiveState?> given = [];
        foreach (string key in reading.Sources)
        {
            NaiveState? value = path.Contains(key) || world.Find(key) is not { Kind: "Requirement" } source
                ? null
                : Provide(source, Link(reading, reading.SourceKind, key), used, passed, [.. path, key]);
            given.Add(value);
        }

        if (reading.Relation is "EQUAL" or "SUPERSET")
        {
            return given.Count == 0 || given.Any(value => value is null) ? null : given.Min();
        }

        return given.Max() is { } best ? NaiveStates.Weaker(best, NaiveState.PARTIAL) : null;
    }

    private NaiveState? Provide(
        NaiveDocument source, NaiveEdge link, int used, IReadOnlyList<NaiveDocument> passed, IReadOnlyList<string> path)
    {
        if (OwedRows(source).Count == 0)
        {
            return null;
        }

        NaiveState? own = world.FrameworkOf(source)?.Key == world.FrameworkOf(target)?.Key
            ? null
            : Origin(source, link, passed);
        if (used == MappingsMax)
        {
            return CapSuspect(own, link, source);
        }

        NaiveState? further = Into(source, used, world.IsRow(source) ? [.. passed, source] : passed, path);
        return CapSuspect(NaiveStates.Better(own, further), link, source);
    }

    /// <summary>The row itself if it is one and is owed; of a heading its owed rows below.</summary>
    private List<NaiveDocument> OwedRows(NaiveDocument source)
    {
        IReadOnlyList<NaiveDocument> rows = world.IsRow(source) ? [source] : world.RowsAtOrBelow(source.Key);
        return [.. rows.Where(row => verdicts.IsOwed(row, subject))];
    }

    /// <summary>A source as the start of a path: its weakest owed row.</summary>
    private NaiveState? Origin(NaiveDocument source, NaiveEdge link, IReadOnlyList<NaiveDocument> passed)
    {
        NaiveState weakest = OwedRows(source).Min(row => CapSuspect(OriginRow(row, passed), link, row)!.Value);
        return weakest == NaiveState.MISSING ? null : weakest;
    }

    private NaiveState OriginRow(NaiveDocument row, IReadOnlyList<NaiveDocument> passed)
    {
        bool ofOrganisation = NaiveWorld.IsOfOrganisation(row);
        NaiveState best = NaiveState.MISSING;
        foreach (NaiveChain chain in chains.Of(row, ofOrganisation ? null : subject).Chains)
        {
            bool fits = passed.All(passing => passing.List("proof") is not { Count: > 0 } types
                || types.Intersect(chain.ProofTypes).Any());
            NaiveState state = fits ? chain.State : NaiveStates.Weaker(chain.State, NaiveState.PARTIAL);
            best = state > best ? state : best;
        }

        return ofOrganisation && subject is not null ? NaiveStates.Weaker(best, NaiveState.PARTIAL) : best;
    }

    private NaiveEdge Link(NaiveReading reading, string kind, string end) =>
        world.From(reading.Mapping, kind).Single(edge => edge.To == end);

    /// <summary>
    /// A mapping whose meaning changed gives SUSPECT at most, and so does one of which the row that counts as its end
    /// changed; a heading that the way passes has no meaning of its own.
    /// </summary>
    private NaiveState? CapSuspect(NaiveState? value, NaiveEdge link, NaiveDocument end)
    {
        string? changed = world.View.MeaningChanged;
        bool suspect = changed == link.From || (changed == end.Key && world.IsRow(end))
            || NaiveReviews.IsSuspect(world, link, world.IsRow(end) ? end : null);
        return value is { } state && suspect ? NaiveStates.Weaker(state, NaiveState.SUSPECT) : value;
    }
}
