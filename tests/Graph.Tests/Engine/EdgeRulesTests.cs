using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>What may be joined, how often, and what a delete leaves behind.</summary>
public sealed class EdgeRulesTests
{
    [Fact]
    public async Task Refuses_an_edge_whose_ends_do_not_exist()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.NotFound, "changes[0].link.from", "found 'nobody'", Link("nobody", "HAS_RISK", "r"));
        await live.Refuses(ViolationCode.NotFound, "changes[0].link.to", "found 'nothing'", Link("s", "HAS_RISK", "nothing"));
        await live.Refuses(ViolationCode.NotFound, "changes[0].unlink.to", "found 'nothing'", Unlink("s", "HAS_RISK", "nothing"));
        await live.Refuses(ViolationCode.NotFound, "changes[0].delete.key", "found 'nothing'", Delete("nothing"));
    }

    [Fact]
    public async Task Refuses_an_unknown_edge_kind_and_an_unknown_field_of_an_edge()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.BadRequest, "changes[0].link.kind", "expected a kind of edge, found 'LOVES'", Link("s", "LOVES", "r"));
        await live.Refuses(ViolationCode.BadRequest, "changes[0].link.colour", "expected a field of SATISFIES", Link("c", "SATISFIES", "law:1", ("colour", "red")));
        await live.Refuses(ViolationCode.Validation, "changes[0].link.extent", "expected one of FULL, PARTIAL", Link("c", "SATISFIES", "law:1", ("extent", "SOME")));
    }

    [Theory]
    [InlineData("s", "HAS_RISK", "c", "expected HAS_RISK from AiSystem, Component, Vendor to Risk, found AiSystem 's' to Control 'c'")]
    [InlineData("c", "HAS_RISK", "r", "found Control 'c' to Risk 'r'")]
    [InlineData("law:1", "SATISFIES", "c", "expected SATISFIES from Control to Requirement")]
    [InlineData("c", "OWNED_BY", "s", "expected OWNED_BY from any kind to Person")]
    public async Task Refuses_an_edge_between_kinds_that_it_does_not_join(string from, string kind, string to, string message)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].link.kind", message, Link(from, kind, to));
    }

    [Fact]
    public async Task A_system_chooses_only_voluntary_frameworks_and_a_chosen_one_stays_voluntary()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].link.to", "expected a voluntary Framework (law applies by its own conditions), found Framework 'law'", Link("s", "SUBJECT_TO", "law"));
        await live.Keep(Put("Framework", "std", ("title", "A standard"), ("kind", "STANDARD"), ("voluntary", true)), Link("s", "SUBJECT_TO", "std"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.framework", "expected a voluntary Framework (law applies by its own conditions) as long as 's' has SUBJECT_TO to 'std'", Put("Framework", "std", ("voluntary", false)));
    }

    [Fact]
    public async Task An_edge_may_join_documents_of_the_same_change()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("s", "HAS_RISK", "r2"), Put("Risk", "r2", ("title", "R"), ("kind", "THREAT")));
        Assert.Equal(2, live.Current.EdgeCount);
    }

    [Fact]
    public async Task A_row_is_part_of_exactly_one_heading()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.partOf", "expected exactly 1 PART_OF from 'law:2', found 0", Requirement("law:2"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.requirement.partOf", "found 2", Requirement("law:2"), Link("law:2", "PART_OF", "law"), Link("law:2", "PART_OF", "law:1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink.partOf", "expected exactly 1 PART_OF from 'law:1', found 0", Unlink("law:1", "PART_OF", "law"));
        await live.Keep(Requirement("law:2"), Link("law:2", "PART_OF", "law:1"));
        await live.Keep(Link("law:2", "PART_OF", "law"), Unlink("law:2", "PART_OF", "law:1"));
    }

    [Fact]
    public async Task Headings_never_form_a_circle()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Requirement("law:2"), Link("law:2", "PART_OF", "law:1"), Requirement("law:3"), Link("law:3", "PART_OF", "law:2"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].link", "expected no circle of PART_OF; it leads from 'law:1' back to itself",
            Link("law:1", "PART_OF", "law:3"), Unlink("law:1", "PART_OF", "law"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].link", "back to itself", Link("law:1", "PART_OF", "law:1"), Unlink("law:1", "PART_OF", "law"));
    }

    [Fact]
    public async Task Headings_are_as_deep_as_the_limit_and_no_deeper()
    {
        await using var live = await WithSmallGraphAsync(new EngineOptions { HeadingDepthMax = 3 });
        await live.Keep(Requirement("law:2"), Link("law:2", "PART_OF", "law:1"), Requirement("law:3"), Link("law:3", "PART_OF", "law:2"));
        await live.Refuses(
            ViolationCode.LimitExceeded, "changes[1].link", "expected at most 3 levels of PART_OF", Requirement("law:4"), Link("law:4", "PART_OF", "law:3"));
    }

    [Fact]
    public async Task Moving_a_heading_counts_what_is_below_it()
    {
        await using var live = await WithSmallGraphAsync(new EngineOptions { HeadingDepthMax = 3 });
        await live.Keep(
            Requirement("law:2"), Link("law:2", "PART_OF", "law"), Requirement("law:2(1)"), Link("law:2(1)", "PART_OF", "law:2"),
            Requirement("law:1(1)"), Link("law:1(1)", "PART_OF", "law:1"));
        await live.Refuses(
            ViolationCode.LimitExceeded, "changes[0].link", "expected at most 3 levels of PART_OF", Link("law:2", "PART_OF", "law:1(1)"), Unlink("law:2", "PART_OF", "law"));
        await live.Keep(Link("law:2", "PART_OF", "law:1"), Unlink("law:2", "PART_OF", "law"));
    }

    [Fact]
    public async Task A_mapping_has_sources_targets_and_one_set()
    {
        await using var live = await WithSmallGraphAsync();
        var result = await live.Ask(Put("Mapping", "m", ("relation", "EQUAL")));
        Assert.Equal(
            ["changes[0].put.mapping.from expected at least 1 FROM from 'm', found 0", "changes[0].put.mapping.to expected at least 1 TO from 'm', found 0", "changes[0].put.mapping.inSet expected exactly 1 IN_SET from 'm', found 0"],
            result.Violations.Select(v => $"{v.Path} {v.Message}"));
    }

    [Fact]
    public async Task A_mapping_ends_at_a_framework_only_where_it_says_that_nothing_is_shared()
    {
        await using var live = await WithSmallGraphAsync();
        Operation[] mapping = [Put("MappingSet", "ms", ("title", "Set")), Link("m", "IN_SET", "ms"), Link("m", "FROM", "law:1"), Link("m", "TO", "law")];
        await live.Refuses(
            ViolationCode.Validation, "changes[3].link.to", "expected a Requirement (a Framework only where the relation is NONE), found Framework 'law'",
            [.. mapping, Put("Mapping", "m", ("relation", "EQUAL"))]);
        await live.Keep([.. mapping, Put("Mapping", "m", ("relation", "NONE"))]);
        await live.Refuses(ViolationCode.Validation, "changes[0].put.mapping.to", "found Framework 'law'", Put("Mapping", "m", ("relation", "SUBSET")));
    }

    [Fact]
    public async Task Refuses_to_delete_a_document_with_edges_and_names_one()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("s", "HAS_RISK", "r"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.edges", "'r' has 1, such as s|HAS_RISK|r", Delete("r"));
        await live.Keep(Unlink("s", "HAS_RISK", "r"), Delete("r"));
    }

    [Fact]
    public async Task Deletes_edges_when_asked_and_spells_them_out_in_the_log()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("s", "HAS_RISK", "r"), Link("r", "MITIGATED_BY", "c"));
        var result = await live.Keep(Delete("r", edges: true));
        Assert.Equal((1, 2, 1), (result.Counts.Deleted, result.Counts.Unlinked, live.Current.EdgeCount));
        Assert.Contains(
            """
            "ops":[{"unlink":"MITIGATED_BY","from":"r","to":"c"},{"unlink":"HAS_RISK","from":"s","to":"r"},{"delete":"r"}]
            """, (await live.LogText())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_delete_that_leaves_something_without_an_edge_that_it_must_have()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key.partOf", "expected exactly 1 PART_OF from 'law:1', found 0", Delete("law", edges: true));
        await live.Keep(Delete("law", edges: true), Delete("law:1", edges: true));
        Assert.Equal(0, live.Current.EdgeCount);
    }

    [Fact]
    public async Task Refuses_to_delete_a_fact_that_is_still_used()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = true })));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "expected a fact that nothing uses; 's' uses 'talks'", Delete("fact:talks"));
        await live.Keep(Put("Requirement", "law:1", ("facts", (string[])["!talks/role:PROVIDER"])), Put("AiSystem", "s", ("facts", null)));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'law:1' uses 'talks'", Delete("fact:talks"));
        await live.Keep(Put("Requirement", "law:1", ("facts", null)), Delete("fact:talks"));
    }

    [Fact]
    public async Task A_link_that_no_such_document_may_have_is_told_also_where_the_document_itself_is_refused()
    {
        await using var live = await WithSmallGraphAsync();

        var refused = await live.Ask(
            Put("Risk", "new", ("title", "A risk"), ("kind", "THREAT"), ("inherentLikelihood", 9)),
            Link("new", "SATISFIES", "law:1"), Link("c", "EVIDENCED_BY", "new"), Link("new", "MITIGATED_BY", "c"));

        Assert.Equal(
            ["changes[0].put.risk.inherentLikelihood", "changes[1].link.kind", "changes[2].link.kind"], refused.Violations.Select(v => v.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unlinking_and_linking_happen_in_the_order_of_the_request()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("s", "HAS_RISK", "r"));
        await live.Keep(Unlink("s", "HAS_RISK", "r"), Link("s", "HAS_RISK", "r"));
        Assert.Equal(2, live.Current.EdgeCount);
        await live.Keep(Link("s", "HAS_RISK", "r"), Unlink("s", "HAS_RISK", "r"));
        Assert.Equal(1, live.Current.EdgeCount);
    }

    [Fact]
    public async Task A_link_keeps_what_a_later_one_does_not_name()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("c", "SATISFIES", "law:1", ("extent", "PARTIAL"), ("rationale", "half")));
        var result = await live.Keep(Link("c", "SATISFIES", "law:1", ("joint", "g"), ("rationale", null)));
        Assert.Equal(1, result.Counts.Linked);
        var data = live.Current.Edge(live.Find("c"), Graph.Engine.Model.EdgeKinds.Satisfies, live.Find("law:1"))!;
        Assert.Equal(["PARTIAL", "g", null], Graph.Engine.Model.EdgeKinds.Satisfies.Fields.Take(3).Select(f => data[f]));
    }
}
