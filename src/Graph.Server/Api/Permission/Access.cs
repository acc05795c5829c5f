using Graph.Engine.Model;
using Graph.Server.Identity;

namespace Graph.Server.Api.Permission;

/// <summary>What fields and types need: one of some roles. Each is decided here once and named where a field or type is declared.</summary>
internal static class Access
{
    /// <summary>The graph and what follows from it.</summary>
    public static readonly Role[] Read = [Role.Reader];

    /// <summary>Documents of a kind, and lists of them. A group on which nobody has decided is open to nobody.</summary>
    public static Role[] Of(Kind kind) => kind.Group is KindGroup.Catalogue or KindGroup.Organisation or KindGroup.ManagementSystem ? Read : [];

    /// <summary>The log names who did what and when: for whoever changes, decides or audits, and not for whoever only reads.</summary>
    public static readonly Role[] ReadLog = [Role.Editor, Role.Approver, Role.Auditor];

    /// <summary>Edits, and handing in for a decision.</summary>
    public static readonly Role[] Edit = [Role.Editor];

    /// <summary>Decisions.</summary>
    public static readonly Role[] Decide = [Role.Approver];
}
