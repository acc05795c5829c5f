using Graph.Engine.Writing;

namespace Graph.Bench.Generation;

/// <summary>
/// Draws a whole graph as the changes of a seed: the catalogue in one change a framework, the organisation in one change a document, so
/// that the log is as long as that of an organisation that recorded its work, over 600 days.
/// </summary>
internal sealed class GraphGenerator(GraphSize size, ulong seed)
{
    private const int MappingSetCount = 10;
    private const int RisksPerChange = 10;

    private static readonly DateTimeOffset FirstDay = new(2025, 1, 6, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(600);

    private readonly TimeSpan step = Span / (1 + size.Frameworks + MappingSetCount + size.Persons + size.Vendors + size.Components + size.Systems
        + size.Risks + size.Controls + (size.Risks / RisksPerChange) + size.Evidence + size.Assessments + size.Statements + 1);
    private int changeCount;

    public IEnumerable<ChangeRequest> Changes()
    {
        var dice = new Dice(seed);
        var catalogue = new CatalogueGenerator(dice, size);
        yield return Change(CatalogueGenerator.Vocabulary);
        foreach (var change in Each(size.Frameworks, catalogue.Framework))
        {
            yield return change;
        }

        foreach (var change in Each(MappingSetCount, (draft, n) => catalogue.MappingSet(draft, n, MappingSetCount)))
        {
            yield return change;
        }

        var systems = new SystemGenerator(dice, size, catalogue);
        var proof = new ProofGenerator(dice, size, catalogue, systems);
        foreach (var change in Each(size.Persons, SystemGenerator.Person)
            .Concat(Each(size.Vendors, systems.Vendor))
            .Concat(Each(size.Components, systems.Component))
            .Concat(Each(size.Systems, systems.System))
            .Concat(Each(size.Risks, systems.Risk))
            .Concat(Each(size.Controls, proof.Control))
            .Concat(Each((size.Risks + RisksPerChange - 1) / RisksPerChange, (draft, n) => proof.Mitigation(draft, n * RisksPerChange, RisksPerChange)))
            .Concat(Each(size.Evidence, proof.Evidence))
            .Concat(Each(size.Assessments, proof.Assessment))
            .Concat(Each(size.Statements, proof.Statement)))
        {
            yield return change;
        }
    }

    private IEnumerable<ChangeRequest> Each(int count, Action<Draft, int> draw)
    {
        for (var n = 0; n < count; n++)
        {
            var number = n;
            yield return Change(draft => draw(draft, number));
        }
    }

    private ChangeRequest Change(Action<Draft> draw)
    {
        var number = changeCount++;
        var draft = new Draft($"seed-{number}", FirstDay + TimeSpan.FromSeconds((long)(step.TotalSeconds * number)));
        draw(draft);
        return draft.Request();
    }
}
