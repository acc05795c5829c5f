using Graph.Engine.Analysis;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Time;
using Graph.Engine.Views;

namespace Graph.Server.Api.Reading;

/// <summary>How a document or edge differs between two views, or before and after a change.</summary>
internal enum DifferenceKind
{
    Added,
    Changed,
    Removed,
}

/// <summary>What a difference is called.</summary>
internal static class Differences
{
    public static DifferenceKind Of(object? before, object? after) =>
        before is null ? DifferenceKind.Added : after is null ? DifferenceKind.Removed : DifferenceKind.Changed;
}

/// <summary>Two views side by side: each part is worked out when it is asked for.</summary>
/// <param name="Scope">The view from which the comparison is asked.</param>
/// <param name="To">The view with which it is compared.</param>
internal sealed record ComparisonRef(ViewScope Scope, ViewScope To) : IScoped
{
    private readonly Lazy<SnapshotDiff> graph = new(() => SnapshotDiff.Between(Scope.View.Snapshot, To.View.Snapshot));
    private readonly Lazy<IReadOnlyList<CellChange>> cells = new(() => CellComparison.Between(Scope.View, To.View, Scope.Request.CancellationToken));

    public SnapshotDiff Graph => graph.Value;

    public IReadOnlyList<CellChange> Cells => cells.Value;

    public string Place => $"{To.Stamp}";

    // A later page is read from the same two views; the second is named by its stamp.
    public IScoped In(ViewScope scope) => new ComparisonRef(scope, To);
}

/// <summary>A document that differs between two views.</summary>
internal sealed record DocumentDifferenceRef(ComparisonRef Of, DocumentDifference Difference)
{
    public DifferenceKind Kind => Differences.Of(Difference.Before, Difference.After);

    public NodeRef? Before => Difference.Before is { } before ? Of.Scope.Node(before) : null;

    public NodeRef? After => Difference.After is { } after ? Of.To.Node(after) : null;

    public FieldDifferenceRef[] Fields() => FieldDifferenceRef.Of(Of.Scope.Request, Difference);
}

/// <summary>An edge that differs between two views, or before and after a change.</summary>
internal sealed record LinkDifferenceRef(RequestContext Request, EdgeChange Difference)
{
    public DifferenceKind Kind => Differences.Of(Difference.Before, Difference.After);

    public FieldDifferenceRef[] Fields() => FieldDifferenceRef.Of(
        Request, Difference.Kind.Fields, f => Difference.Before?[f], f => Difference.After?[f]);
}

/// <summary>A field that differs, with its values as JSON text.</summary>
internal sealed record FieldDifferenceRef(string Field, string? Before, string? After)
{
    /// <summary>The fields of a document that differ, and how an outside tool knows it where that does.</summary>
    public static FieldDifferenceRef[] Of(RequestContext request, DocumentDifference document)
    {
        var fields = Of(request, document.Kind.Fields, f => Value(document.Before, f), f => Value(document.After, f));
        var (before, after) = (document.Before?.External, document.After?.External);
        if (before == after)
        {
            return fields;
        }

        request.Take(1);
        return [.. fields, new("external", Text(before), Text(after))];

        // As the document itself shows it.
        static object? Value(Document? document, Field field) => document is null ? null : document[field] ?? field.Absent;

        static string? Text(ExternalId? external) => external is null ? null : ValueRef.Write(new { source = external.Source, id = external.Id });
    }

    /// <summary>The fields with another value after than before; people whose names were erased stay different people.</summary>
    public static FieldDifferenceRef[] Of(RequestContext request, IReadOnlyList<Field> fields, Func<Field, object?> before, Func<Field, object?> after)
    {
        var differences = fields.Where(f => Text(before(f)) != Text(after(f))).Select(f => new FieldDifferenceRef(f.Name, Shown(f, before(f)), Shown(f, after(f)))).ToArray();
        request.Take(differences.Length);
        return differences;

        string? Shown(Field field, object? value) => Text(field.Type == FieldType.Personal && value is string token ? request.Engine.Personal.Resolve(token) : value);

        static string? Text(object? value) => value is null ? null : ValueRef.Write(value);
    }
}

/// <summary>A cell that differs between two views.</summary>
/// <param name="Of">The two views.</param>
/// <param name="Change">The cell.</param>
/// <param name="Index">Its place among all that differ.</param>
/// <param name="Causes">What made them so.</param>
internal sealed record CellChangeRef(ComparisonRef Of, CellChange Change, int Index, CellCauses Causes)
{
    public CellRef? Before => Change.Before is { } before ? new(Of.Scope, before) : null;

    public CellRef? After => Change.After is { } after ? new(Of.To, after) : null;

    public ValueTask<(CellCause? Cause, LogHead? Revision)> CauseAsync() => Causes.OfAsync(Index);
}

/// <summary>
/// What made cells so. From the earlier of two moments to the later one the days pass first, on the graph of the earlier, and then its changes are
/// made, judged on the day of the later: the last of these steps after which a cell is as it is in the later view. Where an assumption
/// makes a cell other than it is without, that is the cause. Cells are looked up together, for each time the log between the two is read.
/// </summary>
internal sealed class CellCauses(ComparisonRef of, IReadOnlyList<CellChange> cells)
{
    private const int GroupCount = 50;

    private readonly Dictionary<int, Task<(CellCause?, LogHead?)[]>> groups = [];

    /// <summary>What made a cell so; null where neither a day, a change nor an assumption did, as between two readings of one day.</summary>
    public async ValueTask<(CellCause? Cause, LogHead? Revision)> OfAsync(int index)
    {
        var group = index / GroupCount;
        if (!groups.TryGetValue(group, out var found))
        {
            groups.Add(group, found = FindAsync([.. cells.Skip(group * GroupCount).Take(GroupCount)]));
        }

        return (await found)[index % GroupCount];
    }

    private async Task<(CellCause?, LogHead?)[]> FindAsync(CellChange[] group)
    {
        var (before, after) = (of.Scope.Unassumed, of.To.Unassumed);
        var isAssumedAlike = of.Scope.Assumption?.Id == of.To.Assumption?.Id;
        var (earlier, later) = (before.Snapshot.Head.Revision, before.On).CompareTo((after.Snapshot.Head.Revision, after.On)) <= 0 ? (before, after) : (after, before);
        var keys = Array.ConvertAll(group, c => (c.Requirement.Key, c.System?.Key));
        var onTheDay = later.Of(earlier.Snapshot).BasedOn(earlier);
        var changes = await CellHistory.LastChangesAsync(of.Scope.Request.Engine, onTheDay, later.Snapshot.Head.Revision, keys, of.Scope.Request.CancellationToken);
        return [.. group.Select((c, i) => Cause(c, keys[i], changes[i]))];

        (CellCause?, LogHead?) Cause(CellChange change, (string, string?) key, LogHead? last)
        {
            var isAsWithout = Cell.AreAlike(change.Before, In(before, key)) && Cell.AreAlike(change.After, In(after, key));
            return !isAsWithout && !isAssumedAlike ? (CellCause.Assumption, null)
                : last is not null ? (CellCause.Change, last)
                : earlier.On != later.On ? (CellCause.Day, null)
                : (null, null);
        }
    }

    private static Cell? In(View view, (string Requirement, string? System) key) =>
        view.Snapshot.Document(key.Requirement) is { } requirement && (key.System is null || view.Snapshot.Document(key.System) is not null)
            ? view.Cells.Cell(requirement, key.System is null ? null : view.Snapshot.Document(key.System))
            : null;
}
