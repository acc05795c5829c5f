namespace Graph.Tests.Reference;

public sealed class NaiveChainsTests
{
    private const string A = "ai-system:a";
    private const string B = "ai-system:b";

    [Fact]
    public void An_operating_control_with_approved_proof_covers_and_the_chain_is_its_edge_keys()
    {
        NaiveCell cell = Cell(Covered());
        Assert.Equal("COVERED", cell.State);
        Assert.Equal("control:c|SATISFIES|law:1>control:c|EVIDENCED_BY|evidence:e", cell.BestChain);
        Assert.Empty(cell.Defects);
        Assert.True(cell.Shallow);
    }

    [Theory]
    [InlineData("2026-11-19", "PLANNED")]
    [InlineData("2026-11-20", "COVERED")]
    [InlineData("2026-11-24", "NOT_OPERATING")]
    [InlineData("2026-11-27", "NOT_OPERATING")]
    [InlineData("2026-11-28", "MISSING")]
    public void A_control_is_judged_by_its_dates_each_day_included(string day, string state)
    {
        NaiveCell cell = Cell(
            Scene().Control(("implementedOn", "2026-11-20"), ("degradedOn", "2026-11-24"), ("retiredOn", "2026-11-28"))
                .Proof(("approvedOn", "2026-11-01")),
            day: day);
        Assert.Equal(state, cell.State);
        Assert.True(cell.Shallow);
    }

    [Theory]
    [InlineData("2026-11-09", "UNPROVEN", "PROOF_NOT_YET_EFFECTIVE")]
    [InlineData("2026-11-11", "UNAPPROVED", "PROOF_UNAPPROVED")]
    [InlineData("2026-11-12", "COVERED", null)]
    [InlineData("2026-11-20", "COVERED", null)]
    [InlineData("2026-11-21", "EXPIRED", "PROOF_EXPIRED")]
    public void Evidence_is_judged_by_its_dates_and_expires_after_its_last_day(string day, string state, string? code)
    {
        NaiveCell cell = Cell(
            Scene().Control(("implementedOn", "2026-11-01"))
                .Proof(("effectiveFrom", "2026-11-10"), ("approvedOn", "2026-11-12"), ("expiresOn", "2026-11-20")),
            day: day);
        Assert.Equal(state, cell.State);
        Assert.Equal(code, cell.Defects.SingleOrDefault()?.Code);
    }

    [Fact]
    public void A_forecast_says_what_expires_before_and_assumed_renewals_do_not_expire()
    {
        NaiveGraphBuilder graph = Scene().Control(("implementedOn", "2026-11-01"))
            .Proof(("approvedOn", "2026-11-12"), ("expiresOn", "2026-11-24"));
        NaiveView forecast = graph.On("2026-11-25", today: "2026-11-24");
        Assert.Equal("EXPIRES_BEFORE", Assert.Single(Cell(forecast).Defects).Code);
        Assert.Equal("COVERED", Cell(forecast with { RenewalsAssumed = true }).State);
        NaiveView late = graph.On("2026-11-26", today: "2026-11-25") with { RenewalsAssumed = true };
        Assert.Equal("PROOF_EXPIRED", Assert.Single(Cell(late).Defects).Code);
    }

    [Fact]
    public void A_control_without_usable_proof_is_one_chain_that_lists_every_reason()
    {
        NaiveGraphBuilder graph = Scene(("proof", new[] { "POLICY" })).Control(("implementedOn", "2026-11-01"));
        Assert.Equal([new NaiveDefect("PROOF_MISSING", "control:c")], Cell(graph).Defects);

        graph.Proof(("rejectedOn", "2026-11-24"), ("effectiveFrom", "2026-11-25"), ("status", "REJECTED"));
        NaiveCell cell = Cell(graph);
        Assert.Equal(("UNPROVEN", "control:c|SATISFIES|law:1"), (cell.State, cell.BestChain));
        Assert.Equal(
            ["PROOF_NOT_YET_EFFECTIVE", "PROOF_REJECTED", "PROOF_WRONG_TYPE"],
            cell.Defects.Select(defect => defect.Code));
    }

    [Fact]
    public void System_evidence_proves_only_for_what_it_concerns_directly_or_by_a_used_component_or_its_vendor()
    {
        NaiveGraphBuilder graph = Scene().Document("AiSystem", B)
            .Document("Component", "component:m").Document("Vendor", "vendor:v")
            .Edge(B, "USES", "component:m").Edge("component:m", "SUPPLIED_BY", "vendor:v")
            .Document("Control", "control:c", ("scope", "ORGANISATION"), ("implementedOn", Day("2026-11-01")))
            .Edge("control:c", "SATISFIES", "law:1")
            .Document("Evidence", "evidence:e", ("type", "POLICY"), ("approvedOn", Day("2026-11-01")))
            .Edge("control:c", "EVIDENCED_BY", "evidence:e");
        Assert.Equal(["UNPROVEN", "UNPROVEN"], NaiveReference.Cells(graph.On("2026-11-24")).Select(cell => cell.State));
        graph.Edge("evidence:e", "CONCERNS", "vendor:v");
        Assert.Equal(["UNPROVEN", "COVERED"], NaiveReference.Cells(graph.On("2026-11-24")).Select(cell => cell.State));
    }

    [Fact]
    public void A_system_control_applies_by_risk_only_when_it_applies_to_no_system_by_name()
    {
        NaiveGraphBuilder graph = Scene().Document("AiSystem", B).Document("Risk", "risk:r")
            .Document("Control", "control:c", ("implementedOn", Day("2026-11-01")))
            .Edge("control:c", "SATISFIES", "law:1").Edge("risk:r", "MITIGATED_BY", "control:c")
            .Edge(A, "HAS_RISK", "risk:r").Edge(B, "HAS_RISK", "risk:r");
        Assert.Equal(["UNPROVEN", "UNPROVEN"], NaiveReference.Cells(graph.On("2026-11-24")).Select(cell => cell.State));
        graph.Edge("control:c", "APPLIES_TO", A);
        Assert.Equal(["UNPROVEN", "MISSING"], NaiveReference.Cells(graph.On("2026-11-24")).Select(cell => cell.State));
    }

    [Fact]
    public void Proof_alone_meets_only_a_row_that_needs_no_control_and_a_heading_link_speaks_for_its_rows()
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder().Document("AiSystem", A)
            .Document("Framework", "law", ("kind", "REGULATION")).Heading("law:27", "law")
            .Row("law:27(1)", "law:27").Row("law:27(2)", "law:27", ("needsControl", true))
            .Document("Assessment", "assessment:f", ("kind", "FRIA"))
            .Edge("assessment:f", "ASSESSES", A).Edge("assessment:f", "DEMONSTRATES", "law:27");
        IReadOnlyList<NaiveCell> cells = NaiveReference.Cells(graph.On("2026-11-24"));
        Assert.Equal(["UNAPPROVED", "MISSING"], cells.Select(cell => cell.State));
        Assert.Equal([true, false], cells.Select(cell => cell.Shallow));
        Assert.Equal([new NaiveDefect("ASSESSMENT_UNSIGNED", "assessment:f")], cells[0].Defects);
        Assert.Equal([new NaiveDefect("NO_LINK", "law:27(2)")], cells[1].Defects);
    }

    [Fact]
    public void An_organisation_cell_takes_no_proof_and_no_control_of_one_system()
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder().Document("AiSystem", A)
            .Document("Framework", "law", ("kind", "REGULATION")).Row("law:1", "law", ("scope", "ORGANISATION"))
            .Document("Assessment", "assessment:f", ("kind", "FRIA"), ("signedOn", Day("2026-11-01")))
            .Edge("assessment:f", "DEMONSTRATES", "law:1")
            .Document("Control", "control:c").Edge("control:c", "SATISFIES", "law:1");
        Assert.Equal("COVERED", Cell(graph).State);
        graph.Edge("assessment:f", "ASSESSES", A);
        Assert.Equal([new NaiveDefect("NO_LINK", "law:1")], Cell(graph).Defects);
    }

    [Fact]
    public void Partial_links_never_add_up()
    {
        NaiveGraphBuilder graph = Two(("extent", "PARTIAL"));
        NaiveCell cell = Cell(graph);
        Assert.Equal(("PARTIAL", "evidence:x|DEMONSTRATES|law:1"), (cell.State, cell.BestChain));
        Assert.Equal([new NaiveDefect("EXTENT_PARTIAL", "evidence:x", "evidence:x|DEMONSTRATES|law:1")], cell.Defects);
    }

    [Fact]
    public void A_joint_group_is_covered_only_under_an_approved_statement_that_lists_exactly_its_links()
    {
        NaiveGraphBuilder graph = Two(("extent", "PARTIAL"), ("joint", "g"));
        NaiveCell without = Cell(graph);
        Assert.Equal("PARTIAL", without.State);
        Assert.Equal([new NaiveDefect("SUFFICIENCY_MISSING", "law:1")], without.Defects);
        Assert.Equal("evidence:x|DEMONSTRATES|law:1>evidence:y|DEMONSTRATES|law:1", without.BestChain);

        graph.Document(
                "Statement",
                "statement:s",
                ("kind", "SUFFICIENCY"),
                ("joint", "g"),
                ("approvedOn", Day("2026-11-24")),
                ("links", new[] { "evidence:y|DEMONSTRATES|law:1", "evidence:x|DEMONSTRATES|law:1" }))
            .Edge("statement:s", "STATES", "law:1");
        Assert.Equal("COVERED", Cell(graph).State);
        Assert.Equal("PARTIAL", Cell(graph, day: "2026-11-23").State);

        graph.Document("Evidence", "evidence:z", ("type", "POLICY"), ("scope", "ORGANISATION"))
            .Edge("evidence:z", "DEMONSTRATES", "law:1", ("joint", "g"));
        NaiveCell lapsed = Cell(graph);
        Assert.Equal("UNAPPROVED", lapsed.State);
        Assert.Equal(["PROOF_UNAPPROVED", "SUFFICIENCY_MISSING"], lapsed.Defects.Select(defect => defect.Code));
    }

    [Fact]
    public void A_joint_group_without_one_of_its_members_does_not_count_at_all()
    {
        NaiveGraphBuilder graph = Two(("joint", "g"))
            .Document("Control", "control:c", ("scope", "ORGANISATION"), ("retiredOn", Day("2026-11-24")))
            .Edge("control:c", "SATISFIES", "law:1", ("joint", "g"));
        NaiveCell cell = Cell(graph);
        Assert.Equal("MISSING", cell.State);
        Assert.Equal([new NaiveDefect("JOINT_INCOMPLETE", "control:c", "control:c|SATISFIES|law:1")], cell.Defects);
        Assert.True(cell.Shallow);
    }

    [Fact]
    public void A_changed_end_makes_its_links_suspect_and_a_changed_heading_alone_does_not()
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder().Document("AiSystem", A)
            .Document("Framework", "law", ("kind", "REGULATION")).Heading("law:27", "law").Row("law:27(1)", "law:27")
            .OrganisationProof("evidence:e", "2026-11-01")
            .Edge("evidence:e", "DEMONSTRATES", "law:27");
        NaiveView view = graph.On("2026-11-24");
        Assert.Equal("COVERED", Cell(view with { MeaningChanged = "law:27" }).State);
        foreach (string changed in new[] { "law:27(1)", "evidence:e" })
        {
            NaiveCell cell = Cell(view with { MeaningChanged = changed });
            Assert.Equal("SUSPECT", cell.State);
            Assert.Equal(
                [new NaiveDefect("LINK_SUSPECT", "evidence:e", "evidence:e|DEMONSTRATES|law:27")],
                cell.Defects);
        }
    }

    private static NaiveGraphBuilder Covered() =>
        Scene().Control(("implementedOn", "2026-11-01")).Proof(("approvedOn", "2026-11-01"));

    /// <summary>One system and one row of a law that needs a control.</summary>
    private static NaiveGraphBuilder Scene(params (string, object?)[] row) => new NaiveGraphBuilder()
        .Document("AiSystem", A)
        .Document("Framework", "law", ("kind", "REGULATION"))
        .Row("law:1", "law", [("needsControl", true), .. row]);

    /// <summary>Two approved proofs that demonstrate one row that needs no control.</summary>
    private static NaiveGraphBuilder Two(params (string, object?)[] link)
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder().Document("AiSystem", A)
            .Document("Framework", "law", ("kind", "REGULATION")).Row("law:1", "law");
        foreach (string key in new[] { "evidence:x", "evidence:y" })
        {
            graph.OrganisationProof(key, "2026-11-01").Edge(key, "DEMONSTRATES", "law:1", link);
        }

        return graph;
    }

    private static NaiveCell Cell(NaiveGraphBuilder graph, string day = "2026-11-24") => Cell(graph.On(day));

    private static NaiveCell Cell(NaiveView view) => Assert.Single(NaiveReference.Cells(view));

    private static DateOnly Day(string day) => NaiveGraphBuilder.Day(day);
}

/// <summary>The control and the proof of these tests; text that is a day is read as one.</summary>
internal static class NaiveChainsScene
{
    public static NaiveGraphBuilder Control(
        this NaiveGraphBuilder graph, params (string Field, string Value)[] fields) => graph
        .Document("Control", "control:c", [("scope", "ORGANISATION"), .. fields.Select(Read)])
        .Edge("control:c", "SATISFIES", "law:1");

    public static NaiveGraphBuilder Proof(
        this NaiveGraphBuilder graph, params (string Field, string Value)[] fields) => graph
        .Document("Evidence", "evidence:e", [("type", "LOG_RECORD"), ("scope", "ORGANISATION"), .. fields.Select(Read)])
        .Edge("control:c", "EVIDENCED_BY", "evidence:e");

    private static (string, object?) Read((string Field, string Value) field) =>
        (field.Field, DateOnly.TryParseExact(field.Value, "yyyy-MM-dd", out DateOnly day) ? day : field.Value);
}
