using System.Security.Cryptography;
using System.Text;

namespace Graph.Server.Export.Packs;

/// <summary>
/// The last bytes of a pack: the SHA-256 of all bytes before them, as text, in the room that the comment of a ZIP file gives. Hashes of files say nothing of what lies
/// between the files, such as their times; this says that no byte at all is another one. What is written passes on, except the last bytes, which give way to the seal.
/// </summary>
internal sealed class PackSeal(Stream to) : Stream
{
    private const int SealBytes = 2 * SHA256.HashSizeInBytes;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] held = new byte[SealBytes];
    private int heldCount;

    /// <summary>A comment as long as the seal.</summary>
    public static string Room { get; } = new('0', SealBytes);

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

    /// <summary>Whether the comment of a ZIP file is a seal, fitting or not; packs of before there were seals have none.</summary>
    public static bool IsSealed(string comment) => comment.Length == SealBytes && comment.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether the last bytes of a file are the seal of those before them.</summary>
    public static async Task<bool> IsWholeAsync(Stream file, CancellationToken cancellationToken)
    {
        if (file.Length < SealBytes)
        {
            return false;
        }

        file.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[64 * 1024];
        for (var left = file.Length - SealBytes; left > 0;)
        {
            var count = await file.ReadAtLeastAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, left)), 1, throwOnEndOfStream: true, cancellationToken);
            hash.AppendData(piece.AsSpan(0, count));
            left -= count;
        }

        var seal = new byte[SealBytes];
        await file.ReadExactlyAsync(seal, cancellationToken);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == Encoding.ASCII.GetString(seal);
    }

    /// <summary>Writes the seal in the place of the last bytes.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await to.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())), cancellationToken);
        heldCount = 0;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var (ofHeld, ofBuffer) = Passing(buffer.Length);
        hash.AppendData(held, 0, ofHeld);
        to.Write(held, 0, ofHeld);
        hash.AppendData(buffer[..ofBuffer]);
        to.Write(buffer[..ofBuffer]);
        Hold(ofHeld, buffer[ofBuffer..]);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (ofHeld, ofBuffer) = Passing(buffer.Length);
        hash.AppendData(held, 0, ofHeld);
        await to.WriteAsync(held.AsMemory(0, ofHeld), cancellationToken);
        hash.AppendData(buffer.Span[..ofBuffer]);
        await to.WriteAsync(buffer[..ofBuffer], cancellationToken);
        Hold(ofHeld, buffer.Span[ofBuffer..]);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() => to.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }

    // How many bytes pass on, of those that were held back and of new ones: as many stay as the seal is long.
    private (int OfHeld, int OfBuffer) Passing(int count)
    {
        var passing = Math.Max(0, heldCount + count - SealBytes);
        var ofHeld = Math.Min(passing, heldCount);
        return (ofHeld, passing - ofHeld);
    }

    private void Hold(int passed, ReadOnlySpan<byte> more)
    {
        held.AsSpan(passed, heldCount - passed).CopyTo(held);
        heldCount -= passed;
        more.CopyTo(held.AsSpan(heldCount));
        heldCount += more.Length;
    }
}
