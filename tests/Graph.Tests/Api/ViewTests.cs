using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

public sealed class ViewTests
{
    [Fact]
    public async Task Answers_a_view_with_its_revision_and_systems()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "Assistant"), ("roles", new[] { "PROVIDER" })));

        var (status, contentType, body) = await api.PostAsync("{ view { revision on kind aiSystems { nodes { id title roles } totalCount } } }");

        Assert.Equal(200, status);
        Assert.Equal("application/graphql-response+json; charset=utf-8", contentType);
        Assert.Equal(
            """{"data":{"view":{"revision":1,"on":"2026-08-06","kind":"CURRENT","aiSystems":{"nodes":[{"id":"ai-system:a","title":"Assistant","roles":["PROVIDER"]}],"totalCount":1}}}}""",
            body.ToJsonString());
    }
}
