using System.Security.Cryptography;
using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Hosting;
using Graph.Server.Identity;
using Graph.Stores.Sqlite;

namespace Graph.Server.Cli;

/// <summary>
/// Erases what lies of a person beside the log (GDPR Art. 17), in a store that no server holds: the values and their salts go, an
/// entry of the log says so, and no byte of them is left in a SQLite file.
/// </summary>
internal static class ErasePersonVerb
{
    public static async Task<int> RunAsync(
        GraphModel model, string asked, string actor, string reason, bool all, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = ServerConfiguration.Read(ServerConfiguration.Sources(commandLine), listens: false);
        if (StoreOpening.Neo4j(options) is null && !File.Exists(options.Database))
        {
            throw new FileNotFoundException($"there is no database {options.Database}");
        }

        var store = await StoreOpening.OpenAsync(options, model, cancellationToken);
        await using var engine = await Progress.OfReplayAsync(progress => EngineOpening.OpenAsync(store, model, options, progress, cancellationToken));
        var found = await FoundPerson.SearchAsync(engine, asked, cancellationToken);
        if (found.Tokens.Count == 0)
        {
            // A run that was stopped after its entry was kept ends here when it is done again.
            await ScrubAsync(store, output, cancellationToken);
            await error.WriteLineAsync("NOT_FOUND: expected the key of a Person, a name, an e-mail address or a subject that lies beside the log and is not erased yet" + (store is SqliteLogStore ? "; what was erased before has left no bytes behind" : ""));
            return ExitCodes.Usage;
        }

        if (!all && (found.Persons.Count > 1 || found.Subjects.Count > 1 || found.Spellings.Count > 0))
        {
            await error.WriteLineAsync($"CONFLICT: expected one person, found {Several(found)}. They share names, and a name that is erased is erased for all of them: say --all if that is meant, or give one of them another name first");
            return ExitCodes.Rejected;
        }

        var change = new ChangeRequest(ChangeId(found.Tokens), actor, reason, []) { Origin = ChangeOrigin.Authority, Erasures = found.Tokens };
        var result = await engine.ApplyAsync(change, cancellationToken);
        foreach (var violation in result.Violations)
        {
            await error.WriteLineAsync($"{violation.Code.ToString().ToUpperInvariant()}: {violation.Path}: {violation.Message}");
        }

        if (!result.Accepted)
        {
            return ExitCodes.Rejected;
        }

        await ScrubAsync(store, output, cancellationToken);
        await output.WriteLineAsync($"Erased {found.Tokens.Count} values{(found.Persons.Count == 0 ? "" : " of " + string.Join(", ", found.Persons))} at revision {result.Head.Revision}.");
        await output.WriteLineAsync("Backups made before still hold them, and so do keys, texts and links that name the person: the log never changes.");
        if (new TokenFile(options.Database).Read().Any(t => found.Names.Contains(ActorIdentity.NameKey(t.Name))))
        {
            await output.WriteLineAsync("An API token has the name as well: graph token revoke and the name, with --remove.");
        }

        return ExitCodes.Success;
    }

    // What Neo4j has on the disk is its own: it writes over free places in time, and keeps its transaction logs as long as it is told to.
    private static Task ScrubAsync(ILogStore store, TextWriter output, CancellationToken cancellationToken) => store is SqliteLogStore file
        ? file.ScrubAsync(cancellationToken)
        : output.WriteLineAsync("The transaction logs of Neo4j may hold what was erased until they are pruned (db.tx_log.rotation.retention_policy).");

    private static string Several(FoundPerson found) => string.Join(" and ", (string[])
    [
        .. found.Persons.Count > 1 ? ["the documents " + string.Join(", ", found.Persons)] : Array.Empty<string>(),
        .. found.Spellings.Count > 0 ? ["names that are written in several ways: " + string.Join(", ", found.Spellings)] : Array.Empty<string>(),
        .. found.Subjects.Count > 1 ? ["the signed-in actors " + string.Join(", ", found.Subjects)] : Array.Empty<string>(),
    ]);

    private static string ChangeId(IReadOnlyList<string> tokens) =>
        "erase-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', tokens))))[..16];
}
