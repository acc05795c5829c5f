using Graph.Engine.Validation;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Law and clauses are never excluded: no row of either may be declared so.</summary>
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
