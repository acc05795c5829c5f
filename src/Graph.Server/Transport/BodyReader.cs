using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Graph.Server.Api;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Graph.Server.Transport;

/// <summary>Reads bodies of requests into memory, within a bound of ours, whether their length is told or not.</summary>
internal static class BodyReader
{
    /// <summary>The body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="bytesMax">The greatest size in bytes.</param>
    /// <param name="limit">The name of that limit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiError">The body is larger.</exception>
    /// <exception cref="BadHttpRequestException">The body is broken.</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, int bytesMax, string limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
        {
            throw TooLarge(request.ContentLength);
        }

        // The server below has a bound of its own, in which it counts the frames of chunks as well.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } below)
        {
            below.MaxRequestBodySize = null;
        }

        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 4_096, 256, Math.Max(256, bytesMax)));
        while (true)
        {
            var read = await ReadAsync(request, body.GetMemory(4_096), cancellationToken);
            if (read == 0)
            {
                return MemoryMarshal.TryGetArray(body.WrittenMemory, out var bytes) ? bytes : throw new UnreachableException("The writer keeps an array.");
            }

            body.Advance(read);
            if (body.WrittenCount > bytesMax)
            {
                throw TooLarge(null);
            }
        }

        ApiError TooLarge(long? found) => ApiError.Limit(limit, bytesMax, found, "bytes in the body");
    }

    /// <summary>What a body that did not arrive whole is answered with: the server below gives up one that comes too slowly.</summary>
    public static ApiError Fault(Exception broken) => broken is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }
        ? new(ErrorCode.DeadlineExceeded, "expected the body to arrive faster (bytesPerSecondMin)")
        : ApiError.BadRequest("expected a whole body, found a broken one");

    // The server below does not know every broken frame for a fault of the caller: a chunk longer than numbers go is none to it.
    private static async Task<int> ReadAsync(HttpRequest request, Memory<byte> memory, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Body.ReadAsync(memory, cancellationToken);
        }
        catch (IOException e) when (e is not (BadHttpRequestException or ConnectionResetException))
        {
            throw new BadHttpRequestException("expected a whole body, found a broken one", StatusCodes.Status400BadRequest, e);
        }
    }
}
