using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Graph.Server.Cli;
using Graph.Server.Hosting;
using Graph.Stores.Sqlite;
using Graph.Tests.Stores;
using Microsoft.Extensions.Configuration;

namespace Graph.Tests.Hosting;

/// <summary>The one command: it starts, seeds an empty store once, serves on loopback, and stops without losing anything.</summary>
public sealed partial class ServeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:5080", "graph.example.org", "http://graph.example.org:5080")]
    [InlineData("http://[::]:5080", "graph.example.org", "http://graph.example.org:5080")]
    [InlineData("http://127.0.0.1:5080", "graph.example.org", "http://127.0.0.1:5080")]
    [InlineData("http://0.0.0.0:5080", null, "http://0.0.0.0:5080")]
    public void What_is_printed_to_open_can_be_opened(string listening, string? name, string shown) =>
        Assert.Equal(shown, ServeVerb.Reachable(listening, name is null ? [] : [name]));

    [Fact]
    public async Task Starts_seeds_an_empty_store_answers_and_a_second_start_loads_nothing_twice()
    {
        var seed = Path.GetDirectoryName(folder.Write("seed/a.yaml", "documents: {AiSystem: [{key: ai-system:s, title: S}]}"))!;
        string[] arguments = ["serve", "--database", folder.File("data/graph.db"), "--seed", seed, "--urls", "http://127.0.0.1:0"];

        for (var start = 1; start <= 2; start++)
        {
            await ServeAsync(arguments, async (client, output) =>
            {
                Assert.Equal("live", await StatusAsync(client, "/health/live"));
                var ready = await client.GetFromJsonAsync<JsonElement>("/health/ready");
                Assert.Equal(("ready", 1, "sqlite"), (ready.GetProperty("status").GetString(), ready.GetProperty("revision").GetInt32(), ready.GetProperty("store").GetString()));
                Assert.Contains("/graphql", output);

                // What it prints as a first question is a question that it answers.
                var body = CurlBody().Match(output).Groups[1].Value;
                using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                var answer = await (await client.PostAsync("/graphql", content)).Content.ReadFromJsonAsync<JsonElement>();
                Assert.Equal("S", answer.GetProperty("data").GetProperty("view").GetProperty("aiSystems").GetProperty("nodes")[0].GetProperty("title").GetString());
            });
        }
    }

    [Fact]
    public async Task A_store_without_a_seed_starts_empty()
    {
        await ServeAsync(["--database", folder.File("graph.db"), "--seed", "none", "--urls", "http://127.0.0.1:0"], async (client, _) =>
            Assert.Equal(0, (await client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task A_writer_that_has_stopped_makes_the_server_ill_while_reads_go_on()
    {
        await using var first = await Engines.OpenAsync(SqliteLogStore.Open(folder.File("graph.db"), new() { LocksOutOtherProcesses = false }));
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, first);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        await using (var second = SqliteLogStore.Open(folder.File("graph.db"), new() { LocksOutOtherProcesses = false }))
        {
            await second.AppendAsync("somebody else");
        }

        await Assert.ThrowsAsync<Graph.Engine.Log.StoreException>(() => first.ApplyAsync("one", Engines.Vendor("v")));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_limit_that_is_configured_holds()
    {
        await using var engine = await Engines.OpenAsync(SqliteLogStore.Open(folder.File("graph.db")));
        var options = new ServerOptions { Urls = "http://127.0.0.1:0" };
        options.Api.PageSizeMax = 3;
        await using var app = GraphHost.Build(options, engine);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        var answer = await client.GetFromJsonAsync<JsonElement>("/graphql?query=" + Uri.EscapeDataString("{ view { risks(first: 4) { totalCount } } }"));
        var extensions = answer.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal(("LIMIT_EXCEEDED", "pageSizeMax", 3), (extensions.GetProperty("code").GetString(), extensions.GetProperty("limit").GetString(), extensions.GetProperty("maximum").GetInt32()));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:80", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example:5080", HttpStatusCode.BadRequest)]
    public async Task Only_names_of_this_machine_are_answered(string host, HttpStatusCode status)
    {
        await using var engine = await Engines.OpenAsync();
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={server{actor}}") { Headers = { Host = host } };

        Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080;http://[::1]:5080")]
    [InlineData("http://127.8.8.8:1/")]
    public void Loopback_addresses_are_accepted(string urls) =>
        Assert.Equal(urls, Read(("Graph:Urls", urls)).Urls);

    [Theory]
    [InlineData("http://0.0.0.0:5080", "expected a loopback address")]
    [InlineData("http://*:5080", "expected a loopback address")]
    [InlineData("http://+:5080", "expected a loopback address")]
    [InlineData("http://192.168.1.5:5080", "expected a loopback address")]
    [InlineData("http://example.org", "expected a loopback address")]
    [InlineData("http://[::]:5080", "expected a loopback address")]
    [InlineData("http://127.0.0.1:5080;http://10.0.0.1:5080", "expected a loopback address")]
    [InlineData("http://127.0.0.1.example.org:80", "expected a loopback address")]
    [InlineData("https://127.0.0.1:5080", "begins with http://")]
    [InlineData("http://127.0.0.1:5080/path", "expected an address such as")]
    [InlineData("http://localhost:0", "write http://127.0.0.1:0")]
    [InlineData(";", "found nothing")]
    public void Other_addresses_are_refused(string urls, string message) =>
        Assert.Contains(message, Assert.Throws<StartRefusedException>(() => Read(("Graph:Urls", urls))).Message);

    [Fact]
    public void All_faults_of_the_configuration_are_listed()
    {
        var refused = Assert.Throws<StartRefusedException>(() => Read(
            ("Graph:Database", " "), ("Graph:LogFormat", "xml"), ("Graph:Engine:TimeZone", "Mars/Olympus"), ("Graph:Engine:OperationCountMax", "0"), ("Kestrel:Endpoints:x:Url", "http://*:1")));

        Assert.Equal(5, refused.Faults.Count);
    }

    [Theory]
    [InlineData("Graph:Api:Origins:0", "https://grc.example.org/", "expected an origin such as https://grc.example.org, found 'https://grc.example.org/'")]
    [InlineData("Graph:Api:Origins:0", "*", "expected an origin")]
    [InlineData("Graph:Api:Origins:0", "grc.example.org", "expected an origin")]
    [InlineData("Graph:Api:TimeMax", "00:00:00", "Graph:Api:TimeMax: expected a time such as 00:00:10, found 00:00:00")]
    [InlineData("Graph:Api:RequestPeriod", "30.00:00:00", "expected a time")]
    [InlineData("Graph:StopTimeMax", "02:00:00", "Graph:StopTimeMax: expected a time of at most an hour")]
    [InlineData("Graph:Telemetry:OtlpEndpoint", "collector:4318", "Graph:Telemetry:OtlpEndpoint: expected an address such as http://127.0.0.1:4318")]
    [InlineData("Graph:Telemetry:OtlpEndpoint", "http://me:secret@127.0.0.1:4318", "without a name and password")]
    [InlineData("Graph:Telemetry:OtlpProtocol", "udp", "Graph:Telemetry:OtlpProtocol: expected http or grpc, found 'udp'")]
    [InlineData("Graph:Telemetry:OtlpHeaders", "a=1,secret", "Graph:Telemetry:OtlpHeaders: expected name=value, separated by commas, found another form")]
    [InlineData("Graph:Telemetry:TraceRatio", "1.5", "Graph:Telemetry:TraceRatio: expected a number from 0 to 1, found 1.5")]
    [InlineData("Graph:Telemetry:TraceRatio", "NaN", "Graph:Telemetry:TraceRatio: expected a number from 0 to 1")]
    [InlineData("Graph:Telemetry:LogLevel", "loud", "Graph:Telemetry:LogLevel: expected debug, information or warning, found 'loud'")]
    [InlineData("Graph:Telemetry:SlowRequestMin", "-00:00:01", "Graph:Telemetry:SlowRequestMin: expected a time")]
    [InlineData("Graph:Api:HeavyCountMax", "-1", "Graph:Api:HeavyCountMax: expected a number from 1, found -1")]
    public void A_limit_or_an_origin_that_is_none_is_refused(string name, string value, string message) =>
        Assert.Contains(message, Assert.Single(Assert.Throws<StartRefusedException>(() => Read((name, value))).Faults));

    [Fact]
    public void Origins_limits_and_switches_are_read()
    {
        var api = Read(("Graph:Api:Origins:0", "https://grc.example.org"), ("Graph:Api:Origins:1", "http://localhost:3000"), ("Graph:Api:RequestPeriod", "00:00:10"), ("Graph:Api:Introspection", "false")).Api;

        Assert.Equal(["https://grc.example.org", "http://localhost:3000"], api.Origins);
        Assert.Equal((TimeSpan.FromSeconds(10), false), (api.RequestPeriod, api.Introspection));
    }

    [Theory]
    [InlineData("Graph:Databse", "x", "Graph:Databse: expected one of Api, Batch, Checkpoint, Database, Engine,")]
    [InlineData("Graph:Api:DepthMaxx", "3", "Graph:Api:DepthMaxx: expected one of AliasCountMax,")]
    [InlineData("Graph:Engine:OperationCountMax", "many", "Graph:Engine:OperationCountMax: expected a whole number, found 'many'")]
    [InlineData("Graph:Engine:OperationCountMax", "99999999999", "Graph:Engine:OperationCountMax: expected a whole number, found '99999999999'")]
    [InlineData("Graph:Engine:OperationCountMax", "", "Graph:Engine:OperationCountMax: expected a whole number, found nothing")]
    [InlineData("Graph:Engine", "fast", "Graph:Engine: expected settings of its own, such as Graph:Engine:")]
    [InlineData("Graph:Database:File", "x", "Graph:Database: expected a text, found settings below it")]
    [InlineData("Graph:Api:Introspection", "off", "Graph:Api:Introspection: expected true or false, found 'off'")]
    [InlineData("Graph:Api:TimeMax", "soon", "Graph:Api:TimeMax: expected a time such as 00:00:10, found 'soon'")]
    [InlineData("Graph:Telemetry:TraceRatio", "half", "Graph:Telemetry:TraceRatio: expected a number, found 'half'")]
    [InlineData("Graph:Api:Origins", "https://grc.example.org", "Graph:Api:Origins: expected a list, its first value at Graph:Api:Origins:0, found 'https://grc.example.org'")]
    public void A_setting_that_is_unknown_or_of_another_type_is_refused(string name, string value, string message) =>
        Assert.StartsWith(message, Assert.Single(Assert.Throws<StartRefusedException>(() => Read((name, value))).Faults));

    [Fact]
    public void Settings_that_cannot_be_read_hide_no_other_fault()
    {
        var faults = Assert.Throws<StartRefusedException>(() => Read(
            ("Graph:Databse", "x"), ("Graph:Api:DepthMax", "deep"), ("Graph:Pages:Enable", "no"), ("Graph:Api:HeavyCountMax", "0"), ("Graph:LogFormat", "xml"))).Faults;

        Assert.Equal(["Graph:Api:DepthMax", "Graph:Api:HeavyCountMax", "Graph:Databse", "Graph:LogFormat", "Graph:Pages:Enable"], faults.Select(f => f[..f.IndexOf(": ", StringComparison.Ordinal)]).Order());
    }

    private static ServerOptions Read(params (string Name, string? Value)[] settings) =>
        ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value)).Build());

    private static async Task<string?> StatusAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("status").GetString();

    private static async Task ServeAsync(string[] arguments, Func<HttpClient, string, Task> use)
    {
        var output = new SignallingWriter("Ctrl+C stops.");
        using var error = new StringWriter();
        using var stop = new CancellationTokenSource();
        var serving = GraphCommand.RunAsync(arguments, output, error, stop.Token);
        await Task.WhenAny(serving, output.Seen).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(serving.IsCompleted, error.ToString());
        using (var client = new HttpClient { BaseAddress = new(Address().Match(output.ToString()).Value) })
        {
            await use(client, output.ToString());
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCodes.Success, await serving.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("-d '(.*)'")]
    private static partial Regex CurlBody();

    /// <summary>Tells when a text has been written, so that nobody waits by the clock.</summary>
    private sealed class SignallingWriter(string text) : StringWriter
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                seen.TrySetResult();
            }
        }
    }
}
