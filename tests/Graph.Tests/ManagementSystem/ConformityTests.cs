using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Log;
using Graph.Engine.Validation;
using Graph.Tests.Engine;
using static Graph.Tests.Engine.LiveEngine;
using static Graph.Tests.ManagementSystem.ActCatalogue;

namespace Graph.Tests.ManagementSystem;

/// <summary>The way of a system through the AI Act as it ships: route, steps, order, modification, roles, and the plan of what is missing. Today is 2026-11-24.</summary>
public sealed class ConformityTests
{
    // What is edited is signed again.
    private static readonly (string, object?)[] Signed = [("status", "SIGNED"), ("signedOn", "2026-08-20"), ("signedBy", "Sid Signer")];

    public static TheoryData<string, string?, string?, string?, string, ConformityRoute, string> Routes => new()
    {
        // roles, classes, routes, points (null = unknown, empty = none), facts -> route, what its reason names
        { "PROVIDER", "HIGH_RISK", "ANNEX_III", "5(b)", "", ConformityRoute.AnnexVi, "43(2): Annex III points 2 to 8" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_III", "8(a)", "", ConformityRoute.AnnexVi, "43(2)" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_III", "1(a)", "", ConformityRoute.AnnexVii, "43(1): Annex III point 1: without standards that the Official Journal has cited" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_III", "1(a)", "harmonisedStandardsApplied", ConformityRoute.AnnexViOrVii, "the provider chooses" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_III", "1(a) 5(b)", "", ConformityRoute.Several, "43(1): Annex III point 1" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_I_A", "", "", ConformityRoute.SectoralLaw, "43(3): Annex I Section A" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_I_A ANNEX_III", "1(a) 5(b)", "", ConformityRoute.SectoralLaw, "43(3)" },
        { "PROVIDER", "HIGH_RISK", "ANNEX_III", null, "", ConformityRoute.Unknown, "unknown annexIIIPoints" },
        { "PROVIDER", "HIGH_RISK", null, "5(b)", "", ConformityRoute.Unknown, "unknown routes" },
        { "PROVIDER", null, "ANNEX_III", "5(b)", "", ConformityRoute.Unknown, "unknown classes" },
        { "PROVIDER", "", "ANNEX_III", "5(b)", "", ConformityRoute.Unknown, "unknown classification" },
        { "DEPLOYER", "HIGH_RISK", "ANNEX_III", "5(b)", "", ConformityRoute.None, "43(2) does not bind: the organisation is not its PROVIDER" },
        { "PROVIDER", "HIGH_RISK PROHIBITED", "ANNEX_III", "5(b)", "", ConformityRoute.None, "Art. 5" },
        { "PROVIDER", "", "", "", "", ConformityRoute.None, "43(2) does not bind: it is not classified HIGH_RISK" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_route_follows_from_what_is_known_and_names_what_is_not(string roles, string? classes, string? routes, string? points, string fact, ConformityRoute route, string reason)
    {
        await using var live = await OpenWithActAsync();
        await live.Keep(Put("AiSystem", TheSystem, ("title", "S"), ("roles", Words(roles)), ("classes", Words(classes)), ("routes", Words(routes)), ("annexIIIPoints", Words(points)), ("facts", fact.Length == 0 ? null : Facts((fact, true)))));
        var way = Way(live);
        Assert.Equal(route, way.Route);
        Assert.Contains(reason, way.Because, StringComparison.Ordinal);

        static string[]? Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task What_is_judged_not_high_risk_and_signed_is_registered_instead_and_never_where_it_profiles()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(("classes", new[] { "EXEMPT_6_3" }), ("placedOn", "2026-09-01")), .. Classified("2026-08-20", "EXEMPT_6_3")]);
        var way = Way(live);
        Assert.Equal((ConformityRoute.Unknown, true), (way.Route, way.Because.Contains("unknown profilesPersons", StringComparison.Ordinal)));      // It is not said whether it profiles.
        Assert.Equal("Classification Open profilesPersons", Stand(way, ConformityStep.Classification));
        await live.Tell(Put("AiSystem", TheSystem, ("facts", Facts(("profilesPersons", false)))));
        way = Way(live);
        Assert.Equal((ConformityRoute.None, true), (way.Route, way.Because.Contains("49(2)", StringComparison.Ordinal)));
        Assert.Equal("Classification Open", Stand(way, ConformityStep.Classification));     // 6(4) is not documented.
        Assert.Equal("Registration Open", Stand(way, ConformityStep.Registration));
        Assert.Equal("Assessment NotOwed", Stand(way, ConformityStep.Assessment));

        // It is on the market without registration, between the two days that the law may mean.
        Assert.Equal(["Registration - < Placing 2026-09-01 unresolved"], Disorders(way));
        await live.Refuses(
            ViolationCode.Validation, "changes[0].put.aiSystem.classes", "expected no EXEMPT_6_3 of a system that profiles natural persons",
            Put("AiSystem", TheSystem, ("facts", Facts(("profilesPersons", true)))));
        await live.Tell([.. Shown("evidence:6", "CLASSIFICATION_RECORD", "2026-08-21", "6(4)"), .. Shown("evidence:49", "REGISTRATION_RECORD", "2026-08-31", "49(2)")]);
        way = Way(live);
        Assert.Equal(["Classification Done", "Registration Done"], [Stand(way, ConformityStep.Classification), Stand(way, ConformityStep.Registration)]);
        Assert.Empty(way.Disorders);
    }

    [Fact]
    public async Task Evidence_that_is_a_title_alone_leaves_its_step_open_until_somebody_can_be_shown_it()
    {
        await using var live = await OpenWithActAsync();
        var shown = Shown("evidence:11", "TECHNICAL_DOCUMENTATION", "2026-10-04", "11");
        await live.Tell([Provided(), .. shown.Select(o => o is PutDocument p ? p with { Fields = p.Fields.Where(f => f.Key != "uri").ToDictionary() } : o)]);
        Assert.All(Way(live).Steps.Single(s => s.Rule.Step == ConformityStep.TechnicalDocumentation).Cells, c => Assert.Equal(State.Covered, c.State));
        Assert.Equal(("TechnicalDocumentation Open", "NO_FILE evidence:11"), (Stand(Way(live), ConformityStep.TechnicalDocumentation), Wrong(Way(live), ConformityStep.TechnicalDocumentation)));
        await live.Tell(shown);
        Assert.Equal(("TechnicalDocumentation Done", ""), (Stand(Way(live), ConformityStep.TechnicalDocumentation), Wrong(Way(live), ConformityStep.TechnicalDocumentation)));
    }

    [Fact]
    public async Task What_Annex_III_lists_is_found_high_risk_or_exempt_and_nothing_else()
    {
        await using var live = await OpenWithActAsync();
        await live.Keep(
            Provided(("classes", new[] { "TRANSPARENCY" }), ("facts", Facts(("profilesPersons", false)))),
            Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { "TRANSPARENCY" }), ("conclusion", "It talks.")), Link("a", "ASSESSES", TheSystem));
        Refused(
            await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "a"), ViolationCode.Validation, "key",
            "expected 'a' to find HIGH_RISK or EXEMPT_6_3: by 'ai-system:s' Annex III lists it, 5(b)");

        // Nor where it is the classification that finds points, and the system names none.
        await live.Keep(Put("AiSystem", TheSystem, ("annexIIIPoints", Array.Empty<string>())), Put("Assessment", "a", ("annexIIIPoints", new[] { "4(a)" })));
        Refused(
            await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "a"), ViolationCode.Validation, "key",
            "expected 'a' to find HIGH_RISK or EXEMPT_6_3: by 'a' Annex III lists it, 4(a)");
    }

    [Theory]
    [InlineData("HIGH_RISK", "", "", "5(b)", "ANNEX_III", "expected 'a' to say by which points of Annex III (annexIIIPoints), or by which other route (routes), it found HIGH_RISK")]
    [InlineData("HIGH_RISK", "", "ANNEX_III", "5(b)", "ANNEX_III", "expected 'a' to say by which points of Annex III (annexIIIPoints), or by which other route (routes), it found HIGH_RISK")]
    [InlineData("HIGH_RISK", "5(b)", "ANNEX_I_A", "5(b)", "ANNEX_III", "expected 'a' to find ANNEX_III among its routes, for it found points of it, 5(b)")]
    [InlineData("EXEMPT_6_3", "", "", "", "ANNEX_III", "expected 'a' to say from which points of Annex III it exempts (annexIIIPoints")]
    [InlineData("EXEMPT_6_3", "5(b)", "", "5(b)", "ANNEX_III,ANNEX_I_B", "expected 'ai-system:s' not to have the route ANNEX_I_B where it is found EXEMPT_6_3")]
    [InlineData("EXEMPT_6_3", "5(b)", "ANNEX_III,ANNEX_I_A", "5(b)", "ANNEX_III", "expected 'a' not to have the route ANNEX_I_A where it is found EXEMPT_6_3")]
    [InlineData("EXEMPT_6_3", "5(b)", "", "5(b),6(e)", "ANNEX_III", "expected 'a' to look at every point of 'ai-system:s' before it finds EXEMPT_6_3: 6(e)")]
    public async Task A_classification_says_by_what_it_finds_a_system_high_risk_or_from_what_it_exempts(string found, string points, string routes, string pointsOfSystem, string routesOfSystem, string expected)
    {
        await using var live = await OpenWithActAsync();
        await live.Keep(
            Provided(("classes", new[] { found }), ("annexIIIPoints", List(pointsOfSystem)), ("routes", List(routesOfSystem)), ("facts", Facts(("profilesPersons", false)))),
            Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { found }), ("annexIIIPoints", List(points)), ("routes", routes.Length == 0 ? null : List(routes)), ("conclusion", "So it is.")), Link("a", "ASSESSES", TheSystem));
        Refused(await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "a"), ViolationCode.Validation, "key", expected);

        static string[] List(string words) => words.Length == 0 ? [] : words.Split(',');
    }

    [Theory]
    [InlineData("annexIIIPoints", "4(a)")]
    [InlineData("annexIIIPoints", "")]
    [InlineData("routes", "ANNEX_III,ANNEX_I_A")]
    [InlineData("routes", "")]
    [InlineData("routes", null)]
    [InlineData("annexIIIPoints", null)]
    [InlineData("classes", "TRANSPARENCY,HIGH_RISK")]
    public async Task A_system_that_says_otherwise_than_the_newest_signed_classification_is_not_classified(string field, string? value)
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(), .. Classified("2026-08-20", "HIGH_RISK")]);
        Assert.Equal("", Wrong(Way(live), ConformityStep.Classification));
        await live.Tell(Put("AiSystem", TheSystem, (field, value?.Length == 0 ? Array.Empty<string>() : value?.Split(','))));
        Assert.Equal(("Classification Open", "NOT_APPROVED assessment:class"), (Stand(Way(live), ConformityStep.Classification).Split(' ') is [var step, var state, ..] ? $"{step} {state}" : "", Wrong(Way(live), ConformityStep.Classification)));
    }

    [Fact]
    public async Task Points_and_routes_that_were_signed_do_not_go_by_an_edit_and_leave_the_procedure_unknown()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(), .. Classified("2026-08-20", "HIGH_RISK")]);
        Assert.Equal(ConformityRoute.AnnexVi, Way(live).Route);
        await live.Tell(Put("AiSystem", TheSystem, ("routes", Array.Empty<string>())));
        Assert.Equal((ConformityRoute.Unknown, true), (Way(live).Route, Way(live).Missing.Contains("routes")));
        await live.Tell(Put("AiSystem", TheSystem, ("routes", new[] { "ANNEX_I_B" })));
        Assert.Equal((ConformityRoute.Unknown, true), (Way(live).Route, Way(live).Missing.Contains("routes")));

        // Nor by one that says that the law of a product comes first.
        await live.Tell(Put("AiSystem", TheSystem, ("routes", new[] { "ANNEX_III", "ANNEX_I_A" })));
        Assert.Equal((ConformityRoute.Unknown, true), (Way(live).Route, Way(live).Missing.Contains("routes")));
        await live.Tell(Put("AiSystem", TheSystem, ("routes", new[] { "ANNEX_III" }), ("annexIIIPoints", Array.Empty<string>())));
        Assert.Equal((ConformityRoute.Unknown, true), (Way(live).Route, Way(live).Missing.Contains("annexIIIPoints")));
    }

    [Fact]
    public async Task What_is_left_out_of_the_management_system_owes_what_nobody_judges_here_and_never_nothing()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("inScope", false)));
        var way = Way(live);
        Assert.Equal((ConformityRoute.Unknown, true), (way.Route, way.Missing.Contains("inScope")));
        Assert.Equal(["QualityManagement Unknown", "Registration Unknown"], [Stand(way, ConformityStep.QualityManagement), Stand(way, ConformityStep.Registration)]);
        Assert.Equal("NOT_ASSIGNED ai-system:s", $"{way.Shortfalls[0].Code} {way.Shortfalls[0].Node!.Key}");
        await live.Tell(Put("AiSystem", TheSystem, ("retiredOn", "2026-11-01")));
        Assert.Equal((ConformityRoute.None, "QualityManagement NotOwed", 0), (Way(live).Route, Stand(Way(live), ConformityStep.QualityManagement), Way(live).Shortfalls.Count(s => s.Code == "NOT_ASSIGNED")));
    }

    [Fact]
    public async Task By_Annex_VII_a_notified_body_assesses_and_not_the_provider_alone()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
        [
            Provided(("annexIIIPoints", new[] { "1(a)" })), .. Shown("evidence:43", "CONFORMITY_ASSESSMENT", "2026-10-05", "43(1)"),
            Put("Control", "control:43", ("title", "New assessment"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")), Link("control:43", "SATISFIES", "eu-ai-act:43(4)"),
            .. Shown("evidence:43-4", "PROCEDURE", "2026-01-01", "43(4)"), Link("control:43", "EVIDENCED_BY", "evidence:43-4"),
        ]);
        Assert.Equal(("Assessment Unknown notifiedBodyInvolved", ""), (Stand(Way(live), ConformityStep.Assessment), Wrong(Way(live), ConformityStep.Assessment).Replace("FACT_MISSING ai-system:s", "", StringComparison.Ordinal)));
        await live.Tell(Put("AiSystem", TheSystem, ("facts", Facts(("notifiedBodyInvolved", false)))));
        Assert.Equal(("Assessment Open", "NOT_ASSIGNED ai-system:s"), (Stand(Way(live), ConformityStep.Assessment), Wrong(Way(live), ConformityStep.Assessment)));
        await live.Tell(Put("AiSystem", TheSystem, ("facts", Facts(("notifiedBodyInvolved", true)))));
        Assert.Equal("Assessment Done", Stand(Way(live), ConformityStep.Assessment));
        await live.Tell(Put("AiSystem", TheSystem, ("annexIIIPoints", new[] { "5(b)" }), ("facts", Facts(("notifiedBodyInvolved", false)))));
        Assert.Equal("", Wrong(Way(live), ConformityStep.Assessment));
    }

    [Fact]
    public async Task A_classification_that_is_stale_or_was_not_reviewed_leaves_the_step_open()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(), .. Classified("2026-08-20", "HIGH_RISK"), .. Shown("evidence:6", "CLASSIFICATION_RECORD", "2026-08-21", "6(4)")]);
        await live.Tell(Put("Assessment", "assessment:class", [("reviewEveryMonths", 1), .. Signed]));
        Assert.Equal(("Classification Open", "REVIEW_OVERDUE assessment:class"), (Stand(Way(live), ConformityStep.Classification), Wrong(Way(live), ConformityStep.Classification)));
        await live.Tell(Put("Assessment", "assessment:class", [("reviewEveryMonths", null), .. Signed]));
        Assert.Equal("Classification Done", Stand(Way(live), ConformityStep.Classification));
        await live.Tell(Put("PlannedChange", "change:purpose", ("title", "Another use"), ("aspects", new[] { "PURPOSE" }), ("doneOn", "2026-09-01")), Link("change:purpose", "CHANGES", TheSystem));
        Assert.Equal(("Classification Open", "OVERTAKEN change:purpose"), (Stand(Way(live), ConformityStep.Classification), Wrong(Way(live), ConformityStep.Classification)));
    }

    [Fact]
    public async Task What_is_prohibited_stays_open_whoever_signs()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(("classes", new[] { "PROHIBITED" })), .. Classified("2026-08-20", "PROHIBITED")]);
        Assert.Equal(("Classification Open", "NOT_ACCEPTED ai-system:s"), (Stand(Way(live), ConformityStep.Classification), Wrong(Way(live), ConformityStep.Classification)));
    }

    [Fact]
    public async Task Steps_stand_as_their_rows_do_and_the_logs_of_Article_12_need_not_be_immutable()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided());
        var way = Way(live);
        Assert.Equal(
            "Classification Open, QualityManagement Open, SystemRequirements Open, TechnicalDocumentation Open, Assessment Open, Declaration Open, CeMarking Open notifiedBodyInvolved providedDigitally, "
            + "Registration Open, Placing Unknown placedOn, Monitoring Open, Incidents Open incidentReportingLimited, Use NotOwed, FundamentalRights NotOwed, FundamentalRightsNotice NotOwed, Transparency Unknown categorisesBiometrically generatesDeepFakes generatesSyntheticContent interactsWithPersons publishesPublicInterestText recognisesEmotions",
            string.Join(", ", way.Steps.Select(s => Stand(way, s.Rule.Step))));
        var quality = way.Steps.First(s => s.Rule.Step == ConformityStep.QualityManagement);
        Assert.Equal("abcdefghijklm", string.Concat(quality.Cells.Select(c => c.Requirement.Key[^2])));
        Assert.All(quality.Cells, c => Assert.Equal((Verdict.NotYet, TheSystem), (c.Verdict, c.InheritedBy?.Key)));
        Assert.Equal(Verdict.Unresolved, way.Steps.First(s => s.Rule.Step == ConformityStep.Assessment).Verdict);
        Assert.Contains("does not ask for logs that nobody can alter", ConformitySteps.All.First(s => s.Step == ConformityStep.SystemRequirements).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declaration_before_the_assessment_is_out_of_order_until_a_later_one_is_drawn_up()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(), .. Shown("evidence:47", "DECLARATION_OF_CONFORMITY", "2026-10-01", "47")]);
        Assert.Equal(["Assessment - < Declaration 2026-10-01"], Disorders(Way(live)));
        await live.Tell(Shown("evidence:43", "CONFORMITY_ASSESSMENT", "2026-10-05", "43(2)"));
        var way = Way(live);
        Assert.Contains("Assessment 2026-10-05 < Declaration 2026-10-01", Disorders(way));

        // Nothing that the assessment examines was there when it was made.
        Assert.Equal(
            ["Classification - < Assessment 2026-10-05", "QualityManagement - < Assessment 2026-10-05", "SystemRequirements - < Assessment 2026-10-05", "TechnicalDocumentation - < Assessment 2026-10-05"],
            Disorders(way).Where(d => d.Contains("< Assessment", StringComparison.Ordinal)));
        await live.Tell([.. Shown("evidence:11", "TECHNICAL_DOCUMENTATION", "2026-10-04", "11"), .. Classified("2026-10-06", "HIGH_RISK"), .. Shown("evidence:47-2", "DECLARATION_OF_CONFORMITY", "2026-10-07", "47")]);
        Assert.Equal(
            ["Classification 2026-10-06 < Assessment 2026-10-05", "QualityManagement - < Assessment 2026-10-05", "SystemRequirements - < Assessment 2026-10-05"],
            Disorders(Way(live)));
    }

    [Fact]
    public async Task Placing_before_registration_is_out_of_order_once_the_law_binds_and_not_before()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("placedOn", "2027-12-10")));
        Assert.Empty(Way(live).Disorders);
        Assert.Equal("Placing Open", Stand(Way(live), ConformityStep.Placing));
        Assert.Equal(
            ["Classification - < Placing 2027-12-10", "QualityManagement - < Placing 2027-12-10", "SystemRequirements - < Placing 2027-12-10", "TechnicalDocumentation - < Placing 2027-12-10", "Assessment - < Placing 2027-12-10", "Declaration - < Placing 2027-12-10", "CeMarking - < Placing 2027-12-10", "Registration - < Placing 2027-12-10"],
            Disorders(Way(live, "2027-12-11")));

        // What was on the market before is shielded (Art. 111(2)).
        await live.Tell(Provided(("placedOn", "2027-12-01"), ("facts", Facts(("annexXComponent", false), ("designUnchanged", true)))));
        var way = Way(live, "2027-12-11");
        Assert.Equal(("Registration NotOwed", Verdict.Legacy), (Stand(way, ConformityStep.Registration), way.Steps.First(s => s.Rule.Step == ConformityStep.Registration).Verdict));
        Assert.Empty(way.Disorders);
    }

    [Theory]
    [InlineData("2027-12-01", true, "NotOwed", null)]
    [InlineData("2027-12-02", true, "Unknown", "Record in designChangedOn that change:c changed ai-system:s on 2027-12-02: a substantial modification ends what shields a system that was on the market before (111(2)).")]
    [InlineData("2027-12-05", null, "Unknown", "Record whether change:c is a substantial modification: one ends what shields a system that was on the market before (111(2)).")]
    [InlineData("2027-12-05", false, "NotOwed", null)]
    public async Task A_substantial_modification_of_a_shielded_system_is_asked_about_until_the_facts_agree(string doneOn, bool? substantial, string state, string? closes)
    {
        await using var live = await OpenWithActAsync(now: new(2027, 12, 20, 12, 0, 0, TimeSpan.Zero));
        await live.Tell(
            Provided(("placedOn", "2027-12-01"), ("facts", Facts(("annexXComponent", false), ("designUnchanged", true)))),
            Put("PlannedChange", "change:c", ("title", "Another model"), ("doneOn", doneOn), ("substantial", substantial)), Link("change:c", "CHANGES", TheSystem));
        foreach (var step in new[] { ConformityStep.Assessment, ConformityStep.Declaration, ConformityStep.SystemRequirements })
        {
            Assert.Equal($"{step} {state}", Stand(Way(live, "2027-12-11"), step));
        }

        var shortfalls = Way(live, "2027-12-11").Steps.First(s => s.Rule.Step == ConformityStep.Assessment).Shortfalls;
        Assert.Equal(closes is null ? [] : [closes], shortfalls.Select(s => s.Closes));
        if (closes is not null)
        {
            // Once the fact is recorded the verdict itself says that nothing shields.
            await live.Tell(Provided(("placedOn", "2027-12-01"), ("designChangedOn", doneOn), ("facts", Facts(("annexXComponent", false)))));
            Assert.NotEqual(Verdict.Legacy, Way(live, "2027-12-11").Steps.First(s => s.Rule.Step == ConformityStep.Assessment).Verdict);
        }
    }

    [Fact]
    public async Task A_deployer_assesses_fundamental_rights_before_the_first_use_and_tells_the_authority()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(("roles", new[] { "DEPLOYER" }), ("placedOn", "2027-12-10")), .. Shown("evidence:27", "AUTHORITY_CORRESPONDENCE", "2026-11-01", "27(3)")]);
        Assert.Equal(["FundamentalRights - < FundamentalRightsNotice 2026-11-01"], Disorders(Way(live)));
        Assert.Equal(
            ["Classification - < Placing 2027-12-10", "FundamentalRights - < Placing 2027-12-10", "FundamentalRights - < FundamentalRightsNotice 2026-11-01"],
            Disorders(Way(live, "2027-12-10")));
        await live.Tell(
            Put("Assessment", "assessment:fria", ("title", "FRIA"), ("kind", "FRIA"), ("status", "SIGNED"), ("signedOn", "2026-10-30"), ("signedBy", "Sid Signer")),
            Link("assessment:fria", "ASSESSES", TheSystem), Link("assessment:fria", "DEMONSTRATES", "eu-ai-act:27"));
        Assert.Equal(["FundamentalRights Done", "FundamentalRightsNotice Done", "Assessment NotOwed"], [Stand(Way(live), ConformityStep.FundamentalRights), Stand(Way(live), ConformityStep.FundamentalRightsNotice), Stand(Way(live), ConformityStep.Assessment)]);
        Assert.Empty(Way(live).Disorders);
    }

    [Fact]
    public async Task A_substantial_modification_after_the_assessment_asks_for_it_again()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
        [
            Provided(), .. Shown("evidence:43", "CONFORMITY_ASSESSMENT", "2026-10-05", "43(2)"),
            Put("Control", "control:43", ("title", "New assessment"), ("scope", "ORGANISATION"), ("implementedOn", "2026-01-01")), Link("control:43", "SATISFIES", "eu-ai-act:43(4)"),
            .. Shown("evidence:43-4", "PROCEDURE", "2026-01-01", "43(4)"), Link("control:43", "EVIDENCED_BY", "evidence:43-4"),
        ]);
        Assert.Equal("Assessment Done", Stand(Way(live), ConformityStep.Assessment));
        await live.Tell(
            Put("Component", "component:c", ("title", "Model"), ("type", "MODEL")), Link(TheSystem, "USES", "component:c"),
            Put("PlannedChange", "change:c", ("title", "Another model"), ("plannedFor", "2026-11-01")), Link("change:c", "CHANGES", "component:c"));
        Assert.Equal("Assessment Done", Stand(Way(live), ConformityStep.Assessment));     // Planned only.
        await live.Tell(Put("PlannedChange", "change:c", ("doneOn", "2026-11-02")));
        Assert.Equal(("Assessment Unknown", "FACT_MISSING change:c"), (Stand(Way(live), ConformityStep.Assessment), Wrong(Way(live), ConformityStep.Assessment)));
        await live.Tell(Put("PlannedChange", "change:c", ("substantial", false)));
        Assert.Equal("Assessment Done", Stand(Way(live), ConformityStep.Assessment));     // Pre-determined and assessed at first.
        await live.Tell(Put("PlannedChange", "change:c", ("substantial", true)));
        Assert.Equal(("Assessment Reopened", "REOPENED change:c"), (Stand(Way(live), ConformityStep.Assessment), Wrong(Way(live), ConformityStep.Assessment)));

        // Whoever asks for cells, coverage, the plan or readiness is told the same.
        Assert.Equal(State.Suspect, Way(live).Steps.Single(s => s.Rule.Step == ConformityStep.Assessment).Cells.Single(c => c.Requirement.Key == "eu-ai-act:43(2)").State);
        Assert.Contains(
            "Assessment eu-ai-act:43(2) Suspect ProofOvertaken change:c",
            Plan(live).Items.Select(i => $"{i.Step} {i.Cell.Requirement.Key} {i.Cell.State} {string.Join(", ", i.Cell.Defects.Select(d => $"{d.Code} {d.Node.Key}"))}"));
        await live.Tell(Shown("evidence:43-2", "CONFORMITY_ASSESSMENT", "2026-11-10", "43(2)"));
        Assert.Equal("Assessment Done", Stand(Way(live), ConformityStep.Assessment));

        // The declaration of before rests on the assessment of before.
        await live.Tell(Shown("evidence:47", "DECLARATION_OF_CONFORMITY", "2026-10-07", "47"));
        Assert.Contains("Assessment 2026-11-10 < Declaration 2026-10-07", Disorders(Way(live)));
        Assert.Equal(("Declaration Reopened", "REOPENED change:c"), (Stand(Way(live), ConformityStep.Declaration), Wrong(Way(live), ConformityStep.Declaration)));
        await live.Tell(Shown("evidence:47-2", "DECLARATION_OF_CONFORMITY", "2026-11-11", "47"));
        Assert.Equal(("Declaration Done", ""), (Stand(Way(live), ConformityStep.Declaration), Wrong(Way(live), ConformityStep.Declaration)));
        Assert.DoesNotContain(Disorders(Way(live)), d => d.StartsWith("Assessment ", StringComparison.Ordinal));

        // What the system itself records counts as well.
        await live.Tell(Put("AiSystem", TheSystem, ("designChangedOn", "2026-11-20")));
        Assert.Equal(("REOPENED ai-system:s", "REOPENED ai-system:s"), (Wrong(Way(live), ConformityStep.Assessment), Wrong(Way(live), ConformityStep.Declaration)));

        // A declaration of the changed design rests on no assessment of it.
        await live.Tell(Shown("evidence:47-3", "DECLARATION_OF_CONFORMITY", "2026-11-22", "47"));
        Assert.Contains("Assessment - < Declaration 2026-11-22", Disorders(Way(live)));
    }

    [Fact]
    public async Task A_change_that_was_made_is_not_unmade_by_an_edit()
    {
        await using var live = await OpenWithActAsync();
        await live.Keep(Provided(), Put("PlannedChange", "change:c", ("title", "C"), ("aspects", new[] { "MODEL" }), ("substantial", false), ("plannedFor", "2026-11-02")), Link("change:c", "CHANGES", TheSystem));
        await live.Keep(Put("PlannedChange", "change:c", ("aspects", new[] { "PURPOSE", "MODEL" }), ("substantial", true), ("doneOn", "2026-11-02")));
        foreach (var (field, value, expected) in new (string, object?, string)[]
        {
            ("substantial", false, "expected a substantial modification"), ("substantial", null, "expected a substantial modification"),
            ("aspects", new[] { "PURPOSE" }, "expected PURPOSE, MODEL among the aspects"), ("aspects", Array.Empty<string>(), "expected PURPOSE, MODEL among the aspects"),
            ("doneOn", null, "expected a day up to 2026-11-02"), ("doneOn", "2026-11-03", "expected a day up to 2026-11-02"),
        })
        {
            await live.Refuses(ViolationCode.Validation, $"changes[0].put.plannedChange.{field}", $"{expected}, as it was recorded of a change that was made", Put("PlannedChange", "change:c", (field, value)));
        }

        await live.Refuses(ViolationCode.Validation, "changes[0].unlink", "expected a change that was made to stay with what it changed", Unlink("change:c", "CHANGES", TheSystem));
        await live.Refuses(ViolationCode.Validation, "changes[0].delete.key", "'change:c' is kept", Delete("change:c", edges: true));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.plannedChange.doneOn", "expected a day up to 2026-11-02", Put("PlannedChange", "change:c", ("doneOn", null)), Delete("change:c", edges: true));

        // What makes it weigh more, and a day that was recorded too late, is corrected.
        await live.Keep(Put("PlannedChange", "change:c", ("doneOn", "2026-11-01"), ("aspects", new[] { "PURPOSE", "MODEL", "DATA" })));
        await live.Keep(Put("PlannedChange", "change:c", ("aspects", null)));
        await live.Refuses(ViolationCode.Validation, "changes[0].put.plannedChange.aspects", "expected no aspects, which counts as all", Put("PlannedChange", "change:c", ("aspects", new[] { "PURPOSE", "MODEL", "DATA" })));

        // Of one of which nobody had judged whether it is substantial somebody does.
        await live.Keep(Put("PlannedChange", "change:d", ("title", "D"), ("doneOn", "2026-11-02")), Link("change:d", "CHANGES", TheSystem));
        await live.Keep(Put("PlannedChange", "change:d", ("substantial", false)));
        await live.Keep(Put("PlannedChange", "change:d", ("substantial", true)));
    }

    [Fact]
    public async Task A_newer_classification_that_contradicts_what_the_system_claims_keeps_the_step_open()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(), .. Classified("2026-08-20", "HIGH_RISK")]);
        Assert.Equal(("Classification Done", ""), (Stand(Way(live), ConformityStep.Classification), Wrong(Way(live), ConformityStep.Classification)));
        await live.Tell(
            Put("Assessment", "assessment:newer", ("title", "Newer"), ("kind", "CLASSIFICATION"), ("classes", new[] { "EXEMPT_6_3" }), ("status", "SIGNED"), ("signedOn", "2026-08-21"), ("signedBy", "Sid Signer")),
            Link("assessment:newer", "ASSESSES", TheSystem));
        Assert.Equal(("Classification Open", "NOT_APPROVED assessment:newer"), (Stand(Way(live), ConformityStep.Classification), Wrong(Way(live), ConformityStep.Classification)));
        Assert.Equal("Classification Done", Stand(Way(live, "2026-08-20"), ConformityStep.Classification));

        // Of two of one day the one that says otherwise is named; a newer one again settles it.
        await live.Tell(Classified("2026-08-21", "HIGH_RISK"));
        Assert.Equal("NOT_APPROVED assessment:newer", Wrong(Way(live), ConformityStep.Classification));
        await live.Tell(Classified("2026-08-22", "HIGH_RISK"));
        Assert.Equal("Classification Done", Stand(Way(live), ConformityStep.Classification));

        // A system that claims to be exempt is not, once a newer one finds it high-risk.
        await live.Tell(Put("AiSystem", TheSystem, ("classes", new[] { "EXEMPT_6_3" }), ("facts", Facts(("profilesPersons", false)))));
        Assert.Equal((ConformityRoute.Unknown, "NOT_APPROVED assessment:class"), (Way(live).Route, Wrong(Way(live), ConformityStep.Classification)));
    }

    [Theory]
    [InlineData("HIGH_RISK", "6(3)")]
    [InlineData("PROHIBITED", "5")]
    public async Task A_classification_that_finds_a_system_exempt_and_more_than_that_is_not_submitted(string systemClass, string article)
    {
        await using var live = await OpenWithActAsync();
        await live.Keep(
            Provided(("facts", Facts(("profilesPersons", false)))), Put("Assessment", "a", ("title", "A"), ("kind", "CLASSIFICATION"), ("classes", new[] { systemClass, "EXEMPT_6_3" }), ("annexIIIPoints", new[] { "5(b)" }), ("conclusion", "Both.")), Link("a", "ASSESSES", TheSystem));
        Refused(
            await live.Decide("Sue Submitter", Graph.Engine.Writing.DecisionVerb.Submit, "a"), ViolationCode.Validation, "key",
            $"expected 'a' to find EXEMPT_6_3 or {systemClass}, not both (Regulation (EU) 2024/1689 Art. {article})");
    }

    [Fact]
    public async Task Neither_a_new_control_nor_a_later_day_of_effect_makes_an_old_assessment_one_of_a_changed_system()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell([Provided(("designChangedOn", "2026-10-20")), .. Shown("evidence:43", "CONFORMITY_ASSESSMENT", "2026-10-05", "43(2)")]);
        Assert.Equal("REOPENED ai-system:s", Wrong(Way(live), ConformityStep.Assessment));
        await live.Tell(
            Put("Control", "control:43", ("title", "Assessed"), ("scope", "ORGANISATION"), ("implementedOn", "2026-11-01")), Link("control:43", "SATISFIES", "eu-ai-act:43(2)"), Link("control:43", "EVIDENCED_BY", "evidence:43"));
        Assert.Equal("REOPENED ai-system:s", Wrong(Way(live), ConformityStep.Assessment));
        await live.Tell(Put("Evidence", "evidence:43", ("collectedOn", "2026-10-05"), ("effectiveFrom", "2026-11-01"), ("status", "APPROVED"), ("approvedOn", "2026-10-05"), ("approvedBy", "Ann Approver")));
        Assert.Equal("REOPENED ai-system:s", Wrong(Way(live), ConformityStep.Assessment));

        // One of the day of the change may not have seen it.
        await live.Tell(Shown("evidence:43-2", "CONFORMITY_ASSESSMENT", "2026-10-20", "43(2)"));
        Assert.Equal("REOPENED ai-system:s", Wrong(Way(live), ConformityStep.Assessment));
        await live.Tell(Shown("evidence:43-3", "CONFORMITY_ASSESSMENT", "2026-10-21", "43(2)"));
        Assert.Equal("", Wrong(Way(live), ConformityStep.Assessment));
    }

    [Theory]
    [InlineData("DEPLOYER", "", "Unknown ownNameOnSystem, Unknown substantiallyModified, Unknown purposeMadeHighRisk, No")]
    [InlineData("DEPLOYER", "ownNameOnSystem", "Yes, Unknown substantiallyModified, Unknown purposeMadeHighRisk, No")]
    [InlineData("IMPORTER", "!ownNameOnSystem substantiallyModified !purposeMadeHighRisk", "No, Yes, No, No")]
    [InlineData("PROVIDER", "ownNameOnSystem", "No, No, No, No")]
    [InlineData("GPAI_PROVIDER", "ownNameOnSystem", "Yes, Unknown substantiallyModified, Unknown purposeMadeHighRisk, No")]
    [InlineData("AUTHORISED_REPRESENTATIVE", "ownNameOnSystem !substantiallyModified !purposeMadeHighRisk", "Yes, No, No, No")]
    public async Task Whoever_puts_their_name_on_a_system_or_changes_it_may_become_its_provider(string role, string facts, string expected)
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("roles", new[] { role }), ("facts", Facts([.. facts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => (f.TrimStart('!'), f[0] != '!'))]))));
        Assert.Equal(expected, string.Join(", ", Way(live).RoleChanges.Select(r => string.Join(' ', [$"{r.Becomes}", .. r.Missing]))));
        Assert.Equal(["eu-ai-act:25(1)(a)", "eu-ai-act:25(1)(b)", "eu-ai-act:25(1)(c)", "eu-ai-act:25(3)"], Way(live).RoleChanges.Select(r => r.Requirement?.Key));
    }

    [Fact]
    public async Task Whoever_becomes_the_provider_and_does_not_record_it_is_told_so_wherever_its_duties_are_missing()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("roles", new[] { "DEPLOYER" }), ("facts", Facts(("ownNameOnSystem", true), ("substantiallyModified", false), ("purposeMadeHighRisk", false)))));
        Assert.Equal("Assessment NotOwed", Stand(Way(live), ConformityStep.Assessment));
        Told("Record the role PROVIDER of ai-system:s: by 25(1)(a) the organisation becomes its provider.");
        Assert.Equal("NotMet: FACT_MISSING ai-system:s", live.Criterion("12.j"));

        // What nobody knows is no pass.
        await live.Tell(Put("AiSystem", TheSystem, ("facts", Facts(("substantiallyModified", true), ("purposeMadeHighRisk", false)))));
        Told("Record the role PROVIDER of ai-system:s: by 25(1)(b) the organisation becomes its provider.", "Record ownNameOnSystem of ai-system:s: by 25(1)(a) the organisation may have become its provider.");
        await live.Tell(Put("AiSystem", TheSystem, ("roles", new[] { "DEPLOYER", "PROVIDER" })));
        Told();
        Assert.Equal(("Assessment Open", "Met"), (Stand(Way(live), ConformityStep.Assessment), live.Criterion("12.j")));
        await live.Tell(Put("AiSystem", TheSystem, ("roles", new[] { "DEPLOYER" }), ("facts", Facts(("ownNameOnSystem", false), ("substantiallyModified", false), ("purposeMadeHighRisk", false)))));
        Told();
        Assert.Equal("Met", live.Criterion("12.j"));

        void Told(params string[] closes)
        {
            Assert.Equal(closes, Way(live).Shortfalls.Select(s => s.Closes));
            Assert.Equal(closes, RoleChange.Unrecorded(live.On(), live.Find(TheSystem)).Select(s => s.Closes));
        }
    }

    [Fact]
    public async Task A_manufacturer_whose_name_a_product_of_Annex_I_bears_becomes_the_provider_of_the_safety_component_in_it()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("roles", Array.Empty<string>()), ("routes", new[] { "ANNEX_I_A" }), ("annexIIIPoints", Array.Empty<string>())));
        Assert.Equal((YesNoUnknown.Unknown, "ownNameOnProduct"), (Manufacturer().Becomes, Manufacturer().Missing.Single()));
        await live.Tell(Put("AiSystem", TheSystem, ("facts", Facts(("ownNameOnProduct", true)))));
        Assert.Equal(YesNoUnknown.Yes, Manufacturer().Becomes);
        await live.Tell(Put("AiSystem", TheSystem, ("routes", new[] { "ANNEX_III" })));
        Assert.Equal((YesNoUnknown.No, "Not so: ANNEX_I_A is not among its routes."), (Manufacturer().Becomes, Manufacturer().Because));

        RoleChange Manufacturer() => Way(live).RoleChanges.Single(r => r.Provision == "25(3)");
    }

    [Fact]
    public async Task A_modification_that_a_deployer_made_answers_whether_it_became_the_provider()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("roles", new[] { "DEPLOYER" })), Put("PlannedChange", "change:c", ("title", "C"), ("doneOn", "2026-11-02"), ("substantial", true)), Link("change:c", "CHANGES", TheSystem));
        Assert.Equal(YesNoUnknown.Yes, Way(live).RoleChanges.Single(r => r.Provision == "25(1)(b)").Becomes);
        await live.Tell(Put("AiSystem", TheSystem, ("classes", Array.Empty<string>()), ("annexIIIPoints", Array.Empty<string>())));
        Assert.Equal(YesNoUnknown.No, Way(live).RoleChanges.Single(r => r.Provision == "25(1)(b)").Becomes);
    }

    [Fact]
    public async Task The_plan_gives_each_gap_its_day_its_owner_and_its_tasks()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(), Put("Person", "person:o", ("name", "Olga")), Put("Person", "person:c", ("name", "Cleo")));
        var plan = Plan(live);
        Assert.Equal(plan.Items.Count, live.On().Cells.Cells(live.Find("eu-ai-act"), [live.Find(TheSystem)]).Count(c => c.Verdict is Verdict.Applicable or Verdict.Undetermined or Verdict.Unresolved or Verdict.NotYet && c.State != State.Covered));
        Assert.Equal(plan.Items.Select(i => i.Step).Order(), plan.Items.Select(i => i.Step));

        // Nobody owns anything, and the plan says so.
        Assert.Equal("QualityManagement 2027-12-02 2027-12-02 2027-12-02 owner - NO_OWNER ai-system:s tasks -", Item(plan, "17(1)(a)"));
        Assert.Equal("Registration 2026-08-02 2027-12-02 2027-12-02 unresolved owner - NO_OWNER ai-system:s tasks -", Item(plan, "49(1)"));

        // The system has an owner; a control that is planned has one of its own; tasks arise from the row, from a heading for another system, from a finding.
        await live.Tell(
            Link(TheSystem, "OWNED_BY", "person:o"),
            Put("Control", "control:q", ("title", "Strategy"), ("scope", "ORGANISATION"), ("plannedFor", "2027-05-01")), Link("control:q", "SATISFIES", "eu-ai-act:17(1)(a)"), Link("control:q", "OWNED_BY", "person:c"),
            Put("AiSystem", "ai-system:t", ("title", "T")), Put("Finding", "finding:f", ("title", "F"), ("grade", "MINOR"), ("foundOn", "2026-11-01")), Link("finding:f", "AGAINST", "eu-ai-act:17(1)"),
            Put("Task", "task:row", ("title", "Row")), Link("task:row", "ARISES_FROM", "eu-ai-act:49(1)"), Link("task:row", "ARISES_FROM", TheSystem),
            Put("Task", "task:other", ("title", "Other")), Link("task:other", "ARISES_FROM", "eu-ai-act:49"), Link("task:other", "ARISES_FROM", "ai-system:t"),
            Put("Task", "task:all", ("title", "All")), Link("task:all", "ARISES_FROM", "eu-ai-act:49"),
            Put("Task", "task:finding", ("title", "Finding")), Link("task:finding", "ARISES_FROM", "finding:f"));
        plan = Plan(live);
        Assert.Equal("QualityManagement 2027-12-02 2027-12-02 2027-12-02 owner control:q person:c NO_DATE task:finding NO_OWNER task:finding tasks task:finding", Item(plan, "17(1)(a)"));
        Assert.Equal("Registration 2026-08-02 2027-12-02 2027-12-02 unresolved owner ai-system:s person:o NO_DATE task:all NO_OWNER task:all NO_DATE task:row NO_OWNER task:row tasks task:all task:row", Item(plan, "49(1)"));
        Assert.Equal(["task:row"], plan.Tasks.Select(t => t.Key));

        // What is covered is no gap.
        await live.Tell(Shown("evidence:49", "REGISTRATION_RECORD", "2026-11-01", "49(1)"));
        Assert.DoesNotContain(Plan(live).Items, i => i.Cell.Requirement.Key == "eu-ai-act:49(1)");
    }

    [Fact]
    public async Task A_gap_whose_tasks_are_done_is_without_task_and_an_open_one_has_a_day_and_somebody_who_does_it()
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(
            Provided(), Put("Person", "person:o", ("name", "Olga")), Link(TheSystem, "OWNED_BY", "person:o"),
            Put("Task", "task:row", ("title", "Row"), ("dueOn", "2027-06-01")), Link("task:row", "ARISES_FROM", "eu-ai-act:49(1)"), Link("task:row", "OWNED_BY", "person:o"));
        Assert.Equal("Registration 2026-08-02 2027-12-02 2027-12-02 unresolved owner ai-system:s person:o tasks task:row", Item(Plan(live), "49(1)"));
        Assert.DoesNotContain(Plan(live).WithoutTask, i => i.Cell.Requirement.Key == "eu-ai-act:49(1)");
        var without = Plan(live).WithoutTask.Count;

        // It was done, and what it was for is not there.
        await live.Tell(Put("Task", "task:row", ("doneOn", "2026-11-01")));
        Assert.Equal("Registration 2026-08-02 2027-12-02 2027-12-02 unresolved owner ai-system:s person:o tasks task:row", Item(Plan(live), "49(1)"));
        Assert.Contains(Plan(live).WithoutTask, i => i.Cell.Requirement.Key == "eu-ai-act:49(1)");
        Assert.Equal(without + 1, Plan(live).WithoutTask.Count);
        Assert.StartsWith("NotMet: NO_PLAN ai-system:s", live.Criterion("12.i"), StringComparison.Ordinal);

        await live.Tell(Put("Task", "task:again", ("title", "Again")), Link("task:again", "ARISES_FROM", "eu-ai-act:49(1)"));
        Assert.Equal("Registration 2026-08-02 2027-12-02 2027-12-02 unresolved owner ai-system:s person:o NO_DATE task:again NO_OWNER task:again tasks task:again task:row", Item(Plan(live), "49(1)"));
        await live.Tell(Put("Task", "task:again", ("dueOn", "2027-06-01")), Link("task:again", "OWNED_BY", "person:o"));
        Assert.Equal((without, "Registration 2026-08-02 2027-12-02 2027-12-02 unresolved owner ai-system:s person:o tasks task:again task:row"), (Plan(live).WithoutTask.Count, Item(Plan(live), "49(1)")));
    }

    [Theory]
    [InlineData("Registration", "49(1)", "2028-03-01")]         // Before the system is placed.
    [InlineData("Monitoring", "72(1)", "2028-03-01")]           // From then on.
    [InlineData("Incidents", "73(1)", "2028-03-01")]
    [InlineData("Use", "26(1)", "2028-03-01")]
    [InlineData("FundamentalRights", "27(1)", "2028-03-01")]
    [InlineData("FundamentalRightsNotice", "27(3)", "2028-03-01")]
    [InlineData("Transparency", "50(1)", "2028-03-01")]
    [InlineData("Other", "16(b)", "2028-03-01")]
    [InlineData("Other", "18(1)(a)", "2028-03-01")]
    [InlineData("Other", "4(1)", "2025-02-02")]                 // Whatever is placed.
    public async Task What_is_done_before_the_market_or_begins_with_it_waits_for_the_day_of_placing_where_that_is_the_later_one(string step, string row, string day)
    {
        await using var live = await OpenWithActAsync();
        await live.Tell(Provided(("roles", new[] { "PROVIDER", "DEPLOYER" }), ("placedOn", "2028-03-01")));
        Assert.Equal((step, day), Due());

        // Once it is placed the day stays; what was placed earlier waits for the law.
        Assert.Equal((step, day), Due("2028-03-02"));
        await live.Tell(Put("AiSystem", TheSystem, ("placedOn", "2025-01-01")));
        Assert.True(string.CompareOrdinal(Due().Day, day) <= 0);
        Assert.Equal(Plan(live).Items.Single(i => i.Cell.Requirement.Key == "eu-ai-act:" + row).BindsFrom, Plan(live).Items.Single(i => i.Cell.Requirement.Key == "eu-ai-act:" + row).CloseBy);

        (string Step, string Day) Due(string? on = null)
        {
            var item = SupplementaryPlan.Of(live.On(on), live.Find(TheSystem)).Items.Single(i => i.Cell.Requirement.Key == "eu-ai-act:" + row);
            return ($"{item.Step}", $"{item.CloseBy:yyyy-MM-dd}");
        }
    }

    private static Conformity Way(LiveEngine live, string? day = null) => Conformity.Of(live.On(day), live.Find(TheSystem));

    private static SupplementaryPlan Plan(LiveEngine live) => SupplementaryPlan.Of(live.On(), live.Find(TheSystem));

    private static string Stand(Conformity way, ConformityStep step)
    {
        var found = way.Steps.First(s => s.Rule.Step == step);
        return string.Join(' ', [$"{step}", $"{found.State}", .. found.Missing.Order(StringComparer.Ordinal)]);
    }

    private static string Wrong(Conformity way, ConformityStep step) => string.Join(", ", way.Steps.First(s => s.Rule.Step == step).Shortfalls.Select(s => $"{s.Code} {s.Node?.Key}"));

    private static string[] Disorders(Conformity way) =>
        [.. way.Disorders.Select(d => $"{d.Order.Earlier} {(d.EarlierOn is { } on ? $"{on:yyyy-MM-dd}" : "-")} < {d.Order.Later} {d.LaterOn:yyyy-MM-dd}{(d.IsUnresolved ? " unresolved" : "")}")];

    private static string Item(SupplementaryPlan plan, string row)
    {
        var item = plan.Items.Single(i => i.Cell.Requirement.Key == $"eu-ai-act:{row}");
        return $"{item.Step} {item.FormallyFrom:yyyy-MM-dd} {item.BindsFrom:yyyy-MM-dd} {item.CloseBy:yyyy-MM-dd}{(item.IsUnresolved ? " unresolved" : "")} owner "
            + $"{(item.OwnerOf is { } of ? $"{of.Key} {string.Join(' ', item.Owners.Select(o => o.Key))}" : "-")}{string.Concat(item.Shortfalls.Select(s => $" {s.Code} {s.Node?.Key}"))} tasks "
            + (item.Tasks.Count == 0 ? "-" : string.Join(' ', item.Tasks.Select(t => t.Key)));
    }
}
