using Graph.Engine.Model;
using Graph.Server.Hosting;
using Graph.Stores.Neo4j;

namespace Graph.Server.Cli;

/// <summary>The graph in Neo4j beside its log: whether it is the right one, and how it is made anew.</summary>
internal static class Neo4jVerbs
{
    public static async Task<int> VerifyAsync(GraphModel model, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (options, address) = Read(commandLine);
        await using var log = await Neo4jLogStore.OpenToReadAsync(address, options.Neo4j, model, cancellationToken);
        var found = await Progress.OfReplayAsync(reading => Neo4jGraph.VerifyAsync(log, reading, null, cancellationToken));
        var personal = await VerifyVerb.CheckPersonalAsync(model, log, cancellationToken);
        await output.WriteLineAsync($"revision {found.Head.Revision}");
        await output.WriteLineAsync($"hash     {found.Head.Hash}");
        await output.WriteLineAsync(personal);
        await output.WriteLineAsync($"graph    {found.NodeCount} nodes, {found.EdgeCount} relationships");
        await output.WriteLineAsync("The chain is unbroken and every entry is readable.");
        if (found.OtherCount > 0)
        {
            await output.WriteLineAsync($"{found.OtherCount} nodes have none of our labels; they were not looked at.");
        }

        if (found.DriftCount == 0)
        {
            await output.WriteLineAsync("The graph is the one of its log.");
            return ExitCodes.Success;
        }

        foreach (var drift in found.Drift)
        {
            await output.WriteLineAsync(drift.ToString());
        }

        if (found.DriftCount > found.Drift.Count)
        {
            await output.WriteLineAsync($"and {found.DriftCount - found.Drift.Count} more (Graph:Neo4j:DriftCountMax, --list)");
        }

        await error.WriteLineAsync($"DRIFT: the graph in {address} differs from the one of its log in {found.DriftCount} places ({string.Join(", ", found.Counts.Select(c => $"{GraphDrift.Word(c.Key)} {c.Value}"))}): it was edited by hand. graph neo4j rebuild makes it anew.");
        return ExitCodes.Drift;
    }

    public static async Task<int> RebuildAsync(GraphModel model, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (options, address) = Read(commandLine);
        await using var log = await Neo4jLogStore.OpenToReadAsync(address, options.Neo4j, model, cancellationToken);
        await VerifyVerb.CheckPersonalAsync(model, log, cancellationToken);
        var head = await Progress.OfRebuildAsync(writing => Neo4jGraph.RebuildAsync(log, options.Batch, null, writing, cancellationToken), error.WriteLine);
        await output.WriteLineAsync($"revision {head.Revision}");
        await output.WriteLineAsync($"hash     {head.Hash}");
        await output.WriteLineAsync("The graph was made anew from its log. Servers refused to write meanwhile, and write again now.");
        return ExitCodes.Success;
    }

    private static (ServerOptions Options, Neo4jAddress Address) Read(IReadOnlyDictionary<string, string?> commandLine)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        return StoreOpening.Neo4j(options) is { } address ? (options, address) : throw new StartRefusedException(
            [$"Graph:Store: expected an address such as neo4j:http://neo4j@localhost:7474/neo4j, here or as --store, found {options.Store}: a SQLite file has no graph beside its log, and graph verify checks it"]);
    }
}
