using System.Net.Sockets;
using Graph.Tests.Clients;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>Where the tests find a real Neo4j: a server that runs, else a distribution, else Docker.</summary>
internal static class Neo4jSource
{
    private static readonly Lazy<string?> Found = new(FindMissing);

    /// <summary>A running server, as http://user@host:7474/neo4j; its database is emptied. The password is in GRAPH_TEST_NEO4J_PASSWORD.</summary>
    public static string? Address { get; } = Given("GRAPH_TEST_NEO4J");

    public static string? Password { get; } = Given("GRAPH_TEST_NEO4J_PASSWORD");

    /// <summary>The folder of a distribution: its programs are started over a folder of our own.</summary>
    public static string? Home { get; } = Given("NEO4J_HOME");

    /// <summary>Why no test can have a Neo4j; null where it can.</summary>
    public static string? Missing => Found.Value;

    /// <summary>Whether the Neo4j is a process that the tests have started.</summary>
    public static bool IsOwn => Address is null && Home is not null;

    private static string? FindMissing() =>
        Address is not null ? null
        : Home is not null ? MissingOfHome(Home)
        : DockerAnswers() ? null
        : "Without a Neo4j (GRAPH_TEST_NEO4J, NEO4J_HOME, or Docker) no store can be tried on it.";

    private static string? MissingOfHome(string home) =>
        !File.Exists(Path.Combine(home, "bin", "neo4j")) ? $"NEO4J_HOME names {home}, and there is no bin/neo4j."
        : !NodeProgram.OnPath("java") ? "Neo4j needs Java 17 or 21, and there is no java (apt-get install openjdk-17-jre-headless)."
        : null;

    private static string? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static bool DockerAnswers()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
