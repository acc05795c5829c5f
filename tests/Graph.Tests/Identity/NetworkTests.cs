using System.Net;
using Graph.Server.Hosting;
using Graph.Server.Identity;
using Graph.Tests.Stores;
using Microsoft.Extensions.Configuration;

namespace Graph.Tests.Identity;

/// <summary>Where a server may listen and by what names it may be called, once it knows who asks.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_identity_a_refusal_to_listen_elsewhere_says_what_to_do()
    {
        var fault = Assert.Single(Faults(("Urls", "http://0.0.0.0:5080")));
        Assert.Contains("graph token create --name me --role Administrator --database " + folder.File("graph.db"), fault);
        Assert.Contains("Graph:Identity:Oidc:Authority", fault);
    }

    // The server below listens on every address for any name but localhost.
    [Theory]
    [InlineData("http://loopback:5080")]
    [InlineData("http://LoopBack:5080")]
    public void A_name_that_only_sounds_like_this_machine_is_not_taken_for_it(string urls) =>
        Assert.Contains("expected a loopback address", Assert.Single(Faults(("Urls", urls))));

    [Fact]
    public void The_verbs_that_make_a_token_are_not_kept_from_it_by_the_address_of_the_server_that_needs_one()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Graph:Urls", "http://0.0.0.0:5080"), new("Graph:Database", folder.File("graph.db"))]).Build();
        Assert.Throws<StartRefusedException>(() => ServerConfiguration.Read(configuration));
        Assert.Equal("http://0.0.0.0:5080", ServerConfiguration.Read(configuration, listens: false).Urls);
    }

    [Fact]
    public void A_server_that_has_ever_had_a_token_may_listen_elsewhere()
    {
        new TokenFile(folder.File("graph.db")).Change(_ => []);
        Assert.Equal("http://10.0.0.1:5080", Read(("Urls", "http://10.0.0.1:5080")).Urls);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    public void Listening_on_every_address_needs_the_names_of_the_server(string urls)
    {
        new TokenFile(folder.File("graph.db")).Change(_ => []);
        Assert.Contains("Graph:Identity:HostNames: expected the names", Assert.Single(Faults(("Urls", urls))));
        Assert.Equal(
            ["localhost", "127.0.0.1", "[::1]", "graph.example.org", "graph"],
            ServerConfiguration.HostNames(Read(("Urls", urls), ("Identity:HostNames", "graph.example.org; graph"))));
    }

    [Fact]
    public void An_address_that_is_named_is_a_name_of_the_server()
    {
        new TokenFile(folder.File("graph.db")).Change(_ => []);
        Assert.Equal(["localhost", "127.0.0.1", "[::1]", "10.0.0.1"], ServerConfiguration.HostNames(Read(("Urls", "http://10.0.0.1:5080"))));
    }

    [Fact]
    public void Names_count_only_where_callers_are_identified() =>
        Assert.Equal(["localhost", "127.0.0.1", "[::1]"], ServerConfiguration.HostNames(Read(("Identity:HostNames", "graph.example.org"))));

    [Theory]
    [InlineData("graph.example.org", HttpStatusCode.Unauthorized)]
    [InlineData("graph.example.org:8080", HttpStatusCode.Unauthorized)]
    [InlineData("localhost", HttpStatusCode.Unauthorized)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    public async Task A_request_to_another_name_is_refused_before_anybody_is_asked_who_they_are(string host, HttpStatusCode status)
    {
        await using var server = await IdentifiedServer.StartAsync(identity => identity.HostNames = "graph.example.org");
        using var response = await server.SendAsync("/graphql?query={server{actor}}", headers: h => h.Host = host);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public void All_faults_of_the_section_are_told_at_once()
    {
        var faults = Faults(
            ("Identity:Oidc:Authority", "http://id.example.org"), ("Identity:Entra:TenantId", "common"), ("Identity:HostNames", "https://graph.example.org"),
            ("Identity:ClockSkewMax", "00:10:00.001"), ("Identity:IssuerKeysAgeMax", "00:04:59"), ("Identity:IssuerKeysPeriodMin", "00:00:00.999"), ("Identity:ApiTokenDaysDefault", "400"), ("Identity:ApiTokenCountMax", "0"));
        Assert.Equal(
            [
                "Graph:Identity:", "Graph:Identity:ApiTokenCountMax:", "Graph:Identity:ApiTokenDaysDefault:", "Graph:Identity:ClockSkewMax:", "Graph:Identity:Entra:ClientId:", "Graph:Identity:Entra:TenantId:",
                "Graph:Identity:HostNames:", "Graph:Identity:IssuerKeysAgeMax:", "Graph:Identity:IssuerKeysPeriodMin:", "Graph:Identity:Oidc:Audience:", "Graph:Identity:Oidc:Authority:",
            ],
            faults.Select(f => f.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Identity:ClockSkewMax", "00:10:00")]
    [InlineData("Identity:IssuerKeysAgeMax", "00:05:00")]
    [InlineData("Identity:IssuerKeysAgeMax", "1.00:00:00")]
    [InlineData("Identity:IssuerKeysPeriodMin", "00:00:01")]
    [InlineData("Identity:IssuerKeysPeriodMin", "00:05:00")]
    [InlineData("Identity:ApiTokenDaysDefault", "366")]
    [InlineData("Identity:Oidc:Audience", "graph", "Identity:Oidc:Authority", "https://id.example.org/realms/main")]
    [InlineData("Identity:Oidc:Audience", "graph", "Identity:Oidc:Authority", "http://127.0.0.1:8080")]
    [InlineData("Identity:Entra:TenantId", "contoso.example", "Identity:Entra:ClientId", "11111111-2222-3333-4444-555555555555")]
    public void What_is_within_the_bounds_is_taken(params string[] settings) =>
        Read([.. settings.Chunk(2).Select(s => (s[0], s[1]))]);

    private IReadOnlyList<string> Faults(params (string Name, string Value)[] settings) => Assert.Throws<StartRefusedException>(() => Read(settings)).Faults;

    private ServerOptions Read(params (string Name, string Value)[] settings) => ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(
        settings.Append(("Database", folder.File("graph.db"))).ToDictionary(s => "Graph:" + s.Item1, s => (string?)s.Item2)).Build());
}
