using System.Globalization;
using System.Text;
using Graph.Server.Api;
using static Graph.Tests.Api.ApiHost;

namespace Graph.Tests.Api;

/// <summary>Each limit of the API at its value, and one above it.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Every_limit_lets_its_value_pass_and_names_itself_one_above()
    {
        await Check(o => o.DocumentCharsMax = 50, "documentCharsMax", 50, n => "{ __typename }".PadRight(n));
        await Check(o => o.DepthMax = 4, "depthMax", 4, n => n == 4 ? "{ view { risks { nodes { key } } } }" : "{ view { risks { nodes { external { id } } } } }");
        await Check(o => o.DepthMax = 4, "depthMax", 4, n => n == 4 ? "{ view { ...A } } fragment A on View { risks { nodes { key } } }" : "{ view { ...A } } fragment A on View { risks { nodes { ...B } } } fragment B on Risk { external { id } }");
        await Check(o => o.FieldCountMax = 5, "fieldCountMax", 5, n => "{ server { " + Repeat(n - 1, i => "zone ") + "} }");
        await Check(o => o.RootFieldCountMax = 3, "rootFieldCountMax", 3, n => "{ " + Repeat(n, i => "__typename ") + "}");
        await Check(o => o.AliasCountMax = 3, "aliasCountMax", 3, n => "{ server { " + Repeat(n, i => $"a{i}: zone ") + "} }");
        await Check(o => o.DirectiveCountMax = 3, "directiveCountMax", 3, n => "{ server { zone " + Repeat(n, i => $"hash @include(if: true) ") + "} }");
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

    private static string Impact(string limits) => $"{{ view {{ impact(of: \"risk:0\", event: LOSS, limits: {{ {limits} }}) {{ count }} }} }}";

    private static string Repeat(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static async Task Check(Action<ApiOptions> configure, string limit, int value, Func<int, string> query)
    {
        await using var api = await StartAsync(configure: configure);
        await api.WriteAsync([.. Enumerable.Range(0, 5).Select(i => Put("Risk", $"risk:{i}", ("title", $"Risk {i}"), ("kind", "THREAT")))]);
        await api.AskAsync(query(value));
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
