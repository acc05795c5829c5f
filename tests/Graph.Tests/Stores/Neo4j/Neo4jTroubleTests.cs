using System.Net;
using System.Text;
using Graph.Engine.Log;
using Graph.Stores.Neo4j;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>What an operator can do wrong, and what somebody did by hand, is told with what was expected and found, and without a password.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jTroubleTests(Neo4jServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => server.EmptyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Neo4jFact]
    public async Task A_wrong_password_is_told_with_the_user_and_without_any_password()
    {
        const string Wrong = "not-the-password";

        var refused = await Assert.ThrowsAsync<StoreException>(() => server.OpenAsync(options: new() { Password = Wrong }));

        Assert.Equal($"Neo4j at {server.Address} does not take the password that is configured for the user 'neo4j' (Graph:Neo4j:Password or PasswordFile).", refused.Message);
        Assert.False(refused.IsTransient);
        Assert.DoesNotContain(Wrong, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Password!, refused.ToString(), StringComparison.Ordinal);
    }

    [Neo4jFact]
    public async Task A_server_that_asks_for_a_password_where_no_user_is_named_is_told() =>
        Assert.Contains("name the user in the address", await RefusalAsync(address: server.Address with { User = null }));

    [Neo4jFact]
    public async Task A_wrong_name_of_the_database_is_told() =>
        Assert.Contains("has no database 'nowhere'", await RefusalAsync(address: server.Address with { Database = "nowhere" }));

    [Fact]
    public async Task An_older_Neo4j_is_told_with_the_version_that_is_needed() =>
        Assert.Contains("Expected Neo4j 5.26 or newer at", await RefusalOfAsync("""{"neo4j_version":"5.25.1","neo4j_edition":"community"}""", "found 5.25.1"));

    [Fact]
    public async Task A_server_that_is_no_Neo4j_is_told() =>
        Assert.Contains("Expected Neo4j at", await RefusalOfAsync("<html>It works!</html>", "does not say that it is one"));

    [Fact]
    public async Task A_newer_Neo4j_of_the_calendar_is_asked_further() =>
        Assert.Contains("gave no answer", await RefusalOfAsync("""{"neo4j_version":"2026.10.2"}""", "is not whole"));

    [Fact]
    public async Task Where_nothing_listens_that_is_told_after_the_last_try()
    {
        var address = new Neo4jAddress(new("http://127.0.0.1:1/"), "neo4j", "neo4j");

        var refused = await Assert.ThrowsAsync<StoreException>(() => Neo4jLogStore.OpenAsync(address, Quick, Graph.Engine.Model.GraphModel.Default, CancellationToken.None));

        Assert.Contains("Neo4j at http://127.0.0.1:1/neo4j gave no answer, 2 times (Graph:Neo4j:RetryCountMax): Connection refused", refused.Message);
        Assert.True(refused.IsTransient);
        Assert.DoesNotContain("a-long-password", refused.ToString(), StringComparison.Ordinal);
    }

    [Neo4jFact]
    public async Task A_database_of_somebody_else_is_left_as_it_is()
    {
        await server.CypherAsync("CREATE (:Movie {title: 'The Matrix'})");

        Assert.Contains("is not one of Graph: expected an empty one, found a node of Movie", await RefusalAsync());
        Assert.Empty(await server.CypherAsync("MATCH (n) WHERE NOT n:Movie RETURN n"));
    }

    [Neo4jFact]
    public async Task A_database_of_another_format_is_left_as_it_is()
    {
        await using (await server.OpenAsync())
        {
            await server.CypherAsync("MATCH (h:Head) SET h.format = 2");
        }

        Assert.Contains("has format 2; this program reads format 1", await RefusalAsync());
    }

    [Neo4jFact]
    public async Task Constraints_that_are_missing_are_made_at_the_start_and_a_second_start_makes_none()
    {
        await DropRulesAsync();
        await using (await server.OpenAsync())
        {
        }

        var made = await RulesAsync();
        await using (await server.OpenAsync())
        {
        }

        Assert.Equal(GraphSchema.RulesOf(Graph.Engine.Model.GraphModel.Default).Select(rule => rule.Name).Order(), made);
        Assert.Equal(made, await RulesAsync());
    }

    [Neo4jFact]
    public async Task Several_that_open_an_empty_database_at_once_begin_one_log()
    {
        await DropRulesAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => server.OpenAsync())));

        Assert.Equal([1L], Assert.Single(await server.CypherAsync("MATCH (n) RETURN count(n)")));
        await stores[0].AppendAsync("a");
        Assert.All(await Task.WhenAll(stores.Select(store => store.HeadAsync(CancellationToken.None))), head => Assert.Equal(1, head.Revision));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Neo4jFact]
    public async Task A_constraint_that_is_dropped_while_the_server_runs_spoils_nothing_and_the_next_start_makes_it_again()
    {
        await using (var engine = await OpenAsync(await server.OpenAsync()))
        {
            await engine.ApplyAsync("one", Vendor("a"));
            await DropRulesAsync();
            await engine.ApplyAsync("two", Vendor("a", "changed"), Vendor("b"));
            await server.AssertGraphIsOfAsync(engine.Current, rulesMayBeMissing: true);
        }

        await using var again = await OpenAsync(await server.OpenAsync());
        Assert.Equal(2, again.Current.Head.Revision);
        Assert.Contains("Entity_key", await RulesAsync());
    }

    [Neo4jFact]
    public async Task A_constraint_whose_name_is_taken_is_told()
    {
        await server.CypherAsync("DROP CONSTRAINT Entity_key IF EXISTS");
        await server.CypherAsync("CREATE CONSTRAINT Entity_key FOR (n:Movie) REQUIRE n.title IS UNIQUE");

        Assert.Contains("lacks Entity_key on Entity(key), and it cannot be made: something else has its name", await RefusalAsync());
        await server.CypherAsync("DROP CONSTRAINT Entity_key");
    }

    [Neo4jFact]
    public async Task A_constraint_that_the_data_break_is_told()
    {
        await using (var engine = await OpenAsync(await server.OpenAsync()))
        {
            await engine.ApplyAsync("one", Vendor("a"));
        }

        await server.CypherAsync("DROP CONSTRAINT Entity_key");
        await server.CypherAsync("CREATE (:Entity {key: 'vendor:a'})");

        Assert.Contains("Neo.DatabaseError.Schema.ConstraintCreationFailed", await RefusalAsync());
    }

    [Neo4jTheory]
    [InlineData("MATCH (n:Vendor) DETACH DELETE n", "documents created: expected 0, found 1")]
    [InlineData("MATCH (n:Control) DETACH DELETE n", "edges: expected 1, found 0")]
    [InlineData("MATCH (:Risk {key: 'r'})-[r:MITIGATED_BY]->() DELETE r", "edges to change or remove: expected 1, found 0")]
    [InlineData("MATCH (n:Risk {key: 'gone'}) DETACH DELETE n", "documents to remove: expected 1, found 0")]
    [InlineData("MATCH (p:PersonalValue {name: 'Ada'}) DELETE p", "people of entries: expected 1, found 0")]
    public async Task A_graph_that_was_edited_by_hand_takes_no_change_that_it_would_drop_a_part_of(string byHand, string fault)
    {
        await using var engine = await OpenAsync(await server.OpenAsync());
        await engine.ApplyAsync(
            "one", Vendor("a"), Put("Risk", "r", ("title", "R"), ("kind", "THREAT")), Put("Risk", "gone", ("title", "G"), ("kind", "THREAT")), Put("Risk", "other", ("title", "O"), ("kind", "THREAT")), Put("Control", "c", ("title", "C")),
            Link("r", "MITIGATED_BY", "c"));
        await server.CypherAsync(byHand);
        var before = await server.PictureAsync();

        var refused = await Assert.ThrowsAsync<StoreException>(() => engine.ApplyAsync(
            "two", Vendor("a", "changed"), Link("other", "MITIGATED_BY", "c"), new UnlinkDocuments("r", "MITIGATED_BY", "c"), new DeleteDocument("gone", WithEdges: false)));

        Assert.Contains("is not the one of its log at revision 1", refused.Message);
        Assert.Contains(fault, refused.Message);
        Assert.Equal(before, await server.PictureAsync());
        Assert.Equal([1L], Assert.Single(await server.CypherAsync("MATCH (c:Change) RETURN count(c)")));

        // Only that change is refused: what does not touch what was altered is written, others are followed, and after a rebuild everything is.
        Assert.False(engine.WritingStopped.IsCompleted);
        if (!byHand.Contains("PersonalValue", StringComparison.Ordinal))
        {
            await engine.ApplyAsync("three", Put("Risk", "new", ("title", "N"), ("kind", "THREAT")));
        }
    }

    [Neo4jTheory]
    [InlineData("\"fields\":{\"title\":[[\"a\"]]}", "cannot be held as a graph: the entry is not a change")]
    [InlineData("\"fields\":{\"title\":[\"a\"]}", "the field 'title' of type Text cannot hold a String[]")]
    [InlineData("\"fields\":{\"title\":99999999999999999999}", "cannot be held as a graph")]
    [InlineData("\"fields\":{\"colour\":\"red\"}", "Vendor has no field 'colour'")]
    public async Task What_Neo4j_could_not_hold_is_refused_before_it_is_written(string fields, string fault)
    {
        await using var store = await server.OpenAsync();
        var head = await store.AppendAsync(Entry("\"fields\":{\"title\":\"A\"}"));

        var refused = await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(Entry("\"fields\":{\"title\":\"B\"}"), Entry(fields)));

        Assert.StartsWith("The entry of revision 3 ", refused.Message);
        Assert.Contains(fault, refused.Message);
        Assert.Equal(head, await store.HeadAsync(CancellationToken.None));
    }

    [Neo4jFact]
    public async Task An_entry_of_the_greatest_size_is_kept_and_one_byte_more_is_refused()
    {
        var options = server.Options;
        options.EntryBytesMax = 100;
        await using var store = await server.OpenAsync(options: options);
        await store.AppendAsync(new string('x', 100));

        var refused = await Assert.ThrowsAsync<StoreException>(() => store.AppendAsync(new string('x', 101)));

        Assert.Contains("The entry of revision 2 has 101 bytes: expected at most 100 (Graph:Neo4j:EntryBytesMax). Nothing was written", refused.Message);
        Assert.Single(await store.ReadAllAsync());
    }

    [Neo4jFact]
    public async Task An_entry_of_the_default_size_fits_into_what_Neo4j_reads()
    {
        await using var store = await server.OpenAsync();
        var largest = new byte[server.Options.EntryBytesMax];
        Array.Fill(largest, (byte)0xFF);
        var batch = LogEntries.After(LogHead.Empty, [largest]);

        await store.AppendAsync(LogHead.Empty, batch, CancellationToken.None);

        Assert.Equal(batch[0].Head, LogHead.Empty.Next((await store.ReadAllAsync())[0].Payload.Span));
    }

    [Neo4jFact]
    public async Task Pages_end_at_a_number_of_entries_and_at_a_number_of_bytes()
    {
        var options = server.Options;
        (options.PageCountMax, options.PageBytesMax) = (3, 10);
        await using var store = await server.OpenAsync(options: options);
        string[] texts = ["aaaaaaaaaaaaaaaaaaaa", "b", "", "", "", "", "c", "dddddddddd", "e"];

        await store.AppendAsync(texts);

        Assert.Equal(texts, (await store.ReadAllAsync()).Select(LogEntries.Text));
        Assert.Equal(texts[3..], (await store.ReadAllAsync(after: 3)).Select(LogEntries.Text));
    }

    private static Neo4jOptions Quick => new() { Password = "a-long-password", RetryCountMax = 1, RetryDelay = TimeSpan.FromMilliseconds(1) };

    private static string Entry(string fields) =>
        $$"""{"v":1,"id":"x","actor":"~","at":"2026-01-01T00:00:00.0000000Z","reason":"r","origin":"SEED","request":"","counts":[{{(fields.Contains("\"A\"", StringComparison.Ordinal) ? 1 : 0)}},0,0,0,0,0],"keys":[],"ops":[{"put":"v","kind":"Vendor",{{fields}}}]}""";

    private async Task<string> RefusalAsync(Neo4jAddress? address = null) =>
        (await Assert.ThrowsAsync<StoreException>(() => server.OpenAsync(address: address))).Message;

    // A server that says the same to everything.
    private static async Task<string> RefusalOfAsync(string answer, string found)
    {
        using var listener = new HttpListener();
        var port = DistributionProcess.FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var serving = ServeAsync(listener, Encoding.UTF8.GetBytes(answer));
        var address = new Neo4jAddress(new($"http://127.0.0.1:{port}/"), "neo4j", "neo4j");

        var refused = await Assert.ThrowsAsync<StoreException>(() => Neo4jLogStore.OpenAsync(address, Quick, Graph.Engine.Model.GraphModel.Default, CancellationToken.None));

        listener.Stop();
        await serving;
        Assert.Contains(found, refused.Message);
        return refused.Message;
    }

    private static async Task ServeAsync(HttpListener listener, byte[] answer)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();

                // One request for each connection, and read whole: a client that sends the next into a connection that ends just then has no answer to it.
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.KeepAlive = false;
                context.Response.Close(answer, willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task<List<string>> RulesAsync() =>
        [.. (await server.CypherAsync("SHOW CONSTRAINTS YIELD name")).Concat(await server.CypherAsync("SHOW FULLTEXT INDEXES YIELD name")).Select(row => (string)row[0]!).Order()];

    private async Task DropRulesAsync()
    {
        foreach (var row in await server.CypherAsync("SHOW CONSTRAINTS YIELD name"))
        {
            await server.CypherAsync($"DROP CONSTRAINT {row[0]}");
        }

        foreach (var row in await server.CypherAsync("SHOW FULLTEXT INDEXES YIELD name"))
        {
            await server.CypherAsync($"DROP INDEX {row[0]}");
        }
    }
}
