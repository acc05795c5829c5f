using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;
using static Graph.Tests.ManagementSystem.ActCatalogue;

namespace Graph.Tests.ManagementSystem;

/// <summary>Alerts of metrics that nobody has answered, and who has to be told of an incident. Today is 2026-11-24.</summary>
public sealed class AlertTests
{
    [Fact]
    public async Task An_alert_is_open_until_a_finding_answers_it_even_when_the_value_comes_back()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("warning", 92), ("limit", 90)));
        await live.Measure("metric:a", "1", "2026-11-01", 95);
        Assert.Equal((null, null), Alert(live));
        await live.Measure("metric:a", "2", "2026-11-05", 91);
        await live.Measure("metric:a", "3", "2026-11-07", 91);
        Assert.Equal(("WARNING", new DateOnly(2026, 11, 5)), Alert(live));
        await live.Measure("metric:a", "4", "2026-11-20", 97);
        Assert.Equal(("OK", ("WARNING", new DateOnly(2026, 11, 5))), (live.Standing("metric:a"), Alert(live)));
        Assert.Equal(["metric:a"], ReviewAgenda.Of(live.On()).Inputs.Single(i => i.Id == "alerts").Rows.Select(r => r.Document.Key));

        // A finding of before does not answer it, one of the day does.
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-04")), Link("f", "FOUND_IN", "metric:a"));
        Assert.Equal(("WARNING", new DateOnly(2026, 11, 5)), Alert(live));
        await live.Keep(Put("Finding", "f", ("foundOn", "2026-11-05")));
        Assert.Equal((null, null), Alert(live));
        Assert.Empty(ReviewAgenda.Of(live.On()).Inputs.Single(i => i.Id == "alerts").Rows);

        // A breach that grows out of a warning is an alert of its own.
        await live.Measure("metric:a", "5", "2026-11-08", 89);
        Assert.Equal(("BREACH", new DateOnly(2026, 11, 8)), Alert(live));
        Assert.Equal((null, null), Alert(live, "2026-11-07"));
        await live.Keep(Put("Finding", "g", ("title", "G"), ("grade", "MINOR"), ("foundOn", "2026-11-10")), Link("g", "FOUND_IN", "metric:a"));
        Assert.Equal((null, null), Alert(live));
        Assert.Equal(("BREACH", new DateOnly(2026, 11, 8)), Alert(live, "2026-11-09"));     // As it was before it was answered.

        static (object? Word, object? Since) Alert(LiveEngine live, string? day = null) => (live.Derived("metric:a", "alert", day), live.Derived("metric:a", "alertSince", day));
    }

    [Fact]
    public async Task A_breach_is_answered_by_a_nonconformity_alone_and_again_where_it_goes_on_after_that_was_closed()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("warning", 92), ("limit", 90)));
        await live.Measure("metric:a", "1", "2026-11-05", 89);
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-06"), ("answeredOn", "2026-11-06")), Link("f", "FOUND_IN", "metric:a"));
        Assert.Equal("BREACH", live.Derived("metric:a", "alert"));
        await live.Keep(Put("Finding", "g", ("title", "G"), ("grade", "MINOR"), ("foundOn", "2026-11-06")), Link("g", "FOUND_IN", "metric:a"));
        await live.Measure("metric:a", "2", "2026-11-12", 88);
        Assert.Null(live.Derived("metric:a", "alert"));     // Something is being done about it.
        await live.CloseByActionAsync("g");
        Assert.Null(live.Derived("metric:a", "alert"));
        live.Clock.Advance(TimeSpan.FromDays(2));
        await live.Measure("metric:a", "3", "2026-11-26", 88);
        Assert.Equal(("BREACH", (object)new DateOnly(2026, 11, 26)), (live.Derived("metric:a", "alert"), live.Derived("metric:a", "alertSince")!));
    }

    [Fact]
    public async Task An_alert_ends_neither_by_other_values_nor_by_other_limits_before_a_nonconformity_has_answered_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("warning", 92), ("limit", 90)),
            Put("Metric", "metric:b", ("title", "B"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY")));
        await live.Measure("metric:a", "0", "2026-11-02", 95);
        await live.Measure("metric:a", "1", "2026-11-05", 89);
        await live.Measure("metric:a", "2", "2026-11-12", 95);
        await live.Measure("metric:a", "3", "2026-11-19", 60);

        // What was found before the breach does not answer it, nor what may be deleted again.
        await live.Keep(
            Put("Finding", "earlier", ("title", "Something else"), ("grade", "MINOR"), ("foundOn", "2026-11-01")), Link("earlier", "FOUND_IN", "metric:a"),
            Put("Finding", "seen", ("title", "Seen"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-20")), Link("seen", "FOUND_IN", "metric:a"));
        Operation[][] endings =
        [
            [Put("Measurement", "measurement:a-1", ("value", 93))], [Put("Measurement", "measurement:a-1", ("on", "2026-11-13"))], [Delete("measurement:a-1")], [Delete("metric:a", edges: true)],
            [Put("Metric", "metric:a", ("limit", 50), ("warning", 55))], [Put("Metric", "metric:a", ("warning", null), ("limit", null), ("target", 50))], [Put("Metric", "metric:a", ("betterWhen", "LOWER"), ("warning", 100), ("limit", 110))],
            [Put("Metric", "metric:a", ("limit", 10), ("warning", 20)), Put("Measurement", "measurement:a-1", ("value", 99)), Put("Measurement", "measurement:a-3", ("value", 99))],
            [Put("Metric", "metric:a", ("limit", 10), ("warning", 20)), Delete("measurement:a-1"), Delete("measurement:a-3")], [Delete("measurement:a-1"), Delete("measurement:a-3"), Delete("metric:a", edges: true)],
        ];
        foreach (var ending in endings)
        {
            var result = await live.Ask(ending);
            Assert.Contains(result.Violations, v => v.Message.Contains("expected a nonconformity that was FOUND_IN the metric about the BREACH of 2026-11-05 before values or limits end it", StringComparison.Ordinal));
        }

        // The oldest does not stand for those after it.
        foreach (var later in (Operation[])[Put("Measurement", "measurement:a-3", ("value", 99)), Delete("measurement:a-3")])
        {
            Assert.Contains((await live.Ask(later)).Violations, v => v.Message.Contains("about the BREACH of 2026-11-19 before values or limits end it", StringComparison.Ordinal));
        }

        await live.Refuses(
            ViolationCode.Conflict, "changes[0].unlink", "expected 'measurement:a-2' to keep MEASUREMENT_OF to 'metric:a': delete it, and make another", Unlink("measurement:a-2", "MEASUREMENT_OF", "metric:a"));

        // Other values and stricter limits are recorded as ever, and a what-if ends what it likes.
        await live.Keep(Put("Measurement", "measurement:a-1", ("value", 88)), Put("Measurement", "measurement:a-2", ("value", 96)), Put("Metric", "metric:a", ("limit", 91)));
        await live.Keep(Put("Finding", "f", ("title", "The sensor was off"), ("grade", "MINOR"), ("foundOn", "2026-11-19")), Link("f", "FOUND_IN", "metric:a"));
        await live.Keep(Put("Measurement", "measurement:a-1", ("value", 95)), Put("Metric", "metric:a", ("limit", 70)));
        await live.Keep(Delete("measurement:a-1"));
        await live.Keep(Delete("seen", edges: true));
    }

    [Fact]
    public async Task An_alert_does_not_end_by_taking_away_the_value_from_which_it_began_anew()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "LOWER"), ("frequency", "WEEKLY"), ("limit", 3)));
        await live.Measure("metric:a", "1", "2026-10-10", 20);
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-10-10")), Link("f", "FOUND_IN", "metric:a"));
        await live.Measure("metric:a", "2", "2026-10-20", 2);
        await live.Measure("metric:a", "3", "2026-11-20", 20);
        Assert.Equal("BREACH", live.Derived("metric:a", "alert"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "about the BREACH of 2026-11-20", Delete("measurement:a-2"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.measurement", "about the BREACH of 2026-11-20", Put("Measurement", "measurement:a-3", ("value", 1)));
    }

    [Fact]
    public async Task Facts_and_roles_say_who_is_told_of_a_serious_incident_and_by_when()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("placedOn", "2028-01-01"), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("Component", "component:c", ("title", "C"), ("type", "MODEL")), Link(TheSystem, "USES", "component:c"),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2026-11-20")), Link("i", "AFFECTS", "component:c"));

        // The law leaves open whether it applied on that day; each clock is told until the facts are known.
        Assert.Equal(
            ["AI_ACT_73_3 Unresolved 2026-11-22 Unknown widespread", "AI_ACT_73_4 Unresolved 2026-11-30 Unknown causedDeath", "AI_ACT_73_2 Unresolved 2026-12-05 Open"], Owed(live));
        Assert.Equal("OPEN: FACT_MISSING i, FACT_MISSING i, NOT_NOTIFIED i, NOT_CONTAINED i, NO_CAUSE i, NO_ACTION i", live.Standing("i"));
        await live.Tell(Put("Incident", "i", ("causedDeath", true), ("widespread", false)));
        Assert.Equal(["AI_ACT_73_4 Unresolved 2026-11-30 Open"], Owed(live));
        // Nobody can say that it is late where nobody can say that it was owed.
        Assert.Equal(["AI_ACT_73_4 Unresolved 2026-11-30 Unresolved"], Owed(live, "2026-12-01"));
        Assert.Equal("OPEN: NOT_NOTIFIED i, NOT_CONTAINED i, NO_CAUSE i, NO_ACTION i", live.Standing("i", "2026-12-01"));
        await live.Tell(Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "AI_ACT_73_4"), ("givenOn", "2026-11-23")), Link("n", "NOTICE_OF", "i"));
        Assert.Equal(["AI_ACT_73_4 Unresolved 2026-11-30 Met n"], Owed(live));
        Assert.Equal("OPEN: NOT_CONTAINED i, NO_CAUSE i, NO_ACTION i", live.Standing("i"));

        // Where reporting is limited, only an infringement of fundamental rights is told, in 15 days; a death does not change that.
        await live.Tell(Put("AiSystem", TheSystem, ("facts", Facts(("incidentReportingLimited", true)))));
        Assert.Equal(["AI_ACT_73_2 Unresolved 2026-12-05 Unknown infringesFundamentalRights", "AI_ACT_73_4 - 2026-11-30 Met n"], Owed(live));
        await live.Tell(Put("Incident", "i", ("infringesFundamentalRights", false)));
        Assert.Equal(["AI_ACT_73_4 - 2026-11-30 Met n"], Owed(live));
        await live.Tell(Put("Incident", "i", ("infringesFundamentalRights", true)));
        Assert.Equal(["AI_ACT_73_2 Unresolved 2026-12-05 Open", "AI_ACT_73_4 - 2026-11-30 Met n"], Owed(live));

        // Who only uses it tells the provider; what is not serious is told to nobody by the Act.
        await live.Tell(Put("AiSystem", TheSystem, ("roles", new[] { "DEPLOYER" })), Put("IncidentNotice", "n", ("duty", "CONTRACT")), Delete("n", edges: true));
        Assert.Equal(["AI_ACT_26_5 NotYet 2026-11-21 NotOwed"], Owed(live));
        await live.Tell(Put("Incident", "i", ("severity", "MAJOR"), ("causedDeath", false), ("infringesFundamentalRights", null)));
        Assert.Empty(Owed(live));
    }

    [Fact]
    public async Task A_target_that_is_missed_is_an_alert_where_no_warning_is_set_for_status_and_alert_grade_alike()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Metric", "metric:a", ("title", "A"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("target", 95), ("limit", 90)));
        await live.Measure("metric:a", "1", "2026-11-20", 94);
        Assert.Equal(("WARNING: TARGET_MISSED measurement:a-1", "WARNING", new DateOnly(2026, 11, 20)), (live.Standing("metric:a"), live.Derived("metric:a", "alert"), live.Derived("metric:a", "alertSince")));
        await live.Measure("metric:a", "2", "2026-11-21", 96);
        Assert.Equal(("OK", "WARNING"), (live.Standing("metric:a"), live.Derived("metric:a", "alert")));
        Assert.Equal("NotMet: NO_ACTION metric:a", live.Criterion("11.g"));
        await live.Measure("metric:a", "3", "2026-11-22", 89);
        Assert.Equal("BREACH", live.Derived("metric:a", "alert"));
        Assert.Equal("Bring metric:a back within its limit and record a finding about the breach.", Closes());
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-22")), Link("f", "FOUND_IN", "metric:a"));
        Assert.Null(live.Derived("metric:a", "alert"));
        Assert.Equal("Bring metric:a back within its limit.", Closes());

        // With a warning the value between it and the target is none; without anything to grade by there is none either.
        await live.Keep(Put("Metric", "metric:b", ("title", "B"), ("betterWhen", "HIGHER"), ("frequency", "WEEKLY"), ("target", 95), ("warning", 92)));
        await live.Measure("metric:b", "1", "2026-11-20", 94);
        Assert.Equal(("OK", null), (live.Standing("metric:b"), live.Derived("metric:b", "alert")));
        await live.Keep(Put("Metric", "metric:b", ("warning", null), ("target", null)));
        Assert.Equal(("UNKNOWN: NO_TARGET metric:b", null), (live.Standing("metric:b"), live.Derived("metric:b", "alert")));

        string Closes()
        {
            var metric = live.Find("metric:a");
            return Assert.Single(metric.Kind.Standing!.Judge(live.On(), metric).Shortfalls).Closes;
        }
    }

    [Theory]
    [InlineData("causedDeath", "MINOR", "AI", 1, "AI_ACT_73_3 Unresolved 2026-11-22 Unknown widespread", "AI_ACT_73_4 Unresolved 2026-11-30 Open")]
    [InlineData("widespread", "NEAR_MISS", "AI", 1, "AI_ACT_73_3 Unresolved 2026-11-22 Unresolved", "AI_ACT_73_4 Unresolved 2026-11-30 Unknown causedDeath")]
    [InlineData("infringesFundamentalRights", "MAJOR", "SECURITY", 2, "AI_ACT_73_3 Unresolved 2026-11-22 Unknown widespread", "AI_ACT_73_4 Unresolved 2026-11-30 Unknown causedDeath", "AI_ACT_73_2 Unresolved 2026-12-05 Open")]
    [InlineData("causedDeath", "SERIOUS", "SECURITY", 1, "AI_ACT_73_3 Unresolved 2026-11-22 Unknown widespread", "AI_ACT_73_4 Unresolved 2026-11-30 Open")]
    public async Task Facts_start_the_clocks_whatever_somebody_typed_as_severity_or_type(string fact, string severity, string type, int contradictions, params string[] clocks)
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("placedOn", "2028-01-01"), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("Incident", "i", ("title", "I"), ("severity", severity), ("types", new[] { type }), ("awareOn", "2026-11-20"), (fact, true)), Link("i", "AFFECTS", TheSystem));
        Assert.Equal(clocks, Owed(live));
        Assert.Equal(contradictions, Contradictions(live));

        // Once the words say what the facts do, nothing is contradicted any more.
        await live.Tell(Put("Incident", "i", ("severity", "SERIOUS"), ("types", new[] { "AI" })));
        Assert.Equal((clocks.Length, 0), (Owed(live).Length, Contradictions(live)));
        await live.Tell(Put("Incident", "i", ("severity", "MAJOR"), (fact, false)));
        Assert.Empty(Owed(live));

        static int Contradictions(LiveEngine live) => live.Find("i") is var i
            ? i.Kind.Standing!.Judge(live.On(), i).Shortfalls.Count(s => s.Code == "FACT_MISSING" && (s.Closes.StartsWith("Correct the severity", StringComparison.Ordinal) || s.Closes.StartsWith("Add AI", StringComparison.Ordinal))) : 0;
    }

    [Theory]
    [InlineData("SERIOUS", "AI", null)]
    [InlineData("SERIOUS", null, null)]
    [InlineData("MINOR", "AI", "widespread")]
    public async Task A_serious_incident_of_which_nobody_says_what_it_touched_is_never_closed_and_each_clock_may_run(string severity, string? type, string? fact)
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("facts", Facts(("incidentReportingLimited", false)))),
            Put("Incident", "i", ("title", "I"), ("severity", severity), ("types", type is null ? null : new[] { type }), ("awareOn", "2026-11-20"), ("containedOn", "2026-11-20"), ("cause", "Known."), ("riskToPersons", false)),
            Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-20"), ("answeredOn", "2026-11-20")), Link("f", "FOUND_IN", "i"));
        if (fact is not null)
        {
            await live.Tell(Put("Incident", "i", (fact, true)));
        }

        Assert.Contains($"AI_ACT_26_5 - 2026-11-21 Unknown{(type is null ? " types" : "")} affects", Owed(live));
        Assert.Equal(["2026-11-21 NOTIFY i"], live.Due(0));
        Assert.StartsWith("CONTAINED: FACT_MISSING i", live.Standing("i"), StringComparison.Ordinal);

        // That somebody was told does not say of what.
        foreach (var duty in (string[])["AI_ACT_73_2", "AI_ACT_73_3", "AI_ACT_73_4", "AI_ACT_26_5"])
        {
            await live.Tell(Put("IncidentNotice", "n-" + duty, ("to", "Somebody"), ("duty", duty), ("givenOn", "2026-11-20")), Link("n-" + duty, "NOTICE_OF", "i"));
        }

        Assert.StartsWith("CONTAINED: FACT_MISSING i", live.Standing("i"), StringComparison.Ordinal);
        await live.Tell(Put("Incident", "i", ("severity", "SERIOUS"), ("types", new[] { "AI" })), Link("i", "AFFECTS", TheSystem));
        Assert.Equal("CLOSED", live.Standing("i"));
        await live.Tell(Put("Incident", "i", ("severity", "MINOR"), ("widespread", null)), Unlink("i", "AFFECTS", TheSystem));
        await live.Tell(Put("Incident", "i", ("severity", "SERIOUS")), Put("Component", "component:c", ("title", "C"), ("type", "MODEL")), Link("i", "AFFECTS", "component:c"));
        Assert.Equal("CONTAINED: FACT_MISSING i", live.Standing("i"));     // Of what no system uses nobody knows which system it was.
        await live.Tell(Put("Incident", "i", ("types", new[] { "SECURITY" })));
        Assert.Equal("CLOSED", live.Standing("i"));     // Not one of an AI system.
    }

    [Fact]
    public async Task A_system_that_was_retired_before_anybody_knew_is_judged_on_the_day_on_which_it_happened()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("placedOn", "2025-01-01"), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("occurredOn", "2026-11-10"), ("awareOn", "2026-11-20"), ("causedDeath", true), ("widespread", false)), Link("i", "AFFECTS", TheSystem));
        var before = Owed(live);
        Assert.Single(before);
        await live.Tell(Put("AiSystem", TheSystem, ("retiredOn", "2026-11-15")));
        Assert.Equal(before, Owed(live));
        Assert.Contains("2026-11-30 NOTIFY i", live.Due(30));
        await live.Tell(Put("AiSystem", TheSystem, ("retiredOn", "2026-11-20")));
        Assert.Equal(before, Owed(live));

        // It was gone when it happened; while nobody says when that was, it may have been there.
        await live.Tell(Put("AiSystem", TheSystem, ("retiredOn", "2026-11-10")));
        Assert.Empty(Owed(live));
        await live.Tell(Put("Incident", "i", ("occurredOn", null)));
        Assert.Contains("Unknown occurredOn", Assert.Single(Owed(live)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_is_left_out_of_the_scope_of_the_management_system_is_told_of_all_the_same()
    {
        await using var live = await OpenWithActAsync(new(2028, 1, 20, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(
            Provided(("placedOn", "2028-01-01"), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2028-01-15"), ("causedDeath", true), ("widespread", false)), Link("i", "AFFECTS", TheSystem));
        var (owed, due) = (Owed(live), live.Due(30).Where(d => d.Contains(" NOTIFY ", StringComparison.Ordinal)).ToList());
        Assert.Equal(["AI_ACT_73_4 Applicable 2028-01-25 Open"], owed);
        Assert.Equal(["2028-01-25 NOTIFY i"], due);
        await live.Tell(Put("AiSystem", TheSystem, ("inScope", false)));
        Assert.Equal(owed, Owed(live));
        Assert.Equal(due, live.Due(30).Where(d => d.Contains(" NOTIFY ", StringComparison.Ordinal)));
        Assert.Contains("NOT_NOTIFIED i", live.Standing("i"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, null, "AI_ACT_73_3 Unresolved 2026-11-22 Unknown infringesFundamentalRights")]
    [InlineData(true, true, "AI_ACT_73_3 Unresolved 2026-11-22 Unresolved")]
    [InlineData(false, false, "AI_ACT_73_3 Unresolved 2026-11-22 Unresolved")]
    [InlineData(null, false, "AI_ACT_73_3 Unresolved 2026-11-22 Unknown incidentReportingLimited")]
    [InlineData(null, true, "AI_ACT_73_3 Unresolved 2026-11-22 Unresolved")]
    public async Task Where_reporting_is_limited_a_widespread_incident_is_told_only_where_fundamental_rights_were_infringed(bool? isLimited, bool? infringes, params string[] owed)
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("placedOn", "2028-01-01"), ("routes", new[] { "ANNEX_I_A" }), ("annexIIIPoints", Array.Empty<string>()), ("facts", isLimited is { } limited ? Facts(("incidentReportingLimited", limited)) : Facts())),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2026-11-20"), ("widespread", true), ("causedDeath", false), ("infringesFundamentalRights", infringes)), Link("i", "AFFECTS", TheSystem));
        Assert.Equal(owed, Owed(live));
    }

    [Fact]
    public async Task Whoever_has_recorded_no_notice_is_reminded_of_the_first_that_is_owed_and_nothing_comes_twice()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("placedOn", "2028-01-01"), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI", "DATA_BREACH" }), ("awareOn", "2026-11-20"), ("causedDeath", true), ("widespread", false), ("riskToPersons", true)), Link("i", "AFFECTS", TheSystem),
            Put("Incident", "j", ("title", "J"), ("severity", "MAJOR"), ("types", new[] { "SECURITY" }), ("awareOn", "2026-11-20")));
        Assert.Equal(["2026-11-23 NOTIFY i"], Notify(live));
        await live.Tell(Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "GDPR_33")), Link("n", "NOTICE_OF", "i"));
        Assert.Equal(["2026-11-23 NOTIFY n", "2026-11-30 NOTIFY i"], Notify(live));
        await live.Tell(Put("IncidentNotice", "m", ("to", "Authority"), ("duty", "AI_ACT_73_4"), ("givenOn", "2026-11-21")), Link("m", "NOTICE_OF", "i"));
        Assert.Equal(["2026-11-23 NOTIFY n"], Notify(live));
        await live.Tell(Put("IncidentNotice", "n", ("duty", "CONTRACT")), Delete("n", edges: true), Put("Incident", "i", ("riskToPersons", false)));
        Assert.Empty(Notify(live));

        static string[] Notify(LiveEngine live) => [.. live.Due(30).Where(d => d.Contains(" NOTIFY ", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_notice_that_names_systems_answers_for_these_alone()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(("placedOn", "2028-01-01"), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("AiSystem", "ai-system:t", ("title", "T"), ("roles", new[] { "PROVIDER" }), ("classes", new[] { "HIGH_RISK" }), ("routes", new[] { "ANNEX_III" }), ("annexIIIPoints", new[] { "5(b)" }), ("facts", Facts(("incidentReportingLimited", false)))),
            Put("Component", "component:c", ("title", "C"), ("type", "MODEL")), Link(TheSystem, "USES", "component:c"),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2026-11-20"), ("causedDeath", true), ("widespread", false)), Link("i", "AFFECTS", TheSystem), Link("i", "AFFECTS", "ai-system:t"),
            Put("IncidentNotice", "n", ("to", "Authority"), ("duty", "AI_ACT_73_4"), ("givenOn", "2026-11-23")), Link("n", "NOTICE_OF", "i"));
        Assert.Equal(["ai-system:s Met n", "ai-system:t Met n"], Told(live));
        await live.Tell(Link("n", "AFFECTS", "component:c"));
        Assert.Equal(["ai-system:s Met n", "ai-system:t Open "], Told(live));
        Assert.Contains("2026-11-30 NOTIFY i", live.Due(30));
        await live.Tell(Put("IncidentNotice", "m", ("to", "Authority"), ("duty", "AI_ACT_73_4"), ("givenOn", "2026-11-24")), Link("m", "NOTICE_OF", "i"), Link("m", "AFFECTS", "ai-system:t"));
        Assert.Equal(["ai-system:s Met n", "ai-system:t Met m"], Told(live));

        static string[] Told(LiveEngine live) => [.. OwedNotices.Of(live.On(), live.Find("i")).Select(n => $"{n.System?.Key} {n.State} {n.Notice?.Key}")];
    }

    [Fact]
    public async Task A_system_that_a_transitional_rule_shields_owes_no_notice_and_is_told_so()
    {
        await using var live = await OpenWithActAsync(new(2028, 1, 20, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(
            Provided(("placedOn", "2027-01-01"), ("facts", Facts(("incidentReportingLimited", false), ("annexXComponent", false), ("designUnchanged", true)))),
            Put("Incident", "i", ("title", "I"), ("severity", "SERIOUS"), ("types", new[] { "AI" }), ("awareOn", "2028-01-10"), ("causedDeath", false), ("widespread", false)), Link("i", "AFFECTS", TheSystem));
        Assert.Equal(["AI_ACT_73_2 Legacy 2028-01-25 NotOwed"], Owed(live));
        Assert.DoesNotContain(live.Due(30), d => d.Contains(" NOTIFY ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_breach_of_personal_data_is_told_within_72_hours_unless_a_risk_is_unlikely()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("Incident", "i", ("title", "I"), ("severity", "MAJOR"), ("types", new[] { "DATA_BREACH" }), ("awareOn", "2026-11-20")),
            Put("IncidentNotice", "n", ("to", "Customer"), ("duty", "CONTRACT"), ("contractHours", 30)), Link("n", "NOTICE_OF", "i"));
        Assert.Equal(["GDPR_33 - 2026-11-23 Unknown riskToPersons", "CONTRACT - 2026-11-22 Late n"], Owed(live));
        await live.Keep(Put("Incident", "i", ("riskToPersons", true)));
        Assert.Equal("GDPR_33 - 2026-11-23 Late", Owed(live)[0]);
        Assert.Equal("GDPR_33 - 2026-11-23 Open", Owed(live, "2026-11-23")[0]);
        Assert.Contains("NOT_NOTIFIED i", live.Standing("i"), StringComparison.Ordinal);
        await live.Keep(Put("Incident", "i", ("riskToPersons", false)));
        Assert.Equal("GDPR_33 - - NotOwed", Owed(live)[0]);
        await live.Keep(Put("Incident", "i", ("types", null)));
        Assert.Equal("GDPR_33 - - NotOwed", Owed(live)[0]);
        await live.Keep(Put("Incident", "i", ("riskToPersons", null)));
        Assert.Equal("GDPR_33 - 2026-11-23 Unknown types riskToPersons", Owed(live)[0]);
    }

    [Fact]
    public async Task A_processor_tells_its_controller_of_a_breach_and_the_authority_only_where_it_is_a_controller_as_well()
    {
        await using var live = await OpenAsync();
        await live.Keep(Put("Incident", "i", ("title", "I"), ("severity", "MAJOR"), ("types", new[] { "DATA_BREACH" }), ("awareOn", "2026-11-20"), ("riskToPersons", true), ("dataRoles", new[] { "PROCESSOR" })));
        Assert.Equal(["GDPR_33_2 - 2026-11-21 Late"], Owed(live));
        await live.Keep(Put("IncidentNotice", "n", ("to", "The controller"), ("duty", "GDPR_33_2"), ("givenOn", "2026-11-21")), Link("n", "NOTICE_OF", "i"));
        Assert.Equal(["GDPR_33_2 - 2026-11-21 Met n"], Owed(live));
        await live.Keep(Put("Incident", "i", ("dataRoles", new[] { "CONTROLLER", "PROCESSOR" })));
        Assert.Equal(["GDPR_33_2 - 2026-11-21 Met n", "GDPR_33 - 2026-11-23 Late"], Owed(live));
        await live.Keep(Put("Incident", "i", ("riskToPersons", false)));
        Assert.Equal(["GDPR_33_2 - 2026-11-21 Met n", "GDPR_33 - - NotOwed"], Owed(live));
    }

    [Fact]
    public async Task A_contract_that_gives_hours_has_its_party_told_of_every_incident_of_its_systems()
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("AiSystem", "t", ("title", "T")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Link("s", "USES", "c"),
            Put("InterestedParty", "p", ("title", "The bank"), ("type", "CUSTOMER")), Put("PartyNeed", "n", ("title", "Told within 30 hours"), ("incidentNoticeHours", 30)), Link("n", "NEED_OF", "p"), Link("n", "AFFECTS", "s"),
            Put("Incident", "i", ("title", "I"), ("severity", "MINOR"), ("types", new[] { "SECURITY" }), ("awareOn", "2026-11-23")));
        Assert.Equal(["CONTRACT - 2026-11-25 Unknown affects"], Owed(live));
        Assert.Contains("FACT_MISSING i", live.Standing("i"), StringComparison.Ordinal);
        await live.Keep(Link("i", "AFFECTS", "t"));
        Assert.Empty(Owed(live));
        await live.Keep(Link("i", "AFFECTS", "c"));
        Assert.Equal(["CONTRACT - 2026-11-25 Open"], Owed(live));
        Assert.Equal("The bank: Told within 30 hours", OwedNotices.Of(live.On(), live.Find("i"))[0].To);
        Assert.Equal(["CONTRACT - 2026-11-25 Late"], Owed(live, "2026-11-26"));
        Assert.Contains("2026-11-25 NOTIFY i", live.Due(30));
        await live.Keep(Unlink("n", "AFFECTS", "s"), Unlink("i", "AFFECTS", "c"));
        Assert.Equal(["CONTRACT - 2026-11-25 Open"], Owed(live));
        await live.Keep(Put("Incident", "i", ("severity", "NEAR_MISS")));
        Assert.Empty(Owed(live));
        await live.Keep(Put("Incident", "i", ("severity", "MAJOR")));

        foreach (var bound in (string[])["incidentNoticeFrom", "incidentNoticeUntil"])
        {
            await live.Keep(Put("PartyNeed", "n", (bound, "2026-11-23")));
            Assert.Single(Owed(live));
            await live.Keep(Put("PartyNeed", "n", (bound, bound == "incidentNoticeFrom" ? "2026-11-24" : "2026-11-22")));
            Assert.Empty(Owed(live));
            await live.Keep(Put("PartyNeed", "n", (bound, null)));
        }

        // A component that nothing uses is touched, or not, like any other.
        await live.Keep(Put("Component", "idle", ("title", "Idle"), ("type", "TOOL")), Link("n", "AFFECTS", "idle"));
        Assert.Empty(Owed(live));
        await live.Keep(Link("i", "AFFECTS", "idle"));
        Assert.Single(Owed(live));
        await live.Keep(Unlink("i", "AFFECTS", "idle"), Unlink("n", "AFFECTS", "idle"));

        // What was told to somebody else is another notice.
        await live.Keep(Put("IncidentNotice", "other", ("to", "Another"), ("duty", "CONTRACT"), ("contractHours", 30), ("givenOn", "2026-11-23")), Link("other", "NOTICE_OF", "i"));
        Assert.Equal(["CONTRACT - 2026-11-25 Open", "CONTRACT - 2026-11-25 Met other"], Owed(live));
        foreach (var (duty, hours) in ((string, int?)[])[("GDPR_33", null), ("CONTRACT", null), ("CONTRACT", 31)])
        {
            await live.Refuses(
                ViolationCode.Validation, "changes[2].link.to", "expected a notice of duty CONTRACT with the hours that the contract gives, or fewer",
                Put("IncidentNotice", "given", ("to", "The bank"), ("duty", duty), ("contractHours", hours), ("givenOn", "2026-11-24"), ("givenAfterHours", 31)), Link("given", "NOTICE_OF", "i"), Link("given", "ARISES_FROM", "n"));
        }

        await live.Keep(Put("IncidentNotice", "given", ("to", "The bank"), ("duty", "CONTRACT"), ("contractHours", 30), ("givenOn", "2026-11-24"), ("givenAfterHours", 31)), Link("given", "NOTICE_OF", "i"), Link("given", "ARISES_FROM", "n"));
        Assert.Equal("CONTRACT - 2026-11-25 Late given", Owed(live)[0]);
        Assert.Contains("NOTICE_LATE", live.Standing("i"), StringComparison.Ordinal);
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "'given' keeps ARISES_FROM to 'n'", Unlink("given", "ARISES_FROM", "n"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.partyNeed.incidentNoticeHours", "expected 30 or fewer, as it was recorded", Put("PartyNeed", "n", ("incidentNoticeHours", 31)));
        await live.Keep(Put("PartyNeed", "n", ("incidentNoticeHours", 30)));
        Assert.Equal("CONTRACT - 2026-11-25 Late given", Owed(live)[0]);
    }

    [Theory]
    [InlineData(false, "v", "c")]
    [InlineData(false, "c", "v")]
    [InlineData(true, "v", "c")]
    [InlineData(true, "c", "v")]
    public async Task A_contract_about_a_vendor_is_one_about_what_it_supplies_whether_a_system_uses_it_or_not(bool isUsed, string touched, string asked)
    {
        await using var live = await OpenAsync();
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("Component", "c", ("title", "C"), ("type", "MODEL")), Put("Component", "other", ("title", "O"), ("type", "MODEL")), Put("Vendor", "v", ("title", "V")),
            Link("c", "SUPPLIED_BY", "v"), Link("other", "SUPPLIED_BY", "v"),
            Put("InterestedParty", "p", ("title", "The bank"), ("type", "CUSTOMER")), Put("PartyNeed", "n", ("title", "Told"), ("incidentNoticeHours", 30)), Link("n", "NEED_OF", "p"), Link("n", "AFFECTS", asked),
            Put("Incident", "i", ("title", "I"), ("severity", "MINOR"), ("types", new[] { "SECURITY" }), ("awareOn", "2026-11-23")), Link("i", "AFFECTS", touched));
        if (isUsed)
        {
            await live.Keep(Link("s", "USES", "c"));
        }

        Assert.Equal(["CONTRACT - 2026-11-25 Open"], Owed(live));

        // What else the vendor supplies is something else.
        var named = touched == "c" ? "i" : "n";
        await live.Keep(Unlink("i", "AFFECTS", touched), Link("i", "AFFECTS", "c"), Unlink("n", "AFFECTS", asked), Link("n", "AFFECTS", "c"), Unlink(named, "AFFECTS", "c"), Link(named, "AFFECTS", "other"));
        Assert.Empty(Owed(live));
    }

    private static string[] Owed(LiveEngine live, string? day = null) =>
    [
        .. OwedNotices.Of(live.On(day), live.Find("i")).Select(n =>
            $"{n.Duty} {(n.Verdict is { } verdict ? $"{verdict}" : "-")} {(n.DueOn is { } due ? $"{due:yyyy-MM-dd}" : "-")} {n.State}{string.Concat(n.Missing.Select(m => $" {m}"))}{(n.Notice is { } notice ? $" {notice.Key}" : "")}"),
    ];
}
