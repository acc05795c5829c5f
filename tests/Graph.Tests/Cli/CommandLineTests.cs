using System.Net;
using System.Net.Sockets;
using Graph.Server.Cli;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using static Graph.Tests.Cli.CommandRun;

namespace Graph.Tests.Cli;

/// <summary>What the verbs of <c>graph</c> say and with which exit code they end.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string File1 = "documents:\n  Vendor:\n    - {key: vendor:v, title: V}\n";

    private readonly TemporaryFolder folder = new();

    private string Database => folder.File("graph.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Import_writes_reports_and_ends_with_0()
    {
        var file = folder.Write("a.yaml", File1);

        var (exit, output, error) = await RunAsync("import", file, "--database", Database);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("The graph is at revision 1.", output);
        Assert.Contains("a.yaml", output);
    }

    [Fact]
    public async Task The_help_names_the_verb_that_lists_every_setting_with_its_default_and_what_it_is_for()
    {
        var (exit, output, error) = await RunAsync("settings");

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("\"graph settings\" lists all of them", (await RunAsync("--help")).Output, StringComparison.Ordinal);
        string[] lines = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        var told = lines.Where((_, i) => i % 2 == 0).ToDictionary(l => l.Split(" = ")[0], l => l.Split(" = ")[1]);
        Assert.All(lines.Where((_, i) => i % 2 == 1), l => Assert.Matches(@"^    \w.*\.$", l));
        Assert.Equal(Names(typeof(Graph.Server.Hosting.ServerOptions), "Graph").Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ("true", "UTC", "00:00:10", "(nothing)", "(nothing)", "data/graph.db"),
            (told["Graph:Pages:Enabled"], told["Graph:Engine:TimeZone"], told["Graph:Api:TimeMax"], told["Graph:Neo4j:Password"], told["Graph:Api:Origins:0"], told["Graph:Database"]));

        // What the binder of the framework sets.
        static IEnumerable<string> Names(Type section, string path) => section.GetProperties().SelectMany(p =>
            p.PropertyType == typeof(IList<string>) ? [$"{path}:{p.Name}:0"]
            : p.SetMethod?.IsPublic != true ? []
            : p.PropertyType.Namespace!.StartsWith("Graph", StringComparison.Ordinal) ? Names(p.PropertyType, $"{path}:{p.Name}")
            : (IEnumerable<string>)[$"{path}:{p.Name}"]);
    }

    [Fact]
    public async Task Import_of_a_faulty_file_names_the_line_on_stderr_and_ends_with_3()
    {
        var file = folder.Write("a.yaml", File1 + "    - {key: vendor:w, title: W, criticality: SEVERE}\n");

        var (exit, output, error) = await RunAsync("import", file, "--database", Database);

        Assert.Equal(ExitCodes.Rejected, exit);
        Assert.Equal($"REJECTED: {file}:4: vendor:w: criticality: expected one of LOW, MEDIUM, HIGH, CRITICAL, found 'SEVERE'{Environment.NewLine}", error);
        Assert.Contains("The graph is at revision 0.", output);
    }

    [Fact]
    public async Task A_dry_run_says_so_and_writes_nothing()
    {
        var (exit, output, _) = await RunAsync("import", folder.Write("a.yaml", File1), "--database", Database, "--dry-run");

        Assert.Equal(0, exit);
        Assert.Contains("would accept", output);
        Assert.Contains("Nothing was written; the graph is at revision 0.", output);
    }

    [Fact]
    public async Task CSV_files_that_go_in_together_may_stand_in_any_order()
    {
        string[] files = [folder.Write("links.csv", "from,kind,to\nrisk:a,MITIGATED_BY,control:c\n"), folder.Write("risks.csv", "key,title,kind\nrisk:a,A,THREAT\n"), folder.Write("controls.csv", "key;title\ncontrol:c;C\n")];

        var apart = await RunAsync(["import", .. files[..1], "--database", Database]);
        var together = await RunAsync(["import", .. files, "--database", Database, "--together"]);

        Assert.Equal((ExitCodes.Rejected, $"REJECTED: {files[0]}:2: risk:a|MITIGATED_BY|control:c: from: expected the key of a document, found 'risk:a'"), (apart.Exit, apart.Error.Split(Environment.NewLine)[0]));
        Assert.Equal((0, ""), (together.Exit, together.Error));
        Assert.Contains("The graph is at revision 1.", together.Output);
    }

    [Fact]
    public async Task A_file_whose_entries_cannot_be_counted_is_marked_in_the_report()
    {
        var (_, output, _) = await RunAsync("import", folder.Write("a.yaml", "a: [b"), folder.Write("b.yaml", File1), "--database", Database);

        Assert.Matches(@"a\.yaml *│ +0\+ │ +0 │ +0\+ │", output);
        Assert.Matches(@"b\.yaml *│ +1 │ +1 │ +0 │", output);
        Assert.Contains("+ a part could not be read", output);
    }

    [Fact]
    public async Task A_dry_run_into_a_database_that_does_not_exist_makes_none()
    {
        var file = folder.Write("a.yaml", File1);

        await RunAsync("import", file, "--database", folder.File("data/graph.db"), "--dry-run");

        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Import_of_a_file_that_is_not_there_ends_with_2()
    {
        var (exit, _, error) = await RunAsync("import", folder.File("none.yaml"), "--database", Database);

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Equal($"NOT_FOUND: There is no file or folder {folder.File("none.yaml")}.{Environment.NewLine}", error);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task Verify_gives_the_head_of_a_sound_file()
    {
        await RunAsync("import", folder.Write("a.yaml", File1), "--database", Database);

        var (exit, output, error) = await RunAsync("verify", Database);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("revision 1", output);
        Assert.Contains("The chain is unbroken", output);
    }

    [Fact]
    public async Task Verify_names_the_first_bad_revision_and_ends_with_5()
    {
        await RunAsync("import", folder.Write("a.yaml", File1), "--database", Database);
        Sql("UPDATE log SET payload = x'00'");

        var (exit, _, error) = await RunAsync("verify", Database);

        Assert.Equal(ExitCodes.BrokenLog, exit);
        Assert.StartsWith("BROKEN_LOG: The log is broken at revision 1:", error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_file_that_is_no_database_ends_with_4_and_one_line()
    {
        await File.WriteAllTextAsync(Database, new string('x', 4_096));

        foreach (string[] arguments in (string[][])[["verify", Database], ["serve", "--database", Database, "--seed", "none"], ["import", folder.Write("a.yaml", File1), "--database", Database]])
        {
            var (exit, _, error) = await RunAsync(arguments);
            Assert.Equal(ExitCodes.Store, exit);
            Assert.Equal($"STORE: The file {Database} is not a database, or its beginning is damaged.{Environment.NewLine}", error);
        }
    }

    [Fact]
    public async Task A_database_that_another_process_writes_to_ends_with_4()
    {
        await using var store = SqliteLogStore.Open(Database);

        var (exit, _, error) = await RunAsync("--database", Database, "--seed", "none", "--urls", "http://127.0.0.1:0");

        Assert.Equal(ExitCodes.Store, exit);
        Assert.Contains("is in use by another process of Graph", error);
        Assert.Equal(0, (await RunAsync("verify", Database)).Exit);
    }

    [Fact]
    public async Task A_port_in_use_ends_with_6_and_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var (exit, _, error) = await RunAsync("--database", Database, "--seed", "none", "--urls", address);

        Assert.Equal(ExitCodes.Address, exit);
        Assert.StartsWith("ADDRESS_IN_USE:", error);
        Assert.Contains(address, error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Every_fault_of_the_configuration_is_reported_before_anything_starts()
    {
        var (exit, _, error) = await RunAsync("--database", Database, "--urls", "http://0.0.0.0:80;https://127.0.0.1:1;nonsense", "--seed", "none");

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Equal(3, error.Split("CONFIGURATION: Graph:Urls:").Length - 1);
        Assert.Contains("Without API tokens or an identity provider", error);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_seed_folder_that_is_not_there_is_refused_before_anything_starts()
    {
        var (exit, _, error) = await RunAsync("--database", Database, "--seed", folder.File("none"));

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("Graph:Seed: expected a folder or 'none'", error);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_faulty_seed_ends_with_3_and_the_next_start_seeds_again()
    {
        var seed = Path.GetDirectoryName(folder.Write("seed/a.yaml", File1 + "    - {key: vendor:w, colour: red}\n"))!;

        var (exit, _, error) = await RunAsync("--database", Database, "--seed", seed, "--urls", "http://127.0.0.1:0");

        Assert.Equal(ExitCodes.Rejected, exit);
        Assert.Contains("nothing of it was written", error);
        Assert.Contains("a.yaml:4: vendor:w: colour:", error);
        Assert.Contains("revision 0", (await RunAsync("verify", Database)).Output);
    }

    [Theory]
    [InlineData("inport")]
    [InlineData("import")]
    [InlineData("verify")]
    [InlineData("serve", "--colour", "red")]
    [InlineData("backup", "")]
    [InlineData("restore", " ")]
    [InlineData("verify", "")]
    public async Task A_command_line_that_is_not_understood_ends_with_2(params string[] arguments)
    {
        var (exit, _, error) = await RunAsync(arguments);

        Assert.Equal(ExitCodes.Usage, exit);
        Assert.NotEqual("", error);
    }

    [Fact]
    public async Task Help_names_every_verb_and_exit_code()
    {
        var (exit, output, _) = await RunAsync("--help");

        Assert.Equal(0, exit);
        Assert.All((string[])["serve", "import", "verify", "schema", "--database", "--urls", "--seed", "5 broken log"], word => Assert.Contains(word, output));
    }

    [Fact]
    public async Task Schema_prints_the_schema()
    {
        var (exit, output, _) = await RunAsync("schema");

        Assert.Equal(0, exit);
        Assert.Contains("type Query", output);
    }

    private void Sql(string sql) => CommandRun.Sql(Database, sql);
}
