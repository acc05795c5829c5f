using Graph.Engine.Model.Organisation;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What law has kept is not deleted before (Regulation (EU) 2024/1689 Art. 18, 19, 26(6), 47). Today is 2026-11-24; the system s was placed on the market on 2026-03-01.</summary>
public sealed class RetentionTests
{
    [Theory]
    [InlineData("TECHNICAL_DOCUMENTATION", "2036-03-01", "18(1)(a), 22(3)(b)")]
    [InlineData("CONFORMITY_ASSESSMENT", "2036-03-01", "18(1)(c)-(d), 22(3)(b), 23(5)")]
    [InlineData("CERTIFICATE", "2036-03-01", "18(1)(c)-(d), 22(3)(b), 23(5)")]
    [InlineData("DECLARATION_OF_CONFORMITY", "2036-03-01", "18(1)(e), 22(3)(b), 23(5), 47(1)")]
    [InlineData("INSTRUCTIONS_FOR_USE", "2036-03-01", "23(5)")]
    [InlineData("LOG_RECORD", "2027-04-30", "19(1), 26(6)")]
    public async Task Evidence_of_a_high_risk_system_is_kept_as_long_as_its_article_asks(string type, string until, string article)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", type), ("periodTo", "2026-10-31")), Link("x", "CONCERNS", "s"));
        Assert.Null(live.Derived("x", "keptUntil"));
        await live.Approve("x");
        Assert.Equal(until, $"{live.Derived("x", "keptUntil"):yyyy-MM-dd}");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", $"'x' is kept until {until} (Regulation (EU) 2024/1689 Art. {article}", Delete("x", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x' is kept until", Delete("s", edges: true));
        live.Clock.Advance(DateOnly.ParseExact(until, "yyyy-MM-dd").AddDays(1).ToDateTime(TimeOnly.MinValue) - live.Today().ToDateTime(TimeOnly.MinValue));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "x"));
        await live.Keep(Delete("x", edges: true));
    }

    [Fact]
    public async Task What_a_record_is_kept_as_stays_for_as_long_as_law_has_it_kept()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Keep(Put("Evidence", "x", ("type", "POLICY")));
        await live.Keep(Put("Evidence", "x", ("type", "TECHNICAL_DOCUMENTATION")));
        await live.Approve("x");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.evidence.type", "expected type TECHNICAL_DOCUMENTATION as it was, for it is a record that is kept until 2036-03-01", Put("Evidence", "x", ("type", "POLICY")));
    }

    [Fact]
    public async Task A_record_that_is_kept_stays_about_its_system_and_is_not_made_something_else_and_deleted_at_once()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>())), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        await live.Refuses(
            ViolationCode.Validation, "changes[0].unlink", "expected 'x' to stay about 's': it is a record that is kept until 2036-03-01 (Regulation (EU) 2024/1689 Art. 18(1)(a), 22(3)(b): technical documentation)",
            Unlink("x", "CONCERNS", "s"), Link("x", "CONCERNS", "small"));
        Assert.Contains((await live.Ask(Put("Evidence", "x", ("type", "TEST_REPORT")), Delete("x", edges: true))).Violations, v => v.Path == "changes[1].delete.key" && v.Message.Contains("'x' is kept until 2036-03-01", StringComparison.Ordinal));
        await live.Keep(Link("x", "CONCERNS", "small"));
    }

    [Fact]
    public async Task A_document_that_was_approved_is_kept_as_it_was_said_and_as_long()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(
            Put("ManagedDocument", "d", ("title", "D"), ("type", "RECORD"), ("keptAs", "TECHNICAL_DOCUMENTATION")), Put("ManagedDocument", "own", ("title", "Own"), ("type", "RECORD"), ("keptAs", "OTHER"), ("retainUntil", "2030-12-31")),
            Put("ManagedDocument", "unsaid", ("title", "Unsaid"), ("type", "RECORD")));
        await live.Approve("d");
        await live.Approve("own");
        await live.Approve("unsaid");
        foreach (var other in (string?[])["OTHER", null])
        {
            await live.Refuses(ViolationCode.Validation, "changes[0].put.managedDocument.keptAs", "expected keptAs TECHNICAL_DOCUMENTATION as it was", Put("ManagedDocument", "d", ("keptAs", other)));
            Assert.Contains((await live.Ask(Put("ManagedDocument", "d", ("keptAs", other)), Delete("d"))).Violations, v => v.Path == "changes[1].delete.key" && v.Message.Contains("'d' is kept until", StringComparison.Ordinal));
        }

        foreach (var shorter in (string?[])["2030-12-30", null])
        {
            await live.Refuses(ViolationCode.Validation, "changes[0].put.managedDocument.retainUntil", "expected a day on or after 2030-12-31, as it was recorded", Put("ManagedDocument", "own", ("retainUntil", shorter)));
        }

        await live.Keep(Put("ManagedDocument", "own", ("retainUntil", "2031-01-01")));
        await live.Keep(Put("ManagedDocument", "unsaid", ("keptAs", "OTHER")));     // Nobody had said it.
    }

    [Fact]
    public async Task A_class_that_is_not_known_or_an_exemption_that_is_overdue_is_kept_as_high_risk()
    {
        await using var live = await WithSystemAsync(["EXEMPT_6_3"]);
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        Assert.NotNull(live.Derived("x", "keptUntil"));
    }

    [Fact]
    public async Task What_was_never_approved_is_an_error_that_can_be_deleted_and_what_was_approved_once_is_a_record_whatever_became_of_it()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("Evidence", "draft", ("title", "D"), ("type", "TECHNICAL_DOCUMENTATION")), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Keep(Delete("draft"));
        await live.Approve("x");
        await live.Keep(Put("Evidence", "x", ("description", "What was approved stays as it was, and this is a draft.")));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x-v1' is kept until 2036-03-01", Delete("x-v1", edges: true));

        // What was withdrawn stays a record whatever becomes of it.
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "x-v1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x-v1' is kept until 2036-03-01", Delete("x-v1", edges: true));
        await live.Keep(Delete("x", edges: true));
        await live.Keep(Put("Evidence", "x-v1", ("description", "Better.")));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x-v1-v1' is kept until 2036-03-01", Delete("x-v1-v1", edges: true));
    }

    [Fact]
    public async Task A_system_that_is_not_high_risk_has_no_time_by_law_and_one_of_unknown_class_has_the_longer_one()
    {
        await using var live = await WithSystemAsync([]);
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        Assert.Null(live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "s", ("classes", null)));
        Assert.Equal("2036-03-01", $"{live.Derived("x", "keptUntil"):yyyy-MM-dd}");

        // An exemption lowers duties and counts only when signed; what is not placed yet has all of its ten years to come.
        await live.Keep(Put("AiSystem", "s", ("classes", new[] { "EXEMPT_6_3" }), ("placedOn", null)));
        Assert.Equal("2036-11-24", $"{live.Derived("x", "keptUntil"):yyyy-MM-dd}");
        await live.Keep(Put("AiSystem", "s", ("roles", new[] { "DEPLOYER" })));
        Assert.Null(live.Derived("x", "keptUntil"));
    }

    [Fact]
    public async Task A_document_of_the_register_is_not_kept_shorter_than_law_asks()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.managedDocument.retainUntil", "expected a day on or after 2036-03-01, found 2026-11-25: Regulation (EU) 2024/1689 Art. 18(1)(b)",
            Put("ManagedDocument", "document:r", ("title", "R"), ("type", "RECORD"), ("retainUntil", "2026-11-25")));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.managedDocument.retainUntil", "expected a day on or after 2027-05-24, found 2026-11-25: Regulation (EU) 2024/1689 Art. 19(1), 26(6)",
            Put("ManagedDocument", "document:r", ("title", "R"), ("type", "RECORD"), ("keptAs", "LOGS"), ("retainUntil", "2026-11-25")));
        await live.Keep(Put("ManagedDocument", "document:r", ("title", "Travel"), ("type", "RECORD"), ("keptAs", "OTHER"), ("retainUntil", "2026-11-25")), Put("ManagedDocument", "document:p", ("title", "P"), ("type", "PROCEDURE")));
        await live.Approve("document:p");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'document:p' is kept until 2036-03-01", Delete("document:p"));
    }

    [Fact]
    public async Task A_signed_assessment_is_kept_until_its_day_and_one_of_a_high_risk_system_as_long_as_law_asks()
    {
        await using var live = await WithSystemAsync([]);
        await live.Keep(Put("Assessment", "draft", ("title", "D"), ("kind", "DPIA")), Link("draft", "ASSESSES", "s"));
        await live.Keep(Delete("draft", edges: true));
        await live.Keep(Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", Array.Empty<string>()), ("conclusion", "None."), ("retainUntil", "2030-12-31")), Link("a", "ASSESSES", "s"));
        await SignAsync(live, "a");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'a' is kept until 2030-12-31", Delete("a", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.assessment.retainUntil", "expected a day on or after 2030-12-31, as it was recorded: it has been SIGNED", Put("Assessment", "a", ("retainUntil", null)));
        Assert.Equal("2030-12-31", $"{live.Derived("a", "keptUntil"):yyyy-MM-dd}");

        // Of a system that is high-risk, or may be, the longest time of the law holds where nobody has said as what it is kept.
        await live.Keep(Put("AiSystem", "s", ("classes", new[] { "HIGH_RISK" })));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'a' is kept until 2036-03-01 (Regulation (EU) 2024/1689 Art. 18(1)(b)", Delete("a", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'a' is kept until", Delete("s", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected 'a' to stay about 's': it is a record that is kept until 2036-03-01", Unlink("a", "ASSESSES", "s"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.assessment.retainUntil", "expected a day on or after 2036-03-01, found 2031-12-31: Regulation (EU) 2024/1689 Art. 18(1)(b)", Put("Assessment", "a", ("retainUntil", "2031-12-31")));
        live.Clock.Advance(TimeSpan.FromDays(365 * 10));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "a"));
        await live.Keep(Delete("a", edges: true));
    }

    [Fact]
    public async Task An_assessment_that_was_signed_once_is_a_record_and_one_without_a_day_is_kept_by_law_alone()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "HIGH_RISK" }), ("annexIIIPoints", new[] { "5(b)" }), ("conclusion", "High.")), Link("a", "ASSESSES", "s"));
        await SignAsync(live, "a");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'a' is kept until 2036-03-01", Delete("a", edges: true));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "a"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'a' is kept until 2036-03-01", Delete("a", edges: true));
    }

    public static TheoryData<string, object?[]> Edits => new()
    {
        { "the day of placing is emptied and it is retired", ["placedOn", null, "retiredOn", "2026-11-01"] },
        { "the day of placing is an earlier one", ["placedOn", "2016-01-01"] },
        { "the day of placing lies ahead", ["placedOn", "2027-06-01"] },
        { "the role is another", ["roles", new[] { "DEPLOYER" }] },
        { "there is no role", ["roles", Array.Empty<string>()] },
        { "no class applies", ["classes", Array.Empty<string>(), "annexIIIPoints", Array.Empty<string>()] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task An_edit_of_its_system_does_not_shorten_the_time_for_which_a_record_is_kept(string what, object?[] fields)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("annexIIIPoints", new[] { "5(b)" }));
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"), Put("ManagedDocument", "all", ("title", "All"), ("type", "PROCEDURE"), ("keptAs", "QUALITY_MANAGEMENT")));
        await live.Approve("x");
        await live.Approve("all");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "x"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "all"));
        (string, object?)[] edit = [.. fields.Chunk(2).Select(f => ((string)f[0]!, f[1]))];
        // Without a day it may have been placed until its last day, and with one that lies ahead until today.
        var until = what.EndsWith("ahead", StringComparison.Ordinal) ? "2036-11-24" : what.EndsWith("retired", StringComparison.Ordinal) ? "2036-11-01" : "2036-03-01";
        foreach (var record in (string[])["x", "all"])
        {
            await live.Refuses(ViolationCode.Validation, "changes[1].delete.key", $"'{record}' is kept until {until}", Put("AiSystem", "s", edit), Delete(record, edges: true));
        }

        // One at a time, so that nothing is left of what bound it.
        foreach (var field in edit)
        {
            await live.Keep(Put("AiSystem", "s", field));
        }

        foreach (var record in (string[])["x", "all"])
        {
            Assert.Equal(until, $"{live.Derived(record, "keptUntil"):yyyy-MM-dd}");
            await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", $"'{record}' is kept until {until}", Delete(record, edges: true));
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x' is kept until", Delete("s", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected 'x' to stay about 's'", Unlink("x", "CONCERNS", "s"));
    }

    [Fact]
    public async Task What_becomes_a_record_after_a_fact_was_corrected_is_kept_by_what_is_recorded_then()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(Put("AiSystem", "s", ("roles", new[] { "DEPLOYER" })));
        Assert.Equal(["PROVIDER"], live.Current.Document("s")!.List(FormerFacts.Roles)!);
        Assert.Equal(live.Today(), live.Current.Document("s")!.Date(FormerFacts.Until));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Put("Evidence", "later", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("later", "CONCERNS", "s"));
        await live.Approve("later");
        Assert.Null(live.Derived("later", "keptUntil"));
        await live.Refuses(ViolationCode.Forbidden, "changes[0].put.aiSystem.formerRoles", "expected no 'formerRoles'", Put("AiSystem", "s", ("formerRoles", Array.Empty<string>())));
    }

    [Fact]
    public async Task What_becomes_known_of_a_system_and_what_is_signed_of_it_ends_the_time_and_so_does_a_plan_that_was_given_up()
    {
        await using var live = await WithSystemAsync(["EXEMPT_6_3"], ("annexIIIPoints", new[] { "5(b)" }));
        await live.Keep(
            Put("AiSystem", "planned", ("title", "P"), ("classes", new[] { "HIGH_RISK" }), ("roles", new[] { "PROVIDER" }), ("lifecycleStage", "DEVELOPMENT"), ("placedOn", "2027-06-01")),
            Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"), Put("Evidence", "p", ("title", "P"), ("type", "TECHNICAL_DOCUMENTATION")), Link("p", "CONCERNS", "planned"),
            Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "5(b)" }), ("conclusion", "Narrow task."), ("keptAs", "OTHER")), Link("a", "ASSESSES", "s"));
        await live.Approve("x");
        await live.Approve("p");
        Assert.NotNull(live.Derived("x", "keptUntil"));
        Assert.NotNull(live.Derived("p", "keptUntil"));
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["profilesPersons"] = false })));
        Assert.NotNull(live.Derived("x", "keptUntil"));
        await SignAsync(live, "a");
        Assert.Null(live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "planned", ("placedOn", null), ("retiredOn", "2026-11-24")));
        Assert.Null(live.Derived("p", "keptUntil"));
    }

    [Theory]
    [InlineData]
    [InlineData("HIGH_RISK")]
    public async Task A_fact_that_made_it_always_high_risk_does_not_end_the_time_when_it_is_reversed(params string[] classes)
    {
        await using var live = await WithSystemAsync(classes, ("annexIIIPoints", new[] { "5(b)" }), ("facts", new Dictionary<string, object?> { ["profilesPersons"] = true }));
        await live.Keep(
            Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"),
            Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "5(b)" }), ("conclusion", "Narrow task."), ("keptAs", "OTHER")), Link("a", "ASSESSES", "s"));
        await live.Approve("x");
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?>())));
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["profilesPersons"] = false }), ("classes", new[] { "EXEMPT_6_3" })));
        await SignAsync(live, "a");
        Assert.Equal("2036-03-01", $"{live.Derived("x", "keptUntil"):yyyy-MM-dd}");
    }

    [Fact]
    public async Task A_record_about_a_part_is_kept_by_the_system_that_had_it_when_it_became_a_record()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>()), ("placedOn", "2026-03-01")),
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Component", "bare", ("title", "Bare"), ("type", "TOOL")), Put("Vendor", "v", ("title", "V")), Link("m", "SUPPLIED_BY", "v"),
            Link("s", "USES", "m"), Link("s", "USES", "bare"), Link("small", "USES", "m"),
            Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"), Put("Evidence", "y", ("title", "Y"), ("type", "TECHNICAL_DOCUMENTATION")), Link("y", "CONCERNS", "v"));
        await live.Approve("x");
        await live.Approve("y");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "x"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "y"));
        await live.Refuses(ViolationCode.Validation, "changes[1].delete.key", "'x' is kept until 2036-03-01", Unlink("s", "USES", "m"), Delete("x", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x' is kept until 2036-03-01", Delete("s", edges: true));
        await live.Keep(Unlink("s", "USES", "bare"));
        Assert.Null(live.Current.Document("s")!.List(FormerFacts.Parts));
        await live.Keep(Unlink("m", "SUPPLIED_BY", "v"));
        await live.Keep(Unlink("s", "USES", "m"));
        Assert.Equal(["m", "v"], live.Current.Document("s")!.List(FormerFacts.Parts)!);
        foreach (var record in (string[])["x", "y"])
        {
            Assert.Equal("2036-03-01", $"{live.Derived(record, "keptUntil"):yyyy-MM-dd}");
            await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", $"'{record}' is kept until 2036-03-01", Delete(record, edges: true));
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x' is kept until 2036-03-01", Delete("s", edges: true));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Put("Evidence", "later", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("later", "CONCERNS", "m"));
        await live.Approve("later");
        Assert.Null(live.Derived("later", "keptUntil"));
    }

    [Fact]
    public async Task An_earlier_end_of_what_withdrawn_logs_cover_leaves_the_logs_as_they_were()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "LOG_RECORD"), ("periodTo", "2026-10-31")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "x"));
        await live.Refuses(ViolationCode.Validation, "changes[1].delete.key", "'x' is kept until 2027-04-30", Put("Evidence", "x", ("periodTo", "2025-10-31")), Delete("x", edges: true));
        await live.Keep(Put("Evidence", "x", ("periodTo", "2025-10-31")));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x-v1' is kept until 2027-04-30", Delete("x-v1", edges: true));
    }

    [Fact]
    public async Task The_last_system_that_was_placed_stays_as_long_as_records_of_the_whole_organisation()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("AiSystem", "unknown", ("title", "U")), Put("AiSystem", "earlier", ("title", "E"), ("classes", new[] { "HIGH_RISK" }), ("roles", new[] { "PROVIDER" }), ("placedOn", "2025-03-01")),
            Put("ManagedDocument", "d", ("title", "D"), ("type", "PROCEDURE"), ("keptAs", "QUALITY_MANAGEMENT")));
        await live.Keep(Delete("unknown"));
        await live.Approve("d");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'d' is kept until 2036-03-01 (Regulation (EU) 2024/1689 Art. 18(1)(b)", Delete("s"));
        await live.Keep(Delete("earlier"));
        await live.Keep(Put("AiSystem", "new", ("title", "N"), ("classes", new[] { "HIGH_RISK" }), ("placedOn", "2026-03-01")), Put("AiSystem", "unclassed", ("title", "U"), ("placedOn", "2026-10-01")));
        await live.Keep(Delete("unclassed"));

        // Of what stands in for it nothing is left to become known.
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'d' is kept until 2036-03-01", Delete("s"));
        await live.Keep(Put("AiSystem", "new", ("roles", new[] { "PROVIDER" })));
        await live.Keep(Delete("s"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'d' is kept until 2036-03-01", Delete("new"));
    }

    [Theory]
    [InlineData("PROVIDER", "TECHNICAL_DOCUMENTATION CERTIFICATE CONFORMITY_ASSESSMENT DECLARATION_OF_CONFORMITY")]
    [InlineData("AUTHORISED_REPRESENTATIVE", "TECHNICAL_DOCUMENTATION CERTIFICATE CONFORMITY_ASSESSMENT DECLARATION_OF_CONFORMITY")]
    [InlineData("IMPORTER", "CERTIFICATE CONFORMITY_ASSESSMENT DECLARATION_OF_CONFORMITY INSTRUCTIONS_FOR_USE")]
    [InlineData("DISTRIBUTOR", "")]
    public async Task Each_role_keeps_for_ten_years_what_its_articles_name(string role, string kept)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { role }));
        string[] types = ["TECHNICAL_DOCUMENTATION", "CERTIFICATE", "CONFORMITY_ASSESSMENT", "DECLARATION_OF_CONFORMITY", "INSTRUCTIONS_FOR_USE"];
        foreach (var type in types)
        {
            await live.Keep(Put("Evidence", type, ("title", type), ("type", type)), Link(type, "CONCERNS", "s"));
            await live.Approve(type);
        }

        Assert.Equal(kept, string.Join(' ', types.Where(t => live.Derived(t, "keptUntil") is DateOnly until && until == new DateOnly(2036, 3, 1))));
    }

    [Fact]
    public async Task A_part_that_gets_its_first_system_leaves_its_records_as_long_as_they_were_kept()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>()), ("placedOn", "2026-03-01")),
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Link("small", "USES", "c"),
            Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"), Put("Evidence", "y", ("title", "Y"), ("type", "TECHNICAL_DOCUMENTATION")), Link("y", "CONCERNS", "v"));
        await live.Approve("x");
        await live.Approve("y");
        await live.Keep(Link("small", "USES", "m"));
        await live.Keep(Link("c", "SUPPLIED_BY", "v"));
        Assert.Equal(["m", "v"], live.Current.Document("s")!.List(FormerFacts.Parts)!);
        foreach (var record in (string[])["x", "y"])
        {
            Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, record));
            await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", $"'{record}' is kept until 2036-03-01", Delete(record, edges: true));
        }

        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Put("Evidence", "later", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("later", "CONCERNS", "m"));
        await live.Approve("later");
        Assert.Null(live.Derived("later", "keptUntil"));
    }

    [Fact]
    public async Task The_first_system_of_a_part_does_not_end_what_a_system_that_nobody_classified_has_kept()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("placedOn", "2015-01-01"));
        await live.Keep(
            Put("AiSystem", "unclassified", ("title", "U"), ("roles", new[] { "PROVIDER" }), ("placedOn", "2026-06-01")), Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>())),
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"));
        await live.Approve("x");
        Assert.Equal(new DateOnly(2036, 6, 1), live.Derived("x", "keptUntil"));
        await live.Keep(Link("small", "USES", "m"));
        Assert.Equal(new DateOnly(2036, 6, 1), live.Derived("x", "keptUntil"));
    }

    [Theory]
    [InlineData("the role", false)]
    [InlineData("the role", true)]
    [InlineData("the exemption", false)]
    [InlineData("the exemption", true)]
    [InlineData("the class", false)]
    [InlineData("the class", true)]
    public async Task What_becomes_known_of_the_last_system_leaves_records_of_a_part_to_the_next_whether_the_part_has_its_first_system_or_not(string unknown, bool isLinked)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("placedOn", "2015-01-01"));
        var last = unknown switch
        {
            "the role" => Put("AiSystem", "last", ("title", "L"), ("classes", new[] { "HIGH_RISK" }), ("placedOn", "2026-03-01")),
            "the exemption" => Put("AiSystem", "last", ("title", "L"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "4(a)" }), ("facts", new Dictionary<string, object?> { ["profilesPersons"] = false }), ("roles", new[] { "PROVIDER" }), ("placedOn", "2026-03-01")),
            _ => Put("AiSystem", "last", ("title", "L"), ("roles", new[] { "PROVIDER" }), ("placedOn", "2026-03-01")),
        };
        await live.Keep(
            last, Put("AiSystem", "next", ("title", "N"), ("roles", new[] { "PROVIDER" }), ("placedOn", "2025-06-01")), Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>())),
            Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "4(a)" }), ("conclusion", "Exempt.")), Link("a", "ASSESSES", "last"),
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"));
        await live.Approve("x");
        if (isLinked)
        {
            await live.Keep(Link("small", "USES", "m"));
        }

        Assert.Equal(new DateOnly(2036, 3, 1), live.Derived("x", "keptUntil"));
        await (unknown switch
        {
            "the role" => live.Keep(Put("AiSystem", "last", ("roles", new[] { "DEPLOYER" }))),
            "the exemption" => SignAsync(live, "a"),
            _ => live.Keep(Put("AiSystem", "last", ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>()))),
        });
        Assert.Equal(new DateOnly(2035, 6, 1), live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "next", ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>())));
        Assert.Equal(new DateOnly(2025, 1, 1), live.Derived("x", "keptUntil"));
    }

    [Fact]
    public async Task The_first_system_of_a_part_does_not_end_what_a_role_that_was_taken_out_has_kept()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>())),
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"));
        await live.Approve("x");
        await live.Keep(Put("AiSystem", "s", ("roles", Array.Empty<string>())));
        var until = live.Find("s").Date(FormerFacts.Until);
        live.Clock.Advance(TimeSpan.FromDays(30));
        await live.Keep(Put("Evidence", "own", ("title", "O"), ("type", "TECHNICAL_DOCUMENTATION")), Link("own", "CONCERNS", "s"));
        await live.Approve("own");
        await live.Keep(Link("small", "USES", "m"));
        Assert.Equal(new DateOnly(2036, 3, 1), live.Derived("x", "keptUntil"));

        // What became a record after the role was gone is none of what it has kept.
        Assert.Equal((until, null), (live.Find("s").Date(FormerFacts.Until), live.Derived("own", "keptUntil")));
    }

    [Fact]
    public async Task A_part_that_a_system_had_and_gets_again_leaves_other_systems_out_of_its_records()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("AiSystem", "old", ("title", "Old"), ("classes", new[] { "HIGH_RISK" }), ("roles", new[] { "PROVIDER" }), ("placedOn", "2018-01-01")), Put("AiSystem", "small", ("title", "Small"), ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>())),
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Link("old", "USES", "m"), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"));
        await live.Approve("x");
        await live.Keep(Unlink("old", "USES", "m"));
        await live.Keep(Link("old", "USES", "m"));
        Assert.Equal(new DateOnly(2028, 1, 1), live.Derived("x", "keptUntil"));
        await live.Keep(Unlink("old", "USES", "m"), Link("small", "USES", "m"));
        Assert.Equal(new DateOnly(2028, 1, 1), live.Derived("x", "keptUntil"));
        Assert.Null(live.Find("s").List(FormerFacts.Parts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_vendor_of_a_component_that_no_system_uses_has_records_about_all_systems_still(bool isLinked)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("Vendor", "v", ("title", "V")), Put("Component", "idle", ("title", "I"), ("type", "MODEL")), Put("Evidence", "y", ("title", "Y"), ("type", "TECHNICAL_DOCUMENTATION")), Link("y", "CONCERNS", "v"));
        await live.Approve("y");
        if (isLinked)
        {
            await live.Keep(Link("idle", "SUPPLIED_BY", "v"));
        }

        await live.Keep(Put("AiSystem", "late", ("title", "Late"), ("classes", new[] { "HIGH_RISK" }), ("roles", new[] { "PROVIDER" }), ("placedOn", "2026-11-01")));
        Assert.Equal(new DateOnly(2036, 11, 1), live.Derived("y", "keptUntil"));
    }

    [Fact]
    public async Task A_system_that_ran_and_of_which_nobody_says_since_when_keeps_its_records_from_its_last_day()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("placedOn", null), ("lifecycleStage", "OPERATION"));
        await live.Keep(
            Put("AiSystem", "unsaid", ("title", "U"), ("classes", new[] { "HIGH_RISK" })), Put("AiSystem", "designed", ("title", "D"), ("classes", new[] { "HIGH_RISK" }), ("lifecycleStage", "DESIGN")),
            Put("ManagedDocument", "all", ("title", "All"), ("type", "PROCEDURE"), ("keptAs", "QUALITY_MANAGEMENT")));
        await live.Approve("all");
        foreach (var (record, system) in ((string, string)[])[("x", "s"), ("y", "unsaid"), ("z", "designed")])
        {
            await live.Keep(Put("Evidence", record, ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link(record, "CONCERNS", system));
            await live.Approve(record);
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "is kept until 2036-11-24", Delete("s", edges: true));
        foreach (var system in (string[])["s", "unsaid", "designed"])
        {
            await live.Keep(Put("AiSystem", system, ("retiredOn", "2026-11-20")));
        }

        // What was known to run until today did.
        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("x", "keptUntil"));
        Assert.Equal(new DateOnly(2036, 11, 20), live.Derived("y", "keptUntil"));
        Assert.Null(live.Derived("z", "keptUntil"));
        foreach (var system in (string[])["s", "unsaid"])
        {
            await live.Keep(Put("AiSystem", system, ("retiredOn", "2011-01-01")));
            await live.Keep(Put("AiSystem", system, ("lifecycleStage", "DESIGN")));
        }

        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("x", "keptUntil"));
        Assert.Equal(new DateOnly(2036, 11, 20), live.Derived("y", "keptUntil"));
        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("all", "keptUntil"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retirement_that_was_recorded_by_mistake_does_not_end_the_time_of_a_system_that_runs_on(bool isMistaken)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("placedOn", null), ("lifecycleStage", "OPERATION"));
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        if (isMistaken)
        {
            await live.Keep(Put("AiSystem", "s", ("retiredOn", "2026-11-20")));
            await live.Keep(Put("AiSystem", "s", ("retiredOn", null)));
        }

        live.Clock.Advance(new DateTime(2033, 6, 1) - new DateTime(2026, 11, 24));
        Assert.Equal(new DateOnly(2043, 6, 1), live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", "2033-06-01")));
        Assert.Equal(new DateOnly(2043, 6, 1), live.Derived("x", "keptUntil"));
    }

    [Fact]
    public async Task A_retirement_that_was_moved_ahead_counts_once_its_day_comes()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("placedOn", null), ("lifecycleStage", "OPERATION"), ("retiredOn", "2026-11-20"));
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        Assert.Equal(new DateOnly(2036, 11, 20), live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", "2027-11-20")));
        live.Clock.Advance(TimeSpan.FromDays(370));
        Assert.Equal(new DateOnly(2037, 11, 20), live.Derived("x", "keptUntil"));
    }

    [Theory]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-24")]
    public async Task A_system_that_ran_until_now_and_lost_its_day_of_placing_keeps_its_records_from_its_last_day(string retiredOn)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("placedOn", "2015-01-01"), ("lifecycleStage", "OPERATION"));
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        Assert.Equal(new DateOnly(2025, 1, 1), live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "s", ("placedOn", null)));
        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("x", "keptUntil"));
        await live.Keep(Put("AiSystem", "s", ("retiredOn", retiredOn)));
        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("x", "keptUntil"));
    }

    [Fact]
    public async Task Another_system_stands_in_for_one_without_a_day_of_placing_only_where_it_was_placed_as_late_as_that_was_retired()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("AiSystem", "other", ("title", "O"), ("classes", new[] { "HIGH_RISK" }), ("roles", new[] { "PROVIDER" }), ("placedOn", "2026-05-01")), Put("ManagedDocument", "all", ("title", "All"), ("type", "PROCEDURE"), ("keptAs", "QUALITY_MANAGEMENT")));
        await live.Approve("all");
        await live.Keep(Put("AiSystem", "s", ("placedOn", null), ("retiredOn", "2026-11-01")));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'all' is kept until 2036-11-01", Delete("s"));
        await live.Keep(Put("AiSystem", "other", ("placedOn", "2026-11-02")));
        await live.Keep(Delete("s"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_day_of_placing_that_lies_ahead_is_none_of_a_system_that_runs(bool isGivenLater)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }), ("placedOn", isGivenLater ? null : "2030-01-01"), ("lifecycleStage", "OPERATION"));
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("x", "keptUntil"));
        if (isGivenLater)
        {
            await live.Keep(Put("AiSystem", "s", ("placedOn", "2030-01-01"), ("lifecycleStage", "DESIGN")));
        }

        await live.Keep(Put("AiSystem", "s", ("placedOn", null), ("lifecycleStage", "DESIGN"), ("retiredOn", "2026-11-20")));
        Assert.Equal(new DateOnly(2036, 11, 24), live.Derived("x", "keptUntil"));
    }

    [Fact]
    public async Task Facts_that_no_longer_stand_of_another_system_do_not_let_the_last_one_be_deleted()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(Put("AiSystem", "c", ("title", "C"), ("classes", new[] { "HIGH_RISK" }), ("placedOn", "2026-09-01")));
        await live.Keep(Put("AiSystem", "c", ("placedOn", "2020-01-01")));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Put("ManagedDocument", "all", ("title", "All"), ("type", "PROCEDURE"), ("keptAs", "QUALITY_MANAGEMENT")));
        await live.Approve("all");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'all' is kept until 2036-03-01", Delete("s"));
    }

    [Fact]
    public async Task A_system_that_was_registered_by_mistake_is_deleted_although_it_has_a_part_with_records()
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", new[] { "PROVIDER" }));
        await live.Keep(
            Put("Component", "m", ("title", "M"), ("type", "MODEL")), Link("s", "USES", "m"), Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"),
            Put("AiSystem", "twin", ("title", "Twin"), ("classes", new[] { "HIGH_RISK" }), ("placedOn", "2026-03-01")), Put("AiSystem", "mistake", ("title", "Mistake")));
        await live.Approve("x");
        await live.Keep(Link("mistake", "USES", "m"), Link("twin", "USES", "m"));
        await live.Keep(Delete("mistake", edges: true));
        await live.Keep(Delete("twin", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'x' is kept until 2036-03-01", Delete("s", edges: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_deletes_a_double_is_told_what_is_unknown_of_the_system_that_stays(bool isOfPart)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"]);
        await live.Keep(
            Put("AiSystem", "twin", ("title", "Twin"), ("classes", new[] { "HIGH_RISK" }), ("placedOn", "2026-03-01")), Put("Component", "m", ("title", "M"), ("type", "MODEL")),
            Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "m"), Put("ManagedDocument", "all", ("title", "All"), ("type", "PROCEDURE"), ("keptAs", "QUALITY_MANAGEMENT")));
        if (isOfPart)
        {
            await live.Keep(Link("s", "USES", "m"), Link("twin", "USES", "m"));
        }

        await live.Approve(isOfPart ? "x" : "all");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "). Record roles of 's', which may have it kept as long", Delete("twin", edges: true));
        await live.Keep(Put("AiSystem", "s", ("roles", new[] { "PROVIDER" })));
        await live.Keep(Delete("twin", edges: true));
        Assert.DoesNotContain("Record ", Assert.Single((await live.Ask(Delete("s", edges: true))).Violations).Message, StringComparison.Ordinal);
    }

    private static async Task SignAsync(LiveEngine live, string key)
    {
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, key));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2027-01-01")]
    public async Task A_day_of_placing_so_long_ago_that_the_time_is_over_frees_nothing_of_a_system_that_was_known_to_run(string? recorded)
    {
        await using var live = await WithSystemAsync(["HIGH_RISK"], ("roles", (string[])["PROVIDER"]), ("lifecycleStage", "OPERATION"), ("placedOn", recorded));
        await live.Keep(Put("Evidence", "x", ("title", "X"), ("type", "TECHNICAL_DOCUMENTATION")), Link("x", "CONCERNS", "s"));
        await live.Approve("x");
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2010-01-01")));
        Assert.Equal((new DateOnly(2036, 11, 24), new DateOnly(2026, 11, 24)), ((DateOnly?)live.Derived("x", "keptUntil"), live.Find("s").Date(FormerFacts.PlacedOn)));

        // One by which there is time left is what has become known.
        await using var other = await WithSystemAsync(["HIGH_RISK"], ("roles", (string[])["PROVIDER"]), ("lifecycleStage", "OPERATION"), ("placedOn", recorded));
        await other.Keep(Put("AiSystem", "s", ("placedOn", "2024-05-01")));
        Assert.Null(other.Find("s").Date(FormerFacts.PlacedOn));
    }

    private static async Task<LiveEngine> WithSystemAsync(string[] classes, params (string, object?)[] fields)
    {
        var live = await OpenAsync();
        await live.Keep(Put("Fact", "fact:profilesPersons", ("title", "Profiles")), Put("AiSystem", "s", [("title", "S"), ("classes", classes), .. fields.Any(f => f.Item1 == "placedOn") ? [] : ((string, object?)[])[("placedOn", "2026-03-01")], .. fields]));
        return live;
    }
}
