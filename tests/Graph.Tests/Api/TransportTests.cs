using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class TransportTests
{
    private const string Response = "application/graphql-response+json";
    private const string Json = "application/json";
    private const string Asked = """{"query":"{ __typename }"}""";
    private const string Answer = """{"data":{"__typename":"Query"}}""";

    [Theory]
    [InlineData(Response, Response)]
    [InlineData(Json, Json)]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData(null, Json)]
    [InlineData("text/html, application/json;q=0.5", Json)]
    [InlineData("application/graphql-response+json, application/json;q=0.9", Response)]
    [InlineData("application/graphql-response+json;q=0.5, application/json", Json)]
    [InlineData("application/graphql-response+json;q=0, */*", Json)]
    [InlineData("application/json; charset=utf-8", Json)]
    public async Task Answers_in_the_media_type_that_is_asked_for(string? accept, string mediaType)
    {
        await using var api = await StartAsync();

        Assert.Equal((200, mediaType + "; charset=utf-8", Answer), await Send(api, Post(Asked), accept));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json; charset=latin1")]
    public async Task Refuses_media_types_that_it_has_not(string accept)
    {
        await using var api = await StartAsync();

        var (status, type, body) = await Send(api, Post(Asked), accept);

        Assert.Equal((406, Json + "; charset=utf-8"), (status, type));
        Assert.Equal("BAD_REQUEST", Code(body));
    }

    [Theory]
    [InlineData("", "expected a JSON object in the body, found nothing")]
    [InlineData("{", "expected JSON, found a fault at line 1, byte 2")]
    [InlineData("{\"query\":\"{ __typename }\"", "expected JSON, found a fault at line 1, byte 26")]
    [InlineData("nonsense", "expected JSON, found a fault at line 1, byte 2")]
    [InlineData("[]", "expected a JSON object in the body; batches are not taken")]
    [InlineData("[{\"query\":\"{ __typename }\"}]", "expected a JSON object in the body; batches are not taken")]
    [InlineData("{}", "expected 'query' or 'documentId', found neither")]
    [InlineData("{\"notquery\":\"{ __typename }\"}", "expected 'query' or 'documentId', found neither")]
    [InlineData("{\"query\":null}", "expected 'query' or 'documentId', found neither")]
    [InlineData("{\"query\":7}", "expected a text in 'query'")]
    [InlineData("{\"query\":{}}", "expected a text in 'query'")]
    [InlineData("{\"query\":\"{ __typename }\",\"operationName\":[]}", "expected a text in 'operationName'")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":\"x\"}", "expected a JSON object in 'variables'")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":[]}", "expected a JSON object in 'variables'")]
    [InlineData("{\"query\":\"{ __typename }\",\"extensions\":0}", "expected a JSON object in 'extensions'")]
    [InlineData("{\"query\":\"{ __typename }\",\"query\":\"{ x }\"}", "expected each key once, found 'query' again")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":{\"a\":{\"b\":1,\"b\":2}}}", "expected each key once, found 'b' again")]
    [InlineData("{\"query\":\"{ __typename }\"} {}", "expected JSON, found a fault at line 1, byte 28")]
    [InlineData("{\"query\":\"\\ud800\"}", "expected JSON in UTF-8, found bytes or escapes that are no text")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":{\"a\":1e999}}", "expected a number within the range of a double, found 1e999")]
    public async Task A_body_that_is_no_request_is_400_in_both_media_types(string body, string message)
    {
        await using var api = await StartAsync();
        foreach (var accept in (string[])[Response, Json])
        {
            var (status, type, text) = await Send(api, Post(body), accept);

            Assert.Equal((400, accept + "; charset=utf-8"), (status, type));
            Assert.Equal($$$"""{"errors":[{"message":"{{{message}}}","extensions":{"code":"BAD_REQUEST"}}]}""", text);
        }
    }

    [Fact]
    public async Task Nulls_empty_names_unknown_members_and_a_byte_order_mark_are_taken()
    {
        await using var api = await StartAsync();
        foreach (var body in (string[])
            [
                """{"query":"{ __typename }","variables":null,"operationName":null,"extensions":null}""",
                """{"query":"{ __typename }","operationName":"","other":[1,{"x":2.5}],"extensions":{"a":1}}""",
                "\uFEFF" + Asked,
                """{"query":"query A { __typename } query B { server { zone } }","operationName":"A"}""",
            ])
        {
            Assert.Equal((200, Answer), await Send(api, Post(body), Response) is var (status, _, text) ? (status, text) : default);
        }
    }

    [Theory]
    [InlineData("{", "expected a GraphQL document")]
    [InlineData("{ nope }", "nope")]
    [InlineData("query($id: ID!) { node(id: $id) { id } }", "id")]
    [InlineData("query A { __typename } query B { __typename }", "operation")]
    [InlineData("fragment A on Query { __typename }", "operation")]
    [InlineData("{ view(at: {on: \"2026-13-01\"}) { revision } }", "view.at.on: expected a day such as 2027-12-02, found '2026-13-01'")]
    [InlineData("{ view(at: {nope: 1}) { revision } }", "nope")]
    [InlineData("type A { b: Int }", "expected operations and fragments")]
    [InlineData("\u0000", "expected a GraphQL document")]
    [InlineData("subscription { changes }", "subscription")]
    public async Task A_document_that_is_refused_is_400_or_200_by_media_type(string query, string says)
    {
        await using var api = await StartAsync();
        var body = JsonSerializer.Serialize(new { query });

        var (status, type, text) = await Send(api, Post(body), Response);
        var (legacyStatus, legacyType, legacyText) = await Send(api, Post(body), Json);

        Assert.Equal((400, Response + "; charset=utf-8"), (status, type));
        Assert.Equal((200, Json + "; charset=utf-8"), (legacyStatus, legacyType));
        Assert.Equal(text, legacyText);
        Assert.Null(JsonNode.Parse(text)!["data"]);
        Assert.Equal("BAD_REQUEST", Code(text));
        Assert.Contains(says, (string)JsonNode.Parse(text)!["errors"]![0]!["message"]!);
    }

    [Fact]
    public async Task A_variable_that_is_refused_says_what_was_expected()
    {
        await using var api = await StartAsync();

        var (code, _, message, _) = await api.FailAsync("query($at: At) { view(at: $at) { revision } }", new { at = new { on = "2026-13-01" } });

        Assert.Equal("BAD_REQUEST", code);
        Assert.Equal("$at.on: expected a day such as 2027-12-02, found '2026-13-01'", message);
    }

    [Fact]
    public async Task Errors_have_a_code_of_the_closed_list_and_no_names_of_the_library()
    {
        await using var api = await StartAsync();

        var (_, _, text) = await Send(api, Post("""{"query":"{ nope other }"}"""), Response);

        Assert.Equal(
            ["""{"code":"BAD_REQUEST","path":"nope"}""", """{"code":"BAD_REQUEST","path":"other"}"""],
            JsonNode.Parse(text)!["errors"]!.AsArray().Select(e => e!["extensions"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/graphql")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Only_json_in_utf8_is_taken(string? contentType)
    {
        await using var api = await StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Asked));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        var (status, type, body) = await Send(api, new(HttpMethod.Post, "/graphql") { Content = content }, Response);

        Assert.Equal((415, Response + "; charset=utf-8", "BAD_REQUEST"), (status, type, Code(body)));
    }

    [Fact]
    public async Task A_compressed_body_is_not_taken()
    {
        await using var api = await StartAsync();
        var request = Post(Asked);
        request.Content!.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(415, (await Send(api, request, Response)).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_body_that_would_unpack_to_gigabytes_is_refused_packed(string encoding)
    {
        await using var api = await StartAsync();
        var bomb = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var i = 0; i < 64; i++)
            {
                await gzip.WriteAsync(new byte[1 << 20]);
            }
        }

        var content = new ByteArrayContent(bomb.ToArray()) { Headers = { ContentType = new(Json) } };
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        Assert.True(bomb.Length < 100_000);
        Assert.Equal((415, "BAD_REQUEST"), await Send(api, new(HttpMethod.Post, "/graphql") { Content = content }, Response) is var (status, _, body) ? (status, Code(body)) : default);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_wherever_they_stand()
    {
        await using var api = await StartAsync();
        foreach (var (before, after) in ((string, string)[])[("{\"query\":\"", "\"}"), ("{\"query\":\"{ __typename }\",\"variables\":{\"a\":\"", "\"}}"), ("{\"", "\":1}")])
        {
            foreach (var bytes in (byte[][])[[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80]])
            {
                var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)]) { Headers = { ContentType = new(Json) } };
                var (status, _, body) = await Send(api, new(HttpMethod.Post, "/graphql") { Content = content }, Response);

                Assert.Equal((400, "BAD_REQUEST"), (status, Code(body)));
            }
        }
    }

    [Fact]
    public async Task A_NUL_in_a_text_is_refused_with_its_place_and_nothing_is_written()
    {
        await using var api = await StartAsync();
        const string query = "mutation($t: String!) { apply(changeId: \"1\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:v\", title: $t}}}]) { accepted userErrors { code path } } }";

        var data = await api.AskAsync(query, new { t = "a\u0000b" });

        Assert.Equal("""{"accepted":false,"userErrors":[{"code":"VALIDATION","path":"changes[0].put.vendor.title"}]}""", data["apply"]!.ToJsonString());
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task An_answer_that_fails_after_its_first_piece_is_cut_and_one_that_fails_before_it_is_coded()
    {
        await using var api = await StartAsync(replace: services => services.AddSingleton<GraphQL.IGraphQLTextSerializer>(new FailingSerializer()));
        await api.WriteAsync([.. Enumerable.Range(0, 500).Select(i => Put("Risk", $"risk:{i}", ("title", $"Risk {i}"), ("kind", "THREAT")))]);
        const string asked = """{"query":"{ view { risks(first: 500) { nodes { key title } } } }","extensions":{"limits":true}}""";

        await Assert.ThrowsAnyAsync<Exception>(() => Send(api, Post(asked), Response));
        var (status, _, body) = await Send(api, Post("""{"query":"{ view { revision } }","extensions":{"limits":true}}"""), Response);

        Assert.Equal((500, "INTERNAL"), (status, Code(body)));
        Assert.Contains(api.Logs.Lines, l => l.Contains("An answer was cut in the middle secret", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", body);
    }

    [Fact]
    public async Task Get_asks_with_variables_and_an_operation_name()
    {
        await using var api = await StartAsync();
        var query = Uri.EscapeDataString("query A($k: String!) { view { document(key: $k) { key } } } query B { __typename }");

        Assert.Equal((200, Response + "; charset=utf-8", Answer), await Get(api, $"?query={query}&operationName=B&variables=&extensions="));
        Assert.Equal((200, Response + "; charset=utf-8", """{"data":{"view":{"document":null}}}"""), await Get(api, $"?query={query}&operationName=A&variables={Uri.EscapeDataString("""{"k":"x"}""")}"));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("?query=", 400)]
    [InlineData("?query={__typename}&query={__typename}", 400)]
    [InlineData("?query={__typename}&variables=[]", 400)]
    [InlineData("?query={__typename}&variables={", 400)]
    [InlineData("?query={__typename}&extensions=7", 400)]
    [InlineData("?query={nope}", 400)]
    [InlineData("?query=mutation{__typename}", 405)]
    [InlineData("?query=query A{__typename} mutation B{__typename}&operationName=B", 405)]
    public async Task Get_refuses_what_it_may_not_do(string parameters, int status)
    {
        await using var api = await StartAsync();

        var (found, _, body) = await Get(api, parameters);

        Assert.Equal((status, "BAD_REQUEST"), (found, Code(body)));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_405_and_say_which_there_are(string method)
    {
        await using var api = await StartAsync();
        using var response = await api.Client.SendAsync(new(new HttpMethod(method), "/graphql"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task A_mutation_by_get_says_post_is_allowed()
    {
        await using var api = await StartAsync();
        using var response = await api.Client.GetAsync(new Uri("/graphql?query=mutation{__typename}", UriKind.Relative));

        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Answers_are_not_stored()
    {
        await using var api = await StartAsync();
        using var response = await api.Client.SendAsync(Post(Asked));

        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(["Accept"], response.Headers.Vary);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ada Lovelace")]
    public async Task The_actor_is_who_the_header_says_or_local(string name)
    {
        await using var api = await StartAsync();
        var request = Post("""{"query":"{ server { actor } }"}""");
        request.Headers.TryAddWithoutValidation("Graph-Actor", name);

        Assert.Equal($$$$"""{"data":{"server":{"actor":"{{{{(name.Length == 0 ? "local" : name)}}}}"}}}""", (await Send(api, request, Response)).Body);
    }

    [Fact]
    public async Task An_actor_of_too_many_characters_is_refused()
    {
        await using var api = await StartAsync();
        var request = Post(Asked);
        request.Headers.TryAddWithoutValidation("Graph-Actor", new string('x', 201));

        Assert.Equal(400, (await Send(api, request, Response)).Status);
    }

    [Fact]
    public async Task The_query_of_an_ide_passes_the_limits()
    {
        await using var api = await StartAsync();
        const string type = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";
        var query = $$"""
            query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind } types { ...FullType }
              directives { name description isRepeatable locations args { ...InputValue } } } }
            fragment FullType on __Type { kind name description isOneOf fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
              inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
            fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
            fragment TypeRef on __Type { {{type}} }
            """;

        var data = await api.AskAsync(query);

        Assert.Contains(data["__schema"]!["types"]!.AsArray(), t => (string)t!["name"]! == "ChangeInput" && (bool)t["isOneOf"]!);
    }

    private static HttpRequestMessage Post(string body) => new(HttpMethod.Post, "/graphql") { Content = new StringContent(body, Encoding.UTF8, Json) };

    private static Task<(int Status, string? Type, string Body)> Get(ApiHost api, string parameters) => Send(api, new(HttpMethod.Get, "/graphql" + parameters), Response);

    private static async Task<(int Status, string? Type, string Body)> Send(ApiHost api, HttpRequestMessage request, string? accept)
    {
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await api.Client.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }

    private static string Code(string body) => (string)JsonNode.Parse(body)!["errors"]![0]!["extensions"]!["code"]!;

    /// <summary>Fails at what comes last in an answer, the use of the limits, as a fault of ours might.</summary>
    private sealed class FailingSerializer : GraphQL.IGraphQLTextSerializer
    {
        private readonly GraphQL.SystemTextJson.GraphQLSerializer real = new(new Graph.Server.Api.ErrorMapping(new()));

        public bool IsNativelyAsync => real.IsNativelyAsync;

        public string Serialize<T>(T? value) => value is Dictionary<string, object?> ? throw new InvalidOperationException("secret") : real.Serialize(value);

        public T? Deserialize<T>(string? value) => real.Deserialize<T>(value);

        public ValueTask<T?> ReadAsync<T>(Stream stream, CancellationToken cancellationToken = default) => real.ReadAsync<T>(stream, cancellationToken);

        public T? ReadNode<T>(object? value) => real.ReadNode<T>(value);

        public Task WriteAsync<T>(Stream stream, T? value, CancellationToken cancellationToken = default) => real.WriteAsync(stream, value, cancellationToken);
    }
}
