namespace Graph.Tests.Reference;

public sealed class NaiveReferenceTests
{
    private const string A = "ai-system:a";
    private const string B = "ai-system:b";

    [Fact]
    public void Cells_come_by_framework_then_natural_key_then_system()
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder()
            .Document("AiSystem", B).Document("AiSystem", A)
            .Document("AiSystem", "ai-system:c", ("inScope", false))
            .Document("Framework", "z", ("kind", "GUIDANCE")).Row("z:1", "z", ("scope", "ORGANISATION"))
            .Document("Framework", "law", ("kind", "REGULATION")).Row("law:10", "law").Row("law:9(1)", "law");
        Assert.Equal(
            [("law:9(1)", A), ("law:9(1)", B), ("law:10", A), ("law:10", B), ("z:1", null)],
            NaiveReference.Cells(graph.On("2026-11-24")).Select(cell => (cell.Requirement, cell.Subject)));
        Assert.Empty(NaiveReference.Cells(graph.On("2026-11-24"), ["ai-system:c"]));
    }

    [Fact]
    public void Coverage_counts_owed_cells_and_everything_else_apart()
    {
        NaiveView view = Scene().On("2026-11-24");
        NaiveCoverage law = NaiveReference.Coverage(view, "law");
        Assert.Equal((4, 1, 2, 2), (law.Owed, law.Met, law.MetWithCredit, law.Shallow));
        Assert.Equal(new Dictionary<string, int> { ["COVERED"] = 1, ["MISSING"] = 2, ["UNPROVEN"] = 1 }, law.States);
        Assert.Equal(new Dictionary<string, int> { ["NOT_YET"] = 2 }, law.NotOwed);
        IReadOnlyList<NaiveSystemCoverage> each = NaiveReference.CoverageBySystem(view, "law");
        Assert.Equal([(A, 2, 1), (B, 2, 0)], each.Select(s => (s.System, s.Coverage.Owed, s.Coverage.Met)));
    }

    [Fact]
    public void Withdrawing_a_control_of_one_system_never_lists_another()
    {
        NaiveView view = Scene().On("2026-11-24");
        Assert.Equal(
            [new NaiveConsequence("law:1", A, "APPLICABLE", "COVERED", null, "APPLICABLE", "UNPROVEN", null)],
            NaiveReference.Consequences(view, "evidence:e", "LOSS").Where(c => c.Requirement == "law:1"));
        Assert.DoesNotContain(
            NaiveReference.Consequences(view, "control:c", "LOSS"), consequence => consequence.Subject == B);
        Assert.Equal(
            [
                new NaiveReached("law:1", 1), new NaiveReached("risk:r", 1), new NaiveReached(A, 2),
                new NaiveReached("mapping:m", 2), new NaiveReached("std:1", 3), new NaiveReached("mapping:n", 4),
                new NaiveReached("law:2", 5),
            ],
            NaiveReference.Impact(view, "control:c", "LOSS"));
    }

    [Fact]
    public void Impact_of_lost_evidence_climbs_to_controls_and_stops_at_the_depth()
    {
        NaiveView view = Scene().On("2026-11-24");
        Assert.Equal(
            [new NaiveReached("control:c", 1), new NaiveReached("law:1", 2), new NaiveReached("risk:r", 2)],
            NaiveReference.Impact(view, "evidence:e", "LOSS", depthMax: 2));
        Assert.Equal(
            [new NaiveReached("component:m", 1), new NaiveReached(A, 2)],
            NaiveReference.Impact(view, "vendor:v", "LOSS"));
    }

    [Fact]
    public void Impact_of_a_changed_heading_goes_down_and_against_the_links_and_stops_at_mappings()
    {
        NaiveView view = Scene().On("2026-11-24");
        Assert.Equal(
            [
                new NaiveReached("law:1", 1), new NaiveReached("law:2", 1), new NaiveReached("law:3", 1),
                new NaiveReached("control:c", 2), new NaiveReached("control:d", 2), new NaiveReached("mapping:m", 2),
                new NaiveReached("mapping:n", 2), new NaiveReached("evidence:e", 3),
            ],
            NaiveReference.Impact(view, "law", "CHANGE"));
    }

    [Fact]
    public void Loss_passes_three_mappings_and_goes_down_from_headings()
    {
        NaiveGraphBuilder graph = new NaiveGraphBuilder().Document("MappingSet", "set:s")
            .Document("Framework", "f").Heading("f:0", "f");
        for (int index = 1; index <= 4; index++)
        {
            string source = index == 1 ? "f:0" : $"f:{index - 1}.1";
            graph.Heading($"f:{index}", "f").Row($"f:{index}.1", $"f:{index}")
                .Mapping($"mapping:{index}", "EQUAL", [source], [$"f:{index}"], ("direction", "FORWARD"));
        }

        IReadOnlyList<NaiveReached> reached = NaiveReference.Impact(graph.On("2026-11-24"), "f:0", "LOSS");
        Assert.Equal(new NaiveReached("f:3.1", 9), reached[^1]);
    }

    [Fact]
    public void Losing_a_statement_or_a_system_changes_verdicts_and_cells_that_go_are_listed()
    {
        NaiveGraphBuilder graph = Scene()
            .Document(
                "Statement",
                "statement:s",
                ("kind", "APPLICABILITY"),
                ("applicable", false),
                ("approvedOn", NaiveGraphBuilder.Day("2026-11-24")))
            .Edge("statement:s", "STATES", "std:1");
        IReadOnlyList<NaiveConsequence> lost =
            NaiveReference.Consequences(graph.On("2026-11-24"), "statement:s", "LOSS");
        Assert.Contains(
            new NaiveConsequence("std:1", A, "EXCLUDED", "COVERED", "PARTIAL", "APPLICABLE", "COVERED", "PARTIAL"),
            lost);
        Assert.Contains(
            NaiveReference.Consequences(graph.On("2026-11-24"), B, "LOSS"),
            consequence => consequence is { Requirement: "law:1", Subject: B, NewVerdict: null, NewState: null });
    }

    [Fact]
    public void Trace_gives_all_shortest_paths_along_the_arrows_and_never_through_a_framework()
    {
        NaiveView view = Scene().Edge("risk:r", "MITIGATED_BY", "control:d").Edge("control:d", "SATISFIES", "law:1")
            .On("2026-11-24");
        Assert.Equal(
            [[A, "risk:r", "control:c", "law:1"], [A, "risk:r", "control:d", "law:1"]],
            NaiveReference.Trace(view, A, "law:1"));
        Assert.Equal([["law:1", "mapping:m", "std:1", "std"]], NaiveReference.Trace(view, "law:1", "std"));
        Assert.Equal([["law:1", "law"]], NaiveReference.Trace(view, "law:1", "law"));
        Assert.Empty(NaiveReference.Trace(view, "law:2", "law:1"));
        Assert.Empty(NaiveReference.Trace(view, "law:1", A));
    }

    /// <summary>
    /// A control of system A covers law:1 there; control:d of everyone has no proof and satisfies law:1; std:1 is
    /// covered for everyone and equals law:2; law:3 is not yet due.
    /// </summary>
    private static NaiveGraphBuilder Scene()
    {
        DateOnly past = NaiveGraphBuilder.Day("2026-11-01");
        return new NaiveGraphBuilder()
            .Document("AiSystem", A).Document("AiSystem", B)
            .Document("Component", "component:m").Document("Vendor", "vendor:v")
            .Edge(A, "USES", "component:m").Edge("component:m", "SUPPLIED_BY", "vendor:v")
            .Document("Framework", "law", ("kind", "REGULATION"))
            .Row("law:1", "law", ("needsControl", true)).Row("law:2", "law")
            .Row("law:3", "law", ("effectiveOther", NaiveGraphBuilder.Day("2027-12-02")))
            .Document("Framework", "std", ("kind", "STANDARD"), ("voluntary", true))
            .Row("std:1", "std", ("excludable", true))
            .Edge(A, "SUBJECT_TO", "std")
            .Document("MappingSet", "set:s")
            .Mapping("mapping:m", "INTERSECTS", ["law:1"], ["std:1"], ("direction", "FORWARD"))
            .Mapping("mapping:n", "EQUAL", ["std:1"], ["law:2"])
            .Document("Risk", "risk:r")
            .Edge(A, "HAS_RISK", "risk:r").Edge(B, "HAS_RISK", "risk:r")
            .Document("Control", "control:c", ("implementedOn", past))
            .Edge("control:c", "APPLIES_TO", A).Edge("risk:r", "MITIGATED_BY", "control:c")
            .Edge("control:c", "SATISFIES", "law:1").Edge("control:c", "EVIDENCED_BY", "evidence:e")
            .Document("Evidence", "evidence:e", ("type", "POLICY"), ("approvedOn", past))
            .Edge("evidence:e", "CONCERNS", A)
            .Document("Control", "control:d", ("scope", "ORGANISATION"), ("implementedOn", past))
            .Edge("control:d", "SATISFIES", "law:1")
            .OrganisationProof("evidence:o", "2026-11-01")
            .Edge("evidence:o", "DEMONSTRATES", "std:1");
    }
}
