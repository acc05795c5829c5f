using Graph.Server.Api;

namespace Graph.Server.Transport;

/// <summary>What came is no request, whatever its document says: it has one status in every media type.</summary>
internal sealed class RefusedRequestException(int status, ApiError error) : Exception(error.Message)
{
    public int Status { get; } = status;

    public ApiError Error { get; } = error;
}
