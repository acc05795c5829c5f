using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Tests.Api;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>Forms over GraphQL: a form on one screen, a prefill, and what is refused. The day is 2026-08-06.</summary>
public sealed class FormApiTests
{
    private const string Form = "{ view { form(of: \"assessment:a\") { totalCount nodes { template { key } item { key prompt ref } state missing known proposal answer { value state confirmedBy } } } } }";
    private const string Fill = "mutation($id: String!, $dry: Boolean!) { prefill(changeId: $id, reason: \"What we know.\", key: \"assessment:a\", dryRun: $dry) { accepted replayed counts { created } keys userErrors { code path message } } }";

    private static readonly Operation[] Some =
    [
        Put("Template", "template:t", ("title", "A form"), ("form", "AIIA"), ("watches", new[] { "MODEL" })),
        Put("TemplateItem", "item:purpose", ("prompt", "What for?"), ("order", 1), ("source", "GUIDE"), ("ref", "section 02"), ("prefilledFrom", "system.purpose")), Link("item:purpose", "ITEM_OF", "template:t"),
        Put("TemplateItem", "item:harm", ("prompt", "What harm?"), ("order", 2), ("source", "STANDARD"), ("ref", "A.5.4")), Link("item:harm", "ITEM_OF", "template:t"),
        Put("AiSystem", "ai-system:a", ("title", "A"), ("purpose", "It sorts letters.")),
        Put("Assessment", "assessment:a", ("title", "Of A"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "P"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")), Link("assessment:a", "ASSESSES", "ai-system:a"), Link("assessment:a", "FOLLOWS", "template:t"), .. Judged.Found("assessment:a", "sid"),
    ];

    [Fact]
    public async Task A_form_is_filled_confirmed_submitted_and_signed_by_GraphQL_alone()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        Assert.Equal(
            """{"totalCount":2,"nodes":[{"template":{"key":"template:t"},"item":{"key":"item:purpose","prompt":"What for?","ref":"section 02"},"state":"UNANSWERED","missing":true,"known":true,"proposal":"It sorts letters.","answer":null},{"template":{"key":"template:t"},"item":{"key":"item:harm","prompt":"What harm?","ref":"A.5.4"},"state":"UNANSWERED","missing":true,"known":true,"proposal":null,"answer":null}]}""",
            (await api.AskAsync(Form))["view"]!["form"]!.ToJsonString());

        Assert.Equal(
            """{"accepted":true,"replayed":false,"counts":{"created":1},"keys":["answer:assessment:a/item:purpose"],"userErrors":[]}""",
            (await api.AskAsync(Fill, new { id = "fill", dry = false }, "ada"))["prefill"]!.ToJsonString());
        Assert.True((bool)(await api.AskAsync(Fill, new { id = "fill", dry = false }, "ada"))["prefill"]!["replayed"]!);
        Assert.Equal("""["item:purpose","item:harm"]""", (await MissingAsync(api)).ToJsonString());
        Assert.Equal(
            ["VALIDATION key expected 'assessment:a' to have a confirmed answer to 'item:purpose' (section 02), found one that nobody has confirmed", "VALIDATION key expected 'assessment:a' to have a confirmed answer to 'item:harm' (A.5.4), found none"],
            Told(await SubmitAsync(api, "submit-1")));

        var applied = await api.AskAsync(
            """
            mutation { apply(changeId: "answers", reason: "Read and thought over.", changes: [
              {put: {answer: {key: "answer:assessment:a/item:purpose", state: CONFIRMED}}},
              {put: {answer: {key: "answer:harm", value: "Longer calls.", state: CONFIRMED}}},
              {link: {from: "answer:harm", kind: ANSWER_OF, to: "assessment:a"}}, {link: {from: "answer:harm", kind: ANSWERS, to: "item:harm"}}]) { accepted userErrors { message } } }
            """, actor: "ada");
        Assert.True((bool)applied["apply"]!["accepted"]!, applied.ToJsonString());
        Assert.Equal("[]", (await MissingAsync(api)).ToJsonString());
        Assert.True((bool)(await SubmitAsync(api, "submit-2"))["accepted"]!);
        var hash = (string)(await api.AskAsync("{ view { assessments { nodes { contentHashNow } } } }"))["view"]!["assessments"]!["nodes"]![0]!["contentHashNow"]!;
        var signed = await api.AskAsync("mutation($h: Hash!) { sign(changeId: \"sign\", reason: \"Read.\", key: \"assessment:a\", contentHash: $h) { accepted userErrors { message } } }", new { h = hash }, "sid");
        Assert.True((bool)signed["sign"]!["accepted"]!, signed.ToJsonString());
        Assert.Equal(["CONFLICT key expected a document that is not SIGNED, found 'assessment:a': a proposal would take that away. Make a version of it by revise, and propose answers there"], Told((await api.AskAsync(Fill, new { id = "late", dry = false }, "ada"))["prefill"]!));
        Assert.Equal("""{"value":"Longer calls.","state":"CONFIRMED","confirmedBy":"ada"}""", (await api.AskAsync(Form))["view"]!["form"]!["nodes"]![1]!["answer"]!.ToJsonString());
    }

    [Fact]
    public async Task A_prefill_that_is_only_tried_writes_nothing_and_one_of_nothing_is_refused()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        Assert.Equal(1, (int)(await api.AskAsync(Fill, new { id = "dry", dry = true }, "ada"))["prefill"]!["counts"]!["created"]!);
        Assert.Equal(1, api.Engine.Current.Head.Revision);
        await api.WriteAsync(Unlink("assessment:a", "FOLLOWS", "template:t"));
        var refused = (await api.AskAsync(Fill, new { id = "none", dry = false }, "ada"))["prefill"]!;
        Assert.Equal(["VALIDATION key expected a document that follows a template of which the graph can answer an item that nobody has confirmed, found 'assessment:a'"], Told(refused));
    }

    [Theory]
    [InlineData("ai-system:a", "NOT_FOUND")]
    [InlineData("ghost", "NOT_FOUND")]
    public async Task A_form_of_what_follows_no_template_is_told(string key, string code)
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var (found, _, message, _) = await api.FailAsync($"{{ view {{ form(of: \"{key}\") {{ totalCount }} }} }}");
        Assert.Equal(code, found);
        Assert.Contains("expected a key of kind Evidence or Assessment or ManagedDocument in 'of'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_a_filter_and_a_column()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        var found = await api.AskAsync("{ view { assessments(filter: {missing: {has: \"item:harm\"}, itemsAsked: {eq: 2}}) { nodes { key } } form(of: \"assessment:a\", missing: false) { totalCount } } }");
        Assert.Equal("""{"assessments":{"nodes":[{"key":"assessment:a"}]},"form":{"totalCount":0}}""", found["view"]!.ToJsonString());
        var row = JsonNode.Parse(await api.Client.GetStringAsync("/exports/registers/assessments.json"))![0]!;
        Assert.Equal(("item:purpose; item:harm", 2, 0), ((string)row["missing"]!, (int)row["itemsAsked"]!, (int)row["itemsAnswered"]!));
    }

    [Fact]
    public async Task Who_confirmed_is_a_name_everywhere_and_a_token_nowhere()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Some);
        await api.WriteAsync(Put("Answer", "answer:a", ("value", "Letters."), ("state", "CONFIRMED")), Link("answer:a", "ANSWER_OF", "assessment:a"), Link("answer:a", "ANSWERS", "item:purpose"));
        Assert.Equal("test", (string)JsonNode.Parse(await api.Client.GetStringAsync("/exports/registers/answers.json"))![0]!["confirmedBy"]!);
        Assert.Equal(1, (int)(await api.AskAsync("{ view { answers(filter: {confirmedBy: {eq: \"test\"}}) { totalCount } } }"))["view"]!["answers"]!["totalCount"]!);
    }

    private static IEnumerable<string> Told(JsonNode payload) => payload["userErrors"]!.AsArray().Select(e => $"{e!["code"]} {e["path"]} {e["message"]}");

    private static async Task<JsonNode> MissingAsync(ApiHost api) => (await api.AskAsync("{ view { assessments { nodes { missing } } } }"))["view"]!["assessments"]!["nodes"]![0]!["missing"]!;

    private static async Task<JsonNode> SubmitAsync(ApiHost api, string id) =>
        (await api.AskAsync("mutation($id: String!) { submit(changeId: $id, reason: \"Done.\", key: \"assessment:a\") { accepted userErrors { code path message } } }", new { id }, "ada"))["submit"]!;
}
