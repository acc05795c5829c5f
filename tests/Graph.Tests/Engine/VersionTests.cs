using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.ManagementSystem;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>What was approved can be withdrawn, and a new version takes its place once it is approved. Today is 2026-11-24.</summary>
public sealed class VersionTests
{
    private const string Submitter = "Sue Submitter";
    private const string Approver = "Abe Approver";

    [Fact]
    public void Every_kind_that_is_approved_and_is_no_record_of_what_was_done_has_versions()
    {
        string[] records = ["CorrectiveAction", "ManagementReview"];
        var approved = GraphModel.Default.Kinds.Where(k => k.Approval is not null && !records.Contains(k.Name)).Select(k => k.Name);
        Assert.Equal(approved.Order(StringComparer.Ordinal), GraphModel.Default.StartsOf(EdgeKinds.Supersedes).Order(StringComparer.Ordinal));
        Assert.Equal(GraphModel.Default.StartsOf(EdgeKinds.Supersedes), GraphModel.Default.EndsOf(EdgeKinds.Supersedes));
    }

    [Fact]
    public async Task What_was_withdrawn_counts_until_that_day_and_can_be_edited_and_handed_in_again()
    {
        await using var live = await WithPolicyAsync();
        live.Clock.Advance(TimeSpan.FromDays(2));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p"));
        Assert.Equal(("WITHDRAWN", new DateOnly(2026, 11, 26), new DateOnly(2026, 11, 24)), (live.Value("document:p", "status"), live.Value("document:p", "endedOn"), live.Value("document:p", "approvedOn")));
        Assert.Equal(Approver, live.Engine.Personal.Resolve((string?)live.Value("document:p", "endedBy")));
        Assert.Equal("IN_FORCE", live.Standing("document:p", "2026-11-25"));
        Assert.Equal("RETIRED", live.Standing("document:p"));
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "Another")));
        Assert.Equal((null, null), (live.Value("document:p", "status"), live.Value("document:p", "endedOn")));
        await live.Approve("document:p");
        Assert.Equal("IN_FORCE", live.Standing("document:p"));
    }

    [Theory]
    [InlineData(false, "found 'document:p' DRAFT")]
    [InlineData(true, "found 'document:p' SUBMITTED")]
    public async Task Only_what_is_approved_is_withdrawn(bool submitted, string message)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY")));
        if (submitted)
        {
            Kept(await live.Decide(Submitter, DecisionVerb.Submit, "document:p"));
        }

        Refused(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p"), ViolationCode.Conflict, "key", "expected a document that is APPROVED, " + message);
    }

    [Fact]
    public async Task The_version_before_counts_until_the_new_one_is_approved_and_is_superseded_then()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Keep(Put("ManagedDocument", "document:p2", ("description", "Now with agents.")));
        Assert.Equal(("IN_FORCE", "NOT_IN_FORCE: NOT_APPROVED document:p2"), (live.Standing("document:p"), live.Standing("document:p2")));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Approve("document:p2");
        Assert.Equal(("RETIRED", "IN_FORCE"), (live.Standing("document:p"), live.Standing("document:p2")));
        Assert.Equal("IN_FORCE", live.Standing("document:p", "2026-11-24"));
        Assert.Equal(("SUPERSEDED", new DateOnly(2026, 11, 25), "What we do."), (live.Value("document:p", "status"), live.Value("document:p", "endedOn"), live.Value("document:p", "description")));
    }

    [Fact]
    public async Task The_version_before_counts_until_the_day_on_which_the_new_one_takes_effect()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Keep(Put("ManagedDocument", "document:p2", ("effectiveFrom", "2027-01-01")));
        await live.Approve("document:p2");
        Assert.Equal(("IN_FORCE", "NOT_IN_FORCE"), (live.Standing("document:p", "2026-12-31"), live.Standing("document:p2", "2026-12-31")));
        Assert.Equal(("RETIRED", "IN_FORCE"), (live.Standing("document:p", "2027-01-01"), live.Standing("document:p2", "2027-01-01")));
    }

    [Fact]
    public async Task The_version_before_counts_on_where_the_new_one_is_withdrawn_or_edited_before_its_day()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Keep(Put("ManagedDocument", "document:p2", ("effectiveFrom", "2027-01-01")));
        await live.Approve("document:p2");
        Assert.Equal(("IN_FORCE", "RETIRED"), (live.Standing("document:p"), live.Standing("document:p", "2027-01-01")));

        // Put off: what was approved for the earlier day stays so until the later one is approved, and counts until then.
        await live.Keep(Put("ManagedDocument", "document:p2", ("effectiveFrom", "2028-01-01")));
        Assert.Equal(("RETIRED", "IN_FORCE"), (live.Standing("document:p", "2027-01-01"), live.Standing("document:p2-v1", "2027-01-01")));
        await live.Approve("document:p2");
        Assert.Equal(("IN_FORCE", "RETIRED", "IN_FORCE"), (live.Standing("document:p2-v1", "2027-12-31"), live.Standing("document:p2-v1", "2028-01-01"), live.Standing("document:p2", "2028-01-01")));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p2"));
        Assert.Equal("IN_FORCE", live.Standing("document:p2-v1", "2028-01-01"));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p2-v1"));
        Assert.Equal("IN_FORCE", live.Standing("document:p", "2028-01-01"));
        await ReviseAsync(live, "document:p", "document:p3");
    }

    [Fact]
    public async Task What_a_new_version_has_replaced_already_does_not_come_back_when_that_is_withdrawn()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Approve("document:p2");
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p2"));
        Assert.Equal(("SUPERSEDED", "RETIRED"), (live.Value("document:p", "status"), live.Standing("document:p")));
    }

    [Fact]
    public async Task A_version_that_was_superseded_stays_as_it_was()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Approve("document:p2");
        await live.Refuses(ViolationCode.Conflict, "changes[0].put.managedDocument", "edit the version that took its place", Put("ManagedDocument", "document:p", ("description", "It always said so.")));
        Refused(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p"), ViolationCode.Conflict, "key", "found 'document:p' SUPERSEDED");
    }

    [Fact]
    public async Task A_version_has_the_content_the_parts_and_the_links_of_the_one_before()
    {
        await using var live = await WithMethodAsync();
        await ReviseAsync(live, "risk-method:m", "risk-method:m2");
        Assert.Equal(("Method", "LOW"), (live.Value("risk-method:m2", "title"), live.Value("risk-method:m2", "acceptedUpTo")));
        var cell = Assert.Single(live.Current.Sources(live.Find("risk-method:m2"), Graph.Engine.Model.ManagementSystem.ManagementEdges.MatrixCellOf));
        Assert.Equal(("risk-cell:m2-3", 1, "LOW"), (cell.Key, live.Value(cell.Key, "impact"), live.Value(cell.Key, "level")));
        Assert.Equal("person:o", Assert.Single(live.Current.Targets(live.Find("risk-method:m2"), EdgeKinds.OwnedBy)).Key);
        Assert.Equal("APPROVED", live.Value("risk-method:m", "status"));
    }

    [Fact]
    public async Task An_edit_of_what_counts_makes_a_version_while_the_old_stays_in_force_as_it_was_approved()
    {
        await using var live = await WithPolicyAsync();
        var bound = live.Value("document:p", "contentHash");
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "Now with agents.")));
        Assert.Equal(("NOT_IN_FORCE: NOT_APPROVED document:p", "IN_FORCE"), (live.Standing("document:p"), live.Standing("document:p-v1")));
        Assert.Equal(("APPROVED", new DateOnly(2026, 11, 24), "What we do.", bound), (live.Value("document:p-v1", "status"), live.Value("document:p-v1", "approvedOn"), live.Value("document:p-v1", "description"), live.Value("document:p-v1", "contentHash")));
        Assert.Equal(bound, Content.Hash(live.Find("document:p-v1"), live.Current));
        Assert.Equal("document:p-v1", Assert.Single(live.Current.Targets(live.Find("document:p"), EdgeKinds.Supersedes)).Key);

        // A second edit is of the same draft, and a refused draft changes nothing.
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "Now with all agents.")));
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "document:p"));
        Kept(await live.Decide(Approver, DecisionVerb.Reject, "document:p"));
        Assert.Equal("IN_FORCE", live.Standing("document:p-v1"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Approve("document:p");
        Assert.Equal(("IN_FORCE", "RETIRED", "IN_FORCE"), (live.Standing("document:p"), live.Standing("document:p-v1"), live.Standing("document:p-v1", "2026-11-25")));

        // Each version took the place of the one before.
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "Policy on AI")));
        Assert.Equal("document:p-v2", Assert.Single(live.Current.Targets(live.Find("document:p"), EdgeKinds.Supersedes)).Key);
        Assert.Equal("document:p-v1", Assert.Single(live.Current.Targets(live.Find("document:p-v2"), EdgeKinds.Supersedes)).Key);
        Assert.Equal(("IN_FORCE", "RETIRED"), (live.Standing("document:p-v2"), live.Standing("document:p-v1")));
    }

    [Fact]
    public async Task A_replay_of_the_log_finds_the_version_in_force_as_the_writer_left_it()
    {
        await using var live = await WithMethodAsync();
        await live.Keep(Put("RiskMatrixCell", "risk-cell:1", ("level", "HIGH")));
        await using var again = await OpenAsync(store: live.Store);
        Assert.Equal(SnapshotText.Of(live.Current), SnapshotText.Of(again.Current));
    }

    [Fact]
    public async Task An_edit_of_a_part_is_an_edit_of_the_whole_and_the_version_in_force_has_the_parts_as_they_were()
    {
        await using var live = await WithMethodAsync();
        await live.Keep(Put("RiskMatrixCell", "risk-cell:1", ("level", "HIGH")));
        Assert.Equal(("APPROVED", null), (live.Value("risk-method:m-v1", "status"), live.Value("risk-method:m", "status")));
        Assert.Equal(("risk-cell:1-v1", "LOW"), (Assert.Single(live.Current.Sources(live.Find("risk-method:m-v1"), Graph.Engine.Model.ManagementSystem.ManagementEdges.MatrixCellOf)).Key, live.Value("risk-cell:1-v1", "level")));
        Assert.Equal(Content.Hash(live.Find("risk-method:m-v1"), live.Current), live.Value("risk-method:m-v1", "contentHash"));

        // A part that is taken away or added is an edit of the draft.
        await live.Keep(Delete("risk-cell:1", edges: true));
        Assert.NotNull(live.Current.Document("risk-cell:1-v1"));
        Assert.Null(live.Current.Document("risk-method:m-v2"));
    }

    [Fact]
    public async Task What_people_were_told_and_what_was_certified_is_of_the_version_in_force_and_who_answers_for_it_answers_for_both()
    {
        await using var live = await WithPolicyAsync();
        await live.Keep(
            Put("Communication", "communication:c", ("audience", "All"), ("on", "2026-11-24"), ("reachedCount", 3), ("audienceCount", 3)), Link("communication:c", "COMMUNICATION_OF", "document:p"),
            Put("Person", "person:o", ("name", "Olga Owner")), Link("document:p", "OWNED_BY", "person:o"),
            Put("OrganisationRole", "role:r", ("title", "R")), Put("RoleAssignment", "assignment:a", ("from", "2026-01-01")), Link("assignment:a", "ASSIGNMENT_OF", "role:r"), Link("assignment:a", "HELD_BY", "person:o"), Link("assignment:a", "RESPONSIBLE_FOR", "document:p"),
            Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All.")), Put("Certificate", "certificate:c", ("title", "C")), Link("certificate:c", "CERTIFIES", "scope:s"));
        await live.Approve("scope:s");
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "Now with agents.")), Put("ScopeStatement", "scope:s", ("boundaries", "Most.")));
        Assert.Equal(["document:p-v1"], Ends("communication:c", "COMMUNICATION_OF"));
        Assert.Equal(["scope:s-v1"], Ends("certificate:c", "CERTIFIES"));
        Assert.Equal(["document:p", "document:p-v1"], Ends("assignment:a", "RESPONSIBLE_FOR"));
        Assert.Equal(["person:o"], Ends("document:p-v1", "OWNED_BY"));

        string[] Ends(string key, string kind) => live.Current.Model.TryGetEdge(kind, out var edge) ? [.. live.Current.Targets(live.Find(key), edge).Select(d => d.Key).Order(StringComparer.Ordinal)] : [];
    }

    [Fact]
    public async Task Coverage_does_not_fall_while_approved_proof_is_edited()
    {
        await using var live = await WithProofAsync();
        await live.Keep(Put("Evidence", "e", ("expiresOn", "2027-12-31")));
        Assert.Equal(("Covered", "Expired"), (StateOf(live), StateOf(live, "2027-07-15")));
        await live.Approve("e");
        Assert.Equal(("Covered", "Covered"), (StateOf(live), StateOf(live, "2027-07-15")));
        Assert.Equal("SUPERSEDED", live.Value("e-v1", "status"));

        // Who wants it not to count withdraws it.
        await live.Keep(Put("Evidence", "e", ("description", "Doubtful.")));
        Assert.Equal("Covered", StateOf(live));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "e-v2"));
        Assert.Equal("Unapproved", StateOf(live));
    }

    [Fact]
    public async Task A_joint_group_keeps_its_statement_while_its_proof_is_edited_or_revised_and_loses_it_with_another_member()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Requirement", "law:1", ("scope", "SYSTEM"), ("assessable", true), ("effectiveOther", "2026-01-01")),
            Put("Evidence", "e", ("scope", "ORGANISATION")), Put("Evidence", "f", ("title", "A log"), ("type", "LOG_RECORD"), ("scope", "ORGANISATION")),
            Link("e", "DEMONSTRATES", "law:1", ("joint", "g")), Link("f", "DEMONSTRATES", "law:1", ("joint", "g")),
            Put("Statement", "enough", ("title", "Both"), ("kind", "SUFFICIENCY"), ("joint", "g"), ("links", new[] { "e|DEMONSTRATES|law:1", "f|DEMONSTRATES|law:1" })), Link("enough", "STATES", "law:1"));
        await live.Approve("e");
        await live.Approve("f");
        await live.Approve("enough");
        Assert.Equal("Covered", StateOf(live));
        foreach (var last in (string[])["2027-06-30", "2027-12-31"])
        {
            await live.Keep(Put("Evidence", "e", ("expiresOn", last)));
            Assert.Equal("Covered", StateOf(live));
            await live.Approve("e");
            Assert.Equal("Covered", StateOf(live));
        }

        await ReviseAsync(live, "f", "f2");
        Assert.Equal("Covered", StateOf(live));
        await live.Approve("f2");
        Assert.Equal("Covered", StateOf(live));
        await live.Keep(Put("Evidence", "h", ("title", "A third"), ("type", "LOG_RECORD"), ("scope", "ORGANISATION")), Link("h", "DEMONSTRATES", "law:1", ("joint", "g")));
        await live.Approve("h");
        Assert.Equal("Partial", StateOf(live));
    }

    [Fact]
    public async Task What_has_a_version_that_waits_is_not_edited_beside_it()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Refuses(ViolationCode.Conflict, "changes[0].put.managedDocument", "found 'document:p2', which is to take the place of 'document:p': edit that", Put("ManagedDocument", "document:p", ("description", "Other.")));
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "What we do.")));      // Nothing new is no edit.
        await live.Keep(Delete("document:p2", edges: true));
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "Other.")));
        Assert.Equal("IN_FORCE", live.Standing("document:p-v1"));
    }

    [Fact]
    public async Task What_was_withdrawn_is_not_handed_in_again_beside_a_version_that_waits_to_take_its_place()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "document:p2"));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p"));
        Refused(await live.Decide(Submitter, DecisionVerb.Submit, "document:p"), ViolationCode.Conflict, "key", "found 'document:p2', which is to take the place of 'document:p': submit that");
        Kept(await live.Decide(Approver, DecisionVerb.Approve, "document:p2"));
        Assert.Equal("IN_FORCE", live.Standing("document:p2"));
    }

    [Fact]
    public async Task A_version_that_takes_effect_before_the_one_that_it_supersedes_ends_the_one_before_both()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Keep(Put("ManagedDocument", "document:p2", ("effectiveFrom", "2027-06-01")));
        await live.Approve("document:p2");
        await live.Keep(Put("ManagedDocument", "document:p2", ("effectiveFrom", "2027-03-01")));
        await live.Approve("document:p2");
        Assert.Equal(("IN_FORCE", "NOT_IN_FORCE"), (live.Standing("document:p", "2027-02-28"), live.Standing("document:p2", "2027-02-28")));
        Assert.Equal(("RETIRED", "RETIRED", "IN_FORCE"), (live.Standing("document:p", "2027-03-01"), live.Standing("document:p2-v1", "2027-06-01"), live.Standing("document:p2", "2027-03-01")));
    }

    [Fact]
    public async Task What_counts_until_a_day_that_has_not_come_can_be_withdrawn_before()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        await live.Keep(Put("ManagedDocument", "document:p2", ("effectiveFrom", "2027-06-01")));
        await live.Approve("document:p2");
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p"));
        Assert.Equal(("RETIRED", "IN_FORCE"), (live.Standing("document:p"), live.Standing("document:p2", "2027-06-01")));
    }

    [Fact]
    public async Task What_was_withdrawn_is_read_on_when_it_is_edited_or_handed_in_again()
    {
        await using var live = await WithProofAsync();
        live.Clock.Advance(TimeSpan.FromDays(2));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "e"));
        Assert.Equal(("Covered", "Unproven"), (StateOf(live, "2026-11-25"), StateOf(live)));
        await live.Keep(Put("Evidence", "e", ("title", "Mended")));
        Assert.Equal(("WITHDRAWN", "Covered", "Unapproved"), (live.Value("e-v1", "status"), StateOf(live, "2026-11-25"), StateOf(live)));
        await live.Approve("e");
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "e"));
        await live.Approve("e");
        Assert.Equal(("WITHDRAWN", "WITHDRAWN", "Covered", "Covered"), (live.Value("e-v1", "status"), live.Value("e-v2", "status"), StateOf(live, "2026-11-25"), StateOf(live)));
    }

    [Fact]
    public async Task One_version_counts_at_a_time()
    {
        await using var live = await WithPolicyAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "Now with agents.")));
        await live.Refuses(ViolationCode.Conflict, "changes[0].unlink", "expected a version of what counts to stay one", Unlink("document:p", "SUPERSEDES", "document:p-v1"));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p-v1"));
        await live.Approve("document:p");
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "document:p-v1"));
        Refused(await live.Decide(Approver, DecisionVerb.Approve, "document:p-v1"), ViolationCode.Conflict, "key", "expected one version to count at a time; 'document:p' does");

        // Nor do two that take the place of the same, unless one of them takes the place of the other.
        await live.Keep(
            Put("ManagedDocument", "document:a", ("title", "A"), ("type", "PROCEDURE")), Put("ManagedDocument", "document:b", ("title", "B"), ("type", "PROCEDURE")), Put("ManagedDocument", "document:c", ("title", "C"), ("type", "PROCEDURE")));
        await live.Approve("document:a");
        await live.Keep(Link("document:b", "SUPERSEDES", "document:a"), Link("document:c", "SUPERSEDES", "document:a"));
        await live.Approve("document:b");
        Kept(await live.Decide(Submitter, DecisionVerb.Submit, "document:c"));
        Refused(await live.Decide(Approver, DecisionVerb.Approve, "document:c"), ViolationCode.Conflict, "key", "'document:b' does: have it withdrawn, or make 'document:c' a version of it (SUPERSEDES)");
        await live.Keep(Link("document:c", "SUPERSEDES", "document:b"));
        await live.Approve("document:c");
        Assert.Equal(("RETIRED", "IN_FORCE"), (live.Standing("document:b"), live.Standing("document:c")));
    }

    [Fact]
    public async Task What_counts_is_not_deleted_nor_what_a_version_took_the_place_of()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("ScopeStatement", "scope:s", ("title", "S"), ("boundaries", "All.")));
        await live.Approve("scope:s");
        await live.Refuses(ViolationCode.Conflict, "changes[0].delete.key", "expected a document that is not APPROVED, found 'scope:s': withdraw it first", Delete("scope:s", edges: true));
        await live.Keep(Put("ScopeStatement", "scope:s", ("boundaries", "Most.")));
        await live.Approve("scope:s");
        await live.Refuses(ViolationCode.Conflict, "changes[0].delete.key", "expected a document that is not SUPERSEDED, found 'scope:s-v1': it stays, so that the past can be read", Delete("scope:s-v1", edges: true));
        Assert.Equal("APPROVED", live.Value("scope:s", "status"));

        // What is only assumed ends nothing.
        Assert.Empty(live.Engine.Assume(live.Current, new([Delete("scope:s", edges: true)], ["assume[0]"], live.Current.Model), new(2026, 11, 24)).Violations);
    }

    [Theory]
    [InlineData("action:a", "CorrectiveAction", "title", "Mend all")]
    [InlineData("review:r", "ManagementReview", "minutes", "Nothing was said.")]
    public async Task A_record_of_what_was_done_is_withdrawn_before_it_is_edited(string key, string kind, string field, string value)
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Finding", "finding:f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-20"), ("cause", "Haste.")),
            Put("CorrectiveAction", "action:a", ("title", "Mend it"), ("implementedOn", "2026-11-22"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("action:a", "CORRECTS", "finding:f"),
            Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was said.")));
        await live.Approve(key);
        await live.Refuses(ViolationCode.Conflict, $"changes[0].put.{char.ToLowerInvariant(kind[0])}{kind[1..]}", $"expected a record that is not APPROVED, found '{key}': withdraw it first", Put(kind, key, (field, value)));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, key));
        await live.Keep(Put(kind, key, (field, value)));
        Assert.Null(live.Value(key, "status"));
    }

    [Fact]
    public async Task An_acceptance_of_a_risk_holds_while_the_next_one_waits()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("RiskAcceptance", "acceptance:a", ("rationale", "Rare."), ("level", "HIGH"), ("until", "2026-12-31")), Link("acceptance:a", "ACCEPTANCE_OF", "r"));
        await live.Approve("acceptance:a");
        await live.Keep(Put("RiskAcceptance", "acceptance:a", ("until", "2027-12-31")));
        Assert.Equal(("APPROVED", new DateOnly(2026, 12, 31)), (live.Value("acceptance:a-v1", "status"), live.Value("acceptance:a-v1", "until")));
        Assert.True(Graph.Engine.Model.ManagementSystem.RiskAcceptanceKind.IsAccepted(live.On(), live.Find("r")));
        await live.Approve("acceptance:a");
        await ReviseAsync(live, "acceptance:a", "acceptance:b");
        Assert.Equal("r", Assert.Single(live.Current.Targets(live.Find("acceptance:b"), Graph.Engine.Model.ManagementSystem.ManagementEdges.AcceptanceOf)).Key);
    }

    [Fact]
    public async Task What_approved_content_leads_to_is_not_deleted()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("Vendor", "v", ("title", "V")), Put("Evidence", "of-v", ("title", "Of V"), ("type", "TEST_REPORT"), ("scope", "ORGANISATION")), Link("of-v", "CONCERNS", "v"));
        await live.Approve("of-v");
        await live.Refuses(ViolationCode.Conflict, "changes[0].delete.key", "'of-v' is, with of-v|CONCERNS|v: withdraw that first", Delete("v", edges: true));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "of-v"));
        await live.Keep(Delete("v", edges: true));
    }

    [Fact]
    public async Task What_is_being_edited_stays_under_its_key_as_long_as_what_was_approved_of_it_counts()
    {
        await using var live = await WithPolicyAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "Now with agents.")));
        await live.Refuses(
            ViolationCode.Conflict, "changes[0].delete.key", "what was APPROVED of 'document:p' goes on as 'document:p-v1': edit it back, or have 'document:p-v1' withdrawn first", Delete("document:p", edges: true));
        await live.Keep(Put("ManagedDocument", "document:p", ("description", "What we do.")));
        Assert.Equal("IN_FORCE", live.Standing("document:p-v1"));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "document:p-v1"));
        await live.Keep(Delete("document:p", edges: true));
    }

    [Fact]
    public async Task Coverage_does_not_fall_while_proof_has_a_new_version_and_forecasts_change_hands_on_the_day()
    {
        await using var live = await WithProofAsync();
        await ReviseAsync(live, "e", "e2");
        Assert.Equal("Covered", StateOf(live));
        await live.Keep(Put("Evidence", "e2", ("effectiveFrom", "2027-01-01"), ("expiresOn", "2027-12-31")));
        await live.Approve("e2");
        Assert.Equal(("Covered", "Covered", "Covered", "Expired"), (StateOf(live), StateOf(live, "2026-12-31"), StateOf(live, "2027-07-15"), StateOf(live, "2028-01-01")));

        // Taken back before its day it leaves the one before in its place; taken back after it, nothing.
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "e2"));
        Assert.Equal(("Covered", "Covered", "Expired"), (StateOf(live, "2026-12-31"), StateOf(live, "2027-01-01"), StateOf(live, "2027-07-15")));
        await live.Approve("e2");
        live.Clock.Advance(TimeSpan.FromDays(38));
        Kept(await live.Decide(Approver, DecisionVerb.Withdraw, "e2"));
        Assert.Equal(("Covered", "Unproven"), (StateOf(live, "2026-12-31"), StateOf(live, "2027-01-01")));
        var cell = live.On("2027-01-01").Cells.Cells(live.Find("law:1"), [live.Find("s")], default).Single(c => c.System is not null);
        Assert.Equal(["ProofWithdrawn e", "ProofWithdrawn e2", "ProofWithdrawn e2-v1"], cell.Defects.Select(d => $"{d.Code} {d.Node.Key}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("document:none", "document:p2", ViolationCode.NotFound, "key", "expected the key of a document")]
    [InlineData("s", "document:p2", ViolationCode.Validation, "key", "expected a document of which there are versions, found AiSystem 's'")]
    [InlineData("e", "document:p2", ViolationCode.Conflict, "key", "found 'e' DRAFT: edit it as it is")]
    [InlineData("document:p", "s", ViolationCode.Conflict, "newKey", "expected a key that was never used")]
    public async Task A_version_is_of_something_that_counts_and_gets_a_new_key(string key, string newKey, ViolationCode code, string path, string message)
    {
        await using var live = await WithPolicyAsync();
        var (operations, fault) = NewVersion.Of(live.Current, key, newKey, _ => null);
        Assert.Empty(operations);
        Assert.Equal((code, path), (fault!.Code, fault.Path));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_version_waits_at_a_time()
    {
        await using var live = await WithPolicyAsync();
        await ReviseAsync(live, "document:p", "document:p2");
        Assert.Equal(ViolationCode.Conflict, NewVersion.Of(live.Current, "document:p", "document:p3", _ => null).Fault!.Code);
        await live.Approve("document:p2");
        await ReviseAsync(live, "document:p2", "document:p3");
    }

    [Fact]
    public async Task A_version_is_of_the_same_kind_and_never_of_itself()
    {
        await using var live = await WithPolicyAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].link.to", "a ManagedDocument, as a version is of the same kind", Link("document:p", "SUPERSEDES", "e"));
        await ReviseAsync(live, "document:p", "document:p2");
        var circle = await live.Ask(Link("document:p", "SUPERSEDES", "document:p2"));
        Assert.False(circle.Accepted);
    }

    private static string StateOf(LiveEngine live, string? day = null) =>
        live.On(day).Cells.Cells(live.Find("law:1"), [live.Find("s")], default).Single(c => c.System is not null).State.ToString();

    private static async Task ReviseAsync(LiveEngine live, string key, string newKey)
    {
        var (operations, fault) = NewVersion.Of(live.Current, key, newKey, token => live.Engine.Personal.Find(token)?.Name);
        Assert.Null(fault);
        await live.Keep(operations);
    }

    private static async Task<LiveEngine> WithPolicyAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY"), ("description", "What we do.")));
        await live.Approve("document:p");
        return live;
    }

    private static async Task<LiveEngine> WithMethodAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("RiskMethod", "risk-method:m", ("title", "Method"), ("acceptedUpTo", "LOW")),
            Put("RiskMatrixCell", "risk-cell:1", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("risk-cell:1", "MATRIX_CELL_OF", "risk-method:m"),
            Put("Person", "person:o", ("name", "Olga Owner")), Link("risk-method:m", "OWNED_BY", "person:o"));
        await live.Keep(Judged.Scales("risk-method:m"));
        await live.Approve("risk-method:m");
        return live;
    }

    private static async Task<LiveEngine> WithProofAsync()
    {
        var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Requirement", "law:1", ("scope", "SYSTEM"), ("assessable", true), ("needsControl", true), ("effectiveOther", "2026-01-01")),
            Put("Control", "c", ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")),
            Put("Evidence", "e", ("scope", "ORGANISATION"), ("expiresOn", "2027-06-30")),
            Link("c", "SATISFIES", "law:1"), Link("c", "EVIDENCED_BY", "e"));
        await live.Approve("e");
        Assert.Equal("Covered", StateOf(live));
        return live;
    }
}
