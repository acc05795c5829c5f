using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>Who may decide: whoever holds the role that is asked for on that day, and who bears what remains. Today is 2026-11-24.</summary>
public sealed class DecidingTests
{
    [Fact]
    public async Task What_is_said_of_a_vendor_rests_on_no_more_than_the_answers_do()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            Put("Vendor", "vendor:v", ("title", "V")), Put("Assessment", "a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine."), ("governanceBasis", "VERIFIED"), ("testingBasis", "CLAIMED")), Link("a", "ASSESSES", "vendor:v"),
            Put("Template", "template:t", ("title", "T"), ("form", "VENDOR_DUE_DILIGENCE")), Link("a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "a", "GOVERNANCE"),
        ]);
        await live.Keep(Put("Answer", "answer:of-a", ("backing", "CLAIMED")));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "expected 'a' to have an answer about GOVERNANCE that is VERIFIED, as governanceBasis says, found CLAIMED at best");
        await live.Keep(Put("Answer", "answer:of-a", ("backing", "VERIFIED")));

        // What is shown of one subject shows nothing of another.
        await live.Keep(Put("Assessment", "a", ("testingBasis", "DOCUMENTED")));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "expected 'a' to have an answer about TESTING that is DOCUMENTED, as testingBasis says, found none that says on what it rests");
        await live.Keep(Put("Assessment", "a", ("testingBasis", "CLAIMED")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
    }

    [Theory]
    [InlineData("CLASSIFICATION", "s")]
    [InlineData("VENDOR_DUE_DILIGENCE", "vendor:v")]
    public async Task What_the_organisation_has_a_form_for_is_not_assessed_beside_it(string type, string assessed)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Vendor", "vendor:v", ("title", "V")), Put("Assessment", "a", ("title", "A"), ("kind", type), ("classes", type == "CLASSIFICATION" ? Array.Empty<string>() : null), ("conclusion", "Fine.")),
            Link("a", "ASSESSES", assessed), Put("Template", "template:t", ("title", "T"), ("form", type)));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", $"expected 'a' to follow a template of the form {type}, such as 'template:t', found none");
        await live.Keep([Link("a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "a")]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
    }

    [Fact]
    public async Task Roles_decide_on_every_kind_that_is_approved_or_signed_and_on_no_other()
    {
        await using var live = await OpenAsync();
        var words = GraphModel.Default.Kinds.Where(k => k.Approval is not null).Select(DecidingRoles.WordOf).ToArray();
        await live.Keep(Put("OrganisationRole", "role:all", ("title", "All"), ("decides", words)));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.organisationRole.decides", $"expected kinds that are approved or signed ({string.Join(", ", words)}), found 'CONTROL'",
            Put("OrganisationRole", "role:all", ("decides", (string[])[.. words, "CONTROL"])));
    }

    [Fact]
    public async Task Where_a_role_decides_on_a_kind_only_who_holds_it_on_the_day_does()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("OrganisationRole", "role:board", ("title", "Board"), ("decides", new[] { "MANAGED_DOCUMENT" })),
            Put("Person", "person:berta", ("name", "Berta Board")), Put("Person", "person:carl", ("name", "Carl Later")),
            Put("RoleAssignment", "assignment:1", ("from", "2026-01-01"), ("until", "2026-11-24")), Link("assignment:1", "ASSIGNMENT_OF", "role:board"), Link("assignment:1", "HELD_BY", "person:berta"),
            Put("RoleAssignment", "assignment:2", ("from", "2026-11-25")), Link("assignment:2", "ASSIGNMENT_OF", "role:board"), Link("assignment:2", "HELD_BY", "person:carl"),
            Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "document:p"));
        foreach (var (who, verb) in new[] { ("Abe Approver", DecisionVerb.Approve), ("Carl Later", DecisionVerb.Approve), ("Abe Approver", DecisionVerb.Reject) })
        {
            Refused(await live.Decide(who, verb, "document:p"), ViolationCode.Forbidden, "key", "expected somebody who holds role:board on 2026-11-24 to decide on 'document:p'");
        }

        Kept(await live.Decide("Berta Board", DecisionVerb.Approve, "document:p"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        Refused(await live.Decide("Berta Board", DecisionVerb.Withdraw, "document:p"), ViolationCode.Forbidden, "key", "holds role:board on 2026-11-25");
        Kept(await live.Decide("Carl Later", DecisionVerb.Withdraw, "document:p"));

        // On other kinds whoever has the permission decides.
        await live.Approve("e");
    }

    [Theory]
    [InlineData("ai-system:mine", "risk:mine", true)]
    [InlineData("ai-system:mine", "risk:other", false)]
    [InlineData("control:mine", "risk:mine", false)]
    [InlineData("unit:mine", "risk:other", true)]
    public async Task Whoever_holds_a_role_for_something_decides_on_nothing_else(string what, string risk, bool decides)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "ai-system:mine", ("title", "Mine")), Put("AiSystem", "ai-system:other", ("title", "Other")), Put("Control", "control:mine", ("title", "C")), Put("Unit", "unit:mine", ("title", "U")),
            Put("Risk", "risk:mine", ("title", "R"), ("kind", "THREAT")), Link("ai-system:mine", "HAS_RISK", "risk:mine"), Put("Risk", "risk:other", ("title", "R"), ("kind", "THREAT")), Link("ai-system:other", "HAS_RISK", "risk:other"),
            Put("OrganisationRole", "role:risk", ("title", "Risk"), ("decides", new[] { "RISK_ACCEPTANCE" })), Put("Person", "person:dee", ("name", "Dee Decider")),
            Put("RoleAssignment", "assignment:dee", ("from", "2026-01-01")), Link("assignment:dee", "ASSIGNMENT_OF", "role:risk"), Link("assignment:dee", "HELD_BY", "person:dee"), Link("assignment:dee", "RESPONSIBLE_FOR", what),
            Put("RiskAcceptance", "acceptance:a", ("rationale", "Borne."), ("level", "HIGH"), ("until", "2027-01-01")), Link("acceptance:a", "ACCEPTANCE_OF", risk));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "acceptance:a"));
        var answer = await live.Decide("Dee Decider", DecisionVerb.Approve, "acceptance:a");
        if (decides)
        {
            Kept(answer);
        }
        else
        {
            Refused(answer, ViolationCode.Forbidden, "key", "expected somebody who holds role:risk on 2026-11-24 for what 'acceptance:a' is about ('assignment:dee' is for something else) to decide on 'acceptance:a'");
        }
    }

    [Fact]
    public async Task Nobody_decides_by_an_assignment_that_they_last_edited_themselves()
    {
        await using var live = await WithBoardAsync();
        Kept(await live.AskAs("Carl Clever", [Put("Person", "person:carl", ("name", "Carl Clever")), .. Assigned("assignment:carl", "person:carl")]));
        const string own = "expected somebody who holds role:board on 2026-11-24, by a role, an assignment and a person that somebody else last edited ('assignment:carl' was last edited by whoever decides, or by somebody whose name was erased, who may be anybody), to decide on 'document:p'";
        foreach (var verb in (DecisionVerb[])[DecisionVerb.Approve, DecisionVerb.Reject])
        {
            Refused(await live.Decide("Carl Clever", verb, "document:p"), ViolationCode.Forbidden, "key", own);
        }

        await live.Keep(Put("RoleAssignment", "assignment:carl", ("from", "2026-11-01")));
        Kept(await live.AskAs("Carl Clever", Put("RoleAssignment", "assignment:carl", ("from", "2020-01-01"))));
        Refused(await live.Decide("carl clever", DecisionVerb.Approve, "document:p"), ViolationCode.Forbidden, "key", own);

        // Nor by a name or a role that they made theirs.
        await live.Keep([.. Assigned("assignment:dora", "person:dora"), Put("Person", "person:dora", ("name", "Dora Director"))]);
        Kept(await live.AskAs("Carl Clever", Put("Person", "person:dora", ("name", "Carl Clever"))));
        Refused(await live.Decide("Carl Clever", DecisionVerb.Approve, "document:p"), ViolationCode.Forbidden, "key", "was last edited by whoever decides");
        await live.Keep(Put("Person", "person:dora", ("name", "Dora Director")));
        Kept(await live.AskAs("Dora Director", Put("OrganisationRole", "role:board", ("decides", new[] { "MANAGED_DOCUMENT", "SCOPE_STATEMENT" }))));
        Refused(await live.Decide("Dora Director", DecisionVerb.Approve, "document:p"), ViolationCode.Forbidden, "key", "('role:board' was last edited by whoever decides");
        await live.Keep(Put("OrganisationRole", "role:board", ("title", "The board")));

        // Beside one that somebody else recorded it does no harm.
        await live.Keep([.. Assigned("assignment:carl-2", "person:carl"), Put("Person", "person:carl", ("email", "carl@example.org"))]);
        Kept(await live.Decide("Carl Clever", DecisionVerb.Approve, "document:p"));
    }

    [Fact]
    public async Task Where_a_role_decides_on_a_kind_some_role_goes_on_to()
    {
        await using var live = await WithBoardAsync();
        const string last = "expected another role that decides on MANAGED_DOCUMENT before the last one does not any more";
        await live.Refuses(ViolationCode.Validation, "changes[0].put.organisationRole", last, Put("OrganisationRole", "role:board", ("decides", null)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.organisationRole", last, Put("OrganisationRole", "role:board", ("decides", new[] { "EVIDENCE" })));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", last, Delete("role:board"));
        await live.Keep(Put("OrganisationRole", "role:council", ("title", "Council"), ("decides", new[] { "MANAGED_DOCUMENT" })), Delete("role:board"));
        Refused(await live.Decide("Carl Clever", DecisionVerb.Approve, "document:p"), ViolationCode.Forbidden, "key", "expected somebody who holds role:council");
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", last, Delete("role:council"));
    }

    [Fact]
    public async Task Nobody_signs_as_owner_of_a_risk_that_they_gave_themselves()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            Put("Person", "person:olga", ("name", "Olga Owner")), Put("Person", "person:mel", ("name", "Mel Mallory")), Link("r", "OWNED_BY", "person:olga"),
            Aiia("a"),
            Link("a", "ASSESSES", "s"), Link("a", "IDENTIFIES", "r"), Put("AssessedImpact", "impact:i", ("title", "I"), ("affects", "PERSON"), ("effect", "BAD"), ("likelihood", 2), ("severity", 2), ("residualLikelihood", 2), ("residualSeverity", 2), ("rationale", "Borne.")), Link("impact:i", "IMPACT_OF", "a"),
        ]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.AskAs("Mel Mallory", Link("r", "OWNED_BY", "person:mel")));
        const string own = "expected an owner of a risk that it identifies whom somebody else made it ('r' was given to ";
        Refused(await live.Decide("Mel Mallory", DecisionVerb.Sign, "a"), ViolationCode.Forbidden, "key", own + "'person:mel'");
        Kept(await live.AskAs("Mel Mallory", Unlink("r", "OWNED_BY", "person:mel"), Put("Person", "person:olga", ("name", "Mel Mallory"))));
        Refused(await live.Decide("Mel Mallory", DecisionVerb.Sign, "a"), ViolationCode.Forbidden, "key", own + "'person:olga'");
        await live.Keep(Put("Person", "person:olga", ("name", "Olga Owner")));
        Kept(await live.AskAs("Mel Mallory", Link("r", "OWNED_BY", "person:mel")));
        Kept(await live.AskAs("Mel Mallory", Link("r", "OWNED_BY", "person:mel")));
        Refused(await live.Decide("Mel Mallory", DecisionVerb.Sign, "a"), ViolationCode.Forbidden, "key", own + "'person:mel'");

        // Somebody else draws it, and who sends again what others drew takes nothing.
        await live.Keep(Link("r", "OWNED_BY", "person:mel"));
        Kept(await live.AskAs("Mel Mallory", Link("r", "OWNED_BY", "person:mel")));
        Kept(await live.Decide("Mel Mallory", DecisionVerb.Sign, "a"));
    }

    [Fact]
    public async Task Nobody_signs_as_owner_of_a_risk_that_became_one_of_what_is_assessed_after_the_submission()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            Aiia("assessment:a"),
            Link("assessment:a", "ASSESSES", "s"), .. Judged.Found("assessment:a", "Olga Owner"), Link("s", "HAS_RISK", "risk:of-a"),
            Put("Component", "component:c", ("title", "C"), ("type", "MODEL")), Put("Person", "person:mel", ("name", "Mel Mallory")),
            Put("Risk", "risk:of-other", ("title", "O"), ("kind", "THREAT")), Link("component:c", "HAS_RISK", "risk:of-other"), Link("risk:of-other", "OWNED_BY", "person:mel"), Link("assessment:a", "IDENTIFIES", "risk:of-other"),
        ]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"));
        Refused(await live.Decide("Mel Mallory", DecisionVerb.Sign, "assessment:a"), ViolationCode.Forbidden, "key", "an owner of a risk that it identifies (person:");

        // Each way in which it becomes one: a link of the system, of a part of it, and one that is taken out.
        foreach (var (there, back) in new (Operation, Operation)[]
        {
            (Link("s", "HAS_RISK", "risk:of-other"), Unlink("s", "HAS_RISK", "risk:of-other")),
            (Link("s", "USES", "component:c"), Unlink("s", "USES", "component:c")),
            (Unlink("component:c", "HAS_RISK", "risk:of-other"), Link("component:c", "HAS_RISK", "risk:of-other")),
        })
        {
            Kept(await live.AskAs("Mel Mallory", there));
            Refused(await live.Decide("Mel Mallory", DecisionVerb.Sign, "assessment:a"), ViolationCode.Conflict, "key", "expected 'assessment:a' to rest on what it did when it was submitted");
            Kept(await live.AskAs("Mel Mallory", back));
        }

        // Once somebody else submits it with that risk, its owner signs.
        await live.Keep(Link("s", "HAS_RISK", "risk:of-other"));
        Kept(await live.Decide("Olga Owner", DecisionVerb.Reject, "assessment:a"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"));
        Kept(await live.Decide("Mel Mallory", DecisionVerb.Sign, "assessment:a"));
    }

    [Theory]
    [InlineData("CLASSIFICATION")]
    [InlineData("VENDOR_DUE_DILIGENCE")]
    public async Task What_serves_as_an_impact_assessment_has_an_impact_and_is_signed_by_the_owner_of_a_risk(string type)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            Put("Template", "template:t", ("title", "T"), ("form", type)), Put("Template", "template:aiia", ("title", "A"), ("form", "AIIA")),
            Put("Assessment", "assessment:a", ("title", "A"), ("kind", type), ("classes", type == "CLASSIFICATION" ? Array.Empty<string>() : null), ("conclusion", "Fine.")), Link("assessment:a", "ASSESSES", "s"),
            Link("assessment:a", "FOLLOWS", "template:t"), Link("assessment:a", "FOLLOWS", "template:aiia"), .. Judged.Asked("template:t", "assessment:a"),
            Put("TemplateItem", "item:aiia", ("prompt", "Who?"), ("order", 1), ("source", "ORGANISATION")), Link("item:aiia", "ITEM_OF", "template:aiia"),
            Put("Answer", "answer:aiia", ("value", "Applicants."), ("state", "CONFIRMED")), Link("answer:aiia", "ANSWER_OF", "assessment:a"), Link("answer:aiia", "ANSWERS", "item:aiia"),
        ]);
        Assert.Equal(
            ["expected 'assessment:a' to identify a risk that somebody owns (IDENTIFIES, OWNED_BY), of what it assesses, found none", "expected 'assessment:a' to have an impact (IMPACT_OF), good or bad, found none"],
            (await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a")).Violations.Select(v => v.Message));
        await live.Keep([.. Judged.Found("assessment:a", "Olga Owner"), Link("s", "HAS_RISK", "risk:of-a")]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Sign, "assessment:a"), ViolationCode.Forbidden, "key", "an owner of a risk that it identifies");
        Kept(await live.Decide("Olga Owner", DecisionVerb.Sign, "assessment:a"));
    }

    [Fact]
    public async Task What_lowers_an_impact_belongs_to_what_was_signed()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            Aiia("assessment:a"),
            Link("assessment:a", "ASSESSES", "s"), .. Judged.Found("assessment:a", "Olga Owner"), Link("s", "HAS_RISK", "risk:of-a"),
        ]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"));
        Kept(await live.Decide("Olga Owner", DecisionVerb.Sign, "assessment:a"));
        var impact = live.Current.Sources(live.Find("assessment:a"), ManagementEdges.ImpactOf)[0].Key;
        await live.Keep(Link(impact, "CONTROLLED_BY", "c"));
        Assert.Equal(("DRAFT", "SIGNED"), (live.Find("assessment:a").Text(AssessmentKind.Approval.Status) ?? "DRAFT", live.Find("assessment:a-v1").Text(AssessmentKind.Approval.Status)));
        Assert.Empty(live.Current.Targets(live.Current.Sources(live.Find("assessment:a-v1"), ManagementEdges.ImpactOf)[0], ManagementEdges.ControlledBy));
    }

    [Fact]
    public async Task An_assignment_stays_that_of_its_role_and_person()
    {
        await using var live = await WithBoardAsync();
        await live.Keep([Put("OrganisationRole", "role:other", ("title", "Other")), Put("Person", "person:berta", ("name", "Berta Board")), Put("Person", "person:carl", ("name", "Carl Clever")), .. Assigned("assignment:1", "person:berta")]);
        await live.Refuses(
            ViolationCode.Conflict, "changes[0].unlink", "expected 'assignment:1' to keep HELD_BY to 'person:berta': delete it, and make another",
            Unlink("assignment:1", "HELD_BY", "person:berta"), Link("assignment:1", "HELD_BY", "person:carl"));
        await live.Refuses(
            ViolationCode.Conflict, "changes[0].unlink", "expected 'assignment:1' to keep ASSIGNMENT_OF to 'role:board': delete it, and make another",
            Unlink("assignment:1", "ASSIGNMENT_OF", "role:board"), Link("assignment:1", "ASSIGNMENT_OF", "role:other"));
        Assert.False((await live.Ask(Delete("person:berta", edges: true))).Accepted);
        await live.Keep(Delete("assignment:1", edges: true));
        await live.Keep([.. Assigned("assignment:2", "person:berta"), Unlink("assignment:2", "HELD_BY", "person:berta"), Link("assignment:2", "HELD_BY", "person:carl")]);
    }

    [Fact]
    public async Task Whose_assignment_somebody_recorded_whose_name_was_erased_does_not_decide_by_it_until_somebody_else_edits_it()
    {
        await using var live = await WithBoardAsync();
        Kept(await live.AskAs("Rex Recorder", [Put("Person", "person:berta", ("name", "Berta Board")), .. Assigned("assignment:1", "person:berta")]));
        Kept(await live.Erase("asked to", live.Find("assignment:1").EditedBy!));
        Refused(await live.Decide("Berta Board", DecisionVerb.Approve, "document:p"), ViolationCode.Forbidden, "key", "('assignment:1' was last edited by whoever decides, or by somebody whose name was erased");
        await live.Keep(Put("RoleAssignment", "assignment:1", ("title", "Of the board")));
        Refused(await live.Decide("Berta Board", DecisionVerb.Approve, "document:p"), ViolationCode.Forbidden, "key", "('person:berta' was last edited by whoever decides, or by somebody whose name was erased");
        await live.Keep(Put("Person", "person:berta", ("role", "Chair")));
        Kept(await live.Decide("Berta Board", DecisionVerb.Approve, "document:p"));
    }

    [Fact]
    public async Task What_a_seed_assigns_counts_whoever_decides_until_it_is_edited()
    {
        await using var live = await OpenAsync();
        Kept(await live.Seed(null, [Put("OrganisationRole", "role:board", ("title", "Board"), ("decides", new[] { "MANAGED_DOCUMENT" })), Put("Person", "person:sam", ("name", "Sam Seed")), .. Assigned("assignment:sam", "person:sam")]));
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY")), Put("ManagedDocument", "document:q", ("title", "Another"), ("type", "POLICY")));
        await live.Approve("document:p", by: "Sam Seed");
        await using var again = await OpenAsync(store: live.Store);
        await again.Approve("document:q", by: "Sam Seed");
        Kept(await again.AskAs("Sam Seed", Put("RoleAssignment", "assignment:sam", ("title", "Mine"))));
        Refused(await again.Decide("Sam Seed", DecisionVerb.Withdraw, "document:q"), ViolationCode.Forbidden, "key", "by a role, an assignment and a person that somebody else last edited");
    }

    [Fact]
    public async Task An_impact_assessment_is_signed_by_an_owner_of_a_risk_that_it_found()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Person", "person:olga", ("name", "Olga Owner")), Link("r", "OWNED_BY", "person:olga"),
            Aiia("a"),
            Link("a", "ASSESSES", "s"));
        Assert.Equal(
            ["expected 'a' to identify a risk that somebody owns (IDENTIFIES, OWNED_BY), of what it assesses, found none", "expected 'a' to have an impact (IMPACT_OF), good or bad, found none"],
            (await live.Decide("Sue Submitter", DecisionVerb.Submit, "a")).Violations.Select(v => v.Message));
        await live.Keep(Link("a", "IDENTIFIES", "r"), Put("AssessedImpact", "impact:i", ("title", "I"), ("affects", "PERSON"), ("effect", "BAD"), ("likelihood", 2), ("severity", 2), ("residualLikelihood", 2), ("residualSeverity", 2), ("rationale", "Borne.")), Link("impact:i", "IMPACT_OF", "a"));
        await live.Keep(Put("Template", "template:t", ("title", "T"), ("form", "AIIA")));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "expected 'a' to follow a template of the form AIIA, such as 'template:t', found none");
        await live.Keep([Link("a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "a")]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        await live.Keep(Unlink("r", "OWNED_BY", "person:olga"));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Sign, "a"), ViolationCode.Forbidden, "key", "an owner of a risk that it identifies, of whom there is none, to decide on 'a'");
        await live.Keep(Link("r", "OWNED_BY", "person:olga"));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Sign, "a"), ViolationCode.Forbidden, "key", "an owner of a risk that it identifies (person:olga), who bears what remains");
        Kept(await live.Decide("Abe Approver", DecisionVerb.Reject, "a"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Olga Owner", DecisionVerb.Sign, "a"));
    }

    [Fact]
    public async Task An_impact_assessment_is_submitted_once_its_impacts_are_whole_and_with_a_risk_of_what_it_assesses()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
        [
            Put("Template", "template:t", ("title", "T"), ("form", "AIIA"), ("reviewEveryMonths", 12)), Put("AiSystem", "s2", ("title", "Another")),
            Aiia("assessment:a"),
            Link("assessment:a", "ASSESSES", "s"), Link("assessment:a", "FOLLOWS", "template:t"), .. Judged.Asked("template:t", "assessment:a"), .. Judged.Found("assessment:a", "Olga Owner"), Link("s2", "HAS_RISK", "risk:of-a"),
            Put("AssessedImpact", "impact:bad", ("title", "Bad"), ("affects", "GROUP"), ("effect", "BAD"), ("likelihood", 1)), Link("impact:bad", "IMPACT_OF", "assessment:a"),
            Put("AssessedImpact", "impact:good", ("title", "Good"), ("affects", "SOCIETY"), ("effect", "GOOD")), Link("impact:good", "IMPACT_OF", "assessment:a"),
        ]);
        Assert.Equal(
            [
                "expected 'assessment:a' to identify a risk that somebody owns (IDENTIFIES, OWNED_BY), of what it assesses, found none",
                "expected 'impact:bad' to have severity, residualLikelihood, residualSeverity, rationale", "expected 'impact:good' to have likelihood, severity",
                "expected 'assessment:a' to have reviewEveryMonths; 'template:t', which it follows, suggests 12",
            ],
            (await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a")).Violations.Select(v => v.Message));
        await live.Keep(
            Link("s", "HAS_RISK", "risk:of-a"), Put("Assessment", "assessment:a", ("reviewEveryMonths", 6)), Put("AssessedImpact", "impact:good", ("likelihood", 5), ("severity", 3)),
            Put("AssessedImpact", "impact:bad", ("severity", 4), ("residualLikelihood", 1), ("residualSeverity", 3), ("rationale", "Borne.")));
        Refused(
            await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"), ViolationCode.Validation, "key",
            "expected 'impact:bad' to name a control by which it is lowered (CONTROLLED_BY), or to remain as it was before anything is done");
        await live.Keep(Put("Control", "control:lowers", ("title", "It lowers that")), Link("impact:bad", "CONTROLLED_BY", "control:lowers"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:a"));
        await live.Keep(Unlink("s", "HAS_RISK", "risk:of-a"));
        Refused(await live.Decide("Olga Owner", DecisionVerb.Sign, "assessment:a"), ViolationCode.Forbidden, "key", "an owner of a risk that it identifies, of whom there is none,");
    }

    [Fact]
    public async Task The_statement_of_applicability_is_approved_as_a_whole_once_every_row_is_stated()
    {
        await using var live = await WithStandardAsync();
        Assert.Equal(("std:2", "", ""), Whole(live));
        await live.Keep(Put("Statement", "statement:2", ("title", "2"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "We build nothing.")), Link("statement:2", "STATES", "std:2"));
        Assert.Equal(("std:2", "statement:2", ""), Whole(live));
        Assert.Equal(ViolationCode.Validation, Of(live).Decide(DecisionVerb.Approve, null).Faults[0].Code);
        await DecideAsync(live, "Sue Submitter", DecisionVerb.Submit);
        Assert.Equal(("", "", "statement:2"), Whole(live));
        Assert.Equal(ViolationCode.Conflict, Of(live).Decide(DecisionVerb.Approve, new string('0', 64)).Faults[0].Code);
        await DecideAsync(live, "Abe Approver", DecisionVerb.Approve);
        Assert.Equal((2, ""), (Of(live).Approved.Count, string.Join(' ', Of(live).Waiting.Select(w => w.Key))));
        Assert.Equal(ViolationCode.Conflict, Of(live).Decide(DecisionVerb.Approve, null).Faults[0].Code);
    }

    [Fact]
    public async Task An_exclusion_on_which_the_treatment_of_a_risk_relies_is_flagged()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
            Put("Statement", "statement:2", ("title", "2"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "We build nothing.")), Link("statement:2", "STATES", "std:2"),
            Link("c", "SATISFIES", "std:2"), Link("r", "MITIGATED_BY", "c"));
        Assert.Empty(WholeApplicability.ReliedOn(live.On(), live.Find("c")));
        await live.Approve("statement:2");
        var flagged = Assert.Single(WholeApplicability.ReliedOn(live.On(), live.Find("c")));
        Assert.Equal(("EXCLUDED_BUT_RELIED_ON", "std:2"), (flagged.Code, flagged.Node!.Key));
        await live.Keep(Unlink("c", "SATISFIES", "std:2"));
        Assert.Empty(WholeApplicability.ReliedOn(live.On(), live.Find("c")));
    }

    [Fact]
    public async Task A_statement_is_approved_alone_only_where_that_makes_the_whole_complete()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
            Requirement("std:3", ("assessable", true), ("excludable", true)), Link("std:3", "PART_OF", "std:A"),
            Put("Statement", "statement:2", ("title", "2"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "We build nothing.")), Link("statement:2", "STATES", "std:2"),
            Put("Statement", "statement:3", ("title", "3"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "We do.")), Link("statement:3", "STATES", "std:3"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:2"));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Approve, "statement:2"), ViolationCode.Validation, "key", "once every row that may be excluded is stated; 1 are not, such as std:3");
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:3"));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Approve, "statement:2"), ViolationCode.Validation, "key", "as a whole (approveApplicability); 'statement:3' would be left waiting");
        await DecideAsync(live, "Abe Approver", DecisionVerb.Approve);

        // A row that is added later is stated and approved alone.
        await live.Keep(
            Requirement("std:4", ("assessable", true), ("excludable", true)), Link("std:4", "PART_OF", "std:A"),
            Put("Statement", "statement:4", ("title", "4"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "We do.")), Link("statement:4", "STATES", "std:4"));
        await live.Approve("statement:4");
    }

    [Fact]
    public async Task What_is_stated_for_one_of_two_systems_leaves_the_row_unstated()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
            Put("AiSystem", "s2", ("title", "Another")), Link("s", "SUBJECT_TO", "std"), Link("s2", "SUBJECT_TO", "std"),
            Put("Statement", "statement:2", ("title", "2"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "Not for this one.")), Link("statement:2", "STATES", "std:2"), Link("statement:2", "ABOUT", "s"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:2"));
        Assert.Equal(("std:2", "", "statement:2"), Whole(live));
        await live.Keep(Link("statement:2", "ABOUT", "s2"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:2"));
        Assert.Equal(("", "", "statement:2"), Whole(live));
    }

    [Fact]
    public async Task An_exclusion_is_flagged_through_a_heading_and_only_for_systems_whose_risks_rely_on_the_control()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
            Put("AiSystem", "s2", ("title", "Another")), Link("s", "SUBJECT_TO", "std"), Link("s2", "SUBJECT_TO", "std"), Link("s", "HAS_RISK", "r"), Link("r", "MITIGATED_BY", "c"), Link("c", "SATISFIES", "std:A"),
            Put("Statement", "statement:2", ("title", "2"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "Not for this one.")), Link("statement:2", "STATES", "std:2"), Link("statement:2", "ABOUT", "s2"),
            Put("Statement", "statement:3", ("title", "3"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "For this one.")), Link("statement:3", "STATES", "std:2"), Link("statement:3", "ABOUT", "s"));
        await DecideAsync(live, "Sue Submitter", DecisionVerb.Submit);
        await DecideAsync(live, "Abe Approver", DecisionVerb.Approve);
        Assert.Empty(WholeApplicability.ReliedOn(live.On(), live.Find("c")));
        await live.Keep(Link("s2", "HAS_RISK", "r"));
        Assert.Equal("std:2", Assert.Single(WholeApplicability.ReliedOn(live.On(), live.Find("c"))).Node!.Key);
    }

    [Fact]
    public async Task A_statement_on_a_heading_is_approved_alone_only_where_that_makes_the_whole_complete()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(
            Requirement("std:B"), Link("std:B", "PART_OF", "std"), Requirement("std:3", ("assessable", true), ("excludable", true)), Link("std:3", "PART_OF", "std:B"),
            Put("Statement", "statement:A", ("title", "A"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "We do.")), Link("statement:A", "STATES", "std:A"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:A"));
        Refused(await live.Decide("Abe Approver", DecisionVerb.Approve, "statement:A"), ViolationCode.Validation, "key", "once every row that may be excluded is stated; 1 are not, such as std:3");
        await live.Keep(Requirement("std:3", ("excludable", false)));
        Kept(await live.Decide("Abe Approver", DecisionVerb.Approve, "statement:A"));
    }

    [Fact]
    public async Task A_heading_is_not_excluded_with_the_whole_either()
    {
        await using var live = await WithStandardAsync();
        await live.Keep(Put("Statement", "statement:A", ("title", "A"), ("kind", "APPLICABILITY"), ("applicable", false), ("justification", "We build nothing.")), Link("statement:A", "STATES", "std:A"));
        var (decisions, _) = Of(live).Decide(DecisionVerb.Submit, null);
        Refused(
            await live.Engine.ApplyAsync(live.Request("Sue Submitter") with { Origin = ChangeOrigin.Authority, Decisions = decisions }, default), ViolationCode.Validation, "key",
            "expected a statement that something does not apply to name each row with a reason of its own; 'std:A' is a heading above rows that may be excluded, such as 'std:2'");
        await live.Keep(Unlink("statement:A", "STATES", "std:A"), Link("statement:A", "STATES", "std:2"));
        await live.Approve("statement:A");
    }

    // Whole but for its impacts and what it is about.
    private static PutDocument Aiia(string key) => Put(
        "Assessment", key, ("title", "AIIA"), ("kind", "AIIA"), ("process", "Lending."), ("affectedPersons", "Applicants."), ("harms", "Refusals."), ("measures", "Review."), ("conclusion", "Go on."));

    private static Operation[] Assigned(string assignment, string person) =>
        [Put("RoleAssignment", assignment, ("from", "2020-01-01")), Link(assignment, "ASSIGNMENT_OF", "role:board"), Link(assignment, "HELD_BY", person)];

    // A role that decides on documents, and one that waits.
    private static async Task<LiveEngine> WithBoardAsync()
    {
        var live = await OpenAsync();
        await live.Keep(Put("OrganisationRole", "role:board", ("title", "Board"), ("decides", new[] { "MANAGED_DOCUMENT" })), Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "document:p"));
        return live;
    }

    private static WholeApplicability Of(LiveEngine live) => WholeApplicability.Of(live.On(), live.Find("std"));

    private static (string Unstated, string Drafts, string Waiting) Whole(LiveEngine live)
    {
        var whole = Of(live);
        return (string.Join(' ', whole.Unstated.Select(d => d.Key)), string.Join(' ', whole.Drafts.Select(d => d.Key)), string.Join(' ', whole.Waiting.Select(d => d.Key)));
    }

    private static async Task DecideAsync(LiveEngine live, string who, DecisionVerb verb)
    {
        var (decisions, faults) = Of(live).Decide(verb, Of(live).ContentHash);
        Assert.Empty(faults);
        Kept(await live.Engine.ApplyAsync(live.Request(who) with { Origin = ChangeOrigin.Authority, Decisions = decisions }, default));
    }

    // A clause, which may not be excluded, one row that is stated and one that is not.
    private static async Task<LiveEngine> WithStandardAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Framework", "std", ("title", "A standard"), ("kind", "STANDARD"), ("voluntary", true)),
            Requirement("std:1", ("assessable", true), ("excludable", true)), Link("std:1", "PART_OF", "std"),
            Requirement("std:clause", ("assessable", true)), Link("std:clause", "PART_OF", "std"),
            Put("Statement", "statement:1", ("title", "1"), ("kind", "APPLICABILITY"), ("applicable", true), ("justification", "We run AI.")), Link("statement:1", "STATES", "std:1"));
        await live.Approve("statement:1");
        await live.Keep(Requirement("std:A"), Link("std:A", "PART_OF", "std"), Requirement("std:2", ("assessable", true), ("excludable", true)), Link("std:2", "PART_OF", "std:A"));
        return live;
    }
}
