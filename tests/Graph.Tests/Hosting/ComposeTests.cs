using System.Diagnostics;
using Graph.Tests.Identity;
using Graph.Tests.SeedStories;
using Graph.Tests.Stores;
using YamlDotNet.RepresentationModel;

namespace Graph.Tests.Hosting;

/// <summary>What can be said of docker-compose.yml without an engine for containers.</summary>
public sealed class ComposeTests : IDisposable
{
    private static readonly YamlMappingNode Services = Read(File.ReadAllText(Path.Combine(SeedStory.Root, "docker-compose.yml")));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Neo4j_is_the_version_that_is_tested_and_what_serves_is_watched()
    {
        Assert.Equal("neo4j:5.26-community", Text(Services["neo4j"]["image"]));
        Assert.All((string[])["neo4j", "api"], name => Assert.Contains(new YamlScalarNode("healthcheck"), ((YamlMappingNode)Services[name]).Children.Keys));
        Assert.Equal("service_healthy", Text(Services["api"]["depends_on"]["neo4j"]["condition"]));
    }

    [Fact]
    public void Every_port_is_of_this_machine_alone() =>
        Assert.All(
            Services.Children.Values.OfType<YamlMappingNode>().Where(s => s.Children.ContainsKey("ports")).SelectMany(s => (YamlSequenceNode)s["ports"]),
            port => Assert.StartsWith("127.0.0.1:", Text(port), StringComparison.Ordinal));

    [Fact]
    public void No_password_stands_in_the_file()
    {
        var environments = Services.Children.Values.OfType<YamlMappingNode>().Where(s => s.Children.ContainsKey("environment"))
            .SelectMany(s => ((YamlMappingNode)s["environment"]).Children).ToDictionary(v => Text(v.Key), v => Text(v.Value));

        Assert.Equal("${NEO4J_PASSWORD:-}", environments["NEO4J_PASSWORD"]);
        Assert.Equal(("/secrets/neo4j-auth", "/secrets/password"), (environments["NEO4J_AUTH_FILE"], environments["Graph__Neo4j__PasswordFile"]));
        Assert.DoesNotContain("NEO4J_AUTH", environments.Keys);
        Assert.DoesNotContain("Graph__Neo4j__Password", environments.Keys);
    }

    [Fact]
    public void Data_and_secrets_lie_in_named_volumes() =>
        Assert.All(
            Services.Children.Values.OfType<YamlMappingNode>().Where(s => s.Children.ContainsKey("volumes")).SelectMany(s => (YamlSequenceNode)s["volumes"]),
            volume => Assert.Matches("^(secrets|neo4j-data|graph-data):/", Text(volume)));

    [ComposeFact]
    public async Task Compose_reads_in_it_which_services_there_are_and_which_waits_for_which()
    {
        var services = Read(await ResolveAsync());

        Assert.Equal(["api", "neo4j", "secrets", "token"], services.Children.Keys.Select(Text).Order());
        Assert.Equal(["neo4j: service_healthy", "token: service_completed_successfully"], AwaitedBy("api"));
        Assert.Equal(["secrets: service_completed_successfully"], AwaitedBy("neo4j"));
        Assert.All((string[])["neo4j", "api"], name => Assert.Equal("CMD", Text(services[name]["healthcheck"]["test"][0])));
        Assert.Single(services.Children.Values, service => Has(service, "build"));      // Two at once would make one image.
        Assert.Equal(Text(services["token"]["image"]), Text(services["api"]["image"]));

        IEnumerable<string> AwaitedBy(string name) =>
            ((YamlMappingNode)services[name]["depends_on"]).Children.Select(other => $"{Text(other.Key)}: {Text(other.Value["condition"])}").Order();
    }

    [ComposeFact]
    public async Task Compose_reads_in_it_ports_of_this_machine_alone_and_volumes_with_names()
    {
        var services = Read(await ResolveAsync());

        Assert.Equal(
            ["api 127.0.0.1:5080:8080", "neo4j 127.0.0.1:7474:7474", "neo4j 127.0.0.1:7687:7687"],
            Each("ports", port => port is YamlMappingNode p ? $"{Text(p["host_ip"])}:{Text(p["published"])}:{Text(p["target"])}" : Text(port).Replace("/tcp", "")));
        Assert.Equal(
            ["api graph-data:/data", "api secrets:/secrets:ro", "neo4j neo4j-data:/data", "neo4j secrets:/secrets:ro", "secrets secrets:/secrets", "token graph-data:/data"],
            Each("volumes", volume => volume is YamlMappingNode v ? $"{Text(v["source"])}:{Text(v["target"])}{(Has(v, "read_only") ? ":ro" : "")}" : Text(volume).Replace(":rw", "")));

        IEnumerable<string> Each(string name, Func<YamlNode, string> asText) =>
            services.Children.Where(s => Has(s.Value, name)).SelectMany(s => ((YamlSequenceNode)s.Value[name]).Select(value => $"{Text(s.Key)} {asText(value)}")).Order();
    }

    [ComposeFact]
    public async Task A_password_that_is_given_reaches_only_the_service_that_keeps_it()
    {
        var resolved = await ResolveAsync("open sesame");

        Assert.Equal("open sesame", Text(Read(resolved)["secrets"]["environment"]["NEO4J_PASSWORD"]));
        Assert.Equal(2, resolved.Split("open sesame").Length);
        Assert.Equal("", Text(Read(await ResolveAsync())["secrets"]["environment"]["NEO4J_PASSWORD"]));
    }

    [ComposeFact]
    public async Task A_password_is_made_once_or_taken_and_each_file_is_only_for_who_reads_it()
    {
        var (made, said) = await KeepSecretsAsync("made");
        var password = File.ReadAllText(folder.File("made/password"));
        await KeepSecretsAsync("made", "another one");
        await KeepSecretsAsync("given", "open sesame");

        Assert.Equal((0, $"1654 {folder.File("made/password")}\nneo4j {folder.File("made/neo4j-auth")}\n"), (made, said));
        Assert.Matches("^[A-Za-z0-9_-]{32}$", password);
        Assert.Equal((password, "neo4j/" + password), (File.ReadAllText(folder.File("made/password")), File.ReadAllText(folder.File("made/neo4j-auth"))));
        Assert.Equal(("open sesame", "neo4j/open sesame"), (File.ReadAllText(folder.File("given/password")), File.ReadAllText(folder.File("given/neo4j-auth"))));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(folder.File("made")))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [ComposeFact]
    public async Task A_password_that_Neo4j_would_not_take_is_refused_before_it_is_kept()
    {
        Assert.Equal(1, (await KeepSecretsAsync("short", "1234567")).Exit);
        Assert.Equal(1, (await KeepSecretsAsync("slash", "12345678/9")).Exit);
        Assert.Equal(0, (await KeepSecretsAsync("enough", "12345678")).Exit);
        Assert.Empty(Directory.GetFiles(folder.File("short")).Concat(Directory.GetFiles(folder.File("slash"))));
    }

    [ComposeFact]
    public async Task The_server_is_healthy_while_it_answers_and_only_then()
    {
        string[] test;
        await using (var server = await IdentifiedServer.StartAsync(identity => identity.HostNames = "graph.example.org"))
        {
            var port = new Uri(server.App.Urls.First()).Port;
            test = [.. ((YamlSequenceNode)Read(await ResolveAsync())["api"]["healthcheck"]["test"]).Skip(1).Select(word => Text(word).Replace("/8080", $"/{port}"))];

            Assert.Contains($"/{port}", test[^1]);
            Assert.Equal(0, (await RunAsync(test)).Exit);
        }

        Assert.NotEqual(0, (await RunAsync(test)).Exit);
    }

    // What the service 'secrets' runs, over a folder. Only root may give files away, so whom they would be given to is said instead.
    private async Task<(int Exit, string Said)> KeepSecretsAsync(string name, string given = "")
    {
        var secrets = Read(await ResolveAsync())["secrets"];
        var script = Text(secrets["command"][0]).Replace("$$", "$").Replace("/secrets", Directory.CreateDirectory(folder.File(name)).FullName);
        return await RunAsync([.. ((YamlSequenceNode)secrets["entrypoint"]).Select(Text), "chown() { echo \"$@\"; }\n" + script], ("NEO4J_PASSWORD", given));
    }

    // The file as Compose understands it, with what it fills in; nothing of this machine's settings is filled in.
    private static async Task<string> ResolveAsync(string password = "")
    {
        var (exit, said) = await RunAsync([.. ComposeFactAttribute.Program, "-f", "docker-compose.yml", "config"], ("NEO4J_PASSWORD", password), ("GRAPH_UID", ""));
        Assert.Equal(0, exit);
        return said;
    }

    private static async Task<(int Exit, string Said)> RunAsync(string[] command, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = SeedStory.Root, RedirectStandardOutput = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }

    private static YamlMappingNode Read(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    private static bool Has(YamlNode node, string name) => ((YamlMappingNode)node).Children.ContainsKey(name);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
