using Graph.Engine.Governance;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>A record fulfils a clause once it is complete, approved where its kind is approved, and counts on the day. Today is 2026-11-24.</summary>
public sealed class DocumentedInformationTests
{
    [Fact]
    public async Task A_policy_about_something_else_is_no_AI_policy()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(Put("ManagedDocument", "document:travel", ("title", "Travel expenses"), ("type", "POLICY")));
        await live.Approve("document:travel");
        Assert.Equal(("", "Unknown: NO_DATA", "Unknown: NO_DATA"), (By(live, "5.2"), live.Criterion("2.a"), live.Criterion("2.b")));
        await live.Keep(Put("ManagedDocument", "document:ai", ("title", "AI"), ("type", "POLICY"), ("fulfils", new[] { "iso-42001:5.2" })));
        Assert.Equal("", By(live, "5.2"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.managedDocument.fulfils", "expected keys of requirements, found 'iso-42001:99'", Put("ManagedDocument", "document:ai", ("fulfils", new[] { "iso-42001:99" })));
        await live.Approve("document:ai");
        Assert.Equal(("document:ai", "NotMet: NOT_ASSIGNED document:ai"), (By(live, "5.2"), live.Criterion("2.a")));     // Nobody says that leadership decides on it.
        Assert.Equal(("NotMet: NO_DATA document:ai", "IN_FORCE"), (live.Criterion("2.b"), live.Standing("document:ai")));     // Nobody says when it is reviewed.
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "document:ai"));
        Assert.Equal(("", "Unknown: NO_DATA"), (By(live, "5.2"), live.Criterion("2.a")));
    }

    [Fact]
    public async Task The_Statement_of_Applicability_is_that_of_the_standard_and_only_once_every_row_is_stated()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
            Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD")), Requirement("other:1", ("assessable", true), ("excludable", true)), Link("other:1", "PART_OF", "other"),
            Put("Statement", "statement:other", ("title", "O"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "J")), Link("statement:other", "STATES", "other:1"),
            Put("Statement", "statement:a", ("title", "A"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "J")), Link("statement:a", "STATES", "iso-42001:A.2.2"));
        await live.Approve("statement:other");
        Assert.Equal("", By(live, "6.1.3"));
        await live.Approve("statement:a");
        Assert.Equal("", By(live, "6.1.3"));     // What was decided, and nothing of how.
        await live.Keep(Requirement("iso-42001:6.1.3", ("assessable", true)), Link("iso-42001:6.1.3", "PART_OF", "iso-42001"), Put("ManagedDocument", "document:treatment", ("title", "How risks are treated"), ("type", "PROCEDURE"), ("fulfils", new[] { "iso-42001:6.1.3" })));
        await live.Approve("document:treatment");
        Assert.Equal("document:treatment statement:a", By(live, "6.1.3"));
        await live.Keep(Requirement("iso-42001:A.4.2", ("assessable", true), ("excludable", true)), Link("iso-42001:A.4.2", "PART_OF", "iso-42001"));
        Assert.Equal("", By(live, "6.1.3"));
    }

    [Fact]
    public async Task What_is_planned_drafted_or_unfinished_fulfils_nothing()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
        [
            .. Judged.Auditor("audit:a"),
            Put("Control", "c", ("plannedFor", "2026-12-01")), Link("c", "EVIDENCED_BY", "e"), Put("Risk", "r", ("reviewedOn", "2026-11-01")), Put("Objective", "objective:o", ("title", "O"), ("theme", "OWN")),
            Put("AuditProgramme", "programme:p", ("title", "P"), ("from", "2026-01-01"), ("until", "2026-12-31")),
            Put("Audit", "audit:a", ("title", "A"), ("type", "INTERNAL"), ("heldOn", "2026-11-01")), Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-01"), ("minutes", "M")),
        ]);
        Assert.All((string[])["6.1.1", "6.2", "8.1", "8.2", "8.3", "9.2.2", "9.3.3"], clause => Assert.Equal(clause + " ", $"{clause} {By(live, clause)}"));
        await live.Keep(Put("Control", "c", ("implementedOn", "2026-11-01")), Put("Audit", "audit:a", ("conclusion", "Fine.")), Put("Metric", "metric:m", ("title", "M"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")), Put("Objective", "objective:o", ("plan", "P")), Link("objective:o", "MEASURED_BY", "metric:m"));
        await live.Approve("review:r");
        Assert.Equal("", By(live, "8.1"));
        await live.Approve("e");
        Assert.Equal(("c", "objective:o", "programme:p audit:a", "review:r"), (By(live, "8.1"), By(live, "6.2"), By(live, "9.2.2"), By(live, "9.3.3")));

        // What an open MAJOR finding takes out of operation was not carried out as planned.
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("f", "AGAINST", "c"));
        Assert.Equal("", By(live, "8.1"));
        await live.CloseByActionAsync("f");
        Assert.Equal("c", By(live, "8.1"));
    }

    [Fact]
    public async Task Controls_of_Annex_A_ask_for_their_records_unless_they_are_excluded()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(Link("c", "SATISFIES", "iso-42001:A.2.2"), Link("c", "EVIDENCED_BY", "e"), Put("Control", "c", ("implementedOn", "2026-11-01")));
        Assert.Equal("", By(live, "A.2.2"));
        await live.Approve("e");
        Assert.Equal("e", By(live, "A.2.2"));
        await live.Keep(Put("Evidence", "e", ("type", "TEST_REPORT")));
        await live.Approve("e");
        Assert.Equal("", By(live, "A.2.2"));
        await live.Keep(Put("ManagedDocument", "document:ai", ("title", "AI"), ("type", "POLICY"), ("fulfils", new[] { "iso-42001:A.2.2" })));
        await live.Approve("document:ai");
        Assert.Equal("document:ai", By(live, "A.2.2"));
        await live.Keep(Put("Statement", "statement:a", ("title", "A"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "J")), Link("statement:a", "STATES", "iso-42001:A.2.2"));
        await live.Approve("statement:a");
        Assert.DoesNotContain("A.2.2", DocumentedInformation.Of(live.On()).Select(r => r.Clause));
    }

    private static string By(LiveEngine live, string clause) => string.Join(' ', DocumentedInformation.Of(live.On()).Single(r => r.Clause == clause).FulfilledBy.Select(d => d.Key));

    private static async Task<LiveEngine> WithStandardAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Framework", "iso-42001", ("title", "Standard"), ("kind", "STANDARD")), Requirement("iso-42001:5.2", ("level", "CLAUSE"), ("assessable", true)), Link("iso-42001:5.2", "PART_OF", "iso-42001"),
            Requirement("iso-42001:A.2.2", ("level", "CONTROL"), ("assessable", true), ("excludable", true), ("proof", new[] { "POLICY" })), Link("iso-42001:A.2.2", "PART_OF", "iso-42001"));
        return live;
    }
}
