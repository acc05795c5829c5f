using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Server.Hosting;
using Graph.Stores;
using Graph.Stores.Neo4j;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>Copies a log from one store to another: from a SQLite file to Neo4j, back, or to another file.</summary>
internal static class LogCopyVerb
{
    public static async Task<int> RunAsync(GraphModel model, string from, string to, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (StoreOpening.IsNeo4j(from) && StoreOpening.IsNeo4j(to))
        {
            throw new StartRefusedException(["copy: expected at least one SQLite file, found two addresses of Neo4j: one password is configured, and it must not be sent to another server. Copy into a file, and from there to the other Neo4j"]);
        }

        var store = StoreOpening.IsNeo4j(from) ? from : StoreOpening.IsNeo4j(to) ? to : ServerOptions.SqliteStore;
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(new Dictionary<string, string?> { ["Graph:Store"] = store }), listens: false);
        var result = await CopyAsync(model, from, to, options, error, cancellationToken);
        await output.WriteLineAsync($"source   revision {result.Head.Revision}, hash {result.Head.Hash}");
        await output.WriteLineAsync($"target   revision {result.Head.Revision}, hash {result.Head.Hash}");
        await output.WriteLineAsync(result.Begin == result.Head
            ? "The target had all of it already."
            : $"Copied {result.Head.Revision - result.Begin.Revision} entries{(result.Begin.Revision == 0 ? "" : $" after revision {result.Begin.Revision}, which was there")}. The target holds names of people: keep it as safe as the source. API tokens are not copied.");
        return ExitCodes.Success;
    }

    private static async Task<CopyResult> CopyAsync(GraphModel model, string from, string to, ServerOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The source first: a target that is not there yet is not made for nothing.
            await using ILogStore source = StoreOpening.Neo4j(options) is { } address && StoreOpening.IsNeo4j(from)
                ? await Neo4jLogStore.OpenToReadAsync(address, options.Neo4j, model, cancellationToken)
                : SqliteLogStore.OpenToRead(from);
            await using ILogStore target = StoreOpening.IsNeo4j(to) ? await StoreOpening.OpenAsync(options, model, cancellationToken) : SqliteLogStore.Open(to);
            try
            {
                return await Progress.OfCopyAsync(progress => new LogCopy(source, target, model, options.Batch).RunAsync(progress, cancellationToken), error.WriteLine);
            }
            catch (Exception e) when (e is StoreException or BrokenLogException && source is SqliteLogStore { WasWrittenTo: true })
            {
                // A server was started meanwhile. Opened again, the file is read along with its writer, and the copy goes on where it ended.
            }
        }
    }
}
