using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graph.Server.Hosting;
using Graph.Server.Transport;
using Graph.Tests.Protection;
using Graph.Tests.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Operations that the operator has registered are asked for by their identifier; a mode answers no others.</summary>
public sealed class PersistedTests : IDisposable
{
    private const string Query = "query Q($n: Int = 1) { view { risks(first: $n) { totalCount } } }";
    private const string Answer = """{"data":{"view":{"risks":{"totalCount":0}}}}""";
    private const string Mutation = "mutation { __typename }";

    private readonly TemporaryFolder folder = new();

    public PersistedTests()
    {
        folder.Write("operations/q.graphql", Query + "\n");
        folder.Write("operations/more/m.graphql", Mutation);
        folder.Write("operations/notes.txt", "no operation");
    }

    public void Dispose() => folder.Dispose();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_registered_operation_is_answered_by_its_identifier_in_both_forms_by_POST_and_GET(bool only)
    {
        await using var api = await HostAsync(only);
        foreach (var text in (string[])[Query, Query + "\n"])
        {
            var apollo = new { persistedQuery = new { version = 1, sha256Hash = Hash(text) } };
            Assert.Equal((200, Answer), await PostAsync(api, new { documentId = "sha256:" + Hash(text), variables = new { n = 2 } }));
            Assert.Equal((200, Answer), await PostAsync(api, new { extensions = apollo }));
            Assert.Equal((200, Answer), await PostAsync(api, new { query = (string?)null, documentId = "sha256:" + Hash(text) }));
            Assert.Equal((200, Answer), await PostAsync(api, new { query = text, extensions = apollo }));
            Assert.Equal((200, Answer), await GetAsync(api, $"?documentId=sha256:{Hash(text)}&variables={{\"n\":2}}"));
            Assert.Equal((200, Answer), await GetAsync(api, "?extensions=" + Uri.EscapeDataString(JsonSerializer.Serialize(apollo))));
        }
    }

    [Fact]
    public async Task What_is_not_registered_is_told_in_words_that_clients_know()
    {
        await using var api = await HostAsync(only: false);
        await using var without = await StartAsync();
        var unknown = Hash("{ __typename }");
        var apollo = new { persistedQuery = new { version = 1, sha256Hash = unknown } };

        Assert.Equal(("NOT_FOUND", "expected the identifier of an operation that is registered in 'documentId'"), Error(await PostAsync(api, new { documentId = "sha256:" + unknown }, 400)));
        Assert.Equal(("NOT_FOUND", "PersistedQueryNotFound"), Error(await PostAsync(api, new { extensions = apollo }, 400)));
        Assert.Equal(("NOT_FOUND", "PersistedQueryNotSupported"), Error(await PostAsync(without, new { extensions = apollo }, 400)));

        // What a client sends after that is answered, and registers nothing.
        Assert.Equal((200, """{"data":{"__typename":"Query"}}"""), await PostAsync(api, new { query = "{ __typename }", extensions = apollo }));
        Assert.Equal(("NOT_FOUND", "PersistedQueryNotFound"), Error(await PostAsync(api, new { extensions = apollo }, 400)));
    }

    [Fact]
    public async Task An_identifier_that_is_none_or_of_another_text_is_refused()
    {
        await using var api = await HostAsync(only: false);
        foreach (var body in (string[])
            [
                """{"query":"{ __typename }","documentId":"sha256:HASH"}""",
                """{"documentId":"sha256:HASH","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""",
                """{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""",
                """{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"HASH"}}}""",
                """{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"UPPER"}}}""",
                """{"extensions":{"persistedQuery":{"version":1}}}""",
                """{"extensions":{"persistedQuery":"x"}}""",
                """{"documentId":7}""",
                """{"documentId":""}""",
            ])
        {
            var (status, text) = await SendAsync(api, new(HttpMethod.Post, "/graphql") { Content = new StringContent(body.Replace("HASH", Hash(Query), StringComparison.Ordinal).Replace("UPPER", Hash(Query).ToUpperInvariant(), StringComparison.Ordinal), Encoding.UTF8, "application/json") });

            Assert.True(status == 400, body + text);
        }
    }

    [Theory]
    [InlineData("{ __typename }")]
    [InlineData("{ __schema { description } }")]
    [InlineData("{ this is no document")]
    [InlineData(Query + " ")]
    public async Task Where_only_registered_operations_are_answered_others_are_forbidden_before_they_are_parsed(string query)
    {
        await using var api = await HostAsync(only: true);
        foreach (var answer in ((int, string)[])[await PostAsync(api, new { query }, 403), await GetAsync(api, "?query=" + Uri.EscapeDataString(query))])
        {
            Assert.Equal(403, answer.Item1);
            Assert.Equal("FORBIDDEN", Error(answer).Code);
        }

        Assert.Equal("FORBIDDEN", Error(await PostAsync(api, new { query, extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash(query) } } }, 403)).Code);
        Assert.Equal("NOT_FOUND", Error(await PostAsync(api, new { documentId = "sha256:" + Hash(query) }, 400)).Code);
        Assert.False(api.Services.GetRequiredService<DocumentExecution>().Knows(query));
    }

    [Fact]
    public async Task A_registered_mutation_does_not_go_by_GET_and_limits_hold_for_what_is_registered()
    {
        await using var api = await HostAsync(only: true);

        Assert.Equal(405, (await GetAsync(api, "?documentId=sha256:" + Hash(Mutation))).Status);
        Assert.Equal((200, """{"data":{"__typename":"Mutation"}}"""), await PostAsync(api, new { documentId = "sha256:" + Hash(Mutation) }));
        Assert.Equal("LIMIT_EXCEEDED", Error(await PostAsync(api, new { documentId = "sha256:" + Hash(Query), variables = new { n = 501 } }, 400)).Code);
    }

    [Theory]
    [InlineData("""{"ID1": "TEXT", "HASH2": "{ __typename }"}""")]
    [InlineData("""{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "ID1", "name": "Q", "type": "query", "body": "TEXT"}, {"id": "HASH2", "body": "{ __typename }"}]}""")]
    public async Task A_file_of_another_tool_registers_its_identifiers_and_the_hashes_of_its_texts(string json)
    {
        var file = folder.Write("operations.json", json.Replace("ID1", "7f3a-relay", StringComparison.Ordinal).Replace("HASH2", Hash("{ __typename }"), StringComparison.Ordinal).Replace("TEXT", Query, StringComparison.Ordinal));
        await using var api = await StartAsync(configure: o => o.PersistedOperations = file);
        foreach (var id in (string[])["7f3a-relay", "sha256:" + Hash(Query)])
        {
            Assert.Equal((200, Answer), await PostAsync(api, new { documentId = id }));
        }

        Assert.Equal((200, """{"data":{"__typename":"Query"}}"""), await PostAsync(api, new { documentId = "sha256:" + Hash("{ __typename }") }));
    }

    [Fact]
    public void Everything_that_is_wrong_with_what_is_registered_refuses_the_start()
    {
        folder.Write("bad/a.graphql", "{ a");
        folder.Write("bad/b.graphql", "{ " + string.Concat(Enumerable.Repeat("a { ", 30)) + "a" + new string('}', 31));
        Assert.Collection(
            Faults(("PersistedOperations", folder.File("bad"))),
            f => Assert.Contains("a.graphql: expected a GraphQL document; ", f, StringComparison.Ordinal),
            f => Assert.Contains("b.graphql: expected at most 24 levels of fields, found 31", f, StringComparison.Ordinal));
        Assert.Contains($"expected the SHA-256 of its text, which is {Hash(Query)}", Assert.Single(Faults(("PersistedOperations", folder.Write("hash.json", $$"""{"sha256:{{Hash("x")}}": "{{Query}}"}""")))), StringComparison.Ordinal);
        Assert.Contains("expected the text of a document", Assert.Single(Faults(("PersistedOperations", folder.Write("number.json", """{"a": 7}""")))), StringComparison.Ordinal);
        Assert.Contains("expected at least one operation, found none", Assert.Single(Faults(("PersistedOperations", folder.Write("empty.json", "{}")))), StringComparison.Ordinal);
        Assert.Contains("found JSON that is no object", Assert.Single(Faults(("PersistedOperations", folder.Write("list.json", "[]")))), StringComparison.Ordinal);
        Assert.Contains("expected a folder of .graphql files", Assert.Single(Faults(("PersistedOperations", folder.File("nowhere")))), StringComparison.Ordinal);
        Assert.Contains("Graph:Api:OnlyPersisted: expected Graph:Api:PersistedOperations", Assert.Single(Faults(("OnlyPersisted", "true"))), StringComparison.Ordinal);
        Assert.Empty(Faults(("OnlyPersisted", "true"), ("PersistedOperations", folder.File("operations"))));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/graphql")]
    public async Task Where_only_registered_operations_are_answered_a_page_says_so_in_place_of_the_others(string path)
    {
        await using var server = await ServedHost.StartAsync(o => (o.Api.PersistedOperations, o.Api.OnlyPersisted) = (folder.File("operations"), true));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var response = await server.Client.SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Contains("answers only operations that its operator has registered", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("script-src 'none'; style-src 'sha256-", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(new Uri("/exports/coverage", UriKind.Relative))).StatusCode);
    }

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] settings)
    {
        try
        {
            ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>("Graph:Api:" + s.Name, s.Value))).Build());
            return [];
        }
        catch (StartRefusedException refused)
        {
            return refused.Faults;
        }
    }

    private Task<ApiHost> HostAsync(bool only) => StartAsync(configure: o => (o.PersistedOperations, o.OnlyPersisted) = (folder.File("operations"), only));

    private static async Task<(int Status, string Body)> PostAsync(ApiHost api, object body, int expected = 200)
    {
        var answer = await SendAsync(api, new(HttpMethod.Post, "/graphql") { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") });
        Assert.True(expected == answer.Status, answer.Body);
        return answer;
    }

    private static Task<(int Status, string Body)> GetAsync(ApiHost api, string parameters) => SendAsync(api, new(HttpMethod.Get, "/graphql" + parameters));

    private static async Task<(int Status, string Body)> SendAsync(ApiHost api, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept", "application/graphql-response+json");
        using var response = await api.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static (string Code, string Message) Error((int Status, string Body) answer) =>
        JsonNode.Parse(answer.Body)!["errors"]![0]! is var error ? ((string)error["extensions"]!["code"]!, (string)error["message"]!) : default;
}
