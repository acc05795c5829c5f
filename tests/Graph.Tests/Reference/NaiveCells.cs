namespace Graph.Tests.Reference;

/// <summary>Puts a cell together: verdict, own state, defects, credit.</summary>
internal sealed class NaiveCells
{
    private readonly NaiveWorld world;
    private readonly NaiveVerdicts verdicts;
    private readonly NaiveLinks links;
    private readonly NaiveChains chains;
    private readonly IReadOnlyList<NaiveReading> readings;

    public NaiveCells(NaiveWorld world)
    {
        this.world = world;
        verdicts = new NaiveVerdicts(world);
        links = new NaiveLinks(world, new NaiveProofs(world));
        chains = new NaiveChains(world, links);
        readings = NaiveMappings.Readings(world);
    }

    /// <summary>One cell for each row and subject; an organisation row over the systems in question.</summary>
    public IReadOnlyList<NaiveCell> Of(IReadOnlyList<NaiveDocument> systems, string? of)
    {
        List<NaiveCell> cells = [];
        foreach (NaiveDocument row in systems.Count == 0 ? [] : world.RowsAtOrBelow(of))
        {
            if (NaiveWorld.IsOfOrganisation(row))
            {
                cells.Add(Cell(row, null, verdicts.OfOrganisation(row, systems), inherited: false));
            }
            else
            {
                cells.AddRange(systems.Select(system => Cell(row, system, verdicts.Of(row, system), inherited: false)));
            }
        }

        return cells;
    }

    /// <summary>The cells of one system, organisation cells inherited with the system's own verdict.</summary>
    public IReadOnlyList<NaiveCell> OfSystem(NaiveDocument system, string? of)
    {
        List<NaiveCell> cells = [];
        foreach (NaiveDocument row in world.RowsAtOrBelow(of))
        {
            bool inherited = NaiveWorld.IsOfOrganisation(row);
            cells.Add(Cell(row, inherited ? null : system, verdicts.Of(row, system), inherited));
        }

        return cells;
    }

    private NaiveCell Cell(NaiveDocument row, NaiveDocument? subject, NaiveVerdict verdict, bool inherited)
    {
        NaiveChainSet own = chains.Of(row, subject);
        NaiveState? credit = new NaiveCredit(world, verdicts, chains, readings, row, subject).Find();
        if (credit is { } given && NaiveLowering.AgainstRow(world, row, subject).Count > 0)
        {
            credit = NaiveStates.Weaker(given, NaiveState.PARTIAL);
        }

        return new NaiveCell(
            row.Key,
            subject?.Key,
            inherited,
            verdict.Word,
            verdict.FalseCondition,
            verdict.Missing,
            verdict.FormalDate,
            verdict.EffectiveDate,
            verdict.LegacyRule,
            verdict.Statement,
            own.State.ToString(),
            links.IsShallow(row, subject),
            InOrder(own.Defects.Concat(verdicts.DefectsBeside(row, verdict))),
            own.Best?.Key,
            credit?.ToString());
    }

    /// <summary>Defects by code, node, edge and name, each once.</summary>
    private static List<NaiveDefect> InOrder(IEnumerable<NaiveDefect> defects) =>
        [.. defects.Distinct()
            .OrderBy(defect => defect.Code, StringComparer.Ordinal)
            .ThenBy(defect => defect.Node, StringComparer.Ordinal)
            .ThenBy(defect => defect.Edge, StringComparer.Ordinal)
            .ThenBy(defect => defect.Name, StringComparer.Ordinal)];
}
