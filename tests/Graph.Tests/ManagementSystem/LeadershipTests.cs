using Graph.Engine.Model.ManagementSystem;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What leadership decided and told. Today is 2026-11-24.</summary>
public sealed class LeadershipTests
{
    [Fact]
    public async Task A_policy_is_communicated_once_the_newest_communication_of_each_audience_is_complete()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Framework", "iso-42001", ("title", "Standard"), ("kind", "STANDARD")), Requirement("iso-42001:5.2", ("assessable", true)), Link("iso-42001:5.2", "PART_OF", "iso-42001"),
            Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY"), ("fulfils", new[] { "iso-42001:5.2" })));
        await live.Approve("document:p");
        await live.Keep([.. Told("1", "All staff", "2026-10-01", 1987, 2140), .. Told("2", "Board", "2026-11-01", 1, 1)]);
        Assert.Equal("NotMet: NOT_COMMUNICATED document:p", live.Criterion("2.c"));
        await live.Keep([.. Told("3", "all staff", "2026-11-02", 2140, 2140)]);
        Assert.Equal("NotMet: NOT_COMMUNICATED document:p", live.Criterion("2.c"));     // Nobody says how many work there.
        await live.Keep(Put("Unit", "unit:all", ("title", "All")));
        Assert.Equal("NotMet: NOT_COMMUNICATED document:p", live.Criterion("2.c"));

        // Who counts fewer than work there has not told all of them.
        await live.Keep(Put("Unit", "unit:all", ("staffCount", 2142)), Put("Unit", "unit:part", ("title", "Part"), ("staffCount", 900)), Link("unit:part", "WITHIN", "unit:all"));
        Assert.Equal("NotMet: NOT_COMMUNICATED document:p", live.Criterion("2.c"));
        await live.Keep(Put("Unit", "unit:all", ("staffCount", 2141)));
        Assert.Equal("Met", live.Criterion("2.c"));
        await live.Keep(Put("Unit", "unit:other", ("title", "A unit of which nobody says how many work there")));
        Assert.Equal("NotMet: NOT_COMMUNICATED document:p", live.Criterion("2.c"));
    }

    [Fact]
    public async Task What_a_review_decides_is_a_decision_of_top_management_once_its_minutes_are_approved()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("plannedFor", "2026-12-01")), Put("ReviewDecision", "decision:d", ("title", "D")), Link("decision:d", "DECISION_OF", "review:r"));
        Assert.Equal("Unknown: NO_DATA", live.Criterion("2.h"));
        await live.Keep(Put("ManagementReview", "review:r", ("heldOn", "2026-11-20"), ("minutes", "We decided.")));
        Assert.Equal("Unknown: NO_DATA", live.Criterion("2.h"));
        await live.Approve("review:r");
        Assert.Equal("NotMet: NOT_ASSIGNED review:r", live.Criterion("2.h"));

        // Who is recorded to have led then has not led for that when the minutes were approved.
        await live.Keep(Leads("Ann Approver"));
        Assert.Equal("NotMet: NOT_ASSIGNED review:r", live.Criterion("2.h"));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "review:r"));
        await live.Approve("review:r");
        Assert.Equal("Met", live.Criterion("2.h"));
    }

    [Theory]
    [InlineData("2026-01-01", null, "Met")]
    [InlineData("2026-11-25", null, "NotMet: NOT_ASSIGNED document:p")]
    [InlineData("2026-01-01", "2026-11-23", "NotMet: NOT_ASSIGNED document:p")]
    public async Task A_policy_is_approved_by_leadership_where_who_approves_it_holds_a_role_of_top_management_that_day(string from, string? until, string expected)
    {
        await using var live = await WithPolicyAsync();
        Assert.Equal("Unknown: NO_DATA", live.Criterion("2.a"));
        await live.Keep(Leads("Berta", from, until));
        await live.Approve("document:p", by: "Berta");
        Assert.Equal(expected, live.Criterion("2.a"));
        Assert.Equal(expected == "Met", live.Find("document:p").Boolean(ManagedDocumentKind.Approval.DoneByLeadership));

        // As it was then, whatever is recorded of the role later.
        await live.Keep(Put("RoleAssignment", "assignment:top", ("from", "2026-01-01"), ("until", expected == "Met" ? "2026-01-02" : null)));
        Assert.Equal(expected, live.Criterion("2.a"));
    }

    [Fact]
    public async Task Nobody_leads_by_a_role_that_they_gave_themselves()
    {
        await using var live = await WithPolicyAsync();
        await live.Keep(Leads("Berta"));
        Kept(await live.AskAs("Berta", Put("RoleAssignment", "assignment:top", ("title", "Mine"))));
        await live.Approve("document:p", by: "Berta");
        Assert.Equal("NotMet: NOT_ASSIGNED document:p", live.Criterion("2.a"));
    }

    [Fact]
    public async Task Of_what_came_with_a_seed_the_name_is_that_of_somebody_who_led_then()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(null,
        [
            Put("Framework", "iso-42001", ("title", "Standard"), ("kind", "STANDARD")), Requirement("iso-42001:5.2", ("assessable", true)), Link("iso-42001:5.2", "PART_OF", "iso-42001"), .. Leads("Berta", "2026-02-01"),
            Put("ManagedDocument", "document:p", ("title", "P"), ("type", "POLICY"), ("fulfils", new[] { "iso-42001:5.2" }), ("status", "APPROVED"), ("approvedOn", "2026-02-01"), ("approvedBy", "Berta")),
        ]));
        Assert.Equal("Met", live.Criterion("2.a"));
        await live.Keep(Put("RoleAssignment", "assignment:top", ("from", "2026-02-02")));
        Assert.Equal("NotMet: NOT_ASSIGNED document:p", live.Criterion("2.a"));
    }

    [Fact]
    public async Task A_scope_is_approved_by_leadership_only_where_who_approves_it_is_of_top_management()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Leads("Berta"), Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All."))]);
        await live.Approve("scope:s", by: "A Passer-by");
        Assert.Equal("NotMet: NOT_ASSIGNED scope:s", live.Criterion("1.g"));
        await live.Keep(Put("ScopeStatement", "scope:s", ("version", "2")));
        await live.Approve("scope:s", by: "Berta");
        Assert.Equal("Met", live.Criterion("1.g"));
    }

    [Fact]
    public async Task What_remains_of_a_risk_is_accepted_with_authority_only_where_a_role_decides_on_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Judged.Scales("risk-method:m"),
            Put("RiskMethod", "risk-method:m", ("title", "M"), ("acceptedUpTo", "LOW")), Put("RiskMatrixCell", "risk-cell:c", ("likelihood", 3), ("impact", 3), ("level", "HIGH")), Link("risk-cell:c", "MATRIX_CELL_OF", "risk-method:m"),
            Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("inherentLikelihood", 3), ("inherentImpact", 3), ("residualLikelihood", 3), ("residualImpact", 3)),
            Put("RiskAcceptance", "acceptance:a", ("rationale", "Borne."), ("level", "HIGH")), Link("acceptance:a", "ACCEPTANCE_OF", "r"),
        ]);
        await live.Approve("risk-method:m");
        await live.Approve("acceptance:a", by: "A Passer-by");
        Assert.Equal("NotMet: NOT_ASSIGNED r", live.Criterion("3.i"));
        await live.Keep(Put("OrganisationRole", "role:r", ("title", "R"), ("decides", new[] { "RISK_ACCEPTANCE" })));
        Assert.Equal("Met", live.Criterion("3.i"));
    }

    [Fact]
    public async Task A_system_that_no_scope_includes_and_that_nobody_left_out_says_so_itself()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-01-01")), Put("AiSystem", "idea", ("title", "I")), Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All.")));
        Assert.Equal(("IN_NO_SCOPE: NOT_ASSIGNED s", "IN_NO_SCOPE: NOT_ASSIGNED idea"), (live.Standing("s"), live.Standing("idea")));
        Assert.Equal("NotMet: NOT_ASSIGNED idea, NOT_ASSIGNED s", live.Criterion("1.h"));
        await live.Keep(Link("scope:s", "INCLUDES", "s"));
        await live.Approve("scope:s");
        Assert.Equal("IN_SCOPE", live.Standing("s"));
        await live.Keep(Unlink("scope:s", "INCLUDES", "s"), Put("AiSystem", "s", ("inScope", false)));
        Assert.Equal("IN_SCOPE: NOT_ASSIGNED s", live.Standing("s"));     // What leadership approved includes it until a scope without it is approved.
        Assert.Equal("NotMet: NOT_ASSIGNED idea, NOT_ASSIGNED s", live.Criterion("1.h"));
        await live.Approve("scope:s");
        Assert.Equal("LEFT_OUT", live.Standing("s"));
        Assert.Equal("NotMet: NOT_ASSIGNED idea", live.Criterion("1.h"));
    }

    [Fact]
    public async Task What_was_decided_in_a_review_whose_minutes_were_withdrawn_is_no_decision_of_one()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("ManagementReview", "review:1", ("title", "R"), ("heldOn", "2026-11-01"), ("minutes", "All was said.")),
            Put("ReviewDecision", "decision:1", ("title", "More people")), Link("decision:1", "DECISION_OF", "review:1"), Put("Task", "task:1", ("title", "Hire")), Link("task:1", "ARISES_FROM", "decision:1"));
        await live.Approve("review:1");
        Assert.Equal(("Met", "Met"), (live.Criterion("10.c"), live.Criterion("10.d")));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "review:1"));
        Assert.Equal(("Unknown: NO_DATA", "Unknown: NO_DATA"), (live.Criterion("10.c"), live.Criterion("10.d")));
        Assert.Equal("NotMet: NOT_APPROVED review:1", live.Criterion("10.b"));
    }

    private static async Task<LiveEngine> WithPolicyAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Framework", "iso-42001", ("title", "Standard"), ("kind", "STANDARD")), Requirement("iso-42001:5.2", ("assessable", true)), Link("iso-42001:5.2", "PART_OF", "iso-42001"),
            Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY"), ("fulfils", new[] { "iso-42001:5.2" })));
        return live;
    }

    private static Graph.Engine.Log.Operation[] Leads(string name, string from = "2026-01-01", string? until = null) =>
    [
        Put("OrganisationRole", "role:top", ("title", "Head"), ("topManagement", true)), Put("Person", "person:top", ("name", name)),
        Put("RoleAssignment", "assignment:top", ("from", from), ("until", until)), Link("assignment:top", "ASSIGNMENT_OF", "role:top"), Link("assignment:top", "HELD_BY", "person:top"),
    ];

    private static IEnumerable<Graph.Engine.Log.Operation> Told(string key, string audience, string on, int reached, int of) =>
    [
        Put("Communication", "communication:" + key, ("audience", audience), ("on", on), ("reachedCount", reached), ("audienceCount", of)), Link("communication:" + key, "COMMUNICATION_OF", "document:p"),
    ];
}
