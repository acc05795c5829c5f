using Graph.Tests.Api;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Export;

/// <summary>The same question about the same graph gives the same bytes, whoever is asked and how often.</summary>
[Collection(SeedStoryTests.Name)]
public sealed class StableOrderTests(SeedStory seed)
{
    [Fact]
    public async Task Two_requests_and_two_servers_give_the_same_rows_in_the_same_order()
    {
        var other = new SeedStory();
        await other.InitializeAsync();
        await using var first = await ApiOver.StartAsync(seed.Engine);
        await using var replica = await ApiOver.StartAsync(seed.Engine);
        await using var second = await ApiOver.StartAsync(other.Engine);
        foreach (var path in (string[])["coverage.csv", "gaps.ndjson", "gaps.csv?on=2027-12-02", "statement-of-applicability.json", "evidence.csv"])
        {
            var (body, tag) = await AskAsync(first, path);

            Assert.Equal((body, tag), await AskAsync(first, path));
            Assert.Equal((body, tag), await AskAsync(replica, path));
            Assert.Equal(Bare(path, body), Bare(path, (await AskAsync(second, path)).Body));
        }

        await other.DisposeAsync();

        // The names of people are salted anew in each store, and so is what their hashes are made of.
        static string Bare(string path, string body) =>
            !path.StartsWith("evidence", StringComparison.Ordinal) ? body
            : string.Join('\n', body.Split('\n').Select(l => System.Text.RegularExpressions.Regex.Replace(l, "[0-9a-f]{64}", "")));
    }

    private static async Task<(string Body, string Tag)> AskAsync(ApiOver api, string path)
    {
        using var response = await api.Client.GetAsync(new Uri("/exports/" + path, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode);
        return (await response.Content.ReadAsStringAsync(), response.Headers.ETag!.ToString());
    }
}
