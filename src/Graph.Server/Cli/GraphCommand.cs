using System.CommandLine;
using Graph.Engine.Model;

namespace Graph.Server.Cli;

/// <summary>The command line: <c>graph</c> serves; its verbs import, verify, back up, restore and copy, and print the schema and the settings.</summary>
public static class GraphCommand
{
    /// <summary>Runs the command line; gives the exit code.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="error">Where refusals go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="model">The kinds and edges of the graph; null = those that ship.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken, GraphModel? model = null)
    {
        var parsed = Build(model ?? GraphModel.Default, output, error).Parse(args);
        var exit = await parsed.InvokeAsync(
            new() { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exit;
    }

    private static RootCommand Build(GraphModel model, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("""
            Graph: the traceability graph for AI governance. Without a verb it serves.

            Settings: "graph settings" lists all of them. Each can be made in appsettings.json, in the program's folder or the current one, as
            {"Graph": {"Api": {"TimeMax": "00:00:20"}}}, or in the environment, which goes before, as Graph__Api__TimeMax=00:00:20.

            Exit codes: 0 done, 1 fault of the program, 2 wrong command line or configuration, 3 files refused,
            4 store cannot be used, 5 broken log, 6 address cannot be listened on, 7 the graph in Neo4j differs from its log,
            8 a pack is not what was written, 9 a pack could not be compared with its log, 130 interrupted.
            """);
        AddServe(model, root, output, error);
        var serve = new Command("serve", "Serves the API from a SQLite file, or from the store that Graph:Store names; fills an empty one from the seed. This is the default.");
        AddServe(model, serve, output, error);
        root.Add(serve);
        root.Add(Import(model, output, error));
        root.Add(Verify(model, output, error));
        root.Add(Backup(model, output, error));
        root.Add(Restore(model, output, error));
        root.Add(Copy(model, output, error));
        root.Add(Neo4j(model, output, error));
        root.Add(Export(model, output, error));
        root.Add(VerifyPack(model, output, error));
        root.Add(ErasePerson(model, output, error));
        root.Add(Token(output, error));
        root.Add(Schema(model, output, error));
        root.Add(Settings(output, error));
        return root;
    }

    private static void AddServe(GraphModel model, Command command, TextWriter output, TextWriter error)
    {
        var database = Database();
        var urls = new Option<string?>("--urls") { Description = "The addresses to listen on, separated by semicolons; loopback only, unless callers are identified by API tokens or Graph:Identity. Default: http://127.0.0.1:5080.", HelpName = "addresses" };
        var seed = new Option<string?>("--seed") { Description = "The folder that an empty store is filled from, or 'none'. Default: the seed that comes with the product.", HelpName = "folder" };
        command.Add(database);
        command.Add(urls);
        command.Add(seed);
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => ServeVerb.RunAsync(
            model, Options(("Database", parsed.GetValue(database)), ("Urls", parsed.GetValue(urls)), ("Seed", parsed.GetValue(seed))), output, error, cancellationToken)));
    }

    private static Command Import(GraphModel model, TextWriter output, TextWriter error)
    {
        var files = new Argument<string[]>("files") { Description = "YAML and CSV files, or folders of them, in the order of what refers to what. The name of a CSV file begins with what it holds: risks.csv, ai-systems.csv, links.csv.", Arity = ArgumentArity.OneOrMore };
        var database = Database();
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would happen; write nothing." };
        var together = new Option<bool>("--together") { Description = "All files go in together or not at all, as by POST /imports; then their order does not matter." };
        var seed = new Option<bool>("--as-seed") { Description = "The files are the seed of an empty store: they carry their own times and approvals, and go in all together or not at all." };
        var actor = new Option<string>("--actor") { Description = "Who imports.", DefaultValueFactory = _ => "local" };
        var reason = new Option<string?>("--reason") { Description = "Why. Default: the name of the file." };
        var command = new Command("import", "Imports YAML and CSV files: a file is written whole or not at all, and importing it again writes nothing twice.") { files, database, dryRun, together, seed, actor, reason };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => ImportVerb.RunAsync(
            model, parsed.GetValue(files)!,
            Options(("Database", parsed.GetValue(database))),
            new() { Actor = parsed.GetValue(actor)!, Reason = parsed.GetValue(reason), IsDryRun = parsed.GetValue(dryRun), IsTogether = parsed.GetValue(together) && !parsed.GetValue(seed), IsSeed = parsed.GetValue(seed) },
            output, error, cancellationToken)));
        return command;
    }

    private static Command Verify(GraphModel model, TextWriter output, TextWriter error)
    {
        var database = FilePath("database", "The SQLite file; it may be in use.");
        var command = new Command("verify", "Checks a file: its pages, the hash chain of its log, every entry, and the values that lie beside the log.") { database };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => VerifyVerb.RunAsync(model, parsed.GetValue(database)!, output, cancellationToken)));
        return command;
    }

    private static Argument<string> FilePath(string name, string description) => Given(name, description, "the path of a file");

    private static Argument<string> StorePlace(string name, string description) => Given(name, description, "the path of a file or an address of Neo4j");

    private static Argument<string> Given(string name, string description, string what)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(given =>
        {
            if (given.Tokens is not [var token, ..] || string.IsNullOrWhiteSpace(token.Value))
            {
                given.AddError($"{name}: expected {what}, found nothing");
            }
        });
        return argument;
    }

    private static Command Backup(GraphModel model, TextWriter output, TextWriter error)
    {
        var to = FilePath("backup", "The file to write; there must be none yet.");
        var database = Database();
        var command = new Command("backup", "Copies the database as it is at one moment, also while a server writes to it, and verifies the copy.") { to, database };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => CopyVerbs.BackupAsync(
            model, Options(("Database", parsed.GetValue(database))), parsed.GetValue(to)!, output, cancellationToken)));
        return command;
    }

    private static Command Restore(GraphModel model, TextWriter output, TextWriter error)
    {
        var from = FilePath("backup", "The backup.");
        var database = Database();
        var command = new Command("restore", "Verifies a backup and puts a copy of it in the place of the database, where there must be none: move the old one away first.") { from, database };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => CopyVerbs.RestoreAsync(
            model, Options(("Database", parsed.GetValue(database))), parsed.GetValue(from)!, output, cancellationToken)));
        return command;
    }

    private static Command Copy(GraphModel model, TextWriter output, TextWriter error)
    {
        var from = StorePlace("from", "Where the log is: a SQLite file, or a Neo4j such as neo4j:http://neo4j@localhost:7474/neo4j; it may be in use.");
        var to = StorePlace("to", "Where it goes: the same, empty or with the beginning of the same log, and not in use.");
        var command = new Command("copy", """
            Copies a log with its names to another store: the same entries, the same hashes. The log is verified meanwhile, and
            a copy that was stopped goes on where it ended. At least one of the two is a SQLite file; the password of Neo4j is in Graph__Neo4j__Password or
            Graph__Neo4j__PasswordFile. A batch holds at most Graph:Batch:CountMax entries (1,000) and Graph:Batch:BytesMax bytes (4 MiB).
            """) { from, to };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => LogCopyVerb.RunAsync(
            model, parsed.GetValue(from)!, parsed.GetValue(to)!, output, error, cancellationToken)));
        return command;
    }

    private static Command Neo4j(GraphModel model, TextWriter output, TextWriter error)
    {
        var verifyStore = Store();
        var list = new Option<int?>("--list") { Description = "The greatest number of differences that are listed; all are counted. Default: 100 (Graph:Neo4j:DriftCountMax).", HelpName = "count" };
        var verify = new Command("verify", """
            Checks the log in Neo4j as graph verify does for a file, and compares the graph beside it with the log: nodes, labels, relationships, every
            property, names, what stands beside entries, constraints. Servers may write meanwhile. Exit code 7 where the graph differs.
            """) { verifyStore, list };
        verify.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => Neo4jVerbs.VerifyAsync(
            model, Options(("Store", parsed.GetValue(verifyStore)), ("Neo4j:DriftCountMax", parsed.GetValue(list)?.ToString(System.Globalization.CultureInfo.InvariantCulture))), output, error, cancellationToken)));
        var rebuildStore = Store();
        var rebuild = new Command("rebuild", """
            Makes the graph in Neo4j anew from its log, in transactions of at most Graph:Batch:CountMax nodes or relationships (1,000). Nothing that the log does
            not say is left of it; nodes that have none of our labels are left alone. Until it has come to its end no server writes or starts; stopped in between, it is run again.
            """) { rebuildStore };
        rebuild.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => Neo4jVerbs.RebuildAsync(
            model, Options(("Store", parsed.GetValue(rebuildStore))), output, error, cancellationToken)));
        return new("neo4j", "Verifies the graph that lies in Neo4j beside the log, and makes it anew.") { verify, rebuild };
    }

    private static Command Export(GraphModel model, TextWriter output, TextWriter error)
    {
        var of = new Argument<string>("of") { Description = "The key of an AiSystem, or 'organisation'." };
        var to = FilePath("pack", "The file to write, such as pack.zip; there must be none yet. Folders above it are made.");
        var database = Database();
        var store = Store();
        var pack = new Command("evidence-pack", "Writes what an auditor takes home: pages, tables, pictures of chains, hashes; as it is today, byte for byte as a server of the same settings gives it. The store may be in use.") { of, to, database, store };
        pack.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => PackVerbs.ExportAsync(
            model, parsed.GetValue(of)!, Options(("Database", parsed.GetValue(database)), ("Store", parsed.GetValue(store))), parsed.GetValue(to)!, output, error, cancellationToken)));
        return new("export", "Writes what people take home.") { pack };
    }

    private static Command VerifyPack(GraphModel model, TextWriter output, TextWriter error)
    {
        var pack = FilePath("pack", "The pack.");
        var database = new Option<string?>("--database") { Description = "A SQLite file, or a Neo4j such as neo4j:http://neo4j@localhost:7474/neo4j, whose password is in Graph__Neo4j__Password or Graph__Neo4j__PasswordFile: the pack is made again from its log, at the revision and day that the pack names, and every file is compared.", HelpName = "file or address" };
        var command = new Command("verify-pack", """
            Compares every file of an evidence pack with its SHA-256: none more, none fewer, none other. Whoever alters a pack can make these anew, so only
            --database shows that it holds what the graph gave. Exit code 8 where a file differs, 9 where the pack could not be made again: of a what-if, or of another version of the program.
            """) { pack, database };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => PackVerbs.VerifyAsync(model, parsed.GetValue(pack)!, parsed.GetValue(database), output, error, cancellationToken)));
        return command;
    }

    private static Command Token(TextWriter output, TextWriter error)
    {
        var command = new Command("token", "Makes, lists and revokes API tokens, also while the server runs. From the first token on every caller must be identified.");
        command.Add(TokenCreate(output, error));
        var listed = Database();
        var list = new Command("list", "Lists the tokens, the expired and revoked ones included; the tokens themselves are kept nowhere.") { listed };
        list.SetAction((parsed, _) => ExitCodes.GuardAsync(error, () => TokenVerbs.ListAsync(Options(("Database", parsed.GetValue(listed))), output)));
        command.Add(list);
        var asked = new Argument<string>("token") { Description = "The id of a token, or a name: then all tokens of that name." };
        var database = Database();
        var remove = new Option<bool>("--remove") { Description = "Also take it off the list, with its name." };
        var revoke = new Command("revoke", "Revokes tokens; a running server refuses the next request with one.") { asked, database, remove };
        revoke.SetAction((parsed, _) => ExitCodes.GuardAsync(error, () => TokenVerbs.RevokeAsync(
            parsed.GetValue(asked)!, parsed.GetValue(remove), Options(("Database", parsed.GetValue(database))), output, error)));
        command.Add(revoke);
        return command;
    }

    private static Command TokenCreate(TextWriter output, TextWriter error)
    {
        var name = new Option<string>("--name") { Description = "Whose it is: the actor of what is changed with it. Tokens of one name are one person or tool, and nobody decides on what a token of their name submitted.", Required = true };
        var roles = new Option<string[]>("--role") { Description = "What it allows: Reader, Editor, Approver, Auditor, Administrator; several by commas or by repeating it.", Required = true, AllowMultipleArgumentsPerToken = true };
        var expires = new Option<string?>("--expires") { Description = "The number of days it is good for, or the last day as yyyy-MM-dd. Default: 90 days (Graph:Identity:ApiTokenDaysDefault), at most 366 (ApiTokenDaysMax).", HelpName = "days or day" };
        var database = Database();
        var command = new Command("create", "Makes a token and prints it, once.") { name, roles, expires, database };
        command.SetAction((parsed, _) => ExitCodes.GuardAsync(error, () => TokenVerbs.CreateAsync(
            parsed.GetValue(name)!, parsed.GetValue(roles)!, parsed.GetValue(expires), Options(("Database", parsed.GetValue(database))), output, error)));
        return command;
    }

    private static Command ErasePerson(GraphModel model, TextWriter output, TextWriter error)
    {
        var person = new Argument<string>("person") { Description = "The key of a Person, a name, an e-mail address, or the subject of an actor as the log shows it." };
        var database = Database();
        var reason = new Option<string>("--reason") { Description = "Why, for whoever reads the log; it must not hold what is erased.", Required = true };
        var actor = new Option<string>("--actor") { Description = "Who erases.", DefaultValueFactory = _ => "local" };
        var all = new Option<bool>("--all") { Description = "Also where several people share the name, or it is written in several ways: it is erased for all of them." };
        var command = new Command("erase-person", "Erases the names and addresses of a person that lie beside the log; the server must be stopped, and the chain still verifies.") { person, database, reason, actor, all };
        command.SetAction((parsed, cancellationToken) => ExitCodes.GuardAsync(error, () => ErasePersonVerb.RunAsync(
            model, parsed.GetValue(person)!, parsed.GetValue(actor)!, parsed.GetValue(reason)!, parsed.GetValue(all),
            Options(("Database", parsed.GetValue(database))), output, error, cancellationToken)));
        return command;
    }

    private static Command Schema(GraphModel model, TextWriter output, TextWriter error)
    {
        var command = new Command("schema", "Prints the GraphQL schema.");
        command.SetAction((_, cancellationToken) => ExitCodes.GuardAsync(error, () => SchemaVerb.RunAsync(model, output, cancellationToken)));
        return command;
    }

    private static Command Settings(TextWriter output, TextWriter error)
    {
        var command = new Command("settings", "Lists every setting of the configuration: its name, its default, what it is for.");
        command.SetAction((_, _) => ExitCodes.GuardAsync(error, () => SettingsVerb.RunAsync(output)));
        return command;
    }

    private static Option<string?> Database() =>
        new("--database") { Description = "The SQLite file. Default: data/graph.db in the current folder.", HelpName = "file" };

    private static Option<string?> Store() =>
        new("--store") { Description = "The Neo4j, such as neo4j:http://neo4j@localhost:7474/neo4j. Default: the one of Graph:Store.", HelpName = "address" };

    private static Dictionary<string, string?> Options(params (string Name, string? Value)[] given) =>
        given.Where(g => g.Value is not null).ToDictionary(g => "Graph:" + g.Name, g => g.Value);
}
