using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graph.Engine.Views;
using Graph.Server.Api;
using Graph.Server.Api.Reading;
using Graph.Server.Transport;
using Microsoft.Extensions.DependencyInjection;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Each limit of the API at its value, and one above it.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Every_limit_lets_its_value_pass_and_names_itself_one_above()
    {
        await Check(o => o.DocumentCharsMax = 50, "documentCharsMax", 50, n => "{ __typename }".PadRight(n));
        await Check(o => o.TokenCountMax = 12, "tokenCountMax", 12, n => "{ server { " + Repeat(n - 5, i => "zone ") + "} } # not counted");
        await Check(o => o.FragmentSpreadCountMax = 4, "fragmentSpreadCountMax", 4, n => "{ server { ...A " + Repeat(n - 3, i => "... { zone } ") + "...B } } fragment A on Server { ...B } fragment B on Server { zone }");
        await Check(o => o.ComplexityMax = 30, "complexityMax", 30, n => $"{{ view {{ risks(first: {n - 3}) {{ nodes {{ key }} }} }} }}");
        await Check(o => o.ComplexityMax = 30, "complexityMax", 30, n => $"{{ view {{ risks(last: {n - 3}) {{ edges {{ cursor }} }} }} }}");
        await Check(o => o.ComplexityMax = 25, "complexityMax", 25, n => $"{{ nodes(ids: [{Repeat(n - 1, i => "\"x\" ")}]) {{ id }} }}");
        await Check(o => o.DepthMax = 4, "depthMax", 4, n => n == 4 ? "{ view { risks { nodes { key } } } }" : "{ view { risks { nodes { external { id } } } } }");
        await Check(o => o.DepthMax = 4, "depthMax", 4, n => n == 4 ? "{ view { ...A } } fragment A on View { risks { nodes { key } } }" : "{ view { ...A } } fragment A on View { risks { nodes { ...B } } } fragment B on Risk { external { id } }");
        await Check(o => o.FieldCountMax = 5, "fieldCountMax", 5, n => "{ server { " + Repeat(n - 1, i => "zone ") + "} }");
        await Check(o => o.SameFieldCountMax = 5, "sameFieldCountMax", 5, n => "{ server { " + Repeat(n, i => "zone ") + "} }");
        await Check(o => o.SameFieldCountMax = 5, "sameFieldCountMax", 5, n => "{ server { ...A } ... { server { zone } } } fragment A on Server { ... { ...B } zone } fragment B on Server { " + Repeat(n - 2, i => "zone ") + "}");
        await Check(o => o.RootFieldCountMax = 3, "rootFieldCountMax", 3, n => "{ " + Repeat(n, i => "__typename ") + "}");
        await Check(o => o.AliasCountMax = 3, "aliasCountMax", 3, n => "{ server { " + Repeat(n, i => $"a{i}: zone ") + "} }");
        await Check(o => o.DirectiveCountMax = 3, "directiveCountMax", 3, n => "{ server { zone " + Repeat(n, i => $"hash @include(if: true) ") + "} }");
        await Check(o => o.DirectiveCountMax = 3, "directiveCountMax", 3, n => "query($a: Int " + Repeat(n - 1, i => "@nothing ") + ") @nothing { __typename }", reads: false);
        await Check(o => o.DefinitionCountMax = 3, "definitionCountMax", 3, n => "{ server { " + Repeat(n - 1, i => $"...F{i} ") + "} }" + Repeat(n - 1, i => $" fragment F{i} on Server {{ zone }}"));
        await Check(o => o.VariableCountMax = 2, "variableCountMax", 2, n => $"query({Repeat(n, i => $"$v{i}: Boolean = true ")}) {{ server {{ {Repeat(n, i => $"a{i}: zone @include(if: $v{i}) ")} }} }}");
        await Check(o => o.IntrospectionListDepthMax = 2, "introspectionListDepthMax", 2, n => "{ __schema { types { " + Repeat(n, i => "fields { type { ") + "name" + Repeat(n, i => " } }") + " } } }");
        await Check(o => o.PageSizeMax = 3, "pageSizeMax", 3, n => $"{{ view {{ risks(first: {n}) {{ totalCount }} }} }}");
        await Check(o => o.PageSizeMax = 3, "pageSizeMax", 3, n => $"{{ view {{ risks(last: {n}) {{ totalCount }} }} }}");
        await Check(o => o.PageSizeMax = 3, "pageSizeMax", 3, n => $"{{ log(first: {n}) {{ totalCount }} }}");
        await Check(o => o.ItemCountMax = 4, "itemCountMax", 4, n => $"{{ view {{ risks(first: 2) {{ nodes {{ key }} }} b: risks(first: {n - 2}) {{ nodes {{ key }} }} }} }}");
        await Check(o => o.ListCountMax = 2, "listCountMax", 2, n => $"{{ nodes(ids: [{Repeat(n, i => "\"x\" ")}]) {{ id }} }}");
        await Check(o => o.ListCountMax = 2, "listCountMax", 2, n => $"{{ view {{ risks(filter: {{ keys: [{Repeat(n, i => "\"x\" ")}] }}) {{ totalCount }} }} }}");
        await Check(o => o.FilterDepthMax = 2, "filterDepthMax", 2, n => $"{{ view {{ risks(filter: {(n == 2 ? "{ mitigatedBy: { some: { title: { eq: \"x\" } } } }" : "{ mitigatedBy: { some: { satisfies: { none: { title: { eq: \"x\" } } } } } }")}) {{ totalCount }} }} }}");
        await Check(o => o.SearchCharsMax = 5, "searchCharsMax", 5, n => $"{{ view {{ risks(search: \"{new string('x', n)}\") {{ totalCount }} }} }}");
        await Check(o => o.SearchCharsMax = 5, "searchCharsMax", 5, n => $"{{ view {{ risks(filter: {{ title: {{ contains: \"{new string('x', n)}\" }} }}) {{ totalCount }} }} }}");
        await Check(o => o.IdCharsMax = 30, "idCharsMax", 30, n => $"{{ node(id: \"{new string('x', n)}\") {{ id }} }}");
        await Check(o => o.TraversalDepthMax = 20, "traversalDepthMax", 20, n => Impact($"depthMax: {n}"));
        await Check(o => o.TraversalNodeCountMax = 20, "traversalNodeCountMax", 20, n => Impact($"nodeCountMax: {n}"));
        await Check(o => o.TracePathCountMax = 20, "tracePathCountMax", 20, n => Impact($"pathCountMax: {n}"));
        await Check(o => o.TraversalTimeMax = TimeSpan.FromSeconds(2), "traversalTimeMax", 2_000, n => Impact($"timeMsMax: {n}"));
        await Check(o => o.CalendarDaysMax = 20, "calendarDaysMax", 20, n => $"{{ view {{ expiring(within: {n}) {{ totalCount }} }} }}");
        await Check(o => o.CalendarDaysMax = 20, "calendarDaysMax", 20, n => $"{{ view {{ calendar(from: \"2026-08-01\", to: \"2026-08-{n}\") {{ totalCount }} }} }}");
        await Check(o => o.SampleSizeMax = 20, "sampleSizeMax", 20, n => $"{{ view {{ sample(of: EVIDENCE, size: {n}, seed: \"s\") {{ population }} }} }}");
        await Check(o => o.SampleSeedCharsMax = 20, "sampleSeedCharsMax", 20, n => $"{{ view {{ sample(of: CELLS, size: 1, seed: \"{new string('s', n)}\") {{ population }} }} }}");
    }

    [Theory]
    [InlineData(4, """{"code":"BAD_REQUEST","path":"nothing3"}""")]
    [InlineData(5, """{"code":"LIMIT_EXCEEDED","limit":"errorCountMax","maximum":4,"found":5}""")]
    public async Task So_many_faults_of_a_request_are_told_and_then_how_many_there_are(int faults, string last)
    {
        await using var api = await StartAsync(configure: o => o.ErrorCountMax = 4);

        var (_, _, answer) = await api.PostAsync("{ " + Repeat(faults, i => $"nothing{i} ") + "}");

        Assert.Equal(faults, answer["errors"]!.AsArray().Count);
        Assert.Equal(last, answer["errors"]![faults - 1]!["extensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_are_judged_no_further_once_too_many_are_faulty()
    {
        await using var api = await StartAsync(configure: o => o.ErrorCountMax = 4);

        var (_, _, answer) = await api.PostAsync("query ($i: [ID!]!) { nodes(ids: $i) { id } }", new { i = Enumerable.Repeat(new { }, 1_000) });

        Assert.Equal(["$i[0]", "$i[1]", "$i[2]", "$i[3]", null], answer["errors"]!.AsArray().Select(e => (string?)e!["extensions"]!["path"]));
        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"errorCountMax","maximum":4,"found":5}""", answer["errors"]![4]!["extensions"]!.ToJsonString());
    }

    [Fact]
    public async Task Fields_that_meet_in_one_place_are_refused_before_each_is_compared_with_each()
    {
        await using var api = await StartAsync();

        var (_, _, _, error) = await api.FailAsync("{ view { " + Repeat(1_000, i => $"risks(last:{i}){{id}} ") + "} }");

        Assert.Equal("sameFieldCountMax", (string?)error["extensions"]!["limit"]);
    }

    [Fact]
    public async Task Fragments_in_a_circle_are_refused_and_measured_in_no_time()
    {
        await using var api = await StartAsync();
        const string circle = "fragment A on Risk { mitigatedBy { nodes { mitigates { nodes { ...A } } } } m: mitigatedBy { nodes { mitigates { nodes { ...A } } } } }";

        var (_, _, answer) = await api.PostAsync("{ view { risks { nodes { ...A } } } } " + circle);

        Assert.Contains("Cannot spread fragment", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_page_is_refused_with_the_limit()
    {
        await using var api = await StartAsync();

        var (code, _, _, error) = await api.FailAsync("{ view { risks(first: -1) { totalCount } } }");

        Assert.Equal("LIMIT_EXCEEDED", code);
        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"pageSizeMax","maximum":500,"found":-1}""", error["extensions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{ view { risks { totalCount } } }", 3)]
    [InlineData("{ view { risks { nodes { key title } } } }", 3 + (10 * 2))]
    [InlineData("{ view { risks(first: 20) { nodes { mitigatedBy(first: 5) { nodes { key } } } } } }", 3 + (20 * (1 + 1 + 5)))]
    [InlineData("{ view { aiSystems(first: 2) { nodes { roles key ...A ...A } } } } fragment A on AiSystem { title }", 3 + (2 * 4))]
    [InlineData("{ view { coverage(of: \"f\") { met bySystem { owed } } } }", 1 + 1_001 + 1 + 1 + 10)]
    [InlineData("{ view { coverage(of: \"f\") { cypher { statement reason } } } }", 1 + 1_001 + 1 + 101 + 1)]
    [InlineData("{ view { risks(search: \"x\") { totalCount } } }", 1_003)]
    [InlineData("{ view { expiring(within: 1, first: 5) { nodes { on cells { totalCount } } } } }", 1 + 1_001 + 1 + (5 * (1 + 1_001 + 1)))]
    [InlineData("{ view { expiring(within: 1, of: \"f\") { totalCount } } }", 1 + 1_001 + 200_000 + 1)]
    [InlineData("{ view { calendar(from: \"2026-08-01\", to: \"2026-08-02\") { totalCount } } }", 1 + 10_001 + 1)]
    [InlineData("{ view { remedies(first: 1) { totalCount } } }", 1 + 300_001 + 1)]
    [InlineData("{ view { coverageTimeline(of: \"f\", from: \"2026-01-01\", to: \"2026-03-01\", interval: DAY) { on } } }", 1 + 60_001 + 10)]
    [InlineData("{ view { coverageTimeline(of: \"f\", from: \"2026-01-01\", to: \"2026-12-31\", interval: QUARTER) { on } } }", 1 + 4_001 + 10)]
    [InlineData("{ view { cellHistory(requirement: \"r\", from: \"2026-01-01\", to: \"2026-12-31\") { on } } }", 1 + 1_001 + (365 * 50) + 10)]
    [InlineData("{ view { impact(of: \"d\", event: LOSS) { consequences { totalCount } } } }", 1 + 1_001 + 10_001 + 1)]
    [InlineData("{ view { compare(to: {on: \"2027-01-01\"}) { cells { totalCount } } } }", 1 + 1_001 + 10_001 + 1)]
    [InlineData("{ view { sample(of: EVIDENCE, size: 400, seed: \"s\") { evidence { key } } } }", 1 + 1_001 + 1 + 400)]
    [InlineData("{ view { risks(filter: {title: {contains: \"x\"}}) { nodes { key } } } }", 1_003 + 10)]
    [InlineData("{ view(at: {on: \"2027-01-01\"}) { revision } }", 1_001 + 1)]
    [InlineData("{ nodes(ids: [\"a\", \"a@r1\", \"b@r1\", \"b@r2\"]) { id } }", 2_001 + 4)]
    [InlineData("{ node(id: \"a@r1\") { id } }", 1_001 + 1)]
    [InlineData("{ view { risks { nodes { history { totalCount } } } } }", 3 + (10 * (1_001 + 1)))]
    [InlineData("query($skip: Boolean = true) { view { revision risks(first: 400) @skip(if: $skip) { nodes { key } } } }", 2)]
    [InlineData("query A { __typename } query B { view { risks(first: 400) { nodes { key } } } }", 1)]
    public async Task Complexity_counts_each_value_times_the_lists_around_it_and_what_must_be_worked_out(string query, int complexity)
    {
        await using var api = await StartAsync();

        Assert.Equal(complexity, await UsedAsync(api, query, "complexityMax", query.StartsWith("query A", StringComparison.Ordinal) ? "A" : null));
    }

    [Fact]
    public async Task Complexity_is_reckoned_with_the_variables_of_each_request_also_of_a_known_document()
    {
        await using var api = await StartAsync(configure: o => o.ComplexityMax = 13);
        const string query = "query($n: Int!) { view { risks(first: $n) { nodes { key } } } }";
        await api.AskAsync(query, new { n = 10 });
        await api.AskAsync(query, new { n = 10 });

        Assert.Equal("complexityMax", (string?)(await api.FailAsync(query, new { n = 11 })).Error["extensions"]!["limit"]);
        Assert.Equal("pageSizeMax", (string?)(await api.FailAsync(query, new { n = -1_000_000 })).Error["extensions"]!["limit"]);
    }

    [Theory]
    [InlineData("query($n: Int!) { a: view { revision } b: view { risks(first: $n) { totalCount } } }", "pageSizeMax")]
    [InlineData("query($n: Int!) { a: view { revision } b: view { risks(last: $n) { totalCount } } }", "pageSizeMax")]
    [InlineData("query($n: Int!) { a: view { revision } b: view { ...F } } fragment F on View { risks { nodes { mitigatedBy(first: $n) { totalCount } } } }", "pageSizeMax")]
    [InlineData("query($n: Int!) { a: view { revision } b: view { gaps(system: \"none\", first: $n) { totalCount } cells(first: 3) { totalCount } } }", "pageSizeMax")]
    [InlineData("query($n: Int!) { a: view { revision } log(first: $n) { totalCount } }", "pageSizeMax")]
    [InlineData("query($n: Int = 4) { a: view { revision } log(first: $n) { totalCount } }", "pageSizeMax")]
    [InlineData("{ a: view { revision } log(first: 4) { totalCount } }", "pageSizeMax")]
    [InlineData("{ a: view { revision } nodes(ids: [\"a\", \"b\", \"c\", \"d\"]) { id } }", "listCountMax")]
    [InlineData("query($ids: [ID!]!) { a: view { revision } nodes(ids: $ids) { id } }", "listCountMax")]
    [InlineData("query($ids: [String!]!) { a: view { revision coverage(of: \"none\", systems: $ids) { met } } }", "listCountMax")]
    [InlineData("query($changes: [ChangeInput!]!) { a: view { revision } b: view(at: {assume: $changes}) { revision } }", "assumeCountMax")]
    public async Task Sizes_of_pages_and_lists_are_judged_before_anything_is_executed(string query, string limit)
    {
        await using var api = await StartAsync(configure: o => (o.PageSizeMax, o.ListCountMax, o.AssumeCountMax) = (3, 3, 3));
        var (n, ids, changes) = (4, Enumerable.Range(0, 4), Enumerable.Range(0, 4).Select(i => new { delete = new { key = $"x{i}" } }));
        object? variables = query.Contains("$n: Int!", StringComparison.Ordinal) ? new { n } : query.Contains("$ids", StringComparison.Ordinal) ? new { ids = ids.Select(i => $"x{i}") } : query.Contains("$changes", StringComparison.Ordinal) ? new { changes } : null;

        foreach (var time in (string[])["unknown", "known"])
        {
            var (status, _, body) = await api.PostAsync(query, variables);

            Assert.Equal((400, limit), (status, (string?)body["errors"]![0]!["extensions"]!["limit"]));
            Assert.Null(body["data"]);
        }
    }

    [Fact]
    public async Task A_page_above_its_size_is_refused_before_execution_also_in_a_document_that_is_known()
    {
        await using var api = await StartAsync(configure: o => o.PageSizeMax = 3);
        const string query = "query($n: Int!) { view { risks(first: $n) { totalCount } } }";
        await api.AskAsync(query, new { n = 3 });

        Assert.Equal(400, (await api.PostAsync(query, new { n = 4 })).Status);
    }

    [Theory]
    [InlineData("apply(changeId: \"b\", reason: \"r\", changes: $changes) { accepted }", "[ChangeInput!]!")]
    [InlineData("acceptLinks(changeId: \"b\", reason: \"r\", links: $changes) { accepted }", "[String!]!")]
    public async Task A_batch_above_its_size_is_refused_before_the_one_before_it_is_written(string second, string type)
    {
        await using var api = await StartAsync(configureEngine: e => e.OperationCountMax = 2);
        var query = "mutation($changes: " + type + ") { a: apply(changeId: \"a\", reason: \"r\", changes: [{put: {vendor: {key: \"vendor:v\", title: \"V\"}}}]) { accepted } b: " + second + " }";
        object Changes(int count) => type.StartsWith("[String", StringComparison.Ordinal) ? Enumerable.Range(0, count).Select(i => $"x{i}") : Enumerable.Range(0, count).Select(i => new { delete = new { key = $"x{i}" } });

        var (status, _, body) = await api.PostAsync(query, new { changes = Changes(3) });

        Assert.Equal((400, "operationCountMax"), (status, (string?)body["errors"]![0]!["extensions"]!["limit"]));
        Assert.Equal(0, api.Engine.Current.Head.Revision);
        Assert.True((bool)(await api.AskAsync(query, new { changes = Changes(2) }))["a"]!["accepted"]!);
    }

    [Fact]
    public async Task What_is_used_of_the_limits_is_shown_to_who_asks_for_it()
    {
        await using var api = await StartAsync();
        await api.WriteAsync([.. Enumerable.Range(0, 5).Select(i => Put("Risk", $"risk:{i}", ("title", $"Risk {i}"), ("kind", "THREAT")))]);
        const string query = "{ view { a: risks(first: 3) { nodes { ... { key } } } } }";
        var used = (await ExtensionsAsync(api, query))["limits"]!.AsObject();
        used.Remove("timeMax");

        Assert.Equal(
            """
            {"documentCharsMax":{"used":57,"maximum":20000},"tokenCountMax":{"used":22,"maximum":10000},"definitionCountMax":{"used":1,"maximum":100},
            "variableCountMax":{"used":0,"maximum":100},"depthMax":{"used":4,"maximum":24},"fieldCountMax":{"used":4,"maximum":3000},
            "rootFieldCountMax":{"used":1,"maximum":50},"aliasCountMax":{"used":1,"maximum":200},"fragmentSpreadCountMax":{"used":1,"maximum":500},
            "directiveCountMax":{"used":0,"maximum":100},"introspectionListDepthMax":{"used":0,"maximum":3},"sameFieldCountMax":{"used":1,"maximum":50},"complexityMax":{"used":6,"maximum":1000000},
            "pageSizeMax":{"used":3,"maximum":500},"itemCountMax":{"used":3,"maximum":100000},"bodyBytesMax":{"used":119,"maximum":4194304},
            "loopbackRequestCountMax":{"used":0,"maximum":600000}}
            """.ReplaceLineEndings(""), used.ToJsonString());
        Assert.Null((await api.PostAsync(query)).Body["extensions"]);
    }

    [Fact]
    public async Task The_use_is_shown_of_changes_and_of_what_is_refused_as_well()
    {
        await using var api = await StartAsync();

        Assert.Equal(2, await UsedAsync(api, "mutation { apply(changeId: \"1\", reason: \"r\", changes: [{delete: {key: \"a\"}}, {delete: {key: \"b\"}}]) { accepted } }", "operationCountMax"));
        Assert.Equal(9, await UsedAsync(api, "{ nope } ", "documentCharsMax"));
    }

    [Fact]
    public async Task An_answer_that_shows_its_use_is_not_kept_by_a_cache()
    {
        await using var api = await StartAsync();
        using var response = await api.Client.GetAsync(new Uri("/graphql?query={__typename}&extensions={\"limits\":true}", UriKind.Relative));

        Assert.Contains("\"limits\":{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(response.Headers.ETag);
    }

    [Fact]
    public async Task Every_number_and_time_among_the_options_is_a_limit_that_the_server_tells_with_its_description()
    {
        await using var api = await StartAsync();
        var told = (await api.AskAsync("{ server { limits { name description } } }"))["server"]!["limits"]!.AsArray();
        var options = ((Type[])[typeof(ApiOptions), typeof(Graph.Engine.Writing.EngineOptions), typeof(Graph.Server.Identity.IdentityOptions), typeof(Graph.Server.Import.ImportLimits)]).SelectMany(t => t.GetProperties())
            .Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(long) || p.PropertyType == typeof(TimeSpan));

        Assert.Equal(options.Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Order(), told.Select(l => (string)l!["name"]!).Order());
        Assert.All(told, l => Assert.EndsWith(".", (string)l!["description"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_are_kept_up_to_their_characters()
    {
        const string query = "{ server { zone } }";
        foreach (var above in (int[])[0, 1])
        {
            await using var api = await StartAsync(configure: o => o.DocumentCacheCharsMax = query.Length - above);
            var documents = api.Services.GetRequiredService<DocumentExecution>();
            await api.AskAsync(query);

            Assert.Equal(above == 0, documents.Knows(query));
            await api.AskAsync(query);
        }
    }

    [Fact]
    public async Task Views_are_kept_up_to_their_number_the_least_used_goes_first()
    {
        await using var api = await StartAsync();
        var cache = new ViewCache(2, 4);
        var first = View(1);
        cache.Known(first);
        cache.Known(View(2));
        Assert.Same(first, cache.Known(View(1)));
        cache.Known(View(3));
        Assert.Same(first, cache.Known(View(1)));
        cache.Known(View(4));
        cache.Known(View(5));
        Assert.NotSame(first, cache.Known(View(1)));

        View View(int day) => new(api.Engine.Current, new(2027, 1, day), new(2027, 1, 1), ViewKind.Forecast);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 413)]
    public async Task A_body_above_its_size_is_413(int above, int status)
    {
        await using var api = await StartAsync(configure: o => o.BodyBytesMax = 100);
        foreach (var chunked in (bool[])[false, true])
        {
            var bytes = Encoding.UTF8.GetBytes("""{"query":"{ __typename }"}""".PadRight(100 + above));
            using HttpContent content = chunked ? new StreamContent(new UnknownLength(bytes)) : new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            using var response = await api.Client.PostAsync(new Uri("/graphql", UriKind.Relative), content);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(status == 200, !(await response.Content.ReadAsStringAsync()).Contains("bodyBytesMax", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    [InlineData(3_000_000, false)]
    public async Task A_long_number_is_refused_before_anything_is_made_of_it(int digits, bool passes)
    {
        await using var api = await StartAsync();
        foreach (var number in (string[])[new('7', digits), "0." + new string('1', digits - 2)])
        {
            var body = $$$"""{"query":"{ __typename }","variables":{"x":{{{number}}}}}""";
            using var response = await api.Client.PostAsync(new Uri("/graphql", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

            Assert.Equal(passes ? 200 : 400, (int)response.StatusCode);
            Assert.Equal(passes, !(await response.Content.ReadAsStringAsync()).Contains("numberBytesMax", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public async Task Deep_json_is_refused(int depth, bool passes)
    {
        await using var api = await StartAsync();
        var body = $$"""{"query":"{ __typename }","extra":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        using var response = await api.Client.PostAsync(new Uri("/graphql", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(passes ? 200 : 400, (int)response.StatusCode);
        Assert.Equal(passes, !(await response.Content.ReadAsStringAsync()).Contains("jsonDepthMax", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_hundred_levels_and_a_thousand_aliases_in_nested_fragments_are_refused_at_once()
    {
        await using var api = await StartAsync();
        var deep = "{ view { risks { nodes " + Repeat(200, _ => "{ mitigatedBy { nodes { mitigates { nodes ") + "{ key }" + Repeat(200, _ => " } } } }") + " } } }";
        var bomb = "{ view { ...F0 } } " + Repeat(40, i => $"fragment F{i} on View {{ a{i}: revision ...F{i + 1} ...F{i + 1} }} ") + "fragment F40 on View { revision }";
        var circle = "{ view { ...A } } fragment A on View { revision ...B } fragment B on View { hash ...A }";

        Assert.Equal("LIMIT_EXCEEDED", (await api.FailAsync(deep)).Code);
        Assert.Equal(("LIMIT_EXCEEDED", "fieldCountMax"), await api.FailAsync(bomb) is var (code, _, _, error) ? (code, (string)error["extensions"]!["limit"]!) : default);
        Assert.Equal("BAD_REQUEST", (string)(await api.PostAsync(circle)).Body["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task A_thousand_aliases_in_nested_fragments_are_refused_with_memory_flat()
    {
        await using var api = await StartAsync();
        var thousand = "{ server { ...F0 } } " + Repeat(3, i => $"fragment F{i} on Server {{ {Repeat(10, _ => $"...F{i + 1} ")}}} ") + "fragment F3 on Server { a: zone }";
        var (_, _, _, error) = await api.FailAsync(thousand);
        Assert.Equal("""{"code":"LIMIT_EXCEEDED","limit":"aliasCountMax","maximum":200,"found":1000}""", error["extensions"]!.ToJsonString());

        // Twice the text is written out to a million times as many aliases; what it costs grows with the text alone.
        var reader = new DocumentReader(new());
        var (small, large) = (Bomb(10), Bomb(30));
        Allocated(small);
        Assert.InRange(Allocated(large), 1, 4 * Allocated(small));
        Assert.InRange(Allocated(large), 1, 100_000);

        static string Bomb(int levels) => "{ server { ...F0 } } " + Repeat(levels, i => $"fragment F{i} on Server {{ a{i}: zone ...F{i + 1} ...F{i + 1} }} ") + $"fragment F{levels} on Server {{ zone }}";

        long Allocated(string text)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ApiError>(() => reader.Read(text));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task A_syntax_error_far_to_the_right_is_answered_quickly()
    {
        await using var api = await StartAsync();

        var (code, _, message, error) = await api.FailAsync("{ __typename " + new string(' ', 19_000) + "% }");

        Assert.Equal("BAD_REQUEST", code);
        Assert.True(message.Length < 200, message);
        Assert.Equal(19_014, (int)error["locations"]![0]!["column"]!);
    }

    [Fact]
    public async Task A_request_beyond_its_time_is_a_deadline()
    {
        await using var api = await StartAsync(configure: o => o.TimeMax = TimeSpan.FromMilliseconds(1));
        for (var part = 0; part < 4; part++)
        {
            await api.WriteAsync([.. Enumerable.Range(0, 5_000).Select(i => Put("Risk", $"risk:{part}-{i}", ("title", $"Risk {i}"), ("kind", "THREAT")))]);
        }

        // Seconds of work, so that even a busy machine notices in the middle of it that the time is over.
        var (status, _, body) = await api.PostAsync("{ view { " + Repeat(190, i => $"a{i}: risks(search: \"nothing\") {{ totalCount }} ") + "} }");

        Assert.Equal(504, status);
        Assert.Equal("DEADLINE_EXCEEDED", (string)body["errors"]![0]!["extensions"]!["code"]!);
    }

    private static async Task<int> UsedAsync(ApiHost api, string query, string limit, string? operationName = null) =>
        (int)(await ExtensionsAsync(api, query, operationName))["limits"]![limit]!["used"]!;

    private static async Task<JsonNode> ExtensionsAsync(ApiHost api, string query, string? operationName = null)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { query, operationName, extensions = new { limits = true } }), Encoding.UTF8, "application/json");
        using var response = await api.Client.PostAsync(new Uri("/graphql", UriKind.Relative), content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["extensions"]!;
    }

    private static string Impact(string limits) => $"{{ view {{ impact(of: \"risk:0\", event: LOSS, limits: {{ {limits} }}) {{ count }} }} }}";

    private static string Repeat(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static async Task Check(Action<ApiOptions> configure, string limit, int value, Func<int, string> query, bool reads = true)
    {
        await using var api = await StartAsync(configure: configure);
        await api.WriteAsync([.. Enumerable.Range(0, 5).Select(i => Put("Risk", $"risk:{i}", ("title", $"Risk {i}"), ("kind", "THREAT")))]);
        if (reads)
        {
            await api.AskAsync(query(value));
        }
        else
        {
            Assert.DoesNotContain(limit, (await api.PostAsync(query(value))).Body.ToJsonString(), StringComparison.Ordinal);
        }

        var (code, _, _, error) = await api.FailAsync(query(value + 1));
        Assert.True(code == "LIMIT_EXCEEDED" && (string?)error["extensions"]!["limit"] == limit && (int)error["extensions"]!["maximum"]! == value, $"{limit}: {error.ToJsonString()}");
        var stated = await api.AskAsync("{ server { limits { name maximum } } }") is var data && data["server"]!["limits"]!.AsArray().Any(l => (string)l!["name"]! == limit && (int)l["maximum"]! == value);
        Assert.True(stated, limit.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
