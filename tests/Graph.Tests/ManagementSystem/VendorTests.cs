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
        Assert.Equal("CLAIMED: CLAIMED_ONLY a, CONTROL_WITHOUT_PROOF a, NO_DATA a", live.Standing("v"));
        Assert.Equal((1, 4), (live.Derived("v", "diligenceShown"), live.Derived("v", "diligenceAsked")));

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
        Assert.Equal("UNKNOWN: NO_DATA v", live.Standing("v"));     // An edit takes the signature away.
        await Sign(live);
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

    private static async Task Sign(LiveEngine live)
    {
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Sid Signer", DecisionVerb.Sign, "a"));
    }
}
