using System.Text.RegularExpressions;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>
/// Whose role lets them decide: where roles say that they decide on documents of a kind, only who holds one of them on the day does (ISO/IEC 42001 5.3). Nobody gives
/// it to themselves: where whoever decides last edited the role, the assignment or the person, it does not count.
/// </summary>
internal static partial class DecidingRoles
{
    // By which edges a document is about what an assignment may be for: what it judges, accepts, corrects, shows or states, what that is part of, and the systems in which it is used.
    private static readonly EdgeKind[] Towards =
    [
        EdgeKinds.Assesses, EdgeKinds.Concerns, EdgeKinds.Demonstrates, EdgeKinds.States, EdgeKinds.About, EdgeKinds.PartOf, EdgeKinds.AppliesTo,
        ManagementEdges.AcceptanceOf, ManagementEdges.Corrects, ManagementEdges.AgainstEnd, ManagementEdges.Includes,
    ];

    private static readonly EdgeKind[] Against = [EdgeKinds.HasRisk, EdgeKinds.EvidencedBy, EdgeKinds.SuppliedBy, EdgeKinds.Uses];

    /// <summary>Who was expected; null where the decider may decide.</summary>
    public static string? Expected(Document document, Decider decider)
    {
        var word = WordOf(document.Kind);
        var roles = decider.Documents(OrganisationRoleKind.Kind).Where(r => r.List(OrganisationRoleKind.Decides)?.Contains(word) == true).ToList();
        var held = Held(roles, decider).OrderBy(o => o.Assignment.Key, StringComparer.Ordinal).ToList();
        var own = held.Where(o => IsFor(o.Assignment, document, decider)).ToList();
        return roles.Count == 0 || own.Exists(o => o.EditedThemselves is null) ? null
            : $"somebody who holds {string.Join(" or ", roles.Select(r => r.Key).Order(StringComparer.Ordinal))} on {decider.Day:yyyy-MM-dd}"
                + (own.Count == 0 ? held.Count == 0 ? "" : $" for what '{document.Key}' is about ('{held[0].Assignment.Key}' is for something else)" : $", by a role, an assignment and a person that somebody else last edited ('{own[0].EditedThemselves!.Key}' was last edited by whoever decides, or by somebody whose name was erased, who may be anybody),");
    }

    /// <summary>Whether the decider holds a role of top management that somebody else gave them.</summary>
    public static bool Leads(Decider decider) =>
        Held(decider.Documents(OrganisationRoleKind.Kind).Where(r => r.Boolean(OrganisationRoleKind.TopManagement) == true), decider).Any(o => o.EditedThemselves is null);

    // By which assignments the decider holds roles, and what of each they may have last edited themselves.
    private static IEnumerable<(Document Assignment, Document? EditedThemselves)> Held(IEnumerable<Document> roles, Decider decider) => roles
        .SelectMany(r => decider.Sources(r, ManagementEdges.AssignmentOf).Where(a => RoleAssignmentKind.Holds(decider.Day, a))
            .SelectMany(a => decider.Targets(a, ManagementEdges.HeldBy).Where(decider.MayBe).Select(p => (a, ((Document[])[a, p, r]).FirstOrDefault(decider.MayHaveEdited)))));

    // An assignment that says for what it is lets nobody decide on anything else (ISO/IEC 42001 5.3). Of which unit a document is nobody records, so a unit narrows nothing.
    private static bool IsFor(Document assignment, Document document, Decider decider)
    {
        var named = decider.Targets(assignment, ManagementEdges.ResponsibleFor);
        if (named.Count == 0 || named.Any(n => n.Kind == UnitKind.Kind))
        {
            return true;
        }

        var about = new HashSet<string>(StringComparer.Ordinal);
        for (var next = new Queue<Document>([document]); next.TryDequeue(out var one);)
        {
            if (about.Add(one.Key))
            {
                Towards.SelectMany(e => decider.Targets(one, e)).Concat(Against.SelectMany(e => decider.Sources(one, e))).ToList().ForEach(next.Enqueue);
            }
        }

        return named.Any(n => about.Contains(n.Key));
    }

    /// <summary>What was expected of the kinds that a role decides on: that each is approved or signed; null where each is.</summary>
    public static string? ExpectedKinds(ChangedDocument role)
    {
        var words = role.Model.Kinds.Where(k => k.Approval is not null).Select(WordOf).ToList();
        return role.After.List(OrganisationRoleKind.Decides)?.FirstOrDefault(d => !words.Contains(d)) is not { } other ? null
            : $"kinds that are approved or signed ({string.Join(", ", words)}), found '{other}'";
    }

    /// <summary>That where roles decide on documents of a kind, some role goes on to: else whoever takes the last one out could decide themselves.</summary>
    public static HoldRule Stay { get; } = new(
        role => role.After.List(OrganisationRoleKind.Decides) is { Length: > 0 } words ? new Deciding(words, role.Documents) : null,
        (read, _) => (Deciding)read is var was && was.Words.FirstOrDefault(w => !was.Roles(OrganisationRoleKind.Kind).Any(r => r.List(OrganisationRoleKind.Decides)?.Contains(w) == true)) is { } left
            ? $"another role that decides on {left} before the last one does not any more" : null);

    /// <summary>How a kind is called among what roles decide.</summary>
    public static string WordOf(Kind kind) => WordBegin().Replace(kind.Name, "_$0").ToUpperInvariant();

    // The roles are read as the change leaves them.
    private sealed record Deciding(string[] Words, Func<Kind, IEnumerable<Document>> Roles);

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex WordBegin();
}
