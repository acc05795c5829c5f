using Graph.Server.Api;

namespace Graph.Server.Identity;

/// <summary>Why nobody knows who asks. The text is for the caller; it holds nothing of what the caller sent.</summary>
/// <param name="code">BAD_REQUEST, UNAUTHENTICATED or UNAVAILABLE.</param>
/// <param name="cause">A word for the log.</param>
/// <param name="message">What was expected.</param>
/// <param name="inner">What lies behind it; for the log alone.</param>
internal sealed class RefusedCallerException(ErrorCode code, string cause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>A word for the log.</summary>
    public string Cause { get; } = cause;
}
