using Graph.Engine.Model;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>A member of a joint group.</summary>
/// <param name="Name">Its name: the key of the link, of its first version where there are some.</param>
/// <param name="Links">Its links, of which the best counts.</param>
internal readonly record struct JointMember(string Name, Link[] Links);

/// <summary>
/// The members of a joint group. Links of versions of one document are one member, of which the best counts: while a new version waits for approval, the one in force stands for
/// both, and a statement that lists the link of one version lists that of every one. A version of two documents stands for both members.
/// </summary>
internal static class JointMembers
{
    /// <summary>The links of a group by member, in the order of the first link of each.</summary>
    public static JointMember[] Of(Snapshot snapshot, Link[] links) => Array.Exists(links, l => l.Control is null && IsVersion(snapshot, l.From))
        ?
        [
            .. links.SelectMany(l => l.Control is null ? NamesOf(snapshot, l.From, l.Key) : [l.Key], (l, name) => (Name: name, Link: l)).GroupBy(l => l.Name, l => l.Link, StringComparer.Ordinal)
                .Select(m => new JointMember(m.Key, [.. m])),
        ]
        : Array.ConvertAll(links, l => new JointMember(l.Key, [l]));

    /// <summary>The members that a link is one of, by the key of the link.</summary>
    public static IReadOnlyList<string> NamesOf(Snapshot snapshot, string linkKey) =>
        linkKey.IndexOf('|', StringComparison.Ordinal) is > 0 and var end && snapshot.Document(linkKey[..end]) is { } from ? NamesOf(snapshot, from, linkKey) : [linkKey];

    /// <summary>Every version of a document, itself among them, by document number.</summary>
    public static HashSet<int> Versions(Snapshot snapshot, int document)
    {
        var found = new HashSet<int> { document };
        var next = new Stack<int>(found);
        while (next.TryPop(out var one))
        {
            foreach (var edges in (ReadOnlySpan<Adjacency>)[snapshot.Outgoing, snapshot.Incoming])
            {
                foreach (var (far, _) in new Edges(edges, one, EdgeKinds.Supersedes.Number))
                {
                    if (found.Add(far))
                    {
                        next.Push(far);
                    }
                }
            }
        }

        return found;
    }

    private static bool IsVersion(Snapshot snapshot, Document document) => snapshot.Out(document, EdgeKinds.Supersedes).Any();

    // A member has the name of the link that the first version would have.
    private static string[] NamesOf(Snapshot snapshot, Document from, string linkKey)
    {
        if (!IsVersion(snapshot, from))
        {
            return [linkKey];
        }

        var versions = new List<Document> { from };
        var first = new List<string>();
        for (var i = 0; i < versions.Count; i++)
        {
            var earlier = snapshot.Targets(versions[i], EdgeKinds.Supersedes);
            if (earlier.Count == 0)
            {
                first.Add(string.Concat(versions[i].Key, linkKey.AsSpan(from.Key.Length)));
            }

            versions.AddRange(earlier.Where(e => !versions.Contains(e)));
        }

        return first.Count == 0 ? [linkKey] : [.. first.Order(StringComparer.Ordinal)];
    }
}
