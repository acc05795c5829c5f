using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Model;

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
    private const int TokenLength = 65;

    private readonly Dictionary<string, string> tokenByValue = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActorIdentity?> personByToken = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int erasedCount;

    /// <summary>How many values were erased: with each, what is shown of every view changes, past ones as well.</summary>
    public int ErasedCount
    {
        get
        {
            lock (gate)
            {
                return erasedCount;
            }
        }
    }

    /// <summary>The value of a token; the words for an erased value, where it was erased. What is no token is a name that is only assumed.</summary>
    public string? Resolve(string? token)
    {
        if (token is null || !IsToken(token))
        {
            return token is null ? null : ActorIdentity.Parse(token).Name;
        }

        lock (gate)
        {
            return personByToken.GetValueOrDefault(token)?.Name ?? Erased;
        }
    }

    /// <summary>Who a token stands for; null where it is not known or was erased.</summary>
    public ActorIdentity? Find(string token)
    {
        lock (gate)
        {
            return personByToken.GetValueOrDefault(token);
        }
    }

    /// <summary>Every token whose value was not erased, with who it stands for, in the order of tokens.</summary>
    public IReadOnlyList<KeyValuePair<string, ActorIdentity>> All()
    {
        lock (gate)
        {
            return [.. personByToken.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value!.Value)).OrderBy(p => p.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether there is a row for a token, be its value erased or not. A row that is gone was taken away by hand.</summary>
    public bool Knows(string token)
    {
        lock (gate)
        {
            return personByToken.ContainsKey(token);
        }
    }

    /// <summary>The tokens that a change mentions: its actor, what its fields for people hold, and what it erases.</summary>
    public static IEnumerable<string> TokensOf(Change change, GraphModel model)
    {
        var people = change.Steps.SelectMany(step => step switch
        {
            DocumentPut put when model.TryGetKind(put.Kind, out var kind) =>
                put.Fields.Where(f => kind.TryGetField(f.Key, out var field) && field.Type == FieldType.Personal),
            EdgePut put when model.TryGetEdge(put.Kind, out var edge) =>
                put.Fields.Where(f => edge.TryGetField(f.Key, out var field) && field.Type == FieldType.Personal),
            _ => [],
        });
        return people.Select(f => f.Value).OfType<string>().Prepend(change.Actor).Concat(change.Steps.OfType<PersonErased>().Select(e => e.Token)).Where(IsToken);
    }

    /// <summary>The token that stands for a value.</summary>
    public static string TokenOf(PersonalValue value) => TokenMark + value.Digest;

    /// <summary>The digest in a token.</summary>
    public static string DigestOf(string token) => token[1..];

    /// <summary>Checks that a value is the one that its token stands for; of an erased one nothing can be said.</summary>
    /// <exception cref="StoreException">It is another one.</exception>
    public static void Verify(PersonalValue value)
    {
        if (value.Value is { } given && Digest(value.Salt, given) != value.Digest)
        {
            throw new StoreException($"The personal value {value.Digest} beside the log is not the one that was written. Restore the database from a backup.", isTransient: false);
        }
    }

    /// <summary>Whether a text is a token rather than a value.</summary>
    public static bool IsToken(string text) => text.Length == TokenLength && text[0] == TokenMark;

    /// <summary>Whether a text in UTF-8 is a token rather than a value.</summary>
    internal static bool IsToken(ReadOnlySpan<byte> text) => text.Length == TokenLength && text[0] == TokenMark;

    /// <exception cref="StoreException">A value is not the one that its token stands for.</exception>
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

    /// <summary>The token that a value has already; null where it has none.</summary>
    internal string? KnownTokenOf(string value)
    {
        lock (gate)
        {
            return tokenByValue.GetValueOrDefault(value);
        }
    }

    /// <summary>The token of a value: the known one, or a new one, which is added to <paramref name="pending"/> to be stored with the entry.</summary>
    internal string TokenOf(string value, List<PersonalValue> pending)
    {
        if (KnownTokenOf(value) is { } known)
        {
            return known;
        }

        if (pending.Find(p => p.Value == value) is { } waiting)
        {
            return TokenOf(waiting);
        }

        var salt = RandomNumberGenerator.GetBytes(16);
        var digest = Digest(salt, value);
        pending.Add(new(digest, salt, value));
        return TokenMark + digest;
    }

    /// <summary>Forgets values that the store has erased.</summary>
    internal void Erase(IEnumerable<string> tokens)
    {
        lock (gate)
        {
            foreach (var token in tokens)
            {
                if (personByToken.GetValueOrDefault(token) is { } person)
                {
                    tokenByValue.Remove(person.Text);
                    Set(token, null);
                }
            }
        }
    }

    private void Remember(PersonalValue value)
    {
        Verify(value);
        var token = TokenOf(value);
        if (personByToken.GetValueOrDefault(token) is { } person)
        {
            tokenByValue.Remove(person.Text);   // Somebody else may have erased it meanwhile.
        }

        Set(token, value.Value is { } known ? ActorIdentity.Parse(known) : null);
        if (value.Value is { } text)
        {
            tokenByValue[text] = token;
        }
    }

    private void Set(string token, ActorIdentity? person)
    {
        erasedCount += (person is null ? 1 : 0) - (personByToken.TryGetValue(token, out var was) && was is null ? 1 : 0);
        personByToken[token] = person;
    }

    private static string Digest(byte[] salt, string value) => Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(value)]));
}
