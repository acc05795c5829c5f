using System.Text;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Server.Import;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Import;

/// <summary>What the rows of a CSV file say, and how each fault of its form is told with the line on which its row begins.</summary>
public sealed class CsvReadTests
{
    [Theory]
    [InlineData("key,title,criticality\nvendor:v,V,HIGH\n")]
    [InlineData("key;title;criticality\nvendor:v;V;HIGH\n")]
    [InlineData("key\ttitle\tcriticality\r\nvendor:v\tV\tHIGH\r\n")]
    [InlineData("\uFEFFkey,title,criticality\r\nvendor:v,V,HIGH")]
    [InlineData("\n\n\"key\", title ,\"criticality\"\r vendor:v ,V, HIGH \r")]
    [InlineData("criticality,key,title\n\n,,\nHIGH,vendor:v,\"V\"\n , ,\n\n")]
    public async Task Delimiters_line_ends_marks_quotes_orders_and_empty_rows_are_taken_as_they_come(string text)
    {
        await using var engine = await OpenAsync();

        var report = await ImportAsync(engine, "vendors.csv", text);

        Assert.Empty(report.Rejects);
        Assert.Equal(new ImportCount(1, 1, 0, 0), report.Entries);
        Assert.Equal(("V", "HIGH"), (Value(engine, "vendor:v", "title"), Value(engine, "vendor:v", "criticality")));
    }

    [Theory]
    [InlineData("two, words", "\"two, words\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("a \"quoted\" word", "\"a \"\"quoted\"\" word\"")]
    [InlineData("\"", "\"\"\"\"")]
    [InlineData(" spaces around ", " spaces around ")]
    [InlineData("Työkalu – 証拠 – 🙂", "Työkalu – 証拠 – 🙂")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-2 until June", "'-2 until June")]
    [InlineData("@x", "'@x")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=1+1", "=1+1")]
    [InlineData("'=1", "''=1")]
    [InlineData("'already", "'already")]
    [InlineData("null", "'null")]
    [InlineData("NULL", "NULL")]
    public async Task A_text_is_what_stands_in_its_cell_without_the_mark_of_a_formula(string text, string cell)
    {
        await using var engine = await OpenAsync();

        Assert.Empty((await ImportAsync(engine, "vendors.csv", $"key,title\nvendor:v,{cell}\n")).Rejects);

        Assert.Equal(text, Value(engine, "vendor:v", "title"));
    }

    [Fact]
    public async Task Every_sort_of_field_and_the_edges_of_a_document_have_a_column()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, "facts.csv", "key,title\nfact:isNew,isNew\nfact:isOld,isOld\n");
        await ImportAsync(engine, "risks.csv", "key,title,kind,inherentImpact\nrisk:a,A,THREAT,5\nrisk:b,B,THREAT,1\n");

        var report = await ImportAsync(
            engine, "ai-systems.csv", "key,title,roles,classes,annexIIIPoints,facts,placedOn,inScope,hasRisk,external.source,external.id\nai-system:s,S,PROVIDER; DEPLOYER,[],5(b);,isNew=TRUE; isOld = false,2026-08-02,TRUE,risk:a;risk:b,crm,42\n");

        Assert.Empty(report.Rejects);
        Assert.Equal((new ImportCount(1, 1, 0, 0), new ImportCount(2, 2, 0, 0)), (report.Files[0].Documents, report.Files[0].Links));
        Assert.Equal(new[] { "PROVIDER", "DEPLOYER" }, Value(engine, "ai-system:s", "roles"));
        Assert.Equal(Array.Empty<string>(), Value(engine, "ai-system:s", "classes"));
        Assert.Equal(new[] { "5(b)" }, Value(engine, "ai-system:s", "annexIIIPoints"));
        Assert.Equal("[isNew, True], [isOld, False]", string.Join(", ", (IEnumerable<KeyValuePair<string, bool>>)Value(engine, "ai-system:s", "facts")!));
        Assert.Equal((new DateOnly(2026, 8, 2), true, 5), (Value(engine, "ai-system:s", "placedOn"), Value(engine, "ai-system:s", "inScope"), Value(engine, "risk:a", "inherentImpact")));
        Assert.Equal("ai-system:s", engine.Current.Document(new Graph.Engine.Snapshots.ExternalId("crm", "42"))!.Key);
        Assert.Equal(2, engine.Current.EdgeCount);
    }

    [Fact]
    public async Task An_empty_cell_leaves_what_is_there_null_clears_it_and_brackets_say_that_there_is_none()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, "ai-systems.csv", "key,title,purpose,roles,classes\nai-system:s,S,Why,PROVIDER,HIGH_RISK\n");

        Assert.Empty((await ImportAsync(engine, "ai-systems.csv", "key,title,purpose,roles,classes\nai-system:s,,null,null,[]\n")).Rejects);

        Assert.Equal(("S", null, null), (Value(engine, "ai-system:s", "title"), Value(engine, "ai-system:s", "purpose"), Value(engine, "ai-system:s", "roles")));
        Assert.Equal(Array.Empty<string>(), Value(engine, "ai-system:s", "classes"));
    }

    [Fact]
    public async Task Links_name_their_ends_their_kind_and_what_they_carry()
    {
        await using var engine = await OpenAsync();
        await engine.ApplyAsync(
            "start", Put("Framework", "f", ("title", "F"), ("kind", "STANDARD")), Put("Requirement", "f:1", ("ref", "1"), ("title", "One")), Link("f:1", "PART_OF", "f"),
            Put("Control", "c", ("title", "C")), Put("Risk", "r", ("title", "R"), ("kind", "THREAT")));

        var report = await ImportAsync(engine, "links.csv", "from,kind,to,extent,rationale\nc,SATISFIES,f:1,PARTIAL,\"half, so far\"\nr,MITIGATED_BY,c,,\n");

        Assert.Empty(report.Rejects);
        Assert.Equal(new ImportCount(2, 2, 0, 0), report.Files[0].Links);
        Assert.Contains("extent=PARTIAL rationale=half, so far", Describe(engine.Current), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_are_known_by_the_id_of_an_outside_tool_where_they_have_no_key()
    {
        await using var engine = await OpenAsync();
        const string file = "external.source,external.id,title\ncrm,42,V\n";

        await ImportAsync(engine, "vendors.csv", file);

        Assert.Equal(new ImportCount(1, 0, 0, 1), (await ImportAsync(engine, "vendors.csv", file)).Entries);
        Assert.Equal("V", Value(engine, "vendor:crm-42", "title"));
    }

    [Theory]
    [InlineData("risks.csv", "Risk")]
    [InlineData("RISKS-North.CSV", "Risk")]
    [InlineData("ai-systems.csv", "AiSystem")]
    [InlineData("aiSystems_2026.csv", "AiSystem")]
    [InlineData("folder/evidence-2026-11-24-r57.csv", "Evidence")]
    [InlineData("mapping-sets.csv", "MappingSet")]
    [InlineData("links 2.csv", null)]
    public void The_name_of_a_file_begins_with_what_it_holds(string name, string? kind)
    {
        Assert.Equal(kind, CsvContent.Of(name, Graph.Engine.Model.GraphModel.Default)!.Kind?.Name);
    }

    [Theory]
    [InlineData("data.csv")]
    [InlineData("riskstore.csv")]
    [InlineData("my-risks.csv")]
    public async Task A_name_that_does_not_say_what_the_file_holds_is_refused_with_those_that_do(string name)
    {
        var reject = Assert.Single((await RejectsAsync(name, "key,title\nrisk:a,A\n")).Rejects);

        Assert.Equal((name, 1), (reject.File, reject.Line));
        Assert.StartsWith("expected a name that begins with what the file holds (frameworks, requirements, legacy-rules, facts, mapping-sets, mappings, ai-systems,", reject.Reason, StringComparison.Ordinal);
        Assert.Contains(" tasks, ", reject.Reason, StringComparison.Ordinal);
        Assert.EndsWith(", links), such as risks.csv", reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, null, "expected a header with the names of the columns, found nothing")]
    [InlineData("\n\n", 1, null, "expected a header with the names of the columns, found nothing")]
    [InlineData("\nkey,titel\nvendor:v,V\n", 2, "titel", "expected a column of Vendor (near to it: title), found 'titel'")]
    [InlineData("key,title,key\nvendor:v,V,W\n", 1, "key", "expected each column once, found 'key' again")]
    [InlineData("key,,title\nvendor:v,,V\n", 1, null, "expected a name for each column, found none for column 2")]
    [InlineData("title\nV\n", 1, "key", "expected a column 'key', or external.source and external.id, found neither")]
    [InlineData("external.id,title\n1,V\n", 1, "key", "expected a column 'key', or external.source and external.id, found neither")]
    [InlineData("\"key,title\nvendor:v,V\n", 1, null, "expected a header of names with quotes only around whole names")]
    [InlineData("k\0e\0y\0,\0t\0\nv,V\n", 1, null, "expected a header in UTF-8, found characters without meaning: the file may be UTF-16")]
    public async Task A_header_that_says_nothing_useful_is_refused_once_and_its_rows_are_counted(string text, int line, string? column, string reason)
    {
        var report = await RejectsAsync("vendors.csv", text);

        Assert.Equal(new("vendors.csv", line, null, column, reason), Assert.Single(report.Rejects));
        Assert.Equal(text.Contains('V', StringComparison.Ordinal) ? 1 : 0, report.Files[0].Documents.Rejected);
    }

    [Fact]
    public async Task Columns_of_approval_are_refused_with_a_code_of_their_own()
    {
        var report = await RejectsAsync("evidence.csv", "key,title,type,status,approvedBy\nevidence:a,A,POLICY,APPROVED,Mira\n");

        Assert.Equal([("status", ViolationCode.Forbidden), ("approvedBy", ViolationCode.Forbidden)], report.Rejects.Select(r => (r.Field!, r.Code)));
        Assert.Equal("expected no column 'status': it is set by submit, approve, sign, reject, withdraw or the server, never by an import", report.Rejects[0].Reason);
    }

    [Theory]
    [InlineData("vendor:b,B", "expected 3 cells as in the header, found 2")]
    [InlineData("vendor:b,B,HIGH,", "expected 3 cells as in the header, found 4")]
    [InlineData("vendor:b,\"B\" x,HIGH", "expected quotes only around a whole cell, doubled within it and closed")]
    [InlineData("vendor:b,B\"x,HIGH", "expected quotes only around a whole cell, doubled within it and closed")]
    [InlineData("vendor:b,\"B\"x\"\",HIGH", "expected quotes only around a whole cell, doubled within it and closed")]
    [InlineData(",B,HIGH", "expected a key, or external with source and id, for this Vendor: without one a second import would make it again")]
    [InlineData("vendor:b,B,SEVERE", "expected one of LOW, MEDIUM, HIGH, CRITICAL, found 'SEVERE'")]
    [InlineData("vendor:b,B\0,HIGH", "expected readable text, found a control character or half a character")]
    [InlineData("vendor:a,B,HIGH", "expected 'vendor:a' once, found it again (first on line 2)")]
    [InlineData("vendor b,B,HIGH", "expected a key of letters, digits and . _ : ( ) - / > +, found 'vendor b'")]
    public async Task A_broken_row_is_refused_with_its_line_and_the_rows_after_it_are_judged(string row, string reason)
    {
        var report = await RejectsAsync("vendors.csv", $"key,title,criticality\nvendor:a,\"A\nof two lines\",HIGH\n{row}\nvendor:c,C,NONE\n");

        Assert.Equal([(4, reason), (5, "expected one of LOW, MEDIUM, HIGH, CRITICAL, found 'NONE'")], report.Rejects.Select(r => (r.Line, r.Reason)));
        Assert.Equal(new ImportCount(3, 0, 3, 0), report.Entries);
        Assert.False(report.Files[0].HasMore);
    }

    [Theory]
    [InlineData("vendor:b,\"B,HIGH\nvendor:c,C,HIGH\nvendor:d,D,HIGH\n", 2, 6)]
    [InlineData("vendor:b,\"B,HIGH\nvendor:c,\"C\",HIGH\nvendor:d,D,HIGH\n", 3, 4)]
    public async Task A_quote_that_is_not_closed_takes_rows_along_and_the_report_says_so(string rows, int documents, int last)
    {
        var report = await RejectsAsync("vendors.csv", "key,title,criticality\nvendor:a,A,HIGH\n" + rows);

        var reject = Assert.Single(report.Rejects);
        Assert.Equal(3, reject.Line);
        Assert.Equal($"expected quotes only around a whole cell, doubled within it and closed; the row goes on to line {last}", reject.Reason);
        Assert.Equal((documents, true), (report.Entries.Rejected, report.Files[0].HasMore));
    }

    [Fact]
    public async Task A_file_that_ends_within_quotes_after_a_doubled_one_is_not_taken_for_whole()
    {
        var report = await RejectsAsync("vendors.csv", "key,title\nvendor:a,\"A\"\"");

        Assert.Equal((2, 1), (Assert.Single(report.Rejects).Line, report.Entries.Rejected));
    }

    [Theory]
    [InlineData("isNew", "expected facts such as isNew=true, found 'isNew'")]
    [InlineData("isNew=", "expected facts such as isNew=true, found 'isNew'")]
    [InlineData("isNew=true;isNew=false", "expected each fact once, found 'isNew' again")]
    [InlineData("isNew=maybe", "expected true or false, found 'maybe'")]
    public async Task A_fact_without_an_answer_or_with_two_is_refused(string cell, string reason)
    {
        var reject = (await RejectsAsync("ai-systems.csv", $"key,title,facts\nai-system:s,S,{cell}\n")).Rejects[0];

        Assert.Equal((2, reason), (reject.Line, reject.Reason));
        Assert.StartsWith("facts", reject.Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,LIKES,b,", "kind", "expected a kind of edge (near to it:*), found 'LIKES'")]
    [InlineData("a,,b,", null, "expected a map with from, kind and to under 'links', found a map without kind")]
    [InlineData("a,USES,b,PARTIAL", "extent", "expected no 'extent' at USES, which carries nothing")]
    [InlineData("a,USES,b,", "from", "expected the key of a document, found 'a'")]
    public async Task A_link_that_cannot_be_is_refused_with_its_line(string row, string? field, string reason)
    {
        var report = await RejectsAsync("links.csv", "from,kind,to,extent\n" + row + "\n");

        var reject = report.Rejects[0];
        var parts = reason.Split('*');
        Assert.Equal(("links.csv", 2, field), (reject.File, reject.Line, reject.Field));
        Assert.Equal(1, report.Files[0].Links.Rejected);
        Assert.True(reason.Contains('*') ? reject.Reason.EndsWith(parts[^1], StringComparison.Ordinal) : reject.Reason.StartsWith(parts[0], StringComparison.Ordinal), reject.Reason);
    }

    [Theory]
    [InlineData("from,to\na,b\n", "kind")]
    [InlineData("from,kind,to,reviewedBy\na,USES,b,Ada\n", "reviewedBy")]
    [InlineData("from,kind,to,title\na,USES,b,T\n", "title")]
    public async Task Links_have_the_columns_of_links(string text, string column)
    {
        Assert.Equal((1, column), (await RejectsAsync("links.csv", text)).Rejects is [var reject] ? (reject.Line, reject.Field) : default);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        await using var engine = await OpenAsync();
        foreach (var bytes in (byte[][])[Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("key,title\nvendor:v,V\n")).ToArray(), Encoding.Latin1.GetBytes("key,title\nvendor:v,Käse\n")])
        {
            var report = await ImportAsync(engine, new(), new ImportFile("", "vendors.csv") { Bytes = bytes });

            Assert.Equal("expected a file in UTF-8, found other bytes", Assert.Single(report.Rejects).Reason);
        }
    }

    [Fact]
    public async Task A_row_of_a_hundred_thousand_cells_is_one_reject()
    {
        var many = string.Concat(Enumerable.Repeat("x,", 100_000));

        Assert.Equal("expected 2 cells as in the header, found 100001", Assert.Single((await RejectsAsync("vendors.csv", $"key,title\n{many}\n")).Rejects).Reason);
        Assert.Equal("expected at most 200 columns, found 100001", Assert.Single((await RejectsAsync("vendors.csv", $"{many}\nvendor:v,V\n")).Rejects).Reason);
    }

    [Fact]
    public async Task A_row_of_more_cells_than_a_file_may_have_is_refused_before_it_is_kept()
    {
        var reject = Assert.Single((await RejectsAsync("vendors.csv", "key,title\nvendor:v,V\n" + new string(',', 1_000_001))).Rejects);

        Assert.Equal((3, "expected at most 1000000 values, found more"), (reject.Line, reject.Reason));
    }

    [Fact]
    public async Task A_name_of_a_column_without_end_is_told_in_short()
    {
        var report = await RejectsAsync("vendors.csv", $"key,{new string('x', 100_000)}\nvendor:v,V\n");

        Assert.All(report.Rejects, r => Assert.True(r.Field is null || r.Field.Length < 200, r.Field));
    }

    [Fact]
    public async Task Every_limit_of_a_file_lets_its_value_pass_and_is_named_one_above()
    {
        const string text = "key,title\nvendor:a,Aaaaaaaa\nvendor:b,Bbbbbbbb\n\n";
        await CheckAsync(l => l.RowCountMax = 2, l => l.RowCountMax = 1, "expected at most 1 rows, found more");
        await CheckAsync(l => l.ValueCountMax = 4, l => l.ValueCountMax = 3, "expected at most 3 values, found more");
        await CheckAsync(l => l.ColumnCountMax = 2, l => l.ColumnCountMax = 1, "expected at most 1 columns, found 2");
        await CheckAsync(l => l.CellCharsMax = 8, l => l.CellCharsMax = 7, "expected at most 7 characters in a cell, found 8");
        await CheckAsync(l => l.FileBytesMax = text.Length, l => l.FileBytesMax = text.Length - 1, $"expected a file of at most {text.Length - 1} bytes, found {text.Length}");

        async Task CheckAsync(Action<ImportLimits> at, Action<ImportLimits> above, string reason)
        {
            foreach (var (set, passes) in ((Action<ImportLimits>, bool)[])[(at, true), (above, false)])
            {
                await using var engine = await OpenAsync();
                var limits = new ImportLimits();
                set(limits);
                var report = await ImportAsync(engine, new() { Limits = limits }, File("vendors.csv", text));

                Assert.Equal(passes, report.Succeeded);
                Assert.All(report.Rejects, r => Assert.Equal((reason, ViolationCode.LimitExceeded), (r.Reason, r.Code)));
            }
        }
    }

    private static object? Value(GraphEngine engine, string key, string field)
    {
        var document = engine.Current.Document(key)!;
        return document[document.Kind.Fields.First(f => f.Name == field)];
    }

    private static async Task<ImportReport> RejectsAsync(string name, string text)
    {
        await using var engine = await OpenAsync();

        var report = await ImportAsync(engine, name, text);

        Assert.Equal(LogHead.Empty, engine.Current.Head);
        Assert.Equal(report.Entries.In, report.Entries.Rejected);
        Assert.False(report.Succeeded);
        return report;
    }

    private static ImportFile File(string name, string text) => new("", name) { Bytes = Encoding.UTF8.GetBytes(text) };

    private static Task<ImportReport> ImportAsync(GraphEngine engine, string name, string text) => ImportAsync(engine, new(), File(name, text));

    private static Task<ImportReport> ImportAsync(GraphEngine engine, ImportOptions options, params ImportFile[] files) => new Importer(engine, options).RunAsync(files, null, CancellationToken.None);
}
