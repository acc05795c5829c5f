using Graph.Engine.Log;
using Graph.Server.Import;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;
using static Graph.Tests.Engine.LiveEngine;
using static Graph.Tests.ManagementSystem.ActCatalogue;

namespace Graph.Tests.ManagementSystem;

/// <summary>The way of a system through the AI Act, its plan, who is told of an incident, and what a surveillance audit looks at, over GraphQL. The day is 2026-08-06.</summary>
public sealed class ConformityApiTests
{
    [Fact]
    public async Task The_way_of_a_system_arrives_with_route_steps_order_and_what_is_unknown()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, [Provided(("facts", Facts(("notifiedBodyInvolved", false)))), .. Shown("evidence:47", "DECLARATION_OF_CONFORMITY", "2026-08-01", "47")]);
        var way = (await api.AskAsync("""
            { view { conformity(system: "ai-system:s") {
                system { key } route because missing
                procedures { route paragraph binds missing cell { verdict } }
                steps { step title note state verdict beganOn latestOn missing cells { requirement { key } state inheritedBy { key } verdictBecause { formalDate effectiveDate } defects { code closes } } proof { key } shortfalls { code node { key } closes } }
                disorders { earlier later basis earlierOn laterOn unresolved }
                modifications { source { key } on substantial }
                roleChanges { provision requirement { key } becomes because missing } } } }
            """))["view"]!["conformity"]!;
        Assert.Equal(("ANNEX_VI", "43(2): Annex III points 2 to 8: internal control (Annex VI), without a notified body."), ((string)way["route"]!, (string)way["because"]!));
        Assert.Equal(
            """[{"route":"ANNEX_VII","paragraph":"43(1)","binds":"NO","missing":[],"cell":{"verdict":"NOT_APPLICABLE"}},{"route":"ANNEX_VI","paragraph":"43(2)","binds":"YES","missing":[],"cell":{"verdict":"UNRESOLVED"}},{"route":"SECTORAL_LAW","paragraph":"43(3)","binds":"NO","missing":[],"cell":{"verdict":"NOT_APPLICABLE"}}]""",
            way["procedures"]!.ToJsonString());
        Assert.Equal("""["providedDigitally","incidentReportingLimited","placedOn"]""", Sorted(way["missing"]!.AsArray(), "providedDigitally", "incidentReportingLimited", "placedOn"));
        var steps = way["steps"]!.AsArray();
        Assert.Equal(15, steps.Count);
        var quality = steps.Single(s => (string)s!["step"]! == "QUALITY_MANAGEMENT")!;
        Assert.Equal(13, quality["cells"]!.AsArray().Count);
        Assert.Equal(
            """{"requirement":{"key":"eu-ai-act:17(1)(a)"},"state":"MISSING","inheritedBy":{"key":"ai-system:s"},"verdictBecause":{"formalDate":"2027-12-02","effectiveDate":"2027-12-02"},"defects":[{"code":"NO_LINK","closes":"Link a control or proof to eu-ai-act:17(1)(a)."}]}""",
            quality["cells"]![0]!.ToJsonString());
        Assert.Equal(("DONE", "2026-08-01"), ((string)steps.Single(s => (string)s!["step"]! == "DECLARATION")!["state"]!, (string)steps.Single(s => (string)s!["step"]! == "DECLARATION")!["beganOn"]!));
        Assert.Equal(
            """[{"earlier":"ASSESSMENT","later":"DECLARATION","basis":"The declaration states the procedure that was followed: 47(2), Annex V.","earlierOn":null,"laterOn":"2026-08-01","unresolved":false}]""",
            way["disorders"]!.ToJsonString());
        var (code, _, message, _) = await api.FailAsync("""{ view { conformity(system: "evidence:47") { route } } }""");
        Assert.Equal(("NOT_FOUND", "expected a key of kind AiSystem in 'system', found Evidence 'evidence:47'"), (code, message));

        static string Sorted(System.Text.Json.Nodes.JsonArray found, params string[] order) => "[" + string.Join(',', order.Where(o => found.Any(f => (string)f! == o)).Select(o => $"\"{o}\"")) + "]";
    }

    [Fact]
    public async Task The_plan_is_paged_and_says_what_nobody_owns_or_does()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed, Provided(), Put("Person", "person:o", ("name", "Olga")), Link(TheSystem, "OWNED_BY", "person:o"),
            Put("Task", "task:a", ("title", "A")), Link("task:a", "ARISES_FROM", TheSystem), Link("task:a", "ARISES_FROM", "eu-ai-act:17"), Link("task:a", "OWNED_BY", "person:o"));
        const string Query = """
            query($c: String) { view { supplementaryPlan(system: "ai-system:s") {
                total overdue withoutOwner withoutTask tasks { key }
                items(first: 2, after: $c) { totalCount pageInfo { endCursor } nodes { step cell { requirement { key } } formallyFrom bindsFrom unresolved closeBy overdue ownerOf { key } owners { key } tasks { key } shortfalls { code } } } } } }
            """;
        var plan = (await api.AskAsync(Query))["view"]!["supplementaryPlan"]!;
        var total = (int)plan["total"]!;
        Assert.Equal((total, 0, total - 13), ((int)plan["items"]!["totalCount"]!, (int)plan["withoutOwner"]!, (int)plan["withoutTask"]!));
        Assert.True((int)plan["overdue"]! > 0);     // Art. 5 and 4a bind today.
        Assert.Equal(
            """{"step":"QUALITY_MANAGEMENT","cell":{"requirement":{"key":"eu-ai-act:17(1)(a)"}},"formallyFrom":"2027-12-02","bindsFrom":"2027-12-02","unresolved":false,"closeBy":"2027-12-02","overdue":false,"ownerOf":{"key":"ai-system:s"},"owners":[{"key":"person:o"}],"tasks":[{"key":"task:a"}],"shortfalls":[{"code":"NO_DATE"}]}""",
            plan["items"]!["nodes"]![0]!.ToJsonString());
        var next = (await api.AskAsync(Query, new { c = (string)plan["items"]!["pageInfo"]!["endCursor"]! }))["view"]!["supplementaryPlan"]!["items"]!["nodes"]!;
        Assert.Equal("eu-ai-act:17(1)(c)", (string)next[0]!["cell"]!["requirement"]!["key"]!);
    }

    [Fact]
    public async Task A_role_that_nobody_recorded_arrives_with_the_way_and_with_the_plan()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, Provided(("roles", new[] { "DEPLOYER" }), ("facts", Facts(("ownNameOnSystem", true), ("substantiallyModified", false), ("purposeMadeHighRisk", false)))));
        var view = (await api.AskAsync("""{ view { conformity(system: "ai-system:s") { shortfalls { code node { key } closes } } supplementaryPlan(system: "ai-system:s") { shortfalls { code node { key } closes } } } }"""))["view"]!;
        const string Told = """[{"code":"FACT_MISSING","node":{"key":"ai-system:s"},"closes":"Record the role PROVIDER of ai-system:s: by 25(1)(a) the organisation becomes its provider."}]""";
        Assert.Equal((Told, Told), (view["conformity"]!["shortfalls"]!.ToJsonString(), view["supplementaryPlan"]!["shortfalls"]!.ToJsonString()));
    }

    [Fact]
    public async Task Notices_and_the_focus_of_surveillance_arrive_with_their_days()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(
            ChangeOrigin.Seed, Provided(("placedOn", "2028-01-01")), Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2026-08-01"), ("causedDeath", false), ("widespread", false), ("infringesFundamentalRights", true)), Link("i", "AFFECTS", TheSystem),
            Put("Certificate", "certificate:1", ("title", "C")), Put("Audit", "audit:1", ("title", "Stage 1"), ("type", "STAGE_1"), ("heldOn", "2026-07-01")), Link("audit:1", "AUDITS_FOR", "certificate:1"), Put("Person", "person:body", ("name", "Bodo")), Link("audit:1", "AUDITED_BY", "person:body"));
        var view = (await api.AskAsync("""
            { view {
                noticesOwed(incident: "i") { duty system { key } verdict to missing dueOn notice { key } state }
                surveillanceFocus(certificate: "certificate:1") { certificate { key } last { key } since dueOn rows { totalCount nodes { document { key } reason on text } } } } }
            """))["view"]!;
        Assert.Equal(
            """[{"duty":"AI_ACT_73_2","system":{"key":"ai-system:s"},"verdict":"NOT_YET","to":"The market surveillance authority of the Member State where it happened (73(1)); the AI Office for systems under its own competence (75(1a)).","missing":[],"dueOn":"2026-08-16","notice":null,"state":"NOT_OWED"}]""",
            view["noticesOwed"]!.ToJsonString());
        Assert.Equal(
            """{"certificate":{"key":"certificate:1"},"last":{"key":"audit:1"},"since":"2026-07-01","dueOn":null,"rows":{"totalCount":1,"nodes":[{"document":{"key":"i"},"reason":"INCIDENT","on":"2026-08-01","text":"SERIOUS incident."}]}}""",
            view["surveillanceFocus"]!.ToJsonString());
    }

    private static async Task<ApiHost> StartAsync()
    {
        var api = await ApiHost.StartAsync();
        string[] files = ["10-facts.yaml", "20-legacy-rules.yaml", "30-eu-ai-act.yaml"];
        var report = await new Importer(api.Engine, new ImportOptions { IsSeed = true }).RunAsync(
            ImportFile.Find([.. files.Select(f => Path.Combine(SeedStory.Root, "seed", "catalogue", f))], new ImportLimits()), null, default);
        Assert.True(report.Succeeded, string.Join('\n', report.Rejects.Take(5)));
        return api;
    }
}
