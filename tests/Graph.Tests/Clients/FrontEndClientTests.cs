using Graph.Engine.Log;
using Graph.Server.Hosting;
using Graph.Tests.Stores;

namespace Graph.Tests.Clients;

/// <summary>
/// The clients that front ends use, unmodified and with types generated from schema/schema.graphql: a query, a list read page by page
/// while somebody writes, a mutation, a refusal; subscriptions that are left and resumed. What they do stands in tests/Graph.Clients/src.
/// </summary>
public sealed class FrontEndClientTests
{
    // Once for all of them: types from the schema, then the compiler.
    private static readonly Lazy<Task> Built = new(async () =>
    {
        await NodeProgram.RunAsync(ClientFactAttribute.Folder, null, "generate.mjs");
        await NodeProgram.RunAsync(ClientFactAttribute.Folder, null, "node_modules/typescript/bin/tsc");
    });

    [ClientFact]
    public async Task A_typed_client_is_generated_from_the_schema_and_compiles()
    {
        await Built.Value;

        Assert.Contains("export type RisksQueryVariables", await File.ReadAllTextAsync(Path.Combine(ClientFactAttribute.Folder, "generated", "graph.ts")));
        Assert.True(File.Exists(Path.Combine(ClientFactAttribute.Folder, "dist", "generated", "graph.js")));
    }

    [ClientFact]
    public Task Apollo_Client_with_its_cache_queries_pages_and_writes() => PlayAsync("apollo");

    [ClientFact]
    public Task Urql_by_POST_and_by_GET_queries_pages_and_writes() => PlayAsync("urql");

    [ClientFact]
    public Task Graphql_request_queries_pages_and_writes() => PlayAsync("graphql-request");

    [ClientFact]
    public Task Graphql_sse_follows_leaves_and_comes_again() => PlayAsync("graphql-sse");

    [ClientFact]
    public Task Graphql_ws_follows_leaves_and_comes_again() => PlayAsync("graphql-ws");

    private static async Task PlayAsync(string client)
    {
        await Built.Value;
        await using var engine = await Engines.OpenAsync();
        Operation[] documents =
        [
            Engines.Put("Framework", "framework:f", ("title", "A framework"), ("kind", "STANDARD")),
            .. new[] { "a", "b" }.Select(s => Engines.Put("AiSystem", "ai-system:" + s, ("title", "System " + s))),
            .. Enumerable.Range(0, 20).Select(i => Engines.Put("Risk", $"risk:r{i}", ("title", $"Risk {i}"), ("kind", "THREAT"))),
        ];
        Assert.Empty((await engine.ApplyAsync("setup", documents)).Violations);
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        await app.StartAsync();

        await NodeProgram.RunAsync(ClientFactAttribute.Folder, null, $"dist/src/{client}.js", app.Urls.First() + "/graphql");
    }
}
