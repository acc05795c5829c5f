namespace Graph.Engine.Validation;

/// <summary>Codes of refusals, from the closed list of the API (design section 5).</summary>
public enum ViolationCode
{
    /// <summary>The request is not of the right form.</summary>
    BadRequest,

    /// <summary>A value or edge is not allowed.</summary>
    Validation,

    /// <summary>Something named does not exist.</summary>
    NotFound,

    /// <summary>The graph, or an earlier change of the same id, is not what the caller assumed.</summary>
    Conflict,

    /// <summary>The actor may not do it.</summary>
    Forbidden,

    /// <summary>A limit is passed.</summary>
    LimitExceeded,
}

/// <summary>One reason for refusing a change.</summary>
/// <param name="Code">The code.</param>
/// <param name="Path">The place in the request, such as <c>changes[3].put.risk.inherentImpact</c>.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record Violation(ViolationCode Code, string Path, string Message);
