using Graph.Engine.Snapshots;
using Graph.Engine.Traversal;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>A cell before and after an event.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="System">The system; null for the organisation.</param>
/// <param name="Before">The cell before; null where there was none.</param>
/// <param name="After">The cell after; null where there is none any more.</param>
public sealed record Consequence(Document Requirement, Document? System, Cell? Before, Cell? After);

/// <summary>The cells of a view.</summary>
public sealed class CellReader
{
    internal CellReader(View view) => View = view;

    /// <summary>The view.</summary>
    public View View { get; }

    /// <summary>The cells of a framework, heading or row for systems; null = everything, all systems in scope.</summary>
    public IReadOnlyList<Cell> Cells(Document? of = null, IReadOnlyList<Document>? systems = null) => throw new NotImplementedException();

    /// <summary>The owed cells of a system that are not COVERED, inherited ones among them.</summary>
    public IReadOnlyList<Cell> Gaps(Document system, Document? of = null) => throw new NotImplementedException();

    /// <summary>One cell, or null where there is none.</summary>
    public Cell? Cell(Document requirement, Document? system) => throw new NotImplementedException();

    /// <summary>Coverage of a framework, heading or row.</summary>
    public Coverage Coverage(Document of, IReadOnlyList<Document>? systems = null) => new(this, of, systems);

    internal CoverageCounts Count(Document of, IReadOnlyList<Document>? systems) => throw new NotImplementedException();

    internal IReadOnlyList<(Document System, CoverageCounts Counts)> CountBySystem(Document of, IReadOnlyList<Document>? systems) => throw new NotImplementedException();

    internal IReadOnlyList<Document> ChildrenOf(Document of) => throw new NotImplementedException();
}

/// <summary>Cells that change when something stops holding or changes its meaning.</summary>
public static class Consequences
{
    /// <summary>The cells whose verdict, state or credit changes, in cell order.</summary>
    public static IReadOnlyList<Consequence> Of(View view, Document start, ImpactEvent @event) => throw new NotImplementedException();
}
