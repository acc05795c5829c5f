using System.Text.Json;
using System.Text.Json.Nodes;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Server.Api;
using Graph.Server.Api.Permission;
using Graph.Tests.Api;
using GraphQL.Types;
using static Graph.Tests.Engine.LiveEngine;
using FieldType = Graph.Engine.Model.FieldType;

namespace Graph.Tests.Canaries;

/// <summary>A kind that only the tests declare, over GraphQL: every shape of value, its parts, standing, due days, approval, retention, rules, history and links. Today is 2026-08-06.</summary>
public sealed class CanaryApiTests
{
    private const string Apply = "mutation($id: String!, $changes: [ChangeInput!]!) { apply(changeId: $id, reason: \"Canaries.\", changes: $changes) { accepted counts { created deleted } userErrors { code path message } } }";

    [Fact]
    public async Task The_schema_has_its_types_inputs_filters_orders_and_connections_and_describes_them()
    {
        var schema = new ApiSchema(CanaryKind.Model, new ApiOptions());
        var sdl = await SchemaPrinting.PrintAsync(schema, default);
        foreach (var line in (string[])
            [
                "type Canary implements Node & Document @needs(anyOf: [READER]) {", "  name: String!", "  weight: Float", "  habits: [Flag!]", "  song: CanarySong", "  shortfalls: [Shortfall!]!", "  contentHashNow: Hash!", "  eggCount: Int", "  isGrown: Boolean", "  listenBy: Date",
                "input CanaryInput {", "  canary: CanaryInput", "  canaryEgg: CanaryEggInput", "input CanaryFilter {", "  song: CanarySongFilter", "enum CanaryOrderField {", "  EGG_COUNT", "  SONG", "type CanaryConnection @needs(anyOf: [READER]) {", "  canaries(", "  canaryEggs(",
                "type EggOfLinkEdge @needs(anyOf: [READER]) {", "  nest: CanaryNest", "  warmth: Float", "  EGG_OF", "enum CanaryNest {",
            ])
        {
            Assert.Contains("\n" + line, sdl, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("status", Input(sdl, "CanaryInput"), StringComparison.Ordinal);     // Authority alone sets it.
        Assert.Empty(SchemaTests.Undescribed(schema));
        Assert.Empty(schema.AllTypes.OfType<IObjectGraphType>().Where(t => t.Name.StartsWith("Canar", StringComparison.Ordinal) || t.Name.StartsWith("EggOf", StringComparison.Ordinal))
            .SelectMany(t => t.Fields.Where(f => NeedsDirective.Of(t, f) is null or []).Select(f => $"{t.Name}.{f.Name} needs nothing")).ToList());
    }

    [Fact]
    public async Task What_is_written_of_every_field_is_read_again()
    {
        await using var api = await WithFamilyAsync();
        var canary = (await api.AskAsync($$"""{ view { canaries(filter: {keys: ["canary:tweety"]}) { nodes { {{string.Join(' ', Editable.Select(f => f.Type == FieldType.Flags ? f.Name + " { name value }" : f.Name))}} song shortfalls { code } eggCount isGrown listenBy eggs { edges { nest warmth countedOn reviewedBy node { mark laidOn cracked length } } } ownedBy { nodes { name } } } } } }"""))["view"]!["canaries"]!["nodes"]![0]!;
        Assert.Equal(
            """{"name":"Tweety","plumage":"YELLOW","weight":20.5,"ring":7,"tame":true,"hatchedOn":"2024-05-01","movedOn":"2024-06-01","heardOn":"2026-07-20","listenEveryMonths":1,"keptUntil":"2026-08-31","foods":["seed","=apple"],"chicks":["GREEN","WHITE"],"habits":[{"name":"bites","value":false},{"name":"whistles","value":true}],"keeper":"Kim Keeper","photo":"https://example.org/tweety","song":"SINGS","shortfalls":[],"eggCount":2,"isGrown":true,"listenBy":"2026-08-20","eggs":{"edges":[{"nest":"MOSS","warmth":37.5,"countedOn":"2026-05-02","reviewedBy":"Ada","node":{"mark":"One","laidOn":"2026-05-01","cracked":false,"length":17.25}},{"nest":null,"warmth":null,"countedOn":null,"reviewedBy":"Ada","node":{"mark":"Two","laidOn":"2026-05-03","cracked":null,"length":null}}]},"ownedBy":{"nodes":[{"name":"Pia Keeper"}]}}""",
            canary.ToJsonString(Relaxed));
    }

    [Fact]
    public async Task Every_field_and_every_derived_value_filters_and_every_one_that_has_an_order_orders()
    {
        await using var api = await WithFamilyAsync();
        var wrong = new List<string>();
        foreach (var (name, type) in CanaryKind.Canary.Fields.Select(f => (f.Name, f.Type)).Concat(CanaryKind.Canary.Derived.Select(d => (d.Name, d.Type))))
        {
            var filter = name switch
            {
                "status" => "eq: DRAFT",
                "song" => "eq: SINGS",
                "eggCount" => "eq: 2",
                "isGrown" => "eq: true",
                _ => "known: true",
            };
            var found = await KeysAsync(api, $"canaries(filter: {{ {name}: {{ {filter} }} }})");
            var isSet = CanaryKind.Family.OfType<PutDocument>().Single(p => p.Key == "canary:tweety").Fields.ContainsKey(name) || name is "status" or "song" or "eggCount" or "isGrown" or "listenBy";
            var expected = !isSet ? "" : name is "name" or "plumage" or "status" ? "canary:bare canary:tweety" : "canary:tweety";
            if (found != expected)
            {
                wrong.Add($"{name}: {found}");
            }

            if (type is FieldType.Date or FieldType.Integer or FieldType.Number or FieldType.Boolean or FieldType.Word)
            {
                var constant = string.Concat(name.Select(c => char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
                Assert.Equal(2, (await KeysAsync(api, $"canaries(order: {{ by: {constant}, direction: DESC }})")).Split(' ').Length);
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("weight: { from: 20.5, to: 20.5 }", "canary:tweety")]
    [InlineData("foods: { contains: \"APPLE\" }", "canary:tweety")]
    [InlineData("chicks: { hasAny: [WHITE] }", "canary:tweety")]
    [InlineData("habits: { name: \"bites\", value: false }", "canary:tweety")]
    [InlineData("keeper: { contains: \"kim\" }", "canary:tweety")]
    [InlineData("movedOn: { from: \"2024-06-02\" }", "")]
    [InlineData("song: { in: [UNKNOWN] }", "canary:bare")]
    [InlineData("eggs: { countMin: 2, some: { mark: { eq: \"Two\" } }, none: { cracked: { eq: true } } }", "canary:tweety")]
    [InlineData("ownedBy: { exists: false }", "canary:bare")]
    public async Task Filters_reach_into_values_and_over_edges(string filter, string keys)
    {
        await using var api = await WithFamilyAsync();
        Assert.Equal(keys, await KeysAsync(api, $"canaries(filter: {{ {filter} }})"));
    }

    [Fact]
    public async Task Lists_are_searched_ordered_and_paged_and_any_is_found_by_its_id()
    {
        await using var api = await WithFamilyAsync();
        Assert.Equal("canary:tweety", await KeysAsync(api, "canaries(search: \"tweet\")"));
        Assert.Equal("canary:tweety canary:bare", await KeysAsync(api, "canaries(order: { by: WEIGHT, direction: DESC })"));
        var first = (await api.AskAsync("{ view { canaryEggs(first: 1) { totalCount nodes { id mark } pageInfo { hasNextPage endCursor } } } }"))["view"]!["canaryEggs"]!;
        Assert.Equal((2, true), ((int)first["totalCount"]!, (bool)first["pageInfo"]!["hasNextPage"]!));
        Assert.Equal("canary-egg:2", await KeysAsync(api, $"canaryEggs(first: 1, after: \"{first["pageInfo"]!["endCursor"]}\")"));
        Assert.Equal("CanaryEgg", (string)(await api.AskAsync("query($id: ID!) { node(id: $id) { __typename } }", new { id = (string)first["nodes"]![0]!["id"]! }))["node"]!["__typename"]!);
    }

    [Fact]
    public async Task Whatever_is_wrong_is_refused_all_at_once_with_its_path()
    {
        await using var api = await WithFamilyAsync();
        var refused = await ApplyAsync(
            api,
            Put("Canary", "canary:a", ("name", new string('n', 41)), ("plumage", "WHITE"), ("weight", 60.6), ("ring", 0), ("photo", "no address")),
            Put("Canary", "canary:b", ("name", "B"), ("plumage", "WHITE"), ("weight", 40.5), ("hatchedOn", "2026-02-01"), ("movedOn", "2026-01-01"), ("heardOn", "2026-08-07")),
            Put("CanaryEgg", "canary-egg:lost", ("mark", "Lost"), ("laidOn", "2026-05-01")),
            Put("Canary", "canary:c", ("name", "C"), ("plumage", "GREEN"), ("habits", new Dictionary<string, object?> { ["barks"] = true })),
            Link("canary-egg:1", "EGG_OF", "canary:tweety", ("warmth", 51)));
        Assert.Equal(
            [
                "changes[0].put.canary.name", "changes[0].put.canary.photo", "changes[0].put.canary.ring", "changes[0].put.canary.weight",
                "changes[1].put.canary.heardOn", "changes[1].put.canary.movedOn", "changes[1].put.canary.weight", "changes[2].put.canaryEgg.eggOf", "changes[3].put.canary.habits", "changes[4].link.warmth",
            ],
            refused["userErrors"]!.AsArray().Select(e => ((string)e!["path"]!).Replace(".barks", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("at most 40 grams of a WHITE one", refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_approved_with_its_eggs_by_somebody_else_once_what_is_asked_is_there()
    {
        await using var api = await WithFamilyAsync();
        Assert.Equal("VALIDATION VALIDATION", await DecideAsync(api, "submit", "canary:bare", "Sue"));
        Assert.Equal("", await DecideAsync(api, "submit", "canary:tweety", "Sue"));
        Assert.Equal("FORBIDDEN", await DecideAsync(api, "approve", "canary:tweety", "Sue"));
        Assert.Equal("FORBIDDEN", await DecideAsync(api, "approve", "canary:tweety", "Ada"));      // She wrote it.
        Assert.Equal("", await DecideAsync(api, "approve", "canary:tweety", "Ann"));
        Assert.Equal("canary:tweety", await KeysAsync(api, "canaries(filter: { status: { eq: APPROVED }, approvedBy: { eq: \"Ann\" } })"));
        await ApplyAsync(api, Put("CanaryEgg", "canary-egg:1", ("cracked", true)));
        Assert.Equal("canary:bare canary:tweety", await KeysAsync(api, "canaries(filter: { status: { eq: DRAFT } })"));

        // What was approved counts on, with its eggs as they were.
        Assert.Equal("canary:tweety-v1", await KeysAsync(api, "canaries(filter: { status: { eq: APPROVED }, supersededBy: { keys: [\"canary:tweety\"] } })"));
        Assert.Equal("canary-egg:1-v1 canary-egg:2-v1", await KeysAsync(api, "canaryEggs(filter: { eggOf: { keys: [\"canary:tweety-v1\"] } })"));
        Assert.Equal("canary-egg:1", await KeysAsync(api, "canaryEggs(filter: { cracked: { eq: true } })"));
    }

    [Fact]
    public async Task Where_a_role_decides_on_it_only_who_holds_that_role_does()
    {
        await using var api = await WithFamilyAsync();
        var named = await ApplyAsync(
            api,
            Put("OrganisationRole", "role:warden", ("title", "Warden"), ("decides", (string[])["CANARY"])), Put("Person", "person:wim", ("name", "Wim Warden")),
            Put("RoleAssignment", "assignment:w", ("from", "2026-01-01")), Link("assignment:w", "ASSIGNMENT_OF", "role:warden"), Link("assignment:w", "HELD_BY", "person:wim"));
        Assert.True((bool)named["accepted"]!, named.ToJsonString());
        Assert.Equal("", await DecideAsync(api, "submit", "canary:tweety", "Sue"));
        Assert.Equal("FORBIDDEN", await DecideAsync(api, "approve", "canary:tweety", "Ann"));
        Assert.Equal("", await DecideAsync(api, "approve", "canary:tweety", "Wim Warden"));
    }

    [Fact]
    public async Task It_has_versions_which_can_be_taken_back()
    {
        await using var api = await WithFamilyAsync();
        Assert.Equal("", await DecideAsync(api, "submit", "canary:tweety", "Sue"));
        Assert.Equal("", await DecideAsync(api, "approve", "canary:tweety", "Ann"));
        var revised = (await api.AskAsync("mutation { revise(changeId: \"v2\", reason: \"r\", key: \"canary:tweety\", newKey: \"canary:tweety-2\") { accepted userErrors { message } } }", actor: "Ada"))["revise"]!;
        Assert.True((bool)revised["accepted"]!, revised.ToJsonString());
        Assert.Equal("canary:tweety", await KeysAsync(api, "canaries(filter: { status: { eq: APPROVED } })"));
        Assert.Equal(
            """[{"nest":"MOSS","warmth":37.5,"node":{"mark":"One"}},{"nest":null,"warmth":null,"node":{"mark":"Two"}}]""",
            (await api.AskAsync("{ view { canaries(filter: { keys: [\"canary:tweety-2\"] }) { nodes { eggs { edges { nest warmth node { mark } } } } } } }"))["view"]!["canaries"]!["nodes"]![0]!["eggs"]!["edges"]!.ToJsonString());
        Assert.Equal("", await DecideAsync(api, "submit", "canary:tweety-2", "Sue"));
        Assert.Equal("", await DecideAsync(api, "approve", "canary:tweety-2", "Ann"));
        Assert.Equal("canary:tweety", await KeysAsync(api, "canaries(filter: { status: { eq: SUPERSEDED }, supersededBy: { keys: [\"canary:tweety-2\"] } })"));
        Assert.Equal("", await DecideAsync(api, "withdraw", "canary:tweety-2", "Ann"));
        Assert.Equal("canary:tweety-2", await KeysAsync(api, "canaries(filter: { status: { eq: WITHDRAWN } })"));
    }

    [Fact]
    public async Task It_follows_templates_and_is_submitted_once_nothing_is_missing()
    {
        await using var api = await WithFamilyAsync();
        var asked = await ApplyAsync(
            api,
            Put("Template", "template:t", ("title", "Of birds"), ("form", "FRIA")),
            Put("TemplateItem", "template-item:name", ("prompt", "How is it called?"), ("order", 1), ("source", "GUIDE"), ("prefilledFrom", "document.name")), Link("template-item:name", "ITEM_OF", "template:t"),
            Link("canary:tweety", "FOLLOWS", "template:t"));
        Assert.True((bool)asked["accepted"]!, asked.ToJsonString());
        Assert.Equal("VALIDATION", await DecideAsync(api, "submit", "canary:tweety", "Sue"));
        Assert.Equal("canary:tweety", await KeysAsync(api, "canaries(filter: { missing: { has: \"template-item:name\" } })"));
        var filled = (await api.AskAsync("mutation { prefill(changeId: \"fill\", reason: \"r\", key: \"canary:tweety\") { accepted keys userErrors { message } } }", actor: "Ada"))["prefill"]!;
        Assert.True((bool)filled["accepted"]!, filled.ToJsonString());
        await ApplyAsync(api, Put("Answer", (string)filled["keys"]![0]!, ("state", "CONFIRMED")));
        Assert.Equal("""[{"state":"ANSWERED","answer":{"value":"Tweety"}}]""", (await api.AskAsync("{ view { form(of: \"canary:tweety\") { nodes { state answer { value } } } } }"))["view"]!["form"]!["nodes"]!.ToJsonString());
        Assert.Equal("", await DecideAsync(api, "submit", "canary:tweety", "Tim"));
        Assert.Equal("", await DecideAsync(api, "approve", "canary:tweety", "Ann"));
    }

    [Fact]
    public async Task Its_standing_and_what_is_due_of_it_follow_its_parts_and_the_day()
    {
        await using var api = await WithFamilyAsync();
        await ApplyAsync(api, Put("CanaryEgg", "canary-egg:1", ("cracked", true)));
        const string Asked = "canaries { nodes { song shortfalls { code node { key } closes } } } due(within: 30, kinds: [\"Canary\"]) { nodes { on what state basis document { key } owners { key } } }";
        var data = await api.AskAsync($"{{ now: view {{ {Asked} }} then: view(at: {{ on: \"2026-08-21\" }}) {{ due(within: 0, kinds: [\"Canary\"]) {{ nodes {{ state daysLeft }} }} }} if: view(at: {{ assume: [{{ delete: {{ key: \"canary-egg:1\", edges: true }} }}] }}) {{ canaries(filter: {{ keys: [\"canary:tweety\"] }}) {{ nodes {{ song eggCount }} }} }} }}");
        Assert.Equal("""[{"song":"UNKNOWN","shortfalls":[{"code":"NO_DATA","node":{"key":"canary:bare"},"closes":"Listen to canary:bare."}]},{"song":"SILENT","shortfalls":[{"code":"NOT_EFFECTIVE","node":{"key":"canary-egg:1"},"closes":"Mend canary-egg:1."}]}]""", data["now"]!["canaries"]!["nodes"]!.ToJsonString());
        Assert.Equal("""[{"on":"2026-08-20","what":"REVIEW","state":"DUE","basis":"The months to the next time somebody listens.","document":{"key":"canary:tweety"},"owners":[{"key":"person:p"}]}]""", data["now"]!["due"]!["nodes"]!.ToJsonString());
        Assert.Equal("""[{"state":"OVERDUE","daysLeft":-1}]""", data["then"]!["due"]!["nodes"]!.ToJsonString());
        Assert.Equal("""[{"song":"SINGS","eggCount":1}]""", data["if"]!["canaries"]!["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task It_is_kept_until_its_day_and_goes_with_its_eggs()
    {
        await using var api = await WithFamilyAsync();
        var kept = await ApplyAsync(api, new DeleteDocument("canary:tweety", WithEdges: true));
        Assert.Contains("'canary:tweety' is kept until 2026-08-31", kept["userErrors"]![0]!["message"]!.ToString(), StringComparison.Ordinal);
        api.Clock.Advance(TimeSpan.FromDays(26));
        Assert.Equal(3, (int)(await ApplyAsync(api, new DeleteDocument("canary:tweety", WithEdges: true)))["counts"]!["deleted"]!);
        Assert.Equal("", await KeysAsync(api, "canaryEggs"));
    }

    [Fact]
    public async Task Its_history_tells_every_value_and_the_edges_of_its_parts()
    {
        await using var api = await WithFamilyAsync();
        await ApplyAsync(api, Put("Canary", "canary:tweety", ("weight", 21), ("keeper", "Kay Keeper")), Link("canary-egg:2", "EGG_OF", "canary:tweety", ("nest", "WOOL")));
        var history = (await api.AskAsync("{ view { document(key: \"canary:tweety\") { history { nodes { difference fields { field before after } edges { key difference fields { field before after } } } } } } }"))["view"]!["document"]!["history"]!["nodes"]!.AsArray();
        Assert.Equal(2, history.Count);
        Assert.Equal(
            """[{"field":"keeper","before":"\"Kim Keeper\"","after":"\"Kay Keeper\""},{"field":"weight","before":"20.5","after":"21"}]""",
            new JsonArray([.. history[1]!["fields"]!.AsArray().OrderBy(f => (string)f!["field"]!, StringComparer.Ordinal).Select(f => f!.DeepClone())]).ToJsonString(Relaxed));
        Assert.Contains("canary-egg:2|EGG_OF|canary:tweety", history[1]!["edges"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("""{"field":"nest","before":null,"after":"\"WOOL\""}""", history[1]!["edges"]!.ToJsonString(Relaxed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_it_is_suspect_once_it_means_something_else_until_somebody_accepts_it()
    {
        await using var api = await WithFamilyAsync();
        await ApplyAsync(api, Put("CanaryEgg", "canary-egg:1", ("length", 18)), Put("Canary", "canary:tweety", ("ring", 8)));
        Assert.Equal("[]", (await SuspectAsync(api)).ToJsonString());
        await ApplyAsync(api, Put("CanaryEgg", "canary-egg:1", ("cracked", true)));
        Assert.Equal("""[{"key":"canary-egg:1|EGG_OF|canary:tweety","changes":[{"end":"FROM"}]}]""", (await SuspectAsync(api)).ToJsonString());
        await api.AskAsync("mutation { acceptLinks(changeId: \"accept\", reason: \"Looked.\", links: [\"canary-egg:1|EGG_OF|canary:tweety\"]) { accepted } }", actor: "Ann");
        Assert.Equal("[]", (await SuspectAsync(api)).ToJsonString());

        static async Task<JsonNode> SuspectAsync(ApiHost api) => (await api.AskAsync("{ view { suspectLinks(filter: { kinds: [EGG_OF] }) { nodes { key changes { end } } } } }"))["view"]!["suspectLinks"]!["nodes"]!;
    }

    [Fact]
    public async Task The_log_and_what_differs_between_two_moments_tell_of_it()
    {
        await using var api = await WithFamilyAsync();
        await ApplyAsync(api, Put("Canary", "canary:tweety", ("weight", 21.5)));
        var data = await api.AskAsync("{ log(after: 1) { nodes { steps { verb key kind values { field value } } } } view(at: { asOf: 1 }) { compare(to: {}) { documents(kinds: [\"Canary\"]) { nodes { key difference fields { field before after } } } } } }");
        Assert.Equal("""[{"steps":[{"verb":"PUT","key":"canary:tweety","kind":"Canary","values":[{"field":"weight","value":"21.5"}]}]}]""", data["log"]!["nodes"]!.ToJsonString(Relaxed));
        Assert.Equal("""[{"key":"canary:tweety","difference":"CHANGED","fields":[{"field":"weight","before":"20.5","after":"21.5"}]}]""", data["view"]!["compare"]!["documents"]!["nodes"]!.ToJsonString(Relaxed));
    }

    [Fact]
    public async Task Impact_follows_its_edge_as_it_declares()
    {
        await using var api = await WithFamilyAsync();
        var data = await api.AskAsync("{ view { loss: impact(of: \"canary-egg:1\", event: LOSS) { nodes { totalCount nodes { node { key } } } } change: impact(of: \"canary:tweety\", event: CHANGE) { nodes { totalCount } } } }");
        Assert.Equal("canary:tweety", (string)data["view"]!["loss"]!["nodes"]!["nodes"]![0]!["node"]!["key"]!);
        Assert.Equal(2, (int)data["view"]!["change"]!["nodes"]!["totalCount"]!);
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<Field> Editable => CanaryKind.Canary.Fields.Where(f => f.Access == FieldAccess.Editor);

    private static async Task<ApiHost> WithFamilyAsync()
    {
        var api = await ApiHost.StartAsync(CanaryKind.Model);
        var applied = await ApplyAsync(api, CanaryKind.Family);
        Assert.True((bool)applied["accepted"]!, applied.ToJsonString());
        return api;
    }

    private static async Task<JsonNode> ApplyAsync(ApiHost api, params Operation[] operations) => (await api.AskAsync(
        Apply, new { id = $"change-{api.Engine.Current.Head.Revision}-{Guid.CreateVersion7()}", changes = operations.Select(AsInput) }, actor: "Ada"))["apply"]!;

    private static object AsInput(Operation operation) => operation switch
    {
        PutDocument put => new { put = new Dictionary<string, object?> { [char.ToLowerInvariant(put.Kind[0]) + put.Kind[1..]] = put.Fields.ToDictionary(f => f.Key, f => AsInput(f.Value)).Append(new("key", put.Key)).ToDictionary() } },
        LinkDocuments link => new { link = new Dictionary<string, object?>(link.Fields) { ["from"] = link.From, ["kind"] = link.Kind, ["to"] = link.To } },
        DeleteDocument delete => new { delete = new { key = delete.Key, edges = delete.WithEdges } },
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    private static object? AsInput(object? value) => value is IDictionary<string, object?> flags ? flags.Select(f => new { name = f.Key, value = f.Value }).ToArray() : value;

    private static async Task<string> KeysAsync(ApiHost api, string list)
    {
        var answer = (await api.AskAsync($"{{ view {{ list: {list} {{ nodes {{ key }} }} }} }}"))["view"]!["list"]!["nodes"]!.AsArray();
        return string.Join(' ', answer.Select(n => (string)n!["key"]!));
    }

    private static async Task<string> DecideAsync(ApiHost api, string verb, string key, string actor)
    {
        var hash = (string)(await api.AskAsync("query($key: String!) { view { document(key: $key) { ... on Canary { contentHashNow } } } }", new { key }))["view"]!["document"]!["contentHashNow"]!;
        var decided = (await api.AskAsync(
            $"mutation($id: String!, $key: String!, $hash: Hash!) {{ done: {verb}(changeId: $id, reason: \"r\", key: $key, contentHash: $hash) {{ userErrors {{ code }} }} }}", new { id = $"{verb}-{key}-{actor}", key, hash }, actor))["done"]!;
        return string.Join(' ', decided["userErrors"]!.AsArray().Select(e => (string)e!["code"]!));
    }

    private static string Input(string sdl, string name)
    {
        var start = sdl.IndexOf($"\ninput {name} {{", StringComparison.Ordinal);
        return sdl[start..sdl.IndexOf("\n}", start, StringComparison.Ordinal)];
    }
}
