using System.Net;
using System.Text.Json.Nodes;
using Graph.Server.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Graph.Tests.Identity;

/// <summary>Nobody gets at data without a role, and nothing is open because somebody forgot it.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task Every_endpoint_has_a_rule_or_says_why_it_is_public()
    {
        await using var server = await IdentifiedServer.StartAsync();
        var endpoints = server.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).ToList();

        Assert.Contains(endpoints, e => e is RouteEndpoint { RoutePattern.RawText: "/graphql" });
        Assert.Contains(endpoints, e => e is RouteEndpoint { RoutePattern.RawText: "/exports/{**name}" });
        foreach (var endpoint in endpoints)
        {
            var isPublic = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var rule = endpoint.Metadata.GetMetadata<AuthorizationPolicy>()?.Requirements.OfType<RoleRequirement>().SingleOrDefault();
            Assert.True(isPublic ? endpoint.Metadata.GetMetadata<PublicMark>() is { Reason.Length: > 0 } : rule is not null, endpoint.DisplayName);
        }
    }

    [Theory]
    [InlineData("/graphql?query={server{revision}}")]
    [InlineData("/graphql")]
    [InlineData("/exports/evidence.csv")]
    [InlineData("/exports/impact/control:c.mmd?event=LOSS")]
    [InlineData("/exports/nothing")]
    [InlineData("/exports/documents/statement-of-applicability.html")]
    [InlineData("/imports")]
    [InlineData("/what/nobody/has/declared")]
    public async Task Without_a_token_the_answer_is_401_with_a_code_and_how_to_ask(string path)
    {
        await using var server = await IdentifiedServer.StartAsync();
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Options])
        {
            using var response = await server.SendAsync(path, method: method);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer realm=\"graph\"", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            Assert.Equal(
                """{"errors":[{"message":"expected a caller who is known: Authorization: Bearer and a token (graph token create)","extensions":{"code":"UNAUTHENTICATED"}}]}""",
                await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/health/live", "application/json")]
    [InlineData("/health/ready", "application/json")]
    [InlineData("/", "text/html")]
    [InlineData("/graphql", "text/html")]
    [InlineData("/schema.graphql", "text/plain")]
    public async Task Health_pages_and_the_schema_are_public(string path, string mediaType)
    {
        await using var server = await IdentifiedServer.StartAsync();
        using var response = await server.SendAsync(path, headers: h => h.Accept.ParseAdd(path == "/graphql" ? "text/html" : "*/*"));
        Assert.Equal((HttpStatusCode.OK, mediaType), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_caller_without_a_role_is_known_and_refused_with_what_is_needed_and_held()
    {
        await using var server = await IdentifiedServer.StartAsync();
        using var response = await server.SendAsync("/exports/evidence.csv", server.Make("nobody"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("""{"errors":[{"message":"expected the role READER, found none","extensions":{"code":"FORBIDDEN","needs":["READER"],"held":[]}}]}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Basic cm9vdDpyb290")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer graph_")]
    [InlineData("Bearer graph_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")]
    [InlineData("graph_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_token_of_this_server_is_401(string authorization)
    {
        await using var server = await IdentifiedServer.StartAsync();
        using var response = await server.SendAsync("/graphql?query={server{revision}}", headers: h => h.TryAddWithoutValidation("Authorization", authorization));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer realm=\"graph\", error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("UNAUTHENTICATED", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task Two_tokens_at_once_are_401_whichever_is_good()
    {
        await using var server = await IdentifiedServer.StartAsync();
        using var response = await server.SendAsync("/graphql?query={server{revision}}", server.Make("a", Role.Reader), headers: h => h.TryAddWithoutValidation("Authorization", "Bearer x"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_header_that_claims_an_actor_is_refused_where_callers_are_identified()
    {
        await using var server = await IdentifiedServer.StartAsync();
        using var response = await server.SendAsync("/graphql?query={server{actor}}", server.Make("a", Role.Reader), headers: h => h.Add("Graph-Actor", "Boss"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("expected no Graph-Actor header", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_answer_that_one_caller_may_keep_is_not_the_answer_of_another()
    {
        await using var server = await IdentifiedServer.StartAsync();
        using var one = await server.SendAsync("/graphql?query={server{roles}}", server.Make("a", Role.Reader));
        using var other = await server.SendAsync("/graphql?query={server{roles}}", server.Make("a", Role.Editor), headers: h => h.IfNoneMatch.Add(one.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(one.Headers.ETag, other.Headers.ETag);
        Assert.Contains("Authorization", one.Headers.Vary);
        Assert.True(one.Headers.CacheControl!.Private);
    }

    [Theory]
    [InlineData("Reader", "READER")]
    [InlineData("Editor", "READER,EDITOR")]
    [InlineData("Approver", "READER,APPROVER")]
    [InlineData("Auditor", "READER,AUDITOR")]
    [InlineData("Administrator", "READER,EDITOR,AUDITOR,ADMINISTRATOR")]
    public async Task A_role_includes_what_it_includes_and_administrating_is_not_approving(string role, string held)
    {
        await using var server = await IdentifiedServer.StartAsync();
        var answer = (await server.AnswerAsync("{ server { actor roles client } }", server.Make("Ada", Enum.Parse<Role>(role))))["server"]!;
        Assert.Equal(held, string.Join(',', answer["roles"]!.AsArray()));
        Assert.Equal("Ada", (string)answer["actor"]!);
        Assert.StartsWith("token:", (string)answer["client"]!, StringComparison.Ordinal);
    }
}
