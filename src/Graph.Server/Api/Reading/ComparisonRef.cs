using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Server.Api.Reading;

/// <summary>How a document or edge differs between two views.</summary>
internal enum DifferenceKind
{
    Added,
    Changed,
    Removed,
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
    public DifferenceKind Kind => Difference switch
    {
        { Before: null } => DifferenceKind.Added,
        { After: null } => DifferenceKind.Removed,
        _ => DifferenceKind.Changed,
    };

    public NodeRef? Before => Difference.Before is { } before ? Of.Scope.Node(before) : null;

    public NodeRef? After => Difference.After is { } after ? Of.To.Node(after) : null;

    public FieldDifferenceRef[] Fields() => FieldDifferenceRef.Of(
        Of.Scope.Request, Difference.Kind.Fields, f => Difference.Before?[f], f => Difference.After?[f]);
}

/// <summary>An edge that differs between two views.</summary>
internal sealed record LinkDifferenceRef(ComparisonRef Of, LinkDifference Difference)
{
    public DifferenceKind Kind => Difference switch
    {
        { Before: null } => DifferenceKind.Added,
        { After: null } => DifferenceKind.Removed,
        _ => DifferenceKind.Changed,
    };

    public FieldDifferenceRef[] Fields() => FieldDifferenceRef.Of(
        Of.Scope.Request, Difference.Kind.Fields, f => Difference.Before?[f], f => Difference.After?[f]);
}

/// <summary>A field that differs, with its values as JSON text.</summary>
internal sealed record FieldDifferenceRef(string Field, string? Before, string? After)
{
    public static FieldDifferenceRef[] Of(RequestContext request, IReadOnlyList<Field> fields, Func<Field, object?> before, Func<Field, object?> after)
    {
        var differences = fields.Select(f => new FieldDifferenceRef(f.Name, Text(f, before(f)), Text(f, after(f)))).Where(f => f.Before != f.After).ToArray();
        request.Take(differences.Length);
        return differences;

        string? Text(Field field, object? value) =>
            value is null ? null : ValueRef.Write(field.Type == FieldType.Personal && value is string token ? request.Engine.Personal.Resolve(token) : value);
    }
}

/// <summary>A cell that differs between two views.</summary>
internal sealed record CellChangeRef(ComparisonRef Of, CellChange Change)
{
    public CellRef? Before => Change.Before is { } before ? new(Of.Scope, before) : null;

    public CellRef? After => Change.After is { } after ? new(Of.To, after) : null;
}
