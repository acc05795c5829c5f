using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>A role in the management system.</summary>
public static class OrganisationRoleKind
{
    /// <summary>Whether it is of top management.</summary>
    public static readonly Field TopManagement = Field.Boolean("topManagement", "Whether whoever holds it belongs to top management.", meaning: true);

    /// <summary>On what whoever holds it decides.</summary>
    public static readonly Field Decides = Field.TextList("decides", "The kinds of documents that whoever holds it approves, signs, rejects or withdraws, each by its name in capitals, such as SCOPE_STATEMENT: any kind that is approved or signed. Where any role names a kind, only who holds such a role on the day decides on documents of it, by an assignment that somebody else last edited; the last role that names a kind does so until another does, so that nobody lifts it for themselves.", meaning: true, lengthMax: 100);

    private static readonly Field Title = Field.Text("title", "The name of the role.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "OrganisationRole", "organisationRoles", "role", KindGroup.ManagementSystem,
        "A role with responsibility and authority in the management system (ISO/IEC 42001 5.3, A.3.2).", Title,
        [Title, Field.Text("responsibilities", "What whoever holds it answers for and may decide.", meaning: true), TopManagement, Decides])
    {
        Rules = [new(Decides, DecidingRoles.ExpectedKinds)],
        Holds = DecidingRoles.Stay,
        Standing = new("occupancy", ManagementWords.Occupancy, "Whether it is held on the view's day.", Judge),
    };

    private static Standing Judge(View view, Document role)
    {
        var holders = RoleAssignmentKind.HoldersOf(view, role).ToList();
        if (holders.Count == 0)
        {
            return new("UNASSIGNED", [new("NOT_ASSIGNED", role, $"Assign {role.Key} to a person.")]);
        }

        var missing = holders.SelectMany(person => Competences.MissingFor(view, person, role)).ToList();
        return missing.Count == 0 ? new("HELD", [])
            : new("COMPETENCE_MISSING", [.. missing.Select(m => new Shortfall("COMPETENCE_MISSING", m.Competence, $"Record that {m.Person.Key} has {m.Competence.Key} at {m.Needed}."))]);
    }
}

/// <summary>That somebody holds a role for a time; a part of the role.</summary>
public static class RoleAssignmentKind
{
    private static readonly Field Title = Field.Text("title", "The assignment, in one line.", lengthMax: 300);
    private static readonly Field From = Field.Date("from", "The first day.", required: true);
    private static readonly Field To = Field.Date("until", "The last day, that day included; absent = it goes on.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "RoleAssignment", "roleAssignments", "assignment", KindGroup.ManagementSystem,
        "That a person holds a role, for what and for how long (ISO/IEC 42001 5.3). It stays that of its role and its person, and nobody decides by one that they last edited themselves.", Title, [Title, From, To])
    {
        DateOrders = [new(From, To)],
    };

    /// <summary>From when until when it holds.</summary>
    internal static IReadOnlyList<Field> Days { get; } = [From, To];

    /// <summary>Whether it holds on the view's day.</summary>
    public static bool Holds(View view, Document assignment) => Holds(view.On, assignment);

    /// <summary>Whether it holds on a day.</summary>
    public static bool Holds(DateOnly day, Document assignment) => assignment.Date(From) <= day && !(assignment.Date(To) < day);

    /// <summary>The people who hold a role on the view's day, each once.</summary>
    public static IEnumerable<Document> HoldersOf(View view, Document role) =>
        view.Snapshot.Sources(role, ManagementEdges.AssignmentOf).Where(a => Holds(view, a)).SelectMany(a => view.Snapshot.Targets(a, ManagementEdges.HeldBy)).Distinct();

    /// <summary>The roles that a person holds on the view's day, each once.</summary>
    public static IEnumerable<Document> RolesOf(View view, Document person) =>
        view.Snapshot.Sources(person, ManagementEdges.HeldBy).Where(a => Holds(view, a)).SelectMany(a => view.Snapshot.Targets(a, ManagementEdges.AssignmentOf)).Distinct();
}
