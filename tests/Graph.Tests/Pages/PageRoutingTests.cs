using System.Net;
using Graph.Server.Hosting;
using Graph.Server.Pages;
using Graph.Stores.Memory;
using Graph.Tests.Stores;
using Microsoft.AspNetCore.Builder;

namespace Graph.Tests.Pages;

/// <summary>Which requests get a page, and with what headers. The built pages are three small files of the test.</summary>
public sealed class PageRoutingTests : IAsyncLifetime, IDisposable
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private readonly TemporaryFolder folder = new();
    private Graph.Engine.Writing.GraphEngine engine = null!;
    private WebApplication? app;
    private HttpClient? client;

    public async Task InitializeAsync()
    {
        folder.Write("built/index.html", "start");
        folder.Write("built/graphiql.html", "editor");
        folder.Write("built/assets/a-1.js", "plain");
        folder.Write("built/assets/a-1.js.gz", "packed");
        folder.Write("built/assets/notes.txt", "no page loads it");
        folder.Write("secret.js", "secret");
        engine = await Engines.OpenAsync(new MemoryLogStore());
    }

    public void Dispose()
    {
        client?.Dispose();
        folder.Dispose();
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData("/", null, "start")]
    [InlineData("/", Browser, "start")]
    [InlineData("/graphql", Browser, "editor")]
    [InlineData("/graphql?tab=3", Browser, "editor")]
    [InlineData("/graphql", "text/html", "editor")]
    public async Task Browsers_get_a_page(string path, string? accept, string content)
    {
        await StartAsync(Built);
        using var response = await GetAsync(path, accept);
        Assert.Equal(content, await response.Content.ReadAsStringAsync());
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        AssertProtected(response);
    }

    [Theory]
    [InlineData("/graphql?query={__typename}", Browser, HttpStatusCode.OK)]
    [InlineData("/graphql?query={__typename}", null, HttpStatusCode.OK)]
    [InlineData("/graphql", null, HttpStatusCode.BadRequest)]
    [InlineData("/graphql", "*/*", HttpStatusCode.BadRequest)]
    [InlineData("/graphql", "application/json, text/html;q=0.5", HttpStatusCode.BadRequest)]
    [InlineData("/graphql", "text/html;q=0, */*", HttpStatusCode.BadRequest)]
    public async Task Other_clients_get_the_API(string path, string? accept, HttpStatusCode status)
    {
        await StartAsync(Built);
        using var response = await GetAsync(path, accept);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(null, "plain", null)]
    [InlineData("br, gzip", "packed", "gzip")]
    [InlineData("gzip;q=0", "plain", null)]
    public async Task Files_are_kept_for_ever_and_sent_packed_to_those_who_can_unpack(string? accepted, string content, string? encoding)
    {
        await StartAsync(Built);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/a-1.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await client!.SendAsync(request);
        Assert.Equal(content, await response.Content.ReadAsStringAsync());
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
        AssertProtected(response);
    }

    [Theory]
    [InlineData("/assets/b.js")]
    [InlineData("/assets/notes.txt")]
    [InlineData("/assets/a-1.js.gz")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/assets/..%2F..%2Fsecret.js")]
    [InlineData("/index.html")]
    public async Task Only_files_of_the_pages_are_sent(string path)
    {
        await StartAsync(Built);
        using var response = await GetAsync(path, null);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_HEAD_request_gets_the_headers_alone()
    {
        await StartAsync(Built);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await client!.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, 5), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task The_schema_is_a_file()
    {
        await StartAsync(Built);
        using var response = await GetAsync("/schema.graphql", null);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(SeedStories.SeedStory.Root, "schema", "schema.graphql")), await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/", null)]
    [InlineData("/graphql", Browser)]
    public async Task Where_nothing_was_built_a_small_page_says_how_to_get_the_others(string path, string? accept)
    {
        await StartAsync(new() { Folder = folder.File("nothing") });
        using var response = await GetAsync(path, accept);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("<textarea id=\"query\"", text);
        Assert.Contains("Install Node.js", text);
        Assert.Contains("script-src 'sha256-", string.Join(' ', response.Headers.GetValues("Content-Security-Policy")));
        AssertProtected(response);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/assets/a-1.js", null)).StatusCode);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.NotFound)]
    [InlineData("/schema.graphql", HttpStatusCode.NotFound)]
    [InlineData("/assets/a-1.js", HttpStatusCode.NotFound)]
    [InlineData("/graphql", HttpStatusCode.BadRequest)]
    public async Task Pages_can_be_switched_off(string path, HttpStatusCode status)
    {
        await StartAsync(new() { Folder = folder.File("built"), Enabled = false });
        using var response = await GetAsync(path, Browser);
        Assert.Equal(status, response.StatusCode);
    }

    private PageOptions Built => new() { Folder = folder.File("built") };

    private static void AssertProtected(HttpResponseMessage response)
    {
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    private async Task StartAsync(PageOptions pages)
    {
        app = GraphHost.Build(new ServerOptions { Urls = "http://127.0.0.1:0", Pages = pages }, engine);
        await app.StartAsync();
        client = new() { BaseAddress = new(app.Urls.First()) };
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client!.SendAsync(request);
    }
}
