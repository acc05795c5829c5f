using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>A system is placed once the assessments that it owes are signed, or somebody has waived them and a finding says so.</summary>
public sealed class GoingLiveTests
{
    private const string Path = "changes[0].put.aiSystem.placedOn";
    private const string Lacking = "expected AIIA (iso-42001:8.4) signed, and signed again where what it watches has changed, before the system is placed, or for each an approved statement of kind WAIVER that names requirement and system, and an open nonconformity against both";

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
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:i"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, "assessment:i"));
        await live.Keep(Put("AiSystem", "s", ("placedOn", "2026-11-24")));
        await live.Keep(Put("AiSystem", "s", ("purpose", "Another word for what it is for.")));
    }

    [Fact]
    public async Task A_waiver_that_somebody_else_has_approved_and_a_finding_let_a_system_go_live()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("Statement", "w", ("title", "W"), ("kind", "WAIVER")), Link("w", "STATES", "iso-42001:8.4"), Link("w", "ABOUT", "s"));
        Refused(await live.Decide("Sue Submitter", DecisionVerb.Submit, "w"), ViolationCode.Validation, "key", "expected 'w' to have justification before it is submitted");
        await live.Keep(Put("Statement", "w", ("justification", "The old line is switched off tonight; the assessment is signed within a week.")));
        Operation[] placing = [Put("AiSystem", "s", ("placedOn", "2026-11-24")), Put("Finding", "f", ("title", "Live without an assessment"), ("grade", "MINOR"), ("foundOn", "2026-11-24")), Link("f", "AGAINST", "iso-42001:8.4"), Link("f", "AGAINST", "s")];
        await live.Refuses(ViolationCode.Validation, Path, Lacking, placing);
        await live.Approve("w");
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "s", ("placedOn", "2026-11-24")));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, placing[..^1]);
        await live.Refuses(ViolationCode.Validation, Path, Lacking, [placing[0], Put("Finding", "f", ("title", "F"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-24")), .. placing[2..]]);
        await live.Keep(placing);
        Assert.Equal("OPEN: NO_CAUSE f, NO_ACTION f", live.Standing("f"));
    }

    [Fact]
    public async Task What_runs_already_is_recorded_as_it_is_and_what_is_new_today_goes_live()
    {
        await using var live = await OwingAsync();
        await live.Keep(Put("AiSystem", "runs", ("title", "R"), ("placedOn", "2026-11-23")), Link("runs", "SUBJECT_TO", "iso-42001"));
        await live.Refuses(ViolationCode.Validation, Path, Lacking, Put("AiSystem", "new", ("title", "N"), ("placedOn", "2026-11-24")), Link("new", "SUBJECT_TO", "iso-42001"));
        await live.Keep(Put("AiSystem", "free", ("title", "F"), ("placedOn", "2026-11-24")));
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
    public async Task An_assessment_of_what_has_changed_since_lets_no_system_go_live()
    {
        await using var live = await OwingAsync();
        await live.Keep(
        [
            Put("Assessment", "assessment:i", ("title", "I"), ("kind", "AIIA"), ("process", "P"), ("affectedPersons", "A"), ("harms", "H"), ("measures", "M"), ("conclusion", "C")),
            Link("assessment:i", "ASSESSES", "s"), .. Judged.Found("assessment:i", "Ann Approver"),
        ]);
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:i"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, "assessment:i"));
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
        Kept(await live.Decide("Sue Submitter", DecisionVerb.Submit, "assessment:i"));
        Kept(await live.Decide("Ann Approver", DecisionVerb.Sign, "assessment:i"));
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

    private static async Task<LiveEngine> OwingAsync()
    {
        var live = await OpenAsync();
        await live.Keep(
            Put("Framework", "iso-42001", ("title", "ISO/IEC 42001"), ("kind", "STANDARD"), ("voluntary", true)),
            Requirement("iso-42001:8.4", ("assessable", true), ("scope", "SYSTEM")), Link("iso-42001:8.4", "PART_OF", "iso-42001"),
            Put("AiSystem", "s", ("title", "S")), Link("s", "SUBJECT_TO", "iso-42001"));
        return live;
    }
}
