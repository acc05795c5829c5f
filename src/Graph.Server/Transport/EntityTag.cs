using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Analysis;
using Graph.Server.Api.Reading;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Graph.Server.Transport;

/// <summary>
/// The tag of an answer to a query by GET. An answer is a pure function of the graph, the day, the question, who asks and the program,
/// so the tag is known before anything is executed.
/// </summary>
internal static class EntityTag
{
    private static readonly string Program = typeof(EntityTag).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    public static string Of(RequestContext context, string mediaType, HttpRequest http)
    {
        var text = string.Join('\n', Program, Method.Version, context.Current.Head.Revision, context.Current.Head.Hash, $"{context.Today:yyyy-MM-dd}", context.Caller, mediaType, http.QueryString.Value);
        return $"\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 18))}\"";
    }

    /// <summary>Whether the caller has the answer already (RFC 9110, If-None-Match).</summary>
    public static bool IsKnown(StringValues ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out var known) && known.Any(k => k.Tag == tag);
}
