using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Graph.Tests.Import;

/// <summary>Uploads as tools send them.</summary>
internal static class Upload
{
    public const string Risks = "key,title,kind,mitigatedBy\nrisk:a,A,THREAT,control:c\n";
    public const string Controls = "key;title;satisfies\ncontrol:c;C;\n";

    /// <summary>Sends one file as the body.</summary>
    public static Task<(int Status, JsonNode Body)> CsvAsync(this HttpClient client, string query, string text, string type = "text/csv", Action<HttpRequestMessage>? change = null) =>
        SendAsync(client, query, new StringContent(text, Encoding.UTF8, MediaTypeHeaderValue.Parse(type)), change);

    /// <summary>Sends several files.</summary>
    public static Task<(int Status, JsonNode Body)> FilesAsync(this HttpClient client, string query, params (string Name, string Text)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, text) in files)
        {
            form.Add(new StringContent(text), "file", name);
        }

        return SendAsync(client, query, form);
    }

    public static async Task<(int Status, JsonNode Body)> SendAsync(this HttpClient client, string query, HttpContent content, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/imports" + query, UriKind.Relative)) { Content = content };
        change?.Invoke(request);
        using var response = await client.SendAsync(request);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl!.NoStore);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>The code, the limit and the text of a refusal.</summary>
    public static (string Code, string? Limit, string Message) Error(this JsonNode body) =>
        ((string)body["errors"]![0]!["extensions"]!["code"]!, (string?)body["errors"]![0]!["extensions"]!["limit"], (string)body["errors"]![0]!["message"]!);
}
