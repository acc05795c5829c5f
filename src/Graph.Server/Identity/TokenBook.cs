using Graph.Engine.Log;

namespace Graph.Server.Identity;

/// <summary>
/// The API tokens as a running server knows them. Each request looks whether the file has changed, so that a token works as soon as it
/// is made and no longer once it is revoked.
/// </summary>
internal sealed class TokenBook(TokenFile? file)
{
    private readonly Lock gate = new();
    private volatile Known known = new(default, 0, new(StringComparer.Ordinal));
    private volatile bool isUsed;

    /// <summary>
    /// Whether tokens have ever been made. It stays so for the life of the server, also when all have expired and when the file is gone:
    /// nobody gets in by taking it away.
    /// </summary>
    public bool IsUsed => isUsed || (isUsed = file?.Exists ?? false);

    /// <summary>What is kept of a token; null where it is none of ours, expired or not.</summary>
    /// <exception cref="StoreException">The tokens cannot be read.</exception>
    public ApiToken? Find(string token) =>
        ApiToken.IdIn(token) is { } id && Current().Tokens.TryGetValue(id, out var kept) && kept.IsOf(token) ? kept : null;

    private Known Current()
    {
        var info = new FileInfo(file!.Path);
        var (writtenAt, bytes) = info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
        if (known is var last && last.WrittenAt == writtenAt && last.Bytes == bytes)
        {
            return last;
        }

        lock (gate)
        {
            return known = new(writtenAt, bytes, file.Read().ToDictionary(t => t.Id, StringComparer.Ordinal));
        }
    }

    private sealed record Known(DateTime WrittenAt, long Bytes, Dictionary<string, ApiToken> Tokens);
}
