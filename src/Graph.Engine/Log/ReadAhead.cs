using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Graph.Engine.Log;

/// <summary>
/// Lets a source run ahead of its reader on another processor, a bounded number of items: reading, hashing and decoding a log take as
/// long as building the graph from it.
/// </summary>
internal static class ReadAhead
{
    private const int BatchCount = 64;
    private const int BatchesAheadMax = 8;

    /// <summary>The items of a source, in order; what the source throws is thrown after the items before it.</summary>
    public static async IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Channel.CreateBounded<List<T>>(new BoundedChannelOptions(BatchesAheadMax) { SingleReader = true, SingleWriter = true });
        var filling = Task.Run(() => FillAsync(source, ahead.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in ahead.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var item in batch)
                {
                    yield return item;
                }
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await filling;
        }
    }

    private static async Task FillAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<List<T>> ahead, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        var batch = new List<T>(BatchCount);
        try
        {
            try
            {
                await foreach (var item in source.WithCancellation(cancellationToken))
                {
                    batch.Add(item);
                    if (batch.Count == BatchCount)
                    {
                        await ahead.WriteAsync(batch, cancellationToken);
                        batch = new(BatchCount);
                    }
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failure = e;
            }

            await ahead.WriteAsync(batch, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            failure = e;
        }

        ahead.Complete(failure);
    }
}
