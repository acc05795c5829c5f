using System.Globalization;
using System.Text;
using CsCheck;
using CsvHelper;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Tests.Api;
using Graph.Tests.Engine;
using Graph.Tests.Stores;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Import;

/// <summary>CSV is another form of what YAML and apply say: the same documents give the same graph.</summary>
public sealed class CsvImportTests
{
    private static readonly string[] Texts = ["a", "two words", "=1+1", "'=1", "'quoted", "a \"b\" c", "two\nlines", "x, y; z", "\ttab", "null", "[]", "TRUE", "Ä🙂", " padded ", "-", "\"", "\r\nz"];

    [Fact]
    public void Any_documents_written_as_CSV_give_the_graph_that_apply_gives()
    {
        int accepted = 0, refused = 0;
        RandomDocuments().Sample(documents => CheckAsync(documents).GetAwaiter().GetResult(), iter: 500, threads: 1, print: documents => Csv(documents, Columns(documents)));
        Assert.True(accepted > 100 && refused > 100, $"{accepted} accepted, {refused} refused");

        async Task CheckAsync(PutDocument[] documents)
        {
            await using var applied = await LiveEngine.OpenAsync(model: TestKind.Model);
            await using var imported = await LiveEngine.OpenAsync(model: TestKind.Model);

            var result = await applied.Engine.ApplyAsync("one", [.. documents]);
            var report = await ImportAsync(imported.Engine, ("lamps.csv", Csv(documents, Columns(documents))));

            Assert.Equal(result.Accepted, report.Succeeded);
            Assert.Equal(new ImportCount(documents.Length, result.Accepted ? documents.Length : 0, result.Accepted ? 0 : documents.Length, 0), report.Entries);
            Assert.Equal(Content(applied.Engine), Content(imported.Engine));
            (accepted, refused) = result.Accepted ? (accepted + 1, refused) : (accepted, refused + 1);
        }
    }

    [Fact]
    public void Files_that_go_in_together_give_the_graph_of_one_change_in_whatever_order_and_however_they_are_split() =>
        Gen.Select(RandomDocuments(), Gen.Int[0, 2].Array[0, 6], Gen.Int[0, 5], Gen.Int[2, 9]).Sample(
            (lamps, lights, order, sizeMax) => CheckTogetherAsync(lamps, lights, order, sizeMax).GetAwaiter().GetResult(), iter: 200, threads: 1);

    private static async Task CheckTogetherAsync(PutDocument[] lamps, int[] lights, int order, int sizeMax)
    {
        var systems = Enumerable.Range(0, 3).Select(i => Put("AiSystem", $"ai-system:{i}", ("title", $"S{i}"))).ToArray();
        var links = lights.Select((to, i) => Link($"lamp:{i % (lamps.Length + 1)}", "LIGHTS", $"ai-system:{to}")).DistinctBy(l => (l.From, l.To)).ToArray();     // Now and then from a lamp that is not there.
        (string, string)[] files =
        [
            ("lamps.csv", Csv(lamps, Columns(lamps))),
            ("ai-systems.csv", "key,title\n" + string.Concat(systems.Select(s => $"{s.Key},{s.Fields["title"]}\n"))),
            ("links.csv", "from,kind,to\n" + string.Concat(links.Select(l => $"{l.From},{l.Kind},{l.To}\n"))),
        ];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        await using var applied = await LiveEngine.OpenAsync(model: TestKind.Model);
        await using var imported = await LiveEngine.OpenAsync(new() { OperationCountMax = sizeMax }, TestKind.Model);

        var result = await applied.Engine.ApplyAsync("one", [.. lamps, .. systems, .. links]);
        var report = await new Importer(imported.Engine, new() { IsTogether = true }).RunAsync([.. orders[order].Select(i => File(files[i].Item1, files[i].Item2))], null, default);

        var count = lamps.Length + systems.Length + links.Length;
        Assert.Equal(result.Accepted, report.Succeeded);
        Assert.Equal(new ImportCount(count, result.Accepted ? count : 0, result.Accepted ? 0 : count, 0), report.Entries);
        Assert.Equal(Content(applied.Engine), Content(imported.Engine));
        Assert.Equal(applied.Current.EdgeCount, imported.Current.EdgeCount);
        Assert.Equal(report.Changes, imported.Current.Head.Revision);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_is_written_leaves_nothing()
    {
        await using var engine = await OpenAsync();
        using var going = new CancellationTokenSource();
        var importer = new Importer(engine, new() { IsTogether = true });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => importer.RunAsync([File("vendors.csv", "key,title\nvendor:a,A\n")], new CancelsAtOnce(going), going.Token));

        Assert.Equal(LogHead.Empty, engine.Current.Head);
    }

    [Fact]
    public async Task One_broken_row_among_a_thousand_leaves_nothing_written_and_every_entry_counted()
    {
        await using var engine = await OpenAsync();
        var rows = string.Concat(Enumerable.Range(1, 1_000).Select(i => i == 900 ? "vendor:900\n" : $"vendor:{i},V{i}\n"));

        var report = await ImportAsync(engine, ("vendors.csv", "key,title\n" + rows));

        Assert.Equal((901, "expected 2 cells as in the header, found 1"), Assert.Single(report.Rejects) is var r ? (r.Line, r.Reason) : default);
        Assert.Equal(new ImportCount(1_000, 0, 1_000, 0), report.Entries);
        Assert.Equal(LogHead.Empty, engine.Current.Head);
    }

    [Fact]
    public async Task Importing_again_writes_nothing_and_a_row_that_changed_is_the_only_one_that_is_accepted()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, ("vendors.csv", "key,title\nvendor:a,A\nvendor:b,B\n"));

        var again = await ImportAsync(engine, ("vendors.csv", "key,title\nvendor:a,A\nvendor:b,B\n"));
        var changed = await ImportAsync(engine, ("vendors.csv", "key,title\nvendor:a,A\nvendor:b,Bb\n"));

        Assert.Equal((new ImportCount(2, 0, 0, 2), new ImportCount(2, 1, 0, 1)), (again.Entries, changed.Entries));
        Assert.Equal(2, engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_large_file_is_split_as_YAML_is()
    {
        await using var engine = await OpenAsync(options: new() { OperationCountMax = 7 });

        var report = await ImportAsync(engine, ("risks.csv", "key,title,kind\n" + string.Concat(Enumerable.Range(1, 50).Select(i => $"risk:{i},R{i},THREAT\n"))));

        Assert.Empty(report.Rejects);
        Assert.Equal((8, 8L, 50), (report.Files[0].Changes, engine.Current.Head.Revision, engine.Current.DocumentCount));
    }

    [Fact]
    public async Task Exported_evidence_is_known_again_by_the_columns_that_an_import_takes()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(
        [
            ApiHost.Put("Framework", "f", ("title", "F"), ("kind", "STANDARD")), ApiHost.Put("Requirement", "f:1", ("ref", "1"), ("title", "One")), ApiHost.Link("f:1", "PART_OF", "f"),
            ApiHost.Put("AiSystem", "ai-system:s", ("title", "S")), ApiHost.Put("Vendor", "vendor:v", ("title", "V")),
            ApiHost.Link("evidence:0", "CONCERNS", "ai-system:s"), ApiHost.Link("evidence:0", "CONCERNS", "vendor:v"), ApiHost.Link("evidence:0", "DEMONSTRATES", "f:1"),
            .. Texts.Select((t, i) => ApiHost.Put("Evidence", $"evidence:{i}", ("title", "T" + t), ("description", t), ("type", "POLICY"), ("collectedBy", "Ada"), ("expiresOn", "2027-01-31"))),
        ]);
        var exported = await api.Client.GetStringAsync(new Uri("/exports/evidence.csv", UriKind.Relative));
        var taken = Columns(exported, "key", "title", "description", "type", "expiresOn", "collectedBy", "concerns", "demonstrates");

        var report = await ImportAsync(api.Engine, ("evidence-2026-08-06-r2.csv", taken));

        // A text that is the word for clearing is the one that an export cannot tell apart.
        Assert.Empty(report.Rejects);
        Assert.Equal(new ImportCount(Texts.Length + 3, 1, 0, Texts.Length + 2), report.Entries);
    }

    [Fact]
    public async Task A_folder_may_hold_both_forms_and_each_sees_the_files_before_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("10-people.yaml", "documents: {Vendor: [{key: vendor:v, title: V}]}");
        folder.Write("components.csv", "key;title;type;suppliedBy\ncomponent:m;M;MODEL;vendor:v\n");
        folder.Write("links.csv", "from,kind,to\ncomponent:m,SUPPLIED_BY,vendor:v\n");
        await using var engine = await OpenAsync();

        var report = await new Importer(engine, new()).RunAsync(ImportFile.Find([folder.Path], new()), null, default);

        Assert.Empty(report.Rejects);
        Assert.Equal([1, 2, 0], report.Files.Select(f => f.Entries.Accepted));
    }

    [Fact]
    public async Task A_seed_may_be_CSV_and_carry_approvals()
    {
        await using var engine = await OpenAsync();

        var report = await new Importer(engine, new() { IsSeed = true }).RunAsync(
            [File("evidence.csv", "key,title,type,status,submittedOn,submittedBy,approvedOn,approvedBy\nevidence:a,A,POLICY,APPROVED,2026-01-01,Ada,2026-01-02,Mira\n")], null, default);

        Assert.Empty(report.Rejects);
        Assert.Equal("APPROVED", engine.Current.Document("evidence:a")!.Text(Graph.Engine.Model.Organisation.EvidenceKind.Kind.Fields.First(f => f.Name == "status")));
    }

    // Lamps of which some cannot be; a number for each field says whether it is left out, cleared or which value it has.
    private static Gen<PutDocument[]> RandomDocuments() => Gen.Int[0, 999].Array[TestKind.Lamp.Fields.Count].Array[1, 5].Select(all => all.Select((numbers, i) =>
        new PutDocument("Lamp", $"lamp:{i}", null, TestKind.Lamp.Fields.Zip(numbers).Where(f => f.Second % 8 > 0 || f.First.Required)
            .ToDictionary(f => f.First.Name, f => f.Second % 8 == 1 ? null : Value(f.First.Type, f.Second / 8)))).ToArray());

    private static object? Value(FieldType type, int number) => type switch
    {
        FieldType.Integer => (number % 101) + (number == 0 ? 0 : 1),
        FieldType.Boolean => number % 2 == 0,
        FieldType.Date => new DateOnly(2026, 5, 1 + (number % 28)),
        FieldType.Word => number == 7 ? "BLUE" : number % 2 == 0 ? "RED" : "GREEN",
        FieldType.TextList => ((string[])["study", "hall", "'attic", "=1"])[..(number % 5)],
        _ => Texts[number % Texts.Length],
    };

    private static string[] Columns(PutDocument[] documents) => [.. documents.SelectMany(d => d.Fields.Keys).Distinct(StringComparer.Ordinal)];

    // A writer that knows the rules of seed/README.md and nothing of the reader.
    private static string Csv(PutDocument[] documents, string[] fields)
    {
        var csv = new StringBuilder(string.Join(';', ["key", .. fields]) + "\n");
        foreach (var document in documents)
        {
            csv.AppendJoin(';', [document.Key!, .. fields.Select(f => document.Fields.TryGetValue(f, out var value) ? Cell(value) : "")]).Append('\n');
        }

        return csv.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "null",
        string[] { Length: 0 } => "[]",
        string[] list => Quoted(Marked(string.Join(';', list))),
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        "null" => "'null",
        string text => Quoted(Marked(text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Marked(string text) => text.TrimStart('\'') is { Length: > 0 } rest && "=+-@\t\r".Contains(rest[0], StringComparison.Ordinal) ? "'" + text : text;

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string Columns(string csv, params string[] names)
    {
        using var reader = new CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        using var text = new StringWriter();
        using var writer = new CsvWriter(text, CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        Array.ForEach(names, writer.WriteField);
        writer.NextRecord();
        while (reader.Read())
        {
            Array.ForEach(names, n => writer.WriteField(reader.GetField(n)));
            writer.NextRecord();
        }

        writer.Flush();
        return text.ToString();
    }

    // What both say, without who asked and under which id.
    private static string Content(GraphEngine engine) => string.Join('\n', engine.Current.Documents(TestKind.Lamp).Select(d =>
        d.Key + string.Concat(TestKind.Lamp.Fields.Select(f => $"|{(d[f] switch { string[] list => string.Join(";", list) + "[]", string token when f.Type == FieldType.Personal => engine.Personal.Resolve(token), var one => one })}"))));

    private sealed class CancelsAtOnce(CancellationTokenSource going) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => going.Cancel();
    }

    private static ImportFile File(string name, string text) => new("", name) { Bytes = Encoding.UTF8.GetBytes(text) };

    private static Task<ImportReport> ImportAsync(GraphEngine engine, params (string Name, string Text)[] files) =>
        new Importer(engine, new()).RunAsync([.. files.Select(f => File(f.Name, f.Text))], null, default);
}
