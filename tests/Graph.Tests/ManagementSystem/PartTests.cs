using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>A list of records inside a document is documents of a part kind: they live and are approved with what holds them.</summary>
public sealed class PartTests
{
    private static readonly Graph.Engine.Log.Operation[] Method =
    [
        Put("RiskMethod", "m", ("title", "Method 1"), ("acceptedUpTo", "LOW")),
        Put("RiskMatrixCell", "m-1", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("m-1", "MATRIX_CELL_OF", "m"),
        Put("RiskMatrixCell", "m-2", ("likelihood", 5), ("impact", 5), ("level", "CRITICAL")), Link("m-2", "MATRIX_CELL_OF", "m"),
        .. Judged.Scales("m"),
    ];

    [Fact]
    public async Task A_part_belongs_to_exactly_one_document()
    {
        await using var live = await OpenAsync();
        await live.Keep(Method);
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.riskMatrixCell.matrixCellOf", "expected exactly 1 MATRIX_CELL_OF from 'lone', found 0",
            Put("RiskMatrixCell", "lone", ("likelihood", 1), ("impact", 2), ("level", "LOW")));
        await live.Keep(Put("RiskMethod", "n", ("title", "Method 2"), ("acceptedUpTo", "LOW")));
        await live.Refuses(ViolationCode.Validation, "changes[0].link.matrixCellOf", "expected exactly 1 MATRIX_CELL_OF from 'm-1', found 2", Link("m-1", "MATRIX_CELL_OF", "n"));
        await live.Refuses(ViolationCode.Conflict, "changes[0].unlink", "expected 'm-1' to keep MATRIX_CELL_OF to 'm'", Unlink("m-1", "MATRIX_CELL_OF", "m"));
    }

    [Fact]
    public async Task Parts_are_deleted_with_what_holds_them_and_never_come_back()
    {
        var store = new MemoryLogStore();
        await using var live = await OpenAsync(store: store);
        await live.Keep(Method);
        var result = await live.Keep(Delete("m"));
        Assert.Equal((5, 4), (result.Counts.Deleted, result.Counts.Unlinked));
        Assert.Null(live.Current.Document("m-1"));
        await live.Refuses(ViolationCode.Validation, "changes[1].put.riskMatrixCell.key", "never used",
            Put("RiskMethod", "n", ("title", "Method 2"), ("acceptedUpTo", "LOW")), Put("RiskMatrixCell", "m-1", ("likelihood", 1), ("impact", 1), ("level", "LOW")));
        await using var again = await OpenAsync(store: store);
        Assert.Equal(SnapshotText.Of(live.Current), SnapshotText.Of(again.Current));
    }

    [Fact]
    public async Task Other_edges_of_a_part_still_ask_before_it_goes()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("OrganisationRole", "role:a", ("title", "Owner of AI risk")), Put("Person", "person:p", ("name", "Pia")),
            Put("RoleAssignment", "as-1", ("from", "2026-01-01")), Link("as-1", "ASSIGNMENT_OF", "role:a"), Link("as-1", "HELD_BY", "person:p"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.edges", "'role:a' has 1, such as as-1|HELD_BY|person:p", Delete("role:a"));
        await live.Keep(Delete("role:a", edges: true));
        Assert.Null(live.Current.Document("as-1"));
        Assert.NotNull(live.Current.Document("person:p"));
    }

    [Fact]
    public async Task What_is_approved_is_approved_with_its_parts()
    {
        await using var live = await OpenAsync();
        await live.Keep(Method);
        var before = Content.Hash(live.Find("m"), live.Current);
        await live.Approve("m");
        Assert.Equal(("APPROVED", before), (live.Value("m", "status"), live.Value("m", "contentHash")));

        // An edit of a part, and a part more, take the approval away.
        await live.Keep(Put("RiskMatrixCell", "m-1", ("level", "MEDIUM")));
        Assert.Null(live.Value("m", "status"));
        Assert.NotEqual(before, Content.Hash(live.Find("m"), live.Current));
        await live.Approve("m");
        await live.Keep(Put("RiskMatrixCell", "m-3", ("likelihood", 2), ("impact", 2), ("level", "LOW")), Link("m-3", "MATRIX_CELL_OF", "m"));
        Assert.Null(live.Value("m", "status"));
        await live.Approve("m");
        await live.Keep(Delete("m-3", edges: true));
        Assert.Null(live.Value("m", "status"));
    }

    [Fact]
    public async Task A_part_that_only_tells_of_what_is_approved_leaves_the_approval()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY")));
        await live.Approve("document:p");
        await live.Keep(Put("Communication", "co", ("audience", "All staff"), ("on", "2026-11-01")), Link("co", "COMMUNICATION_OF", "document:p"));
        await live.Keep(Put("Communication", "co", ("reachedCount", 3)));
        Assert.Equal("APPROVED", live.Value("document:p", "status"));
    }

    [Fact]
    public async Task Whoever_edited_a_part_does_not_approve_the_whole()
    {
        await using var live = await OpenAsync();
        await live.Keep(Method);
        Kept(await live.AskAs("Pat Part", Put("RiskMatrixCell", "m-1", ("level", "MEDIUM"))));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "m"));
        Refused(await live.Decide("Pat Part", DecisionVerb.Approve, "m"), ViolationCode.Forbidden, "key", "nobody decides on what they submitted or last edited");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Approve, "m"));
    }

    [Fact]
    public async Task Whoever_took_a_part_out_does_not_approve_what_is_left_also_after_a_restart()
    {
        var store = new MemoryLogStore();
        await using (var live = await OpenAsync(store: store))
        {
            await live.Keep(Method);
            Kept(await live.AskAs("Rob Remover", Delete("m-2", edges: true)));
        }

        await using var again = await OpenAsync(store: store);
        Kept(await again.Decide("Sue Submitter", DecisionVerb.Submit, "m"));
        Refused(await again.Decide("Rob Remover", DecisionVerb.Approve, "m"), ViolationCode.Forbidden, "key", "nobody decides");
    }

    [Fact]
    public async Task The_hash_of_what_has_no_parts_is_as_it_was_before_there_were_any()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", "v", ("title", "V")), Put("Evidence", "e", ("title", "E"), ("type", "POLICY")));
        // SHA-256 of {"kind":"Evidence","title":"E","type":"POLICY","CONCERNS":[]}: what was approved before stays approved.
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("""{"kind":"Evidence","title":"E","type":"POLICY","CONCERNS":[]}"""u8));
        Assert.Equal(expected, Content.Hash(live.Find("e"), live.Current));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(12345678.875)]
    [InlineData(3)]
    [InlineData(1e-300)]
    [InlineData(9_007_199_254_740_991)]
    public async Task A_number_comes_back_from_the_log_as_it_was(double number)
    {
        var store = new MemoryLogStore();
        await using var live = await OpenAsync(store: store);
        await live.Keep(
            Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")),
            Put("Measurement", "me", ("on", "2026-11-01"), ("value", number)), Link("me", "MEASUREMENT_OF", "metric:a"));
        await using var again = await OpenAsync(store: store);
        Assert.Equal(number + 0.0, again.Value("me", "value"));
        Assert.Equal(BitConverter.DoubleToInt64Bits(number + 0.0), BitConverter.DoubleToInt64Bits((double)again.Value("me", "value")!));
        var unchanged = await again.Keep(Put("Measurement", "me", ("value", number)));
        Assert.Equal(1, unchanged.Counts.Unchanged);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e16)]
    public async Task A_number_that_is_none_or_too_large_is_refused(double number)
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.metric.target", "expected a number from", Put("Metric", "metric:a", ("target", number)));
    }

    [Fact]
    public async Task What_is_kept_until_a_day_is_not_deleted_before_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY"), ("retainUntil", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'document:p' is kept until 2026-11-24", Delete("document:p"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Delete("document:p"));
    }
}
