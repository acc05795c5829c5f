using Graph.Engine.Log;
using Graph.Engine.Validation;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>The seed of an empty store carries its own times and approvals; nothing else may.</summary>
public sealed class SeedRulesTests
{
    private static readonly DateTimeOffset January = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_seed_carries_its_own_times_which_never_go_backwards()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(January, Put("Vendor", "v1", ("title", "One"))));
        Kept(await live.Seed(January, Put("Vendor", "v2", ("title", "Two"))));
        Refused(await live.Seed(January.AddTicks(-1), Put("Vendor", "v3", ("title", "Three"))), ViolationCode.Validation, "at", "expected an instant not before 2026-01-05T09:00:00");
        Kept(await live.Seed(January.AddMonths(1), Put("Vendor", "v3", ("title", "Three"))));
        Assert.Equal((January, January.AddMonths(1)), (live.Engine.InstantOf(2), live.Engine.InstantOf(3)));
        await live.Keep(Put("Vendor", "v3", ("title", "Free")));
        Assert.Equal(Start, live.Current.At);
    }

    [Fact]
    public async Task A_seed_is_refused_once_something_else_was_written()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(null, Put("Vendor", "v1", ("title", "One"))));
        await live.Keep(Put("Vendor", "v1", ("title", "Eins")));
        Refused(await live.Seed(null, Put("Vendor", "v2", ("title", "Two"))), ViolationCode.Forbidden, "origin", "expected an empty store, or one that holds nothing but its seed");
        await using var again = await OpenAsync(store: live.Store);
        Refused(await again.Seed(null, Put("Vendor", "v2", ("title", "Two"))), ViolationCode.Forbidden, "origin", "expected an empty store");
    }

    [Fact]
    public async Task A_seed_is_refused_after_an_edit_of_the_same_batch()
    {
        await using var live = await OpenAsync();
        var edit = live.Request("Ada", Put("Vendor", "v1", ("title", "One")));
        var seed = live.Request("Sam", Put("Vendor", "v2", ("title", "Two"))) with { Origin = ChangeOrigin.Seed };
        var results = await live.Engine.ApplyAllAsync([edit, seed], default);
        Refused(results[1], ViolationCode.Forbidden, "origin", "expected an empty store");
        Assert.Equal(0, live.Current.Head.Revision);
    }

    [Fact]
    public async Task Only_a_seed_carries_a_time()
    {
        await using var live = await OpenAsync();
        var request = live.Request("Ada", Put("Vendor", "v1", ("title", "One"))) with { At = January };
        Refused(await live.Engine.ApplyAsync(request, default), ViolationCode.Forbidden, "at", "expected no time: only the seed of an empty store carries its own");
    }

    [Fact]
    public async Task A_seed_may_carry_approvals_that_are_whole()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(January, Put(
            "Evidence", "e", ("title", "E"), ("type", "POLICY"), ("status", "APPROVED"), ("submittedBy", "Sue"), ("submittedOn", "2026-01-02"), ("approvedBy", "Abe"), ("approvedOn", "2026-01-03"))));
        Assert.Equal("APPROVED", live.Value("e", "status"));
        Kept(await live.Seed(January, Put("Evidence", "e", ("title", "Edited later"))));
        Assert.Null(live.Value("e", "status"));
    }

    [Theory]
    [InlineData("approvedOn", "APPROVED", null, "Abe", "expected approvedOn and approvedBy both where the status is APPROVED")]
    [InlineData("approvedOn", "APPROVED", "2026-01-03", null, "both where the status is APPROVED")]
    [InlineData("approvedOn", "SUBMITTED", "2026-01-03", "Abe", "expected approvedOn and approvedBy absent where the status is SUBMITTED")]
    [InlineData("approvedOn", null, "2026-01-03", "Abe", "absent where the status is DRAFT")]
    [InlineData("approvedBy", "APPROVED", "2026-01-03", "Sue", "expected somebody else than the one who submitted it (four eyes)")]
    public async Task Refuses_an_approval_of_a_seed_that_is_not_whole(string field, string? status, string? on, string? by, string message)
    {
        await using var live = await OpenAsync();
        var result = await live.Seed(January, Put(
            "Evidence", "e", ("title", "E"), ("type", "POLICY"), ("submittedBy", "Sue"), ("submittedOn", "2026-01-02"), ("status", status), ("approvedOn", on), ("approvedBy", by)));
        Refused(result, ViolationCode.Validation, $"changes[0].put.evidence.{field}", message);
    }

    [Fact]
    public async Task A_seed_may_carry_an_older_review_of_a_link()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(January, Put("Risk", "r", ("title", "R"), ("kind", "THREAT")), Put("Control", "c", ("title", "C")), Link("r", "MITIGATED_BY", "c", ("reviewedOn", "2025-01-01"), ("reviewedBy", "Rae"), ("reviewedAgainst", "a/b"))));
        var data = live.Current.Edge(live.Find("r"), Graph.Engine.Model.EdgeKinds.MitigatedBy, live.Find("c"))!;
        Assert.Equal(new DateOnly(2025, 1, 1), data[Graph.Engine.Model.EdgeKinds.MitigatedBy.ReviewedOn!]);
    }
}
