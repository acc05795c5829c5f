using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Export;

/// <summary>What a spreadsheet reads is what the graph holds, and never a formula.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+358 40 123")]
    [InlineData("-2 until June")]
    [InlineData("@SUM(A1)")]
    [InlineData("=HYPERLINK(\"https://example.org\";\"x\")")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1+1")]
    [InlineData("'=1")]
    [InlineData("''+1")]
    public async Task A_cell_that_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(string text)
    {
        Assert.Equal("'" + text, await ReadBackAsync(text));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a \"quoted\" word")]
    [InlineData("one; two, three")]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines")]
    [InlineData(" spaces around ")]
    [InlineData("Työkalu – ДОКАЗАТЕЛЬСТВО – 証拠 – 𝒳🙂")]
    [InlineData("1=1")]
    [InlineData("'already")]
    public async Task Any_other_text_is_read_back_as_it_is(string text)
    {
        Assert.Equal(text, await ReadBackAsync(text));
    }

    [Fact]
    public async Task Lines_end_and_quotes_are_doubled_as_in_RFC_4180()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Evidence", "evidence:a", ("title", "Plan \"B\", draft"), ("type", "POLICY"), ("description", "=2"), ("expiresOn", "2027-01-31")));

        var body = await api.Client.GetStringAsync(new Uri("/exports/evidence.csv", UriKind.Relative));

        Assert.Equal(
            "key,title,description,type,scope,periodFrom,periodTo,effectiveFrom,expiresOn,collectedOn,collectedBy,uri,sha256,status,submittedOn,submittedBy,approvedOn,approvedBy,approvedAsClaimed,approvedByTopManagement,rejectedOn,rejectedBy,endedOn,endedBy,contentHash,recordSince,concerns,evidences,demonstrates,revision\r\n"
            + "evidence:a,\"Plan \"\"B\"\", draft\",\"'=2\",POLICY,,,,,2027-01-31,,,,,DRAFT,,,,,,,,,,,,,,,,1\r\n",
            body);
    }

    [Theory]
    [InlineData("x;=1+1")]
    [InlineData("x\t=1+1")]
    public async Task A_cell_that_a_spreadsheet_of_another_country_would_split_is_quoted(string text)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Evidence", "evidence:a", ("title", text), ("type", "POLICY")));

        Assert.Contains($"\nevidence:a,\"{text}\",,POLICY,", await api.Client.GetStringAsync(new Uri("/exports/evidence.csv", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_holds_the_text_of_a_formula_as_it_is()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Evidence", "evidence:a", ("title", "=1+1"), ("type", "POLICY")));

        Assert.Equal("=1+1", (string)JsonNode.Parse(await api.Client.GetStringAsync(new Uri("/exports/evidence", UriKind.Relative)))![0]!["title"]!);
    }

    private static async Task<string?> ReadBackAsync(string text)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Evidence", "evidence:a", ("title", "T"), ("type", "POLICY"), ("description", text)));
        using var reader = new StringReader(await api.Client.GetStringAsync(new Uri("/exports/evidence.csv", UriKind.Relative)));
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
        Assert.True(await csv.ReadAsync());
        csv.ReadHeader();
        Assert.True(await csv.ReadAsync());
        var found = csv.GetField("description");
        Assert.False(await csv.ReadAsync());
        return found;
    }
}
