namespace Graph.Server.Api.Reading;

/// <summary>
/// Ids of nodes: <c>key</c> at head, today, and <c>key@stamp</c> in another view. A key with bars is one of a cell:
/// <c>requirement|system</c>, <c>requirement|organisation</c>, or <c>requirement|organisation|system</c> where the system inherits it.
/// </summary>
internal static class NodeId
{
    /// <summary>The stamp of the view that an id carries; null where it carries none and means now.</summary>
    public static string? MomentOf(string? id) => id?.IndexOf('@', StringComparison.Ordinal) is { } at and >= 0 ? id[(at + 1)..] : null;

    /// <summary>What an id names, or null.</summary>
    public static async ValueTask<object?> FindAsync(RequestContext request, string id, CancellationToken cancellationToken)
    {
        if (id.Length > request.Options.IdCharsMax)
        {
            throw ApiError.Limit("idCharsMax", request.Options.IdCharsMax, id.Length, "characters in an id");
        }

        var at = id.IndexOf('@', StringComparison.Ordinal);
        ViewScope scope;
        if (at < 0)
        {
            scope = await request.OpenAsync(ViewAsked.Now, cancellationToken);
        }
        else if (ViewStamp.TryParse(id[(at + 1)..], out var stamp) && stamp.Revision <= request.Current.Head.Revision)
        {
            scope = await request.OpenAsync(stamp, null, cancellationToken);
        }
        else
        {
            return null;
        }

        var parts = (at < 0 ? id : id[..at]).Split('|');
        return parts.Length switch
        {
            1 => scope.View.Snapshot.Document(parts[0]) is { } document ? scope.Node(document) : null,
            2 => CellRef.Find(scope, parts[0], parts[1], null),
            3 => CellRef.Find(scope, parts[0], parts[1], parts[2]),
            _ => null,
        };
    }
}
