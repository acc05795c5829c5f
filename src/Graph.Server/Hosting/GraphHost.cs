using System.Text;
using Graph.Engine.Writing;
using Graph.Server.Analysts;
using Graph.Server.Api;
using Graph.Server.Api.Types;
using Graph.Server.Export;
using Graph.Server.Identity;
using Graph.Server.Import;
using Graph.Server.Pages;
using Graph.Server.Protection;
using Graph.Server.Telemetry;
using Graph.Server.Transport;
using Graph.Server.Transport.Subscriptions;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Graph.Server.Hosting;

/// <summary>Puts the engine behind HTTP.</summary>
public static class GraphHost
{
    /// <summary>Builds the host of an engine that is open; the host does not close it.</summary>
    public static WebApplication Build(ServerOptions options, GraphEngine engine)
    {
        // Only what ServerConfiguration has checked reaches the host: no environment variable of ASP.NET opens another address.
        KeepThreads(options.Api);
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "graph", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Bound(options.Api);
            kestrel.RequestHeaderEncodingSelector = name => name.Equals(CallerHandler.ActorHeader, StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : null;
        });
        builder.WebHost.UseUrls([.. options.Addresses]);
        builder.Services.AddSerilog(Logger(options), dispose: true);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(engine);

        // A page of another site that makes its name resolve to this machine must not write here: only our own names are answered.
        builder.Services.AddHostFiltering(filtering =>
        {
            filtering.AllowedHosts = [.. ServerConfiguration.HostNames(options)];
            filtering.IncludeFailureMessage = false;    // It is a page in HTML; ours is coded.
        });
        builder.Services.AddGraphApi(options.Api);   // The API: schema, limits and endpoint.
        builder.Services.AddGraphExports();
        builder.Services.AddGraphImports(options.Import);
        builder.Services.AddProtection(options.Api);
        builder.Services.AddGraphIdentity(options.Identity, options.Database);
        builder.Services.AddTelemetry(options.Telemetry, ServerTypes.ProgramVersion);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeMax);

        var app = builder.Build();
        app.UseCorrelation();
        app.UseRequestLog(options.Telemetry);
        app.UseProtection();
        app.UseAuthentication();            // Who asks decides how often they may.
        app.UseClientProtection();
        app.UseGraphSockets();              // Before the access rules: a socket says who asks in its first message.
        app.UseGraphPages(options.Pages);   // Before the API: a browser that opens its address gets a page.
        app.UseAuthorization();             // From here on a caller is known, or the endpoint is public.
        app.UseSeenRevision();              // Nobody reads less than they have seen, on whichever server.
        app.MapGet("/health/live", () => Health(engine)).IsPublic("Whatever watches the server has no token.").DisableRateLimiting();
        app.MapGet("/health/ready", () => Ready(engine)).IsPublic("Whatever watches the server has no token; a revision and a hash tell nothing.").DisableRateLimiting();
        app.MapGraphApi().Needs(Role.Reader);       // The API: POST and GET /graphql, and event streams; what its fields need stands in the schema.
        app.MapGraphExports().Needs(Role.Reader);   // Flat exports: GET /exports/{name}.
        app.MapGraphImports().Needs(Role.Editor);   // Files of documents and links: POST /imports.
        app.MapAnalystKit();                        // For Neo4j Browser: a guide and colours.
        return app;
    }

    /// <summary>The log of the process, before and after there is a host.</summary>
    public static Serilog.Core.Logger Logger(ServerOptions options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.Telemetry.LogLevel, ignoreCase: true))
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting", LogEventLevel.Warning)
            .MinimumLevel.Override(typeof(CallerHandler).FullName!, LogEventLevel.Warning)  // ASP.NET writes under its name.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)    // What it logs it throws as well.
            .MinimumLevel.Override("Microsoft.Identity", LogEventLevel.Fatal)              // It quotes tokens that nobody has vouched for;
            .MinimumLevel.Override("Microsoft.IdentityModel", LogEventLevel.Fatal)         // who is refused, and keys that cannot be read, are lines of our own.
            .Filter.With<GivenUpBodies>()
            .Enrich.FromLogContext()
            .Enrich.With<NothingOfTheCaller>();
        return (options.LogFormat == "json"
            ? configuration.WriteTo.Console(new RenderedCompactJsonFormatter())
            : configuration.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture)).CreateLogger();
    }

    // What computes for long holds its thread; the pool gives others only slowly, and timers and light requests must not wait for that.
    private static void KeepThreads(ApiOptions api)
    {
        static int Held(int count) => Math.Min(count, 64);      // Of more, the pool may take its time.

        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + Held(api.HeavyCountMax) + Held(api.WorkCountMax) + Held(api.ExportPieceCountMax)), ports);
    }

    // A writer that has stopped writes again only after a restart, so the process counts as ill although it answers.
    private static IResult Health(GraphEngine engine) => engine.CanWrite
        ? Results.Json(new { status = "live" })
        : Results.Json(new { status = "not writing" }, statusCode: StatusCodes.Status503ServiceUnavailable);

    // A server whose store is away for a while is ready to be read, and says that it is all.
    private static IResult Ready(GraphEngine engine)
    {
        // Whoever stopped writing to a shared store follows it no more, and what does not answer may be anywhere: unknown is never 0.
        var snapshot = engine.Current;
        var isFollowing = engine.CanWrite || !engine.IsShared;
        var answers = isFollowing && engine.StoreLost is null;
        return Results.Json(
            new
            {
                status = isFollowing ? "ready" : "not following",
                revision = snapshot.Head.Revision,
                hash = snapshot.Head.Hash,
                store = engine.StoreName,
                behind = answers ? engine.Behind : (long?)null,
                storeAnswers = answers,
            },
            statusCode: isFollowing ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
