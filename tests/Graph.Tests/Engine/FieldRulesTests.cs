using Graph.Engine.Model;
using Graph.Engine.Validation;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>What a document may hold: shapes, bounds, words, days, facts and conditions.</summary>
public sealed class FieldRulesTests
{
    [Theory]
    [InlineData("Nothing", "changes[0].put", "expected a kind of document, found 'Nothing'")]
    public async Task Refuses_an_unknown_kind(string kind, string path, string message)
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.BadRequest, path, message, Put(kind, "x:1"));
    }

    [Fact]
    public async Task Refuses_an_unknown_field()
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.BadRequest, "changes[0].put.vendor.colour", "expected a field of Vendor, found 'colour'", Put("Vendor", "v", ("title", "V"), ("colour", "red")));
    }

    [Fact]
    public async Task Refuses_a_document_without_a_field_that_it_must_have()
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.risk.kind", "expected a value: every Risk must have it", Put("Risk", "r", ("title", "R")));
        await live.Keep(Put("Risk", "r", ("title", "R"), ("kind", "THREAT")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.risk.kind", "expected a value: every Risk must have it", Put("Risk", "r", ("kind", null)));
        await live.Keep(Put("Risk", "r", ("treatment", "ACCEPT")));
    }

    [Theory]
    [InlineData("treatment", "REDUC", "expected one of AVOID, REDUCE, TRANSFER, ACCEPT, PURSUE, found 'REDUC'")]
    [InlineData("treatment", "reduce", "found 'reduce'")]
    [InlineData("treatment", 1, "found 1")]
    [InlineData("inherentImpact", 0, "expected a whole number from 1 to 5, found 0")]
    [InlineData("inherentImpact", 6, "expected a whole number from 1 to 5, found 6")]
    [InlineData("inherentImpact", "3.5", "expected a whole number from 1 to 5, found '3.5'")]
    [InlineData("inherentImpact", true, "expected a whole number")]
    [InlineData("title", "  ", "use null to clear the field")]
    [InlineData("title", "a\u0001b", "a control character")]
    [InlineData("title", 3, "expected a text, found 3")]
    public async Task Refuses_a_value_that_the_field_cannot_hold(string field, object value, string message)
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Risk", "r", ("title", "R"), ("kind", "THREAT")));
        await live.Refuses(ViolationCode.Validation, $"changes[0].put.risk.{field}", message, Put("Risk", "r", (field, value)));
    }

    // An attribute cannot carry half a character, so this one is a test of its own.
    [Fact]
    public async Task Refuses_half_a_character()
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.vendor.title", "half a character", Put("Vendor", "v", ("title", "half \ud83d")));
        await live.Keep(Put("Vendor", "v", ("title", "whole \ud83d\ude00")));
    }

    [Theory]
    [InlineData("inherentImpact", 1)]
    [InlineData("inherentImpact", 5)]
    [InlineData("treatment", "PURSUE")]
    public async Task Takes_a_value_at_the_bound(string field, object value)
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), (field, value)));
        Assert.Equal(value, live.Value("r", field));
    }

    [Theory]
    [InlineData("Vendor", "title", 300)]
    [InlineData("Vendor", "description", Field.TextLengthDefault)]
    [InlineData("Vendor", "contractReference", 200)]
    [InlineData("Person", "name", 200)]
    public async Task Takes_a_text_at_its_limit_and_refuses_one_character_more(string kind, string field, int limit)
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Vendor", "x-vendor", ("title", "V")), Put("Person", "x-person", ("name", "P")));
        var key = kind == "Vendor" ? "x-vendor" : "x-person";
        await live.Keep(Put(kind, key, (field, new string('t', limit))));
        await live.Refuses(
            ViolationCode.Validation, $"changes[0].put.{kind.ToLowerInvariant()}.{field}", $"expected at most {limit} characters, found {limit + 1}",
            Put(kind, key, (field, new string('t', limit + 1))));
    }

    [Fact]
    public async Task Takes_a_list_at_its_limit_and_refuses_one_entry_more()
    {
        await using var live = await OpenAsync();
        string[] Links(int count) => [.. Enumerable.Range(0, count).Select(i => $"c|SATISFIES|law:{i}")];
        await live.Keep(Put("Statement", "st", ("title", "S"), ("kind", "SUFFICIENCY"), ("links", Links(Field.ListCountMax))));
        Assert.Equal(Field.ListCountMax, ((string[])live.Value("st", "links")!).Length);
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.statement.links", "expected at most 1000 entries", Put("Statement", "st", ("links", Links(Field.ListCountMax + 1))));
    }

    [Fact]
    public async Task Takes_facts_at_their_limit_and_refuses_one_more()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Enumerable.Range(0, Field.ListCountMax + 1).Select(i => Put("Fact", $"fact:f{i}", ("title", $"f{i}")))]);
        Dictionary<string, object?> Facts(int count) => Enumerable.Range(0, count).ToDictionary(i => $"f{i}", _ => (object?)true);
        await live.Keep(Put("AiSystem", "s", ("title", "S"), ("facts", Facts(Field.ListCountMax))));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.aiSystem.facts", "expected at most 1000 facts, found 1001", Put("AiSystem", "s", ("facts", Facts(Field.ListCountMax + 1))));
    }

    [Fact]
    public async Task Names_the_entry_of_a_list_that_is_wrong()
    {
        await using var live = await OpenAsync();
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.aiSystem.roles[1]", "found 'LANDLORD'", Put("AiSystem", "s", ("title", "S"), ("roles", (string[])["PROVIDER", "LANDLORD"])));
    }

    [Fact]
    public async Task Keeps_an_empty_list_apart_from_none_and_a_repeated_word_once()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("AiSystem", "s", ("title", "S"), ("classes", Array.Empty<string>()), ("roles", (string[])["PROVIDER", "PROVIDER"])));
        Assert.Equal(Array.Empty<string>(), live.Value("s", "classes"));
        Assert.Equal(["PROVIDER"], (string[])live.Value("s", "roles")!);
        Assert.Null(live.Value("s", "routes"));
    }

    [Theory]
    [InlineData("Control", "implementedOn", "degradedOn")]
    [InlineData("Control", "implementedOn", "retiredOn")]
    [InlineData("Evidence", "periodFrom", "periodTo")]
    [InlineData("Evidence", "effectiveFrom", "expiresOn")]
    [InlineData("Vendor", "contractStartsOn", "contractEndsOn")]
    public async Task Refuses_days_out_of_order_and_takes_one_and_the_same_day(string kind, string earlier, string later)
    {
        await using var live = await WithSmallGraphAsync();
        (string, object?)[] must = kind == "Evidence" ? [("title", "T"), ("type", "POLICY")] : [("title", "T")];
        await live.Keep(Put(kind, "x", [.. must, (earlier, "2026-05-02"), (later, "2026-05-02")]));
        await live.Refuses(
            ViolationCode.Validation, $"changes[0].put.{kind.ToLowerInvariant()}.{later}", $"expected a day on or after {earlier} (2026-05-02), found 2026-05-01",
            Put(kind, "x", (later, "2026-05-01")));
    }

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("2026-2-3")]
    [InlineData("03.02.2026")]
    public async Task Refuses_what_is_not_a_day(string text)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.control.implementedOn", "expected a day such as 2027-12-02", Put("Control", "c", ("implementedOn", text)));
    }

    [Fact]
    public async Task Refuses_an_answer_to_a_fact_that_nobody_declared()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = true })));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.aiSystem.facts.walks", "expected the name of a declared fact, found 'walks'",
            Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["walks"] = true })));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.aiSystem.facts.talks", "expected true or false, found 'maybe'",
            Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["talks"] = "maybe" })));
    }

    [Theory]
    [InlineData("walks", "facts[1]", "expected the name of a declared fact, found 'walks'")]
    [InlineData("talks/!walks", "facts[1]", "expected the name of a declared fact, found 'walks'")]
    [InlineData("class:HUGE", "facts[1]", "expected one of PROHIBITED")]
    [InlineData("role:LANDLORD", "facts[1]", "after 'role:', found 'LANDLORD'")]
    [InlineData("route:ANNEX_IV", "facts[1]", "after 'route:', found 'ANNEX_IV'")]
    [InlineData("colour:red", "facts[1]", "expected a fact, annexIII:, class:, role: or route:, found 'colour:red'")]
    [InlineData("two words", "facts[1]", "expected a term without spaces")]
    [InlineData("talks/", "facts[1]", "expected a term without spaces")]
    public async Task Refuses_a_condition_outside_the_language_of_facts(string condition, string path, string message)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.requirement." + path, message, Put("Requirement", "law:1", ("facts", (string[])["!talks/annexIII:5(b)/class:HIGH_RISK", condition])));
    }

    [Theory]
    [InlineData("5b")]
    [InlineData("5(B)")]
    [InlineData("05")]
    [InlineData("V(b)")]
    [InlineData("5(b")]
    [InlineData("5()")]
    [InlineData("123")]
    [InlineData("0")]
    [InlineData("9")]
    [InlineData("9(z)")]
    [InlineData("2(a)")]
    [InlineData("5(e)")]
    public async Task Refuses_a_point_that_Annex_III_does_not_have_or_that_is_written_otherwise(string point)
    {
        await using var live = await WithSmallGraphAsync();
        string[] points = ["5(b)", "5", point], condition = ["talks", "!annexIII:5(b)/annexIII:5", $"talks/annexIII:{point}"];
        await live.Refuses(ViolationCode.Validation, "changes[0].put.aiSystem.annexIIIPoints[2]", $"found '{point}'", Put("AiSystem", "s", ("annexIIIPoints", points)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.annexIIIIn[2]", $"found '{point}'", Put("Requirement", "law:1", ("annexIIIIn", points)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.annexIIIOut[2]", $"found '{point}'", Put("Requirement", "law:1", ("annexIIIOut", points)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.requirement.facts[2]", $"found '{point}'", Put("Requirement", "law:1", ("facts", condition)));
        await live.Keep(Put("AiSystem", "s", ("annexIIIPoints", points[..2])), Put("Requirement", "law:1", ("annexIIIIn", points[..2]), ("facts", condition[..2])));
    }

    [Fact]
    public async Task A_fact_may_be_declared_by_the_change_that_uses_it()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("LegacyRule", "legacy:x", ("title", "X"), ("placedBefore", "EFFECTIVE"), ("endsOnWhen", "walks")), Put("Fact", "fact:walks", ("title", "walks")));
    }

    [Fact]
    public async Task What_is_absent_stays_and_null_clears()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Control", "c", ("domain", "DATA"), ("implementedOn", new DateOnly(2026, 1, 2))));
        var result = await live.Keep(Put("Control", "c", ("domain", null)));
        Assert.Equal((0, 1), (result.Counts.Created, result.Counts.Updated));
        Assert.Null(live.Value("c", "domain"));
        Assert.Equal((new DateOnly(2026, 1, 2), "A control"), (live.Value("c", "implementedOn"), live.Value("c", "title")));
    }

    [Theory]
    [InlineData("status", "APPROVED")]
    [InlineData("approvedOn", "2026-01-01")]
    [InlineData("approvedBy", "Ann")]
    [InlineData("submittedBy", "Ann")]
    [InlineData("contentHash", "00")]
    public async Task Editing_never_sets_what_belongs_to_authority(string field, string value)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Refuses(ViolationCode.Forbidden, $"changes[0].put.evidence.{field}", "it is set by submit, approve, sign, reject, withdraw or the server", Put("Evidence", "e", (field, value)));
    }

    [Fact]
    public async Task Every_reason_is_told_at_once_with_its_place()
    {
        await using var live = await WithSmallGraphAsync();
        var before = live.Current;
        var result = await live.Ask(
            Put("Risk", "r", ("inherentImpact", 9), ("treatment", "HOPE"), ("colour", "red")),
            Put("Vendor", "bad key", ("title", "V")),
            Link("s", "HAS_RISK", "c"),
            Link("s", "HAS_RISK", "nowhere"),
            Unlink("s", "LOVES", "r"),
            Delete("law:1"));
        Assert.Equal(
            [
                "Validation changes[0].put.risk.inherentImpact", "Validation changes[0].put.risk.treatment", "BadRequest changes[0].put.risk.colour",
                "Validation changes[1].put.vendor.key", "Validation changes[2].link.kind", "NotFound changes[3].link.to", "BadRequest changes[4].unlink.kind",
                "Validation changes[5].delete.edges",
            ],
            result.Violations.Select(v => $"{v.Code} {v.Path}"));
        Assert.Same(before, live.Current);
        Assert.Equal(1, live.Current.Head.Revision);
    }

    [Fact]
    public async Task What_refers_to_a_refused_document_gets_no_reason_of_its_own()
    {
        await using var live = await WithSmallGraphAsync();
        var result = await live.Ask(
            Put("Fact", "fact:new"), Put("AiSystem", "s", ("facts", new Dictionary<string, object?> { ["new"] = true })),
            Put("Risk", "r2", ("title", "R")), Link("s", "HAS_RISK", "r2"), Unlink("s", "HAS_RISK", "r2"), Delete("r2"),
            Put("MappingSet", "set", ("title", "  ")), Put("Mapping", "m", ("relation", "EQUAL"), ("strength", "PARTIAL")),
            Link("m", "IN_SET", "set"), Link("m", "FROM", "law:1"), Link("m", "TO", "law:1"));
        Assert.Equal(
            ["changes[0].put.fact.title", "changes[2].put.risk.kind", "changes[6].put.mappingSet.title"],
            result.Violations.Select(v => v.Path).Where(p => !p.StartsWith("changes[6].put.mappingSet.", StringComparison.Ordinal) || p.EndsWith("title", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_value_hides_neither_backward_days_nor_undeclared_facts()
    {
        await using var live = await WithSmallGraphAsync();
        var result = await live.Ask(
            Put("Evidence", "new", ("title", "E"), ("effectiveFrom", "2026-10-01"), ("expiresOn", "2026-01-01")),
            Put("Requirement", "law:2", ("title", "No ref"), ("roles", (string[])["PROVIDERR"]), ("facts", (string[])["talks", "!wobble/annexIII:5(b)"])));
        Assert.Equal(
            [
                "changes[0].put.evidence.expiresOn", "changes[0].put.evidence.type", "changes[1].put.requirement.facts[1]", "changes[1].put.requirement.ref",
                "changes[1].put.requirement.roles[0]",
            ],
            result.Violations.Select(v => v.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_fault_of_a_link_does_not_hide_another()
    {
        await using var live = await WithSmallGraphAsync();
        var result = await live.Ask(Link("r", "SATISFIES", "nowhere", ("extent", "HALF")));
        Assert.Equal(
            ["NotFound changes[0].link.to", "Validation changes[0].link.kind", "Validation changes[0].link.extent"],
            result.Violations.Select(v => $"{v.Code} {v.Path}"));
        Assert.Contains("found Risk 'r' to 'nowhere'", result.Violations[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Evidence", "e", "sha256", "0a", "expected a SHA-256 hash of 64 hexadecimal digits, found '0a'")]
    [InlineData("Evidence", "e", "uri", "records/7", "expected an absolute URI such as https://records.example/audit-7, found 'records/7'")]
    [InlineData("Evidence", "e", "uri", "/records/7", "expected an absolute URI")]
    [InlineData("Evidence", "e", "uri", "javascript:alert(1)", "expected an absolute URI that leads somewhere, not one that a browser runs or shows as it is written, found 'javascript:alert(1)'")]
    [InlineData("Evidence", "e", "uri", "JavaScript:alert(1)", "expected an absolute URI that leads somewhere")]
    [InlineData("Evidence", "e", "uri", "data:text/html,hello", "expected an absolute URI that leads somewhere")]
    [InlineData("Evidence", "e", "uri", "vbscript:hello", "expected an absolute URI that leads somewhere")]
    [InlineData("LegacyRule", "legacy:r", "placedBefore", "banana", "expected a day such as 2026-08-02, or EFFECTIVE, found 'banana'")]
    [InlineData("LegacyRule", "legacy:r", "placedBefore", "2026-13-01", "expected a day such as 2026-08-02, or EFFECTIVE")]
    [InlineData("Person", "p", "email", "ada at example", "expected an e-mail address such as ada@example.org, found 'ada at example'")]
    [InlineData("Person", "p", "email", "Ada <ada@example.org>", "expected an e-mail address")]
    public async Task Refuses_a_text_that_does_not_have_the_form_of_its_field(string kind, string key, string field, string value, string message)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Person", "p", ("name", "Ada"), ("email", "ada@example.org")));
        await live.Keep(Put("LegacyRule", "legacy:r", ("title", "R"), ("placedBefore", "EFFECTIVE")));
        await live.Keep(Put("Evidence", "e", ("sha256", new string('A', 64)), ("uri", "https://records.example/7")));
        await live.Keep(Put("Evidence", "e", ("uri", "urn:isbn:9783161484100")));
        Assert.Equal(new string('a', 64), live.Value("e", "sha256"));
        await live.Refuses(ViolationCode.Validation, $"changes[0].put.{char.ToLowerInvariant(kind[0])}{kind[1..]}.{field}", message, Put(kind, key, (field, value)));
    }

    [Theory]
    [InlineData("AiSystem", "s", "placedOn", "retiredOn")]
    [InlineData("Control", "c", "implementedOn", "degradedOn")]
    [InlineData("Control", "c", "implementedOn", "retiredOn")]
    [InlineData("Control", "c", "degradedOn", "retiredOn")]
    [InlineData("Evidence", "e", "periodFrom", "periodTo")]
    [InlineData("Evidence", "e", "effectiveFrom", "expiresOn")]
    [InlineData("LegacyRule", "legacy:r", "placedBefore", "endsOn")]
    public async Task Refuses_days_that_run_backwards_and_takes_the_same_day(string kind, string key, string earlier, string later)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("LegacyRule", "legacy:r", ("title", "R"), ("placedBefore", "EFFECTIVE"), ("endsOn", "2020-01-01")));
        await live.Keep(Put(kind, key, (earlier, "2026-05-02"), (later, "2026-05-02")));
        await live.Refuses(
            ViolationCode.Validation, $"changes[0].put.{char.ToLowerInvariant(kind[0])}{kind[1..]}.{later}",
            $"expected a day on or after {earlier} (2026-05-02), found 2026-05-01", Put(kind, key, (later, "2026-05-01")));
    }

    [Fact]
    public async Task A_caller_may_name_the_places_of_its_operations()
    {
        await using var live = await WithSmallGraphAsync();
        var result = await live.Engine.ApplyAsync(live.Request("Ada", Put("Risk", "r", ("inherentImpact", 9))) with { Paths = ["risks.yaml:12"] }, default);
        Assert.Equal("risks.yaml:12.put.risk.inherentImpact", Assert.Single(result.Violations).Path);
    }
}
