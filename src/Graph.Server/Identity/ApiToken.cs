using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Log;

namespace Graph.Server.Identity;

/// <summary>What is kept of an API token: everything but the token.</summary>
/// <param name="Id">Its id, which is no secret and stands in the token.</param>
/// <param name="Name">Whose it is: the actor of what is changed with it. Tokens of one name are one person or tool, in other case too.</param>
/// <param name="Roles">What it allows.</param>
/// <param name="Hash">SHA-256 of the token, as 64 hexadecimal digits. A token is random, so that a slow hash would add nothing.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is good no longer.</param>
/// <param name="RevokedAt">From when on it was revoked; null = it is not.</param>
internal sealed record ApiToken(
    string Id, string Name, IReadOnlyList<Role> Roles, string Hash, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    /// <summary>How every token begins, so that scanners for leaked secrets know one.</summary>
    public const string Prefix = "graph_";

    /// <summary>The greatest length of a name in characters.</summary>
    public const int NameCharsMax = 100;

    /// <summary>Whether a name can be told from others by whoever reads it: without control characters and those that cannot be seen.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameCharsMax && name.Trim() == name && name.EnumerateRunes().All(r =>
            Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            && r != Rune.ReplacementChar);

    private const int IdBytes = 8;
    private const int SecretBytes = 32;
    private const char Mark = '_';

    /// <summary>Makes a token: 256 random bits behind its id.</summary>
    public static (ApiToken Kept, string Token) Create(string name, IReadOnlyList<Role> roles, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var token = $"{Prefix}{id}{Mark}{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (new(id, name, roles, HashOf(token), now, expiresAt, null), token);
    }

    /// <summary>The id in a token; null where it has none.</summary>
    public static string? IdIn(string token) =>
        token.Length > Prefix.Length + (2 * IdBytes) && token.StartsWith(Prefix, StringComparison.Ordinal) && token[Prefix.Length + (2 * IdBytes)] == Mark
            ? token.Substring(Prefix.Length, 2 * IdBytes)
            : null;

    /// <summary>Whether this is what is kept of a token; takes the same time however much of it is right.</summary>
    public bool IsOf(string token) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(token)), Encoding.ASCII.GetBytes(Hash));

    /// <summary>Whether it is good at an instant.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>The caller with this token.</summary>
    public Caller Caller() => new(Name, $"{ActorIdentity.NamesOnly}:{Name.ToLowerInvariant()}", "token:" + Id, RoleSet.Of(Roles));

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
