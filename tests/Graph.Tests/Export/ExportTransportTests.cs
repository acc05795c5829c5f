using System.Net;
using System.Text.Json.Nodes;
using Graph.Tests.Api;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Export;

/// <summary>Formats, tags, refusals and limits of the exports over HTTP.</summary>
public sealed class ExportTransportTests
{
    [Theory]
    [InlineData("", null, "application/json; charset=utf-8")]
    [InlineData("", "*/*", "application/json; charset=utf-8")]
    [InlineData("", "text/csv", "text/csv; charset=utf-8; header=present")]
    [InlineData("", "text/*", "text/csv; charset=utf-8; header=present")]
    [InlineData("", "application/x-ndjson", "application/x-ndjson; charset=utf-8")]
    [InlineData("", "application/json;q=0.5, application/x-ndjson", "application/x-ndjson; charset=utf-8")]
    [InlineData("", "application/json;q=0, */*;q=0.1", "text/csv; charset=utf-8; header=present")]
    [InlineData(".csv", "application/json", "text/csv; charset=utf-8; header=present")]
    [InlineData(".ndjson", null, "application/x-ndjson; charset=utf-8")]
    [InlineData(".json", "text/csv", "application/json; charset=utf-8")]
    public async Task The_extension_decides_the_format_else_Accept_does(string extension, string? accept, string contentType)
    {
        await using var api = await FilledAsync();
        using var response = await SendAsync(api, HttpMethod.Get, "/exports/evidence" + extension, ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.GetValues("Content-Type").Single());
        Assert.Equal(["Accept", "Authorization"], response.Headers.Vary);
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.Equal(("1", "2026-08-06"), (response.Headers.GetValues("Graph-Revision").Single(), response.Headers.GetValues("Graph-Day").Single()));
        Assert.StartsWith("attachment; filename=evidence-2026-08-06-r1.", response.Content.Headers.ContentDisposition!.ToString().Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    [InlineData("nonsense;;")]
    public async Task What_cannot_be_given_is_406(string accept)
    {
        await using var api = await FilledAsync();
        using var response = await SendAsync(api, HttpMethod.Get, "/exports/evidence", ("Accept", accept));

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        var error = await ErrorAsync(response);
        Assert.Equal("BAD_REQUEST", error.Code);
        Assert.StartsWith("expected application/json or text/csv or application/x-ndjson in Accept, found '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/exports/evidnce")]
    [InlineData("/exports/evidence.xlsx")]
    [InlineData("/exports/.csv")]
    public async Task An_export_that_there_is_not_is_404_and_names_those_that_there_are(string path)
    {
        await using var api = await FilledAsync();
        using var response = await SendAsync(api, HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var message = (await ErrorAsync(response)).Message;
        Assert.StartsWith("expected one of the exports coverage, gaps, statement-of-applicability, evidence", message, StringComparison.Ordinal);
        Assert.All((string[])["registers/", "impact/", "trace", "evidence-pack/", "documents/", "monthly-report/"], place => Assert.Contains(place, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_GET_and_HEAD_are_taken()
    {
        await using var api = await FilledAsync();
        using var response = await SendAsync(api, HttpMethod.Post, "/exports/evidence");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_known_tag_is_answered_with_304_until_something_is_written()
    {
        await using var api = await FilledAsync();
        using var first = await SendAsync(api, HttpMethod.Get, "/exports/coverage");
        var tag = first.Headers.ETag!.ToString();
        using var same = await SendAsync(api, HttpMethod.Get, "/exports/coverage", ("If-None-Match", $"\"other\", W/{tag}"));
        await api.WriteAsync(Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")));
        using var written = await SendAsync(api, HttpMethod.Get, "/exports/coverage", ("If-None-Match", tag));

        Assert.False(first.Headers.ETag.IsWeak);
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.StatusCode, await same.Content.ReadAsStringAsync()));
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.NotEqual(tag, written.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_tag_is_of_one_export_format_question_and_day()
    {
        await using var api = await FilledAsync();
        var tags = new List<string>();
        foreach (var path in (string[])["coverage", "coverage.csv", "coverage.ndjson", "coverage?of=f", "coverage?systems=ai-system:a", "gaps", "gaps?on=2027-01-01", "gaps?on=2027-01-01&renewals=ASSUMED", "gaps?mappingSets=",
            "coverage?worst=MISSING", "coverage?worst=PLANNED", "gaps?state=MISSING", "gaps?verdict=APPLICABLE", "gaps?defects=NO_LINK", "gaps?creditState=COVERED", "gaps?requirement=f:1", "gaps?filter=%7B%22shallow%22:true%7D",
            "statement-of-applicability", "statement-of-applicability?applicable=NO", "statement-of-applicability?state=MISSING", "statement-of-applicability?approvedOnFrom=2026-01-01", "statement-of-applicability?approvedOnTo=2026-01-01",
            "readiness", "readiness?state=MET", "readiness?phase=PLAN"])
        {
            tags.Add(await TagAsync(path));
        }

        api.Clock.Advance(TimeSpan.FromDays(1));
        tags.Add(await TagAsync("coverage"));

        Assert.Equal(tags.Count, tags.Distinct().Count());

        async Task<string> TagAsync(string path)
        {
            using var response = await SendAsync(api, HttpMethod.Get, "/exports/" + path);
            return response.Headers.ETag!.ToString();
        }
    }

    [Fact]
    public async Task The_tag_of_the_past_stays_when_something_is_written()
    {
        await using var api = await FilledAsync();
        using var before = await SendAsync(api, HttpMethod.Get, "/exports/coverage?asOf=1");
        await api.WriteAsync(Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")));
        using var after = await SendAsync(api, HttpMethod.Get, "/exports/coverage?asOf=1", ("If-None-Match", before.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, after.StatusCode);
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        await using var api = await FilledAsync();
        using var get = await SendAsync(api, HttpMethod.Get, "/exports/gaps.csv");
        using var head = await SendAsync(api, HttpMethod.Head, "/exports/gaps.csv");

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentDisposition!.FileName, head.Content.Headers.ContentDisposition!.FileName);
    }

    [Theory]
    [InlineData("coverage?sistems=ai-system:a", 400, "BAD_REQUEST", "sistems", "expected one of the parameters asOf, on, renewals, mappingSets, assume, of, systems, worst, found 'sistems'")]
    [InlineData("gaps?systems=ai-system:a", 400, "BAD_REQUEST", "systems", "expected one of the parameters asOf, on, renewals, mappingSets, assume, system, of, requirement, verdict, state, creditState, defects, filter, found 'systems'")]
    [InlineData("coverage?on=2027-02-30", 400, "BAD_REQUEST", "on", "'on': expected a day such as 2027-12-02, found '2027-02-30'")]
    [InlineData("coverage?on=", 400, "BAD_REQUEST", "on", "expected one value for 'on', found none")]
    [InlineData("coverage?on=2027-01-01&on=2027-01-02", 400, "BAD_REQUEST", "on", "expected one value for 'on', found 2")]
    [InlineData("coverage?asOf=yesterday", 400, "BAD_REQUEST", "asOf", "'asOf': expected HEAD, a revision or an instant such as 2026-06-30T22:00:00Z, found 'yesterday'")]
    [InlineData("coverage?asOf=99", 400, "BAD_REQUEST", "asOf", "'asOf': expected a revision from 1 to 1, found 99")]
    [InlineData("coverage?renewals=MAYBE", 400, "BAD_REQUEST", "renewals", "expected a known word in 'renewals' (AS_RECORDED, ASSUMED), found 'MAYBE'")]
    [InlineData("coverage?mappingSets=f", 404, "NOT_FOUND", "mappingSets", "expected the key of a MappingSet in 'mappingSets', found 'f'")]
    [InlineData("coverage?of=nope", 404, "NOT_FOUND", "of", "expected a key of kind Framework or Requirement in 'of', found 'nope'")]
    [InlineData("coverage?systems=ai-system:a,f", 404, "NOT_FOUND", "systems", "expected a key of kind AiSystem in 'systems', found Framework 'f'")]
    [InlineData("gaps?system=nope", 404, "NOT_FOUND", "system", "expected a key of kind AiSystem in 'system', found 'nope'")]
    [InlineData("statement-of-applicability?of=ai-system:a", 404, "NOT_FOUND", "of", "expected a key of kind Framework or Requirement in 'of', found AiSystem 'ai-system:a'")]
    [InlineData("coverage?worst=MISING", 400, "BAD_REQUEST", "worst", "expected a known word in 'worst' (near to it: MISSING), found 'MISING'")]
    [InlineData("coverage?state=MISSING", 400, "BAD_REQUEST", "state", null)]
    [InlineData("gaps?state=PLANNED,MISING", 400, "BAD_REQUEST", "state", "expected a known word in 'state' (near to it: MISSING), found 'MISING'")]
    [InlineData("gaps?state=", 400, "BAD_REQUEST", "state", "expected at least one entry in 'state', found none; leave it out to ask for all")]
    [InlineData("gaps?defects=,", 400, "BAD_REQUEST", "defects", "expected at least one entry in 'defects', found none; leave it out to ask for all")]
    [InlineData("coverage?systems=", 400, "BAD_REQUEST", "systems", "expected at least one entry in 'systems', found none; leave it out to ask for all")]
    [InlineData("registers/risks?keys=", 400, "BAD_REQUEST", "keys", "expected at least one entry in 'keys', found none; leave it out to ask for all")]
    [InlineData("gaps?state=missing", 400, "BAD_REQUEST", "state", null)]
    [InlineData("gaps?state=0", 400, "BAD_REQUEST", "state", null)]
    [InlineData("gaps?creditState=FULL", 400, "BAD_REQUEST", "creditState", null)]
    [InlineData("gaps?verdict=APLICABLE", 400, "BAD_REQUEST", "verdict", null)]
    [InlineData("gaps?defects=NOT_IMPLEMENTED_AT_ALL_EVER", 400, "BAD_REQUEST", "defects", null)]
    [InlineData("gaps?requirement=f", 404, "NOT_FOUND", "requirement", "expected a key of kind Requirement in 'requirement', found Framework 'f'")]
    [InlineData("gaps?filter=%7B", 400, "BAD_REQUEST", "filter", null)]
    [InlineData("gaps?filter=%7B%22state%22:%22MISSING%22%7D", 400, "BAD_REQUEST", "filter.state", null)]
    [InlineData("gaps?filter=%7B%22states%22:%5B%22MISING%22%5D%7D", 400, "BAD_REQUEST", "filter.states[0]", null)]
    [InlineData("gaps?filter=%7B%22of%22:%22nope%22%7D", 404, "NOT_FOUND", "filter.of", null)]
    [InlineData("gaps?filter=%7B%22systems%22:%5B%22ai-system:a%22,%22f%22%5D%7D", 404, "NOT_FOUND", "filter.systems", null)]
    [InlineData("statement-of-applicability?applicable=UNSTATED", 400, "BAD_REQUEST", "applicable", null)]
    [InlineData("statement-of-applicability?verdict=YES", 400, "BAD_REQUEST", "verdict", null)]
    [InlineData("statement-of-applicability?state=YES", 400, "BAD_REQUEST", "state", null)]
    [InlineData("statement-of-applicability?requirement=nope", 404, "NOT_FOUND", "requirement", "expected a key of kind Requirement in 'requirement', found 'nope'")]
    [InlineData("statement-of-applicability?approvedOnFrom=soon", 400, "BAD_REQUEST", "approvedOnFrom", "'approvedOnFrom': expected a day such as 2027-12-02, found 'soon'")]
    [InlineData("readiness?state=DONE", 400, "BAD_REQUEST", "state", "expected a known word in 'state' (UNKNOWN, NOT_MET, MET), found 'DONE'")]
    [InlineData("readiness?phase=PLAM", 400, "BAD_REQUEST", "phase", null)]
    [InlineData("evidence?status=APROVED", 400, "BAD_REQUEST", "status", "expected a known word in 'status' (near to it: APPROVED), found 'APROVED'")]
    [InlineData("evidence?type=NONE_SUCH_AT_ALL_EVER", 400, "BAD_REQUEST", "type", null)]
    [InlineData("evidence?expiresBefore=soon", 400, "BAD_REQUEST", "expiresBefore", "'expiresBefore': expected a day such as 2027-12-02, found 'soon'")]
    public async Task A_wrong_parameter_is_named_with_what_was_expected_and_found(string path, int status, string code, string parameter, string? message)
    {
        await using var api = await FilledAsync();
        using var response = await SendAsync(api, HttpMethod.Get, "/exports/" + path);
        var error = await ErrorAsync(response);

        Assert.Equal((status, code, parameter), ((int)response.StatusCode, error.Code, error.Path));
        Assert.Equal(message ?? error.Message, error.Message);
        Assert.Null(response.Headers.ETag);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        await using var api = await FilledAsync();
        using var parameters = await SendAsync(api, HttpMethod.Get, "/exports/evidence?statuss=x&on=1&renewals=2&mappingSets=a,b&status=x&type=y&expiresBefore=z");
        using var keys = await SendAsync(api, HttpMethod.Get, "/exports/coverage?of=x&systems=y,z");
        using var words = await SendAsync(api, HttpMethod.Get, "/exports/gaps?state=x,y&verdict=z&requirement=f:1,f:9&filter=%7B%22of%22:%22nope%22%7D");

        Assert.Equal(["statuss", "on", "renewals", "mappingSets", "mappingSets", "status", "type", "expiresBefore"], await PathsAsync(parameters));
        Assert.Equal(["of", "systems", "systems"], await PathsAsync(keys));
        Assert.Equal(["requirement", "verdict", "state", "state", "filter.of"], await PathsAsync(words));

        static async Task<IEnumerable<string>> PathsAsync(HttpResponseMessage response) =>
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray().Select(e => (string)e!["extensions"]!["path"]!);
    }

    [Fact]
    public async Task A_list_above_its_limit_is_refused()
    {
        await using var api = await FilledAsync(o => o.ListCountMax = 2);
        using var at = await SendAsync(api, HttpMethod.Get, "/exports/coverage?systems=ai-system:a,ai-system:b");
        using var above = await SendAsync(api, HttpMethod.Get, "/exports/coverage?systems=ai-system:a,ai-system:b&systems=ai-system:c");
        using var words = await SendAsync(api, HttpMethod.Get, "/exports/gaps?state=MISSING,PLANNED,PARTIAL");
        using var filter = await SendAsync(api, HttpMethod.Get, "/exports/gaps?filter=%7B%22systems%22:%5B%22ai-system:a%22,%22ai-system:b%22,%22ai-system:c%22%5D%7D");

        Assert.Equal(HttpStatusCode.OK, at.StatusCode);
        Assert.Equal(("LIMIT_EXCEEDED", "systems"), await ErrorAsync(above) is var e ? (e.Code, e.Path) : default);
        Assert.Equal(("LIMIT_EXCEEDED", "state"), await ErrorAsync(words) is var w ? (w.Code, w.Path) : default);
        Assert.Equal("LIMIT_EXCEEDED", (await ErrorAsync(filter)).Code);
    }

    [Theory]
    [InlineData("coverage", 3)]
    [InlineData("gaps", 4)]
    [InlineData("evidence", 1)]
    public async Task More_rows_than_the_limit_are_refused_before_the_first_is_sent(string export, int count)
    {
        await using (var enough = await FilledAsync(o => o.ExportRowCountMax = count))
        {
            Assert.Equal(count, JsonNode.Parse(await enough.Client.GetStringAsync(new Uri("/exports/" + export, UriKind.Relative)))!.AsArray().Count);
        }

        await using var api = await FilledAsync(o => o.ExportRowCountMax = count - 1);
        using var response = await SendAsync(api, HttpMethod.Get, "/exports/" + export);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!;

        Assert.Equal($$"""{"code":"LIMIT_EXCEEDED","limit":"exportRowCountMax","maximum":{{count - 1}},"found":{{count}}}""", body["extensions"]!.ToJsonString());
        Assert.Contains("exportRowCountMax", (await api.AskAsync("{ server { limits { name } } }")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_a_filter_leaves_out_do_not_count_against_the_limit()
    {
        await using var api = await FilledAsync(o => o.ExportRowCountMax = 2);
        using var whole = await SendAsync(api, HttpMethod.Get, "/exports/gaps");
        using var some = await SendAsync(api, HttpMethod.Get, "/exports/gaps?requirement=f:1");
        using var none = await SendAsync(api, HttpMethod.Get, "/exports/gaps?state=PLANNED");

        Assert.Equal("LIMIT_EXCEEDED", (await ErrorAsync(whole)).Code);
        Assert.Equal(["ai-system:a f:1", "ai-system:b f:1"], JsonNode.Parse(await some.Content.ReadAsStringAsync())!.AsArray().Select(r => $"{r!["system"]} {r["requirement"]}"));
        Assert.Equal("[\n]\n", await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_export_beyond_its_time_is_a_deadline()
    {
        await using var api = await FilledAsync(o => o.TimeMax = TimeSpan.FromTicks(1));
        using var response = await SendAsync(api, HttpMethod.Get, "/exports/gaps");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("DEADLINE_EXCEEDED", (await ErrorAsync(response)).Code);
    }

    [Fact]
    public async Task The_empty_graph_has_exports_without_rows()
    {
        await using var api = await StartAsync();
        foreach (var export in (string[])["coverage", "gaps", "statement-of-applicability", "evidence"])
        {
            Assert.Equal("[\n]\n", await api.Client.GetStringAsync(new Uri("/exports/" + export, UriKind.Relative)));
        }
    }

    // Two systems that owe two requirements of a law each, and nothing that meets them.
    private static async Task<ApiHost> FilledAsync(Action<Graph.Server.Api.ApiOptions>? configure = null)
    {
        var api = await StartAsync(configure: configure);
        await api.WriteAsync(
            Put("Framework", "f", ("title", "Law"), ("kind", "REGULATION"), ("voluntary", false)),
            Put("Requirement", "f:1", ("ref", "1"), ("title", "One"), ("assessable", true), ("scope", "SYSTEM")), Link("f:1", "PART_OF", "f"),
            Put("Requirement", "f:2", ("ref", "2"), ("title", "Two"), ("assessable", true), ("scope", "SYSTEM")), Link("f:2", "PART_OF", "f"),
            Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", new[] { "PROVIDER" }), ("classes", Array.Empty<string>())),
            Put("AiSystem", "ai-system:b", ("title", "B"), ("roles", new[] { "PROVIDER" }), ("classes", Array.Empty<string>())),
            Put("Evidence", "evidence:a", ("title", "E"), ("type", "POLICY")));
        return api;
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiHost api, HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await api.Client.SendAsync(request);
    }

    private static async Task<(string Code, string? Path, string Message)> ErrorAsync(HttpResponseMessage response)
    {
        var error = Assert.Single(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray())!;
        return ((string)error["extensions"]!["code"]!, (string?)error["extensions"]!["path"], (string)error["message"]!);
    }
}
