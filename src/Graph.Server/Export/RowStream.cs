using System.Buffers;
using System.IO.Pipelines;

namespace Graph.Server.Export;

/// <summary>
/// Sends rows as the reader takes them: rows are made until a piece is full, the piece goes out, and only when there is room for it
/// are the next rows made. So the memory of an export does not depend on its length or on how slowly it is read. Few pieces are made at a
/// time, each in a turn of its own: however many exports there are, and whatever becomes of their readers, others come in between.
/// </summary>
internal sealed class RowStream(IRowForm form, ComputingTime time, PieceTurns turns)
{
    /// <summary>The size of a piece in bytes; the row that fills it comes on top.</summary>
    public const int PieceBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> piece = new(PieceBytes);

    /// <summary>The greatest number of bytes that were ever held back.</summary>
    public int HeldBytesMax { get; private set; }

    /// <summary>Writes all rows to a body.</summary>
    /// <exception cref="OperationCanceledException">The reader is gone, or making the rows took too long.</exception>
    public async Task WriteAsync(IEnumerable<object> rows, PipeWriter body, CancellationToken gone)
    {
        using var all = rows.GetEnumerator();
        form.Begin(piece);
        for (var more = true; more;)
        {
            // Where nobody reads any more, pieces are taken at once and without a word: then only others can tell us, and need the thread to.
            await Task.Yield();
            using (await turns.EnterAsync(gone))
            {
                gone.ThrowIfCancellationRequested();
                more = Fill(all);
            }

            if (!more)
            {
                form.End(piece);
            }

            HeldBytesMax = Math.Max(HeldBytesMax, piece.WrittenCount);

            // Waits while the reader is behind.
            var sent = await body.WriteAsync(piece.WrittenMemory, gone);
            if (sent.IsCompleted || sent.IsCanceled)
            {
                throw new OperationCanceledException("The reader is gone.");
            }

            piece.ResetWrittenCount();
        }
    }

    private bool Fill(IEnumerator<object> all)
    {
        using var computing = time.Run();
        while (piece.WrittenCount < PieceBytes)
        {
            if (!all.MoveNext())
            {
                return false;
            }

            form.Write(piece, all.Current);
            time.Check();
        }

        return true;
    }
}

/// <summary>
/// The time that an export may compute. It stands still while the reader reads, for a slow reader costs nothing.
/// </summary>
internal sealed class ComputingTime(TimeSpan maximum, CancellationTokenSource ending, TimeProvider clock)
{
    private TimeSpan spent;
    private long startedAt;

    public Running Run()
    {
        startedAt = clock.GetTimestamp();
        ending.CancelAfter(maximum > spent ? maximum - spent : TimeSpan.Zero);
        return new(this);
    }

    /// <summary>Ends the request where its time is over. A timer alone would fire late where every thread is busy.</summary>
    /// <exception cref="OperationCanceledException">It has ended.</exception>
    public void Check()
    {
        if (spent + clock.GetElapsedTime(startedAt) > maximum)
        {
            ending.Cancel();
        }

        ending.Token.ThrowIfCancellationRequested();
    }

    private void Stop()
    {
        spent += clock.GetElapsedTime(startedAt);
        ending.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Computing goes on until this is disposed.</summary>
    internal readonly struct Running(ComputingTime time) : IDisposable
    {
        public void Dispose() => time.Stop();
    }
}
