using System.Text;
using AnyAscii;

namespace Graph.Engine.Log;

/// <summary>
/// Who a personal value of the log stands for. People share names, so an actor who has signed in also has a subject; both are one
/// personal value, erased together.
/// </summary>
/// <param name="Name">The name that is shown.</param>
/// <param name="Subject">What stays the same when the name changes, as <c>authority:id</c>; null where nobody has vouched for the name.</param>
public readonly record struct ActorIdentity(string Name, string? Subject)
{
    // No field and no actor may hold it, so no name can be taken for a name with a subject.
    private const char Mark = '\u0001';

    /// <summary>The text that is kept beside the log.</summary>
    public string Text => Subject is null ? Name : Name + Mark + Subject;

    /// <summary>The authority of API tokens: it vouches for no more than the name that somebody gave the token.</summary>
    public const string NamesOnly = "token";

    private string? Authority => Subject?[..Math.Max(0, Subject.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>Reads a text that is kept beside the log.</summary>
    public static ActorIdentity Parse(string text) => text.IndexOf(Mark, StringComparison.Ordinal) is var mark and >= 0
        ? new(text[..mark], text[(mark + 1)..])
        : new(text, null);

    /// <summary>
    /// Whether both may be one person. Subjects of one authority decide, unless they are only names; where nobody vouches for one of the two, or another authority
    /// does, names decide as <see cref="NameKey"/> reads them: better two people taken for one than one for two.
    /// </summary>
    public bool MayBe(ActorIdentity other) =>
        Subject is not null && other.Subject is not null && Authority == other.Authority && Authority != NamesOnly
            ? Subject == other.Subject
            : NameKey(Name) == NameKey(other.Name);

    /// <summary>
    /// What is the same for names that a reader takes for one: without regard to case, accents, how letters are composed, how wide
    /// blanks are and what cannot be seen, and with letters that look or sound alike in other alphabets taken for Latin ones. Han
    /// characters stand for themselves: many different names of them sound alike.
    /// </summary>
    public static string NameKey(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            key.Append(IsHan(rune.Value) ? rune.ToString() : rune.ToString().Transliterate());
        }

        // The program runs without the tables of ICU, so the framework itself neither composes letters nor folds their width.
        return string.Join(' ', key.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }

    private static bool IsHan(int rune) => rune is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
