using Graph.Server.Hosting;
using Graph.Tests.Stores;
using Microsoft.Extensions.Configuration;

namespace Graph.Tests.Hosting;

/// <summary>Which store is chosen, and where its password comes from.</summary>
public sealed class StoreConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_word_the_store_is_the_SQLite_file() =>
        Assert.Equal(("sqlite", null, "data/graph.db"), (Read().Store, StoreOpening.Neo4j(Read()), StoreOpening.Place(Read())));

    [Theory]
    [InlineData("neo4j:http://neo4j@localhost:7474/neo4j", "http://localhost:7474/", "neo4j", "neo4j")]
    [InlineData("neo4j:https://an%40ita@ab12.databases.neo4j.io/graph", "https://ab12.databases.neo4j.io/", "an@ita", "graph")]
    [InlineData("neo4j:http://neo4j@[::1]:7474/neo4j/", "http://[::1]:7474/", "neo4j", "neo4j")]
    public void A_Neo4j_is_an_address_with_a_user_and_a_database(string store, string server, string user, string database)
    {
        var options = Read(("Graph:Store", store), ("Graph:Neo4j:Password", "a-long-password"));

        var address = StoreOpening.Neo4j(options)!;
        Assert.Equal((server, user, database), (address.Server.ToString(), address.User, address.Database));
        Assert.Equal(server + database, StoreOpening.Place(options));
    }

    [Fact]
    public void The_password_may_lie_in_a_file_with_a_line_end_after_it()
    {
        var path = folder.Write("secret", " pass word \r\n");

        var options = Read(("Graph:Store", "neo4j:http://neo4j@localhost:7474/neo4j"), ("Graph:Neo4j:PasswordFile", path));

        Assert.Equal((" pass word ", null), options.Neo4j.ReadPassword());
    }

    [Theory]
    [InlineData("postgres", "Graph:Store: expected sqlite, or an address such as neo4j:http://neo4j@localhost:7474/neo4j, found 'postgres'")]
    [InlineData("http://neo4j:hushhush@localhost:7474/neo4j", "found something else")]
    [InlineData("neo4j:bolt://neo4j@localhost:7687/neo4j", "Graph:Store: expected an address such as http://neo4j@localhost:7474/neo4j, or https for Aura")]
    [InlineData("neo4j:http://neo4j:hushhush@localhost:7474/neo4j", "expected an address without a password, found one for localhost")]
    [InlineData("neo4j:http://neo4j@localhost:7474", "expected the name of the database, and nothing else, after the host, such as http://localhost:7474/neo4j, found '/'")]
    [InlineData("neo4j:http://neo4j@localhost:7474/a/b", "found '/a/b'")]
    [InlineData("neo4j:http://neo4j@localhost:7474/neo4j", "Graph:Neo4j: expected the password of 'neo4j' in Password (Graph__Neo4j__Password) or the path of a file that holds it in PasswordFile, found neither")]
    public void A_store_that_is_none_is_refused_without_a_password(string store, string fault)
    {
        var found = Assert.Single(Assert.Throws<StartRefusedException>(() => Read(("Graph:Store", store))).Faults);

        Assert.Contains(fault, found);
        Assert.DoesNotContain("hushhush", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_given_in_one_way_and_its_file_must_hold_one()
    {
        (string, string?) neo4j = ("Graph:Store", "neo4j:http://neo4j@localhost:7474/neo4j");
        string Fault(params (string Name, string? Value)[] more) => Assert.Single(Assert.Throws<StartRefusedException>(() => Read([neo4j, .. more])).Faults);

        Assert.Contains("expected either Password or PasswordFile, found both", Fault(("Graph:Neo4j:Password", "hushhush"), ("Graph:Neo4j:PasswordFile", folder.Write("secret", "hushhush"))));
        Assert.Contains("found an empty file", Fault(("Graph:Neo4j:PasswordFile", folder.Write("empty", "\n"))));
        Assert.Contains("expected a file that can be read", Fault(("Graph:Neo4j:PasswordFile", folder.File("nowhere"))));
    }

    [Theory]
    [InlineData("RetryCountMax", "0", "Graph:Neo4j:RetryCountMax: expected a number from 1, found 0")]
    [InlineData("PageBytesMax", "-1", "Graph:Neo4j:PageBytesMax: expected a number from 1, found -1")]
    [InlineData("RequestTimeMax", "00:00:00", "Graph:Neo4j:RequestTimeMax: expected a time such as 00:00:10, found 00:00:00")]
    [InlineData("RetryDelay", "2.00:00:00", "Graph:Neo4j:RetryDelay: expected a time of at most a day, found 2.00:00:00")]
    public void A_limit_of_the_store_that_is_none_is_refused(string name, string value, string fault) =>
        Assert.Equal(fault, Assert.Single(Assert.Throws<StartRefusedException>(() => Read(("Graph:Neo4j:" + name, value))).Faults));

    private static ServerOptions Read(params (string Name, string? Value)[] settings) =>
        ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value)).Build());
}
