using Graph.Engine.Log;
using Graph.Engine.Model;
using System.Globalization;

namespace Graph.Stores.Neo4j;

/// <summary>
/// The properties of one node or relationship as the log writes them: days as days, words as they are, lists as lists, facts as two
/// lists of names. A personal value is none of them: its token is, and the text stands beside the log.
/// </summary>
internal sealed class PropertyValues
{
    /// <summary>What is set; null = cleared.</summary>
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The digests of the personal values, by the property that shows them.</summary>
    public Dictionary<string, string> People { get; } = new(StringComparer.Ordinal);

    /// <summary>The personal values as rows of a statement.</summary>
    public IEnumerable<Dictionary<string, object?>> PeopleRows => People.Select(p => new Dictionary<string, object?> { ["name"] = p.Key, ["digest"] = p.Value });

    /// <exception cref="FormatException">A property cannot hold the value.</exception>
    public void Set(Field field, object? raw)
    {
        switch (field.Type, raw)
        {
            case (FieldType.Personal, string token) when PersonalValues.IsToken(token):
                People[field.Name] = PersonalValues.DigestOf(token);
                break;
            case (FieldType.Personal, null):
                People.Remove(field.Name);
                Clear(field);
                break;
            case (_, null):
                Clear(field);
                break;
            case (FieldType.Text or FieldType.Word, string):
            case (FieldType.Integer, int):
            case (FieldType.Boolean, bool):
            case (FieldType.TextList or FieldType.WordList, string[]):
                Values[field.Name] = raw;
                break;
            case (FieldType.Number, int or double):
                Values[field.Name] = Convert.ToDouble(raw, CultureInfo.InvariantCulture);
                break;
            case (FieldType.Date, string text) when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                Values[field.Name] = day;
                break;
            case (FieldType.Flags, IReadOnlyDictionary<string, object?> facts):
                Values[GraphSchema.FactsThatHold(field)] = Names(facts, holds: true);
                Values[GraphSchema.FactsThatDoNot(field)] = Names(facts, holds: false);
                break;
            default:
                throw new FormatException($"the field '{field.Name}' of type {field.Type} cannot hold a {raw.GetType().Name}");
        }
    }

    private void Clear(Field field)
    {
        foreach (var property in GraphSchema.PropertiesOf(field))
        {
            Values[property] = null;
        }
    }

    private static string[] Names(IReadOnlyDictionary<string, object?> facts, bool holds) =>
        [.. facts.Where(f => Equals(f.Value, holds)).Select(f => f.Key).Order(StringComparer.Ordinal)];
}
