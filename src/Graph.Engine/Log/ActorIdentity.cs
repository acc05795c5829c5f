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

    private string? Authority => Subject?[..Math.Max(0, Subject.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>Reads a text that is kept beside the log.</summary>
    public static ActorIdentity Parse(string text) => text.IndexOf(Mark, StringComparison.Ordinal) is var mark and >= 0
        ? new(text[..mark], text[(mark + 1)..])
        : new(text, null);

    /// <summary>
    /// Whether both may be one person. Subjects of one authority decide; where nobody vouches for one of the two, or another authority
    /// does, names decide without regard to case: better two people taken for one than one for two.
    /// </summary>
    public bool MayBe(ActorIdentity other) =>
        Subject is not null && other.Subject is not null && Authority == other.Authority
            ? Subject == other.Subject
            : string.Equals(Name.Trim(), other.Name.Trim(), StringComparison.OrdinalIgnoreCase);
}
