using System.Diagnostics;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Hosting;
using Graph.Server.Identity;
using Graph.Server.Telemetry;
using Serilog.Extensions.Logging;

namespace Graph.Server.Cli;

/// <summary>Opens the store, fills it if it is empty, and serves until it is told to stop.</summary>
internal static class ServeVerb
{
    public static async Task<int> RunAsync(GraphModel model, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine));
        var folder = Seed.FindFolder(options);
        _ = new TokenFile(options.Database).Read();     // A start on tokens that nobody can read would let nobody in.
        await using var serilog = GraphHost.Logger(options);
        using var logging = new SerilogLoggerFactory(serilog);
        var logger = logging.CreateLogger("Graph");
        await using var engine = await OpenAsync(model, options, logger, cancellationToken);
        TellOfStore(engine, logger);
        if (engine.Current.Head.Revision == 0 && !await SeedAsync(engine, folder, options, logger, error, cancellationToken))
        {
            return ExitCodes.Rejected;
        }

        var identified = ServerConfiguration.IdentifiesCallers(options);
        await using var app = GraphHost.Build(options, engine);
        await app.StartAsync(cancellationToken);
        var address = app.Urls.First();
        Log.Listening(logger, string.Join(", ", app.Urls), identified ? "callers are identified" : "loopback only, callers are not identified");
        ShowWhatNext(Reachable(address, options.Identity.Names), options, identified, output);
        await app.WaitForShutdownAsync(cancellationToken);
        Log.Stopping(logger);
        await app.StopAsync(CancellationToken.None);
        Log.Stopped(logger, engine.Current.Head.Revision);
        return ExitCodes.Success;
    }

    private static void TellOfStore(GraphEngine engine, Microsoft.Extensions.Logging.ILogger logger)
    {
        engine.StoreLostChanged += cause =>
        {
            if (cause is null)
            {
                Log.StoreFound(logger, engine.Current.Head.Revision);
            }
            else if (cause.WhyClosed is not null)
            {
                Log.StoreClosed(logger, cause.Message, engine.Current.Head.Revision);
            }
            else
            {
                Log.StoreLost(logger, cause.Message, engine.Current.Head.Revision);
            }
        };
        engine.WriteRefused += cause => Log.WriteRefused(logger, cause.Message, engine.Current.Head.Revision);
        _ = TellWhenWritingStopsAsync(engine, logger);
    }

    private static async Task TellWhenWritingStopsAsync(GraphEngine engine, Microsoft.Extensions.Logging.ILogger logger)
    {
        var cause = await engine.WritingStopped;
        Log.WritingStopped(logger, cause, engine.Current.Head.Revision);
    }

    private static async Task<GraphEngine> OpenAsync(GraphModel model, ServerOptions options, Microsoft.Extensions.Logging.ILogger logger, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var store = await StoreOpening.OpenToServeAsync(options, model, said => Log.Store(logger, said), cancellationToken);
        var folder = StoreOpening.Snapshots(options) is { } path ? new CheckpointFolder(path, said => Log.Store(logger, said)) : null;
        var engine = await Progress.OfReplayAsync(progress => EngineOpening.OpenAsync(store, model, options, progress, cancellationToken, folder), step => Log.OnTheWay(logger, step));
        var snapshot = engine.Current;
        Log.Opened(logger, StoreOpening.Place(options), store.Name, snapshot.Head.Revision, snapshot.DocumentCount, snapshot.EdgeCount, watch.ElapsedMilliseconds);
        return engine;
    }

    private static async Task<bool> SeedAsync(
        GraphEngine engine, string? folder, ServerOptions options, Microsoft.Extensions.Logging.ILogger logger, TextWriter error, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            Log.NoSeed(logger);
            return true;
        }

        var watch = Stopwatch.StartNew();
        var report = await Progress.OfImportAsync(progress => Seed.LoadAsync(engine, folder, options, progress, cancellationToken), step => Log.OnTheWay(logger, "seed: " + step));
        if (!report.Succeeded)
        {
            await error.WriteLineAsync($"SEED: the seed {folder} was refused, nothing of it was written.");
            await ReportText.WriteRejectsAsync(report, error);
            return false;
        }

        if (report.Changes == 0)
        {
            Log.SeededByOther(logger, engine.Current.Head.Revision);
            return true;
        }

        // The graph is counted as the next start will count it: several entries of the seed may be about one document.
        var snapshot = engine.Current;
        Log.Seeded(logger, folder, report.Entries.In, report.Files.Count, snapshot.Head.Revision, snapshot.DocumentCount, snapshot.EdgeCount, watch.ElapsedMilliseconds);
        return true;
    }

    /// <summary>An address by which the server is reached: where it listens on every address of this machine, by the first name that it goes by.</summary>
    internal static string Reachable(string address, IReadOnlyList<string> names) =>
        names.Count > 0 && new UriBuilder(address) is var uri && uri.Host is "0.0.0.0" or "[::]" ? $"{uri.Scheme}://{names[0]}:{uri.Port}" : address;

    private static void ShowWhatNext(string address, ServerOptions options, bool identified, TextWriter output) => output.WriteLine($$"""

          {{(options.Pages.Enabled ? $"Open      {address}" : "Pages     switched off")}}
          GraphQL   {{address}}/graphql{{(options.Api.OnlyPersisted ? ", only operations that are registered" : "")}}
          Health    {{address}}/health/live  {{address}}/health/ready
          Manual    README.md, schema/README.md, graph --help
        {{(options.Api.OnlyPersisted ? "" : FirstQuestion(address, identified))}}
          Ctrl+C stops.
        """);

    private static string FirstQuestion(string address, bool identified) => $$"""

          A first question: which systems are there?

          curl -s {{address}}/graphql{{(identified ? " -H 'Authorization: Bearer <token>'" : "")}} -H 'Content-Type: application/json' -d '{"query":"{ view { revision aiSystems { totalCount nodes { key title } } } }"}'

        """;
}
