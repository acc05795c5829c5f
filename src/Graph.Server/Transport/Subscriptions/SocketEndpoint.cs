using Graph.Server.Api;
using Graph.Server.Identity;
using Graph.Server.Protection;
using GraphQL;

namespace Graph.Server.Transport.Subscriptions;

/// <summary>
/// The WebSockets of the API's address. They come before the access rules, because a page cannot send headers with one: the first
/// message of a socket says who asks, and nothing is answered before.
/// </summary>
internal sealed class SocketEndpoint(
    OperationStream operations, RequestReader requests, CallerCheck callers, ClientLimiter clients, SubscriberLimiter places, ApiOptions options, IHostApplicationLifetime lifetime, IGraphQLTextSerializer serializer, ILogger<SocketEndpoint> logger)
{
    /// <summary>The subprotocol.</summary>
    public const string Protocol = "graphql-transport-ws";

    /// <summary>Whether a request asks for one.</summary>
    public bool IsAsked(HttpContext http) => http.WebSockets.IsWebSocketRequest && http.Request.Path.Equals(options.Path, StringComparison.Ordinal);

    /// <summary>Opens it and serves it to its end.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (OtherSites.HaveSent(http.Request, options))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, new(ErrorCode.Forbidden, "expected a page of this server or of an origin that it names (Graph:Api:Origins), found another site"));
            return;
        }

        IDisposable place;
        try
        {
            place = places.EnterSocket(http);
        }
        catch (ApiError full)
        {
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests, full);
            return;
        }

        using (place)
        {
            var spoken = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = spoken ? Protocol : null,
                KeepAliveInterval = options.StreamCheckPeriod,
                KeepAliveTimeout = options.SubscriberSendTimeMax,
            });
            using var connection = new SocketConnection(http, socket, operations, requests, callers, clients, options, serializer, logger);
            await connection.RunAsync(spoken ? null : new(SocketClosing.NoProtocol, $"expected the subprotocol {Protocol}"), lifetime.ApplicationStopping);
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, ApiError error)
    {
        http.Response.StatusCode = status;
        return CodedErrors.WriteAsync(http, error);
    }
}

/// <summary>Puts the WebSockets into a host.</summary>
internal static class SocketRegistration
{
    /// <summary>Serves them, before the access rules.</summary>
    public static void UseGraphSockets(this WebApplication app)
    {
        app.UseWebSockets();
        var sockets = app.Services.GetRequiredService<SocketEndpoint>();
        app.Use((http, next) => sockets.IsAsked(http) ? sockets.HandleAsync(http) : next(http));
    }
}
