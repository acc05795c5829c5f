using System.Security.Cryptography;
using System.Text;

namespace Graph.Engine.Log;

/// <summary>
/// The names and addresses that lie beside the log. The log and the documents hold tokens; erasing a value leaves the token and
/// the hash chain as they are.
/// </summary>
public sealed class PersonalValues
{
    /// <summary>What is shown for a value that was erased.</summary>
    public const string Erased = "(erased)";

    private const char TokenMark = '~';

    private readonly Dictionary<string, string> tokenByValue = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> valueByToken = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>The value of a token; the words for an erased value, where it was erased.</summary>
    public string? Resolve(string? token)
    {
        if (token is null)
        {
            return null;
        }

        lock (gate)
        {
            return valueByToken.GetValueOrDefault(token) ?? Erased;
        }
    }

    /// <summary>Whether a text is a token rather than a value.</summary>
    internal static bool IsToken(string text) => text.Length == 65 && text[0] == TokenMark;

    internal static bool IsTokenOf(string token, PersonalValue value) => IsToken(token) && token.AsSpan(1).SequenceEqual(value.Digest);

    internal void Load(IEnumerable<PersonalValue> values)
    {
        lock (gate)
        {
            foreach (var value in values)
            {
                Remember(value);
            }
        }
    }

    /// <summary>The token of a value: the known one, or a new one, which is added to <paramref name="pending"/> to be stored with the entry.</summary>
    internal string TokenOf(string value, List<PersonalValue> pending)
    {
        lock (gate)
        {
            if (tokenByValue.TryGetValue(value, out var known))
            {
                return known;
            }
        }

        if (pending.Find(p => p.Value == value) is { } waiting)
        {
            return TokenMark + waiting.Digest;
        }

        var salt = RandomNumberGenerator.GetBytes(16);
        var digest = Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(value)]));
        pending.Add(new(digest, salt, value));
        return TokenMark + digest;
    }

    private void Remember(PersonalValue value)
    {
        var token = TokenMark + value.Digest;
        valueByToken[token] = value.Value;
        if (value.Value is { } text)
        {
            tokenByValue[text] = token;
        }
    }
}
