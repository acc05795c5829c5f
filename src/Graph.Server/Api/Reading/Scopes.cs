using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;

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

    public ViewScope(RequestContext request, View view, string asked, Assumption? assumption = null, View? unassumed = null)
    {
        Request = request;
        View = view;
        Asked = asked;
        Assumption = assumption;
        Unassumed = unassumed ?? view;
        Stamp = ViewStamp.Of(view, assumption?.Id);
        var isNow = view.Kind == ViewKind.Current && view.Today == request.Today && view.Renewals == Renewals.AsRecorded
            && view.MappingSets is null && view.Snapshot.Head.Revision >= request.Current.Head.Revision;
        mark = isNow ? null : $"@{Stamp}";
    }

    public RequestContext Request { get; }

    public View View { get; }

    /// <summary>What the caller asked of time, as canonical text.</summary>
    public string Asked { get; }

    public ViewStamp Stamp { get; }

    /// <summary>The same view without what is assumed in it.</summary>
    public View Unassumed { get; }

    /// <summary>What is assumed in it; null = nothing.</summary>
    public Assumption? Assumption { get; }

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
            var expected = kinds.Length == 0 ? "the key of a document" : "a key of kind " + string.Join(" or ", kinds.ToArray());
            throw ApiError.NotFound($"expected {expected} in '{argument}', found {(found is null ? "" : found.Kind.Name + " ")}'{Text.Short(key)}'");
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
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
internal sealed record LinkRef(NodeRef Node, EdgeKind Kind, EdgeData? Data, string Key, Document From, Document To);
