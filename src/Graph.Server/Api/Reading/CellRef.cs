using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;

namespace Graph.Server.Api.Reading;

/// <summary>A cell in a view.</summary>
/// <param name="Scope">The view.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Over">The systems in question, over which the verdict of an organisation's cell is taken; null = all in scope.</param>
internal sealed record CellRef(ViewScope Scope, Cell Cell, IReadOnlyList<Document>? Over = null) : IScoped
{
    private const string Organisation = "organisation";

    // The verdict of the organisation's cell depends on who asks: the system that inherits it, or the systems in question.
    public string Place =>
        Cell.InheritedBy is { } by ? $"{Cell.Key}|{by.Key}"
        : Cell.System is null && Over is not null ? $"{Cell.Key}|={string.Join(',', Over.Select(s => s.Key).Distinct().Order(StringComparer.Ordinal))}"
        : Cell.Key;

    public string Id => Scope.Id(Place);

    /// <summary>The cell that an id names, or null.</summary>
    public static CellRef? Find(ViewScope scope, string requirement, string subject, string? asker)
    {
        if (scope.View.Snapshot.Document(requirement) is not { } row)
        {
            return null;
        }

        var cells = scope.View.Cells;
        if (asker is null)
        {
            var system = subject == Organisation ? null : System(scope, subject);
            return (subject == Organisation || system is not null) && cells.Cell(row, system) is { } cell ? new(scope, cell) : null;
        }

        if (subject != Organisation)
        {
            return null;
        }

        if (!asker.StartsWith('='))
        {
            return System(scope, asker) is { } by && cells.Inherited(row, by) is { } cell ? new(scope, cell) : null;
        }

        var over = asker[1..].Split(',').Select(key => System(scope, key)).ToList();
        return !over.Contains(null) && cells.Cell(row, null) is not null && cells.Cells(row, over!).FirstOrDefault(c => c.Requirement.Ordinal == row.Ordinal) is { } found
            ? new(scope, found, over!)
            : null;
    }

    public IScoped In(ViewScope scope)
    {
        var parts = Place.Split('|');
        return Find(scope, parts[0], parts[1], parts.Length > 2 ? parts[2] : null) ?? throw ApiError.NotFound($"expected a cell, found '{Text.Short(Place)}'");
    }

    private static Document? System(ViewScope scope, string key) =>
        scope.View.Snapshot.Document(key) is { } found && found.Kind == AiSystemKind.Kind ? found : null;
}

/// <summary>A cell as it would be after an event: it has no id, for it is in no view that one can ask for.</summary>
internal sealed record CellSide(ViewScope Scope, Cell Cell);

/// <summary>What is wrong, seen in a view.</summary>
internal sealed record DefectRef(ViewScope Scope, Defect Defect)
{
    // What would be after an event is told with the documents as they are.
    public NodeRef Node => Scope.Node(Scope.View.Snapshot.Document(Defect.Node.Key) ?? Defect.Node);
}

/// <summary>A chain in a view.</summary>
internal sealed record ChainRef(ViewScope Scope, Chain Chain);

/// <summary>A contributor of credit in a view.</summary>
internal sealed record CreditPathRef(ViewScope Scope, CreditPath Path);

/// <summary>Credit in a view.</summary>
internal sealed record CreditRef(ViewScope Scope, Credit Credit);

/// <summary>What decided the verdict of a cell, in a view.</summary>
internal sealed record BasisRef(ViewScope Scope, Cell Cell)
{
    public VerdictBasis Basis => Cell.Because;
}

/// <summary>Coverage in a view.</summary>
internal sealed record CoverageRef(ViewScope Scope, Coverage Coverage) : IScoped
{
    public string Place => $"{Coverage.Of.Key}|{(Coverage.Systems is null ? "" : string.Join(',', Coverage.Systems.Select(s => s.Key)))}";

    public IScoped In(ViewScope scope) => new CoverageRef(scope, scope.View.Cells.Coverage(
        scope.Find(Coverage.Of.Key, "of"), Coverage.Systems is null ? null : [.. Coverage.Systems.Select(s => scope.Find(s.Key, "systems"))], scope.Request.CancellationToken));
}

/// <summary>The coverage of one system within that of several.</summary>
internal sealed record SystemCoverageRef(ViewScope Scope, Document System, CoverageCounts Counts);
