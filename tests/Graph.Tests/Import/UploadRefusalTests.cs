using System.IO.Compression;
using System.Text;
using Graph.Tests.Protection;

namespace Graph.Tests.Import;

/// <summary>What is no upload gets a clear coded answer, nothing of it is written, and the next one is served.</summary>
public sealed class UploadRefusalTests
{
    private const string Vendors = "key,title\nvendor:v,V\n";
    private const string Query = "?mode=apply&file=vendors.csv";

    [Theory]
    [InlineData("?mode=apply", "text/csv", Vendors, 400, "BAD_REQUEST", "expected the parameter 'file' with a name that begins with what the body holds, such as file=risks.csv")]
    [InlineData("?mode=applied&file=vendors.csv", "text/csv", Vendors, 400, "BAD_REQUEST", "expected a known word in 'mode' (preview, apply), found 'applied'")]
    [InlineData("?mdoe=apply&file=vendors.csv", "text/csv", Vendors, 400, "BAD_REQUEST", "expected one of the parameters mode, file, reason, expectedRevision, found 'mdoe'")]
    [InlineData(Query + "&file=risks.csv", "text/csv", Vendors, 400, "BAD_REQUEST", "expected one value for 'file', found 2")]
    [InlineData(Query + "&expectedRevision=x", "text/csv", Vendors, 400, "BAD_REQUEST", "'expectedRevision': expected a revision: a whole number from 0 on, found 'x'")]
    [InlineData(Query + "&reason=%20", "text/csv", Vendors, 400, "BAD_REQUEST", "expected a reason of 1 to 2000 readable characters")]
    [InlineData("?mode=apply&file=vendors.yaml", "text/csv", Vendors, 400, "BAD_REQUEST", "expected a name that ends as the type of the body says (.csv), found 'vendors.yaml'")]
    [InlineData(Query, "application/yaml", Vendors, 400, "BAD_REQUEST", "expected a name that ends as the type of the body says (.yaml or .yml), found 'vendors.csv'")]
    [InlineData("?mode=apply&file=vendors%00.csv", "text/csv", Vendors, 400, "BAD_REQUEST", "expected a name of a file of 1 to 200 readable characters")]
    [InlineData(Query, "text/csv", "", 400, "BAD_REQUEST", "expected a file in the body, found nothing")]
    [InlineData(Query, "text/plain", Vendors, 415, "BAD_REQUEST", "expected text/csv or application/yaml in UTF-8, or multipart/form-data with such files")]
    [InlineData(Query, "application/json", "{}", 415, "BAD_REQUEST", "expected text/csv or application/yaml in UTF-8, or multipart/form-data with such files")]
    [InlineData(Query, "application/zip", "PK", 415, "BAD_REQUEST", "expected text/csv or application/yaml in UTF-8, or multipart/form-data with such files")]
    [InlineData(Query, "text/csv; charset=utf-16", Vendors, 415, "BAD_REQUEST", "expected text/csv or application/yaml in UTF-8, or multipart/form-data with such files")]
    [InlineData("?mode=apply", "multipart/form-data", Vendors, 400, "BAD_REQUEST", "expected multipart/form-data with a boundary of 1 to 70 characters")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", Vendors, 400, "BAD_REQUEST", "expected a whole body, found a broken one")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", "", 400, "BAD_REQUEST", "expected a file in the body, found nothing")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", "--b--\r\n", 400, "BAD_REQUEST", "expected at least one file, found none")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=vendors.csv\r\n\r\nkey,title\nvendor:v,V", 400, "BAD_REQUEST", "expected a whole body, found a broken one")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=mode\r\n\r\napply\r\n--b--\r\n", 400, "BAD_REQUEST", "expected files with names only, found something else as part 1; mode and reason are parameters of the address")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=vendors.zip\r\n\r\nPK\r\n--b--\r\n", 400, "BAD_REQUEST", "expected names that end in .yaml, .yml, .csv, found 'vendors.zip'")]
    [InlineData("?mode=apply", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=\"a/vendors.csv\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=f; filename=\"b\\\\vendors.csv\"\r\n\r\nx\r\n--b--\r\n", 400, "BAD_REQUEST", "expected each name of a file once, found 'vendors.csv' again")]
    [InlineData(Query, "multipart/form-data; boundary=b", "--b--\r\n", 400, "BAD_REQUEST", "expected no parameter 'file' with multipart/form-data: each part has a name of its own")]
    public async Task What_is_no_upload_is_refused_with_a_code_and_what_was_expected(string query, string type, string text, int status, string code, string message)
    {
        await using var server = await ServedHost.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await server.Client.SendAsync(query, content);

        Assert.Equal((status, (code, null, message)), (answer.Status, answer.Body.Error()));
        await ServesAsync(server);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_405(string method)
    {
        await using var server = await ServedHost.StartAsync();
        using var response = await server.Client.SendAsync(new(new(method), new Uri("/imports", UriKind.Relative)));

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "SELF", true)]
    [InlineData("Origin", "https://grc.example.org", true)]
    [InlineData("User-Agent", "curl", true)]
    public async Task What_a_page_of_another_site_sends_changes_nothing(string header, string value, bool isTaken)
    {
        await using var server = await ServedHost.StartAsync(o => o.Api.Origins.Add("https://grc.example.org"));
        using var form = new MultipartFormDataContent { { new StringContent(Vendors), "file", "vendors.csv" } };

        var (status, body) = await server.Client.SendAsync("?mode=apply", form, r => r.Headers.TryAddWithoutValidation(header, value == "SELF" ? server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) : value));

        Assert.Equal((isTaken ? 200 : 403, isTaken ? 1L : 0L), (status, server.Engine.Current.Head.Revision));
        Assert.Equal(isTaken ? null : "FORBIDDEN", body["errors"] is null ? null : body.Error().Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_body_that_would_unpack_to_gigabytes_is_refused_packed(string encoding)
    {
        await using var server = await ServedHost.StartAsync();
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[50_000_000]);
        }

        using var content = new ByteArrayContent(bomb.ToArray());
        content.Headers.ContentType = new("text/csv");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        var packed = await server.Client.SendAsync(Query, content);
        using var unnamed = new ByteArrayContent(bomb.ToArray());
        unnamed.Headers.ContentType = new("text/csv");
        var passedOff = await server.Client.SendAsync(Query, unnamed);

        Assert.Equal((415, ("BAD_REQUEST", null, "expected a body that is not compressed")), (packed.Status, packed.Body.Error()));
        Assert.Equal((422, "expected a file in UTF-8, found other bytes"), (passedOff.Status, (string)passedOff.Body["rejects"]![0]!["reason"]!));
        await ServesAsync(server);
    }

    [Theory]
    [InlineData(0, 422)]
    [InlineData(1, 413)]
    public async Task A_body_above_its_size_is_413_whether_its_length_is_told_or_not(int above, int status)
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.UploadBytesMax = 100_000);
        foreach (var isChunked in (bool[])[false, true])
        {
            using var content = new ByteArrayContent(new byte[100_000 + above]);
            content.Headers.ContentType = new("text/csv");

            var answer = await server.Client.SendAsync(Query, content, r => r.Headers.TransferEncodingChunked = isChunked);

            Assert.Equal(status, answer.Status);
            if (status == 413)
            {
                Assert.Equal(("LIMIT_EXCEEDED", "uploadBytesMax"), answer.Body.Error() is var (code, limit, _) ? (code, limit) : default);
            }
        }

        await ServesAsync(server);
    }

    [Theory]
    [InlineData(2, 200)]
    [InlineData(3, 413)]
    public async Task More_files_than_an_import_may_have_are_refused(int count, int status)
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.FileCountMax = 2);

        var answer = await server.Client.FilesAsync("", [.. Enumerable.Range(0, count).Select(i => ($"vendors-{i}.csv", $"key,title\nvendor:{i},V\n"))]);

        Assert.Equal((status, status == 413 ? "fileCountMax" : null), (answer.Status, status == 413 ? answer.Body.Error().Limit : null));
    }

    [Fact]
    public async Task One_upload_above_their_number_is_told_to_come_again_and_a_free_place_is_given_again()
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.UploadCountMax = 1);
        using var slow = await server.ConnectAsync($"POST /imports{Query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nConnection: close\r\nContent-Length: {Vendors.Length}\r\nExpect: 100-continue\r\n\r\n");
        var buffer = new byte[100];
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(buffer, 0, await slow.GetStream().ReadAsync(buffer)), StringComparison.Ordinal);     // It waits for the body, and so holds the place.

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/imports" + Query, UriKind.Relative)) { Content = new StringContent(Vendors, Encoding.UTF8, "text/csv") };
        using var refused = await server.Client.SendAsync(request);
        Assert.Equal((503, TimeSpan.FromSeconds(1)), ((int)refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        Assert.Contains("\"limit\":\"uploadCountMax\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Vendors));
        Assert.Contains("HTTP/1.1 200 OK", await ServedHost.ReadToEndAsync(slow), StringComparison.Ordinal);
        Assert.Equal(1, server.Engine.Current.Head.Revision);
        await ServesAsync(server);
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_408_and_nothing_of_it_is_written()
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.UploadTimeMax = TimeSpan.FromMilliseconds(200));
        using var client = await server.ConnectAsync($"POST /imports{Query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nConnection: close\r\nContent-Length: {Vendors.Length + 1}\r\n\r\n{Vendors}");

        var answer = await ServedHost.ReadToEndAsync(client);

        Assert.StartsWith("HTTP/1.1 408 Request Timeout", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"DEADLINE_EXCEEDED\",\"limit\":\"uploadTimeMax\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_client_that_closes_in_the_middle_of_its_upload_changes_nothing()
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.UploadCountMax = 100);
        for (var sent = 0; sent < Vendors.Length; sent += 3)
        {
            using var client = await server.ConnectAsync($"POST /imports{Query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: {Vendors.Length}\r\n\r\n{Vendors[..sent]}");
            client.Client.LingerState = new(true, 0);
        }

        await ServesAsync(server);
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    private static async Task ServesAsync(ServedHost server) =>
        Assert.Equal(200, (await server.Client.CsvAsync("?file=vendors.csv", Vendors)).Status);
}
