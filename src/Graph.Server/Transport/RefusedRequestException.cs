using Graph.Server.Api;

namespace Graph.Server.Transport;

/// <summary>What came is no request, for all these reasons: it has one status in every media type.</summary>
internal sealed class RefusedRequestException(int status, params IReadOnlyList<ApiError> errors) : Exception(errors[0].Message)
{
    public int Status { get; } = status;

    public IReadOnlyList<ApiError> Errors { get; } = errors;
}
