using Graph.Engine.Analysis;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Identity;
using Graph.Server.Import;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>What the server says of itself.</summary>
internal static class ServerTypes
{
    public static FieldType Field(TypeTable types)
    {
        types.Describe("Limit", Access.Read, "A bound of the server. What passes it is refused with LIMIT_EXCEEDED and its name.").Add(
            Make.Field<Limit>("name", Make.Must(types.String), "The name, as in the extensions of the error.", l => l.Name),
            Make.Field<Limit>("maximum", Make.Must(types.Revision), "The greatest value; the least where the name ends in Min. Times are in milliseconds.", l => l.Maximum),
            Make.Field<Limit>("description", Make.Must(types.String), "What it bounds.", l => l.Description));
        types.Describe("Server", Access.Read, "The server and the head of its log. What it gives is supporting evidence, not certification.").Add(
            Make.Field<RequestContext>("revision", Make.Must(types.Revision), "The newest revision.", r => r.Current.Head.Revision),
            Make.Field<RequestContext>("hash", Make.Must(types.Hash), "The hash of the log up to it.", r => r.Current.Head.Hash),
            Make.Field<RequestContext>("at", types.DateTime, "The instant of the newest change; null for the empty graph.", r => r.Current.Head.Revision == 0 ? null : r.Current.At),
            Make.Field<RequestContext>("lag", Make.Must(types.Int), "Revisions that the store was seen to have and that are not served yet; 0 where this server is the only writer.", r => (int)r.Engine.Behind),
            Make.Field<RequestContext>("storeAnswers", Make.Must(types.Boolean), "Whether the store answers and takes changes, which it does not while its graph is rebuilt. While it does not, changes are refused with UNAVAILABLE, reads go on from this revision, and lag is what was last seen.", r => r.Engine.StoreLost is null && r.Engine.CanWrite),
            Make.Field<RequestContext>("today", Make.Must(types.Date), "The day today in the server's zone.", r => r.Today),
            Make.Field<RequestContext>("zone", Make.Must(types.String), "The zone in which calendar days are counted, as an IANA name.", r => r.Engine.Calendar.Zone),
            Make.Field<RequestContext>("method", Make.Must(types.String), "The version of the method by which cells are judged; numbers of different versions do not compare.", _ => Method.Version),
            Make.Field<RequestContext>("store", Make.Must(types.String), "The store that keeps the log.", r => r.Engine.StoreName),
            Make.Field<RequestContext>("version", Make.Must(types.String), "The version of the program.", _ => ProgramVersion),
            Make.Field<RequestContext>("actor", Make.Must(types.String), "Who the server takes the caller for; where callers are not identified as the header Graph-Actor claims.", r => r.Caller.Name),
            Make.Field<RequestContext>("client", types.String, "Through what the caller asks, as the log keeps it; null where callers are not identified.", r => r.Caller.Client),
            Make.Field<RequestContext>("roles", Make.All(types.Enum<Role>()), "What the caller may do.", r => r.Caller.Roles.Cast<object>().ToArray()),
            Make.Field<RequestContext>("limits", Make.All(types.Object("Limit")), "Every bound of the server.", (r, c) => LimitList.Of(r.Options, r.Engine.Options, c.RequestServices!.GetRequiredService<IdentityOptions>(), c.RequestServices!.GetRequiredService<ImportLimits>())));
        return Make.Field<RequestContext>("server", Make.Must(types.Object("Server")), "The head of the log, the zone, the method, the store and the limits.", r => r);
    }

    /// <summary>The version of the program.</summary>
    public static string ProgramVersion { get; } = typeof(ServerTypes).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
