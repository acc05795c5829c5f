using GraphQL;

namespace Graph.Server.Transport;

/// <summary>A GraphQL request, however it came.</summary>
internal sealed record GraphRequest(string Query, string? OperationName, Inputs Variables, Inputs Extensions);
