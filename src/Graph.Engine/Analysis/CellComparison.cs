using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>A cell that two views do not have alike.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="System">The system; null for the organisation.</param>
/// <param name="Before">The cell in the first view; null where there is none.</param>
/// <param name="After">The cell in the second view; null where there is none.</param>
public sealed record CellChange(Document Requirement, Document? System, Cell? Before, Cell? After);

/// <summary>The cells of two views side by side.</summary>
public static class CellComparison
{
    /// <summary>The cells whose verdict, state or credit is not alike in two views, in cell order.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static IReadOnlyList<CellChange> Between(View before, View after, CancellationToken cancellationToken = default)
    {
        if (after.Cells.DifferencesOfFew(before.Cells, cancellationToken) is { } few)
        {
            return few;
        }

        var changes = new List<CellChange>();
        var differing = after.Cells.RowsThatMayDiffer(before.Cells);
        foreach (var row in Rows(before, after).Where(d => differing is null || differing.Contains(d)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Compare(before, after, row.Document, changes);
        }

        return changes;
    }

    private static IEnumerable<Row> Rows(View before, View after)
    {
        var rows = before.Cells.RowsOf(null).ToList();
        var known = rows.Select(r => r.Document.Key).ToHashSet(StringComparer.Ordinal);
        var added = after.Cells.RowsOf(null).Where(r => !known.Contains(r.Document.Key)).ToList();
        return added.Count == 0 ? rows
            : rows.Concat(added).OrderBy(r => r.Framework!.Key, StringComparer.Ordinal).ThenBy(r => r.Document.Key, NaturalOrder.Instance);
    }

    private static void Compare(View before, View after, Document requirement, List<CellChange> changes)
    {
        var (rowBefore, rowAfter) = (RowIn(before), RowIn(after));
        var was = rowBefore is null ? default : before.Cells.Read(rowBefore);
        var now = rowAfter is null ? default : after.Cells.Read(rowAfter);
        if (rowBefore is not null && rowAfter is not null && was.Verdicts == now.Verdicts && was.States == now.States && was.Credits == now.Credits)
        {
            return;
        }

        Add(null, rowBefore is { IsOrganisation: true } && was.States.Length > 0 ? 0 : -1, rowAfter is { IsOrganisation: true } && now.States.Length > 0 ? 0 : -1);
        var (systems, systemsAfter) = (Of(rowBefore, before), Of(rowAfter, after));
        for (int i = 0, j = 0; i < systems.Count || j < systemsAfter.Count;)
        {
            // Both lists come in the order of keys.
            var order = i == systems.Count ? 1 : j == systemsAfter.Count ? -1 : string.CompareOrdinal(systems[i].Key, systemsAfter[j].Key);
            Add(order <= 0 ? systems[i] : systemsAfter[j], order <= 0 ? i : -1, order >= 0 ? j : -1);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        Row? RowIn(View view) => view.Snapshot.Document(requirement.Key) is { } document ? view.Cells.RowOf(document.Ordinal) : null;

        static IReadOnlyList<Document> Of(Row? row, View view) => row is { IsOrganisation: false } ? view.Cells.Systems : [];

        void Add(Document? system, int cell, int cellAfter)
        {
            if (cell >= 0 && cellAfter >= 0
                ? was.Verdicts[cell] == now.Verdicts[cellAfter] && was.States[cell] == now.States[cellAfter] && was.Credits[cell] == now.Credits[cellAfter]
                : cell == cellAfter)
            {
                return;
            }

            changes.Add(new(requirement, system, cell < 0 ? null : before.Cells.CellAt(rowBefore!, cell), cellAfter < 0 ? null : after.Cells.CellAt(rowAfter!, cellAfter)));
        }
    }
}
