using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>Due diligence on vendors: claims score nothing, documents while they are valid evidence. Today is 2026-11-24.</summary>
public sealed class VendorTests
{
    [Fact]
    public async Task Claims_score_nothing_and_documents_only_with_valid_evidence()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", "v", ("title", "V")), Put("Assessment", "a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fit."), ("reviewEveryMonths", 12)), Link("a", "ASSESSES", "v"));
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));
        await live.Keep(Put("Assessment", "a", ("governanceBasis", "CLAIMED"), ("testingBasis", "DOCUMENTED"), ("incidentNoticeBasis", "VERIFIED")));
        await Sign(live);
        Assert.Equal("CLAIMED: CLAIMED_ONLY a, CONTROL_WITHOUT_PROOF a, CONTROL_WITHOUT_PROOF a, NO_DATA a", live.Standing("v"));
        Assert.Equal((0, 4), (live.Derived("v", "diligenceShown"), live.Derived("v", "diligenceAsked")));

        // What somebody has verified needs no less than what is documented.
        await live.Keep(Put("Evidence", "contract", ("title", "Contract"), ("type", "CONTRACT")), Link("contract", "CONCERNS", "v"));
        Assert.Equal(0, live.Derived("v", "diligenceShown"));
        await live.Approve("contract");
        Assert.Equal(1, live.Derived("v", "diligenceShown"));

        // The vendor's package is evidence that concerns it: of a fitting type, approved, and while it is valid.
        await live.Keep(Put("Evidence", "e", ("title", "Tests"), ("type", "POLICY"), ("expiresOn", "2026-12-31")), Link("e", "CONCERNS", "v"));
        await live.Approve("e");
        Assert.Equal(1, live.Derived("v", "diligenceShown"));
        await live.Keep(Put("Evidence", "e", ("type", "TEST_REPORT")));
        Assert.Equal(1, live.Derived("v", "diligenceShown"));
        await live.Approve("e");
        Assert.Equal((2, 1), (live.Derived("v", "diligenceShown"), live.Derived("v", "diligenceShown", "2027-01-01")));
        Assert.Equal("CLAIMED: CLAIMED_ONLY a, NO_DATA a", live.Standing("v"));

        await live.Keep(Put("Assessment", "a", ("governanceBasis", "VERIFIED"), ("dataHandlingBasis", "VERIFIED")));
        Assert.Equal("CLAIMED: CLAIMED_ONLY a-v1, NO_DATA a-v1", live.Standing("v"));     // What was signed counts until the edit is signed.
        await Sign(live);
        Assert.Equal(("CLAIMED: CONTROL_WITHOUT_PROOF a", 3), (live.Standing("v"), live.Derived("v", "diligenceShown")));
        await live.Keep(Put("Evidence", "policy", ("title", "Policy"), ("type", "POLICY")), Link("policy", "CONCERNS", "v"));
        await live.Approve("policy");
        Assert.Equal(("SHOWN", 4), (live.Standing("v"), live.Derived("v", "diligenceShown")));
        Assert.Equal("OVERDUE: REVIEW_OVERDUE a, CONTROL_WITHOUT_PROOF a", live.Standing("v", "2027-11-25"));
    }

    [Fact]
    public async Task Clauses_that_are_wanted_and_not_had_are_named_those_of_Article_25_4_too()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Vendor", "v", ("title", "V")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Link("c", "SUPPLIED_BY", "v"), Put("Fact", "fact:integratesThirdPartySupply", ("title", "integratesThirdPartySupply")),
            Put("AiSystem", "s", ("title", "S"), ("roles", new[] { "PROVIDER" }), ("classes", new[] { "HIGH_RISK" })), Link("s", "USES", "c"),
            Put("ContractClause", "clause:n", ("title", "Notice"), ("type", "INCIDENT_NOTICE"), ("agreed", true)), Link("clause:n", "CLAUSE_OF", "v"),
            Put("ContractClause", "clause:a", ("title", "Audit"), ("type", "AUDIT_RIGHTS"), ("agreed", false)), Link("clause:a", "CLAUSE_OF", "v"),
            Put("ContractClause", "clause:x", ("title", "Nobody has looked"), ("type", "SUBPROCESSORS")), Link("clause:x", "CLAUSE_OF", "v"));
        Assert.Equal("UNKNOWN: NO_DATA v, CLAUSE_WANTED clause:a, FACT_MISSING s", live.Standing("v"));
        Assert.Equal(["INCIDENT_NOTICE"], (string[])live.Derived("v", "clausesAgreed")!);
        Assert.Equal(["AUDIT_RIGHTS"], (string[])live.Derived("v", "clausesWanted")!);
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["integratesThirdPartySupply"] = true })));
        Assert.Equal("UNKNOWN: NO_DATA v, CLAUSE_WANTED clause:a, CLAUSE_WANTED v", live.Standing("v"));
        Assert.Equal(["AUDIT_RIGHTS", "TECHNICAL_ACCESS"], (string[])live.Derived("v", "clausesWanted")!);
        await live.Keep(Put("ContractClause", "clause:t", ("title", "Access"), ("type", "TECHNICAL_ACCESS"), ("agreed", true)), Link("clause:t", "CLAUSE_OF", "v"));
        Assert.Equal("UNKNOWN: NO_DATA v, CLAUSE_WANTED clause:a", live.Standing("v"));
    }

    [Fact]
    public async Task A_contract_that_has_ended_gives_nothing_more_though_its_supplier_is_still_used()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Vendor", "v", ("title", "V"), ("contractStartsOn", "2025-01-01"), ("contractEndsOn", "2026-11-24"), ("incidentNoticeHours", 24)), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Link("c", "SUPPLIED_BY", "v"),
            Put("AiSystem", "s", ("title", "S")), Link("s", "USES", "c"),
            Put("ContractClause", "clause:n", ("title", "Risks"), ("type", "RISK_DOCUMENTATION"), ("agreed", true)), Link("clause:n", "CLAUSE_OF", "v"));
        Assert.Equal(("RISK_DOCUMENTATION", "", "Met", "Met"), (Words("clausesAgreed"), Words("clausesWanted"), live.Criterion("7.c"), live.Criterion("7.d")));
        live.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(("", "RISK_DOCUMENTATION", "NotMet: NOT_IMPLEMENTED v", "NotMet: NOT_IMPLEMENTED v"), (Words("clausesAgreed"), Words("clausesWanted"), live.Criterion("7.c"), live.Criterion("7.d")));

        string Words(string name) => string.Join(' ', (string[])live.Derived("v", name)!);
    }

    [Fact]
    public async Task Due_diligence_by_a_form_that_suggests_a_review_is_not_handed_in_without_one()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            Put("Template", "template:t", ("title", "T"), ("form", "VENDOR_DUE_DILIGENCE"), ("reviewEveryMonths", 12)), Put("Vendor", "v", ("title", "V")),
            Put("Assessment", "assessment:a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine.")), Link("assessment:a", "ASSESSES", "v"), Link("assessment:a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "assessment:a"),
        ]);
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"), ViolationCode.Validation, "key", "expected 'assessment:a' to have reviewEveryMonths; 'template:t', which it follows, suggests 12");
        await live.Keep(Put("Assessment", "assessment:a", ("reviewEveryMonths", 12)));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"));
    }

    [Fact]
    public async Task A_class_that_is_unknown_leaves_open_whether_Article_25_4_asks_and_says_so()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Vendor", "v", ("title", "V")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Link("c", "SUPPLIED_BY", "v"), Put("Fact", "fact:integratesThirdPartySupply", ("title", "integratesThirdPartySupply")),
            Put("AiSystem", "s", ("title", "S"), ("roles", new[] { "PROVIDER" }), ("facts", new Dictionary<string, object?> { ["integratesThirdPartySupply"] = true })), Link("s", "USES", "c"));
        Assert.Equal(["s: classes"], Unknown(live));
        await live.Keep(Put("AiSystem", "s", ("facts", null)));
        Assert.Equal(["s: classes and integratesThirdPartySupply"], Unknown(live));
        await live.Keep(Put("AiSystem", "s", ("classes", new[] { "EXEMPT_6_3" }), ("facts", new Dictionary<string, object?> { ["integratesThirdPartySupply"] = true })));
        Assert.Equal(["s: classification"], Unknown(live));
        Assert.Empty((string[])live.Derived("v", "clausesWanted")!);

        // An exemption that is signed, another class, nothing integrated or the clause: nothing is asked.
        await live.Keep(Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "4(a)" }), ("conclusion", "Exempt."), ("reviewEveryMonths", 12)), Link("a", "ASSESSES", "s"));
        await live.Keep(Put("Fact", "fact:profilesPersons", ("title", "profilesPersons")));
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["integratesThirdPartySupply"] = true, ["profilesPersons"] = false })));
        await Sign(live);
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));
        Assert.Equal(["s: classification"], Unknown(live, "2027-11-25"));     // An overdue one backs no claim.
        await live.Keep(Put("AiSystem", "s", ("classes", Array.Empty<string>())));
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));
        await live.Keep(Put("AiSystem", "s", ("classes", null), ("facts", new Dictionary<string, object?> { ["integratesThirdPartySupply"] = false })));
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));
        await live.Keep(Put("AiSystem", "s", ("classes", new[] { "HIGH_RISK" }), ("facts", new Dictionary<string, object?> { ["integratesThirdPartySupply"] = true })));
        Assert.Equal("UNKNOWN: NO_DATA v, CLAUSE_WANTED v", live.Standing("v"));

        static string[] Unknown(LiveEngine live, string? day = null) => [.. live.Find("v") is var v && v.Kind.Standing!.Judge(live.On(day), v) is var standing
            ? standing.Shortfalls.Where(s => s.Code == "FACT_MISSING").Select(s => $"{s.Node!.Key}: {s.Closes[7..s.Closes.IndexOf(" of ", StringComparison.Ordinal)]}") : []];
    }

    [Fact]
    public async Task Whoever_leaves_or_matters_much_has_a_plan_for_the_time_after()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", "v", ("title", "V"), ("criticality", "MEDIUM")));
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));
        await live.Keep(Put("Vendor", "v", ("endOfLifeOn", "2027-03-31")));
        Assert.Equal("UNKNOWN: NO_DATA v, NO_PLAN v", live.Standing("v"));
        Assert.Equal(["2027-03-31 TERMINATE v"], live.Due(365));
        await live.Keep(Put("Vendor", "v", ("endOfLifeOn", null), ("criticality", "CRITICAL")));
        Assert.Equal("UNKNOWN: NO_DATA v, NO_PLAN v", live.Standing("v"));
        await live.Keep(Put("Vendor", "v", ("exitPlan", "The second supplier takes over within a month.")));
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));
    }

    [Fact]
    public async Task A_vendor_in_use_that_nobody_assessed_is_late_once_its_day_is_over()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V"), ("contractStartsOn", "2025-05-01")), Link("c", "SUPPLIED_BY", "v"),
            Put("Cadence", "cadence:v", ("title", "V"), ("of", "VENDOR_DUE_DILIGENCE"), ("days", 90), ("implementedOn", "2026-06-30"), ("source", "GUIDE")));
        Assert.Equal(["2026-09-28 ASSESS v"], live.Due(0));
        Assert.Equal(("Met", "NotMet: ACTION_OVERDUE v"), (live.Criterion("7.b", "2026-09-28"), live.Criterion("7.b")));

        // The ninety days are for what was in use when the management system began: what is bought later is assessed before.
        await live.Keep(Put("Vendor", "v", ("contractStartsOn", "2026-12-01")));
        Assert.Equal(["2026-12-01 ASSESS v"], live.Due(30));
        Assert.Equal(("Met", "NotMet: ACTION_OVERDUE v"), (live.Criterion("7.b"), live.Criterion("7.b", "2026-12-02")));
        await live.Keep(Put("Vendor", "v", ("contractStartsOn", "2026-11-20")), Put("Assessment", "a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fit.")), Link("a", "ASSESSES", "v"));
        await Sign(live);
        Assert.Equal("NotMet: ACTION_OVERDUE v", live.Criterion("7.b"));
        await live.Keep(Put("Vendor", "v", ("contractStartsOn", null)));
        Assert.Equal("NotMet: FACT_MISSING v", live.Criterion("7.b"));
    }

    [Fact]
    public async Task A_vendor_that_was_in_use_at_the_implementation_has_the_time_of_the_cadence_whichever_cadence_says_when_that_was()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V"), ("contractStartsOn", "2025-05-01")), Link("c", "SUPPLIED_BY", "v"),
            Put("Cadence", "cadence:v", ("title", "V"), ("of", "VENDOR_DUE_DILIGENCE"), ("days", 90), ("source", "GUIDE")),
            Put("Cadence", "cadence:t", ("title", "T"), ("of", "TRAINING_EFFECTIVENESS"), ("months", 3), ("implementedOn", "2026-06-30"), ("source", "GUIDE")));
        Assert.Equal(["2026-09-28 ASSESS v"], live.Due(0));
    }

    [Fact]
    public async Task A_vendor_whose_contract_is_over_is_not_terminated_once_nothing_is_used_that_it_supplies()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Link("s", "USES", "c"),
            Put("Vendor", "v", ("title", "V"), ("contractEndsOn", "2026-10-31"), ("endOfLifeOn", "2026-11-15")), Link("c", "SUPPLIED_BY", "v"));
        Assert.Equal(["2026-10-31 TERMINATE v", "2026-11-15 TERMINATE v"], live.Due(0));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", "2026-11-20")));
        Assert.Empty(live.Due(0));
        Assert.Equal(["2026-10-31 TERMINATE v"], live.Due(0, "2026-10-31"));
    }

    [Fact]
    public async Task Whoever_takes_part_in_what_a_vendor_supplies_is_assessed_as_well()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Put("Vendor", "sub", ("title", "S")), Put("Vendor", "deeper", ("title", "D")), Put("Vendor", "unused", ("title", "U")),
            Link("c", "SUPPLIED_BY", "v"), Link("v", "SUBPROCESSED_BY", "sub"), Link("sub", "SUBPROCESSED_BY", "deeper"));
        Assert.Equal("NotMet: NO_DATA v, NO_DATA sub, NO_DATA deeper", live.Criterion("7.a"));
    }

    [Fact]
    public async Task Due_diligence_that_something_has_overtaken_shows_in_the_vendor()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Vendor", "v", ("title", "V")), Put("Assessment", "a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fit."), ("governanceBasis", "VERIFIED"), ("testingBasis", "VERIFIED"), ("incidentNoticeBasis", "VERIFIED"), ("dataHandlingBasis", "VERIFIED")),
            Link("a", "ASSESSES", "v"));
        foreach (var type in (string[])["POLICY", "TEST_REPORT", "CONTRACT"])
        {
            await live.Keep(Put("Evidence", type, ("title", type), ("type", type)), Link(type, "CONCERNS", "v"));
            await live.Approve(type);
        }

        await Sign(live);
        Assert.Equal("SHOWN", live.Standing("v"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Put("PlannedChange", "change:m", ("title", "Another model"), ("aspects", new[] { "MODEL" }), ("doneOn", "2026-11-25")), Link("change:m", "CHANGES", "v"));
        Assert.Equal("OVERDUE: OVERTAKEN change:m", live.Standing("v"));
    }

    [Fact]
    public async Task A_service_whose_end_is_announced_needs_a_plan_beside_the_clause()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V"), ("endOfLifeOn", "2027-03-31")), Link("c", "SUPPLIED_BY", "v"),
            Put("ContractClause", "clause:e", ("title", "End"), ("type", "END_OF_LIFE"), ("agreed", true)), Link("clause:e", "CLAUSE_OF", "v"));
        Assert.Equal("NotMet: NO_PLAN v", live.Criterion("7.f"));
        await live.Keep(Put("Vendor", "v", ("exitPlan", "The second supplier takes over.")));
        Assert.Equal("Met", live.Criterion("7.f"));
    }

    private static async Task Sign(LiveEngine live)
    {
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"));
    }

    [Theory]
    [InlineData(null, "Unproven ClaimedOnly")]
    [InlineData("CLAIMED", "Unproven ClaimedOnly")]
    [InlineData("DOCUMENTED", "Covered")]
    [InlineData("VERIFIED", "Covered")]
    public async Task Due_diligence_that_rests_on_claims_alone_proves_nothing(string? basis, string state)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Framework", "std", ("title", "A standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("std:1", ("assessable", true)), Link("std:1", "PART_OF", "std"),
            Put("AiSystem", "s", ("title", "S")), Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Link("s", "USES", "m"), Link("m", "SUPPLIED_BY", "v"), Link("s", "SUBJECT_TO", "std"),
            Put("Assessment", "a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine."), ("dataHandlingBasis", basis)), Link("a", "ASSESSES", "v"), Link("a", "DEMONSTRATES", "std:1"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, "a"));
        var cell = live.On().Cells.Cells(live.Find("std:1")).Single();
        Assert.Equal(state, string.Join(' ', [$"{cell.State}", .. cell.Defects.Select(d => $"{d.Code}")]));
        Assert.Equal(state == "Covered" ? "Met" : "NotMet: NO_DATA v", live.Criterion("7.a"));
    }

    [Fact]
    public async Task An_assessment_of_another_kind_that_follows_a_form_of_due_diligence_shows_in_the_vendor_what_it_shows_in_readiness()
    {
        await using var live = await OpenAsync();
        await live.Keep([
            Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Link("c", "SUPPLIED_BY", "v"), Put("Template", "template:t", ("title", "T"), ("form", "VENDOR_DUE_DILIGENCE")),
            Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "TRANSPARENCY" }), ("conclusion", "Fit."), ("dataHandlingBasis", "DOCUMENTED")),
            Link("a", "ASSESSES", "v"), Link("a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "a", "DATA_HANDLING")]);
        Assert.Equal(("UNKNOWN: NO_DATA v", "NotMet: NO_DATA v"), (live.Standing("v"), live.Criterion("7.a")));
        Refused(
            await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key",
            "expected 'a' to have an answer about DATA_HANDLING that is DOCUMENTED, as dataHandlingBasis says, found none that says on what it rests");
        await live.Keep(Put("Answer", "answer:of-a", ("backing", "DOCUMENTED")));
        await Sign(live);
        Assert.Equal(("Met", "NotMet: NO_DATA a, NO_DATA a, NO_DATA a, CONTROL_WITHOUT_PROOF a"), (live.Criterion("7.a"), live.Criterion("7.h")));
        Assert.Equal("CLAIMED: NO_DATA a, NO_DATA a, NO_DATA a, CONTROL_WITHOUT_PROOF a", live.Standing("v"));
    }

    [Fact]
    public async Task A_metric_that_has_ended_monitors_no_vendor()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Link("c", "SUPPLIED_BY", "v"),
            Put("Metric", "metric:m", ("title", "M"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("limit", 90)), Link("v", "MEASURED_BY", "metric:m"));
        await live.Measure("metric:m", "1", "2026-11-20", 95);
        Assert.Equal("Met", live.Criterion("7.g"));
        await live.Keep(Put("Metric", "metric:m", ("endsOn", "2026-11-23")));
        Assert.Equal("NotMet: NO_METRIC v", live.Criterion("7.g"));
    }

    [Theory]
    [InlineData("contractEndsOn")]
    [InlineData("endOfLifeOn")]
    public async Task Of_a_vendor_that_is_over_and_of_which_nothing_runs_any_more_nothing_is_due_and_nothing_asked(string last)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Link("s", "USES", "c"),
            Put("Vendor", "v", ("title", "V"), ("contractStartsOn", "2026-01-01"), (last, "2026-10-31")), Link("c", "SUPPLIED_BY", "v"));
        Assert.Equal(["2026-01-01 ASSESS v", "2026-10-31 TERMINATE v"], live.Due(0));
        Assert.Equal(("NotMet: NO_DATA v", "NotMet: ACTION_OVERDUE v"), (live.Criterion("7.a"), live.Criterion("7.b")));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", "2026-11-20")));
        Assert.Empty(live.Due(0));
        Assert.Equal(("Unknown: NO_DATA", "Unknown: NO_DATA"), (live.Criterion("7.a"), live.Criterion("7.b")));
    }
}
