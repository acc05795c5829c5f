using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Graph.Server.Export.Packs;

/// <summary>
/// A file on its way to a reader: it is written at the pace of whoever makes it and sent at the pace of whoever reads it, so that the first bytes go
/// out while the last are not made yet, and a slow reader holds a place on the disk and nothing else. It is gone when it is disposed of.
/// </summary>
internal sealed class Spool : Stream
{
    private const int PieceBytes = 64 * 1024;

    // Only the latest length matters to whoever sends.
    private readonly Channel<long> lengths = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });

    private readonly SafeFileHandle file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private long length;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Says that nothing more comes; with a cause, that the file is not whole.</summary>
    public void Complete(Exception? cause = null) => lengths.Writer.TryComplete(cause);

    /// <summary>Sends the file, as it grows, until it is whole.</summary>
    /// <exception cref="Exception">What <see cref="Complete"/> was given: the file will never be whole.</exception>
    public async Task SendAsync(Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceBytes];
        var sent = 0L;
        await foreach (var written in lengths.Reader.ReadAllAsync(cancellationToken))
        {
            while (sent < written)
            {
                var count = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(PieceBytes, written - sent)), sent, cancellationToken);
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                sent += count;
            }

            await to.FlushAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await RandomAccess.WriteAsync(file, buffer, length, cancellationToken);
        length += buffer.Length;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        RandomAccess.Write(file, buffer.AsSpan(offset, count), length);
        length += count;
    }

    /// <summary>Lets what was written so far be sent.</summary>
    public override void Flush() => lengths.Writer.TryWrite(length);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flush();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
