using System.Text.Json.Nodes;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Values and names that do not fit: every fault is told, with its place and what was expected.</summary>
public sealed class InputTests
{
    private const string Apply = "mutation($c: [ChangeInput!]!) { apply(changeId: \"x\", reason: \"r\", changes: $c) { counts { created } userErrors { path } } }";

    [Theory]
    [InlineData("{ view { coverag { met } } }", "view.coverag", "Did you mean 'coverage'?")]
    [InlineData("{ a: view { risks(fist: 3) { totalCount } } }", "a.risks.fist", "Did you mean 'first'")]
    [InlineData("{ view { ...F } } fragment F on View { risk }", "F.risk", "Did you mean 'risks'")]
    [InlineData("{ view { risks } }", "view.risks", "")]
    [InlineData("{ view(at: { on: \"2026-13-01\" }) { revision } }", "view.at.on", "expected a day such as 2027-12-02, found '2026-13-01'")]
    [InlineData("{ view(at: { renewals: SOMETIMES }) { revision } }", "view.at.renewals", "expected one of AS_RECORDED, ASSUMED, found SOMETIMES")]
    [InlineData("{ view(at: { renewals: \"ASSUMED\" }) { revision } }", "view.at.renewals", "found 'ASSUMED'")]
    [InlineData("{ view { risks(first: \"x\") { totalCount } } }", "view.risks.first", "expected a whole number of at most 32 bits, found 'x'")]
    [InlineData("{ view { risks(first: 99999999999) { totalCount } } }", "view.risks.first", "found 99999999999")]
    [InlineData("{ view { risks(filter: 3) { totalCount } } }", "view.risks.filter", "expected RiskFilter, found 3")]
    [InlineData("{ view { risks(filter: { keyz: \"x\" }) { totalCount } } }", "view.risks.filter.keyz", "expected a field of RiskFilter (near to it: keys")]
    [InlineData("{ view(at: { asOf: TAIL }) { revision } }", "view.at.asOf", "expected HEAD, a revision or an instant such as 2026-06-30T22:00:00Z, found 'TAIL'")]
    [InlineData("{ view(at: { on: true }) { revision } }", "view.at.on", "found 'true'")]
    [InlineData("query($n: Int = \"x\") { view { risks(first: $n) { totalCount } } }", "$n", "expected a whole number of at most 32 bits, found 'x'")]
    [InlineData("{ nodes(ids: [\"a\", null]) { id } }", "nodes.ids[1]", "expected a value, found null")]
    public async Task A_document_that_does_not_fit_names_the_place(string query, string place, string message)
    {
        await using var api = await StartAsync();
        var (code, _, text, error) = await api.FailAsync(query);
        Assert.Equal(("BAD_REQUEST", place), (code, (string?)error["extensions"]!["path"]));
        Assert.Contains(message, text, StringComparison.Ordinal);
        Assert.NotNull(error["locations"]);
    }

    [Theory]
    [InlineData("query($d: Date!) { view { gaps(system: $d) { totalCount } } }", "'Date!' used in position expecting type 'String!'")]
    [InlineData("query($d: Date!) { view { evidence(order: { by: $d }) { totalCount } } }", "'Date!' used in position expecting type 'EvidenceOrderField!'")]
    [InlineData("query($d: [Date!]!) { nodes(ids: $d) { id } }", "'[Date!]!' used in position expecting type '[ID!]!'")]
    [InlineData("query($d: String) { view { gaps(system: $d) { totalCount } } }", "'String' used in position expecting type 'String!'")]
    [InlineData("query($d: Document = 1) { view { revision } }", "cannot be non-input type 'Document'")]
    public async Task A_variable_stands_only_where_values_of_its_type_may_stand(string query, string message)
    {
        await using var api = await StartAsync();
        var (_, _, answer) = await api.PostAsync(query, new { d = "2026-01-01" });
        Assert.Contains(answer["errors"]!.AsArray(), e => ((string)e!["message"]!).Contains(message, StringComparison.Ordinal) && (string?)e["extensions"]!["code"] == "BAD_REQUEST");
    }

    [Theory]
    [InlineData("query($d: String!) { view { vendors(search: $d) { totalCount } } }")]
    [InlineData("query($d: String = \"v\") { view { trace(from: $d, to: $d) { truncatedBy } } }")]
    public async Task A_variable_that_always_has_a_value_stands_where_one_may_and_where_one_must_be(string query)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(Put("Vendor", "v", ("title", "V")));
        Assert.NotNull((await api.AskAsync(query, new { d = "v" }))["view"]);
    }

    [Fact]
    public async Task Every_fault_of_the_variables_is_told_at_once()
    {
        await using var api = await StartAsync();
        var changes = JsonNode.Parse("""
            [
              { "put": { "evidence": { "key": "e", "type": "POLICYX", "expiresOn": "soon", "titel": "x", "status": "APPROVED" } } },
              { "link": { "from": "a", "kind": "LOVES", "joint": 3 } },
              { "put": { "risk": { "inherentImpact": "3" } }, "delete": { "key": "x" } },
              {},
              { "delete": null },
              null,
              "put"
            ]
            """);
        var (_, _, body) = await api.PostAsync(Apply, new { c = changes });
        Assert.Equal(
            [
                "$c[0].put.evidence.expiresOn", "$c[0].put.evidence.status", "$c[0].put.evidence.titel", "$c[0].put.evidence.type", "$c[1].link.joint", "$c[1].link.kind",
                "$c[1].link.to", "$c[2]", "$c[2].put.risk.inherentImpact", "$c[3]", "$c[4]", "$c[5]", "$c[6]",
            ],
            body["errors"]!.AsArray().Select(e => (string?)e!["extensions"]!["path"]).Order(StringComparer.Ordinal));
        var messages = body["errors"]!.AsArray().Select(e => (string)e!["message"]!).ToList();
        Assert.Contains("$c[0].put.evidence.titel: expected a field of EvidenceInput (near to it: title), found 'titel'", messages);
        Assert.Contains("$c[0].put.evidence.status: expected no 'status': it is set by submit, approve, sign, reject, withdraw or the server, never by apply", messages);
        Assert.Contains(messages, m => m.StartsWith("$c[1].link.kind: expected one of ", StringComparison.Ordinal) && m.EndsWith("found 'LOVES'", StringComparison.Ordinal));
        Assert.Contains("$c[2]: expected exactly one of put, link, unlink, delete, found put, delete", messages);
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }

    [Theory]
    [InlineData("query($n: Int!) { view { risks(first: $n) { totalCount } } }", "{}", "$n: expected a value, found none")]
    [InlineData("query($n: Int!) { view { risks(first: $n) { totalCount } } }", """{"n":null}""", "$n: expected a value, found null")]
    [InlineData("query($n: Int) { view { risks(first: $n) { totalCount } } }", """{"n":"x"}""", "$n: expected a whole number of at most 32 bits, found 'x'")]
    [InlineData("query($n: Int) { view { risks(first: $n) { totalCount } } }", """{"n":1.5}""", "$n: expected a whole number of at most 32 bits, found 1.5")]
    [InlineData("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", """{"ids":["a",{}]}""", "$ids[1]: expected an id, found an object")]
    public async Task A_variable_is_judged_for_every_request_also_of_a_known_document(string query, string variables, string message)
    {
        await using var api = await StartAsync();
        await api.PostAsync(query, JsonNode.Parse("""{"n":1,"ids":["a"]}"""));
        var (code, _, text, _) = await api.FailAsync(query, JsonNode.Parse(variables));
        Assert.Equal(("BAD_REQUEST", message), (code, text));
    }

    [Fact]
    public async Task What_fits_passes_as_before()
    {
        await using var api = await StartAsync();
        await api.AskAsync("query($n: Int = 2, $ids: [ID!]!) { view { risks(first: $n) { totalCount } } nodes(ids: $ids) { id } }", JsonNode.Parse("""{"ids":"a"}"""));
        await api.AskAsync("query($at: At) { view(at: $at) { revision } }", JsonNode.Parse("""{"at":{"on":null,"asOf":"HEAD"}}"""));
        Assert.Equal("""{"view":{"kind":"HINDSIGHT"}}""", (await api.AskAsync("{ view(at: { asOf: HEAD, on: \"2026-01-01\" }) { kind } }")).ToJsonString());
        await api.AskAsync("query($on: Date) { view(at: { on: $on, renewals: AS_RECORDED }) { revision } }", JsonNode.Parse("""{"on":"2027-12-02"}"""));
    }
}
