using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What is in time by the organisation's own cadences, and what nobody can say without one. Today is 2026-11-24.</summary>
public sealed class CadenceTests
{
    [Theory]
    [InlineData("3.j", "RISK_REVIEW")]
    [InlineData("8.e", "TRAINING_EFFECTIVENESS")]
    [InlineData("9.b", "INTERNAL_AUDIT")]
    [InlineData("9.d", "FIRST_AUDIT")]
    [InlineData("10.a", "MANAGEMENT_REVIEW")]
    public async Task Without_a_cadence_nothing_is_in_time_and_the_row_says_which_one_to_set(string criterion, string cadence)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            .. Judged.Auditor("audit:a"),
            Put("Framework", "iso-42001", ("title", "Standard"), ("kind", "STANDARD")), Requirement("iso-42001:4.1", ("assessable", true)), Link("iso-42001:4.1", "PART_OF", "iso-42001"),
            Put("Audit", "audit:a", ("title", "A"), ("type", "INTERNAL"), ("heldOn", "2026-11-01")), Link("audit:a", "EXAMINES", "iso-42001"),
            Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-01")), Put("Training", "training:t", ("title", "T"), ("heldOn", "2026-11-01")), Put("Risk", "r", ("reviewedOn", "2026-11-01")),
        ]);
        Assert.Equal("Unknown: NO_DATA", live.Criterion(criterion));
        Assert.Contains(cadence, ReadinessCriteria.All.Single(c => c.Id == criterion).Begins, StringComparison.Ordinal);
        await live.Keep(Put("Cadence", "cadence:c", ("title", "C"), ("of", cadence), ("months", 3), ("source", "ORGANISATION"), ("implementedOn", "2026-10-01")));
        Assert.Equal("Met", live.Criterion(criterion));
        Assert.Equal("NotMet", live.Criterion(criterion, criterion == "9.d" ? "2026-09-30" : "2027-11-24").Split(':')[0]);
    }

    [Fact]
    public async Task An_audit_coverage_without_a_cadence_is_not_in_time()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep([.. Judged.Auditor("audit:a"), Put("Audit", "audit:a", ("title", "A"), ("type", "INTERNAL"), ("heldOn", "2026-11-01")), Link("audit:a", "EXAMINES", "law")]);
        Assert.False(AuditCoverage.Of(live.On(), live.Find("law:1")).IsInTime);
        await live.Keep(Put("Cadence", "cadence:c", ("title", "C"), ("of", "INTERNAL_AUDIT"), ("months", 12), ("source", "GUIDE")));
        Assert.True(AuditCoverage.Of(live.On(), live.Find("law:1")).IsInTime);
    }

    [Fact]
    public async Task A_cadence_does_not_name_the_law_as_its_source_for_law_sets_none_of_these_times()
    {
        await using var live = await OpenAsync();
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.cadence.source", "expected STANDARD, GUIDE or ORGANISATION, found LAW: no law sets the time of RISK_REVIEW",
            Put("Cadence", "cadence:c", ("title", "C"), ("of", "RISK_REVIEW"), ("months", 120), ("source", "LAW")));
    }

    [Fact]
    public async Task What_was_never_done_is_due_by_the_implementation_of_the_management_system()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Risk", "risk:r", ("title", "R"), ("kind", "THREAT")), Put("Metric", "metric:m", ("title", "M"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")));
        Assert.Empty(live.Due(365));
        await live.Keep(Put("Cadence", "cadence:c", ("title", "C"), ("of", "RISK_REVIEW"), ("months", 3), ("source", "GUIDE"), ("implementedOn", "2026-10-01")));
        Assert.Equal(["2026-10-01 MEASURE metric:m", "2027-01-01 REVIEW risk:r"], live.Due(365));
        await live.Keep(Put("Risk", "risk:r", ("status", "CLOSED")));
        Assert.Equal(["2026-10-01 MEASURE metric:m"], live.Due(365));
    }

    [Fact]
    public async Task A_management_review_is_overdue_only_once_its_day_is_over()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Cadence", "cadence:r", ("title", "R"), ("of", "MANAGEMENT_REVIEW"), ("months", 12), ("source", "ORGANISATION")));
        Assert.Equal("NotMet: NO_DATA cadence:r", live.Criterion("10.a"));
        await live.Keep(Put("Cadence", "cadence:r", ("implementedOn", "2025-11-24")));
        Assert.Equal("NotMet: NO_DATA cadence:r", live.Criterion("10.a"));
        Assert.Equal("NotMet: ACTION_OVERDUE cadence:r", live.Criterion("10.a", "2026-11-25"));
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24")));
        Assert.Equal("Met", live.Criterion("10.a", "2027-11-24"));
        Assert.Equal("NotMet: ACTION_OVERDUE cadence:r", live.Criterion("10.a", "2027-11-25"));
    }

    [Fact]
    public async Task Systems_that_ran_when_the_management_system_was_implemented_are_assessed_by_that_day()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "old", ("title", "Old"), ("placedOn", "2024-01-01")), Put("AiSystem", "later", ("title", "Later"), ("placedOn", "2026-11-01")),
            Put("Cadence", "cadence:i", ("title", "I"), ("of", "IMPACT_ASSESSMENT"), ("days", 0), ("source", "GUIDE")));
        Assert.Empty(live.Due(365));

        // Any cadence says when it was implemented, where this one does not.
        await live.Keep(Put("Cadence", "cadence:t", ("title", "T"), ("of", "TRAINING_EFFECTIVENESS"), ("months", 3), ("source", "GUIDE"), ("implementedOn", "2026-10-31")));
        Assert.Equal(["2026-10-31 ASSESS old"], live.Due(365));
        await live.Keep(Put("Cadence", "cadence:i", ("implementedOn", "2026-12-01")));
        Assert.Equal(["2026-12-01 ASSESS later", "2026-12-01 ASSESS old"], live.Due(365));
        await live.Refuses(Graph.Engine.Validation.ViolationCode.Validation, "changes[0].put.cadence.days", "expected a day at least, found 0", Put("Cadence", "cadence:r", ("title", "R"), ("of", "RISK_REVIEW"), ("days", 0), ("source", "GUIDE")));
    }

    [Fact]
    public async Task The_review_of_an_assessment_that_nothing_rests_on_is_overdue_until_another_is_signed_or_what_it_assesses_is_over()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Framework", "law", ("title", "Law"), ("kind", "REGULATION")), Requirement("law:1", ("assessable", true)), Link("law:1", "PART_OF", "law"));
        await live.Keep(
            Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-01-01")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Link("s", "USES", "c"), Link("c", "SUPPLIED_BY", "v"),
            Put("Evidence", "package", ("title", "P"), ("type", "CERTIFICATE"), ("scope", "ORGANISATION"), ("expiresOn", "2026-12-24")), Link("package", "CONCERNS", "v"));
        await live.Approve("package");
        await DiligenceAsync("first", 1);
        const string Both = "2026-12-24 RENEW package, 2026-12-24 REVIEW first";
        Assert.Equal(Both, Due("2026-12-24"));
        Assert.Equal(Both, Due("2027-01-05"));

        // Another certificate and another assessment take the place of what is over.
        await live.Keep(Put("Evidence", "again", ("title", "P"), ("type", "CERTIFICATE"), ("scope", "ORGANISATION")), Link("again", "CONCERNS", "v"));
        await live.Approve("again");
        Assert.Equal("2026-12-24 REVIEW first", Due("2027-01-05"));
        await DiligenceAsync("second", 2);
        Assert.Equal("", Due("2027-01-05"));
        Assert.Equal("2026-12-24 REVIEW first, 2027-01-24 REVIEW second", Due("2027-02-01"));

        // Claims score nothing, so they take no place either.
        await DiligenceAsync("claims", 12, "CLAIMED");
        Assert.Equal("2026-12-24 REVIEW first, 2027-01-24 REVIEW second", Due("2027-02-01"));

        // Where a requirement rests on it, what is over is renewed all the same before its last day.
        await live.Keep(Put("Evidence", "held", ("title", "H"), ("type", "TEST_REPORT"), ("scope", "ORGANISATION"), ("expiresOn", "2026-12-24")), Link("held", "CONCERNS", "v"), Link("held", "DEMONSTRATES", "law:1"));
        await live.Approve("held");

        // Of a vendor that is over nothing is reviewed any more, also of what would still count; nor of one that supplies nothing.
        await live.Keep(Put("Vendor", "v", ("contractEndsOn", "2026-11-20")), Put("AiSystem", "s", ("retiredOn", "2026-11-23")));
        Assert.Equal(("2026-12-24 RENEW held", "2026-12-24 RENEW held"), (Due("2026-12-24"), Due("2027-02-01")));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", null)), Put("Vendor", "v", ("contractEndsOn", null)));
        Assert.Equal("2026-12-24 RENEW held, 2026-12-24 REVIEW first, 2027-01-24 REVIEW second", Due("2027-02-01"));
        await live.Keep(Unlink("c", "SUPPLIED_BY", "v"));
        Assert.Equal("2026-12-24 RENEW held", Due("2027-02-01"));

        // Whoever takes part in what a supplier in use supplies is asked all the same, also where its own contract is over; in what nobody uses, it is not.
        await live.Keep(Put("Vendor", "main", ("title", "Main")), Link("main", "SUBPROCESSED_BY", "v"), Put("Vendor", "v", ("contractEndsOn", "2026-11-20")));
        Assert.Equal("2026-12-24 RENEW held", Due("2027-02-01"));
        await live.Keep(Link("c", "SUPPLIED_BY", "main"));
        Assert.Equal("2026-12-24 RENEW held, 2026-12-24 REVIEW first, 2027-01-24 REVIEW second", Due("2027-02-01"));
        await live.Keep(Unlink("c", "SUPPLIED_BY", "main"), Put("Vendor", "v", ("contractEndsOn", null)));

        // With whom a contract runs is asked before it supplies anything.
        await live.Keep(Put("Vendor", "v", ("contractStartsOn", "2026-12-01")));
        Assert.Equal("2026-12-24 RENEW held, 2026-12-24 REVIEW first, 2027-01-24 REVIEW second", Due("2027-02-01"));

        string Due(string day) => string.Join(", ", live.Due(0, day));

        async Task DiligenceAsync(string key, int months, string basis = "VERIFIED")
        {
            await live.Keep(Put("Assessment", key, ("title", "D"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine."), ("testingBasis", basis), ("reviewEveryMonths", months)), Link(key, "ASSESSES", "v"));
            Kept(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, key));
            Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Sign, key));
        }
    }

    [Fact]
    public async Task A_review_is_done_by_an_assessment_that_something_has_changed_since_and_what_has_changed_is_not()
    {
        await using var live = await OpenAsync();
        await live.Tell(
            Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-01-01"), ("designChangedOn", "2026-11-20")),
            Put("Assessment", "first", ("title", "A"), ("kind", "AIIA"), ("reviewEveryMonths", 1), ("status", "SIGNED"), ("signedOn", "2026-10-01"), ("signedBy", "Ann")), Link("first", "ASSESSES", "s"),
            Put("Assessment", "second", ("title", "A"), ("kind", "AIIA"), ("reviewEveryMonths", 12), ("status", "SIGNED"), ("signedOn", "2026-11-10"), ("signedBy", "Ann")), Link("second", "ASSESSES", "s"));
        Assert.Equal(["2026-11-20 ASSESS first", "2026-11-20 ASSESS second"], live.Due(0));
        Assert.Equal(["2026-11-01 REVIEW first"], live.Due(0, "2026-11-05"));

        // One that is overdue itself, whatever has changed since, is no review of its own.
        await live.Tell(Put("Assessment", "second", ("reviewEveryMonths", 1), ("signedOn", "2026-10-10"), ("status", "SIGNED"), ("signedBy", "Ann")));
        Assert.Equal(["2026-11-01 REVIEW first", "2026-11-10 REVIEW second", "2026-11-20 ASSESS first", "2026-11-20 ASSESS second"], live.Due(0));
    }

    [Fact]
    public async Task Evidence_of_a_system_or_of_nothing_stays_to_be_renewed_until_other_evidence_is_there_for_all_that_it_was_of()
    {
        await using var live = await OpenAsync();
        await live.Tell(
        [
            Put("AiSystem", "s", ("title", "S")), Put("AiSystem", "t", ("title", "T")), Put("Control", "c", ("title", "C"), ("implementedOn", "2026-01-01")),
            .. Proof("loose", "2026-11-01"), .. Proof("of-s", "2026-11-02", "s"), .. Proof("of-both", "2026-11-03", "s", "t"), Link("c", "EVIDENCED_BY", "of-both"),
        ]);
        Assert.Equal(["2026-11-01 RENEW loose", "2026-11-02 RENEW of-s", "2026-11-03 RENEW of-both"], live.Due(0));
        await live.Tell([.. Proof("again-s", null, "s"), Link("c", "EVIDENCED_BY", "again-s")]);
        Assert.Equal(["2026-11-01 RENEW loose", "2026-11-03 RENEW of-both"], live.Due(0));
        await live.Tell([.. Proof("again-t", null, "t"), Link("c", "EVIDENCED_BY", "again-t")]);
        Assert.Equal(["2026-11-01 RENEW loose"], live.Due(0));

        // A component that was replaced is nobody's any more.
        await live.Tell([Put("Component", "m", ("title", "M"), ("type", "MODEL")), Link("s", "USES", "m"), .. Proof("of-m", "2026-11-05", "m")]);
        Assert.Equal(["2026-11-01 RENEW loose", "2026-11-05 RENEW of-m"], live.Due(0));
        await live.Tell(Unlink("s", "USES", "m"));
        Assert.Equal(["2026-11-01 RENEW loose"], live.Due(0));
        await live.Tell(Put("Evidence", "loose", ("status", "WITHDRAWN"), ("endedOn", "2026-11-20"), ("endedBy", "Ann")));
        Assert.Empty(live.Due(0));

        static IEnumerable<Operation> Proof(string key, string? last, params string[] of) =>
        [
            Put("Evidence", key, ("title", key), ("type", "TEST_REPORT"), ("expiresOn", last), ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")),
            .. of.Select(o => Link(key, "CONCERNS", o)),
        ];
    }

    [Fact]
    public async Task A_competence_that_another_record_shows_further_is_not_reviewed()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Competence", "competence:k", ("title", "K")),
            Put("CompetenceRecord", "record:old", ("basis", "Course"), ("level", "WORKING"), ("from", "2025-01-01"), ("until", "2026-10-31")), Link("record:old", "RECORD_OF", "person:p"), Link("record:old", "OF_COMPETENCE", "competence:k"));
        await live.Keep(Put("CompetenceRecord", "record:new", ("basis", "Course"), ("level", "AWARE"), ("from", "2026-11-01")), Link("record:new", "RECORD_OF", "person:p"), Link("record:new", "OF_COMPETENCE", "competence:k"));
        Assert.Equal(["2026-10-31 REVIEW record:old"], live.Due(0));
        await live.Keep(Put("CompetenceRecord", "record:new", ("level", "WORKING"), ("until", "2027-10-31")));
        Assert.Empty(live.Due(0));
        Assert.Equal(["2027-10-31 REVIEW record:new"], live.Due(365));
        Assert.Equal(["2026-10-31 REVIEW record:old"], live.Due(0, "2026-10-31"));
    }

    [Fact]
    public async Task An_assessment_that_a_change_overtook_is_not_due_once_every_system_of_it_is_retired()
    {
        await using var live = await OpenAsync();
        await live.Tell(
            Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-09-01"), ("designChangedOn", "2026-11-01")), Put("AiSystem", "t", ("title", "T"), ("placedOn", "2026-09-01")),
            Put("Assessment", "a", ("title", "A"), ("kind", "AIIA"), ("status", "SIGNED"), ("signedOn", "2026-10-01"), ("signedBy", "Ann")), Link("a", "ASSESSES", "s"), Link("a", "ASSESSES", "t"));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", "2026-11-20")));
        Assert.Equal(["2026-11-01 ASSESS a"], live.Due(0));
        await live.Keep(Put("AiSystem", "t", ("retiredOn", "2026-11-20")));
        Assert.Empty(live.Due(0));
        Assert.Equal(["2026-11-01 ASSESS a"], live.Due(0, "2026-11-19"));
    }
}
