using System.Security.Claims;
using Graph.Engine.Writing;

namespace Graph.Server.Identity;

/// <summary>Who asks.</summary>
/// <param name="Name">The name that the log shows.</param>
/// <param name="Subject">What stays the same when the name changes, as <c>authority:id</c>; null where the name is only claimed.</param>
/// <param name="Client">Through what they ask: <c>token:</c> or <c>app:</c> and an id; null where the name is only claimed.</param>
/// <param name="Roles">What they may do.</param>
internal sealed record Caller(string Name, string? Subject, string? Client, RoleSet Roles)
{
    /// <summary>The greatest length of a name in characters.</summary>
    public const int NameCharsMax = 200;

    /// <summary>A request for a change by this caller.</summary>
    public ChangeRequest Ask(string changeId, string reason, IReadOnlyList<Graph.Engine.Log.Operation> operations) =>
        new(changeId, Name, reason, operations) { Subject = Subject, Client = Client };
}

/// <summary>A caller as the framework carries it: authenticated where somebody vouches for the name.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity(
    caller.Subject is null ? [] : [new("sub", caller.Subject)], caller.Client is null ? null : "Graph")
{
    /// <summary>The caller.</summary>
    public Caller Caller { get; } = caller;
}

/// <summary>Finds the caller of a request.</summary>
internal static class Callers
{
    /// <summary>The caller. There is one wherever the access rules were asked; a request that came around them is a fault of ours.</summary>
    public static Caller Caller(this HttpContext http) => http.User.Identity is CallerIdentity identity
        ? identity.Caller
        : throw new InvalidOperationException("Nobody has asked who the caller is: the identity of the host is not set up.");
}
