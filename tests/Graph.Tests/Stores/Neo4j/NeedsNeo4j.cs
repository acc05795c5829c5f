namespace Graph.Tests.Stores.Neo4j;

/// <summary>The store of this class of tests is a real Neo4j.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsNeo4jAttribute : Attribute;

/// <summary>A test that needs a real Neo4j; it says what it lacks and is skipped.</summary>
public sealed class Neo4jFactAttribute : FactAttribute
{
    public Neo4jFactAttribute() => Skip = Neo4jSource.Missing;
}

/// <summary>A theory that needs a real Neo4j; it says what it lacks and is skipped.</summary>
public sealed class Neo4jTheoryAttribute : TheoryAttribute
{
    public Neo4jTheoryAttribute() => Skip = Neo4jSource.Missing;
}

/// <summary>A test that kills the Neo4j of the run; it is skipped where that is not ours to kill.</summary>
public sealed class OwnNeo4jFactAttribute : FactAttribute
{
    public OwnNeo4jFactAttribute() => Skip = Neo4jSource.Missing ?? (Neo4jSource.IsOwn ? null : "Only a Neo4j that NEO4J_HOME names is ours to kill.");
}
