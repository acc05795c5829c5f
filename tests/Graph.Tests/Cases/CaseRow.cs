namespace Graph.Tests.Cases;

/// <summary>
/// One row of an answer as text, with what else is known about it. An expected row holds in <paramref name="Because"/>
/// only what its author wrote; an actual row holds all of it, and <see cref="CaseRows.Compared"/> shows what was asked.
/// </summary>
internal sealed record CaseRow(string Text, IReadOnlyDictionary<string, string> Because)
{
    public static CaseRow Plain(string text) => new(text, new Dictionary<string, string>());

    /// <summary>The row's text with the named facts beside it; one that it does not know is a dash.</summary>
    public string With(IEnumerable<string> names)
    {
        var facts = names.Order(StringComparer.Ordinal)
            .Select(name => $"{name}={Because.GetValueOrDefault(name, "-")}").ToList();
        return facts.Count == 0 ? Text : $"{Text} | because {string.Join(", ", facts)}";
    }
}
