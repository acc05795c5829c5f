using System.Collections.Immutable;
using Graph.Engine.Model;
using Graph.Engine.Writing;

namespace Graph.Engine.Snapshots;

/// <summary>How an outside tool knows a document: its own name and its id for it.</summary>
public sealed record ExternalId(string Source, string Id);

/// <summary>One immutable document of one revision. Values are read by the field that declares them.</summary>
public sealed class Document
{
    // Up to the last field that is filled: most fields of most documents are those of an approval, which come last and are empty.
    private readonly object?[] values;
    private string? meaning;

    internal Document(
        Kind kind, string key, int ordinal, ExternalId? external, object?[] values, long createdIn, long revision, string? editedBy, string? meaning, long linkedIn = 0)
    {
        Kind = kind;
        Key = key;
        Ordinal = ordinal;
        External = external;
        this.values = values;
        CreatedIn = createdIn;
        Revision = revision;
        EditedBy = editedBy;
        LinkedIn = linkedIn;
        this.meaning = meaning;
    }

    /// <summary>The kind.</summary>
    public Kind Kind { get; }

    /// <summary>The readable, stable key.</summary>
    public string Key { get; }

    /// <summary>The number of the document in its graph: given in log order, never reused.</summary>
    public int Ordinal { get; }

    /// <summary>How an outside tool knows it, or null.</summary>
    public ExternalId? External { get; }

    /// <summary>The revision that created it.</summary>
    public long CreatedIn { get; }

    /// <summary>The revision that last changed it.</summary>
    public long Revision { get; }

    /// <summary>
    /// The last revision that drew, changed or took out a link of it, after the one that created it; 0 where none did, and for kinds that no management review
    /// looks at (<see cref="Kind.IsReviewed"/>).
    /// </summary>
    internal long LinkedIn { get; }

    /// <summary>The personal token of the actor who last edited its content, or null for what only authority touched.</summary>
    public string? EditedBy { get; }

    /// <summary>The hash of what it means to those who link to it, as the log says, or worked out where the log is older than that.</summary>
    public string Meaning => meaning ??= Content.MeaningHash(this);

    /// <summary>The same where it is known already.</summary>
    internal string? KnownMeaning => meaning;

    /// <summary>The value of a field, or null where it is absent.</summary>
    public object? this[Field field] => field.Index < values.Length ? values[field.Index] : null;

    /// <summary>A text or word; null where absent. A personal value gives its token.</summary>
    public string? Text(Field field) => (string?)this[field];

    /// <summary>A day; null where absent.</summary>
    public DateOnly? Date(Field field) => (DateOnly?)this[field];

    /// <summary>True or false; null where unknown.</summary>
    public bool? Boolean(Field field) => (bool?)this[field];

    /// <summary>A whole number; null where absent.</summary>
    public int? Integer(Field field) => (int?)this[field];

    /// <summary>A number; null where absent.</summary>
    public double? Number(Field field) => (double?)this[field];

    /// <summary>A list of texts or words; null where unknown.</summary>
    public string[]? List(Field field) => (string[]?)this[field];

    /// <summary>Named facts; null where none was ever recorded.</summary>
    public ImmutableSortedDictionary<string, bool>? Flags(Field field) => (ImmutableSortedDictionary<string, bool>?)this[field];

    /// <summary>The number of fields up to the last that is filled.</summary>
    internal int FilledCount
    {
        get
        {
            var count = values.Length;
            while (count > 0 && values[count - 1] is null)
            {
                count--;
            }

            return count;
        }
    }

    /// <summary>The values of all fields of the kind.</summary>
    internal object?[] CopyValues()
    {
        var copy = new object?[Kind.Fields.Count];
        values.CopyTo(copy, 0);
        return copy;
    }

    /// <summary>Whether another document of the same key has the same values; who edited them last and what was linked to them does not count.</summary>
    internal bool HasSameContent(Document other)
    {
        var same = Kind == other.Kind && External == other.External;
        for (var i = 0; same && i < Kind.Fields.Count; i++)
        {
            same = SnapshotBuilder.SameValue(this[Kind.Fields[i]], other[Kind.Fields[i]]);
        }

        return same;
    }

    /// <summary>The same document with other values, and what they mean where that has changed (null = to be worked out).</summary>
    internal Document With(object?[] newValues, ExternalId? external, long revision, string? editedBy, bool hasNewMeaning, string? newMeaning) =>
        new(Kind, Key, Ordinal, external, newValues, CreatedIn, revision, editedBy, hasNewMeaning ? newMeaning : meaning, LinkedIn);

    /// <summary>The same document, last edited by somebody else.</summary>
    internal Document WithEditor(string editedBy) => new(Kind, Key, Ordinal, External, values, CreatedIn, Revision, editedBy, meaning, LinkedIn);

    /// <summary>The same document, after a revision that changed its links.</summary>
    internal Document WithLinks(long revision) => new(Kind, Key, Ordinal, External, values, CreatedIn, Revision, EditedBy, meaning, revision);

    /// <inheritdoc/>
    public override string ToString() => Key;
}

/// <summary>What one edge carries; shared by both of its ends and by every snapshot in which it is unchanged.</summary>
public sealed class EdgeData
{
    private readonly object?[] values;

    internal EdgeData(object?[] values) => this.values = values;

    /// <summary>The value of a field of the edge kind, or null where it is absent.</summary>
    public object? this[Field field] => field.Index < values.Length ? values[field.Index] : null;

    /// <summary>Whether the link's extent is PARTIAL.</summary>
    internal bool IsPartial => (string?)values[EdgeKinds.ExtentIndex] == "PARTIAL";

    /// <summary>The joint group of the link, or null.</summary>
    internal string? Joint => values.Length > EdgeKinds.JointIndex ? values[EdgeKinds.JointIndex] as string : null;

    internal object?[] CopyValues() => (object?[])values.Clone();

    internal static bool SameValues(EdgeData? one, EdgeData? other) =>
        ReferenceEquals(one, other)
        || (one is not null && other is not null && one.values.AsSpan().SequenceEqual(other.values));
}
