using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Graph.Bench.Load;

/// <summary>What front ends, auditors and tools ask all day. An answer that is late is an answer; one with an error, or with less than was there, is a fault.</summary>
internal static class HonestActs
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("two pages of systems", 24, async visitor =>
        {
            const string query = "query($after: String) { view { aiSystems(first: 10, after: $after) { nodes { key title classes } pageInfo { endCursor } } } }";
            var (data, fault) = await visitor.QueryAsync(query);
            if (fault is null)
            {
                var first = data.GetProperty("view").GetProperty("aiSystems");
                (data, fault) = await visitor.QueryAsync(query, new { after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString() });
                fault ??= Keys(first).Concat(Keys(data.GetProperty("view").GetProperty("aiSystems"))).Distinct().Count() == 20 ? null : "expected twenty systems on two pages";
            }

            return fault;
        }),
        new("systems, their risks and controls", 15, visitor => AskAsync(
            visitor, "{ view { aiSystems(first: 10) { nodes { key hasRisk(first: 5) { nodes { key mitigatedBy(first: 5) { nodes { key title } } } } } } } }",
            data => data.GetProperty("view").GetProperty("aiSystems").GetProperty("nodes").GetArrayLength() == 10)),
        new("gaps of a system", 20, visitor => AskAsync(
            visitor, $"{{ view {{ gaps(system: \"ai-system:{System(visitor)}\", first: 20) {{ totalCount nodes {{ requirement {{ key }} state defects {{ code node {{ key }} closes }} }} }} }} }}",
            data => data.GetProperty("view").GetProperty("gaps").GetProperty("totalCount").GetInt32() >= 0)),
        new("impact of a control", 10, visitor => AskAsync(
            visitor, $"{{ view {{ impact(of: \"control:{visitor.Dice.Next(visitor.Size.Controls)}\", event: LOSS) {{ count consequences {{ nodes {{ requirement {{ key }} }} }} }} }} }}",
            data => data.GetProperty("view").GetProperty("impact").GetProperty("count").GetInt32() >= 0)),
        new("one system with its edges", 12, visitor => AskAsync(
            visitor, $"{{ view {{ aiSystems(filter: {{keys: [\"ai-system:{System(visitor)}\"]}}) {{ nodes {{ title uses {{ nodes {{ title }} }} hasRisk {{ totalCount }} }} }} }} }}",
            data => data.GetProperty("view").GetProperty("aiSystems").GetProperty("nodes").GetArrayLength() == 1)),
        new("coverage of a framework", 5, visitor => AskAsync(
            visitor, "{ view { coverage(of: \"regulation-1\") { owed met } } }",
            data => data.GetProperty("view").GetProperty("coverage").GetProperty("owed").GetInt32() > 0)),
        new("gaps as CSV", 4, async visitor =>
        {
            using var response = await visitor.AskAsync(HttpMethod.Get, $"/exports/gaps.csv?system=ai-system:{System(visitor)}", () => null);
            var text = await response.Content.ReadAsStringAsync();
            return response.StatusCode == HttpStatusCode.OK && text.StartsWith("system,requirement,", StringComparison.Ordinal) ? null : $"{(int)response.StatusCode} {text}";
        }),
        new("all evidence as NDJSON", 1, async visitor =>
        {
            using var response = await visitor.AskAsync(HttpMethod.Get, "/exports/evidence.ndjson", () => null);
            var text = await response.Content.ReadAsStringAsync();
            var count = text.AsSpan().Count('\n');
            return response.StatusCode == HttpStatusCode.OK && count >= visitor.Size.Evidence ? null : $"{(int)response.StatusCode}, {count} rows";
        }),
        new("a change, read again", 8, async visitor =>
        {
            var title = $"Vendor of {visitor.Number}, {visitor.Dice.NextInt64()}";
            var (data, fault) = await visitor.QueryAsync(
                "mutation($id: String!, $key: String!, $title: String!) { apply(changeId: $id, reason: \"load\", changes: [{put: {vendor: {key: $key, title: $title}}}]) { accepted revision userErrors { message } } }",
                new { id = Guid.NewGuid().ToString(), key = Vendor(visitor), title });
            if (fault is null && !data.GetProperty("apply").GetProperty("accepted").GetBoolean())
            {
                return data.ToString();
            }

            return fault ?? await AskAsync(
                visitor, $"{{ view {{ vendors(filter: {{keys: [\"{Vendor(visitor)}\"]}}) {{ nodes {{ title }} }} }} }}",
                read => read.GetProperty("view").GetProperty("vendors").GetProperty("nodes")[0].GetProperty("title").GetString() == title);
        }),
        new("an import, previewed", 1, async visitor =>
        {
            using var response = await visitor.AskAsync(HttpMethod.Post, "/imports?file=risks.csv", () => new StringContent(
                "key,title,kind,mitigatedBy\nrisk:hidden-instructions,Instructions hidden in letters,THREAT,control:1\n", Encoding.UTF8, new MediaTypeHeaderValue("text/csv")));
            return response.StatusCode == HttpStatusCode.OK ? null : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }),
    ];

    private static int System(Visitor visitor) => visitor.Dice.Next(visitor.Size.Systems);

    // Each has its own, so that what it reads back is what it wrote last.
    private static string Vendor(Visitor visitor) => $"vendor:load-{visitor.Number}";

    private static async Task<string?> AskAsync(Visitor visitor, string query, Func<JsonElement, bool> isRight)
    {
        var (data, fault) = await visitor.QueryAsync(query);
        return fault ?? (isRight(data) ? null : $"expected another answer than {data}");
    }

    private static IEnumerable<string?> Keys(JsonElement connection) => connection.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("key").GetString());
}
