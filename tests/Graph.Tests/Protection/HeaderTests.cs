using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Graph.Server.Hosting;
using Graph.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Graph.Tests.Protection;

/// <summary>What every answer carries, what other sites may do, and how errors outside the API look.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData("GET", "/graphql?query={__typename}", 200)]
    [InlineData("GET", "/graphql?query={", 200)]
    [InlineData("GET", "/exports/coverage.csv", 200)]
    [InlineData("GET", "/exports/nothing", 404)]
    [InlineData("GET", "/", 200)]
    [InlineData("GET", "/schema.graphql", 200)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("DELETE", "/graphql", 405)]
    [InlineData("GET", "/imports", 405)]
    [InlineData("POST", "/imports", 415)]
    [InlineData("POST", "/health/live", 405)]
    [InlineData("POST", "/graphql", 415)]
    public async Task Every_answer_keeps_browsers_from_doing_more_with_it(string method, string path, int status)
    {
        await using var server = await ServedHost.StartAsync();
        using var response = await server.Client.SendAsync(new(new(method), path));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.StartsWith("default-src 'none'; ", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "NOT_FOUND", "expected an address that this server has, such as /graphql")]
    [InlineData("GET", "/assets/nothing.js", 404, "NOT_FOUND", "expected an address that this server has, such as /graphql")]
    [InlineData("POST", "/health/live", 405, "BAD_REQUEST", "expected GET, found POST")]
    [InlineData("DELETE", "/graphql", 405, "BAD_REQUEST", "expected GET or POST")]
    [InlineData("POST", "/exports/coverage", 405, "BAD_REQUEST", "expected GET or HEAD")]
    public async Task An_error_outside_of_GraphQL_is_coded_json_as_well(string method, string path, int status, string code, string message)
    {
        await using var server = await ServedHost.StartAsync();
        using var response = await server.Client.SendAsync(new(new(method), path));

        Assert.Equal((status, "application/json; charset=utf-8"), ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal($$$"""{"errors":[{"message":"{{{message}}}","extensions":{"code":"{{{code}}}"}}]}""", await response.Content.ReadAsStringAsync());
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_host_name_that_is_not_ours_is_refused_with_a_code()
    {
        await using var server = await ServedHost.StartAsync();
        using var response = await server.Client.SendAsync(new(HttpMethod.Get, "/graphql") { Headers = { Host = "evil.example" } });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("BAD_REQUEST", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task A_fault_of_ours_outside_of_GraphQL_is_an_id_and_no_text()
    {
        await using var engine = await Engines.OpenAsync();
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        app.MapGet("/fails", string () => throw new InvalidOperationException("secret /var/path"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        using var response = await client.GetAsync(new Uri("/fails", UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.InternalServerError, "application/json; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Matches("""^\{"errors":\[\{"message":"Internal error [0-9a-f]{32}\.","extensions":\{"code":"INTERNAL","correlationId":"[0-9a-f]{32}"\}\}\]\}$""", body);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("OPTIONS", "POST")]
    public async Task Other_sites_may_not_ask_unless_they_are_named(string method, string? preflight)
    {
        await using var closed = await ServedHost.StartAsync();
        await using var open = await ServedHost.StartAsync(o => o.Api.Origins.Add("https://grc.example.org"));
        foreach (var (server, origin, allowed) in ((ServedHost, string, string?)[])
            [(closed, "https://grc.example.org", null), (open, "https://grc.example.org", "https://grc.example.org"), (open, "https://grc.example.org.evil.example", null), (open, "null", null)])
        {
            using var request = new HttpRequestMessage(new(method), "/graphql?query={__typename}");
            request.Headers.TryAddWithoutValidation("Origin", origin);
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", preflight);
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,content-type");
            using var response = await server.Client.SendAsync(request);

            Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
            if (allowed is not null && preflight is not null)
            {
                Assert.Equal("Accept,Authorization,Content-Type,If-None-Match,Graph-Actor,Graph-Seen", Header(response, "Access-Control-Allow-Headers"));
                Assert.Equal("GET,HEAD,POST", Header(response, "Access-Control-Allow-Methods"));
            }
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task What_a_form_of_another_site_can_send_changes_nothing(string contentType)
    {
        await using var server = await ServedHost.StartAsync();
        const string mutation = """mutation { apply(changeId: \"1\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:v\", title: \"V\"}}}]) { accepted } }""";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"query":"{{mutation}}"}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var form = await server.Client.PostAsync(new Uri("/graphql", UriKind.Relative), content);
        using var link = await server.Client.GetAsync(new Uri("/graphql?query=" + Uri.EscapeDataString(mutation.Replace("\\", "", StringComparison.Ordinal)), UriKind.Relative));

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.MethodNotAllowed), (form.StatusCode, link.StatusCode));
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task Introspection_that_is_switched_off_is_forbidden_while_typename_is_not()
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.Introspection = false);
        foreach (var query in (string[])["{ __schema { types { name } } }", "{ __type(name: \"View\") { name } }", "{ ...A } fragment A on Query { __schema { description } }"])
        {
            using var refused = await server.PostAsync(query);

            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Equal("FORBIDDEN", (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"]!);
        }

        Assert.Equal("""{"data":{"__typename":"Query","view":{"__typename":"View"}}}""", await (await server.PostAsync("{ __typename view { __typename } }")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync(new Uri("/schema.graphql", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("{ view { gap { totalCount } } }", "gaps")]
    [InlineData("{ view { document(key: \"x\", kee: 1) { key } } }", "mean 'key'")]
    [InlineData("{ view { document(key: \"x\") { ... on AiSystm { key } } } }", "AiSystem")]
    [InlineData("{ view { document(key: \"x\") { purpose } } }", "AiSystem")]
    [InlineData("{ view(at: {onn: \"2027-01-01\"}) { revision } }", "assume|: on")]
    [InlineData("{ view(at: {renewals: NEVER}) { revision } }", "AS_RECORDED")]
    [InlineData("mutation { apply(changeId: \"1\", reason: \"r\", changes: [{}]) { accepted } }", "unlink")]
    [InlineData("mutation { aply { accepted } }", "apply")]
    public async Task Faults_name_what_may_have_been_meant_only_where_the_schema_may_be_asked(string query, string told)
    {
        foreach (var introspection in (bool[])[true, false])
        {
            await using var server = await ServedHost.StartAsync(o => o.Api.Introspection = introspection);
            var body = await (await server.PostAsync(query)).Content.ReadAsStringAsync();

            Assert.Contains("BAD_REQUEST", body, StringComparison.Ordinal);
            Assert.True(introspection == System.Text.RegularExpressions.Regex.IsMatch(body, told), body);
        }
    }

    [Theory]
    [InlineData("https", "graph.example.org", "max-age=31536000")]
    [InlineData("https", "localhost", null)]
    [InlineData("http", "graph.example.org", null)]
    public async Task Only_over_https_are_browsers_told_to_stay_with_it(string scheme, string host, string? expected)
    {
        await using var engine = await Engines.OpenAsync();
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        var http = new DefaultHttpContext { RequestServices = app.Services, Request = { Scheme = scheme, Host = new(host), Path = "/nothing" } };

        await ((IApplicationBuilder)app).Build()(http);

        Assert.Equal(expected ?? "", http.Response.Headers.StrictTransportSecurity.ToString());
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
