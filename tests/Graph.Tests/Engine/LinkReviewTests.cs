using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Creating a link is its first review: who, when and against which meaning of its ends.</summary>
public sealed class LinkReviewTests
{
    [Fact]
    public async Task A_new_link_remembers_who_made_it_when_and_against_what()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.AskAs("Lea Linker", Link("c", "SATISFIES", "law:1")));
        var (on, by, against) = Review(live, "c", EdgeKinds.Satisfies, "law:1");
        Assert.Equal((new DateOnly(2026, 11, 24), "Lea Linker"), (on, by));
        Assert.Equal($"{Content.MeaningHash(live.Find("c"))}/2026-07-24", against);
    }

    [Fact]
    public async Task A_row_stands_for_the_consolidation_of_the_framework_above_all_its_headings()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Requirement("law:1(1)"), Link("law:1(1)", "PART_OF", "law:1"), Link("e", "DEMONSTRATES", "law:1(1)"));
        Assert.EndsWith("/2026-07-24", Review(live, "e", EdgeKinds.Demonstrates, "law:1(1)").Against, StringComparison.Ordinal);
        await live.Keep(Put("Framework", "std", ("title", "S"), ("kind", "STANDARD")), Requirement("std:1"), Link("std:1", "PART_OF", "std"), Link("c", "SATISFIES", "std:1"));
        Assert.EndsWith("/-", Review(live, "c", EdgeKinds.Satisfies, "std:1").Against, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_are_read_as_the_change_leaves_them()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("r", "MITIGATED_BY", "c"), Put("Control", "c", ("procedure", "Step by step.")));
        Assert.Equal($"{Content.MeaningHash(live.Find("r"))}/{Content.MeaningHash(live.Find("c"))}", Review(live, "r", EdgeKinds.MitigatedBy, "c").Against);
    }

    [Fact]
    public async Task Changing_a_link_is_no_review_and_making_it_anew_is()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.AskAs("Lea", Link("c", "SATISFIES", "law:1")));
        live.Clock.Advance(TimeSpan.FromDays(1));
        Kept(await live.AskAs("Max", Link("c", "SATISFIES", "law:1", ("extent", "PARTIAL"))));
        Assert.Equal((new DateOnly(2026, 11, 24), "Lea"), (Review(live, "c", EdgeKinds.Satisfies, "law:1").On, Review(live, "c", EdgeKinds.Satisfies, "law:1").By));
        Kept(await live.AskAs("Max", Unlink("c", "SATISFIES", "law:1"), Link("c", "SATISFIES", "law:1")));
        Assert.Equal((new DateOnly(2026, 11, 25), "Max"), (Review(live, "c", EdgeKinds.Satisfies, "law:1").On, Review(live, "c", EdgeKinds.Satisfies, "law:1").By));
    }

    [Theory]
    [InlineData("reviewedOn", "2020-01-01")]
    [InlineData("reviewedBy", "Lea")]
    [InlineData("reviewedAgainst", "a/b")]
    public async Task Nobody_types_a_review_in(string field, string value)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Forbidden, $"changes[0].link.{field}", $"expected no '{field}'", Link("c", "SATISFIES", "law:1", (field, value)));
    }

    [Fact]
    public void The_reviewed_kinds_of_edges_are_those_of_the_design() =>
        Assert.Equal(["MITIGATED_BY", "EVIDENCED_BY", "SATISFIES", "DEMONSTRATES", "FROM", "TO"], EdgeKinds.All.Where(e => e.Reviewed).Select(e => e.Name));

    [Fact]
    public async Task The_meaning_of_a_document_follows_from_its_meaning_bearing_fields_only()
    {
        await using var live = await WithSmallGraphAsync();
        var first = Content.MeaningHash(live.Find("c"));
        await live.Keep(Put("Control", "c", ("title", "Another name"), ("implementedOn", "2026-01-01"), ("domain", "DATA")));
        Assert.Equal(first, Content.MeaningHash(live.Find("c")));
        Assert.Equal(first, live.Find("c").Meaning);
        await live.Keep(Put("Control", "c", ("scope", "ORGANISATION")));
        Assert.NotEqual(first, Content.MeaningHash(live.Find("c")));
    }

    [Fact]
    public void Of_days_only_the_text_version_of_a_requirement_carries_meaning() =>
        Assert.Equal(
            ["Requirement.textVersion"],
            GraphModel.Default.Kinds.SelectMany(k => k.Fields.Where(f => f.Meaning && f.Type == FieldType.Date).Select(f => $"{k.Name}.{f.Name}")));

    [Fact]
    public async Task A_text_that_is_later_than_its_consolidation_is_what_a_link_to_it_is_reviewed_against()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Requirement", "law:1", ("assessable", true), ("textVersion", "2026-09-01")), Link("c", "SATISFIES", "law:1"));
        Assert.EndsWith("/2026-09-01", Review(live, "c", EdgeKinds.Satisfies, "law:1").Against, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_may_give_one_side_of_what_was_reviewed_and_a_later_review()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(null,
            Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION"), ("consolidatedOn", "2026-07-24")), Requirement("law:1"), Link("law:1", "PART_OF", "law"),
            Put("Control", "c", ("title", "A control")), Link("c", "SATISFIES", "law:1", ("reviewedOn", "2026-05-01"), ("reviewedAgainst", "/2024-07-12"))));
        Assert.Equal((new DateOnly(2026, 5, 1), "Sam Seed", $"{live.Find("c").Meaning}/2024-07-12"), Review(live, "c", EdgeKinds.Satisfies, "law:1"));
        Kept(await live.Seed(null, Link("c", "SATISFIES", "law:1", ("reviewedOn", "2026-09-01"))));
        Assert.Equal((new DateOnly(2026, 9, 1), "Sam Seed", $"{live.Find("c").Meaning}/2026-07-24"), Review(live, "c", EdgeKinds.Satisfies, "law:1"));
    }

    private static (DateOnly? On, string? By, string Against) Review(LiveEngine live, string from, EdgeKind kind, string to)
    {
        var data = live.Current.Edge(live.Find(from), kind, live.Find(to))!;
        var on = kind.ReviewedOn!.Index;
        return ((DateOnly?)data[kind.Fields[on]], live.Engine.Personal.Resolve((string?)data[kind.Fields[on + 1]]), (string)data[kind.Fields[on + 2]]!);
    }
}
