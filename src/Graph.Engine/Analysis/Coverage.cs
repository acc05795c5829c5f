using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>Counts of cells (design section 4, Coverage). A number never travels without its denominator and its day.</summary>
public sealed record CoverageCounts
{
    /// <summary>The denominator: APPLICABLE and UNDETERMINED cells.</summary>
    public required int Owed { get; init; }

    /// <summary>Owed cells that are COVERED.</summary>
    public required int Met { get; init; }

    /// <summary>Owed cells that are COVERED by themselves or by credit.</summary>
    public required int MetWithCredit { get; init; }

    /// <summary>Owed cells with a link of the needed kind, whatever its status and dates.</summary>
    public required int Shallow { get; init; }

    /// <summary>Owed cells by state; the index is the state.</summary>
    public required IReadOnlyList<int> States { get; init; }

    /// <summary>Owed cells by the better of state and credit; the index is the state.</summary>
    public required IReadOnlyList<int> StatesWithCredit { get; init; }

    /// <summary>Cells by verdict; the index is the verdict.</summary>
    public required IReadOnlyList<int> Verdicts { get; init; }

    /// <summary>Met of owed; null where nothing is owed.</summary>
    public double? Ratio => Owed == 0 ? null : (double)Met / Owed;

    /// <summary>The worst state among owed cells; null where nothing is owed.</summary>
    public State? Worst
    {
        get
        {
            for (var state = State.Missing; state <= State.Covered; state++)
            {
                if (States[(int)state] > 0)
                {
                    return state;
                }
            }

            return null;
        }
    }
}

/// <summary>Coverage of a framework, a heading or a row, for some or all systems.</summary>
public sealed class Coverage
{
    private readonly CellReader reader;
    private readonly CancellationToken cancellationToken;
    private readonly Lazy<IReadOnlyList<Coverage>> children;
    private readonly Lazy<IReadOnlyList<(Document System, CoverageCounts Counts)>> bySystem;

    internal Coverage(CellReader reader, Document of, IReadOnlyList<Document>? systems, CancellationToken cancellationToken)
    {
        this.reader = reader;
        Of = of;
        Systems = systems;
        this.cancellationToken = cancellationToken;
        Counts = reader.Count(of, systems, cancellationToken);
        children = new(() => [.. reader.ChildrenOf(of).Select(c => new Coverage(reader, c, systems, cancellationToken))]);
        bySystem = new(() => reader.CountBySystem(of, systems, cancellationToken));
    }

    /// <summary>The framework, heading or row.</summary>
    public Document Of { get; }

    /// <summary>The systems in question; null = all in scope.</summary>
    public IReadOnlyList<Document>? Systems { get; }

    /// <summary>The counts; the organisation's cells are counted once.</summary>
    public CoverageCounts Counts { get; }

    /// <summary>Coverage of what stands directly below, in natural order.</summary>
    public IReadOnlyList<Coverage> Children => children.Value;

    /// <summary>The counts of each system, inherited cells included with that system's own verdict.</summary>
    public IReadOnlyList<(Document System, CoverageCounts Counts)> BySystem => bySystem.Value;

    /// <summary>The cells counted.</summary>
    public IReadOnlyList<Cell> Cells() => reader.Cells(Of, Systems, cancellationToken);
}
