using System.Buffers;
using System.Security.Cryptography;

namespace Graph.Engine.Log;

/// <summary>The place up to which a log reaches: the revision and hash of its last entry. Revision 0 is the empty log.</summary>
/// <param name="Revision">The revision, counted from 1 without gaps.</param>
/// <param name="Hash">SHA-256 over the hash before and the stored bytes, as 64 lower-case hexadecimal digits; zeros for the empty log.</param>
public sealed record LogHead(long Revision, string Hash)
{
    /// <summary>The head of the empty log.</summary>
    public static LogHead Empty { get; } = new(0, new string('0', 64));

    /// <summary>The head after one more entry with the given stored bytes.</summary>
    public LogHead Next(ReadOnlySpan<byte> payload)
    {
        var chained = ArrayPool<byte>.Shared.Rent(SHA256.HashSizeInBytes + payload.Length);
        Convert.FromHexString(Hash, chained, out _, out var written);
        payload.CopyTo(chained.AsSpan(written));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(chained.AsSpan(0, written + payload.Length), hash);
        ArrayPool<byte>.Shared.Return(chained);
        return new(Revision + 1, Convert.ToHexStringLower(hash));
    }
}

/// <summary>A personal value that lies beside the log: the log holds only the digest.</summary>
/// <param name="Digest">SHA-256 over salt and value, as 64 hexadecimal digits.</param>
/// <param name="Salt">Random bytes, so that the digest tells nothing; empty once the value was erased, or names could be tried against it.</param>
/// <param name="Value">The name or address; null once it was erased.</param>
public sealed record PersonalValue(string Digest, byte[] Salt, string? Value);

/// <summary>One stored entry of the log.</summary>
/// <param name="Head">Its revision and hash.</param>
/// <param name="Payload">The stored bytes, exactly as hashed.</param>
/// <param name="Personal">The personal values that first appear in this entry; empty when read back.</param>
public sealed record LogRecord(LogHead Head, ReadOnlyMemory<byte> Payload, IReadOnlyList<PersonalValue> Personal)
{
    /// <summary>The digests of the personal values that this entry erases: their rows stay, value and salt go. Empty when read back.</summary>
    public IReadOnlyList<string> Erased { get; init; } = [];
}
