namespace Graph.Stores.Neo4j;

/// <summary>One constraint or index of Neo4j.</summary>
/// <param name="Name">Its name, by which it is known in the database.</param>
/// <param name="Label">The label of the nodes.</param>
/// <param name="Property">The property.</param>
/// <param name="IsUnique">Whether no two nodes may share a value: a constraint, with the index by which nodes are found.</param>
/// <param name="Statement">The statement that makes it where it is missing.</param>
public sealed record SchemaRule(string Name, string Label, string Property, bool IsUnique, string Statement)
{
    internal static SchemaRule Unique(string label, string property)
    {
        var name = $"{label}_{property}";
        return new(name, label, property, IsUnique: true, $"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{property} IS UNIQUE");
    }

    // Eventually consistent: a write must not wait until a text is cut into words.
    internal static SchemaRule WordsOf(string property)
    {
        var name = $"{GraphSchema.Entity}_{property}_words";
        return new(name, GraphSchema.Entity, property, IsUnique: false,
            $"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{GraphSchema.Entity}) ON EACH [n.{property}] OPTIONS {{indexConfig: {{`fulltext.eventually_consistent`: true}}}}");
    }
}
