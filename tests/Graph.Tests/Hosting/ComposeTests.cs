using Graph.Tests.SeedStories;
using YamlDotNet.RepresentationModel;

namespace Graph.Tests.Hosting;

/// <summary>What can be said of docker-compose.yml without an engine for containers.</summary>
public sealed class ComposeTests
{
    private static readonly YamlMappingNode Services = Read();

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

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(Path.Combine(SeedStory.Root, "docker-compose.yml"));
        yaml.Load(file);
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
