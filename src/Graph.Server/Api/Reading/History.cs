using Graph.Engine.Log;
using Graph.Engine.Writing;

namespace Graph.Server.Api.Reading;

/// <summary>
/// For each key, the revisions that touched its document or an edge of it. Read from the log once and followed from there on, so
/// that the history of a document does not read the whole log.
/// </summary>
internal sealed class History(GraphEngine engine) : IDisposable
{
    private readonly Dictionary<string, List<long>> revisions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);
    private long read;

    /// <summary>The revisions up to one, in order.</summary>
    public async Task<List<long>> OfAsync(string key, long upTo, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (read < upTo)
            {
                await foreach (var (head, change) in engine.ReadLogAsync(read, cancellationToken))
                {
                    foreach (var touched in Touched(change))
                    {
                        if (!revisions.TryGetValue(touched, out var list))
                        {
                            revisions.Add(touched, list = []);
                        }

                        if (list.Count == 0 || list[^1] != head.Revision)
                        {
                            list.Add(head.Revision);
                        }
                    }

                    read = head.Revision;
                }
            }

            return revisions.TryGetValue(key, out var all) ? all.FindAll(r => r <= upTo) : [];
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>The keys of documents that a change touched, itself or by an edge.</summary>
    public static IEnumerable<string> Touched(Change change)
    {
        foreach (var step in change.Steps)
        {
            switch (step)
            {
                case DocumentPut put:
                    yield return put.Key;
                    break;
                case EdgePut link:
                    yield return link.From;
                    yield return link.To;
                    break;
                case EdgeRemoved unlink:
                    yield return unlink.From;
                    yield return unlink.To;
                    break;
                case DocumentDeleted delete:
                    yield return delete.Key;
                    break;
            }
        }
    }
}
