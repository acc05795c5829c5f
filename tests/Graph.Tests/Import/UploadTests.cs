using System.Net.Http.Headers;
using Graph.Engine.Log;
using Graph.Engine.Writing;
using Graph.Server.Identity;
using Graph.Tests.Engine;
using Graph.Tests.Identity;
using Graph.Tests.Protection;
using static Graph.Tests.Stores.Engines;

namespace Graph.Tests.Import;

/// <summary><c>POST /imports</c>: a preview says what an apply at the same revision does, and all files of an upload go in together or not at all.</summary>
public sealed class UploadTests
{
    [Fact]
    public async Task A_preview_says_what_would_change_and_an_apply_at_its_revision_does_it_once()
    {
        await using var server = await ServedHost.StartAsync();
        await server.Engine.ApplyAsync("start", Put("Control", "control:c", ("title", "C")), Put("Risk", "risk:b", ("title", "B"), ("kind", "THREAT")));
        const string csv = Upload.Risks + "risk:b,Bb,,\n";

        var preview = await server.Client.CsvAsync("?file=risks.csv", csv);
        var unchanged = server.Engine.Current.Head.Revision;
        var applied = await server.Client.CsvAsync("?file=risks.csv&mode=apply&expectedRevision=1&reason=Monday", csv);
        var again = await server.Client.CsvAsync("?file=risks.csv&mode=apply", csv);

        Assert.Equal((200, 1), (preview.Status, unchanged));
        Assert.Equal(
            """
            {"accepted":true,"dryRun":true,"revision":1,"changes":1,"entries":{"in":3,"accepted":3,"rejected":0,"duplicate":0},
            "counts":{"created":1,"updated":1,"deleted":0,"linked":1,"unlinked":0},
            "files":[{"file":"risks.csv","documents":{"in":2,"accepted":2,"rejected":0,"duplicate":0},"links":{"in":1,"accepted":1,"rejected":0,"duplicate":0},"deletes":{"in":0,"accepted":0,"rejected":0,"duplicate":0},"hasMore":false}],
            "steps":[{"file":"risks.csv","line":2,"outcome":"CREATED","key":"risk:a"},{"file":"risks.csv","line":2,"outcome":"LINKED","key":"risk:a|MITIGATED_BY|control:c"},{"file":"risks.csv","line":3,"outcome":"UPDATED","key":"risk:b"}],
            "stepsOmitted":0,"rejects":[],"rejectsOmitted":0,"newlySuspect":[],"newlySuspectOmitted":0}
            """.ReplaceLineEndings(""), preview.Body.ToJsonString());
        Assert.Equal((200, false, 2), (applied.Status, (bool)applied.Body["dryRun"]!, (int)applied.Body["revision"]!));
        Assert.Equal(preview.Body["steps"]!.ToJsonString(), applied.Body["steps"]!.ToJsonString());
        Assert.Equal("""{"in":3,"accepted":0,"rejected":0,"duplicate":3}""", again.Body["entries"]!.ToJsonString());
        Assert.Equal((200, 2L, "Monday"), (again.Status, server.Engine.Current.Head.Revision, (await LastAsync(server.Engine)).Reason));
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public async Task A_preview_lists_the_links_that_would_turn_suspect_as_far_as_the_limit_goes(int maximum, int omitted)
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.StepCountMax = maximum);
        await server.Engine.ApplyAsync(
            "start", Put("Control", "control:c", ("title", "C")), Put("Risk", "risk:a", ("title", "A"), ("kind", "THREAT")), Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY")),
            Link("risk:a", "MITIGATED_BY", "control:c"), Link("control:c", "EVIDENCED_BY", "evidence:e"));
        string[] turned = ["control:c|EVIDENCED_BY|evidence:e", "risk:a|MITIGATED_BY|control:c"];

        foreach (var mode in (string[])["preview", "apply"])
        {
            var (status, body) = await server.Client.CsvAsync($"?file=controls.csv&mode={mode}", "key,procedure\ncontrol:c,Otherwise\n");

            Assert.Equal((200, omitted), (status, (int)body["newlySuspectOmitted"]!));
            Assert.Equal(turned.Take(maximum), body["newlySuspect"]!.AsArray().Select(l => (string)l!));
        }

        Assert.Empty((await server.Client.CsvAsync("?file=controls.csv", "key,title\ncontrol:c,Renamed\n")).Body["newlySuspect"]!.AsArray());
    }

    [Fact]
    public async Task Files_of_one_upload_may_refer_to_each_other_in_any_order_and_become_one_change()
    {
        await using var server = await ServedHost.StartAsync();
        (string, string)[] files =
        [
            ("links.csv", "from,kind,to\nai-system:s,USES,component:m\n"),
            ("ai-systems.csv", "key,title,hasRisk\nai-system:s,S,risk:a\n"),
            ("risks.csv", Upload.Risks),
            ("controls.csv", "key,title,evidencedBy\ncontrol:c,C,evidence:e\n"),
            ("evidence.csv", "key,title,type,concerns\nevidence:e,E,POLICY,ai-system:s\n"),
            ("parts.yaml", "documents: {Component: [{key: component:m, title: M, type: MODEL}]}"),
        ];

        var (status, body) = await server.Client.FilesAsync("?mode=apply", files);

        Assert.True(status == 200, body.ToJsonString());
        Assert.Equal((1L, 5, 5), (server.Engine.Current.Head.Revision, server.Engine.Current.DocumentCount, server.Engine.Current.EdgeCount));
        Assert.Equal("""{"created":5,"updated":0,"deleted":0,"linked":5,"unlinked":0}""", body["counts"]!.ToJsonString());
        Assert.Equal("Import: links.csv, ai-systems.csv, risks.csv and 3 more", (await LastAsync(server.Engine)).Reason);
        Assert.Equal("""{"in":10,"accepted":0,"rejected":0,"duplicate":10}""", (await server.Client.FilesAsync("?mode=apply", files)).Body["entries"]!.ToJsonString());
        Assert.Equal(1, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task Where_one_row_of_one_file_is_refused_nothing_of_any_is_written_and_each_reject_has_its_place()
    {
        await using var server = await ServedHost.StartAsync();

        var (status, body) = await server.Client.FilesAsync(
            "?mode=apply",
            ("vendors.csv", "key,title,criticality\n" + string.Concat(Enumerable.Range(1, 1_000).Select(i => i == 900 ? "vendor:900,V,SEVERE\n" : $"vendor:{i},V{i},LOW\n"))),
            ("risks.csv", "key,title,kind\nrisk:a,A\0,THREAT\nrisk:b,\"B,THREAT\n"),
            ("controls.csv", "key,title\ncontrol:a,A\nvendor:1,A\n"));

        Assert.Equal((422, false, 0), (status, (bool)body["accepted"]!, (int)body["changes"]!));
        Assert.Equal(
            [
                """{"file":"vendors.csv","line":901,"key":"vendor:900","field":"criticality","code":"VALIDATION","reason":"expected one of LOW, MEDIUM, HIGH, CRITICAL, found \u0027SEVERE\u0027"}""",
                """{"file":"risks.csv","line":2,"key":"risk:a","field":"title","code":"VALIDATION","reason":"expected readable text, found a control character or half a character"}""",
                """{"file":"risks.csv","line":3,"key":null,"field":null,"code":"VALIDATION","reason":"expected quotes only around a whole cell, doubled within it and closed; the row goes on to line 4"}""",
                """{"file":"controls.csv","line":3,"key":"vendor:1","field":"key","code":"VALIDATION","reason":"expected \u0027vendor:1\u0027 once, found it again (first vendors.csv:2)"}""",
                """{"file":"controls.csv","line":3,"key":"vendor:1","field":"key","code":"VALIDATION","reason":"expected a key of kind Control; \u0027vendor:1\u0027 is of kind Vendor"}""",
            ],
            body["rejects"]!.AsArray().Select(r => r!.ToJsonString()));
        Assert.Equal("""{"in":1004,"accepted":0,"rejected":1004,"duplicate":0}""", body["entries"]!.ToJsonString());
        Assert.Equal("[]", body["steps"]!.ToJsonString());
        Assert.Equal(LogHead.Empty, server.Engine.Current.Head);
    }

    [Fact]
    public async Task A_file_of_changes_happens_once_and_may_neither_name_an_actor_nor_a_time()
    {
        await using var server = await ServedHost.StartAsync();
        const string history = "changes:\n  - {reason: began, documents: {Vendor: [{key: vendor:v, title: First}]}}\n  - {documents: {Vendor: [{key: vendor:v, title: Second}]}}\n";

        var first = await server.Client.CsvAsync("?mode=apply&file=story.yaml", history, "application/yaml");
        var second = await server.Client.CsvAsync("?mode=apply&file=story.yaml", history, "text/yaml; charset=utf-8");
        var refused = await server.Client.CsvAsync("?mode=apply", "changes:\n  - actor: Mira\n    at: 2026-01-01T00:00:00Z\n    deletes: [vendor:v]\n", "application/yaml");

        Assert.Equal((200, 2), (first.Status, (int)first.Body["changes"]!));
        Assert.Equal((200, 2, 0), (second.Status, (int)second.Body["entries"]!["duplicate"]!, (int)second.Body["changes"]!));
        Assert.Equal(422, refused.Status);
        Assert.Equal([("actor", "FORBIDDEN"), ("at", "VALIDATION")], refused.Body["rejects"]!.AsArray().Select(r => ((string)r!["field"]!, (string)r["code"]!)).Order());
        Assert.Equal(2, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task A_graph_that_has_moved_on_since_it_was_seen_is_a_conflict()
    {
        await using var server = await ServedHost.StartAsync();
        await server.Engine.ApplyAsync("start", Vendor("v"));

        foreach (var mode in (string[])["preview", "apply"])
        {
            var (status, body) = await server.Client.CsvAsync($"?file=vendors.csv&mode={mode}&expectedRevision=0", "key,title\nvendor:w,W\n");

            Assert.Equal((409, ("CONFLICT", null, "expected the revision of the graph, which is 1, found 0")), (status, body.Error()));
        }

        Assert.Equal(1, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task Of_two_uploads_at_once_that_have_seen_the_same_revision_one_is_written()
    {
        await using var server = await ServedHost.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var seen = server.Engine.Current.Head.Revision;
            var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => server.Client.CsvAsync($"?file=vendors.csv&mode=apply&expectedRevision={seen}", $"key,title\nvendor:{round},V{i}\n")));

            Assert.Equal([200, 409], answers.Select(a => a.Status).Order());
            Assert.Equal(seen + 1, server.Engine.Current.Head.Revision);
        }
    }

    [Fact]
    public async Task The_actor_is_who_has_signed_in_with_the_client_and_an_Editor_is_needed()
    {
        await using var server = await IdentifiedServer.StartAsync();
        foreach (var (role, status) in ((Role, int)[])[(Role.Reader, 403), (Role.Approver, 403), (Role.Auditor, 403), (Role.Editor, 200), (Role.Administrator, 200)])
        {
            var token = server.Make($"Ada {role}", role);
            var answer = await server.Client.CsvAsync(
                "?file=vendors.csv&mode=apply", $"key,title\nvendor:{role},V\n", change: r => r.Headers.Authorization = new("Bearer", token));

            Assert.Equal(status, answer.Status);
            if (status == 200)
            {
                var change = await LastAsync(server.Engine);
                Assert.Equal($"Ada {role}", ActorIdentity.Parse(server.Engine.Personal.Resolve(change.Actor)!).Name);
                Assert.StartsWith("token:", change.Client, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal("FORBIDDEN", answer.Body.Error().Code);
            }
        }

        Assert.Equal(2, server.Engine.Current.Head.Revision);
    }

    [Theory]
    [InlineData("evidence.csv", "key,title,type,status\nevidence:a,A,POLICY,APPROVED\n", "status", 1)]
    [InlineData("e.yaml", "documents:\n  Evidence:\n    - key: evidence:a\n      title: A\n      type: POLICY\n      approvedBy: Mira\n", "approvedBy", 6)]
    public async Task Approvals_are_not_imported(string name, string text, string field, int line)
    {
        await using var server = await ServedHost.StartAsync();

        var (status, body) = await server.Client.FilesAsync("?mode=apply", (name, text));

        var reject = body["rejects"]![0]!;
        Assert.Equal((422, field, line, "FORBIDDEN"), (status, (string)reject["field"]!, (int)reject["line"]!, (string)reject["code"]!));
        Assert.Equal(0, server.Engine.Current.Head.Revision);
    }

    [Fact]
    public async Task An_upload_that_is_being_written_is_written_whole_though_its_client_has_gone()
    {
        var store = new GatedStore();
        await using var server = await ServedHost.StartAsync(store: store);
        store.Close();
        using var going = new CancellationTokenSource();
        using var content = new StringContent("key,title\nvendor:a,A\nvendor:b,B\n", new MediaTypeHeaderValue("text/csv"));
        var upload = server.Client.PostAsync(new Uri("/imports?file=vendors.csv&mode=apply", UriKind.Relative), content, going.Token);
        await store.Arrived.Task;
        await going.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);

        store.Open();

        await server.Engine.ApplyAsync("after", Vendor("c"));
        Assert.Equal((2L, 3), (server.Engine.Current.Head.Revision, server.Engine.Current.DocumentCount));
    }

    [Fact]
    public async Task A_store_that_fails_is_503_and_nothing_of_the_upload_is_seen()
    {
        var store = new GatedStore { Failure = new StoreException("The disk is full.", isTransient: false) };
        await using var server = await ServedHost.StartAsync(store: store);

        var (status, body) = await server.Client.CsvAsync("?file=vendors.csv&mode=apply", "key,title\nvendor:a,A\n");

        Assert.Equal((503, ("UNAVAILABLE", null, "The store failed; nothing more is written until it is opened again.")), (status, body.Error()));
        Assert.Equal(0, server.Engine.Current.DocumentCount);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public async Task What_is_listed_has_a_limit_and_what_is_not_is_counted(int maximum, int omitted)
    {
        await using var server = await ServedHost.StartAsync(o => o.Import.RejectCountMax = o.Import.StepCountMax = maximum);

        var good = (await server.Client.CsvAsync("?file=vendors.csv", "key,title\nvendor:a,A\nvendor:b,B\n")).Body;
        var bad = (await server.Client.CsvAsync("?file=vendors.csv", "key,title\nvendor:a\nvendor:b\n")).Body;

        Assert.Equal((maximum, omitted), (good["steps"]!.AsArray().Count, (int)good["stepsOmitted"]!));
        Assert.Equal((maximum, omitted), (bad["rejects"]!.AsArray().Count, (int)bad["rejectsOmitted"]!));
        Assert.Equal(2, (int)good["counts"]!["created"]!);
    }

    private static async Task<Change> LastAsync(GraphEngine engine)
    {
        Change? last = null;
        await foreach (var (_, change) in engine.ReadLogAsync(engine.Current.Head.Revision - 1, default))
        {
            last = change;
        }

        return last!;
    }
}
