using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Graph.Server.Hosting;
using Graph.Tests.Stores;

namespace Graph.Tests.Hosting;

/// <summary>What the server makes of the bytes of a Graph-Actor header, sent over a socket as they are.</summary>
public sealed class ActorHeaderTests
{
    public static TheoryData<string> Names => ["Ada Lovelace", "Žofie Müller-Østergård", "Ольга", "李明", "\U0001F642 Ada", new string('ä', 200)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_of_any_script_is_the_actor(string name)
    {
        var (status, body) = await SendAsync(Encoding.UTF8.GetBytes(name));

        Assert.Equal("HTTP/1.1 200 OK", status);
        Assert.Equal(name, (string)body["data"]!["server"]!["actor"]!);
    }

    public static TheoryData<byte[]> Refused => [Encoding.Latin1.GetBytes("Müller"), [0xFF, 0xFE], Encoding.UTF8.GetBytes(new string('ä', 201)), Encoding.ASCII.GetBytes(new string('x', 20_000)), "A\u0001da"u8.ToArray(), "A\tda"u8.ToArray(), "A\u0085da"u8.ToArray()];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_name_is_refused_with_a_code_and_what_was_expected(byte[] name)
    {
        var (status, body) = await SendAsync(name);

        Assert.Equal("HTTP/1.1 400 Bad Request", status);
        Assert.Equal("BAD_REQUEST", (string)body["errors"]![0]!["extensions"]!["code"]!);
        Assert.Equal("expected one Graph-Actor header of 1 to 200 readable characters in UTF-8", (string)body["errors"]![0]!["message"]!);
    }

    private static async Task<(string Status, JsonNode Body)> SendAsync(byte[] name)
    {
        await using var engine = await Engines.OpenAsync();
        await using var app = GraphHost.Build(new() { Urls = "http://127.0.0.1:0" }, engine);
        await app.StartAsync();
        using var client = new TcpClient("127.0.0.1", new Uri(app.Urls.First()).Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync((byte[])[.. "GET /graphql?query=%7Bserver%7Bactor%7D%7D HTTP/1.0\r\nHost: localhost\r\nGraph-Actor: "u8, .. name, .. "\r\n\r\n"u8]);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return (answer[..answer.IndexOf('\r', StringComparison.Ordinal)], JsonNode.Parse(body) ?? throw new InvalidOperationException(answer));
    }
}
