using CsCheck;

namespace Graph.Tests.Reference;

/// <summary>What must hold for any graph, whatever the numbers are: a check of the oracle against itself.</summary>
public sealed class NaivePropertiesTests
{
    [Fact]
    public void Gaps_and_met_cells_partition_what_a_system_owes() => Sample(question =>
    {
        foreach (NaiveSystemCoverage system in NaiveReference.CoverageBySystem(question.View, "law"))
        {
            int gaps = NaiveReference.Gaps(question.View, system.System, "law").Count;
            Assert.Equal(system.Coverage.Owed, system.Coverage.Met + gaps);
            Assert.Equal(system.Coverage.Owed, system.Coverage.States.Values.Sum());
            Assert.True(system.Coverage.MetWithCredit >= system.Coverage.Met);
        }
    });

    [Fact]
    public void A_chain_says_what_is_wrong_with_it_exactly_when_it_is_not_covered() => Sample(question =>
    {
        foreach (NaiveCell cell in NaiveReference.Cells(question.View, question.Systems, question.Of))
        {
            string[] beside = ["FACT_MISSING", "CLASSIFICATION_UNSIGNED", "SOA_MISSING"];
            bool wrong = cell.Defects.Any(defect => !beside.Contains(defect.Code));
            Assert.Equal(cell.State != "COVERED", wrong);
            Assert.Equal(cell.State == "MISSING", cell.BestChain is null);
        }
    });

    [Fact]
    public void Cells_of_all_systems_are_those_of_each_alone_except_what_the_organisation_owes() => Sample(question =>
    {
        foreach (NaiveCell cell in NaiveReference.Cells(question.View).Where(cell => cell.Subject is not null))
        {
            NaiveCell alone = NaiveReference.Cells(question.View, [cell.Subject!], cell.Requirement)
                .Single(other => other.Requirement == cell.Requirement);
            Assert.Equal((cell.Verdict, cell.State, cell.Credit), (alone.Verdict, alone.State, alone.Credit));
        }
    });

    [Fact]
    public void Losing_a_control_of_named_systems_never_changes_a_cell_of_another() => Sample(question =>
    {
        foreach (NaiveDocument control in question.View.Graph.Documents.Where(d => d.Kind == "Control"))
        {
            List<string> systems = [.. question.View.Graph.Edges
                .Where(edge => edge.Kind == "APPLIES_TO" && edge.From == control.Key).Select(edge => edge.To)];
            if (systems.Count > 0 && control.Text("scope") != "ORGANISATION")
            {
                Assert.All(
                    NaiveReference.Consequences(question.View, control.Key, "LOSS"),
                    consequence => Assert.Contains(consequence.Subject!, systems));
            }
        }
    });

    [Fact]
    public void What_impact_reaches_at_a_depth_is_what_it_reaches_in_all_cut_there() => Sample(question =>
    {
        Assert.Equal(
            NaiveReference.Impact(question.View, question.Key, question.Happening)
                .Where(reached => reached.Distance <= question.DepthMax),
            NaiveReference.Impact(question.View, question.Key, question.Happening, question.DepthMax));
    });

    private static void Sample(Action<RandomQuestion> assert) =>
        RandomGraphs.Questions.Sample(assert, iter: 100, print: RandomGraphs.Print);
}
