using Graph.Engine.Log;

namespace Graph.Server.Import;

/// <summary>One entry of a file as an operation, with the way back to where it stands.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="File">The file.</param>
/// <param name="Key">The key of the document it belongs to.</param>
/// <param name="Field">The edge, where the entry is an edge listed with its document.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record ImportEntry(Operation Operation, string File, string Key, string? Field, SourceNode Node)
{
    /// <summary>What it is about: the key of a document, or of an edge (<c>from|KIND|to</c>).</summary>
    public string Subject => Operation switch
    {
        LinkDocuments link => $"{link.From}|{link.Kind}|{link.To}",
        UnlinkDocuments unlink => $"{unlink.From}|{unlink.Kind}|{unlink.To}",
        _ => Key,
    };

    /// <summary>What is wrong where entries of one change are about the same: they would contradict each other, or one is a typing mistake.</summary>
    public static IEnumerable<ImportReject> Doubles(IEnumerable<ImportEntry> entries)
    {
        var first = new Dictionary<string, ImportEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!first.TryAdd(entry.Subject, entry) && first[entry.Subject] is var other)
            {
                var place = other.File == entry.File ? $"on line {other.Node.Line}" : $"{other.File}:{other.Node.Line}";
                var field = entry.Operation is PutDocument or DeleteDocument ? "key" : entry.Field;
                yield return new(entry.File, entry.Node.Line, entry.Key, field, $"expected '{entry.Subject}' once, found it again (first {place})");
            }
        }
    }

    /// <summary>Makes a reject of a violation; its path begins after the place of the entry.</summary>
    public ImportReject Reject(string path, string reason)
    {
        var inside = Operation is PutDocument ? path.Split('.', 3) is [_, _, var rest] ? rest : "" : path.Split('.', 2) is [_, var part] ? part : "";
        return new(File, LineOf(inside), Key, Field ?? (inside.Length == 0 ? null : inside), reason);
    }

    // Follows a path such as facts[2] or external.source as far as the file goes along.
    private int LineOf(string path)
    {
        var node = Node;
        var line = Node.Line;
        foreach (var name in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (node)
            {
                case SourceMap map when map.Entries.FirstOrDefault(e => e.Name == name) is { } entry:
                    (line, node) = (entry.Line, entry.Value);
                    break;
                case SourceList list when int.TryParse(name.Trim('[', ']'), out var index) && index < list.Items.Count:
                    node = list.Items[index];
                    line = node.Line;
                    break;
                default:
                    return line;
            }
        }

        return line;
    }
}

/// <summary>One change of a file, before it is split and named.</summary>
/// <param name="Entries">What it asks, in the order of the file.</param>
/// <param name="At">Its own instant, or null.</param>
/// <param name="Actor">Its own actor, or null.</param>
/// <param name="Reason">Its own reason, or null.</param>
/// <param name="IsHistory">
/// Whether it is an entry of <c>changes</c>, which happens once; otherwise it is a state to which the graph is brought, as often
/// as it has drifted away.
/// </param>
/// <param name="File">The file in which it begins.</param>
/// <param name="Line">Where it begins.</param>
internal sealed record ChangeDraft(
    IReadOnlyList<ImportEntry> Entries, DateTimeOffset? At, string? Actor, string? Reason, bool IsHistory, string File, int Line)
{
    /// <summary>What the log calls it where nobody gives a reason.</summary>
    public string Title { get; init; } = File;
}

/// <summary>What a file holds and could not be read: each is an entry too, and a rejected one.</summary>
internal sealed class UnreadEntries
{
    /// <summary>Documents.</summary>
    public int Documents { get; set; }

    /// <summary>Edges.</summary>
    public int Links { get; set; }

    /// <summary>Deletes.</summary>
    public int Deletes { get; set; }

    /// <summary>Whether there is more, of which nobody can say how many entries it stands for.</summary>
    public bool HasMore { get; set; }
}

/// <summary>A file as it was read.</summary>
internal sealed record ImportSource(string Name, IReadOnlyList<ChangeDraft> Drafts, IReadOnlyList<ImportReject> Faults, UnreadEntries Unread);
