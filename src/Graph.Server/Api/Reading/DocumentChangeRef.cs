using Graph.Engine.Snapshots;

namespace Graph.Server.Api.Reading;

/// <summary>A page of the history of a document: what each of its changes did is worked out once, when it is first asked for.</summary>
internal sealed class DocumentTurns
{
    // Reading so many changes of one document costs no more than rebuilding a graph of the past.
    internal const int EarlierCountMax = 32;

    private readonly NodeRef node;
    private readonly IReadOnlyList<long> earlier;
    private readonly IReadOnlyList<ChangeRef> changes;
    private readonly Func<long, Task<ChangeRef>> read;
    private readonly Lazy<Task<DocumentTurn[]>> turns;

    /// <summary>Makes a page.</summary>
    /// <param name="node">The document.</param>
    /// <param name="earlier">The revisions before the page that touched it, in order.</param>
    /// <param name="changes">The changes of the page.</param>
    /// <param name="read">Reads the change that made a revision.</param>
    public DocumentTurns(NodeRef node, IReadOnlyList<long> earlier, IReadOnlyList<ChangeRef> changes, Func<long, Task<ChangeRef>> read)
    {
        (this.node, this.earlier, this.changes, this.read) = (node, earlier, changes, read);
        turns = new(FoldAsync);
    }

    /// <summary>What the change at an index of the page did.</summary>
    public async ValueTask<DocumentTurn> AtAsync(int index) => (await turns.Value)[index];

    private async Task<DocumentTurn[]> FoldAsync()
    {
        var fold = await BeginAsync();
        return [.. changes.Select(c => fold.Take(c.Change))];
    }

    private async Task<DocumentFold> BeginAsync()
    {
        var (request, key) = (node.Scope.Request, node.Document.Key);
        if (earlier.Count > EarlierCountMax)
        {
            return new(await request.Engine.AsOfAsync(earlier[^1], request.CancellationToken), key);
        }

        var fold = new DocumentFold(Snapshot.Empty(request.Engine.Model), key);
        foreach (var revision in earlier)
        {
            fold.Take((await read(revision)).Change);
        }

        return fold;
    }
}

/// <summary>A change in the history of a document.</summary>
/// <param name="Change">The change.</param>
/// <param name="Turns">What the changes of the page did.</param>
/// <param name="Index">Its place in the page.</param>
internal sealed record DocumentChangeRef(ChangeRef Change, DocumentTurns Turns, int Index)
{
    public async ValueTask<DifferenceKind?> DifferenceAsync() =>
        (await Turns.AtAsync(Index)).Document is { } document ? Differences.Of(document.Before, document.After) : null;

    public async ValueTask<FieldDifferenceRef[]> FieldsAsync() =>
        (await Turns.AtAsync(Index)).Document is { } document ? FieldDifferenceRef.Of(Change.Request, document) : [];

    public async ValueTask<IReadOnlyList<EdgeChange>> EdgesAsync() => (await Turns.AtAsync(Index)).Edges;
}
