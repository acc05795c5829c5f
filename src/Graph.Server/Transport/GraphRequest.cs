using Graph.Server.Api;
using GraphQL;

namespace Graph.Server.Transport;

/// <summary>A GraphQL request, however it came.</summary>
internal sealed record GraphRequest(string Query, string? OperationName, Inputs Variables, Inputs Extensions)
{
    /// <summary>The size of the body; null where the request came without.</summary>
    public long? BodyBytes { get; init; }

    /// <summary>Whether the caller asks to see what is used of the limits.</summary>
    public bool ShowsLimits => Extensions.TryGetValue(LimitUse.Name, out var asked) && asked is true;
}
