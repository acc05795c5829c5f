using Graph.Engine.Log;
using Graph.Server.Import;
using Graph.Tests.Stores;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Import;

/// <summary>Whatever is wrong with a file is refused with the file, the line, the key, the field and what was expected.</summary>
public sealed class ImportRejectTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("documents:\n  Vendor:\n    - key: vendor:v\n      title: [V\n", 5, "expected YAML*")]
    [InlineData("documents:\n  Vendor:\n    - key: vendor:v\n     title: V\n", 4, "expected YAML*")]
    [InlineData("documents:\n  Vendor:\n    - {key: vendor:v,\ntitle: V}\n", 3, "expected YAML: a list or map in [ ] or { } is not closed or is broken")]
    [InlineData("documents:\n  Vendor:\n    - {key: vendor:v, title: \"\\UFFFFFFFF\"}\n", 3, "expected YAML: escapes such as \\u00e9 that are characters")]
    [InlineData("documents:\n  Vendor:\n    - {key: vendor:v, title: \"\\uDE00\\uD83D\"}\n", 3, "expected*")]
    [InlineData("- documents\n", 1, "expected a map with changes or documents, links, unlinks, deletes, found a list")]
    [InlineData("documents: {Vendor: []}\nchanges: []\n", 1, "expected nothing beside 'changes', found 'documents'")]
    [InlineData("\ndocument: {}\n", 2, "expected one of at, actor, reason, documents, links, unlinks, deletes, found 'document'")]
    [InlineData("documents:\n  Unicorn: []\n", 2, "expected a kind of document (Framework, Requirement,*found 'Unicorn'")]
    [InlineData("documents:\n  Vendor: {key: x}\n", 2, "expected a list under 'Vendor', found a map")]
    [InlineData("documents:\n  Vendor:\n    - vendor:v\n", 3, "expected a map in the list 'Vendor', found 'vendor:v'")]
    [InlineData("documents:\n  Vendor:\n    - title: V\n", 3, "expected a key, or external with source and id, for this Vendor*")]
    [InlineData("documents:\n  Vendor:\n    - key: vendor:v\n      title: V\n      title: W\n", 5, "expected YAML: each name once, found 'title' again (first on line 4)")]
    [InlineData("documents:\n  Vendor:\n    - &a {key: vendor:v, title: V}\n", 3, "expected YAML: no anchors (&)")]
    [InlineData("documents:\n  Requirement:\n    - key: r\n      facts: [!isNew]\n", 4, "expected YAML: no tags (!); write a text that begins with an exclamation mark in quotes")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "expected YAML: one document in a file, found a second one")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\n", 1, "expected YAML: at most 16 levels of lists and maps")]
    [InlineData("links:\n  - {from: a, to: b}\n", 2, "expected a map with from, kind and to under 'links', found a map")]
    [InlineData("links:\n  - from: a\n    kind: LIKES\n    to: b\n", 3, "expected a kind of edge (HAS_RISK,*found 'LIKES'")]
    [InlineData("deletes:\n  - {key: a, why: b}\n", 2, "expected nothing but key, edges in a delete, found 'why'")]
    [InlineData("changes:\n  - at: 2026-01-01T00:00:00Z\n", 2, "expected no 'at': only the seed of an empty store carries its own times")]
    public async Task A_file_of_another_form_is_refused_with_its_line(string text, int line, string reason)
    {
        var reject = (await RejectsAsync(text))[0];

        Assert.Equal(("0.yaml", line), (reject.File, reject.Line));
        var parts = reason.Split('*');
        Assert.StartsWith(parts[0], reject.Reason);
        Assert.EndsWith(parts.Length > 1 ? parts[^1] : "", reject.Reason);
    }

    [Theory]
    [InlineData("documents:\n  Vendor:\n    - {key: vendor:v, title: V}\n    - {title: W}\n    - vendor:x\n", 3, 0, 0)]
    [InlineData("documents:\n  Unicorn: [{key: u, eats: v}, {key: w}]\n  Vendor: {key: vendor:v}\n", 3, 0, 0)]
    [InlineData("documents:\n  Control:\n    - {title: C, satisfies: [a, b], appliesTo: s}\n", 1, 3, 0)]
    [InlineData("documents:\n  Control:\n    - {key: c, title: C, satisfies: [[a], {extent: PARTIAL}], appliesTo: null}\n", 1, 3, 0)]
    [InlineData("documents: [{key: a}, {key: b}]\n", 2, 0, 0)]
    [InlineData("links: [a, {from: a, to: b}, {from: a, kind: LIKES, to: b}]\nunlinks: {from: a}\n", 0, 4, 0)]
    [InlineData("deletes: [a, [b], {edges: true}]\n", 0, 0, 3)]
    [InlineData("changes:\n  - {deletes: 7, documents: {Vendor: [{key: vendor:v, title: V}, {}]}}\n", 2, 0, 1)]
    public async Task Entries_that_cannot_be_read_are_counted_as_rejected(string text, int documents, int links, int deletes)
    {
        await using var engine = await OpenAsync();

        var file = Assert.Single((await new Importer(engine, new()).RunAsync([new(folder.Write("a.yaml", text), "a.yaml")], null, CancellationToken.None)).Files);

        Assert.Equal(
            (new ImportCount(documents, 0, documents, 0), new ImportCount(links, 0, links, 0), new ImportCount(deletes, 0, deletes, 0), false),
            (file.Documents, file.Links, file.Deletes, file.HasMore));
    }

    [Theory]
    [InlineData("a: [b\n")]
    [InlineData("- documents\n")]
    [InlineData("document: {Vendor: [{key: vendor:v, title: V}]}\n")]
    [InlineData("changes: [x]\n")]
    [InlineData("changes: []\nlinks: [{from: a, kind: USES, to: b}]\n")]
    public async Task What_nobody_can_count_is_said_to_be_there(string text)
    {
        await using var engine = await OpenAsync();

        var report = await new Importer(engine, new()).RunAsync([new(folder.Write("a.yaml", text), "a.yaml")], null, CancellationToken.None);

        Assert.True(Assert.Single(report.Files).HasMore);
        Assert.Equal(default, report.Entries);
    }

    [Fact]
    public async Task A_word_that_is_not_on_the_list_names_line_key_field_and_the_list()
    {
        var reject = Assert.Single(await RejectsAsync("""
            documents:
              Vendor:
                - key: vendor:v
                  title: V
                  criticality: SEVERE
            """));

        Assert.Equal(new("0.yaml", 5, "vendor:v", "criticality", "expected one of LOW, MEDIUM, HIGH, CRITICAL, found 'SEVERE'"), reject);
        Assert.Equal("0.yaml:5: vendor:v: criticality: expected one of LOW, MEDIUM, HIGH, CRITICAL, found 'SEVERE'", reject.ToString());
    }

    [Theory]
    [InlineData("titel", "near to it: title")]
    [InlineData("AnnexIIIPoint", "near to it: annexIIIPoints")]
    [InlineData("hasRisks", "near to it: hasRisk")]
    [InlineData("placed", "near to it: placedOn")]
    public async Task A_mistyped_name_is_answered_with_the_names_near_to_it(string typed, string near)
    {
        var reject = Assert.Single(await RejectsAsync($"documents:\n  AiSystem:\n    - key: ai-system:s\n      {typed}: x\n"), r => r.Field == typed);

        Assert.StartsWith($"expected a field of AiSystem or an edge from it ({near}", reject.Reason);
        Assert.EndsWith($"), found '{typed}'", reject.Reason);
    }

    [Theory]
    [InlineData("q")]
    [InlineData("colourOfTheDoor")]
    public async Task A_name_that_is_near_to_none_is_answered_with_the_first_names(string typed)
    {
        var reject = Assert.Single(await RejectsAsync($"documents:\n  Requirement:\n    - key: law:1\n      {typed}: x\n"), r => r.Field == typed);

        Assert.Equal(21, reject.Reason.Count(c => c == ','));
        Assert.Contains(", ...), found", reject.Reason);
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_reported_at_once()
    {
        var rejects = await RejectsAsync("""
            documents:
              Vendor:
                - key: vendor:v
                  title: V
                  colour: red
                - key: vendor:v
                  title: again
              AiSystem:
                - key: ai-system:s
                  title: S
                  roles:
                    - PROVIDER
                    - EMPEROR
                  placedOn: 02.08.2026
                  facts:
                    isUnknown: true
                  uses:
                    - {to: component:m, since: 2020}
                    - component:gone
            """);

        Assert.Equal(
            [(5, "vendor:v", "colour"), (6, "vendor:v", "key"), (13, "ai-system:s", "roles[1]"), (14, "ai-system:s", "placedOn"), (16, "ai-system:s", "facts.isUnknown"), (18, "ai-system:s", "uses"), (18, "ai-system:s", "uses"), (19, "ai-system:s", "uses")],
            rejects.Select(r => (r.Line, r.Key!, r.Field!)));
        Assert.Contains("'component:gone'", rejects[^1].Reason);
    }

    [Fact]
    public async Task An_unknown_token_of_a_condition_and_an_undeclared_fact_are_refused()
    {
        var rejects = await RejectsAsync("""
            documents:
              Framework: [{key: f, title: F, kind: REGULATION}]
              Requirement:
                - key: f:1
                  ref: '1'
                  title: One
                  partOf: f
                  facts:
                    - sector:health
                - key: f:2
                  ref: '2'
                  title: Two
                  partOf: f
                  facts: ['!isNew/annexIII:5']
            """);

        Assert.Equal((9, "facts[0]"), (rejects[0].Line, rejects[0].Field));
        Assert.Equal("expected a fact, annexIII:, class:, role: or route:, found 'sector:health'", rejects[0].Reason);
        Assert.Equal((14, "f:2", "expected the name of a declared fact, found 'isNew'"), (rejects[1].Line, rejects[1].Key, rejects[1].Reason));
    }

    [Fact]
    public async Task Approval_fields_are_refused_outside_a_seed()
    {
        var reject = (await RejectsAsync("documents:\n  Statement:\n    - key: s\n      title: S\n      kind: APPLICABILITY\n      approvedOn: 2026-01-01\n"))[0];

        Assert.Equal((6, "approvedOn"), (reject.Line, reject.Field));
    }

    [Fact]
    public async Task What_follows_from_a_refused_document_is_not_repeated_line_by_line()
    {
        var rejects = await RejectsAsync(
            """
            documents:
              Framework: [{key: f, title: F, kind: DREAM}]
              Requirement:
                - {key: 'f:1', ref: '1', title: One, partOf: f}
                - {key: 'f:2', ref: '2', title: Two, partOf: 'f:1'}
            """,
            """
            documents:
              Control: [{key: control:c, title: C, satisfies: ['f:1', 'f:2']}]
            """);

        Assert.Equal(2, rejects.Count);
        Assert.Equal((2, "f", "kind"), (rejects[0].Line, rejects[0].Key, rejects[0].Field));
        Assert.Equal(("1.yaml", 2, "control:c"), (rejects[1].File, rejects[1].Line, rejects[1].Key));
        Assert.EndsWith("which 0.yaml:4 declares and which was refused; 2 places of this file refer to what was refused", rejects[1].Reason);
    }

    [Fact]
    public async Task A_change_over_the_limit_in_a_history_is_refused_with_its_line()
    {
        var text = "changes:\n  - documents: {Vendor: [{key: vendor:a, title: A}]}\n  - documents: {Vendor: [{key: vendor:b, title: B}, {key: vendor:c, title: C}]}\n";

        var reject = Assert.Single(await RejectsAsync(new Graph.Engine.Writing.EngineOptions { OperationCountMax = 1 }, text));

        Assert.Equal((3, "expected at most 1 operations, found 2"), (reject.Line, reject.Reason));
    }

    [Fact]
    public async Task A_file_that_is_not_text_and_one_that_is_too_large_are_refused()
    {
        await File.WriteAllBytesAsync(folder.File("bytes.yaml"), [0x61, 0x3A, 0xFF, 0xFE, 0x00]);
        folder.Write("large.yaml", new string(' ', 2_000));
        await using var engine = await OpenAsync();

        var report = await new Importer(engine, new() { Limits = new() { FileBytesMax = 1_000 } }).RunAsync(
            [new(folder.File("bytes.yaml"), "bytes.yaml"), new(folder.File("large.yaml"), "large.yaml")], null, CancellationToken.None);

        Assert.Equal(["expected a file in UTF-8, found other bytes", "expected a file of at most 1000 bytes, found 2000"], report.Rejects.Select(r => r.Reason));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public async Task A_file_of_more_values_than_it_may_have_is_refused(int maximum, bool passes)
    {
        await using var engine = await OpenAsync();

        var report = await new Importer(engine, new() { IsDryRun = true, Limits = new() { ValueCountMax = maximum } }).RunAsync([new(folder.Write("a.yaml", "documents: {Vendor: []}"), "a.yaml")], null, CancellationToken.None);

        Assert.Equal(passes ? [] : ["expected YAML: at most 4 values"], report.Rejects.Select(r => r.Reason));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 3)]
    [InlineData(1, 2)]
    public async Task More_faults_of_form_than_are_told_are_said_to_be_there(int maximum, int told)
    {
        await using var engine = await OpenAsync();

        var report = await new Importer(engine, new() { Limits = new() { RejectCountMax = maximum } }).RunAsync([new(folder.Write("a.yaml", "links: [a, b, c]"), "a.yaml")], null, CancellationToken.None);

        Assert.Equal((told, maximum < 3), (report.Rejects.Count, report.Rejects[^1].Reason == $"expected at most {maximum} reasons to be told; there are more"));
        Assert.Equal(3, report.Entries.Rejected);
    }

    [Fact]
    public void A_path_that_leads_nowhere_and_a_folder_without_files_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => ImportFile.Find([folder.File("nowhere")], new()));
        Assert.Throws<FileNotFoundException>(() => ImportFile.Find([folder.Path], new()));
    }

    [Fact]
    public void The_files_of_a_folder_come_in_the_order_of_their_paths()
    {
        folder.Write("demo/10.yaml", "");
        folder.Write("catalogue/20.yml", "");
        folder.Write("catalogue/10.yaml", "");
        folder.Write("README.md", "");

        Assert.Equal(["catalogue/10.yaml", "catalogue/20.yml", "demo/10.yaml"], ImportFile.Find([folder.Path], new()).Select(f => f.Name));
    }

    private Task<IReadOnlyList<ImportReject>> RejectsAsync(params string[] texts) => RejectsAsync(new Graph.Engine.Writing.EngineOptions(), texts);

    private async Task<IReadOnlyList<ImportReject>> RejectsAsync(Graph.Engine.Writing.EngineOptions limits, params string[] texts)
    {
        await using var engine = await OpenAsync(options: limits);
        var files = texts.Select((t, i) => new ImportFile(folder.Write($"{i}.yaml", t), $"{i}.yaml")).ToList();

        var report = await new Importer(engine, new()).RunAsync(files, null, CancellationToken.None);

        Assert.Equal(LogHead.Empty, engine.Current.Head);
        Assert.Equal(report.Entries.In, report.Entries.Rejected);
        Assert.False(report.Succeeded);
        return report.Rejects;
    }
}
