using Graph.Engine.Model;
using Graph.Stores.Neo4j;
using Graph.Tests.Api;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>The names and constraints in Neo4j follow from the model; what analysts build on is approved.</summary>
public sealed class Neo4jSchemaTests
{
    [Fact]
    public void The_constraints_are_those_that_were_approved()
    {
        var path = Path.Combine(SeedStory.Root, "schema", "neo4j", "constraints.cypher");
        var printed = GraphSchema.Print(GraphModel.Default);
        if (Environment.GetEnvironmentVariable("GRAPH_APPROVE") == "1")
        {
            File.WriteAllText(path, printed);
        }

        Assert.True(printed == File.ReadAllText(path), "The constraints differ from schema/neo4j/constraints.cypher: run the test with GRAPH_APPROVE=1 and review the difference.");
    }

    [Fact]
    public void A_kind_that_only_the_tests_declare_has_its_constraint_and_its_index()
    {
        var more = GraphSchema.RulesOf(TestKind.Model).Except(GraphSchema.RulesOf(GraphModel.Default)).Select(rule => rule.Statement);

        Assert.Equal(
            [
                "CREATE CONSTRAINT Lamp_key IF NOT EXISTS FOR (n:Lamp) REQUIRE n.key IS UNIQUE",
                "CREATE FULLTEXT INDEX Entity_label_words IF NOT EXISTS FOR (n:Entity) ON EACH [n.label] OPTIONS {indexConfig: {`fulltext.eventually_consistent`: true}}",
            ],
            more);
    }

    [Theory]
    [InlineData("Change", "title", "The kind Change has the name of a label that the store itself uses.")]
    [InlineData("Ghost", "key", "Ghost would have two properties 'key' in Neo4j.")]
    [InlineData("Ghost", "seenTrue", "Ghost would have two properties 'seenTrue' in Neo4j.")]
    public void A_name_that_is_taken_is_refused(string kind, string field, string message)
    {
        var title = Field.Text(field, "A name.", required: true);
        var ghost = new Kind(kind, "ghosts", "ghost", KindGroup.Organisation, "A ghost.", title, [title, Field.Flags("seen", "Fact", "Whether it was seen.")]);

        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => GraphSchema.RulesOf(GraphModel.Default.With([ghost]))).Message);
    }
}
