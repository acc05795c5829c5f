using System.Text;
using Graph.Engine.Model;

namespace Graph.Stores.Neo4j;

/// <summary>
/// How a model looks in Neo4j: its labels, properties and constraints. Everything follows from the model, so that a kind that is
/// declared is in Neo4j as well.
/// </summary>
public static class GraphSchema
{
    /// <summary>The label of every document, beside that of its kind.</summary>
    public const string Entity = "Entity";

    /// <summary>The label of an entry of the log.</summary>
    public const string Change = "Change";

    /// <summary>The label of the one node that says how far log and graph reach.</summary>
    public const string Head = "Head";

    /// <summary>The label of a personal value that lies beside the log.</summary>
    public const string PersonalValue = "PersonalValue";

    /// <summary>What stands before the name of a property that is no value for people: before that of a personal value, its token.</summary>
    public const char TechnicalMark = '_';

    /// <summary>The property by which documents are found.</summary>
    internal const string Key = "key";

    /// <summary>The revision that created a document.</summary>
    internal const string CreatedIn = "createdIn";

    /// <summary>The revision that last changed a document; on the head and on entries, theirs.</summary>
    internal const string Revision = "revision";

    /// <summary>The outside tool that knows a document.</summary>
    internal const string ExternalSource = "externalSource";

    /// <summary>The id by which that tool knows it.</summary>
    internal const string ExternalId = "externalId";

    /// <summary>The hash of what a document means, where links remember that: Cypher cannot work it out, and a link is suspect where it is another one.</summary>
    internal const string Meaning = "meaning";

    private static readonly string[] OwnLabels = [Entity, Change, Head, PersonalValue];
    private static readonly string[] OwnProperties = [Key, CreatedIn, Revision, ExternalSource, ExternalId, Meaning];

    /// <summary>The constraints and indexes of a model, in the order in which they are made.</summary>
    /// <exception cref="InvalidOperationException">A kind or a field has a name that is taken.</exception>
    public static IReadOnlyList<SchemaRule> RulesOf(GraphModel model)
    {
        CheckNames(model);
        return
        [
            SchemaRule.Unique(Head, "id"),
            SchemaRule.Unique(Change, Revision),
            SchemaRule.Unique(PersonalValue, "digest"),
            SchemaRule.Unique(Entity, Key),
            .. model.Kinds.Select(kind => SchemaRule.Unique(kind.Name, Key)),

            // Names of people are not searched by words: what is erased would stay in an index until that is written anew.
            .. model.Kinds.Select(kind => kind.Title).Where(title => title.Type != FieldType.Personal).Select(title => title.Name).Distinct()
                .Select(SchemaRule.WordsOf),
        ];
    }

    /// <summary>The constraints and indexes of a model as a file of Cypher.</summary>
    public static string Print(GraphModel model)
    {
        var text = new StringBuilder("""
            // The constraints and indexes that Graph makes in Neo4j when it starts; one that is there already stays as it is.
            // Made from the model of kinds and edges: a test keeps this file equal to it. One statement a transaction.

            """);
        foreach (var rule in RulesOf(model))
        {
            text.Append(rule.Statement).Append(";\n");
        }

        return text.ToString();
    }

    /// <summary>The properties in which Neo4j holds a field: two lists for facts, else one of the same name.</summary>
    internal static IReadOnlyList<string> PropertiesOf(Field field) => field.Type switch
    {
        FieldType.Flags => [FactsThatHold(field), FactsThatDoNot(field)],
        FieldType.Personal => [field.Name, TokenOf(field)],
        _ => [field.Name],
    };

    internal static string FactsThatHold(Field field) => field.Name + "True";

    internal static string FactsThatDoNot(Field field) => field.Name + "False";

    internal static string TokenOf(Field field) => TechnicalMark + field.Name;

    private static void CheckNames(GraphModel model)
    {
        if (model.Kinds.FirstOrDefault(kind => OwnLabels.Contains(kind.Name)) is { } taken)
        {
            throw new InvalidOperationException($"The kind {taken} has the name of a label that the store itself uses.");
        }

        foreach (var (owner, names) in model.Kinds.Select(kind => (kind.Name, kind.Fields.SelectMany(PropertiesOf).Concat(OwnProperties)))
            .Concat(model.Edges.Select(edge => (edge.Name, edge.Fields.SelectMany(PropertiesOf)))))
        {
            if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new InvalidOperationException($"{owner} would have two properties '{twice.Key}' in Neo4j.");
            }
        }
    }
}
