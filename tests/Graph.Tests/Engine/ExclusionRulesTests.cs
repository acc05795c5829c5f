using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.ManagementSystem;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Law and clauses are never excluded: no row of either may be declared so, nor stated not to apply.</summary>
public sealed class ExclusionRulesTests
{
    [Fact]
    public async Task A_provision_of_law_may_never_be_excluded()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.excludable", "expected absent or false: 'law' is law and is never excluded", Requirement("law:1", ("excludable", true)));
        await live.Keep(Requirement("law:1", ("excludable", false)));
    }

    [Fact]
    public async Task A_clause_of_a_standard_and_what_stands_below_one_may_never_be_excluded_while_a_control_may()
    {
        await using var live = await WithStandardAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.excludable", "'std:8' is a clause", Requirement("std:8.4", ("excludable", true)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.excludable", "'std:8' is a clause", Requirement("std:8", ("excludable", true)));
        await live.Keep(Requirement("std:A.2", ("excludable", true)));
    }

    [Fact]
    public async Task What_may_be_excluded_does_not_become_law_or_a_clause_by_its_framework_a_heading_or_a_link()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(Requirement("std:A.2", ("excludable", true)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.framework.kind", "'std' is law and is never excluded, and 'std:A.2' below it may be", Put("Framework", "std", ("kind", "REGULATION")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.excludable", "'std:A' is a clause and is never excluded, and 'std:A.2' below it may be", Requirement("std:A", ("level", "CLAUSE")));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink.excludable", "'std:8' is a clause", Unlink("std:A.2", "PART_OF", "std:A"), Link("std:A.2", "PART_OF", "std:8"));
    }

    [Fact]
    public async Task Law_and_clauses_stay_what_they_are_in_another_place_and_by_another_word()
    {
        await using var live = await WithStandardAsync();
        const string Clause = "'std:8' is a clause, which is never excluded", Law = "'law' is law, which is never excluded";
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", Clause, Unlink("std:8.4", "PART_OF", "std:8"), Link("std:8.4", "PART_OF", "std:A"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement", "expected 'std:8' to stay what it is: " + Clause, Requirement("std:8", ("level", "CONTROL")));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", Law, Unlink("law:1", "PART_OF", "law"), Link("law:1", "PART_OF", "std:A"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.framework.voluntary", "expected absent or false: law applies by its own conditions", Put("Framework", "law", ("voluntary", true)));
        await live.Keep(Unlink("std:A.2", "PART_OF", "std:A"), Link("std:A.2", "PART_OF", "std"));
    }

    [Fact]
    public async Task Law_with_rows_does_not_become_a_standard_whose_rows_may_be_excluded()
    {
        await using var live = await WithSmallGraphAsync();
        foreach (var kind in (string[])["STANDARD", "GUIDANCE"])
        {
            await live.Refuses(ViolationCode.Validation, "changes[0].put.framework.kind", "expected REGULATION, as it was recorded: rows stand below it, and law is never excluded", Put("Framework", "law", ("kind", kind)), Requirement("law:1", ("excludable", true)));
        }

        // A framework without rows was recorded by mistake.
        await live.Keep(Put("Framework", "empty", ("title", "Empty"), ("kind", "REGULATION")));
        await live.Keep(Put("Framework", "empty", ("kind", "STANDARD")));
    }

    [Theory]
    [InlineData("std:8.4", "std:8.4")]
    [InlineData("std:8", "std:8")]
    [InlineData("law:1", "law:1")]
    [InlineData("std:A", "std:A")]
    [InlineData("std:A.2", null)]
    public async Task What_may_not_be_excluded_is_not_stated_not_to_apply_nor_is_a_heading_above_what_may(string row, string? refused)
    {
        await using var live = await WithStandardAsync();
        await live.Keep(Requirement("std:A.2", ("excludable", true)), Requirement("std:A.3", ("level", "CONTROL"), ("assessable", true)), Link("std:A.3", "PART_OF", "std:A"), State("st", row, applicable: false));
        await live.Keep(Link("st", "STATES", row));
        if (refused is null)
        {
            await live.Approve("st");
            return;
        }

        var expected = refused == "std:A"
            ? "expected a statement that something does not apply to name each row with a reason of its own; 'std:A' is a heading above rows that may be excluded, such as 'std:A.2'"
            : $"expected a statement that something does not apply to be about rows that may be excluded; '{refused}' may not, nor may anything below it";
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "st"), ViolationCode.Validation, "key", expected);
        await live.Keep(State("st", row, applicable: true));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "st"));
    }

    [Fact]
    public async Task A_statement_is_not_approved_once_what_it_excludes_may_not_be_excluded_any_more()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(Requirement("std:A.2", ("excludable", true)), State("st", "std:A.2", applicable: false));
        await live.Keep(Link("st", "STATES", "std:A.2"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "st"));
        await live.Keep(Requirement("std:A.2", ("excludable", false)));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Approve, "st"), ViolationCode.Validation, "key", "'std:A.2' may not, nor may anything below it");
        Kept(await live.Decide("Abe Approver", DecisionVerb.Reject, "st"));
    }

    private static PutDocument State(string key, string about, bool applicable) =>
        Put("Statement", key, ("title", about), ("kind", "APPLICABILITY"), ("applicable", applicable), ("justification", "We said so."));

    private static async Task<LiveEngine> WithStandardAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Framework", "std", ("title", "A standard"), ("kind", "STANDARD")),
            Requirement("std:8", ("level", "CLAUSE")), Link("std:8", "PART_OF", "std"), Requirement("std:8.4", ("assessable", true)), Link("std:8.4", "PART_OF", "std:8"),
            Requirement("std:A", ("level", "OBJECTIVE")), Link("std:A", "PART_OF", "std"), Requirement("std:A.2", ("level", "CONTROL"), ("assessable", true)), Link("std:A.2", "PART_OF", "std:A"));
        return live;
    }
}
