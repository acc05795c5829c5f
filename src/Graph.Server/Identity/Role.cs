using System.Collections;

namespace Graph.Server.Identity;

/// <summary>What somebody may do. A caller may have several.</summary>
internal enum Role
{
    /// <summary>Reads the graph.</summary>
    Reader,

    /// <summary>Edits, and submits what is to be decided.</summary>
    Editor,

    /// <summary>Approves, signs and rejects.</summary>
    Approver,

    /// <summary>Reads who changed what.</summary>
    Auditor,

    /// <summary>Runs the server.</summary>
    Administrator,
}

/// <summary>
/// The roles of a caller with all that they include. Every role includes Reader; Administrator includes Editor and Auditor, and never
/// Approver: approving is not editing, and whoever runs the server decides nothing by that.
/// </summary>
internal readonly record struct RoleSet : IEnumerable<Role>
{
    private readonly int bits;

    private RoleSet(int bits) => this.bits = bits;

    /// <summary>Every role: for a server whose callers are not identified.</summary>
    public static RoleSet All { get; } = Of(Enum.GetValues<Role>());

    /// <summary>The roles with all that they include.</summary>
    public static RoleSet Of(IEnumerable<Role> roles) => new(roles.Aggregate(0, (bits, role) => bits | Bit(role) | role switch
    {
        Role.Administrator => Bit(Role.Editor) | Bit(Role.Auditor) | Bit(Role.Reader),
        _ => Bit(Role.Reader),
    }));

    /// <summary>Whether one of some roles is among them.</summary>
    public bool HoldsAny(IEnumerable<Role> needed)
    {
        foreach (var role in needed)
        {
            if ((bits & Bit(role)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<Role> GetEnumerator()
    {
        var held = bits;
        return Enum.GetValues<Role>().Where(r => (held & Bit(r)) != 0).GetEnumerator();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Bit(Role role) => 1 << (int)role;
}
