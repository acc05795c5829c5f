using GraphQL;

namespace Graph.Server.Api.Reading;

/// <summary>One item of a page, with the cursor that names its place; the cursor is written only when asked for.</summary>
internal sealed class PageEdge(object item, int index, Func<int, string> cursorOf)
{
    public object Item { get; } = item;

    public string Cursor => cursorOf(index);
}

/// <summary>A page of a list.</summary>
/// <param name="Scope">The view that it shows; null where the list is the log itself.</param>
/// <param name="Edges">Its items.</param>
/// <param name="HasPrevious">Whether there are items before it.</param>
/// <param name="HasNext">Whether there are items after it.</param>
/// <param name="Total">Counts the whole list.</param>
internal sealed record Page(
    ViewScope? Scope, PageEdge[] Edges, bool HasPrevious, Func<bool> HasNext, Func<CancellationToken, ValueTask<int>> Total)
{
    /// <summary>The Cypher behind the whole list.</summary>
    public Func<CypherRef>? Cypher { get; private init; }

    public string? StartCursor => Edges.Length == 0 ? null : Edges[0].Cursor;

    public string? EndCursor => Edges.Length == 0 ? null : Edges[^1].Cursor;

    /// <summary>Cuts a page out of a list, by the rules of Relay: after and before bound it, first and last take from its ends.</summary>
    /// <param name="request">The request, whose limits hold.</param>
    /// <param name="scope">The view of the list.</param>
    /// <param name="window">The list.</param>
    /// <param name="size">How many are asked for.</param>
    /// <param name="from">The index of the first item that may be in it.</param>
    /// <param name="before">The index after the last item that may be in it; null = no bound.</param>
    /// <param name="cursorOf">Writes the cursor of an index.</param>
    public static Page Cut(RequestContext request, ViewScope scope, Window window, PageSize size, int from, int? before, Func<int, string> cursorOf)
    {
        int start, end;
        if (size.FromEnd)
        {
            end = Math.Max(from, Math.Min(before ?? int.MaxValue, window.Total));
            start = Math.Max(from, end - size.Count);
        }
        else
        {
            start = from;
            end = start;
            while (end - start < size.Count && end < (before ?? int.MaxValue) && window.Has(end))
            {
                end++;
            }
        }

        request.Take(end - start);
        var edges = new PageEdge[end - start];
        for (var i = start; i < end; i++)
        {
            edges[i - start] = new(window[i], i, cursorOf);
        }

        return new(scope, edges, start > 0, () => window.Has(end), _ => new(window.Total)) { Cypher = window.Cypher };
    }
}

/// <summary>How many items a caller asks for, and from which end.</summary>
internal readonly record struct PageSize(int Count, bool FromEnd)
{
    /// <summary>What a field was asked for; <see cref="Inputs.SizesRule"/> has bounded it.</summary>
    public static PageSize Read(IResolveFieldContext context, ApiOptions options)
    {
        var first = Argument<int?>(context, "first");
        var last = Argument<int?>(context, "last");
        if (first is not null && last is not null)
        {
            throw ApiError.BadRequest("expected first or last, found both");
        }

        var count = first ?? last ?? Math.Min(options.PageSizeDefault, options.PageSizeMax);
        ((RequestContext)context.UserContext).Use.Note("pageSizeMax", count, options.PageSizeMax);
        return new(count, last is not null);
    }

    /// <summary>An argument as coerced; the default of its type where it is absent or not declared.</summary>
    public static T? Argument<T>(IResolveFieldContext context, string name) =>
        context.Arguments is { } arguments && arguments.TryGetValue(name, out var given) && given.Value is T value ? value : default;
}
