using Graph.Engine.Model;

namespace Graph.Engine.Validation;

/// <summary>What a term of a condition asks about.</summary>
public enum TermSubject
{
    /// <summary>A named fact.</summary>
    Fact,

    /// <summary>An Annex III point or area of the system.</summary>
    AnnexIII,

    /// <summary>A class of the system.</summary>
    Class,

    /// <summary>A role of the organisation.</summary>
    Role,

    /// <summary>A route of the system.</summary>
    Route,
}

/// <summary>One term of a condition.</summary>
/// <param name="Subject">What it asks about.</param>
/// <param name="Value">The fact's name, or the point, class, role or route.</param>
/// <param name="Negated">Whether it must not hold.</param>
public sealed record Term(TermSubject Subject, string Value, bool Negated);

/// <summary>The language of facts: an item lists alternatives with /, of which one suffices; ! negates.</summary>
public static class Conditions
{
    /// <summary>Reads one item; gives what was wrong with the first bad term, or null.</summary>
    public static string? TryParse(string item, out Term[] terms)
    {
        var found = new List<Term>();
        terms = [];
        foreach (var part in item.Split('/'))
        {
            var negated = part.StartsWith('!');
            var text = negated ? part[1..] : part;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var (subject, list) = colon < 0 ? (TermSubject.Fact, null) : text[..colon] switch
            {
                "annexIII" => (TermSubject.AnnexIII, null),
                "class" => (TermSubject.Class, Words.SystemClass),
                "role" => (TermSubject.Role, Words.Role),
                "route" => (TermSubject.Route, Words.Route),
                _ => ((TermSubject)(-1), (WordList?)null),
            };
            var value = text[(colon + 1)..];
            if ((int)subject < 0)
            {
                return $"expected a fact, annexIII:, class:, role: or route:, found '{part}'";
            }

            if (value.Length == 0 || value.Any(char.IsWhiteSpace))
            {
                return $"expected a term without spaces, found '{part}'";
            }

            if (list is not null && !list.TryGet(value, out _))
            {
                return $"expected one of {string.Join(", ", list.Words.Select(w => w.Word))} after '{text[..colon]}:', found '{value}'";
            }

            if (subject == TermSubject.AnnexIII && !FieldValue.IsPoint(value))
            {
                return $"expected a point that Annex III has, such as 5(b), or an area from 1 to 8 after 'annexIII:', found '{value}'";
            }

            found.Add(new(subject, value, negated));
        }

        terms = [.. found];
        return null;
    }
}
