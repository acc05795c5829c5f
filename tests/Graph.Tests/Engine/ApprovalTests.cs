using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>Submit, approve, sign and reject: who may, when, and what an edit does to it.</summary>
public sealed class ApprovalTests
{
    private const string Editor = "Ada Editor";
    private const string Submitter = "Sue Submitter";
    private const string Approver = "Abe Approver";

    [Fact]
    public async Task Submitting_and_approving_record_who_and_when_and_the_hash_of_the_content()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Assert.Equal(("SUBMITTED", new DateOnly(2026, 11, 24)), (live.Value("e", "status"), live.Value("e", "submittedOn")));
        live.Clock.Advance(TimeSpan.FromDays(2));
        var hash = Content.Hash(live.Find("e"), live.Current);
        Kept(await live.Decide(Approver, DecisionVerb.Approve, "e", hash));
        Assert.Equal(("APPROVED", new DateOnly(2026, 11, 26), hash), (live.Value("e", "status"), live.Value("e", "approvedOn"), live.Value("e", "contentHash")));
        Assert.Equal((Submitter, Approver), (Name(live, "submittedBy"), Name(live, "approvedBy")));
    }

    [Fact]
    public async Task Rejecting_records_who_and_when_and_lets_it_be_submitted_again()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Kept(await live.Decide(Approver, DecisionVerb.Reject, "e"));
        Assert.Equal(("REJECTED", new DateOnly(2026, 11, 24), Approver), (live.Value("e", "status"), live.Value("e", "rejectedOn"), Name(live, "rejectedBy")));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Assert.Equal(("SUBMITTED", null, null), (live.Value("e", "status"), live.Value("e", "rejectedOn"), live.Value("e", "rejectedBy")));
    }

    [Fact]
    public async Task Nobody_decides_on_what_they_submitted()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Refused(await live.Decide(Submitter, DecisionVerb.Approve, "e"), ViolationCode.Forbidden, "key", "nobody decides on what they submitted or last edited ('e')");
        Refused(await live.Decide(Submitter, DecisionVerb.Reject, "e"), ViolationCode.Forbidden, "key", "nobody decides");
    }

    [Fact]
    public async Task Nobody_decides_on_what_they_last_edited()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.AskAs(Approver, Put("Evidence", "e", ("title", "A better policy"))));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Refused(await live.Decide(Approver, DecisionVerb.Approve, "e"), ViolationCode.Forbidden, "key", "nobody decides");
        Kept(await live.Decide(Editor, DecisionVerb.Approve, "e"));
    }

    [Fact]
    public async Task Relinking_what_belongs_to_the_content_is_an_edit()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.AskAs(Approver, Link("e", "CONCERNS", "s")));
        Assert.Equal(Approver, live.Engine.Personal.Resolve(live.Find("e").EditedBy));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Refused(await live.Decide(Approver, DecisionVerb.Approve, "e"), ViolationCode.Forbidden, "key", "nobody decides");
        Kept(await live.AskAs(Editor, Unlink("e", "CONCERNS", "s")));
        Assert.Equal(Editor, live.Engine.Personal.Resolve(live.Find("e").EditedBy));
    }

    [Fact]
    public async Task A_decision_is_no_edit_and_leaves_the_last_editor()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Assert.Equal(Editor, live.Engine.Personal.Resolve(live.Find("e").EditedBy));
    }

    [Fact]
    public async Task Refuses_a_decision_on_other_content_than_what_was_seen()
    {
        await using var live = await WithSmallGraphAsync();
        var seen = Content.Hash(live.Find("e"), live.Current);
        await live.Keep(Link("e", "CONCERNS", "s"));
        Refused(await live.Decide(Submitter, DecisionVerb.Submit, "e", seen), ViolationCode.Conflict, "contentHash", $"expected the hash of the content as it is now ({Content.Hash(live.Find("e"), live.Current)}), found {seen}");
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e", Content.Hash(live.Find("e"), live.Current)));
    }

    [Fact]
    public async Task The_content_hash_covers_what_editors_set_and_link_and_not_what_authority_sets()
    {
        await using var live = await WithSmallGraphAsync();
        var first = Content.Hash(live.Find("e"), live.Current);
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Assert.Equal(first, Content.Hash(live.Find("e"), live.Current));
        await live.Keep(Link("e", "DEMONSTRATES", "law:1"));
        Assert.Equal(first, Content.Hash(live.Find("e"), live.Current));
        await live.Keep(Put("Evidence", "e", ("uri", "https://a.example/1")));
        var second = Content.Hash(live.Find("e"), live.Current);
        await live.Keep(Link("e", "CONCERNS", "s"));
        Assert.Equal(3, new[] { first, second, Content.Hash(live.Find("e"), live.Current) }.Distinct().Count());
    }

    [Theory]
    [InlineData(DecisionVerb.Approve)]
    [InlineData(DecisionVerb.Reject)]
    public async Task Only_what_was_submitted_is_decided_on(DecisionVerb verb)
    {
        await using var live = await WithSmallGraphAsync();
        Refused(await live.Decide(Approver, verb, "e"), ViolationCode.Conflict, "key", "expected a document that is SUBMITTED, found 'e' DRAFT");
    }

    [Fact]
    public async Task What_waits_or_is_approved_is_not_submitted_again()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Refused(await live.Decide(Submitter, DecisionVerb.Submit, "e"), ViolationCode.Conflict, "key", "expected a document that is DRAFT, REJECTED or WITHDRAWN, found 'e' SUBMITTED");
        Kept(await live.Decide(Approver, DecisionVerb.Approve, "e"));
        Refused(await live.Decide(Submitter, DecisionVerb.Submit, "e"), ViolationCode.Conflict, "key", "found 'e' APPROVED");
    }

    [Theory]
    [InlineData(DecisionVerb.Sign, "e", "expected a document that one can sign, found Evidence 'e'")]
    [InlineData(DecisionVerb.Submit, "c", "expected a document that one can submit, found Control 'c'")]
    [InlineData(DecisionVerb.Approve, "as", "expected a document that one can approve, found Assessment 'as'")]
    public async Task Refuses_a_decision_that_the_kind_does_not_know(DecisionVerb verb, string key, string message)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Assessment", "as", ("title", "A"), ("kind", "DPIA")));
        Refused(await live.Decide(Approver, verb, key), ViolationCode.Validation, "key", message);
        Refused(await live.Decide(Approver, verb, "nothing"), ViolationCode.NotFound, "key", "found 'nothing'");
    }

    // ISO/IEC 42001 6.1.3: a row of the Statement of Applicability says whether and why.
    [Theory]
    [InlineData("APPLICABILITY", "applicable,justification")]
    [InlineData("SUFFICIENCY", "joint,links")]
    public async Task A_statement_says_what_it_states_before_it_is_submitted(string kind, string fields)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Statement", "st", ("title", "S"), ("kind", kind)), Link("st", "STATES", "law:1"));
        var result = await live.Decide(Submitter, DecisionVerb.Submit, "st");
        Assert.Equal(fields.Split(',').Select(f => $"expected 'st' to have {f} before it is submitted"), result.Violations.Select(v => v.Message));
        await live.Keep(Put("Statement", "st", [.. fields.Split(',').Select(f => (f, f switch { "applicable" => true, "links" => (object?)new[] { "c|SATISFIES|law:1" }, _ => "said" }))]));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "st"));
    }

    [Theory]
    [InlineData("CLASSIFICATION", "classes,conclusion")]
    [InlineData("FRIA", "process,periodOfUse,affectedPersons,harms,oversight,measures")]
    [InlineData("DPIA", "process,necessity,harms,measures")]
    [InlineData("AIIA", "process,affectedPersons,harms,measures,conclusion")]
    [InlineData("VENDOR_DUE_DILIGENCE", "conclusion")]
    public async Task An_assessment_has_its_content_before_it_is_submitted(string kind, string fields)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Assessment", "as", ("title", "A"), ("kind", kind)));
        var result = await live.Decide(Submitter, DecisionVerb.Submit, "as");
        Assert.Equal(fields.Split(',').Select(f => $"expected 'as' to have {f} before it is submitted"), result.Violations.Select(v => v.Message).Where(m => m.EndsWith("submitted", StringComparison.Ordinal)));
        await live.Keep(ManagementSystem.Judged.Found("as", Approver));
        await live.Keep(Put("Assessment", "as", [.. fields.Split(',').Select(f => (f, f == "classes" ? (object?)Array.Empty<string>() : "said"))]));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "as"));
        Kept(await live.Decide(Approver, DecisionVerb.Sign, "as"));
        Assert.Equal("SIGNED", live.Value("as", "status"));
    }

    public static TheoryData<string, Operation> Edits => new()
    {
        { "a field", Put("Evidence", "e", ("uri", "https://a.example/2")) },
        { "a link of the content", Link("e", "CONCERNS", "s2") },
        { "a link of the content taken away", Unlink("e", "CONCERNS", "s") },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Editing_what_was_approved_takes_the_approval_away(string what, Operation edit)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Link("e", "CONCERNS", "s"), Put("AiSystem", "s2", ("title", "Another")));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Kept(await live.Decide(Approver, DecisionVerb.Approve, "e"));
        await live.Keep(edit);
        Assert.All(["status", "submittedOn", "submittedBy", "approvedOn", "approvedBy", "contentHash"], f => Assert.True(live.Value("e", f) is null, $"{what} left {f}"));
    }

    [Fact]
    public async Task What_does_not_belong_to_the_content_leaves_the_approval()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        Kept(await live.Decide(Approver, DecisionVerb.Approve, "e"));
        await live.Keep(
            Put("Evidence", "e", ("title", "A policy")) with { External = new("dms", "1") }, Link("c", "EVIDENCED_BY", "e"), Link("e", "DEMONSTRATES", "law:1"),
            Put("Person", "p", ("name", "Pia")), Link("e", "OWNED_BY", "p"));
        Assert.Equal("APPROVED", live.Value("e", "status"));
    }

    [Fact]
    public async Task Editing_and_deciding_are_separate_requests()
    {
        await using var live = await WithSmallGraphAsync();
        var decision = new Decision(DecisionVerb.Submit, "e", null);
        Refused(
            await live.Engine.ApplyAsync(live.Request(Editor) with { Decisions = [decision] }, default),
            ViolationCode.Forbidden, "origin", "expected decisions by authority");
        Refused(
            await live.Engine.ApplyAsync(live.Request(Editor, Put("Evidence", "e", ("title", "T"))) with { Origin = ChangeOrigin.Authority, Decisions = [decision] }, default),
            ViolationCode.Forbidden, "origin", "expected no operations");
    }

    private static string? Name(LiveEngine live, string field) => live.Engine.Personal.Resolve((string?)live.Value("e", field));

    [Theory]
    [InlineData("sue submitter")]
    [InlineData(" SUE SUBMITTER ")]
    public async Task Other_letters_of_the_same_name_are_the_same_eyes(string sameName)
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "e"));
        Refused(await live.Decide(sameName, DecisionVerb.Approve, "e"), ViolationCode.Forbidden, "key", "nobody decides");
    }

    [Fact]
    public async Task A_decision_asked_again_by_somebody_else_is_another_request()
    {
        await using var live = await WithSmallGraphAsync();
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "e"));
        var approval = live.Request(Approver) with { Origin = ChangeOrigin.Authority, Decisions = [new(DecisionVerb.Approve, "e", null)] };
        Kept(await live.Engine.ApplyAsync(approval, default));
        Assert.True(Kept(await live.Engine.ApplyAsync(approval, default)).Replayed);
        Refused(await live.Engine.ApplyAsync(approval with { Actor = "Bea Bystander" }, default), ViolationCode.Conflict, "changeId", "with other content");
    }
}
