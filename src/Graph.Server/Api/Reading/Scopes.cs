using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Server.Api.Reading;

/// <summary>Something seen in a view, which can be looked up again in the view of a cursor.</summary>
internal interface IScoped
{
    /// <summary>The view.</summary>
    ViewScope Scope { get; }

    /// <summary>Where in the view it stands; part of what a cursor is good for.</summary>
    string Place { get; }

    /// <summary>The same in another view.</summary>
    IScoped In(ViewScope scope);
}

/// <summary>A view within a request. At head, today, ids are keys; elsewhere they carry the view.</summary>
internal sealed class ViewScope : IScoped
{
    private readonly string? mark;

    public ViewScope(RequestContext request, View view, string asked)
    {
        Request = request;
        View = view;
        Asked = asked;
        Stamp = ViewStamp.Of(view);
        var isNow = view.Kind == ViewKind.Current && view.Today == request.Today && view.Renewals == Renewals.AsRecorded
            && view.MappingSets is null && view.Snapshot.Head.Revision >= request.Current.Head.Revision;
        mark = isNow ? null : $"@{Stamp}";
    }

    public RequestContext Request { get; }

    public View View { get; }

    /// <summary>What the caller asked of time, as canonical text.</summary>
    public string Asked { get; }

    public ViewStamp Stamp { get; }

    public ViewScope Scope => this;

    public string Place => "";

    public string Id(string key) => mark is null ? key : key + mark;

    public NodeRef Node(Document document) => new(this, document);

    public IScoped In(ViewScope scope) => scope;

    /// <summary>The document of a key that an argument names.</summary>
    public Document Find(string key, string argument, params ReadOnlySpan<string> kinds)
    {
        var found = View.Snapshot.Document(key);
        if (found is null || (kinds.Length > 0 && !kinds.Contains(found.Kind.Name)))
        {
            var expected = kinds.Length == 0 ? "document" : string.Join(" or ", kinds.ToArray());
            throw ApiError.NotFound($"expected the key of a {expected} in '{argument}', found {(found is null ? "" : found.Kind.Name + " ")}'{Text.Short(key)}'");
        }

        return found;
    }
}

/// <summary>A document in a view.</summary>
internal sealed record NodeRef(ViewScope Scope, Document Document) : IScoped
{
    public string Place => Document.Key;

    public string Id => Scope.Id(Document.Key);

    public IScoped In(ViewScope scope) => new NodeRef(scope, scope.Find(Document.Key, "after"));
}

/// <summary>An edge as seen from one of its ends.</summary>
/// <param name="Node">The far end.</param>
/// <param name="Kind">The kind of edge.</param>
/// <param name="Data">What it carries.</param>
/// <param name="Key">from|KIND|to.</param>
internal sealed record LinkRef(NodeRef Node, EdgeKind Kind, EdgeData? Data, string Key);

/// <summary>A cell in a view.</summary>
internal sealed record CellRef(ViewScope Scope, Cell Cell) : IScoped
{
    public string Place => Key(Cell);

    public string Id => Scope.Id(Place);

    /// <summary>The key of a cell; one that a system inherits from the organisation names that system as well, for the verdict is its own.</summary>
    public static string Key(Cell cell) => cell.InheritedBy is { } by ? $"{cell.Key}|{by.Key}" : cell.Key;

    public static CellRef? Find(ViewScope scope, string requirement, string subject, string? inheritedBy)
    {
        if (scope.View.Snapshot.Document(requirement) is not { } row)
        {
            return null;
        }

        var named = inheritedBy ?? (subject == Organisation ? null : subject);
        var system = named is null ? null : scope.View.Snapshot.Document(named);
        if (named is not null && system is null)
        {
            return null;
        }

        return scope.View.Cells.Cell(row, system) is { } cell && Key(cell) == (inheritedBy is null ? $"{requirement}|{subject}" : $"{requirement}|{subject}|{inheritedBy}")
            ? new(scope, cell)
            : null;
    }

    public IScoped In(ViewScope scope) =>
        Find(scope, Cell.Requirement.Key, Cell.System?.Key ?? Organisation, Cell.InheritedBy?.Key)
        ?? throw ApiError.NotFound($"expected a cell, found '{Text.Short(Place)}'");

    private const string Organisation = "organisation";
}
