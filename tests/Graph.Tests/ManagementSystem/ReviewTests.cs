using Graph.Engine.Governance;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What a management review looked at stays what it was. Today is 2026-11-24.</summary>
public sealed class ReviewTests
{
    [Fact]
    public async Task A_review_looked_at_the_graph_as_it_was_before_it_was_recorded_as_held()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("plannedFor", "2026-11-24")));
        Assert.Null(live.Value("review:r", "viewRevision"));
        var seen = live.Current.Head.Revision;
        await live.Keep(Put("ManagementReview", "review:r", ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        Assert.Equal((int)seen, live.Value("review:r", "viewRevision"));

        // What changes after that is told at the next one, however often the minutes are edited and approved.
        await live.Keep(Put("Risk", "risk:new", ("title", "New"), ("kind", "THREAT")));
        await live.Keep(Put("ManagementReview", "review:r", ("minutes", "All was seen, and said.")));
        await live.Approve("review:r");
        Assert.Equal((int)seen, live.Value("review:r", "viewRevision"));
        var agenda = ReviewAgenda.Of(live.On());
        Assert.Equal((seen, true), (agenda.Since, agenda.Inputs.Single(i => i.Id == "risks").Rows.Single().IsNew));
    }

    [Fact]
    public async Task A_review_that_is_recorded_later_looked_at_the_last_revision_of_the_day_on_which_it_was_held()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Risk", "risk:before", ("title", "Before"), ("kind", "THREAT")));
        await live.Keep(Put("Risk", "risk:that-day", ("title", "That day"), ("kind", "THREAT")));
        var seen = live.Current.Head.Revision;
        live.Clock.Advance(TimeSpan.FromDays(3));
        await live.Keep(Put("Risk", "risk:after", ("title", "After"), ("kind", "THREAT")));
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        await live.Approve("review:r");
        Assert.Equal((int)seen, live.Value("review:r", "viewRevision"));
        Assert.Equal(["risk:after"], ReviewAgenda.Of(live.On()).Inputs.Single(i => i.Id == "risks").Rows.Where(r => r.IsNew).Select(r => r.Document.Key));

        // Held before anything was recorded, it looked at what was known when it was; on another day, at the graph of that day.
        var known = live.Current.Head.Revision;
        await live.Keep(Put("ManagementReview", "review:old", ("title", "Old"), ("heldOn", "2026-01-01")));
        Assert.Equal((int)known, live.Value("review:old", "viewRevision"));
        await live.Keep(Put("ManagementReview", "review:old", ("heldOn", "2026-11-25")));
        Assert.Equal((int)seen, live.Value("review:old", "viewRevision"));
    }

    [Fact]
    public async Task A_draft_of_a_review_hides_nothing_from_the_next_one()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagementReview", "review:1", ("title", "First"), ("heldOn", "2026-11-20"), ("minutes", "All was seen.")));
        await live.Approve("review:1");
        await live.Keep(Put("Risk", "risk:new", ("title", "New"), ("kind", "THREAT")));
        await live.Keep(Put("ManagementReview", "review:draft", ("title", "Nobody was there"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        var agenda = ReviewAgenda.Of(live.On());
        Assert.Equal(("review:1", live.Find("review:1").Integer(Graph.Engine.Model.ManagementSystem.ManagementReviewKind.Revision), true), (agenda.Last!.Key, (int?)agenda.Since, agenda.Inputs.Single(i => i.Id == "risks").Rows.Single().IsNew));
        await live.Approve("review:draft");
        Assert.Equal("review:draft", ReviewAgenda.Of(live.On()).Last!.Key);
        Assert.Equal("review:1", ReviewAgenda.OfHeld(live.On(), live.Find("review:draft")).Last!.Key);
    }

    [Fact]
    public async Task Nobody_types_in_what_a_review_looked_at_and_a_seed_says_nothing_that_was_to_come()
    {
        await using var live = await OpenAsync();
        Refused(
            await live.Seed(null, Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("viewRevision", 999_999))),
            ViolationCode.Validation, "changes[0].put.managementReview.viewRevision", "expected a revision up to 0, which the review can have looked at");
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Forbidden, "changes[0].put.managementReview.viewRevision", "expected no 'viewRevision'", Put("ManagementReview", "review:r", ("viewRevision", 0)));
    }

    [Fact]
    public async Task A_metric_that_was_measured_since_the_last_review_has_changed()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("limit", 90)), Put("Metric", "metric:b", ("title", "B"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("limit", 90)));
        await live.Measure("metric:a", "1", "2026-11-20", 95);
        await live.Measure("metric:b", "1", "2026-11-20", 95);
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        await live.Approve("review:r");
        await live.Measure("metric:a", "2", "2026-11-24", 80);
        Assert.Equal(
            ["metric:a BREACH True", "metric:b OK False"],
            ReviewAgenda.Of(live.On()).Inputs.Single(i => i.Id == "measurements").Rows.Select(r => $"{r.Document.Key} {r.Word} {r.HasChanged}"));
    }

    [Fact]
    public async Task What_stands_otherwise_than_at_the_last_review_or_on_something_that_has_changed_since_has_changed()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Risk", "r", ("kind", "THREAT")), Put("Risk", "alone", ("title", "Alone"), ("kind", "THREAT")), Link("r", "MITIGATED_BY", "c"),
            Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-01"), ("cause", "Haste.")), Put("CorrectiveAction", "act", ("title", "Slow down"), ("dueOn", "2026-11-26")), Link("act", "CORRECTS", "f"),
            Put("Audit", "late", ("title", "Late"), ("type", "INTERNAL"), ("plannedFor", "2026-11-25")), Put("Audit", "later", ("title", "Later"), ("type", "INTERNAL"), ("plannedFor", "2027-11-25")));
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        await live.Approve("review:r");
        Assert.Equal([], Changed(live));
        await live.Keep(Put("Control", "c", ("degradedOn", "2026-11-24")), Put("CorrectiveAction", "act", ("implementedOn", "2026-11-24")));
        Assert.Equal(["act", "f", "r"], Changed(live));
        live.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["act", "f", "late", "r"], Changed(live));
    }

    [Fact]
    public async Task What_has_another_link_than_at_the_last_review_or_one_fewer_has_changed()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("Risk", "kept", ("title", "Kept"), ("kind", "THREAT")), Put("Risk", "lost", ("title", "Lost"), ("kind", "THREAT")), Put("Risk", "won", ("title", "Won"), ("kind", "THREAT")),
            Put("Risk", "moved", ("title", "Moved"), ("kind", "THREAT")), Link("kept", "MITIGATED_BY", "c"), Link("lost", "MITIGATED_BY", "c"), Link("moved", "MITIGATED_BY", "c"));
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        await live.Approve("review:r");
        Assert.Equal([], Changed(live));
        await live.Keep(Unlink("lost", "MITIGATED_BY", "c"));
        Assert.Equal(["lost"], Changed(live));
        await live.Keep(Link("won", "MITIGATED_BY", "c"));
        Assert.Equal(["lost", "won"], Changed(live));
        await live.Keep(Put("AiSystem", "sys:new", ("title", "New")), Link("sys:new", "HAS_RISK", "moved"), Link("kept", "MITIGATED_BY", "c"));
        Assert.Equal(["lost", "moved", "won"], Changed(live));
        await live.Keep(Put("ManagementReview", "review:second", ("title", "Second"), ("heldOn", "2026-11-24"), ("minutes", "All was seen again.")));
        await live.Approve("review:second");
        Assert.Equal([], Changed(live));
    }

    [Fact]
    public async Task A_change_that_arises_from_a_decision_of_a_review_is_an_action_of_it_as_a_task_is()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")), Put("ReviewDecision", "decision:d", ("title", "Retrain")), Link("decision:d", "DECISION_OF", "review:r"),
            Put("Task", "task:t", ("title", "T")), Link("task:t", "ARISES_FROM", "review:r"), Put("PlannedChange", "change:c", ("title", "C")), Link("change:c", "ARISES_FROM", "decision:d"), Put("PlannedChange", "change:other", ("title", "Other")));
        Assert.Equal(["change:c", "task:t"], ReviewAgenda.Of(live.On()).Inputs.Single(i => i.Id == "actions").Rows.Select(r => r.Document.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Minutes_that_are_withdrawn_are_asked_for_until_a_later_review_has_its_own_approved()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagementReview", "review:r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All.")));
        await live.Approve("review:r");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "review:r"));
        Assert.Equal("NotMet: NOT_APPROVED review:r", live.Criterion("10.b"));
        await live.Keep(Put("ManagementReview", "review:q", ("title", "Q"), ("heldOn", "2026-11-24"), ("minutes", "All.")));
        Assert.Equal("NotMet: NOT_APPROVED review:q, NOT_APPROVED review:r", live.Criterion("10.b"));
        await live.Approve("review:q");
        Assert.Equal("Met", live.Criterion("10.b"));
    }

    private static string[] Changed(LiveEngine live) =>
        [.. ReviewAgenda.Of(live.On()).Inputs.SelectMany(i => i.Rows).Where(r => r.HasChanged).Select(r => r.Document.Key).Distinct().Order(StringComparer.Ordinal)];
}
