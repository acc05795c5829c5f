using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>What the engine finds about documents of the management system: never typed in, with what keeps it from better, and never a pass without data. Today is 2026-11-24.</summary>
public sealed class StandingTests
{
    [Fact]
    public async Task A_metric_is_judged_by_its_last_measurement()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "Accuracy"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("target", 95), ("warning", 92), ("limit", 90)));
        Assert.Equal("UNKNOWN: NO_DATA metric:a", live.Standing("metric:a"));
        await live.Measure("metric:a", "1", "2026-11-01", 96.5);
        Assert.Equal("OK", live.Standing("metric:a"));
        await live.Measure("metric:a", "2", "2026-11-10", 92);
        Assert.Equal("WARNING: WARNING_REACHED measurement:a-2", live.Standing("metric:a"));
        await live.Measure("metric:a", "3", "2026-11-20", 90);
        Assert.Equal("BREACH: LIMIT_REACHED measurement:a-3", live.Standing("metric:a"));

        // As it was, and as it will be when nobody measures.
        Assert.Equal("OK", live.Standing("metric:a", "2026-11-09"));
        Assert.Equal("UNKNOWN: NO_DATA metric:a", live.Standing("metric:a", "2026-10-31"));
        Assert.Equal("BREACH: LIMIT_REACHED measurement:a-3", live.Standing("metric:a", "2026-12-20"));
        Assert.Equal("UNKNOWN: STALE_DATA measurement:a-3", live.Standing("metric:a", "2026-12-21"));
        Assert.Equal(("WORSE", 90.0, new DateOnly(2026, 11, 20)), (live.Derived("metric:a", "trend"), live.Derived("metric:a", "lastValue"), live.Derived("metric:a", "lastMeasuredOn")));
        Assert.Equal("UNKNOWN", live.Derived("metric:a", "trend", "2026-11-09"));
    }

    [Fact]
    public async Task Lower_may_be_better_and_nothing_to_judge_by_is_no_pass()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Metric", "metric:b", ("title", "Incidents"), ("betterWhen", "LOWER"), ("frequency", "MONTHLY"), ("warning", 2), ("limit", 5)),
            Put("Metric", "metric:c", ("title", "Visits"), ("betterWhen", "LOWER"), ("frequency", "MONTHLY")));
        await live.Measure("metric:b", "1", "2026-11-20", 1);
        await live.Measure("metric:c", "1", "2026-11-20", 1);
        Assert.Equal("OK", live.Standing("metric:b"));
        Assert.Equal("UNKNOWN: NO_TARGET metric:c", live.Standing("metric:c"));
        await live.Measure("metric:b", "2", "2026-11-21", 5);
        Assert.Equal("BREACH: LIMIT_REACHED measurement:b-2", live.Standing("metric:b"));
    }

    [Fact]
    public async Task A_value_that_misses_its_target_is_a_warning_where_nothing_else_says_what_is()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "Accuracy"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("target", 95)));
        await live.Measure("metric:a", "1", "2026-11-20", 2);
        Assert.Equal("WARNING: TARGET_MISSED measurement:a-1", live.Standing("metric:a"));
        await live.Measure("metric:a", "2", "2026-11-21", 95);
        Assert.Equal("OK", live.Standing("metric:a"));
    }

    [Fact]
    public async Task A_metric_that_has_ended_had_to_be_measured_until_then()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "Accuracy"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("target", 95), ("endsOn", "2026-11-23")));
        await live.Measure("metric:a", "1", "2020-11-20", 96);
        Assert.Equal("UNKNOWN: STALE_DATA measurement:a-1", live.Standing("metric:a"));
        await live.Measure("metric:a", "2", "2026-11-20", 96);
        Assert.Equal(("OK", "OK"), (live.Standing("metric:a"), live.Standing("metric:a", "2028-01-01")));
    }

    [Fact]
    public async Task An_objective_that_aims_at_no_value_is_unknown()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Objective", "o", ("title", "Fair"), ("theme", "FAIRNESS"), ("plan", "Train.")), Link("o", "OWNED_BY", "person:p"),
            Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "QUARTERLY"), ("limit", 90)), Link("o", "MEASURED_BY", "metric:a"));
        await live.Measure("metric:a", "1", "2026-11-20", 96);
        Assert.Equal(("OK", "UNKNOWN: NO_TARGET metric:a"), (live.Standing("metric:a"), live.Standing("o")));
    }

    [Fact]
    public async Task A_limit_comes_after_the_warning_and_nothing_is_measured_ahead()
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.metric.limit", "expected a limit that is reached after the warning",
            Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("warning", 90), ("limit", 95)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.metric.warning", "expected a warning that is no better than the target",
            Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "LOWER"), ("frequency", "MONTHLY"), ("target", 3), ("warning", 2)));
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.measurement.on", "expected a day up to 2026-11-24",
            Put("Measurement", "me", ("on", "2026-11-25"), ("value", 1)), Link("me", "MEASUREMENT_OF", "metric:a"));
    }

    [Fact]
    public async Task An_objective_stands_as_its_metrics_do()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Objective", "o", ("title", "Fair"), ("theme", "FAIRNESS"), ("dueOn", "2026-12-31")),
            Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "QUARTERLY"), ("target", 95), ("warning", 90)));
        Assert.Equal("UNKNOWN: NO_METRIC o, NO_PLAN o, NO_OWNER o", live.Standing("o"));
        await live.Keep(Link("o", "MEASURED_BY", "metric:a"), Link("o", "OWNED_BY", "person:p"), Put("Objective", "o", ("plan", "Train again each month.")));
        Assert.Equal("UNKNOWN: NO_DATA metric:a", live.Standing("o"));
        await live.Measure("metric:a", "1", "2026-11-10", 93);
        Assert.Equal("ON_TRACK", live.Standing("o"));
        Assert.Equal(["2026-12-31 ACHIEVE o"], live.Due(60).Where(d => d.Contains("ACHIEVE", StringComparison.Ordinal)));
        Assert.Equal("MISSED: TARGET_MISSED metric:a", live.Standing("o", "2027-01-01"));
        await live.Measure("metric:a", "2", "2026-11-11", 90);
        Assert.Equal("AT_RISK: WARNING_REACHED measurement:a-2", live.Standing("o"));
        await live.Measure("metric:a", "3", "2026-11-12", 95);
        Assert.Equal("ACHIEVED", live.Standing("o"));
    }

    [Fact]
    public async Task What_treatment_leaves_holds_only_while_its_controls_work()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")),
            Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("inherentLikelihood", 5), ("inherentImpact", 5), ("residualLikelihood", 1), ("residualImpact", 1)),
            Link("r", "OWNED_BY", "person:p"),
            Put("Control", "c", ("title", "C"), ("implementedOn", "2026-01-01")), Put("Evidence", "e", ("title", "E"), ("type", "TEST_REPORT"), ("scope", "ORGANISATION"), ("expiresOn", "2026-12-31")));
        Assert.Equal("UNKNOWN: NO_METHOD r", live.Standing("r"));
        await live.Keep(
            Put("RiskMethod", "m", ("title", "M"), ("acceptedUpTo", "LOW")),
            Put("RiskMatrixCell", "m-1", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("m-1", "MATRIX_CELL_OF", "m"),
            Put("RiskMatrixCell", "m-2", ("likelihood", 5), ("impact", 5), ("level", "CRITICAL")), Link("m-2", "MATRIX_CELL_OF", "m"));
        Assert.Equal("UNKNOWN: NO_METHOD r", live.Standing("r"));
        Assert.Equal(
            ["expected 'm' to have a step of the scale LIKELIHOOD, found none", "expected 'm' to have a step of the scale IMPACT, found none"],
            (await live.Decide("Sue Submitter", DecisionVerb.Submit, "m")).Violations.Select(v => v.Message));
        await live.Keep([.. Judged.Scales("m"), Put("RiskMatrixCell", "m-3", ("likelihood", 5), ("impact", 5), ("level", "LOW")), Link("m-3", "MATRIX_CELL_OF", "m")]);
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "m"), ViolationCode.Validation, "key", "expected 'm' to give likelihood 5 and impact 5 one level, found CRITICAL ('m-2'), LOW ('m-3')");
        await live.Keep(new DeleteDocument("m-3", WithEdges: true));
        await live.Approve("m");
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, NO_ACTION r", live.Standing("r"));
        await live.Keep(Link("r", "MITIGATED_BY", "c"), Link("c", "EVIDENCED_BY", "e"));
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_WITHOUT_PROOF c", live.Standing("r"));
        await live.Approve("e");
        Assert.Equal("WITHIN", live.Standing("r"));
        Assert.Equal(("CRITICAL", "LOW", "LOW"), (live.Derived("r", "inherentLevel"), live.Derived("r", "residualLevel"), live.Derived("r", "currentLevel")));

        // The proof is over, the control is degraded: the risk is as high as without treatment.
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_WITHOUT_PROOF c", live.Standing("r", "2027-01-01"));
        Assert.Equal("CRITICAL", live.Derived("r", "currentLevel", "2027-01-01"));
        await live.Keep(Put("Control", "c", ("degradedOn", "2026-11-20")));
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_NOT_OPERATING c", live.Standing("r"));

        // Somebody with authority bears it for a time.
        await live.Keep(Put("RiskAcceptance", "ra", ("rationale", "Until the repair."), ("level", "CRITICAL"), ("until", "2026-11-30")), Link("ra", "ACCEPTANCE_OF", "r"));
        Assert.StartsWith("ABOVE_ACCEPTANCE", live.Standing("r"), StringComparison.Ordinal);
        await live.Approve("ra");
        Assert.Equal("ACCEPTED: CONTROL_NOT_OPERATING c", live.Standing("r"));
        Assert.StartsWith("ABOVE_ACCEPTANCE", live.Standing("r", "2026-12-01"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("THREAT", "CRITICAL")]
    [InlineData("OPPORTUNITY", "LOW")]
    public async Task A_control_that_fails_does_not_lower_a_threat(string kind, string current)
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Judged.Scales("m"),
            Put("RiskMethod", "m", ("title", "M"), ("acceptedUpTo", "LOW")),
            Put("RiskMatrixCell", "m-1", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("m-1", "MATRIX_CELL_OF", "m"),
            Put("RiskMatrixCell", "m-2", ("likelihood", 5), ("impact", 5), ("level", "CRITICAL")), Link("m-2", "MATRIX_CELL_OF", "m"),
            Put("Risk", "r", ("title", "R"), ("kind", kind), ("inherentLikelihood", 1), ("inherentImpact", 1), ("residualLikelihood", 5), ("residualImpact", 5), ("residualReason", "The control brings a new one.")),
        ]);
        await live.Approve("m");
        Assert.Equal(("LOW", "CRITICAL", current), (live.Derived("r", "inherentLevel"), live.Derived("r", "residualLevel"), live.Derived("r", "currentLevel")));
    }

    [Fact]
    public async Task A_change_of_design_that_was_made_is_not_undone_by_an_edit()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(Put("AiSystem", "s", ("designChangedOn", "2026-12-24")));
        await live.Keep(Put("AiSystem", "s", ("designChangedOn", null)));
        await live.Keep(Put("AiSystem", "s", ("designChangedOn", "2026-11-20")));
        foreach (var day in (string?[])[null, "2026-11-19", "2026-11-25"])
        {
            await live.Refuses(
                ViolationCode.Validation, "changes[0].put.aiSystem",
                "expected designChangedOn from 2026-11-20 up to 2026-11-24: a change of the design that was made stays, and the assessments of 's' are signed again; what is to come is a planned change",
                Put("AiSystem", "s", ("designChangedOn", day)));
        }

        await live.Keep(Put("AiSystem", "s", ("designChangedOn", "2026-11-24")));
    }

    [Fact]
    public async Task A_change_of_design_that_an_assessment_has_not_foreseen_is_not_hidden_by_one_that_it_has()
    {
        await using var live = await OpenAsync();
        await live.Tell(
            Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-09-01")),
            Put("Assessment", "a", ("title", "A"), ("kind", "AIIA"), ("watches", (string[])["DESIGN"]), ("foresees", (string[])["change:c"]), ("status", "SIGNED"), ("signedOn", "2026-10-01"), ("signedBy", "Ann")), Link("a", "ASSESSES", "s"));
        await live.Tell(Put("PlannedChange", "change:c", ("title", "C"), ("aspects", (string[])["DESIGN"]), ("doneOn", "2026-11-20"), ("substantial", true)), Link("change:c", "CHANGES", "s"));
        await live.Keep(Put("AiSystem", "s", ("designChangedOn", "2026-11-10")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.aiSystem", "expected designChangedOn from 2026-11-10 up to 2026-11-24", Put("AiSystem", "s", ("designChangedOn", "2026-11-20")));
        Assert.Equal(("NotMet: STALE_DATA s", "STALE: OVERTAKEN s"), (live.Criterion("5.d"), live.Standing("a")));
        await live.Keep(Put("AiSystem", "s", ("designChangedOn", "2026-11-21")));
        Assert.Equal(("NotMet: STALE_DATA s", "STALE: OVERTAKEN s"), (live.Criterion("5.d"), live.Standing("a")));
    }

    [Fact]
    public async Task A_significant_change_of_the_design_asks_for_another_impact_assessment_whatever_the_last_one_watches()
    {
        await using var live = await OpenAsync();
        await live.Tell(Put("AiSystem", "s", ("title", "S"), ("placedOn", "2026-09-01")), Signed("2026-10-01"), Link("a", "ASSESSES", "s"));
        await live.Tell(Put("PlannedChange", "change:c", ("title", "C"), ("aspects", (string[])["MODEL"]), ("doneOn", "2026-11-01")), Link("change:c", "CHANGES", "s"));
        Assert.Equal("Unknown: NO_DATA", live.Criterion("5.d"));
        await live.Tell(Put("PlannedChange", "change:c", ("substantial", true)));
        Assert.Equal("NotMet: STALE_DATA s", live.Criterion("5.d"));
        await live.Tell(Signed("2026-10-01", "change:c"));
        Assert.Equal("Met", live.Criterion("5.d"));
        await live.Tell(Put("AiSystem", "s", ("designChangedOn", "2026-11-20")));
        Assert.Equal("NotMet: STALE_DATA s", live.Criterion("5.d"));
        await live.Tell(Signed("2026-11-21"));
        Assert.Equal("Met", live.Criterion("5.d"));

        static Operation Signed(string on, params string[] foresees) => Put(
            "Assessment", "a", ("title", "A"), ("kind", "AIIA"), ("watches", (string[])["PURPOSE"]), ("foresees", foresees), ("status", "SIGNED"), ("signedOn", on), ("signedBy", "Ann"));
    }

    [Fact]
    public async Task More_risk_after_treatment_than_before_needs_a_reason()
    {
        await using var live = await OpenAsync();
        var risk = Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("inherentLikelihood", 2), ("inherentImpact", 2), ("residualLikelihood", 3), ("residualImpact", 2));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.risk.residualReason", "expected a reason", risk);
        await live.Keep(Put("Risk", "r", [.. risk.Fields.Select(f => (f.Key, f.Value)), ("residualReason", "The control brings a new one.")]));
    }

    [Fact]
    public async Task A_finding_is_closed_once_somebody_else_judged_that_its_actions_worked()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Cadence", "cadence:c", ("title", "Corrections"), ("of", "CORRECTIVE_ACTION"), ("days", 30), ("source", "ORGANISATION")),
            Put("Cadence", "cadence:e", ("title", "Effects"), ("of", "EFFECTIVENESS"), ("months", 3), ("source", "ORGANISATION")),
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-01")));
        Assert.Equal("OPEN: NO_CAUSE f, NO_ACTION f", live.Standing("f"));
        Assert.Equal(["2026-12-01 CORRECT f"], live.Due(30));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.finding.answeredOn", "expected a nonconformity to be closed by its corrective actions", Put("Finding", "f", ("answeredOn", "2026-11-02")));
        await live.Keep(Put("Finding", "f", ("cause", "Nobody was told.")), Put("CorrectiveAction", "a", ("title", "Tell them"), ("dueOn", "2026-11-20")), Link("a", "CORRECTS", "f"));
        Assert.Equal("IN_CORRECTION: ACTION_OVERDUE a", live.Standing("f"));
        Assert.Equal(["2026-11-20 CORRECT a"], live.Due(30));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.correctiveAction.effect", "expected an action that is implemented before its effect is judged", Put("CorrectiveAction", "a", ("effect", "EFFECTIVE")));
        await live.Keep(Put("CorrectiveAction", "a", ("implementedOn", "2026-11-22"), ("effectBasis", "Its records were looked at.")));
        Assert.Equal("AWAITING_JUDGEMENT: EFFECTIVENESS_UNJUDGED a", live.Standing("f"));
        Assert.Equal(["2027-02-22 JUDGE_EFFECTIVENESS a"], live.Due(100));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "expected 'a' to have effect before it is submitted");
        await live.Keep(Put("CorrectiveAction", "a", ("effect", "EFFECTIVE"), ("effectBasis", null)));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "expected 'a' to have effectBasis before it is submitted");
        await live.Keep(Put("CorrectiveAction", "a", ("effectBasis", "Its records were looked at.")));
        Kept(await live.Decide("Ada Editor", DecisionVerb.Submit, "a"));
        Refused(await live.Decide("Ada Editor", DecisionVerb.Approve, "a"), ViolationCode.Forbidden, "key", "nobody decides");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Approve, "a"));
        Assert.Equal("CLOSED", live.Standing("f"));
        Assert.Empty(live.Due(100));

        // It was open before, and is again once the judgement is withdrawn.
        Assert.Equal("IN_CORRECTION: ACTION_OVERDUE a", live.Standing("f", "2026-11-21"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "a"));
        await live.Keep(Put("CorrectiveAction", "a", ("effect", "NOT_EFFECTIVE"), ("effectBasis", "Its records were looked at.")));
        Assert.Equal("AWAITING_JUDGEMENT: EFFECTIVENESS_UNJUDGED a", live.Standing("f"));
        await live.Approve("a");
        Assert.Equal("NOT_EFFECTIVE: NOT_EFFECTIVE a", live.Standing("f"));

        // What did not work is answered by another action, which is made after that and works.
        await live.Keep(Put("CorrectiveAction", "b", ("title", "Ask them"), ("dueOn", "2026-12-31")), Link("b", "CORRECTS", "f"));
        Assert.Equal(("IN_CORRECTION: NOT_IMPLEMENTED b", "NOT_EFFECTIVE"), (live.Standing("f"), live.Standing("a")));
        await live.Keep(Put("CorrectiveAction", "b", ("implementedOn", "2026-11-23"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at.")));
        await live.Approve("b");
        Assert.Equal("NOT_EFFECTIVE: NOT_EFFECTIVE a", live.Standing("f"));     // It was made before the first one was judged.
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "b"));
        await live.Keep(Put("CorrectiveAction", "b", ("implementedOn", "2026-11-24")));
        Assert.Equal("AWAITING_JUDGEMENT: EFFECTIVENESS_UNJUDGED b", live.Standing("f"));
        await live.Approve("b");
        Assert.Equal("CLOSED", live.Standing("f"));
        Assert.Equal("IN_CORRECTION: ACTION_OVERDUE a, NOT_IMPLEMENTED b", live.Standing("f", "2026-11-21"));
    }

    [Fact]
    public async Task Whoever_owns_an_action_or_recorded_that_it_worked_does_not_judge_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Person", "person:o", ("name", "Olga Owner")), Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-01"), ("cause", "Haste.")));
        Kept(await live.AskAs("Alice", Put("CorrectiveAction", "a", ("title", "Slow down"), ("implementedOn", "2026-11-22"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("a", "CORRECTS", "f"), Link("a", "OWNED_BY", "person:o")));
        Kept(await live.AskAs("Bob", Put("CorrectiveAction", "a", ("title", "Slow down a little"))));
        Kept(await live.Decide("Bob", DecisionVerb.Submit, "a"));
        Refused(await live.Decide("Alice", DecisionVerb.Approve, "a"), ViolationCode.Forbidden, "key", "expected somebody else: nobody decides on what they submitted or last edited");
        Refused(await live.Decide("Olga Owner", DecisionVerb.Approve, "a"), ViolationCode.Forbidden, "key", "expected somebody else than who owns the action to decide on 'a'");
        Kept(await live.Decide("Ann Approver", DecisionVerb.Approve, "a"));
        Assert.Equal("CLOSED", live.Standing("f"));
    }

    [Fact]
    public async Task Whoever_recorded_that_an_action_was_implemented_does_not_judge_it_whoever_edits_it_later()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-01"), ("cause", "Haste.")), Put("CorrectiveAction", "a", ("title", "Slow down")), Link("a", "CORRECTS", "f"));
        Kept(await live.AskAs("Alice", Put("CorrectiveAction", "a", ("implementedOn", "2026-11-22"))));
        Kept(await live.AskAs("Bob", Put("CorrectiveAction", "a", ("implementedOn", "2026-11-21"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."))));
        Assert.Equal(("Alice", "Bob"), (Named("implementedBy"), Named("recordedBy")));
        Refused(await live.Decide("Bob", DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", "expected 'a' to have dueOn before it is submitted");
        Kept(await live.AskAs("Bob", Put("CorrectiveAction", "a", ("dueOn", "2026-11-21"))));
        Kept(await live.Decide("Bob", DecisionVerb.Submit, "a"));
        Refused(await live.Decide("Alice", DecisionVerb.Approve, "a"), ViolationCode.Forbidden, "key", "expected somebody else: nobody decides on what they submitted or last edited");
        await live.Refuses(ViolationCode.Forbidden, "changes[0].put.correctiveAction.implementedBy", "expected no 'implementedBy'", Put("CorrectiveAction", "a", ("implementedBy", "Bob")));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Approve, "a"));
        Assert.Equal("CLOSED", live.Standing("f"));

        // What is taken out and recorded again is recorded by whoever does that.
        await live.Keep(Put("CorrectiveAction", "b", ("title", "Slower"), ("implementedOn", "2026-11-22")), Link("b", "CORRECTS", "f"));
        await live.Keep(Put("CorrectiveAction", "b", ("implementedOn", null)));
        Assert.Null(live.Value("b", "implementedBy"));

        string? Named(string field) => live.Engine.Personal.Resolve((string?)live.Value("a", field));
    }

    [Fact]
    public async Task Nothing_is_corrected_before_it_was_found()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-20")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.correctiveAction.implementedOn", "expected a day from 2026-11-20 on, on which 'f' was found",
            Put("CorrectiveAction", "a", ("title", "Mend it"), ("implementedOn", "2026-11-19")), Link("a", "CORRECTS", "f"));
        await live.Keep(Put("CorrectiveAction", "a", ("title", "Mend it"), ("implementedOn", "2026-11-20")), Link("a", "CORRECTS", "f"));
    }

    [Fact]
    public async Task An_action_that_was_judged_closes_no_other_finding_until_it_is_judged_for_that_too()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-01"), ("cause", "Haste.")), Put("Finding", "g", ("title", "G"), ("grade", "MAJOR"), ("foundOn", "2026-11-01"), ("cause", "Haste.")),
            Put("CorrectiveAction", "k", ("title", "K"), ("implementedOn", "2026-11-20"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("k", "CORRECTS", "f"));
        await live.Approve("k");
        Assert.Equal("CLOSED", live.Standing("f"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "k"));
        await live.Keep(Link("k", "CORRECTS", "g"));
        Assert.NotEqual("CLOSED", live.Standing("g").Split(':')[0]);
        await live.Approve("k");
        Assert.Equal(("CLOSED", "CLOSED"), (live.Standing("f"), live.Standing("g")));
    }

    [Fact]
    public async Task An_action_that_did_not_work_is_not_made_to_have_never_been()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-01"), ("cause", "Haste.")),
            Put("CorrectiveAction", "k", ("title", "K"), ("implementedOn", "2026-11-20"), ("effect", "NOT_EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("k", "CORRECTS", "f"));
        await live.Approve("k");
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected an action that was judged not to work to stay with what it corrects", Unlink("k", "CORRECTS", "f"));
        await live.Refuses(ViolationCode.Conflict, "changes[0].delete.key", "expected a document that is not APPROVED", Delete("k", edges: true));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Withdraw, "k"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "expected an action that was judged not to work to stay with what it corrects", Delete("k", edges: true));
    }

    [Fact]
    public async Task An_open_major_finding_of_all_systems_is_not_made_one_of_a_single_system_by_a_later_link()
    {
        await using var live = await WithSmallGraphAsync();
        await live.Keep(
            Put("AiSystem", "decoy", ("title", "D"), ("inScope", false)),
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("f", "AGAINST", "law:1"),
            Put("Finding", "g", ("title", "G"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("g", "AGAINST", "law:1"), Link("g", "AGAINST", "s"),
            Put("Finding", "h", ("title", "H"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("h", "AGAINST", "c"));
        await live.Refuses(ViolationCode.Validation, "changes[0].link", "expected a MAJOR finding that named no system to be one of all while it is open; a nonconformity to be closed by a corrective action", Link("f", "AGAINST", "decoy"));
        await live.Keep(Link("g", "AGAINST", "decoy"));     // Another one beside that which it names.
        await live.Keep(Link("h", "AGAINST", "s"));         // A control operates for all or for none.
        await live.CloseByActionAsync("f");
        await live.Keep(Link("f", "AGAINST", "decoy"));
    }

    [Fact]
    public async Task A_nonconformity_is_not_made_less_by_editing()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Control", "c", ("title", "C")), Put("Audit", "audit:a", ("title", "A"), ("type", "INTERNAL")),
            Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-20")), Link("f", "AGAINST", "c"), Link("f", "FOUND_IN", "audit:a"));
        await live.Keep(Put("Finding", "f", ("grade", "MAJOR"), ("foundOn", "2026-11-19")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.finding.grade", "expected MAJOR or a graver one, as it was recorded", Put("Finding", "f", ("grade", "OBSERVATION"), ("answeredOn", "2026-11-21")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.finding.foundOn", "expected a day up to 2026-11-19, as it was recorded", Put("Finding", "f", ("foundOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "'f' keeps AGAINST to 'c'", Unlink("f", "AGAINST", "c"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'f' keeps FOUND_IN to 'audit:a'", Delete("audit:a", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'f' is kept", Delete("f", edges: true));
    }

    [Fact]
    public async Task An_audit_counts_only_where_those_who_held_it_may()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Competence", "k", ("title", "Auditing")), Put("Control", "c", ("title", "C")),
            Put("Audit", "a", ("title", "Internal audit"), ("type", "INTERNAL"), ("plannedFor", "2026-11-20")), Link("a", "NEEDS_AUDITOR", "k"), Link("a", "EXAMINES", "c"));
        Assert.Equal("OVERDUE: ACTION_OVERDUE a", live.Standing("a"));
        Assert.Equal("PLANNED", live.Standing("a", "2026-11-20"));
        await live.Keep(Put("Audit", "a", ("heldOn", "2026-11-22")));
        Assert.Equal("INVALID: NOT_ASSIGNED a", live.Standing("a"));
        await live.Keep(Link("a", "AUDITED_BY", "person:p"));
        Assert.Equal("INVALID: AUDITOR_WITHOUT_COMPETENCE person:p", live.Standing("a"));

        // What somebody learns later does not help.
        await live.Keep(Put("CompetenceRecord", "kr", ("basis", "Course"), ("level", "WORKING"), ("from", "2026-11-23")), Link("kr", "RECORD_OF", "person:p"), Link("kr", "OF_COMPETENCE", "k"));
        Assert.Equal("INVALID: AUDITOR_WITHOUT_COMPETENCE person:p", live.Standing("a"));
        await live.Keep(Put("CompetenceRecord", "kr", ("from", "2026-11-01")));
        Assert.Equal("CLOSED", live.Standing("a"));

        // Who has only heard of it has not shown it.
        await live.Keep(Put("CompetenceRecord", "kr", ("level", "AWARE")));
        Assert.Equal("INVALID: AUDITOR_WITHOUT_COMPETENCE person:p", live.Standing("a"));
        await live.Keep(Put("CompetenceRecord", "kr", ("level", "EXPERT")));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link("c", "OWNED_BY", "person:p"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
        await live.Keep(Unlink("c", "OWNED_BY", "person:p"), Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-22")), Link("f", "FOUND_IN", "a"));
        Assert.Equal("OPEN_FINDINGS: OPEN_FINDINGS f", live.Standing("a"));
        await live.Keep(Put("Finding", "f", ("answeredOn", "2026-11-24")));
        Assert.Equal("CLOSED", live.Standing("a"));

        // What nobody says that they have to know, nobody can say that they know.
        await live.Keep(Unlink("a", "NEEDS_AUDITOR", "k"));
        Assert.Equal("INVALID: FACT_MISSING a", live.Standing("a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_auditor_had_in_hand_when_they_examined_it_stays_their_own_work_after_they_hand_it_over_or_delete_it(bool isDeleted)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Person", "person:q", ("name", "Quirin")), Put("Control", "c", ("title", "C")), Link("c", "OWNED_BY", "person:p"), Put("Control", "d", ("title", "D")), Link("d", "OWNED_BY", "person:q"),
            Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "AUDITED_BY", "person:q"), Link("a", "EXAMINES", "c"), Link("a", "EXAMINES", "d"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p, AUDITOR_OF_OWN_WORK person:q", live.Standing("a"));
        await live.Keep(isDeleted ? [Delete("c", edges: true), Delete("d", edges: true)] : [Unlink("c", "OWNED_BY", "person:p"), Link("c", "OWNED_BY", "person:q"), Unlink("d", "OWNED_BY", "person:q"), Link("d", "OWNED_BY", "person:p")]);
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p, AUDITOR_OF_OWN_WORK person:q", live.Standing("a"));
        Assert.Equal(["person:p", "person:q"], live.Engine.Current.Document("a")!.List(AuditorsWork.HandedOver)!);

        // Somebody else may have held it all the same.
        await live.Keep(Put("Audit", "a", ("heldOn", null)));
        await live.Keep(Unlink("a", "AUDITED_BY", "person:p"), Unlink("a", "AUDITED_BY", "person:q"), Put("Person", "person:r", ("name", "Rita")), Link("a", "AUDITED_BY", "person:r"));
        await live.Keep(Put("Audit", "a", ("heldOn", "2026-11-22")));
        Assert.Equal("CLOSED", live.Standing("a"));
    }

    [Fact]
    public async Task What_comes_to_an_auditor_after_an_audit_was_not_their_own_work_in_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Control", "c", ("title", "C")), Put("Control", "d", ("title", "D")),
            Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "EXAMINES", "c"), Link("a", "EXAMINES", "d"));
        Assert.Equal("CLOSED", live.Standing("a"));

        // On the day on which the audit is recorded the graph may still be told what was so before.
        await live.Keep(Link("d", "OWNED_BY", "person:p"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
        await live.Keep(Unlink("d", "OWNED_BY", "person:p"));
        Assert.Equal("CLOSED", live.Standing("a"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Link("c", "OWNED_BY", "person:p"));
        Assert.Equal("CLOSED", live.Standing("a"));

        // The next audit is one of their own work, and handing it over is of no use for that one.
        await live.Keep(Put("Audit", "b", ("title", "B"), ("type", "STAGE_2"), ("heldOn", "2026-11-25")), Link("b", "AUDITED_BY", "person:p"), Link("b", "EXAMINES", "c"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("b"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Unlink("c", "OWNED_BY", "person:p"));
        Assert.Equal(("CLOSED", "INVALID: AUDITOR_OF_OWN_WORK person:p"), (live.Standing("a"), live.Standing("b")));
    }

    [Fact]
    public async Task What_was_handed_over_before_an_audit_was_recorded_or_while_it_was_said_not_to_be_held_was_their_own_work_on_its_day()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Person", "person:p", ("name", "Pia")), Put("Control", "c", ("title", "C")), Link("c", "OWNED_BY", "person:p"), Put("Control", "d", ("title", "D")), Link("d", "OWNED_BY", "person:p"));
        await live.Keep(
            Unlink("c", "OWNED_BY", "person:p"), Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "EXAMINES", "c"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
        await live.Keep(Put("Audit", "b", ("title", "B"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("b", "AUDITED_BY", "person:p"), Link("b", "EXAMINES", "d"));
        await live.Keep(Put("Audit", "b", ("heldOn", null)));
        await live.Keep(Unlink("b", "EXAMINES", "d"), Unlink("d", "OWNED_BY", "person:p"), Link("b", "EXAMINES", "d"));
        await live.Keep(Put("Audit", "b", ("heldOn", "2026-11-22")));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("b"));

        // An audit after that is not of their own work.
        live.Clock.Advance(TimeSpan.FromDays(2));
        await live.Keep(Put("Audit", "later", ("title", "L"), ("type", "STAGE_2"), ("heldOn", "2026-11-25")), Link("later", "AUDITED_BY", "person:p"), Link("later", "EXAMINES", "c"), Link("later", "EXAMINES", "d"));
        Assert.Equal("CLOSED", live.Standing("later"));
    }

    [Fact]
    public async Task Whoever_corrects_the_day_of_an_audit_does_not_make_later_work_part_of_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Control", "c", ("title", "C")), Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "EXAMINES", "c"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(Link("c", "OWNED_BY", "person:p"));
        await live.Keep(Put("Audit", "a", ("heldOn", "2026-11-21")));
        Assert.Equal("CLOSED", live.Standing("a"));
    }

    [Theory]
    [InlineData("row")]
    [InlineData("system")]
    [InlineData("until")]
    [InlineData("from")]
    [InlineData("fulfils")]
    public async Task What_an_auditor_had_in_hand_stays_their_own_work_after_an_edit_takes_it_out_of_what_was_examined(string way)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Person", "person:q", ("name", "Quirin")), Put("Framework", "own", ("title", "O"), ("kind", "GUIDANCE")), Put("Requirement", "own:1", ("title", "1"), ("ref", "1"), ("assessable", true)), Link("own:1", "PART_OF", "own"),
            Put("Control", "c", ("title", "C")), Put("AiSystem", "s", ("title", "S")), Put("ManagedDocument", "m", ("title", "M"), ("type", "POLICY"), ("fulfils", (string[])["own:1"])),
            Put("OrganisationRole", "role:r", ("title", "R")), Put("RoleAssignment", "assignment:p", ("from", "2026-01-01")), Link("assignment:p", "ASSIGNMENT_OF", "role:r"), Link("assignment:p", "HELD_BY", "person:p"),
            Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "AUDITED_BY", "person:q"));
        Operation[] had = way switch
        {
            "row" => [Link("c", "OWNED_BY", "person:p"), Link("c", "SATISFIES", "own:1"), Link("a", "EXAMINES", "own:1")],
            "system" => [Link("c", "OWNED_BY", "person:p"), Link("c", "APPLIES_TO", "s"), Link("a", "EXAMINES", "s")],
            "fulfils" => [Link("assignment:p", "RESPONSIBLE_FOR", "m"), Link("a", "EXAMINES", "own:1")],
            _ => [Link("assignment:p", "RESPONSIBLE_FOR", "c"), Link("a", "EXAMINES", "c")],
        };
        await live.Keep(had);
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
        live.Clock.Advance(TimeSpan.FromDays(1));
        await live.Keep(way switch
        {
            "row" => Unlink("c", "SATISFIES", "own:1"),
            "system" => Unlink("c", "APPLIES_TO", "s"),
            "until" => Put("RoleAssignment", "assignment:p", ("until", "2026-11-21")),
            "from" => Put("RoleAssignment", "assignment:p", ("from", "2026-11-23")),
            _ => Put("ManagedDocument", "m", ("fulfils", null)),
        });
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));

        // What the auditor did not have in hand by then is no work of theirs in a later one.
        await live.Keep(Put("Audit", "later", ("title", "L"), ("type", "STAGE_2"), ("heldOn", "2026-11-24")), Link("later", "AUDITED_BY", "person:p"), Link("later", "EXAMINES", way is "row" or "fulfils" ? "own:1" : way == "system" ? "s" : "c"));
        Assert.Equal(way == "from" ? "INVALID: AUDITOR_OF_OWN_WORK person:p" : "CLOSED", live.Standing("later"));
    }

    [Fact]
    public async Task What_a_role_answered_for_stays_own_work_after_it_answers_for_it_no_more()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("Control", "c", ("title", "C")), Put("OrganisationRole", "role:r", ("title", "R")), Put("RoleAssignment", "assignment:p", ("from", "2026-01-01")),
            Link("assignment:p", "ASSIGNMENT_OF", "role:r"), Link("assignment:p", "HELD_BY", "person:p"), Link("assignment:p", "RESPONSIBLE_FOR", "c"),
            Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "EXAMINES", "c"));
        await live.Keep(Unlink("assignment:p", "RESPONSIBLE_FOR", "c"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Fact]
    public void Of_every_kind_that_somebody_may_own_it_is_known_which_clause_it_is_the_work_of()
    {
        // Standards, mappings and facts are nobody's work here; a person owns nothing by being one, and a task, a cadence, an answer, a scale and its cells are work of what they belong to.
        string[] others =
        [
            "Framework", "Requirement", "LegacyRule", "Fact", "MappingSet", "Mapping", "Person", "Task", "Cadence", "Answer", "TemplateItem", "RiskScaleStep", "RiskMatrixCell", "Certificate",
            "AiSystem", "Control", "Evidence", "ManagedDocument",      // By their own links: rows that they are subject to, satisfy, demonstrate or fulfil.
        ];
        Assert.Equal(others.Order(StringComparer.Ordinal), GraphModel.Default.Kinds.Where(k => !AuditorsWork.IsWorkOfAClause(k)).Select(k => k.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("standard:1")]
    [InlineData("standard:1.1")]
    [InlineData("standard")]
    public async Task Whoever_owns_what_meets_a_row_does_not_examine_it(string examined)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Framework", "standard", ("title", "A standard"), ("kind", "STANDARD")), Requirement("standard:1"), Link("standard:1", "PART_OF", "standard"), Requirement("standard:1.1"), Link("standard:1.1", "PART_OF", "standard:1"),
            Requirement("standard:2"), Link("standard:2", "PART_OF", "standard"),
            Put("Person", "person:p", ("name", "Pia")), Put("Control", "c", ("title", "C")), Link("c", "OWNED_BY", "person:p"), Link("c", "SATISFIES", "standard:1"),
            Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "EXAMINES", "standard:2"));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link("a", "EXAMINES", examined));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Theory]
    [InlineData("standard:1")]
    [InlineData("standard:1.1")]
    [InlineData("standard")]
    public async Task Whoever_owns_a_document_that_a_row_asks_for_does_not_examine_the_row(string examined)
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Examined, Put("ManagedDocument", "document:p", ("title", "Policy"), ("type", "POLICY"), ("fulfils", new[] { "standard:1" })), Link("document:p", "OWNED_BY", "person:p")]);
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link("a", "EXAMINES", examined));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Theory]
    [InlineData("ScopeStatement", "4.3")]
    [InlineData("RiskMethod", "6.1.2")]
    [InlineData("Risk", "8.2")]
    [InlineData("Objective", "6.2")]
    [InlineData("Training", "7.2")]
    [InlineData("Metric", "9.1")]
    [InlineData("AuditProgramme", "9.2.2")]
    [InlineData("ManagementReview", "9.3.3")]
    [InlineData("Finding", "10.2")]
    public async Task Whoever_owns_a_record_of_a_clause_does_not_examine_the_clause(string kind, string clause)
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Examined, Put("Framework", "iso-42001", ("title", "A standard"), ("kind", "STANDARD")), Requirement("iso-42001:" + clause), Link("iso-42001:" + clause, "PART_OF", "iso-42001"), Requirement("iso-42001:5.1"), Link("iso-42001:5.1", "PART_OF", "iso-42001"),
            Put(kind, "own", [("title", "Own"), .. kind switch
            {
                "Risk" => ((string, object?)[])[("kind", "THREAT")],
                "Metric" => [("betterWhen", "HIGHER"), ("frequency", "MONTHLY")],
                "Objective" => [("theme", "FAIRNESS")],
                "RiskMethod" => [("acceptedUpTo", "LOW")],
                "AuditProgramme" => [("from", "2026-01-01"), ("until", "2026-12-31")],
                "Finding" => [("grade", "MINOR"), ("foundOn", "2026-11-01")],
                _ => [],
            }]),
            Link("own", "OWNED_BY", "person:p"), Link("a", "EXAMINES", "iso-42001:5.1"),
        ]);
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link("a", "EXAMINES", "iso-42001:" + clause));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Fact]
    public async Task Whoever_holds_an_audit_may_own_it_and_what_was_found_in_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Examined, Put("Framework", "iso-42001", ("title", "A standard"), ("kind", "STANDARD")), Requirement("iso-42001:9.2.2"), Link("iso-42001:9.2.2", "PART_OF", "iso-42001"), Requirement("iso-42001:10.2"), Link("iso-42001:10.2", "PART_OF", "iso-42001"),
            Link("a", "EXAMINES", "iso-42001"), Link("a", "OWNED_BY", "person:p"),
            Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-22"), ("answeredOn", "2026-11-23")), Link("f", "FOUND_IN", "a"), Link("f", "OWNED_BY", "person:p"),
        ]);
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Put("Finding", "g", ("title", "G"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-22"), ("answeredOn", "2026-11-23")), Link("g", "OWNED_BY", "person:p"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Theory]
    [InlineData("HAS_RISK")]
    [InlineData("MEASURED_BY")]
    [InlineData("SUPPLIED_BY")]
    public async Task Whoever_owns_what_threatens_measures_or_supplies_a_system_does_not_examine_it(string edge)
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Examined, Put("AiSystem", "s", ("title", "S")), Put("Component", "m", ("title", "M"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")), Put("Risk", "r", ("title", "R"), ("kind", "THREAT")),
            Put("Metric", "x", ("title", "X"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")), Link("s", "USES", "m"), Link("a", "EXAMINES", "s"),
        ]);
        var (from, to) = edge switch { "HAS_RISK" => ("s", "r"), "MEASURED_BY" => ("s", "x"), _ => ("m", "v") };
        await live.Keep(Link(to, "OWNED_BY", "person:p"));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link(from, edge, to));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Theory]
    [InlineData("c")]
    [InlineData("document:p")]
    [InlineData("standard")]
    [InlineData("ai-system:s")]
    public async Task Whoever_holds_a_role_that_answers_for_something_does_not_examine_it_while_they_do(string responsibleFor)
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Examined, Put("Control", "c", ("title", "C")), Link("c", "SATISFIES", "standard:1"), Put("AiSystem", "ai-system:s", ("title", "S")),
            Put("ManagedDocument", "document:p", ("title", "Policy"), ("type", "POLICY"), ("fulfils", new[] { "standard:1" })), Link("a", "EXAMINES", "standard:1"), Link("a", "EXAMINES", "ai-system:s"),
            Put("OrganisationRole", "role:r", ("title", "R")), Put("RoleAssignment", "assignment:p", ("from", "2026-01-01"), ("until", "2026-11-21")), Link("assignment:p", "ASSIGNMENT_OF", "role:r"), Link("assignment:p", "HELD_BY", "person:p"),
        ]);

        // Until the day before the audit, or from the day after it on.
        await live.Keep(Link("assignment:p", "RESPONSIBLE_FOR", responsibleFor));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Put("RoleAssignment", "assignment:p", ("from", "2026-11-23"), ("until", null)));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Put("RoleAssignment", "assignment:p", ("from", "2026-11-22"), ("until", "2026-11-22")));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Fact]
    public async Task Whoever_owns_a_system_does_not_examine_what_is_met_for_each_system_unless_others_were_named()
    {
        await using var live = await OpenAsync();
        await live.Keep(Examined);
        await live.Keep(Put("Framework", "standard", ("voluntary", true)));
        await live.Keep(
        [
            Requirement("standard:3", ("assessable", true), ("scope", "ORGANISATION")), Link("standard:3", "PART_OF", "standard"), Put("AiSystem", "s", ("title", "S")), Put("AiSystem", "t", ("title", "T")),
            Link("s", "OWNED_BY", "person:p"), Link("s", "SUBJECT_TO", "standard"),
        ]);
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
        await live.Keep(Unlink("a", "EXAMINES", "standard:2"), Link("a", "EXAMINES", "standard:3"));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link("a", "EXAMINES", "standard"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
        await live.Keep(Link("a", "EXAMINES", "t"));
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link("a", "EXAMINES", "s"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    [Theory]
    [InlineData("4.1", "ContextIssue", "issue:w")]
    [InlineData("4.2", "PartyNeed", "need:w")]
    [InlineData("6.3", "PlannedChange", "change:w")]
    [InlineData("A.4.2", "Resource", "resource:w")]
    [InlineData("A.3.3", "Concern", "concern:w")]
    [InlineData("A.8.4", "Incident", "incident:w")]
    [InlineData("A.10.3", "Vendor", "vendor:w")]
    public async Task Whoever_has_the_matter_of_a_clause_in_hand_does_not_examine_the_clause(string clause, string kind, string key)
    {
        await using var live = await OpenAsync();
        (string, object?)[] fields = kind switch
        {
            "ContextIssue" => [("side", "INTERNAL"), ("topic", "OTHER")],
            "Resource" => [("type", "PEOPLE")],
            "Concern" => [("type", "CONCERN"), ("raisedOn", "2026-11-01")],
            "Incident" => [("awareOn", "2026-11-01"), ("severity", "MINOR")],
            _ => [],
        };
        await live.Keep(
        [
            .. Examined, Put("Framework", "iso-42001", ("title", "ISO/IEC 42001"), ("kind", "STANDARD"), ("voluntary", true)), Requirement($"iso-42001:{clause}"), Link($"iso-42001:{clause}", "PART_OF", "iso-42001"), Link("a", "EXAMINES", $"iso-42001:{clause}"),
            .. kind == "PartyNeed" ? [Put("InterestedParty", "party:w", ("title", "P"), ("type", "CUSTOMER")), Link(key, "NEED_OF", "party:w")] : Array.Empty<Operation>(),
            Put(kind, key, [("title", "W"), .. fields]),
        ]);
        Assert.Equal("CLOSED", live.Standing("a"));
        await live.Keep(Link(key, "OWNED_BY", "person:p"));
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:p", live.Standing("a"));
    }

    private static readonly Operation[] Examined =
    [
        Put("Framework", "standard", ("title", "A standard"), ("kind", "STANDARD")), Requirement("standard:1"), Link("standard:1", "PART_OF", "standard"), Requirement("standard:1.1"), Link("standard:1.1", "PART_OF", "standard:1"),
        Requirement("standard:2"), Link("standard:2", "PART_OF", "standard"), Put("Person", "person:p", ("name", "Pia")),
        Put("Audit", "a", ("title", "A"), ("type", "STAGE_2"), ("heldOn", "2026-11-22")), Link("a", "AUDITED_BY", "person:p"), Link("a", "EXAMINES", "standard:2"),
    ];

    [Theory]
    [InlineData("AI_ACT_73_2", "2026-12-05")]
    [InlineData("AI_ACT_73_3", "2026-11-22")]
    [InlineData("AI_ACT_73_4", "2026-11-30")]
    [InlineData("AI_ACT_26_5", "2026-11-21")]
    [InlineData("GDPR_33", "2026-11-23")]
    public async Task The_clock_of_a_notice_runs_from_awareness_by_law(string duty, string dueOn)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Incident", "i", ("title", "I"), ("types", new[] { "SECURITY" }), ("severity", "SERIOUS"), ("awareOn", "2026-11-20")),
            Put("IncidentNotice", "n", ("to", "Authority"), ("duty", duty)), Link("n", "NOTICE_OF", "i"));
        var due = DateOnly.ParseExact(dueOn, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(due, live.Derived("n", "dueOn"));
        Assert.Contains($"{dueOn} NOTIFY n", live.Due(30));
        Assert.Equal("OPEN: NOT_NOTIFIED n", live.Standing("n", dueOn));
        Assert.Equal("LATE: NOT_NOTIFIED n", live.Standing("n", due.AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.contractHours", "expected no hours of a contract where law sets the time", Put("IncidentNotice", "n", ("contractHours", 8_760)));
        await live.Keep(Put("IncidentNotice", "n", ("givenOn", "2026-11-21")));
        Assert.Equal("MET", live.Standing("n"));
        Assert.Equal("OPEN: NOT_CONTAINED i, NO_CAUSE i, NO_ACTION i", live.Standing("i"));
    }

    [Fact]
    public async Task An_incident_is_closed_once_its_cause_is_known_and_something_was_done()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Incident", "i", ("title", "I"), ("types", new[] { "SECURITY" }), ("severity", "MAJOR"), ("awareOn", "2026-11-20"), ("containedOn", "2026-11-21")),
            Put("IncidentNotice", "n", ("to", "Customer"), ("duty", "CONTRACT")), Link("n", "NOTICE_OF", "i"));
        Assert.Equal("UNKNOWN: FACT_MISSING n", live.Standing("n"));
        await live.Keep(Put("IncidentNotice", "n", ("contractHours", 72), ("givenOn", "2026-11-22")));
        Assert.Equal("MET", live.Standing("n"));
        await live.Keep(Put("IncidentNotice", "n", ("contractHours", 24)));
        Assert.Equal("LATE: NOTIFIED_LATE n", live.Standing("n"));
        Assert.Equal("NOTICE_LATE: NOTIFIED_LATE n, NO_CAUSE i, NO_ACTION i", live.Standing("i"));
        await live.Keep(
            Put("IncidentNotice", "n", ("contractHours", 72)), Put("Incident", "i", ("cause", "A wrong key.")),
            Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-21")), Link("f", "FOUND_IN", "i"));
        Assert.Equal("CONTAINED: OPEN_FINDINGS f", live.Standing("i"));
        await live.Keep(Put("Finding", "f", ("answeredOn", "2026-11-24")));
        Assert.Equal("CLOSED", live.Standing("i"));

        // Nobody says what it touched, so nobody knows who has to be told.
        await live.Keep(Put("Incident", "i", ("types", null)));
        Assert.Equal("CONTAINED: FACT_MISSING i", live.Standing("i"));
    }

    [Fact]
    public async Task What_is_due_belongs_to_who_owns_the_whole_or_what_it_is_about_where_nobody_owns_the_document_itself()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "p", ("name", "Pia")), Put("Person", "q", ("name", "Quirin")), Put("AiSystem", "s", ("title", "S")), Link("s", "OWNED_BY", "p"),
            Put("Assessment", "a", ("title", "A"), ("kind", "AIIA")), Link("a", "ASSESSES", "s"), Put("Risk", "r", ("title", "R"), ("kind", "THREAT")), Link("r", "OWNED_BY", "p"),
            Put("RiskAcceptance", "x", ("rationale", "Rare."), ("level", "LOW")), Link("x", "ACCEPTANCE_OF", "r"));
        Assert.Equal(["p", "p", "p"], Owners("s", "a", "x"));
        await live.Keep(Link("a", "OWNED_BY", "q"));
        Assert.Equal(["p", "q"], Owners("s", "a"));

        string[] Owners(params string[] keys) => [.. keys.SelectMany(k => Graph.Engine.Time.DueItem.OwnersOf(live.Current, live.Find(k))).Select(o => o.Key)];
    }

    [Fact]
    public async Task An_incident_and_its_notices_are_not_taken_away_once_their_time_runs()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("Incident", "i", ("title", "I"), ("types", new[] { "AI" }), ("severity", "MINOR"), ("awareOn", "2026-11-20")), Link("i", "AFFECTS", "s"),
            Put("Incident", "breach", ("title", "B"), ("types", new[] { "DATA_BREACH" }), ("severity", "MINOR"), ("awareOn", "2026-11-20"), ("riskToPersons", true)),
            Put("IncidentNotice", "law", ("to", "Authority"), ("duty", "GDPR_33")), Link("law", "NOTICE_OF", "breach"), Put("IncidentNotice", "contract", ("to", "Customer"), ("duty", "CONTRACT")), Link("contract", "NOTICE_OF", "i"));
        await live.Keep(Unlink("i", "AFFECTS", "s"), Delete("contract", edges: true));

        await live.Keep(
            Put("Incident", "i", ("severity", "SERIOUS")), Link("i", "AFFECTS", "s"),
            Put("IncidentNotice", "late", ("to", "Customer"), ("duty", "CONTRACT"), ("contractHours", 4), ("givenOn", "2026-11-24")), Link("late", "NOTICE_OF", "i"), Link("late", "AFFECTS", "s"));
        Assert.Equal("LATE: NOTIFIED_LATE late", live.Standing("late"));
        foreach (var key in (string[])["i", "law", "late"])
        {
            await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", $"'{key}' is kept", Delete(key, edges: true));
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected an incident of which law may have somebody told to stay, with what it touched; what was recorded by mistake is corrected first; 'i' keeps AFFECTS to 's'", Unlink("i", "AFFECTS", "s"));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "'late' keeps AFFECTS to 's'", Unlink("late", "AFFECTS", "s"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'breach' is kept", Delete("breach", edges: true));

        // Facts are corrected, for each correction has its reason in the log.
        await live.Keep(Put("Incident", "i", ("severity", "MINOR")), Put("IncidentNotice", "late", ("contractHours", null)));
        await live.Keep(Delete("i", edges: true));

        // One of which nobody has said yet what it touched, or whom it was told to.
        await live.Keep(
            Put("Incident", "alone", ("title", "A"), ("types", new[] { "AI" }), ("severity", "SERIOUS"), ("awareOn", "2026-11-20")), Put("Incident", "unsaid", ("title", "U"), ("severity", "MINOR"), ("awareOn", "2026-11-20")));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "expected an incident of which law may have somebody told to stay, with what it touched; what was recorded by mistake is corrected first; 'alone' is kept", Delete("alone"));
        await live.Keep(Delete("unsaid"));
        await live.Keep(Put("Incident", "alone", ("severity", "MINOR")), Put("IncidentNotice", "own", ("to", "Customer"), ("duty", "CONTRACT"), ("contractHours", 4)), Link("own", "NOTICE_OF", "alone"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "expected a notice whose time runs to stay with its incident", Delete("alone", edges: true));
        await live.Keep(Put("IncidentNotice", "own", ("contractHours", null)));
        await live.Keep(Delete("alone", edges: true));
    }

    [Theory]
    [InlineData("GDPR_33", null, "2026-11-20", "MET")]
    [InlineData("GDPR_33", null, "2026-11-22", "MET")]
    [InlineData("GDPR_33", null, "2026-11-23", "UNKNOWN: FACT_MISSING n")]
    [InlineData("GDPR_33", null, "2026-11-24", "LATE: NOTIFIED_LATE n")]
    [InlineData("CONTRACT", 4, "2026-11-20", "MET")]
    [InlineData("CONTRACT", 4, "2026-11-21", "UNKNOWN: FACT_MISSING n")]
    [InlineData("CONTRACT", 4, "2026-11-22", "LATE: NOTIFIED_LATE n")]
    [InlineData("AI_ACT_73_3", null, "2026-11-22", "MET")]
    [InlineData("AI_ACT_73_3", null, "2026-11-23", "LATE: NOTIFIED_LATE n")]
    public async Task A_time_of_hours_is_kept_or_not_where_the_days_show_it_and_else_unknown(string duty, int? hours, string givenOn, string expected)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Incident", "i", ("title", "I"), ("severity", "MAJOR"), ("awareOn", "2026-11-20")),
            Put("IncidentNotice", "n", ("to", "Somebody"), ("duty", duty), ("contractHours", hours), ("givenOn", givenOn)), Link("n", "NOTICE_OF", "i"));
        Assert.Equal(expected, live.Standing("n"));
    }

    [Fact]
    public async Task The_hours_after_which_a_notice_was_given_decide_where_the_days_do_not_and_fit_them()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Incident", "i", ("title", "I"), ("severity", "MAJOR"), ("awareOn", "2026-11-20")),
            Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "GDPR_33"), ("givenOn", "2026-11-23"), ("givenAfterHours", 72)), Link("n", "NOTICE_OF", "i"));
        Assert.Equal("MET", live.Standing("n"));
        await live.Keep(Put("IncidentNotice", "n", ("givenAfterHours", 73)));
        Assert.Equal("LATE: NOTIFIED_LATE n", live.Standing("n"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.givenAfterHours", "expected from 49 to 96 hours", Put("IncidentNotice", "n", ("givenAfterHours", 97)));

        // What was late is not made to have been in time.
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.givenAfterHours", "expected 73 or more, as it was recorded", Put("IncidentNotice", "n", ("givenAfterHours", 72)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.givenAfterHours", "expected 73 or more, as it was recorded", Put("IncidentNotice", "n", ("givenAfterHours", null)));
        await live.Keep(Put("IncidentNotice", "m", ("to", "Authority"), ("duty", "AI_ACT_73_3"), ("givenOn", "2026-11-23")), Link("m", "NOTICE_OF", "i"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.givenOn", "expected a day from 2026-11-23 on, as it was recorded", Put("IncidentNotice", "m", ("givenOn", "2026-11-22")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.givenOn", "expected a day from 2026-11-23 on, as it was recorded", Put("IncidentNotice", "m", ("givenOn", null)));
    }

    [Fact]
    public async Task Nobody_is_told_before_anybody_knew()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Incident", "i", ("title", "I"), ("severity", "MAJOR"), ("awareOn", "2026-11-20")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incidentNotice.givenOn", "expected a day from 2026-11-20 on, the day of awareness",
            Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "GDPR_33"), ("givenOn", "2019-01-01")), Link("n", "NOTICE_OF", "i"));
        await live.Keep(Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "GDPR_33"), ("givenOn", "2026-11-20")), Link("n", "NOTICE_OF", "i"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incident.awareOn", "expected a day up to 2026-11-20, as it was recorded", Put("Incident", "i", ("awareOn", "2026-11-21")));

        // A seed may move the day, but not beyond that.
        await using var seeded = await OpenAsync();
        Kept(await seeded.Seed(null, Put("Incident", "i", ("title", "I"), ("severity", "MAJOR"), ("awareOn", "2026-11-18")), Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "GDPR_33"), ("givenOn", "2026-11-20")), Link("n", "NOTICE_OF", "i")));
        Kept(await seeded.Seed(null, Put("Incident", "i", ("awareOn", "2026-11-19"))));
        Refused(await seeded.Seed(null, Put("Incident", "i", ("awareOn", "2026-11-21"))), ViolationCode.Validation, "changes[0].put.incident.awareOn", "expected a day up to 2026-11-20, on which 'n' was given");
    }

    [Fact]
    public async Task A_clock_of_the_law_is_not_lengthened_by_a_later_day_of_awareness()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("awareOn", "2026-11-10")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incident.awareOn", "expected a day up to 2026-11-10, as it was recorded", Put("Incident", "i", ("awareOn", "2026-11-11")));
        await live.Keep(Put("Incident", "i", ("awareOn", "2026-11-09")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.incident.awareOn", "expected a day up to 2026-11-09, as it was recorded", Put("Incident", "i", ("awareOn", "2026-11-10")));
    }

    [Fact]
    public async Task A_role_is_held_by_people_who_have_shown_what_it_needs()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("OrganisationRole", "role:o", ("title", "Oversight")), Put("Competence", "k", ("title", "Bias")), Link("role:o", "NEEDS_COMPETENCE", "k", ("level", "EXPERT")),
            Put("Person", "person:p", ("name", "Pia")));
        Assert.Equal("UNASSIGNED: NOT_ASSIGNED role:o", live.Standing("role:o"));
        await live.Keep(Put("RoleAssignment", "as", ("from", "2026-01-01"), ("until", "2026-12-31")), Link("as", "ASSIGNMENT_OF", "role:o"), Link("as", "HELD_BY", "person:p"));
        Assert.Equal("COMPETENCE_MISSING: COMPETENCE_MISSING k", live.Standing("role:o"));
        await live.Keep(
            Put("CompetenceRecord", "kr", ("basis", "Course"), ("level", "WORKING"), ("from", "2026-01-01"), ("until", "2026-11-30")), Link("kr", "RECORD_OF", "person:p"), Link("kr", "OF_COMPETENCE", "k"));
        var gap = Assert.Single(Graph.Engine.Model.ManagementSystem.Competences.Gaps(live.On()));
        Assert.Equal(("person:p", "role:o", "k", "EXPERT", "WORKING"), (gap.Person.Key, gap.Role.Key, gap.Competence.Key, gap.Needed, gap.Shown));
        await live.Keep(Put("CompetenceRecord", "kr", ("level", "EXPERT")));
        Assert.Equal("HELD", live.Standing("role:o"));
        Assert.Equal("COMPETENCE_MISSING: COMPETENCE_MISSING k", live.Standing("role:o", "2026-12-01"));
        Assert.Equal("UNASSIGNED: NOT_ASSIGNED role:o", live.Standing("role:o", "2027-01-01"));
        Assert.Contains("2026-11-30 REVIEW kr", live.Due(10));
    }

    [Fact]
    public async Task A_training_is_judged_within_the_cadence_of_the_organisation()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Training", "t", ("title", "AI literacy"), ("plannedFor", "2026-11-01")));
        Assert.Equal("OVERDUE: ACTION_OVERDUE t", live.Standing("t"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.training.effectJudgedOn", "expected a training that was held before its effect is judged", Put("Training", "t", ("effectJudgedOn", "2026-11-20"), ("effect", "EFFECTIVE")));
        await live.Keep(Put("Training", "t", ("heldOn", "2026-11-10")));
        Assert.Equal("UNJUDGED: EFFECTIVENESS_UNJUDGED t", live.Standing("t"));
        Assert.Empty(live.Due(365));     // Nobody has decided on a cadence: nothing is due by a number of ours.
        await live.Keep(Put("Cadence", "cadence:t", ("title", "Effect of training"), ("of", "TRAINING_EFFECTIVENESS"), ("months", 3), ("source", "GUIDE")));
        Assert.Equal(["2027-02-10 JUDGE_EFFECTIVENESS t"], live.Due(365));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.training.effectJudgedOn", "expected a day up to 2026-11-24", Put("Training", "t", ("effectJudgedOn", "2026-11-25"), ("effect", "EFFECTIVE")));
        await live.Keep(Put("Training", "t", ("effectJudgedOn", "2026-11-20"), ("effect", "NOT_EFFECTIVE")));
        Assert.Equal("NOT_EFFECTIVE: NOT_EFFECTIVE t", live.Standing("t"));

        // Whether people learn is looked at again within the cadence, of whichever training was judged last.
        Assert.Equal(["2027-02-20 JUDGE_EFFECTIVENESS t"], live.Due(365));
        await live.Keep(Put("Training", "u", ("title", "U"), ("heldOn", "2026-11-21"), ("effectJudgedOn", "2026-11-23"), ("effect", "EFFECTIVE")));
        Assert.Equal(["2027-02-23 JUDGE_EFFECTIVENESS u"], live.Due(365));

        // A word without anybody who was taught, and without a basis, judges nothing.
        Assert.Equal("UNJUDGED: NO_DATA u, INPUT_MISSING u", live.Standing("u"));
        await live.Keep(Put("Person", "person:p", ("name", "Pia")), Link("u", "ATTENDED_BY", "person:p"), Put("Training", "u", ("effectBasis", "A test after it.")));
        Assert.Equal("EFFECTIVE", live.Standing("u"));
    }

    [Fact]
    public async Task A_concern_is_not_raised_ahead()
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.concern.raisedOn", "expected a day up to 2026-11-24", Put("Concern", "c", ("title", "C"), ("type", "CONCERN"), ("raisedOn", "2026-11-25")));
        await live.Keep(Put("Concern", "c", ("title", "C"), ("type", "CONCERN"), ("raisedOn", "2026-11-24")));
    }

    [Fact]
    public async Task A_scope_counts_once_it_is_approved_and_a_system_in_none_says_so()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("AiSystem", "s", ("title", "S")), Put("ScopeStatement", "scope:1", ("title", "Scope"), ("boundaries", "All of it.")), Link("scope:1", "INCLUDES", "s"));
        Assert.Equal(("NOT_IN_FORCE: NOT_APPROVED scope:1", false), (live.Standing("scope:1"), live.Derived("s", "inApprovedScope")));
        await live.Approve("scope:1");
        Assert.Equal(("IN_FORCE", true), (live.Standing("scope:1"), live.Derived("s", "inApprovedScope")));
        await live.Keep(Unlink("scope:1", "INCLUDES", "s"));
        Assert.Equal("NOT_IN_FORCE: NOT_APPROVED scope:1", live.Standing("scope:1"));
    }

    [Fact]
    public async Task Stages_of_life_that_nobody_assessed_are_named()
    {
        await using var live = await OpenAsync();
        string[] all = ["CONCEPTION", "DESIGN", "DEVELOPMENT", "VERIFICATION", "DEPLOYMENT", "OPERATION", "RETIREMENT"];
        await live.Keep(Put("AiSystem", "s", ("title", "S")), Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("lifecycleStage", "DESIGN")), Link("s", "HAS_RISK", "r"));
        Assert.Equal(all, (string[])live.Derived("s", "stagesWithoutRisk")!);   // Nobody has rated it.
        await live.Keep(Put("Risk", "r", ("inherentLikelihood", 5), ("inherentImpact", 5)));
        Assert.Equal(all, (string[])live.Derived("s", "stagesWithoutRisk")!);   // By no method.
        await MethodAsync(live);
        Assert.Equal(all.Where(w => w != "DESIGN"), (string[])live.Derived("s", "stagesWithoutRisk")!);
        await live.Keep(Put("Risk", "r", ("status", "CLOSED")));
        Assert.Equal(all.Where(w => w != "DESIGN"), (string[])live.Derived("s", "stagesWithoutRisk")!);     // Somebody assessed it before it was closed.
        Assert.Equal(["r"], (string[])live.Derived("s", "assessedThreats")!);
        await live.Keep(Put("Risk", "r", ("status", null), ("kind", "OPPORTUNITY")));
        Assert.Equal(all, (string[])live.Derived("s", "stagesWithoutRisk")!);
        Assert.Empty((string[])live.Derived("s", "assessedThreats")!);
    }

    [Fact]
    public async Task What_threatens_a_component_fills_a_stage_of_the_systems_that_use_it_while_they_do()
    {
        await using var live = await OpenAsync();
        await MethodAsync(live);
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("AiSystem", "other", ("title", "O")), Put("Component", "c", ("title", "C"), ("type", "MODEL")),
            Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("lifecycleStage", "DESIGN"), ("inherentLikelihood", 5), ("inherentImpact", 5)), Link("c", "HAS_RISK", "r"), Link("s", "USES", "c"));
        Assert.Equal((false, true), (Lacks("s", "DESIGN"), Lacks("other", "DESIGN")));
        Assert.Equal(["r"], (string[])live.Derived("s", "assessedThreats")!);
        await live.Keep(Unlink("s", "USES", "c"));
        Assert.True(Lacks("s", "DESIGN"));

        bool Lacks(string system, string stage) => ((string[])live.Derived(system, "stagesWithoutRisk")!).Contains(stage);
    }

    [Fact]
    public async Task What_treatment_leaves_does_not_hold_under_an_open_major_finding_against_its_control()
    {
        await using var live = await TreatedAsync();
        Assert.Equal(("WITHIN", "IMPLEMENTED"), (live.Standing("r"), live.Derived("c", "status")));
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("f", "AGAINST", "c"));
        Assert.Equal(("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_NOT_OPERATING c", "NOT_OPERATING"), (live.Standing("r"), live.Derived("c", "status")));
        Assert.Equal("IMPLEMENTED", live.Derived("c", "status", "2026-11-19"));
    }

    [Fact]
    public async Task What_treatment_leaves_holds_only_where_control_and_proof_are_of_the_systems_that_have_the_risk()
    {
        await using var live = await TreatedAsync();
        await live.Keep(Put("AiSystem", "other", ("title", "Other")), Put("Evidence", "e2", ("title", "E"), ("type", "TEST_REPORT")));
        await live.Keep(Unlink("c", "EVIDENCED_BY", "e"), Link("c", "EVIDENCED_BY", "e2"));
        await live.Approve("e2");
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_WITHOUT_PROOF c", live.Standing("r"));     // Of nothing.
        await live.Keep(Link("e2", "CONCERNS", "other"));
        await live.Approve("e2");
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_WITHOUT_PROOF c", live.Standing("r"));     // Of another one.
        await live.Keep(Link("e2", "CONCERNS", "s"));
        await live.Approve("e2");
        Assert.Equal("WITHIN", live.Standing("r"));
        await live.Keep(Link("c", "APPLIES_TO", "other"));
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_NOT_OPERATING c", live.Standing("r"));
        await live.Keep(Link("c", "APPLIES_TO", "s"));
        Assert.Equal("WITHIN", live.Standing("r"));
    }

    [Fact]
    public async Task Proof_that_is_stale_or_linked_as_something_else_shows_nothing()
    {
        await using var live = await TreatedAsync();
        await live.Keep(Put("Assessment", "a", ("title", "A"), ("kind", "VENDOR_DUE_DILIGENCE"), ("conclusion", "Fine."), ("testingBasis", "VERIFIED"), ("watches", (string[])["PURPOSE"])), Link("a", "ASSESSES", "s"), Link("c", "EVIDENCED_BY", "a"), Unlink("c", "EVIDENCED_BY", "e"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "a"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, "a"));
        Assert.Equal("WITHIN", live.Standing("r"));
        await live.Keep(Put("AiSystem", "s", ("purpose", "Something else.")));
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_WITHOUT_PROOF c", live.Standing("r"));
        await live.Keep(Link("c", "EVIDENCED_BY", "e"));
        Assert.Equal("WITHIN", live.Standing("r"));
        await live.Keep(Put("Control", "c", ("procedure", "Another one.")));
        Assert.Equal("ABOVE_ACCEPTANCE: ABOVE_ACCEPTANCE r, CONTROL_WITHOUT_PROOF c", live.Standing("r"));
    }

    [Theory]
    [InlineData("risk", "reviewedOn", "Risk", "kind", "THREAT")]
    [InlineData("contextIssue", "reviewedOn", "ContextIssue", "side", "INTERNAL")]
    [InlineData("assessment", "performedOn", "Assessment", "kind", "DPIA")]
    [InlineData("evidence", "collectedOn", "Evidence", "type", "POLICY")]
    public async Task What_was_done_was_done_by_today(string input, string field, string kind, string required, string word)
    {
        await using var live = await OpenAsync();
        (string, object?)[] fields = [("title", "T"), (required, word), .. kind == "ContextIssue" ? [("topic", "LEGAL")] : Array.Empty<(string, object?)>()];
        await live.Refuses(ViolationCode.Validation, $"changes[0].put.{input}.{field}", "expected a day up to 2026-11-24", Put(kind, "d", [.. fields, (field, "2026-11-25")]));
        await live.Keep(Put(kind, "d", [.. fields, (field, "2026-11-24")]));
    }

    [Fact]
    public async Task A_risk_is_not_said_to_be_lower_than_nothing_nor_aimed_higher_without_a_reason()
    {
        await using var live = await OpenAsync();
        await live.Refuses(ViolationCode.Validation, "changes[0].put.risk.residualLikelihood", "expected inherentLikelihood beside it", Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("residualLikelihood", 1)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.risk.residualReason", "aims higher", Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("inherentImpact", 2), ("targetImpact", 3)));
        await live.Keep(Put("Risk", "r", ("title", "R"), ("kind", "OPPORTUNITY"), ("inherentImpact", 2), ("targetImpact", 3)));
    }

    // A system with a risk that one control lowers to LOW, as evidence for the whole organisation shows.
    private static async Task<LiveEngine> TreatedAsync()
    {
        var live = await OpenAsync();
        await MethodAsync(live);
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")), Put("AiSystem", "s", ("title", "S")),
            Put("Risk", "r", ("title", "R"), ("kind", "THREAT"), ("inherentLikelihood", 5), ("inherentImpact", 5), ("residualLikelihood", 1), ("residualImpact", 1)), Link("r", "OWNED_BY", "person:p"), Link("s", "HAS_RISK", "r"),
            Put("Control", "c", ("title", "C"), ("implementedOn", "2026-01-01")), Put("Evidence", "e", ("title", "E"), ("type", "TEST_REPORT"), ("scope", "ORGANISATION")),
            Link("r", "MITIGATED_BY", "c"), Link("c", "EVIDENCED_BY", "e"));
        await live.Approve("e");
        return live;
    }

    private static async Task MethodAsync(LiveEngine live)
    {
        await live.Keep(
        [
            Put("RiskMethod", "m", ("title", "M"), ("acceptedUpTo", "LOW")), .. Judged.Scales("m"),
            Put("RiskMatrixCell", "m-1", ("likelihood", 1), ("impact", 1), ("level", "LOW")), Link("m-1", "MATRIX_CELL_OF", "m"),
            Put("RiskMatrixCell", "m-2", ("likelihood", 5), ("impact", 5), ("level", "CRITICAL")), Link("m-2", "MATRIX_CELL_OF", "m"),
        ]);
        await live.Approve("m");
    }

    [Fact]
    public async Task A_document_is_in_force_from_its_approval_until_it_is_retired()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY"), ("reviewEveryMonths", 12), ("retiredOn", "2028-01-01")));
        Assert.Equal("NOT_IN_FORCE: NOT_APPROVED document:p", live.Standing("document:p"));
        await live.Approve("document:p");
        Assert.Equal("IN_FORCE", live.Standing("document:p"));
        Assert.Equal(["2027-11-24 REVIEW document:p"], live.Due(365));
        Assert.Equal("REVIEW_OVERDUE: REVIEW_OVERDUE document:p", live.Standing("document:p", "2027-11-25"));
        Assert.Equal("RETIRED", live.Standing("document:p", "2028-01-01"));
    }

    [Fact]
    public async Task People_are_told_at_most_all_of_those_who_have_to_be()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "AI policy"), ("type", "POLICY")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.communication.reachedCount", "expected at most the 10 who have to be told",
            Put("Communication", "co", ("audience", "All staff"), ("on", "2026-11-01"), ("reachedCount", 11), ("audienceCount", 10)), Link("co", "COMMUNICATION_OF", "document:p"));
    }

    [Fact]
    public async Task A_task_waits_for_what_comes_before_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Person", "person:p", ("name", "Pia")),
            Put("Task", "t1", ("title", "Gap analysis"), ("days", 10)), Put("Task", "t2", ("title", "Stage 1"), ("days", 2), ("dueOn", "2026-12-31")), Link("t2", "WAITS_FOR", "t1"),
            Link("t1", "OWNED_BY", "person:p"), Link("t2", "OWNED_BY", "person:p"));
        Assert.Equal("BLOCKED: NOT_DONE t1", live.Standing("t2"));
        Assert.Equal((new DateOnly(2026, 12, 3), new DateOnly(2026, 12, 5)), (live.Derived("t1", "earliestEndOn"), live.Derived("t2", "earliestEndOn")));
        Assert.Equal((new DateOnly(2026, 12, 29), new DateOnly(2026, 12, 31)), (live.Derived("t1", "latestEndOn"), live.Derived("t2", "latestEndOn")));
        await live.Refuses(ViolationCode.Validation, "changes[0].link", "expected no circle of WAITS_FOR", Link("t1", "WAITS_FOR", "t2"));
        await live.Keep(Put("Task", "t1", ("doneOn", "2026-11-23")));
        Assert.Equal(("DONE", "PLANNED"), (live.Standing("t1"), live.Standing("t2")));
        Assert.Equal(new DateOnly(2026, 11, 25), live.Derived("t2", "earliestEndOn"));
    }

    [Fact]
    public async Task A_task_is_not_done_before_what_it_waits_for()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Task", "t1", ("title", "Gap analysis")), Put("Task", "t2", ("title", "Stage 1")), Put("Task", "t3", ("title", "Party"), ("doneOn", "2026-11-20")), Link("t2", "WAITS_FOR", "t1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.task.doneOn", "expected a task that is not done before 't1', which it waits for", Put("Task", "t2", ("doneOn", "2026-11-22")));
        await live.Refuses(ViolationCode.Validation, "changes[0].link.doneOn", "expected a task that is not done before 't1', which it waits for", Link("t3", "WAITS_FOR", "t1"));
        await live.Keep(Put("Task", "t1", ("doneOn", "2026-11-22")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.task.doneOn", "expected a task that is not done before 't1', which it waits for", Put("Task", "t2", ("doneOn", "2026-11-21")));
        await live.Keep(Put("Task", "t2", ("doneOn", "2026-11-22")));

        // Nor is what was waited for reopened, or done later.
        await live.Refuses(ViolationCode.Validation, "changes[0].put.task.doneOn", "expected a day up to 2026-11-22, on which 't2' was done, which waits for it", Put("Task", "t1", ("doneOn", null)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.task.doneOn", "expected a day up to 2026-11-22, on which 't2' was done", Put("Task", "t1", ("doneOn", "2026-11-23")));
        await live.Keep(Put("Task", "t1", ("doneOn", null)), Put("Task", "t2", ("doneOn", null)));
    }

    [Fact]
    public async Task A_task_is_not_done_before_it_may_begin()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Task", "t", ("title", "T"), ("startsOn", "2026-11-20")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.task.doneOn", "expected a day on or after startsOn (2026-11-20)", Put("Task", "t", ("doneOn", "2026-11-19")));
        await live.Keep(Put("Task", "t", ("doneOn", "2026-11-20")));
    }

    [Fact]
    public async Task Audits_and_reviews_fall_due_by_their_cadence_though_nobody_has_planned_them()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Cadence", "c1", ("title", "First audit"), ("of", "FIRST_AUDIT"), ("months", 3), ("implementedOn", "2026-11-30"), ("source", "GUIDE")),
            Put("Cadence", "c2", ("title", "Audit"), ("of", "INTERNAL_AUDIT"), ("months", 12), ("source", "GUIDE")), Put("Cadence", "c3", ("title", "Audit, seldom"), ("of", "INTERNAL_AUDIT"), ("months", 36), ("source", "GUIDE")),
            Put("Cadence", "c4", ("title", "Review"), ("of", "MANAGEMENT_REVIEW"), ("months", 12), ("implementedOn", "2026-11-30"), ("source", "GUIDE")));
        Assert.Equal(["2027-02-28 AUDIT c1", "2027-11-30 HOLD_REVIEW c4"], live.Due(1_200));
        await live.Keep(Put("Person", "person:p", ("name", "Pia")), Put("Competence", "k", ("title", "Auditing")),
            Put("CompetenceRecord", "kr", ("basis", "Course"), ("level", "WORKING"), ("from", "2026-01-01")), Link("kr", "RECORD_OF", "person:p"), Link("kr", "OF_COMPETENCE", "k"),
            Put("Audit", "a", ("title", "A"), ("type", "INTERNAL"), ("heldOn", "2026-11-20")), Link("a", "AUDITED_BY", "person:p"), Link("a", "NEEDS_AUDITOR", "k"),
            Put("Audit", "void", ("title", "By nobody"), ("type", "INTERNAL"), ("heldOn", "2026-11-22")), Put("Audit", "b", ("title", "B"), ("type", "SUPPLIER"), ("heldOn", "2026-11-22")), Put("ManagementReview", "r", ("title", "R"), ("heldOn", "2026-11-23")));
        Assert.Equal(["2027-02-28 AUDIT c1", "2027-11-23 HOLD_REVIEW c4"], live.Due(1_200));     // It examined nothing.
        Assert.Equal("NotMet: NO_DATA c1", live.Criterion("9.d"));
        await live.Keep(
            Put("Unit", "unit:u", ("title", "U")), Link("a", "EXAMINES", "unit:u"),
            Put("Audit", "idle", ("title", "Of nothing"), ("type", "INTERNAL"), ("heldOn", "2026-11-22")), Link("idle", "AUDITED_BY", "person:p"), Link("idle", "NEEDS_AUDITOR", "k"));
        Assert.Equal(["2027-11-20 AUDIT c2", "2027-11-23 HOLD_REVIEW c4"], live.Due(1_200));
        Assert.Equal("Met", live.Criterion("9.d"));
    }

    [Fact]
    public async Task A_review_of_which_the_minutes_were_withdrawn_or_rejected_is_none_that_was_held()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Cadence", "c", ("title", "Review"), ("of", "MANAGEMENT_REVIEW"), ("months", 12), ("source", "GUIDE")), Put("Cadence", "c1", ("title", "Risks"), ("of", "RISK_REVIEW"), ("months", 3), ("implementedOn", "2026-01-31"), ("source", "GUIDE")),
            Put("ManagementReview", "r1", ("title", "First"), ("heldOn", "2026-06-01"), ("minutes", "All was seen.")), Put("ManagementReview", "r2", ("title", "Second"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        await live.Approve("r2");
        Assert.Equal(("2027-11-24 HOLD_REVIEW c", "Met"), (live.Due(1_200).Single(), live.Criterion("10.a", "2027-11-24")));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "r2"));
        Assert.Equal(("2027-06-01 HOLD_REVIEW c", "NotMet: ACTION_OVERDUE c"), (live.Due(1_200).Single(), live.Criterion("10.a", "2027-11-24")));
        Kept(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "r1"));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Reject, "r1"));

        // As if none had been held: by the implementation, whichever cadence says when that was.
        Assert.Equal(("2027-01-31 HOLD_REVIEW c", "NotMet: NO_DATA c"), (live.Due(1_200).Single(), live.Criterion("10.a")));
        await live.Keep(Put("ManagementReview", "r1", ("minutes", "All was seen, and said.")));
        Assert.Equal(("2027-06-01 HOLD_REVIEW c", "Met"), (live.Due(1_200).Single(), live.Criterion("10.a")));
    }

    [Fact]
    public async Task A_review_has_seen_the_findings_that_were_recorded_in_what_it_looked_at()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-20")));
        Assert.Equal("NotMet: INPUT_MISSING f", live.Criterion("11.f"));
        await live.Keep(Put("ManagementReview", "r", ("title", "R"), ("heldOn", "2026-11-24"), ("minutes", "All was seen.")));
        Assert.Equal("Met", live.Criterion("11.f"));

        // Found before the review, and recorded after it.
        await live.Keep(Put("Finding", "g", ("title", "G"), ("grade", "MINOR"), ("foundOn", "2026-11-22")));
        Assert.Equal("NotMet: INPUT_MISSING g", live.Criterion("11.f"));

        // One of a day before any of it was recorded looked at what is known, but not at what was found after it.
        await live.Keep(Put("ManagementReview", "r", ("heldOn", "2026-11-21")));
        Assert.Equal("NotMet: INPUT_MISSING g", live.Criterion("11.f"));
        await live.Approve("r");
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "r"));
        Assert.Equal("NotMet: INPUT_MISSING f, INPUT_MISSING g", live.Criterion("11.f"));
    }

    [Fact]
    public async Task Months_end_where_the_month_does()
    {
        await using var live = await OpenAsync(now: new(2028, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY"), ("target", 1)));
        await live.Measure("metric:a", "1", "2028-01-31", 1);
        Assert.Equal(["2028-02-29 MEASURE metric:a"], live.Due(0));
        Assert.Equal("UNKNOWN: STALE_DATA measurement:a-1", live.Standing("metric:a"));
        await live.Measure("metric:a", "2", "2028-02-29", 1);
        Assert.Equal(["2028-03-29 MEASURE metric:a"], live.Due(60));
    }

    [Fact]
    public async Task The_longest_time_ends_at_the_last_day_there_is()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("ManagedDocument", "document:p", ("title", "P"), ("type", "POLICY"), ("reviewEveryMonths", 120)));
        await live.Approve("document:p");
        Assert.Equal(DateOnly.MaxValue, Graph.Engine.Model.ManagementSystem.Calendars.Add(new(9999, 12, 1), 1));
        Assert.Equal(DateOnly.MaxValue, Graph.Engine.Model.ManagementSystem.Calendars.Add(new(9999, 12, 1), 0, 31));
        Assert.Equal(new DateOnly(9999, 12, 31), Graph.Engine.Model.ManagementSystem.Calendars.Add(new(9999, 11, 30), 1, 1));
    }
}

/// <summary>Short words for tests of metrics.</summary>
internal static class Measuring
{
    public static Task<ChangeResult> Measure(this LiveEngine live, string metric, string name, string day, double value) => live.Keep(
        Put("Measurement", $"measurement:{metric[7..]}-{name}", ("on", day), ("value", value)), Link($"measurement:{metric[7..]}-{name}", "MEASUREMENT_OF", metric));
}
