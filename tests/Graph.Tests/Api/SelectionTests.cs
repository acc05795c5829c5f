using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>
/// Goal: collecting the fields of a selection once a request gives what collecting them for each object gives. Method: selections that
/// merge, repeat, alias, skip and differ by type, at several places of one response.
/// </summary>
public sealed class SelectionTests
{
    [Fact]
    public async Task Fields_merge_repeat_and_differ_by_type_wherever_a_fragment_is_used()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            Put("Control", "control:a", ("title", "A")), Put("Control", "control:b", ("title", "B")),
            Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY")), Put("Assessment", "assessment:x", ("title", "X"), ("kind", "AIIA")),
            Link("control:a", "EVIDENCED_BY", "evidence:e"), Link("control:a", "EVIDENCED_BY", "assessment:x"), Link("control:b", "EVIDENCED_BY", "evidence:e"));

        var data = await api.AskAsync(
            """
            query($no: Boolean! = false) {
              view { controls { nodes { ...C key } } controls { nodes { t: title @include(if: $no) evidencedBy { nodes { __typename ...P } } } } document(key: "control:b") { ...C ... on Evidence { type } } }
            }
            fragment C on Control { title evidencedBy { nodes { key ...P } } }
            fragment P on Document { ... on Evidence { type k: key } ... on Assessment { kind key @skip(if: true) } }
            """);

        const string e = """{"key":"evidence:e","type":"POLICY","k":"evidence:e","__typename":"Evidence"}""";
        const string x = """{"key":"assessment:x","kind":"AIIA","__typename":"Assessment"}""";
        Assert.Equal(
            $$"""[{"title":"A","evidencedBy":{"nodes":[{{e}},{{x}}]},"key":"control:a"},{"title":"B","evidencedBy":{"nodes":[{{e}}]},"key":"control:b"}]""",
            data["view"]!["controls"]!["nodes"]!.ToJsonString());
        Assert.Equal("""{"title":"B","evidencedBy":{"nodes":[{"key":"evidence:e","type":"POLICY","k":"evidence:e"}]}}""", data["view"]!["document"]!.ToJsonString());
    }
}
