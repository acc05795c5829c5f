using Graph.Server.Api;
using Graph.Server.Import;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>
/// Goal: a kind is one declaration. Method: one that only this project declares is written, read, filtered, ordered, paged, linked,
/// imported, refused and found in the log, without a line about it anywhere in the product.
/// </summary>
public sealed class NewKindTests
{
    [Fact]
    public async Task Appears_in_the_schema_with_its_inputs_filters_orders_and_connections()
    {
        var sdl = await SchemaPrinting.PrintAsync(new ApiSchema(TestKind.Model, new ApiOptions()), default);

        foreach (var line in (string[])
            [
                "type Lamp implements Node & Document @needs(anyOf: [READER]) {", "  label: String!", "  colour: LampColour", "  isLit: Boolean", "input LampInput {", "  lamp: LampInput", "input LampFilter {",
                "enum LampOrderField {", "  LIT_ON", "type LampConnection @needs(anyOf: [READER]) {", "  lamps(", "type LightsLinkEdge @needs(anyOf: [READER]) {", "  brightness: Brightness", "type LitByLinkConnection @needs(anyOf: [READER]) {", "  LIGHTS",
            ])
        {
            Assert.Contains("\n" + line, sdl);
        }
    }

    [Fact]
    public async Task Is_written_read_filtered_ordered_and_linked()
    {
        await using var api = await StartAsync(TestKind.Model);
        await api.AskAsync(
            """
            mutation($changes: [ChangeInput!]!) { apply(changeId: "1", reason: "Lamps.", changes: $changes) { accepted userErrors { path message } } }
            """,
            new
            {
                changes = new object[]
                {
                    new { put = new { lamp = new { key = "lamp:desk", label = "Desk", colour = "GREEN", watts = 5, electrician = "Ada", rooms = new[] { "study" }, litOn = "2026-01-01" } } },
                    new { put = new { lamp = new { key = "lamp:hall", label = "Hall", colour = "RED", watts = 60 } } },
                    new { put = new { aiSystem = new { key = "ai-system:a", title = "Assistant" } } },
                    new { link = new { from = "lamp:desk", kind = "LIGHTS", to = "ai-system:a", brightness = "DIM" } },
                },
            });

        var data = await api.AskAsync(
            """
            { view {
                lamps(order: { by: WATTS, direction: DESC }) { nodes { id label colour watts isLit electrician } }
                lit: lamps(filter: { isLit: { eq: true }, lights: { exists: true, some: { title: { contains: "ASSIST" } } }, colour: { in: [GREEN] } }, search: "STUDY") { totalCount }
                aiSystems { nodes { litBy { edges { key brightness reviewedBy node { ... on Lamp { label } } } } } }
                document(key: "lamp:desk") { __typename title history { nodes { change { steps { verb key values { field value } } } fields { field before after } edges { key difference fields { field after } } } } }
            } }
            """);

        Assert.Equal(
            """[{"id":"lamp:hall","label":"Hall","colour":"RED","watts":60,"isLit":false,"electrician":null},{"id":"lamp:desk","label":"Desk","colour":"GREEN","watts":5,"isLit":true,"electrician":"Ada"}]""",
            data["view"]!["lamps"]!["nodes"]!.ToJsonString());
        Assert.Equal(1, (int)data["view"]!["lit"]!["totalCount"]!);
        Assert.Equal(
            """[{"litBy":{"edges":[{"key":"lamp:desk|LIGHTS|ai-system:a","brightness":"DIM","reviewedBy":"local","node":{"label":"Desk"}}]}}]""",
            data["view"]!["aiSystems"]!["nodes"]!.ToJsonString());
        Assert.Equal("Desk", (string)data["view"]!["document"]!["title"]!);
        var history = data["view"]!["document"]!["history"]!.ToJsonString().Replace("\\u0022", "\\\"", StringComparison.Ordinal);
        Assert.Contains("""{"field":"electrician","value":"\"Ada\""}""", history);
        Assert.Contains("""{"field":"electrician","before":null,"after":"\"Ada\""}""", history);
        Assert.Contains("""{"key":"lamp:desk|LIGHTS|ai-system:a","difference":"ADDED","fields":[{"field":"brightness","after":"\"DIM\""}""", history);
    }

    [Fact]
    public async Task Is_imported_from_CSV_with_its_fields_and_edges_and_linked_by_a_file_of_links()
    {
        await using var api = await StartAsync(TestKind.Model);
        await api.WriteAsync(Put("AiSystem", "ai-system:a", ("title", "Assistant")), Put("AiSystem", "ai-system:b", ("title", "Bot")));

        var report = await new Importer(api.Engine, new()).RunAsync(
            [
                CsvFile("lamps.csv", "key;label;colour;watts;dimmable;rooms;electrician;litOn;lights\nlamp:desk;Desk;GREEN;5;TRUE;\"study; hall\";Ada;2026-01-01;ai-system:a\n"),
                CsvFile("links.csv", "from,kind,to,brightness\nlamp:desk,LIGHTS,ai-system:b,DIM\n"),
            ],
            null, default);

        Assert.Empty(report.Rejects);
        Assert.Equal(
            """[{"label":"Desk","colour":"GREEN","watts":5,"dimmable":true,"rooms":["study","hall"],"electrician":"Ada","litOn":"2026-01-01","lights":{"edges":[{"brightness":null,"node":{"key":"ai-system:a"}},{"brightness":"DIM","node":{"key":"ai-system:b"}}]}}]""",
            (await api.AskAsync("{ view { lamps { nodes { label colour watts dimmable rooms electrician litOn lights { edges { brightness node { key } } } } } } }"))["view"]!["lamps"]!["nodes"]!.ToJsonString());

        static ImportFile CsvFile(string name, string text) => new("", name) { Bytes = System.Text.Encoding.UTF8.GetBytes(text) };
    }

    [Fact]
    public async Task Is_validated_like_every_other()
    {
        await using var api = await StartAsync(TestKind.Model);

        var data = await api.AskAsync(
            """
            mutation { apply(changeId: "1", reason: "Lamps.", changes: [
              { put: { lamp: { key: "lamp:a", watts: 101, label: "" } } },
              { put: { lamp: { key: "lamp:b", label: "B", litOn: "2026-02-01", putOutOn: "2026-01-01" } } }
              { link: { from: "lamp:b", kind: LIGHTS, to: "lamp:b" } }
            ]) { userErrors { code path } } }
            """);

        Assert.Equal(
            ["changes[0].put.lamp.label", "changes[0].put.lamp.watts", "changes[1].put.lamp.putOutOn", "changes[2].link.kind"],
            data["apply"]!["userErrors"]!.AsArray().Select(e => (string)e!["path"]!).Order(StringComparer.Ordinal));
        Assert.Equal(0, api.Engine.Current.Head.Revision);
    }
}
