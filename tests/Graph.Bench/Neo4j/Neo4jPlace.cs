namespace Graph.Bench.Neo4j;

/// <summary>A Neo4j that runs and whose database may be emptied.</summary>
/// <param name="Address">Where it is, as http://user@host:7474/neo4j.</param>
/// <param name="Password">The password of the user; null where none is asked for.</param>
public sealed record Neo4jPlace(string Address, string? Password);
