using Graph.Engine.Log;

namespace Graph.Server.Import;

/// <summary>One entry of a file as an operation, with the way back to where it stands.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="Key">The key of the document it belongs to.</param>
/// <param name="Field">The edge, where the entry is an edge listed with its document.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record ImportEntry(Operation Operation, string Key, string? Field, SourceNode Node)
{
    /// <summary>Makes a reject of a violation; its path begins after the place of the entry.</summary>
    public ImportReject Reject(string file, string path, string reason)
    {
        var inside = Operation is PutDocument ? path.Split('.', 3) is [_, _, var rest] ? rest : "" : path.Split('.', 2) is [_, var part] ? part : "";
        return new(file, LineOf(inside), Key, Field ?? (inside.Length == 0 ? null : inside), reason);
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
/// <param name="Line">Where it begins.</param>
internal sealed record ChangeDraft(
    IReadOnlyList<ImportEntry> Entries, DateTimeOffset? At, string? Actor, string? Reason, bool IsHistory, int Line);

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
