namespace Graph.Tests.Reference;

public sealed class NaiveCreditTests
{
    private const string A = "ai-system:a";

    [Theory]
    [InlineData("EQUAL", "COVERED")]
    [InlineData("SUPERSET", "COVERED")]
    [InlineData("SUBSET", "PARTIAL")]
    [InlineData("INTERSECTS", "PARTIAL")]
    [InlineData("NONE", null)]
    public void A_mapping_gives_what_its_relation_allows(string relation, string? credit)
    {
        NaiveCell cell = Target(Scene().Mapping("mapping:m", relation, ["std:1"], ["law:1"]));
        Assert.Equal(("MISSING", credit), (cell.State, cell.Credit));
    }

    [Fact]
    public void Sets_are_read_both_ways_with_the_relation_inverted_unless_forward()
    {
        Assert.Equal("COVERED", Target(Scene().Mapping("mapping:m", "SUBSET", ["law:1"], ["std:1"])).Credit);
        Assert.Equal("PARTIAL", Target(Scene().Mapping("mapping:m", "SUPERSET", ["law:1"], ["std:1"])).Credit);
        Assert.Null(Target(
            Scene().Mapping("mapping:m", "SUBSET", ["law:1"], ["std:1"], ("direction", "FORWARD"))).Credit);
    }

    [Fact]
    public void Adjacent_disputed_unselected_and_unowed_sources_give_nothing()
    {
        Assert.Null(Target(
            Scene().Mapping("mapping:m", "EQUAL", ["std:1"], ["law:1"], ("strength", "ADJACENT"))).Credit);
        Assert.Null(Target(Scene(disputed: true).Mapping("mapping:m", "EQUAL", ["std:1"], ["law:1"])).Credit);
        NaiveGraphBuilder graph = Scene().Mapping("mapping:m", "EQUAL", ["std:1"], ["law:1"]);
        Assert.Null(Target(graph.On("2026-11-24") with { MappingSets = [] }).Credit);
        graph.Document(
                "Statement",
                "statement:s",
                ("kind", "APPLICABILITY"),
                ("applicable", false),
                ("approvedOn", Day("2026-11-24")))
            .Edge("statement:s", "STATES", "std:1");
        Assert.Equal("COVERED", Target(graph.On("2026-11-23")).Credit);
        Assert.Null(Target(graph.On("2026-11-24")).Credit);
    }

    [Fact]
    public void Equal_needs_all_its_sources_and_intersects_the_best_of_them()
    {
        Assert.Null(Target(Scene().Mapping("mapping:m", "EQUAL", ["std:1", "std:2"], ["law:1"])).Credit);
        Assert.Equal(
            "PARTIAL",
            Target(Scene().Mapping("mapping:m", "INTERSECTS", ["std:1", "std:2"], ["law:1"])).Credit);
    }

    [Fact]
    public void A_heading_as_source_has_its_weakest_owed_row_and_as_target_speaks_for_all_below()
    {
        NaiveGraphBuilder graph = Scene().Heading("std:9", "std").Row("std:9.1", "std:9").Row("std:9.2", "std:9")
            .Edge("evidence:e", "DEMONSTRATES", "std:9.1")
            .Edge("evidence:e", "DEMONSTRATES", "std:9.2", ("extent", "PARTIAL"))
            .Mapping("mapping:m", "EQUAL", ["std:9"], ["law:9"]);
        IReadOnlyList<NaiveCell> cells = NaiveReference.Cells(graph.On("2026-11-24"), of: "law:9");
        Assert.Equal(["PARTIAL", "PARTIAL"], cells.Select(cell => cell.Credit));
    }

    [Fact]
    public void An_organisation_source_caps_at_partial_for_a_system_and_counts_fully_for_the_organisation()
    {
        NaiveGraphBuilder graph = Scene().Row("std:5", "std", ("scope", "ORGANISATION"))
            .Row("law:5", "law", ("scope", "ORGANISATION"))
            .Edge("evidence:e", "DEMONSTRATES", "std:5")
            .Mapping("mapping:m", "EQUAL", ["std:5"], ["law:1"])
            .Mapping("mapping:n", "EQUAL", ["std:5"], ["law:5"], ("direction", "FORWARD"))
            .Mapping("mapping:o", "EQUAL", ["std:1"], ["law:5"], ("direction", "FORWARD"));
        Assert.Equal("PARTIAL", Target(graph).Credit);
        Assert.Equal("COVERED", Target(graph.On("2026-11-24"), "law:5").Credit);
        Assert.Null(Target(Scene().Row("law:5", "law", ("scope", "ORGANISATION"))
            .Mapping("mapping:o", "EQUAL", ["std:1"], ["law:5"]).On("2026-11-24"), "law:5").Credit);
    }

    [Fact]
    public void A_target_that_needs_other_proof_caps_at_partial()
    {
        NaiveGraphBuilder graph = Scene().Row("law:47", "law", ("proof", new[] { "DECLARATION_OF_CONFORMITY" }))
            .Mapping("mapping:m", "EQUAL", ["std:1"], ["law:47"]);
        Assert.Equal("PARTIAL", Target(graph.On("2026-11-24"), "law:47").Credit);
    }

    [Fact]
    public void Credit_passes_three_mappings_and_not_four()
    {
        NaiveGraphBuilder graph = Scene().Document("Framework", "guide", ("kind", "GUIDANCE"))
            .Row("guide:1", "guide").Row("guide:2", "guide")
            .Mapping("mapping:1", "EQUAL", ["std:1"], ["guide:1"])
            .Mapping("mapping:2", "EQUAL", ["guide:1"], ["guide:2"])
            .Mapping("mapping:3", "EQUAL", ["guide:2"], ["law:1"])
            .Mapping("mapping:4", "EQUAL", ["law:1"], ["law:2"])
            .Row("law:2", "law");
        Assert.Equal("COVERED", Target(graph).Credit);
        Assert.Null(Target(graph.On("2026-11-24"), "law:2").Credit);
    }

    [Fact]
    public void A_mapping_into_a_heading_and_one_out_of_a_row_below_connect_and_no_path_starts_at_home()
    {
        NaiveGraphBuilder graph = Scene().Document("Framework", "guide", ("kind", "GUIDANCE"))
            .Heading("guide:1", "guide").Row("guide:1.1", "guide:1")
            .Mapping("mapping:1", "EQUAL", ["std:1"], ["guide:1"])
            .Mapping("mapping:2", "EQUAL", ["guide:1.1"], ["law:1"]);
        Assert.Equal("COVERED", Target(graph).Credit);
        Assert.Null(Target(Scene().Edge("evidence:e", "DEMONSTRATES", "law:9.1")
            .Mapping("mapping:m", "EQUAL", ["law:9.1"], ["law:1"])).Credit);
    }

    /// <summary>A standard with std:1 covered and std:2 not; a law with row law:1 and heading law:9.</summary>
    private static NaiveGraphBuilder Scene(bool disputed = false) => new NaiveGraphBuilder()
        .Document("AiSystem", A)
        .Document("Framework", "std", ("kind", "STANDARD"), ("voluntary", true))
        .Row("std:1", "std", ("excludable", true))
        .Row("std:2", "std")
        .Edge(A, "SUBJECT_TO", "std")
        .Document("Framework", "law", ("kind", "REGULATION"))
        .Row("law:1", "law")
        .Heading("law:9", "law")
        .Row("law:9.1", "law:9")
        .Row("law:9.2", "law:9")
        .Document("MappingSet", "set:s", ("disputed", disputed))
        .OrganisationProof("evidence:e", "2026-11-01")
        .Edge("evidence:e", "DEMONSTRATES", "std:1");

    private static NaiveCell Target(NaiveGraphBuilder graph) => Target(graph.On("2026-11-24"));

    private static NaiveCell Target(NaiveView view, string row = "law:1") =>
        Assert.Single(NaiveReference.Cells(view, of: row));

    private static DateOnly Day(string day) => NaiveGraphBuilder.Day(day);
}
