using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Tests.Api;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.ManagementSystem;

/// <summary>The way to a certificate and through its cycle, and plans of tasks. Today is 2026-11-24.</summary>
public sealed class CertificationTests
{
    [Fact]
    public async Task A_certificate_runs_three_years_with_surveillance_and_never_over_an_open_major_finding()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("f", "FOUND_IN", "audit:2")]);
        await live.Approve("scope:1");
        Assert.Equal("NOT_ISSUED", live.Standing("certificate:1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected no certificate over an open MAJOR finding, such as 'f'", Issue("2026-11-24", "2029-11-23"));
        await live.Keep(Put("CorrectiveAction", "ca", ("title", "C"), ("implementedOn", "2026-11-21"), ("effect", "EFFECTIVE"), ("effectBasis", "Its records were looked at."), ("dueOn", "2026-12-31")), Link("ca", "CORRECTS", "f"));
        await live.Approve("ca");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "such as 'f'", Issue("2026-11-24", "2029-11-23"));     // Nobody knows its cause.
        await live.Keep(Put("Finding", "f", ("cause", "Nobody was told.")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.validUntil", "expected a day within three years of its issue, up to 2029-11-24", Issue("2026-11-24", "2029-11-25"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.validUntil", "expected the last day of a certificate that is issued", Put("Certificate", "certificate:1", ("issuedOn", "2026-11-24")));

        // One that an internal audit found against a row of what is certified keeps it back as well.
        await live.Keep(Put("Finding", "g", ("title", "G"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("g", "AGAINST", "standard:1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "such as 'g'", Issue("2026-11-24", "2029-11-23"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.finding.grade", "expected MAJOR or a graver one, as it was recorded; a nonconformity to be closed by a corrective action", Put("Finding", "g", ("grade", "MINOR")));
        await live.CloseByActionAsync("g");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        await live.Keep(Put("Finding", "h", ("title", "H"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("h", "FOUND_IN", "audit:2"));
        Assert.Equal("VALID: OPEN_FINDINGS h", live.Standing("certificate:1"));
        await live.Keep(Put("Person", "person:owner", ("name", "Olga")), Link("certificate:1", "OWNED_BY", "person:owner"));
        await live.CloseByActionAsync("h");
        Assert.Equal("VALID", live.Standing("certificate:1"));
        Assert.Equal(["2027-11-24 AUDIT certificate:1", "2029-11-23 RECERTIFY certificate:1"], live.Due(1_200));
        Assert.Equal("SURVEILLANCE_OVERDUE: ACTION_OVERDUE certificate:1", live.Standing("certificate:1", "2027-11-25"));
        Assert.Equal("EXPIRED: ACTION_OVERDUE certificate:1", live.Standing("certificate:1", "2029-11-24"));
    }

    [Fact]
    public async Task A_certificate_says_what_it_is_of_and_comes_after_both_stages()
    {
        await using var live = await OpenAsync();
        await live.Keep(Certifiable);
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected a certificate that CERTIFIES a scope that is approved and counts on the day of its issue", Issue("2026-11-24", "2029-11-23"));
        await live.Approve("scope:1");
        await live.Keep(Put("Audit", "audit:1", ("heldOn", "2026-11-21")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected a certificate whose audits of stage 1 and then stage 2 were held", Issue("2026-11-24", "2029-11-23"));
        await live.Keep(Put("Audit", "audit:1", ("heldOn", "2026-11-01")));
        await live.Keep(Unlink("certificate:1", "CERTIFIES", "scope:1"));
        await live.Keep(Issue("2026-11-24", "2029-11-23"), Link("certificate:1", "CERTIFIES", "scope:1"));     // Judged as the whole change leaves it.
    }

    [Fact]
    public async Task Surveillance_and_recertification_lie_within_the_cycle()
    {
        await using var live = await OpenAsync(now: new(2029, 10, 1, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(Certifiable);
        await live.Tell(Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")));
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.audit.heldOn", "expected a day within the cycle of 'certificate:1'",
            Watch("audit:s", "2026-11-23"));
        await live.Keep(Watch("audit:s", "2027-11-10"));
        Assert.Equal(new DateOnly(2028, 11, 24), live.Derived("certificate:1", "nextSurveillanceOn"));
        await live.Keep(Watch("audit:t", "2028-11-23"));
        Assert.Null(live.Derived("certificate:1", "nextSurveillanceOn"));     // The next one is the recertification.

        // A new cycle rests on a recertification audit while the old certificate was valid.
        Operation[] next =
        [
            Put("Certificate", "certificate:2", ("title", "Second cycle")), Link("certificate:2", "CERTIFIES", "standard"), Link("certificate:2", "CERTIFIES", "scope:1"),
            Put("Audit", "audit:r", ("title", "Recertification"), ("type", "RECERTIFICATION"), ("heldOn", "2029-09-20")), Link("audit:r", "AUDITS_FOR", "certificate:2"), Link("audit:r", "AUDITED_BY", "person:body"),
        ];
        await live.Keep(next);
        await live.Keep(Put("Certificate", "certificate:1", ("withdrawnOn", "2029-09-01")));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "or its recertification audit in the last year of an earlier certificate of the same framework, while that was valid",
            Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        await live.Keep(Put("Certificate", "certificate:1", ("withdrawnOn", null)));
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
    }

    [Fact]
    public async Task A_certificate_that_a_newer_one_follows_is_not_recertified()
    {
        await using var live = await NextCycleAsync();
        Assert.Equal("EXPIRED: ACTION_OVERDUE certificate:1", live.Standing("certificate:1"));
        Assert.Equal(["2029-11-23 RECERTIFY certificate:1"], live.Due(0));
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Equal("EXPIRED", live.Standing("certificate:1"));
        Assert.Empty(live.Due(0));
        Assert.Equal(["2029-11-23 RECERTIFY certificate:1"], live.Due(90, "2029-09-29"));
        await live.Keep(Put("Certificate", "certificate:2", ("withdrawnOn", "2029-11-30")));
        Assert.Equal(["2029-11-23 RECERTIFY certificate:1"], live.Due(0));
    }

    [Fact]
    public async Task A_certificate_of_another_part_of_the_organisation_follows_none()
    {
        await using var live = await NextCycleAsync(
            Put("Unit", "unit:a", ("title", "A")), Put("Unit", "unit:b", ("title", "B")), Link("scope:1", "INCLUDES", "unit:a"),
            Put("ScopeStatement", "scope:b", ("title", "B"), ("boundaries", "B."), ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")), Link("scope:b", "INCLUDES", "unit:b"));
        await live.Keep(Unlink("certificate:2", "CERTIFIES", "scope:1"), Link("certificate:2", "CERTIFIES", "scope:b"));
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Equal(["2029-11-23 RECERTIFY certificate:1"], live.Due(0));
        Assert.DoesNotContain(SurveillanceFocus.Of(live.On(), live.Find("certificate:2")).Rows, r => r.Document.Key == "f");
    }

    [Fact]
    public async Task What_the_audits_of_an_earlier_cycle_found_is_looked_at_until_it_is_closed()
    {
        await using var live = await NextCycleAsync();
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Equal(["OpenFinding f"], Found());
        await live.CloseByActionAsync("f");
        Assert.Empty(Found());

        IEnumerable<string> Found() => SurveillanceFocus.Of(live.On(), live.Find("certificate:2")).Rows.Where(r => r.Reason is FocusReason.OpenFinding or FocusReason.ClosedFinding).Select(r => $"{r.Reason} {r.Document.Key}");
    }

    [Fact]
    public async Task A_certificate_of_less_takes_the_place_of_none_until_others_are_of_the_rest()
    {
        await using var live = await NextCycleAsync(
            Put("Unit", "unit:all", ("title", "All")), Put("Unit", "unit:a", ("title", "A")), Put("Unit", "unit:b", ("title", "B")), Link("unit:a", "WITHIN", "unit:all"),
            Link("scope:1", "INCLUDES", "unit:a"), Link("scope:1", "INCLUDES", "unit:b"), Scope("scope:b", "Part B"), Link("scope:b", "INCLUDES", "unit:b"), Scope("scope:rest", "The rest"), Link("scope:rest", "INCLUDES", "unit:all"));
        await live.Keep(Unlink("certificate:2", "CERTIFIES", "scope:1"), Link("certificate:2", "CERTIFIES", "scope:b"));
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Equal("EXPIRED: ACTION_OVERDUE certificate:1", live.Standing("certificate:1"));
        Assert.Contains("2029-11-23 RECERTIFY certificate:1", live.Due(0));
        await live.Keep([.. Renewal("3", "standard"), Link("certificate:3", "CERTIFIES", "scope:rest")]);
        await live.Keep(Put("Certificate", "certificate:3", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Equal("EXPIRED", live.Standing("certificate:1"));
        Assert.DoesNotContain("2029-11-23 RECERTIFY certificate:1", live.Due(0));
    }

    [Fact]
    public async Task A_certificate_of_two_standards_is_followed_by_one_of_each_and_has_no_surveillance_from_then_on()
    {
        await using var live = await OpenAsync(now: new(2029, 12, 1, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(Certifiable);
        await live.Tell(
            Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD"), ("voluntary", true)), Link("certificate:1", "CERTIFIES", "other"),
            Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")));
        await live.Keep([Issue("2026-12-10", "2029-12-09"), .. Watch("audit:s", "2027-11-10")]);
        await live.Keep([.. Renewal("2", "standard"), Link("certificate:2", "CERTIFIES", "scope:1")]);
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Equal(["2028-12-10 AUDIT certificate:1", "2029-12-09 RECERTIFY certificate:1"], live.Due(30));
        Assert.StartsWith("SURVEILLANCE_OVERDUE: ACTION_OVERDUE certificate:1,", live.Standing("certificate:1"), StringComparison.Ordinal);
        await live.Keep([.. Renewal("3", "other"), Link("certificate:3", "CERTIFIES", "scope:1")]);
        await live.Keep(Put("Certificate", "certificate:3", ("issuedOn", "2029-09-30"), ("validUntil", "2032-09-29")));
        Assert.Empty(live.Due(30));
        Assert.StartsWith("VALID: NO_DATA standard,", live.Standing("certificate:1"), StringComparison.Ordinal);
        Assert.Equal("EXPIRED", live.Standing("certificate:1", "2029-12-10"));
    }

    [Fact]
    public async Task An_open_MAJOR_of_no_standard_is_lifted_neither_by_what_its_control_meets_nor_by_where_else_it_is_said_to_be_found()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("other:1"), Link("other:1", "PART_OF", "other"),
            Put("ManagementReview", "review:x", ("title", "R"), ("heldOn", "2026-11-23")), Put("Control", "control:toy", ("title", "T")),
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("f", "FOUND_IN", "review:x"), Link("f", "AGAINST", "control:toy"),
            Put("Finding", "n", ("title", "N"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Put("Audit", "audit:o", ("title", "O"), ("type", "INTERNAL"), ("heldOn", "2026-11-23")), Link("audit:o", "EXAMINES", "other"),
        ]);
        await live.Approve("scope:1");
        await live.Keep(Link("control:toy", "SATISFIES", "other:1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].link", "a MAJOR finding of which nothing said of what standard it is to stay so", Link("n", "FOUND_IN", "audit:o"));
        await live.CloseByActionAsync("n");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "such as 'f'", Issue("2026-11-24", "2029-11-23"));

        // That it is one of the other standard alone is said by the row that it is against.
        await live.Keep(Link("f", "AGAINST", "other:1"));
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
    }

    private static PutDocument Scope(string key, string title) => Put("ScopeStatement", key, ("title", title), ("boundaries", title), ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann"));

    private static Operation[] Renewal(string number, string framework) =>
    [
        Put("Certificate", $"certificate:{number}", ("title", "Renewed")), Link($"certificate:{number}", "CERTIFIES", framework),
        Put("Audit", $"audit:r{number}", ("title", "R"), ("type", "RECERTIFICATION"), ("heldOn", "2029-09-20")), Link($"audit:r{number}", "AUDITS_FOR", $"certificate:{number}"), Link($"audit:r{number}", "AUDITED_BY", "person:body"),
    ];

    // A cycle with a finding that its surveillance left open is over, and the certificate of the next one is to be issued.
    private static async Task<LiveEngine> NextCycleAsync(params Operation[] told)
    {
        var live = await OpenAsync(now: new(2029, 12, 1, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(Certifiable);
        await live.Tell([Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")), .. told]);
        await live.Keep(
        [
            Issue("2026-11-24", "2029-11-23"), .. Watch("audit:s", "2027-11-10"), .. Watch("audit:t", "2028-11-10"),
            Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2028-11-10")), Link("f", "FOUND_IN", "audit:t"),
            Put("Finding", "o", ("title", "O"), ("grade", "OBSERVATION"), ("foundOn", "2028-11-10"), ("answeredOn", "2028-11-11")), Link("o", "FOUND_IN", "audit:t"),
            Put("Certificate", "certificate:2", ("title", "Second cycle")), Link("certificate:2", "CERTIFIES", "standard"), Link("certificate:2", "CERTIFIES", "scope:1"),
            Put("Audit", "audit:r", ("title", "Recertification"), ("type", "RECERTIFICATION"), ("heldOn", "2029-09-20")), Link("audit:r", "AUDITS_FOR", "certificate:2"), Link("audit:r", "AUDITED_BY", "person:body"),
        ]);
        return live;
    }

    [Theory]
    [InlineData("2027-02-01", "2027-03-01", "2028-11-24")]      // Both in the first year: the second year has none.
    [InlineData("2027-11-24", "2027-11-25", null)]              // The last day of the first year, and the first of the second.
    [InlineData("2027-12-20", "2028-11-24", null)]              // The first one late.
    [InlineData("2027-12-20", null, "2028-11-24")]
    [InlineData("2026-11-24", null, "2027-11-24")]              // The day of issue is no year.
    public async Task Each_of_the_first_two_years_has_a_surveillance_audit_of_its_own(string first, string? second, string? next)
    {
        await using var live = await OpenAsync(now: new(2028, 11, 24, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(Certifiable);
        await live.Tell(Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")));
        await live.Keep([Issue("2026-11-24", "2029-11-23"), .. Watch("audit:a", first), .. second is null ? [] : Watch("audit:b", second)]);
        Assert.Equal(next, live.Derived("certificate:1", "nextSurveillanceOn") is DateOnly day ? $"{day:yyyy-MM-dd}" : null);

        // One on their own work is none.
        await live.Keep(Put("Control", "control:own", ("title", "Their own")), Link("control:own", "OWNED_BY", "person:body"), Link("audit:a", "EXAMINES", "control:own"));
        Assert.NotNull(live.Derived("certificate:1", "nextSurveillanceOn"));
    }

    public static TheoryData<string, Operation[]> OfTheStandard => new()
    {
        { "a control that meets a row of it", [Put("Control", "c", ("title", "C")), Link("c", "SATISFIES", "standard:1"), Link("f", "AGAINST", "c")] },
        { "a system in the certified scope", [Put("AiSystem", "ai-system:s", ("title", "S")), Link("scope:1", "INCLUDES", "ai-system:s"), Link("f", "AGAINST", "ai-system:s")] },
        { "an internal audit of a row", [Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL")), Link("audit:i", "EXAMINES", "standard:1"), Link("f", "FOUND_IN", "audit:i")] },
        { "an internal audit of all of it", [Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL")), Link("audit:i", "EXAMINES", "standard"), Link("f", "FOUND_IN", "audit:i")] },
    };

    [Theory]
    [MemberData(nameof(OfTheStandard))]
    public async Task An_open_major_finding_keeps_a_certificate_back_wherever_it_is_of_the_standard(string where, Operation[] found)
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("Finding", "f", ("title", where), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), .. found]);
        await live.Approve("scope:1");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected no certificate over an open MAJOR finding, such as 'f'", Issue("2026-11-24", "2029-11-23"));
        await live.CloseByActionAsync("f");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
    }

    public static TheoryData<string, Operation[]> OfTheWhole => new()
    {
        { "nobody says where it was found", [] },
        { "a management review", [Put("ManagementReview", "review:1", ("title", "R"), ("heldOn", "2026-11-23")), Link("f", "FOUND_IN", "review:1")] },
        { "an incident", [Put("Incident", "i", ("title", "I"), ("severity", "MINOR"), ("awareOn", "2026-11-20")), Link("f", "FOUND_IN", "i")] },
        { "a metric", [Put("Metric", "metric:m", ("title", "M"), ("betterWhen", "HIGHER"), ("frequency", "MONTHLY")), Link("f", "FOUND_IN", "metric:m")] },
        { "a concern", [Put("Concern", "k", ("title", "K"), ("type", "COMPLAINT"), ("raisedOn", "2026-11-20")), Link("f", "FOUND_IN", "k")] },
        { "an internal audit that examines nothing", [Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL")), Link("f", "FOUND_IN", "audit:i")] },
        {
            "an internal audit of a system, which may be in any scope",
            [
                Put("AiSystem", "ai-system:elsewhere", ("title", "E")), Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL")),
                Link("audit:i", "EXAMINES", "ai-system:elsewhere"), Link("f", "FOUND_IN", "audit:i"),
            ]
        },
        { "a control that meets no row", [Put("Control", "c", ("title", "C")), Link("f", "AGAINST", "c")] },
        {
            "a concern that a supplier audit bore out",
            [
                Put("Concern", "k", ("title", "K"), ("type", "COMPLAINT"), ("raisedOn", "2026-11-20")), Link("f", "FOUND_IN", "k"),
                Put("Audit", "audit:s", ("title", "S"), ("type", "SUPPLIER")), Link("f", "FOUND_IN", "audit:s"),
            ]
        },
    };

    [Theory]
    [MemberData(nameof(OfTheWhole))]
    public async Task A_major_finding_against_nothing_of_a_standard_that_no_audit_of_a_standard_found_is_of_the_whole_and_keeps_every_certificate_back(string where, Operation[] found)
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("Finding", "f", ("title", where), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), .. found]);
        await live.Approve("scope:1");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected no certificate over an open MAJOR finding, such as 'f'", Issue("2026-11-24", "2029-11-23"));
        Assert.Contains("OpenFinding f", Focus(live));
        await live.CloseByActionAsync("f");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        Assert.Contains("ClosedFinding f", Focus(live));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "f-action"));
        Assert.Equal("VALID: OPEN_FINDINGS f", live.Standing("certificate:1"));
    }

    [Fact]
    public async Task A_link_to_a_control_of_nothing_does_not_make_an_open_major_finding_one_of_something_else()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL")), Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("f", "FOUND_IN", "audit:i"),
            Put("Control", "control:toy", ("title", "T")),
        ]);
        await live.Approve("scope:1");
        await live.Keep(Link("f", "AGAINST", "control:toy"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected no certificate over an open MAJOR finding, such as 'f'", Issue("2026-11-24", "2029-11-23"));
    }

    [Fact]
    public async Task What_an_audit_examined_does_not_narrow_while_a_major_finding_of_it_is_open()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("other:1"), Link("other:1", "PART_OF", "other"),
            Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL"), ("heldOn", "2026-11-23")), Link("audit:i", "EXAMINES", "standard"),
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("f", "FOUND_IN", "audit:i"),
            Put("Audit", "audit:n", ("title", "Names no standard"), ("type", "INTERNAL"), ("heldOn", "2026-11-23")),
            Put("Finding", "g", ("title", "G"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("g", "FOUND_IN", "audit:n"),
        ]);
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected what an audit examined to stay while the MAJOR finding 'f' of it is open; 'audit:i' keeps EXAMINES to 'standard'", Unlink("audit:i", "EXAMINES", "standard"), Link("audit:i", "EXAMINES", "other"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.audit", "expected INTERNAL, as it was recorded, while the MAJOR finding 'f' of it is open", Put("Audit", "audit:i", ("type", "SUPPLIER")));
        await live.Keep(Link("audit:i", "EXAMINES", "other"));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].link", "expected an audit that names no standard to name none while the MAJOR finding 'g' of it is open; say first of which requirements that is (AGAINST)",
            Link("audit:n", "EXAMINES", "other"));
        await live.Keep(Link("g", "AGAINST", "other:1"));
        await live.Keep(Link("audit:n", "EXAMINES", "other"));
        await live.CloseByActionAsync("f");
        await live.Keep(Unlink("audit:i", "EXAMINES", "other"));
    }

    [Fact]
    public async Task A_major_finding_of_something_else_keeps_no_certificate_back()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable,
            Put("Audit", "audit:s", ("title", "S"), ("type", "SUPPLIER")), Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("f", "FOUND_IN", "audit:s"),
            Put("ManagementReview", "review:1", ("title", "R"), ("heldOn", "2026-11-23")), Put("AiSystem", "ai-system:elsewhere", ("title", "E")),
            Put("Finding", "g", ("title", "G"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("g", "FOUND_IN", "review:1"), Link("g", "AGAINST", "ai-system:elsewhere"),
            Put("Finding", "h", ("title", "H"), ("grade", "MINOR"), ("foundOn", "2026-11-24")), Link("h", "FOUND_IN", "review:1"),
        ]);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        Assert.Empty(Focus(live));
    }

    [Fact]
    public async Task What_a_certificate_was_issued_for_and_the_audits_that_were_held_for_it_stay_with_it()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("Audit", "audit:planned", ("title", "P"), ("type", "SURVEILLANCE")), Link("audit:planned", "AUDITS_FOR", "certificate:1")]);
        await live.Approve("scope:1");
        await live.Keep(Unlink("certificate:1", "CERTIFIES", "standard"), Link("certificate:1", "CERTIFIES", "standard"));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected an audit that was held to stay with the certificate that it was for", Unlink("audit:1", "AUDITS_FOR", "certificate:1"));

        // Until the certificate is issued what was recorded by mistake is recorded anew.
        await live.Keep(Put("Audit", "audit:1", ("heldOn", null)), Unlink("audit:1", "AUDITS_FOR", "certificate:1"));
        await live.Keep(Put("Audit", "audit:1", ("heldOn", "2026-11-01")), Link("audit:1", "AUDITS_FOR", "certificate:1"));
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        foreach (var certified in (string[])["standard", "scope:1"])
        {
            await live.Refuses(
                ViolationCode.Validation, "changes[0].unlink", $"expected what was certified to stay with a certificate that is issued; of one that was recorded as issued by mistake issuedOn is taken out first; 'certificate:1' keeps CERTIFIES to '{certified}'",
                Unlink("certificate:1", "CERTIFIES", certified));
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "'audit:1' keeps AUDITS_FOR to 'certificate:1'", Unlink("audit:1", "AUDITS_FOR", "certificate:1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'audit:1' is kept", Delete("audit:1", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'certificate:1' is kept", Delete("certificate:1", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.audit.heldOn", "expected 2026-11-20, as it was recorded", Put("Audit", "audit:2", ("heldOn", null)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.audit.type", "expected STAGE_1, as it was recorded", Put("Audit", "audit:1", ("type", "INTERNAL")));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.audit.heldOn", "expected 2026-11-01, as it was recorded", Put("Audit", "audit:1", ("heldOn", "2026-11-02")));
        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "'audit:1' keeps AUDITED_BY to 'person:body'", Unlink("audit:1", "AUDITED_BY", "person:body"));
        await live.Keep(Unlink("audit:planned", "AUDITS_FOR", "certificate:1"), Delete("audit:planned"));

        // What was issued by mistake is checked anew.
        await live.Keep(Put("Certificate", "certificate:1", ("issuedOn", null), ("validUntil", null)));
        await live.Keep(Unlink("certificate:1", "CERTIFIES", "standard"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected a certificate that CERTIFIES the framework that it is of", Issue("2026-11-24", "2029-11-23"));
    }

    [Fact]
    public async Task A_framework_that_no_audit_of_its_stages_examined_is_certified_neither_at_the_issue_nor_later()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, Link("audit:1", "EXAMINES", "standard"), Link("audit:2", "EXAMINES", "standard:1"),
            Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("other:1"), Link("other:1", "PART_OF", "other"),
        ]);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        const string unexamined = "and those that say what they examined (EXAMINES) with 'other' or a row of it";
        await live.Refuses(ViolationCode.Validation, "changes[0].link", unexamined, Link("certificate:1", "CERTIFIES", "other"));

        // An internal audit is none of a certification body.
        await live.Keep([Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL"), ("heldOn", "2026-11-23")), .. Judged.Auditor("audit:i"), Link("audit:i", "EXAMINES", "other:1")]);
        await live.Keep(
            Put("Certificate", "certificate:2", ("title", "Another standard")), Link("certificate:2", "CERTIFIES", "other"), Link("certificate:2", "CERTIFIES", "scope:1"),
            Put("Audit", "audit:3", ("title", "Stage 1"), ("type", "STAGE_1"), ("heldOn", "2026-11-01")), Link("audit:3", "AUDITS_FOR", "certificate:2"), Link("audit:3", "AUDITED_BY", "person:body"), Link("audit:3", "EXAMINES", "other:1"),
            Put("Audit", "audit:4", ("title", "Stage 2"), ("type", "STAGE_2"), ("heldOn", "2026-11-20")), Link("audit:4", "AUDITS_FOR", "certificate:2"), Link("audit:4", "AUDITED_BY", "person:body"), Link("audit:4", "EXAMINES", "standard"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", unexamined, Put("Certificate", "certificate:2", ("issuedOn", "2026-11-24"), ("validUntil", "2029-11-23")));
        await live.Keep(Link("audit:4", "EXAMINES", "other"));
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2026-11-24"), ("validUntil", "2029-11-23")));
        Assert.Equal("VALID", live.Standing("certificate:2"));
    }

    [Fact]
    public async Task A_scope_that_came_after_the_issue_is_certified_only_in_the_place_of_one_that_is()
    {
        await using var live = await OpenAsync();
        await live.Keep(Certifiable);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        live.Clock.Advance(TimeSpan.FromDays(40));
        await live.Keep(Put("ScopeStatement", "scope:2", ("title", "More"), ("boundaries", "More.")));
        await live.Approve("scope:2");
        await live.Refuses(
            ViolationCode.Validation, "changes[0].link", "expected a scope that counted on 2026-11-24, the day of its issue, or one that took the place of a scope that it certifies (SUPERSEDES), found 'scope:2'", Link("certificate:1", "CERTIFIES", "scope:2"));
        await live.Keep(Put("ScopeStatement", "scope:3", ("title", "Newer"), ("boundaries", "Less.")), Link("scope:3", "SUPERSEDES", "scope:1"));
        await live.Approve("scope:3");
        await live.Keep(Link("certificate:1", "CERTIFIES", "scope:3"));
    }

    [Fact]
    public async Task Nothing_more_is_certified_over_an_open_major_finding_of_it()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("other:1"), Link("other:1", "PART_OF", "other"),
            Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-20")), Link("f", "AGAINST", "other:1"),
        ]);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        await live.Refuses(ViolationCode.Validation, "changes[0].link", "expected nothing more to be certified over an open MAJOR finding, such as 'f'", Link("certificate:1", "CERTIFIES", "other"));
    }

    [Fact]
    public async Task A_certificate_is_neither_widened_nor_prolonged_nor_given_back_over_an_open_major_finding_nor_to_a_draft()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("ScopeStatement", "scope:2", ("title", "More"), ("boundaries", "More.")), Put("ScopeStatement", "scope:draft", ("title", "Draft"), ("boundaries", "Most."))]);
        await live.Approve("scope:1");
        await live.Approve("scope:2");
        await live.Keep(Link("certificate:1", "CERTIFIES", "scope:draft"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected a certificate that CERTIFIES scopes that are approved, found 'scope:draft'", Issue("2026-11-24", "2028-11-23"));
        await live.Keep(Unlink("certificate:1", "CERTIFIES", "scope:draft"));
        await live.Keep(Issue("2026-11-24", "2028-11-23"));
        await live.Refuses(ViolationCode.Validation, "changes[0].link", "expected a scope that was approved, found 'scope:draft'", Link("certificate:1", "CERTIFIES", "scope:draft"));
        await live.Keep(Put("Certificate", "certificate:1", ("withdrawnOn", "2026-11-24")), Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")));
        foreach (var more in new[] { Put("Certificate", "certificate:1", ("withdrawnOn", null)), Put("Certificate", "certificate:1", ("validUntil", "2029-11-23")) })
        {
            await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate", "expected nothing more to be certified over an open MAJOR finding, such as 'f'", more);
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].link", "expected nothing more to be certified over an open MAJOR finding, such as 'f'", Link("certificate:1", "CERTIFIES", "scope:2"));
    }

    [Theory]
    [InlineData("USES", "s", "Component")]
    [InlineData("APPLIES_TO", null, "Control")]
    [InlineData("CONCERNS", null, "Evidence")]
    [InlineData("ASSESSES", null, "Assessment")]
    public async Task Who_owns_what_a_system_consists_of_or_is_shown_by_does_not_audit_the_system(string edge, string? from, string kind)
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, Put("AiSystem", "s", ("title", "S")),
            kind switch { "Component" => Put(kind, "own", ("title", "O"), ("type", "MODEL")), "Evidence" => Put(kind, "own", ("title", "O"), ("type", "POLICY")), "Assessment" => Put(kind, "own", ("title", "O"), ("kind", "AIIA")), _ => Put(kind, "own", ("title", "O")) },
            Link(from ?? "own", edge, from is null ? "s" : "own"), Link("own", "OWNED_BY", "person:body"), Link("audit:2", "EXAMINES", "s"),
        ]);
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:body", live.Standing("audit:2"));
    }

    [Theory]
    [InlineData("Evidence")]
    [InlineData("Assessment")]
    public async Task Who_owns_what_shows_that_a_row_is_met_does_not_audit_the_row(string kind)
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable, kind == "Evidence" ? Put("Evidence", "shown", ("title", "S"), ("type", "POLICY"), ("scope", "ORGANISATION")) : Put("Assessment", "shown", ("title", "S"), ("kind", "AIIA")),
            Link("shown", "DEMONSTRATES", "standard:1"), Link("shown", "OWNED_BY", "person:body"), Link("audit:2", "EXAMINES", "standard"),
        ]);
        Assert.Equal("INVALID: AUDITOR_OF_OWN_WORK person:body", live.Standing("audit:2"));
    }

    [Fact]
    public async Task What_is_said_of_its_audits_after_the_issue_is_told_on_a_certificate()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("Control", "control:own", ("title", "Own work"), ("implementedOn", "2026-01-01")), Link("control:own", "OWNED_BY", "person:body")]);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        await live.Keep(Link("audit:2", "EXAMINES", "control:own"));
        Assert.Equal("VALID: AUDITOR_OF_OWN_WORK person:body", live.Standing("certificate:1"));
    }

    [Fact]
    public async Task Audits_that_do_not_say_which_of_several_frameworks_they_examined_examined_none()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Put("Framework", "other", ("title", "Another standard"), ("kind", "STANDARD"), ("voluntary", true))]);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        await live.Keep(Link("certificate:1", "CERTIFIES", "other"));
        Assert.Equal("VALID: NO_DATA standard, NO_DATA other", live.Standing("certificate:1"));

        // An internal audit that nobody held examined nothing.
        await live.Keep([Put("Audit", "audit:i", ("title", "I"), ("type", "INTERNAL")), .. Judged.Auditor("audit:i"), Link("audit:i", "EXAMINES", "other")]);
        Assert.Equal("VALID: NO_DATA standard, NO_DATA other", live.Standing("certificate:1"));
        await live.Keep(Put("Audit", "audit:i", ("heldOn", "2026-11-24")));
        Assert.Equal("VALID: NO_DATA standard", live.Standing("certificate:1"));
    }

    [Fact]
    public async Task The_audits_on_which_a_certificate_rests_were_held_within_the_cycle_before_it()
    {
        await using var live = await OpenAsync(now: new(2040, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(Certifiable);
        await live.Tell(Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")));
        const string Old = "; each of them within the three years before its issue";
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", Old, Issue("2040-06-01", "2043-05-31"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", Old, Issue("2029-11-02", "2032-11-01"));     // Stage 1 is three years and a day old.
        await live.Keep(Issue("2029-11-01", "2032-10-31"));

        // A recertification audit ages as well, whenever the earlier certificate was valid.
        await live.Keep(
            Put("Certificate", "certificate:2", ("title", "Much later")), Link("certificate:2", "CERTIFIES", "standard"), Link("certificate:2", "CERTIFIES", "scope:1"),
            Put("Audit", "audit:r", ("title", "Recertification"), ("type", "RECERTIFICATION"), ("heldOn", "2032-09-20")), Link("audit:r", "AUDITS_FOR", "certificate:2"), Link("audit:r", "AUDITED_BY", "person:body"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", Old, Put("Certificate", "certificate:2", ("issuedOn", "2040-05-31"), ("validUntil", "2043-05-30")));
        await live.Keep(Put("Certificate", "certificate:2", ("issuedOn", "2032-11-01"), ("validUntil", "2035-10-31")));
    }

    [Theory]
    [InlineData("2029-10-31", "2032-09-20", "2032-11-01", true)]
    [InlineData("2029-10-31", "2031-11-01", "2032-11-01", true)]        // The first day of the last year.
    [InlineData("2029-10-31", "2031-10-31", "2032-09-01", false)]       // The day before it.
    [InlineData("2029-10-31", "2029-11-01", "2032-09-01", false)]
    [InlineData("2029-10-31", "2032-10-31", "2033-04-30", true)]        // Restored on the last day on which it can be.
    [InlineData("2029-10-31", "2032-10-31", "2033-05-01", false)]       // By then stage 2 is held again at least.
    [InlineData("2029-10-31", "2032-11-01", "2032-12-01", false)]       // The certificate was over when it was audited.
    public async Task A_recertification_is_audited_in_the_last_year_of_a_cycle_and_brought_to_an_end_within_six_months_after_it(string issued, string audited, string again, bool isAccepted)
    {
        await using var live = await OpenAsync(now: new(2040, 6, 1, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(Certifiable);
        await live.Tell(Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")));
        await live.Keep(Issue(issued, "2032-10-31"));
        await live.Keep(
            Put("Certificate", "certificate:2", ("title", "Second cycle")), Link("certificate:2", "CERTIFIES", "standard"), Link("certificate:2", "CERTIFIES", "scope:1"),
            Put("Audit", "audit:r", ("title", "Recertification"), ("type", "RECERTIFICATION"), ("heldOn", audited)), Link("audit:r", "AUDITS_FOR", "certificate:2"), Link("audit:r", "AUDITED_BY", "person:body"));
        var issue = Put("Certificate", "certificate:2", ("issuedOn", again), ("validUntil", "2035-06-30"));
        if (isAccepted)
        {
            await live.Keep(issue);
            return;
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected a certificate whose audits of stage 1 and then stage 2 were held", issue);
        await live.Keep([.. ((string[])["STAGE_1", "STAGE_2"]).SelectMany(stage => (Operation[])
        [
            Put("Audit", "audit:" + stage, ("title", stage), ("type", stage), ("heldOn", again)), Link("audit:" + stage, "AUDITS_FOR", "certificate:2"), Link("audit:" + stage, "AUDITED_BY", "person:body"),
        ])]);
        await live.Keep(issue);
    }

    [Fact]
    public async Task A_day_of_issue_before_a_finding_does_not_help_nor_one_that_is_to_come()
    {
        await using var live = await OpenAsync();
        await live.Tell(Certifiable);
        await live.Tell(Put("ScopeStatement", "scope:1", ("status", "APPROVED"), ("approvedOn", "2026-10-01"), ("approvedBy", "Ann")));
        await live.Keep(Put("Finding", "f", ("title", "F"), ("grade", "MAJOR"), ("foundOn", "2026-11-24")), Link("f", "AGAINST", "standard:1"));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected no certificate over an open MAJOR finding, such as 'f'", Issue("2026-11-21", "2029-11-20"));
        await live.CloseByActionAsync("f");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "expected a day up to 2026-11-24", Issue("2026-11-25", "2029-11-24"));
        await live.Keep(Issue("2026-11-21", "2029-11-20"));
    }

    [Fact]
    public async Task A_certificate_without_a_scope_that_counts_says_so()
    {
        await using var live = await OpenAsync();
        await live.Keep(Certifiable);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        Assert.Equal("VALID", live.Standing("certificate:1"));
        Kept(await live.Decide("Ann Approver", Graph.Engine.Writing.DecisionVerb.Withdraw, "scope:1"));
        Assert.Equal("VALID: NOT_APPROVED scope:1", live.Standing("certificate:1"));
    }

    [Fact]
    public async Task Stages_that_nobody_held_lead_to_no_certificate_and_a_law_certifies_nobody()
    {
        await using var live = await OpenAsync();
        await live.Keep([.. Certifiable, Unlink("audit:2", "AUDITED_BY", "person:body")]);
        await live.Approve("scope:1");
        await live.Refuses(ViolationCode.Validation, "changes[0].put.certificate.issuedOn", "were held by the day of its issue and say by whom (AUDITED_BY)", Issue("2026-11-24", "2029-11-23"));
        await live.Keep(Put("Framework", "law", ("title", "A law"), ("kind", "REGULATION")));
        await live.Refuses(ViolationCode.Validation, "changes[0].link.to", "expected a standard, against which one can be certified, or a scope, found Framework 'law'", Link("certificate:1", "CERTIFIES", "law"));
    }

    [Fact]
    public async Task The_last_year_of_a_certificate_ends_with_recertification_and_has_no_surveillance()
    {
        await using var live = await OpenAsync();
        await live.Keep(Certifiable);
        await live.Approve("scope:1");
        await live.Keep(Issue("2026-11-24", "2029-11-23"));
        live.Clock.Advance(TimeSpan.FromDays(365 * 2));
        await live.Keep(Watch("audit:a", "2027-10-04"));
        Assert.Equal(["2028-11-24 AUDIT certificate:1", "2029-11-23 RECERTIFY certificate:1"], live.Due(400));
        await live.Keep(Watch("audit:b", "2028-10-02"));
        Assert.Equal(["2029-11-23 RECERTIFY certificate:1"], live.Due(400));
        Assert.Equal("VALID", live.Standing("certificate:1", "2029-11-01"));
    }

    [Fact]
    public async Task A_surveillance_audit_looks_at_earlier_findings_and_at_what_changed_since()
    {
        await using var live = await OpenAsync();
        await live.Keep(
        [
            .. Certifiable,
            Put("Finding", "f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-20")), Link("f", "FOUND_IN", "audit:2"),
            Put("Finding", "o", ("title", "O"), ("grade", "OBSERVATION"), ("foundOn", "2026-11-20"), ("answeredOn", "2026-11-21")), Link("o", "FOUND_IN", "audit:2"),
            Put("Audit", "audit:i", ("title", "Internal"), ("type", "INTERNAL"), ("heldOn", "2026-11-10")), Link("audit:i", "EXAMINES", "standard:1"),
            Put("Finding", "n", ("title", "N"), ("grade", "MINOR"), ("foundOn", "2026-11-10")), Link("n", "FOUND_IN", "audit:i"),
            Put("AiSystem", "ai-system:s", ("title", "S"), ("placedOn", "2026-11-01"), ("designChangedOn", "2026-11-22")), Link("scope:1", "INCLUDES", "ai-system:s"),
            Put("AiSystem", "ai-system:elsewhere", ("title", "E"), ("placedOn", "2026-11-22")),
            Put("PlannedChange", "change:before", ("title", "B"), ("doneOn", "2026-11-19")), Put("PlannedChange", "change:that-day", ("title", "T"), ("doneOn", "2026-11-20")), Put("PlannedChange", "change:after", ("title", "A"), ("doneOn", "2026-11-21")),
            Put("Control", "c", ("title", "C"), ("implementedOn", "2026-01-01"), ("degradedOn", "2026-11-23")),
            Put("Incident", "i", ("title", "I"), ("severity", "MINOR"), ("awareOn", "2026-11-24")),
            Put("Concern", "k", ("title", "K"), ("type", "COMPLAINT"), ("raisedOn", "2026-11-24")),
        ]);
        var focus = SurveillanceFocus.Of(live.On(), live.Find("certificate:1"));
        Assert.Equal(("audit:2", new DateOnly(2026, 11, 20), null), (focus.Last?.Key, focus.Since, focus.DueOn));
        Assert.Equal(
            ["OpenFinding n", "OpenFinding f", "ClosedFinding o", "Change change:that-day", "Change change:after", "Change ai-system:s", "Change c", "Incident i", "Concern k"],
            focus.Rows.Select(r => $"{r.Reason} {r.Document.Key}"));
        Assert.DoesNotContain(SurveillanceFocus.Of(live.On("2026-11-22"), live.Find("certificate:1")).Rows, r => r.Document.Key is "c" or "i" or "k");
    }

    [Fact]
    public async Task A_surveillance_audit_looks_at_edits_of_which_no_day_is_recorded()
    {
        await using var live = await OpenAsync();
        live.Clock.Advance(TimeSpan.FromDays(1));
        Operation[] held = [Put("Audit", "audit:2", ("heldOn", "2026-11-25"))];
        await live.Keep([.. Certifiable]);
        await live.Keep(
        [
            Put("Audit", "audit:2", ("heldOn", null)),
            Put("AiSystem", "ai-system:s", ("title", "S")), Link("scope:1", "INCLUDES", "ai-system:s"), Put("AiSystem", "ai-system:elsewhere", ("title", "E")),
            Put("Component", "component:m", ("title", "M"), ("type", "MODEL")), Link("ai-system:s", "USES", "component:m"), Put("Vendor", "vendor:v", ("title", "V")), Link("component:m", "SUPPLIED_BY", "vendor:v"),
            Put("Control", "control:kept", ("title", "Kept")), Put("Control", "control:edited", ("title", "Edited")), Put("Control", "control:retired", ("title", "Retired")),
        ]);
        await live.Keep(held);
        Assert.Empty(Changes());
        live.Clock.Advance(TimeSpan.FromDays(30));
        await live.Keep(
            Put("AiSystem", "ai-system:s", ("purpose", "Something else.")), Put("AiSystem", "ai-system:elsewhere", ("purpose", "Something else.")), Put("Vendor", "vendor:v", ("title", "V, sold")), Put("Component", "component:m", ("title", "M 2")),
            Put("Vendor", "vendor:new", ("title", "N")), Link("vendor:v", "SUBPROCESSED_BY", "vendor:new"),
            Put("Control", "control:edited", ("description", "Otherwise.")), Put("Control", "control:new", ("title", "New")), Put("Control", "control:retired", ("retiredOn", "2026-12-20")));
        Assert.Equal(
            [
                "ai-system:s  It was edited after the last audit; the record gives no day of the change.", "component:m  It was edited after the last audit; the record gives no day of the change.",
                "control:edited  It was edited after the last audit; the record gives no day of the change.", "control:new  It was recorded after the last audit; the record gives no day of the change.",
                "control:retired 2026-12-20 A control was retired.", "vendor:new  It was recorded after the last audit; the record gives no day of the change.",
                "vendor:v  It was edited after the last audit; the record gives no day of the change.",
            ],
            Changes().Order(StringComparer.Ordinal));

        // Of an audit that was held before anything was recorded nobody can tell what it looked at.
        await live.Keep(Put("Audit", "audit:2", ("heldOn", "2026-11-20")));
        Assert.Null(live.Value("audit:2", "viewRevision"));
        Assert.Equal(["control:retired 2026-12-20 A control was retired."], Changes());

        // With the day a later audit can have looked at all of it; a date that is edited back gives the first again.
        await live.Keep(Put("Audit", "audit:2", ("heldOn", "2026-12-25")));
        Assert.Empty(Changes());

        IEnumerable<string> Changes() => SurveillanceFocus.Of(live.On(), live.Find("certificate:1")).Rows.Where(r => r.Reason == FocusReason.Change).Select(r => $"{r.Document.Key} {r.On:yyyy-MM-dd} {r.Text}");
    }

    [Fact]
    public async Task What_an_audit_could_look_at_is_a_revision_before_it()
    {
        await using var live = await OpenAsync();
        Refused(await live.Seed(null, Put("Audit", "audit:r", ("title", "R"), ("type", "INTERNAL"), ("heldOn", "2026-11-24"), ("viewRevision", 999_999))), ViolationCode.Validation, "changes[0].put.audit.viewRevision", "expected a revision up to 0, which the audit can have looked at");
        await live.Refuses(ViolationCode.Forbidden, "changes[0].put.audit.viewRevision", "expected no 'viewRevision'", Put("Audit", "audit:r", ("title", "R"), ("type", "INTERNAL"), ("viewRevision", 1)));
    }

    [Fact]
    public async Task A_plan_tells_the_earliest_and_latest_days_and_what_is_critical()
    {
        await using var live = await OpenAsync();
        await live.Keep(Steps);
        var plan = TaskPlan.Of(live.On(), null, new(2027, 1, 31), null);
        Assert.Equal(
            [
                "train 2026-11-24..2026-11-28 2027-01-20..2027-01-24 57", "gap 2026-11-24..2026-12-03 2027-01-03..2027-01-12 40 critical",
                "build 2026-12-04..2026-12-13 2027-01-13..2027-01-22 40 critical", "stage-1 2026-12-14..2026-12-15 2027-01-23..2027-01-24 40 critical", "stage-2 2026-12-16..2026-12-22 2027-01-25..2027-01-31 40 critical",
            ],
            Told(plan));
        Assert.Equal((new DateOnly(2026, 12, 22), true), (plan.EndsOn, plan.IsInTime));

        // A last day that is too early shows where it hurts, and what is done no longer counts.
        plan = TaskPlan.Of(live.On(), null, new(2026, 12, 20), null);
        Assert.Equal((false, -2), (plan.IsInTime, plan.Tasks.Min(t => t.SlackDays)));
        await live.Keep(Put("Task", "gap", ("doneOn", "2026-11-23")));
        Assert.Equal((new DateOnly(2026, 12, 12), true), (TaskPlan.Of(live.On(), null, new(2026, 12, 20), null).EndsOn, TaskPlan.Of(live.On(), null, new(2026, 12, 20), null).IsInTime));

        // Without a day the longest way is critical, and nobody says whether it is in time.
        plan = TaskPlan.Of(live.On(), null, null, null);
        Assert.Null(plan.IsInTime);
        Assert.Equal(["build", "stage-1", "stage-2"], plan.Tasks.Where(t => t.IsCritical).Select(t => t.Task.Key));
        Assert.Equal(["gap", "build"], TaskPlan.Of(live.On(), live.Find("build"), null, null).Tasks.Select(t => t.Task.Key).OrderByDescending(k => k, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_day_of_a_plan_equals_a_naive_walk_over_all_ways()
    {
        await using var live = await OpenAsync();
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        List<Operation> operations = [];
        var before = new Dictionary<int, List<int>>();
        for (var i = 0; i < 40; i++)
        {
            operations.Add(Put("Task", $"task:{i:00}", ("title", $"{i}"), ("days", dice.Next(4) == 0 ? null : dice.Next(1, 9)), ("startsOn", dice.Next(3) == 0 ? $"2026-12-{dice.Next(1, 29):00}" : null)));
            before[i] = [.. Enumerable.Range(0, i).Where(j => i - j < 6 && dice.Next(3) == 0)];
            operations.AddRange(before[i].Select(j => Link($"task:{i:00}", "WAITS_FOR", $"task:{j:00}")));
        }

        // Levels have a limit; a chain of forty would pass it.
        var levels = new Dictionary<int, int>();
        for (var i = 0; i < 40; i++)
        {
            levels[i] = before[i].Count == 0 ? 0 : before[i].Max(j => levels[j]) + 1;
        }

        Assert.True(levels.Values.Max() <= 30, $"seed {seed}");
        await live.Keep(operations);
        var by = new DateOnly(2027, 6, 30);
        var plan = TaskPlan.Of(live.On(), null, by, null).Tasks.ToDictionary(t => t.Task.Key);
        foreach (var i in Enumerable.Range(0, 40))
        {
            var found = plan[$"task:{i:00}"];
            Assert.True((Start(i), Last(i)) == (found.EarliestStart, found.LatestEnd), $"seed {seed}, task {i}: {Start(i)} {Last(i)}, found {found}");
        }

        int Days(int i) => live.Find($"task:{i:00}").Integer(Graph.Engine.Model.ManagementSystem.TaskKind.Days) ?? 1;

        DateOnly Start(int i)
        {
            var given = live.Find($"task:{i:00}").Date(Graph.Engine.Model.ManagementSystem.TaskKind.StartsOn);
            return new[] { live.Today(), given ?? live.Today() }.Concat(before[i].Select(j => Start(j).AddDays(Days(j)))).Max();
        }

        DateOnly Last(int i) => before.Where(b => b.Value.Contains(i)).Select(b => Last(b.Key).AddDays(-Days(b.Key))).Prepend(by).Min();
    }

    [Fact]
    public async Task Tasks_in_a_circle_are_refused_and_a_plan_arrives_over_GraphQL()
    {
        await using var api = await ApiHost.StartAsync();
        await api.WriteAsync(Steps);
        var refused = (await api.AskAsync("""mutation { apply(changeId: "1", reason: "A circle.", changes: [{link: {from: "gap", kind: WAITS_FOR, to: "stage-2"}}]) { accepted userErrors { code path message } } }"""))["apply"]!;
        var error = Assert.Single(refused["userErrors"]!.AsArray())!;
        Assert.Equal(
            (false, "VALIDATION", "changes[0].link", "expected no circle of WAITS_FOR; it leads from 'gap' back to itself"),
            ((bool)refused["accepted"]!, (string)error["code"]!, (string)error["path"]!, (string)error["message"]!));
        var plan = (await api.AskAsync("""{ view { plan(of: "stage-1", by: "2026-10-01") { by formallyBy law { key } endsOn inTime withoutDays tasks(critical: true, first: 2) { totalCount pageInfo { endCursor } nodes { task { key } done earliestStart earliestEnd latestStart latestEnd slackDays critical } } } } }"""))["view"]!["plan"]!;
        Assert.Equal(
            """{"task":{"key":"gap"},"done":false,"earliestStart":"2026-08-06","earliestEnd":"2026-08-15","latestStart":"2026-09-10","latestEnd":"2026-09-19","slackDays":35,"critical":true}""",
            plan["tasks"]!["nodes"]![0]!.ToJsonString());
        Assert.Equal(("2026-10-01", null, null, "2026-08-27", true, 0, 3), ((string?)plan["by"], (string?)plan["formallyBy"], plan["law"], (string?)plan["endsOn"], (bool?)plan["inTime"], (int)plan["withoutDays"]!, (int)plan["tasks"]!["totalCount"]!));
        var rest = (await api.AskAsync("query($c: String) { view { plan(of: \"stage-1\", by: \"2026-10-01\") { tasks(critical: true, first: 2, after: $c) { nodes { task { key } } } } } }", new { c = (string)plan["tasks"]!["pageInfo"]!["endCursor"]! }))["view"]!["plan"]!["tasks"]!["nodes"]!;
        Assert.Equal("""[{"task":{"key":"stage-1"}}]""", rest.ToJsonString());
        var (code, _, message, _) = await api.FailAsync("""{ view { plan(system: "gap") { endsOn } } }""");
        Assert.Equal(("NOT_FOUND", "expected a key of kind AiSystem in 'system', found Task 'gap'"), (code, message));
    }

    [Fact]
    public async Task A_plan_is_judged_against_the_next_day_on_which_the_law_begins_to_bind()
    {
        await using var live = await ActCatalogue.OpenWithActAsync();
        await live.Tell([ActCatalogue.Provided(("placedOn", "2028-01-01")), .. Steps]);
        await live.Tell(Put("Task", "gap", ("days", 380)));
        var plan = TaskPlan.Of(live.On(), null, null, live.Find(ActCatalogue.TheSystem));
        Assert.Equal(("2027-12-02", false), ($"{plan.By:yyyy-MM-dd}", plan.IsInTime));
        plan = TaskPlan.Of(live.On(), null, null, live.Find(ActCatalogue.TheSystem), live.Find("eu-ai-act:49"));
        Assert.Equal(("2027-12-02", "2026-08-02", "eu-ai-act:49(1)"), ($"{plan.By:yyyy-MM-dd}", $"{plan.FormallyBy:yyyy-MM-dd}", plan.LawRow?.Key));
        plan = TaskPlan.Of(live.On(), null, null, live.Find(ActCatalogue.TheSystem), live.Find("eu-ai-act:5"));
        Assert.Equal(("2026-12-02", null, "eu-ai-act:5(1)(ba)"), ($"{plan.By:yyyy-MM-dd}", plan.FormallyBy, plan.LawRow?.Key));
        Assert.Null(TaskPlan.Of(live.On(), null, null, live.Find(ActCatalogue.TheSystem), live.Find("eu-ai-act:4")).By);     // It binds already.
    }

    private static readonly Operation[] Certifiable =
    [
        Put("Framework", "standard", ("title", "A standard"), ("kind", "STANDARD"), ("voluntary", true)), Requirement("standard:1"), Link("standard:1", "PART_OF", "standard"),
        Put("ScopeStatement", "scope:1", ("title", "Scope"), ("boundaries", "All.")),
        Put("Certificate", "certificate:1", ("title", "A standard")), Link("certificate:1", "CERTIFIES", "standard"), Link("certificate:1", "CERTIFIES", "scope:1"),
        Put("Person", "person:body", ("name", "Bodo")),
        Put("Audit", "audit:1", ("title", "Stage 1"), ("type", "STAGE_1"), ("heldOn", "2026-11-01")), Link("audit:1", "AUDITS_FOR", "certificate:1"), Link("audit:1", "AUDITED_BY", "person:body"),
        Put("Audit", "audit:2", ("title", "Stage 2"), ("type", "STAGE_2"), ("heldOn", "2026-11-20")), Link("audit:2", "AUDITS_FOR", "certificate:1"), Link("audit:2", "AUDITED_BY", "person:body"),
    ];

    private static Operation[] Watch(string key, string heldOn) =>
        [Put("Audit", key, ("title", "Surveillance"), ("type", "SURVEILLANCE"), ("heldOn", heldOn)), Link(key, "AUDITS_FOR", "certificate:1"), Link(key, "AUDITED_BY", "person:body")];

    private static readonly Operation[] Steps =
    [
        Put("Task", "gap", ("title", "Gap analysis"), ("days", 10)), Put("Task", "build", ("title", "Build"), ("days", 10)), Link("build", "WAITS_FOR", "gap"),
        Put("Task", "train", ("title", "Train"), ("days", 5)), Put("Task", "stage-1", ("title", "Stage 1"), ("days", 2)), Link("stage-1", "WAITS_FOR", "build"),
        Put("Task", "stage-2", ("title", "Stage 2"), ("days", 7)), Link("stage-2", "WAITS_FOR", "stage-1"), Link("stage-2", "WAITS_FOR", "train"),
    ];

    private static PutDocument Issue(string issuedOn, string validUntil) => Put("Certificate", "certificate:1", ("issuedOn", issuedOn), ("validUntil", validUntil));

    private static string[] Focus(LiveEngine live) => [.. SurveillanceFocus.Of(live.On(), live.Find("certificate:1")).Rows.Where(r => r.Reason is FocusReason.OpenFinding or FocusReason.ClosedFinding).Select(r => $"{r.Reason} {r.Document.Key}")];

    private static string[] Told(TaskPlan plan) =>
        [.. plan.Tasks.Select(t => $"{t.Task.Key} {t.EarliestStart:yyyy-MM-dd}..{t.EarliestEnd:yyyy-MM-dd} {t.LatestStart:yyyy-MM-dd}..{t.LatestEnd:yyyy-MM-dd} {t.SlackDays}{(t.IsCritical ? " critical" : "")}")];
}
