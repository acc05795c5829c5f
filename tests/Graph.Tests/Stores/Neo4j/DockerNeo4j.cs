using System.Security.Cryptography;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>The image of Neo4j in a container that goes away with the run.</summary>
internal sealed class DockerNeo4j : IAsyncDisposable
{
    private const int HttpPort = 7474;

    private readonly IContainer container;

    private DockerNeo4j() => container = new ContainerBuilder("neo4j:5.26-community")
        .WithEnvironment("NEO4J_AUTH", "neo4j/" + Password)
        .WithPortBinding(HttpPort, assignRandomHostPort: true)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(HttpPort)))
        .Build();

    public string Address => $"http://neo4j@{container.Hostname}:{container.GetMappedPublicPort(HttpPort)}/neo4j";

    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static async Task<DockerNeo4j> StartNewAsync()
    {
        var neo4j = new DockerNeo4j();
        await neo4j.container.StartAsync();
        return neo4j;
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();
}
