using System.Globalization;

namespace Graph.Stores.Neo4j;

/// <summary>A way in which the graph in Neo4j differs from the one of its log.</summary>
public enum DriftKind
{
    /// <summary>A document has no node.</summary>
    NodeMissing,

    /// <summary>A node has a label of ours and is none of ours.</summary>
    NodeExtra,

    /// <summary>A document has several nodes.</summary>
    NodeDuplicate,

    /// <summary>A node has other labels.</summary>
    Labels,

    /// <summary>A property has another value, is missing, or is one too many.</summary>
    Property,

    /// <summary>An edge has no relationship.</summary>
    RelationshipMissing,

    /// <summary>A relationship at a node of ours is no edge.</summary>
    RelationshipExtra,

    /// <summary>An edge has several relationships.</summary>
    RelationshipDuplicate,

    /// <summary>A constraint or an index is missing.</summary>
    RuleMissing,
}

/// <summary>One difference between the graph in Neo4j and the one of its log.</summary>
/// <param name="Kind">Of what kind.</param>
/// <param name="Place">Where: the key of a document, that of an edge, an entry, or the name of a constraint.</param>
/// <param name="Property">The property, where it is one.</param>
/// <param name="Expected">What was expected, where that says more than the kind.</param>
/// <param name="Found">What was found instead.</param>
public sealed record GraphDrift(DriftKind Kind, string Place, string? Property = null, string? Expected = null, string? Found = null)
{
    private const int TextLengthMax = 100;

    /// <summary>The word for a value that is not there.</summary>
    internal const string Nothing = "nothing";

    /// <inheritdoc/>
    public override string ToString() =>
        Word(Kind) + " " + Place + (Property is null ? "" : " " + Property) + (Expected is null ? "" : $": expected {Expected}, found {Found}");

    /// <summary>The word of a kind for people.</summary>
    public static string Word(DriftKind kind) => kind switch
    {
        DriftKind.NodeMissing => "NODE_MISSING",
        DriftKind.NodeExtra => "NODE_EXTRA",
        DriftKind.NodeDuplicate => "NODE_DUPLICATE",
        DriftKind.Labels => "LABELS",
        DriftKind.Property => "PROPERTY",
        DriftKind.RelationshipMissing => "RELATIONSHIP_MISSING",
        DriftKind.RelationshipExtra => "RELATIONSHIP_EXTRA",
        DriftKind.RelationshipDuplicate => "RELATIONSHIP_DUPLICATE",
        _ => "RULE_MISSING",
    };

    /// <summary>A value for people, so that a day, a number and a text that look the same are told apart.</summary>
    internal static string Text(object? value) => value switch
    {
        null => Nothing,
        string text => $"'{Short(text)}'",
        bool truth => truth ? "true" : "false",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list => Short("[" + string.Join(", ", list.Cast<object?>().Select(Text)) + "]"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Short(string text) => text.Length <= TextLengthMax ? text : text[..TextLengthMax] + "...";
}

/// <summary>The differences found so far: all are counted, and the first ones kept.</summary>
internal sealed class DriftList(int countMax)
{
    private readonly List<GraphDrift> kept = [];
    private readonly SortedDictionary<DriftKind, long> counts = [];

    public IReadOnlyList<GraphDrift> Kept => kept;

    public IReadOnlyDictionary<DriftKind, long> Counts => counts;

    public void Add(GraphDrift drift)
    {
        Count(drift.Kind, 1);
        if (kept.Count < countMax)
        {
            kept.Add(drift);
        }
    }

    /// <summary>Counts what is not looked at one by one.</summary>
    public void Count(DriftKind kind, long more)
    {
        if (more > 0)
        {
            counts[kind] = counts.GetValueOrDefault(kind) + more;
        }
    }
}
