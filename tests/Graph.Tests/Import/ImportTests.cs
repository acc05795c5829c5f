using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Writing;
using Graph.Server.Import;
using Graph.Tests.Stores;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Import;

/// <summary>What an import writes, counts and never writes twice.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Systems = """
        documents:
          Vendor:
            - {key: vendor:v, title: V, criticality: HIGH}
          Component:
            - key: component:m
              title: "null"
              type: MODEL
              version: 1.10
              suppliedBy: vendor:v
          AiSystem:
            - key: ai-system:s
              title: S
              roles: [PROVIDER]
              classes: []
              placedOn: 2026-08-02
              inScope: true
              uses: [component:m]
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Documents_and_their_edges_are_written_in_one_change()
    {
        await using var engine = await OpenAsync();

        var report = await ImportAsync(engine, new(), Systems);

        Assert.Empty(report.Rejects);
        Assert.Equal((1, 3, 2), (engine.Current.Head.Revision, engine.Current.DocumentCount, engine.Current.EdgeCount));
        Assert.Equal(new ImportCount(5, 5, 0, 0), report.Entries);
        var component = engine.Current.Document("component:m")!;
        Assert.Equal("null", component.Text(component.Kind.Title));
        Assert.Equal("1.10", Value(engine, "component:m", "version"));
        Assert.Equal(Array.Empty<string>(), Value(engine, "ai-system:s", "classes"));
        Assert.Null(Value(engine, "ai-system:s", "routes"));
        Assert.Equal(new DateOnly(2026, 8, 2), Value(engine, "ai-system:s", "placedOn"));
        Assert.Equal(true, Value(engine, "ai-system:s", "inScope"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_edition_of_a_framework_shows_in_its_plan_exactly_the_links_that_it_turns_suspect(bool together)
    {
        const string edition = """
            documents:
              Framework:
                - {key: law, title: A law, kind: REGULATION, edition: consolidated, consolidatedOn: 2026-07-27}
              Requirement:
                - {key: "law:11", ref: "11", title: Eleven, assessable: false, partOf: law}
                - {key: "law:11(1)", ref: "11(1)", title: One, assessable: true, textVersion: 2024-07-12, partOf: "law:11"}
                - {key: "law:11(2)", ref: "11(2)", title: Two, assessable: true, textVersion: 2024-07-12, partOf: "law:11"}
                - {key: "law:12", ref: "12", title: Twelve, assessable: true, textVersion: 2024-07-12, partOf: law}
            """;
        await using var engine = await OpenAsync();
        await ImportAsync(engine, new(), edition, """
            documents:
              Control:
                - {key: control:all, title: All, satisfies: ["law:11", "law:12"]}
                - {key: control:one, title: One, satisfies: ["law:11(1)", "law:11(2)"]}
            """);
        var amended = edition.Replace("consolidatedOn: 2026-07-27", "consolidatedOn: 2026-12-01", StringComparison.Ordinal)
            .Replace("title: One, assessable: true, textVersion: 2024-07-12", "title: One, assessable: true, textVersion: 2026-12-01", StringComparison.Ordinal)
            .Replace("title: Twelve", "title: Twelve as it should be called", StringComparison.Ordinal);
        string[] touched = ["control:all|SATISFIES|law:11", "control:one|SATISFIES|law:11(1)"];
        var head = engine.Current.Head;

        var plan = await ImportAsync(engine, new() { IsDryRun = true, IsTogether = together }, amended);
        Assert.Equal(head, engine.Current.Head);
        Assert.Equal(touched, plan.NewlySuspect);
        var shown = new StringWriter();
        Graph.Server.Cli.ReportText.Write(plan, shown);
        Assert.Contains("2 links would turn suspect, until an approver accepts them:", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("  control:one|SATISFIES|law:11(1)", shown.ToString(), StringComparison.Ordinal);

        Assert.Equal(touched, (await ImportAsync(engine, new() { IsTogether = together }, amended)).NewlySuspect);
        Assert.Equal(touched, Graph.Engine.Analysis.Suspicion.Of(engine.Current).Links().Select(l => l.Key));
        Assert.Empty((await ImportAsync(engine, new() { IsTogether = together }, amended)).NewlySuspect);
    }

    [Fact]
    public async Task A_second_run_writes_nothing_and_counts_duplicates()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, new(), Systems);
        var head = engine.Current.Head;

        var report = await ImportAsync(engine, new(), Systems);

        Assert.Equal(head, engine.Current.Head);
        Assert.Equal(new ImportCount(5, 0, 0, 5), report.Entries);
        Assert.Equal(0, report.Files[0].Changes);
    }

    [Fact]
    public async Task A_changed_file_counts_what_is_new_and_what_was_known()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, new(), Systems);

        var report = await ImportAsync(engine, new(), Systems.Replace("title: S", "title: Scoring", StringComparison.Ordinal));

        Assert.Equal((new ImportCount(3, 1, 0, 2), new ImportCount(2, 0, 0, 2)), (report.Files[0].Documents, report.Files[0].Links));
        Assert.Equal("Scoring", Value(engine, "ai-system:s", "title"));
    }

    [Fact]
    public async Task A_file_of_documents_brings_the_graph_back_to_it_after_somebody_edited()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, new(), Systems);
        await engine.ApplyAsync("edit", Put("Vendor", "vendor:v", ("title", "edited")));

        var report = await ImportAsync(engine, new(), Systems);

        Assert.Equal("V", Value(engine, "vendor:v", "title"));
        Assert.Equal(new ImportCount(5, 1, 0, 4), report.Entries);
        Assert.Equal(3, engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_file_of_changes_happens_once_though_it_undoes_itself_on_the_way()
    {
        const string history = """
            changes:
              - actor: Mira
                reason: began
                documents: {Vendor: [{key: vendor:v, title: First}, {key: vendor:w, title: W}]}
              - documents: {Vendor: [{key: vendor:v, title: Second}]}
              - documents: {Vendor: [{key: vendor:v, title: First}]}
              - documents: {Vendor: [{key: vendor:v, title: Second}]}
              - deletes: [vendor:w]
            """;
        await using var engine = await OpenAsync();

        var first = await ImportAsync(engine, new(), history);
        var second = await ImportAsync(engine, new(), history);

        Assert.Equal((5, 5L), (first.Files[0].Changes, engine.Current.Head.Revision));
        Assert.Equal(new ImportCount(6, 0, 0, 6), second.Entries);
        Assert.Equal("Second", Value(engine, "vendor:v", "title"));
        var log = await LogAsync(engine);
        Assert.Equal(("Mira", "began"), (engine.Personal.Resolve(log[0].Actor), log[0].Reason));
        Assert.Equal(("local", "Import: 0.yaml"), (engine.Personal.Resolve(log[1].Actor), log[1].Reason));
    }

    [Fact]
    public async Task Absent_leaves_null_clears_and_unlinks_and_deletes_take_away()
    {
        await using var engine = await OpenAsync();
        await ImportAsync(engine, new(), Systems);
        const string next = """
            documents:
              Vendor:
                - {key: vendor:v, criticality: null}
              AiSystem:
                - {key: ai-system:s, roles: ~}
            unlinks:
              - {from: ai-system:s, kind: USES, to: component:m}
            deletes:
              - {key: component:m, edges: true}
            """;

        var first = await ImportAsync(engine, new(), next);
        var second = await ImportAsync(engine, new(), next);

        Assert.Empty(first.Rejects);
        Assert.Equal(("V", null), (Value(engine, "vendor:v", "title"), Value(engine, "vendor:v", "criticality")));
        Assert.Null(Value(engine, "ai-system:s", "roles"));
        Assert.Equal((2, 0), (engine.Current.DocumentCount, engine.Current.EdgeCount));
        Assert.Empty(second.Rejects);
        Assert.Equal(new ImportCount(4, 0, 0, 4), second.Entries);
    }

    [Fact]
    public async Task Documents_are_found_by_the_id_of_an_outside_tool()
    {
        await using var engine = await OpenAsync();
        const string file = """
            documents:
              Vendor:
                - {external: {source: crm, id: 42}, title: V}
              Component:
                - {key: component:m, title: M, type: MODEL, suppliedBy: vendor:crm-42}
            """;

        await ImportAsync(engine, new(), file);
        var second = await ImportAsync(engine, new(), file);

        Assert.Equal("vendor:crm-42", engine.Current.Document(new Graph.Engine.Snapshots.ExternalId("crm", "42"))!.Key);
        Assert.Equal(new ImportCount(3, 0, 0, 3), second.Entries);
    }

    [Fact]
    public async Task A_dry_run_reports_as_if_and_writes_nothing()
    {
        await using var engine = await OpenAsync();

        var report = await ImportAsync(
            engine, new() { IsDryRun = true }, Systems, "links: [{from: vendor:v, kind: OWNED_BY, to: person:p}]\ndocuments: {Person: [{key: person:p, name: Ada}]}");

        Assert.Equal((true, 7, 2), (report.Succeeded, report.Entries.Accepted, report.Files.Sum(f => f.Changes)));
        Assert.Equal(LogHead.Empty, engine.Current.Head);
    }

    [Fact]
    public async Task A_faulty_file_is_refused_whole_and_the_others_are_written()
    {
        await using var engine = await OpenAsync();

        var report = await ImportAsync(
            engine, new(), Systems,
            "documents:\n  Vendor:\n    - {key: vendor:good, title: G}\n    - {key: vendor:bad, title: B, criticality: SEVERE}\n",
            "documents: {Vendor: [{key: vendor:last, title: L}]}");

        Assert.Equal([0, 2, 0], report.Files.Select(f => f.Entries.Rejected));
        Assert.Null(engine.Current.Document("vendor:good"));
        Assert.NotNull(engine.Current.Document("vendor:last"));
        Assert.All(report.Files, f => Assert.Equal(f.Entries.In, f.Entries.Accepted + f.Entries.Rejected + f.Entries.Duplicate));
    }

    [Fact]
    public async Task A_file_that_is_larger_than_a_change_is_split_so_that_each_part_is_valid()
    {
        var yaml = new System.Text.StringBuilder("documents:\n  Mapping:\n");
        for (var i = 0; i < 30; i++)
        {
            yaml.Append($"    - {{key: m:{i}, relation: INTERSECTS, from: [f:{i}], to: ['f:{29 - i}'], inSet: set}}\n");
        }

        yaml.Append("  MappingSet: [{key: set, title: Set}]\n  Requirement:\n");
        for (var i = 29; i >= 0; i--)
        {
            yaml.Append($"    - {{key: 'f:{i}', ref: '{i}', title: R{i}, partOf: '{(i == 0 ? "f" : $"f:{i - 1}")}', facts: [isNew]}}\n");
        }

        yaml.Append("  Framework: [{key: f, title: F, kind: GUIDANCE}]\n  Fact: [{key: fact:isNew, title: isNew}]\n");
        yaml.Append("  Control:\n");
        for (var i = 0; i < 10; i++)
        {
            yaml.Append($"    - {{key: control:{i}, title: C{i}, satisfies: [{string.Join(", ", Enumerable.Range(0, 30).Select(r => $"'f:{r}'"))}], evidencedBy: evidence:{i}}}\n");
        }

        yaml.Append("  Evidence:\n");
        for (var i = 0; i < 10; i++)
        {
            yaml.Append($"    - {{key: evidence:{i}, title: E{i}, type: TEST_REPORT, concerns: ai-system:s}}\n");
        }

        yaml.Append("  AiSystem: [{key: ai-system:s, title: S, facts: {isNew: true}}]\n");
        var wordOfEvidence = Graph.Engine.Model.Organisation.EvidenceKind.Kind.Fields.First(f => f.Name == "type").Words!.Words[0].Word;
        var text = yaml.ToString().Replace("TEST_REPORT", wordOfEvidence, StringComparison.Ordinal);
        await using var whole = await OpenAsync();
        await using var split = await OpenAsync(options: new() { OperationCountMax = 13, HeadingDepthMax = 40 });
        await using var whole40 = await OpenAsync(options: new() { HeadingDepthMax = 40 });

        Assert.Empty((await ImportAsync(whole40, new(), text)).Rejects);
        var report = await ImportAsync(split, new(), text);

        Assert.Empty(report.Rejects);
        Assert.True(report.Files[0].Changes > 40);
        Assert.Equal(report.Files[0].Changes, split.Current.Head.Revision);
        Assert.Equal((whole40.Current.DocumentCount, whole40.Current.EdgeCount), (split.Current.DocumentCount, split.Current.EdgeCount));
        Assert.All(await LogAsync(split), c => Assert.InRange(c.Steps.Count, 1, 13));
        Assert.Equal(report.Entries.In, (await ImportAsync(split, new(), text)).Entries.Duplicate);
    }

    [Fact]
    public async Task The_ids_of_changes_do_not_depend_on_names_of_people()
    {
        const string file = "documents: {Person: [{key: person:p, name: NAME, role: Boss}]}";
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();

        await ImportAsync(one, new(), file.Replace("NAME", "Ada", StringComparison.Ordinal));
        await ImportAsync(other, new(), file.Replace("NAME", "Grace", StringComparison.Ordinal));

        Assert.Equal((await LogAsync(one))[0].ChangeId, (await LogAsync(other))[0].ChangeId);
        var corrected = await ImportAsync(one, new(), file.Replace("NAME", "Ada Lovelace", StringComparison.Ordinal));
        Assert.Empty(corrected.Rejects);
        Assert.Equal("Ada Lovelace", one.Personal.Resolve((string?)Value(one, "person:p", "name")));
    }

    [Fact]
    public async Task A_kind_that_is_declared_outside_the_product_is_imported_without_another_line()
    {
        var title = Field.Text("title", "The title.", required: true);
        var outage = new Kind("Outage", "outages", "outage", KindGroup.Organisation, "Something happened.", title, [title, Field.Date("happenedOn", "The day.")]);
        var model = GraphModel.Default.With([outage], [new("STOPS", ["Outage"], ["AiSystem"], "stoppedBy", Along.Not, Along.Not, "Stops.")]);
        await using var engine = await GraphEngine.OpenAsync(model, new Graph.Stores.Memory.MemoryLogStore(), new(), TimeProvider.System, null, CancellationToken.None);

        var report = await ImportAsync(engine, new(), Systems, "documents: {Outage: [{key: outage:1, title: Outage, happenedOn: 2026-05-05, stops: ai-system:s}]}");

        Assert.Empty(report.Rejects);
        Assert.Equal(new DateOnly(2026, 5, 5), Value(engine, "outage:1", "happenedOn"));
    }

    private static object? Value(GraphEngine engine, string key, string field)
    {
        var document = engine.Current.Document(key)!;
        return document[document.Kind.Fields.First(f => f.Name == field)];
    }

    private static async Task<List<Change>> LogAsync(GraphEngine engine)
    {
        var log = new List<Change>();
        await foreach (var (_, change) in engine.ReadLogAsync(0, CancellationToken.None))
        {
            log.Add(change);
        }

        return log;
    }

    private Task<ImportReport> ImportAsync(GraphEngine engine, ImportOptions options, params string[] texts) =>
        new Importer(engine, options).RunAsync([.. texts.Select((t, i) => new ImportFile(folder.Write($"{i}.yaml", t), $"{i}.yaml"))], null, CancellationToken.None);
}
