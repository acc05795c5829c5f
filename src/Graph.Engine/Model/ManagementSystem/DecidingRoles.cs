using System.Text.RegularExpressions;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>
/// Whose role lets them decide: where roles say that they decide on documents of a kind, only who holds one of them on the day does (ISO/IEC 42001 5.3). Nobody gives
/// it to themselves: where whoever decides last edited the role, the assignment or the person, it does not count.
/// </summary>
internal static partial class DecidingRoles
{
    /// <summary>Who was expected; null where the decider may decide. What takes the place of another version ends that, so it is decided on by who decides on both.</summary>
    public static string? Expected(Document document, Decider decider) =>
        decider.Targets(document, EdgeKinds.Supersedes).Prepend(document).DistinctBy(d => WordsOf(d)[0]).Select(d => ExpectedOf(d, decider)).FirstOrDefault(e => e is not null);

    private static string? ExpectedOf(Document document, Decider decider)
    {
        var roles = On(decider.Documents(OrganisationRoleKind.Kind), document);
        var own = roles.SelectMany(r => decider.Sources(r, ManagementEdges.AssignmentOf).Where(a => RoleAssignmentKind.Holds(decider.Day, a))
            .SelectMany(a => decider.Targets(a, ManagementEdges.HeldBy).Where(decider.MayBe).Select(p => (Assignment: a, EditedThemselves: ((Document[])[a, p, r]).FirstOrDefault(decider.MayHaveEdited)))))
            .OrderBy(o => o.Assignment.Key, StringComparer.Ordinal).ToList();
        return roles.Count == 0 || own.Exists(o => o.EditedThemselves is null) ? null
            : $"somebody who holds {string.Join(" or ", roles.Select(r => r.Key).Order(StringComparer.Ordinal))} on {decider.Day:yyyy-MM-dd}"
                + (own.Count == 0 ? "" : $", by a role, an assignment and a person that somebody else last edited ('{own[0].EditedThemselves!.Key}' was last edited by whoever decides, or by somebody whose name was erased, who may be anybody),");
    }

    /// <summary>What was expected of the kinds that a role decides on: that each is approved or signed; null where each is.</summary>
    public static string? ExpectedKinds(ChangedDocument role)
    {
        var words = Words(role.Model);
        return role.After.List(OrganisationRoleKind.Decides)?.FirstOrDefault(d => !words.Contains(d)) is not { } other ? null
            : $"kinds that are approved or signed ({string.Join(", ", words)}), found '{other}'";
    }

    /// <summary>That where roles decide on documents of a kind, some role goes on to: else whoever takes the last one out could decide themselves.</summary>
    public static HoldRule Stay { get; } = new(
        role => role.After.List(OrganisationRoleKind.Decides) is { Length: > 0 } words ? new Deciding(words, role.Documents) : null,
        (read, _) => (Deciding)read is var was && was.Words.FirstOrDefault(w => !was.Roles(OrganisationRoleKind.Kind).Any(r => Names(r, w))) is { } left
            ? $"another role that decides on {left} before the last one does not any more" : null);

    /// <summary>The roles that decide on a document: those that name documents such as it, or, where none does, its kind.</summary>
    public static List<Document> On(IEnumerable<Document> roles, Document document)
    {
        var words = WordsOf(document);
        List<Document>[] naming = [.. words.Select(_ => new List<Document>())];
        foreach (var role in roles)
        {
            for (var i = 0; i < words.Length; i++)
            {
                if (Names(role, words[i]))
                {
                    naming[i].Add(role);
                }
            }
        }

        return Array.Find(naming, n => n.Count > 0) ?? [];
    }

    /// <summary>Whether a role says that it decides on what is called so.</summary>
    public static bool Names(Document role, string word) => role.List(OrganisationRoleKind.Decides)?.Contains(word) == true;

    /// <summary>What a document is called among what roles decide, the narrowest word first.</summary>
    public static string[] WordsOf(Document document) =>
        document.Kind.Approval!.DecidesBy is { } field && document.Text(field) is { } word ? [Narrow(document.Kind, word), WordOf(document.Kind)] : [WordOf(document.Kind)];

    /// <summary>Everything that roles may decide on.</summary>
    public static List<string> Words(GraphModel model) =>
        [.. model.Kinds.Where(k => k.Approval is not null).SelectMany(k => (k.Approval!.DecidesBy?.Words!.Words ?? []).Select(w => Narrow(k, w.Word)).Prepend(WordOf(k)))];

    private static string Narrow(Kind kind, string word) => $"{WordOf(kind)}:{word}";

    /// <summary>How a kind is called among what roles decide.</summary>
    public static string WordOf(Kind kind) => WordBegin().Replace(kind.Name, "_$0").ToUpperInvariant();

    // The roles are read as the change leaves them.
    private sealed record Deciding(string[] Words, Func<Kind, IEnumerable<Document>> Roles);

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex WordBegin();
}
