using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>A system is placed once the assessments that it owes are signed, or somebody has waived them and a finding says so.</summary>
public sealed class GoingLiveTests
{
    private const string Path = "changes[0].put.aiSystem.placedOn";
    private const string Lacking = "expected AIIA (iso-42001:8.4) signed, and signed again where what it watches has changed, before the system is placed, or for each an approved statement of kind WAIVER that names requirement and system, while the nonconformity against both that it opens is not closed";

    [Fact]
    public async Task A_system_goes_live_once_what_it_owes_is_signed()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-25")));      // A plan.
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", "2026-01-01")));
        await live.Keep(
        [
            Put("Assessment", "assessment:i", ("title", "I"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")),
            Link("assessment:i", "ASSESSES", "s"), .. Judged.Found("assessment:i", "Ann Approver"),
        ]);
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", "2026-11-24")));
        await SignAsync(live, "assessment:i");
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-24")));
        await live.Keep(Put("AiSystem", "s", ("purpose", "Another word for what it is for.")));
    }

    [Fact]
    public async Task A_waiver_that_somebody_else_approves_opens_a_finding_and_lets_a_system_go_live()
    {
        await using var live = await OwingAsync();
        var placing = Put("AiSystem", "s", ("placedOn", "2026-11-24"));
        await live.Keep(Put("Statement", "statement:w", ("title", "W"), ("kind", "WAIVER")), Link("statement:w", "STATES", "iso-42001:8.4"), Link("statement:w", "ABOUT", "s"));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:w"), ViolationCode.Validation, "key", "expected 'statement:w' to have justification before it is submitted");
        await live.Keep(Put("Statement", "statement:w", ("justification", "The old line is switched off tonight; the assessment is signed within a week.")));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "statement:w"));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, placing);
        var approved = await live.Decide("Abe Approver", DecisionVerb.Approve, "statement:w");
        Kept(approved);
        Assert.Equal(["finding:w"], approved.Keys);
        Assert.Equal((1, 1, 2), (approved.Counts.Created, approved.Counts.Updated, approved.Counts.Linked));
        var finding = live.Current.Document("finding:w")!;
        Assert.Equal(
            ["An assessment is waived: statement:w", "What is owed before a system goes live was waived; statement:w says why and by whom.", "MINOR", "2026-11-24"],
            ((string[])["title", "description", "grade", "foundOn"]).Select(f => finding.Kind.TryGetField(f, out var field) && finding[field] is { } value ? value as string ?? $"{value:yyyy-MM-dd}" : null));
        Assert.Equal(["iso-42001:8.4", "s"], live.Current.Targets(finding, ManagementEdges.AgainstEnd).Select(d => d.Key).Order(StringComparer.Ordinal));
        Assert.Equal("OPEN: NO_CAUSE finding:w, NO_ACTION finding:w", live.Standing("finding:w"));
        await live.Keep(placing);
    }

    [Fact]
    public async Task Once_the_finding_of_a_waiver_is_closed_no_system_goes_live_by_it()
    {
        await using var live = await OwingAsync();
        await WaiveAsync(live, "w");
        await live.Keep(
            Put("Finding", "finding:w", ("cause", "Haste.")), Put("CorrectiveAction", "action:a", ("title", "A"), ("implementedOn", "2026-11-24"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("action:a", "CORRECTS", "finding:w"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "action:a"));
        Kept(await live.Decide("Abe Approver", DecisionVerb.Approve, "action:a"));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", "2026-11-24")));

        // Approved again it opens another one.
        Kept(await live.Decide("Abe Approver", DecisionVerb.Withdraw, "w"));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "w"));
        Assert.Equal(["finding:w-2"], (await live.Decide("Abe Approver", DecisionVerb.Approve, "w")).Keys);
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-24")));
    }

    [Theory]
    [InlineData("MINOR", true)]
    [InlineData("OBSERVATION", false)]
    public async Task A_waiver_opens_no_finding_where_a_nonconformity_is_open_against_all_that_it_names(string grade, bool isEnough)
    {
        await using var live = await OwingAsync();
        await live.Keep(
            Put("Finding", "finding:f", ("title", "Live without an assessment"), ("grade", grade), ("foundOn", "2026-11-24")), Link("finding:f", "AGAINST", "iso-42001:8.4"), Link("finding:f", "AGAINST", "s"));
        Assert.Equal(isEnough ? [] : (string[])["finding:w"], (await WaiveAsync(live, "w")).Keys);
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-24")));
    }

    [Fact]
    public async Task What_runs_already_is_recorded_as_it_is_and_what_is_new_today_goes_live()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "runs", ("title", "R"), ("placedOn", "2026-11-23")), Link("runs", "SUBJECT_TO", "iso-42001"));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "new", ("title", "N"), ("placedOn", "2026-11-24")), Link("new", "SUBJECT_TO", "iso-42001"));
        await live.Keep(Put("AiSystem", "runs", ("retiredOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "runs", ("retiredOn", null)));
        await live.Keep(Put("AiSystem", "out", ("title", "O"), ("placedOn", "2026-11-24"), ("inScope", false)), Link("out", "SUBJECT_TO", "iso-42001"));
    }

    [Fact]
    public async Task What_comes_into_scope_while_it_runs_goes_live()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "s", ("inScope", false)));
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-01-01")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("inScope", true)));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("inScope", null)));
    }

    [Fact]
    public async Task A_system_that_nobody_left_out_owes_its_assessment_also_where_nobody_chose_the_standard_or_a_scope_for_it()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "n", ("title", "N")), Put("ScopeStatement", "scope:n", ("title", "S"), ("boundaries", "All.")), Link("scope:n", "INCLUDES", "n"));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "free", ("title", "F"), ("placedOn", "2026-11-24")));
        await live.Approve("scope:n");
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "n", ("placedOn", "2026-11-24")));
    }

    [Fact]
    public async Task A_system_whose_life_has_come_to_operation_runs_though_nobody_recorded_since_when()
    {
        await using var live = await OwingAsync();
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("lifecycleStage", "OPERATION")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("lifecycleStage", "OPERATION"), ("placedOn", "2026-11-25")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "new", ("title", "N"), ("lifecycleStage", "OPERATION"), ("placedOn", "2026-11-25")));
        await live.Keep(Put("AiSystem", "s", ("lifecycleStage", "DEPLOYMENT"), ("placedOn", "2026-11-25")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("lifecycleStage", "OPERATION")));
    }

    [Fact]
    public async Task Whoever_said_that_a_system_operates_before_its_day_is_asked_again_where_the_day_is_taken_out()
    {
        await using var live = await OwingAsync();
        await WaiveAsync(live, "w");
        await live.Keep(Put("AiSystem", "s", ("lifecycleStage", "OPERATION"), ("placedOn", "2027-01-01")));
        Kept(await live.Decide("Abe Approver", DecisionVerb.Withdraw, "w"));
        await live.Keep(Put("AiSystem", "s", ("purpose", "Another word for what it is for.")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", null)));
    }

    [Fact]
    public async Task What_is_left_out_of_the_management_system_owes_what_law_asks_for_all_the_same()
    {
        const string LacksDpia = "expected DPIA (gdpr:35) signed";
        await using var live = await OwingAsync();
        await live.Keep(
            Put("Framework", "gdpr", ("title", "GDPR"), ("kind", "REGULATION")),
            Requirement("gdpr:35", ("assessable", true), ("scope", "SYSTEM"), ("facts", new[] { "dpiaRequired" })), Link("gdpr:35", "PART_OF", "gdpr"),
            Put("Fact", "fact:dpiaRequired", ("title", "dpiaRequired")),
            Put("AiSystem", "out", ("title", "O"), ("inScope", false), ("facts", NeedsDpia(true))), Put("AiSystem", "free", ("title", "F"), ("inScope", false), ("facts", NeedsDpia(false))));
        Assert.Equal(["AIIA NotApplicable", "DPIA Applicable", "FRIA Undetermined"], Required("out"));
        Assert.Equal(["AIIA NotApplicable", "DPIA NotApplicable", "FRIA Undetermined"], Required("free"));
        await live.Keep(Put("AiSystem", "free", ("placedOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, Path, LacksDpia, Put("AiSystem", "out", ("placedOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, Path, LacksDpia, Put("AiSystem", "s", ("inScope", false), ("placedOn", "2026-11-24"), ("facts", NeedsDpia(true))));
        await live.Keep(Put("AiSystem", "out", ("placedOn", "2026-12-20")));
        Assert.Equal(["2026-12-20 ASSESS out"], live.Due(30));
        await live.Keep(Put("AiSystem", "runs", ("title", "R"), ("placedOn", "2026-11-23"), ("facts", NeedsDpia(true))));
        await live.Keep(Put("AiSystem", "runs", ("inScope", false)));
        Assert.Equal("NotMet: NO_DATA runs", live.Criterion("5.g"));
        await live.Keep(Put("AiSystem", "runs", ("retiredOn", "2026-11-24")));
        Assert.Equal(["AIIA NotApplicable", "DPIA NotApplicable", "FRIA NotApplicable"], Required("runs"));

        static Dictionary<string, object?> NeedsDpia(bool needed) => new() { ["dpiaRequired"] = needed };

        string[] Required(string system) =>
            [.. Graph.Engine.Governance.RequiredAssessments.Of(live.On(), live.Current.Document(system)!).Select(r => $"{r.Kind} {r.Verdict}")];
    }

    [Fact]
    public async Task An_assessment_of_what_has_changed_since_lets_no_system_go_live()
    {
        await using var live = await OwingAsync();
        await live.Keep(
        [
            Put("Assessment", "assessment:i", ("title", "I"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")),
            Link("assessment:i", "ASSESSES", "s"), .. Judged.Found("assessment:i", "Ann Approver"),
        ]);
        await SignAsync(live, "assessment:i");
        await live.Keep(Put("AiSystem", "s", ("intendedUse", "Something else.")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", "2026-11-24")));
    }

    [Fact]
    public async Task What_a_system_owes_is_due_by_the_day_on_which_it_is_to_be_placed()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-12-20")));
        Assert.Equal(["2026-12-20 ASSESS s"], live.Due(30));
        Assert.Empty(live.Due(20));
        await live.Keep(
        [
            Put("Assessment", "assessment:i", ("title", "I"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")),
            Link("assessment:i", "ASSESSES", "s"), .. Judged.Found("assessment:i", "Ann Approver"),
        ]);
        Assert.Equal(["2026-12-20 ASSESS s"], live.Due(30));
        await SignAsync(live, "assessment:i");
        Assert.Empty(live.Due(30));
    }

    [Fact]
    public async Task What_a_system_still_owes_once_its_day_is_over_is_overdue()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-12-20")));
        live.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(["2026-12-20 ASSESS s"], live.Due(0));
    }

    [Fact]
    public async Task What_ran_when_the_management_system_was_implemented_is_assessed_in_time_by_the_cadence()
    {
        await using var live = await OwingAsync();
        await live.Keep([Put("AiSystem", "old", ("title", "O"), ("placedOn", "2025-03-01")), .. Assessing("old")]);
        await SignAsync(live, "assessment:of-old");
        Assert.Equal("NotMet: ACTION_OVERDUE old", live.Criterion("5.b"));
        Assert.Equal("Nothing closes it: the AIIA of old was first signed on 2026-11-24, and its day was 2025-03-01.", Missing(live, "5.b"));
        await live.Keep(Put("Cadence", "cadence:c", ("title", "C"), ("of", "IMPACT_ASSESSMENT"), ("months", 1), ("implementedOn", "2026-10-24"), ("source", "GUIDE")));
        Assert.Equal("Met", live.Criterion("5.b"));
        await live.Keep(Put("Cadence", "cadence:c", ("implementedOn", "2026-10-23")));
        Assert.Equal("NotMet: ACTION_OVERDUE old", live.Criterion("5.b"));
        Assert.Contains("its day was 2026-11-23", Missing(live, "5.b"), StringComparison.Ordinal);

        // What came after the implementation had to be assessed before.
        await live.Keep(Put("Cadence", "cadence:c", ("implementedOn", "2025-02-28"), ("months", 24)));
        Assert.Equal("NotMet: ACTION_OVERDUE old", live.Criterion("5.b"));

        // Of what runs since nobody knows when nobody can say.
        await live.Keep(Put("AiSystem", "old", ("placedOn", null), ("lifecycleStage", "OPERATION")));
        Assert.Equal("NotMet: FACT_MISSING old", live.Criterion("5.b"));
    }

    [Fact]
    public async Task What_went_live_by_a_waiver_was_not_late_to_be_assessed()
    {
        await using var live = await OwingAsync();
        await WaiveAsync(live, "w");
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-24")));
        live.Clock.Advance(TimeSpan.FromDays(3));
        await live.Keep(Assessing("s"));
        await SignAsync(live, "assessment:of-s");
        Assert.Equal("Met", live.Criterion("5.b", "2026-11-27"));

        // One that somebody took back later allowed it all the same; one that came later did not.
        Kept(await live.Decide("Abe Approver", DecisionVerb.Withdraw, "w"));
        Assert.Equal("Met", live.Criterion("5.b", "2026-11-27"));
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-23")));
        Assert.Equal("NotMet: ACTION_OVERDUE s", live.Criterion("5.b", "2026-11-27"));
    }

    [Fact]
    public async Task What_ran_already_and_is_waived_within_its_time_is_neither_due_nor_late()
    {
        await using var live = await OwingAsync();
        await live.Keep(
            Put("AiSystem", "old", ("title", "O"), ("placedOn", "2025-03-01")), Put("Cadence", "cadence:c", ("title", "C"), ("of", "IMPACT_ASSESSMENT"), ("months", 1), ("implementedOn", "2026-11-01"), ("source", "GUIDE")));
        Assert.Equal(["2026-12-01 ASSESS old"], live.Due(30));
        await WaiveAsync(live, "w", "old");
        Assert.DoesNotContain(live.Due(30), d => d.EndsWith(" old", StringComparison.Ordinal));
        live.Clock.Advance(TimeSpan.FromDays(12));
        await live.Keep(Assessing("old"));
        await SignAsync(live, "assessment:of-old");
        Assert.Equal("Met", live.Criterion("5.b", "2026-12-06"));
    }

    private static async Task SignAsync(LiveEngine live, string key)
    {
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, key));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, key));
    }

    private static string Missing(LiveEngine live, string criterion) => Graph.Engine.Governance.Readiness.Of(live.On()).Single(r => r.Criterion.Id == criterion).Rows.Single().Closes;

    private static Graph.Engine.Log.Operation[] Assessing(string system) =>
    [
        Put("Assessment", $"assessment:of-{system}", ("title", "I"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")),
        Link($"assessment:of-{system}", "ASSESSES", system), .. Judged.Found($"assessment:of-{system}", "Ann Approver"),
    ];

    private static async Task<LiveEngine> OwingAsync()
    {
        var live = await OpenAsync();
        await live.Keep(
            Put("Framework", "iso-42001", ("title", "ISO/IEC 42001"), ("kind", "STANDARD"), ("voluntary", true)),
            Requirement("iso-42001:8.4", ("assessable", true), ("scope", "SYSTEM")), Link("iso-42001:8.4", "PART_OF", "iso-42001"),
            Put("AiSystem", "s", ("title", "S")), Link("s", "SUBJECT_TO", "iso-42001"));
        return live;
    }

    private static async Task<ChangeResult> WaiveAsync(LiveEngine live, string key, string system = "s")
    {
        await live.Keep(
            Put("Statement", key, ("title", "W"), ("kind", "WAIVER"), ("justification", "The old line is switched off tonight.")), Link(key, "STATES", "iso-42001:8.4"), Link(key, "ABOUT", system));
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, key));
        var approved = await live.Decide("Abe Approver", DecisionVerb.Approve, key);
        Kept(approved);
        return approved;
    }
}
