using System.Net;
using System.Net.Http.Headers;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Queries by GET carry a tag, so that a nightly pull costs nothing while nothing has changed.</summary>
public sealed class ConditionalGetTests
{
    private const string Risks = "{ view { revision risks { totalCount } } }";

    [Fact]
    public async Task The_same_question_of_the_same_revision_and_day_is_answered_304_without_a_body()
    {
        await using var api = await StartAsync();
        var (status, tag, body) = await GetAsync(api, Risks);
        Assert.Equal((200, """{"data":{"view":{"revision":0,"risks":{"totalCount":0}}}}"""), (status, body));
        Assert.Equal((304, tag, ""), await GetAsync(api, Risks, tag));
        Assert.Equal((304, tag, ""), await GetAsync(api, Risks, $"\"other\", W/{tag}"));
    }

    [Fact]
    public async Task A_write_a_new_day_another_question_actor_or_media_type_has_another_tag()
    {
        await using var api = await StartAsync();
        var (_, tag, _) = await GetAsync(api, Risks);
        Assert.NotNull(tag);
        Assert.Equal(200, (await GetAsync(api, "{ view { risks { totalCount } } }", tag)).Status);
        Assert.Equal(200, (await GetAsync(api, Risks, tag, accept: "application/json")).Status);
        Assert.Equal(200, (await GetAsync(api, Risks, tag, actor: "Ada")).Status);
        api.Clock.Advance(TimeSpan.FromDays(1));
        var (nextDay, ofNextDay, _) = await GetAsync(api, Risks, tag);
        Assert.Equal(200, nextDay);
        await api.WriteAsync(Put("Risk", "risk:1", ("title", "A risk"), ("kind", "THREAT")));
        var (afterWrite, ofWrite, body) = await GetAsync(api, Risks, ofNextDay);
        Assert.Equal((200, """{"data":{"view":{"revision":1,"risks":{"totalCount":1}}}}"""), (afterWrite, body));
        Assert.Equal(3, new HashSet<string?> { tag, ofNextDay, ofWrite }.Count);
    }

    [Theory]
    [InlineData("{ nope }")]
    [InlineData("{ view(at: { asOf: 7 }) { revision } }")]
    [InlineData("{ view {")]
    public async Task What_fails_has_no_tag_and_is_not_kept(string query)
    {
        await using var api = await StartAsync();
        using var response = await api.Client.GetAsync(new Uri("/graphql?query=" + Uri.EscapeDataString(query), UriKind.Relative));
        Assert.Null(response.Headers.ETag);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body_and_changes_nothing()
    {
        await using var api = await StartAsync();
        var (_, tag, _) = await GetAsync(api, Risks);
        using var head = await api.Client.SendAsync(new(HttpMethod.Head, "/graphql?query=" + Uri.EscapeDataString(Risks)) { Headers = { { "Accept", "application/graphql-response+json" } } });
        Assert.Equal((HttpStatusCode.OK, tag, ""), (head.StatusCode, head.Headers.ETag?.ToString(), await head.Content.ReadAsStringAsync()));
        using var mutation = await api.Client.SendAsync(new(HttpMethod.Head, "/graphql?query=mutation{__typename}"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, mutation.StatusCode);
    }

    [Fact]
    public async Task A_post_has_no_tag()
    {
        await using var api = await StartAsync();
        using var response = await api.Client.PostAsync(new Uri("/graphql", UriKind.Relative), new StringContent("""{"query":"{ __typename }"}""", new MediaTypeHeaderValue("application/json")));
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, response.Headers.ETag));
    }

    private static async Task<(int Status, string? Tag, string Body)> GetAsync(
        ApiHost api, string query, string? known = null, string? actor = null, string accept = "application/graphql-response+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(query));
        request.Headers.Accept.ParseAdd(accept);
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        if (actor is not null)
        {
            request.Headers.Add("Graph-Actor", actor);
        }

        using var response = await api.Client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsStringAsync());
    }
}
