using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Tests.Api;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>
/// Findings and changes lower what was met, and what undoes them raises it again, as it arrives over GraphQL on 2026-08-06. What exactly is lowered
/// on which day is in the cases; here it is written and undone as people do.
/// </summary>
public sealed class LoweringTests
{
    private static readonly Operation[] Met =
    [
        Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")),
        Requirement("law:1", ("assessable", true), ("needsControl", true)), Link("law:1", "PART_OF", "law"),
        Requirement("law:2", ("assessable", true), ("proof", (string[])["AIIA"])), Link("law:2", "PART_OF", "law"),
        Put("AiSystem", "ai-system:a", ("title", "A"), ("roles", Array.Empty<string>()), ("classes", Array.Empty<string>())),
        Put("Component", "component:m", ("title", "M"), ("type", "MODEL")), Link("ai-system:a", "USES", "component:m"),
        Put("Evidence", "evidence:e", ("title", "E"), ("type", "POLICY"), ("scope", "ORGANISATION"), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann")),
        Put("Control", "control:c", ("title", "C"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")), Link("control:c", "EVIDENCED_BY", "evidence:e"), Link("control:c", "SATISFIES", "law:1"),
        Put("Assessment", "assessment:i", ("title", "I"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C"), ("status", "SIGNED"), ("signedOn", "2026-08-01"), ("signedBy", "Ann")),
        Link("assessment:i", "ASSESSES", "ai-system:a"), Link("assessment:i", "DEMONSTRATES", "law:2"), .. Judged.Found("assessment:i", "Ann"),
    ];

    private const string Covered = "law:1 COVERED; law:2 COVERED";

    [Fact]
    public async Task A_major_finding_takes_its_control_out_of_operation_until_others_find_that_its_correction_works()
    {
        await using var api = await StartAsync();
        await ApplyAsync(api, """{ put: { finding: { key: "finding:f", title: "F", grade: MAJOR, foundOn: "2026-08-05" } } }, { link: { from: "finding:f", kind: AGAINST, to: "control:c" } }""");
        Assert.Equal("law:1 NOT_OPERATING CONTROL_NONCONFORMITY(finding:f); law:2 COVERED", await CellsAsync(api));
        var defect = (await api.AskAsync("""{ view { cells(filter: { defects: [CONTROL_NONCONFORMITY] }) { nodes { defects { node { __typename } meaning closes } } } } }"""))["view"]!["cells"]!["nodes"]!;
        Assert.Equal(
            """[{"defects":[{"node":{"__typename":"Finding"},"meaning":"A MAJOR finding against the control is open on the day (ISO/IEC 42001 10.2); the node is the finding.","closes":"Close finding:f: find its cause, correct it, and have somebody else judge that it worked."}]}]""",
            defect.ToJsonString());

        await ApplyAsync(api, """
            { put: { finding: { key: "finding:f", cause: "Nobody was told." } } },
            { put: { correctiveAction: { key: "action:k", title: "Tell them", implementedOn: "2026-08-06", effect: EFFECTIVE, effectBasis: "Its records were looked at.", dueOn: "2026-12-31" } } }, { link: { from: "action:k", kind: CORRECTS, to: "finding:f" } }
            """);
        Assert.Equal("law:1 NOT_OPERATING CONTROL_NONCONFORMITY(finding:f); law:2 COVERED", await CellsAsync(api));
        await DecideAsync(api, "submit", "action:k", "Ada");
        await DecideAsync(api, "approve", "action:k", "Ann");
        Assert.Equal(Covered, await CellsAsync(api));
        Assert.Equal("law:1 NOT_OPERATING CONTROL_NONCONFORMITY(finding:f); law:2 COVERED", await CellsAsync(api, "on: \"2026-08-05\", asOf: HEAD"));
        Assert.Equal(Covered, await CellsAsync(api, "on: \"2026-08-04\", asOf: HEAD"));

        // What is judged anew is withdrawn first, and what was closed is open again.
        await DecideAsync(api, "withdraw", "action:k", "Ann");
        await ApplyAsync(api, """{ put: { correctiveAction: { key: "action:k", effect: NOT_EFFECTIVE, effectBasis: "Its records were looked at." } } }""");
        await DecideAsync(api, "submit", "action:k", "Ada");
        await DecideAsync(api, "approve", "action:k", "Ann");
        Assert.Equal("law:1 NOT_OPERATING CONTROL_NONCONFORMITY(finding:f); law:2 COVERED", await CellsAsync(api));

        // What did not work is answered by an action that is made after that and works.
        await ApplyAsync(api, """{ put: { correctiveAction: { key: "action:l", title: "Ask them", implementedOn: "2026-08-06", effect: EFFECTIVE, effectBasis: "Its records were looked at.", dueOn: "2026-12-31" } } }, { link: { from: "action:l", kind: CORRECTS, to: "finding:f" } }""");
        await DecideAsync(api, "submit", "action:l", "Ada");
        await DecideAsync(api, "approve", "action:l", "Ann");
        Assert.Equal(Covered, await CellsAsync(api));
    }

    [Fact]
    public async Task A_major_finding_caps_its_requirement_for_the_systems_that_it_names()
    {
        await using var api = await StartAsync();
        await ApplyAsync(api, """
            { put: { aiSystem: { key: "ai-system:b", title: "B", roles: [], classes: [] } } },
            { put: { finding: { key: "finding:f", title: "F", grade: MAJOR, foundOn: "2026-08-05" } } }, { link: { from: "finding:f", kind: AGAINST, to: "law:1" } }
            """);
        Assert.Equal("law:1 PARTIAL NONCONFORMITY_OPEN(finding:f); law:1 PARTIAL NONCONFORMITY_OPEN(finding:f); law:2 COVERED; law:2 MISSING NO_LINK(law:2)", await CellsAsync(api));
        await ApplyAsync(api, """
            { put: { finding: { key: "finding:f", cause: "Nobody was told." } } },
            { put: { correctiveAction: { key: "action:k", title: "Tell them", implementedOn: "2026-08-06", effect: EFFECTIVE, effectBasis: "Its records were looked at.", dueOn: "2026-12-31" } } }, { link: { from: "action:k", kind: CORRECTS, to: "finding:f" } },
            { put: { finding: { key: "finding:of-b", title: "Of B", grade: MAJOR, foundOn: "2026-08-05" } } },
            { link: { from: "finding:of-b", kind: AGAINST, to: "law:1" } }, { link: { from: "finding:of-b", kind: AGAINST, to: "ai-system:b" } }
            """);
        await DecideAsync(api, "submit", "action:k", "Ada");
        await DecideAsync(api, "approve", "action:k", "Ann");
        Assert.Equal("law:1 COVERED; law:1 PARTIAL NONCONFORMITY_OPEN(finding:of-b); law:2 COVERED; law:2 MISSING NO_LINK(law:2)", await CellsAsync(api));
    }

    [Fact]
    public async Task What_closes_a_finding_is_among_the_remedies_and_what_would_reopen_it_among_the_consequences()
    {
        await using var api = await StartAsync();
        await ApplyAsync(api, """{ put: { finding: { key: "finding:f", title: "F", grade: MAJOR, foundOn: "2026-08-05" } } }, { link: { from: "finding:f", kind: AGAINST, to: "control:c" } }, { link: { from: "finding:f", kind: AGAINST, to: "law:1" } }""");
        Assert.Equal("law:1 NOT_OPERATING CONTROL_NONCONFORMITY(finding:f), NONCONFORMITY_OPEN(finding:f); law:2 COVERED", await CellsAsync(api));
        Assert.Equal("CORRECT finding:f 1 0", await RemediesAsync(api));
        await ApplyAsync(api, """
            { put: { finding: { key: "finding:f", cause: "Nobody was told." } } },
            { put: { correctiveAction: { key: "action:k", title: "Tell them", implementedOn: "2026-08-06", effect: EFFECTIVE, effectBasis: "Its records were looked at.", dueOn: "2026-12-31" } } }, { link: { from: "action:k", kind: CORRECTS, to: "finding:f" } }
            """);
        Assert.Equal("CORRECT finding:f 1 0", await RemediesAsync(api));
        await DecideAsync(api, "submit", "action:k", "Ada");
        await DecideAsync(api, "approve", "action:k", "Ann");
        Assert.Equal("", await RemediesAsync(api));
        Assert.Equal(
            """{"nodes":{"nodes":[{"distance":1,"node":{"key":"finding:f"}},{"distance":2,"node":{"key":"control:c"}},{"distance":2,"node":{"key":"law:1"}}]},"consequences":{"nodes":[{"requirement":{"key":"law:1"},"before":{"state":"COVERED"},"after":{"state":"NOT_OPERATING"}}]}}""",
            (await api.AskAsync("""{ view { impact(of: "action:k", event: LOSS) { nodes { nodes { distance node { key } } } consequences { nodes { requirement { key } before { state } after { state } } } } } }"""))["view"]!["impact"]!.ToJsonString());
    }

    [Fact]
    public async Task Proof_of_conformity_of_before_a_substantial_modification_is_renewed()
    {
        await using var api = await StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed,
        [
            Requirement("law:3", ("assessable", true), ("proof", (string[])["CERTIFICATE"])), Link("law:3", "PART_OF", "law"),
            Put("Evidence", "evidence:c", ("title", "C"), ("type", "CERTIFICATE"), ("scope", "SYSTEM"), ("collectedOn", "2026-08-01"), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann")),
            Link("evidence:c", "CONCERNS", "ai-system:a"), Link("evidence:c", "DEMONSTRATES", "law:3"),
            Put("PlannedChange", "change:h", ("title", "H"), ("aspects", (string[])["DATA"]), ("substantial", true), ("doneOn", "2026-08-05")), Link("change:h", "CHANGES", "ai-system:a"),
        ]);
        Assert.Contains("law:3 SUSPECT PROOF_OVERTAKEN(change:h evidence:c)", await CellsAsync(api));
        Assert.Contains("RENEW evidence:c 1 0", await RemediesAsync(api));
    }

    [Fact]
    public async Task A_change_that_an_assessment_watches_makes_it_stale_until_it_is_signed_again()
    {
        await using var api = await StartAsync();
        await ApplyAsync(api, """{ put: { plannedChange: { key: "change:h", title: "H", aspects: [RETRAINING], plannedFor: "2026-08-05" } } }, { link: { from: "change:h", kind: CHANGES, to: "component:m" } }""");
        Assert.Equal(Covered, await CellsAsync(api));
        Assert.Equal("IN_FORCE: ", await ValidityAsync(api));

        // A change of something else is none for it.
        await ApplyAsync(api, """{ put: { plannedChange: { key: "change:k", title: "K", aspects: [SUPPLIER], doneOn: "2026-08-05" } } }, { link: { from: "change:k", kind: CHANGES, to: "component:m" } }""");
        Assert.Equal(Covered, await CellsAsync(api));
        await ApplyAsync(api, """{ put: { plannedChange: { key: "change:h", doneOn: "2026-08-05" } } }""");
        Assert.Equal("law:1 COVERED; law:2 SUSPECT ASSESSMENT_STALE(change:h assessment:i)", await CellsAsync(api));
        Assert.Equal("STALE: OVERTAKEN change:h Review assessment:i and have it signed again: change:h has changed since, or on the day of the signature; who signs on that day knowing of a change names it in foresees.", await ValidityAsync(api));
        Assert.Equal("REVIEW assessment:i 1 0", await RemediesAsync(api));
        Assert.Equal(
            """[{"on":"2026-08-05","what":"ASSESS","state":"OVERDUE","document":{"key":"assessment:i"}}]""",
            (await api.AskAsync("""{ view { due(within: 30, kinds: ["Assessment"]) { nodes { on what state document { key } } } } }"""))["view"]!["due"]!["nodes"]!.ToJsonString());

        // What nobody said counts as all.
        await ApplyAsync(api, """{ put: { plannedChange: { key: "change:h", aspects: null } } }""");
        Assert.Equal("law:1 COVERED; law:2 SUSPECT ASSESSMENT_STALE(change:h assessment:i)", await CellsAsync(api));

        // What was signed stays as stale as it was while it is edited; days carry no meaning, so that no link becomes suspect.
        await ApplyAsync(api, """{ put: { assessment: { key: "assessment:i", performedOn: "2026-08-06" } } }""");
        Assert.Equal("law:1 COVERED; law:2 SUSPECT ASSESSMENT_STALE(change:h assessment:i-v1)", await CellsAsync(api));
        await DecideAsync(api, "submit", "assessment:i", "Ada");
        await DecideAsync(api, "sign", "assessment:i", "Ann");
        Assert.Equal(Covered, await CellsAsync(api));
        Assert.Equal("IN_FORCE: ", await ValidityAsync(api));
        Assert.Equal("[]", (await api.AskAsync("""{ view { due(within: 30, kinds: ["Assessment"]) { nodes { on } } } }"""))["view"]!["due"]!["nodes"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_of_design_makes_assessments_stale_from_its_day_in_a_forecast_and_in_what_if()
    {
        await using var api = await StartAsync();
        await ApplyAsync(api, """{ put: { aiSystem: { key: "ai-system:a", designChangedOn: "2026-09-01" } } }""");
        Assert.Equal(Covered, await CellsAsync(api));
        Assert.Equal(Covered, await CellsAsync(api, "on: \"2026-08-31\""));
        Assert.Equal("law:1 COVERED; law:2 SUSPECT ASSESSMENT_STALE(ai-system:a assessment:i)", await CellsAsync(api, "on: \"2026-09-01\", renewals: ASSUMED"));
        Assert.Equal(Covered, await CellsAsync(api, """on: "2026-09-01", assume: [{ put: { aiSystem: { key: "ai-system:a", designChangedOn: "2026-09-02" } } }]"""));
        await ApplyAsync(api, """{ put: { aiSystem: { key: "ai-system:a", designChangedOn: null } } }""");
        Assert.Equal(Covered, await CellsAsync(api, "on: \"2026-09-01\""));
    }

    [Fact]
    public async Task An_assessment_watches_what_its_template_asks_for_whatever_it_says_itself()
    {
        await using var api = await StartAsync();
        await ApplyAsync(api, """
            { put: { template: { key: "template:t", title: "T", form: AIIA, version: "1", watches: [SUPPLIER] } } }, { link: { from: "assessment:i", kind: FOLLOWS, to: "template:t" } },
            { put: { templateItem: { key: "item:t", prompt: "What for?", order: 1, source: GUIDE } } }, { link: { from: "item:t", kind: ITEM_OF, to: "template:t" } },
            { put: { answer: { key: "answer:t", value: "Letters.", state: CONFIRMED } } }, { link: { from: "answer:t", kind: ANSWER_OF, to: "assessment:i" } }, { link: { from: "answer:t", kind: ANSWERS, to: "item:t" } },
            { put: { aiSystem: { key: "ai-system:a", designChangedOn: "2026-08-10" } } }
            """);
        await DecideAsync(api, "submit", "assessment:i", "Ada");
        await DecideAsync(api, "sign", "assessment:i", "Ann");
        const string later = "on: \"2026-08-10\"";
        Assert.Equal(Covered, await CellsAsync(api, later));

        // What was signed was signed with it.
        var refused = (await api.AskAsync("""mutation { apply(changeId: "watches", reason: "r", changes: [{ put: { template: { key: "template:t", watches: [DESIGN] } } }]) { accepted userErrors { code message } } }""", actor: "Ada"))["apply"]!;
        Assert.Equal("CONFLICT expected 'template:t' to stay as it is: 'assessment:i', which is SIGNED, was submitted or decided on with it. Make a new Template instead", $"{refused["userErrors"]![0]!["code"]} {refused["userErrors"]![0]!["message"]}");
        await DecideAsync(api, "withdraw", "assessment:i", "Ann");
        await ApplyAsync(api, """{ put: { assessment: { key: "assessment:i", title: "Again", watches: [] } } }""");
        await ApplyAsync(api, """{ put: { template: { key: "template:t", watches: [DESIGN] } } }""");
        await DecideAsync(api, "submit", "assessment:i", "Ada");
        await DecideAsync(api, "sign", "assessment:i", "Ann");
        Assert.Equal("law:1 COVERED; law:2 SUSPECT ASSESSMENT_STALE(ai-system:a assessment:i)", await CellsAsync(api, later));
    }

    [Fact]
    public async Task What_another_assessment_in_force_has_replaced_is_not_due_though_it_is_stale()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, Met));
        await live.Keep(Put("PlannedChange", "change:h", ("title", "H"), ("aspects", (string[])["MODEL"]), ("doneOn", "2026-08-05")), Link("change:h", "CHANGES", "ai-system:a"));
        Assert.Equal(["2026-08-05 ASSESS assessment:i"], live.Due(30));
        await live.Keep(
        [
            Put("Assessment", "assessment:new", ("title", "New"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")),
            Link("assessment:new", "ASSESSES", "ai-system:a"), .. Judged.Found("assessment:new", "Ann Approver"),
        ]);
        Assert.Equal("UNSIGNED: NOT_APPROVED assessment:new", live.Standing("assessment:new"));
        Assert.Equal(["2026-08-05 ASSESS assessment:i"], live.Due(30));
        Kept(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "assessment:new"));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Sign, "assessment:new"));
        Assert.Equal("STALE: OVERTAKEN change:h", live.Standing("assessment:i"));
        Assert.Empty(live.Due(30));
    }

    [Theory]
    [InlineData("""{ put: { component: { key: "component:m", version: "2" } } }""", "MODEL of component:m")]
    [InlineData("""{ unlink: { from: "ai-system:a", kind: USES, to: "component:m" } }""", "MODEL of component:m")]
    [InlineData("""{ put: { component: { key: "component:other", title: "O", type: SERVICE } } }, { link: { from: "ai-system:a", kind: USES, to: "component:other" } }""", "MODEL of component:other")]
    [InlineData("""{ put: { component: { key: "component:d", title: "D", type: DATASET } } }, { link: { from: "ai-system:a", kind: USES, to: "component:d" } }""", "DATA of component:d")]
    [InlineData("""{ put: { aiSystem: { key: "ai-system:a", intendedUse: "On children too." } } }""", "PURPOSE of ai-system:a")]
    [InlineData("""{ put: { aiSystem: { key: "ai-system:a", facts: [{ name: "talks", value: false }] } } }""", "PURPOSE of ai-system:a")]
    public async Task What_an_assessment_watches_makes_it_stale_when_it_is_changed_in_the_graph_until_it_is_signed_again(string change, string what)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, Put("Fact", "fact:talks", ("title", "talks")), Put("AiSystem", "ai-system:a", ("facts", new Dictionary<string, object?> { ["talks"] = true })));
        Assert.Equal(Covered, await CellsAsync(api));
        await ApplyAsync(api, change);
        Assert.Equal("law:1 COVERED; law:2 SUSPECT ASSESSMENT_STALE(assessment:i assessment:i)", await CellsAsync(api));
        Assert.Equal(Covered, await CellsAsync(api, "on: \"2026-08-05\", asOf: HEAD"));
        Assert.Equal($"STALE: OVERTAKEN {what.Split(' ')[^1]} Review assessment:i and have it signed again: {what} has changed since.", await ValidityAsync(api));

        // It was nobody's edit of the assessment: whoever wrote it may hand it in, and others sign.
        await DecideAsync(api, "withdraw", "assessment:i", "Ann");
        await DecideAsync(api, "submit", "assessment:i", "Ada");
        await DecideAsync(api, "sign", "assessment:i", "Ann");
        Assert.Equal(Covered, await CellsAsync(api));
        Assert.Equal("IN_FORCE: ", await ValidityAsync(api));
    }

    [Fact]
    public async Task A_scope_that_is_edited_makes_an_assessment_stale_once_that_is_approved()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, [.. Met, Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All."), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann"))]));
        await live.Keep(Link("scope:s", "INCLUDES", "ai-system:a"));
        Assert.Equal("IN_FORCE", live.Standing("assessment:i"));
        await live.Approve("scope:s");
        Assert.Equal("STALE: OVERTAKEN scope:s", live.Standing("assessment:i"));
    }

    [Theory]
    [InlineData("""{ put: { component: { key: "component:m", title: "Another name" } } }""")]
    [InlineData("""{ put: { aiSystem: { key: "ai-system:a", facts: [{ name: "talks", value: true }, { name: "hears", value: true }] } } }""")]
    [InlineData("""{ put: { component: { key: "component:t", title: "T", type: TOOL } } }, { link: { from: "ai-system:a", kind: USES, to: "component:t" } }""")]
    public async Task What_no_assessment_watches_makes_none_stale(string change)
    {
        await using var api = await StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, Put("Fact", "fact:talks", ("title", "talks")), Put("Fact", "fact:hears", ("title", "hears")), Put("AiSystem", "ai-system:a", ("facts", new Dictionary<string, object?> { ["talks"] = true })));
        await ApplyAsync(api, change);
        Assert.Equal(Covered, await CellsAsync(api));
    }

    [Fact]
    public async Task A_version_of_the_scope_overtakes_assessments_from_the_day_on_which_it_takes_effect_unless_it_is_withdrawn_before()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, [.. Met, Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All."), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann")), Link("scope:s", "INCLUDES", "ai-system:a")]));
        var (operations, fault) = Graph.Engine.Writing.NewVersion.Of(live.Current, "scope:s", "scope:s2", live.Engine.Personal.Resolve);
        Assert.Null(fault);
        await live.Keep(operations);
        await live.Keep(Put("ScopeStatement", "scope:s2", ("boundaries", "All but the night."), ("effectiveFrom", "2026-09-01")));
        await live.Approve("scope:s2");
        Assert.Equal(("IN_FORCE", "STALE: OVERTAKEN scope:s2"), (live.Standing("assessment:i", "2026-08-31"), live.Standing("assessment:i", "2026-09-01")));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "scope:s2"));
        Assert.Equal(("IN_FORCE", "IN_FORCE"), (live.Standing("assessment:i", "2026-09-01"), live.Standing("scope:s", "2026-09-01")));
    }

    [Fact]
    public async Task A_planned_change_of_a_scope_overtakes_what_assesses_the_systems_in_it_also_on_the_day_of_the_signature_and_an_earlier_day_of_it_frees_nothing()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, [.. Met, Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All."), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann")), Link("scope:s", "INCLUDES", "ai-system:a")]));
        await live.Keep(Put("PlannedChange", "change:h", ("title", "H"), ("aspects", (string[])["SCOPE"]), ("doneOn", "2026-08-01")), Link("change:h", "CHANGES", "scope:s"));
        Assert.Equal("STALE: OVERTAKEN change:h", live.Standing("assessment:i"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.plannedChange.doneOn", "expected a day from 2026-08-01 on, when 'assessment:i' was signed: that has not seen a change which was recorded as later",
            Put("PlannedChange", "change:h", ("doneOn", "2026-07-31")));
        await live.Keep(Put("PlannedChange", "change:before", ("title", "B"), ("aspects", (string[])["SCOPE"]), ("doneOn", "2026-07-31")), Link("change:before", "CHANGES", "scope:s"));
        await live.Keep(Put("PlannedChange", "change:before", ("doneOn", "2026-07-30")));       // What it was signed after can have been even earlier.
        Assert.Equal("STALE: OVERTAKEN change:h", live.Standing("assessment:i"));
    }

    [Fact]
    public async Task What_a_planned_change_foresees_is_no_surprise_when_it_is_done_in_the_graph()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, [.. Met.Select(o => o is PutDocument { Key: "assessment:i" } p ? p with { Fields = new Dictionary<string, object?>(p.Fields) { ["foresees"] = (string[])["change:h"] } } : o)]));
        await live.Keep(Put("PlannedChange", "change:h", ("title", "H"), ("aspects", (string[])["MODEL"])), Link("change:h", "CHANGES", "component:m"));
        await live.Keep(Put("Component", "component:m", ("version", "2")), Put("PlannedChange", "change:h", ("doneOn", "2026-08-06")));
        Assert.Equal("IN_FORCE", live.Standing("assessment:i"));
    }

    [Fact]
    public async Task What_overtook_an_assessment_is_in_the_log_and_nobody_writes_it()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, Met));
        await live.Refuses(Graph.Engine.Validation.ViolationCode.Forbidden, "changes[0].put.assessment.overtakenOn", "expected no 'overtakenOn'", Put("Assessment", "assessment:i", ("overtakenOn", "2026-08-06")));
        await live.Keep(Put("Component", "component:m", ("version", "2")));
        Assert.Equal((new DateOnly(2026, 8, 6), "component:m", "MODEL", "SIGNED"), (live.Value("assessment:i", "overtakenOn"), live.Value("assessment:i", "overtakenBy"), live.Value("assessment:i", "overtakenAspect"), live.Value("assessment:i", "status")));
        await using var again = await OpenAsync(store: live.Store);
        Assert.Equal("STALE: OVERTAKEN component:m", again.Standing("assessment:i"));

        // Who changed the component has not edited the assessment, in memory or replayed.
        Assert.Equal(Engine.SnapshotText.Of(live.Current), Engine.SnapshotText.Of(again.Current));
    }

    [Fact]
    public async Task A_version_of_the_scope_that_has_not_taken_effect_overtakes_on_its_day_while_it_is_edited_and_nothing_when_it_is_withdrawn()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        await ScopeWithVersionAsync(live);
        Assert.Equal("STALE: OVERTAKEN scope:s2", live.Standing("assessment:i", "2026-09-01"));
        await live.Keep(Put("ScopeStatement", "scope:s2", ("boundaries", "All but the day.")));
        Assert.Equal(("IN_FORCE", "STALE: OVERTAKEN scope:s2-v1", "RETIRED"), (live.Standing("assessment:i"), live.Standing("assessment:i", "2026-09-01"), live.Standing("scope:s", "2026-09-01")));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "scope:s2-v1"));
        Assert.Equal(("IN_FORCE", "IN_FORCE", "IN_FORCE"), (live.Standing("assessment:i"), live.Standing("assessment:i", "2026-09-01"), live.Standing("scope:s", "2026-09-01")));
        await using var again = await OpenAsync(store: live.Store);
        Assert.Equal(Engine.SnapshotText.Of(live.Current), Engine.SnapshotText.Of(again.Current));
    }

    [Fact]
    public async Task A_version_of_the_scope_that_is_deleted_before_its_day_overtakes_nothing()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        await ScopeWithVersionAsync(live);
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "scope:s2"));
        await live.Keep(Delete("scope:s2", edges: true));
        Assert.Equal(("IN_FORCE", "IN_FORCE", "IN_FORCE"), (live.Standing("assessment:i"), live.Standing("assessment:i", "2026-09-01"), live.Standing("scope:s", "2026-09-01")));
    }

    [Fact]
    public async Task A_scope_that_is_edited_in_two_steps_overtakes_as_one_that_is_edited_in_one()
    {
        await using var live = await OpenAsync(now: new(2026, 8, 6, 12, 0, 0, TimeSpan.Zero));
        Kept(await live.Seed(null, [.. Met, Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All."), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann")), Link("scope:s", "INCLUDES", "ai-system:a")]));
        await live.Keep(Put("ScopeStatement", "scope:s", ("title", "Another title")));
        await live.Keep(Unlink("scope:s", "INCLUDES", "ai-system:a"));
        await live.Approve("scope:s");
        Assert.Equal("STALE: OVERTAKEN scope:s", live.Standing("assessment:i"));
    }

    // Of a scope that is in force, and one that was approved to take its place on the first of September.
    private static async Task ScopeWithVersionAsync(Engine.LiveEngine live)
    {
        Kept(await live.Seed(null, [.. Met, Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All."), ("status", "APPROVED"), ("approvedOn", "2026-08-01"), ("approvedBy", "Ann")), Link("scope:s", "INCLUDES", "ai-system:a")]));
        var (operations, _) = Graph.Engine.Writing.NewVersion.Of(live.Current, "scope:s", "scope:s2", live.Engine.Personal.Resolve);
        await live.Keep([.. operations]);
        await live.Keep(Put("ScopeStatement", "scope:s2", ("boundaries", "All but the night."), ("effectiveFrom", "2026-09-01")));
        await live.Approve("scope:s2");
    }

    private static async Task<ApiHost> StartAsync()
    {
        var api = await ApiHost.StartAsync();
        await api.WriteAsync(ChangeOrigin.Seed, Met);
        Assert.Equal(Covered, await CellsAsync(api));
        return api;
    }

    private static async Task ApplyAsync(ApiHost api, string changes)
    {
        var answer = (await api.AskAsync($"mutation {{ apply(changeId: \"{Guid.NewGuid()}\", reason: \"r\", changes: [{changes}]) {{ accepted userErrors {{ code path message }} }} }}", actor: "Ada"))["apply"]!;
        Assert.True((bool)answer["accepted"]!, answer.ToJsonString());
    }

    private static async Task DecideAsync(ApiHost api, string verb, string key, string actor)
    {
        var hash = verb == "submit" ? "" : $", contentHash: \"{(await api.AskAsync($"{{ view {{ document(key: \"{key}\") {{ ... on CorrectiveAction {{ contentHashNow }} ... on Assessment {{ contentHashNow }} }} }} }}"))["view"]!["document"]!["contentHashNow"]}\"";
        var answer = (await api.AskAsync($"mutation {{ {verb}(changeId: \"{Guid.NewGuid()}\", key: \"{key}\", reason: \"Decided.\"{hash}) {{ accepted userErrors {{ code path message }} }} }}", actor: actor))[verb]!;
        Assert.True((bool)answer["accepted"]!, answer.ToJsonString());
    }

    private static async Task<string> CellsAsync(ApiHost api, string at = "")
    {
        var nodes = (await api.AskAsync($$"""{ view{{(at.Length == 0 ? "" : $"(at: {{{at}}})")}} { cells { nodes { requirement { key } state defects { code node { key } name } } } } }"""))["view"]!["cells"]!["nodes"]!.AsArray();
        return string.Join("; ", nodes.Select(n =>
            $"{n!["requirement"]!["key"]} {n["state"]} {string.Join(", ", n["defects"]!.AsArray().Select(d => $"{d!["code"]}({d["node"]!["key"]}{(d["name"] is { } name ? $" {name}" : "")})"))}".TrimEnd()));
    }

    private static async Task<string> RemediesAsync(ApiHost api) => string.Join(", ",
        (await api.AskAsync("{ view { remedies { nodes { action document { key } closes improves } } } }"))["view"]!["remedies"]!["nodes"]!.AsArray().Select(r => $"{r!["action"]} {r["document"]!["key"]} {r["closes"]} {r["improves"]}"));

    private static async Task<string> ValidityAsync(ApiHost api)
    {
        var assessment = (await api.AskAsync("{ view { assessments { nodes { validity shortfalls { code node { key } closes } } } } }"))["view"]!["assessments"]!["nodes"]![0]!;
        return $"{assessment["validity"]}: {string.Join(", ", assessment["shortfalls"]!.AsArray().Select(s => $"{s!["code"]} {s["node"]!["key"]} {s["closes"]}"))}";
    }
}
