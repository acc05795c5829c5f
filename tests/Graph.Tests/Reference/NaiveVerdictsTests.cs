namespace Graph.Tests.Reference;

public sealed class NaiveVerdictsTests
{
    private const string System = "ai-system:a";

    [Fact]
    public void The_first_false_condition_in_order_is_named()
    {
        NaiveCell cell = Judge(
            [("roles", Words("PROVIDER")), ("classes", Words("HIGH_RISK"))],
            [("roles", Words("DEPLOYER")), ("classes", Words())]);
        Assert.Equal(("NOT_APPLICABLE", "roles"), (cell.Verdict, cell.FalseCondition));
    }

    [Fact]
    public void Unknown_is_not_empty_and_what_is_missing_is_named()
    {
        (string, object?)[] row = [("roles", Words("PROVIDER")), ("facts", Words("talks/decides", "!open"))];
        NaiveCell unknown = Judge(row, []);
        Assert.Equal("UNDETERMINED", unknown.Verdict);
        Assert.Equal(["roles", "talks", "decides", "open"], unknown.Missing);
        Assert.Contains(new NaiveDefect("FACT_MISSING", System, Name: "decides"), unknown.Defects);
        Assert.Equal("NOT_APPLICABLE", Judge(row, [("roles", Words())]).Verdict);
    }

    [Fact]
    public void One_true_alternative_suffices_whatever_else_is_unknown()
    {
        NaiveCell cell = Judge([("facts", Words("talks/decides"))], [("facts", Facts(("decides", true)))]);
        Assert.Equal("APPLICABLE", cell.Verdict);
        Assert.Empty(cell.Missing);
    }

    [Fact]
    public void Nobody_owes_today_what_no_answer_could_make_them_owe()
    {
        NaiveCell cell = Judge([("roles", Words("PROVIDER")), ("effectiveOther", Day("2027-12-02"))], []);
        Assert.Equal("NOT_YET", cell.Verdict);
        Assert.DoesNotContain(cell.Defects, defect => defect.Code == "FACT_MISSING");
    }

    [Theory]
    [InlineData("2026-08-01", "NOT_YET")]
    [InlineData("2026-08-02", "UNRESOLVED")]
    [InlineData("2027-12-01", "UNRESOLVED")]
    [InlineData("2027-12-02", "APPLICABLE")]
    public void Between_the_formal_and_the_effective_day_an_unclear_law_is_unresolved(string day, string verdict)
    {
        NaiveCell cell = Judge(
            [
                ("formalDate", Day("2026-08-02")), ("effectiveAnnexIII", Day("2027-12-02")),
                ("effectiveAnnexI", Day("2028-08-02")), ("dateStatus", "UNRESOLVED"),
            ],
            [("routes", Words("ANNEX_III"))],
            day);
        Assert.Equal(verdict, cell.Verdict);
        Assert.Equal((Day("2026-08-02"), Day("2027-12-02")), (cell.FormalDate, cell.EffectiveDate));
    }

    [Fact]
    public void A_system_on_no_dated_route_does_not_owe_and_an_unknown_route_takes_the_earliest_date()
    {
        (string, object?)[] row =
            [("effectiveAnnexIII", Day("2026-12-02")), ("effectiveAnnexI", Day("2028-08-02"))];
        Assert.Equal("routes", Judge(row, [("routes", Words())]).FalseCondition);
        Assert.Equal("NOT_YET", Judge(row, [], "2026-12-01").Verdict);
        NaiveCell unknown = Judge(row, [], "2026-12-02");
        Assert.Equal("UNDETERMINED", unknown.Verdict);
        Assert.Equal(["routes"], unknown.Missing);
    }

    [Fact]
    public void A_point_recorded_as_an_area_matches_only_lists_that_have_the_area()
    {
        Assert.Equal("APPLICABLE", Point("annexIIIIn", "5", "5(b)").Verdict);
        Assert.Equal("annexIIIIn", Point("annexIIIIn", "5(b)", "5").FalseCondition);
        Assert.Equal("annexIIIOut", Point("annexIIIOut", "5", "5(b)").FalseCondition);
        Assert.Equal("APPLICABLE", Point("annexIIIOut", "5", "5(b)", "1").Verdict);
        Assert.Equal("APPLICABLE", Point("annexIIIOut", "5").Verdict);
    }

    [Fact]
    public void A_claim_that_lowers_a_duty_counts_only_when_a_classification_that_found_it_is_signed()
    {
        NaiveCell unsigned = Claim(assessment: null);
        Assert.Equal("UNDETERMINED", unsigned.Verdict);
        Assert.Equal(["classification"], unsigned.Missing);
        Assert.Contains(new NaiveDefect("CLASSIFICATION_UNSIGNED", System), unsigned.Defects);

        Assert.Equal("classes", Claim([("signedOn", Day("2026-11-24"))]).FalseCondition);
        Assert.Equal("UNDETERMINED", Claim([("signedOn", Day("2026-11-25"))]).Verdict);
        Assert.Equal("UNDETERMINED", Claim([("signedOn", Day("2026-05-23")), ("reviewEveryMonths", 6)]).Verdict);
        Assert.Equal("classes", Claim([("signedOn", Day("2026-05-24")), ("reviewEveryMonths", 6)]).FalseCondition);
    }

    [Fact]
    public void A_class_that_nothing_signed_found_is_a_defect_of_an_owed_cell()
    {
        NaiveCell cell = Judge([("classes", Words("HIGH_RISK"))], [("classes", Words("HIGH_RISK"))]);
        Assert.Equal("APPLICABLE", cell.Verdict);
        Assert.Contains(new NaiveDefect("CLASSIFICATION_UNSIGNED", System), cell.Defects);
    }

    [Theory]
    [InlineData(null, null, "NOT_YET")]
    [InlineData("2027-12-02", null, "NOT_YET")]
    [InlineData("2027-12-01", null, "LEGACY")]
    [InlineData("2027-12-01", "2026-11-23", "LEGACY")]
    public void A_shield_is_shown_and_never_assumed(string? placed, string? changed, string verdict)
    {
        NaiveCell cell = Legacy("2026-11-24", placed, changed, null);
        Assert.Equal(verdict, cell.Verdict);
        Assert.Equal(verdict == "LEGACY" ? "legacy:1" : null, cell.LegacyRule);
    }

    [Theory]
    [InlineData("2028-01-01", null, "APPLICABLE")]
    [InlineData("2028-01-01", "2027-12-01", "LEGACY")]
    [InlineData("2028-01-01", "2027-12-02", "APPLICABLE")]
    [InlineData("2028-01-01", "2028-01-02", "LEGACY")]
    [InlineData("2030-08-01", "2027-12-01", "LEGACY")]
    [InlineData("2030-08-02", "2027-12-01", "APPLICABLE")]
    public void A_shield_ends_by_change_and_on_its_day(string day, string? changed, string verdict) =>
        Assert.Equal(verdict, Legacy(day, "2027-01-15", changed, null).Verdict);

    [Fact]
    public void A_shield_outlives_its_day_where_the_reason_to_end_is_known_to_be_false() =>
        Assert.Equal("LEGACY", Legacy("2031-01-01", "2027-01-15", "2027-12-01", false).Verdict);

    [Fact]
    public void Only_an_excludable_row_is_excluded_and_a_tie_goes_to_applicable()
    {
        NaiveGraphBuilder graph = Standard();
        Assert.Equal("EXCLUDED", Single(graph, "std:A.2").Verdict);
        Assert.Equal("statement:no", Single(graph, "std:A.2").Statement);
        Assert.Equal("APPLICABLE", Single(graph, "std:A.3").Verdict);
        Statement(graph, "statement:yes", applicable: true).Edge("statement:yes", "STATES", "std:A.2");
        Assert.Equal("APPLICABLE", Single(graph, "std:A.2").Verdict);
    }

    [Fact]
    public void An_excludable_row_of_a_standard_without_an_approved_statement_lacks_one()
    {
        NaiveGraphBuilder graph = Standard();
        Assert.Contains(new NaiveDefect("SOA_MISSING", "std:B.1"), Single(graph, "std:B.1").Defects);
        graph.Edge("statement:no", "STATES", "std:B.1");
        Assert.Equal("EXCLUDED", Single(graph, "std:B.1").Verdict);
    }

    [Fact]
    public void A_voluntary_framework_is_owed_only_by_systems_subject_to_it()
    {
        NaiveGraphBuilder graph = Standard().Document("AiSystem", "ai-system:b");
        NaiveCell cell = Assert.Single(NaiveReference.Cells(graph.On("2026-11-24"), ["ai-system:b"], "std:A.2"));
        Assert.Equal(("NOT_APPLICABLE", "subjectTo"), (cell.Verdict, cell.FalseCondition));
    }

    [Fact]
    public void The_organisation_takes_the_first_verdict_over_the_systems_in_question_and_each_system_shows_its_own()
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder()
            .Document("Framework", "law", ("kind", "REGULATION"))
            .Row("law:1", "law", ("scope", "ORGANISATION"), ("roles", Words("PROVIDER")))
            .Document("AiSystem", "ai-system:a", ("roles", Words("DEPLOYER")))
            .Document("AiSystem", "ai-system:b")
            .Document("AiSystem", "ai-system:c", ("roles", Words("PROVIDER")), ("retiredOn", Day("2026-11-25")));
        NaiveCell before = Assert.Single(NaiveReference.Cells(graph.On("2026-11-24")));
        Assert.Equal(("APPLICABLE", null), (before.Verdict, before.Subject));
        NaiveCell after = Assert.Single(NaiveReference.Cells(graph.On("2026-11-25")));
        Assert.Equal("UNDETERMINED", after.Verdict);
        Assert.Contains(new NaiveDefect("FACT_MISSING", "ai-system:b", Name: "roles"), after.Defects);
        NaiveCell alone = Assert.Single(NaiveReference.Cells(graph.On("2026-11-25"), ["ai-system:a"]));
        Assert.Equal("NOT_APPLICABLE", alone.Verdict);
        Assert.Empty(NaiveReference.Gaps(graph.On("2026-11-24"), "ai-system:a"));
        Assert.True(Assert.Single(NaiveReference.Gaps(graph.On("2026-11-24"), "ai-system:b")).Inherited);
    }

    private static NaiveCell Judge(
        (string, object?)[] row, (string, object?)[] system, string day = "2026-11-24") =>
        Single(
            new NaiveGraphBuilder()
                .Document("Framework", "law", ("kind", "REGULATION"))
                .Row("law:1", "law", row)
                .Document("AiSystem", System, system),
            "law:1",
            day);

    private static NaiveCell Point(string list, string entry, params string[] points) =>
        Judge([(list, Words(entry))], [("classes", Words("HIGH_RISK")), ("annexIIIPoints", points)]);

    private static NaiveCell Claim((string, object?)[]? assessment)
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder()
            .Document("Framework", "law", ("kind", "REGULATION"))
            .Row("law:1", "law", ("classes", Words("HIGH_RISK")))
            .Document("AiSystem", System, ("classes", Words("EXEMPT_6_3")), ("facts", Facts(("profilesPersons", false))));
        if (assessment is not null)
        {
            graph.Document(
                    "Assessment",
                    "assessment:c",
                    [("kind", "CLASSIFICATION"), ("classes", Words("EXEMPT_6_3")), .. assessment])
                .Edge("assessment:c", "ASSESSES", System);
        }

        return Single(graph, "law:1");
    }

    private static NaiveCell Legacy(string day, string? placed, string? changed, bool? publicAuthorities)
    {
        List<(string, object?)> system = [("classes", Words("HIGH_RISK")), ("routes", Words("ANNEX_III"))];
        if (placed is not null)
        {
            system.Add(("placedOn", Day(placed)));
        }

        if (changed is not null)
        {
            system.Add(("designChangedOn", Day(changed)));
        }

        if (publicAuthorities is { } answer)
        {
            system.Add(("facts", Facts(("intendedForPublicAuthorities", answer))));
        }

        return Single(
            new NaiveGraphBuilder()
                .Document("Framework", "law", ("kind", "REGULATION"))
                .Row("law:1", "law", ("effectiveAnnexIII", Day("2027-12-02")))
                .Edge("law:1", "SHIELDED_BY", "legacy:1")
                .Document(
                    "LegacyRule",
                    "legacy:1",
                    ("onlyIf", Words("class:HIGH_RISK")),
                    ("placedBefore", "EFFECTIVE"),
                    ("endsOn", Day("2030-08-02")),
                    ("endsOnWhen", "intendedForPublicAuthorities"),
                    ("endedByChange", true))
                .Document("AiSystem", System, [.. system]),
            "law:1",
            day);
    }

    /// <summary>A standard with "not applicable" stated of heading A; A.2 is excludable, A.3 is not.</summary>
    private static NaiveGraphBuilder Standard() => Statement(new NaiveGraphBuilder(), "statement:no", applicable: false)
        .Document("Framework", "std", ("kind", "STANDARD"), ("voluntary", true))
        .Heading("std:A", "std")
        .Row("std:A.2", "std:A", ("excludable", true))
        .Row("std:A.3", "std:A")
        .Row("std:B.1", "std", ("excludable", true))
        .Document("AiSystem", System)
        .Edge(System, "SUBJECT_TO", "std")
        .Edge("statement:no", "STATES", "std:A");

    private static NaiveGraphBuilder Statement(NaiveGraphBuilder graph, string key, bool applicable) => graph.Document(
        "Statement", key, ("kind", "APPLICABILITY"), ("applicable", applicable), ("approvedOn", Day("2026-11-24")));

    private static NaiveCell Single(NaiveGraphBuilder graph, string row, string day = "2026-11-24") =>
        Assert.Single(NaiveReference.Cells(graph.On(day), of: row));

    private static string[] Words(params string[] words) => words;

    private static DateOnly Day(string day) => NaiveGraphBuilder.Day(day);

    private static Dictionary<string, bool> Facts(params (string Name, bool Value)[] facts) =>
        facts.ToDictionary(fact => fact.Name, fact => fact.Value);
}
