using CsCheck;

namespace Graph.Tests.Reference;

public sealed class RandomGraphsValidityTests
{
    private static readonly string[] ProofKinds = ["Evidence", "Assessment"];

    private static readonly Dictionary<string, (string[] From, string[] To)> Ends = new()
    {
        ["HAS_RISK"] = (["AiSystem", "Component", "Vendor"], ["Risk"]),
        ["MITIGATED_BY"] = (["Risk"], ["Control"]),
        ["EVIDENCED_BY"] = (["Control"], ProofKinds),
        ["SATISFIES"] = (["Control"], ["Requirement"]),
        ["DEMONSTRATES"] = (ProofKinds, ["Requirement"]),
        ["APPLIES_TO"] = (["Control"], ["AiSystem"]),
        ["CONCERNS"] = (["Evidence"], ["AiSystem", "Component", "Vendor"]),
        ["SUBJECT_TO"] = (["AiSystem"], ["Framework"]),
        ["PART_OF"] = (["Requirement"], ["Requirement", "Framework"]),
        ["SHIELDED_BY"] = (["Requirement"], ["LegacyRule"]),
        ["FROM"] = (["Mapping"], ["Requirement", "Framework"]),
        ["TO"] = (["Mapping"], ["Requirement", "Framework"]),
        ["IN_SET"] = (["Mapping"], ["MappingSet"]),
        ["USES"] = (["AiSystem"], ["Component"]),
        ["SUPPLIED_BY"] = (["Component"], ["Vendor"]),
        ["ASSESSES"] = (["Assessment"], ["AiSystem", "Vendor"]),
        ["IDENTIFIES"] = (["Assessment"], ["Risk"]),
        ["STATES"] = (["Statement"], ["Requirement"]),
        ["ABOUT"] = (["Statement"], ["AiSystem"]),
        ["SUPERSEDES"] = (["Evidence", "Assessment"], ["Evidence", "Assessment"]),
        ["AGAINST"] = (["Finding"], ["Requirement", "Control", "AiSystem"]),
        ["CORRECTS"] = (["CorrectiveAction"], ["Finding"]),
        ["CHANGES"] = (["PlannedChange"], ["AiSystem", "Component", "Vendor"]),
    };

    private static readonly (string Earlier, string Later)[] Orders =
    [
        ("periodFrom", "periodTo"), ("effectiveFrom", "expiresOn"), ("implementedOn", "degradedOn"),
        ("implementedOn", "retiredOn"), ("degradedOn", "retiredOn"), ("placedOn", "retiredOn"),
    ];

    private static readonly (string Status, string Verb)[] Decisions =
        [("APPROVED", "approved"), ("REJECTED", "rejected"), ("SIGNED", "signed")];

    [Fact]
    public void Edges_join_the_kinds_that_they_may_and_every_key_is_used_once() =>
        RandomGraphs.Graphs.Sample(
            graph =>
            {
                Dictionary<string, string> kinds = graph.Documents.ToDictionary(d => d.Key, d => d.Kind);
                Assert.Equal(graph.Edges.Count, graph.Edges.DistinctBy(edge => edge.Key).Count());
                foreach (NaiveEdge edge in graph.Edges)
                {
                    Assert.Contains(kinds[edge.From], Ends[edge.Kind].From);
                    Assert.Contains(kinds[edge.To], Ends[edge.Kind].To);
                }
            },
            iter: 200,
            print: Print);

    [Fact]
    public void Requirements_have_one_parent_above_which_is_a_framework_and_mappings_have_their_ends() =>
        RandomGraphs.Graphs.Sample(
            graph =>
            {
                NaiveWorld world = new(new NaiveView(graph, RandomDice.Days[3], RandomDice.Days[3]));
                foreach (NaiveDocument requirement in world.All("Requirement"))
                {
                    Assert.Single(world.From(requirement.Key, "PART_OF"));
                    Assert.Equal("Framework", world.FrameworkOf(requirement)?.Kind);
                }

                foreach (NaiveDocument mapping in world.All("Mapping"))
                {
                    Assert.Single(world.From(mapping.Key, "IN_SET"));
                    List<string> ends =
                        [.. world.Targets(mapping.Key, "FROM").Concat(world.Targets(mapping.Key, "TO"))];
                    Assert.NotEmpty(world.From(mapping.Key, "FROM"));
                    Assert.NotEmpty(world.From(mapping.Key, "TO"));
                    Assert.True(mapping.Text("relation") == "NONE"
                        || ends.All(end => world.Find(end)!.Kind == "Requirement"));
                }

                Assert.All(
                    graph.Edges.Where(edge => edge.Kind == "SUBJECT_TO"),
                    edge => Assert.True(world.Find(edge.To)!.IsTrue("voluntary")));
            },
            iter: 200,
            print: Print);

    [Fact]
    public void Dates_are_in_order_and_a_status_has_its_day_and_name() =>
        RandomGraphs.Graphs.Sample(
            graph =>
            {
                foreach (NaiveDocument document in graph.Documents)
                {
                    Assert.All(
                        Orders,
                        order => Assert.False(document.Date(order.Later) < document.Date(order.Earlier)));
                    bool ended = document.Text("status") is "WITHDRAWN" or "SUPERSEDED";
                    Assert.Equal(ended, document.Date("endedOn") is not null);
                    Assert.Equal(ended, document.Text("endedBy") is not null);
                    string? counted = ended ? (document.Kind == "Assessment" ? "SIGNED" : "APPROVED") : document.Text("status");
                    foreach ((string status, string verb) in Decisions)
                    {
                        bool decided = counted == status;
                        Assert.Equal(decided, document.Date(verb + "On") is not null);
                        Assert.Equal(decided, document.Text(verb + "By") is not null);
                    }
                }
            },
            iter: 200,
            print: Print);

    private static string Print(NaiveGraph graph) =>
        RandomGraphs.Print(new NaiveView(graph, RandomDice.Days[3], RandomDice.Days[3]));
}
